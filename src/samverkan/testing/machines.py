"""State machines that drive a system of the reader's own through the life of a contract.

Each keeps the library's own values beside the system and compares the two after every step. A
reader subclasses one, tells the system what happens in its methods, gives back what the system
shows, and runs ``Sub.TestCase`` with pytest or unittest.

>>> from hypothesis.stateful import run_state_machine_as_test
>>> from hypothesis import settings
>>> quick = settings(max_examples=3, stateful_step_count=5, database=None)
>>> run_state_machine_as_test(ContractLifecycle, settings=quick)
"""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from samverkan.codelists import ContractState, OptionOutcome, Phase
from samverkan.contracts import Amendment, Contract, Option, OptionDecision, Termination
from samverkan.errors import ProcurementError
from samverkan.periods import Day, Period, Span, day_from_ordinal, months, shift
from samverkan.procurements import Procurement
from samverkan.testing.strategies import days, periods

__all__ = ["HAPPENINGS", "ContractLifecycle", "ProcurementLifecycle"]

_LENGTHS = st.sampled_from((months(12), months(1), months(6), months(24)))
_NOTICES = st.sampled_from((months(6), months(0), months(3), months(1)))
_STEPS = st.sampled_from((1, 30, 365, 7, 180))
_OUTCOMES = st.sampled_from(OptionOutcome)
_MONTHS = st.integers(0, 30 * 12).map(months)


def _first_of_month(passed: Span) -> Day:
    return shift("2020-01-01", passed)


_PERIODS = periods(starts=_MONTHS.map(_first_of_month), allow_open=False) | periods(
    allow_open=False
)
"""Half of them begin on the first of a month and so end on the last of one, as contracts do."""
_MOVED = st.integers(0, 800)
_GIVEN = st.integers(0, 200)
_TERMS = st.tuples(_LENGTHS, _NOTICES)
_OPTIONS = st.lists(_TERMS, max_size=1) | st.lists(_TERMS, min_size=2, max_size=3)


class ContractLifecycle(RuleBasedStateMachine):
    """The life of one contract (avtalets liv): options, decisions, amendments, an early end.

    Override the methods that tell the system what happened (:meth:`signed`, :meth:`decided`,
    :meth:`amended`, :meth:`terminated`, :meth:`day_passed`) and those that give back what it shows
    (:meth:`shown_end`, :meth:`shown_state`, :meth:`shown_deadlines`). What is not overridden is
    not compared. Everything that happens, happens on :attr:`today`, which only moves on.

    Attributes:
        today: The day it is.
        contract: What the library holds of the contract.

    >>> class AddsYearsAsDays(ContractLifecycle):
    ...     def signed(self, contract):
    ...         self.end = contract.period.end
    ...     def decided(self, option, decision):
    ...         if decision.outcome.value == "exercised":
    ...             self.end = self.end.add(days=30 * option.extend_by.months)
    ...     def amended(self, amendment):
    ...         self.end = amendment.new_end or self.end
    ...     def terminated(self, termination):
    ...         self.end = min(self.end, termination.last_day)
    ...     def shown_end(self):
    ...         return self.end
    >>> from hypothesis import Phase, settings
    >>> from hypothesis.stateful import run_state_machine_as_test
    >>> search = settings(phases=[Phase.generate], derandomize=True, database=None)
    >>> run_state_machine_as_test(AddsYearsAsDays, settings=search)
    Traceback (most recent call last):
    AssertionError: ...end...
    """

    def __init__(self) -> None:
        super().__init__()
        self.today: Day = day_from_ordinal(1)
        self.contract: Contract = Contract(id="A-1")

    # ---------------------------------------------------------------- what a reader overrides
    def signed(self, contract: Contract) -> None:
        """The contract is signed, with all its options."""

    def decided(self, option: Option, decision: OptionDecision) -> None:
        """The buyer has decided about an option."""

    def amended(self, amendment: Amendment) -> None:
        """The contract is amended."""

    def terminated(self, termination: Termination) -> None:
        """An early end is decided."""

    def day_passed(self, today: Day) -> None:
        """It is another day."""

    def shown_end(self) -> object:
        """The last day of the contract as the system shows it (a day or its ISO text)."""
        return self.contract.end(self.today)

    def shown_state(self) -> object:
        """The state of the contract as the system shows it (a state or its code)."""
        return self.contract.state(self.today)

    def shown_deadlines(self) -> Any:  # noqa: ANN401  # a mapping of whatever the system shows
        """The last day to exercise each open option, by its id, as the system shows them."""
        return self.deadlines()

    # ---------------------------------------------------------------- what the library says
    def deadlines(self) -> dict[str, Day]:
        """The last day to exercise each open option, by its id."""
        return {
            way.option.id: way.deadline
            for way in self.contract.extensions(self.today)
            if way.outcome is None and way.deadline is not None
        }

    def open_options(self) -> list[Option]:
        """The options about which nothing is decided."""
        return [option for option in self.contract.options if not option.decisions]

    @property
    def is_over(self) -> bool:
        """Whether the contract has ended."""
        return self.contract.state(self.today) in {ContractState.ENDED, ContractState.TERMINATED}

    # ---------------------------------------------------------------- steps
    @initialize(
        period=_PERIODS,
        options=_OPTIONS,
    )
    def sign(self, period: Period, options: list[tuple[Any, Any]]) -> None:
        """Sign a contract, some days or none before it starts."""
        assert period.start is not None
        self.today = period.start
        self.contract = Contract(
            id="A-1",
            buyer="SE-5599900007",
            suppliers=("SE-5599900015",),
            signed_on=self.today,
            period=period,
            options=tuple(
                Option(id=str(number), extend_by=extend_by, notice=notice)
                for number, (extend_by, notice) in enumerate(options, 1)
            ),
        )
        self.signed(self.contract)

    @rule(step=_STEPS)
    def wait(self, step: int) -> None:
        """Let days pass."""
        self.today = day_from_ordinal(self.today.toordinal() + step)
        self.day_passed(self.today)

    @precondition(lambda self: not self.is_over and bool(self.open_options()))
    @rule(outcome=_OUTCOMES)
    def decide(self, outcome: OptionOutcome) -> None:
        """Decide about the first option that is open."""
        option = self.open_options()[0]
        decision = OptionDecision(outcome=outcome, decided_on=self.today)
        changed = attrs.evolve(option, decisions=(decision,))
        self.contract = attrs.evolve(
            self.contract,
            options=tuple(changed if one is option else one for one in self.contract.options),
        )
        self.decided(option, decision)
        self.wait(1)  # of one day an amendment would come before the decision

    @precondition(lambda self: not self.is_over and self.contract.termination is None)
    @rule(moved=_MOVED)
    def amend(self, moved: int) -> None:
        """Amend the contract so that it ends on another day, today at the earliest."""
        amendment = Amendment(
            id=str(len(self.contract.amendments) + 1),
            occurred_on=self.today,
            ground="mod-rev",
            new_end=day_from_ordinal(self.today.toordinal() + moved),
        )
        self.contract = attrs.evolve(
            self.contract, amendments=(*self.contract.amendments, amendment)
        )
        self.amended(amendment)
        self.wait(1)

    @precondition(lambda self: not self.is_over and self.contract.termination is None)
    @rule(notice=_GIVEN)
    def terminate(self, notice: int) -> None:
        """Decide that the contract ends early, or no later than it would."""
        termination = Termination(
            last_day=day_from_ordinal(self.today.toordinal() + notice),
            reason="notice",
            decided_on=self.today,
        )
        self.contract = attrs.evolve(self.contract, termination=termination)
        self.terminated(termination)

    # ---------------------------------------------------------------- what is compared
    @invariant()
    def the_end_is_the_same(self) -> None:
        """The system and the library name the same last day."""
        if self.contract.period is not None:
            expected, shown = self.contract.end(self.today), self.shown_end()
            assert str(shown) == str(expected), (
                f"end on {self.today}: the system shows {shown}, the library says {expected}"
            )

    @invariant()
    def the_state_is_the_same(self) -> None:
        """The system and the library name the same state."""
        if self.contract.period is not None:
            expected = self.contract.state(self.today)
            shown = self.shown_state()
            assert getattr(shown, "value", shown) == getattr(expected, "value", expected), (
                f"state on {self.today}: the system shows {shown!r}, the library says {expected!r}"
            )

    @invariant()
    def the_deadlines_are_the_same(self) -> None:
        """The system and the library name the same last days to exercise the open options."""
        if self.contract.period is not None:
            expected = {name: str(on) for name, on in self.deadlines().items()}
            shown = {str(name): str(on) for name, on in dict(self.shown_deadlines()).items()}
            assert shown == expected, (
                f"open options on {self.today}: the system shows {shown}, "
                f"the library says {expected}"
            )


HAPPENINGS = (
    "started",
    "published",
    "tenders_due",
    "awarded",
    "notified",
    "concluded",
    "cancelled",
)
"""What happens to a procurement; each is a day of :class:`~samverkan.Procurement` (``…_on``)."""
_HAPPENINGS = st.sampled_from(HAPPENINGS)


class ProcurementLifecycle(RuleBasedStateMachine):
    """The life of one procurement (upphandlingens gång), legal steps and illegal ones.

    Override :meth:`happen`, which tells the system that something happened on a day and gives back
    whether it took that, and :meth:`shown_phase`. A step that the library refuses, since its day
    cannot come before another, must be refused by the system, and change nothing.

    Attributes:
        today: The day it is.
        procurement: What the library holds of the procurement.

    >>> class TakesAnything(ProcurementLifecycle):
    ...     def happen(self, what, on):
    ...         return True
    >>> from hypothesis import Phase, settings
    >>> from hypothesis.stateful import run_state_machine_as_test
    >>> search = settings(phases=[Phase.generate], derandomize=True, database=None)
    >>> run_state_machine_as_test(TakesAnything, settings=search)
    Traceback (most recent call last):
    AssertionError: ...the library refuses it...
    """

    def __init__(self) -> None:
        super().__init__()
        self.today: Day = day_from_ordinal(1)
        self.procurement = Procurement(id="U-1")

    # ---------------------------------------------------------------- what a reader overrides
    def created(self, procurement: Procurement) -> None:
        """The procurement is registered; nothing has happened."""

    def happen(self, what: str, on: Day) -> bool:
        """Something of :data:`HAPPENINGS` happened on a day; whether the system took it."""
        return self._after(what, on) is not None

    def shown_phase(self) -> object:
        """The phase as the system shows it: a phase, its code, or ``None`` where unknown."""
        return self.procurement.phase(self.today)

    # ---------------------------------------------------------------- steps
    @initialize(today=days())
    def create(self, today: Day) -> None:
        """Register a procurement."""
        self.today = today
        self.created(self.procurement)

    @rule(step=_STEPS)
    def wait(self, step: int) -> None:
        """Let days pass."""
        self.today = day_from_ordinal(self.today.toordinal() + step)

    @rule(what=_HAPPENINGS, back=st.sampled_from((0, 0, 0, 1, 30)))
    def happens(self, what: str, back: int) -> None:
        """Something happens today, or is said to have happened some days ago."""
        on = day_from_ordinal(max(1, self.today.toordinal() - back))
        expected = self._after(what, on)
        taken = self.happen(what, on)
        if expected is None:
            assert not taken, (
                f"{what} on {on}: the system takes it, the library refuses it: {self.procurement}"
            )
            return
        assert taken, f"{what} on {on}: the system refuses it, the library takes it"
        self.procurement = expected

    def _after(self, what: str, on: Day) -> Procurement | None:
        """The procurement after something happened; ``None`` where it cannot."""
        if getattr(self.procurement, f"{what}_on") is not None:
            return None  # what has happened does not happen again
        try:
            return attrs.evolve(self.procurement, **{f"{what}_on": on})  # type: ignore[arg-type]  # each is one of its days
        except ProcurementError:
            return None

    # ---------------------------------------------------------------- what is compared
    @invariant()
    def the_phase_is_the_same(self) -> None:
        """The system and the library name the same phase."""
        expected, shown = self.procurement.phase(self.today), self.shown_phase()
        assert getattr(shown, "value", shown) == getattr(expected, "value", expected), (
            f"phase on {self.today}: the system shows {shown!r}, the library says {expected!r}"
        )

    @invariant()
    def it_never_goes_back(self) -> None:
        """After a procurement nothing is before or during it."""
        phase = self.procurement.phase(self.today)
        closed = self.procurement.concluded_on or self.procurement.cancelled_on
        if closed is not None and closed <= self.today:
            assert phase is Phase.AFTER, f"phase on {self.today}: {phase} after it was closed"
