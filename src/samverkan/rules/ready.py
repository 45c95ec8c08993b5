"""Rules made ready for a plan of many contracts: what a class and a country have, once for all.

Most rules count months and days from a day that every contract has. For these, and where all that
they touch lies within the calendar, there is one loop of whole numbers. Every other rule, and
every other contract, goes the way of :class:`~samverkan.rules._emission.Emission`, which gives the
same rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from samverkan.codelists import RiskClass, Roll, SourceKind
from samverkan.contracts import Contract
from samverkan.errors import CalendarError, PeriodError, RuleError
from samverkan.periods import Day
from samverkan.rules._counting import LAST_MONTH, month_of, month_table
from samverkan.rules._emission import Emission
from samverkan.rules.facts import Case, Context, Subject
from samverkan.rules.follow_up import FollowUp
from samverkan.rules.rows import NUMBER_BITS, Rows
from samverkan.rules.rule import FollowUpRule, Rule

__all__ = ["ReadyRules"]


class ReadyRules:
    """Rules made ready to be asked about many subjects (färdigställda regler).

    Attributes:
        rules: The rules.
        context: What they are asked with.
        countries: Whose law some of them are.

    >>> from samverkan.calendars import calendar_from_days
    >>> from samverkan.codelists import SourceKind
    >>> from samverkan.explanations import LegalBasis
    >>> from samverkan.periods import Period
    >>> from samverkan.portfolio import Portfolio
    >>> from samverkan.rules import at
    >>> kickoff = at("start", "14 days").rule(
    ...     id="my.kickoff", kind="kickoff", aim="trust", responsible="contract-manager",
    ...     source=LegalBasis(SourceKind.CHOICE),
    ... )
    >>> facts = Portfolio(contracts=(Contract(id="A-1", period=Period("2026-09-01")),))
    >>> week = calendar_from_days("week", [], ("2026-01-01", "2026-12-31"))
    >>> ready = ReadyRules([kickoff], Context(portfolio=facts, calendar=week))
    >>> dated, blocked = ready.of(facts.contracts[0])
    >>> [str(item.due_on) for item in dated], blocked
    (['2026-09-15'], ())

    Raises:
        RuleError: when two rules share an id, since their follow-ups would, too.
    """

    __slots__ = ("_agendas", "_anchors", "context", "countries", "rules")

    def __init__(self, rules: Iterable[Rule], context: Context) -> None:
        self.rules = tuple(rules)
        self.context = context
        named = [rule for rule in self.rules if isinstance(rule, FollowUpRule)]
        counts = Counter(rule.id for rule in named)
        if twice := [name for name, count in counts.items() if count > 1]:
            raise RuleError(f"plan: rules share an id: {twice}; give each its own")
        self.countries = {
            rule.country
            for rule in named
            if rule.source_kind is SourceKind.LAW and rule.country is not None
        }
        self._anchors = tuple(
            rule.anchor if isinstance(rule, FollowUpRule) else None for rule in self.rules
        )
        self._agendas: dict[_Sort, _Agenda] = {}

    def rows(self, subjects: Iterable[Subject]) -> Rows:
        """Empty rows for these subjects, by number."""
        return Rows(self.rules, self._anchors, tuple(subjects), self.context)

    def add(self, number: int, rows: Rows) -> None:
        """Add what the rules say about the subject of a number, in the order of the rules."""
        subject = rows.subjects[number]
        stated, is_contract = None, isinstance(subject, Contract)
        if isinstance(subject, Contract):
            stated = self.context.class_of(subject)
        country = self.context.portfolio.country(subject) if self.countries else None
        sort = is_contract, stated, country
        agenda = self._agendas.get(sort)
        if agenda is None:
            agenda = self._agendas[sort] = self._agenda(sort)
        agenda.count += 1
        agenda.add(subject, number, rows)

    def of(self, subject: Subject) -> tuple[tuple[FollowUp, ...], tuple[FollowUp, ...]]:
        """The dated follow-ups of one subject, by day, and those that are blocked."""
        rows = self.rows((subject,))
        self.add(0, rows)
        return tuple(rows.ordered().of_subject(0)), tuple(rows.blocked)

    def counts(self) -> Iterator[tuple[RiskClass | None, str | None, int]]:
        """Stated class, country, and number of the contracts that were asked about."""
        for (is_contract, stated, country), agenda in self._agendas.items():
            if is_contract:
                yield stated, country, agenda.count

    def _agenda(self, sort: _Sort) -> _Agenda:
        is_contract, stated, country = sort
        risk_class = self.context.default_class if stated is None else stated
        agenda = _Agenda(self.context)
        for place, rule in enumerate(self.rules):
            if not isinstance(rule, FollowUpRule):
                agenda.ask(_Function(rule, place))
            elif rule.source_kind is not SourceKind.LAW or rule.country == country:
                emission = rule.emission(risk_class, self.context, place)
                if emission is None:
                    agenda.ask(_Function(rule, place))
                elif emission.anchor.of_procurement is not is_contract and emission.is_planned:
                    agenda.take(emission)
        return agenda


_Sort: TypeAlias = tuple[bool, RiskClass | None, str | None]
"""What decides which rules a subject has: is it a contract, its class, whose law it is under."""


class _Function(NamedTuple):
    """A rule that is a function of the caller's own."""

    rule: Rule
    place: int

    def add(self, case: Case, subject: int, rows: Rows) -> None:
        """Add what it gives for a case."""
        for item in self.rule(case.subject, case.context):
            rows.put(subject, self.place, item)


class _Entry(NamedTuple):
    """One rule of an agenda.

    Attributes:
        slot: Which of the agenda's anchors it counts from; ``None`` where it cannot be counted in
            the short way.
        row: What it adds to a subject's first row.
        months: Months from the anchor to the day, or to where the steps are counted from.
        days: Days after that.
        step: Months from one occurrence to the next; 0 for once.
        moves: The working day of each day.
        rule: The way that is always open.
    """

    slot: int | None
    row: int
    months: int
    days: int
    step: int
    moves: dict[int, int]
    rule: Emission | _Function


_Place: TypeAlias = tuple[int, int, int]
"""A day's ordinal, the number of its month in the table, and its day of the month."""
_NOWHERE: _Place = (0, 0, 0)
"""A day that is not known, or too far from the months of the table."""
_END = 0
"""The slot of the contract's end, which every series asks for."""


class _Agenda:
    """The rules that subjects of one sort have, in their order."""

    __slots__ = ("_anchors", "_context", "_entries", "_margin", "_verified", "count")

    def __init__(self, context: Context) -> None:
        self.count = 0
        self._context = context
        self._anchors = ["end"]
        self._entries: list[_Entry] = []
        self._margin = 1
        self._verified = context.verified_ordinals

    def ask(self, rule: Emission | _Function) -> None:
        """Take in a rule that goes the way that is always open."""
        self._entries.append(_Entry(None, 0, 0, 0, 0, {}, rule))

    def take(self, emission: Emission) -> None:
        """Take in a rule that is data."""
        step, offset = emission.step, emission.offset
        is_plain = not (
            emission.anchor.each
            or emission.is_conditional
            or emission.needs_calendar
            or emission.timing.not_before is not None
        )
        if step is not None and (
            step.days or offset.days or offset.months < 0 or emission.rule.roll is Roll.BACKWARD
        ):
            is_plain = False
        if not is_plain:
            self.ask(emission)
            return
        if emission.anchor.name not in self._anchors:
            self._anchors.append(emission.anchor.name)
        self._margin = max(self._margin, abs(offset.months))
        self._entries.append(
            _Entry(
                self._anchors.index(emission.anchor.name),
                emission.place << NUMBER_BITS,
                offset.months,
                offset.days,
                0 if step is None else step.months,
                emission.moves,
                emission,
            )
        )

    def add(self, subject: Subject, number: int, rows: Rows) -> None:
        """Add the rows of one subject."""
        case = Case(subject, self._context)
        places = self._places(case)
        first, by_day, roll_shift = rows.first(number, 0), rows.by_day, rows.roll_shift
        before, length = month_table()
        for slot, row, months, days, step, moves, rule in self._entries:
            if slot is None:
                rule.add(case, number, rows)
                continue
            place = places[slot]
            if place is _NOWHERE:
                rule.add(case, number, rows)
                continue
            if step:
                if not self._add_series(
                    place, places[_END], months, step, moves, first + row, rows
                ):
                    rule.add(case, number, rows)
                continue
            on, month, day = place
            if months:
                last = length[month + months]
                on = before[month + months] + (day if day <= last else last)
            on += days
            due = moves.get(on)
            if due is None:
                rule.add(case, number, rows)
            elif due == on:
                by_day[on].append(first + row)
            else:
                by_day[due].append(first + row + ((due - on) << roll_shift))

    def _places(self, case: Case) -> list[_Place]:
        """The day of each anchor."""
        places: list[_Place] = []
        least, most = self._margin, LAST_MONTH - self._margin
        for anchor in self._anchors:
            try:
                on = case.found(anchor)
            except (CalendarError, PeriodError):
                on = None
            if isinstance(on, Day) and least <= (month := month_of(on)) <= most:
                places.append((on.toordinal(), month, on.day))
            else:
                places.append(_NOWHERE)
        return places

    def _add_series(
        self,
        start: _Place,
        end: _Place,
        months: int,
        step: int,
        moves: dict[int, int],
        row: int,
        rows: Rows,
    ) -> bool:
        """Add a series where the calendar reaches all that lies in the contract; tell whether."""
        on, month, day = start
        stop, last_month, _ = end
        if not self._verified[0] <= on < stop <= self._verified[1]:
            return False
        try:
            moves[stop - 1]  # where the day before the end has a working day, so has all before it
        except (CalendarError, PeriodError):
            return False
        before, length = month_table()
        by_day, roll_shift = rows.by_day, rows.roll_shift
        for at in range(month + months + step, last_month + 1, step):
            last = length[at]
            on = before[at] + (day if day <= last else last)
            if on >= stop:
                break
            row += 1
            due = moves[on]
            if due == on:
                by_day[on].append(row)
            else:
                by_day[due].append(row + ((due - on) << roll_shift))
        return True
