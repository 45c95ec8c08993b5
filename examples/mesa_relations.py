"""Buyers choose how to follow up, step by step; the opinion they form is this library's.

The agents are plain Python. Where Mesa (https://mesa.readthedocs.io) is installed, the same agents
run in a Mesa model; without it they run in a loop, which the output says.

Run: ``python examples/mesa_relations.py``.
"""

from __future__ import annotations

import datetime as dt
import random

import samverkan as sv
from samverkan.checkpoints import Checkpoint

RELATIONS, MONTHS, SEED = 6, 36, 20260901


class Buyer:
    """Follows up one supplier, and checks less often the surer it is of it."""

    def __init__(self, number: int, chance: random.Random) -> None:
        """Draw the supplier's reliability, which the buyer does not know."""
        self.buyer, self.supplier = f"buyer-{number}", f"supplier-{number}"
        self.truth = chance.betavariate(4, 2)
        self.chance = chance
        self.seen: list[Checkpoint] = []

    def portfolio(self) -> sv.Portfolio:
        """What the buyer has seen so far, as facts."""
        parties = (sv.Party(id=self.buyer), sv.Party(id=self.supplier))
        return sv.Portfolio(parties=parties, checkpoints=tuple(self.seen))

    def opinion(self, on: dt.date) -> sv.Opinion:
        """What the buyer thinks of its supplier on a day."""
        return sv.opinion(self.portfolio(), self.buyer, self.supplier, on)

    def month(self, on: dt.date) -> None:
        """Check, with a probability that falls as trust and its certainty rise."""
        opinion = self.opinion(on)
        if self.chance.random() < 1.0 - opinion.belief:
            met = self.chance.random() < self.truth
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


def days() -> list[dt.date]:
    """The first day of each month."""
    return [sv.shift("2024-01-01", sv.months(n)) for n in range(MONTHS)]


def in_mesa(buyers: list[Buyer]) -> None:
    """The same buyers as agents of a Mesa model."""
    import mesa

    class Agent(mesa.Agent):
        def __init__(self, model: mesa.Model, buyer: Buyer) -> None:
            super().__init__(model)
            self.buyer = buyer

        def month(self, on: dt.date) -> None:
            self.buyer.month(on)

    class Model(mesa.Model):
        def __init__(self) -> None:
            super().__init__()
            for buyer in buyers:
                Agent(self, buyer)

    model = Model()
    for on in days():
        model.agents.do("month", on)


def in_a_loop(buyers: list[Buyer]) -> None:
    """The same buyers without Mesa."""
    for on in days():
        for buyer in buyers:
            buyer.month(on)


def main() -> None:
    """Run the buyers, and hold what they believe against the truth."""
    chance = random.Random(SEED)  # noqa: S311  # a simulation, no secret
    buyers = [Buyer(number, chance) for number in range(RELATIONS)]
    try:
        in_mesa(buyers)
        print("run in a Mesa model")
    except ModuleNotFoundError:
        print("Mesa is not installed (pip install mesa): the same agents run in a loop")
        in_a_loop(buyers)
    last = days()[-1]
    for buyer in buyers:
        opinion = buyer.opinion(last)
        print(
            f"{buyer.supplier}: truth {buyer.truth:.2f}, expected {opinion.expected:.2f}, "
            f"certainty {opinion.certainty:.2f}, {len(buyer.seen)} checks in {MONTHS} months"
        )


if __name__ == "__main__":
    main()
