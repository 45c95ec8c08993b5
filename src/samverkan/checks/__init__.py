"""Checks: what breaks equal treatment, coherence, legal ceilings, or trust and control.

One check is one small function from a portfolio and a day to findings, with an id, a severity, a
basis and a text in both languages. The generic ones hold everywhere; a country brings its own.

>>> from samverkan.periods import Period
>>> from samverkan.contracts import Contract
>>> from samverkan.portfolio import Portfolio
>>> silent = Portfolio(contracts=(
...     Contract(id="A-1", period=Period("2026-01-01", "2026-12-31"), risk_class="A"),))
>>> [finding.message("sv") for finding in check(silent, "2026-05-02", only=["dialogue.silence"])]
['ingen dialog med motparten i avtalet A-1 sedan 2026-01-01; klass A: verksamhetskritiskt tål \
4 månader [SKR 2024, Uppföljning upphandlingskontrakt (vägledning)]']
"""

from __future__ import annotations

from samverkan.checks.check import (
    SECTIONS,
    Check,
    ColumnForm,
    Hit,
    Undecided,
    choice,
    finds,
    guidance,
    law,
)
from samverkan.checks.contracts import called_off
from samverkan.checks.generic import GENERIC
from samverkan.checks.pages import page, table
from samverkan.checks.run import Findings, check, checks

__all__ = [
    "GENERIC",
    "SECTIONS",
    "Check",
    "ColumnForm",
    "Findings",
    "Hit",
    "Undecided",
    "called_off",
    "check",
    "checks",
    "choice",
    "finds",
    "guidance",
    "law",
    "page",
    "table",
]
