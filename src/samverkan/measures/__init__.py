"""What a portfolio shows, counted: dialogue, agreements, plans carried out, markets, culture.

Every number comes with the counts or facts behind it, and is ``None`` where there is nothing to
count. Checks turn some of them into findings, and the scorecard puts them side by side.

>>> Share(done=3, due=4).value
0.75
"""

from __future__ import annotations

from samverkan.measures.agreed import (
    DueObligation,
    contract_loyalty,
    due_obligations,
    is_in_force,
    is_long,
    kept_promises,
    longest_end,
    outcome_gaps,
    training_due,
    verifiable_terms,
)
from samverkan.measures.culture import (
    culture_of,
)
from samverkan.measures.dialogue import (
    EARLY_FORMS,
    Receipts,
    dialogue_rate,
    dialogues_of,
    last_contact,
    participants,
    phase_of,
    profile,
    reach,
    receipts,
    transparency,
)
from samverkan.measures.market import (
    MarketView,
    adopted_innovations,
    bidders_per_lot,
    design_effect,
    developed_markets,
    market_view,
    reciprocity,
    submitted,
)
from samverkan.measures.numbers import (
    Number,
)
from samverkan.measures.planned import (
    KINDS,
    Done,
    balance,
    carried_out,
    dialogue_gaps,
    is_meeting,
    missing_counterparts,
)
from samverkan.measures.shares import (
    Fences,
    Share,
    fences,
    quantile,
    quantile_ranks,
)
from samverkan.measures.sides import (
    SIDES,
)

__all__ = [
    "EARLY_FORMS",
    "KINDS",
    "SIDES",
    "Done",
    "DueObligation",
    "Fences",
    "MarketView",
    "Number",
    "Receipts",
    "Share",
    "adopted_innovations",
    "balance",
    "bidders_per_lot",
    "carried_out",
    "contract_loyalty",
    "culture_of",
    "design_effect",
    "developed_markets",
    "dialogue_gaps",
    "dialogue_rate",
    "dialogues_of",
    "due_obligations",
    "fences",
    "is_in_force",
    "is_long",
    "is_meeting",
    "kept_promises",
    "last_contact",
    "longest_end",
    "market_view",
    "missing_counterparts",
    "outcome_gaps",
    "participants",
    "phase_of",
    "profile",
    "quantile",
    "quantile_ranks",
    "reach",
    "receipts",
    "reciprocity",
    "submitted",
    "training_due",
    "transparency",
    "verifiable_terms",
]
