"""Checks of a country's law over columns; the country answers each different question once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

import narwhals.stable.v2 as nw

from samverkan.checks import (
    REGIME_UNKNOWN,
    TWO_CURRENCIES,
    Check,
    ColumnForm,
    not_covered,
)
from samverkan.codelists import AmendmentGround, BuyerKind, Category, ContractKind, Regime
from samverkan.deadlines import Deadline
from samverkan.errors import LawCoverageError
from samverkan.explanations import Step
from samverkan.periods import Day, day_from_ordinal
from samverkan.tables.arithmetic import Frame, clamped, ordinal_of
from samverkan.tables.checks.form import ColumnCheck, Decided, asks, no_detail
from samverkan.tables.register import UNIT, Register, as_day, as_money, units
from samverkan.values import Money

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["FORMS"]

FORMS: dict[str, ColumnCheck] = {}
_PLACES = 1 << 12
_REASONS = ("reason_sv", "reason_en")


def _law(check: Check) -> Mapping[str, Callable[..., Any]]:
    form = check.columns
    assert isinstance(form, ColumnForm)  # noqa: S101  # that is how the form was found
    return form.law


def _answered(
    register: Register,
    frame: Frame,
    keys: tuple[str, ...],
    answer: Callable[..., Mapping[str, object] | Step],
    columns: Mapping[str, pa.DataType],
) -> Frame:
    """The frame with what the law answers, asked once for each different question.

    Args:
        register: The facts.
        frame: A frame with the columns of ``keys``, without nulls.
        keys: What the question is told.
        answer: The question: columns by name, or why it is not decided.
        columns: The columns that it gives, beside ``reason_sv`` and ``reason_en``.
    """
    import pyarrow as pa

    asked = frame.select(*keys).unique().collect(backend="pyarrow").to_native()
    rows: list[dict[str, object]] = []
    for question in asked.to_pylist():
        try:
            found = answer(*(question[key] for key in keys))
        except LawCoverageError as error:
            found = not_covered(error)
        if isinstance(found, Step):
            found = {"reason_sv": found.label("sv"), "reason_en": found.label("en")}
        rows.append(question | dict(found))
    kinds = {
        **{key: asked.schema.field(key).type for key in keys},
        **columns,
        **dict.fromkeys(_REASONS, pa.string()),
    }
    table = pa.table(
        {name: pa.array([row.get(name) for row in rows], kind) for name, kind in kinds.items()}
    )
    # Held, since what follows would else work out again all that led here.
    return register.engine.held(frame.join(register.engine.table(table), on=list(keys)))


def _undecided(frame: Frame) -> Frame:
    return frame.select("subject", "detail", *_REASONS)


# ------------------------------------------------------------------------------- longest time
@asks(FORMS, "longest-time", contracts=("id", "kind", "period_start", "period_end"))
def longest_time(register: Register, on: Day, check: Check) -> Decided:
    """A framework agreement, options counted, runs for longer than the law allows.

    The law is asked ``last_day(starts_on)``, which gives a deadline.
    """
    import pyarrow as pa

    del on
    c = nw.col
    last_day = cast("Callable[[Day], Deadline]", _law(check)["last_day"])
    frame = register.contracts("start", "end", facts=("country", "kind"))
    frame = frame.filter(
        (c("country") == check.country)
        & (c("kind") == ContractKind.FRAMEWORK.value)
        & ~c("start_m").is_null()
        & ~c("end_m").is_null()
    ).with_columns(starts=clamped(c("start_m"), c("start_d")))
    frame = register.with_longest_end(frame).join(_regimes(register), on="subject", how="left")

    def answer(starts: int) -> Mapping[str, object]:
        return {"cap": last_day(day_from_ordinal(starts)).last_day.toordinal()}

    frame = _answered(register, frame, ("starts",), answer, {"cap": pa.int32()})
    frame = frame.with_columns(no_detail("subject"))
    long = frame.filter(c("longest") > c("cap"))
    above = long.filter(c("regime") == Regime.ABOVE.value).with_columns(_on=c("cap") + 1)
    above = as_day(above, "_on", "on")
    above = as_day(above.rename({"longest": "_end", "cap": "_cap"}), "_end", "end")
    rows = as_day(above, "_cap", "cap").select("subject", "detail", "on", "end", "cap")
    undecided = [
        _undecided(frame.filter(c("cap").is_null())),
        _undecided(
            long.filter(c("regime").is_null()).with_columns(
                reason_sv=nw.lit(REGIME_UNKNOWN.label("sv")),
                reason_en=nw.lit(REGIME_UNKNOWN.label("en")),
            )
        ),
    ]
    return Decided(rows, nw.concat(undecided))


def _regimes(register: Register) -> Frame:
    """``subject``, and the regime and category of its procurement, or those it carries itself."""
    own = register.table("procurements", "id", "regime", "category", "published_on", "started_on")
    own = own.select(
        procurement="id", _regime="regime", _category="category", _published="published_on",
        started_on="started_on",
    )  # fmt: skip
    contracts = register.table(
        "contracts", "id", "procurement", "regime", "category", "published_on", "signed_on",
        "value_amount", "value_currency",
    )  # fmt: skip
    frame = contracts.join(own, on="procurement", how="left")
    return frame.select(
        subject="id",
        regime=nw.coalesce("regime", "_regime"),
        category=nw.coalesce("category", "_category"),
        called=nw.coalesce(
            ordinal_of("published_on"),
            ordinal_of("_published"),
            ordinal_of("started_on"),
            ordinal_of("signed_on"),
        ),
        base=units("value_amount"),
        base_currency="value_currency",
    )


# -------------------------------------------------------------------------- cumulative changes
@asks(
    FORMS, "cumulative-changes", contracts=("id", "value_amount", "value_currency"),
    contract_amendments=("contract", "id", "occurred_on", "value_change_amount"),
)  # fmt: skip
def cumulative_changes(register: Register, on: Day, check: Check) -> Decided:
    """Changes add up to more than the minor value, and no other ground is stated.

    ``detail`` is the amendment. The law is asked ``decides(regime, category, buyer_kind)``, which
    gives a step where that is not enough; ``limit(on, category, buyer_kind, currency)``, the sum
    of money, in the country's own currency where that is ``None``; and ``share(on, category)`` of
    the value, below which changes are minor.
    """
    import pyarrow as pa

    del on
    c = nw.col
    law = _law(check)
    changes = register.engine.held(_changes(register, check))

    def decides(regime: str, category: str, kind: str) -> Mapping[str, object] | Step:
        reason = law["decides"](
            Regime.of(regime) if regime else None,
            Category.of(category) if category else None,
            BuyerKind.of(kind) if kind else None,
        )
        return {"is_decided": 1} if reason is None else cast("Step", reason)

    def limit(day: int, category: str, kind: str, currency: str) -> Mapping[str, object]:
        found = law["limit"](
            day_from_ordinal(day),
            Category.of(category),
            BuyerKind.of(kind) if kind else None,
            currency or None,
        )
        return {"limit": int(cast("Money", found).amount * UNIT)}

    def share(day: int, category: str) -> Mapping[str, object]:
        part = Fraction(
            cast("Decimal", law["share"](day_from_ordinal(day), Category.of(category)))
        )
        return {"part": part.numerator, "whole": part.denominator}

    changes = _answered(
        register, changes, ("regime", "category", "buyer_kind"), decides,
        {"is_decided": pa.int32()},
    )  # fmt: skip
    open_ = changes.filter(c("is_decided").is_null())
    open_ = open_.select("subject", no_detail("subject"), *_REASONS).unique()
    changes = changes.filter(c("is_decided") == 1).drop(*_REASONS)
    changes = _answered(
        register, changes, ("asked_on", "category", "buyer_kind", "asked_in"), limit,
        {"limit": pa.int64()},
    ).rename({one: f"_{one}" for one in _REASONS})  # fmt: skip
    changes = _answered(
        register, changes, ("occurred", "category"), share,
        {"part": pa.int64(), "whole": pa.int64()},
    )  # fmt: skip
    changes = changes.with_columns(
        reason_sv=nw.coalesce("_reason_sv", "reason_sv"),
        reason_en=nw.coalesce("_reason_en", "reason_en"),
    ).drop("_reason_sv", "_reason_en")
    changes = register.engine.held(_with_net(changes))
    return _beyond(changes, open_)


def _changes(register: Register, check: Check) -> Frame:
    """The amendments that the law is asked about, with the facts it asks for."""
    c = nw.col
    contracts = register.contracts(facts=("country", "buyer_kind")).select(
        "subject", "country", buyer_kind=nw.coalesce("buyer_kind", nw.lit(""))
    )
    above = c("regime").is_null() | (c("regime") == Regime.ABOVE.value)
    contracts = (
        contracts.filter(c("country") == check.country)
        .drop("country")
        .join(_regimes(register).filter(above), on="subject", how="inner")
        .with_columns(
            regime=nw.coalesce("regime", nw.lit("")), category=nw.coalesce("category", nw.lit(""))
        )
    )
    amendments = register.current(
        "contract_amendments", "contract", "position", "id", "occurred_on", "ground",
        "value_change_amount", "value_change_currency",
    )  # fmt: skip
    minor = c("ground").is_null() | (c("ground") == AmendmentGround.DE_MINIMIS.value)
    amendments = amendments.with_columns(occurred=ordinal_of("occurred_on")).select(
        "occurred_on",
        "occurred",
        subject="contract",
        detail="id",
        order=c("occurred").cast(nw.Int64) * _PLACES + nw.coalesce("position", nw.lit(0)),
        is_minor=nw.when(minor).then(nw.lit(1)).otherwise(nw.lit(0)),
        change=units("value_change_amount"),
        currency="value_change_currency",
    )
    return amendments.join(contracts, on="subject", how="inner").with_columns(
        asked_on=nw.coalesce("called", "occurred"),
        asked_in=nw.coalesce("base_currency", nw.lit("")),
    )


def _with_net(changes: Frame) -> Frame:
    """The changes with the net sum of those that count, and whether currencies are mixed."""
    c = nw.col
    counted = changes.filter(c("is_minor") == 1).select(
        "subject", _id="detail", _occurred="occurred", _change="change", _currency="currency"
    )
    earlier = (
        changes.select("subject", "detail", "occurred")
        .join(counted, on="subject", how="inner")
        .filter((c("_occurred") <= c("occurred")) & (c("_id") != c("detail")))
        .select("subject", "detail", "_change", "_currency")
    )
    itself = changes.select("subject", "detail", _change="change", _currency="currency")
    net = (
        nw.concat([earlier, itself])
        .with_columns(_unknown=nw.when(c("_change").is_null()).then(nw.lit(1)).otherwise(0))
        .group_by("subject", "detail")
        .agg(
            c("_change").sum(),
            c("_unknown").sum(),
            _one=c("_currency").min(),
            _other=c("_currency").max(),
        )
    )
    changes = changes.join(net, on=["subject", "detail"], how="inner")
    known = c("_unknown") == 0
    off = (c("_one") != c("_other")) | (c("_one") != c("base_currency"))
    own = ~c("change").is_null() & (c("currency") != c("base_currency"))
    no = nw.lit(False)  # a literal of the engine
    mixed = nw.coalesce(known & off, no) | nw.coalesce(own, no)
    return changes.with_columns(net=nw.when(known).then(c("_change")), mixed=mixed)


def _beyond(changes: Frame, open_: Frame) -> Decided:
    """What is beyond the minor value, up to the first change that is not decided."""
    c = nw.col
    is_open = c("limit").is_null() | c("part").is_null()
    failing = changes.filter(is_open | c("mixed")).with_columns(
        detail=nw.when(~is_open).then(c("detail")),
        reason_sv=nw.coalesce("reason_sv", nw.lit(TWO_CURRENCIES.label("sv"))),
        reason_en=nw.coalesce("reason_en", nw.lit(TWO_CURRENCIES.label("en"))),
    )
    first = failing.group_by("subject").agg(_first=c("order").min())
    at_first = failing.join(first, on="subject", how="inner").filter(c("order") == c("_first"))
    size = c("net").abs()
    beyond = (size >= c("limit")) | (size * c("whole") >= c("base") * c("part"))
    rows = (
        changes.join(first, on="subject", how="left")
        .filter(c("_first").is_null() | (c("order") < c("_first")))
        .filter((c("is_minor") == 1) & ~c("base").is_null() & ~c("net").is_null() & beyond)
        .select(
            "subject",
            "detail",
            as_money("net"),
            as_money("base"),
            on="occurred_on",
            currency="base_currency",
        )
        .select("subject", "detail", "on", "net", "base", "currency")
    )
    return Decided(rows, nw.concat([open_, _undecided(at_first)]))
