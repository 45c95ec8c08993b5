"""Days, periods, money and codes as registers write them, dirt included.

What cannot be read is kept as an extra and told; nothing is guessed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from samverkan.codelists import CURRENCIES, WITHDRAWN_CURRENCIES, Code
from samverkan.errors import MoneyError, PeriodError
from samverkan.exchange.documents import json_text
from samverkan.exchange.losses import FAR_YEAR, PERSONAL, LossKind
from samverkan.exchange.ocds.pieces import NOT_EXPECTED, Piece
from samverkan.explanations import Text
from samverkan.periods import Day, Period, day, days
from samverkan.values import Money

__all__ = ["read_code", "read_day", "read_money", "read_period", "read_status"]

NO_DAY = Text("är inget datum som kan läsas", "is no day that can be read")
REVERSED = Text("perioden slutar innan den börjar", "the period ends before it starts")
NO_START = Text(
    "en längd utan startdag blir ingen period", "a length without a first day makes no period"
)
NO_LENGTH = Text("är ingen längd i hela dagar", "is no length in whole days")
NO_AMOUNT = Text("är inget belopp som kan läsas", "is no amount that can be read")
NO_CURRENCY = Text("är ingen valuta enligt ISO 4217", "is no currency of ISO 4217")
WITHOUT_CURRENCY = Text("ett belopp utan valuta", "an amount without a currency")
CAPITALS = Text("valutan är skriven med versaler", "the currency is written in capitals")
BELOW_ZERO = Text("ett negativt belopp; behållet", "a negative amount; kept as it is")
NO_CODE = Text("finns inte i kodlistan", "is not in the code list")
OTHER_CASE = Text("koden är skriven som i kodlistan", "the code is written as in its code list")

T = TypeVar("T", bound=Code)

# A day, alone or with a time of day. The day is the one written: a local midnight with an offset
# would become the day before, were it moved to UTC.
_DAY = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII,
)
_NEAR_YEARS = range(1900, 2101)
_WORD = re.compile(r"[^\W\d_]+(?:[-_][^\W\d_]+)*")


def read_day(piece: Piece, key: str) -> Day | None:
    """The day under a key, as it is written (dag); ``None`` where there is none to read.

    A year before 1900 or after 2100 is told as doubtful.
    """
    value = piece.take(key)
    if value is None:
        return None
    on = _written_day(value) if isinstance(value, str) else None
    if on is None:
        piece.refuse(LossKind.NOT_UNDERSTOOD, key, NO_DAY, _shown(value))
    elif on.year not in _NEAR_YEARS:
        piece.note(LossKind.DOUBTFUL, key, FAR_YEAR, str(on))
    return on


@functools.lru_cache(1 << 14)
def _written_day(text: str) -> Day | None:
    """The day that a text begins with, the same object for the same text."""
    found = _DAY.fullmatch(text.strip())
    try:
        return None if found is None else day(found[1])
    except PeriodError:
        return None


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json_text(value)


def read_period(piece: Piece | None) -> Period | None:
    """A period from its first and last day, or from its first day and a length (period).

    ``None`` where neither day is known, or where it would end before it starts.
    """
    if piece is None:
        return None
    start, end = read_day(piece, "startDate"), read_day(piece, "endDate")
    if start is not None and end is not None:
        if end < start:
            for key in ("startDate", "endDate"):
                piece.put_back(key)
            piece.note(LossKind.CONTRADICTION, "", REVERSED, f"{start} – {end}")
            return None
        return Period(start, end)
    if end is None and (length := _length(piece)) is not None:
        if start is None:
            piece.refuse(LossKind.NOT_UNDERSTOOD, "durationInDays", NO_START)
            return None
        try:
            return Period.lasting(start, days(length))
        except PeriodError:  # the last day would lie after the year 9999
            piece.refuse(LossKind.NOT_UNDERSTOOD, "durationInDays", NO_LENGTH, str(length))
            return Period(start)
    return None if start is None and end is None else Period(start, end)


def _length(piece: Piece) -> int | None:
    value = piece.take("durationInDays")
    if value is None:
        return None
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    if isinstance(value, int) and 0 < value <= _LONGEST:
        return value
    if value != 0:
        piece.refuse(LossKind.NOT_UNDERSTOOD, "durationInDays", NO_LENGTH, _shown(value))
    else:
        piece.put_back("durationInDays")
    return None


_LONGEST = 120_000  # what a Span holds: 328 years


def read_money(piece: Piece | None) -> Money | None:
    """An amount with its currency (belopp); ``None`` where either is missing or unreadable."""
    if piece is None:
        return None
    amount, currency = piece.take("amount"), piece.take("currency")
    if amount is None:
        if currency is not None:
            piece.put_back("currency")
        return None
    if isinstance(amount, bool) or not isinstance(amount, str | int | Decimal):
        piece.refuse(LossKind.NOT_UNDERSTOOD, "amount", NO_AMOUNT, json_text(amount))
        return None
    if not isinstance(currency, str):
        if currency is not None:
            piece.put_back("currency")
        piece.refuse(LossKind.NOT_UNDERSTOOD, "amount", WITHOUT_CURRENCY, str(amount))
        return None
    code = currency.strip()
    if code not in CURRENCIES and code not in WITHDRAWN_CURRENCIES:
        if code.upper() not in CURRENCIES and code.upper() not in WITHDRAWN_CURRENCIES:
            piece.put_back("amount")
            piece.refuse(LossKind.NOT_UNDERSTOOD, "currency", NO_CURRENCY)
            return None
        code = code.upper()
        piece.note(LossKind.CORRECTED, "currency", CAPITALS, currency)
    try:
        money = Money(amount.strip() if isinstance(amount, str) else amount, code)
    except MoneyError:
        piece.put_back("currency")
        piece.refuse(LossKind.NOT_UNDERSTOOD, "amount", NO_AMOUNT, str(amount))
        return None
    if money.amount < 0:
        piece.note(LossKind.DOUBTFUL, "amount", BELOW_ZERO, str(amount))
    return money


def read_code(piece: Piece, key: str, codes: Mapping[str, T]) -> T | None:
    """A code of a list (kod); ``None`` where there is none or it is unknown."""
    value = piece.take(key)
    if value is None:
        return None
    if not isinstance(value, str):
        piece.refuse(LossKind.NOT_UNDERSTOOD, key, NOT_EXPECTED, json_text(value))
        return None
    if (code := codes.get(value.strip())) is not None:
        return code
    for known, code in codes.items():
        if known.casefold() == value.strip().casefold():
            piece.note(LossKind.CORRECTED, key, OTHER_CASE, value)
            return code
    piece.refuse(LossKind.NOT_UNDERSTOOD, key, NO_CODE)
    return None


def read_status(piece: Piece, key: str, codes: frozenset[str]) -> str | None:
    """A status as it is written (status), which stays among the extras.

    An unknown one of several words may be somebody's name, as registers show, and is left out.
    """
    value = piece.peek(key)
    if not isinstance(value, str) or not value.strip():
        return None
    status = value.strip()
    if status.casefold() in codes or _WORD.fullmatch(status):
        return status.casefold()
    piece.take(key)
    piece.note(LossKind.PERSONAL, key, PERSONAL)
    return None
