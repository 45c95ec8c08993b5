"""Why an answer is what it is: one shape for dates, states, findings, scores and ranks.

A :class:`Step` is a sentence in both languages with the values it speaks of, the day before and
after it, and the :class:`LegalBasis` it rests on. An :class:`Explanation` is a row of steps. Both
are data first and text second.

>>> step = Step(Text("avtalet börjar {on}", "the contract starts {on}"), {"on": "2026-09-01"})
>>> Explanation((step,)).text("sv")
'1. avtalet börjar 2026-09-01'
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar, cast, runtime_checkable

import attrs

from samverkan.codelists import Severity, SourceKind, check_language
from samverkan.errors import LawCoverageError, PeriodError

__all__ = [
    "Dated",
    "Explanation",
    "Finding",
    "Labelled",
    "LegalBasis",
    "Step",
    "Text",
    "render",
]


@runtime_checkable
class Labelled(Protocol):
    """What has a text of its own in both languages: a code, a span, a sum of money."""

    def label(self, lang: str = "en") -> str:
        """The text in ``lang``."""
        ...


def render(value: object, lang: str) -> str:
    """A value as people read it in ``lang`` (utskrift); unknown is a dash, a tuple a row.

    >>> render(SourceKind.LAW, "sv"), render(None, "sv"), render(("a", "b"), "en")
    ('lag', '–', 'a, b')
    """
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if callable(getattr(value, "label", None)):  # as isinstance asks, in a tenth of the time
        return cast("Labelled", value).label(lang)
    if isinstance(value, bool):
        return {"sv": ("nej", "ja"), "en": ("no", "yes")}[check_language(lang)][value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        members = cast("tuple[object, ...]", value)
        return ", ".join(render(member, lang) for member in members)
    return str(value)


@attrs.frozen
class Text:
    """One text in Swedish and English (tvåspråkig text); ``{name}`` marks where values go.

    >>> Text("senast {on}", "no later than {on}").label("en", on="2026-05-05")
    'no later than 2026-05-05'
    """

    sv: str
    en: str

    def label(self, lang: str = "en", **values: object) -> str:
        """The text in ``lang`` with ``values`` filled in."""
        template = self.sv if check_language(lang) == "sv" else self.en
        if not values:
            return template
        return template.format_map({name: render(value, lang) for name, value in values.items()})


@attrs.frozen
class LegalBasis:
    """What a statement rests on (rättslig grund, källa): statute, guidance, or our own choice.

    Attributes:
        kind: ``L`` statute, ``G`` published guidance, ``X`` the library's choice.
        ref: The paragraph or publication, such as ``"LOU 20:1"``; a :class:`Text` where it needs
            words of a language.

    >>> LegalBasis(SourceKind.LAW, "LOU 20:1").label("en")
    'LOU 20:1 (statute)'
    """

    kind: SourceKind
    ref: str | Text = ""

    def label(self, lang: str = "en") -> str:
        """The reference and how binding it is."""
        kind = self.kind.label(lang)
        return f"{render(self.ref, lang)} ({kind})" if self.ref else kind


def _values(values: Mapping[str, object]) -> Mapping[str, object]:
    return MappingProxyType(dict(values))


@attrs.frozen
class Step:
    """One step of an explanation (steg): a sentence, its values, the day before and after.

    Attributes:
        text: The sentence, with ``{name}`` where a value goes.
        values: The values by name, kept as they are so that programs can read them.
        before: The value that the step started from, where it changed one.
        after: The value that the step arrived at.
        basis: What the step rests on.

    >>> act = LegalBasis(SourceKind.LAW, "lag 1930:173 2 §")
    >>> step = Step(
    ...     Text("{before} flyttas till {after}", "{before} is moved to {after}"),
    ...     before=dt.date(2026, 6, 19), after=dt.date(2026, 6, 22), basis=act,
    ... )
    >>> step.label("sv")
    '2026-06-19 flyttas till 2026-06-22 [lag 1930:173 2 § (lag)]'
    """

    text: Text
    values: Mapping[str, object] = attrs.field(
        factory=dict[str, object], converter=_values, hash=False
    )
    before: object = None
    after: object = None
    basis: LegalBasis | None = None

    def __reduce__(self) -> tuple[type[Step], tuple[object, ...]]:
        return Step, (self.text, dict(self.values), self.before, self.after, self.basis)

    def label(self, lang: str = "en") -> str:
        """The sentence in ``lang``, with its basis in brackets."""
        named = {"before": self.before, "after": self.after, **self.values}
        sentence = self.text.label(lang, **named)
        return f"{sentence} [{self.basis.label(lang)}]" if self.basis else sentence

    def naming(self, names: Mapping[str, str]) -> Step:
        """The step with names in place of the ids among its values.

        >>> step = Step(Text("{parties} bjöd", "{parties} bid"), {"parties": ("P-1", "P-2")})
        >>> step.naming({"P-1": "Byggfirman AB"}).label("en")
        'Byggfirman AB, P-2 bid'
        """

        def named(value: object) -> object:
            if isinstance(value, str):
                return names.get(value, value)
            if isinstance(value, tuple):
                return tuple(named(one) for one in cast("tuple[object, ...]", value))
            return value

        values = {key: named(value) for key, value in self.values.items()}
        return attrs.evolve(self, values=values)

    def to_dict(self) -> dict[str, object]:
        """The step as plain data: both sentences, values as text, basis."""
        row: dict[str, object] = {"sv": self.label("sv"), "en": self.label("en")}
        if self.values:
            row["values"] = {name: render(value, "en") for name, value in self.values.items()}
        for name in ("before", "after"):
            if (value := getattr(self, name)) is not None:
                row[name] = render(value, "en")
        if self.basis:
            row["basis"] = {"kind": self.basis.kind.value, "ref": render(self.basis.ref, "en")}
        return row


@attrs.frozen
class Explanation:
    """Why an answer is what it is (motivering): numbered steps, as text or as data.

    >>> first = Step(Text("avtalet slutar {on}", "the contract ends {on}"), {"on": "2029-08-31"})
    >>> print(Explanation((first, Step(Text("sex månader före", "six months before")))).text("en"))
    1. the contract ends 2029-08-31
    2. six months before
    """

    steps: tuple[Step, ...] = attrs.field(converter=tuple[Step, ...])

    def text(self, lang: str = "en") -> str:
        """All steps, numbered, a line each."""
        return "\n".join(f"{n}. {step.label(lang)}" for n, step in enumerate(self.steps, 1))

    label = text

    def to_dict(self) -> dict[str, object]:
        """All steps as plain data."""
        return {"steps": [step.to_dict() for step in self.steps]}

    def __add__(self, other: Explanation) -> Explanation:
        return Explanation(self.steps + other.steps)


@attrs.frozen(kw_only=True)
class Finding:
    """What a check found (iakttagelse): computed from facts, never stored among them.

    Attributes:
        check: The id of the check, such as ``"coherence.signed-before-start"``.
        severity: A breach, a warning, or a question to ask.
        subjects: Ids of the facts it is about, the main one first.
        summary: The finding in one sentence.
        on: The day from which it holds, where there is one.
        evidence: The steps that lead to it.
        needs_review: True where a person must judge before anybody acts (a red flag).

    >>> finding = Finding(
    ...     check="coherence.signed-against-awarded", severity=Severity.WARNING, subjects=("A-1",),
    ...     summary=Step(Text("tecknat före beslutet", "signed before the award")),
    ... )
    >>> finding.message("sv")
    'tecknat före beslutet'
    """

    check: str
    severity: Severity
    subjects: tuple[str, ...] = attrs.field(converter=tuple[str, ...])
    summary: Step
    on: dt.date | None = None
    evidence: tuple[Step, ...] = ()
    needs_review: bool = False

    def message(self, lang: str = "en") -> str:
        """The finding in one sentence."""
        return self.summary.label(lang)

    def why(self, lang: str = "en") -> str:
        """The sentence and the numbered steps behind it."""
        return Explanation((self.summary, *self.evidence)).text(lang)

    def to_dict(self) -> dict[str, object]:
        """The finding as plain data."""
        return {
            "check": self.check,
            "severity": self.severity.value,
            "subjects": list(self.subjects),
            "on": self.on.isoformat() if self.on else None,
            "needs_review": self.needs_review,
            "summary": self.summary.to_dict(),
            "evidence": [step.to_dict() for step in self.evidence],
        }


T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Dated(Generic[T]):
    """A value that the law has changed over time (daterat värde); it answers for a day, or raises.

    Attributes:
        name: What the value is, for messages.
        steps: From which day each value holds, the value, and what it rests on; oldest first. A
            value of ``None`` says that the one that holds from that day is not known here.
        read_on: The day up to which the text of the law was read.
        verified_until: The last day for which the value may be used; a choice of the library.

    >>> act = LegalBasis(SourceKind.LAW, "LOU 19 a:2")
    >>> limit = Dated(
    ...     name=Text("direktupphandlingsgränsen", "limit of direct procurement"),
    ...     steps=((dt.date(2022, 2, 1), 700_000, act),),
    ...     read_on=dt.date(2025, 9, 1), verified_until=dt.date(2027, 12, 31),
    ... )
    >>> limit.on(dt.date(2026, 3, 1))
    700000
    >>> limit.on(dt.date(2022, 1, 31))
    Traceback (most recent call last):
    samverkan.errors.LawCoverageError: limit of direct procurement: not known for the day: \
day=2022-01-31; known from 2022-02-01 to 2027-12-31; ask for a day within, or add the value

    Raises:
        PeriodError: when there is no step, or the steps are not in the order of time.
    """

    name: Text
    steps: tuple[tuple[dt.date, T | None, LegalBasis], ...]
    read_on: dt.date
    verified_until: dt.date

    def __attrs_post_init__(self) -> None:
        starts = [start for start, _, _ in self.steps]
        if not starts or starts != sorted(set(starts)) or starts[-1] > self.verified_until:
            raise PeriodError(
                f"{self.name.en}: steps={[str(start) for start in starts]}; expected at least "
                f"one, each later than the one before, none after verified_until="
                f"{self.verified_until}"
            )

    def spans(self) -> tuple[tuple[dt.date, dt.date], ...]:
        """The stretches of days that are known, first and last day each."""
        ends = [start - dt.timedelta(1) for start, _, _ in self.steps[1:]] + [self.verified_until]
        found: list[tuple[dt.date, dt.date]] = []
        for (start, value, _), end in zip(self.steps, ends, strict=True):
            if value is None:
                continue
            if found and found[-1][1] + dt.timedelta(1) == start:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return tuple(found)

    def step(self, on: dt.date) -> tuple[dt.date, T, LegalBasis]:
        """Since when the value of a day holds, the value, and what it rests on.

        Raises:
            LawCoverageError: for a day that is not covered; the message names the spans that are.
        """
        if on <= self.verified_until:
            for start, value, basis in reversed(self.steps):
                if start <= on:
                    if value is None:
                        break
                    return start, value, basis
        known = ", ".join(f"{first} to {last}" for first, last in self.spans())
        raise LawCoverageError(
            f"{self.name.en}: not known for the day: day={on}; known from {known}; "
            "ask for a day within, or add the value",
            reasons={
                "sv": f"{self.name.sv} den {on}; känt från {known.replace(' to ', ' till ')}",
                "en": f"{self.name.en} on {on}; known from {known}",
            },
        )

    def on(self, on: dt.date) -> T:
        """The value that holds on a day.

        Raises:
            LawCoverageError: for a day that is not covered; the message names the spans that are.
        """
        return self.step(on)[1]

    def caveat(self, on: dt.date) -> Step | None:
        """What must be said of a day after the law was read; ``None`` before."""
        if on <= self.read_on:
            return None
        return Step(
            Text(
                "lagtexten lästes {read_on}; ändringar därefter är inte kontrollerade, och texten "
                "används för dagar till och med {until}",
                "the text of the law was read on {read_on}; later changes are not checked, and "
                "the text is used for days until {until}",
            ),
            {"read_on": self.read_on, "until": self.verified_until},
            basis=LegalBasis(
                SourceKind.CHOICE, Text("hur länge lagtext används", "how long a text is used")
            ),
        )
