"""The follow-up plan: every rule asked about every contract, sorted by day.

A plan is a value. It is made from a portfolio and a rule book, without clock or randomness, so the
same facts give the same plan; whoever made it can be asked why each item is there.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import overload

import attrs

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import RiskClass, as_risk_class
from samverkan.contracts import Contract
from samverkan.explanations import Finding, Step, Text
from samverkan.periods import day, day_from_ordinal, optional_day
from samverkan.portfolio import Portfolio
from samverkan.rules import (
    Context,
    EvidencedClass,
    FollowUp,
    OrderedRows,
    ReadyRules,
    Rule,
    RuleBook,
    Subject,
    reactions,
)
from samverkan.schedule.difference import PlanDifference, difference

__all__ = ["Plan", "plan", "plan_notes"]


@attrs.frozen(kw_only=True, eq=False)
class Plan(Sequence[FollowUp]):
    """What must be followed up, sorted by day (uppföljningsplan).

    It is a sequence of the dated :class:`FollowUp` items, by working day, then subject, rule and
    occurrence; procurements come before contracts. The items are made when they are looked at.

    Attributes:
        rows: The items in compact form.
        blocked: Follow-ups that cannot be dated, each with what is missing.
        context: What the plan was made from.
        notes: What a reader of the whole plan should know.

    >>> from samverkan.contracts import Contract
    >>> from samverkan.jurisdictions import jurisdiction
    >>> sweden = jurisdiction("SE")
    >>> facts = Portfolio(contracts=(Contract(id="A-1", signed_on="2026-08-17"),))
    >>> made = plan(facts, rules=sweden.follow_up_rules, calendar=sweden.calendar)
    >>> [(str(item.due_on), item.title()) for item in made.between("2026-09-01", "2026-09-30")]
    [('2026-09-16', 'Kick-off meeting'), ('2026-09-16', 'Follow-up plan shared with the supplier')]
    >>> made.blocked[0].missing_label("sv")
    'avtalets första dag'
    """

    rows: OrderedRows = attrs.field(repr=False)
    blocked: tuple[FollowUp, ...] = attrs.field(default=(), repr=False)
    context: Context = attrs.field(repr=False)
    notes: tuple[Step, ...] = ()

    @overload
    def __getitem__(self, index: int) -> FollowUp: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[FollowUp, ...]: ...
    def __getitem__(self, index: int | slice) -> FollowUp | tuple[FollowUp, ...]:
        rows = self.rows
        if isinstance(index, slice):
            places = range(*index.indices(len(rows)))
            return tuple(rows.item(place, rows.due_on(place)) for place in places)
        place = range(len(rows))[index]
        return rows.item(place, rows.due_on(place))

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[FollowUp]:
        rows = self.rows
        for number, ordinal in enumerate(rows.days):
            due = day_from_ordinal(ordinal)
            for place in range(rows.starts[number], rows.starts[number + 1]):
                yield rows.item(place, due)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Plan):
            return NotImplemented
        return tuple(self) == tuple(other) and self.blocked == other.blocked

    def __hash__(self) -> int:
        return hash((len(self), self.blocked))

    def between(
        self, first: str | dt.date | None = None, last: str | dt.date | None = None
    ) -> tuple[FollowUp, ...]:
        """The items due from one day to another, both included; an open end is ``None``."""
        low = 0 if first is None else self.rows.before(day(first).toordinal())
        high = len(self) if last is None else self.rows.before(day(last).toordinal() + 1)
        return self[low:high]

    def of(self, subject_id: str) -> tuple[FollowUp, ...]:
        """The dated items of one contract or procurement, in order of day; no pass over others."""
        found = [
            item for subject in self._named(subject_id) for item in self._ready.of(subject)[0]
        ]
        return tuple(sorted(found, key=_due))

    def find(self, item_id: str) -> FollowUp | None:
        """The item, dated or blocked, with an id; ``None`` where there is none."""
        subject_id = item_id.partition("/")[0].replace("%2F", "/").replace("%25", "%")
        for subject in self._named(subject_id):
            for item in itertools.chain.from_iterable(self._ready.of(subject)):
                if item.id == item_id:
                    return item
        return None

    def _named(self, subject_id: str) -> tuple[Subject, ...]:
        """The procurement and the contract with an id."""
        return tuple(one[subject_id] for one in self._by_id if subject_id in one)

    @functools.cached_property
    def _by_id(self) -> tuple[Mapping[str, Subject], ...]:
        """Procurements, and contracts, by id."""
        kinds: tuple[dict[str, Subject], dict[str, Subject]] = {}, {}
        for subject in self.rows.subjects:
            kinds[isinstance(subject, Contract)][subject.id] = subject
        return kinds

    @functools.cached_property
    def _ready(self) -> ReadyRules:
        return ReadyRules(self.rows.rules, self.context)

    def diff(self, other: Plan) -> PlanDifference:
        """What another plan adds, takes away, moves and changes, blocked items included."""
        return difference((*self, *self.blocked), (*other, *other.blocked))

    @property
    def overdue(self) -> tuple[FollowUp, ...]:
        """The items whose day had passed when the plan was made."""
        as_of = self.context.as_of
        if as_of is None:
            return ()
        return self[: self.rows.before(as_of.toordinal())]


def plan(
    portfolio: Portfolio,
    *,
    rules: RuleBook | Iterable[Rule],
    calendar: WorkingCalendar,
    as_of: str | dt.date | None = None,
    until: str | dt.date | None = None,
    default_class: RiskClass | str = RiskClass.B,
    progress: Callable[[int, int], object] | None = None,
    findings: Iterable[Finding] = (),
    classes: Mapping[str, EvidencedClass] | None = None,
) -> Plan:
    """Every follow-up that the rules ask for (uppföljningsplan), with its reasons.

    Args:
        portfolio: The facts.
        rules: A rule book, or rules and callables of the same signature.
        calendar: The working days to roll to.
        as_of: The day the plan is made for: facts of later days do not count, and what lies
            before it is marked. Without it there are no statuses and every fact counts.
        until: The last day of a series whose contract has no end; the last day of the calendar
            where left out.
        default_class: The class that a contract without one is planned as; every reason says so.
        progress: Called now and then with the number of subjects done and the number of all.
        findings: What checks have found; each gives a follow-up (:func:`~.rules.reactions`).
        classes: Classes that follow evidence, by the contract's id, such as
            :func:`class_by_evidence` gives; every reason says so. Stated classes by default.

    Raises:
        RuleError: when two rules share an id, or a rule's own function misbehaves.

    >>> from samverkan.contracts import Contract
    >>> from samverkan.jurisdictions import jurisdiction
    >>> from samverkan.parties import Party
    >>> from samverkan.periods import Period
    >>> sweden = jurisdiction("SE")
    >>> facts = Portfolio(
    ...     parties=(Party(id="SE-2120999996"),),
    ...     contracts=(
    ...         Contract(
    ...             id="A-1", buyer="SE-2120999996", signed_on="2026-08-17", risk_class="A",
    ...             period=Period("2026-09-01", "2029-08-31"),
    ...         ),
    ...     ),
    ... )
    >>> made = plan(facts, rules=sweden.follow_up_rules, calendar=sweden.calendar)
    >>> made[0].title("sv"), str(made[0].due_on)
    ('Uppstartsmöte', '2026-08-31')
    """
    context = Context(
        portfolio=portfolio,
        calendar=calendar,
        as_of=optional_day(as_of),
        until=optional_day(until),
        default_class=as_risk_class(default_class),
        classes={} if classes is None else dict(classes),
    )
    ready = ReadyRules((*rules, *reactions(findings)), context)
    rows = ready.rows(
        (*sorted(portfolio.procurements, key=_id), *sorted(portfolio.contracts, key=_id))
    )
    count = len(rows.subjects)
    for number in range(count):
        if progress is not None and number % 1000 == 0:
            progress(number, count)
        ready.add(number, rows)
    if progress is not None:
        progress(count, count)
    return Plan(
        rows=rows.ordered(),
        blocked=tuple(rows.blocked),
        context=context,
        notes=plan_notes(ready.counts(), ready.countries, context),
    )


def _id(subject: Subject) -> str:
    return subject.id


def _due(item: FollowUp) -> dt.date:
    assert item.due_on is not None  # noqa: S101  # asked of dated items alone
    return item.due_on


_NO_COUNTRY = Text(
    "{count} avtal har en köpare utan känt land: inga lagstadgade regler för {countries} gäller "
    "dem",
    "{count} contracts have a buyer of unknown country: no statutory rules of {countries} apply",
)
_FOREIGN = Text(
    "{count} avtal lyder inte under lagen i {countries}: bara vägledning och egna val gäller dem",
    "{count} contracts are not under the law of {countries}: only guidance and choices apply",
)
_CLASSLESS = Text(
    "{count} avtal saknar riskklass och planeras som {risk}",
    "{count} contracts have no risk class and are planned as {risk}",
)


def plan_notes(
    counts: Iterable[tuple[RiskClass | None, str | None, int]],
    law_of: Collection[str],
    context: Context,
) -> tuple[Step, ...]:
    """What holds for the whole plan, by class, country and number of the contracts."""
    return tuple(_notes(counts, law_of, context))


def _notes(
    counts: Iterable[tuple[RiskClass | None, str | None, int]],
    law_of: Collection[str],
    context: Context,
) -> Iterator[Step]:
    unknown = foreign = classless = 0
    for stated, country, count in counts:
        if country is None:
            unknown += count
        elif country not in law_of:
            foreign += count
        if stated is None:
            classless += count
    countries = tuple(sorted(law_of))
    for count, text in ((unknown, _NO_COUNTRY), (foreign, _FOREIGN)):
        if count and countries:
            yield Step(text, {"count": count, "countries": countries})
    if classless:
        risk = context.default_class.value
        yield Step(_CLASSLESS, {"count": classless, "risk": risk})
