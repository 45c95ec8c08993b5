"""Days that do not fit together, over columns: signing, milestones, periods."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from samverkan.checks import Check
from samverkan.codelists import MilestoneStatus
from samverkan.periods import Day
from samverkan.tables.arithmetic import Frame, nothing
from samverkan.tables.checks.form import ColumnCheck, Decided, asks, no_detail
from samverkan.tables.register import Register

__all__ = ["FORMS"]

FORMS: dict[str, ColumnCheck] = {}


@asks(FORMS, "coherence.signing-order", contracts=("id", "signed_on"))
def signing_order(register: Register, on: Day, check: Check) -> Decided:
    """A contract was signed on a day that the days of its procurement do not allow.

    ``detail`` says against what: ``published``, ``awarded``, ``cancelled`` or ``concluded``. A
    contract may carry ``published_on`` and ``awarded_on`` itself.
    """
    del on, check
    c = nw.col
    own = register.table(
        "procurements", "id", "published_on", "awarded_on", "cancelled_on", "concluded_on"
    ).select(
        procurement="id",
        _published="published_on",
        _awarded="awarded_on",
        cancelled="cancelled_on",
        concluded="concluded_on",
    )
    contracts = register.table(
        "contracts", "id", "procurement", "parent", "signed_on", "published_on", "awarded_on"
    )
    frame = contracts.filter(~c("signed_on").is_null()).join(own, on="procurement", how="left")
    frame = frame.with_columns(published=nw.coalesce("published_on", "_published"))
    signed = c("signed_on")
    wrong = {
        "published": (signed < c("published"), c("published")),
        "awarded": (signed < c("_awarded"), c("_awarded")),
        "cancelled": (signed >= c("cancelled"), c("cancelled")),
        "concluded": ((signed > c("concluded")) & c("parent").is_null(), c("concluded")),
    }
    parts = [
        frame.filter(is_wrong).select(
            subject="id", detail=nw.lit(name), on="signed_on", against=against
        )
        for name, (is_wrong, against) in wrong.items()
    ]
    return Decided(nw.concat(parts))


@asks(FORMS, "coherence.reversed-period", contracts=("id", "period_start", "period_end"))
def reversed_period(register: Register, on: Day, check: Check) -> Decided:
    """A contract ends before it starts, which no contract of the model can."""
    del on, check
    c = nw.col
    frame = register.table("contracts", "id", "period_start", "period_end")
    wrong = frame.filter(c("period_end") < c("period_start"))
    return Decided(
        wrong.select(
            no_detail("id"), subject="id", on=nothing(nw.Date, "id"), start="period_start",
            end="period_end",
        ).select("subject", "detail", "on", "start", "end")
    )  # fmt: skip


@asks(FORMS, "milestones.incoherent", contract_milestones=("contract", "id", "status"))
def incoherent_milestone(register: Register, on: Day, check: Check) -> Decided:
    """The status of a milestone and its days contradict each other.

    ``detail`` is the milestone; ``what`` is ``met-without-day``, ``day-without-met`` or
    ``due-before-start``.
    """
    del check
    c = nw.col
    frame = register.table(
        "contract_milestones", "contract", "id", "kind", "status", "due_on", "met_on"
    )
    later = nw.coalesce(c("met_on") > on, nw.lit(False))  # a literal of the engine
    frame = frame.with_columns(
        met_on=nw.when(~later).then(c("met_on")), status=nw.when(~later).then(c("status"))
    )
    starts = register.table("contracts", "id", "period_start").rename({"id": "contract"})
    frame = frame.join(starts, on="contract", how="left")
    unmet = (MilestoneStatus.SCHEDULED.value, MilestoneStatus.NOT_MET.value)
    is_before = nw.coalesce(c("kind") == "preProcurement", nw.lit(False))  # as above
    wrong = {
        "met-without-day": (c("status") == MilestoneStatus.MET.value) & c("met_on").is_null(),
        "day-without-met": ~c("met_on").is_null() & c("status").is_in(unmet),
        "due-before-start": (c("due_on") < c("period_start")) & ~is_before,
    }

    def rows(name: str, is_wrong: nw.Expr) -> Frame:
        return frame.filter(is_wrong).select(
            subject="contract",
            detail="id",
            on=nw.coalesce("met_on", "due_on"),
            what=nw.lit(name),
        )

    return Decided(nw.concat([rows(name, is_wrong) for name, is_wrong in wrong.items()]))
