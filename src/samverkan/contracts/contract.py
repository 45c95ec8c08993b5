"""The contract itself: what was agreed, and what its facts say of a day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from operator import attrgetter

import attrs

from samverkan.codelists import ContractKind, ContractState, RiskClass, as_contract_kind
from samverkan.contracts.changes import Amendment, Termination, in_force, loose_corrections
from samverkan.contracts.milestones import KeyDate, Milestone
from samverkan.contracts.options import Extension, Option, laid_out
from samverkan.contracts.ratings import RiskRating
from samverkan.errors import ContractError
from samverkan.periods import Day, Period, Span, WorkingDays, day, optional_day, optional_span
from samverkan.values import Money

__all__ = ["Contract"]


def _risk(value: RiskClass | RiskRating | str | None) -> RiskClass | RiskRating | None:
    return value if value is None or isinstance(value, RiskRating) else RiskClass.of(value)


def _days(values: Iterable[str | dt.date]) -> tuple[Day, ...]:
    return tuple(day(value) for value in values)


def _ids(values: Iterable[str]) -> tuple[str, ...]:
    if isinstance(values, str):
        raise ContractError(f"contract: ids={values!r}; expected several; write ({values!r},)")
    return tuple(values)


_KINDS = tuple(
    (name, (kind, type(None)))
    for name, kind in (
        ("period", Period),
        ("termination", Termination),
        ("value", Money),
        ("ceiling", Money),
    )
)
_IDS: tuple[tuple[str, Callable[[object], object]], ...] = (
    ("options", attrgetter("id")),
    ("amendments", attrgetter("id")),
    ("milestones", attrgetter("id")),
    ("dates", attrgetter("name", "fact_id")),
)


@attrs.frozen(kw_only=True)
class Contract:
    """A public contract, framework agreement or call-off (kontrakt, ramavtal, avrop).

    Attributes:
        id: Under which everything else refers to it.
        title: What it is called.
        kind: Contract, framework agreement or call-off.
        buyer: Party id of the buyer; ``None`` where a register does not say.
        suppliers: Party ids of the suppliers.
        private_performer: Whether it hands a municipal matter to a private performer (privat
            utförare, kommunallagen 10:7), which must be followed up (10:8).
        procurement: Id of the procurement it comes from.
        lots: Ids of that procurement's lots it covers.
        parent: Id of the framework agreement it is a call-off from.
        awarded_on: Award decision.
        signed_on: Signed by both sides; the contract is concluded.
        period: First and last day in force, as first agreed.
        notice: How long before it ends notice must be given (uppsägningstid).
        options: Rights to extend or to buy more, in the order they follow each other.
        price_revisions: Days on which prices are revised.
        amendments: What was changed since.
        termination: How it ended early.
        value: Value without VAT, as first agreed.
        ceiling: Highest value of a framework agreement (takvärde).
        risk_class: A, B or C, or a :class:`RiskRating` to classify it by.
        milestones: OCDS milestones.
        dates: Days with names of the user's own.

    >>> contract = Contract(
    ...     id="A-2026-17", signed_on="2026-08-17", period=Period("2026-09-01", "2029-08-31"),
    ...     amendments=(Amendment(id="1", occurred_on="2028-05-01", new_end="2029-12-31"),),
    ... )
    >>> [str(contract.end(on)) for on in ("2028-04-30", "2028-05-01")]
    ['2029-08-31', '2029-12-31']

    Raises:
        ContractError: when facts contradict each other.
    """

    id: str
    title: str | None = None
    kind: ContractKind = attrs.field(default=ContractKind.CONTRACT, converter=as_contract_kind)
    buyer: str | None = None
    suppliers: tuple[str, ...] = attrs.field(default=(), converter=_ids)
    private_performer: bool | None = None
    procurement: str | None = None
    lots: tuple[str, ...] = attrs.field(default=(), converter=_ids)
    parent: str | None = None
    awarded_on: Day | None = attrs.field(default=None, converter=optional_day)
    signed_on: Day | None = attrs.field(default=None, converter=optional_day)
    period: Period | None = None
    notice: Span | None = attrs.field(default=None, converter=optional_span)
    options: tuple[Option, ...] = attrs.field(default=(), converter=tuple[Option, ...])
    price_revisions: tuple[Day, ...] = attrs.field(default=(), converter=_days)
    amendments: tuple[Amendment, ...] = attrs.field(default=(), converter=tuple[Amendment, ...])
    termination: Termination | None = None
    value: Money | None = None
    ceiling: Money | None = None
    risk_class: RiskClass | RiskRating | None = attrs.field(default=None, converter=_risk)
    milestones: tuple[Milestone, ...] = attrs.field(default=(), converter=tuple[Milestone, ...])
    dates: tuple[KeyDate, ...] = attrs.field(default=(), converter=tuple[KeyDate, ...])

    def __attrs_post_init__(self) -> None:
        for problem in self._problems():
            raise ContractError(f"contract {self.id!r}: {problem}")

    def _problems(self) -> Iterable[str]:
        if not self.id:
            yield f"id={self.id!r}; expected a text; give it one"
        for name, kind in _KINDS:
            if not isinstance(value := getattr(self, name), kind):
                yield (
                    f"{name}={value!r} is of type {type(value).__name__}; expected "
                    f"{kind[0].__name__}; make one of it"
                )
        if self.buyer is not None and self.buyer in self.suppliers:
            yield (
                f"buyer={self.buyer!r} is also among the suppliers; "
                "for work done in-house record a relation instead of a contract"
            )
        if self.parent == self.id:
            yield f"parent={self.parent!r} is the contract itself; name the framework agreement"
        if (
            self.awarded_on is not None
            and self.signed_on is not None
            and self.signed_on < self.awarded_on
        ):
            yield (
                f"signed before it was awarded: signed_on={self.signed_on}, "
                f"awarded_on={self.awarded_on}; correct one of them or leave it out"
            )
        yield from self._before_the_start()
        if self.ceiling is not None and self.kind is not ContractKind.FRAMEWORK:
            yield (
                f"ceiling={self.ceiling} on kind={self.kind.value!r}; only a framework agreement "
                "has a ceiling; set kind='framework' or leave the ceiling out"
            )
        yield from self._shared_ids()
        if self.amendments:
            yield from loose_corrections(self.amendments)

    def _shared_ids(self) -> Iterable[str]:
        stated: list[tuple[str, tuple[object, ...]]] = [("suppliers", self.suppliers)]
        for name, id_of in _IDS:
            if facts := getattr(self, name):
                stated.append((name, tuple(map(id_of, facts))))
        for name, ids in stated:
            if len(ids) > 1 and len(set(ids)) < len(ids):
                twice = sorted(str(one) for one, count in Counter(ids).items() if count > 1)
                yield f"{name} share an id: {name}={twice}; give each its own"

    def _before_the_start(self) -> Iterable[str]:
        start = None if self.period is None else self.period.start
        if start is None:
            return
        if self.termination is not None and self.termination.last_day < start:
            yield (
                f"terminated before it starts: last_day={self.termination.last_day}, "
                f"start={start}; correct one of them"
            )
        for amendment in self.amendments:
            if amendment.new_end is not None and amendment.new_end < start:
                yield (
                    f"amendment {amendment.id!r} ends it before it starts: "
                    f"new_end={amendment.new_end}, start={start}; correct one of them"
                )

    @property
    def follow_up_class(self) -> RiskClass | None:
        """The class that follow-up goes by: as stated, or classified; ``None`` without either.

        A contract with a private performer is never below B, since the law asks for follow-up
        (kommunallagen 10:8; the floor is this library's choice).
        """
        found = self.risk_class
        if isinstance(found, RiskRating):
            found = found.risk_class
        return RiskClass.B if found is RiskClass.C and self.private_performer else found

    def amendments_by(self, as_of: str | dt.date | None = None) -> tuple[Amendment, ...]:
        """The amendments in force on a day, oldest first; one that was corrected never is."""
        return in_force(self.amendments, optional_day(as_of))

    def extensions(
        self, as_of: str | dt.date | None = None, calendar: WorkingDays | None = None
    ) -> tuple[Extension, ...]:
        """Every option that extends the contract, laid out with the facts of a day.

        An open option is laid out as if the open ones before it were exercised; ``assumes`` names
        those. Empty where the contract has no end.

        Args:
            as_of: The day whose facts count; all facts where left out.
            calendar: Tells the deadline of an option whose notice is in working days.
        """
        return self._laid_out(optional_day(as_of), calendar)[1]

    def end(self, as_of: str | dt.date | None = None) -> Day | None:
        """The last day in force as known on a day; ``None`` where there is none (tills vidare).

        The agreed end, moved by the options exercised and the amendments in force by then, and cut
        by a termination decided by then. Without a day: by all facts.
        """
        on = optional_day(as_of)
        ended = self.termination
        if ended is None and not self.options and not self.amendments:
            return None if self.period is None else self.period.end
        end = self._laid_out(on)[0]
        if ended is not None and (on is None or ended.known_on <= on):
            return ended.last_day if end is None else min(end, ended.last_day)
        return end

    def _laid_out(
        self, as_of: Day | None, calendar: WorkingDays | None = None
    ) -> tuple[Day | None, tuple[Extension, ...]]:
        """The end by options and amendments, and the options in time."""
        end = None if self.period is None else self.period.end
        if not self.amendments and not self.options:
            return end, ()
        return laid_out(end, self.options, self.amendments_by(as_of), as_of, calendar)

    def state(self, as_of: str | dt.date) -> ContractState | None:
        """Where the contract stands on a day; ``None`` where its facts do not tell.

        With no day of signing the period decides, since a contract that runs has been concluded.
        A contract is terminated when the day lies after its end and a termination known by then
        ended it earlier than its period, options and amendments would have.
        """
        on = day(as_of)
        end = self.end(on)
        over = end is not None and on > end
        if over and end != self._laid_out(on)[0]:
            return ContractState.TERMINATED
        if self.signed_on is not None and on < self.signed_on:
            return ContractState.PENDING
        if over:
            return ContractState.ENDED
        if self.period is None:
            return None
        start = self.period.start
        if start is None:
            return None if self.signed_on is None else ContractState.ACTIVE
        if on >= start:
            return ContractState.ACTIVE
        return None if self.signed_on is None else ContractState.SIGNED

    def label(self, lang: str = "en") -> str:
        """Its title, or its id where it has none."""
        del lang  # a title has one language
        return self.title or self.id
