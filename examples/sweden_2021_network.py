"""The Swedish procurements of 2021 as a stakeholder graph, measured and drawn.

Run: ``python examples/sweden_2021_network.py PATH-OF-THE-FOLDER [PICTURE.svg]``, where the folder
holds ``contracted_tenders_sample.csv``: advertised procurements of Upphandlingsmyndigheten, CC0,
published by okfse/oppna-upphandlingsdata. Without a folder the one that ``SAMVERKAN_DATA`` names
is looked in.

The file has numbers of buyers and only names of suppliers. Sole traders are counted, never
named.
"""

from __future__ import annotations

import collections
import csv
import os
import statistics
import sys
from pathlib import Path

import networkx as nx

import samverkan as sv
from samverkan.errors import IdentifierError
from samverkan.network import (
    bad_numbers,
    concentration,
    dependence,
    likely_same,
    recurrence,
    relations_of,
    single_points,
    stakeholder_graph,
)
from samverkan.views import relation_map

FILE = "contracted_tenders_sample.csv"
CATEGORIES = {"Varor": "goods", "Tjänster": "services", "Byggentreprenader": "works"}
NO_FIRM = "enligt upphandlingsprotokoll"  # "according to the record": a remark, no supplier
MASKED = "Personuppgift"
SECTORS = {"Kommun": "Municipal", "Region": "Regional", "Stat": "State", "Annat": "Other"}

Row = dict[str, str]


def rows_of(folder: Path) -> list[Row]:
    """The rows of the file."""
    with (folder / FILE).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def buyer_id(row: Row) -> str:
    """A buyer by its number."""
    return f"SE-{row['Organisationsnummer för köpare']}"


def identifier(number: str) -> sv.Identifier:
    """A number under its scheme, or under the register's own where its check digit is wrong."""
    try:
        return sv.Identifier("SE-ORGNR", number)
    except IdentifierError:
        return sv.Identifier("UHM", number)


class Suppliers:
    """Supplier ids by name; persons get a running number and keep no name."""

    def __init__(self) -> None:
        self.parties: dict[str, sv.Party] = {}
        self._persons: dict[str, str] = {}

    def id_of(self, row: Row) -> str | None:
        """The id of a row's supplier, ``None`` where the row names none."""
        name = row["Namn för leverantör"].strip()
        if not name or name.casefold() == NO_FIRM:
            return None
        if name == MASKED:
            key = f"person-{len(self.parties) + 1}"  # the source says no more: each stands alone
            self.parties[key] = sv.Party(id=key, roles={"supplier"}, country="SE")
            return key
        if row["Juridisk form för leverantör"] == "Fysiska personer":
            key = self._persons.setdefault(name, f"person-{len(self.parties) + 1}")
            self.parties.setdefault(key, sv.Party(id=key, roles={"supplier"}, country="SE"))
            return key
        key = f"firm:{' '.join(name.casefold().split())}"
        self.parties.setdefault(key, sv.Party(id=key, name=name, roles={"supplier"}))
        return key


def portfolio_of(rows: list[Row]) -> sv.Portfolio:
    """Buyers, suppliers, procurements with lots, and one contract a row that was awarded."""
    buyers: dict[str, sv.Party] = {}
    lots: dict[str, dict[str, sv.Lot]] = {}
    first: dict[str, Row] = {}
    suppliers = Suppliers()
    contracts: list[sv.Contract] = []
    for number, row in enumerate(rows, 1):
        buyer, procurement, lot = buyer_id(row), row["Upphandlings-ID"], row["Anbudsområdes-ID"]
        buyers.setdefault(
            buyer,
            sv.Party(
                id=buyer,
                name=row["Namn för köpare"],
                roles={"buyer"},
                identifiers=(identifier(row["Organisationsnummer för köpare"]),),
            ),
        )
        first.setdefault(procurement, row)
        lots.setdefault(procurement, {}).setdefault(lot, sv.Lot(id=lot))
        supplier = suppliers.id_of(row)
        contracts.append(
            sv.Contract(
                id=f"{lot}#{number}",
                kind="framework" if row["Typ av avtal"] == "Ramavtal" else "contract",
                buyer=buyer,
                suppliers=() if supplier is None else (supplier,),
                procurement=procurement,
                lots=(lot,),
            )
        )
    return sv.Portfolio(
        parties=(*buyers.values(), *suppliers.parties.values()),
        procurements=tuple(
            sv.Procurement(
                id=name,
                title=row["Upphandlingens titel"],
                buyer=buyer_id(row),
                category=CATEGORIES.get(row["Upphandlingsslag"]),
                cpv=(row["Huvudsaklig CPV-kod"][:8],) if row["Huvudsaklig CPV-kod"] else (),
                published_on=row["Publiceringsdatum"],
                lots=tuple(lots[name].values()),
            )
            for name, row in first.items()
        ),
        contracts=tuple(contracts),
    )


def tell_by_sector(graph: nx.MultiDiGraph[str], sector: dict[str, str]) -> None:
    """Concentration, dependence and repeat pairs, sector by sector."""
    by_sector = {
        row.group: row
        for row in concentration(graph, by=lambda buyer, _, __: sector[buyer], spend="count")
    }
    per_buyer = collections.defaultdict(list)
    for row in concentration(graph, by="buyer", spend="count"):
        if not row.is_small:
            per_buyer[sector[row.group]].append(row.hhi)
    pairs = collections.defaultdict(list)
    for one in dependence(graph, spend="count"):
        pairs[sector[one.buyer]].append(one)
    again = collections.defaultdict(list)
    for pair in recurrence(graph):
        again[sector[pair.buyer]].append(pair)
    print(
        f"\n{'sector':<10}{'contracts':>10}{'suppliers':>10}{'HHI':>7}"
        f"{'median HHI':>12}{'pairs':>7}{'sells to it only':>18}{'met anew':>10}"
    )
    for name, row in sorted(by_sector.items(), key=lambda item: -item[1].relations):
        only = sum(one.supplier_share == 1 for one in pairs[name])
        middle = f"{statistics.median(per_buyer[name]):.0f}" if per_buyer[name] else "-"
        print(
            f"{name:<10}{row.relations:>10}{row.suppliers:>10}{row.hhi:>7.0f}"
            f"{middle:>12}{len(pairs[name]):>7}"
            f"{only / len(pairs[name]):>18.0%}{len(again[name]):>10}"
        )
    print("HHI of a whole sector; the median is over its buyers with five suppliers or more.")


def tell_twins(facts: sv.Portfolio) -> None:
    """Parties that look like one and stand twice, and numbers that cannot be."""
    print("\nParties that look like one:")
    pairs = likely_same(facts.parties)
    for pair in pairs:
        names = (facts.party(pair.one).label(), facts.party(pair.other).label())
        print(f"  {names[0]} / {names[1]}: {pair.reason.label('en')}")
    wrong = bad_numbers(facts.parties)
    for number in wrong:
        print(f"  {facts.party(number.party).label()}: {number.number} fails its check digit")
    if not pairs and not wrong:
        print("  none")


def main(arguments: list[str]) -> None:
    """Read, build, measure, draw."""
    data = Path(os.environ.get("SAMVERKAN_DATA", Path(__file__).parents[2] / "shared" / "data"))
    folder = Path(arguments[0]) if arguments else data / "sweden-uhm-2021"
    if not (folder / FILE).exists():
        print(f"{FILE} is not here; give the folder that holds it, or set SAMVERKAN_DATA")
        return
    rows = rows_of(folder)
    sector = {buyer_id(row): SECTORS[row["Sektor för köpare"]] for row in rows}
    facts = portfolio_of(rows)
    graph = stakeholder_graph(facts)
    persons = sum(party.id.startswith("person-") for party in facts.parties)
    print(
        f"{len(rows):,} rows; {len(facts.procurements):,} procurements; "
        f"{graph.number_of_nodes():,} parties: {len(sector)} buyers, "
        f"{graph.number_of_nodes() - len(sector):,} suppliers, of which {persons} sole traders; "
        f"{graph.number_of_edges():,} relations; "
        f"{len(graph.graph['without_ends'])} contracts without a supplier"
    )
    assert len(relations_of(graph)) == graph.number_of_edges()
    parts = sorted(map(len, nx.weakly_connected_components(graph)), reverse=True)
    print(f"{len(parts)} parts, the largest with {parts[0]:,} parties")
    point = single_points(graph)[0]
    print(
        f"without {facts.party(point.node).label()} its part falls into "
        f"{len(point.pieces)} pieces "
        f"and {point.pairs_lost:.0%} of the pairs in it no longer reach each other"
    )
    tell_by_sector(graph, sector)

    pairs = recurrence(graph, least=4)
    print("\nMet anew in the most procurements:")
    for pair in pairs[:8]:
        buyer, supplier = facts.party(pair.buyer).label(), facts.party(pair.supplier).label()
        print(
            f"  {pair.procurements} procurements, {pair.contracts} contracts: {buyer} - {supplier}"
        )
    tell_twins(facts)

    chosen = {(pair.buyer, pair.supplier) for pair in recurrence(graph, least=3)}
    kept = [
        (buyer, supplier, key)
        for buyer, supplier, key in graph.edges(keys=True)
        if (buyer, supplier) in chosen
    ]
    picture = Path(arguments[1]) if len(arguments) > 1 else Path("sweden_2021.svg")
    sectors = {"Municipal": "Kommunal sektor", "Regional": "Regioner", "State": "Staten"}
    picture.write_text(
        relation_map(
            graph.edge_subgraph(kept),
            lang="sv",
            title="Köpare och leverantörer som möttes i minst tre upphandlingar 2021",
            groups={buyer: sectors.get(name, "Annat") for buyer, name in sector.items()},
        ),
        encoding="utf-8",
    )
    print(f"\nPicture: {picture.name}")


if __name__ == "__main__":
    main(sys.argv[1:])
