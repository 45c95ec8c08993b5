"""``samverkan due``: what is late and what comes next."""

from __future__ import annotations

from typing import Annotated

import cyclopts

from samverkan.cli.app import app, print_json, say
from samverkan.cli.items import LATE, OPEN, print_items, rows
from samverkan.cli.register import PlanOptions, read_paths
from samverkan.explanations import Text
from samverkan.periods import Span, day_from_ordinal
from samverkan.schedule import reconcile

__all__ = ["due"]

_TITLE = Text(
    "{late} sena sedan {first}, {soon} inom {days} dagar från {as_of}",
    "{late} late since {first}, {soon} within {days} days of {as_of}",
)
_NOT_NEGATIVE = cyclopts.Parameter(validator=cyclopts.validators.Number(gte=0))


@app.command
def due(
    paths: list[str],
    /,
    *,
    days: Annotated[int, _NOT_NEGATIVE] = 14,
    back: Annotated[int, _NOT_NEGATIVE] = 30,
    why: Annotated[bool, cyclopts.Parameter(negative="")] = False,
    options: PlanOptions | None = None,
    json_: Annotated[bool, cyclopts.Parameter(name="--json", negative="")] = False,
) -> int:
    """What was due lately and is not done, and what is due soon.

    Parameters
    ----------
    paths
        Files or folders; `-` is standard input.
    days
        How many days ahead.
    back
        How many days back.
    why
        Every step and source of each item's reasons.
    json_
        The same as JSON, with every reason.
    """
    options = options or PlanOptions()
    as_of = options.made_for
    ahead, behind = Span(days=days), Span(days=back)
    first = day_from_ordinal(as_of.toordinal() - behind.days)
    last = day_from_ordinal(as_of.toordinal() + ahead.days)
    portfolio = read_paths(paths).portfolio
    made, notes = options.plan(portfolio)
    found = reconcile(made, portfolio, as_of, soon=ahead.days)
    items = tuple(row for row in found.between(first, last) if row.status in OPEN)
    late = sum(row.status in LATE for row in items)
    if json_:
        print_json(
            {
                "schema": "samverkan/due",
                "version": "1",
                "as_of": str(as_of),
                "from": str(first),
                "to": str(last),
                "late": late,
                "items": rows(items, as_of),
            }
        )
        return 0
    values = {"late": late, "soon": len(items) - late, "days": days, "as_of": as_of}
    print_items(
        _TITLE.label(options.lang, first=first, **values), items, as_of, options.lang, why=why
    )
    for note in notes:
        say(note)
    return 0
