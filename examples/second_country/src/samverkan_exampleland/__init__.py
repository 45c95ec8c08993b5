"""Exampleland: an invented country, to show what a country is made of.

Its weekend is Friday and Saturday, its standstill seven days (five before 2024), and what falls on
a closed day moves backwards. None of that is in samverkan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from importlib import resources

from samverkan.calendars import ClosedDay, WorkingCalendar
from samverkan.codelists import AmendmentGround, Role, Roll, SourceKind, Trigger
from samverkan.deadlines import Amount, Counting, Deadline, MoneyLimit, StatutoryPeriod
from samverkan.explanations import Dated, LegalBasis, Text
from samverkan.jurisdictions import Coverage, Jurisdiction, LawFunction
from samverkan.periods import Day, Period, day, days
from samverkan.rules import RuleBook
from samverkan.values import Money

__all__ = ["JURISDICTION", "purchase_limit", "standstill"]

READ_ON, VERIFIED_UNTIL = day("2026-01-01"), day("2027-12-31")


def act(section: int) -> LegalBasis:
    """A section of the (invented) purchasing act."""
    return LegalBasis(
        SourceKind.LAW, Text(f"inköpslagen {section} §", f"purchasing act s. {section}")
    )


def closed_days(year: int) -> Mapping[Day, ClosedDay]:
    """New Year's Day and the national day."""
    return {
        day(f"{year}-01-01"): ClosedDay(Text("nyårsdagen", "New Year's Day"), act(9)),
        day(f"{year}-03-12"): ClosedDay(Text("nationaldagen", "National Day"), act(9)),
        day(f"{year}-08-03"): ClosedDay(Text("skördedagen", "Harvest Day"), act(9)),
    }


CALENDAR = WorkingCalendar(
    name="XE",
    verified=Period("2020-01-01", "2030-12-31"),
    closed=closed_days,
    weekend=frozenset({5, 6}),
    weekend_basis=act(9),
)

COUNTING = Counting(
    id="xe-purchasing-act",
    name=Text("inköpslagen", "the purchasing act"),
    event=act(10),
    clamp=act(10),
    roll=Roll.BACKWARD,
    roll_basis=act(11),
)

_STANDSTILL = StatutoryPeriod(
    name="standstill",
    title=Text("avtalsspärr", "standstill"),
    trigger=Trigger.RECEIVED,
    event=Text("beskedet kom in {on}", "the notification was received on {on}"),
    rule=Text("avtal får inte ingås inom {span}", "no contract within {span}"),
    length=Dated(
        name=Text("avtalsspärr", "standstill"),
        steps=((day("2020-01-01"), days(5), act(4)), (day("2024-01-01"), days(7), act(4))),
        read_on=READ_ON,
        verified_until=VERIFIED_UNTIL,
    ),
    counting=COUNTING,
)


def standstill(*, notified_on: str | dt.date, as_of_law: str | dt.date | None = None) -> Deadline:
    """The last day of standstill.

    Args:
        notified_on: The day the last supplier received the notification.
        as_of_law: Ask with the law of another day.
    """
    return _STANDSTILL.deadline(notified_on, CALENDAR, as_of_law=as_of_law)


LIMIT = MoneyLimit(
    id="purchase",
    title=Text("inköpsgräns", "purchase limit"),
    amounts={
        "EUR": Dated(
            name=Text("inköpsgräns", "purchase limit"),
            steps=((day("2020-01-01"), Money("10000", "EUR"), act(2)),),
            read_on=READ_ON,
            verified_until=VERIFIED_UNTIL,
        )
    },
)


def purchase_limit(*, on: str | dt.date) -> Amount:
    """Below which sum no competition is needed.

    Args:
        on: The day whose limit is asked for.
    """
    return LIMIT.on(on, "EUR", name="purchase_limit")


def follow_up_rules() -> RuleBook:
    """The default rule book."""
    text = resources.files(__name__).joinpath("follow_up.toml").read_text(encoding="utf-8")
    return RuleBook.from_toml(text)


SWEDISH = {
    "notified_on": "dagen då den sista leverantören fick beskedet",
    "as_of_law": "fråga med den lag som gällde en annan dag",
    "on": "dagen vars gräns efterfrågas",
}
"""What each parameter means in Swedish; the English text is that of the docstrings."""


def swedish(question: str, parameter: str) -> str:  # noqa: ARG001  # one meaning in every question
    """The Swedish text of a parameter."""
    return SWEDISH[parameter]


def question(title: Text, function: Callable[..., Deadline | Amount]) -> LawFunction:
    """A question of the jurisdiction, under the name of its function."""
    return LawFunction(name=function.__name__, title=title, function=function, swedish=swedish)


JURISDICTION = Jurisdiction(
    code="XE",
    name=Text("Exempelland", "Exampleland"),
    calendar=CALENDAR,
    rule_book=follow_up_rules,
    law=(
        question(_STANDSTILL.title, standstill),
        question(LIMIT.title, purchase_limit),
    ),
    thresholds={LIMIT.id: LIMIT},
    grounds={AmendmentGround.DE_MINIMIS: act(12)},
    labels={Role.SUPPLIER: Text("entreprenör", "contractor")},
    identifiers=("XE-REG",),
    coverage=Coverage(
        read_on=READ_ON,
        verified_until=VERIFIED_UNTIL,
        left_out=(Text("allt annat: landet är påhittat", "all else: the country is invented"),),
    ),
)
