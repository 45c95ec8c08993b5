"""Graphs to and from bytes: one writer a format, and networkx's readers."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, cast
from xml.etree import ElementTree as ET

from samverkan.errors import DocumentError, NetworkError, near
from samverkan.exchange.documents import refusal
from samverkan.exchange.graphs.values import (
    OPEN,
    Plain,
    as_list,
    plain_attributes,
    safe_text,
    typed_attributes,
)
from samverkan.network import without_persons

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["GRAPH_FORMATS", "GraphFormat", "graph_bytes", "read_graph", "write_graph"]

GraphFormat = Literal["graphml", "gexf", "json", "csv"]
"""The formats by name, which are their file endings, too."""

GRAPH_FORMATS: tuple[GraphFormat, ...] = ("graphml", "gexf", "json", "csv")
"""Every format that :func:`write_graph` takes."""

_GEXF = "http://www.gexf.net/1.2draft"
_XML_TYPES = {bool: "boolean", int: "long", float: "double", str: "string"}


def write_graph(
    graph: nx.Graph[str],
    target: str | os.PathLike[str],
    format: GraphFormat | None = None,  # noqa: A002  # what every such function calls it
    *,
    persons: bool = False,
) -> tuple[Path, ...]:
    """Write a graph to a file (skriva graf); a table is two files, edges and nodes.

    Args:
        graph: A stakeholder graph, or one made from it.
        target: The file; of a table, the one with the edges, ``x.csv`` with ``x.nodes.csv``.
        format: ``graphml``, ``gexf``, ``json`` or ``csv``; by the file's ending where left out.
        persons: Keep the ids of sole traders, which are personal numbers.

    Returns:
        The files that were written.

    >>> import tempfile
    >>> import networkx as nx
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in write_graph(nx.MultiDiGraph(), f"{folder}/g.csv")]
    ['g.csv', 'g.nodes.csv']

    Raises:
        NetworkError: for a format that is not known.
        OSError: when the file cannot be written.
    """
    path = Path(target)
    chosen = _format(format or path.suffix.removeprefix(".").lower(), str(path))
    if chosen == "csv":
        nodes = path.with_suffix(f".nodes{path.suffix}")
        shown = graph if persons else without_persons(graph)
        path.write_bytes(_edge_table(shown))
        nodes.write_bytes(_node_table(shown))
        return path, nodes
    path.write_bytes(graph_bytes(graph, chosen, persons=persons))
    return (path,)


def graph_bytes(graph: nx.Graph[str], format: GraphFormat, *, persons: bool = False) -> bytes:  # noqa: A002  # as write_graph
    """A graph as the bytes of a file; of a table, the edges (graf som bytes).

    >>> import networkx as nx
    >>> from samverkan.codelists import RelationKind
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("K", "S", key="r", kind=RelationKind.BUYS_FROM)
    >>> print(graph_bytes(graph, "csv").decode("utf-8-sig"), end="")
    source,target,key,kind
    K,S,r,buys-from

    Raises:
        NetworkError: for a format that is not known.
    """
    shown = graph if persons else without_persons(graph)
    writers: dict[GraphFormat, Callable[[nx.Graph[str]], bytes]] = {
        "graphml": _graphml,
        "gexf": _gexf,
        "json": _node_link,
        "csv": _edge_table,
    }
    return writers[_format(format, "graph")](shown)


def _format(name: str, who: str) -> GraphFormat:
    for known in GRAPH_FORMATS:
        if name == known:
            return known
    raise NetworkError(
        f"{who}: unknown graph format: format={name!r}; {near(name, GRAPH_FORMATS)}"
    )


def _edges(graph: nx.Graph[str]) -> Iterable[tuple[str, str, object, dict[str, Any]]]:
    """Every edge with a key that no other edge has."""
    if not graph.is_multigraph():
        for n, (source, target, data) in enumerate(graph.edges(data=True)):
            yield source, target, str(n), data
        return
    rows = list(cast("nx.MultiDiGraph[str]", graph).edges(keys=True, data=True))
    unique = len({str(key) for _, _, key, _ in rows}) == len(rows)
    for source, target, key, data in rows:
        yield source, target, key if unique else f"{source}/{target}/{key}", data


def _xml_ready(graph: nx.Graph[str]) -> nx.Graph[str]:
    """The same graph with ids and attributes that XML can hold."""
    new: nx.Graph[str] = type(graph)()
    for node, data in graph.nodes(data=True):
        new.add_node(safe_text(str(node)), **_safe_attributes(data))
    for source, target, key, data in _edges(graph):
        ends = safe_text(str(source)), safe_text(str(target))
        plain: dict[str, Any] = {**_safe_attributes(data)}
        if graph.is_multigraph():
            cast("nx.MultiDiGraph[str]", new).add_edge(*ends, key=safe_text(str(key)), **plain)
        else:
            new.add_edge(*ends, **plain)
    return new


def _safe_attributes(data: Mapping[str, object]) -> dict[str, Plain]:
    return {
        safe_text(name): safe_text(value) if isinstance(value, str) else value
        for name, value in plain_attributes(data).items()
    }


def _graphml(graph: nx.Graph[str]) -> bytes:
    import networkx as nx

    stream = io.BytesIO()
    write: Callable[..., object] = nx.write_graphml  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # its stub states no result
    write(_xml_ready(graph), stream, named_key_ids=True)
    return stream.getvalue()


def _gexf(graph: nx.Graph[str]) -> bytes:
    """GEXF 1.2 in which every edge has its interval, the last day included, for a timeline."""
    ready = _xml_ready(graph)
    root = ET.Element("gexf", {"xmlns": _GEXF, "version": "1.2"})
    kind = "directed" if graph.is_directed() else "undirected"
    body = ET.SubElement(
        root, "graph", {"mode": "dynamic", "timeformat": "date", "defaultedgetype": kind}
    )
    nodes = [(str(node), dict(data)) for node, data in ready.nodes(data=True)]
    edges = [(u, v, str(key), dict(data)) for u, v, key, data in _edges(ready)]
    node_ids = _declared(body, "node", (data for _, data in nodes), skip={"label"})
    edge_ids = _declared(body, "edge", (data for *_, data in edges), skip={"weight"})
    parent = ET.SubElement(body, "nodes")
    for node, data in nodes:
        label = str(data.get("label", node))
        _valued(ET.SubElement(parent, "node", {"id": node, "label": label}), data, node_ids)
    parent = ET.SubElement(body, "edges")
    for source, target, key, data in edges:
        told = {"id": key, "source": source, "target": target}
        if "weight" in data:
            told["weight"] = str(data["weight"])
        for end in ("start", "end"):
            if data.get(end, OPEN) != OPEN:
                told[end] = str(data[end])
        _valued(ET.SubElement(parent, "edge", told), data, edge_ids)
    ET.indent(root, " ")
    found: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return found


def _declared(
    body: ET.Element, of: str, rows: Iterable[Mapping[str, Plain]], skip: set[str]
) -> dict[str, tuple[str, str]]:
    """Declare every attribute; gives its number and type by name."""
    kinds: dict[str, set[type]] = {}
    for data in rows:
        for name, value in data.items():
            if name not in skip:
                kinds.setdefault(name, set()).add(type(value))
    parent = ET.SubElement(body, "attributes", {"class": of, "mode": "static"})
    ids: dict[str, tuple[str, str]] = {}
    for n, (name, found) in enumerate(kinds.items()):
        one = found.pop() if len(found) == 1 else float if found <= {int, float} else str
        ids[name] = (str(n), _XML_TYPES[one])
        ET.SubElement(parent, "attribute", {"id": str(n), "title": name, "type": _XML_TYPES[one]})
    return ids


def _valued(
    element: ET.Element, data: Mapping[str, Plain], ids: Mapping[str, tuple[str, str]]
) -> None:
    parent = ET.SubElement(element, "attvalues")
    for name, value in data.items():
        if name in ids:
            number, kind = ids[name]
            text = str(value).lower() if kind == "boolean" else str(value)
            ET.SubElement(parent, "attvalue", {"for": number, "value": text})


def _node_link(graph: nx.Graph[str]) -> bytes:
    document = {
        "schema": "samverkan/graph",
        "version": "1",
        "directed": graph.is_directed(),
        "multigraph": graph.is_multigraph(),
        "graph": plain_attributes(graph.graph),
        "nodes": [{**plain_attributes(data), "id": node} for node, data in graph.nodes(data=True)],
        "edges": [
            {**plain_attributes(data), "source": source, "target": target}
            | ({"key": key} if graph.is_multigraph() else {})
            for source, target, key, data in _edges(graph)
        ],
    }
    text = json.dumps(document, ensure_ascii=False, indent=0)
    return (text + "\n").encode("utf-8", "surrogatepass")


def _table(first: Iterable[str], rows: list[dict[str, Plain]]) -> bytes:
    heads = dict.fromkeys(first)
    for row in rows:
        heads.update(dict.fromkeys(row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([_cell(row.get(name)) for name in heads] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Plain | None) -> Plain:
    """A cell that no spreadsheet takes for a formula."""
    if not isinstance(value, str):
        return "" if value is None else value
    text = safe_text(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text


def _edge_table(graph: nx.Graph[str]) -> bytes:
    return _table(
        ("source", "target", "key"),
        [
            {"source": source, "target": target, "key": str(key), **plain_attributes(data)}
            for source, target, key, data in _edges(graph)
        ],
    )


def _node_table(graph: nx.Graph[str]) -> bytes:
    rows = [{"id": node, **plain_attributes(data)} for node, data in graph.nodes(data=True)]
    return _table(("id",), rows)


# -------------------------------------------------------------------------------------- reading
def read_graph(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    format: GraphFormat | None = None,  # noqa: A002  # as write_graph
) -> nx.MultiDiGraph[str]:
    """A stakeholder graph that was written as GraphML, GEXF or node-link JSON (läsa graf).

    Edges have their attributes back as the graph had them, so
    :func:`~samverkan.network.relations_of` gives the same relations.

    Args:
        source: A path, bytes or a binary stream.
        format: By the file's ending where left out; needed for bytes and streams.

    >>> import networkx as nx
    >>> from samverkan.codelists import RelationKind
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("K", "S", key="r", kind=RelationKind.BUYS_FROM)
    >>> again = read_graph(graph_bytes(graph, "gexf"), "gexf")
    >>> again["K"]["S"]["r"]["kind"]
    <RelationKind.BUYS_FROM: 'buys-from'>

    Raises:
        NetworkError: for a format that is not known, or cannot be read back (a table).
        DocumentError: for what is no such file.
    """
    name, data = _source(source)
    chosen = _format(format or name.rpartition(".")[2].lower(), name)
    if chosen == "csv":
        raise NetworkError(f"{name}: format='csv'; expected graphml, gexf or json; export that")
    head = data[:4096].lower()
    if chosen != "json" and (b"<!doctype" in head or b"<!entity" in data.lower()):
        raise refusal(name, "1:1", "has a document type; expected none; remove it")
    try:
        return _typed_graph(_parsed(data, chosen))
    except DocumentError:
        raise
    except Exception as error:  # noqa: BLE001  # parsers raise whatever they meet; it becomes one error
        raise refusal(name, "1:1", f"no {chosen} that can be read ({error})") from None


def _source(source: str | os.PathLike[str] | bytes | BinaryIO) -> tuple[str, bytes]:
    if isinstance(source, bytes):
        return "<bytes>", source
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        return path.name, path.read_bytes()
    return "<stream>", source.read()


def _parsed(data: bytes, chosen: GraphFormat) -> nx.Graph[str]:
    import networkx as nx

    if chosen == "json":
        document = json.loads(data)
        read: Callable[..., object] = nx.node_link_graph  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # its stub leaves one argument bare
        return cast("nx.Graph[str]", read(document, edges="edges"))
    if chosen == "graphml":
        return cast("nx.Graph[str]", nx.read_graphml(io.BytesIO(data)))
    return cast("nx.Graph[str]", nx.read_gexf(io.BytesIO(data), version="1.2draft"))


def _typed_graph(found: nx.Graph[str]) -> nx.MultiDiGraph[str]:
    import networkx as nx

    new: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in found.nodes(data=True):
        new.add_node(node, **{name: _node_value(name, value) for name, value in data.items()})
    rows: Iterable[tuple[str, str, Any, dict[str, Any]]] = (
        cast("nx.MultiDiGraph[str]", found).edges(keys=True, data=True)
        if found.is_multigraph()
        else ((u, v, None, data) for u, v, data in found.edges(data=True))
    )
    for source, target, key, data in rows:
        own = data.pop("id", None)
        name = str(own) if own is not None else key
        new.add_edge(source, target, key=name, **typed_attributes(data))
    return new


def _node_value(name: str, value: object) -> object:
    return as_list(value) if name in {"numbers", "roles"} else value
