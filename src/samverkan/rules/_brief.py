"""Why a follow-up falls when it does, on one short line for tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samverkan.errors import CalendarError, PeriodError
from samverkan.explanations import Text
from samverkan.periods import Day, Span
from samverkan.rules._reasons import FactName, counted_from
from samverkan.rules.anchors import anchor_named
from samverkan.rules.follow_up import FollowUp

if TYPE_CHECKING:
    from samverkan.rules.rule import Timing

__all__ = ["brief"]

_NOT_BEFORE = Text("inte före {on}", "not before {on}")


def brief(item: FollowUp, lang: str = "en") -> str:
    """The sum that gives the day: ``end 2027-11-30 − 12 months``.

    Where it was counted by a function of the caller's own, or there is no day: the last sentences
    of its reasons.
    """
    timing = item.rule.timing
    found = None if callable(timing) else _sum(item, timing, lang)
    if found is not None:
        return found
    steps = [step for step in item.explanation().steps if step.after is not None]
    return "; ".join(step.label(lang) for step in steps)


def _sum(item: FollowUp, timing: Timing, lang: str) -> str | None:
    try:
        days = item.case.days(timing.anchor) or ()
    except (CalendarError, PeriodError):
        return None
    day = next((one for one in days if one[0] == item.anchor), None)
    if day is None or item.falls_on is None:
        return None
    name = anchor_named(timing.anchor).short.label(lang, fact=FactName(day[2]))
    counted = f"{name} {day[1]}{_counted(item, timing, lang)}"
    named = day[1]
    if timing.not_before is not None and counted_from(item, timing, day[1]) != item.falls_on:
        counted, named = f"{counted}; {_NOT_BEFORE.label(lang, on=item.falls_on)}", item.falls_on
    return counted + _closed(item, item.falls_on, lang, is_named=item.falls_on == named)


def _counted(item: FollowUp, timing: Timing, lang: str) -> str:
    """What is added to the anchor's day."""
    risk = item.case.risk_class
    step = None if timing.step is None else timing.step.get(risk)
    steps = "" if step is None else f" + {item.occurrence} × {step.label(lang)}"
    return steps + _signed(timing.offset.get(risk) or Span(), lang)


def _signed(offset: Span, lang: str) -> str:
    if not offset:
        return ""
    backward = max(offset.months, offset.days, offset.working_days) <= 0
    return f" − {(-offset).label(lang)}" if backward else f" + {offset.label(lang)}"


def _closed(item: FollowUp, falls_on: Day, lang: str, *, is_named: bool) -> str:
    """Why the working day is another, where it is."""
    if item.due_on == falls_on:
        return ""
    closed = item.case.context.calendar.closed_day(falls_on)
    name = "" if closed is None else f", {closed.name.label(lang)}"
    return name if is_named else f" = {falls_on}{name}"
