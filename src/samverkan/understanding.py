"""Understanding: who needs what, who holds which role, and what the other side has confirmed.

People appear as holders of roles only: a role is held by an organisation's function, never by a
named person.

>>> need = Need(
...     id="N-1", owner="SE-2120999996", statement="school meals that pupils eat",
...     stated_on="2026-01-07",
...     confirmed_by=(Confirmation(by="SE-5599999991", on="2026-01-20"),),
... )
>>> need.is_confirmed()
True
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from samverkan.codelists import Phase, Role, as_role
from samverkan.facts import Fact
from samverkan.periods import Day, Period, day, optional_day

__all__ = ["ChangedCircumstance", "Confirmation", "Need", "RoleHolding"]


@attrs.frozen(kw_only=True)
class Confirmation:
    """A party says that it has understood the same (bekräftelse).

    Attributes:
        by: Party id.
        on: The day.

    >>> Confirmation(by="SE-5599999991", on="2026-01-20").on
    Date(2026, 1, 20)
    """

    by: str
    on: Day = attrs.field(converter=day)


def _by(
    confirmations: tuple[Confirmation, ...], owner: str, as_of: dt.date | None
) -> tuple[Confirmation, ...]:
    return tuple(
        one for one in confirmations if one.by != owner and (as_of is None or one.on <= as_of)
    )


def _phase(value: Phase | str) -> Phase:
    return Phase.of(value)


@attrs.frozen(kw_only=True)
class Need(Fact):
    """What a party needs (behov), and who has confirmed that it is understood.

    Attributes:
        owner: Party id of who needs it.
        statement: The need in words.
        stated_on: The day it was stated.
        procurement: Id of the procurement it led to.
        contract: Id of the contract that shall meet it.
        held_by: The function that speaks for it, such as ``user`` or ``orderer``.
        confirmed_by: Who has confirmed it, and when.

    >>> Need(id="N-2", owner="A", statement="light", stated_on="2026-01-07").is_confirmed()
    False
    """

    owner: str
    statement: str
    stated_on: Day = attrs.field(converter=day)
    procurement: str | None = None
    contract: str | None = None
    held_by: Role | None = attrs.field(default=None, converter=attrs.converters.optional(as_role))
    confirmed_by: tuple[Confirmation, ...] = attrs.field(
        default=(), converter=tuple[Confirmation, ...]
    )

    @property
    def happened_on(self) -> Day:
        """The day it was stated."""
        return self.stated_on

    def _without_later(self, last: Day) -> Need:
        kept = tuple(one for one in self.confirmed_by if one.on <= last)
        return self if kept == self.confirmed_by else attrs.evolve(self, confirmed_by=kept)

    def is_confirmed(self, as_of: dt.date | None = None) -> bool:
        """Whether somebody other than the owner has confirmed it, by a day where one is given."""
        return bool(_by(self.confirmed_by, self.owner, as_of))


@attrs.frozen(kw_only=True)
class RoleHolding(Fact):
    """A role in one contract or procurement, from one day to another (rollinnehav).

    The holder is an organisation; the function within it is the role. Supplier and performer
    (leverantör, utförare) are different roles and may be held by different parties.

    Attributes:
        party: Party id of the organisation.
        role: The role or function.
        contract: Id of the contract it is held in.
        procurement: Id of the procurement it is held in.
        phase: The phase it is held in; ``None`` for all.
        period: From when to when; ``None`` for as long as the contract or procurement lasts.
        confirmed_by: Who of the other side has confirmed it, and when.

    >>> RoleHolding(
    ...     id="R-1", party="SE-5599999991", role="performer", contract="A-1",
    ...     period=Period("2026-09-01", None),
    ... ).holds(day("2026-08-31"))
    False

    Raises:
        FactError: when it is held in neither a contract nor a procurement.
    """

    party: str
    role: Role = attrs.field(converter=as_role)
    contract: str | None = None
    procurement: str | None = None
    phase: Phase | None = attrs.field(default=None, converter=attrs.converters.optional(_phase))
    period: Period | None = None
    confirmed_by: tuple[Confirmation, ...] = attrs.field(
        default=(), converter=tuple[Confirmation, ...]
    )

    def _problems(self) -> Iterable[str]:
        yield from super()._problems()
        if self.contract is None and self.procurement is None:
            yield (
                f"role={self.role.value!r} in neither contract nor procurement; "
                "name the one it is held in"
            )

    @property
    def happened_on(self) -> Day | None:
        """The day from which it is held."""
        return None if self.period is None else self.period.start

    def _without_later(self, last: Day) -> RoleHolding:
        kept = tuple(one for one in self.confirmed_by if one.on <= last)
        return self if kept == self.confirmed_by else attrs.evolve(self, confirmed_by=kept)

    def holds(self, on: dt.date) -> bool:
        """Whether it is held on a day."""
        return self.period is None or on in self.period

    def is_confirmed(self, as_of: dt.date | None = None) -> bool:
        """Whether somebody other than the holder has confirmed it."""
        return bool(_by(self.confirmed_by, self.party, as_of))


@attrs.frozen(kw_only=True)
class ChangedCircumstance(Fact):
    """Something around a contract that is no longer as it was agreed for (ändrat förhållande).

    Attributes:
        contract: Id of the contract.
        what: What changed, in words.
        occurred_on: The day it was seen.
        was_foreseeable: Whether the buyer should have foreseen it; ``None`` unknown.
        answered_on: The day the parties agreed what to do about it.
        amendment: Id of the amendment that it led to, within the contract.

    >>> ChangedCircumstance(
    ...     id="C-1", contract="A-1", what="a school closes", occurred_on="2027-02-01",
    ... ).answered_on is None
    True
    """

    contract: str
    what: str
    occurred_on: Day = attrs.field(converter=day)
    was_foreseeable: bool | None = None
    answered_on: Day | None = attrs.field(default=None, converter=optional_day)
    amendment: str | None = None

    @property
    def happened_on(self) -> Day:
        """The day it was seen."""
        return self.occurred_on

    def _without_later(self, last: Day) -> ChangedCircumstance:
        if self.answered_on is not None and self.answered_on > last:
            return attrs.evolve(self, answered_on=None, amendment=None)
        return self
