"""Positions between trust and control out of a plan, and panels for researchers."""

from __future__ import annotations

import builtins

import attrs
import pytest

import samverkan as sv
from samverkan.checkpoints import Checkpoint
from samverkan.codelists import FollowUpKind, Quadrant, TrustTopic
from samverkan.contracts import Contract
from samverkan.dialogue import Dialogue
from samverkan.errors import MissingExtraError, PortfolioError, TrustError
from samverkan.parties import Party
from samverkan.portfolio import Portfolio
from samverkan.trust import (
    MEASURES,
    WEIGHTS,
    DueControl,
    Estimate,
    Weight,
    confidence,
    due_controls,
    opinion,
    panel,
    positions,
    wilson_interval,
)

K, S = "SE-2120999996", "SE-5599999991"
SWEDEN = sv.jurisdiction("SE")
CONTRACT = Contract(
    id="A-1", buyer=K, suppliers=(S,), signed_on="2026-08-17", risk_class="A",
    period=sv.Period("2026-09-01", "2029-08-31"),
)  # fmt: skip
AS_OF = "2027-09-01"


def facts(*checkpoints):
    parties = (Party(id=K, roles={"buyer"}), Party(id=S))
    return Portfolio(parties=parties, contracts=(CONTRACT,), checkpoints=checkpoints)


PLAN = sv.plan(facts(), rules=SWEDEN.follow_up_rules, calendar=SWEDEN.calendar)
DUE = due_controls(facts(), PLAN, AS_OF)[K, S]


def done(item, n=0, **more):
    return Checkpoint(
        id=f"C-{n}", contract="A-1", kind=item.kind, occurred_on=item.due_on, outcome="met",
        observer=K, observed=S, **more,
    )  # fmt: skip


CONTROLS = [item for item in PLAN.between(None, AS_OF) if item.aim.value != "trust"]


def test_a_plan_that_nobody_carries_out_is_no_control():
    assert len(DUE) == len(CONTROLS) > 3
    (found,) = positions(facts(), AS_OF, plan=PLAN)
    assert (found.observer, found.observed, found.control) == (K, S, 0.0)
    assert found.quadrant is Quadrant.BLIND_TRUST  # the base rate ½ reaches the boundary


def test_a_plan_carried_out_is_full_control_and_verified_trust():
    named = [done(item, n, follow_up=item.id) for n, item in enumerate(CONTROLS)]
    (found,) = positions(facts(*named), AS_OF, plan=PLAN)
    assert found.control == 1.0
    assert found.quadrant is Quadrant.VERIFIED_TRUST
    assert found.confidence == confidence(found.opinion, 1.0) == 1.0


def test_a_checkpoint_of_the_kind_does_an_item_that_none_names():
    item = next(item for item in CONTROLS if item.kind is FollowUpKind.DELIVERY_CONTROL)
    controls = due_controls(facts(done(item)), PLAN, AS_OF)[K, S]
    assert sum(one.done_on is not None for one in controls) == 1


def test_controls_may_be_given_for_a_relation_that_nothing_else_shows():
    late = DueControl("labour-terms", "2027-08-01")
    (here, there) = positions(facts(), AS_OF, controls={(S, K): [late]})
    assert (here.observer, here.control) == (K, None)
    assert (there.observer, there.control) == (S, 0.0)
    with pytest.raises(PortfolioError):
        positions(facts(), AS_OF, controls={(K, "nobody"): [late]})


def test_a_meeting_held_does_the_planned_meeting_as_reconciling_the_plan_says():
    meeting = next(item for item in CONTROLS if item.kind is FollowUpKind.TACTICAL_MEETING)
    held = attrs.evolve(
        facts(done(CONTROLS[0])),
        dialogues=(
            Dialogue(id="D", form="tactical-meeting", occurred_on=meeting.due_on, contract="A-1"),
        ),
    )
    told = {row.id: row.done_on for row in sv.schedule.reconcile(PLAN, held, AS_OF).rows}
    controls = due_controls(held, PLAN, AS_OF)[K, S]
    expected = [DueControl(item.kind, item.due_on, told[item.id]) for item in CONTROLS]
    assert sorted(controls, key=str) == sorted(expected, key=str)
    assert sum(one.done_on is not None for one in controls) == 2


def test_a_checkpoint_done_early_is_not_asked_for_again():
    (before,) = positions(facts(), AS_OF, plan=PLAN)
    item = before.next_checkpoint.item
    early = attrs.evolve(done(item), occurred_on=sv.day(AS_OF))
    (after,) = positions(facts(early), AS_OF, plan=PLAN)
    assert after.next_checkpoint.item.due_on >= item.due_on
    assert after.next_checkpoint.item.id != item.id


def test_a_checkpoint_that_weighs_nothing_moves_nothing():
    idle = WEIGHTS.with_rows(Weight("checkpoint", "not-met"))
    (found,) = positions(facts(), AS_OF, plan=PLAN, weights=idle)
    assert found.next_checkpoint is None  # a check that fails would be no evidence


def test_without_a_plan_control_is_unknown():
    (found,) = positions(facts(), AS_OF)
    assert found.control is None
    assert found.quadrant is None
    assert found.confidence is None
    assert found.next_checkpoint is None


@pytest.mark.parametrize(
    ("met", "in_time", "quadrant"),
    [(1, 1, "verified-trust"), (1, 0, "blind-trust"), (0, 1, "over-control"), (0, 0, "neither")],
)
def test_each_quadrant_is_reached_from_facts(met, in_time, quadrant):
    told = facts(
        Checkpoint(id="C", occurred_on="2027-08-01", observer=K, observed=S,
                   outcome="met" if met else "notMet"),
    )  # fmt: skip
    control = DueControl(
        FollowUpKind.LABOUR_TERMS, "2027-08-01", "2027-08-01" if in_time else None
    )
    (found,) = positions(told, AS_OF, controls={(K, S): [control]})
    assert found.quadrant is Quadrant.of(quadrant)


def test_the_next_checkpoint_raises_certainty_most_and_is_the_earliest_of_equals():
    (found,) = positions(facts(), AS_OF, plan=PLAN)
    ahead = found.next_checkpoint
    assert ahead.before == 0.0
    assert ahead.after == pytest.approx(1 / 3)  # one piece of evidence beside W = 2
    later = [
        item for item in PLAN.between(AS_OF)
        if item.aim.value != "trust" and item.kind in WEIGHTS.kinds
        and "meeting" not in item.kind.value
    ]  # fmt: skip
    assert ahead.item == min(later, key=lambda item: (item.due_on, item.id))
    assert str(ahead.item.due_on) in found.why("en")
    assert "höja säkerheten mest" in found.why("sv")


def test_a_heavier_kind_of_checkpoint_comes_first():
    heavy = attrs.evolve(WEIGHTS, kind_weights={FollowUpKind.PRICE_INVOICE_CONTROL: 4})
    (found,) = positions(facts(), AS_OF, plan=PLAN, weights=heavy)
    assert found.next_checkpoint.item.kind is FollowUpKind.PRICE_INVOICE_CONTROL
    assert found.next_checkpoint.gain == pytest.approx(4 / 6)


def test_what_would_move_a_topic_is_a_checkpoint_about_it():
    (found,) = positions(facts(), AS_OF, plan=PLAN, topic="businesslike")
    item = found.next_checkpoint.item
    assert WEIGHTS.topic_of(item.kind) is TrustTopic.BUSINESSLIKE


# ------------------------------------------------------------------------------------------ panels
def history(met, missed, on):
    return tuple(
        Checkpoint(id=f"{on}-{n}", occurred_on=on, observer=K, observed=S,
                   outcome="met" if n < met else "notMet")
        for n in range(met + missed)
    )  # fmt: skip


TOLD = facts(*history(8, 2, "2026-11-15"), *history(1, 1, "2027-05-02"))


def test_a_panel_is_balanced_and_tidy():
    rows = panel(TOLD, measures=["trust", "met"]).rows
    assert [(str(row.start), str(row.end), row.measure, row.n) for row in rows] == [
        ("2026-10-01", "2026-12-31", "trust", 10),
        ("2026-10-01", "2026-12-31", "met", 10),
        ("2027-01-01", "2027-03-31", "trust", 10),
        ("2027-01-01", "2027-03-31", "met", 0),
        ("2027-04-01", "2027-06-30", "trust", 12),
        ("2027-04-01", "2027-06-30", "met", 2),
    ]


def test_values_under_the_minimum_are_withheld_with_their_interval():
    first, empty, few = panel(TOLD, measures=["met"]).rows
    assert (first.low, first.high) == wilson_interval(8, 10)
    assert (empty.value, few.value, few.low, few.high) == (None, None, None, None)
    assert panel(TOLD, measures=["met"], minimum=2).rows[2].value == 0.5


def test_trust_in_a_panel_is_the_opinion_of_the_last_day():
    row = panel(TOLD, measures=["trust"]).rows[1]
    found = opinion(TOLD, K, S, as_of="2027-03-31")
    assert row.value == found.expected
    assert (row.low, row.high) == found.interval()


@pytest.mark.parametrize(("every", "count"), [("month", 7), ("half-year", 2), ("year", 2)])
def test_periods_are_those_of_the_calendar(every, count):
    assert len(panel(TOLD, every=every, measures=["met"]).rows) == count


def test_all_measures_answer_and_ones_own_may_be_given():
    assert {row.measure for row in panel(TOLD, measures=list(MEASURES)).rows} == set(MEASURES)
    own = panel(TOLD, measures={"seen": lambda cell: Estimate(value=1.0, n=len(cell.within))})
    assert [row.n for row in own.rows] == [10, 0, 2]


def test_unknown_measures_and_periods_are_refused():
    with pytest.raises(TrustError, match="did you mean 'trust'"):
        panel(TOLD, measures=["trusts"])
    with pytest.raises(TrustError, match="did you mean 'quarter'"):
        panel(TOLD, every="quarters")
    with pytest.raises(TrustError, match="half_life='long'"):
        panel(TOLD, half_life="long")


def test_one_measure_may_be_named_alone():
    assert panel(TOLD, measures="met") == panel(TOLD, measures=["met"])


def test_arrow_polars_and_pandas_hold_the_same_rows():
    for extra in ("polars", "pyarrow", "pandas"):
        pytest.importorskip(extra)
    made = panel(TOLD, measures=["trust", "met"])
    rows = made.to_dicts()
    assert made.to_arrow().to_pylist() == rows
    assert made.to_polars().to_dicts() == rows
    frame = made.to_pandas()
    assert list(frame.columns) == list(rows[0])
    assert frame["n"].tolist() == [row["n"] for row in rows]
    assert frame["value"].isna().tolist() == [row["value"] is None for row in rows]


def test_an_empty_panel_keeps_its_column_types():
    pytest.importorskip("pyarrow")
    empty, full = panel(Portfolio()), panel(TOLD)
    assert empty.to_arrow().schema == full.to_arrow().schema
    assert empty.to_polars().schema == full.to_polars().schema


@pytest.mark.parametrize(("method", "package"), [("to_arrow", "pyarrow"), ("to_polars", "polars")])
def test_a_missing_extra_is_named(monkeypatch, method, package):
    def without(name, *rest, real=builtins.__import__, **more):
        if name == package:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"samverkan\[tables\]"):
        getattr(panel(TOLD), method)()
