"""Every error and warning of the library.

Each error is a :class:`SamverkanError` and the fitting standard error, so that callers may catch
either. Messages have one form: *who: what is wrong, with name=value; what was expected; what to
do*. What a program needs to react is kept in attributes, never only in the text.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

__all__ = [
    "BrokenLawError",
    "CalendarError",
    "CheckError",
    "CodeError",
    "ContractError",
    "DocumentError",
    "DocumentProblem",
    "FactError",
    "IdentifierError",
    "JurisdictionError",
    "LawCoverageError",
    "LawQuestionError",
    "MissingExtraError",
    "MoneyError",
    "NetworkError",
    "NoDeadlineError",
    "PartyError",
    "PeriodError",
    "PortfolioError",
    "ProcurementError",
    "RuleError",
    "SamverkanError",
    "SamverkanWarning",
    "TransitionError",
    "TrustError",
    "near",
]


class SamverkanError(Exception):
    """The root of every error that the library raises on purpose."""


class SamverkanWarning(UserWarning):
    """Something is possible but doubtful; the text says what to look at."""


class CodeError(SamverkanError, ValueError):
    """A text is not a code of the code list it was given for."""


class PeriodError(SamverkanError, ValueError):
    """A day, moment, span or period cannot be what it was given as."""


class MoneyError(SamverkanError, ValueError):
    """An amount or currency cannot be used, or two currencies were mixed."""


class IdentifierError(SamverkanError, ValueError):
    """An identifier of a known scheme does not pass that scheme's check."""


class PartyError(SamverkanError, ValueError):
    """A party's facts contradict each other."""


class ProcurementError(SamverkanError, ValueError):
    """A procurement's facts contradict each other."""


class ContractError(SamverkanError, ValueError):
    """A contract's facts contradict each other."""


class FactError(SamverkanError, ValueError):
    """A dated fact of a relationship (dialogue, obligation, checkpoint, …) contradicts itself."""


class TransitionError(SamverkanError, ValueError):
    """A step cannot follow the one before it."""


class PortfolioError(SamverkanError, ValueError):
    """Facts of a portfolio do not fit together; ``problems`` lists every one of them."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            f"portfolio: {len(self.problems)} problem(s):\n  " + "\n  ".join(self.problems)
        )

    def __reduce__(self) -> tuple[type[PortfolioError], tuple[tuple[str, ...]]]:
        return PortfolioError, (self.problems,)


class RuleError(SamverkanError, ValueError):
    """A follow-up rule or rule book is not well formed; ``rule_id`` names it where known."""

    def __init__(self, message: str, *, rule_id: str | None = None) -> None:
        self.rule_id = rule_id
        super().__init__(message)


class CheckError(SamverkanError, LookupError):
    """No check and no family of checks has an id."""


class TrustError(SamverkanError, ValueError):
    """Numbers cannot be an opinion, evidence, or a question about trust and control."""


class NetworkError(SamverkanError, ValueError):
    """A question to the stakeholder graph cannot be answered as it was asked."""


class TableError(SamverkanError, ValueError):
    """Columns cannot be planned or read: something is missing, mistyped, or beyond an engine.

    Attributes:
        problems: Each of them, a sentence.
        reasons: The same in a few words by language; empty where only the message says.
    """

    def __init__(self, problems: Sequence[str], reasons: Mapping[str, str] | None = None) -> None:
        self.problems = tuple(problems)
        self.reasons = dict(reasons or {})
        super().__init__("tables: " + "\n  ".join(self.problems))

    def __reduce__(self) -> tuple[type[TableError], tuple[tuple[str, ...], dict[str, str]]]:
        return TableError, (self.problems, self.reasons)


class CalendarError(SamverkanError, LookupError):
    """A day lies outside the span for which a calendar's closed days were verified."""


class LawCoverageError(SamverkanError, LookupError):
    """The law of a day, or a value it sets, is not known to the library, so no answer is given.

    Attributes:
        reasons: What is not known, in a few words by language; empty where only the message says.
    """

    def __init__(self, message: str, reasons: Mapping[str, str] | None = None) -> None:
        self.reasons = dict(reasons or {})
        super().__init__(message)

    def __reduce__(self) -> tuple[type[LawCoverageError], tuple[str, dict[str, str]]]:
        return type(self), (str(self), self.reasons)


class NoDeadlineError(SamverkanError, LookupError):
    """The law sets no day here: no number, no duty, or a day that nobody knows yet.

    Attributes:
        name: What was asked for.
        reasons: Why there is no day, by language, with the paragraphs.
    """

    def __init__(self, name: str, reasons: Mapping[str, str]) -> None:
        self.name = name
        self.reasons = dict(reasons)
        super().__init__(f"{name}: the law sets no day: {self.reasons.get('en', '')}")

    def __reduce__(self) -> tuple[type[NoDeadlineError], tuple[str, dict[str, str]]]:
        return NoDeadlineError, (self.name, self.reasons)

    def why(self, lang: str = "en") -> str:
        """Why there is no day, in Swedish (``"sv"``) or English (``"en"``).

        Raises:
            CodeError: for any other language.
        """
        if lang not in self.reasons:
            raise CodeError(f"language: unknown: lang={lang!r}; {near(lang, self.reasons)}")
        return self.reasons[lang]


class JurisdictionError(SamverkanError, LookupError):
    """No jurisdiction is known under a code."""


class BrokenLawError(SamverkanError, AssertionError):
    """A law of the test kit does not hold: ``law`` names it, ``example`` is a smallest case."""

    def __init__(self, law: str, says: str, example: object) -> None:
        self.law = law
        self.says = says
        self.example = example
        super().__init__(f"law {law!r} is broken: {says}; smallest example: {example!r}")

    def __reduce__(self) -> tuple[type[BrokenLawError], tuple[str, str, object]]:
        return BrokenLawError, (self.law, self.says, self.example)


class LawQuestionError(JurisdictionError, AttributeError, ValueError):
    """A question to the law has a name or an argument that the jurisdiction does not know."""


class MissingExtraError(SamverkanError, ImportError):
    """A package is not installed that one part of the library needs; the text names its extra."""


class DocumentProblem(SamverkanError, ValueError):  # noqa: N818  # one of many; the group is the error
    """One thing that is wrong in a document, with its ``path`` (``$.contracts[0].id``)."""

    def __init__(self, path: str, message: str) -> None:
        self.path = path
        self.message = message
        super().__init__(f"{path}: {message}")

    def __reduce__(self) -> tuple[type[DocumentProblem], tuple[str, str]]:
        return DocumentProblem, (self.path, self.message)


class DocumentError(SamverkanError, ExceptionGroup[DocumentProblem]):
    """A document cannot be read; ``exceptions`` holds every problem with its path."""

    def __new__(cls, message: str, exceptions: Sequence[DocumentProblem], /) -> Self:
        """Group the problems (at least one) under one ``message`` that names the document."""
        return super().__new__(cls, message, exceptions)

    @property
    def problems(self) -> tuple[DocumentProblem, ...]:
        """Every problem, each with its path."""
        return tuple(one for one in self.exceptions if isinstance(one, DocumentProblem))

    def derive(self, excs: Sequence[DocumentProblem]) -> DocumentError:  # type: ignore[override]  # narrower on purpose: every member has a path
        """Keep the class when the group is split."""
        return DocumentError(self.message, excs)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.exceptions]
        return self.message + "".join(f"\n  {line}" for line in lines)


def near(word: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown word: the known ones (kända namn) and the nearest.

    >>> near("strat", ["start", "end"])
    "known: end, start; did you mean 'start'?"
    """
    names = sorted(known)
    text = f"known: {', '.join(names) or 'none'}"
    close = difflib.get_close_matches(word, names, n=1)
    return f"{text}; did you mean {close[0]!r}?" if close else text
