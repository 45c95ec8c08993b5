"""Many follow-ups in little room: what goes in comes out, however far a day was rolled."""

from __future__ import annotations

from array import array

import attrs
import pytest

import samverkan as sv
from samverkan.errors import RuleError
from samverkan.rules import NUMBER_BITS, FollowUp, ReadyRules, Rows, anchor_named

SE = sv.jurisdiction("SE").calendar
CHOICE = sv.LegalBasis(sv.SourceKind.CHOICE)
WHAT = {"kind": "deviation", "aim": "both", "responsible": "orderer", "source": CHOICE}
START = sv.at("start").rule(id="start", **WHAT)
SERIES = sv.every("1 month").rule(id="series", roll="backward", **WHAT)
CONTRACTS = tuple(
    sv.Contract(id=str(n), period=sv.Period(f"2026-0{n + 1}-15", "2027-12-31")) for n in range(3)
)
CONTEXT = sv.Context(portfolio=sv.Portfolio(contracts=CONTRACTS), calendar=SE)


def ready_rows(*rules, context=CONTEXT):
    ready = ReadyRules(rules, context)
    rows = ready.rows(context.portfolio.contracts)
    for number in range(len(rows.subjects)):
        ready.add(number, rows)
    return rows


def test_a_number_has_room_for_every_day_there_is():
    assert sv.day("9999-12-31").toordinal() < 1 << NUMBER_BITS


def test_rows_come_out_by_day_and_in_the_order_they_came():
    found = ready_rows(START, SERIES).ordered()
    assert len(found) == len(found.packed) == found.starts[-1]
    assert list(found.days) == sorted(set(found.days))
    assert isinstance(found.packed, array)
    items = [found.item(place, found.due_on(place)) for place in range(len(found))]
    assert [str(item.due_on) for item in items] == sorted(str(item.due_on) for item in items)
    # 2026-02-15 is a Sunday: the first contract's meeting goes back to Friday 13
    assert [(item.id, str(item.falls_on), str(item.due_on)) for item in items[:3]] == [
        ("0/start/start/0", "2026-01-15", "2026-01-15"),
        ("0/series/start/1", "2026-02-15", "2026-02-13"),
        ("1/start/start/0", "2026-02-15", "2026-02-16"),
    ]
    assert all(item.case.context is CONTEXT for item in items)


def test_places_and_days_lead_to_each_other():
    found = ready_rows(SERIES).ordered()
    for place in range(len(found)):
        ordinal = found.due_on(place).toordinal()
        assert found.before(ordinal) <= place < found.before(ordinal + 1)
    assert found.before(0) == 0
    assert found.before(10**7) == len(found)


def test_the_rows_of_one_subject_are_found_among_those_of_others():
    found = ready_rows(START, SERIES).ordered()
    for number, contract in enumerate(CONTRACTS):
        expected = (*START(contract, CONTEXT), *SERIES(contract, CONTEXT))
        mine = found.of_subject(number)
        assert sorted(item.id for item in mine) == sorted(item.id for item in expected)
        assert {item.subject for item in mine} == {contract}


def test_each_subject_and_rule_that_meet_are_told_once():
    def own(subject, context):
        """A function of the caller's own, which gives follow-ups of two rules."""
        return () if subject.id == "1" else [*START(subject, context), *SERIES(subject, context)]

    found = ready_rows(SERIES, own).ordered()
    assert [(subject.id, rule.id) for subject, rule in found.pairs()] == [
        ("0", "series"), ("0", "start"), ("0", "series"),
        ("1", "series"),
        ("2", "series"), ("2", "start"), ("2", "series"),
    ]  # fmt: skip


def test_an_object_is_kept_as_it_is():
    (item,) = START(CONTRACTS[0], CONTEXT)
    late = attrs.evolve(item, falls_on=sv.day("1999-01-01"), due_on=sv.day("2020-01-01"))
    blocked = attrs.evolve(item, due_on=None, missing="calendar")
    rows = Rows((list,), (None,), CONTRACTS, CONTEXT)
    rows.put(2, 0, late)
    rows.put(2, 0, item)
    rows.put(2, 0, blocked)
    found = rows.ordered()
    assert found.of_subject(2) == [late, item]
    assert found.of_subject(2)[0] is late
    assert found.of_subject(0) == []
    assert rows.blocked == [blocked]


@pytest.mark.parametrize("rolled", [0, 1, -1, 3000, -3000])
def test_how_far_a_day_was_rolled_is_kept(rolled):
    rows = Rows((START,), (anchor_named("start"),), CONTRACTS, CONTEXT)
    due = sv.day("2027-01-04").toordinal()
    rows.by_day[due].append(rows.first(1, 0) + (rolled << rows.roll_shift))
    (item,) = rows.ordered().of_subject(1)
    assert item == FollowUp(
        START, item.case, "start", 0, sv.shift("2027-01-04", sv.days(-rolled)),
        sv.day("2027-01-04"),
    )  # fmt: skip


@pytest.mark.parametrize("number", [0, 1, (1 << NUMBER_BITS) - 1])
@pytest.mark.parametrize("subject", [0, 2])
@pytest.mark.parametrize("rolled", [0, 2, -2])
def test_subject_rule_and_number_do_not_run_into_each_other(subject, number, rolled):
    anchors = (anchor_named("start"),) * 2
    rows = Rows((START, SERIES), anchors, CONTRACTS, CONTEXT)
    rows.by_day[739_000].append(rows.first(subject, 1) + number + (rolled << rows.roll_shift))
    found = rows.ordered()
    item = found.item(0, found.due_on(0))
    assert (item.subject, item.rule, item.occurrence) == (CONTRACTS[subject], SERIES, number)
    assert item.falls_on.toordinal() == 739_000 - rolled
    assert [len(found.of_subject(n)) for n in range(3)] == [n == subject for n in range(3)]


class Crowd(tuple):
    """Pretends to be more subjects than a computer holds."""

    __slots__ = ()

    def __len__(self):
        return 1 << 34


def test_rows_too_wide_for_an_array_are_kept_as_they_are():
    rows = Rows((START,), (anchor_named("start"),), Crowd(CONTRACTS), CONTEXT)
    rows.by_day[739_001].append(rows.first(1, 0))
    rows.by_day[739_000].append(rows.first(2, 0) + (3000 << rows.roll_shift))
    found = rows.ordered()
    assert isinstance(found.packed, tuple)
    one, other = (found.item(place, found.due_on(place)) for place in range(2))
    assert (one.subject, one.due_on.toordinal(), one.falls_on.toordinal()) == (
        CONTRACTS[2], 739_000, 736_000,
    )  # fmt: skip
    assert (other.subject, other.falls_on.toordinal()) == (CONTRACTS[1], 739_001)


def test_an_array_holds_the_farthest_roll_of_the_widest_rows_it_takes():
    # 2005 to 2050 are 15 bits of days and one for the direction: 64 - 16 remain
    for bits, kind in ((48, array), (49, tuple)):
        rows = Rows((START,), (anchor_named("start"),), CONTRACTS, CONTEXT)
        width = len(range(2 ** (bits - NUMBER_BITS - 1)))
        crowd = type("Crowd", (tuple,), {"__len__": lambda _, width=width: width})
        rows = Rows((START,), (anchor_named("start"),), crowd(CONTRACTS), CONTEXT)
        assert rows.roll_shift == bits
        row = ((width - 1) << NUMBER_BITS) + (1 << NUMBER_BITS) - 1
        for days in (16_800, -16_800):
            rows.by_day[739_000].append(row + (days << rows.roll_shift))
        assert isinstance(rows.ordered().packed, kind)


# ---------------------------------------------------------------------------- made ready
def test_rules_made_ready_count_what_they_are_asked():
    contracts = [
        sv.Contract(id="1", risk_class="A", buyer="SE-2120999996"),
        sv.Contract(id="2", risk_class=sv.RiskRating(3, 3), buyer="SE-2120999996"),
        sv.Contract(id="3"),
    ]
    facts = sv.Portfolio(
        parties=[sv.Party(id="SE-2120999996")],
        contracts=contracts,
        procurements=[sv.Procurement(id="U")],
    )
    law = sv.LegalBasis(sv.SourceKind.LAW, "LOU 1:1")
    rule = sv.at("start").rule(id="r", country="SE", **{**WHAT, "source": law})
    ready = ReadyRules([rule], sv.Context(portfolio=facts, calendar=SE))
    rows = ready.rows((*facts.procurements, *contracts))
    for number in range(4):
        ready.add(number, rows)
    assert ready.countries == {"SE"}
    assert set(ready.counts()) == {(None, None, 1), (sv.RiskClass.A, "SE", 2)}
    assert [item.subject.id for item in rows.blocked] == ["1", "2"]


def test_without_law_nobody_asks_for_the_country():
    ready = ReadyRules([START, list], CONTEXT)
    assert ready.countries == set()
    assert list(ready.counts()) == []


def test_rules_that_share_an_id_would_share_follow_ups():
    with pytest.raises(RuleError) as caught:
        ReadyRules([START, SERIES, START], CONTEXT)
    assert str(caught.value) == "plan: rules share an id: ['start']; give each its own"
