"""Rules that react: something happens, and within a window of days it is followed up.

Dated rules know their days in advance; these hang on facts that nobody planned. Each extra
follow-up has the fact in its id and names it in its reasons.

>>> from samverkan.codelists import SourceKind
>>> from samverkan.explanations import LegalBasis
>>> again = after("not-met", "20 working days").rule(
...     id="my.check-again", kind="requirement-compliance", aim="control", responsible="orderer",
...     source=LegalBasis(SourceKind.CHOICE, "our own window"),
... )
>>> again.id, sorted(EVENTS)
('my.check-again', ['amendment', 'deviation', 'not-met', 'owner', 'silence', 'subcontractor'])
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

import attrs

from samverkan.checkpoints import Checkpoint, Deviation
from samverkan.codelists import (
    Aim,
    CheckpointOutcome,
    FollowUpKind,
    RelationKind,
    Role,
    Severity,
    SourceKind,
)
from samverkan.contracts import Contract
from samverkan.dialogue import Dialogue
from samverkan.errors import RuleError, near
from samverkan.explanations import Finding, LegalBasis, Step, Text
from samverkan.periods import Day, Period, Span, as_span, day, months, shift
from samverkan.relations import Relation
from samverkan.rules import Context, FollowUp, FollowUpRule, Occurrence, PerClass, Subject
from samverkan.schedule._done import current
from samverkan.understanding import RoleHolding

__all__ = ["EVENTS", "After", "Event", "after", "event_rules", "trust_fell"]

_SILENCE = months(6)
_CHOICE = LegalBasis(
    SourceKind.CHOICE, Text("reaktion på en händelse", "reaction to something that happened")
)
_DEVIATION = Text("avvikelse {id} den {on}: {what}", "deviation {id} on {on}: {what}")
_AMENDMENT = Text("ändring {id} gäller från {on}", "amendment {id} takes effect on {on}")
_NOT_MET = Text(
    "kontrollpunkt {id} den {on} visade: {outcome}", "checkpoint {id} on {on} showed: {outcome}"
)
_OWNER = Text("{party} är {role} från {on} ({id})", "{party} is {role} from {on} ({id})")
_OWNS = Text("{party} äger {target} från {on} ({id})", "{party} owns {target} from {on} ({id})")
_LEFT = Text("{party} är {role} till och med {on} ({id})", "{party} is {role} until {on} ({id})")
_QUIET = Text(
    "{since} hände det senaste: sedan {lasting} inga möten eller kontroller",
    "nothing since {since}: no meeting or check for {lasting}",
)
_WITHIN = Text("följs upp {offset} därefter: {after}", "followed up {offset} later: {after}")
_TRUST = Text(
    "tilliten i {contract} har fallit från {before} till {now}",
    "trust in {contract} has fallen from {before} to {now}",
)


@attrs.frozen
class Event:
    """Something that happened in a contract (händelse).

    Attributes:
        anchor: Id of the fact, as it stands in the id of a follow-up.
        on: The day.
        what: The fact in words.

    >>> Event("deviation:V-1", day("2027-03-01"), Step(Text("fel pris", "wrong price"))).anchor
    'deviation:V-1'
    """

    anchor: str
    on: Day
    what: Step


Source: TypeAlias = Callable[[Contract, Context, Span], Iterator[Event]]


def _deviations(contract: Contract, context: Context, _: Span) -> Iterator[Event]:
    for one in current(context.portfolio.of(Deviation, contract.id), context.as_of):
        values = {"id": one.id, "on": one.occurred_on, "what": one.what}
        yield Event(f"deviation:{one.id}", one.occurred_on, Step(_DEVIATION, values))


def _amendments(contract: Contract, context: Context, _: Span) -> Iterator[Event]:
    for one in contract.amendments_by(context.as_of):
        values = {"id": one.id, "on": one.occurred_on}
        yield Event(f"amendment:{one.id}", one.occurred_on, Step(_AMENDMENT, values))


def _not_met(contract: Contract, context: Context, _: Span) -> Iterator[Event]:
    for one in current(context.portfolio.of(Checkpoint, contract.id), context.as_of):
        if one.outcome is CheckpointOutcome.NOT_MET:
            values = {"id": one.id, "on": one.occurred_on, "outcome": one.outcome}
            yield Event(f"checkpoint:{one.id}", one.occurred_on, Step(_NOT_MET, values))


def _first_day(contract: Contract) -> Day | None:
    start = None if contract.period is None else contract.period.start
    return contract.signed_on if start is None else start


def _began(contract: Contract, period: Period | None, context: Context) -> Day | None:
    """The day from which it holds, where that lies in the contract's life and in the past."""
    first, start = _first_day(contract), None if period is None else period.start
    if first is None or start is None or start <= first:
        return None
    return start if context.as_of is None or start <= context.as_of else None


def _holdings(contract: Contract, context: Context, role: Role) -> Iterator[Event]:
    for one in current(context.portfolio.of(RoleHolding, contract.id), context.as_of):
        if one.role is not role:
            continue
        values: dict[str, object] = {"id": one.id, "party": one.party, "role": role}
        if (start := _began(contract, one.period, context)) is not None:
            yield Event(f"role:{one.id}", start, Step(_OWNER, {**values, "on": start}))
        end = None if one.period is None else one.period.end
        if role is Role.SUBCONTRACTOR and end is not None and _is_in(contract, end, context):
            yield Event(f"role-end:{one.id}", end, Step(_LEFT, {**values, "on": end}))


def _is_in(contract: Contract, on: Day, context: Context) -> bool:
    """Whether a day has come and the contract goes on after it."""
    end = contract.end(context.as_of)
    return (context.as_of is None or on < context.as_of) and (end is None or on < end)


def _owners(contract: Contract, context: Context, _: Span) -> Iterator[Event]:
    yield from _holdings(contract, context, Role.CONTRACT_OWNER)
    for supplier in contract.suppliers:
        found = context.portfolio.of(Relation, supplier, by="target")
        for one in current(found, context.as_of):
            start = _began(contract, one.period, context)
            if one.kind is RelationKind.OWNS and start is not None:
                values = {"id": one.id, "party": one.source, "target": supplier, "on": start}
                yield Event(f"relation:{one.id}", start, Step(_OWNS, values))


def _subcontractors(contract: Contract, context: Context, _: Span) -> Iterator[Event]:
    yield from _holdings(contract, context, Role.SUBCONTRACTOR)


def _silence(contract: Contract, context: Context, lasting: Span) -> Iterator[Event]:
    """The contract runs, and nobody has met or checked anything for long."""
    as_of, start = context.as_of, _first_day(contract)
    if as_of is None or start is None or not _is_in(contract, start, context):
        return
    end = contract.end(as_of)
    if end is not None and end < as_of:
        return
    known = context.portfolio
    contacts = [("start", start)]
    contacts += [
        (f"dialogue:{one.id}", one.occurred_on)
        for one in current(known.of(Dialogue, contract.id), as_of)
    ]
    contacts += [
        (f"checkpoint:{one.id}", one.occurred_on)
        for one in current(known.of(Checkpoint, contract.id), as_of)
    ]
    last, since = max(contacts, key=lambda one: (one[1], one[0]))
    on = shift(since, lasting, context.calendar)
    if on <= as_of:
        values = {"since": since, "lasting": lasting}
        yield Event(f"silence:{last}", on, Step(_QUIET, values))


EVENTS: Mapping[str, Source] = MappingProxyType(
    {
        "deviation": _deviations,
        "amendment": _amendments,
        "not-met": _not_met,
        "owner": _owners,
        "subcontractor": _subcontractors,
        "silence": _silence,
    }
)
"""What rules can react to, by name.

``owner`` is a new contract owner on the buyer's side or a new owner of a supplier; ``silence``
asks for the day a plan is made for, since it is about what has not happened by then.
"""


@attrs.frozen
class After:
    """When a reaction falls: a while after something happened (reaktionstid).

    Made by :func:`after`; it is the timing of a :class:`~samverkan.rules.FollowUpRule`.

    Attributes:
        event: Which of :data:`EVENTS`.
        offset: How long after the day; by class where classes differ.
        lasting: How long a silence must be to count.

    >>> After("silence", PerClass.of("10 working days"), months(3)).lasting.months
    3

    Raises:
        RuleError: for an unknown event; the message names the near ones.
    """

    event: str
    offset: PerClass
    lasting: Span = _SILENCE

    def __attrs_post_init__(self) -> None:
        if self.event not in EVENTS:
            raise RuleError(f"unknown event {self.event!r}; {near(self.event, EVENTS)}")

    def _events(self, subject: Subject, context: Context) -> Iterator[Event]:
        if isinstance(subject, Contract):
            yield from EVENTS[self.event](subject, context, self.lasting)

    def __call__(self, subject: Subject, context: Context) -> Iterator[Occurrence]:
        """The days on which the events of a contract are to be followed up."""
        offset = self.offset.get(context.case(subject).risk_class)
        if offset is None:
            return
        for event in self._events(subject, context):
            yield Occurrence(shift(event.on, offset, context.calendar), event.anchor)

    def reasons(self, item: FollowUp, /) -> Iterator[Step]:
        """The fact that caused a follow-up, and how long after it the follow-up falls."""
        offset = self.offset.get(item.case.risk_class)
        for event in self._events(item.subject, item.case.context):
            if event.anchor == item.anchor:
                yield event.what
                yield Step(_WITHIN, {"offset": offset}, before=event.on, after=item.falls_on)

    def rule(
        self,
        *,
        id: str,  # noqa: A002  # what every noun calls it
        kind: FollowUpKind | str,
        aim: Aim | str,
        responsible: Role | str,
        counterpart: Role | str | None = None,
        source: LegalBasis | tuple[LegalBasis, ...] = _CHOICE,
        title: Text | None = None,
    ) -> FollowUpRule:
        """The rule that reacts then; its arguments are those of a follow-up rule."""
        return FollowUpRule(
            id=id,
            timing=self,
            kind=kind,
            aim=aim,
            responsible=responsible,
            counterpart=counterpart,
            source=source,
            title=title,
        )


def after(
    event: str,
    offset: Span | str | Mapping[str, Span | str],
    *,
    lasting: Span | str = _SILENCE,
) -> After:
    """A while after something happened.

    Args:
        event: Which of :data:`EVENTS`.
        offset: How long after the day; by class where classes differ.
        lasting: How long a silence must be to count.

    >>> after("deviation", {"A": "5 working days", "B": "10 working days"}).offset.plain()
    {'A': '5 working days', 'B': '10 working days'}

    Raises:
        RuleError: for an unknown event; the message names the near ones.
    """
    return After(event, PerClass.of(offset), as_span(lasting))


_MANAGER, _CONTACT = Role.CONTRACT_MANAGER, Role.SUPPLIER_CONTACT
_RULES: Mapping[str, FollowUpRule] = MappingProxyType(
    {
        "deviation": after("deviation", "10 working days").rule(
            id="event.deviation",
            kind=FollowUpKind.DEVIATION,
            aim=Aim.BOTH,
            responsible=_MANAGER,
            counterpart=_CONTACT,
            title=Text("Följ upp avvikelsen", "Follow up the deviation"),
        ),
        "amendment": after("amendment", "30 days").rule(
            id="event.amendment",
            kind=FollowUpKind.TACTICAL_MEETING,
            aim=Aim.BOTH,
            responsible=_MANAGER,
            counterpart=_CONTACT,
            title=Text("Gå igenom ändringen", "Go through the amendment"),
        ),
        "not-met": after("not-met", "20 working days").rule(
            id="event.not-met",
            kind=FollowUpKind.REQUIREMENT_COMPLIANCE,
            aim=Aim.CONTROL,
            responsible=_MANAGER,
            counterpart=_CONTACT,
            title=Text("Kontrollera igen", "Check again"),
        ),
        "owner": after("owner", "20 working days").rule(
            id="event.owner",
            kind=FollowUpKind.STRATEGIC_MEETING,
            aim=Aim.BOTH,
            responsible=Role.CONTRACT_OWNER,
            counterpart=Role.SUPPLIER_EXECUTIVE,
            title=Text("Möte efter ägarbyte", "Meeting after a change of owner"),
        ),
        "subcontractor": after("subcontractor", "10 working days").rule(
            id="event.subcontractor",
            kind=FollowUpKind.SUBCONTRACTOR_CONTROL,
            aim=Aim.CONTROL,
            responsible=_MANAGER,
            counterpart=_CONTACT,
            title=Text(
                "Kontroll efter byte av underleverantör", "Control after a change of subcontractor"
            ),
        ),
        "silence": after("silence", "10 working days").rule(
            id="event.silence",
            kind=FollowUpKind.OPERATIONAL_MEETING,
            aim=Aim.TRUST,
            responsible=_MANAGER,
            counterpart=_CONTACT,
            title=Text("Ta kontakt efter lång tystnad", "Get in touch after a long silence"),
        ),
    }
)


def event_rules(*names: str) -> tuple[FollowUpRule, ...]:
    """Rules for some events with this library's windows (regler som reagerar); all without names.

    The Swedish book has deviations and amendments already, so beside it name the others.

    >>> [rule.id for rule in event_rules("not-met", "silence")]
    ['event.not-met', 'event.silence']

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
