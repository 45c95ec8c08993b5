"""Follow-ups as people and programs read them: a table, JSON, CSV."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import sys
from collections.abc import Iterable, Sequence

import attrs
from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Cell

from samverkan.cli.app import Lang, plain, plain_lines, tables
from samverkan.codelists import FollowUpStatus
from samverkan.contracts import Contract
from samverkan.explanations import Text
from samverkan.rules import FollowUp
from samverkan.schedule import ReconciledItem

__all__ = ["LATE", "OPEN", "print_csv", "print_items", "rows"]

LATE = frozenset({FollowUpStatus.OVERDUE, FollowUpStatus.OVERDUE_AT_CREATION})
"""What should have been done and is not."""
OPEN = LATE | {FollowUpStatus.PLANNED, FollowUpStatus.DUE}
"""What is still to be done."""

_LEFT = {
    "sv": ("för {count} dagar sedan", "i går", "i dag", "i morgon", "om {count} dagar"),
    "en": ("{count} days ago", "yesterday", "today", "tomorrow", "in {count} days"),
}
_LATE = Text("försenade: {count}", "overdue: {count}")
_SOON = 7
"""Days within which what is to be done stands out."""
_LEGEND = Text(
    "L lag · G vägledning · X bibliotekets val; varje steg och källa: --why",
    "L statute · G guidance · X the library's own choice; every step and source: --why",
)
_INDENT = 4
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
    """The sum that made the day, on one line, and how binding the source is."""
    return f"[{item.source_kind.value}] {item.brief(lang)}"


def days_left(item: FollowUp, as_of: dt.date) -> int:
    """Days from a day to the item's; negative when it is past."""
    assert item.due_on is not None  # noqa: S101  # only dated items are shown
    return item.due_on.toordinal() - as_of.toordinal()


def in_days(left: int, lang: Lang) -> str:
    """How far off a day is, in words.

    >>> in_days(4, "en"), in_days(-1, "sv")
    ('in 4 days', 'i går')
    """
    text = _LEFT[lang][min(max(left, -2), 2) + 2]
    return text.format(count=abs(left))


def print_items(
    title: str,
    items: Iterable[ReconciledItem],
    as_of: dt.date,
    lang: Lang,
    *,
    why: bool = False,
) -> None:
    """The items as a person reads them: by day, then by contract; what, who and why.

    Args:
        title: The first line.
        items: In order of their days.
        as_of: The day from which days are counted.
        lang: Language of the texts.
        why: Whether every step of the reasons stands below each.
    """
    console = tables()
    console.print(Cell(plain(title), style="bold"))
    lines = [_Line.of(row, lang) for row in items]
    widths = _widths(lines, console.width)
    for _, of_day in itertools.groupby(lines, key=_due):
        day_lines = list(of_day)
        _print_day(console, [line.row for line in day_lines], as_of, lang)
        for _, of_subject in itertools.groupby(day_lines, key=_subject):
            subject_lines = list(of_subject)
            item = subject_lines[0].row.item
            head = Cell("  ").append(plain(item.subject.id), style="bold cyan")
            if item.subject.title:
                head.append(f"  {plain(item.subject.title)}")
            console.print(head, overflow="ellipsis", no_wrap=True)
            for line in subject_lines:
                line.print(console, widths)
                if why:
                    steps = Cell(plain_lines(line.row.item.why(lang)), style="dim")
                    _print_indented(console, steps, _INDENT + 2)
    console.print()
    if not why:
        console.print(Cell(_LEGEND.label(lang), style="dim"))


@attrs.frozen
class _Line:
    """What, who and why of one item, ready to be printed."""

    row: ReconciledItem
    what: Cell
    whom: Cell
    why: Cell

    @classmethod
    def of(cls, row: ReconciledItem, lang: Lang) -> _Line:
        item = row.item
        what = Cell(plain(item.title(lang)))
        if row.status not in OPEN:
            what.append(f" · {row.status.label(lang)}", style="green")
        whom, why = plain(who(item, lang)), plain(short_why(item, lang))
        return cls(row, what, Cell(whom), Cell(why, style="dim"))

    @property
    def lengths(self) -> tuple[int, int, int]:
        """How many columns each takes."""
        return self.what.cell_len, self.whom.cell_len, self.why.cell_len

    def _fits(self, widths: tuple[int, int], room: int) -> bool:
        what, whom, why = self.lengths
        width = _INDENT + sum(widths) + 4 + why
        return what <= widths[0] and whom <= widths[1] and width <= room

    def print(self, console: Console, widths: tuple[int, int] | None) -> None:
        """Side by side in columns of these widths, or below each other."""
        what, whom, why = self.what, self.whom, self.why
        if widths is not None and self._fits(widths, console.width):
            for cell, width in zip((what, whom), widths, strict=True):
                cell.pad_right(max(0, width + 2 - cell.cell_len))
            _print_indented(console, Cell.assemble(what, whom, why), _INDENT)
            return
        _print_indented(console, what, _INDENT)
        if _INDENT + 2 + whom.cell_len + 2 + why.cell_len <= console.width:
            _print_indented(console, Cell.assemble(whom, "  ", why), _INDENT + 2)
        else:
            _print_indented(console, whom, _INDENT + 2)
            _print_indented(console, why, _INDENT + 2)


def _widths(lines: Sequence[_Line], room: int) -> tuple[int, int] | None:
    """How wide what and who stand: for all lines, else for most; ``None`` where neither fits."""
    if not lines:
        return None
    columns = [sorted(lengths) for lengths in zip(*(one.lengths for one in lines), strict=True)]
    for place in (-1, len(lines) * 9 // 10):
        what, whom, why = (lengths[place] for lengths in columns)
        if _INDENT + what + 2 + whom + 2 + why <= room:
            return what, whom
    return None


def _due(line: _Line) -> dt.date | None:
    return line.row.item.due_on


def _subject(line: _Line) -> tuple[type, str]:
    subject = line.row.item.subject
    return type(subject), subject.id


def _print_day(
    console: Console, items: Sequence[ReconciledItem], as_of: dt.date, lang: Lang
) -> None:
    """The day, its name, how far off it is, and how much of it should have been done."""
    due_on = items[0].item.due_on
    assert due_on is not None  # noqa: S101  # only dated items are shown
    left, late = days_left(items[0].item, as_of), sum(row.status in LATE for row in items)
    far = in_days(left, lang) + (f" · {_LATE.label(lang, count=late)}" if late else "")
    style = "red" if late else "yellow" if 0 <= left <= _SOON else "green"
    name = due_on.format("ddd", locale=lang)
    console.print()
    console.print(Cell.assemble((f"{due_on} {name}", "bold"), "  ", (far, style)))


def _print_indented(console: Console, text: Cell, indent: int) -> None:
    if "\n" not in text.plain and text.cell_len + indent <= console.width:
        console.print(Cell.assemble(" " * indent, text))
    else:
        console.print(Padding(text, (0, 0, 0, indent), expand=False))


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
