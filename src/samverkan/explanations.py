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
from typing import Protocol, runtime_checkable

import attrs

from samverkan.codelists import Severity, SourceKind, check_language

__all__ = ["Explanation", "Finding", "Labelled", "LegalBasis", "Step", "Text", "render"]


@runtime_checkable
class Labelled(Protocol):
    """What has a text of its own in both languages: a code, a span, a sum of money."""

    def label(self, lang: str = "en") -> str:
        """The text in ``lang``."""
        ...


def render(value: object, lang: str) -> str:
    """A value as people read it in ``lang``; an unknown value is a dash, a tuple a row.

    >>> render(SourceKind.LAW, "sv"), render(None, "sv"), render(("a", "b"), "en")
    ('lag', '–', 'a, b')
    """
    if value is None:
        return "–"
    if isinstance(value, Labelled):
        return value.label(lang)
    if isinstance(value, bool):
        return {"sv": ("nej", "ja"), "en": ("no", "yes")}[check_language(lang)][value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        members: tuple[object, ...] = value
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
        ref: The paragraph or publication, such as ``"LOU 20:1"``.

    >>> LegalBasis(SourceKind.LAW, "LOU 20:1").label("en")
    'LOU 20:1 (statute)'
    """

    kind: SourceKind
    ref: str

    def label(self, lang: str = "en") -> str:
        """The reference and how binding it is."""
        return f"{self.ref} ({self.kind.label(lang)})" if self.ref else self.kind.label(lang)


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
    """

    text: Text
    values: Mapping[str, object] = attrs.field(
        factory=dict[str, object], converter=_values, hash=False
    )
    before: object = None
    after: object = None
    basis: LegalBasis | None = None

    def label(self, lang: str = "en") -> str:
        """The sentence in ``lang``, with its basis in brackets."""
        named = {"before": self.before, "after": self.after, **self.values}
        sentence = self.text.label(lang, **named)
        return f"{sentence} [{self.basis.label(lang)}]" if self.basis else sentence

    def to_dict(self) -> dict[str, object]:
        """The step as plain data: both sentences, values as text, basis."""
        row: dict[str, object] = {"sv": self.label("sv"), "en": self.label("en")}
        if self.values:
            row["values"] = {name: render(value, "en") for name, value in self.values.items()}
        for name in ("before", "after"):
            if (value := getattr(self, name)) is not None:
                row[name] = render(value, "en")
        if self.basis:
            row["basis"] = {"kind": self.basis.kind.value, "ref": self.basis.ref}
        return row


@attrs.frozen
class Explanation:
    """Why an answer is what it is (motivering): numbered steps, as text or as data."""

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
