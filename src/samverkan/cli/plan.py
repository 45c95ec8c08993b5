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
from samverkan.periods import Day, day
from samverkan.schedule import Plan, ReconciledItem, reconcile

__all__ = ["plan_command", "show"]

_TITLE = Text("{count} uppföljningar, {first} – {last}", "{count} follow-ups, {first} – {last}")
_LATE = Text("{title}; {late} försenade {as_of}", "{title}; {late} overdue on {as_of}")
_BLOCKED = Text(
    "{count} uppföljningar kan inte dateras; det som saknas: {reasons}",
    "{count} follow-ups cannot be dated; what is missing: {reasons}",
)
_NO_ICS = Text(
    "samverkan: --previous och --todo gäller kalenderfiler; ge --ics FIL",
    "samverkan: --previous and --todo are for calendar files; give --ics FILE",
)
_OUTPUT = cyclopts.Group("Output", validator=cyclopts.validators.mutually_exclusive)
_WRITTEN = Text("{count} punkter i {output}", "{count} items in {output}")


def show(
    made: Plan,
    items: tuple[ReconciledItem, ...],
    window: tuple[Day, Day],
    options: PlanOptions,
    *,
    why: bool = False,
) -> None:
    """Items of a plan by day, and how many of the plan could not be dated."""
    as_of, lang = options.made_for, options.lang
    title = _TITLE.label(lang, count=len(items), first=window[0], last=window[1])
    if late := sum(row.status in LATE for row in items):
        title = _LATE.label(lang, title=title, late=late, as_of=as_of)
    print_items(title, items, as_of, lang, why=why)
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
    why: Annotated[bool, cyclopts.Parameter(negative="")] = False,
    options: PlanOptions | None = None,
    json_: Annotated[bool, cyclopts.Parameter(name="--json", negative="", group=_OUTPUT)] = False,
    csv_: Annotated[bool, cyclopts.Parameter(name="--csv", negative="", group=_OUTPUT)] = False,
    ics: Annotated[Path | None, cyclopts.Parameter(group=_OUTPUT)] = None,
    todo: Annotated[bool, cyclopts.Parameter(negative="")] = False,
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
    why
        Every step and source of each item's reasons.
    json_
        The same as JSON, with every reason.
    csv_
        The same as CSV.
    ics
        A calendar file to write instead of a table.

    Todo:
        To-dos in the calendar file, completed when done, instead of events.
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
            "--todo": todo, "--why": why,
        }  # fmt: skip
        refuse_beside_tables([name for name, given in beside.items() if given])
        days = None if from_ is None else day(from_), None if to is None else day(to)
        return plan_files(
            paths, output, options, window=days, engine=engine, unknown=tuple(unknown or ())
        )
    window = options.window(from_, to)
    if ics is None and (todo or previous is not None):
        say(_NO_ICS.label(options.lang))
        return 2
    only = None if class_ is None else as_risk_class(class_)
    reading = read_paths(paths)
    made, notes = options.plan(reading.portfolio)
    found = reconcile(made, reading.portfolio, options.made_for)
    shown = tuple(row for row in found if only is None or row.item.case.risk_class is only)
    items = tuple(row for row in shown if row.due_on and window[0] <= row.due_on <= window[1])
    if ics is not None:
        data = write_ical(
            shown,
            stamp=f"{options.made_for}T00:00:00+00:00",
            lang=options.lang,
            component="todo" if todo else "event",
            previous=None if previous is None else previous.read_bytes(),
            window=window,
        )
        ics.write_bytes(data)
        say(_WRITTEN.label(options.lang, count=len(items), output=str(ics)))
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
        show(made, items, window, options, why=why)
        for note in notes:
            say(note)
    tell_losses(reading, options.lang, losses)
    since = None if from_ is None else window[0]
    return 1 if strict and any(row.status in LATE for row in found.between(since)) else 0
