"""What only objects can do: rules that are functions or react, and reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import unquote

import narwhals.stable.v2 as nw

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import RiskClass
from samverkan.contracts import Contract
from samverkan.errors import TableError
from samverkan.portfolio import Portfolio
from samverkan.rules import FollowUp, Rule
from samverkan.schedule.plan import plan
from samverkan.tables.asked import asked
from samverkan.tables.facts import Facts
from samverkan.tables.portfolio_tables import Row, portfolio_of, rows_of
from samverkan.tables.schema import schema

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
    """The dated rows and the blocked ones of rules that no engine runs, run on objects.

    Args:
        facts: The tables, which are read as a portfolio for it.
        functions: The rules with their numbers in the book.
        calendar: The working days.
        as_of: The day whose facts count.
        until: The last day of a series whose contract has no end.
        default_class: The class of contracts without one.
    """
    rows = rows_of(facts)
    known = {row["id"] for name in ("contracts", "procurements") for row in rows.get(name, ())}
    portfolio = portfolio_of(_completed(rows))  # functions and reactions may ask for any fact
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
            if item.subject.id not in known:
                continue
            row = _row(item) | {"due_on": item.due_on, "_rule": number, "_number": place}
            dated.append(row | {"_kind": 1 if isinstance(item.subject, Contract) else 0})
        blocked += [
            _row(item) | {"missing": item.missing}
            for item in made.blocked
            if item.subject.id in known
        ]
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
    ask = asked(made.rules, refuse=False)
    found = _again(made, [one.rule for one in ask.rules], _about(made.facts, subject), item_id)
    if found is None and ask.functions:
        everything = portfolio_of(_completed(rows_of(made.facts)))
        found = _again(made, ask.functions, everything, item_id)
    if found is None:
        raise TableError([f"plan: no follow-up has id={item_id!r}; take one of follow_ups()"])
    return found


def _again(
    made: TablePlan, rules: Iterable[Rule], portfolio: Portfolio, item_id: str
) -> FollowUp | None:
    again = plan(
        portfolio,
        rules=rules,
        calendar=made.calendar,
        as_of=made.as_of,
        until=made.until,
        default_class=made.default_class,
    )
    return again.find(item_id)


_ASIDE = ("regime", "procedure", "category", "published_on", "tenders_due_on", "notified_on")
_OF_BUYER = ("buyer_kind", "country")
_REFERENCES = ("procurement", "checkpoint", "obligation", "party", "parent")
"""What a fact may refer to that a plan does not need."""


def _completed(rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The rows with what contracts tell of procurements and buyers where it belongs.

    Parties that are only referred to are added, and a reference to nothing is taken away.
    """
    contracts, procurements, parties = (
        rows.setdefault(name, []) for name in ("contracts", "procurements", "parties")
    )
    bought = {row["id"]: row for row in procurements}
    frameworks = {row["id"] for row in contracts}
    for row in contracts:
        own = {name: row[name] for name in _ASIDE if row.get(name) is not None}
        source = bought.get(row.get("procurement"))
        if own and source is None:
            added: Row = {"id": f"{row['id']}#procurement"}
            procurements.append(added)
            source = added
        if source is not None:
            source.update(own)
        row["procurement"] = None if source is None else source["id"]
        if row.get("parent") not in frameworks:
            row["parent"] = None
    known = {row["id"]: row for row in parties}
    named = [row.get("buyer") for row in (*contracts, *procurements)]
    named += [row["value"] for row in rows.get("contract_suppliers", ())]
    for row in contracts:
        told = {name: row[name] for name in _OF_BUYER if row.get(name) is not None}
        if told and row.get("buyer") is None:
            row["buyer"] = f"{row['id']}#buyer"
        if told or row.get("buyer") is not None:
            known.setdefault(row["buyer"], {"id": row["buyer"]}).update(told)
    for name in named:
        if name is not None:
            known.setdefault(name, {"id": name})
    return {**rows, "parties": list(known.values())}


def _about(facts: Facts, subject: str) -> Portfolio:
    """The facts that rules may ask of one subject."""
    found: dict[str, list[Row]] = {"contracts": _some(facts, "contracts", "id", [subject])}
    contracts = found["contracts"]
    wanted = [row["procurement"] for row in contracts if row.get("procurement")] or [subject]
    found["procurements"] = _some(facts, "procurements", "id", wanted)
    buyers = [row.get("buyer") for row in (*contracts, *found["procurements"])]
    found["parties"] = _some(facts, "parties", "id", buyers)
    kept = {
        "contract": [row["id"] for row in contracts],
        "procurement": [row["id"] for row in found["procurements"]],
        "party": [row["id"] for row in found["parties"]],
    }
    for name in facts:
        key = (*schema()[name].keys, "")[0]
        if key in kept and name != "contract_suppliers":
            found[name] = _some(facts, name, key, kept[key])
    found["deviations"] = [
        {key: value for key, value in row.items() if key not in _REFERENCES}
        for row in _some(facts, "deviations", "contract", kept["contract"])
    ]
    return portfolio_of(_completed(found))


def _some(facts: Facts, name: str, column: str, values: Iterable[object]) -> list[Row]:
    frame = facts.frame(name)
    asked_for = [str(one) for one in values if one is not None]
    if frame is None or not asked_for:
        return []
    some = frame.filter(nw.col(column).cast(nw.String).is_in(asked_for))
    return rows_of(Facts({name: some}))[name]
