"""What rules may hang on and ask about: the closed vocabulary of anchors and facts.

An *anchor* gives the days a follow-up is counted from: one day (``start``), one for each of
several facts (``option_deadline``), or, under ``date:NAME``, the days a user has named. A *fact*
is what a condition may ask (``regime``, ``kind``, …). Both are names with one meaning, so that a
rule stays data that a table engine can run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import attrs

from samverkan.calendars import WorkingCalendar
from samverkan.checkpoints import Deviation
from samverkan.codelists import RiskClass
from samverkan.contracts import Amendment, Contract, Extension, KeyDate
from samverkan.errors import RuleError, near
from samverkan.explanations import Text
from samverkan.periods import Day, add_months, shift
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.rules.classes import EvidencedClass, no_classes

__all__ = [
    "ANCHORS",
    "FACTS",
    "Anchor",
    "AnchorDay",
    "Case",
    "Context",
    "Subject",
    "anchor_named",
]

Subject: TypeAlias = Contract | Procurement
"""What a rule is about."""

AnchorDay: TypeAlias = tuple[str, Day, "Contract | Procurement | object"]
"""Id of the fact, its day, and the fact itself (the contract where it is the contract's own)."""


@attrs.frozen(kw_only=True)
class Context:
    """What a rule needs beside its subject (sammanhang).

    Attributes:
        portfolio: Where the subject's references resolve.
        calendar: The working days to roll to.
        as_of: The day the plan is made for; ``None`` for a plan without statuses, by all facts.
        until: Last day of series that have no end of their own; the calendar's last by default.
        default_class: The class of a contract that has none.
        classes: Classes that follow evidence, by the contract's id; they go before stated ones.

    >>> from samverkan.calendars import calendar_from_days
    >>> week = calendar_from_days("week", [], ("2026-01-01", "2026-12-31"))
    >>> Context(portfolio=Portfolio(), calendar=week).default_class.value
    'B'
    """

    portfolio: Portfolio
    calendar: WorkingCalendar
    as_of: Day | None = None
    until: Day | None = None
    default_class: RiskClass = RiskClass.B
    classes: Mapping[str, EvidencedClass] = attrs.field(factory=no_classes, hash=False)

    def class_of(self, contract: Contract) -> RiskClass | None:
        """The class of a contract: by evidence where given, else as stated or classified."""
        found = self.classes.get(contract.id) if self.classes else None
        return contract.follow_up_class if found is None else found.risk_class

    def case(self, subject: Subject) -> Case:
        """The subject in this context."""
        return Case(subject, self)

    @property
    def verified_ordinals(self) -> tuple[int, int]:
        """The first and the last day that the calendar answers for, as ordinals."""
        verified = self.calendar.verified
        assert verified.start is not None  # noqa: S101  # calendars are bounded
        assert verified.end is not None  # noqa: S101  # calendars are bounded
        return verified.start.toordinal(), verified.end.toordinal()


_UNASKED: tuple[AnchorDay, ...] = (("", Day(1, 1, 1), None),)
"""Stands for an anchor that nobody has asked about yet."""


class Case:
    """One subject in one context (ärende); anchors and facts are looked up once.

    Attributes:
        subject: The contract or procurement.
        context: What the plan is made from.

    >>> from samverkan.calendars import calendar_from_days
    >>> from samverkan.periods import Period
    >>> week = calendar_from_days("week", [], ("2026-01-01", "2026-12-31"))
    >>> contract = Contract(id="A-1", period=Period("2026-09-01"))
    >>> case = Context(portfolio=Portfolio(contracts=(contract,)), calendar=week).case(contract)
    >>> case.days("start")[0][:2], case.days("end"), case.risk_class.value
    (('start', Date(2026, 9, 1)), None, 'B')
    """

    __slots__ = ("_facts", "_found", "context", "subject")

    def __init__(self, subject: Subject, context: Context) -> None:
        self.subject = subject
        self.context = context
        self._found: dict[str, Day | tuple[AnchorDay, ...] | None] = {}
        self._facts: dict[str, object] = {}

    @property
    def risk_class(self) -> RiskClass:
        """The class the subject is planned as; the context's where it has none."""
        one, context = self.subject, self.context
        stated = context.class_of(one) if isinstance(one, Contract) else None
        return context.default_class if stated is None else stated

    def found(self, anchor: str) -> Day | tuple[AnchorDay, ...] | None:
        """What an anchor finds: the one day, or one for each fact; ``None`` where unknown."""
        found = self._found.get(anchor, _UNASKED)
        if found is _UNASKED:
            found = self._found[anchor] = anchor_named(anchor).find(self)
        return found

    def days(self, anchor: str) -> tuple[AnchorDay, ...] | None:
        """The days of an anchor; empty where there is none to hang on, ``None`` where unknown."""
        found = self.found(anchor)
        if found is None or isinstance(found, tuple):
            return found
        return ((anchor, found, self.subject),)

    def fact(self, name: str) -> object:
        """A fact by its name; ``None`` where it is not known."""
        if name in self._facts:
            return self._facts[name]
        found = self._facts[name] = FACTS[name](self)
        return found

    @property
    def procurement(self) -> Procurement | None:
        """The subject itself, or the procurement that the contract comes from."""
        if isinstance(self.subject, Procurement):
            return self.subject
        return self.context.portfolio.procurement_of(self.subject)


# ---------------------------------------------------------------------------- anchors
@attrs.frozen(kw_only=True)
class Anchor:
    """A name that follow-ups hang on (utgångspunkt).

    Attributes:
        name: What rules call it.
        find: How it is found: its day, or ``None`` where that is not known; for an anchor with
            several days all of them, each with its fact, empty where none applies.
        text: The sentence that states its day, with ``{on}`` and ``{fact}``.
        noun: What is missing where its day is not known.
        of_procurement: Whether it belongs to procurements and not to contracts.
        each: Whether there may be several days.

    >>> ANCHORS["award"].label("sv"), ANCHORS["option_deadline"].each
    ('dagen för tilldelningsbeslutet', True)
    """

    name: str
    find: Callable[[Case], Day | tuple[AnchorDay, ...] | None]
    text: Text
    noun: Text
    of_procurement: bool = False
    each: bool = False

    def label(self, lang: str = "en") -> str:
        """Its day in words, as what is missing."""
        return self.noun.label(lang)


def _award(case: Case) -> Day | None:
    source = case.procurement
    return case.subject.awarded_on or (source.awarded_on if source else None)


def _signed(case: Case) -> Day | None:
    return case.subject.signed_on if isinstance(case.subject, Contract) else None


def _start(case: Case) -> Day | None:
    period = case.subject.period if isinstance(case.subject, Contract) else None
    return None if period is None else period.start


def _end(case: Case) -> Day | None:
    subject = case.subject
    return subject.end(case.context.as_of) if isinstance(subject, Contract) else None


def _notice_deadline(case: Case) -> Day | None:
    notice = case.subject.notice if isinstance(case.subject, Contract) else None
    if notice is None:
        return None
    end = case.found("end")
    if not isinstance(end, Day):
        return None
    if notice.days or notice.working_days:
        return shift(end, -notice, case.context.calendar)
    return add_months(end, -notice.months)


def _extensions(case: Case) -> tuple[Extension, ...]:
    subject, context = case.subject, case.context
    if not isinstance(subject, Contract):
        return ()
    return subject.extensions(context.as_of, context.calendar)


def _option_deadline(case: Case) -> tuple[AnchorDay, ...]:
    return tuple(
        (f"option:{way.option.id}", way.deadline, way)
        for way in _extensions(case)
        if way.deadline is not None
    )


def _option_end(case: Case) -> tuple[AnchorDay, ...]:
    return tuple((f"option:{way.option.id}", way.end, way) for way in _extensions(case))


def _extension_end(case: Case) -> tuple[AnchorDay, ...]:
    return tuple((f"option:{way.option.id}", way.new_end, way) for way in _extensions(case))


def _price_revision(case: Case) -> tuple[AnchorDay, ...]:
    days = case.subject.price_revisions if isinstance(case.subject, Contract) else ()
    return tuple(
        (f"price-revision:{on.isoformat()}", on, case.subject) for on in sorted(set(days))
    )


def _amendment(case: Case) -> tuple[AnchorDay, ...]:
    subject = case.subject
    found = subject.amendments_by(None) if isinstance(subject, Contract) else ()
    return tuple(
        (f"amendment:{one.id}", one.occurred_on, one) for one in sorted(found, key=_amended)
    )


def _amended(amendment: Amendment) -> tuple[Day, str]:
    return amendment.occurred_on, amendment.id


def _of_procurement(field: str) -> Callable[[Case], Day | None]:
    def find(case: Case) -> Day | None:
        source = case.procurement
        return None if source is None else getattr(source, field)

    return find


def _named(name: str) -> Callable[[Case], tuple[AnchorDay, ...]]:
    def find(case: Case) -> tuple[AnchorDay, ...]:
        dates = case.subject.dates if isinstance(case.subject, Contract) else ()
        named = sorted((one for one in dates if one.name == name), key=_by_day)
        return tuple((f"{name}:{one.fact_id}", one.on, one) for one in named)

    return find


def _incident(case: Case) -> tuple[AnchorDay, ...]:
    """The days named "incident", and the deviations of the contract that nothing corrects."""
    named = _named("incident")(case)
    deviations = case.context.portfolio.of(Deviation, case.subject.id)
    replaced = {one.replaces for one in deviations}
    found = [
        (f"deviation:{one.id}", one.occurred_on, one)
        for one in deviations
        if one.id not in replaced
    ]
    return (*named, *sorted(found, key=_by_anchor)) if found else named


def _by_anchor(found: tuple[str, Day, object]) -> tuple[Day, str]:
    return found[1], found[0]


def _by_day(date: KeyDate) -> tuple[Day, str]:
    return date.on, date.fact_id


def _cancellation(case: Case) -> tuple[AnchorDay, ...]:
    source = case.procurement
    on = None if source is None else source.cancelled_on
    return () if on is None else (("cancellation", on, case.subject),)


ANCHORS: Mapping[str, Anchor] = MappingProxyType(
    {
        anchor.name: anchor
        for anchor in (
            Anchor(
                name="award",
                find=_award,
                text=Text("tilldelningsbeslutet är från {on}", "the award decision is of {on}"),
                noun=Text("dagen för tilldelningsbeslutet", "the day of the award decision"),
            ),
            Anchor(
                name="signed",
                find=_signed,
                text=Text("avtalet tecknades {on}", "the contract was signed on {on}"),
                noun=Text("dagen då avtalet tecknades", "the day of signing"),
            ),
            Anchor(
                name="start",
                find=_start,
                text=Text("avtalet börjar gälla {on}", "the contract starts on {on}"),
                noun=Text("avtalets första dag", "the first day of the contract"),
            ),
            Anchor(
                name="end",
                find=_end,
                text=Text("avtalets sista dag är {on}", "the last day of the contract is {on}"),
                noun=Text("avtalets sista dag", "the last day of the contract"),
            ),
            Anchor(
                name="notice_deadline",
                find=_notice_deadline,
                text=Text("avtalet ska sägas upp senast {on}", "notice must be given by {on}"),
                noun=Text("sista dag att säga upp avtalet", "the last day to give notice"),
            ),
            Anchor(
                name="option_deadline",
                find=_option_deadline,
                each=True,
                text=Text("{fact} ska utnyttjas senast {on}", "{fact} must be exercised by {on}"),
                noun=Text(
                    "sista dag att utnyttja optionen", "the last day to exercise the option"
                ),
            ),
            Anchor(
                name="option_end",
                find=_option_end,
                each=True,
                text=Text(
                    "utan {fact} är avtalets sista dag {on}",
                    "without {fact} the last day of the contract is {on}",
                ),
                noun=Text("sista dag utan optionen", "the last day without the option"),
            ),
            Anchor(
                name="extension_end",
                find=_extension_end,
                each=True,
                text=Text(
                    "med {fact} är avtalets sista dag {on}",
                    "with {fact} the last day of the contract is {on}",
                ),
                noun=Text("sista dag med optionen", "the last day with the option"),
            ),
            Anchor(
                name="price_revision",
                find=_price_revision,
                each=True,
                text=Text("priserna revideras {on}", "prices are revised on {on}"),
                noun=Text("dagen för prisrevidering", "the day of the price revision"),
            ),
            Anchor(
                name="amendment",
                find=_amendment,
                each=True,
                text=Text("{fact} gäller från {on}", "{fact} takes effect on {on}"),
                noun=Text("dagen då ändringen gäller från", "the day the amendment takes effect"),
            ),
            Anchor(
                name="publication",
                find=_of_procurement("published_on"),
                text=Text("upphandlingen annonserades {on}", "the call was published on {on}"),
                noun=Text("dagen för upphandlingens annons", "the day the call was published"),
            ),
            Anchor(
                name="tender_deadline",
                find=_of_procurement("tenders_due_on"),
                text=Text("anbud ska lämnas senast {on}", "tenders are due by {on}"),
                noun=Text("sista dag för anbud", "the last day for tenders"),
            ),
            Anchor(
                name="award_notification",
                find=_of_procurement("notified_on"),
                text=Text(
                    "underrättelsen om tilldelning skickades {on}",
                    "the award notification was sent on {on}",
                ),
                noun=Text(
                    "dagen då underrättelsen om tilldelning skickades",
                    "the day the award notification was sent",
                ),
            ),
            Anchor(
                name="conclusion",
                find=_of_procurement("concluded_on"),
                of_procurement=True,
                text=Text(
                    "upphandlingen avslutades {on}", "the procurement was concluded on {on}"
                ),
                noun=Text(
                    "dagen då upphandlingen avslutades", "the day the procurement was concluded"
                ),
            ),
            Anchor(
                name="cancellation",
                find=_cancellation,
                of_procurement=True,
                each=True,
                text=Text("upphandlingen avbröts {on}", "the procurement was cancelled on {on}"),
                noun=Text(
                    "dagen då upphandlingen avbröts", "the day the procurement was cancelled"
                ),
            ),
            Anchor(
                name="incident",
                find=_incident,
                each=True,
                text=Text("{fact} inträffade {on}", "{fact} occurred on {on}"),
                noun=Text("dagen då det inträffade", "the day it occurred"),
            ),
        )
    }
)
"""Every anchor by name; ``date:NAME`` beside them reaches the days that users have named."""


def anchor_named(name: str) -> Anchor:
    """The anchor with a name, or the one for days that users named (``date:NAME``).

    >>> anchor_named("date:inspection").each
    True

    Raises:
        RuleError: when there is none; the message names the near ones.
    """
    if name in ANCHORS:
        return ANCHORS[name]
    kind, _, rest = name.partition(":")
    if kind == "date" and rest:
        return Anchor(
            name=name,
            find=_named(rest),
            each=True,
            text=Text("{fact} är {on}", "{fact} is {on}"),
            noun=Text(f"dagen ”{rest}”", f"the day '{rest}'"),
        )
    raise RuleError(f"unknown anchor {name!r}; {near(name, [*ANCHORS, 'date:NAME'])}")


# ---------------------------------------------------------------------------- facts
def _of_contract(field: str) -> Callable[[Case], object]:
    def fact(case: Case) -> object:
        return getattr(case.subject, field) if isinstance(case.subject, Contract) else None

    return fact


def _from_procurement(field: str) -> Callable[[Case], object]:
    def fact(case: Case) -> object:
        source = case.procurement
        return None if source is None else getattr(source, field)

    return fact


def _buyer_kind(case: Case) -> object:
    buyer = case.context.portfolio.buyer(case.subject)
    return None if buyer is None else buyer.buyer_kind


def _category(case: Case) -> object:
    source = case.procurement
    if source is None:
        return None
    covered = case.subject.lots if isinstance(case.subject, Contract) else ()
    of_lots = {lot.category or source.category for lot in source.lots if lot.id in covered}
    return of_lots.pop() if len(of_lots) == 1 else source.category


FACTS: Mapping[str, Callable[[Case], object]] = MappingProxyType(
    {
        "kind": _of_contract("kind"),
        "private_performer": _of_contract("private_performer"),
        "value": lambda case: case.subject.value,
        "regime": _from_procurement("regime"),
        "procedure": _from_procurement("procedure"),
        "category": _category,
        "buyer_kind": _buyer_kind,
        "country": lambda case: case.context.portfolio.country(case.subject),
    }
)
"""Every fact of a subject that a condition may ask, by name."""
