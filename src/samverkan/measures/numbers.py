"""A number as people read it in a sentence, in both languages."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs

from samverkan.codelists import check_language

__all__ = ["Number"]


@attrs.frozen
class Number:
    """A number and its unit in a sentence (tal med enhet).

    Attributes:
        value: The number.
        unit: What is counted; ``"share"`` is shown in per cent.

    >>> Number(Fraction(1, 8), "share").label("sv"), Number(Decimal("0.8"), "share").label("en")
    ('12,5 %', '80%')
    >>> Number(Decimal("17.50"), "kr").label("sv"), Number(Fraction(17, 2)).label("en")
    ('17,50 kr', '8.5')
    >>> Number(Decimal(90), "dagar").label("sv")
    '90 dagar'
    """

    value: Decimal | Fraction | int
    unit: str | None = None

    def label(self, lang: str = "en") -> str:
        """The number in ``lang``; what is no exact decimal is rounded to one."""
        swedish = check_language(lang) == "sv"
        if self.unit == "share":
            return f"{_written(self.value * 100, swedish=swedish)}{' %' if swedish else '%'}"
        number = _written(self.value, swedish=swedish)
        return f"{number} {self.unit}" if self.unit else number


def _written(value: Decimal | Fraction | int, *, swedish: bool) -> str:
    if isinstance(value, int):
        return str(value)
    text = f"{value:f}" if isinstance(value, Decimal) else f"{float(value):.1f}"
    if "." in text and (isinstance(value, Fraction) or not value % 1):
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") if swedish else text
