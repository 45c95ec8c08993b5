"""What rules give: the semantics of the rule book, numbers 1, 2, 5, 6 and 7, and its edges.

Source of the numbers: the semantics under the default rule book of the domain reference.
"""

from __future__ import annotations

import time

import attrs
import pytest

import samverkan as sv
from samverkan.codelists import FollowUpStatus
from samverkan.errors import RuleError

SE = sv.jurisdiction("SE").calendar
WEEK = sv.calendar_from_days("week", [], ("2020-01-01", "2040-12-31"))
CHOICE = sv.LegalBasis(sv.SourceKind.CHOICE, "ours")
LAW = sv.LegalBasis(sv.SourceKind.LAW, "LOU 1:1")
WHAT = {
    "kind": "tactical-meeting",
    "aim": "both",
    "responsible": "contract-manager",
    "source": CHOICE,
}
PERIOD = sv.Period("2026-09-01", "2029-08-31")
CONTRACT = sv.Contract(id="A-1", period=PERIOD, risk_class="A")


def ruled(timing, **how):
    return timing.rule(id="r", **{**WHAT, **how})


def asked(rule, contract=CONTRACT, calendar=SE, procurements=(), parties=(), **context):
    """What one rule gives by itself; the plan of it alone must give the same."""
    facts = sv.Portfolio(parties=parties, procurements=procurements, contracts=(contract,))
    days = {name: sv.day(on) for name, on in context.items() if name in {"as_of", "until"}}
    context = sv.Context(portfolio=facts, calendar=calendar, **{**context, **days})
    alone = rule(contract, context)
    made = sv.plan(
        facts,
        rules=[rule],
        calendar=calendar,
        as_of=context.as_of,
        until=context.until,
        default_class=context.default_class,
    )
    of_procurements = tuple(item for item in made if item.subject is not contract)
    assert (*made, *made.blocked) == (*of_procurements, *alone)
    return alone


def dated(found):
    return [(item.occurrence, str(item.falls_on), str(item.due_on)) for item in found]


def due(found):
    return [str(item.due_on) for item in found]


def blocked(found):
    return [(item.anchor, item.occurrence, item.falls_on and str(item.falls_on), item.missing)
            for item in found if item.due_on is None]  # fmt: skip


# ---------------------------------------------------------------------------- 1: never chained
def test_occurrences_are_counted_from_the_anchor_and_then_rolled():
    contract = attrs.evolve(CONTRACT, period=sv.Period("2026-01-31", "2026-06-30"))
    assert dated(asked(ruled(sv.every("1 month")), contract)) == [
        (1, "2026-02-28", "2026-03-02"),
        (2, "2026-03-31", "2026-03-31"),
        (3, "2026-04-30", "2026-04-30"),
        (4, "2026-05-31", "2026-06-01"),
    ]


def test_a_rolled_occurrence_does_not_move_the_next():
    found = asked(ruled(sv.every("4 months")))
    assert dated(found)[:3] == [
        (1, "2027-01-01", "2027-01-04"),
        (2, "2027-05-01", "2027-05-03"),
        (3, "2027-09-01", "2027-09-01"),
    ]


# ---------------------------------------------------------------------------- 2: strictly inside
@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("2027-08-31", []),
        ("2027-09-01", []),
        ("2027-09-02", ["2027-09-01"]),
        ("2028-09-01", ["2027-09-01"]),
        ("2028-09-02", ["2027-09-01", "2028-09-01"]),
    ],
)
def test_a_series_ends_before_the_contract_does(end, expected):
    contract = attrs.evolve(CONTRACT, period=sv.Period("2026-09-01", end))
    assert due(asked(ruled(sv.every("12 months")), contract)) == expected


def test_the_contractual_day_decides_what_is_inside_not_the_working_day():
    # Saturday 2027-05-01 is inside a contract that ends on that Sunday, rolled to Monday or not
    contract = attrs.evolve(CONTRACT, period=sv.Period("2027-01-01", "2027-05-02"))
    assert dated(asked(ruled(sv.every("4 months")), contract)) == [(1, "2027-05-01", "2027-05-03")]


def test_a_series_from_before_the_start_counts_from_its_own_anchor():
    contract = attrs.evolve(CONTRACT, signed_on="2026-08-17")
    rule = ruled(sv.every("12 months", from_="signed"))
    assert due(asked(rule, contract)) == ["2027-08-17", "2028-08-17", "2029-08-17"]


def test_an_offset_belongs_to_every_occurrence_and_does_not_lead_out():
    rule = ruled(sv.every("12 months", offset="90 days"))
    assert due(asked(rule)) == ["2027-11-30", "2028-11-30"]
    early = ruled(sv.every("12 months", offset="-13 months"))
    # 2026-08-01 lies before the anchor and is none
    assert dated(asked(early)) == [
        (2, "2027-08-01", "2027-08-02"),
        (3, "2028-08-01", "2028-08-01"),
        (4, "2029-08-01", "2029-08-01"),
    ]


def test_a_contract_that_ends_before_its_anchor_has_no_series():
    contract = attrs.evolve(CONTRACT, signed_on="2030-01-01")
    assert asked(ruled(sv.every("1 month", from_="signed")), contract) == ()


# ---------------------------------------------------------------------------- 5: already past
def test_what_is_past_when_the_plan_is_made_is_marked_and_kept():
    found = asked(ruled(sv.every("12 months")), as_of="2028-09-01")
    assert [item.status for item in found] == [
        FollowUpStatus.OVERDUE_AT_CREATION,
        FollowUpStatus.PLANNED,
    ]
    (early,) = asked(ruled(sv.at("end", "-48 months"), roll="backward"), as_of="2026-09-01")
    assert (str(early.due_on), early.status) == ("2025-08-29", FollowUpStatus.OVERDUE_AT_CREATION)
    (undated,) = asked(ruled(sv.at("end", "-48 months")))
    assert undated.status is FollowUpStatus.PLANNED


# ---------------------------------------------------------------------------- 6: what it carries
def test_every_item_carries_rule_source_and_day():
    rule = sv.at("start").rule(
        **{**WHAT, "source": (sv.LegalBasis(sv.SourceKind.GUIDANCE, sv.Text("råd", "advice")),
                              sv.LegalBasis(sv.SourceKind.CHOICE), CHOICE)},
        id="r",
    )  # fmt: skip
    (item,) = asked(rule, as_of="2026-10-01")
    assert (item.rule_id, item.source_kind, item.source_ref, str(item.as_of)) == (
        "r",
        sv.SourceKind.GUIDANCE,
        "advice; ours",
        "2026-10-01",
    )
    (item,) = asked(ruled(sv.at("start")))
    assert item.as_of is None


# ---------------------------------------------------------------------------- 7: blocked
def test_a_missing_anchor_blocks_and_no_day_is_invented():
    bare = sv.Contract(id="A-1")
    for anchor in ("award", "signed", "start", "end", "notice_deadline", "publication"):
        (item,) = asked(ruled(sv.at(anchor, "1 month")), bare)
        assert (item.falls_on, item.due_on, item.missing) == (None, None, anchor)
        assert item.status is FollowUpStatus.BLOCKED
    assert blocked(asked(ruled(sv.every("1 month")), bare)) == [("start", 0, None, "start")]
    for anchor in ("option_deadline", "amendment", "price_revision", "incident", "date:x"):
        assert asked(ruled(sv.at(anchor)), bare) == ()


def test_a_condition_that_is_known_to_fail_blocks_nothing():
    bare = sv.Contract(id="A-1", kind="call-off")
    assert asked(ruled(sv.at("end").where(kind="framework")), bare) == ()
    assert asked(ruled(sv.at("end").unless(kind="call-off")), bare) == ()
    assert blocked(asked(ruled(sv.at("end").where(kind="call-off")), bare)) == [
        ("end", 0, None, "end")
    ]
    # an unknown fact: a rule that asks for it does not apply, one that excepts it does
    assert asked(ruled(sv.at("end").where(regime="above")), bare) == ()
    assert len(asked(ruled(sv.at("end").unless(regime="above")), bare)) == 1


def test_a_law_not_in_force_blocks_only_where_the_day_is_not_known():
    rule = ruled(sv.at("signed"), in_force=sv.Period("2022-02-01", "2022-12-31"))
    for signed, expected in {
        "2022-01-31": [],
        "2022-02-01": ["2022-02-01"],
        "2022-12-31": ["2023-01-02"],
        "2023-01-01": [],
    }.items():
        assert due(asked(rule, attrs.evolve(CONTRACT, signed_on=signed))) == expected
    assert blocked(asked(rule)) == [("signed", 0, None, "signed")]


# ---------------------------------------------------------------------------- classes
def test_a_class_without_a_span_has_no_rule():
    timings = (
        sv.at("start", {"A": "1 day", "B": "2 days"}),
        sv.every({"A": "12 months", "B": "24 months"}),
        sv.every("12 months", offset={"A": "1 day", "B": "2 days"}),
    )
    for timing in timings:
        for risk_class, count in (("A", 1), ("B", 1), ("C", 0)):
            contract = attrs.evolve(CONTRACT, risk_class=risk_class)
            assert bool(asked(ruled(timing), contract)) is bool(count)
    assert due(asked(ruled(timings[0]))) == ["2026-09-02"]
    assert due(asked(ruled(timings[0]), attrs.evolve(CONTRACT, risk_class="B"))) == ["2026-09-03"]


def test_a_contract_without_a_class_is_planned_as_the_default():
    classless = attrs.evolve(CONTRACT, risk_class=None)
    rule = ruled(sv.at("start", {"A": "1 day", "B": "2 days", "C": "6 days"}))
    assert due(asked(rule, classless)) == ["2026-09-03"]
    assert due(asked(rule, classless, default_class=sv.RiskClass.C)) == ["2026-09-07"]


def test_a_rating_is_classified_and_a_private_performer_never_low():
    rule = ruled(sv.at("start", {"A": "1 day", "B": "2 days", "C": "6 days"}))
    low = attrs.evolve(CONTRACT, risk_class=sv.RiskRating(1, 1))
    assert due(asked(rule, low)) == ["2026-09-07"]
    assert due(asked(rule, attrs.evolve(low, private_performer=True))) == ["2026-09-03"]
    assert due(asked(rule, attrs.evolve(low, risk_class=sv.RiskRating(3, 2)))) == ["2026-09-02"]


# ---------------------------------------------------------------------------- rolling
@pytest.mark.parametrize(
    ("roll", "expected"),
    [("forward", "2026-06-22"), ("backward", "2026-06-18"), ("none", "2026-06-19")],
)
def test_the_rule_says_where_a_closed_day_goes(roll, expected):
    # 2026-06-19 is Midsummer Eve, a Friday
    contract = attrs.evolve(CONTRACT, period=sv.Period("2026-06-19", "2029-08-31"))
    (item,) = asked(ruled(sv.at("start"), roll=roll), contract)
    assert (str(item.falls_on), str(item.due_on)) == ("2026-06-19", expected)
    series = ruled(sv.every("12 months", from_="signed"), roll=roll)
    contract = attrs.evolve(CONTRACT, signed_on="2025-06-19")
    assert dated(asked(series, contract))[0] == (1, "2026-06-19", expected)


def test_working_days_are_counted_after_months_and_days():
    contract = attrs.evolve(CONTRACT, dates=[sv.KeyDate("incident", "2026-11-14")])
    rule = ruled(sv.at("incident", "1 month 3 days 10 working days"), roll="none")
    # 2026-12-14, 17 December, then 18, 21-23, 28-30 December, 4, 5 and 7 January
    assert dated(asked(rule, contract)) == [(0, "2027-01-07", "2027-01-07")]


# ---------------------------------------------------------------------------- not before
def test_the_later_of_two_days_counts():
    rule = ruled(sv.at("award", "48 months").not_earlier_than("end"), roll="none")
    early = attrs.evolve(CONTRACT, awarded_on="2026-08-03")
    assert dated(asked(rule, early)) == [(0, "2030-08-03", "2030-08-03")]
    long = attrs.evolve(early, period=sv.Period("2026-09-01", "2031-08-31"))
    assert dated(asked(rule, long)) == [(0, "2031-08-31", "2031-08-31")]
    same = attrs.evolve(early, period=sv.Period("2026-09-01", "2030-08-03"))
    assert dated(asked(rule, same)) == [(0, "2030-08-03", "2030-08-03")]
    endless = attrs.evolve(early, period=sv.Period("2026-09-01"))
    assert blocked(asked(rule, endless)) == [("award", 0, None, "end")]


def test_the_latest_of_several_days_counts_and_none_binds_nothing():
    rule = ruled(sv.at("start").not_earlier_than("date:handover"))
    assert due(asked(rule)) == ["2026-09-01"]
    dates = [sv.KeyDate("handover", "2027-03-01"), sv.KeyDate("handover", "2026-10-01")]
    assert due(asked(rule, attrs.evolve(CONTRACT, dates=dates))) == ["2027-03-01"]


# ---------------------------------------------------------------------------- open-ended, until
def test_a_contract_without_end_goes_on_to_the_calendars_last_day():
    endless = attrs.evolve(CONTRACT, period=sv.Period("2026-09-01"))
    found = asked(ruled(sv.every("60 months"), roll="none"), endless)
    assert due(found) == ["2031-09-01", "2036-09-01", "2041-09-01", "2046-09-01"]
    last = attrs.evolve(CONTRACT, period=sv.Period("2050-11-30"))
    assert due(asked(ruled(sv.every("31 days"), roll="none"), last)) == ["2050-12-31"]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("2031-08-31", []),
        ("2031-09-01", ["2031-09-01"]),
        ("2036-09-01", ["2031-09-01", "2036-09-01"]),
        ("2026-01-01", []),
    ],
)
def test_until_is_the_last_day_of_what_has_no_end(until, expected):
    endless = attrs.evolve(CONTRACT, period=sv.Period("2026-09-01"))
    found = asked(ruled(sv.every("60 months")), endless, until=until)
    assert due(found) == expected
    assert blocked(found) == []


def test_until_does_not_cut_a_contract_that_ends():
    assert due(asked(ruled(sv.every("12 months")), until="2027-12-31")) == [
        "2027-09-01",
        "2028-09-01",
    ]


def test_until_beyond_the_calendar_is_blocked_where_the_calendar_ends():
    endless = attrs.evolve(CONTRACT, period=sv.Period("2026-09-01"))
    found = asked(ruled(sv.every("60 months")), endless, until="2070-01-01")
    assert blocked(found) == [("start", 5, "2051-09-01", "calendar")]


def test_a_series_of_a_procurement_runs_on():
    procurement = sv.Procurement(id="U-1", concluded_on="2026-08-17")
    rule = ruled(sv.every("12 months", from_="conclusion"), roll="none")
    facts = sv.Portfolio(procurements=(procurement,))
    context = sv.Context(portfolio=facts, calendar=SE, until=sv.day("2028-08-17"))
    assert due(rule(procurement, context)) == ["2027-08-17", "2028-08-17"]
    made = sv.plan(facts, rules=[rule], calendar=SE, until="2028-08-17")
    assert tuple(made) == rule(procurement, context)
    assert rule(CONTRACT, context) == ()


# ---------------------------------------------------------------------------- calendars that end
YEAR = sv.calendar_from_days("year", [], ("2027-01-01", "2027-12-31"))


def test_where_the_calendar_does_not_reach_a_day_is_blocked_and_told():
    for anchor in ("start", "end"):
        (item,) = asked(ruled(sv.at(anchor)), calendar=YEAR)
        assert (item.due_on, item.missing) == (None, "calendar")
        assert str(item.falls_on) == {"start": "2026-09-01", "end": "2029-08-31"}[anchor]
    (free,) = asked(ruled(sv.at("start"), roll="none"), calendar=YEAR)
    assert (str(free.due_on), free.missing) == ("2026-09-01", None)


def test_the_first_of_a_series_before_and_after_the_calendar_is_blocked():
    found = asked(ruled(sv.every("4 months", from_="signed"), roll="none"),
                  attrs.evolve(CONTRACT, signed_on="2026-06-01"), YEAR)  # fmt: skip
    assert due(found)[:3] == ["2027-02-01", "2027-06-01", "2027-10-01"]
    assert blocked(found) == [
        ("signed", 1, "2026-10-01", "calendar"),
        ("signed", 5, "2028-02-01", "calendar"),
    ]


def test_a_day_that_rolls_out_of_the_calendar_is_blocked():
    # in 2027, 1 January is a Friday and 31 December a Friday; 2 and 3 January are a weekend
    edge = sv.calendar_from_days("edge", [], ("2027-01-02", "2027-05-02"))
    contract = attrs.evolve(CONTRACT, period=sv.Period("2026-12-31", "2027-06-01"))
    forward = asked(ruled(sv.every("1 day")), contract, edge)
    assert blocked(forward) == [
        ("start", 1, "2027-01-01", "calendar"),
        ("start", 121, "2027-05-01", "calendar"),  # a Saturday; no working day is known after it
    ]
    assert [item.occurrence for item in forward if item.due_on] == list(range(2, 121))
    backward = asked(ruled(sv.every("1 day"), roll="backward"), contract, edge)
    assert blocked(backward) == [
        ("start", 1, "2027-01-01", "calendar"),
        ("start", 123, "2027-05-03", "calendar"),
    ]
    assert [item.occurrence for item in backward if item.due_on] == list(range(4, 123))


def test_a_series_that_ends_where_no_working_day_is_known_keeps_what_came_before():
    # the calendar ends on Sunday 2027-05-02: a meeting on Saturday cannot go forward
    edge = sv.calendar_from_days("edge", [], ("2026-01-01", "2027-05-02"))
    contract = attrs.evolve(CONTRACT, period=sv.Period("2027-03-01", "2027-05-02"))
    found = asked(ruled(sv.every("1 month")), contract, edge)
    assert due(found[:1]) == ["2027-04-01"]
    assert blocked(found) == [("start", 2, "2027-05-01", "calendar")]


def test_a_weekend_at_the_start_of_the_calendar_blocks_once_where_nothing_came_before():
    edge = sv.calendar_from_days("edge", [], ("2027-01-02", "2027-05-02"))
    contract = attrs.evolve(CONTRACT, period=sv.Period("2027-01-01", "2027-01-06"))
    found = asked(ruled(sv.every("1 day"), roll="backward"), contract, edge)
    assert blocked(found) == [("start", 1, "2027-01-02", "calendar")]
    assert [item.occurrence for item in found if item.due_on] == [3, 4]


def test_a_calendar_that_cannot_count_the_anchor_blocks_its_rules():
    contract = attrs.evolve(
        CONTRACT,
        notice=sv.working_days(10),
        options=[sv.Option(id="1", extend_by="1 month", notice="5 working days")],
    )
    for anchor in ("notice_deadline", "option_deadline"):
        assert blocked(asked(ruled(sv.at(anchor)), contract, YEAR)) == [
            (anchor, 0, None, "calendar")
        ]
    assert blocked(asked(ruled(sv.at("start", "5 working days")), calendar=YEAR)) == [
        ("start", 0, None, "calendar")
    ]
    bound = ruled(sv.at("start").not_earlier_than("notice_deadline"))
    assert blocked(asked(bound, contract, YEAR)) == [("start", 0, None, "calendar")]


# ---------------------------------------------------------------------------- hostile horizons
@pytest.mark.parametrize("roll", ["forward", "backward", "none"])
@pytest.mark.parametrize("step", ["1 day", "1 month", "1 month 1 day", "12 months", "100000 days"])
@pytest.mark.parametrize(
    "period",
    [
        ("0001-01-01", "0001-12-31"),
        ("0207-01-31", "0210-01-31"),
        ("0207-01-31", "2027-01-31"),
        ("0207-01-31", None),
        ("0207-01-31", "9999-12-31"),
        ("2026-09-01", "3014-08-31"),
        ("2026-09-01", "9999-12-31"),
        ("3014-01-01", "3015-01-01"),
        ("3014-01-01", None),
        ("9999-12-31", "9999-12-31"),
    ],
)
def test_years_that_registers_hold_by_mistake_cost_no_more_than_the_calendar(period, step, roll):
    contract = attrs.evolve(CONTRACT, period=sv.Period(*period))
    began = time.process_time()
    found = asked(ruled(sv.every(step), roll=roll), contract)
    assert time.process_time() - began < 5  # 3.6 million days would take far longer
    inside = [item for item in found if item.due_on is not None]
    assert len(inside) <= 46 * 366
    assert all(sv.day("2005-01-01") <= item.due_on <= sv.day("2050-12-31") for item in inside)
    assert len(found) - len(inside) <= 2


def test_a_daily_series_since_the_year_207_knows_its_numbers():
    contract = attrs.evolve(CONTRACT, period=sv.Period("0207-01-31", "2027-01-31"))
    found = asked(ruled(sv.every("1 day"), roll="none"), contract)
    first = next(item for item in found if item.due_on is not None)
    # from 0207-01-31 to 2005-01-01 there are this many days
    assert first.occurrence == sv.day("2005-01-01").toordinal() - sv.day("0207-01-31").toordinal()
    assert str(first.due_on) == "2005-01-01"
    assert blocked(found) == [("start", 1, "0207-02-01", "calendar")]


@pytest.mark.parametrize(
    ("offset", "falls_on"),
    [("120000 months", None), ("-120000 months", None), ("12000 months", "3026-09-01"),
     ("-120000 days", "1698-02-12")],
)  # fmt: skip
def test_offsets_beyond_the_calendar_or_the_years_are_blocked(offset, falls_on):
    found = asked(ruled(sv.at("start", offset)))
    assert blocked(found) == [("start", 0, falls_on, "calendar")]
    found = asked(ruled(sv.at("start", offset), roll="none"))
    if falls_on is None:
        assert blocked(found) == [("start", 0, None, "calendar")]
    else:
        assert due(found) == [falls_on]


def test_a_day_before_the_years_may_be_bound_by_a_later_one():
    rule = ruled(sv.at("start", "-120000 months").not_earlier_than("end"))
    (item,) = asked(rule)
    assert str(item.due_on) == "2029-08-31"
    assert "not before 2029-08-31: 2029-08-31" in item.why()


def test_a_calendar_of_all_years_answers_for_all_of_them():
    ages = sv.calendar_from_days("ages", [], ("0001-01-01", "9999-12-31"))
    contract = attrs.evolve(CONTRACT, period=sv.Period("0001-01-01", "9999-12-31"))
    found = asked(ruled(sv.every("12000 months")), contract, ages)
    assert [item.occurrence for item in found] == list(range(1, 10))
    assert str(found[-1].falls_on) == "9001-01-01"
    # the last day of all is a Friday, the first a Monday
    endless = attrs.evolve(CONTRACT, period=sv.Period("9999-11-30"))
    assert due(asked(ruled(sv.every("31 days")), endless, ages)) == ["9999-12-31"]


def test_a_calendar_closed_for_years_rolls_as_far():
    closed = [sv.shift("2027-01-01", sv.days(n)) for n in range(3000)]
    shut = sv.calendar_from_days("shut", closed, ("2026-01-01", "2040-12-31"))
    contract = attrs.evolve(CONTRACT, period=sv.Period("2026-09-01", "2027-08-31"))
    found = asked(ruled(sv.every("4 months")), contract, shut)
    assert dated(found) == [(1, "2027-01-01", "2035-03-20"), (2, "2027-05-01", "2035-03-20")]
    back = asked(ruled(sv.at("end", "84 months"), roll="backward"), contract, shut)
    assert dated(back) == [(0, "2034-08-31", "2026-12-31")]


# ---------------------------------------------------------------------------- law and country
SWEDE, DANE = sv.Party(id="SE-2120999996"), sv.Party(id="DK-1", country="DK")


def test_a_statutory_rule_binds_the_buyers_of_its_country_alone():
    rule = ruled(sv.at("start"), source=(LAW, CHOICE), country="SE")
    own = ruled(sv.at("start"), source=(CHOICE, LAW), country="SE")
    for buyer, count in ((SWEDE, 1), (DANE, 0), (None, 0)):
        contract = attrs.evolve(CONTRACT, buyer=None if buyer is None else buyer.id)
        parties = () if buyer is None else (buyer,)
        assert len(asked(rule, contract, parties=parties)) == count
        assert len(asked(own, contract, parties=parties)) == 1  # a choice binds whom one likes


# ---------------------------------------------------------------------------- functions
def quarterly_audit(subject, context):
    """Days of a caller's own."""
    del context
    yield sv.Occurrence("2027-05-01", "audit", 2)
    yield sv.Occurrence("2027-02-01", f"audit/{subject.id}", 1)
    yield sv.Occurrence("1999-01-01", "audit", 3)


def test_a_rule_may_have_days_of_its_own():
    rule = sv.FollowUpRule(id="own", timing=quarterly_audit, **WHAT)
    found = asked(rule)
    assert [(i.id, str(i.falls_on), i.due_on and str(i.due_on), i.missing) for i in found] == [
        ("A-1/own/audit%2FA-1/1", "2027-02-01", "2027-02-01", None),
        ("A-1/own/audit/2", "2027-05-01", "2027-05-03", None),
        ("A-1/own/audit/3", "1999-01-01", None, "calendar"),
    ]
    assert "2. rule own names 2027-02-01" in found[0].why()
    assert "2. regeln own anger 2027-02-01" in found[0].why("sv")
    assert "names" not in attrs.evolve(found[0], falls_on=None, due_on=None, missing="x").why()


def test_a_law_of_days_of_its_own_binds_its_country():
    rule = sv.FollowUpRule(
        id="own", timing=quarterly_audit, country="SE", **{**WHAT, "source": LAW}
    )
    assert asked(rule) == ()
    assert len(asked(rule, attrs.evolve(CONTRACT, buyer=SWEDE.id), parties=(SWEDE,))) == 3


def test_days_of_ones_own_are_asked_of_procurements_too():
    rule = sv.FollowUpRule(id="own", timing=quarterly_audit, **WHAT)
    procurement = sv.Procurement(id="U-1")
    facts = sv.Portfolio(procurements=(procurement,))
    found = rule(procurement, sv.Context(portfolio=facts, calendar=SE))
    assert [item.id for item in found] == [
        "U-1/own/audit%2FU-1/1",
        "U-1/own/audit/2",
        "U-1/own/audit/3",
    ]
    made = sv.plan(facts, rules=[rule], calendar=SE)
    assert (*made, *made.blocked) == found
    assert "class" not in found[0].why()


def test_naming_an_occurrence_twice_is_refused():
    def twice(subject, context):
        del subject, context
        return [sv.Occurrence("2027-05-01", "a", 1), sv.Occurrence("2027-06-01", "a", 1)]

    rule = sv.FollowUpRule(id="own", timing=twice, **WHAT)
    with pytest.raises(RuleError) as caught:
        asked(rule)
    assert str(caught.value) == (
        "rule 'own': names the occurrence anchor='a', number=1 twice for 'A-1'; give each its own "
        "number"
    )
    assert caught.value.rule_id == "own"


def test_any_callable_is_a_rule():
    helper = ruled(sv.at("end", "-1 month"))

    def before_holidays(subject, context):
        """Only contracts that end in summer."""
        if not isinstance(subject, sv.Contract):
            return ()
        found = helper(subject, context)
        return [item for item in found if item.falls_on and item.falls_on.month == 7]

    facts = sv.Portfolio(
        contracts=(CONTRACT, attrs.evolve(CONTRACT, id="A-2", period=sv.Period("2026-09-01"))),
        procurements=(sv.Procurement(id="U-1"),),
    )
    made = sv.plan(facts, rules=[before_holidays, ruled(sv.at("start"))], calendar=SE)
    assert [(item.id, str(item.due_on)) for item in made] == [
        ("A-1/r/start/0", "2026-09-01"),
        ("A-2/r/start/0", "2026-09-01"),
        ("A-1/r/end/0", "2029-07-31"),
    ]
    assert made.find("A-1/r/end/0").why().startswith("1. the contract has risk class A")
