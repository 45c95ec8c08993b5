"""Where amendments and options lead, as columns: the end of each contract, and its extensions.

The same order of events as in :func:`samverkan.contracts.options.laid_out`: the decisions of a
contract are followed one rank after another, all contracts at a time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from samverkan.tables.arithmetic import (
    LAST_ORDINAL,
    Frame,
    clamped,
    nothing,
    ordinal_of,
    over,
    rest,
    whole,
    with_month_and_day,
)
from samverkan.tables.facts import Facts

__all__ = ["Timelines", "amendments_in_force", "ranked", "timelines", "without_replaced"]

_PLACES = 1 << 12
"""Room for the place of an amendment, option or decision within its contract."""
_DAYS = 1 << 22
"""Room for a day number."""


@attrs.frozen
class Timelines:
    """What amendments and options make of contracts (tidslinjer).

    Attributes:
        ends: ``contract``, ``end_m`` and ``end_d`` of the contracts that have any.
        extensions: ``contract``, ``number``, ``fact``, ``has_notice``, ``is_open`` (1 where
            nothing is decided), the days ``end`` and ``new_end`` each as month number and day of
            the month, and ``deadline``, a day number that is still to be moved back by
            ``notice_working_days``.
    """

    ends: Frame
    extensions: Frame | None


def ranked(frame: Frame, by: tuple[str, ...], order: str, name: str) -> Frame:
    """The frame with the place of each row among those of its group, from 1, by a column.

    The column is unique within a group; groups are small.
    """
    other = frame.select(*by, nw.col(order).alias("_other"))
    counted = (
        frame.select(*by, order)
        .join(other, on=list(by), how="inner")
        .filter(nw.col("_other") <= nw.col(order))
        .group_by(*by, order)
        .agg(nw.len().alias(name))
        .with_columns(nw.col(name).cast(nw.Int32))
    )
    return frame.join(counted, on=[*by, order], how="inner")


def amendments_in_force(facts: Facts, as_of: dt.date | None) -> Frame | None:
    """The amendments that count by a day; one that is corrected never does."""
    frame = facts.frame("contract_amendments")
    if frame is None:
        return None
    frame = without_replaced(frame)
    return frame if as_of is None else frame.filter(nw.col("occurred_on") <= as_of)


def without_replaced(frame: Frame) -> Frame:
    """Facts of contracts without those that another fact of the same contract corrects."""
    if "replaces" not in frame.collect_schema().names():
        return frame
    replaced = (
        frame.filter(~nw.col("replaces").is_null())
        .select("contract", nw.col("replaces").alias("id"))
        .unique()
    )
    return frame.join(replaced, on=["contract", "id"], how="anti")


def _moves(facts: Facts, as_of: dt.date | None) -> Frame | None:
    """The amendments that set an end.

    ``move`` orders them, and ends with the day number that they set.
    """
    frame = amendments_in_force(facts, as_of)
    if frame is None or "new_end" not in frame.collect_schema().names():
        return None
    return frame.filter(~nw.col("new_end").is_null()).select(
        "contract",
        occurred=ordinal_of("occurred_on"),
        move=(ordinal_of("occurred_on").cast(nw.Int64) * _PLACES + nw.col("position")) * _DAYS
        + ordinal_of("new_end"),
    )


def _last_move(moves: Frame, *by: str) -> Frame:
    return (
        moves.group_by(*by)
        .agg(nw.col("move").max())
        .select(*by, set_to=rest(nw.col("move"), _DAYS).cast(nw.Int32))
    )


def _options(facts: Facts, as_of: dt.date | None) -> Frame | None:
    """The options with what was decided last: ``decided`` (day number) and ``exercised``."""
    frame = facts.frame("contract_options")
    if frame is None:
        return None
    found = frame.collect_schema().names()
    zero = nw.lit(0, nw.Int32)
    spans = {
        name: (nw.col(name) if name in found else nothing(nw.Int32, "id"))
        for name in (
            "extend_by_months", "extend_by_days", "notice_months", "notice_days",
            "notice_working_days",
        )
    }  # fmt: skip
    no_extension = spans["extend_by_months"].is_null() & spans["extend_by_days"].is_null()
    no_notice = (
        spans["notice_months"].is_null()
        & spans["notice_days"].is_null()
        & spans["notice_working_days"].is_null()
    )
    frame = frame.select(
        "contract",
        "position",
        "id",
        extends=~no_extension,
        by_months=nw.coalesce(spans["extend_by_months"], zero),
        by_days=nw.coalesce(spans["extend_by_days"], zero),
        has_notice=~no_notice,
        notice_months=nw.coalesce(spans["notice_months"], zero),
        notice_days=nw.coalesce(spans["notice_days"], zero),
        notice_working_days=nw.coalesce(spans["notice_working_days"], zero),
    )
    decisions = facts.frame("contract_option_decisions")
    if decisions is None:
        return frame.with_columns(decided=nothing(nw.Int32, "id"), exercised=nw.lit(0, nw.Int32))
    if as_of is not None:
        decisions = decisions.filter(nw.col("decided_on") <= as_of)
    outcome = nw.when(nw.col("outcome") == "exercised").then(nw.lit(1)).otherwise(nw.lit(0))
    packed = (
        decisions.with_columns(
            taken=(ordinal_of("decided_on").cast(nw.Int64) * _PLACES + nw.col("position")) * 2
            + outcome
        )
        .group_by("contract", "option")
        .agg(nw.col("taken").max())
        .select(
            "contract",
            nw.col("option").alias("id"),
            decided=whole(over(nw.col("taken"), 2 * _PLACES)),
            exercised=rest(nw.col("taken"), 2).cast(nw.Int32),
        )
    )
    return frame.join(packed, on=["contract", "id"], how="left")


def _most(frame: Frame, column: str) -> int:
    found: Any = frame.select(nw.col(column).max()).collect().item()
    if found is None or found != found:  # noqa: PLR0124  # pandas' not-a-number
        return 0
    return int(found)


def _exists(when: nw.Expr) -> nw.Expr:
    return nw.coalesce(when, nw.lit(False))  # a literal of the engine


def _set(state: Frame, moved: Frame) -> Frame:
    """The state after an amendment set an end: what options added before no longer counts."""
    state = state.join(moved.rename({"set_to": "_set_to"}), on="contract", how="left")
    is_set = ~nw.col("_set_to").is_null()
    zero = nw.lit(0, nw.Int32)
    return state.with_columns(
        set_to=nw.coalesce("_set_to", "set_to"),
        end=nw.coalesce("_set_to", "end"),
        months=nw.when(is_set).then(zero).otherwise(nw.col("months")),
        days=nw.when(is_set).then(zero).otherwise(nw.col("days")),
    ).drop("_set_to")


def _extended(state: Frame, options: Frame) -> Frame:
    """The state with one option each, and where it leads: ``new_end``, null where nowhere."""
    c = nw.col
    state = state.join(options, on="contract", how="left")
    state = state.with_columns(
        _months=c("months") + nw.coalesce(c("by_months"), nw.lit(0, nw.Int32)),
        _days=c("days") + nw.coalesce(c("by_days"), nw.lit(0, nw.Int32)),
        _after=c("set_to") + 1,
    )
    state = with_month_and_day(state, "_after", "_m", "_d")
    state = state.with_columns(
        # The day before the one of the same number; in a month without that number, its last.
        new_end=whole(clamped(c("_m") + c("_months"), c("_d") - 1) + c("_days")),
    )
    leads = _exists(c("extends")) & ~c("set_to").is_null() & (c("new_end") <= LAST_ORDINAL)
    return state.with_columns(new_end=nw.when(leads).then(c("new_end"))).drop("_after", "_m", "_d")


_OPTION = (
    "position", "id", "extends", "by_months", "by_days", "has_notice", "notice_months",
    "notice_days", "notice_working_days", "exercised",
)  # fmt: skip


def _taken(state: Frame, when: nw.Expr) -> Frame:
    """The state after the option where it was exercised, the option itself dropped."""
    c = nw.col
    state = state.with_columns(
        end=nw.when(when).then(c("new_end")).otherwise(c("end")),
        months=nw.when(when).then(c("_months")).otherwise(c("months")),
        days=nw.when(when).then(c("_days")).otherwise(c("days")),
    )
    return state.select("contract", "set_to", "end", "months", "days")


def _extension_rows(state: Frame, *, is_open: bool) -> Frame:
    found = state.filter(~nw.col("new_end").is_null())
    found = found.with_columns(is_open=nw.lit(int(is_open), nw.Int8))
    return found.select(
        "contract", "position", "id", "end", "new_end", "has_notice", "notice_months",
        "notice_days", "notice_working_days", "is_open",
    )  # fmt: skip


def timelines(
    facts: Facts, contracts: Frame, as_of: dt.date | None, hold: Callable[[Frame], Frame]
) -> Timelines | None:
    """Ends and extensions of the contracts that have amendments or options.

    Args:
        facts: The tables.
        contracts: ``contract`` and ``set_to``, the day number of the agreed end.
        as_of: The day whose facts count; all facts where left out.
        hold: Works a frame out, so that the next step does not do it again.
    """
    moves, options = _moves(facts, as_of), _options(facts, as_of)
    if options is None:
        if moves is None:
            return None
        ends = _last_move(moves, "contract")
        return Timelines(_as_pair(ends, "set_to", "end").drop("set_to"), None)
    options = hold(options)
    moves = None if moves is None else hold(moves)
    with_options = options.select("contract").unique()
    state = contracts.join(with_options, on="contract", how="semi").with_columns(
        end=nw.col("set_to"), months=nw.lit(0, nw.Int32), days=nw.lit(0, nw.Int32)
    )
    decided = options.filter(~nw.col("decided").is_null()).with_columns(
        order=nw.col("decided").cast(nw.Int64) * _PLACES + nw.col("position")
    )
    decided = hold(ranked(decided, ("contract",), "order", "rank"))
    found: list[Frame] = []
    placed = None if moves is None else _placed(moves, decided)
    for rank in range(1, _most(decided, "rank") + 1):
        if placed is not None:
            state = _set(state, _last_move(placed.filter(nw.col("rank") == rank), "contract"))
        one = decided.filter(nw.col("rank") == rank).select("contract", *_OPTION)
        state = hold(_extended(state, one))
        found.append(_extension_rows(state, is_open=False))
        took = ~nw.col("new_end").is_null() & (nw.coalesce("exercised", nw.lit(0, nw.Int32)) == 1)
        state = _taken(state, took)
    if placed is not None:
        state = _set(state, _last_move(placed.filter(nw.col("rank") == 0), "contract"))
    ends = state.select("contract", "end")
    open_ = options.filter(nw.col("decided").is_null())
    open_ = hold(ranked(open_, ("contract",), "position", "rank"))
    for rank in range(1, _most(open_, "rank") + 1):
        one = open_.filter(nw.col("rank") == rank).select("contract", *_OPTION)
        state = hold(_extended(state, one))
        found.append(_extension_rows(state, is_open=True))
        state = _taken(state, ~nw.col("new_end").is_null())
    if moves is not None:  # contracts that were amended and have no options
        others = _last_move(moves, "contract").join(with_options, on="contract", how="anti")
        ends = nw.concat([ends, others.select("contract", nw.col("set_to").alias("end"))])
    ends = hold(_as_pair(ends, "end", "end").drop("end"))
    return Timelines(ends, hold(_dated(nw.concat(found))) if found else None)


def _placed(moves: Frame, decided: Frame) -> Frame:
    """The moves with the rank of the first decision on their day or later, or with 0."""
    c = nw.col
    counted = (
        moves.join(decided.select("contract", "decided"), on="contract", how="left")
        .with_columns(
            _earlier=nw.when(c("decided") < c("occurred")).then(nw.lit(1)).otherwise(nw.lit(0)),
            _is=nw.when(c("decided").is_null()).then(nw.lit(0)).otherwise(nw.lit(1)),
        )
        .group_by("contract", "move")
        .agg(c("_earlier").sum(), c("_is").sum())
    )
    return counted.select(
        "contract",
        "move",
        rank=nw.when(c("_earlier") == c("_is"))
        .then(nw.lit(0))
        .otherwise(c("_earlier") + 1)
        .cast(nw.Int32),
    )


def _as_pair(frame: Frame, ordinal: str, name: str) -> Frame:
    return with_month_and_day(frame, ordinal, f"{name}_m", f"{name}_d")


def _dated(found: Frame) -> Frame:
    """The extensions with their days in months and days, and the deadline by the notice."""
    c = nw.col
    found = _as_pair(_as_pair(found, "end", "end"), "new_end", "new_end")
    found = found.with_columns(
        deadline=whole(clamped(c("end_m") - c("notice_months"), c("end_d")) - c("notice_days"))
    )
    found = found.with_columns(deadline=nw.when(c("has_notice")).then(c("deadline")))
    return found.select(
        "contract",
        "has_notice",
        "notice_working_days",
        "is_open",
        "deadline",
        "end_m",
        "end_d",
        "new_end_m",
        "new_end_d",
        number=c("position"),
        fact=nw.concat_str(nw.lit("option:"), c("id").cast(nw.String)),
    )
