"""The checks of Swedish law and guidance, beside the generic ones.

>>> [one.id for one in CHECKS][:2]
['se.lou.4-8.consultation-material', 'se.lou.12-11.late-answer']
"""

from __future__ import annotations

from samverkan.checks import Check
from samverkan.countries.se.checks import after, during, excluded

__all__ = ["CHECKS"]

CHECKS: tuple[Check, ...] = (
    during.consultation_material,
    during.late_answer,
    during.form_in_procedure,
    during.oral_contact,
    during.undocumented_oral,
    during.in_standstill,
    excluded.must_be_excluded,
    excluded.may_be_excluded,
    after.amendment_without_ground,
    after.stated_ground_fails,
    after.framework_too_long,
    after.tax_control_overdue,
)
"""Every Swedish check, in the order they run."""
