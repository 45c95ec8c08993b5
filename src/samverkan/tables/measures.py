"""Group measures as columns: concentration, dependence, recurrence and coverage, on any engine.

Each counts what its namesake in :mod:`samverkan.network` counts on the stakeholder graph, without
a graph: joins and sums that the engine does where the facts are. Money is added up in whole
ten-thousandths, so no sum depends on its order; shares are doubles.

>>> import polars as pl
>>> from samverkan.tables import Facts
>>> from samverkan.tables.measures import concentration
>>> facts = Facts({
...     "contracts": pl.DataFrame({"id": ["A", "B"], "buyer": ["K", "K"],
...                                "value_amount": [30, 70], "value_currency": ["SEK", "SEK"]}),
...     "contract_suppliers": pl.DataFrame({"contract": ["A", "B"], "value": ["S-1", "S-2"]}),
... })
>>> concentration(facts).select("group", "hhi", "leader").rows()
[('K', 5800.0, 'S-2')]
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, get_args

import narwhals.stable.v2 as nw

from samverkan.errors import TableError, near
from samverkan.network import LOOK_BACK
from samverkan.periods import Span, day, shift
from samverkan.tables.arithmetic import Frame, nothing
from samverkan.tables.purchases import purchases
from samverkan.tables.register import Register

__all__ = ["concentration", "dependence", "dialogue_coverage", "recurrence", "silent_contracts"]

Given = Any
"""Facts, as :func:`samverkan.tables.plan` takes them."""
Grouping = Literal["buyer", "category", "market"]
SpendBy = Literal["money", "count"]
_UNIT = 10_000
_CURRENCIES = (
    "measure: several currencies: currencies={}; expected one; give currency= or spend='count'"
)
_FEW = 5


def _number(value: float) -> nw.Expr:
    return nw.lit(value, nw.Float64)


def _spent(register: Register, spend: SpendBy, currency: str | None, **asked: bool) -> Frame:
    """The purchases with ``amount``, null where no value in the currency is stated."""
    _one_of("spend", spend, get_args(SpendBy))
    frame = purchases(register, **asked)
    c = nw.col
    if spend == "count":
        return frame.with_columns(amount=_number(1.0), currency=nothing(nw.String, "buyer"))
    if currency is None:
        stated = frame.filter(~c("currency").is_null()).select("currency").unique()
        found = sorted(stated.collect(backend="pyarrow").to_native()["currency"].to_pylist())
        if len(found) > 1:
            raise TableError([_CURRENCIES.format(found)])
        currency = found[0] if found else ""
    counts = (c("currency") == currency) & (c("units") >= 0)
    return frame.with_columns(
        amount=nw.when(counts).then(c("units").cast(nw.Float64) / c("parts").cast(nw.Float64)),
        currency=nw.lit(currency),
    )


def _one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise TableError([f"{name}={value!r}; {near(str(value), known)}"])


def concentration(
    contracts: Given,
    *,
    by: Grouping = "buyer",
    spend: SpendBy = "money",
    currency: str | None = None,
    as_of: str | dt.date | None = None,
) -> Any:  # noqa: ANN401  # a frame of the engine
    """How concentrated purchases are (koncentration): a row for each group, highest HHI first.

    Columns: ``group``, ``hhi``, ``normalised_hhi``, ``suppliers``, ``relations``, ``total``,
    ``currency``, ``leader``, ``top_share``, ``top_4_share``, ``without_amount``,
    ``small_sample``; as :func:`samverkan.network.concentration` explains them.

    Args:
        contracts: Facts, as in :func:`samverkan.tables.plan`; ``contract_suppliers`` among them.
        by: Buyer, category, or market (three figures of the CPV code).
        spend: Add up money, or count relations.
        currency: Which currency, where there are several.
        as_of: Only contracts in force on a day; all where left out.

    >>> from samverkan.tables import sample
    >>> concentration(sample(100), by="category").select("group", "suppliers").rows()
    [('works', 15), ('goods', 34), ('services', 51)]

    Raises:
        TableError: for several currencies where none was named.
    """
    _one_of("by", by, get_args(Grouping))
    register = Register(contracts, as_of)
    c = nw.col
    frame = _spent(
        register, spend, currency, category=by == "category", market=by == "market"
    ).select("supplier", "amount", "currency", group=by)
    frame = frame.filter(~c("group").is_null())
    known = frame.filter(~c("amount").is_null())
    missing = frame.filter(c("amount").is_null()).group_by("group").agg(without_amount=nw.len())
    parts = known.group_by("group", "supplier").agg(
        c("amount").sum(), c("currency").min(), _relations=nw.len()
    )
    parts = register.engine.held(parts)
    parts = parts.with_columns(
        _square=c("amount") * c("amount"),
        _place=c("amount").rank("ordinal", descending=True).over("group"),
    )
    groups = parts.group_by("group").agg(
        c("currency").min(),
        _total=c("amount").sum(),
        _squares=c("_square").sum(),
        _most=c("amount").max(),
        suppliers=nw.len(),
        relations=c("_relations").sum(),
    )
    four = parts.filter(c("_place") <= 4).group_by("group").agg(_four=c("amount").sum())
    leaders = (
        parts.join(groups.select("group", "_most"), on="group", how="inner")
        .filter(c("amount").round(0) == c("_most").round(0))
        .group_by("group")
        .agg(leader=c("supplier").min())
    )
    groups = (
        groups.filter(c("_total") > 0)
        .join(four, on="group", how="inner")
        .join(leaders, on="group", how="inner")
        .join(missing, on="group", how="left")
    )
    one = _number(1.0)
    hhi = c("_squares") / (c("_total") * c("_total"))
    floor = one / c("suppliers").cast(nw.Float64)
    unit = _number(float(_UNIT)) if spend == "money" else one
    rows = groups.select(
        "group",
        hhi=hhi * 10_000.0,
        normalised_hhi=nw.when(c("suppliers") > 1).then((hhi - floor) / (one - floor)),
        suppliers=c("suppliers").cast(nw.Int64),
        relations=c("relations").cast(nw.Int64),
        total=c("_total") / unit,
        currency="currency",
        leader="leader",
        top_share=c("_most") / c("_total"),
        top_4_share=c("_four") / c("_total"),
        without_amount=nw.coalesce("without_amount", nw.lit(0)).cast(nw.Int64),
        small_sample=c("suppliers") < _FEW,
    )
    return register.given_back(rows.sort("hhi", "group", descending=[True, False]))


def dependence(
    contracts: Given,
    *,
    spend: SpendBy = "money",
    currency: str | None = None,
    as_of: str | dt.date | None = None,
) -> Any:  # noqa: ANN401  # a frame of the engine
    """How much each buyer and supplier depend on each other (beroende), the most uneven first.

    Columns: ``buyer``, ``supplier``, ``buyer_share``, ``supplier_share``, ``asymmetry``,
    ``relations``; as :func:`samverkan.network.dependence` explains them.

    Args:
        contracts: Facts, as in :func:`concentration`.
        spend: Add up money, or count relations.
        currency: Which currency, where there are several.
        as_of: Only contracts in force on a day; all where left out.

    >>> from samverkan.tables import sample
    >>> dependence(sample(100), spend="count").row(0, named=True)["supplier"]
    'SE-5599922514'

    Raises:
        TableError: for several currencies where none was named.
    """
    register = Register(contracts, as_of)
    c = nw.col
    spent = _spent(register, spend, currency).filter(c("amount") > 0)
    pairs = spent.group_by("buyer", "supplier").agg(c("amount").sum(), relations=nw.len())
    pairs = register.engine.held(pairs)
    bought = pairs.group_by("buyer").agg(_bought=c("amount").sum())
    sold = pairs.group_by("supplier").agg(_sold=c("amount").sum())
    rows = (
        pairs.join(bought, on="buyer", how="inner")
        .join(sold, on="supplier", how="inner")
        .with_columns(
            buyer_share=c("amount") / c("_bought"), supplier_share=c("amount") / c("_sold")
        )
        .with_columns(asymmetry=c("buyer_share") - c("supplier_share"))
        .with_columns(_uneven=c("asymmetry").abs(), relations=c("relations").cast(nw.Int64))
        .sort("_uneven", "buyer", "supplier", descending=[True, False, False])
        .select("buyer", "supplier", "buyer_share", "supplier_share", "asymmetry", "relations")
    )
    return register.given_back(rows)


def recurrence(contracts: Given, *, least: int = 2, as_of: str | dt.date | None = None) -> Any:  # noqa: ANN401  # a frame of the engine
    """Buyers and suppliers that have come back to each other (återkommande par), the most first.

    Columns: ``buyer``, ``supplier``, ``contracts``, ``procurements``; as
    :func:`samverkan.network.recurrence` explains them.

    Args:
        contracts: Facts, as in :func:`concentration`.
        least: How many procurements a pair needs to be listed.
        as_of: Only contracts in force on a day; all where left out.

    >>> from samverkan.tables import sample
    >>> recurrence(sample(2000)).rows()
    [('SE-2120902834', 'SE-5599911251', 2, 2)]
    """
    register = Register(contracts, as_of)
    c = nw.col
    frame = purchases(register).select(
        "buyer", "supplier", occasion=nw.coalesce("procurement", "contract")
    )
    rows = (
        frame.group_by("buyer", "supplier", "occasion")
        .agg(_contracts=nw.len())
        .group_by("buyer", "supplier")
        .agg(contracts=c("_contracts").sum(), procurements=nw.len())
        .select(
            "buyer",
            "supplier",
            c("contracts").cast(nw.Int64),
            c("procurements").cast(nw.Int64),
        )
        .filter(c("procurements") >= least)
        .sort(
            "procurements",
            "contracts",
            "buyer",
            "supplier",
            descending=[True, True, False, False],
        )
    )
    return register.given_back(rows)


# ---------------------------------------------------------------------------------- coverage
def _contacts(register: Register) -> Frame:
    """``one``, ``other`` (the smaller id first) and the day they were last in touch."""
    c = nw.col
    talks = register.current("dialogues", "id", "occurred_on")
    present = register.table("dialogue_participants", "dialogue", "value")
    of_talk = talks.rename({"id": "dialogue"}).join(present, on="dialogue", how="inner")
    together = of_talk.rename({"value": "one"}).join(
        present.rename({"value": "other"}), on="dialogue", how="inner"
    )
    checks = register.current("checkpoints", "observer", "observed", "occurred_on")
    observed = checks.select("occurred_on", one="observer", other="observed")
    met = nw.concat(
        [
            together.select("one", "other", "occurred_on"),
            _in_order(observed.filter(~c("one").is_null() & ~c("other").is_null())),
        ]
    ).filter(c("one") < c("other"))
    return met.group_by("one", "other").agg(last_contact=c("occurred_on").max())


def _in_order(frame: Frame) -> Frame:
    c = nw.col
    is_so = c("one") < c("other")
    return frame.select(
        nw.when(is_so).then(c("one")).otherwise(c("other")).alias("one"),
        nw.when(is_so).then(c("other")).otherwise(c("one")).alias("other"),
        "occurred_on",
    )


def _in_touch(register: Register) -> Frame:
    """The purchases in force, each with the day its pair was last in touch."""
    c = nw.col
    is_so = c("buyer") < c("supplier")
    frame = purchases(register).with_columns(
        one=nw.when(is_so).then(c("buyer")).otherwise(c("supplier")),
        other=nw.when(is_so).then(c("supplier")).otherwise(c("buyer")),
    )
    return frame.join(_contacts(register), on=["one", "other"], how="left")


def dialogue_coverage(contracts: Given, as_of: str | dt.date, *, within: Span = LOOK_BACK) -> Any:  # noqa: ANN401  # a frame of the engine
    """How many pairs with a contract in force have been in touch lately (dialogtäckning).

    One row: ``pairs``, ``covered`` and ``share`` (null where no contract is in force); as
    :func:`samverkan.network.dialogue_coverage` explains them.

    Args:
        contracts: Facts; ``dialogues`` with ``dialogue_participants``, and ``checkpoints``.
        as_of: The day.
        within: How far back contact counts.

    >>> from samverkan.tables import sample
    >>> dialogue_coverage(sample(100), "2026-01-01").rows()
    [(28, 0, 0.0)]
    """
    register = Register(contracts, as_of)
    c = nw.col
    since = shift(day(as_of), -within)
    pairs = _in_touch(register).select("one", "other", "last_contact").unique()
    lately = nw.coalesce(c("last_contact") >= since, nw.lit(False))  # a literal of the engine
    counted = pairs.select(_covered=nw.when(lately).then(nw.lit(1)).otherwise(nw.lit(0))).select(
        pairs=nw.len(), covered=nw.coalesce(c("_covered").sum(), nw.lit(0))
    )
    rows = counted.select(
        c("pairs").cast(nw.Int64),
        c("covered").cast(nw.Int64),
        share=nw.when(c("pairs") > 0).then(
            c("covered").cast(nw.Float64) / c("pairs").cast(nw.Float64)
        ),
    )
    return register.given_back(rows)


def silent_contracts(contracts: Given, as_of: str | dt.date, *, within: Span = LOOK_BACK) -> Any:  # noqa: ANN401  # a frame of the engine
    """Contracts in force whose parties have not been in touch (tysta avtal), longest silent first.

    Columns: ``contract``, ``buyer``, ``supplier``, ``last_contact`` (null where there was none).
    A contract that began within the time asked about has had no time to fall silent and is left
    out, as in :func:`samverkan.network.silent_edges`.

    Args:
        contracts: Facts, as in :func:`dialogue_coverage`.
        as_of: The day.
        within: How far back contact counts.

    >>> from samverkan.tables import sample
    >>> silent_contracts(sample(100), "2026-01-01").height
    21
    """
    register = Register(contracts, as_of)
    c = nw.col
    since = shift(day(as_of), -within)
    is_silent = c("last_contact").is_null() | (c("last_contact") < since)
    is_old = c("start").is_null() | (c("start") <= since)
    rows = (
        _in_touch(register)
        .filter(is_silent & is_old)
        .with_columns(
            _had=nw.when(c("last_contact").is_null()).then(nw.lit(0)).otherwise(nw.lit(1))
        )
        .sort("_had", "last_contact", "contract", "supplier")
        .select("contract", "buyer", "supplier", "last_contact")
    )
    return register.given_back(rows)
