"""The plan as a whole: order, looking things up, statuses, notes, progress, time."""

from __future__ import annotations

import time

import attrs
import pytest

import samverkan as sv
from samverkan.codelists import FollowUpStatus
from samverkan.errors import CodeError, PeriodError, RuleError

SWEDEN = sv.jurisdiction("SE")
BOOK = SWEDEN.follow_up_rules
CHOICE = sv.LegalBasis(sv.SourceKind.CHOICE)
WHAT = {"kind": "deviation", "aim": "both", "responsible": "orderer", "source": CHOICE}
BUYER = sv.Party(id="SE-2120999996", buyer_kind="la")
PERIOD = sv.Period("2026-09-01", "2028-08-31")


def rule(name, timing, **how):
    return timing.rule(id=name, **{**WHAT, **how})


def contract(name, **how):
    return sv.Contract(**{"id": name, "period": PERIOD, "risk_class": "A", **how})


def planned(contracts, rules=BOOK, procurements=(), **how):
    facts = sv.Portfolio(parties=(BUYER,), contracts=contracts, procurements=procurements)
    return sv.plan(facts, rules=rules, calendar=SWEDEN.calendar, **how)


def ids(items):
    return [item.id for item in items]


TWO = (rule("b", sv.at("start")), rule("a", sv.every("12 months")))


# ---------------------------------------------------------------------------- order
def test_a_day_is_in_the_order_of_subjects_and_of_the_book():
    made = planned([contract("2"), contract("10"), contract("1")], TWO)
    assert ids(made) == [
        "1/b/start/0", "10/b/start/0", "2/b/start/0",
        "1/a/start/1", "10/a/start/1", "2/a/start/1",
    ]  # fmt: skip


def test_procurements_come_before_contracts():
    rules = (rule("u", sv.at("conclusion")), rule("a", sv.at("start")))
    procurement = sv.Procurement(id="Z", concluded_on="2026-09-01")
    made = planned([contract("A")], rules, [procurement])
    assert ids(made) == ["Z/u/conclusion/0", "A/a/start/0"]


def test_rules_may_be_any_iterable():
    assert ids(planned([contract("1")], iter(TWO))) == ids(planned([contract("1")], TWO))
    assert planned([contract("1")], sv.RuleBook(id="b", rules=TWO)) == planned(
        [contract("1")], TWO
    )
    assert len(planned([contract("1")], ())) == 0


def test_rules_that_share_an_id_are_refused():
    with pytest.raises(RuleError, match=r"^plan: rules share an id: \['b'\]"):
        planned([], (*TWO, TWO[0]))


# ---------------------------------------------------------------------------- looking
def test_a_plan_is_a_sequence():
    made = planned([contract("1"), contract("2")], TWO)
    assert len(made) == 4
    assert made[0].id == "1/b/start/0"
    assert made[-1].id == "2/a/start/1"
    assert ids(made[1:3]) == ["2/b/start/0", "1/a/start/1"]
    assert ids(made[::-1]) == ids(reversed(made))
    assert made[0] in made
    assert made.index(made[2]) == 2
    for place in (4, -5):
        with pytest.raises(IndexError):
            made[place]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, ["2026-09-01", "2027-09-01"]),
        ("2026-09-01", "2027-09-01", ["2026-09-01", "2027-09-01"]),
        ("2026-09-02", None, ["2027-09-01"]),
        (None, "2027-08-31", ["2026-09-01"]),
        ("2026-09-02", "2027-08-31", []),
        (None, "0001-01-01", []),
        ("9999-12-31", None, []),
        (None, "9999-12-31", ["2026-09-01", "2027-09-01"]),
    ],
)
def test_what_is_due_between_two_days(first, last, expected):
    made = planned([contract("1")], TWO)
    assert [str(item.due_on) for item in made.between(first, last)] == expected


def test_a_day_that_is_none_is_refused():
    with pytest.raises(PeriodError):
        planned([]).between("soon")
    with pytest.raises(PeriodError):
        planned([], as_of="soon")
    with pytest.raises(CodeError):
        planned([], default_class="D")


def test_the_items_of_one_subject_are_in_order_of_day():
    both = sv.Procurement(id="1", concluded_on="2027-01-04")
    rules = (*TWO, rule("u", sv.at("conclusion")))
    made = planned([contract("1"), contract("2")], rules, [both])
    assert ids(made.of("1")) == ["1/b/start/0", "1/u/conclusion/0", "1/a/start/1"]
    assert made.of("3") == ()


def test_an_item_is_found_by_its_id_dated_or_blocked():
    odd = contract("a/b%2F", dates=[sv.KeyDate("x", "2027-01-04", "c/d")])
    rules = (rule("x", sv.at("date:x")), rule("award", sv.at("award")))
    made = planned([odd, contract("1")], rules)
    assert str(made.find("a%2Fb%252F/x/x:c%2Fd/0").due_on) == "2027-01-04"
    assert made.find("1/award/award/0").missing == "award"
    for unknown in ("1/award/award/1", "1/x/x:c/0", "2/award/award/0", "", "/", "a/b%2F"):
        assert made.find(unknown) is None


def test_plans_are_equal_by_their_items():
    one, same = planned([contract("1")], TWO), planned([contract("1")], TWO)
    assert one == same
    assert hash(one) == hash(same)
    assert one != tuple(one)
    assert one != planned([contract("2")], TWO)
    assert one != planned([contract("1")], TWO[:1])
    blocked = planned([contract("1")], (*TWO, rule("award", sv.at("award"))))
    assert (tuple(blocked) == tuple(one), one != blocked) == (True, True)


# ---------------------------------------------------------------------------- statuses
def test_what_is_past_is_overdue_and_stays():
    made = planned([contract("1")], TWO, as_of="2026-09-02")
    assert ids(made.overdue) == ["1/b/start/0"]
    assert [item.status for item in made] == [
        FollowUpStatus.OVERDUE_AT_CREATION, FollowUpStatus.PLANNED,
    ]  # fmt: skip
    assert planned([contract("1")], TWO, as_of="2026-09-01").overdue == ()
    assert planned([contract("1")], TWO).overdue == ()


def test_facts_of_later_days_do_not_count():
    change = sv.Amendment(id="1", occurred_on="2027-03-01", new_end="2030-08-31")
    one = contract("1", amendments=[change])
    end = (rule("end", sv.at("end")),)
    assert str(planned([one], end)[0].due_on) == "2030-09-02"  # 31 August is a Saturday
    assert str(planned([one], end, as_of="2027-02-28")[0].due_on) == "2028-08-31"
    assert str(planned([one], end, as_of="2027-03-01")[0].due_on) == "2030-09-02"


def test_an_id_stays_when_an_amendment_moves_the_end():
    before = contract("1", amendments=[sv.Amendment(id="a", occurred_on="2027-03-01")])
    after = attrs.evolve(
        before,
        amendments=[
            sv.Amendment(id="0", occurred_on="2027-02-01"),
            sv.Amendment(id="a", occurred_on="2027-03-01", new_end="2030-08-31"),
        ],
    )
    rules = (rule("exit", sv.at("end", "-6 months")), rule("check", sv.at("amendment")), *TWO)
    one, other = planned([before], rules), planned([after], rules)
    assert set(ids(one)) < set(ids(other))
    moved = "1/exit/end/0"
    assert (str(one.find(moved).due_on), str(other.find(moved).due_on)) == (
        "2028-02-29", "2030-02-28",
    )  # fmt: skip
    assert one.find("1/check/amendment:a/0") == other.find("1/check/amendment:a/0")


# ---------------------------------------------------------------------------- notes, progress
def test_what_a_reader_of_the_plan_should_know_is_noted():
    contracts = [
        contract("1", buyer=BUYER.id),
        contract("2", risk_class=None, buyer=BUYER.id),
        contract("3", risk_class=None),
        contract("4"),
        contract("5", buyer="NO-974760673"),
    ]
    facts = sv.Portfolio(parties=(BUYER, sv.Party(id="NO-974760673")), contracts=contracts)
    made = sv.plan(facts, rules=BOOK, calendar=SWEDEN.calendar, default_class="C")
    assert [note.label("en") for note in made.notes] == [
        "2 contracts have a buyer of unknown country: no statutory rules of SE apply",
        "1 contracts are not under the law of SE: only guidance and choices apply",
        "2 contracts have no risk class and are planned as C",
    ]
    assert [note.label("sv") for note in made.notes] == [
        "2 avtal har en köpare utan känt land: inga lagstadgade regler för SE gäller dem",
        "1 avtal lyder inte under lagen i SE: bara vägledning och egna val gäller dem",
        "2 avtal saknar riskklass och planeras som C",
    ]


def test_nothing_is_noted_where_there_is_nothing_to_know():
    assert planned([contract("1", buyer=BUYER.id)]).notes == ()
    assert planned([contract("1")], TWO).notes == ()  # no rule of these is statutory
    assert planned([]).notes == ()
    procurement = sv.Procurement(id="U-1")
    assert planned([], procurements=[procurement]).notes == ()  # notes are about contracts


def test_a_contract_without_a_class_says_so_in_every_reason():
    made = planned([contract("1", risk_class=None)], default_class="A")
    assert made
    for item in (*made, *made.blocked):
        assert item.why().startswith(
            "1. the contract has no risk class and is planned as A [the library's own choice]\n"
        )


def test_progress_is_told_now_and_then_and_at_the_end():
    told = []
    many = [contract(str(n)) for n in range(2001)]
    planned(many, TWO, progress=lambda done, count: told.append((done, count)))
    assert told == [(0, 2001), (1000, 2001), (2000, 2001), (2001, 2001)]
    told.clear()
    planned([], TWO, progress=lambda done, count: told.append((done, count)))
    assert told == [(0, 0)]


def test_the_context_is_kept():
    made = planned([contract("1")], TWO, as_of="2026-10-01", until="2030-01-01")
    context = made.context
    assert (str(context.as_of), str(context.until)) == ("2026-10-01", "2030-01-01")
    assert (context.calendar, context.default_class) == (SWEDEN.calendar, sv.RiskClass.B)
    assert made[0].case.context is context
    assert "TWO" not in repr(made)
    assert len(repr(made)) < 100


def test_a_register_with_dates_by_mistake_is_planned_in_moderate_time():
    years = ("0001", "0207", "1900", "2026", "2050", "3014", "9999")
    odd = [
        contract(f"{first}-{last}", period=sv.Period(f"{first}-01-31", last and f"{last}-12-31"))
        for first in years
        for last in (*years, None)
        if last is None or first <= last
    ]
    daily = (*BOOK, rule("daily", sv.every("1 day")))
    began = time.process_time()
    made = planned(odd, daily)
    assert time.process_time() - began < 30
    assert {item.subject.id for item in made} <= {one.id for one in odd}
    assert {item.missing for item in made.blocked} == {"calendar", "signed", "end"}
