"""Graphs in files, read by readers that know nothing of this project."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from samverkan.codelists import RelationKind
from samverkan.contracts import Contract
from samverkan.dialogue import Dialogue
from samverkan.errors import DocumentError, NetworkError
from samverkan.exchange.graphs import graph_bytes, plain_attributes, read_graph, write_graph
from samverkan.network import party_graph, relations_of, stakeholder_graph
from samverkan.parties import Party
from samverkan.periods import Period, day, moment
from samverkan.portfolio import Portfolio
from samverkan.relations import Relation
from samverkan.trust import Opinion
from samverkan.values import Money
from samverkan.views import relation_map

NS = {"g": "http://www.gexf.net/1.2draft"}
WRONG_KIND = (
    b'{"nodes": [{"id": "a"}, {"id": "b"}], "multigraph": true, "directed": true, '
    b'"edges": [{"source": "a", "target": "b", "kind": "x"}]}'
)
INTERVALS = {
    "derived/buys-from/A-1/S": ("2026-01-01", "2028-12-31"),
    "derived/buys-from/A-2/S": ("2027-03-01", None),
    "derived/in-dialogue-with/D-1/K/S": ("2026-06-01", "2026-06-01"),
    "X-1": (None, None),
}


@pytest.fixture
def graph():
    """Two contracts, a meeting, an audit with a text that XML cannot hold as it is."""
    return stakeholder_graph(
        Portfolio(
            parties=(
                Party(id="K", name="Storköpings kommun", roles={"buyer"}),
                Party(id="S", name="Bygg & <Rör> AB\x07"),
            ),
            contracts=(
                Contract(id="A-1", buyer="K", suppliers=("S",), value=Money("4800000.50", "SEK"),
                         period=Period("2026-01-01", "2028-12-31")),
                Contract(id="A-2", buyer="K", suppliers=("S",), period=Period("2027-03-01", None)),
            ),
            dialogues=(
                Dialogue(id="D-1", form="workshop", occurred_on="2026-06-01",
                         participants=("K", "S")),
            ),
            relations=(
                Relation(id="X-1", kind="audits", source="S", target="K",
                         evidence=("bell\x07", "a,b")),
            ),
        ),
        opinions={("K", "S"): Opinion(0.7, 0.1, 0.2)},
    )  # fmt: skip


def test_gexf_has_the_intervals_in_a_plain_xml_parse(graph):
    root = ET.fromstring(graph_bytes(graph, "gexf"))  # noqa: S314  # just written
    (body,) = root.findall("g:graph", NS)
    assert (body.get("mode"), body.get("timeformat")) == ("dynamic", "date")
    found = {
        edge.get("id"): (edge.get("start"), edge.get("end"))
        for edge in body.iterfind(".//g:edge", NS)
    }
    assert found == INTERVALS


def test_gexf_declares_every_attribute_it_uses_and_every_end(graph):
    root = ET.fromstring(graph_bytes(graph, "gexf"))  # noqa: S314  # just written
    nodes = {node.get("id") for node in root.iterfind(".//g:node", NS)}
    assert nodes == set(graph)
    for of in ("node", "edge"):
        known = {one.get("id") for one in root.iterfind(f".//g:attributes[@class='{of}']/*", NS)}
        used = {one.get("for") for one in root.iterfind(f".//g:{of}/g:attvalues/*", NS)}
        assert used <= known
    for edge in root.iterfind(".//g:edge", NS):
        assert {edge.get("source"), edge.get("target")} <= nodes


def test_networkx_reads_the_gexf_with_its_intervals(graph):
    again = nx.read_gexf(io.BytesIO(graph_bytes(graph, "gexf")))
    assert again.graph["mode"] == "dynamic"
    found = {
        key: (data.get("start"), data.get("end"))
        for *_, key, data in again.edges(keys=True, data=True)
    }
    assert {key: (s, None if e == ".." else e) for key, (s, e) in found.items()} == INTERVALS
    assert again.nodes["S"]["label"] == "Bygg & <Rör> AB␇"


def test_networkx_reads_the_graphml_with_types(graph):
    again = nx.read_graphml(io.BytesIO(graph_bytes(graph, "graphml")))
    edges = {key: data for *_, key, data in again.edges(keys=True, data=True)}
    assert edges["derived/buys-from/A-1/S"]["money_amount"] == "4800000.50"
    assert edges["derived/buys-from/A-1/S"]["opinion_belief"] == 0.7
    assert edges["derived/buys-from/A-1/S"]["weight"] == 1.0
    assert edges["X-1"]["evidence"] == '["bell\\u0007", "a,b"]'
    assert "start" not in edges["X-1"]


@pytest.mark.parametrize("format_", ["graphml", "gexf", "json"])
def test_what_was_written_is_read_back_with_its_types(graph, format_, tmp_path):
    (path,) = write_graph(graph, tmp_path / f"g.{format_}")
    again = read_graph(path)
    edge = again["K"]["S"]["derived/buys-from/A-1/S"]
    assert edge["kind"] is RelationKind.BUYS_FROM
    assert edge["period"] == Period("2026-01-01", "2028-12-31")
    assert edge["money"] == Money("4800000.50", "SEK")
    assert edge["opinion"] == Opinion(0.7, 0.1, 0.2)
    assert edge["last_contact"] == day("2026-06-01")
    assert set(relations_of(again)) == set(relations_of(graph))


def test_node_link_json_is_networkxs_own(graph):
    document = json.loads(graph_bytes(graph, "json"))
    assert document["schema"] == "samverkan/graph"
    again = nx.node_link_graph(document, edges="edges")
    assert set(again.edges(keys=True)) == set(graph.edges(keys=True))
    assert again.nodes["S"]["label"] == "Bygg & <Rör> AB\x07"


def test_a_table_is_two_files_and_no_cell_is_a_formula(graph, tmp_path):
    graph.add_node("=1+1", label="=HYPERLINK()")
    edges, nodes = write_graph(graph, tmp_path / "g.csv")
    rows = list(csv.DictReader(edges.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["key"] for row in rows] == [key for *_, key in graph.edges(keys=True)]
    assert rows[0]["start"] == "2026-01-01"
    cells = list(csv.reader(nodes.read_text(encoding="utf-8-sig").splitlines()))
    assert not any(cell.startswith("=") for row in cells for cell in row)


@pytest.mark.parametrize("format_", ["graphml", "gexf", "json", "csv"])
def test_simple_graphs_are_written_too(graph, format_):
    simple = party_graph(graph)
    data = graph_bytes(simple, format_).decode("utf-8-sig")
    assert "buys-from" in data
    assert "dynamic" in data or format_ != "gexf"


def test_the_mapping_is_as_documented():
    values = {
        "none": None,
        "truth": True,
        "code": RelationKind.OWNS,
        "day": day("2026-09-01"),
        "moment": moment("2026-09-01T08:00:00+02:00"),
        "decimal": Decimal("1.2300"),
        "nan": float("nan"),
        "codes": frozenset({RelationKind.OWNS, RelationKind.AUDITS}),
        "row": ("a", None, Decimal(1)),
        "secret": Period(None, "2026-09-01"),
        "other": 1j,
    }
    assert plain_attributes(values) == {
        "truth": True,
        "code": "owns",
        "day": "2026-09-01",
        "moment": "2026-09-01T08:00:00+02:00",
        "decimal": "1.2300",
        "nan": "NaN",
        "codes": '["audits", "owns"]',
        "row": '["a", null, "1"]',
        "secret_start": "..",
        "secret_end": "2026-09-01",
        "other": "1j",
    }


@pytest.mark.parametrize(
    ("data", "format_"),
    [
        (b"", "gexf"),
        (b"<gexf", "gexf"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><gexf/>", "gexf"),
        (b"[1]", "json"),
        (b"{}", "json"),
        (b"\xff\xfe", "graphml"),
        (b"<graphml/>", "graphml"),
        (WRONG_KIND, "json"),
    ],
)  # fmt: skip
def test_what_is_no_graph_is_refused(data, format_):
    with pytest.raises(DocumentError):
        read_graph(data, format_)


def test_a_format_that_is_not_known_is_named(graph, tmp_path):
    with pytest.raises(NetworkError, match="did you mean 'gexf'"):
        write_graph(graph, tmp_path / "g.gefx")
    with pytest.raises(NetworkError, match="expected graphml, gexf or json"):
        read_graph(b"", "csv")


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_picture_is_xml_with_every_party_once(graph, lang):
    root = ET.fromstring(relation_map(graph, lang=lang, title="A & B"))  # noqa: S314  # just made
    space = {"s": "http://www.w3.org/2000/svg"}
    texts = [text.text for text in root.iterfind(".//s:text", space)]
    assert "A & B" in texts
    assert sum(text.startswith("Storköpings kommun") for text in texts) == 1
    assert ("köper av" if lang == "sv" else "buys from") in texts


def test_a_large_graph_is_drawn_in_part_and_says_so():
    graph = nx.MultiDiGraph()
    for n in range(30):
        graph.add_edge("K", f"S{n:02}", kind=RelationKind.BUYS_FROM)
    picture = relation_map(graph, lang="sv", most_pairs=10)
    assert "Visar de 10 starkaste av 30 par." in picture
    assert picture.count("S0") > 0
    assert "S25" not in picture
