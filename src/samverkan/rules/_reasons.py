"""Why a follow-up is there and falls when it does, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

import attrs

from samverkan.checkpoints import Checkpoint, Deviation
from samverkan.codelists import FollowUpStatus, Roll, SourceKind
from samverkan.contracts import Amendment, Contract, Extension, KeyDate, RiskRating
from samverkan.errors import CalendarError, PeriodError
from samverkan.explanations import LegalBasis, Step, Text
from samverkan.periods import Day, Span, shift
from samverkan.relations import Relation
from samverkan.rules.anchors import anchor_named
from samverkan.rules.follow_up import PAST, FollowUp
from samverkan.rules.happenings import Ended, Quiet
from samverkan.understanding import RoleHolding

if TYPE_CHECKING:
    from samverkan.rules.rule import Timing

__all__ = ["FactName", "counted_from", "reasons"]


CHOICE = LegalBasis(SourceKind.CHOICE)

_STATED = Text("avtalet har riskklass {risk}", "the contract has risk class {risk}")
_RATED = Text(
    "betydelse {importance} och risk {level} av 3 ger riskklass {risk}",
    "importance {importance} and risk {level} of 3 give risk class {risk}",
)
_RAISED = Text(
    "privat utförare: aldrig under riskklass {risk}",
    "private performer: never below risk class {risk}",
)
_ASSUMED = Text(
    "avtalet saknar riskklass och planeras som {risk}",
    "the contract has no risk class and is planned as {risk}",
)
_EVIDENCED = Text(
    "underlaget ger riskklass {risk} i stället för {stated}",
    "the evidence gives risk class {risk} instead of {stated}",
)
_OWN = Text("regeln {rule} anger {after}", "rule {rule} names {after}")
_AFTER = Text("{offset} efter: {after}", "{offset} after: {after}")
_BEFORE = Text("{offset} före: {after}", "{offset} before: {after}")
_EVERY = Text(
    "tillfälle {number} med {step} emellan, räknat från utgångspunkten: {after}",
    "occurrence {number}, every {step} counted from the anchor: {after}",
)
_EVERY_OFFSET = Text(
    "tillfälle {number} med {step} emellan och {offset} därtill, räknat från utgångspunkten: "
    "{after}",
    "occurrence {number}, every {step} and {offset} more, counted from the anchor: {after}",
)
_NOT_BEFORE = Text("inte före {bound}: {after}", "not before {bound}: {after}")
_SAME_DAY = Text("{before} är en arbetsdag", "{before} is a working day")
_ROLLED = Text("{before} är {closed}: {policy} {after}", "{before} is {closed}: {policy} {after}")
_MISSING = Text(
    "kan inte dateras: uppgift saknas ({missing})",
    "cannot be dated: a fact is missing ({missing})",
)
_OPEN_END = Text(
    "kan inte dateras: avtalet gäller tills vidare",
    "cannot be dated: the contract runs until further notice",
)
_UNCOVERED = Text(
    "kan inte dateras: kalendern {calendar} är kontrollerad för {verified}",
    "cannot be dated: calendar {calendar} is verified for {verified}",
)
_LAW_APPLIES = Text(
    "köparen lyder under lagen i {country}", "the buyer acts under the law of {country}"
)
_ASSUMES = Text(
    "förutsatt att tidigare optioner utnyttjas: {options}",
    "assuming that earlier options are exercised: {options}",
)
_SOURCE = Text("källa: {source}", "source: {source}")
_NOTE = Text("{note}", "{note}")
_NO_ADVICE = Text(
    "upplysning, inte juridisk rådgivning", "for information; this is not legal advice"
)
_OPTION = Text("option {id}", "option {id}")
_NAMED: Mapping[type, tuple[Text, tuple[str, ...]]] = MappingProxyType(
    {
        Amendment: (Text("ändring {id}", "amendment {id}"), ("id",)),
        Deviation: (Text("avvikelse {id} ({what})", "deviation {id} ({what})"), ("id", "what")),
        Checkpoint: (Text("kontrollpunkt {id}", "checkpoint {id}"), ("id",)),
        RoleHolding: (
            Text("{party} är {role} ({id}) från", "{party} is {role} ({id}) from"),
            ("id", "party", "role"),
        ),
        Relation: (
            Text("{source} äger {target} ({id}) från", "{source} owns {target} ({id}) from"),
            ("id", "source", "target"),
        ),
    }
)
"""What facts are called, and their fields in it."""


@attrs.frozen
class FactName:
    """What a follow-up hangs on, in words."""

    fact: object

    def label(self, lang: str = "en") -> str:
        """Such as ``option 1``."""
        fact = self.fact
        if isinstance(fact, Extension):
            return _OPTION.label(lang, id=fact.option.id)
        if isinstance(fact, KeyDate):
            return f"{fact.name} {fact.fact_id}"
        if isinstance(fact, Ended | Quiet):
            return fact.label(lang)
        text, fields = _NAMED.get(type(fact), (None, ()))
        values = {name: getattr(fact, name) for name in fields}
        return "" if text is None else text.label(lang, **values)


@attrs.frozen
class _Missing:
    """What blocks a follow-up, in words."""

    item: FollowUp

    def label(self, lang: str = "en") -> str:
        return self.item.missing_label(lang) or ""


def reasons(item: FollowUp) -> Iterator[Step]:
    """The steps that lead to a follow-up: class, anchor, timing, roll, and what it rests on."""
    yield from _class_reasons(item)
    timing = item.rule.timing
    if not callable(timing):
        yield from _timing_reasons(item, timing)
    elif (tells := _own_reasons(timing)) is not None:
        yield from tells(item)
    elif item.falls_on is not None:
        yield Step(_OWN, {"rule": item.rule.id}, after=item.falls_on)
    yield from _day_reasons(item)
    if item.rule.country is not None and item.rule.source_kind is SourceKind.LAW:
        yield Step(_LAW_APPLIES, {"country": item.rule.country})
    for basis in item.rule.source:
        yield Step(_SOURCE, {"source": basis})
    if item.rule.note is not None:
        yield Step(_NOTE, {"note": item.rule.note})
    if item.rule.source_kind is SourceKind.LAW:
        yield Step(_NO_ADVICE)


def _own_reasons(timing: object) -> Callable[[FollowUp], Iterator[Step]] | None:
    """What a rule's own function says its days come from, where it can (``reasons(item)``)."""
    found: object = getattr(timing, "reasons", None)
    return cast("Callable[[FollowUp], Iterator[Step]]", found) if callable(found) else None


def _class_reasons(item: FollowUp) -> Iterator[Step]:
    subject, used = item.subject, item.case.risk_class
    if not isinstance(subject, Contract):
        return
    stated = subject.risk_class
    evidenced = item.case.context.classes.get(subject.id)
    if evidenced is not None:
        yield from evidenced.reasons
        own = subject.follow_up_class
        yield Step(_EVIDENCED, {"risk": used.value, "stated": own and own.value}, basis=CHOICE)
        return
    if stated is None:
        yield Step(_ASSUMED, {"risk": used.value}, basis=CHOICE)
        return
    found = stated.risk_class if isinstance(stated, RiskRating) else stated
    if isinstance(stated, RiskRating):
        values = {"importance": stated.importance, "level": stated.risk, "risk": found.value}
        yield Step(_RATED, values, basis=CHOICE)
    else:
        yield Step(_STATED, {"risk": found.value})
    if found is not used:
        yield Step(_RAISED, {"risk": used.value}, basis=CHOICE)


def _timing_reasons(item: FollowUp, timing: Timing) -> Iterator[Step]:
    try:
        days = item.case.days(timing.anchor) or ()
    except (CalendarError, PeriodError):
        return  # the calendar does not reach the anchor itself, which is said below
    day = next((one for one in days if one[0] == item.anchor), None)
    if day is None:
        return
    if isinstance(day[2], Extension) and day[2].assumes:
        yield Step(_ASSUMES, {"options": day[2].assumes})
    if timing.condition is not None:
        yield timing.condition.met()
    for exception in timing.exceptions:
        if (step := exception.not_met(item.case, day)) is not None:
            yield step
    named = anchor_named(timing.anchor)
    yield Step(named.text, {"on": day[1], "fact": FactName(day[2])}, after=day[1])
    if item.falls_on is not None:
        yield from _counting_reasons(item, timing, day[1], item.falls_on)


def _counting_reasons(
    item: FollowUp, timing: Timing, anchor: Day, falls_on: Day
) -> Iterator[Step]:
    """From the anchor to the day itself."""
    offset = timing.offset.get(item.case.risk_class) or Span()
    every = None if timing.step is None else timing.step.get(item.case.risk_class)
    if every is not None:
        values = {"step": every, "number": item.occurrence, "offset": offset}
        yield Step(_EVERY_OFFSET if offset else _EVERY, values, before=anchor, after=falls_on)
        return
    reached = falls_on if timing.not_before is None else counted_from(item, timing, anchor)
    if offset:
        backward = max(offset.months, offset.days, offset.working_days) <= 0
        values = {"offset": -offset if backward else offset}
        yield Step(_BEFORE if backward else _AFTER, values, before=anchor, after=reached)
    if reached != falls_on:
        yield Step(_NOT_BEFORE, {"bound": falls_on}, before=reached, after=falls_on)


def counted_from(item: FollowUp, timing: Timing, on: Day) -> Day | None:
    """The day counted from the anchor alone; ``None`` where there is no such day."""
    offset = timing.offset.get(item.case.risk_class) or Span()
    try:
        return shift(on, offset, item.case.context.calendar)
    except PeriodError:
        return None


def _day_reasons(item: FollowUp) -> Iterator[Step]:
    calendar, as_of = item.case.context.calendar, item.case.context.as_of
    if item.missing == "calendar":
        values = {"calendar": calendar.name, "verified": calendar.verified}
        yield Step(_UNCOVERED, values, before=item.falls_on)
    elif item.missing is not None:
        subject = item.subject
        runs_on = isinstance(subject, Contract) and subject.period is not None
        text = _OPEN_END if item.missing == "end" and runs_on else _MISSING
        yield Step(text, {"missing": _Missing(item)})
    elif item.falls_on is not None and item.due_on is not None and item.rule.roll is not Roll.NONE:
        closed = calendar.closed_day(item.falls_on)
        if closed is None:
            yield Step(_SAME_DAY, before=item.falls_on)
        else:
            values = {"closed": closed, "policy": item.rule.roll}
            rolled = calendar.roll(item.falls_on, item.rule.roll)
            yield Step(_ROLLED, values, before=item.falls_on, after=rolled)
    if item.moved is not None:
        yield item.moved
    if item.status is FollowUpStatus.OVERDUE_AT_CREATION:
        yield Step(PAST, {"as_of": as_of})
