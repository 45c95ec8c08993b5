"""How a number comes in: any real number becomes a float, and one out of bounds is refused."""

from __future__ import annotations

import contextlib
import math
from typing import SupportsFloat

from samverkan.errors import TrustError

__all__ = ["amount", "share"]


def amount(
    who: str,
    name: str,
    value: object,
    *,
    low: float = 0.0,
    high: float = math.inf,
    finite: bool = True,
) -> float:
    """The float that ``value`` is (``int``, ``Fraction``, ``Decimal``, a numpy number, …).

    Raises:
        TrustError: for what is no number, for NaN, for infinity unless allowed, and for a number
            below ``low`` or above ``high``.
    """
    number = math.nan
    if type(value) is float:  # asking a protocol costs twenty times as much as the rest
        number = value
    elif isinstance(value, SupportsFloat) and not isinstance(value, bool):
        with contextlib.suppress(OverflowError):  # beyond every float is out of bounds
            number = float(value)
    fits = low <= number <= high and not (finite and math.isinf(number))
    if not fits:
        kind = "a finite number" if finite else "a number"
        span = f"from {low:g}" if high == math.inf else f"from {low:g} to {high:g}"
        raise TrustError(f"{who}: out of bounds: {name}={value!r}; expected {kind} {span}")
    return number + 0.0  # -0.0 becomes 0.0, so that equal values print alike


def share(who: str, name: str, value: object) -> float:
    """A number from 0 to 1."""
    return amount(who, name, value, high=1.0)
