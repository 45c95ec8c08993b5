"""Contracts: their end and state on a day, their options in time, and facts that contradict."""

from __future__ import annotations

import copy
import datetime as dt
import pickle

import attrs
import pytest

from samverkan.calendars import calendar_from_days
from samverkan.codelists import (
    AmendmentGround,
    ContractKind,
    ContractState,
    MilestoneKind,
    MilestoneStatus,
    OptionOutcome,
    RiskClass,
    TerminationReason,
)
from samverkan.contracts import (
    Amendment,
    Contract,
    KeyDate,
    Milestone,
    Option,
    OptionDecision,
    RiskRating,
    Termination,
)
from samverkan.errors import CodeError, ContractError, PeriodError
from samverkan.periods import Period, Span, day, days, months, working_days, years
from samverkan.values import Money

THREE_YEARS = Period("2026-09-01", "2029-08-31")


def exercised(on, **facts):
    return OptionDecision(outcome="exercised", decided_on=on, **facts)


def declined(on):
    return OptionDecision(outcome="declined", decided_on=on)


def year_more(id_="1", *decisions, notice="6 months"):
    return Option(id=id_, extend_by="12 months", notice=notice, decisions=decisions)


def contract(**facts):
    return Contract(**{"id": "A-1", "period": THREE_YEARS, "signed_on": "2026-08-17", **facts})


# ---------------------------------------------------------------------------- where it stands
NOTICED = Termination(last_day="2027-12-31", reason="notice", decided_on="2027-09-15")
PENDING, SIGNED, ACTIVE, ENDED, TERMINATED = ContractState


@pytest.mark.parametrize(
    ("facts", "on", "state"),
    [
        ({}, "2026-08-16", PENDING),
        ({}, "2026-08-17", SIGNED),
        ({}, "2026-08-31", SIGNED),
        ({}, "2026-09-01", ACTIVE),
        ({}, "2029-08-31", ACTIVE),
        ({}, "2029-09-01", ENDED),
        ({"signed_on": None}, "2026-08-31", None),
        ({"signed_on": None}, "2026-09-01", ACTIVE),
        ({"signed_on": None}, "2029-09-01", ENDED),
        ({"signed_on": "2026-10-01"}, "2026-09-15", PENDING),
        ({"signed_on": "2030-01-01"}, "2029-09-15", PENDING),
        ({"period": Period("2026-09-01")}, "2056-09-01", ACTIVE),
        ({"period": Period(None, "2029-08-31")}, "2026-08-17", ACTIVE),
        ({"period": Period(None, "2029-08-31")}, "2029-09-01", ENDED),
        ({"period": Period(None, "2029-08-31"), "signed_on": None}, "2026-08-17", None),
        ({"period": None}, "2026-08-16", PENDING),
        ({"period": None}, "2026-08-17", None),
        ({"period": None, "termination": NOTICED}, "2028-01-01", TERMINATED),
        ({"termination": NOTICED}, "2027-12-31", ACTIVE),
        ({"termination": NOTICED}, "2028-01-01", TERMINATED),
        # as long as nobody has decided it, the contract runs
        (
            {"termination": Termination(last_day="2027-12-31", decided_on="2028-03-01")},
            "2028-02-29",
            ACTIVE,
        ),
        (
            {"termination": Termination(last_day="2027-12-31", decided_on="2028-03-01")},
            "2028-03-01",
            TERMINATED,
        ),
        # an end on the agreed day, or after it, is not early
        ({"termination": Termination(last_day="2029-08-31")}, "2029-09-01", ENDED),
        ({"termination": Termination(last_day="2029-12-31")}, "2030-01-01", ENDED),
        ({"options": [year_more("1", exercised("2029-02-01"))]}, "2029-09-01", ACTIVE),
        ({"options": [year_more("1", exercised("2029-02-01"))]}, "2030-09-01", ENDED),
        # an option that was exercised too late revives it
        ({"options": [year_more("1", exercised("2029-10-01"))]}, "2029-09-15", ENDED),
        ({"options": [year_more("1", exercised("2029-10-01"))]}, "2029-10-01", ACTIVE),
    ],
)
def test_the_state_of_a_day(facts, on, state):
    assert contract(**facts).state(on) is state


def test_a_state_is_asked_for_a_day():
    assert contract().state(dt.date(2026, 9, 1)) is ACTIVE
    with pytest.raises(PeriodError, match="got a datetime"):
        contract().state(dt.datetime(2026, 9, 1, tzinfo=dt.UTC))


# ---------------------------------------------------------------------------- its end


def amended(id_, on, new_end, replaces=None):
    return Amendment(id=id_, occurred_on=on, new_end=new_end, replaces=replaces)


OPTION_THEN_AMENDMENT = {
    "options": [year_more("1", exercised("2028-12-01"))],
    "amendments": [amended("1", "2029-01-15", "2029-12-31")],
}
AMENDMENT_THEN_OPTION = {
    "options": [year_more("1", exercised("2029-02-01"))],
    "amendments": [amended("1", "2029-01-15", "2029-12-31")],
}


@pytest.mark.parametrize(
    ("facts", "as_of", "end"),
    [
        ({}, None, "2029-08-31"),
        ({"period": None}, None, None),
        ({"period": Period("2026-09-01")}, None, None),
        ({"period": Period("2026-09-01"), "options": [year_more()]}, None, None),
        ({"amendments": [amended("1", "2028-05-01", "2029-12-31")]}, "2028-04-30", "2029-08-31"),
        ({"amendments": [amended("1", "2028-05-01", "2029-12-31")]}, "2028-05-01", "2029-12-31"),
        ({"amendments": [amended("1", "2028-05-01", "2028-06-30")]}, None, "2028-06-30"),
        ({"amendments": [amended("1", "2028-05-01", None)]}, None, "2029-08-31"),
        (
            {
                "period": Period("2026-09-01"),
                "amendments": [amended("1", "2028-05-01", "2029-12-31")],
            },
            None,
            "2029-12-31",
        ),
        # of several, the one that takes effect last; of one day, the one that is told last
        (
            {
                "amendments": [
                    amended("2", "2028-06-01", "2030-06-30"),
                    amended("1", "2028-05-01", "2029-12-31"),
                ]
            },
            None,
            "2030-06-30",
        ),
        (
            {
                "amendments": [
                    amended("1", "2028-05-01", "2029-12-31"),
                    amended("2", "2028-05-01", "2030-06-30"),
                ]
            },
            None,
            "2030-06-30",
        ),
        (OPTION_THEN_AMENDMENT, "2028-12-31", "2030-08-31"),
        (OPTION_THEN_AMENDMENT, None, "2029-12-31"),
        (AMENDMENT_THEN_OPTION, "2029-01-31", "2029-12-31"),
        (AMENDMENT_THEN_OPTION, None, "2030-12-31"),
        # of one day, the amendment comes first
        (
            {
                "options": [year_more("1", exercised("2029-01-15"))],
                "amendments": [amended("1", "2029-01-15", "2029-12-31")],
            },
            None,
            "2030-12-31",
        ),
        # decided in another order than they are listed
        (
            {
                "options": [
                    year_more("1", exercised("2029-02-01")),
                    Option(id="2", extend_by="6 months", decisions=[exercised("2029-01-01")]),
                ]
            },
            None,
            "2031-02-28",
        ),
        ({"options": [year_more("1", declined("2029-02-01"))]}, None, "2029-08-31"),
        ({"termination": NOTICED}, "2027-09-14", "2029-08-31"),
        ({"termination": NOTICED}, "2027-09-15", "2027-12-31"),
        ({"termination": Termination(last_day="2027-12-31")}, "2027-12-30", "2029-08-31"),
        ({"termination": Termination(last_day="2027-12-31")}, "2027-12-31", "2027-12-31"),
        ({"termination": Termination(last_day="2030-12-31")}, None, "2029-08-31"),
        ({"period": Period("2026-09-01"), "termination": NOTICED}, None, "2027-12-31"),
        # a termination stands, whatever is amended after it
        (
            {"termination": NOTICED, "amendments": [amended("1", "2027-10-01", "2029-12-31")]},
            None,
            "2027-12-31",
        ),
        # the year 9999 stands for no end, so there is nothing to extend
        (
            {
                "period": Period("2026-09-01", "9999-12-31"),
                "options": [year_more("1", exercised("2029-02-01"))],
            },
            None,
            "9999-12-31",
        ),
    ],
)
def test_the_end_as_known_on_a_day(facts, as_of, end):
    assert contract(**facts).end(as_of) == (None if end is None else day(end))


# ---------------------------------------------------------------------------- corrections


@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)])
def test_what_was_corrected_never_counts(order):
    wrong = amended("1", "2028-05-01", "2029-12-31")
    right = amended("2", "2028-06-01", "2029-10-31", replaces="1")
    one = contract(amendments=[wrong, right][order])
    # What was known before the correction is a question about knowledge, not about the day.
    assert [str(one.end(on)) for on in ("2028-05-15", "2028-06-01")] == [
        "2029-08-31",
        "2029-10-31",
    ]
    assert [found.id for found in one.amendments_by()] == ["2"]
    assert one.amendments_by("2028-05-15") == ()


def test_a_correction_may_be_corrected():
    chain = [
        amended("1", "2028-05-01", "2029-12-31"),
        amended("2", "2028-05-01", "2029-11-30", replaces="1"),
        amended("3", "2028-05-01", "2029-10-31", replaces="2"),
    ]
    assert [one.id for one in contract(amendments=chain).amendments_by()] == ["3"]


@pytest.mark.parametrize(
    ("replaces", "says"),
    [
        ({"1": "7"}, "amendment '1' replaces='7'; expected the id of another amendment"),
        ({"1": "1"}, "amendment '1' replaces='1'; expected the id of another amendment"),
        ({"2": "1", "3": "1"}, "amendments '2' and '3' share replaces='1'; let the later one"),
        (
            {"1": "2", "2": "1"},
            r"amendments replace each other in a circle: replaces=\['1', '2'\]; leave",
        ),
        (
            {"1": "2", "2": "3", "3": "1"},
            r"amendments replace each other in a circle: replaces=\['1', '2', '3'\]",
        ),
    ],
)
def test_corrections_that_lead_nowhere_are_refused(replaces, says):
    amendments = [amended(one, "2028-05-01", None, replaces.get(one)) for one in "1234"]
    with pytest.raises(ContractError, match=f"contract 'A-1': {says}"):
        contract(amendments=amendments)


# ---------------------------------------------------------------------------- options in time


def laid_out(one, as_of=None, calendar=None):
    return [
        (
            way.option.id,
            str(way.end),
            str(way.deadline),
            str(way.new_end),
            way.outcome,
            way.assumes,
        )
        for way in one.extensions(as_of, calendar)
    ]


def test_open_options_follow_each_other():
    both = contract(options=[year_more("1"), year_more("2")])
    assert laid_out(both) == [
        ("1", "2029-08-31", "2029-02-28", "2030-08-31", None, ()),
        ("2", "2030-08-31", "2030-02-28", "2031-08-31", None, ("1",)),
    ]


def test_a_decision_settles_its_option_and_moves_those_after_it():
    both = contract(options=[year_more("1", exercised("2029-02-01")), year_more("2")])
    assert laid_out(both) == [
        ("1", "2029-08-31", "2029-02-28", "2030-08-31", OptionOutcome.EXERCISED, ()),
        ("2", "2030-08-31", "2030-02-28", "2031-08-31", None, ()),
    ]
    assert laid_out(both, "2029-01-31")[1] == (
        ("2", "2030-08-31", "2030-02-28", "2031-08-31", None, ("1",))
    )
    not_taken = contract(options=[year_more("1", declined("2029-02-01")), year_more("2")])
    assert laid_out(not_taken) == [
        ("1", "2029-08-31", "2029-02-28", "2030-08-31", OptionOutcome.DECLINED, ()),
        ("2", "2029-08-31", "2029-02-28", "2030-08-31", None, ()),
    ]


def test_an_amendment_moves_the_open_options():
    one = contract(options=[year_more()], amendments=[amended("1", "2028-05-01", "2029-12-31")])
    assert laid_out(one, "2028-04-30")[0][1:4] == ("2029-08-31", "2029-02-28", "2030-08-31")
    assert laid_out(one, "2028-05-01")[0][1:4] == ("2029-12-31", "2029-06-30", "2030-12-31")


def test_options_that_only_add_value_and_contracts_without_an_end_have_nothing_to_lay_out():
    adds = Option(id="2", adds_value=Money(100_000, "SEK"))
    assert laid_out(contract(options=[adds, year_more()])) == [
        ("1", "2029-08-31", "2029-02-28", "2030-08-31", None, ())
    ]
    assert contract(period=Period("2026-09-01"), options=[year_more()]).extensions() == ()
    assert contract(period=None, options=[year_more()]).extensions() == ()
    assert contract().extensions() == ()


def test_options_are_told_in_the_order_of_the_contract():
    both = contract(options=[year_more("a"), year_more("b", exercised("2029-02-01"))])
    assert [way.option.id for way in both.extensions()] == ["a", "b"]


def test_a_deadline_needs_a_notice_and_one_in_working_days_a_calendar():
    week = calendar_from_days("week", [], ("2026-01-01", "2031-12-31"))
    one = contract(options=[year_more(notice=working_days(10))])
    assert one.end() == day("2029-08-31")
    assert one.extensions()[0].deadline is None
    assert one.extensions(calendar=week)[0].deadline == day("2029-08-17")
    assert contract(options=[year_more(notice=None)]).extensions()[0].deadline is None
    assert contract(options=[year_more(notice=Span())]).extensions()[0].deadline == (
        day("2029-08-31")
    )


@pytest.mark.parametrize(
    ("end", "steps", "ends"),
    [
        ("2028-02-29", [years(1)] * 4, ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
        ("2027-02-28", [years(1)] * 2, ["2028-02-29", "2029-02-28"]),
        # counted from the agreed end, so that a short month shortens no later one
        ("2026-01-30", [months(1)] * 3, ["2026-02-28", "2026-03-30", "2026-04-30"]),
        ("2026-01-30", [months(1), months(2)], ["2026-02-28", "2026-04-30"]),
        ("2026-12-14", [days(14)] * 2, ["2026-12-28", "2027-01-11"]),
    ],
)
@pytest.mark.parametrize("decisions", [(), (exercised("2025-06-01"),)])
def test_options_never_drift(end, steps, ends, decisions):
    one = contract(
        signed_on=None,
        period=Period("2020-01-01", end),
        options=[
            Option(id=str(n), extend_by=step, decisions=decisions) for n, step in enumerate(steps)
        ],
    )
    assert [str(way.new_end) for way in one.extensions()] == ends
    assert one.end() == day(ends[-1] if decisions else end)


@pytest.mark.parametrize(
    ("decisions", "as_of", "outcome"),
    [
        ([], None, None),
        ([declined("2029-01-15")], "2029-01-14", None),
        ([declined("2029-01-15"), exercised("2029-02-01")], "2029-01-31", OptionOutcome.DECLINED),
        ([declined("2029-01-15"), exercised("2029-02-01")], None, OptionOutcome.EXERCISED),
        ([exercised("2029-02-01"), declined("2029-01-15")], None, OptionOutcome.EXERCISED),
        ([declined("2029-02-01"), exercised("2029-02-01")], None, OptionOutcome.EXERCISED),
        ([exercised("2029-02-01"), declined("2029-02-01")], None, OptionOutcome.DECLINED),
    ],
)
def test_the_latest_decision_counts(decisions, as_of, outcome):
    found = year_more("1", *decisions).decision(as_of)
    assert (None if found is None else found.outcome) is outcome


# ---------------------------------------------------------------------------- class


@pytest.mark.parametrize(
    ("importance", "risk", "risk_class"),
    [
        (3, 3, "A"), (3, 2, "A"), (2, 3, "A"), (2, 2, "B"), (3, 1, "B"), (1, 3, "B"),
        (2, 1, "B"), (1, 2, "B"), (1, 1, "C"),
    ],
)  # fmt: skip
def test_a_rating_is_classified(importance, risk, risk_class):
    # A if both are at least 2 and one is 3; C if both are 1; else B (this library's choice).
    rating = RiskRating(importance, risk)
    assert rating.risk_class is RiskClass(risk_class)
    assert contract(risk_class=rating).follow_up_class is RiskClass(risk_class)


@pytest.mark.parametrize("numbers", [(0, 1), (1, 4), ("2", 1), (2.0, 1), (True, 1), (None, 1)])
def test_a_rating_is_1_2_or_3(numbers):
    with pytest.raises(ContractError, match=r"risk rating: .*; expected 1, 2 or 3; rate it anew"):
        RiskRating(*numbers)


@pytest.mark.parametrize(
    ("risk_class", "private_performer", "followed_as"),
    [
        (None, None, None),
        (None, True, None),
        ("C", None, "C"),
        ("C", False, "C"),
        ("C", True, "B"),
        ("B", True, "B"),
        ("A", True, "A"),
        (RiskRating(1, 1), True, "B"),
    ],
)
def test_a_private_performer_is_never_followed_below_b(risk_class, private_performer, followed_as):
    # Kommunallagen 10:8 asks for follow-up; the floor is this library's choice.
    one = contract(risk_class=risk_class, private_performer=private_performer)
    assert one.follow_up_class == (None if followed_as is None else RiskClass(followed_as))


# ---------------------------------------------------------------------------- contradictions
EARLY_END = amended("1", "2028-05-01", "2026-08-31")


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"id": ""}, "contract '': id=''; expected a text; give it one"),
        (
            {"buyer": "SE-1", "suppliers": ["SE-2", "SE-1"]},
            "buyer='SE-1' is also among the suppliers; for work done in-house record a relation",
        ),
        ({"parent": "A-1"}, "parent='A-1' is the contract itself; name the framework agreement"),
        ({"awarded_on": "2026-08-18"}, "signed_on=2026-08-17, awarded_on=2026-08-18; correct one"),
        (
            {"termination": Termination(last_day="2026-08-31")},
            "terminated before it starts: last_day=2026-08-31, start=2026-09-01; correct one",
        ),
        (
            {"amendments": [EARLY_END]},
            "amendment '1' ends it before it starts: new_end=2026-08-31, start=2026-09-01; co",
        ),
        ({"ceiling": Money(1, "SEK")}, "ceiling=SEK 1 on kind='contract'; .*set kind='framework'"),
        ({"suppliers": ["SE-2", "SE-2"]}, r"suppliers share an id: suppliers=\['SE-2'\]; give"),
        ({"options": [year_more(), year_more()]}, r"options share an id: options=\['1'\]"),
        ({"amendments": [amended("1", "2028-05-01", None)] * 2}, "amendments share an id"),
        ({"milestones": [Milestone(id="m")] * 2}, r"milestones share an id: milestones=\['m'\]"),
        ({"dates": [KeyDate("incident", "2027-01-01")] * 2}, "dates share an id: .*incident"),
        ({"suppliers": "SE-2"}, r"contract: ids='SE-2'; expected several; write \('SE-2',\)"),
        ({"lots": "1"}, r"ids='1'; expected several"),
        ({"period": "2026"}, "period='2026' is of type str; expected Period; make one of it"),
        ({"value": 4_800_000}, "value=4800000 is of type int; expected Money; make one of it"),
        ({"termination": "2027-12-31"}, "termination='2027-12-31' is of type str; expected Term"),
    ],
)
def test_facts_that_contradict_each_other_are_refused(facts, says):
    with pytest.raises(ContractError, match=says):
        contract(**facts)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"id": ""}, "option: id=''; expected a text; give it one"),
        (
            {"extend_by": Span()},
            "option '1': extend_by=0 days; expected a span that leads forward",
        ),
        ({"extend_by": "-1 month"}, "extend_by=-1 month; expected a span that leads forward"),
        ({"extend_by": Span(1, -1)}, "extend_by=1 month -1 day"),
        ({"extend_by": "10 working days"}, "extend_by=10 working days; expected months and days"),
        ({"notice": "-6 months"}, "option '1': notice=-6 months; .*leave the minus sign out"),
    ],
)
def test_what_no_option_can_be_is_refused(facts, says):
    with pytest.raises(ContractError, match=says):
        Option(**{"id": "1", **facts})


@pytest.mark.parametrize(
    ("wrong", "error", "says"),
    [
        (lambda: contract(kind="avrop"), CodeError, "ContractKind: unknown code: value='avrop'"),
        (lambda: contract(kind=None), CodeError, "ContractKind: unknown code: value=None"),
        (lambda: contract(risk_class="D"), CodeError, "RiskClass: unknown code: value='D'"),
        (lambda: contract(risk_class=1), CodeError, "RiskClass: unknown code: value=1"),
        (lambda: contract(notice=dt.timedelta(30)), PeriodError, "span: got timedelta"),
        (lambda: contract(signed_on="17/8 2026"), PeriodError, "value='17/8 2026'"),
        (lambda: exercised(None), PeriodError, "value=None"),
    ],
)
def test_values_are_checked_where_they_enter(wrong, error, says):
    with pytest.raises(error, match=says):
        wrong()


def test_what_is_possible_is_not_refused():
    assert contract(kind="framework", ceiling=Money(9, "SEK")).kind is ContractKind.FRAMEWORK
    assert contract(dates=[KeyDate("incident", "2027-01-01"), KeyDate("audit", "2027-01-01")])
    two = [KeyDate("incident", "2027-01-01", "a"), KeyDate("incident", "2027-01-01", "b")]
    assert [one.fact_id for one in contract(dates=two).dates] == ["a", "b"]
    assert contract(awarded_on="2026-08-17"), "awarded and signed on one day"
    assert contract(period=None, termination=NOTICED, amendments=[EARLY_END])


# ---------------------------------------------------------------------------- values
FULL = Contract(
    id="A-2026-17",
    title="Städning",
    kind="framework",
    buyer="SE-2120999996",
    suppliers=["SE-5599999991"],
    private_performer=False,
    lots=["1"],
    awarded_on="2026-08-01",
    signed_on="2026-08-17",
    period=THREE_YEARS,
    notice="3 months",
    options=[year_more("1", exercised("2029-02-01", recorded_at="2029-02-02T08:00:00+01:00"))],
    price_revisions=["2027-09-01"],
    amendments=[
        Amendment(
            id="1",
            occurred_on="2028-05-01",
            ground="mod-minv",
            value_change=Money(1, "SEK"),
            recorded_at="2028-05-02T08:00:00Z",
        )
    ],
    termination=NOTICED,
    value=Money("4800000", "SEK"),
    ceiling=Money("9600000", "SEK"),
    risk_class=RiskRating(3, 2),
    milestones=[Milestone(id="m", kind="delivery", due_on="2027-01-31", status="scheduled")],
    dates=[KeyDate("incident", "2027-03-01")],
)


@pytest.mark.parametrize(
    "again", [lambda one: pickle.loads(pickle.dumps(one)), copy.copy, copy.deepcopy, attrs.evolve]
)
def test_a_contract_is_a_value(again):
    assert again(FULL) == FULL
    assert hash(again(FULL)) == hash(FULL)


def test_a_contract_holds_no_list():
    for field in attrs.fields(Contract):
        value = getattr(FULL, field.name)
        hash(value)
        assert not isinstance(value, list), field.name
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        FULL.title = "Snöröjning"


def test_a_frozen_class_with_a_list_would_not_be_frozen():
    @attrs.frozen
    class Listed:
        days: list

    one = Listed([])
    one.days.append("2026-09-01")
    assert one.days, "which is why collections are tuples"


def test_a_noun_is_matched_by_keyword():
    assert Contract.__match_args__ == ()
    match FULL:
        case Contract(kind=ContractKind.FRAMEWORK, period=Period(start=start)):
            assert start == day("2026-09-01")
        case _:
            pytest.fail("no match")


def test_codes_are_read_by_their_values():
    assert FULL.amendments[0].ground is AmendmentGround.DE_MINIMIS
    assert FULL.termination.reason is TerminationReason.NOTICE
    (milestone,) = FULL.milestones
    assert (milestone.kind, milestone.status) == (
        MilestoneKind.DELIVERY,
        MilestoneStatus.SCHEDULED,
    )


def test_a_contract_is_called_by_its_title_or_its_id():
    assert (FULL.label("sv"), contract().label("en")) == ("Städning", "A-1")
