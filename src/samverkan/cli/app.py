"""The command ``samverkan``: what every subcommand shares.

Results go to standard output, everything else to standard error. Exit codes: 0 for a result, 1
when ``--strict`` found something, 2 for arguments or input that cannot be used.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal

import attrs
import cyclopts
from rich.console import Console
from rich.table import Table
from rich.text import Text as Cell

__all__ = [
    "Column",
    "Lang",
    "Line",
    "app",
    "messages",
    "plain",
    "plain_lines",
    "print_json",
    "print_lines",
    "print_table",
    "say",
    "tables",
    "today",
    "width",
]


def _version() -> str:
    return importlib.metadata.version("samverkan")


app = cyclopts.App(
    name="samverkan",
    help="Public buyers and their suppliers: contracts, follow-up, and why a date is what it is.",
    version=_version,
    help_format="markdown",
)

Lang = Literal["sv", "en"]

_PIPE_WIDTH = 200


class _Results(Console):
    """A console that leaves a pipe that closes early to whoever runs the command."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def messages() -> Console:
    """Where everything goes that is not the result."""
    return Console(stderr=True, soft_wrap=True, highlight=False)


def tables() -> Console:
    """Where results go that a person reads; wide where there is no terminal."""
    console = _Results(highlight=False)
    return console if console.is_terminal else _Results(highlight=False, width=_PIPE_WIDTH)


def say(text: str) -> None:
    """One line on standard error."""
    messages().print(Cell(text))


def today() -> dt.date:
    """The day it is here; the only clock of the library."""
    return dt.datetime.now().astimezone().date()


def plain(text: str) -> str:
    """A text from a document without what could steer a terminal."""
    return "".join(
        " " if unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp"} else letter
        for letter in text
    )


def plain_lines(text: str) -> str:
    """The same for a text of several lines."""
    return "\n".join(map(plain, text.splitlines()))


def print_json(value: object) -> None:
    """A value as JSON on standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


@attrs.frozen
class Column:
    """A column of a table: its head, how its cells stand, and its share of the width.

    A share of 0 is as wide as its longest cell and never broken; ``least`` keeps words whole.
    """

    head: str
    share: int = 0
    justify: Literal["left", "right"] = "left"
    least: int | None = None


@attrs.frozen
class Line:
    """A text on lines of its own, how far all but the first are moved in, and its weight.

    Spaces at its beginning are kept.
    """

    text: str
    indent: int = 0
    bold: bool = False


def width() -> int:
    """How many letters a line of the output holds."""
    return tables().width


def print_lines(lines: Iterable[Line]) -> None:
    """Texts on standard output, broken to the width of the terminal where there is one."""
    console = _Results(highlight=False)
    for line in lines:
        whole = plain(line.text)
        if not console.is_terminal:
            print(whole)
            continue
        width = max(console.width, line.indent + 20)
        indent = " " * line.indent
        for part in textwrap.wrap(
            whole, width, subsequent_indent=indent, break_on_hyphens=False
        ) or [""]:
            console.print(Cell(part, style="bold" if line.bold else ""), soft_wrap=True)


def print_table(
    title: str, columns: Sequence[Column], rows: Iterable[Sequence[str | Sequence[str]]]
) -> None:
    """A title and a table on standard output; a cell of several texts has a line for each."""
    console = tables()
    console.print(Cell(plain(title), style="italic"), soft_wrap=True)
    table = Table(header_style="bold")
    table.expand = any(column.share for column in columns)
    for column in columns:
        table.add_column(
            column.head,
            justify=column.justify,
            ratio=column.share or None,
            min_width=column.least,
            no_wrap=not column.share,
            overflow="fold",
        )
    for row in rows:
        lines = ([cell] if isinstance(cell, str) else cell for cell in row)
        table.add_row(*(Cell("\n".join(map(plain, cell))) for cell in lines))
    if table.row_count:
        console.print(table)
