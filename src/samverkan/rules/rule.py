"""Follow-up rules and what they give: data that can be called.

A rule takes a subject and a context and gives follow-ups. Everything else about a follow-up (its
id, its reasons) is worked out when it is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import attrs

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import (
    Aim,
    FollowUpKind,
    FollowUpStatus,
    RiskClass,
    Role,
    Roll,
    SourceKind,
    as_aim,
    as_follow_up_kind,
    as_role,
    as_roll,
)
from samverkan.contracts import Amendment, Contract, Extension, KeyDate, RiskRating
from samverkan.errors import CalendarError, PeriodError, RuleError
from samverkan.explanations import Explanation, LegalBasis, Step, Text
from samverkan.periods import Day, Period, Span, day_from_ordinal, shift
from samverkan.rules.facts import AnchorDay, Case, Context, Subject, anchor_named
from samverkan.rules.timing import Timing, falls, series

__all__ = ["FollowUp", "FollowUpRule", "Occurrence", "Rule"]

CHOICE = LegalBasis(SourceKind.CHOICE, "")


def _sources(value: LegalBasis | Iterable[LegalBasis]) -> tuple[LegalBasis, ...]:
    return (value,) if isinstance(value, LegalBasis) else tuple(value)


@attrs.frozen
class Occurrence:
    """One day that a rule's own function names (tillfälle).

    Attributes:
        on: The day, before it is rolled.
        anchor: The fact it hangs on; part of the follow-up's id.
        number: Which one of several on that fact.
    """

    on: Day
    anchor: str
    number: int = 0


Days: TypeAlias = Callable[[Subject, Context], Iterable[Occurrence]]
"""A rule's days as a function of the caller's own."""


@attrs.frozen(kw_only=True)
class FollowUpRule:
    """A rule that says what must be followed up when, by whom and why (uppföljningsregel).

    It is data, and a function from a subject and a context to follow-ups.

    Attributes:
        id: Never changed; part of every follow-up's id.
        timing: When; built by :func:`at` or :func:`every`, or a function of the caller's own.
        kind: What is followed up.
        aim: Trust, control or both.
        responsible: The function that sees to it.
        counterpart: The function on the other side.
        source: What it rests on, the weightiest first; the first one's kind is the rule's.
        title: What it is called, in both languages; the kind's label by default.
        roll: What to do when the day is no working day.
        country: The country whose law a statutory rule is; it applies to that country's buyers.
        in_force: The days on which an anchor must lie for the law to apply.
        note: What else a reader should know.

    Raises:
        RuleError: when a statutory rule names no country, or the id is empty or has a slash.
    """

    id: str
    timing: Timing | Days
    kind: FollowUpKind = attrs.field(converter=as_follow_up_kind)
    aim: Aim = attrs.field(converter=as_aim)
    responsible: Role = attrs.field(converter=as_role)
    counterpart: Role | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_role)
    )
    source: tuple[LegalBasis, ...] = attrs.field(converter=_sources)
    title: Text | None = None
    roll: Roll = attrs.field(default=Roll.FORWARD, converter=as_roll)
    country: str | None = None
    in_force: Period | None = None
    note: Text | None = None

    def __attrs_post_init__(self) -> None:
        if not self.id or "/" in self.id:
            raise RuleError(
                f"rule: id={self.id!r}; expected a text without '/', such as 'my.site-visit'",
                rule_id=self.id,
            )
        if not self.source:
            raise RuleError(f"rule {self.id!r}: no source; say what it rests on", rule_id=self.id)
        if self.source_kind is SourceKind.LAW and self.country is None:
            raise RuleError(
                f"rule {self.id!r}: is statutory (L) and names no country; give country='SE'",
                rule_id=self.id,
            )

    @property
    def source_kind(self) -> SourceKind:
        """How binding it is: statute, guidance or choice."""
        return self.source[0].kind

    @property
    def of_procurement(self) -> bool:
        """Whether its subjects are procurements; otherwise they are contracts."""
        return isinstance(self.timing, Timing) and anchor_named(self.timing.anchor).of_procurement

    def label(self, lang: str = "en") -> str:
        """What it is called."""
        return (self.title or self.kind).label(lang)

    def __call__(self, subject: Subject, context: Context) -> tuple[FollowUp, ...]:
        """The follow-ups of a subject, in order of anchor and occurrence, blocked ones included."""
        return tuple(self.items(Case(subject, context)))

    def items(self, case: Case) -> list[FollowUp]:
        """The follow-ups of a case that is already looked up."""
        if self.of_procurement is isinstance(case.subject, Contract):
            return []
        if self.source_kind is SourceKind.LAW and case.fact("country") != self.country:
            return []
        found: list[FollowUp] = []
        if isinstance(self.timing, Timing):
            Emission(self, self.timing, case.risk_class, case.context).add(case, found)
        else:
            for one in self.timing(case.subject, case.context):
                place = (one.anchor, one.on, case.subject)
                found.append(_moved(self, case, place, one.number, one.on))
        return found


Rule: TypeAlias = Callable[[Subject, Context], Iterable["FollowUp"]]
"""Any callable from a subject and a context to follow-ups; a :class:`FollowUpRule` is one."""


class Moves(dict[int, tuple[Day, Day]]):
    """For each ordinal the day and the working day it rolls to, worked out once."""

    __slots__ = ("calendar", "policy")

    def __init__(self, calendar: WorkingCalendar, policy: Roll) -> None:
        super().__init__()
        self.calendar = calendar
        self.policy = policy

    def __missing__(self, ordinal: int) -> tuple[Day, Day]:
        on = day_from_ordinal(ordinal)
        found = self[ordinal] = (on, self.calendar.roll(on, self.policy))
        return found


class Emission:
    """A rule made ready for one class and context, so that a plan does its part per rule once."""

    __slots__ = ("context", "moves", "offset", "rule", "step", "timing", "window")

    def __init__(
        self,
        rule: FollowUpRule,
        timing: Timing,
        risk_class: RiskClass,
        context: Context,
        moves: Moves | None = None,
    ) -> None:
        self.rule = rule
        self.timing = timing
        self.context = context
        self.offset = timing.offset.get(risk_class)
        self.step = None if timing.step is None else timing.step.get(risk_class)
        self.moves = Moves(context.calendar, rule.roll) if moves is None else moves
        verified = context.calendar.verified
        assert verified.start is not None  # noqa: S101  # calendars are bounded
        assert verified.end is not None  # noqa: S101  # calendars are bounded
        self.window = verified.start.toordinal(), verified.end.toordinal()

    @property
    def is_planned(self) -> bool:
        """Whether the class has this rule at all."""
        return self.offset is not None and (self.timing.step is None or self.step is not None)

    def add(self, case: Case, found: list[FollowUp]) -> None:
        """Append the follow-ups of a case, blocked ones included."""
        timing, rule, offset = self.timing, self.rule, self.offset
        if offset is None or (timing.step is not None and self.step is None):
            return
        days = case.days(timing.anchor)
        if days is None:
            if self._applies(case, (timing.anchor, _NO_DAY, case.subject)):
                found.append(
                    FollowUp(rule, case, timing.anchor, 0, None, None, timing.anchor)
                )
            return
        for day in days:
            if not self._applies(case, day):
                continue
            if self.step is not None:
                self._series(case, day, self.step, offset, found)
            elif offset.working_days or timing.not_before is not None:
                found.append(self._late(case, day, offset))
            else:
                self._once(case, day, offset, found)

    def _applies(self, case: Case, day: AnchorDay) -> bool:
        timing, in_force = self.timing, self.rule.in_force
        if timing.condition is not None and not timing.condition.holds(case, day):
            return False
        if any(exception.holds(case, day) for exception in timing.exceptions):
            return False
        return in_force is None or day[1] is _NO_DAY or day[1] in in_force

    def _once(self, case: Case, day: AnchorDay, offset: Span, found: list[FollowUp]) -> None:
        ordinal = falls(day[1], offset)
        if ordinal is None:
            found.append(FollowUp(self.rule, case, day[0], 0, None, None, "calendar"))
            return
        try:
            on, due = self.moves[ordinal]
        except CalendarError:
            on = day_from_ordinal(ordinal)
            found.append(FollowUp(self.rule, case, day[0], 0, on, None, "calendar"))
        except PeriodError:
            found.append(FollowUp(self.rule, case, day[0], 0, None, None, "calendar"))
        else:
            found.append(FollowUp(self.rule, case, day[0], 0, on, due))

    def _late(self, case: Case, day: AnchorDay, offset: Span) -> FollowUp:
        """One day that needs the calendar, or that may not come before another."""
        bound: tuple[AnchorDay, ...] | None = ()
        if self.timing.not_before is not None:
            bound = case.days(self.timing.not_before)
            if bound is None:
                return FollowUp(
                    self.rule, case, day[0], 0, None, None, self.timing.not_before
                )
        try:
            on = shift(day[1], offset, self.context.calendar)
        except (CalendarError, PeriodError):
            return FollowUp(self.rule, case, day[0], 0, None, None, "calendar")
        on = max([on, *(other[1] for other in bound)])
        return _moved(self.rule, case, day, 0, on)

    def _series(
        self, case: Case, day: AnchorDay, step: Span, offset: Span, found: list[FollowUp]
    ) -> None:
        """Occurrences strictly inside the contract, within what the calendar answers for."""
        rule, moves, anchor = self.rule, self.moves, day[0]
        ends = case.days("end") if isinstance(case.subject, Contract) else None
        first, last = self.window
        until = self.context.until
        if until is not None:
            last = min(last, until.toordinal())
        end = ends[0][1].toordinal() if ends else last + 1
        after = max(day[1].toordinal(), first - 1)
        for number, ordinal in series(day[1], step, offset, after, min(end, last + 1)):
            try:
                on, due = moves[ordinal]
            except CalendarError:
                on = day_from_ordinal(ordinal)
                found.append(FollowUp(rule, case, anchor, number, on, None, "calendar"))
                return
            found.append(FollowUp(rule, case, anchor, number, on, due))
        if ends and until is None and end > last + 1:
            beyond = next(series(day[1], step, offset, max(after, last), end), None)
            if beyond is not None:
                on = day_from_ordinal(beyond[1])
                found.append(FollowUp(rule, case, anchor, beyond[0], on, None, "calendar"))


_NO_DAY = Day(1, 1, 1)
"""Stands where an anchor's day is not known, so that conditions can be asked all the same."""


def _moved(rule: FollowUpRule, case: Case, day: AnchorDay, number: int, on: Day) -> FollowUp:
    try:
        due = case.context.calendar.roll(on, rule.roll)
    except (CalendarError, PeriodError):
        return FollowUp(rule, case, day[0], number, on, None, "calendar")
    return FollowUp(rule, case, day[0], number, on, due)


@attrs.frozen(eq=False)
class FollowUp:
    """Something that must be done about a contract or procurement (uppföljning, planerad punkt).

    Two are equal when id, both days and what is missing are.

    Attributes:
        rule: The rule that it comes from.
        case: The subject, and the context the plan was made in.
        anchor: Id of the fact it hangs on, such as ``"start"`` or ``"option:1"``.
        occurrence: Which one of a series; 0 for what happens once.
        falls_on: The contractual or statutory day, before it is rolled.
        due_on: The working day; ``None`` where it is blocked.
        missing: What blocks it: the anchor that has no day, or ``"calendar"``.
    """

    rule: FollowUpRule
    case: Case = attrs.field(repr=False)
    anchor: str
    occurrence: int
    falls_on: Day | None
    due_on: Day | None
    missing: str | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FollowUp) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[str, Day | None, Day | None, str | None]:
        return self.id, self.falls_on, self.due_on, self.missing

    @property
    def id(self) -> str:
        """``subject/rule/anchor fact/occurrence``; it does not change when the day does."""
        parts = (self.case.subject.id, self.rule.id, self.anchor)
        return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts) + (
            f"/{self.occurrence}"
        )

    @property
    def subject(self) -> Subject:
        """The contract or procurement."""
        return self.case.subject

    @property
    def kind(self) -> FollowUpKind:
        """What is followed up."""
        return self.rule.kind

    @property
    def aim(self) -> Aim:
        """Trust, control or both."""
        return self.rule.aim

    @property
    def responsible(self) -> Role:
        """The function that sees to it."""
        return self.rule.responsible

    @property
    def counterpart(self) -> Role | None:
        """The function on the other side."""
        return self.rule.counterpart

    @property
    def status(self) -> FollowUpStatus:
        """How it stands on the day the plan was made for; planned where no day was given."""
        if self.due_on is None:
            return FollowUpStatus.BLOCKED
        as_of = self.case.context.as_of
        if as_of is not None and self.due_on < as_of:
            return FollowUpStatus.OVERDUE_AT_CREATION
        return FollowUpStatus.PLANNED

    def title(self, lang: str = "en") -> str:
        """What it is called."""
        return self.rule.label(lang)

    def explanation(self) -> Explanation:
        """Why it is there and falls when it does, step by step."""
        return Explanation(tuple(_reasons(self)))

    def why(self, lang: str = "en") -> str:
        """The reasons in ``lang``, numbered."""
        return self.explanation().text(lang)

    def to_dict(self, *, reasons: bool = False) -> dict[str, object]:
        """The follow-up as plain data, with its reasons where asked for."""
        row: dict[str, object] = {
            "id": self.id,
            "subject": self.case.subject.id,
            "rule": self.rule.id,
            "title": {"sv": self.title("sv"), "en": self.title("en")},
            "anchor": self.anchor,
            "occurrence": self.occurrence,
            "falls_on": _iso(self.falls_on),
            "due_on": _iso(self.due_on),
            "status": self.status.value,
            "missing": self.missing,
            "kind": self.kind.value,
            "aim": self.aim.value,
            "responsible": self.responsible.value,
            "counterpart": None if self.counterpart is None else self.counterpart.value,
            "source_kind": self.rule.source_kind.value,
            "source_ref": "; ".join(basis.ref for basis in self.rule.source if basis.ref),
            "as_of": _iso(self.case.context.as_of),
        }
        if reasons:
            row["why"] = self.explanation().to_dict()["steps"]
        return row


def _iso(on: dt.date | None) -> str | None:
    return None if on is None else on.isoformat()


# ---------------------------------------------------------------------------- reasons
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
_OWN = Text("regeln {rule} anger {after}", "rule {rule} names {after}")
_AFTER = Text("{offset} efter: {after}", "{offset} after: {after}")
_BEFORE = Text("{offset} före: {after}", "{offset} before: {after}")
_EVERY = Text(
    "var {step} räknat från utgångspunkten, tillfälle {number}: {after}",
    "every {step} counted from the anchor, occurrence {number}: {after}",
)
_NOT_BEFORE = Text(
    "inte före {bound}: {after}", "not before {bound}: {after}"
)
_SAME_DAY = Text("{before} är en arbetsdag", "{before} is a working day")
_ROLLED = Text("{before} är {closed}: {policy} {after}", "{before} is {closed}: {policy} {after}")
_MISSING = Text(
    "kan inte dateras: uppgift saknas ({missing})", "cannot be dated: a fact is missing ({missing})"
)
_OPEN_END = Text(
    "kan inte dateras: avtalet gäller tills vidare",
    "cannot be dated: the contract runs until further notice",
)
_UNCOVERED = Text(
    "kan inte dateras: kalendern {calendar} är kontrollerad för {verified}",
    "cannot be dated: calendar {calendar} is verified for {verified}",
)
_PAST = Text(
    "dagen hade passerat när planen gjordes {as_of}", "the day had passed when the plan was made on {as_of}"
)
_LAW_APPLIES = Text("köparen lyder under lagen i {country}", "the buyer acts under the law of {country}")
_ASSUMES = Text(
    "förutsatt att tidigare optioner utnyttjas: {options}",
    "assuming that earlier options are exercised: {options}",
)
_SOURCE = Text("källa: {source}", "source: {source}")
_NO_ADVICE = Text(
    "upplysning, inte juridisk rådgivning", "for information; this is not legal advice"
)
_OPTION = Text("option {id}", "option {id}")
_AMENDMENT = Text("ändring {id}", "amendment {id}")


@attrs.frozen
class _FactName:
    """What a follow-up hangs on, in words."""

    fact: object

    def label(self, lang: str = "en") -> str:
        if isinstance(self.fact, Extension):
            return _OPTION.label(lang, id=self.fact.option.id)
        if isinstance(self.fact, Amendment):
            return _AMENDMENT.label(lang, id=self.fact.id)
        if isinstance(self.fact, KeyDate):
            return f"{self.fact.name} {self.fact.fact_id}"
        return ""


def _reasons(item: FollowUp) -> Iterator[Step]:
    yield from _class_reasons(item)
    timing = item.rule.timing
    if isinstance(timing, Timing):
        yield from _timing_reasons(item, timing)
    elif item.falls_on is not None:
        yield Step(_OWN, {"rule": item.rule.id}, after=item.falls_on)
    yield from _day_reasons(item)
    if item.rule.country is not None and item.rule.source_kind is SourceKind.LAW:
        yield Step(_LAW_APPLIES, {"country": item.rule.country})
    for basis in item.rule.source:
        yield Step(_SOURCE, {"source": basis})
    if item.rule.note is not None:
        yield Step(item.rule.note)
    if item.rule.source_kind is SourceKind.LAW:
        yield Step(_NO_ADVICE)


def _class_reasons(item: FollowUp) -> Iterator[Step]:
    subject, used = item.subject, item.case.risk_class
    if not isinstance(subject, Contract):
        return
    stated = subject.risk_class
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
    days = item.case.days(timing.anchor) or ()
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
    yield Step(named.text, {"on": day[1], "fact": _FactName(day[2])}, after=day[1])
    if item.falls_on is None:
        return
    offset = timing.offset.get(item.case.risk_class)
    step = None if timing.step is None else timing.step.get(item.case.risk_class)
    reached = item.falls_on
    if timing.not_before is not None and offset is not None:
        reached = shift(day[1], offset, item.case.context.calendar)
    if step is not None:
        values = {"step": step, "number": item.occurrence}
        yield Step(_EVERY, values, before=day[1], after=reached)
    if offset:
        backward = max(offset.months, offset.days, offset.working_days) <= 0
        text = _BEFORE if backward else _AFTER
        yield Step(text, {"offset": -offset if backward else offset}, before=day[1], after=reached)
    if reached != item.falls_on and timing.not_before is not None:
        for bound in item.case.days(timing.not_before) or ():
            yield Step(_NOT_BEFORE, {"bound": bound[1]}, before=reached, after=item.falls_on)


def _day_reasons(item: FollowUp) -> Iterator[Step]:
    calendar, as_of = item.case.context.calendar, item.case.context.as_of
    if item.missing == "calendar":
        values = {"calendar": calendar.name, "verified": calendar.verified}
        yield Step(_UNCOVERED, values, before=item.falls_on)
    elif item.missing is not None:
        subject = item.subject
        runs_on = isinstance(subject, Contract) and subject.period is not None
        text = _OPEN_END if item.missing == "end" and runs_on else _MISSING
        yield Step(text, {"missing": item.missing})
    elif item.falls_on is not None and item.due_on is not None and item.rule.roll is not Roll.NONE:
        closed = calendar.closed_day(item.falls_on)
        if closed is None:
            yield Step(_SAME_DAY, before=item.falls_on)
        else:
            values = {"closed": closed, "policy": item.rule.roll}
            yield Step(_ROLLED, values, before=item.falls_on, after=item.due_on)
    if item.status is FollowUpStatus.OVERDUE_AT_CREATION:
        yield Step(_PAST, {"as_of": as_of})
