"""``samverkan plan``: a register in, its follow-up plan out."""

from __future__ import annotations

import collections
import csv
import datetime as dt
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import attrs
import cyclopts
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from samverkan.calendars import WorkingCalendar, national_calendar
from samverkan.cli.app import Column, Lang, app, messages, print_json, print_table, say, today
from samverkan.codelists import RiskClass, as_risk_class
from samverkan.contracts import Contract
from samverkan.errors import CalendarError
from samverkan.exchange import Reading, read
from samverkan.explanations import Text
from samverkan.jurisdictions import Jurisdiction, jurisdiction, jurisdictions
from samverkan.periods import Day, day, months, shift
from samverkan.portfolio import Portfolio
from samverkan.rules import RuleBook
from samverkan.schedule import FollowUp, Plan, plan

__all__ = ["Request", "plan_command", "planned", "read_paths", "show", "tell_losses"]

_DEFAULT_COUNTRY = "SE"


@attrs.frozen(kw_only=True)
class Request:
    """What a user asked of a plan.

    Attributes:
        as_of: The day it is made for.
        first: First day to show; the day it is made for where left out.
        last: Last day to show; a year later where left out.
        only: Only contracts of this class.
        default_class: The class of contracts without one.
        country: Whose calendar and rules; found from the buyers where left out.
        rules: A rule book to lay over the country's.
        lang: The language of texts.
    """

    as_of: Day
    first: Day | None = None
    last: Day | None = None
    only: RiskClass | None = None
    default_class: RiskClass = RiskClass.B
    country: str | None = None
    rules: Path | None = None
    lang: Lang = "en"

    @property
    def window(self) -> tuple[Day, Day]:
        """The days shown."""
        first = self.first or self.as_of
        return first, self.last or shift(first, months(12))


def _main_country(portfolio: Portfolio) -> str | None:
    known = filter(None, map(portfolio.country, portfolio.contracts))
    counts = collections.Counter(known)
    return max(sorted(counts), key=counts.__getitem__, default=None)


_MOST_DOUBTS = 5
_MORE_DOUBTS = Text(
    "… och {count} avtal till vars dagar inte går ihop: samverkan check",
    "… and {count} more contracts whose days do not fit together: samverkan check",
)
_HOLIDAYS = Text(
    "ingen rättsordning för {country}: arbetsdagar enligt paketet holidays, regler från {base}",
    "no jurisdiction for {country}: working days from the package holidays, rules from {base}",
)
_NO_CALENDAR = Text(
    "ingen kalender för {country}: arbetsdagar och regler från {base}",
    "no calendar for {country}: working days and rules from {base}",
)


def _place(
    request: Request, portfolio: Portfolio
) -> tuple[Jurisdiction, WorkingCalendar, Text | None, str | None]:
    """Whose rules, which calendar, and what to tell where the two are not one country's."""
    country = request.country or _main_country(portfolio)
    if request.country is not None or country is None or country in jurisdictions():
        found = jurisdiction(country or _DEFAULT_COUNTRY)
        return found, found.calendar, None, country
    base = jurisdiction(_DEFAULT_COUNTRY)
    try:
        return base, national_calendar(country), _HOLIDAYS, country
    except CalendarError:
        return base, base.calendar, _NO_CALENDAR, country


def planned(portfolio: Portfolio, request: Request) -> tuple[Plan, list[str]]:
    """The plan that was asked for, and what to tell beside it."""
    place, calendar, text, country = _place(request, portfolio)
    book = place.follow_up_rules
    if request.rules is not None:
        book = RuleBook.from_toml(request.rules.read_text(encoding="utf-8"), extends=book)
    notes = [] if text is None else [text.label(request.lang, country=country, base=place.code)]
    with _progress() as bar:
        task = bar.add_task("plan", total=None)
        made = plan(
            portfolio,
            rules=book,
            calendar=calendar,
            as_of=request.as_of,
            default_class=request.default_class,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    notes += [note.label(request.lang) for note in made.notes]
    doubts = portfolio.contradictions()
    notes += [finding.message(request.lang) for finding in doubts[:_MOST_DOUBTS]]
    if len(doubts) > _MOST_DOUBTS:
        notes.append(_MORE_DOUBTS.label(request.lang, count=len(doubts) - _MOST_DOUBTS))
    return made, notes


def _progress() -> Progress:
    """A bar on standard error, gone when it is done; nothing where nobody looks."""
    console = messages()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


# ---------------------------------------------------------------------------- what is shown
_COLUMNS = {
    lang: (
        Column(due),
        Column(left, justify="right"),
        Column(contract, 3),
        Column(what, 3),
        Column(who, 3),
        Column(why, 6),
    )
    for lang, (due, left, contract, what, who, why) in {
        "sv": ("Förfaller", "Dagar", "Avtal", "Vad", "Vem", "Varför"),
        "en": ("Due", "Days left", "Contract", "What", "Who", "Why"),
    }.items()
}
_TITLE = Text(
    "{count} uppföljningar {first} – {last} ({past} passerade före {as_of})",
    "{count} follow-ups {first} – {last} ({past} past before {as_of})",
)
_BLOCKED = Text(
    "{count} uppföljningar kan inte dateras: {reasons}",
    "{count} follow-ups cannot be dated: {reasons}",
)


def chosen(made: Plan, request: Request) -> tuple[FollowUp, ...]:
    """The items in the window and of the class that were asked for."""
    items = made.between(*request.window)
    if request.only is None:
        return items
    return tuple(item for item in items if item.case.risk_class is request.only)


def _subject(item: FollowUp) -> str:
    title = item.subject.title
    return item.subject.id if not title else f"{item.subject.id} {title}"


def _who(item: FollowUp, lang: Lang) -> str:
    roles = (item.responsible, item.counterpart)
    return " + ".join(role.label(lang) for role in roles if role is not None)


def short_why(item: FollowUp, lang: Lang) -> str:
    """The steps that made the day, in one line, and how binding the source is."""
    steps = [step for step in item.explanation().steps if step.after is not None]
    sentences = "; ".join(attrs.evolve(step, basis=None).label(lang) for step in steps)
    return f"[{item.rule.source_kind.value}] {sentences}"


def _days_left(item: FollowUp, as_of: dt.date) -> int:
    assert item.due_on is not None  # noqa: S101  # only dated items are shown
    return item.due_on.toordinal() - as_of.toordinal()


def show(made: Plan, request: Request, notes: Sequence[str]) -> None:
    """The plan as a table a person can read."""
    lang, as_of = request.lang, request.as_of
    items = chosen(made, request)
    first, last = request.window
    past = sum(item.due_on is not None and item.due_on < as_of for item in items)
    values = {"count": len(items), "first": first, "last": last, "past": past, "as_of": as_of}
    print_table(
        _TITLE.label(lang, **values),
        _COLUMNS[lang],
        (
            (
                str(item.due_on),
                str(_days_left(item, as_of)),
                _subject(item),
                item.title(lang),
                _who(item, lang),
                short_why(item, lang),
            )
            for item in items
        ),
    )
    if made.blocked:
        reasons = collections.Counter(item.missing or "" for item in made.blocked)
        told = ", ".join(f"{reason} ({count})" for reason, count in sorted(reasons.items()))
        say(_BLOCKED.label(lang, count=len(made.blocked), reasons=told))
    for note in notes:
        say(note)


def rows(made: Plan, request: Request) -> Iterator[dict[str, object]]:
    """The items as plain data, each with its days left and its reasons."""
    for item in chosen(made, request):
        subject = item.subject
        yield {
            **item.to_dict(reasons=True),
            "subject_title": subject.title,
            "days_left": _days_left(item, request.as_of),
            "risk_class": item.case.risk_class.value if isinstance(subject, Contract) else None,
        }


def _as_json(made: Plan, request: Request, notes: Sequence[str], reading: Reading) -> None:
    first, last = request.window
    print_json(
        {
            "schema": "samverkan/plan",
            "version": "1",
            "as_of": str(request.as_of),
            "from": str(first),
            "to": str(last),
            "calendar": made.context.calendar.name,
            "notes": list(notes),
            "losses": len(reading.losses),
            "items": list(rows(made, request)),
            "blocked": [item.to_dict(reasons=True) for item in made.blocked],
        }
    )


_CSV = (
    "due_on", "days_left", "falls_on", "subject", "subject_title", "risk_class", "title", "kind",
    "aim", "responsible", "counterpart", "status", "source_kind", "source_ref", "why", "id",
)  # fmt: skip


def _as_csv(made: Plan, request: Request) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_CSV)
    for item, row in zip(chosen(made, request), rows(made, request), strict=True):
        row["title"] = item.title(request.lang)
        row["why"] = short_why(item, request.lang)
        writer.writerow([_cell(row[name]) for name in _CSV])


def _cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in {"=", "+", "-", "@"} else text


# ---------------------------------------------------------------------------- the command
def read_paths(paths: Sequence[str]) -> Reading:
    """What the paths hold, together; ``-`` is standard input."""
    with _progress() as bar:
        task = bar.add_task("read", total=None)
        return read(
            [sys.stdin.buffer if path == "<stdin>" else Path(path) for path in paths],
            progress=lambda name, size: bar.update(task, description=name, completed=size),
        )


_LOSSES = Text(
    "{count} uppgifter togs inte in som de stod ({kinds}); --losses FIL skriver dem",
    "{count} pieces were not taken in as they stood ({kinds}); --losses FILE writes them",
)


def tell_losses(reading: Reading, lang: Lang, losses: Path | None) -> None:
    """Say how much was lost, and write each piece as a JSON line where asked."""
    if losses is not None:
        with losses.open("w", encoding="utf-8") as out:
            for loss in reading.losses:
                out.write(json.dumps(loss.to_dict(), ensure_ascii=False) + "\n")
    elif reading.losses:
        counts = collections.Counter(loss.kind for loss in reading.losses)
        kinds = ", ".join(f"{kind.label(lang)} {count}" for kind, count in counts.most_common())
        say(_LOSSES.label(lang, count=len(reading.losses), kinds=kinds))


@app.command(name="plan")
def plan_command(
    paths: list[str],
    /,
    *,
    from_: Annotated[str | None, cyclopts.Parameter(name="--from")] = None,
    to: str | None = None,
    as_of: str | None = None,
    class_: Annotated[str | None, cyclopts.Parameter(name="--class")] = None,
    default_class: str = "B",
    country: str | None = None,
    rules: Path | None = None,
    lang: Lang = "en",
    json_: Annotated[bool, cyclopts.Parameter(name="--json", negative="")] = False,
    csv_: Annotated[bool, cyclopts.Parameter(name="--csv", negative="")] = False,
    losses: Path | None = None,
    strict: Annotated[bool, cyclopts.Parameter(negative="")] = False,
) -> int:
    """What must be followed up when, by whom and why.

    Parameters
    ----------
    paths
        Files or folders: the project's own JSON, or OCDS in any packaging; `-` is standard input.
    from_
        First day to show; the day the plan is made for where left out.
    to
        Last day to show; a year after the first where left out.
    as_of
        The day the plan is made for; today where left out.
    class_
        Only contracts of class A, B or C.
    default_class
        The class of contracts without one (the library's choice: B).
    country
        Whose rules and calendar, such as SE; the buyers' country where left out.
    rules
        A rule book in TOML, laid over the country's.
    lang
        Language of the texts.
    json_
        The same as JSON, with every reason.
    csv_
        The same as CSV.
    losses
        A file for what could not be taken in, a JSON line each.
    strict
        Exit with 1 when something was due before the day the plan is made for.
    """
    request = Request(
        as_of=day(as_of or today()),
        first=None if from_ is None else day(from_),
        last=None if to is None else day(to),
        only=None if class_ is None else as_risk_class(class_),
        default_class=as_risk_class(default_class),
        country=country,
        rules=rules,
        lang=lang,
    )
    reading = read_paths(paths)
    made, notes = planned(reading.portfolio, request)
    if json_:
        _as_json(made, request, notes, reading)
    elif csv_:
        _as_csv(made, request)
    else:
        show(made, request, notes)
    tell_losses(reading, lang, losses)
    since = 0 if request.first is None else len(made.between(None, request.first))
    return 1 if strict and len(made.overdue) > since else 0
