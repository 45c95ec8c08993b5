"""The checks that hold in every country, in the order they run."""

from __future__ import annotations

from samverkan.checks import (
    agreed,
    contact,
    contracts,
    dialogue,
    flags,
    outliers,
    parties,
    understanding,
)
from samverkan.checks.check import Check

__all__ = ["GENERIC"]

GENERIC: tuple[Check, ...] = (
    *dialogue.CHECKS,
    *contact.CHECKS,
    *understanding.CHECKS,
    *agreed.CHECKS,
    *contracts.CHECKS,
    *parties.CHECKS,
    *flags.CHECKS,
    *outliers.CHECKS,
)
"""Every generic check."""
