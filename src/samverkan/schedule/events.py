"""Rules that react: what happens in a contract becomes something to follow up (händelser).

Each event is an anchor, and a reaction is a rule like any other: its days are counted from the
event, its id holds the fact, and its reasons name it. So a rule book in TOML may have reactions of
its own, with windows by class and conditions.

>>> from samverkan.rules import RuleBook
>>> book = RuleBook.from_toml('''
... [book]
... id = "mine"
...
... [[rule]]
... id = "mine.check-again"
... at = "not_met"
... offset = { A = "5 working days", B = "20 working days" }
... kind = "requirement-compliance"
... aim = "control"
... responsible = "orderer"
... source = { kind = "X", ref = "our own window" }
... ''')
>>> book["mine.check-again"].timing.reacts
True
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from samverkan.codelists import Aim, FollowUpKind, Role, Severity, SourceKind
from samverkan.errors import RuleError, near
from samverkan.explanations import Finding, LegalBasis, Step, Text
from samverkan.periods import day
from samverkan.rules import FollowUpRule, at

__all__ = ["event_rules", "trust_fell"]

_CHOICE = LegalBasis(
    SourceKind.CHOICE, Text("reaktion på en händelse", "reaction to something that happened")
)
_TRUST = Text(
    "tilliten i {contract} har fallit från {before} till {now}",
    "trust in {contract} has fallen from {before} to {now}",
)


def _rule(
    event: str,
    within: str,
    kind: FollowUpKind,
    aim: Aim,
    title: Text,
    sides: tuple[Role, Role] = (Role.CONTRACT_MANAGER, Role.SUPPLIER_CONTACT),
) -> FollowUpRule:
    return at(event, within).rule(
        id=f"event.{event}",
        kind=kind,
        aim=aim,
        responsible=sides[0],
        counterpart=sides[1],
        source=_CHOICE,
        title=title,
    )


_RULES: Mapping[str, FollowUpRule] = MappingProxyType(
    {
        "incident": _rule(
            "incident",
            "10 working days",
            FollowUpKind.DEVIATION,
            Aim.BOTH,
            Text("Följ upp avvikelsen", "Follow up the deviation"),
        ),
        "amendment": _rule(
            "amendment",
            "30 days",
            FollowUpKind.TACTICAL_MEETING,
            Aim.BOTH,
            Text("Gå igenom ändringen", "Go through the amendment"),
        ),
        "not_met": _rule(
            "not_met",
            "20 working days",
            FollowUpKind.REQUIREMENT_COMPLIANCE,
            Aim.CONTROL,
            Text("Kontrollera igen", "Check again"),
        ),
        "owner_change": _rule(
            "owner_change",
            "20 working days",
            FollowUpKind.STRATEGIC_MEETING,
            Aim.BOTH,
            Text("Möte efter ägarbyte", "Meeting after a change of owner"),
            (Role.CONTRACT_OWNER, Role.SUPPLIER_EXECUTIVE),
        ),
        "subcontractor_change": _rule(
            "subcontractor_change",
            "10 working days",
            FollowUpKind.SUBCONTRACTOR_CONTROL,
            Aim.CONTROL,
            Text(
                "Kontroll efter byte av underleverantör", "Control after a change of subcontractor"
            ),
        ),
        "silence": _rule(
            "silence",
            "10 working days",
            FollowUpKind.OPERATIONAL_MEETING,
            Aim.TRUST,
            Text("Ta kontakt efter lång tystnad", "Get in touch after a long silence"),
        ),
    }
)


def event_rules(*names: str) -> tuple[FollowUpRule, ...]:
    """Rules for some events with this library's windows (regler som reagerar); all without names.

    The names are those of the anchors. The Swedish book has incidents (deviations among them) and
    amendments already, so beside it name the others. ``silence`` asks for the day a plan is made
    for, since it is about what has not happened by then.

    >>> [rule.id for rule in event_rules("not_met", "silence")]
    ['event.not_met', 'event.silence']

    Raises:
        RuleError: for an unknown event; the message names the near ones.
    """
    for name in names:
        if name not in _RULES:
            raise RuleError(f"unknown event {name!r}; {near(name, _RULES)}")
    return tuple(_RULES[name] for name in names or _RULES)


def trust_fell(
    contract: str,
    *,
    before: float,
    now: float,
    on: str | dt.date,
    least: float = 0.1,
) -> Finding | None:
    """A fall in trust as a finding, to make a plan with (fall i tillit).

    Trust is worked out elsewhere; here are two numbers between 0 and 1, such as the expectations
    of two opinions.

    Args:
        contract: Id of the contract it is about.
        before: The number before.
        now: The number now.
        on: The day it is known.
        least: The smallest fall that counts; our choice.

    >>> trust_fell("A-1", before=0.8, now=0.6, on="2027-03-01").message("sv")
    'tilliten i A-1 har fallit från 0.80 till 0.60'
    >>> trust_fell("A-1", before=0.8, now=0.75, on="2027-03-01") is None
    True
    """
    if before - now < least:
        return None
    values = {"contract": contract, "before": f"{before:.2f}", "now": f"{now:.2f}"}
    return Finding(
        check="trust.fell",
        severity=Severity.WARNING,
        subjects=(contract,),
        summary=Step(_TRUST, values),
        on=day(on),
        needs_review=True,
    )
