"""Drift: an occurrence that was counted from the one before instead of from the anchor."""

from __future__ import annotations

from collections.abc import Iterable

from samverkan.periods import Day, add_months
from samverkan.rules import Context, FollowUp
from samverkan.rules.facts import Case

__all__ = ["drift"]


def drift(items: Iterable[FollowUp], context: Context) -> str | None:
    """What shows that occurrences were chained; ``None`` where nothing does.

    A series drifts where its first occurrence lies whole months after its anchor and a later one
    is found by adding those months to the one before, in a shorter month or rolled to a working
    day, though the anchor leads elsewhere.
    """
    series: dict[tuple[str, str, str], dict[int, FollowUp]] = {}
    cases: dict[str, Case] = {}
    for item in items:
        if item.occurrence and item.falls_on is not None:
            key = (item.subject.id, item.rule.id, item.anchor)
            series.setdefault(key, {})[item.occurrence] = item
            cases.setdefault(item.subject.id, Case(item.subject, context))
    for (subject, _, name), members in series.items():
        found = cases[subject].found(name) if name in _SINGLE else None
        if isinstance(found, Day) and (said := _chained(found, members)) is not None:
            return said
    return None


_SINGLE = frozenset({"award", "signed", "start", "publication", "award_notification"})


def _chained(anchor: Day, members: dict[int, FollowUp]) -> str | None:
    days = {number: item.falls_on for number, item in members.items() if item.falls_on}
    first = days.get(1)
    if first is None:
        return None
    step = (first.year - anchor.year) * 12 + first.month - anchor.month
    length = first.toordinal() - anchor.toordinal()
    in_days = all(on.toordinal() == anchor.toordinal() + n * length for n, on in days.items())
    if step <= 0 or in_days or add_months(anchor, step) != first:
        return None
    for number, on in sorted(days.items()):
        expected = add_months(anchor, step * number)
        before = members.get(number - 1)
        if on == expected or before is None:
            continue
        earlier = {before.falls_on, before.due_on} - {None}
        if on in {add_months(day, step) for day in earlier if day is not None}:
            return (
                f"occurrence {number} falls on {on}, {step} months after the one before; "
                f"{number} x {step} months after {anchor} is {expected}"
            )
    return None
