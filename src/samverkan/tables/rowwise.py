"""What only objects can do: rules that are functions of the caller's own, and reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import narwhals.stable.v2 as nw

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import RiskClass
from samverkan.contracts import Contract
from samverkan.errors import TableError
from samverkan.portfolio import Portfolio
from samverkan.rules import FollowUp, Rule
from samverkan.schedule import plan
from samverkan.tables.facts import Facts
from samverkan.tables.portfolio_tables import to_portfolio

if TYPE_CHECKING:
    import pyarrow as pa

    from samverkan.tables.planning import TablePlan

__all__ = ["explained", "rows_of_functions"]


def rows_of_functions(
    facts: Facts,
    functions: Iterable[tuple[int, Rule]],
    *,
    calendar: WorkingCalendar,
    as_of: dt.date | None,
    until: dt.date | None,
    default_class: RiskClass,
) -> tuple[pa.Table, pa.Table]:
    """The dated rows and the blocked ones of rules that are functions, run on objects.

    Args:
        facts: The tables, which are read as a portfolio for it.
        functions: The rules with their numbers in the book.
        calendar: The working days.
        as_of: The day whose facts count.
        until: The last day of a series whose contract has no end.
        default_class: The class of contracts without one.
    """
    portfolio = to_portfolio(facts)
    dated: list[dict[str, object]] = []
    blocked: list[dict[str, object]] = []
    for number, rule in functions:
        made = plan(
            portfolio,
            rules=[rule],
            calendar=calendar,
            as_of=as_of,
            until=until,
            default_class=default_class,
        )
        for place, item in enumerate(made):
            row = _row(item) | {"due_on": item.due_on, "_rule": number, "_number": place}
            dated.append(row | {"_kind": 1 if isinstance(item.subject, Contract) else 0})
        blocked += [_row(item) | {"missing": item.missing} for item in made.blocked]
    return _table(dated, _DATED), _table(blocked, _BLOCKED)


def _row(item: FollowUp) -> dict[str, object]:
    return {
        "subject": item.subject.id,
        "rule": item.rule.id,
        "anchor": item.anchor,
        "occurrence": item.occurrence,
        "falls_on": item.falls_on,
    }


_BLOCKED = ("subject", "rule", "anchor", "occurrence", "falls_on", "missing")
_DATED = (
    "subject",
    "rule",
    "anchor",
    "occurrence",
    "falls_on",
    "due_on",
    "_kind",
    "_rule",
    "_number",
)


def _table(rows: list[dict[str, object]], names: Iterable[str]) -> pa.Table:
    import pyarrow as pa

    whole, days = {"occurrence", "_kind", "_rule", "_number"}, {"falls_on", "due_on"}
    return pa.table(
        {
            name: pa.array(
                [row[name] for row in rows],
                pa.int32() if name in whole else pa.date32() if name in days else pa.string(),
            )
            for name in names
        }
    )


# ---------------------------------------------------------------------------------- reasons
def explained(made: TablePlan, item_id: str) -> FollowUp:
    """The follow-up with an id, planned again on objects, so that it can say why.

    Raises:
        TableError: when the plan has none.
    """
    subject = unquote(item_id.partition("/")[0])
    again = plan(
        _about(made.facts, subject),
        rules=made.rules,
        calendar=made.calendar,
        as_of=made.as_of,
        until=made.until,
        default_class=made.default_class,
    )
    found = again.find(item_id)
    if found is None:
        raise TableError([f"plan: no follow-up has id={item_id!r}; take one of follow_ups()"])
    return found


_ASIDE = ("regime", "procedure", "category", "published_on", "tenders_due_on", "notified_on")
_OF_BUYER = ("buyer_kind", "country")


def _about(facts: Facts, subject: str) -> Portfolio:
    """The facts that rules may ask of one subject."""
    contracts = _some(facts, "contracts", "id", [subject])
    wanted = [row["procurement"] for row in contracts if row.get("procurement")] or [subject]
    procurements = _some(facts, "procurements", "id", wanted)
    for row in contracts:
        row.pop("parent", None)
        if not procurements and any(row.get(name) is not None for name in _ASIDE):
            own = {name: row.get(name) for name in _ASIDE}
            procurements.append({"id": f"{subject}#procurement", **own})
            row["procurement"] = procurements[-1]["id"]
        if not any(one["id"] == row.get("procurement") for one in procurements):
            row["procurement"] = None
    buyers = [row["buyer"] for row in (*contracts, *procurements) if row.get("buyer")]
    parties = _some(facts, "parties", "id", buyers)
    for buyer in set(buyers) - {party["id"] for party in parties}:
        parties.append({"id": buyer})
    for row in contracts:
        told = {name: row[name] for name in _OF_BUYER if row.get(name) is not None}
        if told and row.get("buyer") is None:
            row["buyer"] = f"{subject}#buyer"
            parties.append({"id": row["buyer"]})
        for party in parties:
            if party["id"] == row.get("buyer"):
                party.update(told)
    found: dict[str, list[dict[str, Any]]] = {
        "contracts": contracts,
        "procurements": procurements,
        "parties": parties,
    }
    of_contract = [n for n in facts if n.startswith("contract_") and n != "contract_suppliers"]
    for name in of_contract:
        found[name] = _some(facts, name, "contract", [subject])
    kept = [one["id"] for one in procurements]
    for name in ("procurement_lots", "procurement_cpv", "procurement_lot_cpv"):
        found[name] = _some(facts, name, "procurement", kept)
    found["party_identifiers"] = _some(
        facts, "party_identifiers", "party", [one["id"] for one in parties]
    )
    return to_portfolio(_as_tables(found))


def _some(facts: Facts, name: str, column: str, values: list[Any]) -> list[dict[str, Any]]:
    frame = facts.frame(name)
    if frame is None or not values:
        return []
    key = nw.col(column).cast(nw.String)
    rows = frame.filter(key.is_in([str(one) for one in values])).collect(backend="pyarrow")
    listed: list[dict[str, Any]] = rows.to_native().to_pylist()
    return [
        {k: str(v) if k in {"id", "contract", "procurement", "buyer"} and v is not None else v
         for k, v in row.items()}
        for row in listed
    ]  # fmt: skip


def _as_tables(found: dict[str, list[dict[str, Any]]]) -> Facts:
    import pyarrow as pa

    return Facts({name: pa.Table.from_pylist(rows) for name, rows in found.items() if rows})
