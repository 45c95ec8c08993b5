"""What rules may hang on and ask about: the closed vocabulary of anchors and facts.

An *anchor* gives the days a follow-up is counted from: one day (``start``), one for each of several
facts (``option_deadline``), or, under ``date:NAME``, the days a user has named. A *fact* is what a
condition may ask (``regime``, ``kind``, …). Both are names with one meaning, so that a rule stays
data that a table engine can run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import attrs

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import RiskClass
from samverkan.contracts import Contract, Extension
from samverkan.errors import RuleError, near
from samverkan.explanations import Text
from samverkan.periods import Day, day_from_ordinal, shift
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.rules.series import falls

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
    """

    portfolio: Portfolio
    calendar: WorkingCalendar
    as_of: Day | None = None
    until: Day | None = None
    default_class: RiskClass = RiskClass.B

    def case(self, subject: Subject) -> Case:
        """The subject in this context."""
        return Case(subject, self)


class Case:
    """One subject in one context; anchors and facts are looked up once."""

    __slots__ = ("_facts", "anchors", "context", "risk_class", "subject")

    def __init__(self, subject: Subject, context: Context) -> None:
        self.subject = subject
        self.context = context
        stated = subject.follow_up_class if isinstance(subject, Contract) else None
        self.risk_class = context.default_class if stated is None else stated
        self.anchors: dict[str, tuple[AnchorDay, ...] | None] = {}
        self._facts: dict[str, object] | None = None

    def days(self, anchor: str) -> tuple[AnchorDay, ...] | None:
        """The days of an anchor; empty where there is none to hang on, ``None`` where unknown."""
        if anchor not in self.anchors:
            self.anchors[anchor] = anchor_named(anchor).days(self)
        return self.anchors[anchor]

    def fact(self, name: str) -> object:
        """A fact by its name; ``None`` where it is not known."""
        if self._facts is None:
            self._facts = {}
        if name not in self._facts:
            self._facts[name] = FACTS[name](self)
        return self._facts[name]

    def forget(self) -> None:
        """Drop what was looked up; it is looked up again when somebody asks why."""
        self.anchors.clear()
        self._facts = None

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
        days: How its days are found; ``None`` where a day is missing, ``()`` where none applies.
        text: The sentence that states its day, with ``{on}`` and ``{fact}``.
        of_procurement: Whether it belongs to procurements and not to contracts.
        each: Whether there may be several days.
    """

    name: str
    days: Callable[[Case], tuple[AnchorDay, ...] | None]
    text: Text
    of_procurement: bool = False
    each: bool = False


def _one(name: str, on: Day | None, case: Case) -> tuple[AnchorDay, ...] | None:
    return None if on is None else ((name, on, case.subject),)


def _award(case: Case) -> tuple[AnchorDay, ...] | None:
    source = case.procurement
    on = case.subject.awarded_on or (source.awarded_on if source else None)
    return _one("award", on, case)


def _signed(case: Case) -> tuple[AnchorDay, ...] | None:
    return _one(
        "signed", case.subject.signed_on if isinstance(case.subject, Contract) else None, case
    )


def _start(case: Case) -> tuple[AnchorDay, ...] | None:
    period = case.subject.period if isinstance(case.subject, Contract) else None
    return _one("start", period.start if period else None, case)


def _end(case: Case) -> tuple[AnchorDay, ...] | None:
    subject = case.subject
    if not isinstance(subject, Contract):
        return None
    return _one("end", subject.end(case.context.as_of), case)


def _notice_deadline(case: Case) -> tuple[AnchorDay, ...] | None:
    ends = case.days("end")
    notice = case.subject.notice if isinstance(case.subject, Contract) else None
    if ends is None or notice is None:
        return None
    if notice.working_days:
        return _one("notice_deadline", shift(ends[0][1], -notice, case.context.calendar), case)
    return _one("notice_deadline", day_from_ordinal(falls(ends[0][1], -notice)), case)


def _extensions(case: Case) -> tuple[Extension, ...]:
    subject = case.subject
    return subject.extensions(case.context.as_of) if isinstance(subject, Contract) else ()


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
    return tuple((f"price-revision:{on.isoformat()}", on, case.subject) for on in days)


def _amendment(case: Case) -> tuple[AnchorDay, ...]:
    subject = case.subject
    found = subject.amendments_by(None) if isinstance(subject, Contract) else ()
    return tuple((f"amendment:{one.id}", one.occurred_on, one) for one in found)


def _of_procurement(name: str, field: str) -> Callable[[Case], tuple[AnchorDay, ...] | None]:
    def days(case: Case) -> tuple[AnchorDay, ...] | None:
        source = case.procurement
        return _one(name, None if source is None else getattr(source, field), case)

    return days


def _named(name: str) -> Callable[[Case], tuple[AnchorDay, ...] | None]:
    def days(case: Case) -> tuple[AnchorDay, ...]:
        dates = case.subject.dates if isinstance(case.subject, Contract) else ()
        return tuple((f"{name}:{one.fact_id}", one.on, one) for one in dates if one.name == name)

    return days


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
                days=_award,
                text=Text("tilldelningsbeslutet är från {on}", "the award decision is of {on}"),
            ),
            Anchor(
                name="signed",
                days=_signed,
                text=Text("avtalet tecknades {on}", "the contract was signed on {on}"),
            ),
            Anchor(
                name="start",
                days=_start,
                text=Text("avtalet börjar gälla {on}", "the contract starts on {on}"),
            ),
            Anchor(
                name="end",
                days=_end,
                text=Text("avtalets sista dag är {on}", "the last day of the contract is {on}"),
            ),
            Anchor(
                name="notice_deadline",
                days=_notice_deadline,
                text=Text("avtalet ska sägas upp senast {on}", "notice must be given by {on}"),
            ),
            Anchor(
                name="option_deadline",
                days=_option_deadline,
                each=True,
                text=Text("{fact} ska utnyttjas senast {on}", "{fact} must be exercised by {on}"),
            ),
            Anchor(
                name="option_end",
                days=_option_end,
                each=True,
                text=Text(
                    "utan {fact} är avtalets sista dag {on}",
                    "without {fact} the last day of the contract is {on}",
                ),
            ),
            Anchor(
                name="extension_end",
                days=_extension_end,
                each=True,
                text=Text(
                    "med {fact} är avtalets sista dag {on}",
                    "with {fact} the last day of the contract is {on}",
                ),
            ),
            Anchor(
                name="price_revision",
                days=_price_revision,
                each=True,
                text=Text("priserna revideras {on}", "prices are revised on {on}"),
            ),
            Anchor(
                name="amendment",
                days=_amendment,
                each=True,
                text=Text("{fact} gäller från {on}", "{fact} takes effect on {on}"),
            ),
            Anchor(
                name="publication",
                days=_of_procurement("publication", "published_on"),
                text=Text("upphandlingen annonserades {on}", "the call was published on {on}"),
            ),
            Anchor(
                name="tender_deadline",
                days=_of_procurement("tender_deadline", "tenders_due_on"),
                text=Text("anbud ska lämnas senast {on}", "tenders are due by {on}"),
            ),
            Anchor(
                name="award_notification",
                days=_of_procurement("award_notification", "notified_on"),
                text=Text(
                    "underrättelsen om tilldelning skickades {on}",
                    "the award notification was sent on {on}",
                ),
            ),
            Anchor(
                name="conclusion",
                days=_of_procurement("conclusion", "concluded_on"),
                of_procurement=True,
                text=Text(
                    "upphandlingen avslutades {on}", "the procurement was concluded on {on}"
                ),
            ),
            Anchor(
                name="cancellation",
                days=_cancellation,
                of_procurement=True,
                each=True,
                text=Text("upphandlingen avbröts {on}", "the procurement was cancelled on {on}"),
            ),
            Anchor(
                name="incident",
                days=_named("incident"),
                each=True,
                text=Text("{fact} inträffade {on}", "{fact} occurred on {on}"),
            ),
        )
    }
)
"""Every anchor by name; ``date:NAME`` beside them reaches the days that users have named."""


def anchor_named(name: str) -> Anchor:
    """The anchor with a name, or the one for days that users named (``date:NAME``).

    Raises:
        RuleError: when there is none; the message names the near ones.
    """
    if name in ANCHORS:
        return ANCHORS[name]
    kind, _, rest = name.partition(":")
    if kind == "date" and rest:
        return Anchor(
            name=name,
            days=_named(rest),
            each=True,
            text=Text("{fact} är {on}", "{fact} is {on}"),
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


def _country(case: Case) -> object:
    return case.context.portfolio.country(case.subject)


FACTS: Mapping[str, Callable[[Case], object]] = MappingProxyType(
    {
        "kind": _of_contract("kind"),
        "private_performer": _of_contract("private_performer"),
        "value": lambda case: case.subject.value,
        "regime": _from_procurement("regime"),
        "procedure": _from_procurement("procedure"),
        "category": _category,
        "buyer_kind": _buyer_kind,
        "country": _country,
    }
)
"""Every fact of a subject that a condition may ask, by name."""
