"""What rules are asked with, and the closed vocabulary of facts that conditions may ask.

A *fact* (``regime``, ``kind``, …) is, like an anchor, a name with one meaning, so that a rule
stays data that a table engine can run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import attrs

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import RiskClass
from samverkan.contracts import Contract
from samverkan.periods import Day
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.rules.anchors import ANCHORS, AnchorDay, anchor_named
from samverkan.rules.classes import EvidencedClass, no_classes

__all__ = ["FACTS", "Case", "Context", "Subject"]

Subject: TypeAlias = Contract | Procurement
"""What a rule is about."""


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
            known = ANCHORS.get(anchor) or anchor_named(anchor)
            found = self._found[anchor] = known.find(self)
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
