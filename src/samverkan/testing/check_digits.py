"""Numbers of organisations that do not exist, with the check digits that real ones have.

The stems are kept apart from numbers in use: organisationsnummer 55999x-xxxx and 21209x-xxxx.
"""

from __future__ import annotations

import importlib

__all__ = ["gln", "lei", "national", "orgnr"]


def orgnr(stem: str) -> str:
    """An organisationsnummer from its first nine digits.

    >>> orgnr("559999999")
    '5599999991'
    """
    from stdnum.luhn import calc_check_digit

    return stem + calc_check_digit(stem)


def gln(stem: str) -> str:
    """A GLN from its first twelve digits.

    >>> gln("739999990001")
    '7399999900013'
    """
    from stdnum.ean import calc_check_digit

    return stem + calc_check_digit(stem)


def lei(stem: str) -> str:
    """A LEI from its first eighteen characters (ISO 17442, ISO 7064 mod 97-10).

    >>> lei("5493001KJTIIGC8Y1R")
    '5493001KJTIIGC8Y1R12'
    """
    digits = "".join(str(int(sign, 36)) for sign in stem)
    return f"{stem}{98 - int(digits + '00') % 97:02d}"


_REGISTERS = {"NO": ("stdnum.no.orgnr", 999_000_000), "FI": ("stdnum.fi.ytunnus", 99_900_000)}
_ROOM = 20  # of twenty numbers in a row at least one passes either check


def national(country: str, serial: int) -> str:
    """A number of a country's register of organisations; another one for each serial.

    >>> national("SE", 0), national("NO", 0)
    ('5599900007', '999000002')
    """
    if country == "SE":
        return orgnr(f"55999{serial:04d}")
    module, first = _REGISTERS[country]
    check = importlib.import_module(module)
    numbers = range(first + serial * _ROOM, first + (serial + 1) * _ROOM)
    return next(text for text in map(str, numbers) if check.is_valid(text))
