"""Checks over understanding and development: needs, roles, proposals, trials, training."""

from __future__ import annotations

from collections.abc import Iterator

from samverkan.checks.check import Check, Hit, choice, finds, guidance
from samverkan.codelists import DesignChoiceKind, Role, Severity
from samverkan.development import DesignChoice
from samverkan.explanations import Text
from samverkan.measures import SIDES, bidders_per_lot, is_in_force, training_due
from samverkan.periods import Day, day_from_ordinal
from samverkan.portfolio import Portfolio
from samverkan.understanding import RoleHolding

__all__ = ["CHECKS"]


@finds(
    "understanding.unconfirmed-need",
    Severity.QUESTION,
    title=Text("Obekräftat behov", "Unconfirmed need"),
    sentence=Text(
        "behovet {need} från {stated} har inte bekräftats av någon motpart",
        "need {need} of {stated} has not been confirmed by a counterpart",
    ),
    basis=choice(Text("30 dagar", "30 days")),
)
def unconfirmed_need(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """A need was stated, and nobody of the other side has said that it is understood.

    Facts used: Need (stated_on, confirmed_by).

    How it is computed: 30 days after it was stated a need should have a confirmation by somebody
    other than its owner; the finding holds from the day after.

    When it does not apply: Within the first 30 days.

    Assumptions: The 30 days are this library's choice.

    Worked examples: Stated on 7 January: a finding from 7 February, none on 6 February.

    Changes over time: None.
    """
    for need in portfolio.needs:
        limit = need.stated_on.toordinal() + 30
        if limit < as_of.toordinal() and not need.is_confirmed(as_of):
            home = tuple(one for one in (need.contract, need.procurement) if one)
            values = {"need": need.id, "stated": need.stated_on}
            yield Hit((need.id, *home), values, on=day_from_ordinal(limit + 1))


@finds(
    "understanding.one-sided-roles",
    Severity.WARNING,
    title=Text("Roller bara på ena sidan", "Roles on one side only"),
    sentence=Text(
        "avtalet {contract} har namngivna roller bara på ena sidan ({side})",
        "contract {contract} has roles on one side only ({side})",
    ),
    basis=choice(Text("gemensamt ansvar", "shared responsibility")),
)
def one_sided_roles(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Somebody is responsible on one side of a contract, and nobody on the other.

    Facts used: RoleHolding (role, contract, period), Contract (period).

    How it is computed: The roles held on the day in a contract in force are sorted by side.

    When it does not apply: Where no role is recorded on either side; to contracts not in force.

    Assumptions: Buyers and suppliers share responsibility, so each needs a function that answers.

    Worked examples: A contract manager and no supplier contact: a finding. Both: none.

    Changes over time: None.
    """
    for contract in portfolio.contracts if portfolio.role_holdings else ():
        held = {
            SIDES[holding.role]
            for holding in portfolio.of(RoleHolding, contract.id)
            if holding.role in SIDES and holding.holds(as_of)
        }
        if len(held) == 1 and is_in_force(contract, as_of):
            (side,) = held
            yield Hit((contract.id,), {"contract": contract.id, "side": side})


@finds(
    "development.unanswered-proposal",
    Severity.WARNING,
    title=Text("Obesvarat förslag", "Unanswered proposal"),
    sentence=Text(
        "förslaget {proposal} från {made} är obesvarat",
        "proposal {proposal} of {made} is unanswered",
    ),
    basis=choice(Text("60 dagar", "60 days")),
)
def unanswered_proposal(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """A supplier proposed something, and nobody has answered.

    Facts used: Proposal (made_on, answer, answered_on).

    How it is computed: 60 days after it was made a proposal should have an answer; the finding
    holds from the day after.

    When it does not apply: Within the first 60 days.

    Assumptions: The 60 days are this library's choice.

    Worked examples: Made on 15 January 2027: a finding from 17 March, none on 16 March.

    Changes over time: None.
    """
    for proposal in portfolio.proposals:
        limit = proposal.made_on.toordinal() + 60
        if limit < as_of.toordinal() and not proposal.is_answered:
            home = tuple(one for one in (proposal.contract, proposal.procurement) if one)
            values = {"proposal": proposal.id, "made": proposal.made_on}
            yield Hit((proposal.id, *home), values, on=day_from_ordinal(limit + 1))


@finds(
    "development.trial-unevaluated",
    Severity.QUESTION,
    title=Text("Försök som inte utvärderats", "Trial not evaluated"),
    sentence=Text(
        "försöket {trial} började {started} och har inte utvärderats",
        "trial {trial} began on {started} and has not been evaluated",
    ),
    basis=choice(Text("365 dagar", "365 days")),
)
def trial_unevaluated(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """A new method has been tried for a year, and nobody has asked what it showed.

    Facts used: Trial (started_on, evaluated_on).

    How it is computed: 365 days after its start a trial should have a day of evaluation.

    When it does not apply: Within the first 365 days.

    Assumptions: The 365 days are this library's choice.

    Worked examples: Begun on 7 January 2026: a finding from 8 January 2027, none the day before.

    Changes over time: None.
    """
    for trial in portfolio.trials:
        limit = trial.started_on.toordinal() + 365
        if limit < as_of.toordinal() and trial.evaluated_on is None and trial.result is None:
            home = tuple(one for one in (trial.contract, trial.procurement) if one)
            values = {"trial": trial.id, "started": trial.started_on}
            yield Hit((trial.id, *home), values, on=day_from_ordinal(limit + 1))


@finds(
    "development.training-overdue",
    Severity.QUESTION,
    title=Text("Utbildning att förnya", "Training to renew"),
    sentence=Text(
        "utbildningen {title} för {role} hos {party} skulle ha hållits igen senast {due}",
        "training {title} for {role} at {party} should have been held again by {due}",
    ),
    basis=choice(Text("organisationens egen takt", "the organisation’s own rhythm")),
)
def training_overdue(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Training that an organisation repeats has not been held again in time.

    Facts used: Training (title, audience, held_on, renew_after).

    How it is computed: Of each organisation, title and function the latest training counts; it
    should be held again by its day plus the time it is renewed after.

    When it does not apply: To training that need not be repeated.

    Assumptions: The title tells which training is the same.

    Worked examples: Held on 31 January 2026, renewed after 24 months: a finding from 1 February
    2028, none on 31 January.

    Changes over time: None.
    """
    for role in Role if portfolio.trainings else ():
        for training in training_due(portfolio, role, as_of):
            due = training.due_on
            if due is not None:
                values = {
                    "title": training.title,
                    "role": role,
                    "party": training.party,
                    "due": due,
                }
                start = day_from_ordinal(due.toordinal() + 1)
                yield Hit((training.id, training.party), values, on=start)


@finds(
    "development.circumstance-unanswered",
    Severity.WARNING,
    title=Text("Ändrat förhållande utan svar", "Changed circumstance without an answer"),
    sentence=Text(
        "det ändrade förhållandet {circumstance} i avtalet {contract} från {on} har inte fått "
        "något svar",
        "changed circumstance {circumstance} of contract {contract}, seen on {on}, has had no "
        "answer",
    ),
    basis=choice(Text("60 dagar", "60 days")),
)
def circumstance_unanswered(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Something around a contract changed, and the parties have not agreed what to do.

    Facts used: ChangedCircumstance (occurred_on, answered_on, amendment).

    How it is computed: 60 days after it was seen there should be an answer or an amendment.

    When it does not apply: Within the first 60 days.

    Assumptions: The 60 days are this library's choice.

    Worked examples: Seen on 1 February 2027: a finding from 3 April, none on 2 April.

    Changes over time: None.
    """
    for one in portfolio.circumstances:
        limit = one.occurred_on.toordinal() + 60
        if limit < as_of.toordinal() and one.answered_on is None and one.amendment is None:
            values = {"circumstance": one.id, "contract": one.contract, "on": one.occurred_on}
            yield Hit((one.id, one.contract), values, on=day_from_ordinal(limit + 1))


_SHAPING = frozenset(
    {
        DesignChoiceKind.LOTS,
        DesignChoiceKind.FUNCTIONAL_REQUIREMENTS,
        DesignChoiceKind.DRAFT_FOR_COMMENT,
        DesignChoiceKind.EARLY_INFORMATION,
        DesignChoiceKind.LOW_ENTRY_REQUIREMENTS,
        DesignChoiceKind.LONGER_TENDER_TIME,
    }
)


@finds(
    "development.design-without-effect",
    Severity.QUESTION,
    title=Text("Utformning som inte gav fler anbud", "Design that brought no more tenders"),
    sentence=Text(
        "upphandlingen {procurement} utformades för att fler skulle lämna anbud ({choices}), men "
        "fick högst ett per del",
        "procurement {procurement} was designed to raise engagement ({choices}), but got at most "
        "one tender for each lot",
    ),
    basis=guidance("Upphandlingsmyndigheten, Tidig dialog"),
)
def design_without_effect(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """A call was designed to raise engagement and still got at most one tender for each lot.

    Facts used: DesignChoice (kind, procurement), Tender (lot), Procurement (lots, tenders_due_on).

    How it is computed: After the last day for tenders, the tenders for each lot (a tender without
    a lot counts for every lot) are averaged over the lots and compared with one.

    When it does not apply: Where no tender is known, before the last day for tenders, and to
    choices that do not aim at more tenders.

    Assumptions: What the choice was for shows in the number of tenders.

    Worked examples: Two lots with one tender each: a finding. Two tenders for one of them: none.

    Changes over time: None.
    """
    for procurement in portfolio.procurements if portfolio.design_choices else ():
        due = procurement.tenders_due_on
        choices = [
            one
            for one in portfolio.of(DesignChoice, procurement.id, by="procurement")
            if one.kind in _SHAPING
        ]
        if not choices or due is None or due >= as_of:
            continue
        per_lot = bidders_per_lot(portfolio, procurement)
        if per_lot is not None and per_lot <= 1:
            kinds = tuple(one.kind for one in choices)
            yield Hit(
                (procurement.id, *(one.id for one in choices)),
                {"procurement": procurement.id, "choices": kinds},
                on=day_from_ordinal(due.toordinal() + 1),
            )


CHECKS: tuple[Check, ...] = (
    unconfirmed_need,
    one_sided_roles,
    unanswered_proposal,
    trial_unevaluated,
    training_overdue,
    circumstance_unanswered,
    design_without_effect,
)
"""The checks over needs, roles and development, in the order they run."""
