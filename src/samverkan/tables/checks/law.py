"""Checks of a country's law over columns; the country answers each different question once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

import narwhals.stable.v2 as nw

from samverkan.checks import (
    REGIME_UNKNOWN,
    Check,
    ColumnForm,
    not_covered,
)
from samverkan.codelists import ContractKind, Procedure, Regime, SendingMeans
from samverkan.deadlines import Deadline
from samverkan.errors import LawCoverageError
from samverkan.explanations import Step
from samverkan.periods import Day, day_from_ordinal
from samverkan.tables.arithmetic import Frame, clamped, ordinal_of
from samverkan.tables.checks.form import ColumnCheck, Decided, asks, no_detail
from samverkan.tables.register import Register, as_day, units

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["FORMS", "REASONS", "answered", "law_of", "regimes", "undecided"]

FORMS: dict[str, ColumnCheck] = {}
REASONS = ("reason_sv", "reason_en")
"""Why something is not decided, in both languages."""


def law_of(check: Check) -> Mapping[str, Callable[..., Any]]:
    """The questions to the law that the form of a check asks."""
    form = check.columns
    assert isinstance(form, ColumnForm)  # noqa: S101  # that is how the form was found
    return form.law


def answered(
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
        columns: The columns that it gives, beside :data:`REASONS`.
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
        **dict.fromkeys(REASONS, pa.string()),
    }
    table = pa.table(
        {name: pa.array([row.get(name) for row in rows], kind) for name, kind in kinds.items()}
    )
    # Held, since what follows would else work out again all that led here.
    return register.engine.held(frame.join(register.engine.table(table), on=list(keys)))


def undecided(frame: Frame) -> Frame:
    """Of what nothing can be said, and why."""
    return frame.select("subject", "detail", *REASONS)


# ------------------------------------------------------------------------------- longest time
@asks(FORMS, "longest-time", contracts=("id", "kind", "period_start", "period_end"))
def longest_time(register: Register, on: Day, check: Check) -> Decided:
    """A framework agreement, options counted, runs for longer than the law allows.

    The law is asked ``last_day(starts_on)``, which gives a deadline.
    """
    import pyarrow as pa

    del on
    c = nw.col
    last_day = cast("Callable[[Day], Deadline]", law_of(check)["last_day"])
    frame = register.contracts("start", "end", facts=("country", "kind"))
    frame = frame.filter(
        (c("country") == check.country)
        & (c("kind") == ContractKind.FRAMEWORK.value)
        & ~c("start_m").is_null()
        & ~c("end_m").is_null()
    ).with_columns(starts=clamped(c("start_m"), c("start_d")))
    frame = register.with_longest_end(frame).join(regimes(register), on="subject", how="left")

    def answer(starts: int) -> Mapping[str, object]:
        return {"cap": last_day(day_from_ordinal(starts)).last_day.toordinal()}

    frame = answered(register, frame, ("starts",), answer, {"cap": pa.int32()})
    frame = frame.with_columns(no_detail("subject"))
    long = frame.filter(c("longest") > c("cap"))
    above = long.filter(c("regime") == Regime.ABOVE.value).with_columns(_on=c("cap") + 1)
    above = as_day(above, "_on", "on")
    above = as_day(above.rename({"longest": "_end", "cap": "_cap"}), "_end", "end")
    rows = as_day(above, "_cap", "cap").select("subject", "detail", "on", "end", "cap")
    open_ = [
        undecided(frame.filter(c("cap").is_null())),
        undecided(long.filter(c("regime").is_null()).with_columns(**_no_regime())),
    ]
    return Decided(rows, nw.concat(open_))


def _no_regime() -> dict[str, nw.Expr]:
    labels = zip(REASONS, ("sv", "en"), strict=True)
    return {name: nw.lit(REGIME_UNKNOWN.label(lang)) for name, lang in labels}


def regimes(register: Register) -> Frame:
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


# --------------------------------------------------------------------------------- standstill
@asks(
    FORMS, "standstill", procurements=("id", "buyer", "notified_on", "regime"),
    contracts=("id", "procurement", "signed_on"),
)  # fmt: skip
def in_standstill(register: Register, on: Day, check: Check) -> Decided:
    """A contract was signed before the standstill had passed; ``earliest`` is the first day.

    The law is asked ``standstill(sent_on, means, regime, procedure)``, which gives a deadline, or
    ``None`` where no standstill holds.
    """
    import pyarrow as pa

    del on
    c = nw.col
    standstill = cast("Callable[..., Deadline | None]", law_of(check)["standstill"])
    none = nw.lit("")
    sent = register.table(
        "procurements", "id", "buyer", "notified_on", "notified_by", "regime", "procedure"
    ).filter(~c("notified_on").is_null())
    signed = (
        register.table("contracts", "id", "procurement", "parent", "signed_on")
        .filter(~c("signed_on").is_null() & c("parent").is_null())
        .select("signed_on", contract="id", subject="procurement")
    )
    sent = (
        register.with_country(sent)
        .filter(c("country") == check.country)
        .select(
            no_detail("id"),
            "regime",
            subject="id",
            sent=ordinal_of("notified_on"),
            means=nw.coalesce("notified_by", none),
            procedure=nw.coalesce("procedure", none),
        )
        .join(signed.select("subject"), on="subject", how="semi")
    )
    sent = register.engine.held(sent)

    def answer(sent: int, means: str, regime: str, procedure: str) -> Mapping[str, object]:
        found = standstill(
            day_from_ordinal(sent),
            SendingMeans.of(means) if means else None,
            Regime.of(regime),
            Procedure.of(procedure) if procedure else None,
        )
        earliest = None if found is None else found.earliest_contract_day
        return {} if earliest is None else {"earliest": earliest.toordinal()}

    keys = ("sent", "means", "regime", "procedure")
    known = sent.filter(~c("regime").is_null())
    known = answered(register, known, keys, answer, {"earliest": pa.int32()})
    early = (
        known.select("subject", "detail", "earliest")
        .join(signed, on="subject", how="inner")
        .with_columns(_signed=ordinal_of("signed_on"))
        .filter(c("_signed") < c("earliest"))
        .select("detail", subject="contract", on="signed_on", _earliest="earliest")
    )
    rows = as_day(early, "_earliest", "earliest").select("subject", "detail", "on", "earliest")
    open_ = [
        undecided(known.filter(~c("reason_sv").is_null())),
        undecided(sent.filter(c("regime").is_null()).with_columns(**_no_regime())),
    ]
    return Decided(rows, nw.concat(open_))
