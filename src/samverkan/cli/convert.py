"""``samverkan convert``: any register in, the project's own JSON out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import cyclopts

from samverkan.cli.app import Lang, app, say
from samverkan.cli.register import read_paths, tell_losses
from samverkan.exchange import write_json
from samverkan.explanations import Text

__all__ = ["convert"]

_DONE = Text(
    "{contracts} avtal, {procurements} upphandlingar och {parties} parter i {output}",
    "{contracts} contracts, {procurements} procurements and {parties} parties in {output}",
)


@app.command
def convert(
    paths: list[str],
    /,
    *,
    output: Annotated[Path, cyclopts.Parameter(name=["--output", "-o"])],
    losses: Path | None = None,
    lang: Lang = "en",
) -> int:
    """Read registers in any format and write them as one of the project's own.

    Parameters
    ----------
    paths
        Files or folders; `-` is standard input.
    output
        The file to write.
    losses
        A file for what could not be taken in, a JSON line each.
    lang
        Language of the messages.
    """
    reading = read_paths(paths)
    facts = reading.portfolio
    write_json(facts, output)
    counts = {
        "contracts": len(facts.contracts),
        "procurements": len(facts.procurements),
        "parties": len(facts.parties),
    }
    say(_DONE.label(lang, **counts, output=str(output)))
    tell_losses(reading, lang, losses)
    return 0
