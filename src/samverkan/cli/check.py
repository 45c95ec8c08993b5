"""``samverkan check``: a register in, what its facts say against each other and the law out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import attrs
import cyclopts

from samverkan.checks import Check, Findings, check, checks
from samverkan.cli.app import Column, Lang, app, print_json, print_table, say, today
from samverkan.cli.register import main_country, read_paths, tell_losses
from samverkan.explanations import Finding, Text
from samverkan.jurisdictions import Jurisdiction, jurisdiction, jurisdictions
from samverkan.periods import Day, day
from samverkan.portfolio import Portfolio

__all__ = ["CheckOptions", "check_command"]

_TITLE = Text(
    "{count} iakttagelser den {as_of} av {ran} kontroller",
    "{count} findings on {as_of} by {ran} checks",
)
_UNDECIDED = Text(
    "{count} gånger kunde en kontroll inte avgöras: {checks}",
    "{count} times a check could not decide: {checks}",
)
_NOTICE = Text(
    "upplysning, inte juridisk rådgivning; en fråga att ställa är inget utslag",
    "for information, not legal advice; a question to ask is no verdict",
)
_HEADS = {
    "sv": ("Sedan", "Allvar", "Kontroll", "Iakttagelse"),
    "en": ("Since", "Severity", "Check", "Finding"),
}
_DEFAULT = "SE"
_NO_PATHS = "check: no register; name a file or folder, or give --list"


@cyclopts.Parameter(name="*")
@attrs.frozen(kw_only=True)
class CheckOptions:
    """Which checks, on what day, by whose law.

    Parameters
    ----------
    as_of
        The day to check for; today where left out.
    country
        The country whose checks run, too; `none` for the generic ones alone. The buyers' country
        where left out.
    only
        An id of a check, or a family such as `dialogue`, to run and no others; may be repeated.
    skip
        An id of a check or a family to leave out; may be repeated.
    lang
        Language of the texts.
    """

    as_of: str | None = None
    country: str | None = None
    only: list[str] | None = None
    skip: list[str] | None = None
    lang: Lang = "en"

    @property
    def on(self) -> Day:
        """The day to check for."""
        return day(today() if self.as_of is None else self.as_of)

    def law(self, portfolio: Portfolio | None = None) -> Jurisdiction | None:
        """The jurisdiction asked for, or that of the buyers where it is known."""
        if self.country is not None:
            return None if self.country.lower() == "none" else jurisdiction(self.country)
        code = _DEFAULT if portfolio is None else main_country(portfolio)
        return jurisdiction(code) if code in jurisdictions() else None


@app.command(name="check")
def check_command(
    paths: list[str] | None = None,
    /,
    *,
    options: CheckOptions | None = None,
    list_: Annotated[bool, cyclopts.Parameter(name="--list", negative="")] = False,
    why: Annotated[bool, cyclopts.Parameter(negative="")] = False,
    json_: Annotated[bool, cyclopts.Parameter(name="--json", negative="")] = False,
    losses: Path | None = None,
    strict: Annotated[bool, cyclopts.Parameter(negative="")] = False,
) -> int:
    """What breaks equal treatment, coherence, legal limits, or the balance of trust and control.

    Parameters
    ----------
    paths
        Files or folders: the project's own JSON, or OCDS in any packaging; `-` is standard input.
    list_
        Every check, one a line: id, severity, title.
    why
        The steps behind each finding.
    json_
        The same as JSON, with every step.
    losses
        A file for what could not be taken in, a JSON line each.
    strict
        Exit with 1 when something was found.
    """
    options = options or CheckOptions()
    if list_:
        _list(checks(options.law()), options.lang, as_json=json_)
        return 0
    if not paths:
        say(f"samverkan: {_NO_PATHS}")
        return 2
    reading = read_paths(paths)
    found = check(
        reading.portfolio,
        options.on,
        jurisdiction=options.law(reading.portfolio),
        only=options.only,
        skip=options.skip or (),
    )
    if json_:
        document = {"schema": "samverkan/findings", "version": "1", **found.to_dict()}
        print_json({**document, "losses": len(reading.losses)})
    else:
        _show(found, options.lang, why=why)
    tell_losses(reading, options.lang, losses)
    return 1 if strict and found else 0


def _list(every: tuple[Check, ...], lang: Lang, *, as_json: bool) -> None:
    if as_json:
        rows = [
            {
                "id": one.id,
                "severity": one.severity.value,
                "title": {"sv": one.title.sv, "en": one.title.en},
                "basis": [basis.label(lang) for basis in one.basis],
                "country": one.country,
                "needs_review": one.needs_review,
            }
            for one in every
        ]
        print_json({"schema": "samverkan/checks", "version": "1", "checks": rows})
        return
    for one in every:
        print(f"{one.id}\t{one.severity.label(lang)}\t{one.label(lang)}")


def _show(found: Findings, lang: Lang, *, why: bool) -> None:
    values = {"count": len(found), "as_of": found.as_of, "ran": len(found.ran)}
    since, severity, name, finding = _HEADS[lang]
    columns = (Column(since), Column(severity), Column(name), Column(finding, share=1))
    print_table(_TITLE.label(lang, **values), columns, (_row(one, lang, why=why) for one in found))
    for note in found.notes:
        say(note.label(lang))
    if found.undecided:
        names = tuple(dict.fromkeys(name for name, _ in found.undecided))
        say(_UNDECIDED.label(lang, count=len(found.undecided), checks=names))
    if found:
        say(_NOTICE.label(lang))


def _row(one: Finding, lang: Lang, *, why: bool) -> tuple[str, str, str, str]:
    since = "–" if one.on is None else one.on.isoformat()
    text = one.why(lang).replace("\n", " ") if why else one.message(lang)
    return since, one.severity.label(lang), one.check, text
