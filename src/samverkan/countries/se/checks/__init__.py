"""The checks of Swedish law and guidance, beside the generic ones.

>>> [one.id for one in CHECKS][:2]
['se.lou.4-8.consultation-material', 'se.lou.12-11.late-answer']
"""

from __future__ import annotations

from samverkan.checks import Check
from samverkan.countries.se.checks import after, during, excluded

__all__ = ["CHECKS"]

CHECKS: tuple[Check, ...] = (*during.CHECKS, *excluded.CHECKS, *after.CHECKS)
"""Every Swedish check, in the order they run."""
