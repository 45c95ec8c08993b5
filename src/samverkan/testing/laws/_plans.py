"""The laws of follow-up plans, for whoever makes plans in a way of their own."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

import attrs
from hypothesis.strategies import SearchStrategy

from samverkan.calendars import WorkingCalendar
from samverkan.contracts import Amendment, Contract
from samverkan.periods import Day, Period, day_from_ordinal
from samverkan.portfolio import Portfolio
from samverkan.rules import Context, FollowUp, Rule, RuleBook, Subject
from samverkan.schedule import plan
from samverkan.testing.laws._running import hold
from samverkan.testing.laws._series import drift
from samverkan.testing.strategies import portfolios

__all__ = ["Planner", "check_plan"]


class Planner(Protocol):
    """Whatever makes a plan as :func:`samverkan.plan` does."""

    def __call__(
        self,
        portfolio: Portfolio,
        /,
        *,
        rules: RuleBook | Iterable[Rule],
        calendar: WorkingCalendar,
    ) -> Sequence[FollowUp]:
        """Make a plan, with ``blocked`` beside it where some have no day."""
        ...


def _everything(made: Sequence[FollowUp]) -> list[FollowUp]:
    blocked: Sequence[FollowUp] = getattr(made, "blocked", ())
    return [*made, *blocked]


def _keys(items: Iterable[FollowUp]) -> Counter[tuple[str, Day | None, Day | None]]:
    return Counter((item.id, item.falls_on, item.due_on) for item in items)


def _first(counts: Counter[tuple[str, Day | None, Day | None]]) -> str:
    name, falls_on, due_on = min(counts, key=str)
    return f"{name} (falls on {falls_on}, due on {due_on})"


def _longer(contract: Contract) -> Contract | None:
    """The contract amended to end thirty days later; ``None`` without an end."""
    end = contract.end()
    if end is None or contract.termination is not None or end.year > 9000:
        return None
    latest = max(
        (
            *(one.occurred_on for one in contract.amendments),
            *(taken.decided_on for option in contract.options for taken in option.decisions),
            end,
        )
    )
    moved = Amendment(
        id="the kit's own", occurred_on=latest, new_end=day_from_ordinal(end.toordinal() + 30)
    )
    return attrs.evolve(contract, amendments=(*contract.amendments, moved))


@attrs.frozen
class _Asked:
    """A planner with what it is given, and what each law says of it."""

    make: Planner
    rules: tuple[Rule, ...]
    calendar: WorkingCalendar

    def made(self, portfolio: Portfolio) -> Sequence[FollowUp]:
        return self.make(portfolio, rules=self.rules, calendar=self.calendar)

    def everything(self, portfolio: Portfolio) -> list[FollowUp]:
        return _everything(self.made(portfolio))

    def by_rules(self, portfolio: Portfolio) -> list[FollowUp]:
        context = Context(portfolio=portfolio, calendar=self.calendar)
        subjects: tuple[Subject, ...] = (*portfolio.procurements, *portfolio.contracts)
        return [item for ask in self.rules for one in subjects for item in ask(one, context)]

    def same_twice(self, portfolio: Portfolio) -> str | None:
        same = self.everything(portfolio) == self.everything(portfolio)
        return None if same else "the second one differs"

    def in_order(self, portfolio: Portfolio) -> str | None:
        due = [item.due_on for item in self.made(portfolio) if item.due_on is not None]
        for one, then in itertools.pairwise(due):
            if then < one:
                return f"{one} comes before {then}"
        return None

    def unique(self, portfolio: Portfolio) -> str | None:
        counts = Counter(item.id for item in self.everything(portfolio))
        twice = [name for name, count in counts.items() if count > 1]
        return f"{twice[0]} is there {counts[twice[0]]} times" if twice else None

    def drifts(self, portfolio: Portfolio) -> str | None:
        return drift(self.made(portfolio), Context(portfolio=portfolio, calendar=self.calendar))

    def nothing_lost(self, portfolio: Portfolio) -> str | None:
        lost = _keys(self.by_rules(portfolio)) - _keys(self.everything(portfolio))
        return f"{_first(lost)} is not in the plan" if lost else None

    def nothing_added(self, portfolio: Portfolio) -> str | None:
        added = _keys(self.everything(portfolio)) - _keys(self.by_rules(portfolio))
        return f"no rule asks for {_first(added)}" if added else None

    def any_order(self, portfolio: Portfolio) -> str | None:
        turned = attrs.evolve(
            portfolio,
            procurements=portfolio.procurements[::-1],
            contracts=portfolio.contracts[::-1],
            parties=portfolio.parties[::-1],
        )
        same = self.everything(portfolio) == self.everything(turned)
        return None if same else "with the facts in reverse it differs"

    def stable(self, portfolio: Portfolio) -> str | None:
        before = {item.id for item in self.everything(portfolio)}
        for contract in portfolio.contracts:
            longer = _longer(contract)
            if longer is None:
                continue
            others = tuple(longer if one is contract else one for one in portfolio.contracts)
            changed = attrs.evolve(portfolio, contracts=others)
            gone = before - {item.id for item in self.everything(changed)}
            if gone:
                return f"{min(gone)} is gone when {contract.id!r} ends thirty days later"
        return None

    def untouched(self, portfolio: Portfolio) -> str | None:
        one_more = Contract(id="~ the kit's own", period=Period("2026-09-01", "2027-08-31"))
        more = attrs.evolve(portfolio, contracts=(*portfolio.contracts, one_more))
        gone = _keys(self.everything(portfolio)) - _keys(self.everything(more))
        return f"{_first(gone)} is gone or moved" if gone else None


def check_plan(
    make: Planner = plan,
    *,
    rules: RuleBook | Iterable[Rule],
    calendar: WorkingCalendar,
    portfolios_of: SearchStrategy[Portfolio] | None = None,
    max_examples: int = 50,
) -> None:
    """Hold a way of making plans to the laws of plans: complete, in order, with ids that stay.

    Args:
        make: The planner, called as ``make(portfolio, rules=…, calendar=…)``.
        rules: The rules it is given.
        calendar: The working days it is given.
        portfolios_of: The facts it is given; :func:`~samverkan.testing.strategies.portfolios` by
            default.
        max_examples: How many portfolios to plan for each law.

    >>> from samverkan.jurisdictions import jurisdiction
    >>> sweden = jurisdiction("SE")
    >>> check_plan(rules=sweden.follow_up_rules, calendar=sweden.calendar, max_examples=5)

    Raises:
        BrokenLawError: naming the law, with a smallest example.
    """
    asked = _Asked(make, tuple(rules), calendar)
    cases = portfolios() if portfolios_of is None else portfolios_of
    for law, told in (
        ("plan.same-twice", asked.same_twice),
        ("plan.sorted", asked.in_order),
        ("plan.unique-ids", asked.unique),
        ("plan.no-drift", asked.drifts),
        ("plan.nothing-lost", asked.nothing_lost),
        ("plan.nothing-added", asked.nothing_added),
        ("plan.order-of-facts", asked.any_order),
        ("plan.stable-ids", asked.stable),
        ("plan.others-untouched", asked.untouched),
    ):
        hold(law, told, cases, max_examples)
