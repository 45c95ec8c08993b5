"""What commands that plan have in common: reading registers, and the options of a plan."""

from __future__ import annotations

import collections
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import attrs
import cyclopts
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from samverkan.calendars import WorkingCalendar, national_calendar
from samverkan.cli.app import Lang, messages, say, today
from samverkan.codelists import as_risk_class
from samverkan.errors import CalendarError
from samverkan.exchange import Reading, read
from samverkan.explanations import Text
from samverkan.jurisdictions import Jurisdiction, jurisdiction, jurisdictions
from samverkan.periods import Day, day
from samverkan.portfolio import Portfolio
from samverkan.rules import RuleBook
from samverkan.schedule import Plan, plan

__all__ = ["PlanOptions", "main_country", "progress_bar", "read_paths", "tell_losses"]

_DEFAULT_COUNTRY = "SE"
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
_LOSSES = Text(
    "{count} uppgifter togs inte in som de stod ({kinds}); --losses FIL skriver dem",
    "{count} pieces were not taken in as they stood ({kinds}); --losses FILE writes them",
)


@cyclopts.Parameter(name="*")
@attrs.frozen(kw_only=True)
class PlanOptions:
    """What a plan is made with.

    Parameters
    ----------
    as_of
        The day the plan is made for; today where left out.
    default_class
        The class of contracts without one (the library's choice: B).
    country
        Whose rules and calendar, such as SE; the buyers' country where left out.
    rules
        A rule book in TOML, laid over the country's.
    lang
        Language of the texts.
    """

    as_of: str | None = None
    default_class: str = "B"
    country: str | None = None
    rules: Path | None = None
    lang: Lang = "en"

    @property
    def made_for(self) -> Day:
        """The day the plan is made for."""
        return day(self.as_of or today())

    def plan(self, portfolio: Portfolio) -> tuple[Plan, list[str]]:
        """The plan of a portfolio, and what to tell beside it."""
        place, calendar, text, country = self._place(portfolio)
        book = self.book(place)
        notes = [] if text is None else [text.label(self.lang, country=country, base=place.code)]
        with progress_bar() as bar:
            task = bar.add_task("plan", total=None)
            made = plan(
                portfolio,
                rules=book,
                calendar=calendar,
                as_of=self.made_for,
                default_class=as_risk_class(self.default_class),
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        notes += [note.label(self.lang) for note in made.notes]
        doubts = portfolio.contradictions()
        notes += [finding.message(self.lang) for finding in doubts[:_MOST_DOUBTS]]
        if len(doubts) > _MOST_DOUBTS:
            notes.append(_MORE_DOUBTS.label(self.lang, count=len(doubts) - _MOST_DOUBTS))
        return made, notes

    def book(self, place: Jurisdiction) -> RuleBook:
        """The rules: the country's, with the user's own laid over them."""
        if self.rules is None:
            return place.follow_up_rules
        text = self.rules.read_text(encoding="utf-8")
        return RuleBook.from_toml(text, extends=place.follow_up_rules)

    @property
    def place(self) -> Jurisdiction:
        """Whose rules and calendar, where no portfolio tells."""
        return jurisdiction(self.country or _DEFAULT_COUNTRY)

    def _place(
        self, portfolio: Portfolio
    ) -> tuple[Jurisdiction, WorkingCalendar, Text | None, str | None]:
        """Whose rules, which calendar, and what to tell where the two are not one country's."""
        country = self.country or main_country(portfolio)
        if self.country is not None or country is None or country in jurisdictions():
            found = jurisdiction(country or _DEFAULT_COUNTRY)
            return found, found.calendar, None, country
        base = jurisdiction(_DEFAULT_COUNTRY)
        try:
            return base, national_calendar(country), _HOLIDAYS, country
        except CalendarError:
            return base, base.calendar, _NO_CALENDAR, country


def main_country(portfolio: Portfolio) -> str | None:
    """The country of most buyers, where one is known."""
    known = filter(None, map(portfolio.country, portfolio.contracts))
    counts = collections.Counter(known)
    return max(sorted(counts), key=counts.__getitem__, default=None)


def progress_bar() -> Progress:
    """A bar on standard error, gone when it is done; nothing where nobody looks."""
    console = messages()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def read_paths(paths: Sequence[str]) -> Reading:
    """What the paths hold, together; standard input under its name ``<stdin>``."""
    with progress_bar() as bar:
        task = bar.add_task("read", total=None)
        return read(
            [sys.stdin.buffer if path == "<stdin>" else Path(path) for path in paths],
            progress=lambda name, size: bar.update(task, description=name, completed=size),
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
