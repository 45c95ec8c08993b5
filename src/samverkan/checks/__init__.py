"""Checks: what breaks equal treatment, coherence, legal ceilings, or trust and control.

One check is one small function from a portfolio and a day to findings, with an id, a severity, a
basis and a text in both languages. The generic ones hold everywhere; a country brings its own.

>>> from samverkan.periods import Period
>>> from samverkan.contracts import Contract
>>> from samverkan.portfolio import Portfolio
>>> from samverkan.dialogue import Dialogue
>>> talk = Dialogue(id="D-1", form="kickoff", occurred_on="2026-01-12", contract="A-1")
>>> silent = Portfolio(dialogues=(talk,), contracts=(
...     Contract(id="A-1", period=Period("2026-01-01", "2026-12-31"), risk_class="A"),))
>>> [finding.message("sv") for finding in check(silent, "2026-05-13", only=["dialogue.silence"])]
['ingen dialog med motparten i avtalet A-1 sedan 2026-01-12; klass A tål 4 månader \
[SKR 2024, Uppföljning upphandlingskontrakt (vägledning)]']
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
from samverkan.checks.recorded import (
    NO_LOOK_UPS,
    REGIME_UNKNOWN,
    TWO_CURRENCIES,
    buyers_of,
    not_covered,
    where_recorded,
)
from samverkan.checks.run import Findings, check, checks

__all__ = [
    "GENERIC",
    "NO_LOOK_UPS",
    "REGIME_UNKNOWN",
    "SECTIONS",
    "TWO_CURRENCIES",
    "Check",
    "ColumnForm",
    "Findings",
    "Hit",
    "Undecided",
    "buyers_of",
    "called_off",
    "check",
    "checks",
    "choice",
    "finds",
    "guidance",
    "law",
    "not_covered",
    "page",
    "table",
    "where_recorded",
]
