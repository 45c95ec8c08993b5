"""How much there is to do: items a week, a role and a contract, as rows (belastning)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

import attrs

from samverkan.codelists import Role, as_role
from samverkan.rules import FollowUp

__all__ = ["LoadRow", "load", "week_of"]


def week_of(on: dt.date) -> str:
    """The ISO week of a day, such as ``"2026-W53"``.

    >>> week_of(dt.date(2027, 1, 1))
    '2026-W53'
    """
    year, week, _ = on.isocalendar()
    return f"{year:04d}-W{week:02d}"


@attrs.frozen
class LoadRow:
    """How many items are due (belastning).

    Attributes:
        week: ISO week.
        role: Who sees to them; ``None`` where roles are not told apart.
        subject: Contract or procurement; ``None`` where subjects are not told apart.
        count: Number of items.

    >>> LoadRow("2026-W38", Role.CONTRACT_MANAGER, None, 2).to_dict()
    {'week': '2026-W38', 'role': 'contract-manager', 'subject': None, 'count': 2}
    """

    week: str
    role: Role | None
    subject: str | None
    count: int

    def to_dict(self) -> dict[str, object]:
        """The row as plain data."""
        role = None if self.role is None else self.role.value
        return {"week": self.week, "role": role, "subject": self.subject, "count": self.count}


def load(
    items: Iterable[FollowUp], *, by_role: bool = True, by_subject: bool = False
) -> tuple[LoadRow, ...]:
    """Items due a week, told apart by role and subject as asked; weeks without items are left out.

    Args:
        items: Dated items; blocked ones are left out.
        by_role: A row for each responsible function.
        by_subject: A row for each contract or procurement.

    >>> from samverkan.contracts import Contract
    >>> from samverkan.jurisdictions import jurisdiction
    >>> from samverkan.portfolio import Portfolio
    >>> from samverkan.schedule import plan
    >>> sweden = jurisdiction("SE")
    >>> facts = Portfolio(contracts=(Contract(id="A-1", signed_on="2026-08-17"),))
    >>> made = plan(facts, rules=sweden.follow_up_rules, calendar=sweden.calendar)
    >>> [(row.week, row.count) for row in load(made)]
    [('2026-W38', 2)]
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    for item in items:
        if item.due_on is not None:
            role = item.responsible.value if by_role else ""
            counts[week_of(item.due_on), role, item.subject.id if by_subject else ""] += 1
    return tuple(
        LoadRow(week, as_role(role) if role else None, subject or None, count)
        for (week, role, subject), count in sorted(counts.items())
    )
