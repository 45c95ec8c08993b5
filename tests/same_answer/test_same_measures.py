"""Group measures over columns are those of the stakeholder graph, on every engine."""

from __future__ import annotations

import datetime as dt
import math

import pytest

import samverkan as sv
from samverkan import network
from samverkan.codelists import RelationKind

pl = pytest.importorskip("polars")
pytest.importorskip("pyarrow")
pytest.importorskip("narwhals")
pytest.importorskip("networkx")
tables = pytest.importorskip("samverkan.tables")

from . import drawn  # noqa: E402, TID252  # after what may be missing; tests are no package

DAY = "2022-06-15"


def rows_of(frame):
    return tables.as_frame(frame).collect(backend="polars").to_native().rows(named=True)


def close(found, expected):
    """The same rows in the same order, doubles to twelve digits."""
    assert len(found) == len(expected)
    for row, other in zip(found, expected, strict=True):
        assert row.keys() == other.keys()
        for name, value in row.items():
            if isinstance(value, float) and isinstance(other[name], float):
                assert math.isclose(value, other[name], rel_tol=1e-12, abs_tol=1e-12), name
            else:
                assert value == other[name], name


def graph_of(portfolio, day):
    return network.stakeholder_graph(portfolio, as_of=day)


def concentrations(portfolio, day, **asked):
    rows = network.concentration(graph_of(portfolio, day), **asked)
    return [{**row.to_dict(), "total": float(row.total)} for row in rows]


@pytest.mark.parametrize("day", [None, DAY])
@pytest.mark.parametrize("by", ["buyer", "category", "market"])
def test_concentration_is_that_of_the_graph(by, day):
    for seed in (1,):
        portfolio = drawn.portfolio(seed, size=60)
        facts = tables.from_portfolio(portfolio)
        for asked in ({"currency": "SEK"}, {"spend": "count"}):
            found = tables.concentration(facts, by=by, as_of=day, **asked)
            expected = concentrations(portfolio, day, by=by, **asked)
            by_group = {row["group"]: row for row in expected}  # ulps may swap equal groups
            found = rows_of(found)
            assert {row["group"] for row in found} == set(by_group)
            close(found, [by_group[row["group"]] for row in found])
            indices = [row["hhi"] for row in found]
            assert indices == sorted(indices, reverse=True)


@pytest.mark.parametrize("day", [None, DAY])
def test_dependence_is_that_of_the_graph(day):
    portfolio = drawn.portfolio(3, size=60)
    facts = tables.from_portfolio(portfolio)
    for asked in ({"currency": "SEK"}, {"spend": "count"}):
        rows = network.dependence(graph_of(portfolio, day), **asked)
        expected = {(row.buyer, row.supplier): row.to_dict() for row in rows}
        found = rows_of(tables.dependence(facts, as_of=day, **asked))
        close(found, [expected[row["buyer"], row["supplier"]] for row in found])
        assert len(found) == len(expected)


@pytest.mark.parametrize("day", [None, DAY])
def test_recurrence_is_that_of_the_graph(day):
    portfolio = drawn.portfolio(4, size=80)
    facts = tables.from_portfolio(portfolio)
    for least in (1, 2):
        expected = network.recurrence(graph_of(portfolio, day), least=least)
        found = rows_of(tables.recurrence(facts, least=least, as_of=day))
        assert found == [row.to_dict() for row in expected]
    assert expected


def test_coverage_and_silence_are_those_of_the_graph():
    for seed in (5, 6):
        portfolio = drawn.portfolio(seed, size=60)
        facts = tables.from_portfolio(portfolio)
        whole = network.stakeholder_graph(portfolio.as_of(DAY))
        expected = network.dialogue_coverage(whole, DAY)
        (found,) = rows_of(tables.dialogue_coverage(facts, DAY))
        assert (found["pairs"], found["covered"]) == (expected.pairs, expected.covered)
        assert found["share"] == pytest.approx(expected.share)
        ids = {
            (data["contract"], target): key
            for _, target, key, data in whole.edges(keys=True, data=True)
            if data["kind"] is RelationKind.BUYS_FROM
        }
        silent = rows_of(tables.silent_contracts(facts, DAY))
        told = [(ids[row["contract"], row["supplier"]], row["last_contact"]) for row in silent]
        assert sorted(told, key=str) == sorted(
            ((key, on and dt.date(on.year, on.month, on.day))
             for key, on in network.silent_edges(whole, DAY)), key=str,
        )  # fmt: skip
        days = [on for _, on in told if on is not None]
        assert days == sorted(days)


def test_nothing_in_force_has_no_share():
    frame = pl.DataFrame({"id": ["A-1"], "buyer": ["K"]})
    (row,) = rows_of(tables.dialogue_coverage(frame, DAY))
    assert row == {"pairs": 0, "covered": 0, "share": None}


def test_every_engine_measures_the_same(engine):
    portfolio = drawn.portfolio(7, size=60)
    facts = tables.from_portfolio(portfolio)
    for measure in (
        lambda given: tables.concentration(given, by="market", currency="SEK"),
        lambda given: tables.concentration(given, as_of=DAY, currency="SEK"),
        lambda given: tables.dependence(given, spend="count", as_of=DAY),
        lambda given: tables.recurrence(given, least=1),
        lambda given: tables.dialogue_coverage(given, DAY),
        lambda given: tables.silent_contracts(given, DAY),
    ):
        close(rows_of(measure(facts.to(engine))), rows_of(measure(facts)))


def test_several_currencies_and_unknown_words_are_refused():
    facts = tables.from_portfolio(drawn.portfolio(8))
    with pytest.raises(sv.SamverkanError, match=r"several currencies: currencies=\['EUR', 'SEK'"):
        tables.concentration(facts)
    with pytest.raises(sv.SamverkanError, match="did you mean 'buyer'"):
        tables.concentration(facts, by="byer")
    with pytest.raises(sv.SamverkanError, match="did you mean 'money'"):
        tables.dependence(facts, spend="mony")


def test_a_sum_does_not_depend_on_its_order():
    """Ten times ten öre are one krona, which doubles alone would miss."""
    facts = tables.Facts(
        {
            "contracts": pl.DataFrame(
                {
                    "id": [str(n) for n in range(11)],
                    "buyer": "K",
                    "value_amount": ["0.10"] * 10 + ["1.00"],
                    "value_currency": "SEK",
                }
            ),
            "contract_suppliers": pl.DataFrame(
                {"contract": [str(n) for n in range(11)], "value": ["S-1"] * 10 + ["S-0"]}
            ),
        }
    )
    (row,) = rows_of(tables.concentration(facts))
    assert (row["hhi"], row["leader"], row["total"]) == (5000.0, "S-0", 2.0)
