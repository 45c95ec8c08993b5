"""Rules that react: what a check has found becomes something to follow up.

>>> from samverkan.codelists import Severity
>>> from samverkan.explanations import Finding, Step
>>> finding = Finding(check="agreed.overdue", severity=Severity.WARNING, subjects=("O-1", "A-1"),
...                   summary=Step(Text("löftet är inte hållet", "the promise is not kept")))
>>> [rule.id for rule in reactions([finding])]
['finding.agreed.overdue']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import Aim, FollowUpKind, Role, SourceKind
from samverkan.contracts import Contract
from samverkan.errors import CalendarError, PeriodError
from samverkan.explanations import Finding, LegalBasis, Step, Text
from samverkan.periods import Day, Span, day, day_from_ordinal, shift, working_days
from samverkan.rules.facts import Context, Subject
from samverkan.rules.follow_up import FollowUp
from samverkan.rules.rule import FollowUpRule, Occurrence

__all__ = ["TIME_TO_REACT", "reactions"]

TIME_TO_REACT = working_days(10)
"""How long after the day a finding holds from it should be followed up; our choice."""

_REACTION = Text("följs upp {after} efter {since}", "to be followed up {after} after {since}")
_CHOICE = LegalBasis(
    SourceKind.CHOICE, Text("reaktion på en iakttagelse", "reaction to a finding")
)


@attrs.frozen(eq=False)
class _Found:
    """When the findings of one check are to be followed up, by subject."""

    findings: Mapping[str, tuple[Finding, ...]]
    after: Span

    def __call__(self, subject: Subject, context: Context) -> Iterator[Occurrence]:
        counts: dict[str, int] = {}
        for finding in self.findings.get(subject.id, ()):
            if not _is_home(finding, subject, context):
                continue
            since = finding.on or context.as_of
            if since is None:
                continue
            number = counts[finding.subjects[0]] = counts.get(finding.subjects[0], -1) + 1
            on = _days_after(day(since), self.after, context.calendar)
            yield Occurrence(on, f"finding:{finding.subjects[0]}", number)

    def reasons(self, item: FollowUp) -> Iterator[Step]:
        """The finding itself, and how long after it the day falls."""
        subject, context = item.subject, item.case.context
        about = [
            one
            for one in self.findings.get(subject.id, ())
            if f"finding:{one.subjects[0]}" == item.anchor
            and _is_home(one, subject, context)
            and (one.on or context.as_of) is not None
        ]
        finding = about[item.occurrence]
        yield finding.summary
        values = {"after": self.after, "since": finding.on or context.as_of}
        yield Step(_REACTION, values, after=item.falls_on)


def _days_after(since: Day, after: Span, calendar: WorkingCalendar) -> Day:
    """The day to react by; where the calendar cannot count so far, a day it does not reach."""
    try:
        return shift(since, after, calendar)
    except (CalendarError, PeriodError):
        last = calendar.verified.end
        if last is None or not calendar.covers(since):
            return since
        return day_from_ordinal(last.toordinal() + 1)


def _is_home(finding: Finding, subject: Subject, context: Context) -> bool:
    """Whether a finding is followed up with this subject: its first contract, else procurement."""
    for home in ("contracts", "procurements"):
        known = context.portfolio.ids(home)
        first = next((one for one in finding.subjects if one in known), None)
        if first is not None:
            of_contract = isinstance(subject, Contract)
            return first == subject.id and of_contract is (home == "contracts")
    return False


def reactions(
    findings: Iterable[Finding], *, after: Span = TIME_TO_REACT
) -> tuple[FollowUpRule, ...]:
    """A rule for each check that has found something (reaktion på iakttagelser).

    Each finding gives one follow-up, with the first contract it is about or else the first
    procurement; one about neither gives none. It falls ``after`` the day the finding holds from,
    or after the day the plan is made for where the finding has none.

    An example stands at the top of the module.

    >>> reactions([])
    ()
    """
    by_check: dict[str, list[Finding]] = {}
    for finding in findings:
        by_check.setdefault(finding.check, []).append(finding)
    return tuple(_rule(check, found, after) for check, found in by_check.items())


def _rule(check: str, found: list[Finding], after: Span) -> FollowUpRule:
    by_subject: dict[str, list[Finding]] = {}
    for finding in found:
        for subject in dict.fromkeys(finding.subjects):
            by_subject.setdefault(subject, []).append(finding)
    basis = found[0].summary.basis
    return FollowUpRule(
        id=f"finding.{check}",
        timing=_Found({key: tuple(members) for key, members in by_subject.items()}, after),
        kind=FollowUpKind.DEVIATION,
        aim=Aim.BOTH,
        responsible=Role.CONTRACT_MANAGER,
        counterpart=Role.SUPPLIER_CONTACT,
        source=(_CHOICE,) if basis is None else (_CHOICE, basis),
        title=Text(f"Följ upp iakttagelsen {check}", f"Follow up the finding {check}"),
        note=Text(
            f"kontrollen {check} fann detta; fråga den varför",
            f"the check {check} found this; ask it why",
        ),
    )
