"""``samverkan graph``: a register in, its stakeholder graph out, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import cyclopts

from samverkan.cli.app import Lang, app, say
from samverkan.cli.register import read_paths, tell_losses
from samverkan.codelists import as_relation_kind
from samverkan.errors import NetworkError, near
from samverkan.exchange.graphs import GRAPH_FORMATS, write_graph
from samverkan.explanations import Text
from samverkan.network import stakeholder_graph
from samverkan.network.edges import keyed_edges
from samverkan.views import relation_map

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["graph_command"]

_DONE = Text(
    "{parties} parter och {relations} relationer i {output}",
    "{parties} parties and {relations} relations in {output}",
)
_WITHOUT = Text(
    "{count} avtal utan köpare eller leverantör är inte med",
    "{count} contracts without buyer or supplier are left out",
)
_PICTURE = "svg"


@app.command(name="graph")
def graph_command(
    paths: Annotated[list[str], cyclopts.Parameter(consume_multiple=True)],
    *,
    output: Annotated[Path, cyclopts.Parameter(name=["--output", "-o"])],
    as_of: str | None = None,
    viewer: str | None = None,
    kind: Annotated[list[str] | None, cyclopts.Parameter(consume_multiple=True)] = None,
    format: str | None = None,  # noqa: A002  # the name of the option
    losses: Path | None = None,
    lang: Lang = "en",
) -> int:
    """Who stands in what relation to whom, as a file for other programs, or as a picture.

    Parameters
    ----------
    paths
        Files or folders; `-` is standard input.
    output
        The file to write.
    as_of
        The day; the whole history where left out.
    viewer
        For whose eyes: `public`, or a party's id; needs `--as-of`. While tenders are secret,
        others see neither tenderers nor their number.
    kind
        Only relations of these kinds, such as `buys-from`.
    format
        `graphml`, `gexf`, `json`, `csv` or `svg`; by the file's ending where left out.
    losses
        A file for what could not be taken in, a JSON line each.
    lang
        Language of the messages and of a picture.
    """
    chosen = format or output.suffix.removeprefix(".").lower()
    known = (*GRAPH_FORMATS, _PICTURE)
    if chosen not in known:
        raise NetworkError(
            f"{output}: unknown graph format: format={chosen!r}; {near(chosen, known)}"
        )
    wanted = None if kind is None else frozenset(map(as_relation_kind, kind))
    reading = read_paths(paths)
    graph = stakeholder_graph(reading.portfolio, as_of=as_of, viewer=viewer)
    missing = len(graph.graph.get("without_ends", ()))
    if wanted is not None:
        graph = _only(graph, wanted)
    if chosen == _PICTURE:
        output.write_text(relation_map(graph, lang=lang), encoding="utf-8")
    else:
        write_graph(graph, output, next(one for one in GRAPH_FORMATS if one == chosen))
    counts = {"parties": graph.number_of_nodes(), "relations": graph.number_of_edges()}
    say(_DONE.label(lang, **counts, output=str(output)))
    if missing:
        say(_WITHOUT.label(lang, count=missing))
    tell_losses(reading, lang, losses)
    return 0


def _only(graph: nx.MultiDiGraph[str], kinds: frozenset[object]) -> nx.MultiDiGraph[str]:
    """The relations of some kinds, and the parties that have one."""
    new = graph.copy()
    for source, target, key, data in keyed_edges(graph):
        if data["kind"] not in kinds:
            new.remove_edge(source, target, key)
    new.remove_nodes_from([node for node, degree in new.degree() if not degree])
    return new
