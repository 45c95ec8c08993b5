"""What happened to a contract after it was signed: amendments, and an early end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import attrs

from samverkan.codelists import (
    AmendmentGround,
    TerminationReason,
    as_amendment_ground,
    as_termination_reason,
)
from samverkan.periods import Day, Moment, day, optional_day, optional_moment
from samverkan.values import Money

__all__ = ["Amendment", "Termination"]


@attrs.frozen(kw_only=True)
class Amendment:
    """A change of the contract (ändring av kontrakt; eForms contract modification).

    Attributes:
        id: Unique within its contract.
        occurred_on: The day it takes effect.
        ground: Why it may be made (LOU 17:9-14; BT-200).
        value_change: What it adds to, or takes from, the value, without VAT.
        new_end: The last day of the contract after it.
        description: What changes.
        recorded_at: The moment it became known; the start of the day where left out.
        replaces: Id of the amendment that this one corrects, which then never counts.

    >>> longer = Amendment(
    ...     id="1", occurred_on="2028-05-01", ground="mod-rev", new_end="2029-12-31"
    ... )
    >>> longer.ground.label("sv")
    'ändrings- eller optionsklausul'
    """

    id: str
    occurred_on: Day = attrs.field(converter=day)
    ground: AmendmentGround | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_amendment_ground)
    )
    value_change: Money | None = None
    new_end: Day | None = attrs.field(default=None, converter=optional_day)
    description: str | None = None
    recorded_at: Moment | None = attrs.field(default=None, converter=optional_moment)
    replaces: str | None = None


@attrs.frozen(kw_only=True)
class Termination:
    """An end before the agreed one (förtida upphörande).

    Attributes:
        last_day: Last day in force.
        reason: Why.
        decided_on: The day it was decided; the last day where left out.

    >>> Termination(last_day="2027-12-31", reason="notice", decided_on="2027-09-15").known_on
    Date(2027, 9, 15)
    """

    last_day: Day = attrs.field(converter=day)
    reason: TerminationReason | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_termination_reason)
    )
    decided_on: Day | None = attrs.field(default=None, converter=optional_day)

    @property
    def known_on(self) -> Day:
        """The day from which it counts: that of the decision, else the last day in force."""
        return self.decided_on or self.last_day


def in_force(
    amendments: Iterable[Amendment], as_of: dt.date | None = None
) -> tuple[Amendment, ...]:
    """The amendments that have taken effect by a day, oldest first.

    One that is corrected never counts, whenever its correction takes effect: what was known before
    the correction was made is a question about knowledge, not about the day.

    >>> wrong = Amendment(id="1", occurred_on="2028-05-01", new_end="2029-12-31")
    >>> right = Amendment(id="2", occurred_on="2028-06-01", new_end="2029-12-31", replaces="1")
    >>> [one.id for one in in_force((right, wrong))], in_force((right, wrong), day("2028-05-15"))
    (['2'], ())
    """
    several = tuple(amendments)
    replaced = {one.replaces for one in several}
    counting = (
        one
        for one in several
        if one.id not in replaced and (as_of is None or one.occurred_on <= as_of)
    )
    return tuple(sorted(counting, key=_occurred))


def _occurred(amendment: Amendment) -> Day:
    return amendment.occurred_on


def loose_corrections(amendments: Sequence[Amendment]) -> Iterable[str]:
    """What is wrong with the corrections among amendments, a sentence each.

    >>> list(loose_corrections((Amendment(id="1", occurred_on="2028-05-01", replaces="7"),)))
    ["amendment '1' replaces='7'; expected the id of another amendment of the contract"]
    """
    known = {amendment.id for amendment in amendments}
    corrected_by: dict[str, str] = {}
    for one in amendments:
        if one.replaces is None:
            continue
        if one.replaces not in known or one.replaces == one.id:
            yield (
                f"amendment {one.id!r} replaces={one.replaces!r}; "
                "expected the id of another amendment of the contract"
            )
        elif one.replaces in corrected_by:
            yield (
                f"amendments {corrected_by[one.replaces]!r} and {one.id!r} share "
                f"replaces={one.replaces!r}; let the later one replace the earlier one"
            )
        else:
            corrected_by[one.replaces] = one.id
    if circle := _never_final(corrected_by):
        yield (
            f"amendments replace each other in a circle: replaces={circle}; "
            "leave replaces out of the first one"
        )


def _never_final(corrected_by: Mapping[str, str]) -> list[str]:
    """The ids whose corrections lead back to themselves; each is corrected at most once."""
    final: set[str] = set()
    for first in corrected_by:
        chain, last = {first}, corrected_by[first]
        while last in corrected_by and last not in chain | final:
            chain.add(last)
            last = corrected_by[last]
        if last not in chain:
            final |= chain
    return sorted(set(corrected_by) - final)
