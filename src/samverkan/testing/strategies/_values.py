"""Strategies for identifiers, money, texts, and what an answer rests on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TypeVar, cast

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import DrawFn, SearchStrategy

from samverkan.codelists import Severity, SourceKind
from samverkan.explanations import Dated, Explanation, Finding, LegalBasis, Step, Text
from samverkan.periods import day, day_from_ordinal
from samverkan.testing.check_digits import gln, lei, orgnr
from samverkan.testing.strategies._times import days, up_to
from samverkan.values import Identifier, Money

__all__ = [
    "dated",
    "explanations",
    "findings",
    "identifiers",
    "legal_bases",
    "money",
    "steps",
    "texts",
    "words",
]

T = TypeVar("T")

_WORDS = (
    "avtal",
    "Skolmåltider",
    "Ärende 1/2026 – ramavtal",
    "a/b%2Fc",
    "  padded  ",
    "no\u00a0break",
    "two\nlines",
    "\"quoted\", 'twice'; and a comma",
    "=1+1",
    "<b>&amp;</b>",
    "{name}",
    "日本語",
    "e\u0301",
    "🏫",
    "\u202eright to left",
    "x" * 300,
)
_PLAIN = 3


def words(*, allow_odd: bool = True) -> SearchStrategy[str]:
    """Texts that break naive code: slashes, quotes, line ends, formulas, markup, other scripts.

    Never empty; shrinks to ``"avtal"``.

    Args:
        allow_odd: Whether there are others than plain Swedish words.

    >>> from samverkan.testing import simplest
    >>> simplest(words())
    'avtal'
    """
    return st.sampled_from(_WORDS if allow_odd else _WORDS[:_PLAIN])


@st.composite
def identifiers(draw: DrawFn, *, schemes: SearchStrategy[str] | None = None) -> Identifier:
    """Numbers of invented organisations (identifierare), with valid check digits.

    Shrink to the organisationsnummer 559990-0007, if that is among the schemes.

    Args:
        schemes: Schemes to choose from; SE-ORGNR, VAT, LEI, GLN and one of no known scheme by
            default.

    >>> from samverkan.testing import simplest
    >>> simplest(identifiers()).label()
    'SE-ORGNR 5599900007'
    """
    scheme = draw(_SCHEMES if schemes is None else schemes)
    serial = draw(_SERIAL)
    match scheme:
        case "SE-ORGNR":
            return Identifier(scheme, orgnr(f"55999{serial:04d}"))
        case "VAT":
            return Identifier(scheme, f"SE{orgnr(f'55999{serial:04d}')}01")
        case "LEI":
            return Identifier(scheme, lei(f"{serial:018d}"))
        case "GLN":
            return Identifier(scheme, gln(f"73999999{serial:04d}"))
        case _:
            return Identifier(scheme, str(serial))


_SCHEMES = st.sampled_from(("SE-ORGNR", "VAT", "LEI", "GLN", "GB-COH"))
_SERIAL = st.integers(0, 9999)


@st.composite
def money(
    draw: DrawFn,
    *,
    min_value: int = 0,
    max_value: int = 10**9,
    currencies: SearchStrategy[str] | None = None,
    allow_decimals: bool = True,
) -> Money:
    """Amounts (belopp); shrink to zero, or to the bound nearest to it, in kronor.

    Args:
        min_value: The least, in whole units; may be negative.
        max_value: The greatest.
        currencies: ISO 4217 codes to choose from; kronor, euro, yen and dinar by default, which
            have two, two, no and three decimals.
        allow_decimals: Whether there are parts of a unit.

    >>> from samverkan.testing import simplest
    >>> print(simplest(money(min_value=100)))
    SEK 100

    Raises:
        InvalidArgument: when ``min_value`` is greater than ``max_value``.
    """
    if min_value > max_value:
        raise InvalidArgument(f"money: {min_value=} is greater than {max_value=}")
    whole = draw(st.integers(min_value, max_value))
    part = draw(_PARTS) if allow_decimals and min_value < whole < max_value else 0
    amount = Decimal(whole) + Decimal(part).scaleb(-2) if part else whole
    return Money(amount, draw(_CURRENCIES if currencies is None else currencies))


_PARTS = st.sampled_from((0, 50, 1, 99))
_CURRENCIES = st.sampled_from(("SEK", "EUR", "JPY", "KWD"))


def texts() -> SearchStrategy[Text]:
    """Texts in both languages (tvåspråkiga texter), without places for values.

    Shrink to "avtalet", "the contract".

    >>> from samverkan.testing import simplest
    >>> simplest(texts())
    Text(sv='avtalet', en='the contract')
    """
    return st.sampled_from(
        (
            Text("avtalet", "the contract"),
            Text("Uppföljningsmöte", "Follow-up meeting"),
            Text("”citat” & <b>", "'quote' & <b>"),
            Text("å ä ö", "é"),
        )
    )


@st.composite
def legal_bases(draw: DrawFn, *, kinds: SearchStrategy[SourceKind] | None = None) -> LegalBasis:
    """What statements rest on (källor); shrink to a paragraph of a statute.

    Args:
        kinds: How binding they are; statute, guidance and choice by default.

    >>> from samverkan.testing import simplest
    >>> simplest(legal_bases()).label("sv")
    'LOU 20:1 (lag)'
    """
    kind = draw(_KINDS if kinds is None else kinds)
    return LegalBasis(kind, draw(_REFERENCES))


_KINDS = st.sampled_from(SourceKind)
_REFERENCES = st.sampled_from(("LOU 20:1", "", "UHM, avtalsuppföljning")) | texts()


@st.composite
def steps(draw: DrawFn) -> Step:
    """Steps of explanations (steg); shrink to a sentence without values or basis.

    >>> from samverkan.testing import simplest
    >>> simplest(steps()).label()
    'the contract'
    """
    text = draw(texts())
    basis = draw(_BASES)
    if not draw(_TRUTHS):
        return Step(text, basis=basis)
    dated = Text(f"{text.sv} {{on}}", f"{text.en} {{on}}")
    on = draw(_DAYS)
    return Step(dated, {"on": on}, before=draw(st.none() | _DAYS), after=on, basis=basis)


_BASES = st.none() | legal_bases()
_TRUTHS = st.booleans()
_DAYS = days()


def explanations(*, min_size: int = 1, max_size: int = 3) -> SearchStrategy[Explanation]:
    """Explanations (motiveringar) of some steps; shrink to the fewest.

    Args:
        min_size: The fewest steps.
        max_size: The most.

    >>> from samverkan.testing import simplest
    >>> simplest(explanations()).text("sv")
    '1. avtalet'
    """
    return st.lists(steps(), min_size=min_size, max_size=max_size).map(Explanation)


@st.composite
def dated(draw: DrawFn, *, values: SearchStrategy[T] | None = None) -> Dated[T]:
    """Values that the law has changed over time (daterade värden), known from 2017 at the latest.

    Shrink to one value from 2017 on.

    Args:
        values: The values; amounts of money by default.

    >>> from hypothesis import strategies as st
    >>> from samverkan.periods import day
    >>> from samverkan.testing import simplest
    >>> simplest(dated(values=st.just(30))).on(day("2026-09-01"))
    30
    """
    found: list[tuple[dt.date, T | None, LegalBasis]] = []
    start = _LAW.toordinal()
    for _ in range(1 + draw(up_to(2))):
        value = draw(cast("SearchStrategy[T]", money()) if values is None else values)
        found.append((day_from_ordinal(start), value, draw(legal_bases())))
        start += 365 + draw(up_to(365))
    return Dated(name=draw(texts()), steps=tuple(found), read_on=_READ, verified_until=_USED)


_LAW, _READ, _USED = day("2017-01-01"), day("2026-09-01"), day("2039-12-31")


@st.composite
def findings(draw: DrawFn) -> Finding:
    """Findings (iakttagelser), for code that shows or stores them; shrink to one about ``A-1``.

    >>> from samverkan.testing import simplest
    >>> simplest(findings()).subjects
    ('A-1',)
    """
    return Finding(
        check=draw(_CHECKS),
        severity=draw(_SEVERITIES),
        subjects=draw(_SUBJECTS),
        summary=draw(steps()),
        on=draw(st.none() | _DAYS),
        evidence=tuple(draw(st.lists(steps(), max_size=2))),
        needs_review=draw(_TRUTHS),
    )


_CHECKS = st.sampled_from(("coherence.signed-against-awarded", "my.check"))
_SEVERITIES = st.sampled_from(Severity)
_SUBJECTS = st.sampled_from((("A-1",), ("A-1", "U-1"), ("a/b%2Fc",)))
