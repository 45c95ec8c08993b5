"""The checks that hold in every country, in the order they run."""

from __future__ import annotations

from samverkan.checks import (
    agreed,
    contact,
    contracts,
    dialogue,
    flags,
    outliers,
    parties,
    understanding,
)
from samverkan.checks.check import Check

__all__ = ["GENERIC"]

GENERIC: tuple[Check, ...] = (
    dialogue.head_start,
    dialogue.form_in_phase,
    dialogue.claimed_phase,
    dialogue.internal_first,
    dialogue.closed_invitation,
    contact.silence,
    contact.no_integrity_talk,
    contact.no_development_dialogue,
    dialogue.unanswered_question,
    dialogue.late_disclosure,
    understanding.unconfirmed_need,
    understanding.one_sided_roles,
    understanding.unanswered_proposal,
    understanding.trial_unevaluated,
    understanding.training_overdue,
    understanding.circumstance_unanswered,
    understanding.design_without_effect,
    agreed.overdue_obligation,
    agreed.never_checked,
    agreed.unverifiable_term,
    agreed.control_without_right,
    agreed.missed_outcome,
    agreed.deviation_unanswered,
    agreed.not_met_without_deviation,
    contracts.signing_order,
    contracts.incoherent_milestone,
    contracts.reversed_period,
    contracts.ceiling_reached,
    contracts.ceiling_near,
    contracts.unbalanced_plan,
    contracts.missing_counterpart,
    parties.shared_number,
    parties.slip_of_the_pen,
    parties.conflict_of_interest,
    flags.short_period,
    flags.single_bid,
    outliers.price_close_to_winner,
    outliers.unsuccessful_tenderer,
    flags.identical_prices,
    flags.late_bid_won,
    flags.all_but_winner_disqualified,
    flags.lowest_disqualified,
    outliers.disqualifying_buyer,
    outliers.disqualified_tenderer,
    outliers.heterogeneous_supplier,
    outliers.heavily_discounted,
)
"""Every generic check."""
