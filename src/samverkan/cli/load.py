"""``samverkan load``: how much there is to do, a bar a week."""

from __future__ import annotations

import collections
import datetime as dt
from collections.abc import Collection, Iterator
from typing import Annotated

import cyclopts

from samverkan.cli.app import Column, app, print_json, print_table, width
from samverkan.cli.register import PlanOptions, read_paths
from samverkan.codelists import as_role
from samverkan.explanations import Text
from samverkan.schedule import load, week_of

__all__ = ["load_command"]

_TITLE = Text(
    "{count} punkter på {weeks} veckor, {first} – {last}; den fullaste veckan har {most}",
    "{count} items in {weeks} weeks, {first} – {last}; the fullest week has {most}",
)
_HEADS = {"sv": ("Vecka", "Antal", "Belastning"), "en": ("Week", "Items", "Load")}
_WIDEST = 60
_BESIDE = 26
"""Letters of a line that the other columns take."""


@app.command(name="load")
def load_command(
    paths: list[str],
    /,
    *,
    from_: Annotated[str | None, cyclopts.Parameter(name="--from")] = None,
    to: str | None = None,
    role: str | None = None,
    options: PlanOptions | None = None,
    json_: Annotated[bool, cyclopts.Parameter(name="--json", negative="")] = False,
) -> int:
    """How many items are due each week.

    Parameters
    ----------
    paths
        Files or folders; `-` is standard input.
    from_
        First day; the day the plan is made for where left out.
    to
        Last day; a year after the first where left out.
    role
        Only what this function sees to, such as contract-manager.
    json_
        Rows of week, role and count as JSON.
    """
    options = options or PlanOptions()
    first, last = options.window(from_, to)
    only = None if role is None else as_role(role)
    made, _ = options.plan(read_paths(paths).portfolio)
    found = [row for row in load(made.between(first, last)) if only is None or row.role is only]
    if json_:
        print_json(
            {
                "schema": "samverkan/load",
                "version": "1",
                "from": str(first),
                "to": str(last),
                "rows": [row.to_dict() for row in found],
            }
        )
        return 0
    weeks: collections.Counter[str] = collections.Counter()
    for row in found:
        weeks[row.week] += row.count
    most = max(weeks.values(), default=0)
    values = {"count": sum(weeks.values()), "weeks": len(weeks), "most": most}
    widest = max(1, min(_WIDEST, width() - _BESIDE))
    week, items, bar = _HEADS[options.lang]
    print_table(
        _TITLE.label(options.lang, first=first, last=last, **values),
        (Column(week), Column(items, justify="right"), Column(bar)),
        (
            (name, str(count), "█" * (count and max(1, round(count * widest / most))))
            for name in _weeks(weeks)
            for count in (weeks[name],)
        ),
    )
    return 0


def _weeks(found: Collection[str]) -> Iterator[str]:
    """Every week from the first to the last, those without items too."""
    if not found:
        return
    year, week = min(found).split("-W")
    monday = dt.date.fromisocalendar(int(year), int(week), 1)
    while (name := week_of(monday)) <= max(found):
        yield name
        monday += dt.timedelta(days=7)
