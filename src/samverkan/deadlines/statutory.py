"""A period that a law sets, as data: what sets it running, how long it is, how it is counted."""

from __future__ import annotations

import datetime as dt

import attrs

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import Roll, Trigger
from samverkan.deadlines.answers import Deadline
from samverkan.deadlines.counting import Counting, Length
from samverkan.explanations import Dated, Explanation, Step, Text
from samverkan.periods import Span, day, optional_day

__all__ = ["StatutoryPeriod"]


@attrs.frozen(kw_only=True)
class StatutoryPeriod:
    """A period that a law sets, ready to be counted from a day (lagstadgad frist).

    Attributes:
        name: What programs call it, such as ``"standstill"``.
        title: What people call it.
        trigger: What sets it running.
        event: That event in words; ``{on}`` is its day.
        rule: What the law says; ``{span}`` is the length.
        length: How long it is, on which day, and in which paragraph.
        counting: How it is counted.
        roll: How a closed last day is moved, where it differs from the counting's own policy.
        backward: True where it is counted backwards, as in "no later than six days before".

    >>> from samverkan.calendars import calendar_from_days
    >>> from samverkan.codelists import SourceKind
    >>> from samverkan.explanations import LegalBasis
    >>> from samverkan.periods import days
    >>> act = LegalBasis(SourceKind.LAW, "act 1")
    >>> appeal = StatutoryPeriod(
    ...     name="appeal", title=Text("överklagande", "appeal"), trigger=Trigger.SENT,
    ...     event=Text("beslutet skickades {on}", "the decision was sent on {on}"),
    ...     rule=Text("överklagas inom {span}", "appealed within {span}"),
    ...     length=Dated(
    ...         name=Text("överklagandetid", "time for appeal"),
    ...         steps=((day("2020-01-01"), days(10), act),),
    ...         read_on=day("2026-12-31"), verified_until=day("2027-12-31"),
    ...     ),
    ...     counting=Counting(id="plain", name=Text("vanlig", "plain"), event=act, clamp=act,
    ...                       roll_basis=act),
    ... )
    >>> calendar = calendar_from_days("office", {}, ("2026-01-01", "2026-12-31"))
    >>> answer = appeal.deadline("2026-09-02", calendar)
    >>> answer.last_day
    Date(2026, 9, 14)
    >>> print(answer.why("en"))
    1. the decision was sent on 2026-09-02
    2. appealed within 10 days [act 1 (statute)]
    3. 2026-09-02 is not counted; 10 days later is 2026-09-12 [act 1 (statute)]
    4. 2026-09-12 is no working day (2026-09-12 Saturday, 2026-09-13 Sunday); the last day \
becomes 2026-09-14 [act 1 (statute)]
    This is not legal advice. Read the act and check the day.
    """

    name: str
    title: Text
    trigger: Trigger
    event: Text
    rule: Text
    length: Dated[Span]
    counting: Counting
    roll: Roll | None = None
    backward: bool = False

    def deadline(
        self,
        on: str | dt.date,
        calendar: WorkingCalendar,
        *,
        as_of_law: str | dt.date | None = None,
        facts: tuple[Step, ...] = (),
        longer: Step | None = None,
        lengthen: Span | None = None,
        notes: tuple[Step, ...] = (),
    ) -> Deadline:
        """The last day, counted from the day of the event.

        Args:
            on: The day of the event. Its date decides which law holds.
            calendar: Which days are closed.
            as_of_law: Ask with the law of another day.
            facts: What else decided that this period is the one, put before the counting.
            longer: Why the period is longer by ``lengthen``.
            lengthen: What is added to the length.
            notes: What else must be known.

        Raises:
            LawCoverageError: when the law of the day is not known; the message names the span.
            CalendarError: when a day that matters lies outside the calendar's verified span.
        """
        start = day(on)
        asked = optional_day(as_of_law)
        law_on = start if asked is None else asked
        span, basis = self.length.step(law_on)[1:]
        steps = [Step(self.event, {"on": start}, after=start), *facts]
        if asked is not None:
            steps.append(
                Step(
                    Text(
                        "lagen som gällde {law_on} används, som frågan anger",
                        "the law of {law_on} is used, as the question asks",
                    ),
                    {"law_on": asked},
                )
            )
        steps.append(Step(self.rule, {"span": Length(span)}, basis=basis))
        bases = [basis]
        if lengthen is not None:
            span += lengthen
        if longer is not None:
            steps.append(longer)
            bases += [] if longer.basis is None else [longer.basis]
        if self.backward:
            counted = self.counting.count_back(start, span, calendar, basis)
        else:
            counted = self.counting.count(start, span, calendar, roll=self.roll)
        steps.extend(counted.steps)
        caveat = self.length.caveat(law_on)
        return Deadline(
            name=self.name,
            title=self.title,
            trigger=self.trigger,
            triggered_on=start,
            span=span,
            raw=counted.raw,
            last_day=counted.end,
            advised=counted.advised,
            law_on=law_on,
            basis=tuple(bases),
            explanation=Explanation((*steps, *([] if caveat is None else [caveat]))),
            notes=notes,
        )
