"""``samverkan plan``: a register in, its follow-up plan out."""

from __future__ import annotations

import collections
from pathlib import Path
from typing import Annotated, Literal

import cyclopts

from samverkan.cli.app import app, print_json, say
from samverkan.cli.items import LATE, print_csv, print_items, rows
from samverkan.cli.register import PlanOptions, read_paths, tell_losses
from samverkan.cli.tables import is_table, plan_files, refuse_beside_tables
from samverkan.codelists import as_risk_class
from samverkan.exchange.ical import write_ical
from samverkan.explanations import Text
from samverkan.periods import Day, day, months, shift
from samverkan.rules import FollowUp
from samverkan.schedule import Plan, ReconciledItem, reconcile

__all__ = ["plan_command", "show"]

_TITLE = Text(
    "{count} uppföljningar {first} – {last} ({past} passerade före {as_of})",
    "{count} follow-ups {first} – {last} ({past} past before {as_of})",
)
_BLOCKED = Text(
    "{count} uppföljningar kan inte dateras; det som saknas: {reasons}",
    "{count} follow-ups cannot be dated; what is missing: {reasons}",
)
_WRITTEN = Text("{count} punkter i {output}", "{count} items in {output}")


def show(
    made: Plan, items: tuple[ReconciledItem, ...], window: tuple[Day, Day], options: PlanOptions
) -> None:
    """Items of a plan as a table, and how many of the plan could not be dated."""
    as_of, lang = options.made_for, options.lang
    past = sum(item.due_on is not None and item.due_on < as_of for item in items)
    values = {"count": len(items), "past": past, "as_of": as_of}
    title = _TITLE.label(lang, first=window[0], last=window[1], **values)
    print_items(title, items, as_of, lang)
    if made.blocked:
        reasons = collections.Counter(item.missing_label(lang) or "" for item in made.blocked)
        told = ", ".join(f"{reason} ({count})" for reason, count in sorted(reasons.items()))
        say(_BLOCKED.label(lang, count=len(made.blocked), reasons=told))


@app.command(name="plan")
def plan_command(
    paths: list[str],
    /,
    *,
    from_: Annotated[str | None, cyclopts.Parameter(name="--from")] = None,
    to: str | None = None,
    class_: Annotated[str | None, cyclopts.Parameter(name="--class")] = None,
    options: PlanOptions | None = None,
    json_: Annotated[bool, cyclopts.Parameter(name="--json", negative="")] = False,
    csv_: Annotated[bool, cyclopts.Parameter(name="--csv", negative="")] = False,
    ics: Path | None = None,
    previous: Path | None = None,
    losses: Path | None = None,
    strict: Annotated[bool, cyclopts.Parameter(negative="")] = False,
    output: Annotated[Path | None, cyclopts.Parameter(name=["--output", "-o"])] = None,
    engine: Literal["local", "spark"] = "local",
    unknown: Annotated[list[str] | None, cyclopts.Parameter(negative="")] = None,
) -> int:
    """What must be followed up when, by whom and why.

    Parameters
    ----------
    paths
        Files or folders: the project's own JSON, or OCDS in any packaging; `-` is standard input.
        Or one table of contracts (.parquet, .arrow, with -o also .csv), or a folder of tables,
        whose plan goes to -o.
    from_
        First day to show; the day the plan is made for where left out. Of a table: all days.
    to
        Last day to show; a year after the first where left out. Of a table: all days.
    class_
        Only contracts of class A, B or C.
    json_
        The same as JSON, with every reason.
    csv_
        The same as CSV.
    ics
        A calendar file to write instead of a table.
    previous
        The calendar file written before: what moved is updated, what fell away cancelled.
    losses
        A file for what could not be taken in, a JSON line each.
    strict
        Exit with 1 when something is overdue: its day has passed and nothing shows it was done.
    output
        The Parquet file for the plan of a table, written a part at a time whatever its size.
    engine
        Where a table is planned: on this machine, or on Apache Spark.
    unknown
        A column that a table need not have, since nobody knows what it would hold; once for each.
    """
    options = options or PlanOptions()
    if output is not None or engine == "spark" or any(map(is_table, paths)):
        beside = {
            "--class": class_, "--json": json_, "--csv": csv_, "--ics": ics,
            "--previous": previous, "--losses": losses, "--strict": strict,
        }  # fmt: skip
        refuse_beside_tables([name for name, given in beside.items() if given])
        window = None if from_ is None else day(from_), None if to is None else day(to)
        return plan_files(
            paths, output, options, window=window, engine=engine, unknown=tuple(unknown or ())
        )
    first = options.made_for if from_ is None else day(from_)
    window = first, shift(first, months(12)) if to is None else day(to)
    only = None if class_ is None else as_risk_class(class_)
    reading = read_paths(paths)
    made, notes = options.plan(reading.portfolio)
    found = reconcile(made, reading.portfolio, options.made_for)
    items = found.between(*window)
    if only is not None:
        items = tuple(row for row in items if row.item.case.risk_class is only)
    if ics is not None:
        _write_ics(tuple(row.item for row in items), ics, previous, window, options)
    elif json_:
        print_json(
            {
                "schema": "samverkan/plan",
                "version": "1",
                "as_of": str(options.made_for),
                "from": str(window[0]),
                "to": str(window[1]),
                "calendar": made.context.calendar.name,
                "notes": notes,
                "losses": len(reading.losses),
                "items": rows(items, options.made_for),
                "blocked": [item.to_dict(reasons=True) for item in made.blocked],
            }
        )
    elif csv_:
        print_csv(items, options.made_for, options.lang)
    else:
        show(made, items, window, options)
        for note in notes:
            say(note)
    tell_losses(reading, options.lang, losses)
    since = None if from_ is None else window[0]
    return 1 if strict and any(row.status in LATE for row in found.between(since)) else 0


def _write_ics(
    items: tuple[FollowUp, ...],
    output: Path,
    previous: Path | None,
    window: tuple[Day, Day],
    options: PlanOptions,
) -> None:
    """The items as a calendar file, stamped with the start of the day the plan is made for."""
    data = write_ical(
        items,
        stamp=f"{options.made_for}T00:00:00+00:00",
        lang=options.lang,
        previous=None if previous is None else previous.read_bytes(),
        window=window,
    )
    output.write_bytes(data)
    say(_WRITTEN.label(options.lang, count=len(items), output=str(output)))
