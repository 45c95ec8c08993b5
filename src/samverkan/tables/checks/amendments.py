"""Changes of contracts under a country's law, over columns: each with those before it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import cast

import narwhals.stable.v2 as nw

from samverkan.checks import TWO_CURRENCIES, Check
from samverkan.codelists import AmendmentGround, BuyerKind, Category, ContractKind, Regime
from samverkan.explanations import Step
from samverkan.periods import Day, day_from_ordinal
from samverkan.tables.arithmetic import Frame, ordinal_of
from samverkan.tables.checks.form import ColumnCheck, Decided, asks, no_detail
from samverkan.tables.checks.law import REASONS, answered, law_of, regimes, undecided
from samverkan.tables.register import UNIT, Register, as_money, units
from samverkan.values import Money

__all__ = ["FORMS"]

FORMS: dict[str, ColumnCheck] = {}
_PLACES = 1 << 12
_VALUED = ("id", "value_amount", "value_currency")


@asks(
    FORMS, "cumulative-changes", contracts=_VALUED,
    contract_amendments=("contract", "id", "occurred_on", "value_change_amount"),
)  # fmt: skip
def cumulative_changes(register: Register, on: Day, check: Check) -> Decided:
    """Changes add up to more than the minor value, and no other ground is stated.

    ``detail`` is the amendment. The law is asked ``decides(regime, category, buyer_kind)``, which
    gives a step where that is not enough; ``limit(on, category, buyer_kind, currency)``, the sum
    of money, in the country's own currency where that is ``None``; and ``share(on, category)`` of
    the value, below which changes are minor.
    """
    del on
    c = nw.col
    changes, open_ = _assessed(register, check)
    rows = changes.filter(
        (c("is_minor") == 1) & ~c("base").is_null() & ~c("net").is_null() & _beyond()
    )
    return Decided(_rows(rows), open_)


@asks(
    FORMS, "stated-ground", contracts=_VALUED,
    contract_amendments=("contract", "id", "occurred_on", "value_change_amount", "ground"),
)  # fmt: skip
def stated_ground(register: Register, on: Day, check: Check) -> Decided:
    """A change beyond the minor value states a ground that it fails; ``detail`` is the amendment.

    The law is asked as for cumulative changes, and ``largest(ground)``, the part of the value
    that one change may make up, ``None`` where there is no limit; and ``may_fit(ground, kind,
    is_less)``, whether the ground is about such a change at all. Of what is not decided the check
    of cumulative changes tells.
    """
    import pyarrow as pa

    del on
    c = nw.col
    law = law_of(check)
    changes, _ = _assessed(register, check)
    stated = changes.filter(c("is_minor") == 0).with_columns(
        kind=nw.coalesce("kind", nw.lit("")),
        is_less=nw.when(c("change") < 0).then(nw.lit(1)).otherwise(nw.lit(0)),
    )

    def answer(ground: str, kind: str, is_less: int) -> Mapping[str, object]:
        on_ground = AmendmentGround.of(ground)
        largest = cast("Decimal | None", law["largest"](on_ground))
        may_fit = law["may_fit"](on_ground, ContractKind.of(kind) if kind else None, bool(is_less))
        found: dict[str, object] = {"may_fit": int(may_fit)}
        if largest is not None:
            part = Fraction(largest)
            found |= {"most": part.numerator, "of": part.denominator}
        return found

    stated = answered(
        register, stated, ("ground", "kind", "is_less"), answer,
        {"may_fit": pa.int32(), "most": pa.int64(), "of": pa.int64()},
    )  # fmt: skip
    no = nw.lit(False)  # a literal of the engine
    too_large = nw.coalesce(c("change") * c("of") > c("base") * c("most"), no)
    is_minor = nw.coalesce(~_beyond(), no)
    return Decided(_rows(stated.filter(((c("may_fit") == 0) | too_large) & ~is_minor)))


def _beyond() -> nw.Expr:
    """Whether the net sum of changes is beyond the minor value; null where that is not known."""
    c = nw.col
    size = c("net").abs()
    return (size >= c("limit")) | (size * c("whole") >= c("base") * c("part"))


def _rows(changes: Frame) -> Frame:
    found = changes.select(
        "subject",
        "detail",
        as_money("net"),
        as_money("base"),
        on="occurred_on",
        currency="base_currency",
    )
    return found.select("subject", "detail", "on", "net", "base", "currency")


# ------------------------------------------------------------------------------ with the law
def _assessed(register: Register, check: Check) -> tuple[Frame, ...]:
    """The changes of which the law decides, and of which contracts and changes it does not."""
    name = f"changes of contracts in {check.country}"
    return register.once(name, lambda: _decided(_with_law(register, check)))


def _with_law(register: Register, check: Check) -> tuple[Frame, Frame]:
    """The changes with what the law answers, and the contracts that it cannot be asked about."""
    import pyarrow as pa

    c = nw.col
    law = law_of(check)
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

    changes = answered(
        register, changes, ("regime", "category", "buyer_kind"), decides,
        {"is_decided": pa.int32()},
    )  # fmt: skip
    open_ = changes.filter(c("is_decided").is_null())
    open_ = open_.select("subject", no_detail("subject"), *REASONS).unique()
    changes = changes.filter(c("is_decided") == 1).drop(*REASONS)
    changes = answered(
        register, changes, ("asked_on", "category", "buyer_kind", "asked_in"), limit,
        {"limit": pa.int64()},
    ).rename({one: f"_{one}" for one in REASONS})  # fmt: skip
    changes = answered(
        register, changes, ("occurred", "category"), share,
        {"part": pa.int64(), "whole": pa.int64()},
    )  # fmt: skip
    changes = changes.with_columns(
        reason_sv=nw.coalesce("_reason_sv", "reason_sv"),
        reason_en=nw.coalesce("_reason_en", "reason_en"),
    ).drop("_reason_sv", "_reason_en")
    return register.engine.held(_with_net(changes)), open_


def _changes(register: Register, check: Check) -> Frame:
    """The amendments that the law is asked about, with the facts it asks for."""
    c = nw.col
    contracts = register.contracts(facts=("country", "buyer_kind", "kind")).select(
        "subject", "country", "kind", buyer_kind=nw.coalesce("buyer_kind", nw.lit(""))
    )
    above = c("regime").is_null() | (c("regime") == Regime.ABOVE.value)
    contracts = (
        contracts.filter(c("country") == check.country)
        .drop("country")
        .join(regimes(register).filter(above), on="subject", how="inner")
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
        "ground",
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


def _decided(found: tuple[Frame, Frame]) -> tuple[Frame, Frame]:
    """The changes up to the first of a contract that is not decided, and what is not."""
    c = nw.col
    changes, open_ = found
    is_open = c("limit").is_null() | c("part").is_null()
    failing = changes.filter(is_open | c("mixed")).with_columns(
        detail=nw.when(~is_open).then(c("detail")),
        reason_sv=nw.coalesce("reason_sv", nw.lit(TWO_CURRENCIES.label("sv"))),
        reason_en=nw.coalesce("reason_en", nw.lit(TWO_CURRENCIES.label("en"))),
    )
    first = failing.group_by("subject").agg(_first=c("order").min())
    at_first = failing.join(first, on="subject", how="inner").filter(c("order") == c("_first"))
    decided = (
        changes.join(first, on="subject", how="left")
        .filter(c("_first").is_null() | (c("order") < c("_first")))
        .drop("_first", *REASONS)
    )
    return decided, nw.concat([open_, undecided(at_first)])
