"""Buyers choose how to follow up, step by step, suppliers whose truth the simulator draws.

The simulator says how reliable each supplier is in each month; the agents see it only by checking,
and check less often the surer they are. What a steady policy sees of the same suppliers stands
beside. Where Mesa (https://mesa.readthedocs.io) is installed, the agents run in a Mesa model;
without it they run in a loop, which the output says. Needs the extra ``numeric``.

Run: ``python examples/mesa_relations.py``.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from types import ModuleType

import samverkan as sv
from samverkan.checkpoints import Checkpoint
from samverkan.testing import Policies, Simulation, simulate

RELATIONS, YEARS, SEED = 6, 3, 20260901
STEADY = Policies(reliability=(4, 2), wear=0.05, controls=12, deliveries=0, dialogues=0)


class Buyer:
    """Follows up one supplier, and checks less often the surer it is of it."""

    def __init__(self, run: Simulation, number: int, chance: random.Random) -> None:
        """Take a supplier of the simulator; the buyer does not know how reliable it is."""
        self.buyer, self.supplier = run.pair(number)
        self.truth = run.reliability[number].tolist()
        self.chance = chance
        self.seen: list[Checkpoint] = []

    def opinion(self, on: dt.date) -> sv.Opinion:
        """What the buyer thinks of its supplier on a day, by what it has seen so far."""
        parties = (sv.Party(id=self.buyer), sv.Party(id=self.supplier))
        facts = sv.Portfolio(parties=parties, checkpoints=tuple(self.seen))
        return sv.opinion(facts, self.buyer, self.supplier, on)

    def step(self, month: int, on: dt.date) -> None:
        """Check, with a probability that falls as belief rises."""
        if self.chance.random() < 1.0 - self.opinion(on).belief:
            met = self.chance.random() < self.truth[month]
            self.seen.append(
                Checkpoint(
                    id=f"{self.buyer}-{len(self.seen)}",
                    occurred_on=on,
                    kind="delivery-control",
                    method="sample",
                    outcome="met" if met else "notMet",
                    observer=self.buyer,
                    observed=self.supplier,
                )
            )


def in_mesa(mesa: ModuleType, buyers: list[Buyer], days: Sequence[dt.date]) -> None:
    """The buyers as agents of a Mesa model."""

    class Agent(mesa.Agent):
        def __init__(self, model: object, buyer: Buyer) -> None:
            super().__init__(model)
            self.buyer = buyer

        def month(self, month: int, on: dt.date) -> None:
            self.buyer.step(month, on)

    class Model(mesa.Model):
        def __init__(self) -> None:
            super().__init__()
            for buyer in buyers:
                Agent(self, buyer)

    model = Model()
    for month, on in enumerate(days):
        model.agents.do("month", month, on)


def in_a_loop(buyers: list[Buyer], days: Sequence[dt.date]) -> None:
    """The same buyers without Mesa."""
    for month, on in enumerate(days):
        for buyer in buyers:
            buyer.step(month, on)


def main() -> None:
    """Run the buyers, and hold what they believe against the truth and a steady policy."""
    run = simulate(relations=RELATIONS, years=YEARS, seed=SEED, policies=STEADY)
    chance = random.Random(SEED)  # noqa: S311  # a simulation, no secret
    buyers = [Buyer(run, number, chance) for number in range(RELATIONS)]
    days = [sv.shift(run.start, sv.months(month)) for month in range(run.months)]
    try:
        import mesa
    except ModuleNotFoundError:
        print("Mesa is not installed (pip install mesa): the same agents run in a loop")
        in_a_loop(buyers, days)
    else:
        print("run in a Mesa model")
        in_mesa(mesa, buyers, days)
    for number, buyer in enumerate(buyers):
        opinion = buyer.opinion(run.end)
        print(
            f"{buyer.supplier}: truth {run.truth[number]:.2f}; "
            f"{len(buyer.seen)} checks, expected {opinion.expected:.2f}; "
            f"steady policy {run.controls[number].sum()} checks, "
            f"expected {run.expected()[number]:.2f}"
        )


if __name__ == "__main__":
    main()
