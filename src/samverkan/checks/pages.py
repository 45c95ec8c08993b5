"""The page of a check: the fixed headings, filled from the check itself."""

from __future__ import annotations

from collections.abc import Iterable

from samverkan.checks.check import SECTIONS, Check

__all__ = ["page", "table"]


def page(check: Check) -> str:
    """The documentation page of a check, as Markdown.

    >>> from samverkan.checks import checks
    >>> print(page(checks()[0]).splitlines()[0])
    # Head start in the tender period (dialogue.head-start)
    """
    sections = {
        "What it says": (
            f"{check.sections.get('What it says', '')}\n\n"
            f"- sv: {check.sentence.label('sv')}\n- en: {check.sentence.label('en')}\n\n"
            f"Severity: {check.severity.label('en')} ({check.severity.label('sv')})."
            + (" A person judges before anybody acts." if check.needs_review else "")
        ),
        "Basis": "\n".join(f"- {basis.label('en')}" for basis in check.basis),
        **{heading: check.sections.get(heading, "") for heading in SECTIONS},
    }
    parts = [f"# {check.title.en} ({check.id})", f"Swedish: {check.title.sv}"]
    for heading, text in sections.items():
        parts += [f"## {heading}", text]
    return "\n\n".join(parts) + "\n"


def table(checks: Iterable[Check]) -> str:
    """A table of checks with a link to the page of each, as Markdown.

    >>> from samverkan.checks import checks
    >>> print(table(checks()[:1]).splitlines()[0])
    | check | finds | severity | basis |
    """
    rows = ["| check | finds | severity | basis |", "|---|---|---|---|"]
    for check in checks:
        basis = "; ".join(basis.label("en") for basis in check.basis)
        link = f"[`{check.id}`]({check.id}.md)"
        rows.append(
            f"| {link} | {check.title.en} ({check.title.sv}) | "
            f"{check.severity.label('en')} | {basis} |"
        )
    return "\n".join(rows) + "\n"
