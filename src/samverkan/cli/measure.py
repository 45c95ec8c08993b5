"""``samverkan measure``: concentration, dependence and other measures of a register's graph."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import cyclopts

from samverkan.cli.app import Column, Lang, app, plain, print_json, print_table, say, today
from samverkan.cli.register import read_paths, tell_losses
from samverkan.errors import NetworkError, near
from samverkan.explanations import Text, render
from samverkan.network import (
    CENTRALITIES,
    centrality,
    concentration,
    constraint,
    dependence,
    dialogue_coverage,
    effective_size,
    party_graph,
    ranked,
    reciprocity,
    recurrence,
    silent_edges,
    single_points,
    sole_suppliers,
    stakeholder_graph,
    tie_strength,
    without_persons,
)
from samverkan.periods import Day, day, years

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["measure_command"]

By = Literal["buyer", "category", "market"]
Spend = Literal["money", "count"]
Row = Mapping[str, object]
_SHOWN = 25
_HISTORY = years(100)  # a measure counts for itself how far back it looks

_TITLES: Mapping[str, Text] = {
    "concentration": Text(
        "Koncentration: HHI i punkter, 10 000/antalet leverantörer till 10 000",
        "Concentration: HHI in points, 10,000/number of suppliers to 10,000",
    ),
    "dependence": Text(
        "Beroende: andel av den andras affärer i registret, 0 till 1",
        "Dependence: share of the other's business in the register, 0 to 1",
    ),
    "recurrence": Text("Återkommande par", "Pairs that met anew"),
    "single-points": Text("Enskilda felpunkter", "Single points of failure"),
    "sole-suppliers": Text("Ensamma leverantörer", "Sole suppliers"),
    "constraint": Text("Begränsning (Burt)", "Constraint (Burt)"),
    "effective-size": Text("Effektiv nätverksstorlek (Burt)", "Effective size (Burt)"),
    "tie-strength": Text(
        "Bandens styrka, 0 till 1 (eget index)", "Strength of ties, 0 to 1 (our index)"
    ),
    "coverage": Text("Dialogtäckning under ett år", "Dialogue coverage within a year"),
    "silent": Text("Tysta avtal", "Silent contracts"),
    "reciprocity": Text("Ömsesidighet, 0 till 1", "Reciprocity, 0 to 1"),
    **{name: Text(f"Centralitet: {name}", f"Centrality: {name}") for name in CENTRALITIES},
}
MEASURES = tuple(_TITLES)
"""Every measure that the command knows."""

_HEADS: Mapping[str, Text] = {
    "asymmetry": Text("skillnad", "difference"),
    "breadth": Text("bredd", "breadth"),
    "buyer": Text("köpare", "buyer"),
    "buyer_share": Text("köparens andel", "share of buyer's"),
    "contracts": Text("avtal", "contracts"),
    "covered": Text("med dialog", "with dialogue"),
    "currency": Text("valuta", "currency"),
    "duration": Text("längd", "duration"),
    "frequency": Text("täthet", "frequency"),
    "group": Text("grupp", "group"),
    "hhi": Text("HHI", "HHI"),
    "index": Text("index", "index"),
    "last_contact": Text("senaste kontakt", "last contact"),
    "leader": Text("störst", "largest"),
    "node": Text("part", "party"),
    "normalised_hhi": Text("normerat", "normalised"),
    "one": Text("part", "party"),
    "other": Text("motpart", "counterpart"),
    "pairs": Text("par", "pairs"),
    "pairs_lost": Text("andel par", "share of pairs"),
    "party": Text("part", "party"),
    "pieces": Text("delar", "pieces"),
    "procurements": Text("upphandlingar", "procurements"),
    "reciprocity": Text("ömsesidighet", "reciprocity"),
    "relation": Text("relation", "relation"),
    "relations": Text("relationer", "relations"),
    "score": Text("värde", "score"),
    "share": Text("andel", "share"),
    "silent": Text("tysta", "silent"),
    "small_sample": Text("få leverantörer", "few suppliers"),
    "supplier": Text("leverantör", "supplier"),
    "supplier_share": Text("leverantörens andel", "share of supplier's"),
    "suppliers": Text("leverantörer", "suppliers"),
    "top_4_share": Text("fyra största", "four largest"),
    "top_share": Text("största", "share"),
    "total": Text("summa", "total"),
    "without_amount": Text("utan värde", "without value"),
}
_MORE = Text(
    "{count} rader till; --json eller --csv ger alla",
    "{count} more rows; --json or --csv gives all",
)
_NONE = Text("inget att mäta", "nothing to measure")


def _scores(scores: Mapping[str, float | None]) -> list[Row]:
    return [{"party": name, "score": score} for name, score in ranked(scores)]


def measured(
    graph: nx.MultiDiGraph[str],
    measure: str,
    *,
    on: Day,
    by: By = "buyer",
    spend: Spend = "money",
    currency: str | None = None,
) -> list[Row]:
    """The rows of one measure.

    Raises:
        NetworkError: for a measure that is not known.
    """
    simple: Callable[[], nx.Graph[str]] = lambda: party_graph(graph)  # noqa: E731  # made only where used
    makers: Mapping[str, Callable[[], list[Row]]] = {
        "concentration": lambda: [
            row.to_dict() for row in concentration(graph, by=by, spend=spend, currency=currency)
        ],
        "dependence": lambda: [
            row.to_dict() for row in dependence(graph, spend=spend, currency=currency)
        ],
        "recurrence": lambda: [row.to_dict() for row in recurrence(graph)],
        "single-points": lambda: [row.to_dict() for row in single_points(simple())],
        "sole-suppliers": lambda: [row.to_dict() for row in sole_suppliers(graph)],
        "constraint": lambda: _scores(constraint(simple()))[::-1],
        "effective-size": lambda: _scores(effective_size(simple())),
        "tie-strength": lambda: [row.to_dict() for row in tie_strength(graph, on)],
        "coverage": lambda: [dialogue_coverage(graph, on).to_dict()],
        "silent": lambda: [
            {"relation": key, "last_contact": None if last is None else str(last)}
            for key, last in silent_edges(graph, on)
        ],
        "reciprocity": lambda: [{"share": reciprocity(graph)}],
    }
    if measure in makers:
        return makers[measure]()
    if measure in CENTRALITIES:
        return _scores(centrality(simple(), measure))
    raise NetworkError(f"measure: measure={measure!r}; {near(measure, MEASURES)}")


def _shown(value: object, lang: Lang) -> str:
    if value is None or isinstance(value, bool):
        return render(value, lang)
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"
    if isinstance(value, list):
        members = cast("list[object]", value)
        return ", ".join(map(str, members[:5])) + ("…" if len(members) > 5 else "")
    return plain(str(value))


def _labelled(graph: nx.MultiDiGraph[str], value: object) -> object:
    """A party by its name where a person reads it."""
    if isinstance(value, str) and value in graph:
        return graph.nodes[value].get("label") or value
    return value


def _as_table(graph: nx.MultiDiGraph[str], measure: str, rows: Sequence[Row], lang: Lang) -> None:
    if not rows:
        say(f"{_TITLES[measure].label(lang)}: {_NONE.label(lang)}")
        return
    heads = list(rows[0])
    print_table(
        _TITLES[measure].label(lang),
        [
            Column(_HEADS[head].label(lang), share=1)
            if isinstance(rows[0][head], str | list)
            else Column(_HEADS[head].label(lang), justify="right")
            for head in heads
        ],
        [[_shown(_labelled(graph, row[head]), lang) for head in heads] for row in rows[:_SHOWN]],
    )
    if len(rows) > _SHOWN:
        say(_MORE.label(lang, count=len(rows) - _SHOWN))


def _as_csv(found: Mapping[str, Sequence[Row]]) -> None:
    """Every row as measure, then its columns; several measures follow each other."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    for measure, rows in found.items():
        heads = list(rows[0]) if rows else []
        writer.writerow(["measure", *heads])
        writer.writerows([measure, *(_cell(row[head]) for head in heads)] for row in rows)


def _cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, list):
        value = " ".join(map(str, cast("list[object]", value)))
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@"}:
        return f"'{value}"
    return "" if value is None else value


@app.command(name="measure")
def measure_command(
    paths: Annotated[list[str], cyclopts.Parameter(consume_multiple=True)],
    *,
    measure: str = "concentration,dependence",
    by: By = "buyer",
    spend: Spend = "money",
    currency: str | None = None,
    as_of: str | None = None,
    viewer: str | None = None,
    json_: Annotated[bool, cyclopts.Parameter(name="--json", negative="")] = False,
    csv_: Annotated[bool, cyclopts.Parameter(name="--csv", negative="")] = False,
    losses: Path | None = None,
    lang: Lang = "en",
) -> int:
    """How concentrated, dependent, central, silent: measures of a register's stakeholder graph.

    Parameters
    ----------
    paths
        Files or folders; `-` is standard input.
    measure
        Names apart by commas: concentration, dependence, recurrence, single-points,
        sole-suppliers, constraint, effective-size, tie-strength, coverage, silent, reciprocity,
        degree, strength, betweenness, closeness, eigenvector, pagerank.
    by
        Concentration by buyer, category or market (CPV group).
    spend
        Add up money, or count contracts.
    currency
        Which currency, where a register has several.
    as_of
        Only relations in force that day; all where left out, ages then counted to today.
    viewer
        For whose eyes: `public`, or a party's id; needs `--as-of`.
    json_
        The rows as JSON.
    csv_
        The rows as CSV.
    losses
        A file for what could not be taken in, a JSON line each.
    lang
        Language of the texts.
    """
    names = [name.strip() for name in measure.split(",") if name.strip()]
    for name in names:
        if name not in MEASURES:
            raise NetworkError(f"measure: measure={name!r}; {near(name, MEASURES)}")
    reading = read_paths(paths)
    graph = without_persons(
        stakeholder_graph(reading.portfolio, as_of=as_of, viewer=viewer, look_back=_HISTORY)
    )
    on = day(as_of or today())
    found = {
        name: measured(graph, name, on=on, by=by, spend=spend, currency=currency) for name in names
    }
    if json_:
        print_json(
            {
                "schema": "samverkan/measures",
                "version": "1",
                "as_of": None if as_of is None else str(on),
                "viewer": viewer,
                "parties": graph.number_of_nodes(),
                "relations": graph.number_of_edges(),
                "measures": found,
            }
        )
    elif csv_:
        _as_csv(found)
    else:
        for name, rows in found.items():
            _as_table(graph, name, rows, lang)
    tell_losses(reading, lang, losses)
    return 0
