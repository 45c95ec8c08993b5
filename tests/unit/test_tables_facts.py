"""Tables of facts: the declared schema, what is read, and what is refused by name."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

import samverkan as sv
from samverkan.errors import TableError
from samverkan.portfolio import Portfolio

pl = pytest.importorskip("polars")
pytest.importorskip("pyarrow")
pytest.importorskip("narwhals")
tables = pytest.importorskip("samverkan.tables")

CALENDAR = sv.jurisdiction("SE").calendar
RULE = sv.jurisdiction("SE").follow_up_rules["se.followup.follow_up_plan"]
CONTRACTS = {"id": ["A-1"], "risk_class": ["A"], "signed_on": [dt.date(2026, 8, 17)]}


def due(contracts, **arguments):
    made = tables.plan(contracts, rules=[RULE], calendar=CALENDAR, **arguments)
    return tables.as_frame(made.rows).collect(backend="polars").to_native()["due_on"].to_list()


def test_every_field_of_a_portfolio_is_a_table_and_every_column_is_explained():
    declared = tables.schema()
    assert {field.name for field in attrs.fields(Portfolio)} <= set(declared)
    for table in declared.values():
        assert table.meaning
        for column in table.columns:
            assert column.term, (table.name, column.name)
            assert column.meaning, (table.name, column.name)


def test_a_column_knows_its_unit_and_its_codes():
    contracts = tables.schema()["contracts"]
    assert contracts.column("notice_working_days").unit == "working days"
    assert contracts.column("kind").codes is sv.ContractKind
    with pytest.raises(TableError, match="did you mean 'signed_on'"):
        contracts.column("singed_on")


@pytest.mark.parametrize("form", ["frame", "lazy", "arrow", "stream", "mapping", "facts"])
def test_contracts_come_in_any_form(form):
    frame = pl.DataFrame(CONTRACTS)

    @attrs.define
    class Stream:
        def __arrow_c_stream__(self, schema=None):
            return frame.__arrow_c_stream__(schema)

    given = {
        "frame": frame,
        "lazy": frame.lazy(),
        "arrow": frame.to_arrow(),
        "stream": Stream(),
        "mapping": {"contracts": frame},
        "facts": tables.Facts({"contracts": frame}),
    }[form]
    assert due(given) == [dt.date(2026, 9, 16)]


@pytest.mark.parametrize("suffix", ["parquet", "csv", "arrow"])
def test_contracts_come_from_a_file_or_a_folder(tmp_path, suffix):
    frame = pl.DataFrame(CONTRACTS)
    path = tmp_path / f"register.{suffix}"
    {"parquet": frame.write_parquet, "csv": frame.write_csv, "arrow": frame.write_ipc}[suffix](
        path
    )
    assert due(path) == [dt.date(2026, 9, 16)]
    assert due(str(tmp_path)) == [dt.date(2026, 9, 16)]


def test_text_and_moments_without_time_are_read_as_days():
    for signed in (["2026-08-17"], [dt.datetime(2026, 8, 17)]):  # noqa: DTZ001  # what pandas has
        assert due(pl.DataFrame(CONTRACTS | {"signed_on": signed})) == [dt.date(2026, 9, 16)]


def test_ids_may_be_whole_numbers():
    made = tables.plan(pl.DataFrame(CONTRACTS | {"id": [17]}), rules=[RULE], calendar=CALENDAR)
    assert made.rows["subject"].to_list() == [17]
    assert made.follow_ups()["id"].to_list() == ["17/se.followup.follow_up_plan/signed/0"]


def test_a_missing_column_is_named_with_the_rule_that_asks_and_the_way_out():
    frame = pl.DataFrame(CONTRACTS).drop("signed_on")
    with pytest.raises(
        TableError, match=r"no column 'signed_on', which rule .*unknown=\('signed_on'"
    ):
        due(frame)
    made = tables.plan(frame, rules=[RULE], calendar=CALENDAR, unknown=["signed_on"])
    assert made.rows.height == 0
    assert made.blocked().select("subject", "missing").rows() == [("A-1", "signed")]


def test_every_mistyped_column_is_named_at_once():
    frame = pl.DataFrame({"id": ["A-1"], "risk_class": [1], "signed_on": [20260817]})
    with pytest.raises(TableError) as caught:
        due(frame)
    assert len(caught.value.problems) == 2


def test_a_slip_in_a_column_name_is_told():
    with pytest.raises(TableError, match="did you mean 'signed_on'"):
        due(pl.DataFrame(CONTRACTS).rename({"signed_on": "singed_on"}))


def test_an_unknown_table_a_missing_path_and_a_list_are_refused_by_name(tmp_path):
    with pytest.raises(TableError, match="did you mean 'contracts'"):
        tables.Facts({"contract": pl.DataFrame()})
    with pytest.raises(TableError, match="no such file or folder"):
        tables.as_facts(tmp_path / "register.parquet")
    with pytest.raises(TableError, match="__arrow_c_stream__"):
        due([1, 2])


def test_tables_are_written_and_read_without_loss(tmp_path):
    contract = sv.Contract(
        id="A-1",
        period=sv.Period(None, None),
        options=(sv.Option(id="1", extend_by="1 year", notice="6 months"),),
        price_revisions=("2027-01-01",),
        risk_class=sv.RiskRating(3, 2),
        value=sv.Money("100000.10", "SEK"),
    )
    portfolio = sv.Portfolio(contracts=(contract,))
    tables.from_portfolio(portfolio).write(tmp_path)
    assert tables.to_portfolio(tables.as_facts(tmp_path)) == portfolio
