"""Changes of contracts without a new procurement (LOU 17:8-17:16, text read 2025-09-01)."""

from __future__ import annotations

import json

import attrs
import pytest

from samverkan.codelists import AmendmentGround, AmendmentOutcome, GroundOutcome
from samverkan.contracts import Amendment, Contract
from samverkan.countries.se.amendments import EVIDENCE, GROUNDS, AmendmentFacts
from samverkan.errors import LawCoverageError, MoneyError
from samverkan.jurisdictions import jurisdiction
from samverkan.values import Money

SWEDEN = jurisdiction("SE")
GOODS_SERVICES = Money("2389585", "SEK")  # 2024-25, SFS 2024:30
WORKS = Money("59880179", "SEK")
DE_MINIMIS = AmendmentGround.DE_MINIMIS


def amendment(number, value, **fields):
    money = None if value is None else Money(value, "SEK")
    return Amendment(
        id=str(number), occurred_on=f"2025-0{number}-01", value_change=money, **fields
    )


def classified(value, *changes, threshold=GOODS_SERVICES, regime="above", contract=None, **how):
    """The last of some changes of a contract worth ``value``, the others made before it."""
    made = [
        one if isinstance(one, Amendment) else amendment(number, one)
        for number, one in enumerate(changes, 1)
    ]
    fields = {"id": "A", "value": Money(value, "SEK"), **(contract or {})}
    signed = Contract(amendments=made[:-1], **fields)
    how.setdefault("category", "services")
    return SWEDEN.law["classify_amendment"].function(signed, made[-1], regime, threshold, **how)


CASES = [
    pytest.param("services", 5_000_000, (499_999,), True, id="below 10 %"),
    pytest.param("services", 5_000_000, (500_000,), False, id="10 % is not below 10 %"),
    pytest.param("goods", 5_000_000, (500_000,), False, id="goods as services"),
    pytest.param(
        "services", 5_000_000, (400_000, -300_000, 350_000), True, id="net 450 000 of successive"
    ),
    pytest.param("works", 200_000_000, (29_999_999,), True, id="works below 15 %"),
    pytest.param("works", 200_000_000, (30_000_000,), False, id="15 % is not below 15 %"),
    pytest.param(
        "works", 500_000_000, (60_000_000,), False, id="12 % but above the works threshold"
    ),
    pytest.param("services", 5_000_000, (-500_000,), False, id="a decrease counts"),
    pytest.param("services", 5_000_000, (-499_999,), True, id="a smaller decrease"),
    pytest.param(
        "services", 100_000_000, (2_389_585,), False, id="the threshold is not below itself"
    ),
    pytest.param("services", 100_000_000, (2_389_584,), True, id="just below the threshold"),
]


@pytest.mark.parametrize(("category", "value", "changes", "fits"), CASES)
def test_changes_of_minor_value(category, value, changes, fits):
    threshold = WORKS if category == "works" else GOODS_SERVICES
    found = classified(value, *changes, category=category, threshold=threshold)
    assert (found.ground is DE_MINIMIS) is fits
    assert found.net == Money(sum(changes), "SEK")
    if fits:
        assert found.outcome is AmendmentOutcome.ALLOWED
        assert found.notice_required is False
        assert "LOU 17:9" in found.why("sv")


def test_the_story_of_three_changes():
    """10,000,000 SEK of services signed in 2024: +600,000, -200,000, +700,000 in 2024-25."""
    contract = Contract(id="A", signed_on="2024-02-01", value=Money("10000000", "SEK"))
    days = ("2024-06-01", "2024-11-01", "2025-04-01")
    found = []
    for number, (on, value) in enumerate(zip(days, (600_000, -200_000, 700_000), strict=True), 1):
        change = Amendment(id=str(number), occurred_on=on, value_change=Money(value, "SEK"))
        found.append(
            SWEDEN.classify_amendment(
                contract=contract,
                change=change,
                regime="above",
                threshold=GOODS_SERVICES,
                category="services",
            )
        )
        contract = attrs.evolve(contract, amendments=(*contract.amendments, change))
    first, second, third = found
    assert [one.ground for one in found] == [DE_MINIMIS, DE_MINIMIS, None]
    assert (str(first.share), str(second.share), str(third.share)) == ("0.06", "0.04", "0.11")
    assert third.net == Money(1_100_000, "SEK")
    assert "11,0 % av 10 000 000 SEK" in third.why("sv")
    assert "11.0 % of SEK 10,000,000" in third.why("en")
    assert third.outcome is AmendmentOutcome.NEEDS_EVIDENCE
    assert third.notice_required is None
    assert set(third.needs) == set(GROUNDS) - {DE_MINIMIS}


def test_the_grounds_are_tried_in_the_order_of_the_act():
    assert list(GROUNDS) == list(AmendmentGround)
    found = classified(5_000_000, 600_000)
    assert [test.ground for test in found.tests] == list(GROUNDS)
    assert [str(test.basis.ref) for test in found.tests] == [
        f"LOU 17:{section}" for section in range(9, 15)
    ]


CLAUSE = AmendmentFacts(clause_in_documents=True, clause_is_clear=True, clause_states_scope=True)
ADDED = AmendmentFacts(necessary=True, supplier_cannot_change=True, change_costly=True)
SURPRISE = AmendmentFacts(unforeseeable=True)
MERGER = AmendmentFacts(
    supplier_replaced=True,
    restructuring=True,
    no_other_change=True,
    successor_not_excluded=True,
    successor_qualified=True,
)
SUBCONTRACTOR = AmendmentFacts(supplier_replaced=True, subcontractor_agreed=True)
SMALL = AmendmentFacts(
    opens_to_others=False, shifts_balance=False, extends_scope=False, supplier_replaced=False
)


@pytest.mark.parametrize(
    ("facts", "change", "ground", "notice"),
    [
        pytest.param(CLAUSE, 4_000_000, AmendmentGround.REVIEW_CLAUSE, False, id="17:10 no limit"),
        pytest.param(
            ADDED, 2_500_000, AmendmentGround.ADDITIONAL, True, id="17:11 50 % is allowed"
        ),
        pytest.param(ADDED, 2_500_001, None, None, id="17:11 more than 50 %"),
        pytest.param(SURPRISE, 2_500_000, AmendmentGround.UNFORESEEABLE, True, id="17:12"),
        pytest.param(SURPRISE, 2_500_001, None, None, id="17:12 more than 50 %"),
        pytest.param(MERGER, 0, AmendmentGround.SUPPLIER_REPLACEMENT, False, id="17:13"),
        pytest.param(
            SUBCONTRACTOR, 0, AmendmentGround.SUPPLIER_REPLACEMENT, False, id="17:13 third"
        ),
        pytest.param(SMALL, 600_000, AmendmentGround.NON_SUBSTANTIAL, False, id="17:14"),
    ],
)
def test_each_other_ground_with_its_evidence(facts, change, ground, notice):
    found = classified(5_000_000, change, facts=facts)
    assert found.ground is ground
    assert found.notice_required is notice
    if ground is not None:
        assert f"LOU {GROUNDS[ground].ref.removeprefix('LOU ')}" in found.why("sv")
        assert "17:16" in found.why("sv")


def test_every_kind_of_evidence_is_asked_for_by_some_ground():
    found = classified(5_000_000, None, facts=AmendmentFacts(character_unchanged=None))
    asked = {name for needs in found.needs.values() for name in needs}
    assert asked == set(EVIDENCE) - {"subcontractor_agreed"}  # asked for where it is the case
    assert {field.name for field in attrs.fields(AmendmentFacts)} == set(EVIDENCE) - {"value"}


def test_fifty_per_cent_is_tested_for_each_change_by_itself():
    """17:11 second paragraph and 17:12: successive orders do not add up."""
    one = amendment(1, 2_000_000, ground="add-wss")
    found = classified(5_000_000, one, 2_000_000, facts=ADDED)
    assert found.ground is AmendmentGround.ADDITIONAL


def test_an_addition_is_for_contracts_and_not_for_frameworks():
    """17:11 names the contract alone."""
    found = classified(5_000_000, 600_000, facts=ADDED, contract={"kind": "framework"})
    assert found.ground is None
    additional = found.tests[2]
    assert additional.outcome is GroundOutcome.FAILS
    assert "nämner inte ramavtal" in found.why("sv")


def test_a_decrease_is_no_additional_order():
    found = classified(5_000_000, -3_000_000, facts=ADDED)
    assert found.tests[2].outcome is GroundOutcome.FAILS
    assert "en minskning är ingen beställning" in found.why("sv")
    surprise = classified(5_000_000, -3_000_000, facts=SURPRISE)
    assert surprise.ground is AmendmentGround.UNFORESEEABLE


def test_missing_evidence_is_listed_so_that_commas_do_not_confuse_it():
    text = classified(5_000_000, 600_000).why("sv")
    assert (
        "kräver uppgifter. Inte känt: en klausul eller option stod i upphandlingsdokumenten; "
        "klausulen anger klart, exakt och entydigt när den får användas; " in text
    )


def test_where_every_ground_fails_a_new_procurement_is_needed():
    facts = AmendmentFacts(
        clause_in_documents=False,
        necessary=False,
        unforeseeable=False,
        supplier_replaced=False,
        extends_scope=True,
    )
    found = classified(5_000_000, 600_000, facts=facts)
    assert found.outcome is AmendmentOutcome.NEW_PROCUREMENT
    assert (found.ground, found.notice_required, dict(found.needs)) == (None, None, {})


def test_a_change_of_the_overall_character_fails_what_rests_on_it():
    facts = attrs.evolve(CLAUSE, character_unchanged=False, unforeseeable=True)
    found = classified(5_000_000, 1, facts=facts)
    assert [test.outcome for test in found.tests[:2]] == [GroundOutcome.FAILS] * 2
    assert found.tests[3].outcome is GroundOutcome.FAILS


def test_another_supplier_is_no_change_of_minor_value():
    """A reading of 17:9, marked as the library's own and listed among what was left out."""
    found = classified(5_000_000, 0, facts=AmendmentFacts(supplier_replaced=True))
    assert "prövas enligt 17:13" in found.why("sv")
    assert "tolkning av LOU 17:9 (bibliotekets val)" in found.why("sv")
    assert found.tests[0].outcome is GroundOutcome.FAILS
    assert found.tests[5].outcome is GroundOutcome.FAILS


@pytest.mark.parametrize("regime", ["below", "annex-2", "direct"])
def test_chapter_17_binds_above_the_thresholds_alone(regime):
    """The scope trap of 19:1 and 19 a:1."""
    found = classified(500_000, 10_000, regime=regime)
    assert found.outcome is AmendmentOutcome.NOT_REGULATED_BY_17
    assert (found.ground, found.tests, found.notice_required) == (None, (), None)
    assert "otillåten direktupphandling" in found.why("sv")


@pytest.mark.parametrize(
    ("base", "fits"), [(None, False), (Money("5100000", "SEK"), True)], ids=["original", "indexed"]
)
def test_an_index_clause_moves_the_base(base, fits):
    """17:15: the value before the change is reckoned by the clause."""
    found = classified(5_000_000, 505_000, base=base)
    assert (found.ground is DE_MINIMIS) is fits


def test_changes_on_other_grounds_count_towards_the_net_by_a_switch():
    earlier = amendment(1, 400_000, ground="mod-cir")
    assert classified(5_000_000, earlier, 200_000).ground is DE_MINIMIS
    counted = classified(5_000_000, earlier, 200_000, count_all=True)
    assert counted.ground is None
    assert counted.net == Money(600_000, "SEK")


def test_a_corrected_change_counts_once():
    first = amendment(1, 450_000)
    corrected = amendment(2, 300_000, replaces="1")
    assert classified(5_000_000, first, corrected).net == Money(300_000, "SEK")
    again = classified(5_000_000, first, corrected, 150_000)
    assert again.net == Money(450_000, "SEK")


def test_a_change_that_is_among_the_contracts_own_counts_once():
    change = amendment(1, 300_000)
    contract = Contract(id="A", value=Money(5_000_000, "SEK"), amendments=(change,))
    found = SWEDEN.classify_amendment(
        contract=contract,
        change=change,
        regime="above",
        threshold=GOODS_SERVICES,
        category="services",
    )
    assert found.net == Money(300_000, "SEK")


@pytest.mark.parametrize(
    ("changes", "contract"),
    [((None,), {}), ((None, 100), {}), ((100,), {"value": None})],
    ids=["change", "earlier change", "contract"],
)
def test_an_unknown_value_is_evidence_that_is_missing(changes, contract):
    found = classified(5_000_000, *changes, contract=contract)
    assert "value" in found.needs[DE_MINIMIS]
    assert found.outcome is AmendmentOutcome.NEEDS_EVIDENCE


def test_a_contract_worth_nothing_has_no_minor_change():
    found = classified(0, 1)
    assert found.tests[0].outcome is GroundOutcome.FAILS
    assert found.share is None


def test_currencies_are_not_converted():
    with pytest.raises(MoneyError):
        classified(5_000_000, 1, threshold=Money("221000", "EUR"))


def test_the_change_decides_which_law_holds():
    early = Amendment(id="1", occurred_on="2016-12-31", value_change=Money(1, "SEK"))
    with pytest.raises(LawCoverageError, match="2017-01-01"):
        classified(5_000_000, early)
    assert classified(5_000_000, early, as_of_law="2025-01-01").ground is DE_MINIMIS
    late = Amendment(id="1", occurred_on="2026-05-01", value_change=Money(1, "SEK"))
    assert "2025-09-01" in classified(5_000_000, late).why("sv")


def test_the_missing_evidence_is_data_and_text():
    found = classified(5_000_000, 600_000)
    unforeseeable = found.tests[3]
    assert unforeseeable.needs == ("unforeseeable",)
    assert unforeseeable.needed("sv") == (EVIDENCE["unforeseeable"].sv,)
    assert EVIDENCE["unforeseeable"].sv in found.why("sv")
    plain = json.loads(json.dumps(found.to_dict()))
    assert plain["outcome"] == "needs-evidence"
    assert plain["grounds"][3] == {
        "ground": "mod-cir",
        "outcome": "needs-evidence",
        "needs": ["unforeseeable"],
        "steps": plain["grounds"][3]["steps"],
    }


def test_the_notice_duty_has_no_number_of_days():
    found = classified(5_000_000, 600_000, facts=SURPRISE)
    assert found.notice_required
    assert "inget antal dagar" in found.why("sv")
