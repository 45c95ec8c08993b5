"""Small values with rules of their own: identifiers and money.

>>> Identifier("SE-ORGNR", "212000-1355").value
'2120001355'
>>> Money("4800000", "SEK") + Money("200000", "SEK")
Money(amount=Decimal('5000000'), currency='SEK')
"""

from __future__ import annotations

import decimal
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Never, NoReturn

import attrs

from samverkan.codelists import CURRENCIES, WITHDRAWN_CURRENCIES, check_language
from samverkan.errors import IdentifierError, MoneyError, near

__all__ = ["Identifier", "Money", "country_of_prefix", "masked"]


# ---------------------------------------------------------------------------- identifiers
# Each known scheme under every name it goes by: our own, ISO 6523 and what registers write.
_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "SE-ORGNR": "SE-ORGNR",
        "ORGNR": "SE-ORGNR",
        "ORGANISATIONSNUMMER": "SE-ORGNR",
        "0007": "SE-ORGNR",
        "VAT": "VAT",
        "EU-VAT": "VAT",
        "LEI": "LEI",
        "0199": "LEI",
        "GLN": "GLN",
        "0088": "GLN",
    }
)
_GLN_LENGTH = 13
_COUNTRY_PREFIX = re.compile(r"([A-Z]{2})-")
_CENTURIES = frozenset({"16", "18", "19", "20"})
_PERSONAL = re.compile(r"(?:18|19|20)?\d\d[01]\d{3}[-+]?\d{4}", re.ASCII)


def _orgnr(value: str) -> str:
    from stdnum.se import orgnr

    # In front of ten digits, registers write 16 for organisations and the century for people.
    compact = orgnr.compact(value)
    has_century = len(compact) == 12 and compact[:2] in _CENTURIES
    return orgnr.validate(compact[2:] if has_century else compact)


def _vat(value: str) -> str:
    from stdnum.eu import vat

    return vat.validate(value)


def _lei(value: str) -> str:
    from stdnum import lei

    return lei.validate(value)


def _gln(value: str) -> str:
    from stdnum import ean
    from stdnum.exceptions import InvalidLength

    number = ean.validate(value)
    if len(number) != _GLN_LENGTH:
        raise InvalidLength
    return number


_CHECKS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"SE-ORGNR": _orgnr, "VAT": _vat, "LEI": _lei, "GLN": _gln}
)


def masked(number: str) -> str:
    """A number (maskerat nummer) of which two signs show, for what may be a personal number.

    >>> masked("8803200016")
    '88********'
    """
    return number[:2] + "*" * (len(number) - 2)


_USER_ASSIGNED = re.compile(r"AA|Q[M-Z]|X[A-JL-Z]|ZZ")  # but XK, which all use for Kosovo


def country_of_prefix(prefix: str) -> str | None:
    """The country (land, ISO 3166) that two letters stand for, where they stand for one.

    EU texts write EL for Greece, UK for the United Kingdom and XI for Northern Ireland;
    org-id.guide writes XI, XM and XR for what is of no country. Letters for private use are none.

    >>> [country_of_prefix(prefix) for prefix in ("SE", "EL", "UK", "XM", "EU")]
    ['SE', 'GR', 'GB', None, None]
    """
    iso = {"EL": "GR", "UK": "GB"}.get(prefix, prefix)
    return None if iso == "EU" or _USER_ASSIGNED.fullmatch(iso) else iso


@attrs.frozen
class Identifier:
    """A number under which a party is known (identifierare): scheme and value.

    Organisationsnummer, EU VAT, LEI and GLN are checked and written in their compact form. Any
    other scheme is kept as it stands.

    Attributes:
        scheme: ``"SE-ORGNR"``, ``"VAT"``, ``"LEI"``, ``"GLN"`` (also by their ISO 6523 codes
            0007, 0199, 0088), or any other.
        value: The number.

    >>> Identifier("0007", "16212000-1355")
    Identifier(scheme='SE-ORGNR', value='2120001355')
    >>> Identifier("LEI", "5493001KJTIIGC8Y1R13")
    Traceback (most recent call last):
    samverkan.errors.IdentifierError: identifier: not a valid number of its scheme: scheme='LEI', \
value='5493001KJTIIGC8Y1R13' (The number's checksum or check digit is invalid.); correct it or \
give another scheme

    Raises:
        IdentifierError: when a value of a known scheme does not pass its check.
    """

    scheme: str
    value: str = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        for name, text in (("scheme", self.scheme), ("value", self.value)):
            if not isinstance(text, str) or not text.strip():
                raise IdentifierError(
                    f"identifier: {name}={text!r}; expected a text; leave the identifier out"
                )
        scheme = _ALIASES.get(self.scheme.strip().upper(), self.scheme)
        object.__setattr__(self, "scheme", scheme)
        if (check := _CHECKS.get(scheme)) is not None:
            from stdnum.exceptions import ValidationError

            try:
                object.__setattr__(self, "value", check(self.value))
            except ValidationError as error:
                raise IdentifierError(
                    f"identifier: not a valid number of its scheme: scheme={scheme!r}, "
                    f"value={self._shown()!r} ({error}); correct it or give another scheme"
                ) from None

    @property
    def is_personal(self) -> bool:
        """Whether this is, or looks like, a natural person's number (enskild firma).

        The third digit of an organisationsnummer is at least 2; below, it is the personnummer or
        samordningsnummer of a sole trader. Looked for in Swedish VAT numbers and every scheme of
        Sweden, since registers write it under many names.
        """
        if self.scheme == "VAT":
            return self.value.startswith("SE") and self.value[4] in "01"
        if self.country != "SE":
            return False
        return _PERSONAL.fullmatch(self.value.strip()) is not None

    @property
    def country(self) -> str | None:
        """ISO 3166 code of the country that the scheme or number belongs to, where it shows."""
        if self.scheme == "VAT":
            return "GB" if self.value.startswith("XI") else country_of_prefix(self.value[:2])
        found = _COUNTRY_PREFIX.match(self.scheme)
        return country_of_prefix(found[1]) if found else None

    def _shown(self) -> str:
        return masked(self.value) if self.is_personal else self.value

    def label(self, lang: str = "en") -> str:
        """Scheme and number; a natural person's number is masked."""
        check_language(lang)
        return f"{self.scheme} {self._shown()}"

    def __repr__(self) -> str:
        return f"Identifier(scheme={self.scheme!r}, value={self._shown()!r})"


# ---------------------------------------------------------------------------- money
def _amount(value: Decimal | int | str) -> Decimal:
    if type(value) is int and -_LARGEST < value < _LARGEST:
        return Decimal(value)
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise MoneyError(
            f"money: amount={value!r} is of type {type(value).__name__}; expected a Decimal, a "
            "whole number or text such as '4800000.50', since a float is not exact"
        )
    try:
        amount = Decimal(value)
    except decimal.InvalidOperation:
        raise MoneyError(
            f"money: amount={value!r}; expected a number such as '4800000.50'; correct it"
        ) from None
    if not amount.is_finite():
        raise MoneyError(f"money: amount={value!r}; expected a finite number; correct it")
    _, digits, exponent = amount.as_tuple()
    if int(exponent) < -_MOST_DECIMALS or len(digits) + int(exponent) > _MOST_DIGITS:
        raise MoneyError(
            f"money: amount={value!r}; expected at most {_MOST_DIGITS} digits before the point "
            f"and {_MOST_DECIMALS} after it; round it"
        )
    return amount or amount.copy_abs()  # zero has no sign


_MOST_DIGITS = 21
_MOST_DECIMALS = 60
_LARGEST = 10**_MOST_DIGITS
# Sums and differences of two amounts within these bounds have at most 82 digits.
_EXACT = decimal.Context(
    prec=_MOST_DIGITS + _MOST_DECIMALS + 1, traps=[decimal.Inexact, decimal.InvalidOperation]
)


def _currency(value: str) -> str:
    if isinstance(value, str) and (value in CURRENCIES or value in WITHDRAWN_CURRENCIES):
        return value
    capitals = str(value).strip().upper()
    hint = f"write {capitals!r}" if capitals in CURRENCIES else "correct it"
    raise MoneyError(f"money: currency={value!r}; expected an ISO 4217 code such as 'SEK'; {hint}")


@attrs.frozen(order=False)
class Money:
    """An amount in a currency (belopp), exact; amounts of two currencies never mix.

    Attributes:
        amount: A :class:`~decimal.Decimal`; text and whole numbers are taken, floats refused.
        currency: ISO 4217 code; withdrawn codes are valid, since old contracts carry them.

    >>> Money("100.10", "SEK") == Money("100.1", "SEK")
    True
    >>> Money(1, "SEK") + Money(1, "EUR")
    Traceback (most recent call last):
    samverkan.errors.MoneyError: money: two currencies: SEK and EUR; convert one of them first

    Raises:
        MoneyError: for a float, an infinite or unreadable amount, one of more than 21 digits
            before or 60 after the point, and an unknown currency.
    """

    amount: Decimal = attrs.field(converter=_amount)
    currency: str = attrs.field(converter=_currency)

    def _same(self, other: Money) -> Decimal:
        if not isinstance(other, Money):
            raise MoneyError(
                f"money: {self} and {other!r}; expected money on both sides; "
                f"write Money({other!r}, {self.currency!r})"
            )
        if other.currency != self.currency:
            raise MoneyError(
                f"money: two currencies: {self.currency} and {other.currency}; "
                "convert one of them first"
            )
        return other.amount

    def __add__(self, other: Money) -> Money:
        return Money(_EXACT.add(self.amount, self._same(other)), self.currency)

    def __radd__(self, other: Never) -> NoReturn:
        # 0 + money is how sum() begins when it is given no start
        raise MoneyError(
            f"money: {other!r} + {self}; expected money on both sides; "
            f"sum with a start: sum(amounts, Money(0, {self.currency!r}))"
        )

    def __sub__(self, other: Money) -> Money:
        return Money(_EXACT.subtract(self.amount, self._same(other)), self.currency)

    def __neg__(self) -> Money:
        return Money(self.amount.copy_negate(), self.currency)

    def __mul__(self, times: Decimal | int) -> Money:
        if isinstance(times, bool) or not isinstance(times, Decimal | int):
            raise MoneyError(
                f"money: times={times!r}; expected a whole number or a Decimal, since a float is "
                "not exact"
            )
        try:
            amount = _EXACT.multiply(self.amount, times)
        except (decimal.Inexact, decimal.InvalidOperation):
            raise MoneyError(
                f"money: {self} × {times}; expected a product that can be written out; "
                "round the factor"
            ) from None
        return Money(amount, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def share_of(self, whole: Money) -> Decimal:
        """This amount as a part of another, 0.1 for a tenth, to 28 significant digits.

        >>> Money("499999", "SEK").share_of(Money(5_000_000, "SEK"))
        Decimal('0.0999998')

        Raises:
            MoneyError: when the currencies differ or the whole is zero.
        """
        amount = whole._same(self)
        if not whole.amount:
            raise MoneyError(
                f"money: a share of whole={whole} is not defined; give the whole amount"
            )
        return decimal.Context(prec=28).divide(amount, whole.amount)

    def rounded(self, rounding: str = decimal.ROUND_HALF_EVEN) -> Money:
        """The amount in whole smallest units of its currency, by a named rounding of `decimal`.

        A currency without a known smallest unit, withdrawn or never coined, gets two decimals.

        >>> str(Money("2.345", "SEK").rounded()), str(Money("2.345", "SEK").rounded("ROUND_UP"))
        ('SEK 2.34', 'SEK 2.35')

        Raises:
            MoneyError: when `decimal` has no rounding of the name.
        """
        if rounding not in _ROUNDINGS:
            raise MoneyError(f"money: unknown rounding={rounding!r}; {near(rounding, _ROUNDINGS)}")
        digits = CURRENCIES.get(self.currency)
        unit = Decimal(1).scaleb(-(2 if digits is None else digits))
        return Money(self.amount.quantize(unit, rounding=rounding, context=_WIDE), self.currency)

    def label(self, lang: str = "en") -> str:
        """The amount with thousands apart: ``4 800 000 SEK`` (sv), ``SEK 4,800,000`` (en)."""
        number = f"{self.amount:,f}"
        if check_language(lang) == "sv":
            return f"{number.replace(',', ' ').replace('.', ',')} {self.currency}"
        return f"{self.currency} {number}"

    def __str__(self) -> str:
        return self.label("en")


_WIDE = decimal.Context(prec=_MOST_DIGITS + _MOST_DECIMALS)
_ROUNDINGS = frozenset(
    {
        decimal.ROUND_05UP,
        decimal.ROUND_CEILING,
        decimal.ROUND_DOWN,
        decimal.ROUND_FLOOR,
        decimal.ROUND_HALF_DOWN,
        decimal.ROUND_HALF_EVEN,
        decimal.ROUND_HALF_UP,
        decimal.ROUND_UP,
    }
)
