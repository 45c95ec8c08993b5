"""Follow-ups as people and programs read them: a table, JSON, CSV."""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections.abc import Iterable, Sequence

import attrs

from samverkan.cli.app import Column, Lang, print_table, width
from samverkan.codelists import FollowUpStatus
from samverkan.contracts import Contract
from samverkan.rules import FollowUp
from samverkan.schedule import ReconciledItem

__all__ = ["LATE", "OPEN", "print_csv", "print_items", "rows"]

LATE = frozenset({FollowUpStatus.OVERDUE, FollowUpStatus.OVERDUE_AT_CREATION})
"""What should have been done and is not."""
OPEN = LATE | {FollowUpStatus.PLANNED, FollowUpStatus.DUE}
"""What is still to be done."""

_HEADS = {
    "sv": ("Förfaller", "Dagar", "Läge", "Avtal", "Vad", "Vem", "Varför"),
    "en": ("Due", "Days left", "Status", "Contract", "What", "Who", "Why"),
}
_NARROW = 110
"""Below so many letters a line, what, who and why stand below each other."""


def _columns(lang: Lang, *, narrow: bool) -> tuple[Column, ...]:
    due, left, state, contract, what, who_, why = _HEADS[lang]
    first = (Column(due), Column(left, justify="right"), Column(state, 2, least=9))
    if narrow:
        return (*first, Column(contract, 3, least=10), Column(f"{what} / {who_} / {why}", 7))
    return (*first, Column(contract, 3), Column(what, 3), Column(who_, 3), Column(why, 6))


_CSV = (
    "due_on", "days_left", "falls_on", "subject", "subject_title", "risk_class", "title", "kind",
    "aim", "responsible", "counterpart", "status", "source_kind", "source_ref", "why", "id",
)  # fmt: skip


def subject_line(item: FollowUp) -> str:
    """Id and title of the contract or procurement."""
    title = item.subject.title
    return item.subject.id if not title else f"{item.subject.id} {title}"


def who(item: FollowUp, lang: Lang) -> str:
    """The functions on both sides."""
    roles = (item.responsible, item.counterpart)
    return " + ".join(role.label(lang) for role in roles if role is not None)


def short_why(item: FollowUp, lang: Lang) -> str:
    """The steps that made the day, in one line, and how binding the source is."""
    steps = [step for step in item.explanation().steps if step.after is not None]
    sentences = "; ".join(attrs.evolve(step, basis=None).label(lang) for step in steps)
    return f"[{item.source_kind.value}] {sentences}"


def days_left(item: FollowUp, as_of: dt.date) -> int:
    """Days from a day to the item's; negative when it is past."""
    assert item.due_on is not None  # noqa: S101  # only dated items are shown
    return item.due_on.toordinal() - as_of.toordinal()


def print_items(title: str, items: Iterable[ReconciledItem], as_of: dt.date, lang: Lang) -> None:
    """A table a person can read; in a narrow terminal with fewer columns."""
    narrow = width() < _NARROW

    def told(row: ReconciledItem) -> tuple[str | tuple[str, ...], ...]:
        item = row.item
        first = str(item.due_on), str(days_left(item, as_of)), row.status.label(lang)
        last = item.title(lang), who(item, lang), short_why(item, lang)
        return (*first, subject_line(item), *((last,) if narrow else last))

    print_table(title, _columns(lang, narrow=narrow), map(told, items))


def rows(items: Iterable[ReconciledItem], as_of: dt.date) -> list[dict[str, object]]:
    """The items as plain data, each with its days left and its reasons."""
    return [
        {
            **row.to_dict(reasons=True),
            "subject_title": item.subject.title,
            "days_left": days_left(item, as_of),
            "risk_class": item.case.risk_class.value
            if isinstance(item.subject, Contract)
            else None,
        }
        for row in items
        for item in (row.item,)
    ]


def print_csv(items: Sequence[ReconciledItem], as_of: dt.date, lang: Lang) -> None:
    """The same as CSV, titles and reasons in one language."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_CSV)
    for item, row in zip(items, rows(items, as_of), strict=True):
        row["title"] = item.item.title(lang)
        row["why"] = short_why(item.item, lang)
        writer.writerow([_cell(row[name]) for name in _CSV])


def _cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in {"=", "+", "-", "@"} else text
