"""``samverkan check``: a register in, what its facts say against each other and the law out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import attrs
import cyclopts

from samverkan.checks import Check, Findings, Undecided, check, checks
from samverkan.cli.app import Lang, Line, app, print_json, print_lines, say, today
from samverkan.cli.register import main_country, read_paths, tell_losses
from samverkan.codelists import Severity
from samverkan.explanations import Finding, Text
from samverkan.jurisdictions import Jurisdiction, jurisdiction, jurisdictions
from samverkan.periods import Day, day
from samverkan.portfolio import Portfolio

__all__ = ["CheckOptions", "check_command"]

_TITLE = (
    Text("{found} den {as_of} av {ran} kontroll", "{found} on {as_of} by {ran} check"),
    Text("{found} den {as_of} av {ran} kontroller", "{found} on {as_of} by {ran} checks"),
)
_COUNTS: dict[Severity | None, tuple[Text, Text]] = {
    None: (
        Text("{count} iakttagelse", "{count} finding"),
        Text("{count} iakttagelser", "{count} findings"),
    ),
    Severity.BREACH: (
        Text("{count} brott mot en regel", "{count} breach of a rule"),
        Text("{count} brott mot en regel", "{count} breaches of a rule"),
    ),
    Severity.WARNING: (
        Text("{count} varning", "{count} warning"),
        Text("{count} varningar", "{count} warnings"),
    ),
    Severity.QUESTION: (
        Text("{count} fråga att ställa", "{count} question to ask"),
        Text("{count} frågor att ställa", "{count} questions to ask"),
    ),
}
_UNDECIDED = Text("inte avgjort av {check}: {reason}", "not decided by {check}: {reason}")
_UNDECIDED_OFTEN = Text(
    "inte avgjort av {check}, {count} gånger: {reason}",
    "not decided by {check}, {count} times: {reason}",
)
_NOTICE = Text(
    "upplysning, inte juridisk rådgivning; en fråga att ställa är inget utslag",
    "for information, not legal advice; a question to ask is no verdict",
)
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
    count: Annotated[bool, cyclopts.Parameter(negative="")] = False,
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
    count
        How many findings each check has, one check a line, and not the findings themselves.
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
        every = checks(options.law(reading.portfolio))
        print_lines(
            _count(found, every, options.lang)
            if count
            else _lines(found, every, _names(reading.portfolio), options.lang, why=why)
        )
        _tell(found, options.lang)
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


def _by_check(
    found: Findings, every: tuple[Check, ...]
) -> list[tuple[Check, tuple[Finding, ...]]]:
    """The checks that found something, the gravest first, else as they ran."""
    grouped: dict[str, list[Finding]] = {}
    for one in found:
        grouped.setdefault(one.check, []).append(one)
    order = list(Severity)
    return [
        (one, tuple(sorted(grouped[one.id], key=_since)))
        for one in sorted(every, key=lambda check: order.index(check.severity))
        if one.id in grouped
    ]


def _since(one: Finding) -> str:
    return "" if one.on is None else one.on.isoformat()


def _counted(severity: Severity | None, count: int, lang: Lang) -> str:
    return _COUNTS[severity][count != 1].label(lang, count=count)


def _title(found: Findings, lang: Lang) -> str:
    """How many findings, and how many of each severity where there are several."""
    values = {"as_of": found.as_of, "ran": len(found.ran)}
    title = _TITLE[len(found.ran) != 1].label(
        lang, found=_counted(None, len(found), lang), **values
    )
    counts = Counter(one.severity for one in found)
    parts = [_counted(kind, counts[kind], lang) for kind in Severity if counts[kind]]
    return f"{title}: {', '.join(parts)}" if parts else title


def _count(found: Findings, every: tuple[Check, ...], lang: Lang) -> Iterator[Line]:
    yield Line(_title(found, lang))
    for check_, own in _by_check(found, every):
        about = f"{check_.label(lang)} ({check_.severity.label(lang)})"
        yield Line(f"{len(own):>6}  {check_.id}  {about}", indent=8)


def _names(portfolio: Portfolio) -> dict[str, str]:
    """What to call the parties: the name and, to look it up, the id."""
    return {one.id: f"{one.name} ({one.id})" for one in portfolio.parties if one.name}


def _lines(
    found: Findings, every: tuple[Check, ...], names: dict[str, str], lang: Lang, *, why: bool
) -> Iterator[Line]:
    yield Line(_title(found, lang))
    for check_, own in _by_check(found, every):
        basis = ", ".join(one.label(lang) for one in check_.basis)
        yield Line("")
        yield Line(f"{check_.label(lang)} ({len(own)})", bold=True)
        yield Line(f"{check_.id}: {check_.severity.label(lang)}; {basis}")
        for one in own:
            sentence = attrs.evolve(one.summary.naming(names), basis=None).label(lang)
            yield Line(f"  {_since(one) or '–':<10}  {sentence}", indent=14)
            for n, step in enumerate(one.evidence if why else (), 1):
                yield Line(f"{'':14}{n}. {step.naming(names).label(lang)}", indent=17)


def _tell(found: Findings, lang: Lang) -> None:
    """What a reader should know beside the findings."""
    for note in found.notes:
        say(note.label(lang))
    alike: dict[tuple[str, Text], list[Undecided]] = {}
    for name, one in found.undecided:
        alike.setdefault((name, one.reason.text), []).append(one)
    for (name, _), several in alike.items():
        text = _UNDECIDED if len(several) == 1 else _UNDECIDED_OFTEN
        reason = several[0].reason.label(lang)
        say(text.label(lang, check=name, count=len(several), reason=reason))
    if found:
        say(_NOTICE.label(lang))
