"""Numbers of organisations that do not exist, with the check digits that real ones have.

The stems are kept apart from numbers in use: organisationsnummer 55999x-xxxx and 21209x-xxxx.
"""

from __future__ import annotations

__all__ = ["gln", "lei", "orgnr"]


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
