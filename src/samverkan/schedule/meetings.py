"""Items of one relation that lie close together, joined into one meeting (samlade möten)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import attrs

from samverkan.codelists import Aim, FollowUpKind, Role, SourceKind
from samverkan.contracts import Contract
from samverkan.errors import RuleError
from samverkan.explanations import Explanation, Step, Text
from samverkan.periods import Day
from samverkan.rules import FollowUp
from samverkan.schedule._bounds import earliest

__all__ = ["Meeting", "coalesce", "is_met_about"]

_JOINED = Text(
    "{count} punkter hålls tillsammans {on}, den tidigaste dagen; högst {days} dagar skiljer",
    "{count} items are held together on {on}, the earliest day; at most {days} days apart",
)
_ITEM = Text("{title} ({subject}), annars {due}", "{title} ({subject}), otherwise {due}")


@attrs.frozen(kw_only=True)
class Meeting:
    """Items that are done on one day together (samlat möte); one item alone is one, too.

    Attributes:
        items: What is joined, in the order of their days; never empty.
        due_on: The day: the earliest of theirs.
        days: How far apart they were allowed to lie.

    >>> from samverkan.contracts import Contract
    >>> from samverkan.jurisdictions import jurisdiction
    >>> from samverkan.portfolio import Portfolio
    >>> from samverkan.schedule import plan
    >>> sweden = jurisdiction("SE")
    >>> facts = Portfolio(contracts=(Contract(id="A-1", signed_on="2026-08-17"),))
    >>> made = plan(facts, rules=sweden.follow_up_rules, calendar=sweden.calendar)
    >>> Meeting(items=made[:2], due_on=made[0].due_on, days=14).title("sv")
    'Uppstartsmöte, Uppföljningsplan delad med leverantören'
    """

    items: tuple[FollowUp, ...]
    due_on: Day
    days: int

    @property
    def id(self) -> str:
        """The id of its first item; an item is in one meeting only."""
        return self.items[0].id

    @property
    def kinds(self) -> frozenset[FollowUpKind]:
        """Every kind that is joined."""
        return frozenset(item.kind for item in self.items)

    @property
    def aim(self) -> Aim:
        """Trust or control where all items agree, else both."""
        aims = {item.aim for item in self.items}
        return aims.pop() if len(aims) == 1 else Aim.BOTH

    @property
    def roles(self) -> frozenset[Role]:
        """Every function that takes part, on both sides."""
        sides = {role for item in self.items for role in (item.responsible, item.counterpart)}
        return frozenset(role for role in sides if role is not None)

    def title(self, lang: str = "en") -> str:
        """What it is called: the titles of its items, each once."""
        return ", ".join(dict.fromkeys(item.title(lang) for item in self.items))

    def why(self, lang: str = "en", *, status: bool = True) -> str:
        """Why the items are together, and the reasons of each.

        Args:
            lang: Language of the text.
            status: Whether to say which days had passed when the plan was made.
        """
        if len(self.items) == 1:
            return self.items[0].explanation(status=status).text(lang)
        values = {"count": len(self.items), "on": self.due_on, "days": self.days}
        parts = [Explanation((Step(_JOINED, values),)).text(lang)]
        for item in self.items:
            named = {
                "title": item.title(lang),
                "subject": item.subject.id,
                "due": item.due_on,
            }
            reasons = item.explanation(status=status).text(lang)
            parts += [f"\n{_ITEM.label(lang, **named)}", reasons]
        return "\n".join(parts)


def is_met_about(item: FollowUp) -> bool:
    """Whether both sides meet about it: it has a counterpart and no statute sets its day.

    >>> from samverkan.contracts import Contract
    >>> from samverkan.jurisdictions import jurisdiction
    >>> from samverkan.portfolio import Portfolio
    >>> from samverkan.schedule import plan
    >>> sweden = jurisdiction("SE")
    >>> facts = Portfolio(contracts=(Contract(id="A-1", signed_on="2026-08-17"),))
    >>> made = plan(facts, rules=sweden.follow_up_rules, calendar=sweden.calendar)
    >>> [(item.title(), is_met_about(item)) for item in made[:1]]
    [('Kick-off meeting', True)]
    """
    return item.counterpart is not None and item.source_kind is not SourceKind.LAW


def relation_of(item: FollowUp) -> tuple[str, ...]:
    """Buyer and suppliers of the contract; the subject itself where they are not known."""
    subject = item.subject
    buyer = item.case.context.portfolio.buyer(subject)
    if buyer is None or not isinstance(subject, Contract) or not subject.suppliers:
        return ("", subject.id)
    return (buyer.id, *sorted(subject.suppliers))


def coalesce(
    items: Iterable[FollowUp],
    *,
    days: int = 14,
    joins: Callable[[FollowUp], bool] = is_met_about,
    per: Callable[[FollowUp], object] = relation_of,
) -> tuple[Meeting, ...]:
    """Join what one relation meets about within some days, on the earliest of the days.

    Nothing is late by it and nothing is lost: each dated item is in one meeting, and every meeting
    keeps all kinds and reasons. Deterministic: from each relation's first item on, everything
    within ``days`` joins it; the next item after that begins the next meeting. An item joins no
    meeting that is held before the day it is counted from, or in the past of the plan.

    Args:
        items: Dated items; blocked ones are left out.
        days: How far apart items of one meeting may lie.
        joins: Which items may be joined; the others stay alone.
        per: What must be equal for items to be joined; buyer and suppliers by default.

    >>> from samverkan.contracts import Contract
    >>> from samverkan.jurisdictions import jurisdiction
    >>> from samverkan.portfolio import Portfolio
    >>> from samverkan.schedule import plan
    >>> sweden = jurisdiction("SE")
    >>> facts = Portfolio(contracts=(Contract(id="A-1", signed_on="2026-08-17"),))
    >>> made = plan(facts, rules=sweden.follow_up_rules, calendar=sweden.calendar)
    >>> [meeting.title("sv") for meeting in coalesce(made)]
    ['Uppföljningsplan delad med leverantören, Uppstartsmöte']

    Raises:
        RuleError: when ``days`` is negative.
    """
    if days < 0:
        raise RuleError(f"coalesce: days={days}; expected 0 or more")
    open_: dict[object, list[FollowUp]] = {}
    groups: list[list[FollowUp]] = []
    for item in sorted(items, key=_day_and_id):
        if item.due_on is None:
            continue
        key = per(item)
        group = open_.get(key) if joins(item) else None
        if group is not None and _may_join(item, item.due_on, _first(group), days):
            group.append(item)
            continue
        group = [item]
        groups.append(group)
        if joins(item):
            open_[key] = group
    return tuple(Meeting(items=tuple(one), due_on=_first(one), days=days) for one in groups)


def _may_join(item: FollowUp, due: Day, held: Day, days: int) -> bool:
    """Whether an item is near enough to a meeting, and may be done as early as that."""
    if due.toordinal() - held.toordinal() > days:
        return False
    first = earliest(item)
    return first is None or due == held or first <= held.toordinal()


def _first(group: list[FollowUp]) -> Day:
    found = group[0].due_on
    assert found is not None  # noqa: S101  # only dated items are grouped
    return found


def _day_and_id(item: FollowUp) -> tuple[str, str]:
    return ("" if item.due_on is None else item.due_on.isoformat()), item.id
