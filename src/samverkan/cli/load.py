"""``samverkan load``: how much there is to do, a bar a week."""

from __future__ import annotations

import collections
from typing import Annotated

import cyclopts

from samverkan.cli.app import Column, app, print_json, print_table
from samverkan.cli.register import PlanOptions, read_paths
from samverkan.explanations import Text
from samverkan.periods import day, months, shift
from samverkan.schedule import load

__all__ = ["load_command"]

_TITLE = Text(
    "{count} punkter på {weeks} veckor, {first} – {last}; den fullaste veckan har {most}",
    "{count} items in {weeks} weeks, {first} – {last}; the fullest week has {most}",
)
_HEADS = {"sv": ("Vecka", "Antal", "Belastning"), "en": ("Week", "Items", "Load")}
_WIDEST = 60


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
    first = options.made_for if from_ is None else day(from_)
    last = shift(first, months(12)) if to is None else day(to)
    made, _ = options.plan(read_paths(paths).portfolio)
    found = [
        row
        for row in load(made.between(first, last))
        if role is None or (row.role is not None and row.role.value == role)
    ]
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
    week, items, bar = _HEADS[options.lang]
    print_table(
        _TITLE.label(options.lang, first=first, last=last, **values),
        (Column(week), Column(items, justify="right"), Column(bar)),
        (
            (name, str(count), "█" * max(1, round(count * _WIDEST / most)))
            for name, count in sorted(weeks.items())
        ),
    )
    return 0
