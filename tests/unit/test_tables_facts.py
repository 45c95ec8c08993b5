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

from samverkan.tables.extents import extents  # noqa: E402  # after it is known to be there
from samverkan.tables.subjects import Subjects  # noqa: E402  # as above
from samverkan.tables.terms import TERMS  # noqa: E402  # as above

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


def test_every_field_has_a_swedish_term_of_its_own():
    def without_term(noun, parts):
        for part in parts:
            if not {f"{noun.__name__}.{part.field}", part.field} & set(TERMS) and not part.table:
                yield f"{noun.__name__}.{part.field}"
            yield from without_term(part.kind, part.parts)

    tables_of_nouns = [one for one in tables.schema().values() if not one.of_values]
    assert [name for one in tables_of_nouns for name in without_term(one.noun, one.parts)] == []


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


# ---------------------------------------------------------------------------------- hostile
@pytest.mark.parametrize("engine", ["polars", "pyarrow"])
@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"id": ["A-1", "A-1"]}, "id='A-1' stands more than once"),
        ({"id": ["A-1", None]}, "1 rows have no id"),
        ({"risk_class": ["A", "Q"]}, "risk_class='Q'; known: A, B, C"),
    ],
)
def test_rows_that_cannot_be_told_apart_and_unknown_codes_are_refused(engine, changed, told):
    two = {name: values * 2 for name, values in CONTRACTS.items()} | {"id": ["A-1", "A-2"]}
    facts = tables.Facts({"contracts": pl.DataFrame(two | changed)}).to(engine)
    with pytest.raises(TableError, match=told):
        due(facts)


def test_a_day_that_is_none_and_a_file_that_is_none_are_told_in_a_line(tmp_path):
    with pytest.raises(TableError, match=r"'signed_on' .*17/8"):
        due(pl.DataFrame(CONTRACTS | {"signed_on": ["17/8"]}))
    (tmp_path / "contracts.parquet").write_bytes(b"hello")
    with pytest.raises(TableError, match="parquet"):
        due(tmp_path)
    with pytest.raises(TableError, match="parquet"):
        tables.plan_to_file(tmp_path, tmp_path / "plan.parquet", rules=[RULE], calendar=CALENDAR)
    assert [path.name for path in tmp_path.iterdir()] == ["contracts.parquet"]


def test_days_far_from_the_calendar_do_not_widen_its_tables():
    starts = [dt.date(206, 8, 17), dt.date(2026, 8, 17), dt.date(9999, 12, 31)]
    frame = pl.DataFrame({"id": ["A", "B", "C"], "risk_class": ["A"] * 3, "signed_on": starts})
    made = tables.plan(frame, rules=[RULE], calendar=CALENDAR)
    assert made.rows["subject"].to_list() == ["B"]
    assert made.blocked().sort("subject").select("subject", "missing").rows() == [
        ("A", "calendar"), ("C", "calendar"),
    ]  # fmt: skip
    months = extents_of(starts).months
    assert [last - first for first, last in months[::2]] == [0, 0]
    assert len(months) == 3


def extents_of(days):
    """In which months days lie, as calendar tables are made for them."""
    numbers = [on.year * 12 + on.month - 1 for on in days]
    frame = tables.as_frame(pl.DataFrame({"subject": list("ABC"), "signed_m": numbers}))
    found = Subjects(contracts=frame, procurements=None, several={}, failed={})
    return extents(found, CALENDAR)["contracts", "signed"]


def test_no_contracts_have_no_follow_ups():
    assert due(pl.DataFrame(CONTRACTS).head(0)) == []


def test_what_tables_lose_on_the_way_to_a_portfolio_is_refused():
    contracts = pl.DataFrame({"id": [1]})
    options = pl.DataFrame({"contract": [2], "position": [0], "id": ["1"]})
    with pytest.raises(TableError, match=r"contract_options: 1 .* belong to nothing, such as 2"):
        sv.Portfolio.from_tables({"contracts": contracts, "contract_options": options})
    with pytest.raises(TableError, match=r"\['regime'\] tell of procurements"):
        sv.Portfolio.from_tables(contracts.with_columns(regime=pl.lit("above")))
    mine = options.with_columns(contract=pl.lit(1), extend_by_months=pl.lit(12))
    portfolio = sv.Portfolio.from_tables({"contracts": contracts, "contract_options": mine})
    assert portfolio.contract("1").options[0].extend_by == sv.months(12)
    assert sv.Portfolio.from_tables(portfolio.to_tables()) == portfolio
