"""Each law catches a fault that was planted for it, by name, with a smallest example."""

from __future__ import annotations

import pickle

import attrs
import pytest
from hypothesis import strategies as st

import samverkan as sv
from samverkan.errors import BrokenLawError
from samverkan.jurisdictions import jurisdiction
from samverkan.periods import day_from_ordinal
from samverkan.rules import FollowUp
from samverkan.testing import (
    check_calendar,
    check_jurisdiction,
    check_plan,
    check_round_trip,
    check_rule,
    check_rule_book,
)
from samverkan.testing import strategies as kit
from samverkan.testing.laws import LAWS

SWEDEN = jurisdiction("SE")
OURS = sv.LegalBasis(sv.SourceKind.CHOICE, "vår rutin")
CAUGHT = set()


def broken(law, check):
    """The error that names a law; which laws were caught is kept for the test at the end."""
    with pytest.raises(BrokenLawError) as caught:
        check()
    assert caught.value.law == law, str(caught.value)
    assert LAWS[law] in str(caught.value)
    CAUGHT.add(law)
    return caught.value


# ---------------------------------------------------------------------------- calendars
class Bad(sv.WorkingCalendar):
    """A calendar of one's own; a fault is put in below."""


def calendar_with(**methods):
    found = type("Planted", (Bad,), methods)
    return found(
        name="planted",
        verified=SWEDEN.calendar.verified,
        closed=SWEDEN.calendar.closed,
    )


def fickle(self, on, seen=[]):  # noqa: B006  # the fault: it remembers
    seen.append(on)
    return len(seen) % 2 == 0


def boundless(self, on):
    return True


def easter_monday_alone(self, on, lang="en"):
    why = sv.WorkingCalendar.why_closed(self, on, lang)
    return None if why in {"Midsommarafton", "Midsummer Eve"} else why and " "


def to_the_weekend(self, on, policy):
    found = sv.WorkingCalendar.roll(self, on, policy)
    return found if policy is not sv.Roll.FORWARD else day_from_ordinal(on.toordinal() + 1)


def further_each_time(self, on, policy):
    found = sv.WorkingCalendar.roll(self, on, policy)
    return self.add_working_days(found, 1) if policy is sv.Roll.FORWARD else found


def past_the_first(self, on, policy):
    if policy is sv.Roll.NONE or self.is_working(on):
        return sv.day(on)
    return self.add_working_days(on, 2 if policy is sv.Roll.FORWARD else -2)


def counting_the_first(self, first, last):
    return sv.WorkingCalendar.working_days_between(self, first, last) + 1


def never_back(self, on, count, /):
    return sv.WorkingCalendar.add_working_days(self, on, abs(count))


@pytest.mark.parametrize(
    ("law", "methods"),
    [
        ("calendar.same-twice", {"is_working": fickle}),
        ("calendar.covers-its-span", {"covers": boundless}),
        ("calendar.closed-has-a-reason", {"why_closed": easter_monday_alone}),
        ("calendar.rolls-to-a-working-day", {"roll": to_the_weekend}),
        ("calendar.rolls-once", {"roll": further_each_time}),
        ("calendar.rolls-to-the-nearest", {"roll": past_the_first}),
        ("calendar.counts-what-it-adds", {"working_days_between": counting_the_first}),
        ("calendar.goes-back", {"add_working_days": never_back}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fault_in_a_calendar_is_named(law, methods):
    broken(law, lambda: check_calendar(calendar_with(**methods), max_examples=60))


@pytest.mark.parametrize("country", ["SE", "NO", "IL"])
def test_calendars_keep_their_laws(country):
    calendar = SWEDEN.calendar if country == "SE" else sv.national_calendar(country)
    check_calendar(calendar, max_examples=50)


def test_a_short_calendar_is_held_to_what_it_can_answer():
    check_calendar(sv.calendar_from_days("week", [], ("2026-09-01", "2026-09-30")))


# ---------------------------------------------------------------------------- rules
def rule_of(timing, **changes):
    return timing.rule(
        id="my.rule",
        **{
            "kind": "kickoff",
            "aim": "trust",
            "responsible": "contract-manager",
            "source": OURS,
            **changes,
        },
    )


KICKOFF = rule_of(sv.at("start", "14 days"))
MONTHLY = rule_of(sv.every("1 month", from_="start"))


def items(rule, subject, context, **changes):
    return tuple(attrs.evolve(item, **changes) for item in rule(subject, context))


@attrs.frozen
class Planted:
    """A rule function with a fault."""

    fault: object

    def __call__(self, subject, context):
        return self.fault(subject, context)


def changing(subject, context, calls=[]):  # noqa: B006  # the fault: it remembers
    calls.append(subject)
    return KICKOFF(subject, context)[len(calls) % 2 :]


def somebody_else(subject, context):
    other = sv.Contract(id="other", period=subject.period)
    return KICKOFF(other, context)


def on_both(subject, context):
    return KICKOFF(subject, context) * 2


def dated_id(subject, context):
    return tuple(
        attrs.evolve(item, anchor=f"start on {item.falls_on}")
        for item in KICKOFF(subject, context)
    )


def unrolled(subject, context):
    return tuple(attrs.evolve(item, due_on=item.falls_on) for item in KICKOFF(subject, context))


def chained(subject, context):
    """Each occurrence a month after the one before, the classic of style.md, section 2."""
    found, on = [], None
    for item in MONTHLY(subject, context)[:24]:
        on = item.falls_on if on is None else sv.shift(on, sv.months(1))
        due = context.calendar.roll(on, sv.Roll.FORWARD)
        found.append(attrs.evolve(item, falls_on=on, due_on=due))
    return tuple(found)


def chained_from_the_rolled(subject, context):
    """The next occurrence counted from the working day: rolling one moves the next."""
    found, on = [], None
    for item in MONTHLY(subject, context)[:24]:
        on = item.falls_on if on is None else sv.shift(found[-1].due_on, sv.months(1))
        due = context.calendar.roll(on, sv.Roll.FORWARD)
        found.append(attrs.evolve(item, falls_on=on, due_on=due))
    return tuple(found)


def blocked_in_silence(subject, context):
    return items(KICKOFF, subject, context, due_on=None, missing=None)


UNTRANSLATED = rule_of(sv.at("start"), title=sv.Text("Möte", " "))


ONE = kit.contexts(
    portfolios_of=st.builds(
        sv.Portfolio, contracts=st.tuples(kit.contracts(buyers=st.none(), suppliers=st.just(())))
    ),
    calendars_of=kit.calendars(countries=st.just("SE")),
)
"""One contract in the Swedish calendar."""


@pytest.mark.parametrize(
    ("law", "rule"),
    [
        ("rule.same-twice", Planted(changing)),
        ("rule.own-subject", Planted(somebody_else)),
        ("rule.unique-ids", Planted(on_both)),
        ("rule.ids-without-days", Planted(dated_id)),
        ("rule.due-is-rolled", Planted(unrolled)),
        ("rule.no-drift", Planted(chained)),
        ("rule.no-drift", Planted(chained_from_the_rolled)),
        ("rule.blocked-says-why", Planted(blocked_in_silence)),
        ("rule.says-why", UNTRANSLATED),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fault_in_a_rule_is_named(law, rule):
    error = broken(law, lambda: check_rule(rule, contexts_of=ONE, max_examples=80))
    (contract,) = error.example.portfolio.contracts  # the smallest: one contract, …
    assert contract.options == contract.amendments == ()  # … of which little is known


@attrs.frozen(kw_only=True)
class Forgetful(sv.FollowUpRule):
    """A rule that has more to it than its data."""

    secret: str = "x"  # noqa: S105  # a word of a test, no password


def test_a_rule_that_is_more_than_its_data_is_named():
    plain = {field.name: getattr(KICKOFF, field.name) for field in attrs.fields(sv.FollowUpRule)}
    broken("rule.is-its-data", lambda: check_rule(Forgetful(**plain), max_examples=5))


def test_what_a_rule_raises_breaks_the_law():
    def raising(subject, context):
        raise ZeroDivisionError("planted")

    error = broken("rule.same-twice", lambda: check_rule(raising, max_examples=5))
    assert "raised ZeroDivisionError: planted" in str(error)


# ---------------------------------------------------------------------------- rule books
class Sloppy(sv.RuleBook):
    """A book that does not look at what it is given."""

    def __attrs_post_init__(self):
        pass


class Lossy(sv.RuleBook):
    """A book whose text leaves out a rule."""

    def to_toml(self):
        return sv.RuleBook(id=self.id, title=self.title, rules=self.rules[1:]).to_toml()


def test_a_fault_in_a_rule_book_is_named():
    twice = Sloppy(id="my", rules=(KICKOFF, MONTHLY))
    broken("rule-book.own-ids", lambda: check_rule_book(twice))
    groundless = rule_of(sv.at("start"), source=sv.LegalBasis(sv.SourceKind.CHOICE, ""))
    book = sv.RuleBook(id="my", rules=(groundless,))
    broken("rule-book.says-what-it-rests-on", lambda: check_rule_book(book))
    lossy = Lossy(id="my", rules=(KICKOFF,))
    broken("rule-book.is-its-toml", lambda: check_rule_book(lossy))


# ---------------------------------------------------------------------------- plans
@attrs.frozen
class PlannedWith:
    """A planner that spoils the items of the library's plan."""

    fault: object

    def __call__(self, portfolio, *, rules, calendar):
        made = sv.plan(portfolio, rules=rules, calendar=calendar)
        return self.fault(list(made) + list(made.blocked), portfolio)


def dated(found):
    return [item for item in found if item.due_on is not None]


def shuffled(found, portfolio, calls=[]):  # noqa: B006  # the fault: it remembers
    calls.append(1)
    return found[len(calls) % 2 :]


def backwards(found, portfolio):
    return sorted(dated(found), key=lambda item: item.due_on, reverse=True)


def doubled(found, portfolio):
    return [item for item in found for _ in range(2)]


def without_last(found, portfolio):
    return found[:-1]


def with_another(found, portfolio):
    return [*found, *(attrs.evolve(item, occurrence=item.occurrence + 1) for item in found[:1])]


def as_given(found, portfolio):
    """In the order of days, but within a day in the order of the contracts as they are given."""
    places = {contract.id: place for place, contract in enumerate(portfolio.contracts)}
    return sorted(found, key=lambda item: (str(item.due_on), places[item.subject.id]))


def on_one_day(subject, context):
    """Once for every contract, on the same day."""
    day = sv.day("2026-09-01")
    return (FollowUp(KICKOFF, context.case(subject), "start", 0, day, day),)


@attrs.frozen(eq=False)
class Renamed(FollowUp):
    """A follow-up whose id tells how many amendments there are."""

    @property
    def id(self):
        return f"{super().id}/{len(self.subject.amendments)}"


def renumbering(subject, context):
    return tuple(
        Renamed(one.rule, one.case, one.anchor, one.occurrence, one.falls_on, one.due_on)
        for one in KICKOFF(subject, context)
    )


def crowded_out(subject, context):
    """A rule that has nothing to say once there is a contract with a later name."""
    last = max(contract.id for contract in context.portfolio.contracts)
    return KICKOFF(subject, context) if subject.id == last else ()


ALONE = kit.portfolios(max_procurements=0, max_facts=0, max_contracts=1)
SEVERAL = kit.portfolios(max_procurements=0, max_facts=0, min_contracts=2)


@pytest.mark.parametrize(
    ("law", "fault", "rules", "portfolios"),
    [
        ("plan.same-twice", shuffled, [KICKOFF], ALONE),
        ("plan.sorted", backwards, [MONTHLY], ALONE),
        ("plan.unique-ids", doubled, [KICKOFF], ALONE),
        ("plan.nothing-lost", without_last, [KICKOFF], ALONE),
        ("plan.nothing-added", with_another, [KICKOFF], ALONE),
        ("plan.no-drift", None, [chained], ALONE),
        ("plan.stable-ids", None, [renumbering], ALONE),
        ("plan.others-untouched", None, [crowded_out], ALONE),
        ("plan.order-of-facts", as_given, [on_one_day], SEVERAL),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fault_in_a_plan_is_named(law, fault, rules, portfolios):
    make = sv.plan if fault is None else PlannedWith(fault)

    def check():
        check_plan(
            make,
            rules=rules,
            calendar=SWEDEN.calendar,
            portfolios_of=portfolios,
            max_examples=60,
        )

    broken(law, check)


def test_the_plans_of_the_library_keep_their_laws():
    check_plan(rules=SWEDEN.follow_up_rules, calendar=SWEDEN.calendar, max_examples=25)


# ---------------------------------------------------------------------------- readers, countries
def test_a_fault_in_a_reader_is_named():
    kept = {}

    def write(portfolio):
        return tuple(contract.id for contract in portfolio.contracts)

    def read(ids):
        return sv.Portfolio(contracts=[sv.Contract(id=name) for name in ids])

    def numbered(portfolio):
        kept[len(kept)] = portfolio
        return len(kept) - 1

    error = broken("round-trip.nothing-lost", lambda: check_round_trip(write, read))
    assert len(error.example.contracts) == 1
    broken("round-trip.same-twice", lambda: check_round_trip(numbered, kept.__getitem__))


def test_a_fault_in_a_country_is_named():
    nameless = attrs.evolve(SWEDEN, name=sv.Text("Sverige", ""))
    broken("jurisdiction.kept-promises", lambda: check_jurisdiction(nameless, max_examples=1))
    restless = attrs.evolve(SWEDEN, calendar=calendar_with(roll=further_each_time))
    with pytest.raises(BrokenLawError) as caught:
        check_jurisdiction(restless, max_examples=30)
    assert caught.value.law in {"jurisdiction.kept-promises", "calendar.rolls-once"}


@pytest.mark.slow
def test_sweden_keeps_the_laws_of_countries():
    check_jurisdiction(SWEDEN, max_examples=5)


def test_a_broken_law_can_be_sent_elsewhere():
    error = BrokenLawError("plan.sorted", "x comes before y", "A-1")
    assert pickle.loads(pickle.dumps(error)).law == "plan.sorted"  # our own bytes


def test_every_law_has_caught_its_fault():
    """Runs last in this file; by itself it has seen nothing and does not ask."""
    if len(CAUGHT) > 1:
        assert set(LAWS) == CAUGHT
