"""A plan that is changed contract by contract is the plan that would be made anew."""

from __future__ import annotations

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

import samverkan as sv
from samverkan.codelists import RiskClass
from samverkan.procurements import Procurement
from samverkan.rules import Occurrence
from samverkan.schedule import amend, event_rules
from samverkan.testing.strategies import portfolios

SWEDEN = sv.jurisdiction("SE")


def own(subject, context):
    """A rule that is a function of the caller's own, twice on one day."""
    del context
    if isinstance(subject, sv.Contract) and subject.signed_on is not None:
        yield Occurrence(subject.signed_on, "mine", 0)
        yield Occurrence(subject.signed_on, "mine", 1)


MINE = sv.FollowUpRule(
    id="my.own",
    timing=own,
    kind="deviation",
    aim="both",
    responsible="orderer",
    source=sv.LegalBasis(sv.SourceKind.CHOICE),
)
RULES = (*SWEDEN.follow_up_rules, MINE, *event_rules())


def planned(portfolio):
    return sv.plan(portfolio, rules=RULES, calendar=SWEDEN.calendar)


def same(one, other):
    assert [item.id for item in one] == [item.id for item in other]
    assert one == other
    assert [str(note.label()) for note in one.notes] == [str(note.label()) for note in other.notes]


CLASSES = st.sampled_from([None, *RiskClass])


@settings(max_examples=40)
@given(portfolios(max_contracts=4), st.data())
def test_replacing_one_contract_is_planning_anew(portfolio, data):
    old = data.draw(st.sampled_from(portfolio.contracts))
    new = attrs.evolve(old, risk_class=data.draw(CLASSES), signed_on=None, awarded_on=None)
    contracts = tuple(new if one is old else one for one in portfolio.contracts)
    after = attrs.evolve(portfolio, contracts=contracts)
    amended = amend(planned(portfolio)).update(after, [new.id])
    anew = planned(after)
    same(amended.plan(), anew)
    assert amended.of(new.id) == anew.of(new.id)
    whole = planned(portfolio).diff(anew)
    assert (amended.difference().added, amended.difference().moved) == (whole.added, whole.moved)
    assert amended.difference().removed == whole.removed


@settings(max_examples=40)
@given(portfolios(max_contracts=3, max_facts=0), portfolios(max_contracts=3, max_facts=0))
def test_new_and_lost_contracts_are_planning_anew(before, after):
    ids = {
        one.id
        for portfolio in (before, after)
        for one in (*portfolio.contracts, *portfolio.procurements)
    }
    same(amend(planned(before)).update(after, ids).plan(), planned(after))


def test_what_is_not_changed_is_neither_looked_at_nor_lost():
    contracts = tuple(
        sv.Contract(id=f"A-{n}", signed_on="2026-08-17", risk_class="A") for n in range(3)
    )
    base = planned(sv.Portfolio(contracts=contracts))
    changed = attrs.evolve(contracts[1], signed_on="2026-09-17")
    amended = amend(base).replacing(changed)
    assert amended.changed == ("A-1",)
    assert {c.after.subject.id for c in amended.difference().moved} == {"A-1"}
    assert [i.id for i in amended.of("A-2")] == [i.id for i in base.of("A-2")]
    assert len(amended) == len(base) == len(list(amended))
    assert amended.plan() is amended.plan()
    assert amend(base).plan() is base
    assert not amended.of("A-9")


def test_a_changed_procurement_takes_its_contracts_along():
    call = Procurement(id="U-1", awarded_on="2026-08-03")
    contract = sv.Contract(id="A-1", procurement="U-1", signed_on="2026-08-17")
    before = sv.Portfolio(procurements=(call,), contracts=(contract,))
    after = attrs.evolve(before, procurements=(attrs.evolve(call, awarded_on="2026-08-10"),))
    amended = amend(planned(before)).update(after, ["U-1"])
    assert "A-1" in amended.changed
    same(amended.plan(), planned(after))


def test_changes_add_up():
    contracts = tuple(sv.Contract(id=f"A-{n}", signed_on="2026-08-17") for n in range(3))
    amended = amend(planned(sv.Portfolio(contracts=contracts)))
    for one in contracts:
        amended = amended.replacing(attrs.evolve(one, signed_on="2026-09-17"))
    after = tuple(attrs.evolve(one, signed_on="2026-09-17") for one in contracts)
    same(amended.plan(), planned(sv.Portfolio(contracts=after)))
