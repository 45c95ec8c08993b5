"""The four preconditions of good deals, measured: dialogue, understanding, follow-up, development.

Every number has the counts and the facts behind it, and is ``None`` where nothing was due. The
four are not added up: a relation may be strong in one and weak in another.

>>> from samverkan.contracts import Contract
>>> from samverkan.parties import Party
>>> from samverkan.periods import Period
>>> from samverkan.portfolio import Portfolio
>>> facts = Portfolio(
...     parties=(Party(id="A"), Party(id="B")),
...     contracts=(Contract(id="A-1", buyer="A", suppliers=("B",),
...                         period=Period("2026-09-01", "2029-08-31")),),
... )
>>> card = scorecard(facts, "A-1", as_of="2026-11-23")
>>> card.understanding.needs.value is None, card.dialogue.days_since_last is None
(True, True)
>>> print(card.why("sv").splitlines()[0])
1. dialog: planerade möten som hållits: okänt, ingen plan är given
"""

from __future__ import annotations

from samverkan.preconditions.card import scorecard
from samverkan.preconditions.scores import (
    DevelopmentScore,
    DialogueScore,
    FollowUpScore,
    Scorecard,
    UnderstandingScore,
)

__all__ = [
    "DevelopmentScore",
    "DialogueScore",
    "FollowUpScore",
    "Scorecard",
    "UnderstandingScore",
    "scorecard",
]
