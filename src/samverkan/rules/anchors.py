"""What follow-ups hang on: the closed vocabulary of anchors.

An *anchor* gives the days a follow-up is counted from: one day (``start``), one for each of
several facts (``option_deadline``), or, under ``date:NAME``, the days a user has named. Some are
what rules react to: ``incident``, ``amendment``, ``not_met``, ``owner_change``,
``subcontractor_change`` and ``silence``, which under ``silence:SPAN`` is as long as one likes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

import attrs

from samverkan.checkpoints import Deviation
from samverkan.contracts import Amendment, Contract, Extension, KeyDate
from samverkan.errors import PeriodError, RuleError, near
from samverkan.explanations import Text
from samverkan.facts import current
from samverkan.periods import Day, add_months, as_span, shift
from samverkan.procurements import Procurement
from samverkan.rules.happenings import not_met, owner_change, quiet, subcontractor_change

if TYPE_CHECKING:
    from samverkan.rules.facts import Case

__all__ = ["ANCHORS", "Anchor", "AnchorDay", "anchor_named"]

AnchorDay: TypeAlias = tuple[str, Day, Contract | Procurement | object]
"""Id of the fact, its day, and the fact itself (the contract where it is the contract's own)."""


@attrs.frozen(kw_only=True)
class Anchor:
    """A name that follow-ups hang on (utgångspunkt).

    Attributes:
        name: What rules call it.
        short: A word or two for it, with ``{fact}``, as a table shows it before its day.
        find: How it is found: its day, or ``None`` where that is not known; for an anchor with
            several days all of them, each with its fact, empty where none applies.
        text: The sentence that states its day, with ``{on}`` and ``{fact}``.
        noun: What is missing where its day is not known.
        of_procurement: Whether it belongs to procurements and not to contracts.
        each: Whether there may be several days.
        reacts: Whether its days come from what others record about the contract, which the
            contract and its procurement do not tell.

    >>> ANCHORS["award"].label("sv"), ANCHORS["option_deadline"].each
    ('dagen för tilldelningsbeslutet', True)
    """

    name: str
    short: Text
    find: Callable[[Case], Day | tuple[AnchorDay, ...] | None]
    text: Text
    noun: Text
    of_procurement: bool = False
    each: bool = False
    reacts: bool = False

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
    """The days named "incident", and the deviations so far that nothing corrects."""
    named = _named("incident")(case)
    deviations = case.context.portfolio.of(Deviation, case.subject.id)
    found = [
        (f"deviation:{one.id}", one.occurred_on, one)
        for one in current(deviations, case.context.as_of)
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


_QUIET_TEXT = Text("{fact}, till {on}", "{fact}, to {on}")
_QUIET_NOUN = Text("dagen då tystnaden varat för länge", "the day on which silence was too long")

ANCHORS: Mapping[str, Anchor] = MappingProxyType(
    {
        anchor.name: anchor
        for anchor in (
            Anchor(
                name="award",
                short=Text("tilldelat", "awarded"),
                find=_award,
                text=Text("tilldelningsbeslutet är från {on}", "the award decision is of {on}"),
                noun=Text("dagen för tilldelningsbeslutet", "the day of the award decision"),
            ),
            Anchor(
                name="signed",
                short=Text("tecknat", "signed"),
                find=_signed,
                text=Text("avtalet tecknades {on}", "the contract was signed on {on}"),
                noun=Text("dagen då avtalet tecknades", "the day of signing"),
            ),
            Anchor(
                name="start",
                short=Text("start", "start"),
                find=_start,
                text=Text("avtalet börjar gälla {on}", "the contract starts on {on}"),
                noun=Text("avtalets första dag", "the first day of the contract"),
            ),
            Anchor(
                name="end",
                short=Text("slut", "end"),
                find=_end,
                text=Text("avtalets sista dag är {on}", "the last day of the contract is {on}"),
                noun=Text("avtalets sista dag", "the last day of the contract"),
            ),
            Anchor(
                name="notice_deadline",
                short=Text("uppsägning senast", "notice by"),
                find=_notice_deadline,
                text=Text("avtalet ska sägas upp senast {on}", "notice must be given by {on}"),
                noun=Text("sista dag att säga upp avtalet", "the last day to give notice"),
            ),
            Anchor(
                name="option_deadline",
                short=Text("{fact} senast", "{fact} by"),
                find=_option_deadline,
                each=True,
                text=Text("{fact} ska utnyttjas senast {on}", "{fact} must be exercised by {on}"),
                noun=Text(
                    "sista dag att utnyttja optionen", "the last day to exercise the option"
                ),
            ),
            Anchor(
                name="option_end",
                short=Text("slut utan {fact}", "end without {fact}"),
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
                short=Text("slut med {fact}", "end with {fact}"),
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
                short=Text("prisrevidering", "price revision"),
                find=_price_revision,
                each=True,
                text=Text("priserna revideras {on}", "prices are revised on {on}"),
                noun=Text("dagen för prisrevidering", "the day of the price revision"),
            ),
            Anchor(
                name="amendment",
                short=Text("{fact}", "{fact}"),
                find=_amendment,
                each=True,
                text=Text("{fact} gäller från {on}", "{fact} takes effect on {on}"),
                noun=Text("dagen då ändringen gäller från", "the day the amendment takes effect"),
            ),
            Anchor(
                name="publication",
                short=Text("annonserad", "published"),
                find=_of_procurement("published_on"),
                text=Text("upphandlingen annonserades {on}", "the call was published on {on}"),
                noun=Text("dagen för upphandlingens annons", "the day the call was published"),
            ),
            Anchor(
                name="tender_deadline",
                short=Text("anbud senast", "tenders by"),
                find=_of_procurement("tenders_due_on"),
                text=Text("anbud ska lämnas senast {on}", "tenders are due by {on}"),
                noun=Text("sista dag för anbud", "the last day for tenders"),
            ),
            Anchor(
                name="award_notification",
                short=Text("underrättelse", "notified"),
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
                short=Text("avslutad", "concluded"),
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
                short=Text("avbruten", "cancelled"),
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
                short=Text("{fact}", "{fact}"),
                find=_incident,
                each=True,
                text=Text("{fact} inträffade {on}", "{fact} occurred on {on}"),
                noun=Text("dagen då det inträffade", "the day it occurred"),
            ),
            Anchor(
                name="not_met",
                short=Text("{fact}", "{fact}"),
                find=not_met,
                each=True,
                reacts=True,
                text=Text("{fact} den {on} var inte uppfylld", "{fact} on {on} was not met"),
                noun=Text("dagen för kontrollen", "the day of the check"),
            ),
            Anchor(
                name="owner_change",
                short=Text("{fact}", "{fact}"),
                find=owner_change,
                each=True,
                reacts=True,
                text=Text("{fact} {on}", "{fact} {on}"),
                noun=Text("dagen för ägarbytet", "the day the owner changed"),
            ),
            Anchor(
                name="subcontractor_change",
                short=Text("{fact}", "{fact}"),
                find=subcontractor_change,
                each=True,
                reacts=True,
                text=Text("{fact} {on}", "{fact} {on}"),
                noun=Text(
                    "dagen för bytet av underleverantör", "the day the subcontractor changed"
                ),
            ),
            Anchor(
                name="silence",
                short=Text("{fact}", "{fact}"),
                find=quiet(),
                each=True,
                reacts=True,
                text=_QUIET_TEXT,
                noun=_QUIET_NOUN,
            ),
        )
    }
)
"""Every anchor by name; ``date:NAME`` beside them reaches the days that users have named."""


def anchor_named(name: str) -> Anchor:
    """The anchor with a name, one for days that users named, or one for a silence.

    >>> anchor_named("date:inspection").each, anchor_named("silence:3 months").reacts
    (True, True)

    Raises:
        RuleError: when there is none; the message names the near ones.
    """
    return ANCHORS[name] if name in ANCHORS else _with_parameter(name)


@functools.lru_cache(maxsize=1024)
def _with_parameter(name: str) -> Anchor:
    """An anchor whose name says something of its own after the colon."""
    kind, _, rest = name.partition(":")
    if kind == "date" and rest:
        return Anchor(
            name=name,
            short=Text("{fact}", "{fact}"),
            find=_named(rest),
            each=True,
            text=Text("{fact} är {on}", "{fact} is {on}"),
            noun=Text(f"dagen ”{rest}”", f"the day '{rest}'"),
        )
    if kind == "silence" and rest:
        try:
            lasting = as_span(rest)
        except PeriodError as error:
            raise RuleError(f"anchor {name!r}: {error}") from None
        if min(lasting.months, lasting.days, lasting.working_days) < 0 or not lasting:
            raise RuleError(f"anchor {name!r}: lasting={rest}; expected a span such as '3 months'")
        return Anchor(
            name=name,
            short=Text("{fact}", "{fact}"),
            find=quiet(lasting),
            each=True,
            reacts=True,
            text=_QUIET_TEXT,
            noun=_QUIET_NOUN,
        )
    known = [*ANCHORS, "date:NAME", "silence:SPAN"]
    raise RuleError(f"unknown anchor {name!r}; {near(name, known)}")
