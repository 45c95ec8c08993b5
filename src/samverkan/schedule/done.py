"""What was done, and which planned item it fulfils."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

import attrs

from samverkan.codelists import Code, DialogueForm, FollowUpKind
from samverkan.contracts import Contract
from samverkan.explanations import Text
from samverkan.facts import current
from samverkan.periods import Day
from samverkan.portfolio import Portfolio
from samverkan.rules import FollowUp

__all__ = ["KINDS", "Done", "FactName", "done_by", "matched"]

_Home: TypeAlias = tuple[bool, str, FollowUpKind]
"""Whether the subject is a contract, its id, and the kind of follow-up."""

KINDS: Mapping[DialogueForm, FollowUpKind] = MappingProxyType(
    {
        DialogueForm.KICKOFF: FollowUpKind.KICKOFF,
        DialogueForm.OPERATIONAL_MEETING: FollowUpKind.OPERATIONAL_MEETING,
        DialogueForm.TACTICAL_MEETING: FollowUpKind.TACTICAL_MEETING,
        DialogueForm.STRATEGIC_MEETING: FollowUpKind.STRATEGIC_MEETING,
        DialogueForm.DEVELOPMENT_DIALOGUE: FollowUpKind.STRATEGIC_MEETING,
    }
)
"""Which kind of planned follow-up a form of dialogue is."""

_NAMES = {
    "checkpoint": Text("kontrollpunkten {id}", "checkpoint {id}"),
    "dialogue": Text("dialogen {id}", "dialogue {id}"),
    "deviation": Text("avvikelsen {id}", "deviation {id}"),
}


@attrs.frozen
class FactName:
    """A fact in words."""

    text: Text
    id: str

    def label(self, lang: str = "en") -> str:
        """The fact in a language."""
        return self.text.label(lang, id=self.id)


@attrs.frozen
class Done:
    """One thing done: which fact shows it, when, and what it says it fulfils."""

    what: str
    id: str
    on: Day
    home: _Home | None
    follow_up: str | None
    anchor: tuple[str, str] | None = None
    """Contract and fact of what is fulfilled where the fact itself was dealt with."""

    @property
    def key(self) -> str:
        """Kind and id of the fact."""
        return f"{self.what}:{self.id}"

    @property
    def name(self) -> FactName:
        """The fact in words."""
        return FactName(_NAMES[self.what], self.id)


def _home(contract: str | None, procurement: str | None, kind: Code | None) -> _Home | None:
    subject = contract or procurement
    if subject is None or not isinstance(kind, FollowUpKind):
        return None
    return contract is not None, subject, kind


def done_by(portfolio: Portfolio, as_of: Day | None) -> Iterator[Done]:
    """Checkpoints, dialogue and deviations dealt with by a day; all where it is ``None``."""
    for check in current(portfolio.checkpoints, as_of):
        home = _home(check.contract, check.procurement, check.kind)
        yield Done("checkpoint", check.id, check.occurred_on, home, check.follow_up)
    for talk in current(portfolio.dialogues, as_of):
        home = _home(talk.contract, talk.procurement, KINDS.get(talk.form))
        yield Done("dialogue", talk.id, talk.occurred_on, home, talk.follow_up)
    for fault in current(portfolio.deviations, as_of):
        on = max((step.on for step in fault.steps if not as_of or step.on <= as_of), default=None)
        if on is not None and not fault.is_open(as_of or on):
            anchor = fault.contract, f"deviation:{fault.id}"
            yield Done("deviation", fault.id, on, None, None, anchor)


def matched(
    items: Mapping[str, FollowUp],
    open_: Mapping[str, FollowUp],
    facts: Iterable[Done],
    window: int,
) -> tuple[Mapping[str, tuple[Done, bool]], tuple[str, ...]]:
    """Which fact fulfils which item and whether it names it; and the facts that fulfil none.

    Args:
        items: All items; a fact may name any of them.
        open_: Those that a fact that names none may fulfil.
        facts: What was done.
        window: The most days between the two where the fact names no item.
    """
    found: dict[str, tuple[Done, bool]] = {}
    dealt_with: dict[tuple[str, str], Done] = {}
    left: list[Done] = []
    unplanned: list[str] = []
    for fact in sorted(facts, key=_when):
        if fact.anchor is not None:
            dealt_with[fact.anchor] = fact
        elif fact.follow_up is None:
            left.append(fact)
        elif fact.follow_up not in items or fact.follow_up in found:
            unplanned.append(fact.key)
        else:
            found[fact.follow_up] = fact, True
    for name, item in items.items() if dealt_with else ():
        over = dealt_with.get((item.subject.id, item.anchor))
        if over is not None:
            found.setdefault(name, (over, True))
    homes: dict[_Home, list[tuple[int, str]]] = {
        fact.home: [] for fact in left if fact.home is not None
    }
    for name, item in open_.items() if homes else ():
        home = isinstance(item.subject, Contract), item.subject.id, item.kind
        if item.due_on is not None and name not in found and home in homes:
            homes[home].append((item.due_on.toordinal(), name))
    pairs = sorted(
        (abs(due - fact.on.toordinal()), due, name, number)
        for number, fact in enumerate(left)
        if fact.home is not None
        for due, name in homes[fact.home]
        if abs(due - fact.on.toordinal()) <= window
    )
    used: set[int] = set()
    for _, _, name, number in pairs:
        if name not in found and number not in used:
            found[name] = left[number], False
            used.add(number)
    unplanned += [
        fact.key
        for number, fact in enumerate(left)
        if fact.home is not None and number not in used
    ]
    return found, tuple(sorted(unplanned))


def _when(fact: Done) -> tuple[Day, str]:
    return fact.on, fact.key
