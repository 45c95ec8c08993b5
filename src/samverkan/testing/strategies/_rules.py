"""Strategies for follow-up rules, rule books, and the plans that they give."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import Aim, FollowUpKind, RiskClass, Role, Roll, SourceKind
from samverkan.contracts import Contract
from samverkan.explanations import LegalBasis
from samverkan.jurisdictions import Jurisdiction, jurisdiction
from samverkan.periods import Day, Period, Span, months
from samverkan.periods import days as calendar_days
from samverkan.portfolio import Portfolio
from samverkan.rules import (
    ANCHORS,
    Case,
    Condition,
    Context,
    FollowUp,
    FollowUpRule,
    Occurrence,
    PerClass,
    RuleBook,
    Test,
    Timing,
    at,
)
from samverkan.schedule import Plan, plan
from samverkan.testing.strategies._calendars import calendars
from samverkan.testing.strategies._contracts import contracts
from samverkan.testing.strategies._portfolios import portfolios
from samverkan.testing.strategies._times import days
from samverkan.testing.strategies._values import texts

__all__ = [
    "conditions",
    "contexts",
    "follow_up_rules",
    "follow_ups",
    "jurisdictions_known",
    "occurrences_of_rules",
    "plans",
    "rule_books",
    "spans_per_class",
    "timings",
]

_SINGLE = tuple(name for name, anchor in ANCHORS.items() if not anchor.each)
# rules that react are left out: they are asked of objects alone, and these rules of any engine
_ASKED_OF_ALL = tuple(name for name, anchor in ANCHORS.items() if not anchor.reacts)
_ANCHORS = st.sampled_from((*_ASKED_OF_ALL, "date:my inspection"))
_SERIES = st.sampled_from(
    sorted((name for name in _SINGLE if not ANCHORS[name].of_procurement), key="start".__ne__)
)
_OFFSETS = st.sampled_from(
    (
        Span(),
        calendar_days(14),
        -months(12),
        months(1) + calendar_days(15),
        -(months(6) + calendar_days(30)),
        calendar_days(-30),
        months(18),
    )
)
_STEPS = st.sampled_from(
    (months(12), months(1), months(3), months(4), calendar_days(90), months(1) + calendar_days(1))
)
_ASKED: SearchStrategy[Mapping[str, object]] = st.sampled_from(
    (
        {"kind": "framework"},
        {"kind": ("contract", "call-off")},
        {"regime": "above"},
        {"category": ("works", "services")},
        {"private_performer": True},
        {"value_above": "700000 SEK"},
        {"buyer_kind": ("la", "ra"), "value_at_most": "4800000 SEK"},
        {"country": "SE"},
    )
)
_BOUNDS = st.sampled_from(("signed", "start", "award"))
_RARE = st.sampled_from((False, False, False, True))
_CLASSES = st.sampled_from((None, "A", "AB", "ABC", "C"))
_DAYS = days()


@st.composite
def spans_per_class(draw: DrawFn, *, spans: SearchStrategy[Span] | None = None) -> PerClass:
    """A span for all risk classes, or one for some (värden per riskklass).

    Shrink to one for all, the one that the spans shrink to.

    Args:
        spans: The spans; offsets forward and backward by default.

    >>> from samverkan.testing import simplest
    >>> simplest(spans_per_class()).plain()
    '0 days'
    """
    spans = _OFFSETS if spans is None else spans
    classes = draw(_CLASSES)
    if classes is None:
        return PerClass.of(draw(spans))
    return PerClass.of({name: draw(spans) for name in classes})


def conditions() -> SearchStrategy[Condition]:
    """Conditions of rules (villkor); shrink to framework agreements alone.

    >>> from samverkan.testing import simplest
    >>> [test.name for test in simplest(conditions()).tests]
    ['kind']
    """
    return _ASKED.map(Condition.of)


def condition_tests() -> SearchStrategy[Test]:
    """Single tests of conditions (prövningar)."""
    return conditions().map(_first_test)


def _first_test(condition: Condition) -> Test:
    return condition.tests[0]


@st.composite
def timings(draw: DrawFn) -> Timing:
    """When rules fall (tidpunkter): once from an anchor, or again and again; for some or all.

    Shrink to the day of award itself.

    >>> from samverkan.testing import simplest
    >>> simplest(timings()) == at("award")
    True
    """
    offset = draw(_PER_CLASS)
    if draw(_RECURRING):
        timing = Timing(anchor=draw(_SERIES), offset=offset, step=draw(_RHYTHMS))
    else:
        timing = Timing(anchor=draw(_ANCHORS), offset=offset)
        if draw(_RARE):
            timing = timing.not_earlier_than(draw(_BOUNDS))
    if draw(_RARE):
        timing = timing.where(**draw(_ASKED))
    return timing.unless(**draw(_ASKED)) if draw(_RARE) else timing


_PER_CLASS = spans_per_class()
_RHYTHMS = spans_per_class(spans=_STEPS)
_RECURRING = st.booleans()


@st.composite
def follow_up_rules(
    draw: DrawFn,
    *,
    ids: SearchStrategy[str] | None = None,
    country: str = "SE",
    allow_law: bool = True,
) -> FollowUpRule:
    """Follow-up rules (uppföljningsregler) that are data, of any timing and source.

    Shrink to a choice of one's own on the day of award.

    Args:
        ids: Their ids.
        country: Whose law the statutory ones are.
        allow_law: Whether some are statutory, and so apply to that country's buyers alone.

    >>> from samverkan.testing import simplest
    >>> simplest(follow_up_rules()).id
    'my.rule'
    """
    kind = draw(_SOURCES if allow_law else _NOT_LAW)
    is_law = kind is SourceKind.LAW
    return FollowUpRule(
        id=draw(_IDS if ids is None else ids),
        timing=draw(_TIMINGS),
        kind=draw(_KINDS),
        aim=draw(_AIMS),
        responsible=draw(_ROLES),
        counterpart=draw(_OTHERS),
        source=LegalBasis(kind, "LOU 20:1" if is_law else "vår rutin"),
        title=draw(_TITLES),
        roll=draw(_ROLLS),
        country=country if is_law else None,
        in_force=Period("2017-01-01") if is_law and draw(_RARE) else None,
    )


_IDS = st.sampled_from(("my.rule", "se.lou.x-1", "regel 2 å"))
_TIMINGS = timings()
_SOURCES = st.sampled_from((SourceKind.CHOICE, SourceKind.GUIDANCE, SourceKind.LAW))
_NOT_LAW = st.sampled_from((SourceKind.CHOICE, SourceKind.GUIDANCE))
_KINDS = st.sampled_from(FollowUpKind)
_AIMS = st.sampled_from(Aim)
_ROLES = st.sampled_from((Role.CONTRACT_MANAGER, Role.CONTROLLER, Role.SUPPLIER_CONTACT))
_OTHERS = st.sampled_from((None, Role.SUPPLIER_CONTACT))
_TITLES = st.none() | texts()
_ROLLS = st.sampled_from(Roll)


@st.composite
def rule_books(
    draw: DrawFn, *, country: str = "SE", min_size: int = 0, max_size: int = 4
) -> RuleBook:
    """Rule books (regelböcker) of rules with ids of their own; shrink to the fewest rules.

    Args:
        country: Whose law the statutory rules are.
        min_size: The fewest rules.
        max_size: The most.

    >>> from samverkan.testing import simplest
    >>> len(simplest(rule_books(min_size=1)))
    1
    """
    count = draw(st.integers(min_size, max_size))
    return RuleBook(
        id="my",
        title=draw(texts()),
        rules=tuple(
            draw(follow_up_rules(ids=st.just(f"my.rule-{number}"), country=country))
            for number in range(count)
        ),
        country=country,
        read_on=draw(_READ),
    )


_READ = st.none() | _DAYS


@st.composite
def contexts(
    draw: DrawFn,
    *,
    portfolios_of: SearchStrategy[Portfolio] | None = None,
    calendars_of: SearchStrategy[WorkingCalendar] | None = None,
    as_of: SearchStrategy[Day | None] | None = None,
) -> Context:
    """What rules are asked with (sammanhang); shrink to the Swedish calendar, all facts known.

    Args:
        portfolios_of: The facts; :func:`portfolios` by default.
        calendars_of: The working days; :func:`calendars` by default.
        as_of: The days whose facts count; none (all facts) or some day by default.

    >>> from samverkan.testing import simplest
    >>> simplest(contexts()).as_of is None
    True
    """
    return Context(
        portfolio=draw(_PORTFOLIOS if portfolios_of is None else portfolios_of),
        calendar=draw(_CALENDARS if calendars_of is None else calendars_of),
        as_of=draw(_AS_OF if as_of is None else as_of),
        default_class=draw(_DEFAULTS),
    )


_PORTFOLIOS = portfolios()
_CALENDARS = calendars()
_AS_OF = st.none() | _DAYS
_DEFAULTS = st.sampled_from((RiskClass.B, RiskClass.A, RiskClass.C))


@st.composite
def plans(
    draw: DrawFn,
    *,
    rules: SearchStrategy[RuleBook] | None = None,
    contexts_of: SearchStrategy[Context] | None = None,
) -> Plan:
    """Follow-up plans (uppföljningsplaner), as :func:`samverkan.plan` makes them.

    Shrink to an empty one.

    Args:
        rules: The rule books; the Swedish default book or made ones by default.
        contexts_of: What they are made from; :func:`contexts` by default.

    >>> from samverkan.testing import simplest
    >>> len(simplest(plans()))
    0
    """
    asked = draw(contexts() if contexts_of is None else contexts_of)
    return plan(
        asked.portfolio,
        rules=draw(_default_books() if rules is None else rules),
        calendar=asked.calendar,
        as_of=asked.as_of,
        default_class=asked.default_class,
    )


@functools.cache
def _default_books() -> SearchStrategy[RuleBook]:
    return rule_books() | st.just(jurisdiction("SE").follow_up_rules)


@st.composite
def follow_ups(draw: DrawFn, *, rules: SearchStrategy[FollowUpRule] | None = None) -> FollowUp:
    """Single follow-ups (uppföljningar) of a contract that has a start.

    Shrink to one on 2026-09-01.

    Args:
        rules: The rules they come from; once on the first day of the contract by default.

    >>> from samverkan.testing import simplest
    >>> simplest(follow_ups()).due_on
    Date(2026, 9, 1)
    """
    contract = draw(contracts())
    context = draw(_few_contexts(contract))
    if rules is None:
        rule = draw(follow_up_rules(allow_law=False))
        rule = FollowUpRule(
            id=rule.id,
            timing=at("start"),
            kind=rule.kind,
            aim=rule.aim,
            responsible=rule.responsible,
            counterpart=rule.counterpart,
            source=rule.source,
            title=rule.title,
            roll=rule.roll,
        )
    else:
        rule = draw(rules)
    return draw(st.sampled_from(rule(contract, context)))


def _few_contexts(contract: Contract) -> SearchStrategy[Context]:
    alone = Portfolio(contracts=(Contract(id=contract.id),))
    return contexts(portfolios_of=st.just(alone))


def cases() -> SearchStrategy[Case]:
    """Contracts in a context (ärenden), as conditions and anchors are asked of them."""
    return contexts().map(_case)


def _case(context: Context) -> Case:
    return context.case(context.portfolio.contracts[0])


def occurrences_of_rules() -> SearchStrategy[Occurrence]:
    """Days that a rule's own function names (tillfällen); shrink to 2026-09-01.

    >>> from samverkan.testing import simplest
    >>> simplest(occurrences_of_rules()).on
    Date(2026, 9, 1)
    """
    return st.builds(Occurrence, _DAYS, st.sampled_from(("start", "option:1")), st.integers(0, 3))


def jurisdictions_known() -> SearchStrategy[Jurisdiction]:
    """The jurisdictions that are bundled (rättsordningar); shrink to Sweden.

    >>> from samverkan.testing import simplest
    >>> simplest(jurisdictions_known()).code
    'SE'
    """
    return st.sampled_from(("SE",)).map(jurisdiction)
