"""Codes about findings."""

from __future__ import annotations

from samverkan.codelists.code import Code

__all__ = ["Severity"]


class Severity(Code):
    """How serious a finding is (allvarlighetsgrad)."""

    BREACH = "breach", "brott mot en regel", "breach of a rule"
    WARNING = "warning", "varning", "warning"
    QUESTION = "question", "fråga att ställa", "question to ask"
