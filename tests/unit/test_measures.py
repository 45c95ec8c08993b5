"""What a portfolio shows, counted: dialogue, agreements, plans, markets, culture."""

from __future__ import annotations

from decimal import Decimal

import pytest

from samverkan import measures as ms
from samverkan.checkpoints import Checkpoint
from samverkan.codelists import Aim, CultureDimension, Phase, SourceKind
from samverkan.contracts import Contract, Option
from samverkan.development import CultureAssessment, DesignChoice, Training
from samverkan.dialogue import Dialogue, Disclosure
from samverkan.explanations import LegalBasis
from samverkan.jurisdictions import jurisdiction
from samverkan.obligations import ContractOutcome, Obligation, Term
from samverkan.parties import Party
from samverkan.periods import Period, day, months
from samverkan.portfolio import Portfolio
from samverkan.procurements import Lot, Procurement
from samverkan.relations import Relation
from samverkan.rules import at, every
from samverkan.schedule import plan
from samverkan.tenders import Tender

A, B, C = "SE-2120999996", "SE-5599999991", "SE-5599999983"
PARTIES = (Party(id=A), Party(id=B), Party(id=C))
CONTRACT = Contract(
    id="A-1", buyer=A, suppliers=(B,), procurement="U-1", signed_on="2026-08-17",
    period=Period("2026-09-01", "2029-08-31"),
)  # fmt: skip
PROCUREMENT = Procurement(id="U-1", buyer=A, published_on="2026-02-16",
                          tenders_due_on="2026-03-20")  # fmt: skip


def world(**facts):
    given = {"parties": PARTIES, "procurements": (PROCUREMENT,), "contracts": (CONTRACT,)}
    return Portfolio(**{**given, **facts})


def talk(n, form, on, **more):
    return Dialogue(id=f"D{n}", form=form, occurred_on=on, **more)


# ------------------------------------------------------------------------------------ dialogue
@pytest.mark.parametrize(
    ("on", "about", "phase"),
    [
        ("2026-02-15", {"procurement": "U-1"}, Phase.BEFORE),
        ("2026-02-16", {"procurement": "U-1"}, Phase.DURING),
        ("2026-08-16", {"contract": "A-1"}, Phase.DURING),
        ("2026-08-17", {"contract": "A-1"}, Phase.AFTER),
        ("2026-08-17", {}, None),
    ],
)
def test_the_phase_of_a_dialogue_follows_from_the_days(on, about, phase):
    facts = world(dialogues=(talk(1, "site-visit", on, **about),))
    assert ms.phase_of(facts, facts.dialogues[0]) is phase


def test_the_profile_counts_before_during_and_after_of_contract_and_procurement():
    facts = world(
        dialogues=(
            talk(1, "rfi", "2026-01-20", procurement="U-1"),
            talk(2, "workshop", "2026-02-02", procurement="U-1"),
            talk(3, "question-and-answer", "2026-03-02", procurement="U-1"),
            talk(4, "kickoff", "2026-09-14", contract="A-1"),
        )
    )
    for subject in (CONTRACT, PROCUREMENT):
        assert list(ms.profile(facts, subject).values()) == [2, 1, 1]


def test_rate_and_last_contact_count_talks_with_the_other_side():
    facts = world(
        dialogues=(
            talk(1, "tactical-meeting", "2026-09-14", contract="A-1"),
            talk(2, "tactical-meeting", "2027-01-04", contract="A-1"),
            talk(3, "internal-needs", "2027-05-03", contract="A-1"),
        )
    )
    assert str(ms.last_contact(facts, CONTRACT, day("2027-08-31"))) == "2027-01-04"
    assert ms.dialogue_rate(facts, CONTRACT, "2027-08-31") == pytest.approx(2 / (365 / 365.25))
    assert ms.dialogue_rate(facts, CONTRACT, "2026-09-01") is None


def test_participants_are_those_of_the_market_while_the_procurement_is_open():
    facts = world(
        tenders=(Tender(id="T", procurement="U-1", tenderers=(C,)),),
        dialogues=(
            talk(1, "one-to-one", "2026-01-20", procurement="U-1", participants=(A, B)),
            talk(2, "site-visit", "2026-03-02", procurement="U-1", participants=(A, C)),
        ),
    )
    assert ms.participants(facts, PROCUREMENT) == {C}
    assert ms.reach(facts, PROCUREMENT) == 1


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-04-30", (1, 1)),
        ("2026-05-01", (1, 2)),
        ("2026-05-04", (1, 2)),
        ("2026-01-01", (0, 0)),
    ],
)
def test_transparency_is_what_was_shared_on_time_of_what_was_due(as_of, expected):
    facts = world(
        disclosures=(
            Disclosure(id="1", information="a", contract="A-1", due_on="2026-04-30",
                       shared_on="2026-04-01"),
            Disclosure(id="2", information="b", contract="A-1", due_on="2026-04-30",
                       shared_on="2026-05-04"),
            Disclosure(id="3", information="c", contract="A-1", shared_on="2026-01-01"),
        )
    )  # fmt: skip
    found = ms.transparency(facts, CONTRACT, as_of)
    assert (found.done, found.due) == expected


# -------------------------------------------------------------------------------------- agreed
def test_what_is_due_comes_in_order_of_day_from_first_to_last():
    facts = world(
        obligations=(
            Obligation(id="1", kind="report", side="supplier", what="r", due_on="2027-01-31",
                       every="1 month"),
            Obligation(id="2", kind="promise", side="buyer", what="p", due_on="2027-02-15"),
        )
    )  # fmt: skip
    found = ms.due_obligations(facts, "2027-02-01", "2027-03-31")
    assert [(one.obligation.id, str(one.due.due_on)) for one in found] == [
        ("2", "2027-02-15"), ("1", "2027-02-28"), ("1", "2027-03-31"),
    ]  # fmt: skip
    assert len(ms.due_obligations(facts, None, "2027-03-31")) == 4


def test_promises_kept_are_those_fulfilled_in_time():
    owed = {"kind": "promise", "side": "buyer", "what": "p", "contract": "A-1"}
    facts = world(
        obligations=(
            Obligation(id="1", due_on="2027-02-15", fulfilled_on=("2027-02-15",), **owed),
            Obligation(id="2", due_on="2027-02-15", fulfilled_on=("2027-02-16",), **owed),
            Obligation(id="3", due_on="2027-02-15", **owed),
            Obligation(id="4", due_on="2027-03-15", **owed),
        )
    )
    found = ms.kept_promises(facts, CONTRACT, "2027-03-15")
    assert (found.done, found.due, found.facts) == (1, 3, ("1", "2", "3"))


def test_terms_nobody_asked_about_do_not_count():
    facts = world(
        terms=(
            Term(id="1", contract="A-1", text="x", is_verifiable=True),
            Term(id="2", contract="A-1", text="y", is_verifiable=False),
            Term(id="3", contract="A-1", text="z"),
        )
    )
    assert ms.verifiable_terms(facts, CONTRACT).value == 0.5


def test_gaps_are_those_of_measured_targets():
    given = {"contract": "A-1", "kind": "quality", "target": "0.8"}
    facts = world(
        outcomes=(
            ContractOutcome(id="1", actual="0.74", **given),
            ContractOutcome(id="2", **given),
        )
    )
    assert [gap for _, gap in ms.outcome_gaps(facts, CONTRACT)] == [Decimal("0.06")]


@pytest.mark.parametrize(
    ("end", "options", "expected"),
    [
        ("2028-08-31", (), False),  # exactly 24 months
        ("2028-09-01", (), True),
        ("2027-08-31", (Option(id="1", extend_by=months(13)),), True),
        (None, (), True),
    ],
)
def test_a_contract_is_long_beyond_the_span_with_its_options(end, options, expected):
    contract = Contract(id="A", period=Period("2026-09-01", end), options=options)
    assert ms.is_long(contract, months(24)) is expected


def test_a_contract_without_a_start_is_neither_long_nor_short():
    assert ms.is_long(Contract(id="A"), months(24)) is None


def test_training_is_due_by_the_latest_of_its_title():
    given = {"party": A, "title": "t", "audience": {"orderer"}, "renew_after": "12 months"}
    facts = world(
        trainings=(
            Training(id="1", held_on="2024-05-02", **given),
            Training(id="2", held_on="2025-05-02", **given),
        )
    )
    assert [one.id for one in ms.training_due(facts, "orderer", "2026-05-03")] == ["2"]
    assert ms.training_due(facts, "orderer", "2026-05-02") == ()
    assert ms.training_due(facts, "lawyer", "2026-05-03") == ()


# ------------------------------------------------------------------------------------- planned
MEETING = every("4 months", from_="start").rule(
    id="own.meeting", kind="tactical-meeting", aim="trust", responsible="contract-manager",
    counterpart="supplier-contact", source=LegalBasis(SourceKind.CHOICE),
)  # fmt: skip
CONTROL = at("start", "1 month").rule(
    id="own.control", kind="delivery-control", aim="control", responsible="orderer",
    source=LegalBasis(SourceKind.CHOICE),
)  # fmt: skip


def planned(facts, *rules):
    return plan(facts, rules=rules, calendar=jurisdiction("SE").calendar)


def test_a_fact_fulfils_the_item_it_names_else_the_nearest_of_its_kind():
    facts = world(
        dialogues=(
            talk(1, "tactical-meeting", "2027-01-20", contract="A-1"),
            talk(2, "tactical-meeting", "2027-12-01", contract="A-1",
                 follow_up="A-1/own.meeting/start/2"),
        ),
        checkpoints=(Checkpoint(id="C", occurred_on="2026-09-28", contract="A-1",
                                kind="delivery-control"),),
    )  # fmt: skip
    done = {one.item.id: one for one in ms.carried_out(facts, planned(facts, MEETING, CONTROL))}
    assert done["A-1/own.meeting/start/1"].fact == "dialogue:D1"
    assert not done["A-1/own.meeting/start/1"].is_on_time  # due on 2027-01-04
    assert done["A-1/own.meeting/start/2"].fact == "dialogue:D2"
    assert done["A-1/own.meeting/start/3"].fact is None
    assert done["A-1/own.control/start/0"].is_on_time


def test_each_fact_fulfils_one_item():
    facts = world(dialogues=(talk(1, "tactical-meeting", "2027-03-03", contract="A-1"),))
    items = planned(facts, MEETING)[:2]  # due on 2027-01-04 and 2027-05-03
    assert sum(one.fact is not None for one in ms.carried_out(facts, items, window=365)) == 1


def test_gaps_are_meetings_whose_day_has_passed():
    facts = world()
    made = planned(facts, MEETING, CONTROL)
    assert [str(one.due_on) for one in ms.dialogue_gaps(facts, made, day("2027-05-03"))] == [
        "2027-01-04"
    ]


def test_balance_and_counterparts_of_a_plan():
    made = planned(world(), MEETING, CONTROL)
    assert ms.balance(made)[Aim.CONTROL] == 1
    assert ms.balance(made)[Aim.TRUST] == 8
    assert ms.missing_counterparts(made) == ()
    assert ms.is_meeting(made[1])


# -------------------------------------------------------------------------------------- market
def test_a_market_view_counts_suppliers_concentration_and_single_bids():
    shares = (B, B, B, C, C)
    facts = Portfolio(
        parties=PARTIES,
        procurements=tuple(
            Procurement(id=f"U-{n}", cpv=("15800000",)) for n in range(len(shares))
        ),
        contracts=tuple(
            Contract(id=f"A-{n}", suppliers=(winner,), procurement=f"U-{n}")
            for n, winner in enumerate(shares)
        ),
        tenders=(
            Tender(id="1", procurement="U-0", tenderers=(B,)),
            Tender(id="2", procurement="U-1", tenderers=(B,)),
            Tender(id="3", procurement="U-1", tenderers=(C,)),
        ),
    )
    view = ms.market_view(facts, "158")
    assert (view.procurements, view.suppliers) == (5, (C, B))
    assert view.concentration == 5200  # 0.6² + 0.4²
    assert view.single_bids == 0.5
    assert ms.market_view(facts, "45").procurements == 0


def test_four_equal_suppliers_give_an_index_of_2500():  # domain reference 6.6
    facts = Portfolio(
        parties=tuple(Party(id=name) for name in "ABCD"),
        procurements=(Procurement(id="U", cpv=("15",)),),
        contracts=tuple(Contract(id=name, suppliers=(name,), procurement="U") for name in "ABCD"),
    )
    assert ms.market_view(facts, "15").concentration == 2500


def test_bidders_per_lot_and_what_lots_changed():
    facts = Portfolio(
        parties=PARTIES,
        procurements=(
            Procurement(id="U-1", lots=(Lot(id="1"), Lot(id="2"))),
            Procurement(id="U-2"),
        ),
        tenders=(
            Tender(id="1", procurement="U-1", lot="1", tenderers=(B,)),
            Tender(id="2", procurement="U-1", lot="1", tenderers=(C,)),
            Tender(id="3", procurement="U-1", tenderers=(B,)),
            Tender(id="4", procurement="U-2", tenderers=(B,)),
        ),
        design_choices=(DesignChoice(id="V", procurement="U-1", kind="lots"),),
    )
    assert ms.bidders_per_lot(facts, facts.procurements[0]) == 2
    assert ms.design_effect(facts, "lots") == (1, 2)
    assert ms.design_effect(facts, "fixed-price") == (1.5, None)


def test_a_buyer_develops_markets_and_asks_for_the_new():
    facts = world(
        relations=(
            Relation(id="1", kind="develops-market", source=A, market="15800000"),
            Relation(id="2", kind="advises", source=A, target=B),
        ),
        design_choices=(
            DesignChoice(id="1", procurement="U-1", kind="mar-nov"),
            DesignChoice(id="2", procurement="U-1", kind="lots"),
        ),
    )
    assert ms.developed_markets(facts, A) == ("15800000",)
    assert [one.id for one in ms.adopted_innovations(facts)] == ["1"]
    assert ms.reciprocity([]) is None
    both = [Relation(id="1", kind="collaborates-with", source=A, target=B)]
    assert ms.reciprocity(both) == 1


# ------------------------------------------------------------------------------------- culture
def test_the_latest_assessment_counts_and_several_of_a_day_are_averaged():
    def of(n, score, on, dimension="trust"):
        return CultureAssessment(
            id=str(n), party=A, dimension=dimension, score=score, assessed_on=on
        )

    facts = world(
        culture=(
            of(1, "0.2", "2025-11-03"),
            of(2, "0.6", "2026-11-02"),
            of(3, "0.8", "2026-11-02"),
        )
    )
    found = ms.culture_of(facts, A, "2026-11-23")
    assert found[CultureDimension.TRUST] == Decimal("0.7")
    assert found[CultureDimension.BUSINESSLIKE] is None
    assert ms.culture_of(facts, A, "2026-11-01")[CultureDimension.TRUST] == Decimal("0.2")


def test_a_share_of_nothing_is_unknown():
    nothing = ms.Share(done=0, due=0)
    assert (nothing.value, nothing.label("sv")) == (None, "–")
    assert ms.Share.of(["a"], ["b", "c"]).to_dict() == {
        "value": 1 / 3, "done": 1, "due": 3, "facts": ["a", "b", "c"],
    }  # fmt: skip


def test_an_invitation_is_no_tender_and_one_taken_back_does_not_count():
    bids = [
        Tender(id=f"T{n}", procurement="U-1", tenderers=(party,), status=status)
        for n, (party, status) in enumerate(
            [(B, "valid"), (C, "invited"), (A, "withdrawn"), (C, "disqualified")]
        )
    ]
    facts = world(tenders=bids)
    assert [one.id for one in ms.submitted(facts, PROCUREMENT)] == ["T0", "T3"]
    assert ms.bidders_per_lot(facts, PROCUREMENT) == 2.0
    assert ms.bidders_per_lot(world(tenders=bids[1:3]), PROCUREMENT) is None
