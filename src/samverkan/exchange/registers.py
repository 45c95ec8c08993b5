"""Plans as rows of a table: CSV, XLSX, Arrow and JSON, the same columns in all.

XLSX comes with the extra ``registers``, Arrow and Parquet with ``tables``.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import types
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from samverkan.codelists import check_language
from samverkan.contracts import Contract
from samverkan.errors import DocumentError, DocumentProblem, MissingExtraError
from samverkan.rules import FollowUp
from samverkan.schedule import ReconciledItem

__all__ = ["COLUMNS", "plan_rows", "write_rows"]

COLUMNS: tuple[str, ...] = (
    "id", "subject", "subject_title", "risk_class", "title", "kind", "aim", "responsible",
    "counterpart", "falls_on", "due_on", "status", "missing", "source_kind", "source_ref", "as_of",
    "since", "was_due_on", "done_on", "fact", "replaced_by", "why",
)  # fmt: skip
"""The columns, in order; those from ``since`` to ``replaced_by`` are known once reconciled."""

Cell: TypeAlias = str | dt.date | None
_DAYS = frozenset({"falls_on", "due_on", "as_of", "since", "was_due_on", "done_on"})
_FORMULA = frozenset("=+-@\t\r")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST = 32_767


def _row(one: FollowUp | ReconciledItem, lang: str) -> Mapping[str, Cell]:
    item = one.item if isinstance(one, ReconciledItem) else one
    row: dict[str, Cell] = {
        "id": item.id,
        "subject": item.subject.id,
        "subject_title": item.subject.title,
        "risk_class": item.case.risk_class.value if isinstance(item.subject, Contract) else None,
        "title": item.title(lang),
        "kind": item.kind.value,
        "aim": item.aim.value,
        "responsible": item.responsible.value,
        "counterpart": None if item.counterpart is None else item.counterpart.value,
        "falls_on": item.falls_on,
        "due_on": item.due_on,
        "status": one.status.value,
        "missing": item.missing,
        "source_kind": item.source_kind.value,
        "source_ref": item.source_ref,
        "as_of": item.as_of,
        "why": one.why(lang),
    }
    if isinstance(one, ReconciledItem):
        row |= {
            "since": one.since,
            "was_due_on": one.was_due_on,
            "done_on": one.done_on,
            "fact": one.fact,
            "replaced_by": one.replaced_by,
        }
    return MappingProxyType({name: row.get(name) for name in COLUMNS})


def plan_rows(
    items: Iterable[FollowUp | ReconciledItem], *, lang: str = "en"
) -> tuple[Mapping[str, Cell], ...]:
    """Each item as a row (rader): codes as values, days as days, texts in one language.

    Args:
        items: A plan, some of its items, or the rows of a reconciliation.
        lang: Language of titles and reasons.

    >>> from samverkan.jurisdictions import jurisdiction
    >>> from samverkan.portfolio import Portfolio
    >>> from samverkan.schedule import plan
    >>> sweden = jurisdiction("SE")
    >>> facts = Portfolio(contracts=(Contract(id="A-1", signed_on="2026-08-17"),))
    >>> made = plan(facts, rules=sweden.follow_up_rules, calendar=sweden.calendar)
    >>> row = plan_rows(made)[0]
    >>> row["subject"], row["title"], str(row["due_on"])
    ('A-1', 'Kick-off meeting', '2026-09-16')
    """
    language = check_language(lang)
    return tuple(_row(one, language) for one in items)


def _plain(row: Mapping[str, Cell]) -> dict[str, str | None]:
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in row.items()
    }


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in _FORMULA else text


def _in_a_cell(text: str) -> str:
    """A text as XLSX can hold it: no control characters, at most 32,767 letters."""
    text = _NOT_XML.sub(" ", text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _csv(rows: Sequence[Mapping[str, Cell]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_safe(value or "") for value in _plain(row).values()])
    return out.getvalue().encode()


def _json(rows: Sequence[Mapping[str, Cell]]) -> bytes:
    document = {
        "schema": "samverkan/plan-rows",
        "version": "1",
        "rows": [_plain(row) for row in rows],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _library(name: str, extra: str) -> types.ModuleType:
    try:
        return import_module(name)
    except ImportError:
        package = name.partition(".")[0]
        raise MissingExtraError(
            f"rows in this format need the package {package}; install it with: "
            f"pip install 'samverkan[{extra}]'"
        ) from None


def _xlsx(rows: Sequence[Mapping[str, Cell]]) -> bytes:
    openpyxl: Any = _library("openpyxl", "registers")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "plan"
    sheet.append(COLUMNS)
    for number, row in enumerate(rows, 2):
        for place, (name, value) in enumerate(row.items(), 1):
            if value is None:
                continue
            cell = sheet.cell(number, place)
            if name in _DAYS and isinstance(value, dt.date):
                cell.value = dt.date(value.year, value.month, value.day)
            else:
                cell.value = _in_a_cell(_safe(str(value)))
                cell.data_type = "s"
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _table(rows: Sequence[Mapping[str, Cell]]) -> Any:  # noqa: ANN401  # pyarrow ships no types
    pyarrow: Any = _library("pyarrow", "tables")
    fields = [(name, pyarrow.date32() if name in _DAYS else pyarrow.string()) for name in COLUMNS]
    columns = {name: [row[name] for row in rows] for name in COLUMNS}
    return pyarrow.table(columns, schema=pyarrow.schema(fields))


def _arrow(rows: Sequence[Mapping[str, Cell]]) -> bytes:
    table = _table(rows)
    pyarrow: Any = _library("pyarrow", "tables")
    out = io.BytesIO()
    with pyarrow.ipc.new_file(out, table.schema) as writer:
        writer.write_table(table)
    return out.getvalue()


def _parquet(rows: Sequence[Mapping[str, Cell]]) -> bytes:
    out = io.BytesIO()
    parquet: Any = _library("pyarrow.parquet", "tables")
    parquet.write_table(_table(rows), out)
    return out.getvalue()


_FORMATS = MappingProxyType(
    {".csv": _csv, ".json": _json, ".xlsx": _xlsx, ".arrow": _arrow, ".parquet": _parquet}
)


def write_rows(
    items: Iterable[FollowUp | ReconciledItem], path: str | Path, *, lang: str = "en"
) -> int:
    """Write items as a table; the ending of the name tells the format (skriv rader).

    Known endings are .csv, .json, .xlsx, .arrow and .parquet. No cell of CSV or XLSX is a formula;
    XLSX cells hold no control characters and at most 32,767 letters, and end in … where cut.

    Args:
        items: A plan, some of its items, or the rows of a reconciliation.
        path: The file.
        lang: Language of titles and reasons.

    Returns:
        The number of rows.

    Raises:
        DocumentError: for another ending.
        MissingExtraError: when the package for the format is not installed.

    >>> write_rows((), "plan.txt")
    Traceback (most recent call last):
    samverkan.errors.DocumentError: plan.txt
      $: ending='.txt'; expected one of .csv, .json, .xlsx, .arrow, .parquet
    """
    target = Path(path)
    ending = target.suffix.lower()
    if ending not in _FORMATS:
        told = f"ending={target.suffix!r}; expected one of {', '.join(_FORMATS)}"
        raise DocumentError(target.name, [DocumentProblem("$", told)])
    rows = plan_rows(items, lang=lang)
    target.write_bytes(_FORMATS[ending](rows))
    return len(rows)
