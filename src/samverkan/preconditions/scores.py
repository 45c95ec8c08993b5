"""What a scorecard holds: the four preconditions, each with its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

import attrs

from samverkan.codelists import Phase
from samverkan.explanations import Explanation
from samverkan.measures import Share
from samverkan.periods import Day
from samverkan.preconditions.words import of_shares, of_talks

__all__ = [
    "DevelopmentScore",
    "DialogueScore",
    "FollowUpScore",
    "Scorecard",
    "UnderstandingScore",
]


@attrs.frozen(kw_only=True)
class DialogueScore:
    """More dialogue between the partners (förutsättning 1).

    Attributes:
        held: Planned meetings whose day has passed, and how many were held; unknown without a
            plan.
        talks: Ids of the dialogues before, during and after, by phase.
        latest: Id of the latest dialogue between the sides; ``None`` without one.
        days_since_last: Days since then.
        both_sides: External dialogues whose participants are known, and how many had both sides.
        transparency: What should have been shared, and how much was on time.

    >>> none = Share(done=0, due=0)
    >>> card = DialogueScore(held=Share(done=1, due=2), talks={Phase.AFTER: ("D-1", "D-2")},
    ...                      latest="D-2", days_since_last=21, both_sides=none, transparency=none)
    >>> card.held.value, card.by_phase[Phase.AFTER]
    (0.5, 2)
    """

    held: Share
    talks: Mapping[Phase, tuple[str, ...]]
    latest: str | None
    days_since_last: int | None
    both_sides: Share
    transparency: Share

    @property
    def by_phase(self) -> Mapping[Phase, int]:
        """How many dialogues there were before, during and after."""
        return MappingProxyType({phase: len(ids) for phase, ids in self.talks.items()})


@attrs.frozen(kw_only=True)
class UnderstandingScore:
    """Understanding of the parties' roles and needs (förutsättning 2).

    Attributes:
        needs: Needs stated, and how many a counterpart has confirmed.
        roles: Roles held, and how many a counterpart has confirmed.

    >>> UnderstandingScore(needs=Share(done=1, due=1), roles=Share(done=0, due=0)).needs.value
    1.0
    """

    needs: Share
    roles: Share


@attrs.frozen(kw_only=True)
class FollowUpScore:
    """More follow-up and contract management (förutsättning 3).

    Attributes:
        done: Planned items whose day has passed, and how many were done; unknown without a plan.
            One that was waived is not due; one that is due on the day itself counts once done.
        on_time: The same items, and how many were done no later than their day.
        overdue: Ids of the items not done, in order of day.
        obligations: Days on which something was owed, and how many were kept.
        control: Those of the items that are a control, and how many were done on time.

    >>> none = Share(done=0, due=0)
    >>> FollowUpScore(done=none, on_time=none, overdue=(), obligations=none,
    ...               control=none).done.value is None
    True
    """

    done: Share
    on_time: Share
    overdue: tuple[str, ...]
    obligations: Share
    control: Share


@attrs.frozen(kw_only=True)
class DevelopmentScore:
    """Securing and developing the deal (förutsättning 4).

    Attributes:
        answered: Proposals made, and how many were answered.
        adopted: Proposals answered, and how many were adopted or tried.
        changes: Changed circumstances seen, and how many led to an answer or an amendment.
        renewed: Options decided, and how many were exercised.
        evaluated: Trials begun, and how many were evaluated.

    >>> nothing = Share(done=0, due=0)
    >>> DevelopmentScore(answered=nothing, adopted=nothing, changes=nothing, renewed=nothing,
    ...                  evaluated=nothing).answered.label("sv")
    '–'
    """

    answered: Share
    adopted: Share
    changes: Share
    renewed: Share
    evaluated: Share


@attrs.frozen(kw_only=True)
class Scorecard:
    """The four preconditions of a contract or a relation on a day (styrkort).

    Attributes:
        contracts: Ids of the contracts it is counted over.
        as_of: The day.
        has_plan: Whether a plan was given; without one the numbers about it are unknown.
        dialogue: Precondition 1.
        understanding: Precondition 2.
        follow_up: Precondition 3.
        development: Precondition 4.

    >>> sorted(field.name for field in attrs.fields(Scorecard))[:2]
    ['as_of', 'contracts']
    """

    contracts: tuple[str, ...]
    as_of: Day
    has_plan: bool
    dialogue: DialogueScore
    understanding: UnderstandingScore
    follow_up: FollowUpScore
    development: DevelopmentScore

    @property
    def explanation(self) -> Explanation:
        """Every number with its counts and facts, a step each, in the order of the four."""
        parts: tuple[attrs.AttrsInstance, ...] = (
            self.dialogue,
            self.understanding,
            self.follow_up,
            self.development,
        )
        first, *others = (tuple(of_shares(part, has_plan=self.has_plan)) for part in parts)
        talk = self.dialogue
        talks = of_talks(talk.talks, talk.latest, talk.days_since_last)
        return Explanation((*first, *talks, *(step for steps in others for step in steps)))

    def why(self, lang: str = "en") -> str:
        """Every number with its counts and facts, a numbered line each."""
        return self.explanation.text(lang)

    def to_dict(self) -> dict[str, object]:
        """The scorecard as plain data."""
        return {
            "contracts": list(self.contracts),
            "as_of": self.as_of.isoformat(),
            "has_plan": self.has_plan,
            "dialogue": {**_part(self.dialogue), "by_phase": _plain(self.dialogue.by_phase)},
            "understanding": _part(self.understanding),
            "follow_up": _part(self.follow_up),
            "development": _part(self.development),
        }


def _part(part: attrs.AttrsInstance) -> dict[str, object]:
    return {field.name: _plain(getattr(part, field.name)) for field in attrs.fields(type(part))}


def _plain(value: object) -> object:
    """What a part of the card holds, as plain data."""
    if isinstance(value, Share):
        return value.to_dict()
    if isinstance(value, tuple):
        return list(cast("tuple[str, ...]", value))
    if isinstance(value, Mapping):
        by_phase = cast("Mapping[Phase, object]", value)
        return {phase.value: _plain(found) for phase, found in by_phase.items()}
    return value
