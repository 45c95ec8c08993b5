"""The class that follows evidence: stricter after what was not met, looser after what was.

Nothing here happens by itself. Whoever wants it asks for the classes and gives them to
:func:`~samverkan.schedule.plan`, whose items then say what their class rests on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from samverkan.checkpoints import Checkpoint, Deviation
from samverkan.codelists import CheckpointOutcome, RiskClass, as_risk_class
from samverkan.contracts import Contract
from samverkan.explanations import Step, Text
from samverkan.facts import current
from samverkan.periods import Day, Span, as_span, day, months, shift
from samverkan.portfolio import Portfolio
from samverkan.rules import EvidencedClass

__all__ = ["class_by_evidence"]

_ORDER = (RiskClass.A, RiskClass.B, RiskClass.C)
_WITHIN = months(24)
_FAULTS = 2
"""So many deviations give a stricter class; our choice."""
_PROOFS = 3
"""So many checks that all were met give a looser class; our choice."""
_STRICTER = Text(
    "{checks} kontroller inte uppfyllda och {deviations} avvikelser {since} – {as_of}: ett steg "
    "strängare",
    "{checks} checks not met and {deviations} deviations {since} – {as_of}: one step stricter",
)
_LOOSER = Text(
    "{checks} kontroller uppfyllda, ingen annan och ingen avvikelse {since} – {as_of}: ett steg "
    "lättare",
    "{checks} checks met, no other and no deviation {since} – {as_of}: one step looser",
)


def class_by_evidence(
    portfolio: Portfolio,
    as_of: str | dt.date,
    *,
    within: Span | str = _WITHIN,
    default_class: RiskClass | str = RiskClass.B,
) -> Mapping[str, EvidencedClass]:
    """The contracts that what was checked puts in another class (riskklass efter underlag).

    One check that was not met, or two deviations, within the time give the next stricter class;
    three checks or more that all were met, and no deviation, give the next looser one. A private
    performer is never below B. The numbers are this library's choice.

    Args:
        portfolio: The facts.
        as_of: The day it is asked for.
        within: How far back evidence counts.
        default_class: The class of contracts that have none.

    >>> from samverkan.checkpoints import Checkpoint
    >>> failed = Checkpoint(id="C-1", occurred_on="2027-03-01", contract="A-1", outcome="notMet")
    >>> facts = Portfolio(contracts=(Contract(id="A-1", risk_class="C"),), checkpoints=(failed,))
    >>> found = class_by_evidence(facts, "2027-04-01")["A-1"]
    >>> found.risk_class.value, found.reasons[0].label()
    ('B', '1 checks not met and 0 deviations 2025-04-01 – 2027-04-01: one step stricter')
    """
    on = day(as_of)
    since = shift(on, -as_span(within))
    default = as_risk_class(default_class)
    found = {
        contract.id: _judged(portfolio, contract, since, on, default)
        for contract in portfolio.contracts
    }
    return {name: one for name, one in found.items() if one is not None}


def _judged(
    portfolio: Portfolio, contract: Contract, since: Day, as_of: Day, default: RiskClass
) -> EvidencedClass | None:
    checks = [
        one.outcome
        for one in current(portfolio.of(Checkpoint, contract.id), as_of)
        if one.occurred_on >= since and one.outcome is not CheckpointOutcome.NOT_ASSESSED
    ]
    deviations = sum(
        one.occurred_on >= since for one in current(portfolio.of(Deviation, contract.id), as_of)
    )
    failed, met = checks.count(CheckpointOutcome.NOT_MET), checks.count(CheckpointOutcome.MET)
    own = contract.follow_up_class or default
    values: dict[str, object] = {"deviations": deviations, "since": since, "as_of": as_of}
    if failed or deviations >= _FAULTS:
        step, text, values["checks"] = -1, _STRICTER, failed
    elif met == len(checks) >= _PROOFS and not deviations:
        step, text, values["checks"] = 1, _LOOSER, met
    else:
        return None
    place = min(max(_ORDER.index(own) + step, 0), len(_ORDER) - 1)
    if contract.private_performer:
        place = min(place, _ORDER.index(RiskClass.B))
    if _ORDER[place] is own:
        return None
    return EvidencedClass(risk_class=_ORDER[place], reasons=(Step(text, values),))
