"""How early an item may be done: never before its cause, and never in the past."""

from __future__ import annotations

from samverkan.rules import FollowUp, Timing

__all__ = ["earliest"]


def earliest(item: FollowUp) -> int | None:
    """The ordinal of the first day on which a dated item may be done; ``None`` for any day.

    That is the day it is counted from, and the day the plan is made for. An item whose day has
    passed may not be moved at all, and what is due on the very day it is counted from may be.
    """
    due, as_of = item.due_on, item.case.context.as_of
    bounds = [] if as_of is None else [as_of.toordinal()]
    if due is not None and bounds and due.toordinal() < bounds[0]:
        return due.toordinal()
    anchor = _counted_from(item)
    if anchor is not None and item.falls_on is not None and anchor < item.falls_on.toordinal():
        bounds.append(anchor)
    return max(bounds, default=None)


def _counted_from(item: FollowUp) -> int | None:
    """The ordinal of the day that an item is counted from, where the rule is data."""
    timing = item.rule.timing
    if not isinstance(timing, Timing):
        return None
    days = item.case.days(timing.anchor) or ()
    return next((on.toordinal() for fact, on, _ in days if fact == item.anchor), None)
