"""The Swedish procurements of 2021: the example run on the real file, with its counts."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from samverkan.network import (
    bad_numbers,
    concentration,
    dependence,
    likely_same,
    recurrence,
    relations_of,
    stakeholder_graph,
)
from samverkan.network.twins import plain_name

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("SAMVERKAN_DATA", ROOT.parent / "shared" / "data"))
FOLDER = DATA / "sweden-uhm-2021"
EXAMPLE = ROOT / "examples" / "sweden_2021_network.py"


@pytest.fixture(scope="module")
def example():
    """The example as a module."""
    if not (FOLDER / "contracted_tenders_sample.csv").exists():
        pytest.skip("sweden-uhm-2021 is not among the development data here")
    spec = importlib.util.spec_from_file_location("sweden_2021_network", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows(example):
    return example.rows_of(FOLDER)


@pytest.fixture(scope="module")
def facts(example, rows):
    return example.portfolio_of(rows)


@pytest.fixture(scope="module")
def graph(facts):
    return stakeholder_graph(facts)


def test_the_graph_has_the_counts_of_the_file(rows, facts, graph):
    buyers = {row["Organisationsnummer för köpare"] for row in rows}
    assert (len(rows), len(buyers), len(facts.procurements)) == (3040, 132, 1488)
    with_supplier = [
        row
        for row in rows
        if row["Namn för leverantör"].casefold() != "enligt upphandlingsprotokoll"
    ]
    assert graph.number_of_edges() == len(with_supplier) == 3038
    assert len(graph.graph["without_ends"]) == len(rows) - len(with_supplier) == 2
    firms = {
        row["Namn för leverantör"].casefold()
        for row in with_supplier
        if row["Juridisk form för leverantör"] != "Fysiska personer"
        and row["Namn för leverantör"] != "Personuppgift"
    }
    assert sum(node.startswith("firm:") for node in graph) == len(firms)


def test_the_relations_come_back(facts, graph):
    assert set(relations_of(graph)) == set(facts.derived_relations())


def test_counting_by_hand_gives_the_same_concentration_and_pairs(rows, graph):
    buyer = "2321000255"  # Region Skåne, the largest of the file
    counts = {}
    occasions = {}
    for n, row in enumerate(rows):
        if row["Organisationsnummer för köpare"] == buyer:
            name = " ".join(row["Namn för leverantör"].casefold().split())
            if name == "personuppgift":  # the source masks it: each stands alone
                name = f"masked-{n}"
            counts[name] = counts.get(name, 0) + 1
            occasions.setdefault(name, set()).add(row["Upphandlings-ID"])
    total = sum(counts.values())
    expected = 10_000 * sum((count / total) ** 2 for count in counts.values())
    row = next(one for one in concentration(graph, spend="count") if one.group == f"SE-{buyer}")
    assert row.relations == total
    assert row.hhi == pytest.approx(expected)
    met = {name: len(found) for name, found in occasions.items() if len(found) > 1}
    ours = {
        pair.supplier.removeprefix("firm:"): pair.procurements
        for pair in recurrence(graph)
        if pair.buyer == f"SE-{buyer}"
    }
    assert {name: n for name, n in ours.items() if not name.startswith("person-")} == met
    assert sum(
        one.buyer_share for one in dependence(graph, spend="count") if one.buyer == row.group
    ) == (pytest.approx(1.0))


def test_who_stands_twice_is_reported(facts):
    """The file holds a seventh of the buyers, chosen by their number, so that a buyer's mistyped
    twin is in it only by chance; suppliers have names and no numbers."""
    assert [one.number for one in bad_numbers(facts.parties)] == ["2220002542"]
    pairs = {frozenset((pair.one, pair.other)) for pair in likely_same(facts.parties)}
    names = {plain_name(facts.party(min(pair)).name or "") for pair in pairs}
    assert names == {"kalmar kommun", "försäkringsmäklarna skeppsbron", "sweco sverige"}


def test_no_sole_trader_is_named(rows, facts, tmp_path):
    persons = {
        row["Namn för leverantör"]
        for row in rows
        if row["Juridisk form för leverantör"] == "Fysiska personer"
        and row["Namn för leverantör"] != "Personuppgift"
    }
    assert persons
    assert not persons & {party.name for party in facts.parties}
    picture = tmp_path / "picture.svg"
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLE), str(FOLDER), str(picture)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"},
    )
    drawn = picture.read_text(encoding="utf-8")
    for name in persons:
        assert name not in done.stdout
        assert name not in drawn
    assert ET.fromstring(drawn).tag.endswith("svg")  # noqa: S314  # just made
    assert "3,038 relations" in done.stdout
    assert "2220002542 fails its check digit" in done.stdout
