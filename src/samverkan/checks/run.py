"""Running checks over a portfolio: which ones, on what day, and what could not be run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import overload

import attrs

from samverkan.checks.check import Check, Undecided
from samverkan.checks.generic import GENERIC
from samverkan.errors import CheckError, near
from samverkan.explanations import Finding, Step, Text
from samverkan.jurisdictions import Jurisdiction
from samverkan.periods import Day, day
from samverkan.portfolio import Portfolio
from samverkan.schedule import Plan
from samverkan.schedule import plan as make_plan

__all__ = ["Findings", "check", "checks"]

_GENERIC_ONLY = Text(
    "ingen rättsordning är angiven: bara de allmänna kontrollerna har körts",
    "no jurisdiction is given: only the generic checks were run",
)
_WITHOUT_PLAN = Text("ingen plan: {checks} har inte körts", "no plan: {checks} were not run")


@attrs.frozen(kw_only=True)
class Findings(Sequence[Finding]):
    """What the checks found (iakttagelser): a row of findings, and what a reader should know.

    Attributes:
        findings: The findings, by check in the order they ran, then in the order of the facts.
        undecided: Subjects of which a check can say nothing, by the id of the check.
        ran: Ids of the checks that ran.
        notes: What holds for all of it, such as that no country's checks ran.
        as_of: The day it was asked for.

    >>> check(Portfolio(), "2026-11-23").notes[0].label("en")
    'no jurisdiction is given: only the generic checks were run'
    """

    findings: tuple[Finding, ...]
    undecided: tuple[tuple[str, Undecided], ...] = ()
    ran: tuple[str, ...] = ()
    notes: tuple[Step, ...] = ()
    as_of: Day

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        return self.findings[index]

    def __len__(self) -> int:
        return len(self.findings)

    def of(self, check_id: str) -> tuple[Finding, ...]:
        """The findings of one check, or of a family by its first words (``"dialogue"``)."""
        return tuple(
            one
            for one in self.findings
            if one.check == check_id or one.check.startswith(f"{check_id}.")
        )

    def about(self, subject: str) -> tuple[Finding, ...]:
        """The findings about a fact, by its id."""
        return tuple(one for one in self.findings if subject in one.subjects)

    def to_dict(self) -> dict[str, object]:
        """Everything as plain data."""
        return {
            "as_of": self.as_of.isoformat(),
            "ran": list(self.ran),
            "notes": [note.to_dict() for note in self.notes],
            "findings": [one.to_dict() for one in self.findings],
            "undecided": [
                {
                    "check": check_id,
                    "subjects": list(one.subjects),
                    "reason": one.reason.to_dict(),
                }
                for check_id, one in self.undecided
            ],
        }


def checks(jurisdiction: Jurisdiction | None = None) -> tuple[Check, ...]:
    """Every check there is: the generic ones, and a country's where one is given.

    >>> "dialogue.head-start" in [one.id for one in checks()]
    True
    """
    own = () if jurisdiction is None else jurisdiction.checks()
    return (*GENERIC, *(one for one in own if isinstance(one, Check)))


def check(
    portfolio: Portfolio,
    as_of: str | dt.date,
    *,
    jurisdiction: Jurisdiction | None = None,
    only: Iterable[str] | None = None,
    skip: Iterable[str] = (),
    plan: Plan | None = None,
    extra: Iterable[Check] = (),
) -> Findings:
    """Run the checks over what had happened by a day (kontrollera).

    Args:
        portfolio: The facts; corrections are applied, and what came after the day is left out.
        as_of: The day.
        jurisdiction: Whose checks to run beside the generic ones. They ask about subjects whose
            buyer is of that country or of none that is known.
        only: Ids of checks, or families of them (``"dialogue"``), to run and no others.
        skip: Ids or families to leave out.
        plan: The follow-up plan that checks of plans look at. Without one it is made from the
            jurisdiction's rules where a check needs it.
        extra: Checks of the caller's own.

    >>> from samverkan.contracts import Contract, Milestone
    >>> facts = Portfolio(contracts=(Contract(id="A-1", milestones=(
    ...     Milestone(id="M", status="met"),)),))
    >>> [one.message("en") for one in check(facts, "2026-11-23", only=["milestones"])]
    ["milestone M of contract A-1: status met without a day it was met [the library's own choice]"]

    Raises:
        CheckError: for an id that no check and no family has; the message names the near ones.
    """
    on = day(as_of)
    everything = (*checks(jurisdiction), *extra)
    chosen = _chosen(everything, only, skip)
    facts = portfolio.as_of(on)
    made = plan or _made(chosen, facts, jurisdiction, on)
    found: list[Finding] = []
    undecided: list[tuple[str, Undecided]] = []
    for one in chosen:
        for result in one.results(facts, on, made):
            if isinstance(result, Finding):
                found.append(result)
            else:
                undecided.append((one.id, result))
    blocked = tuple(one.id for one in chosen if one.needs_plan and made is None)
    notes = [Step(_GENERIC_ONLY)] if jurisdiction is None else []
    if blocked:
        notes.append(Step(_WITHOUT_PLAN, {"checks": blocked}))
    return Findings(
        findings=tuple(found),
        undecided=tuple(undecided),
        ran=tuple(one.id for one in chosen if one.id not in blocked),
        notes=tuple(notes),
        as_of=on,
    )


def _made(
    chosen: Iterable[Check], facts: Portfolio, jurisdiction: Jurisdiction | None, on: Day
) -> Plan | None:
    if jurisdiction is None or not any(one.needs_plan for one in chosen):
        return None
    rules = jurisdiction.follow_up_rules
    return make_plan(facts, rules=rules, calendar=jurisdiction.calendar, as_of=on)


def _chosen(
    everything: tuple[Check, ...], only: Iterable[str] | None, skip: Iterable[str]
) -> tuple[Check, ...]:
    wanted = None if only is None else tuple(only)
    left_out = tuple(skip)
    ids = [one.id for one in everything]
    families = {name[:place] for name in ids for place, sign in enumerate(name) if sign == "."}
    for name in (*(wanted or ()), *left_out):
        if name not in ids and name not in families:
            tops = sorted({one.partition(".")[0] for one in ids})
            hint = near(name, [*ids, *families]).partition("; ")[2]
            raise CheckError(
                f"check: unknown: id={name!r}; expected an id or a family such as "
                f"{', '.join(tops)}{hint and f'; {hint}'}"
            )
    return tuple(
        one
        for one in everything
        if (wanted is None or _is_among(one.id, wanted)) and not _is_among(one.id, left_out)
    )


def _is_among(name: str, names: Iterable[str]) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in names)
