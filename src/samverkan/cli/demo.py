"""``samverkan demo``: the follow-up plan of the bundled register."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import cyclopts

from samverkan.cli.app import Lang, app, say
from samverkan.cli.bare import AS_OF, UNTIL, register
from samverkan.cli.plan import show
from samverkan.cli.register import PlanOptions
from samverkan.exchange import read
from samverkan.explanations import Text
from samverkan.periods import day
from samverkan.schedule import reconcile

__all__ = ["demo"]

_ABOUT = Text(
    "Storköpings kommun är påhittad: {contracts} avtal, {parties} parter. Planen är gjord för "
    "{as_of} och följer den svenska standardboken.",
    "Storköpings kommun is invented: {contracts} contracts, {parties} parties. The plan is made "
    "for {as_of} by the Swedish default book.",
)
_NEXT = Text(
    "Prova vidare: samverkan demo -o register.json skriver registret; sedan samverkan check "
    "register.json --as-of {as_of}, samverkan due och samverkan graph likaså. Egen fil: samverkan "
    "plan register.json --lang sv; som data: --json, --csv, --ics",
    "Try on: samverkan demo -o register.json writes the register; then samverkan check "
    "register.json --as-of {as_of}, samverkan due and samverkan graph alike. Your own file: "
    "samverkan plan register.json; as data: --json, --csv, --ics",
)
_WRITTEN = Text("registret skrevs till {place}", "the register was written to {place}")


@app.command
def demo(
    *,
    lang: Lang = "en",
    why: Annotated[bool, cyclopts.Parameter(negative="")] = False,
    output: Annotated[Path | None, cyclopts.Parameter(name=["--output", "-o"])] = None,
) -> int:
    """The follow-up plan of the bundled register: an invented municipality, some sixty contracts.

    Parameters
    ----------
    lang
        Language of the texts.
    why
        Every step and source of each item's reasons.
    output
        A file to write the register to instead, so that other commands can be tried on it.
    """
    if output is not None:
        output.write_bytes(register())
        say(_WRITTEN.label(lang, place=str(output)))
        return 0
    portfolio = read(register(), name="storkoping.json").portfolio
    options = PlanOptions(as_of=AS_OF, lang=lang)
    counts = {"contracts": len(portfolio.contracts), "parties": len(portfolio.parties)}
    say(_ABOUT.label(lang, **counts, as_of=options.made_for))
    made, notes = options.plan(portfolio)
    window = day(AS_OF), day(UNTIL)
    found = reconcile(made, portfolio, options.made_for)
    show(made, found.between(*window), window, options, why=why)
    for note in notes:
        say(note)
    say(_NEXT.label(lang, as_of=options.made_for))
    return 0
