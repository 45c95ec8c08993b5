"""Every check over what was agreed and over contracts: a finding, a near miss, missing data."""

from __future__ import annotations

import attrs
import pytest

from samverkan.checkpoints import Checkpoint, Deviation, RemedyStep
from samverkan.contracts import Amendment, Contract, Milestone
from samverkan.obligations import ContractOutcome, Obligation, Term
from samverkan.portfolio import Extra
from samverkan.values import Money

KOMMUN, FIRMA = "SE-2120999996", "SE-5599999991"


def owed(kind="delivery", **more):
    return Obligation(id="O-1", kind=kind, side="supplier", what="deliver", contract="A-1", **more)


def term(**more):
    return Term(id="T-1", contract="A-1", text="tasty food", **more)


def control(**more):
    return Checkpoint(id="C-1", occurred_on="2026-12-01", contract="A-1", **more)


def outcome(**more):
    return ContractOutcome(
        id="U-1", contract="A-1", kind="quality", target="0.8", measured_on="2027-05-31", **more
    )


def deviation(*steps, **more):
    return Deviation(
        id="V-1", contract="A-1", what="late", occurred_on="2027-03-01", steps=steps, **more
    )


def milestone(**more):
    return {"contract": {"milestones": (Milestone(id="M-1", **more),)}}


def kept(text):
    return {"extras": (Extra(subject="A-1", path="$.contracts[0].period", json=text),)}


def framework(*amounts, ceiling="10000000", **more):
    """A framework agreement and a call-off of each amount."""
    ram = Contract(
        id="F-1",
        buyer=KOMMUN,
        suppliers=(FIRMA,),
        kind="framework",
        ceiling=None if ceiling is None else Money(ceiling, "SEK"),
    )
    offs = tuple(
        Contract(
            id=f"F-1-{n}",
            buyer=KOMMUN,
            suppliers=(FIRMA,),
            kind="call-off",
            parent="F-1",
            signed_on="2026-10-01",
            value=None if amount is None else Money(amount, "SEK"),
            **more,
        )
        for n, amount in enumerate(amounts)
    )
    return {"contracts": (ram, *offs)}


GROWN = (Amendment(id="1", occurred_on="2026-11-02", value_change=Money(1, "SEK")),)

CASES = [
    ("agreed.overdue", "finding", "2026-06-16", 1,
     {"obligations": (owed("promise", due_on="2026-06-15"),)}),
    ("agreed.overdue", "near miss", "2026-06-15", 0,
     {"obligations": (owed("promise", due_on="2026-06-15"),)}),
    ("agreed.overdue", "near miss", "2026-06-16", 0,
     {"obligations": (owed("promise", due_on="2026-06-15", fulfilled_on=("2026-06-16",)),)}),
    ("agreed.overdue", "missing data", "2026-06-16", 0, {"obligations": (owed("promise"),)}),
    ("agreed.never-checked", "finding", "2027-09-02", 1,
     {"obligations": (owed(),), "checkpoints": (control(),)}),
    ("agreed.never-checked", "near miss", "2027-09-01", 0,
     {"obligations": (owed(),), "checkpoints": (control(),)}),
    ("agreed.never-checked", "near miss", "2027-09-02", 0,
     {"obligations": (owed(),), "checkpoints": (control(obligation="O-1"),)}),
    ("agreed.never-checked", "near miss", "2027-09-02", 0,
     {"obligations": (owed("information-right"),)}),
    ("agreed.never-checked", "missing data", "2027-09-02", 0,
     {"obligations": (owed(),), "contract": {"period": None}}),
    ("agreed.never-checked", "missing data", "2027-09-02", 0, {"obligations": (owed(),)}),
    ("agreed.unverifiable-term", "finding", "2026-11-23", 1,
     {"terms": (term(is_verifiable=False),)}),
    ("agreed.unverifiable-term", "near miss", "2026-11-23", 0,
     {"terms": (term(is_verifiable=True, evidence="survey"),)}),
    ("agreed.unverifiable-term", "missing data", "2026-11-23", 0, {"terms": (term(),)}),
    ("agreed.control-without-right", "finding", "2026-12-01", 1,
     {"checkpoints": (control(),), "obligations": (owed(),)}),
    ("agreed.control-without-right", "near miss", "2026-12-01", 0,
     {"checkpoints": (control(),), "obligations": (owed("report"),)}),
    ("agreed.control-without-right", "near miss", "2026-12-01", 0,
     {"checkpoints": (control(aim="trust"),), "obligations": (owed(),)}),
    ("agreed.control-without-right", "missing data", "2026-12-01", 0,
     {"checkpoints": (Checkpoint(id="C-2", occurred_on="2026-12-01"),)}),
    ("agreed.control-without-right", "missing data", "2026-12-01", 0,
     {"checkpoints": (control(),)}),
    ("agreed.missed-outcome", "finding", "2027-05-31", 1, {"outcomes": (outcome(actual="0.74"),)}),
    ("agreed.missed-outcome", "near miss", "2027-05-31", 0,
     {"outcomes": (outcome(actual="0.8"),)}),
    ("agreed.missed-outcome", "missing data", "2027-05-31", 0, {"outcomes": (outcome(),)}),
    ("agreed.deviation-unanswered", "finding", "2027-03-16", 1, {"deviations": (deviation(),)}),
    ("agreed.deviation-unanswered", "near miss", "2027-03-15", 0, {"deviations": (deviation(),)}),
    ("agreed.deviation-unanswered", "near miss", "2027-03-16", 0,
     {"deviations": (deviation(RemedyStep("notice", "2027-03-16")),)}),
    ("agreed.deviation-unanswered", "missing data", "2027-03-16", 0, {}),
    ("agreed.not-met-without-deviation", "finding", "2027-03-16", 1,
     {"checkpoints": (control(outcome="notMet"),)}),
    ("agreed.not-met-without-deviation", "near miss", "2027-03-16", 0,
     {"checkpoints": (control(outcome="notMet"),),
      "deviations": (deviation(checkpoint="C-1"),)}),
    ("agreed.not-met-without-deviation", "missing data", "2027-03-16", 0,
     {"checkpoints": (control(),)}),
    ("coherence.signing-order", "finding", "2026-11-23", 1,
     {"procurement": {"awarded_on": "2026-08-18"}, "contract": {"procurement": "U-1"}}),
    ("coherence.signing-order", "near miss", "2026-11-23", 0,
     {"procurement": {"awarded_on": "2026-08-17"}, "contract": {"procurement": "U-1"}}),
    ("coherence.signing-order", "missing data", "2026-11-23", 0,
     {"procurement": {"awarded_on": "2026-08-18"},
      "contract": {"procurement": "U-1", "signed_on": None}}),
    ("milestones.incoherent", "finding", "2026-11-23", 1, milestone(status="met")),
    ("milestones.incoherent", "finding", "2026-11-23", 1,
     milestone(status="scheduled", met_on="2026-11-23")),
    ("milestones.incoherent", "finding", "2026-11-23", 1, milestone(due_on="2026-08-31")),
    ("milestones.incoherent", "near miss", "2026-11-23", 0,
     milestone(status="met", met_on="2026-11-23", due_on="2026-09-01")),
    ("milestones.incoherent", "missing data", "2026-11-23", 0, milestone()),
    ("coherence.reversed-period", "finding", "2026-11-23", 1,
     kept('{"startDate": "2024-05-01", "endDate": "2024-04-30"}')),
    ("coherence.reversed-period", "near miss", "2026-11-23", 0,
     kept('{"startDate": "2024-05-01T00:00:00Z", "endDate": "2024-05-01"}')),
    ("coherence.reversed-period", "missing data", "2026-11-23", 0,
     kept('{"endDate": "2024-04-30"}')),
    ("ceiling.reached", "finding", "2026-11-23", 1, framework("9000000", "1000000")),
    ("ceiling.reached", "near miss", "2026-11-23", 0, framework("9000000", "999999")),
    ("ceiling.reached", "finding", "2026-11-23", 1,
     framework("9000000", "999999", amendments=GROWN)),
    ("ceiling.reached", "missing data", "2026-11-23", 0, framework("9000000", ceiling=None)),
    ("ceiling.reached", "missing data", "2026-11-23", 0, framework(None)),
    ("ceiling.near", "finding", "2026-11-23", 1, framework("8000000")),
    ("ceiling.near", "near miss", "2026-11-23", 0, framework("7999999")),
    ("ceiling.near", "near miss", "2026-11-23", 0, framework("10000000")),
    ("ceiling.near", "missing data", "2026-11-23", 0, framework(None)),
]  # fmt: skip


@pytest.mark.parametrize(("check_id", "shows", "as_of", "count", "facts"), CASES)
def test_the_check_finds_what_it_says(check_id, shows, as_of, count, facts, build, found):
    assert len(found(check_id, build(**facts), as_of)) == count, shows


@pytest.mark.parametrize("first", ["EUR", "SEK"])
def test_call_offs_in_another_currency_are_left_out_whichever_comes_first(first, build, found):
    ram, one, other = framework("10000000", "10000000")["contracts"]
    foreign = Money("10000000", "EUR")
    if first == "EUR":
        one = attrs.evolve(one, value=foreign)
    else:
        other = attrs.evolve(other, value=foreign)
    (finding,) = found("ceiling.reached", build(contracts=(ram, one, other)), "2026-11-23")
    assert finding.summary.values["used"] == Money("10000000", "SEK")


def test_a_recurring_obligation_is_one_finding_with_every_day_missed(build, found):
    report = owed("report", due_on="2027-01-31", every="1 month", fulfilled_on=("2027-01-30",))
    (finding,) = found("agreed.overdue", build(obligations=(report,)), "2027-05-03")
    assert str(finding.on) == "2027-03-01"
    assert [str(step.values["due"]) for step in finding.evidence] == [
        "2027-02-28", "2027-03-31", "2027-04-30",
    ]  # fmt: skip
