"""Days within a contract: milestones as OCDS has them, and days with names of the user's own."""

from __future__ import annotations

import attrs

from samverkan.codelists import (
    MilestoneKind,
    MilestoneStatus,
    as_milestone_kind,
    as_milestone_status,
)
from samverkan.periods import Day, day, optional_day

__all__ = ["KeyDate", "Milestone"]


@attrs.frozen
class KeyDate:
    """A day with a name of the user's own, which rules may hang on (eget datum).

    The name ``"incident"`` is what the bundled rule on deviations hangs on.

    Attributes:
        name: What rules call it.
        on: The day.
        id: Tells several of one name apart; the day itself where left out.

    >>> KeyDate("incident", "2027-03-01").fact_id
    '2027-03-01'
    """

    name: str
    on: Day = attrs.field(converter=day)
    id: str | None = None

    @property
    def fact_id(self) -> str:
        """Under which follow-ups refer to it."""
        return self.id or self.on.isoformat()


@attrs.frozen(kw_only=True)
class Milestone:
    """Something that shall have happened by a day (milstolpe; OCDS ``Milestone``).

    Attributes:
        id: Unique within its contract.
        kind: OCDS milestone type.
        title: What it is called.
        due_on: The day it is due.
        met_on: The day it was met.
        status: OCDS milestone status.
        code: The publisher's code for it.

    >>> handover = Milestone(id="m1", kind="delivery", due_on="2027-06-30", status="scheduled")
    >>> handover.kind.label("sv"), handover.met_on
    ('leverans', None)
    """

    id: str
    kind: MilestoneKind | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_milestone_kind)
    )
    title: str | None = None
    due_on: Day | None = attrs.field(default=None, converter=optional_day)
    met_on: Day | None = attrs.field(default=None, converter=optional_day)
    status: MilestoneStatus | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_milestone_status)
    )
    code: str | None = None
