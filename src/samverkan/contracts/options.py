"""Options: rights to extend or to buy more, what was decided about them, and where they lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import attrs

from samverkan.codelists import OptionOutcome, as_option_outcome
from samverkan.contracts.changes import Amendment
from samverkan.errors import ContractError, PeriodError
from samverkan.periods import (
    Day,
    Moment,
    Span,
    WorkingDays,
    day,
    day_from_ordinal,
    optional_day,
    optional_moment,
    optional_span,
    shift,
)
from samverkan.periods.period import last_day
from samverkan.values import Money

__all__ = ["Extension", "Option", "OptionDecision"]


@attrs.frozen(kw_only=True)
class OptionDecision:
    """What the buyer decided about an option, and when (optionsbeslut).

    Attributes:
        outcome: Exercised or declined.
        decided_on: The day of the decision.
        recorded_at: The moment it became known; the start of that day where left out.

    >>> OptionDecision(outcome="exercised", decided_on="2029-02-01").outcome.label("sv")
    'utnyttjad'
    """

    outcome: OptionOutcome = attrs.field(converter=as_option_outcome)
    decided_on: Day = attrs.field(converter=day)
    recorded_at: Moment | None = attrs.field(default=None, converter=optional_moment)


@attrs.frozen(kw_only=True)
class Option:
    """A right to extend or to buy more (option, förlängning; BT-53/54 and BT-57/58).

    Attributes:
        id: Unique within its contract.
        extend_by: How much longer the contract runs when it is exercised, in months and days.
        adds_value: How much it adds to the value, without VAT.
        notice: How long before the end it must be exercised; ``None`` where the contract does not
            say.
        decisions: What was decided; the latest one counts, of one day the last in the row.

    >>> from samverkan.periods import months
    >>> again = Option(
    ...     id="1", extend_by=months(12), notice=months(6),
    ...     decisions=(OptionDecision(outcome="declined", decided_on="2029-01-15"),),
    ... )
    >>> again.decision("2029-01-14"), again.decision("2029-01-15").outcome
    (None, <OptionOutcome.DECLINED: 'declined'>)

    Raises:
        ContractError: without an id, when ``extend_by`` does not lead forward or counts working
            days, and when ``notice`` is negative.
    """

    id: str
    extend_by: Span | None = attrs.field(default=None, converter=optional_span)
    adds_value: Money | None = None
    notice: Span | None = attrs.field(default=None, converter=optional_span)
    decisions: tuple[OptionDecision, ...] = attrs.field(
        default=(), converter=tuple[OptionDecision, ...]
    )

    def __attrs_post_init__(self) -> None:
        if not self.id:
            raise ContractError(f"option: id={self.id!r}; expected a text; give it one")
        if self.extend_by is not None and (not self.extend_by or _leads_back(self.extend_by)):
            raise ContractError(
                f"option {self.id!r}: extend_by={self.extend_by}; expected a span that leads "
                "forward; leave it out where the option only adds value"
            )
        if self.extend_by is not None and self.extend_by.working_days:
            raise ContractError(
                f"option {self.id!r}: extend_by={self.extend_by}; expected months and days, since "
                "a contract runs on days that nobody works, too"
            )
        if self.notice is not None and _leads_back(self.notice):
            raise ContractError(
                f"option {self.id!r}: notice={self.notice}; expected a length before the end; "
                "leave the minus sign out"
            )

    def decision(self, as_of: str | dt.date | None = None) -> OptionDecision | None:
        """The decision that counts on a day: the latest of those taken by then."""
        if not self.decisions:
            return None
        on = optional_day(as_of)
        taken = [one for one in self.decisions if on is None or one.decided_on <= on]
        return max(reversed(taken), key=_decided, default=None)


def _leads_back(span: Span) -> bool:
    return min(span.months, span.days, span.working_days) < 0


def _decided(decision: OptionDecision) -> Day:
    return decision.decided_on


@attrs.frozen
class Extension:
    """One option laid out in time (möjlig förlängning), as the facts of a day have it.

    Attributes:
        option: The option.
        end: Last day of the contract before it.
        deadline: Last day to exercise it; ``None`` where the contract states no notice, or states
            it in working days and no calendar was given.
        new_end: Last day of the contract after it.
        outcome: What was decided; ``None`` where it is open.
        assumes: Ids of options that are still open and must be exercised first.

    >>> from samverkan.contracts import Contract
    >>> from samverkan.periods import Period, months
    >>> contract = Contract(
    ...     id="A-1", period=Period("2026-09-01", "2029-08-31"), options=(
    ...         Option(id="1", extend_by=months(12), notice=months(6)),
    ...         Option(id="2", extend_by=months(12), notice=months(6)),
    ...     ),
    ... )
    >>> [(str(way.deadline), str(way.new_end), way.assumes) for way in contract.extensions()]
    [('2029-02-28', '2030-08-31', ()), ('2030-02-28', '2031-08-31', ('1',))]
    """

    option: Option
    end: Day
    deadline: Day | None
    new_end: Day
    outcome: OptionOutcome | None
    assumes: tuple[str, ...]


@attrs.frozen
class _Run:
    """How long a contract runs: the last day that was set, and what options have added since.

    What is added is counted from the day that was set, never from an end that was clamped to a
    shorter month.
    """

    set_to: Day | None
    end: Day | None
    added: Span

    def with_(self, option: Option) -> _Run | None:
        """The run with an option exercised; ``None`` where there is nothing to extend."""
        if option.extend_by is None or self.set_to is None:
            return None
        added = self.added + option.extend_by if self.added else option.extend_by
        try:
            after = day_from_ordinal(self.set_to.toordinal() + 1)
            return _Run(self.set_to, last_day(after, added), added)
        except PeriodError:  # beyond the year 9999, by which registers mean that there is no end
            return None


_NOTHING = Span()


def _run(end: Day | None) -> _Run:
    return _Run(end, end, _NOTHING)


def laid_out(
    agreed: Day | None,
    options: Sequence[Option],
    amendments: Iterable[Amendment],
    as_of: Day | None = None,
    calendar: WorkingDays | None = None,
) -> tuple[Day | None, tuple[Extension, ...]]:
    """The end by options and amendments as known on a day, and the options in time.

    Decisions and amendments are followed in the order of their days; of one day, the amendment
    comes first. An option that is open is laid out after those that were decided.

    >>> from samverkan.periods import months
    >>> taken = OptionDecision(outcome="exercised", decided_on="2029-02-01")
    >>> once = Option(id="1", extend_by=months(12), decisions=(taken,))
    >>> laid_out(day("2029-08-31"), (once,), ())[0]
    Date(2030, 8, 31)
    """
    moves = [one for one in amendments if one.new_end is not None]
    if not options:
        return (moves[-1].new_end if moves else agreed), ()
    run = _run(agreed)
    laid: list[Extension] = []
    decided = [(option, option.decision(as_of)) for option in options]
    taken_up = [(one, taken) for one, taken in decided if taken is not None]
    taken_up.sort(key=lambda pair: pair[1].decided_on)
    for option, decision in taken_up:
        while moves and moves[0].occurred_on <= decision.decided_on:
            run = _run(moves.pop(0).new_end)
        if (longer := run.with_(option)) is not None:
            laid.append(_extension(option, run, longer, decision.outcome, (), calendar))
            run = longer if decision.outcome is OptionOutcome.EXERCISED else run
    if moves:
        run = _run(moves[-1].new_end)
    end = run.end
    assumed: tuple[str, ...] = ()
    for option, taken in decided:
        if taken is None and (longer := run.with_(option)) is not None:
            laid.append(_extension(option, run, longer, None, assumed, calendar))
            assumed, run = (*assumed, option.id), longer
    if taken_up and len(laid) > 1:
        order = {option.id: place for place, option in enumerate(options)}
        laid.sort(key=lambda way: order[way.option.id])
    return end, tuple(laid)


def _extension(
    option: Option,
    run: _Run,
    longer: _Run,
    outcome: OptionOutcome | None,
    assumes: tuple[str, ...],
    calendar: WorkingDays | None,
) -> Extension:
    assert run.end is not None  # noqa: S101  # only a run that has an end gets longer
    assert longer.end is not None  # noqa: S101  # as above
    notice = option.notice
    if notice is None or (notice.working_days and calendar is None):
        deadline = None
    else:
        deadline = shift(run.end, -notice, calendar)
    return Extension(option, run.end, deadline, longer.end, outcome, assumes)
