"""Jurisdictions: what a country brings, and how it is found by its code.

A country is a package of its own that the core never imports. The ones that come with the library
stand in a map of strings; others are found by the entry-point group ``samverkan.jurisdictions``.

>>> sweden = jurisdiction("SE")
>>> sweden.calendar.why_closed(day("2026-06-19"), "sv")
'Midsommarafton (lag 1930:173 2 §)'
>>> sweden.standstill(sent_on="2026-12-14", means="electronic").last_day
Date(2026, 12, 28)
"""

from __future__ import annotations

import functools
import importlib
import importlib.metadata
import inspect
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

import attrs

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import Code, check_language
from samverkan.deadlines import MoneyLimit
from samverkan.errors import JurisdictionError, LawQuestionError, near
from samverkan.explanations import LegalBasis, Text, render
from samverkan.periods import Day, day
from samverkan.rules import RuleBook
from samverkan.values import Money

__all__ = [
    "ENTRY_POINTS",
    "Coverage",
    "Jurisdiction",
    "LawFunction",
    "LawParameter",
    "jurisdiction",
    "jurisdictions",
]

ENTRY_POINTS = "samverkan.jurisdictions"
"""The entry-point group by which an installed package offers a country under its code."""

_BUNDLED: Mapping[str, str] = MappingProxyType({"SE": "samverkan.countries.se:JURISDICTION"})


# ---------------------------------------------------------------------------- questions to the law
@attrs.frozen(kw_only=True)
class LawParameter:
    """One thing that a question to the law is told (uppgift i en fråga).

    Attributes:
        name: Its name in Python, such as ``"sent_on"``.
        kind: ``day``, ``flag``, ``number``, ``money``, ``moneys``, ``code``, ``text``, or
            ``object`` for what has no text of its own, such as a contract.
        required: Whether it must be given.
        default: What holds where it is left out.
        code_list: The codes it may be, where it is one.
        types: The types an object may have, where they are known.
        about: What it means, in English, as the documentation of the function has it.

    >>> LawParameter(name="sent_on", kind="day", required=True).option
    '--sent'
    """

    name: str
    kind: str
    required: bool
    default: object = None
    code_list: type[Code] | None = None
    types: tuple[type, ...] = ()
    about: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The values it may have, where it is a code."""
        return () if self.code_list is None else tuple(code.value for code in self.code_list)

    @property
    def option(self) -> str:
        """Its name on the command line: ``sent_on`` is ``--sent``."""
        return "--" + self.name.removesuffix("_on").replace("_", "-")

    def read(self, text: str) -> object:
        """Its value from text, as the command line and forms have it.

        Raises:
            LawQuestionError: for text that cannot be its value, and for objects.
        """
        if self.kind == "code" and text not in self.codes:
            raise LawQuestionError(f"{self.name}: value={text!r}; {near(text, self.codes)}")
        if self.kind in {"day", "code", "text"}:
            return text
        if self.kind == "number" and text.strip().isdecimal():
            return int(text)
        if self.kind == "flag" and text in _FLAGS:
            return _FLAGS[text]
        if self.kind in {"money", "moneys"}:
            parts = text.split(",") if self.kind == "moneys" else [text]
            found = tuple(_money(part) for part in parts)
            known = tuple(one for one in found if one is not None)
            if len(known) == len(found):
                return known if self.kind == "moneys" else known[0]
        raise LawQuestionError(f"{self.name}: value={text!r}; expected {_EXPECTED[self.kind]}")

    def check(self, value: object) -> None:
        """Refuse a value of a type that the question cannot mean, such as text for a flag.

        Days and codes are read by the question itself, which accepts text and objects.

        Raises:
            LawQuestionError: naming the parameter and what it expects.
        """
        if value is None and not self.required and self.default is None:
            return
        if self.kind == "moneys":
            right = _all_money(value)
        elif self.kind == "number":
            right = isinstance(value, int) and not isinstance(value, bool)
        else:
            types = self.types or _TYPES.get(self.kind, (object,))
            right = isinstance(value, types)
        if not right:
            raise self._refused(value)

    def _refused(self, value: object) -> LawQuestionError:
        expected = " or ".join(one.__name__ for one in self.types) or _EXPECTED[self.kind]
        return LawQuestionError(f"{self.name}: value={value!r}; expected {expected}")


_FLAGS = {"yes": True, "ja": True, "true": True, "no": False, "nej": False, "false": False}
_TYPES: Mapping[str, tuple[type, ...]] = {"flag": (bool,), "money": (Money,), "text": (str,)}
_EXPECTED = {
    "number": "a whole number",
    "flag": "yes or no (True or False in Python)",
    "text": "text",
    "money": "an amount such as '700000 SEK'",
    "moneys": "amounts such as '700000 SEK, 50000 SEK'",
    "object": "an object, which only Python can give",
}


_AMOUNT = re.compile(r"(-?\d[\d\s]*(?:\.\d+)?)\s*([A-Z]{3})")


def _all_money(value: object) -> bool:
    return isinstance(value, Sequence) and all(
        isinstance(one, Money) for one in cast("Sequence[object]", value)
    )


def _money(text: str) -> Money | None:
    """An amount and its currency, as people write them: ``700 000 SEK``."""
    found = _AMOUNT.fullmatch(text.strip())
    return None if found is None else Money("".join(found[1].split()), found[2])


def _kind(hint: object) -> tuple[str, type[Code] | None]:
    """The kind of a parameter from its annotation, and the codes it may be."""
    united = typing.get_origin(hint) in {types.UnionType, typing.Union}
    parts = typing.get_args(hint) if united else ()
    options = tuple(part for part in parts if part is not type(None)) or (hint,)
    for option in options:
        if isinstance(option, type) and issubclass(option, Code):
            return "code", option
    if hint == Sequence[Money]:
        return "moneys", None
    named = {bool: "flag", int: "number", Money: "money"}
    for option in options:
        if option in named:
            return named[option], None
    if str in options:
        return ("day" if len(options) > 1 else "text"), None
    return "object", None


@functools.cache
def _parameters(function: Callable[..., Any]) -> tuple[LawParameter, ...]:
    hints = typing.get_type_hints(function)
    documented = inspect.getdoc(function) or ""
    found: list[LawParameter] = []
    for name, one in inspect.signature(function).parameters.items():
        kind, code_list = _kind(hints.get(name))
        required = one.default is inspect.Parameter.empty
        found.append(
            LawParameter(
                name=name,
                kind=kind,
                required=required,
                default=None if required else one.default,
                code_list=code_list,
                types=_types(hints.get(name)) if kind == "object" else (),
                about=_about(documented, name),
            )
        )
    return tuple(found)


def _types(hint: object) -> tuple[type, ...]:
    """The classes that an annotation names; none where it names anything else."""
    united = typing.get_origin(hint) in {types.UnionType, typing.Union}
    parts = [one for one in typing.get_args(hint) if one is not type(None)] if united else [hint]
    named = [one for one in parts if isinstance(one, type)]
    return tuple(named) if len(named) == len(parts) else ()


def _about(documented: str, name: str) -> str:
    """What the section ``Args`` of a docstring says of a parameter, on one line."""
    found = re.search(rf"^    {re.escape(name)}: (.*(?:\n {{8}}.*)*)", documented, re.MULTILINE)
    return " ".join(found[1].split()) if found else ""


@functools.cache
def _in_order(function: Callable[..., Any]) -> tuple[str, ...]:
    """The parameters that may be given without their names."""
    return tuple(
        name
        for name, one in inspect.signature(function).parameters.items()
        if one.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    )


class _Signature:
    """The signature of the function behind a question, for notebooks and ``inspect``."""

    def __get__(self, asked: LawFunction | None, owner: type) -> inspect.Signature | None:
        return None if asked is None else inspect.signature(asked.function)


@attrs.frozen(kw_only=True)
class LawFunction:
    """A question that the law of a country answers (fråga till lagen).

    Called like the function behind it; ``help(question.function)`` shows its documentation, and
    ``inspect.signature`` its parameters.

    Attributes:
        name: What programs call it, such as ``"standstill"``.
        title: What people call it.
        function: What answers it; its parameters are given by name, but for those that it
            takes in order, too.
        swedish: What a parameter means in Swedish, from the names of the question and of the
            parameter; the English text stands in the function's documentation.

    >>> sweden = jurisdiction("SE")
    >>> [one.option for one in sweden.law["retention"].parameters]
    ['--awarded', '--regime', '--under-archives-act', '--as-of-law']
    >>> sweden.law["retention"].title.sv
    'bevarande av handlingar'
    """

    name: str
    title: Text
    function: Callable[..., Any] = attrs.field(repr=False)
    swedish: Callable[[str, str], str] | None = attrs.field(default=None, repr=False)
    __signature__ = _Signature()

    def __call__(self, *values: Any, **given: Any) -> Any:  # noqa: ANN401  # each question has an answer of its own type
        """The answer; what it is and what it raises stands in the function's own documentation.

        Raises:
            LawQuestionError: when a parameter is missing, not known or of the wrong type; the
                message names it.
        """
        known = {one.name: one for one in self.parameters}
        in_order = _in_order(self.function)
        if len(values) > len(in_order):
            raise LawQuestionError(
                f"{self.name}: values={len(values)} without a name, expected at most "
                f"{len(in_order)}; give the others by name: {', '.join(known)}"
            )
        for name, value in zip(in_order, values, strict=False):
            if name in given:
                raise LawQuestionError(f"{self.name}: {name} is given twice; leave one out")
            given[name] = value
        for name, value in given.items():
            if name not in known:
                raise LawQuestionError(f"{self.name}: unknown: {name}=…; {near(name, known)}")
            known[name].check(value)
        missing = [one.name for one in known.values() if one.required and one.name not in given]
        if missing:
            raise LawQuestionError(
                f"{self.name}: missing: {', '.join(missing)}; give them by name"
            )
        return self.function(**given)

    @property
    def parameters(self) -> tuple[LawParameter, ...]:
        """What it is told, in the order of its documentation."""
        return _parameters(self.function)

    def about(self, parameter: str, lang: str = "en") -> str:
        """What a parameter means; in English where there is no Swedish text.

        >>> jurisdiction("SE").law["retention"].about("awarded_on", "sv")
        'dagen då kontraktet tilldelades'
        """
        if check_language(lang) == "sv" and self.swedish is not None:
            return self.swedish(self.name, parameter)
        return next(one.about for one in self.parameters if one.name == parameter)

    @property
    def askable(self) -> bool:
        """Whether text is enough to ask it: no required parameter is an object."""
        return all(one.kind != "object" for one in self.parameters if one.required)

    def ask(self, answers: Mapping[str, str]) -> Any:  # noqa: ANN401  # as above
        """The answer to a question that is asked in text, as on the command line.

        Args:
            answers: Text by parameter name, with or without ``_on``, dashes for underscores.

        >>> jurisdiction("SE").law["standstill"].ask(
        ...     {"sent": "2026-12-14", "means": "letter"}).last_day
        Date(2026, 12, 29)

        Raises:
            LawQuestionError: when a parameter is missing, unknown, or its text cannot be read.
        """
        known = {one.option.removeprefix("--"): one for one in self.parameters}
        full = {one.name.replace("_", "-"): one for one in self.parameters}
        given: dict[str, object] = {}
        for word, text in answers.items():
            name = word.replace("_", "-")
            found = known.get(name) or full.get(name)
            if found is None:
                raise LawQuestionError(f"{self.name}: unknown: {word}; {near(name, known)}")
            given[found.name] = found.read(text)
        return self(**given)


# ---------------------------------------------------------------------------- jurisdictions
@attrs.frozen(kw_only=True)
class Coverage:
    """How far the law of a jurisdiction is known here (täckning).

    Attributes:
        read_on: The day up to which the texts were read.
        verified_until: The last day for which they may be used; a choice of the library.
        left_out: What was left out, or made a switch, because it could not be confirmed.

    >>> jurisdiction("SE").coverage.verified_until
    Date(2027, 12, 31)
    """

    read_on: Day = attrs.field(converter=day)
    verified_until: Day = attrs.field(converter=day)
    left_out: tuple[Text, ...] = attrs.field(default=(), converter=tuple[Text, ...])


def _asked(
    functions: Mapping[str, LawFunction] | Iterable[LawFunction],
) -> Mapping[str, LawFunction]:
    if isinstance(functions, Mapping):
        functions = cast("Mapping[str, LawFunction]", functions).values()
    return MappingProxyType({one.name: one for one in functions})


def _limits(limits: Mapping[str, MoneyLimit]) -> Mapping[str, MoneyLimit]:
    return MappingProxyType(dict(limits))


def _grounds(grounds: Mapping[Any, LegalBasis]) -> Mapping[Code, LegalBasis]:
    return MappingProxyType(dict(grounds))


def _labels(labels: Mapping[Any, Text]) -> Mapping[Code, Text]:
    return MappingProxyType(dict(labels))


def _books(books: Mapping[str, Callable[[], RuleBook]]) -> Mapping[str, Callable[[], RuleBook]]:
    return MappingProxyType(dict(books))


@attrs.frozen(kw_only=True)
class Jurisdiction:
    """A country's calendar, rule books and law (rättsordning).

    Questions to its law are asked by name: ``sweden.standstill(sent_on=…, means=…)``.

    Attributes:
        code: ISO 3166 code.
        name: The country.
        parents: Codes of the legal orders it belongs to, nearest first, such as ``("EU",)``.
        calendar: Its working days.
        rule_book: A function that gives its default follow-up rules; read when asked for.
        rule_books: Further rule books by id, read when asked for.
        law: The questions its law answers, by name.
        thresholds: The limits in money that its law sets, by id.
        grounds: The section that stands for each ground its law knows.
        labels: Its own words for codes, where they differ from those of the code lists.
        identifiers: Schemes of the numbers its parties are known by, the usual one first.
        coverage: How far its law is known here.
        checks: A function that gives its checks; called when somebody checks by its law.
    """

    code: str
    name: Text
    parents: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    calendar: WorkingCalendar
    rule_book: Callable[[], RuleBook] = attrs.field(repr=False)
    rule_books: Mapping[str, Callable[[], RuleBook]] = attrs.field(
        factory=dict[str, Callable[[], RuleBook]], converter=_books, repr=False, hash=False
    )
    law: Mapping[str, LawFunction] = attrs.field(
        factory=dict[str, LawFunction], converter=_asked, repr=False, hash=False
    )
    thresholds: Mapping[str, MoneyLimit] = attrs.field(
        factory=dict[str, MoneyLimit], converter=_limits, repr=False, hash=False
    )
    grounds: Mapping[Code, LegalBasis] = attrs.field(
        factory=dict[Code, LegalBasis], converter=_grounds, repr=False, hash=False
    )
    labels: Mapping[Code, Text] = attrs.field(
        factory=dict[Code, Text], converter=_labels, repr=False, hash=False
    )
    identifiers: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    coverage: Coverage | None = None
    checks: Callable[[], tuple[object, ...]] = attrs.field(default=tuple[object, ...], repr=False)

    @property
    def follow_up_rules(self) -> RuleBook:
        """The default follow-up rule book."""
        return self.rule_book()

    def label(self, code: Code, lang: str = "en") -> str:
        """What a code is called here; the code list's own text where the country has none.

        >>> from samverkan.codelists import Role
        >>> jurisdiction("SE").label(Role.SUPPLIER, "sv")
        'leverantör'
        """
        return render(self.labels.get(code, code), lang)

    def __getattr__(self, name: str) -> LawFunction:
        """A question to the law, by its name.

        Raises:
            LawQuestionError: when the law of the jurisdiction has no such question.
        """
        if name.startswith("_") or name == "law":  # asked while the value is still being made
            raise AttributeError(name)
        if name in self.law:
            return self.law[name]
        raise LawQuestionError(
            f"jurisdiction {self.code!r}: no question {name!r} to its law; {near(name, self.law)}"
        )

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.law]


def _offered() -> dict[str, importlib.metadata.EntryPoint]:
    bundled = {
        code: importlib.metadata.EntryPoint(code, place, ENTRY_POINTS)
        for code, place in _BUNDLED.items()
    }
    found = {point.name: point for point in importlib.metadata.entry_points(group=ENTRY_POINTS)}
    return {**found, **bundled}


def jurisdictions() -> tuple[str, ...]:
    """The codes of every jurisdiction (rättsordning) to look up, bundled and installed.

    >>> "SE" in jurisdictions()
    True
    """
    return tuple(sorted(_offered()))


def jurisdiction(code: str) -> Jurisdiction:
    """The jurisdiction (rättsordning) with a code, such as ``"SE"``.

    >>> jurisdiction("SE").name.label("en")
    'Sweden'

    Raises:
        JurisdictionError: when none is bundled or installed under the code.
    """
    offered = _offered()
    if code not in offered:
        raise JurisdictionError(
            f"jurisdiction: unknown: code={code!r}; {near(str(code).upper(), offered)}; a country "
            f"is added as a package with an entry point in the group {ENTRY_POINTS!r}"
        )
    found = offered[code].load()
    if not isinstance(found, Jurisdiction):
        raise JurisdictionError(
            f"jurisdiction {code!r}: {offered[code].value} is of type {type(found).__name__}; "
            "expected a Jurisdiction"
        )
    return found
