"""What another plan would add, take away, move and change (skillnad mellan planer).

Items are told apart by their id, which does not depend on the day. So an amended contract, another
rule book or another day show as items that moved, and not as all items gone and new ones made.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

import attrs

from samverkan.codelists import check_language
from samverkan.contracts import Contract
from samverkan.explanations import Text
from samverkan.periods import Day, optional_day
from samverkan.rules import FollowUp

__all__ = ["By", "Change", "PlanDifference", "difference"]

By: TypeAlias = Literal["class", "role", "month", "rule", "subject"]
"""What counts are grouped by."""

_COMPARED = ("title", "kind", "aim", "responsible", "counterpart", "source_ref")
_SUMMARY = Text(
    "{added} tillkommer, {removed} bortfaller, {moved} flyttas, {changed} ändras",
    "{added} added, {removed} removed, {moved} moved, {changed} changed",
)


@attrs.frozen
class Change:
    """One item in both plans, before and after (ändrad punkt).

    Attributes:
        before: The item in the first plan.
        after: The item in the second.
        fields: What differs beside the day: title, kind, aim, responsible, counterpart, source.

    >>> from samverkan.contracts import Contract
    >>> from samverkan.jurisdictions import jurisdiction
    >>> from samverkan.portfolio import Portfolio
    >>> from samverkan.schedule import plan
    >>> sweden = jurisdiction("SE")
    >>> facts = Portfolio(contracts=(Contract(id="A-1", signed_on="2026-08-17"),))
    >>> made = plan(facts, rules=sweden.follow_up_rules, calendar=sweden.calendar)
    >>> change = Change(made[0], made[0])
    >>> change.before.title("sv"), change.fields
    ('Uppstartsmöte', ())
    """

    before: FollowUp
    after: FollowUp
    fields: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class PlanDifference:
    """How a second plan differs from a first (skillnad mellan två planer).

    Attributes:
        added: Items of the second plan alone.
        removed: Items of the first plan alone.
        moved: Items due on another day, whatever else changed; a day gained or lost counts.
        changed: Items due on the same day that are otherwise not the same.
        window: The first and the last day that are compared; ``None`` for an open end.

    >>> PlanDifference(added=(), removed=(), moved=(), changed=()).label("sv")
    '0 tillkommer, 0 bortfaller, 0 flyttas, 0 ändras'
    """

    added: tuple[FollowUp, ...]
    removed: tuple[FollowUp, ...]
    moved: tuple[Change, ...]
    changed: tuple[Change, ...]
    window: tuple[Day | None, Day | None] = (None, None)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.moved or self.changed)

    def between(
        self, first: str | dt.date | None = None, last: str | dt.date | None = None
    ) -> PlanDifference:
        """The difference in some days, both included: what was due or is due in them.

        What moves into these days or out of them is among the moved and counts as gained or lost.
        """
        window = optional_day(first), optional_day(last)
        if window == (None, None):
            return self

        def within(item: FollowUp) -> bool:
            return _is_within(item, window)

        return PlanDifference(
            added=tuple(filter(within, self.added)),
            removed=tuple(filter(within, self.removed)),
            moved=tuple(one for one in self.moved if within(one.before) or within(one.after)),
            changed=tuple(one for one in self.changed if within(one.after)),
            window=window,
        )

    def counts(self, by: By) -> Mapping[str, int]:
        """Items gained less items lost, for each class, role, month, rule or subject.

        A moved item counts as lost where it was and gained where it is; groups that come out even
        are left out. Blocked items have no month, procurements no class; they stand under ``"–"``.
        """
        both = (*self.moved, *self.changed)
        gained = (*self.added, *(change.after for change in both))
        lost = (*self.removed, *(change.before for change in both))
        counts: Counter[str] = Counter()
        counts.update(_group(one, by) for one in gained if _is_within(one, self.window))
        counts.subtract(_group(one, by) for one in lost if _is_within(one, self.window))
        return {name: count for name, count in sorted(counts.items()) if count}

    def label(self, lang: str = "en") -> str:
        """The numbers in one line."""
        return _SUMMARY.label(
            check_language(lang),
            added=len(self.added),
            removed=len(self.removed),
            moved=len(self.moved),
            changed=len(self.changed),
        )

    def to_dict(self) -> dict[str, object]:
        """The difference as plain data."""
        return {
            "added": [item.to_dict() for item in self.added],
            "removed": [item.to_dict() for item in self.removed],
            "moved": [
                {
                    "id": change.after.id,
                    "from": _iso(change.before.due_on),
                    "to": _iso(change.after.due_on),
                    "fields": list(change.fields),
                }
                for change in self.moved
            ],
            "changed": [
                {"id": change.after.id, "fields": list(change.fields)} for change in self.changed
            ],
            "counts": {name: dict(self.counts(name)) for name in ("class", "role", "month")},
        }


def _iso(on: Day | None) -> str | None:
    return None if on is None else on.isoformat()


def _is_within(item: FollowUp, window: tuple[Day | None, Day | None]) -> bool:
    first, last = window
    on = item.due_on
    if on is None:
        return window == (None, None)
    return (first is None or first <= on) and (last is None or on <= last)


def _group(item: FollowUp, by: By) -> str:
    names: dict[By, str] = {
        "class": item.case.risk_class.value if isinstance(item.subject, Contract) else "–",
        "role": item.responsible.value,
        "month": "–" if item.due_on is None else item.due_on.isoformat()[:7],
        "rule": item.rule_id,
        "subject": item.subject.id,
    }
    return names[by]


def difference(before: Iterable[FollowUp], after: Iterable[FollowUp]) -> PlanDifference:
    """How the second row of items differs from the first, in the order of their days.

    Blocked items may be among them.

    >>> from samverkan.contracts import Contract
    >>> from samverkan.jurisdictions import jurisdiction
    >>> from samverkan.portfolio import Portfolio
    >>> from samverkan.schedule import plan
    >>> sweden = jurisdiction("SE")
    >>> facts = Portfolio(contracts=(Contract(id="A-1", signed_on="2026-08-17"),))
    >>> made = plan(facts, rules=sweden.follow_up_rules, calendar=sweden.calendar)
    >>> difference(made, made[1:]).label("en")
    '0 added, 1 removed, 0 moved, 0 changed'
    """
    first = {item.id: item for item in before}
    second = {item.id: item for item in after}
    moved: list[Change] = []
    changed: list[Change] = []
    compared: dict[tuple[int, int], tuple[str, ...]] = {}
    for name, item in second.items():
        old = first.get(name)
        if old is None:
            continue
        pair = id(old.rule), id(item.rule)
        fields = compared.get(pair)
        if fields is None:  # what is compared is the rule's, so that once is enough
            fields = compared[pair] = tuple(
                field for field in _COMPARED if _value(old, field) != _value(item, field)
            )
        if old.due_on != item.due_on:
            moved.append(Change(old, item, fields))
        elif fields or old.falls_on != item.falls_on or old.missing != item.missing:
            changed.append(Change(old, item, fields))
    return PlanDifference(
        added=tuple(item for name, item in second.items() if name not in first),
        removed=tuple(item for name, item in first.items() if name not in second),
        moved=tuple(moved),
        changed=tuple(changed),
    )


def _value(item: FollowUp, field: str) -> object:
    found: object = getattr(item, field)
    return (item.title("sv"), item.title("en")) if field == "title" else found
