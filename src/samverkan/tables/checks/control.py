"""Look-ups of suppliers over columns: contracts in force whose suppliers were not controlled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import cast

import narwhals.stable.v2 as nw

from samverkan.checks import NO_LOOK_UPS, Check
from samverkan.codelists import ExclusionGround, FollowUpKind, RiskClass
from samverkan.periods import Day, day_from_ordinal
from samverkan.tables.arithmetic import Frame, ordinal_of, whole
from samverkan.tables.asked import CLASSES
from samverkan.tables.checks.form import ColumnCheck, Decided, asks, in_force, no_detail
from samverkan.tables.checks.law import answered, law_of
from samverkan.tables.checks.recorded import not_recorded, of_recording_buyers
from samverkan.tables.register import Register, as_day

__all__ = ["FORMS"]

FORMS: dict[str, ColumnCheck] = {}


@asks(
    FORMS, "look-ups", contracts=("id", "period_start", "period_end"),
    contract_suppliers=("contract", "value"), eligibility_checks=("party", "checked_on"),
)  # fmt: skip
def look_ups(register: Register, on: Day, check: Check) -> Decided:
    """Nobody has looked up a supplier for too long; ``detail`` is the supplier.

    The law is asked ``due(since, risk)``, the day by which the next look-up is due, ``None`` where
    that cannot be counted; and ``grounds()``, of which a look-up names one, or no ground at all.
    """
    import pyarrow as pa

    c = nw.col
    law = law_of(check)
    due = cast("Callable[[Day, RiskClass], Day | None]", law["due"])
    grounds = cast("Iterable[ExclusionGround]", law["grounds"]())
    suppliers = register.table("contract_suppliers", "contract", "value")
    suppliers = suppliers.select(subject="contract", detail="value")
    checks = register.current("eligibility_checks", "id", "party", "contract", "checked_on")
    visits = register.current("checkpoints", "contract", "kind", "observed", "occurred_on")
    visits = visits.filter(c("kind") == FollowUpKind.SUPPLIER_STATUS.value)
    running = in_force(register, on, "country").filter(c("country") == check.country)
    latest = _latest(register, checks, [one.value for one in grounds]).rename({"party": "detail"})
    frame = (
        running.select("subject", "class", "start")
        .join(suppliers, on="subject", how="inner")
        .join(latest, on="detail", how="left")
        .join(_visited(visits, suppliers), on=["subject", "detail"], how="left")
        .with_columns(
            since=whole(
                nw.max_horizontal(
                    "start", nw.coalesce("_checked", "start"), nw.coalesce("_visited", "start")
                )
            )
        )
        .select("subject", "detail", whole(c("class")), "since")
    )
    frame = register.engine.held(frame)

    def answer(risk: int, since: int) -> Mapping[str, object]:
        found = due(day_from_ordinal(since), CLASSES[risk])
        return {} if found is None else {"due": found.toordinal()}

    frame = answered(register, frame, ("class", "since"), answer, {"due": pa.int32()})
    late = frame.filter(c("due") < on.toordinal()).select("subject", "detail", "since", "due")
    late = register.engine.held(late.with_columns(_on=c("due") + 1))
    recording = register.engine.held(
        of_recording_buyers(register, _recorded(checks, visits, suppliers))
    )
    rows = late.join(recording, on="subject", how="semi")
    for ordinal, name in (("_on", "on"), ("since", "_since"), ("due", "_due")):
        rows = as_day(rows, ordinal, name)
    unknown = late.join(recording, on="subject", how="anti").select("subject").unique()
    return Decided(
        rows.select("subject", "detail", "on", since="_since", due="_due"),
        not_recorded(register, unknown.with_columns(no_detail("subject")), NO_LOOK_UPS),
    )


def _latest(register: Register, checks: Frame, grounds: list[str]) -> Frame:
    """``party`` and the day number ``_checked`` of its latest look-up on the grounds."""
    c = nw.col
    named = register.table("eligibility_check_grounds", "eligibility_check", "value")
    named = named.rename({"eligibility_check": "id"})
    of_others = (
        named.select("id")
        .unique()
        .join(named.filter(c("value").is_in(grounds)), on="id", how="anti")
    )
    return (
        checks.join(of_others, on="id", how="anti")
        .group_by("party")
        .agg(c("checked_on").max())
        .select("party", _checked=ordinal_of("checked_on"))
    )


def _visited(visits: Frame, suppliers: Frame) -> Frame:
    """``subject``, ``detail`` and the day number ``_visited`` of the latest control of each."""
    c = nw.col
    return (
        visits.select("observed", "occurred_on", subject="contract")
        .join(suppliers, on="subject", how="inner")
        .filter(c("observed").is_null() | (c("observed") == c("detail")))
        .group_by("subject", "detail")
        .agg(c("occurred_on").max())
        .select("subject", "detail", _visited=ordinal_of("occurred_on"))
    )


def _recorded(checks: Frame, visits: Frame, suppliers: Frame) -> Frame:
    """The contracts of which a look-up is recorded; one for no contract is for all of a party."""
    c = nw.col
    for_all = checks.filter(c("contract").is_null()).select(detail="party")
    parts = [
        checks.filter(~c("contract").is_null()).select(subject="contract"),
        visits.filter(~c("contract").is_null()).select(subject="contract"),
        suppliers.join(for_all, on="detail", how="semi").select("subject"),
    ]
    return nw.concat(parts).unique()
