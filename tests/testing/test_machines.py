"""The machines: the library agrees with itself, a system with a fault is found out."""

# ruff: noqa: ARG002  # a system with a fault is told what the sound one is told

from __future__ import annotations

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

import samverkan as sv
from samverkan.testing import ContractLifecycle, ProcurementLifecycle

FEW = settings(max_examples=30, stateful_step_count=10, database=None)
SEARCH = settings(
    max_examples=300,
    stateful_step_count=8,
    database=None,
    derandomize=True,
    phases=(Phase.generate, Phase.shrink),
)


@pytest.mark.parametrize("machine", [ContractLifecycle, ProcurementLifecycle])
def test_the_library_agrees_with_itself(machine):
    run_state_machine_as_test(machine, settings=FEW)


class ForgetsTermination(ContractLifecycle):
    """A system that goes on as if the contract had not been ended."""

    def shown_end(self):
        return sv.Contract(
            id="A-1",
            period=self.contract.period,
            options=self.contract.options,
            amendments=self.contract.amendments,
        ).end(self.today)


class NeverEnds(ContractLifecycle):
    """A system that shows a contract as running for ever."""

    def shown_state(self):
        return "active"


class KeepsOldDeadlines(ContractLifecycle):
    """A system that works the deadlines out once, when the contract is signed."""

    def signed(self, contract):
        self.worked_out = dict(self.deadlines())

    def shown_deadlines(self):
        open_ones = {option.id for option in self.open_options()}
        return {name: on for name, on in self.worked_out.items() if name in open_ones}


class TakesAnything(ProcurementLifecycle):
    """A system that takes whatever day it is given."""

    def happen(self, what, on):
        return True


class RefusesCancelling(ProcurementLifecycle):
    """A system that does not know that a procurement may be cancelled."""

    def happen(self, what, on):
        return what != "cancelled" and super().happen(what, on)


class DuringForEver(ProcurementLifecycle):
    """A system that forgets to leave the phase."""

    def shown_phase(self):
        found = super().shown_phase()
        return "during" if found is sv.Phase.AFTER else found


@pytest.mark.parametrize(
    ("machine", "says"),
    [
        (ForgetsTermination, "end on"),
        (NeverEnds, "state on"),
        (KeepsOldDeadlines, "open options on"),
        (TakesAnything, "the library refuses it"),
        (RefusesCancelling, "the system refuses it"),
        (DuringForEver, "phase on"),
    ],
)
def test_a_system_with_a_fault_is_found_out(machine, says):
    with pytest.raises(AssertionError, match=says):
        run_state_machine_as_test(machine, settings=SEARCH)
