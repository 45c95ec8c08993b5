"""The laws of follow-up plans, for whoever makes plans in a way of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

import attrs
from hypothesis.strategies import SearchStrategy

from samverkan.calendars import WorkingCalendar
from samverkan.contracts import Amendment, Contract
from samverkan.periods import Day, Period, day_from_ordinal
from samverkan.portfolio import Portfolio
from samverkan.rules import Context, FollowUp, Rule, RuleBook
from samverkan.schedule import plan
from samverkan.testing.laws._running import hold
from samverkan.testing.laws._series import drift
from samverkan.testing.strategies import portfolios

__all__ = ["Planner", "check_plan"]


class Planner(Protocol):
    """Whatever makes a plan as :func:`samverkan.plan` does."""

    def __call__(
        self, portfolio: Portfolio, /, *, rules: RuleBook | Iterable[Rule], calendar: WorkingCalendar
    ) -> Sequence[FollowUp]:
        """Make a plan, whose items have ``blocked`` beside them where some have no day."""
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
    """The contract with an amendment that moves its end thirty days on; ``None`` without an end."""
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
    asked = tuple(rules)
    cases = portfolios() if portfolios_of is None else portfolios_of

    def made(portfolio: Portfolio) -> Sequence[FollowUp]:
        return make(portfolio, rules=asked, calendar=calendar)

    def by_rules(portfolio: Portfolio) -> list[FollowUp]:
        context = Context(portfolio=portfolio, calendar=calendar)
        subjects = (*portfolio.procurements, *portfolio.contracts)
        return [item for rule in asked for subject in subjects for item in rule(subject, context)]

    def same_twice(portfolio: Portfolio) -> str | None:
        once, again = _everything(made(portfolio)), _everything(made(portfolio))
        return None if once == again else "the second one differs"

    def in_order(portfolio: Portfolio) -> str | None:
        due = [item.due_on for item in made(portfolio) if item.due_on is not None]
        for one, then in zip(due, due[1:], strict=False):
            if then < one:
                return f"{one} comes before {then}"
        return None

    def unique(portfolio: Portfolio) -> str | None:
        counts = Counter(item.id for item in _everything(made(portfolio)))
        twice = [name for name, count in counts.items() if count > 1]
        return f"{twice[0]} is there {counts[twice[0]]} times" if twice else None

    def nothing_lost(portfolio: Portfolio) -> str | None:
        lost = _keys(by_rules(portfolio)) - _keys(_everything(made(portfolio)))
        return f"{_first(lost)} is not in the plan" if lost else None

    def nothing_added(portfolio: Portfolio) -> str | None:
        added = _keys(_everything(made(portfolio))) - _keys(by_rules(portfolio))
        return f"no rule asks for {_first(added)}" if added else None

    def any_order(portfolio: Portfolio) -> str | None:
        turned = attrs.evolve(
            portfolio,
            procurements=portfolio.procurements[::-1],
            contracts=portfolio.contracts[::-1],
            parties=portfolio.parties[::-1],
        )
        same = _everything(made(portfolio)) == _everything(made(turned))
        return None if same else "with the facts in reverse it differs"

    def stable(portfolio: Portfolio) -> str | None:
        before = {item.id for item in _everything(made(portfolio))}
        for contract in portfolio.contracts:
            longer = _longer(contract)
            if longer is None:
                continue
            others = tuple(longer if one is contract else one for one in portfolio.contracts)
            changed = attrs.evolve(portfolio, contracts=others)
            gone = before - {item.id for item in _everything(made(changed))}
            if gone:
                return f"{min(gone)} is gone when {contract.id!r} ends thirty days later"
        return None

    def untouched(portfolio: Portfolio) -> str | None:
        one_more = Contract(id="~ the kit's own", period=Period("2026-09-01", "2027-08-31"))
        more = attrs.evolve(portfolio, contracts=(*portfolio.contracts, one_more))
        before = _keys(_everything(made(portfolio)))
        gone = before - _keys(_everything(made(more)))
        return f"{_first(gone)} is gone or moved" if gone else None

    def drifts(portfolio: Portfolio) -> str | None:
        return drift(made(portfolio), Context(portfolio=portfolio, calendar=calendar))

    for law, says in (
        ("plan.same-twice", same_twice),
        ("plan.sorted", in_order),
        ("plan.unique-ids", unique),
        ("plan.no-drift", drifts),
        ("plan.nothing-lost", nothing_lost),
        ("plan.nothing-added", nothing_added),
        ("plan.order-of-facts", any_order),
        ("plan.stable-ids", stable),
        ("plan.others-untouched", untouched),
    ):
        hold(law, says, cases, max_examples)
