"""Working calendars: which days are closed, why, and what that does to a day.

A calendar answers for the span of days it was verified for and raises outside it; it never
guesses. How a day that is closed is moved is the caller's question (:class:`~samverkan.Roll`), so
it is a parameter and not a property of the calendar.

>>> year = Period("2026-01-01", "2026-12-31")
>>> calendar = calendar_from_days("yard", {"2026-09-01": ("stängt", "closed")}, year)
>>> calendar.roll(day("2026-09-01"), Roll.FORWARD)
Date(2026, 9, 2)
>>> calendar.why_closed(day("2026-09-01"), "sv")
'stängt'
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import cast

import attrs

from samverkan.codelists import Roll
from samverkan.errors import CalendarError, PeriodError
from samverkan.explanations import LegalBasis, Text, render
from samverkan.periods import Day, Period, day, day_from_ordinal

__all__ = ["ClosedDay", "WorkingCalendar", "calendar_from_days", "national_calendar"]


@attrs.frozen
class ClosedDay:
    """A day on which nobody works, and why (ledig dag).

    Attributes:
        name: What the day is called.
        basis: The act that closes it, where there is one.

    >>> from samverkan.codelists import SourceKind
    >>> act = LegalBasis(SourceKind.LAW, "lag 1930:173 2 §")
    >>> ClosedDay(Text("Midsommarafton", "Midsummer Eve"), act).label("sv")
    'Midsommarafton (lag 1930:173 2 §)'
    """

    name: Text
    basis: LegalBasis | None = None

    def label(self, lang: str = "en") -> str:
        """Its name, and the act behind it."""
        name = self.name.label(lang)
        return f"{name} ({render(self.basis.ref, lang)})" if self.basis else name


ClosedDays = Callable[[int], Mapping[Day, ClosedDay]]
"""The closed days of a year, weekends left out."""

_WEEKDAYS = (
    Text("måndag", "Monday"),
    Text("tisdag", "Tuesday"),
    Text("onsdag", "Wednesday"),
    Text("torsdag", "Thursday"),
    Text("fredag", "Friday"),
    Text("lördag", "Saturday"),
    Text("söndag", "Sunday"),
)


def _weekdays(numbers: Iterable[int]) -> frozenset[int]:
    return frozenset(numbers)


@attrs.frozen(kw_only=True)
class WorkingCalendar:
    """The days on which a country or an office works (arbetsdagskalender).

    Attributes:
        name: What it is called in explanations, such as ``"SE"``.
        verified: The days it answers for; both ends are known.
        closed: A function from a year to its closed days, weekends left out.
        weekend: ISO weekdays that are closed every week; 6 and 7 are Saturday and Sunday.
        weekend_basis: The act that closes the weekend, where there is one.

    >>> yard = calendar_from_days("yard", ["2026-09-01"], ("2026-01-01", "2026-12-31"))
    >>> yard.is_working("2026-09-01"), str(yard.add_working_days("2026-08-31", 1))
    (False, '2026-09-02')
    >>> yard.working_days_between("2026-08-28", "2026-09-04")
    4

    Raises:
        PeriodError: when the verified span has an open end, or no weekday is open.
    """

    name: str
    verified: Period
    closed: ClosedDays = attrs.field(repr=False)
    weekend: frozenset[int] = attrs.field(default=frozenset({6, 7}), converter=_weekdays)
    weekend_basis: LegalBasis | None = None
    _years: dict[int, Mapping[Day, ClosedDay]] = attrs.field(
        factory=dict[int, Mapping[Day, ClosedDay]], init=False, repr=False, eq=False
    )
    _moves: dict[Roll, Moves] = attrs.field(
        factory=dict[Roll, "Moves"], init=False, repr=False, eq=False
    )

    def __attrs_post_init__(self) -> None:
        if self.verified.start is None or self.verified.end is None:
            raise PeriodError(
                f"calendar {self.name!r}: verified={self.verified}; expected a first and a last "
                "day; say for which days it is complete"
            )
        if not self.weekend <= set(range(1, 8)) or len(self.weekend) == 7:
            raise PeriodError(
                f"calendar {self.name!r}: weekend={sorted(self.weekend)}; "
                "expected ISO weekdays 1 to 7, one of them open; leave the others out"
            )

    def __reduce__(self) -> tuple[Callable[..., WorkingCalendar], tuple[object, ...]]:
        # What was worked out stays behind; it is worked out again where it is needed.
        parts = (self.name, self.verified, self.closed, self.weekend, self.weekend_basis)
        return _calendar, parts

    def covers(self, on: str | dt.date) -> bool:
        """Whether the calendar answers for a day."""
        return on in self.verified

    def _check(self, on: str | dt.date) -> Day:
        found = day(on)
        if found not in self.verified:
            raise CalendarError(
                f"calendar {self.name!r}: day={on} lies outside the verified span "
                f"{self.verified}; use a calendar that covers it"
            )
        return found

    def closed_day(self, on: str | dt.date) -> ClosedDay | None:
        """The holiday on a day, or the weekend; ``None`` on a working day.

        Raises:
            CalendarError: outside the verified span.
        """
        found = self._check(on)
        if found.year not in self._years:
            self._years[found.year] = MappingProxyType(dict(self.closed(found.year)))
        holiday = self._years[found.year].get(found)
        if holiday is None and found.isoweekday() in self.weekend:
            return ClosedDay(_WEEKDAYS[found.isoweekday() - 1], self.weekend_basis)
        return holiday

    def is_working(self, on: str | dt.date) -> bool:
        """Whether a day is a working day (arbetsdag).

        Raises:
            CalendarError: outside the verified span.
        """
        return self.closed_day(on) is None

    def why_closed(self, on: str | dt.date, lang: str = "en") -> str | None:
        """Why a day is closed, with the act; ``None`` on a working day.

        Raises:
            CalendarError: outside the verified span.
        """
        return None if (found := self.closed_day(on)) is None else render(found, lang)

    def roll(self, on: str | dt.date, policy: Roll | str) -> Day:
        """A day moved to a working day, forward or backward, or left where it is.

        Idempotent; :attr:`Roll.NONE` answers for any day, also outside the verified span.

        Raises:
            CodeError: when the policy is none.
            CalendarError: when the day, or the working day it would move to, lies outside.
        """
        return day_from_ordinal(self.moves(Roll.of(policy))[day(on).toordinal()])

    def moves(self, policy: Roll) -> Moves:
        """What :meth:`roll` does to each day, by ordinal, for whoever asks about many days."""
        if policy not in self._moves:
            self._moves[policy] = Moves(self, policy)
        return self._moves[policy]

    def add_working_days(self, on: str | dt.date, count: int, /) -> Day:
        """The day ``count`` working days after ``on``, which itself is not counted.

        A negative count leads backwards; 0 gives ``on`` as it is.

        Raises:
            CalendarError: when the count leads outside the verified span.
        """
        moved = day(on)
        step = 1 if count > 0 else -1
        for _ in range(abs(count)):
            moved = day_from_ordinal(moved.toordinal() + step)
            while not self.is_working(moved):
                moved = day_from_ordinal(moved.toordinal() + step)
        return moved

    def working_days_between(self, first: str | dt.date, last: str | dt.date) -> int:
        """Number of working days after ``first`` up to and including ``last``.

        Negative when ``last`` is earlier: then those from ``last`` on, without ``first``.

        Raises:
            CalendarError: when either day lies outside the verified span.
        """
        a, b = self._check(first).toordinal(), self._check(last).toordinal()
        span = range(a + 1, b + 1) if a <= b else range(b, a)
        count = sum(self.is_working(day_from_ordinal(ordinal)) for ordinal in span)
        return count if a <= b else -count

    def closing(
        self, days: Mapping[str | dt.date, Text], name: str | None = None
    ) -> WorkingCalendar:
        """The same calendar with more closed days: an office's own, or half days by policy.

        >>> office = calendar_from_days("x", {}, ("2026-01-01", "2026-12-31"))
        >>> office.closing({"2026-12-23": Text("stängt", "closed")}).is_working(day("2026-12-23"))
        False
        """
        extra = FixedDays.of({on: ClosedDay(text) for on, text in days.items()})
        return attrs.evolve(self, closed=UnionOfDays((self.closed, extra)), name=name or self.name)


def _calendar(
    name: str,
    verified: Period,
    closed: ClosedDays,
    weekend: frozenset[int],
    weekend_basis: LegalBasis | None,
) -> WorkingCalendar:
    return WorkingCalendar(
        name=name,
        verified=verified,
        closed=closed,
        weekend=weekend,
        weekend_basis=weekend_basis,
    )


class Moves(dict[int, int]):
    """For each day the working day it rolls to, both as ordinals; worked out once each.

    A missing ordinal raises what :meth:`WorkingCalendar.roll` raises for its day.
    """

    __slots__ = ("calendar", "policy")

    def __init__(self, calendar: WorkingCalendar, policy: Roll) -> None:
        super().__init__()
        self.calendar = calendar
        self.policy = policy

    def __missing__(self, ordinal: int) -> int:
        rolled = day_from_ordinal(ordinal)
        if self.policy is not Roll.NONE:
            step = 1 if self.policy is Roll.FORWARD else -1
            while not self.calendar.is_working(rolled):
                rolled = day_from_ordinal(rolled.toordinal() + step)
        found = self[ordinal] = rolled.toordinal()
        return found


@attrs.frozen
class FixedDays:
    """A plain set of closed days, each with its name (fasta lediga dagar)."""

    days: tuple[tuple[Day, ClosedDay], ...]

    @classmethod
    def of(cls, days: Mapping[str | dt.date, ClosedDay]) -> FixedDays:
        """From a mapping of day to reason."""
        return cls(tuple(sorted(((day(on), why) for on, why in days.items()), key=_first)))

    def __call__(self, year: int) -> Mapping[Day, ClosedDay]:
        return {on: why for on, why in self.days if on.year == year}


def _first(pair: tuple[Day, ClosedDay]) -> Day:
    return pair[0]


@attrs.frozen
class UnionOfDays:
    """The closed days of several sources; the first that names a day wins."""

    sources: tuple[ClosedDays, ...]

    def __call__(self, year: int) -> Mapping[Day, ClosedDay]:
        found: dict[Day, ClosedDay] = {}
        for source in reversed(self.sources):
            found.update(source(year))
        return found


@attrs.frozen
class HolidaysOf:
    """The holidays of a country as the ``holidays`` library has them, a year at a time.

    Attributes:
        country: ISO 3166 code.
        subdivision: Part of the country, in the library's own codes.
        categories: The library's categories, with the act that each stands for.
        options: Further arguments of the library's class for the country.
    """

    country: str
    subdivision: str | None = None
    categories: tuple[tuple[str, LegalBasis | None], ...] = (("public", None),)
    options: tuple[tuple[str, bool], ...] = ()

    def __call__(self, year: int) -> Mapping[Day, ClosedDay]:
        import holidays

        entity = getattr(holidays, self.country)
        known = entity.supported_languages or ()
        found: dict[Day, ClosedDay] = {}
        for category, basis in self.categories:
            names: dict[str, Mapping[dt.date, str]] = {
                language: entity(
                    subdiv=self.subdivision,
                    years=year,
                    categories=(category,),
                    expand=False,
                    **({"language": language} if language in known else {}),
                    **dict(self.options),
                )
                for language in ("sv", "en_US")
            }
            for on in sorted(names["en_US"]):
                text = Text(names["sv"][on], names["en_US"][on])
                found.setdefault(day(on), ClosedDay(text, basis))
        return found


def calendar_from_days(
    name: str,
    days: Mapping[str, tuple[str, str]] | Mapping[Day, tuple[str, str]] | Iterable[str | dt.date],
    verified: Period | tuple[str, str],
    *,
    weekend: Iterable[int] = (6, 7),
) -> WorkingCalendar:
    """A calendar (kalender) from a plain set of days, or from days with names in sv and en.

    >>> calendar_from_days("yard", ["2026-09-01"], ("2026-01-01", "2026-12-31")).why_closed(
    ...     "2026-09-01", "en"
    ... )
    'closed in yard'

    Args:
        name: What it is called.
        days: Closed days beside the weekend.
        verified: The span for which the set is complete.
        weekend: ISO weekdays that are always closed.
    """
    if isinstance(days, Mapping):
        named = cast("Mapping[str | dt.date, tuple[str, str]]", days)
        fixed = FixedDays.of({on: ClosedDay(Text(*both)) for on, both in named.items()})
    else:
        closed = ClosedDay(Text(f"stängt enligt {name}", f"closed in {name}"))
        fixed = FixedDays.of(dict.fromkeys(days, closed))
    span = verified if isinstance(verified, Period) else Period(*verified)
    return WorkingCalendar(name=name, verified=span, closed=fixed, weekend=frozenset(weekend))


def national_calendar(
    country: str,
    *,
    subdivision: str | None = None,
    verified: Period | None = None,
) -> WorkingCalendar:
    """Any country's calendar from the ``holidays`` library: its public holidays and weekend.

    Nobody here has held these days against the country's own acts; the span says only for which
    years the library is asked.

    Args:
        country: ISO 3166 code of two letters, such as ``"NO"``.
        subdivision: A part of the country, in the codes of ``holidays``.
        verified: The days to answer for; 2005 to 2050 by default.

    >>> national_calendar("NO").is_working(day("2026-05-17"))
    False

    Raises:
        CalendarError: when ``holidays`` does not know the country.
    """
    import holidays

    try:
        if len(country) != 2:  # the package knows its classes by longer names, too
            raise NotImplementedError("expected two letters")  # noqa: TRY301  # one message for all
        found = holidays.country_holidays(country, subdiv=subdivision)
    except (NotImplementedError, AttributeError) as error:
        raise CalendarError(
            f"calendar: country={country!r}, subdivision={subdivision!r} is not in the package "
            f"holidays ({error}); give its days with calendar_from_days()"
        ) from None
    return WorkingCalendar(
        name=country if subdivision is None else f"{country}-{subdivision}",
        verified=verified or Period("2005-01-01", "2050-12-31"),
        closed=HolidaysOf(country, subdivision),
        weekend=frozenset(number + 1 for number in found.weekend),
    )
