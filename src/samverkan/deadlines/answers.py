"""What the law answers: a day, or a sum of money, with the steps that lead there; or no day."""

from __future__ import annotations

import datetime as dt

import attrs

from samverkan.codelists import Trigger
from samverkan.errors import NoDeadlineError
from samverkan.explanations import Explanation, LegalBasis, Step, Text, render
from samverkan.periods import Day, Span
from samverkan.values import Money

__all__ = ["NOT_LEGAL_ADVICE", "Amount", "Deadline", "no_deadline"]

NOT_LEGAL_ADVICE = Text(
    "Detta är inte juridisk rådgivning. Läs lagtexten och kontrollera dagen.",
    "This is not legal advice. Read the act and check the day.",
)
"""What every answer about law says last."""


def _iso(on: dt.date | None) -> str | None:
    return None if on is None else on.isoformat()


def _plain(basis: LegalBasis) -> dict[str, str]:
    return {"kind": basis.kind.value, "ref": render(basis.ref, "en")}


@attrs.frozen(kw_only=True)
class Deadline:
    """A day that the law sets, and why (frist, sista dag).

    Attributes:
        name: What was asked for, such as ``"standstill"``.
        title: The same for people.
        trigger: What set the period running.
        triggered_on: The day it did.
        span: How long the period is; ``None`` where the day was set in another way.
        raw: The last day before a move for closed days.
        last_day: The last day by law.
        first_day: The first day on which the act may be done, where there is one.
        advised: For a period counted backwards, the working day no later than the legal one.
        earliest_contract_day: The first day on which the contract may be concluded, which may be
            a Saturday or Sunday; only standstill has one.
        law_on: The day whose law was used.
        basis: The paragraphs that the period itself rests on.
        explanation: How the day was found, step by step.
        notes: What else must be known.

    >>> from samverkan.jurisdictions import jurisdiction
    >>> answer = jurisdiction("SE").standstill(sent_on="2026-12-14", means="electronic")
    >>> answer.last_day, answer.earliest_contract_day
    (Date(2026, 12, 28), Date(2026, 12, 29))
    """

    name: str
    title: Text
    trigger: Trigger
    triggered_on: Day
    span: Span | None = None
    raw: Day
    last_day: Day
    first_day: Day | None = None
    advised: Day | None = None
    earliest_contract_day: Day | None = None
    law_on: Day
    basis: tuple[LegalBasis, ...]
    explanation: Explanation
    notes: tuple[Step, ...] = ()

    @property
    def legal(self) -> Day:
        """The last day by law, beside which ``advised`` may stand."""
        return self.last_day

    def why(self, lang: str = "en") -> str:
        """The numbered steps, what else must be known, and that this is no legal advice."""
        lines = [self.explanation.text(lang)]
        lines += [f"– {note.label(lang)}" for note in self.notes]
        return "\n".join([*lines, NOT_LEGAL_ADVICE.label(lang)])

    def to_dict(self) -> dict[str, object]:
        """The answer as plain data; days as ISO text."""
        return {
            "name": self.name,
            "title": {"sv": self.title.sv, "en": self.title.en},
            "trigger": self.trigger.value,
            "triggered_on": self.triggered_on.isoformat(),
            "span": None if self.span is None else str(self.span),
            "raw": self.raw.isoformat(),
            "last_day": self.last_day.isoformat(),
            "first_day": _iso(self.first_day),
            "advised": _iso(self.advised),
            "earliest_contract_day": _iso(self.earliest_contract_day),
            "law_on": self.law_on.isoformat(),
            "basis": [_plain(one) for one in self.basis],
            **self.explanation.to_dict(),
            "notes": [note.to_dict() for note in self.notes],
            "notice": {"sv": NOT_LEGAL_ADVICE.sv, "en": NOT_LEGAL_ADVICE.en},
        }

    def adding(self, *steps: Step) -> Deadline:
        """The same answer with more steps."""
        return attrs.evolve(self, explanation=Explanation(self.explanation.steps + steps))


@attrs.frozen(kw_only=True)
class Amount:
    """A sum of money that the law sets or that is reckoned as it says, and why (belopp).

    Attributes:
        name: What was asked for, such as ``"threshold"``.
        title: The same for people.
        amount: The sum.
        explanation: How it was found, step by step.
        law_on: The day whose law was used, where the law has a day.

    >>> from samverkan.codelists import SourceKind
    >>> act = LegalBasis(SourceKind.LAW, "LOU 19 a:2")
    >>> step = Step(Text("gränsen är {after}", "the limit is {after}"),
    ...             after=Money("700000", "SEK"), basis=act)
    >>> limit = Amount(name="direct_procurement_limit", title=Text("gräns", "limit"),
    ...                amount=Money("700000", "SEK"), explanation=Explanation((step,)))
    >>> print(limit.why("sv"))
    1. gränsen är 700 000 SEK [LOU 19 a:2 (lag)]
    Detta är inte juridisk rådgivning. Läs lagtexten och kontrollera dagen.
    """

    name: str
    title: Text
    amount: Money
    explanation: Explanation
    law_on: Day | None = None

    def why(self, lang: str = "en") -> str:
        """The numbered steps, and that this is no legal advice."""
        return f"{self.explanation.text(lang)}\n{NOT_LEGAL_ADVICE.label(lang)}"

    def to_dict(self) -> dict[str, object]:
        """The answer as plain data; the amount as text."""
        return {
            "name": self.name,
            "title": {"sv": self.title.sv, "en": self.title.en},
            "amount": {"amount": str(self.amount.amount), "currency": self.amount.currency},
            "law_on": _iso(self.law_on),
            **self.explanation.to_dict(),
            "notice": {"sv": NOT_LEGAL_ADVICE.sv, "en": NOT_LEGAL_ADVICE.en},
        }


def no_deadline(name: str, *steps: Step) -> NoDeadlineError:
    """The refusal to give a day, saying why in both languages; the caller raises it.

    >>> from samverkan.codelists import SourceKind
    >>> rule = LegalBasis(SourceKind.LAW, "LOU 19:11")
    >>> error = no_deadline(
    ...     "tender_period", Step(Text("skälig tid", "reasonable time"), basis=rule))
    >>> error.why("sv")
    '1. skälig tid [LOU 19:11 (lag)]'
    """
    reasons = Explanation(steps)
    return NoDeadlineError(name, {lang: reasons.text(lang) for lang in ("sv", "en")})
