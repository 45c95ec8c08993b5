"""Plans side by side, joined and spread: nothing is lost, and levelling is as good as it gets."""

from __future__ import annotations

import itertools
from collections import Counter

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import samverkan as sv
from samverkan.errors import RuleError
from samverkan.rules import Occurrence
from samverkan.schedule import coalesce, level, load, week_of

SWEDEN = sv.jurisdiction("SE")
CHOICE = sv.LegalBasis(sv.SourceKind.CHOICE)
LAW = sv.LegalBasis(sv.SourceKind.LAW, "LOU 12:14")


def rule(name, source=CHOICE, counterpart="supplier-contact"):
    return sv.at(f"date:{name}").rule(
        id=f"t.{name}",
        kind="tactical-meeting",
        aim="trust" if name == "a" else "control",
        responsible="contract-manager",
        counterpart=counterpart,
        source=source,
        country="SE" if source is LAW else None,
    )


BOOK = sv.RuleBook(id="t", rules=[rule("a"), rule("b"), rule("law", LAW)])
FIRST = sv.day("2026-09-01").toordinal()


def plan_of(days):
    """A plan with an item for each (name, days after 1 September 2026)."""
    contracts = [
        sv.Contract(
            id=f"A-{number}",
            buyer="SE-2120999996",
            suppliers=("SE-5599999991",),
            dates=(sv.KeyDate(name, sv.day("2026-09-01").fromordinal(FIRST + off)),),
        )
        for number, (name, off) in enumerate(days)
    ]
    portfolio = sv.Portfolio(
        parties=(sv.Party(id="SE-2120999996"), sv.Party(id="SE-5599999991")), contracts=contracts
    )
    return sv.plan(portfolio, rules=BOOK, calendar=SWEDEN.calendar)


DAYS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "law"]), st.integers(0, 20)), min_size=1, max_size=7
)


UP_TO_EIGHT = st.lists(
    st.tuples(st.sampled_from(["a", "b", "law"]), st.integers(0, 20)), min_size=1, max_size=8
)


# ---------------------------------------------------------------------------- difference
CONTRACT = sv.Contract(
    id="A-1",
    signed_on="2026-08-17",
    period=sv.Period("2026-09-01", "2028-08-31"),
    risk_class="B",
)


def planned(contract, rules=SWEDEN.follow_up_rules):
    facts = sv.Portfolio(contracts=(contract,))
    return sv.plan(facts, rules=rules, calendar=SWEDEN.calendar)


def test_a_plan_does_not_differ_from_itself():
    plan = planned(CONTRACT)
    assert not plan.diff(plan)
    assert plan.diff(plan).counts("month") == {}


def test_an_amendment_keeps_ids_and_moves_days():
    longer = attrs.evolve(
        CONTRACT,
        amendments=(sv.Amendment(id="1", occurred_on="2026-11-25", new_end="2029-08-31"),),
    )
    found = planned(CONTRACT).diff(planned(longer))
    moved = {change.after.id: change for change in found.moved}
    evaluation = moved["A-1/se.followup.final_evaluation/end/0"]
    assert str(evaluation.before.due_on) == "2028-10-02"
    assert str(evaluation.after.due_on) == "2029-10-01"
    assert not found.removed
    assert {item.anchor for item in found.added} == {"start", "amendment:1"}


def test_class_b_twice_a_year_adds_one_meeting_a_contract_and_year():
    ours = sv.RuleBook.from_toml(
        '[book]\nid="x"\n[[rule]]\nid="se.followup.follow_up_meeting"\n'
        'every = { A = "4 months", B = "6 months", C = "24 months" }\n',
        extends=SWEDEN.follow_up_rules,
    )
    found = planned(CONTRACT).diff(planned(CONTRACT, ours))
    assert found.counts("rule") == {"se.followup.follow_up_meeting": 2}
    assert found.counts("class") == {"B": 2}
    assert found.label("en").startswith("2 added")


def test_another_responsible_function_is_a_change_and_no_move():
    ours = sv.RuleBook.from_toml(
        '[book]\nid="x"\n[[rule]]\nid="se.followup.kickoff_meeting"\nresponsible="orderer"\n',
        extends=SWEDEN.follow_up_rules,
    )
    found = planned(CONTRACT).diff(planned(CONTRACT, ours))
    assert [(c.after.rule_id, c.fields) for c in found.changed] == [
        ("se.followup.kickoff_meeting", ("responsible",))
    ]
    assert found.counts("role") == {"contract-manager": -1, "orderer": 1}
    assert found.to_dict()["changed"] == [
        {"id": "A-1/se.followup.kickoff_meeting/signed/0", "fields": ["responsible"]}
    ]


@given(DAYS, DAYS)
def test_a_difference_accounts_for_every_item(first, second):
    one, other = plan_of(first), plan_of(second)
    found = one.diff(other)
    kept = len(other) - len(found.added)
    assert kept == len(one) - len(found.removed)
    assert len(found.moved) + len(found.changed) <= kept
    assert sum(found.counts("rule").values()) == len(other) - len(one)


# ---------------------------------------------------------------------------- meetings
@given(DAYS, st.integers(0, 30))
def test_joining_loses_nothing_and_makes_nothing_late(days, apart):
    plan = plan_of(days)
    meetings = coalesce(plan, days=apart)
    joined = [item.id for meeting in meetings for item in meeting.items]
    assert Counter(joined) == Counter(item.id for item in plan)
    for meeting in meetings:
        assert all(
            0 <= item.due_on.toordinal() - meeting.due_on.toordinal() <= apart
            for item in meeting.items
        )
        assert meeting.kinds == {item.kind for item in meeting.items}
        if len(meeting.items) > 1:
            assert all(item.source_kind is not sv.SourceKind.LAW for item in meeting.items)
            for item in meeting.items:
                assert item.why("sv") in meeting.why("sv")


def test_two_items_of_one_relation_are_one_meeting_with_both_aims():
    (meeting,) = coalesce(plan_of([("a", 0), ("b", 10)]))
    assert str(meeting.due_on) == "2026-09-01"
    assert meeting.aim is sv.Aim.BOTH
    assert "2 punkter hålls tillsammans 2026-09-01" in meeting.why("sv")


def due_with(days, as_of):
    made = plan_of(days)
    portfolio = made.context.portfolio
    return sv.plan(portfolio, rules=BOOK, calendar=SWEDEN.calendar, as_of=as_of)


def test_what_is_late_and_what_is_to_come_are_not_one_meeting():
    meetings = coalesce(due_with([("a", 0), ("b", 3), ("a", 10)], "2026-09-03"))
    assert [[str(item.due_on) for item in one.items] for one in meetings] == [
        ["2026-09-01"],
        ["2026-09-04", "2026-09-11"],
    ]


def test_nothing_is_met_about_before_it_has_happened():
    after = sv.at("date:b", "5 days").rule(
        id="t.after", kind="deviation", aim="both", responsible="contract-manager",
        counterpart="supplier-contact", source=CHOICE,
    )  # fmt: skip
    facts = plan_of([("a", 0), ("b", 3)]).context.portfolio
    plan = sv.plan(facts, rules=[BOOK["t.a"], after], calendar=SWEDEN.calendar)
    assert [str(item.due_on) for item in plan] == ["2026-09-01", "2026-09-09"]
    assert [len(meeting.items) for meeting in coalesce(plan)] == [1, 1]


def test_a_negative_window_is_refused():
    with pytest.raises(RuleError, match="days=-1"):
        coalesce(plan_of([("a", 0)]), days=-1)


# ---------------------------------------------------------------------------- levelling
def best(plan, limit, tolerance):
    """Fewest items over and fewest days moved, by trying everything."""
    calendar = SWEDEN.calendar

    def choices(item):
        latest = 0 if item.source_kind is sv.SourceKind.LAW else tolerance
        due = item.due_on.toordinal()
        for off in range(-tolerance, latest + 1):
            on = item.due_on.fromordinal(due + off)
            if off == 0 or calendar.is_working(on):
                yield week_of(on), abs(off)
        yield None, 0

    per_item = []
    for item in plan:
        nearest = {}
        for week, off in choices(item):
            nearest[week] = min(off, nearest.get(week, off))
        per_item.append(list(nearest.items()))
    found = None
    for combination in itertools.product(*per_item):
        counts = Counter(week for week, _ in combination if week is not None)
        if all(count <= limit for count in counts.values()):
            over = sum(week is None for week, _ in combination)
            score = over, sum(off for _, off in combination)
            found = score if found is None else min(found, score)
    return found


@settings(max_examples=40)
@given(UP_TO_EIGHT, st.integers(1, 2), st.integers(0, 7))
def test_levelling_is_as_good_as_trying_everything(days, limit, tolerance):
    plan = plan_of(days)
    found = level(plan, max_per_week=limit, tolerance=tolerance)
    assert (len(found.over), found.days_moved) == best(plan, limit, tolerance)


@given(DAYS, st.integers(1, 3), st.integers(0, 20), st.randoms(use_true_random=False))
def test_levelling_loses_nothing_and_keeps_its_bounds(days, limit, tolerance, draw):
    plan = plan_of(days)
    found = level(plan, max_per_week=limit, tolerance=tolerance)
    assert Counter(item.id for item in found.items) == Counter(item.id for item in plan)
    for move in found.moves:
        off = move.to.toordinal() - move.item.due_on.toordinal()
        assert abs(off) <= tolerance
        assert off <= 0 or move.item.source_kind is not sv.SourceKind.LAW
        assert SWEDEN.calendar.is_working(move.to)
        assert str(move.to) in move.why("sv")
    over = {move.item.id for move in found.over}
    weeks = Counter(week_of(item.due_on) for item in found.items if item.id not in over)
    assert all(count <= limit for count in weeks.values())
    shuffled = list(plan)
    draw.shuffle(shuffled)
    assert level(shuffled, max_per_week=limit, tolerance=tolerance) == found


def test_what_cannot_be_levelled_is_told():
    found = level(plan_of([("law", 0), ("law", 0)]), max_per_week=1, tolerance=0)
    assert len(found.over) == 1
    assert "över gränsen 1" in found.over[0].why("sv")


@pytest.mark.parametrize(
    ("limit", "tolerance", "told"),
    [(0, 1, "max_per_week=0"), (1, -1, "tolerance=-1"), (1, lambda _: -2, "tolerance=-2")],
)
def test_a_limit_or_tolerance_that_cannot_be_is_refused(limit, tolerance, told):
    with pytest.raises(RuleError, match=told):
        level(plan_of([("a", 0)]), max_per_week=limit, tolerance=tolerance)


def test_the_tolerance_may_differ_from_item_to_item():
    plan = plan_of([("a", 0), ("b", 0), ("b", 0)])
    found = level(plan, max_per_week=1, tolerance=lambda item: 7 * (item.rule_id == "t.b"))
    assert {str(item.due_on) for item in found.items if item.rule_id == "t.a"} == {"2026-09-01"}
    assert (len(found.moves), found.over) == (2, ())


def two(rule, as_of=None, **facts):
    contracts = [sv.Contract(id=f"A-{number}", **facts) for number in range(2)]
    return sv.plan(
        sv.Portfolio(contracts=contracts), rules=[rule], calendar=SWEDEN.calendar, as_of=as_of
    )


def timed(timing, roll="forward"):
    return timing.rule(
        id="t.own", kind="kickoff", aim="both", responsible="orderer", source=CHOICE, roll=roll
    )


def test_nothing_is_moved_before_the_day_it_is_counted_from():
    plan = two(timed(sv.at("signed", "2 days")), signed_on="2026-08-31")
    (move,) = level(plan, max_per_week=1, tolerance=14).moves
    assert str(move.to) == "2026-09-07"  # the Friday before is nearer, but before the signing


def test_the_days_of_a_function_may_be_moved_either_way():
    def days(subject, context):
        yield Occurrence("2026-09-01", "own")

    rule = sv.FollowUpRule(
        id="t.own", timing=days, kind="kickoff", aim="both", responsible="orderer", source=CHOICE
    )
    (move,) = level(two(rule), max_per_week=1).moves
    assert str(move.to) == "2026-08-28"


def test_a_lead_time_is_never_shortened():
    plan = two(timed(sv.at("start", "-1 day"), "backward"), period=sv.Period("2026-09-05"))
    (move,) = level(plan, max_per_week=1, tolerance=14).moves
    assert str(move.to) == "2026-08-28"  # the Monday after is nearer


def test_nothing_is_moved_into_the_past_and_what_is_late_stays():
    rule = timed(sv.at("signed", "30 days"))
    plan = two(rule, as_of="2026-09-30", signed_on="2026-09-02")  # both due Friday 2 October
    (move,) = level(plan, max_per_week=1, tolerance=7).moves
    assert str(move.to) == "2026-10-05"
    late = two(rule, as_of="2026-10-30", signed_on="2026-09-02")
    found = level(late, max_per_week=1, tolerance=30)
    assert (found.moves, len(found.over)) == ((), 1)


def test_what_is_moved_says_so_and_can_be_joined_and_counted():
    found = level(plan_of([("a", 5), ("b", 5)]), max_per_week=1)
    (moved,) = (item for item in found.items if item.moved is not None)
    assert str(moved.falls_on) == "2026-09-06"
    assert found.moves[0].why("sv") in moved.why("sv")
    assert "2026-09-06 är söndag" in moved.why("sv")
    assert {row.count for row in load(found.items)} == {1}
    (meeting,) = coalesce(found.items)
    assert meeting.due_on == min(item.due_on for item in found.items)


def test_the_reason_names_whose_week_is_full():
    found = level(
        plan_of([("a", 0), ("b", 0)]), max_per_week=1, per=lambda item: item.subject.buyer
    )
    assert found.moves[0].why("en").endswith("week 2026-W36 is full for SE-2120999996 (at most 1)")


# ---------------------------------------------------------------------------- load
def test_load_counts_items_by_week_role_and_contract():
    plan = plan_of([("a", 0), ("b", 1), ("a", 7)])
    rows = [row.to_dict() for row in load(plan)]
    assert rows == [
        {"week": "2026-W36", "role": "contract-manager", "subject": None, "count": 2},
        {"week": "2026-W37", "role": "contract-manager", "subject": None, "count": 1},
    ]
    assert [row.subject for row in load(plan, by_role=False, by_subject=True)] == [
        "A-0",
        "A-1",
        "A-2",
    ]


@given(DAYS)
def test_load_counts_every_dated_item(days):
    plan = plan_of(days)
    assert sum(row.count for row in load(plan, by_subject=True)) == len(plan)
