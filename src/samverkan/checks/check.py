"""What a check is: a small pure function from a portfolio and a day, and what is said of it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

import attrs

from samverkan.codelists import Severity, SourceKind
from samverkan.explanations import Finding, LegalBasis, Step, Text
from samverkan.periods import Day
from samverkan.portfolio import Portfolio
from samverkan.schedule import Plan

__all__ = [
    "SECTIONS",
    "Check",
    "ColumnForm",
    "Hit",
    "Undecided",
    "choice",
    "finds",
    "guidance",
    "law",
]

SECTIONS = (
    "Facts used",
    "How it is computed",
    "When it does not apply",
    "Assumptions",
    "Worked examples",
    "Changes over time",
)
"""The headings that follow "What it says" and "Basis" on the page of every check."""


@attrs.frozen
class Hit:
    """What a check found about some facts, before it is put into words (träff).

    Attributes:
        subjects: Ids of the facts it is about, the main one first.
        values: What fills the sentence of the check.
        on: The day from which it holds.
        evidence: The steps that lead to it.

    >>> Hit(("A-1",), {"contract": "A-1"}).on is None
    True
    """

    subjects: tuple[str, ...]
    values: Mapping[str, object] = attrs.field(factory=dict[str, object])
    on: Day | None = None
    evidence: tuple[Step, ...] = ()


@attrs.frozen
class Undecided:
    """A subject of which a check can say nothing, and why (inte avgjort).

    Attributes:
        subjects: Ids of the facts it would be about.
        reason: Why no answer is given.

    >>> Undecided(("A-1",), Step(Text("värdet saknas", "the value is missing"))).reason.label()
    'the value is missing'
    """

    subjects: tuple[str, ...]
    reason: Step


Run: TypeAlias = Callable[..., Iterable["Hit | Undecided"]]


@attrs.frozen(kw_only=True)
class ColumnForm:
    """How a country's check is asked of columns (kolumnform).

    :mod:`samverkan.tables` has the form; the law stays with the country, which answers each
    different question once.

    Attributes:
        name: The form, such as ``"longest-time"``.
        law: The questions to the law that the form asks, by name; what each is told and gives
            stands with the form. One that is not decided raises or gives a :class:`Step`.

    >>> ColumnForm(name="longest-time", law={"last_day": print}).name
    'longest-time'
    """

    name: str
    law: Mapping[str, Callable[..., object]] = attrs.field(
        factory=dict[str, Callable[..., object]], repr=False
    )


@attrs.frozen(kw_only=True, eq=False)
class Check:
    """A check (kontroll): called with a portfolio and a day it gives its findings.

    Attributes:
        id: Never changed; part of every finding.
        severity: A breach, a warning, or a question to ask.
        title: What it is called.
        sentence: The finding in one sentence, with ``{name}`` where a value goes.
        basis: What it rests on.
        run: The function from portfolio and day to what it hits.
        needs_plan: Whether the function takes a plan, too.
        needs_review: Whether a person must judge before anybody acts (a red flag).
        country: The country whose law it is; ``None`` for all.
        columns: How a country's check is asked of columns, where it can be.
        sections: The prose of its page by heading.

    >>> @finds(
    ...     "demo.untitled", Severity.QUESTION, title=Text("avtal utan namn", "untitled contract"),
    ...     sentence=Text("{contract} saknar namn", "{contract} has no title"), basis=choice(),
    ... )
    ... def untitled(portfolio, as_of):
    ...     for contract in portfolio.contracts:
    ...         if contract.title is None:
    ...             yield Hit((contract.id,), {"contract": contract.id})
    >>> from samverkan.contracts import Contract
    >>> from samverkan.periods import day
    >>> facts = Portfolio(contracts=(Contract(id="A-1"),))
    >>> [finding.message("sv") for finding in untitled(facts, day("2026-11-23"))]
    ['A-1 saknar namn [bibliotekets val]']
    """

    id: str
    severity: Severity
    title: Text
    sentence: Text
    basis: tuple[LegalBasis, ...]
    run: Run = attrs.field(repr=False)
    needs_plan: bool = False
    needs_review: bool = False
    country: str | None = None
    columns: ColumnForm | None = attrs.field(default=None, repr=False)
    sections: Mapping[str, str] = attrs.field(factory=dict[str, str], repr=False)

    def __call__(
        self, portfolio: Portfolio, as_of: Day, plan: Plan | None = None
    ) -> Iterator[Finding]:
        """The findings; what cannot be decided is left out (see :meth:`results`)."""
        for found in self.results(portfolio, as_of, plan):
            if isinstance(found, Finding):
                yield found

    def results(
        self, portfolio: Portfolio, as_of: Day, plan: Plan | None = None
    ) -> Iterator[Finding | Undecided]:
        """The findings, and the subjects of which nothing can be said."""
        if self.needs_plan and plan is None:
            return
        found = self.run(portfolio, as_of, plan) if self.needs_plan else self.run(portfolio, as_of)
        for one in found:
            yield one if isinstance(one, Undecided) else self._finding(one)

    def _finding(self, hit: Hit) -> Finding:
        return Finding(
            check=self.id,
            severity=self.severity,
            subjects=hit.subjects,
            summary=Step(self.sentence, hit.values, basis=self.basis[0]),
            on=hit.on,
            evidence=hit.evidence,
            needs_review=self.needs_review,
        )

    def label(self, lang: str = "en") -> str:
        """What it is called."""
        return self.title.label(lang)


def law(ref: str) -> tuple[LegalBasis, ...]:
    """A basis in statute.

    >>> law("LOU 7:2")[0].kind
    <SourceKind.LAW: 'L'>
    """
    return (LegalBasis(SourceKind.LAW, ref),)


def guidance(ref: str | Text) -> tuple[LegalBasis, ...]:
    """A basis in published guidance.

    >>> guidance("SKR 2024")[0].ref
    'SKR 2024'
    """
    return (LegalBasis(SourceKind.GUIDANCE, ref),)


def choice(ref: str | Text = "") -> tuple[LegalBasis, ...]:
    """A basis in the library's own choice.

    >>> choice()[0].kind
    <SourceKind.CHOICE: 'X'>
    """
    return (LegalBasis(SourceKind.CHOICE, ref),)


def finds(
    check_id: str,
    severity: Severity,
    *,
    title: Text,
    sentence: Text,
    basis: tuple[LegalBasis, ...],
    needs_plan: bool = False,
    needs_review: bool = False,
    country: str | None = None,
    columns: ColumnForm | None = None,
) -> Callable[[Run], Check]:
    """Make a check of a function; its docstring holds the prose of the check's page.

    The first paragraph says what it says; each heading of :data:`SECTIONS`, followed by a colon,
    begins a part of its own. An example stands at :class:`Check`.

    >>> finds("x", Severity.QUESTION, title=Text("a", "a"), sentence=Text("b", "b"),
    ...       basis=choice())(print).id
    'x'
    """

    def make(run: Run) -> Check:
        return Check(
            id=check_id,
            severity=severity,
            title=title,
            sentence=sentence,
            basis=basis,
            run=run,
            needs_plan=needs_plan,
            needs_review=needs_review,
            country=country,
            columns=columns,
            sections=_sections(inspect.getdoc(run) or ""),
        )

    return make


_HEADING = re.compile(rf"^({'|'.join(SECTIONS)}):\s*", re.MULTILINE)


def _sections(prose: str) -> Mapping[str, str]:
    parts = _HEADING.split(prose)
    found = {"What it says": " ".join(parts[0].split())}
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        found[heading] = " ".join(text.split())
    return MappingProxyType(found)
