"""Plans as rows: the same columns in CSV, JSON, XLSX, Arrow and Parquet, and no formulas."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys

import pytest

import samverkan as sv
from samverkan.checkpoints import Checkpoint
from samverkan.errors import DocumentError, MissingExtraError
from samverkan.exchange.registers import COLUMNS, plan_rows, write_rows
from samverkan.schedule import reconcile

SWEDEN = sv.jurisdiction("SE")
CONTRACT = sv.Contract(
    id="=A-1",
    title="=HYPERLINK(1)",
    signed_on="2026-08-17",
    period=sv.Period("2026-09-01", "2027-08-31"),
    risk_class="A",
)
FACTS = sv.Portfolio(
    contracts=(CONTRACT,),
    checkpoints=(Checkpoint(id="C-1", occurred_on="2026-08-31", contract="=A-1", kind="kickoff"),),
)
PLAN = sv.plan(FACTS, rules=SWEDEN.follow_up_rules, calendar=SWEDEN.calendar)
FOUND = reconcile(PLAN, FACTS, "2026-10-01")


def plain(rows):
    return [
        {name: on.isoformat() if isinstance(on, dt.date) else on for name, on in row.items()}
        for row in rows
    ]


def test_a_row_holds_status_fact_and_reason():
    rows = {row["id"]: row for row in plan_rows(FOUND, lang="sv")}
    row = rows["=A-1/se.followup.kickoff_meeting/signed/0"]
    assert tuple(row) == COLUMNS
    assert (row["status"], row["fact"]) == ("done-on-time", "checkpoint:C-1")
    assert row["risk_class"] == "A"
    assert "kontrollpunkten C-1" in row["why"]
    assert len(plan_rows(PLAN)) == len(PLAN)


def test_a_sheet_holds_any_text_and_any_writing_of_its_ending(tmp_path):
    openpyxl = pytest.importorskip("openpyxl", reason="the extra registers is not installed")
    odd = sv.Contract(id="A", title="\x01ctrl\x0b 🎉\nrad" + "å" * 40_000, signed_on="2026-08-17")
    plan = sv.plan(
        sv.Portfolio(contracts=(odd,)), rules=SWEDEN.follow_up_rules, calendar=SWEDEN.calendar
    )
    assert write_rows(plan, tmp_path / "plan.XLSX") == len(plan)
    sheet = openpyxl.load_workbook(tmp_path / "plan.XLSX").active
    title = sheet.cell(2, COLUMNS.index("subject_title") + 1).value
    assert title.startswith(" ctrl  🎉")
    assert title.endswith("å…")
    assert len(title) == 32_767


def test_json_is_the_rows(tmp_path):
    assert write_rows(FOUND, tmp_path / "plan.json") == len(FOUND)
    document = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert document["rows"] == plain(plan_rows(FOUND))


def test_csv_holds_every_row_and_no_formula(tmp_path):
    write_rows(FOUND, tmp_path / "plan.csv")
    with (tmp_path / "plan.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [f"'{row.id}" for row in FOUND]
    assert {row["subject_title"] for row in rows} == {"'=HYPERLINK(1)"}


def test_xlsx_holds_days_as_days_and_no_formula(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    write_rows(FOUND, tmp_path / "plan.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx").active
    head, *rows = sheet.iter_rows()
    assert tuple(cell.value for cell in head) == COLUMNS
    assert len(rows) == len(FOUND)
    assert {cell.data_type for row in rows for cell in row} <= {"s", "d", "n"}
    due = COLUMNS.index("due_on")
    assert rows[0][due].value.date() == FOUND.rows[0].due_on


@pytest.mark.parametrize("ending", ["arrow", "parquet"])
def test_arrow_and_parquet_hold_the_rows(tmp_path, ending):
    pytest.importorskip("pyarrow")
    import pyarrow.ipc
    import pyarrow.parquet

    path = tmp_path / f"plan.{ending}"
    write_rows(FOUND, path)
    if ending == "arrow":
        with pyarrow.ipc.open_file(path.read_bytes()) as reader:
            table = reader.read_all()
    else:
        table = pyarrow.parquet.read_table(path)
    assert str(table.schema.field("due_on").type) == "date32[day]"
    assert plain(table.to_pylist()) == plain(plan_rows(FOUND))


def test_a_missing_package_names_the_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtraError, match=r"samverkan\[registers\]"):
        write_rows(FOUND, tmp_path / "plan.xlsx")


def test_an_unknown_ending_is_refused(tmp_path):
    with pytest.raises(DocumentError) as told:
        write_rows(FOUND, tmp_path / "plan.ods")
    assert "ending='.ods'; expected one of .csv" in str(told.value)
