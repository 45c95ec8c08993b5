"""Exclusion grounds, look-back and self-cleaning: every case of domain reference 5.1."""

from __future__ import annotations

import pytest

from samverkan.checkpoints import EligibilityCheck, ExclusionFact, SelfCleaning
from samverkan.codelists import Eligibility, ExclusionGround
from samverkan.countries.se.exclusion import GROUNDS, eligibility
from samverkan.errors import LawCoverageError
from samverkan.parties import Party
from samverkan.periods import Period
from samverkan.portfolio import Portfolio
from samverkan.relations import Relation

A, B = "SE-5599999991", "SE-5599999983"
DECIDED = "2026-08-03"
CRIMES = ["crime-org", "corruption", "fraud", "finan-laund", "terr-offence", "human-traffic"]
EVENTS = [
    "envir-soc-labour-law", "bankruptcy", "prof-misconduct", "distorsion", "sanction",
    "partic-confl", "prep-confl", "misrepresent", "undue-influence",
]  # fmt: skip
ALL_THREE = SelfCleaning(compensated=True, clarified=True, prevented=True)


def status(ground, occurred_on, *, on=DECIDED, regime="above", relations=(), **more):
    facts = Portfolio(
        parties=(Party(id=A), Party(id=B)),
        exclusion_facts=(
            ExclusionFact(id="E", party=more.pop("party", A), ground=ground,
                          occurred_on=occurred_on, **more),
        ),
        relations=relations,
    )  # fmt: skip
    return eligibility(facts, A, on=on, regime=regime).status.value


def test_the_grounds_are_x01_to_x18_and_all_of_them():
    assert [rule.id for rule in GROUNDS.values()] == [f"X{n:02}" for n in range(1, 19)]
    assert set(GROUNDS) == set(ExclusionGround)
    assert [rule.is_crime for rule in GROUNDS.values()] == [True] * 6 + [False] * 12


@pytest.mark.parametrize("ground", CRIMES)
@pytest.mark.parametrize(
    ("judgment", "expected"),
    [
        ("2021-08-03", "excluded-must"),  # exactly five years: not more than five
        ("2021-08-02", "unknown"),
        ("2026-08-03", "excluded-must"),
        ("2026-08-04", "unknown"),  # had not been given
    ],
)
def test_a_judgment_may_be_used_for_five_years(ground, judgment, expected):
    assert status(ground, judgment) == expected


@pytest.mark.parametrize("ground", EVENTS)
@pytest.mark.parametrize(
    ("event", "expected"), [("2023-08-03", "excluded-may"), ("2023-08-02", "unknown")]
)
def test_an_event_may_be_used_for_three_years(ground, event, expected):
    ended = {"ended_on": "2025-12-31"} if ground == "bankruptcy" else {}
    assert status(ground, event, **ended) == expected


def test_a_bankruptcy_that_lasts_is_current_however_old():
    assert status("bankruptcy", "2019-01-07") == "excluded-may"


@pytest.mark.parametrize("ground", ["tax-pay", "socsec-pay"])
@pytest.mark.parametrize(
    ("final", "settled", "expected"),
    [
        (True, False, "excluded-must"),
        (False, False, "excluded-may"),
        (None, False, "excluded-may"),
        (True, True, "unknown"),
    ],
)
def test_unpaid_taxes_and_fees(ground, final, settled, expected):
    cleaned = SelfCleaning(settled=settled)
    assert status(ground, "2015-01-07", is_final=final, self_cleaning=cleaned) == expected


@pytest.mark.parametrize("ground", [*CRIMES, *EVENTS])
def test_self_cleaning_is_weighed_and_leaves_a_decision(ground):
    assert status(ground, "2026-02-02", self_cleaning=ALL_THREE) == "excluded-may"


def test_two_of_three_measures_are_not_enough():
    half = SelfCleaning(compensated=True, clarified=True)
    assert status("corruption", "2026-02-02", self_cleaning=half) == "excluded-must"


@pytest.mark.parametrize("ground", [*CRIMES, *EVENTS, "tax-pay", "socsec-pay", "nati-ground"])
@pytest.mark.parametrize("regime", ["below", "annex-2", "direct"])
def test_below_the_thresholds_every_ground_is_a_may(ground, regime):
    assert status(ground, "2026-02-02", regime=regime, is_final=True) == "excluded-may"


def test_the_ground_of_the_documents_exists_below_the_thresholds_only():
    assert status("nati-ground", "2026-02-02") == "unknown"


def test_a_person_in_the_lead_counts_for_the_crimes_only():
    assert status("fraud", "2026-02-02", through_person=True) == "excluded-must"
    assert status("prof-misconduct", "2026-02-02", through_person=True) == "unknown"


@pytest.mark.parametrize(
    ("kind", "period", "ground", "expected"),
    [
        ("directs", None, "fraud", "excluded-must"),
        ("represents", None, "fraud", "excluded-must"),
        ("owns", None, "fraud", "unknown"),
        ("directs", None, "prof-misconduct", "unknown"),
        ("directs", Period("2020-01-01", "2026-08-02"), "fraud", "unknown"),
    ],
)
def test_the_crimes_of_who_directs_it_count_one_step_away(kind, period, ground, expected):
    ties = (Relation(id="R", kind=kind, source=B, target=A, period=period),)
    assert status(ground, "2026-02-02", party=B, relations=ties) == expected


def test_a_look_up_without_a_ground_makes_eligible_and_none_leaves_it_unknown():
    parties = (Party(id=A),)
    looked = (EligibilityCheck(id="K", party=A, checked_on="2026-08-03"),)
    assert eligibility(Portfolio(parties=parties), A, on=DECIDED).status is Eligibility.UNKNOWN
    checked = Portfolio(parties=parties, eligibility_checks=looked)
    assert eligibility(checked, A, on=DECIDED).status is Eligibility.ELIGIBLE
    assert eligibility(checked, A, on="2026-08-02").status is Eligibility.UNKNOWN


def test_the_answer_has_reasons_and_no_number():
    facts = Portfolio(
        parties=(Party(id=A),),
        exclusion_facts=(
            ExclusionFact(id="E1", party=A, ground="prof-misconduct", occurred_on="2026-02-02"),
            ExclusionFact(id="E2", party=A, ground="corruption", occurred_on="2024-02-02"),
        ),
    )
    found = eligibility(facts, A, on=DECIDED)
    assert found.status is Eligibility.EXCLUDED
    assert [ground.value for ground in found.grounds] == ["corruption", "prof-misconduct"]
    assert found.facts == ("E1", "E2")
    for words in ("LOU 13:1 p 2", "LOU 13:4", "LOU 13:6", "2025-09-01", "juridisk rådgivning"):
        assert words in found.why("sv")


def test_before_the_look_back_was_law_there_is_no_answer():
    with pytest.raises(LawCoverageError):
        eligibility(Portfolio(), A, on="2022-06-30")
