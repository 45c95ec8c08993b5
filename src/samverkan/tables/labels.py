"""Plans with every column that a follow-up has: ids, titles, who, what and on what ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from samverkan.codelists import FollowUpStatus
from samverkan.errors import TableError
from samverkan.tables.arithmetic import nothing
from samverkan.tables.engines import Engine
from samverkan.tables.facts import as_frame

if TYPE_CHECKING:
    from samverkan.tables.planning import TablePlan

__all__ = ["FOLLOW_UP_COLUMNS", "with_labels"]

FOLLOW_UP_COLUMNS = (
    "id", "subject", "rule", "title_sv", "title_en", "anchor", "occurrence", "falls_on", "due_on",
    "status", "kind", "aim", "responsible", "counterpart", "source_kind", "source_ref", "as_of",
)  # fmt: skip
"""The columns of a plan with labels, as :meth:`samverkan.FollowUp.to_dict` has them."""
_NEEDED = ("subject", "rule", "anchor", "occurrence", "falls_on", "due_on")


def with_labels(made: TablePlan) -> Any:  # noqa: ANN401  # a frame of the engine
    """The rows of a plan with all of :data:`FOLLOW_UP_COLUMNS`, in the order they were sorted in.

    Raises:
        TableError: when the plan was made without the columns that tell follow-ups apart.
    """
    frame = as_frame(made.rows)
    found = frame.collect_schema().names()
    if missing := [name for name in _NEEDED if name not in found]:
        raise TableError([f"plan: columns={found} lack {missing}; make it with all columns"])
    engine = Engine(frame)
    frame = frame.with_columns(nw.col("rule").cast(nw.String), nw.col("anchor").cast(nw.String))
    frame = engine.beside(frame, made.rule_table(), "rule")
    frame = frame.with_columns(id=_id(), **_status(made)).select(*FOLLOW_UP_COLUMNS)
    if engine.is_eager:
        return frame.collect().to_native()
    return frame.to_native()


def _id() -> nw.Expr:
    """``subject/rule/anchor fact/occurrence``, a slash within written as ``%2F``."""
    parts = [
        nw.col(name)
        .cast(nw.String)
        .str.replace_all("%", "%25", literal=True)
        .str.replace_all("/", "%2F", literal=True)
        for name in ("subject", "rule", "anchor")
    ]
    return nw.concat_str(*parts, nw.col("occurrence").cast(nw.String), separator="/")


def _status(made: TablePlan) -> dict[str, nw.Expr]:
    planned = nw.lit(FollowUpStatus.PLANNED.value)
    if made.as_of is None:
        return {"status": planned, "as_of": nothing(nw.String, "rule")}
    overdue = nw.lit(FollowUpStatus.OVERDUE_AT_CREATION.value)
    status = nw.when(nw.col("due_on") < made.as_of).then(overdue).otherwise(planned)
    return {"status": status, "as_of": nw.lit(made.as_of.isoformat())}
