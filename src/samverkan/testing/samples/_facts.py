"""What happens around one contract of a sample: dialogue, checks, deviations, reports."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

import attrs

from samverkan.calendars import WorkingCalendar
from samverkan.checkpoints import Checkpoint, Deviation, RemedyStep
from samverkan.codelists import Roll
from samverkan.contracts import Contract
from samverkan.development import Proposal
from samverkan.dialogue import Dialogue, Disclosure, Question
from samverkan.facts import Fact
from samverkan.obligations import ContractOutcome, Obligation, Term
from samverkan.periods import Day, add_months, day_from_ordinal
from samverkan.procurements import Procurement
from samverkan.tenders import Tender
from samverkan.understanding import Confirmation, Need, RoleHolding

__all__ = ["Draw", "Story"]

T = TypeVar("T")
MEETINGS = {"A": 4, "B": 12, "C": 24}
"""Months between follow-up meetings (SKR 2024: three times a year, yearly, every second year)."""
_ON_TIME, _LATE = 0.72, 0.88  # of what was due: done in time, done late, and the rest missed


class Draw:
    """Chance that is the same on every machine: only ``Random.random`` is promised to be."""

    __slots__ = ("_random",)

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def share(self) -> float:
        """A number from 0 up to 1."""
        return self._random.random()

    def below(self, count: int) -> int:
        """A whole number from 0 up to a count."""
        return int(self._random.random() * count)

    def chance(self, share: float) -> bool:
        """True as often as the share says."""
        return self._random.random() < share

    def pick(self, options: Sequence[T]) -> T:
        """One of some options."""
        return options[self.below(len(options))]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """The things in another order."""
        left = list(things)
        return [left.pop(self.below(len(left))) for _ in range(len(left))]


def _days_on(on: Day, days: int) -> Day:
    return day_from_ordinal(on.toordinal() + days)


@attrs.define
class Story:
    """What has happened around one contract by a day.

    Attributes:
        draw: Chance.
        calendar: Working days.
        as_of: The last day on which anything has happened.
        found: The facts, by the field of a portfolio they stand in.
    """

    draw: Draw
    calendar: WorkingCalendar
    as_of: Day
    found: dict[str, list[Fact]] = attrs.field(factory=dict[str, list[Fact]])

    def add(self, home: str, fact: Fact) -> None:
        """Take in one fact."""
        self.found.setdefault(home, []).append(fact)

    def working(self, on: Day) -> Day:
        """The working day from a day on."""
        return self.calendar.roll(on, Roll.FORWARD)

    def _number(self, home: str) -> int:
        return len(self.found.get(home, ())) + 1

    def before(self, procurement: Procurement, buyer: str, suppliers: Sequence[str]) -> None:
        """Needs, and dialogue with the market before the call."""
        opened = procurement.published_on or procurement.started_on
        if opened is None:
            return
        stated = _days_on(opened, -120 - self.draw.below(90))
        if self.draw.chance(0.4):
            confirmed = _days_on(stated, 30)
            self.add(
                "needs",
                Need(
                    id=f"N-{self._number('needs')}",
                    owner=buyer,
                    statement=f"{procurement.title}: det som brukarna behöver",
                    stated_on=stated,
                    procurement=procurement.id,
                    confirmed_by=(Confirmation(by=suppliers[0], on=confirmed),)
                    if self.draw.chance(0.6)
                    else (),
                ),
            )
        for form, likely in (
            ("internal-needs", 0.85),
            ("rfi", 0.45),
            ("information-meeting", 0.45),
        ):
            if self.draw.chance(likely):
                inside = form == "internal-needs"
                later = 5 + self.draw.below(15) if inside else 20 + self.draw.below(60)
                self._talk(
                    form,
                    _days_on(stated, later),
                    (buyer,) if inside else (buyer, *suppliers[:3]),
                    procurement=procurement.id,
                )

    def during(self, procurement: Procurement, tenderers: Sequence[str]) -> None:
        """Tenders, questions and answers."""
        due, published = procurement.tenders_due_on, procurement.published_on
        if due is None or published is None or procurement.value is None:
            return
        for place, party in enumerate(tenderers):
            price = procurement.value * (900 + self.draw.below(250))
            self.add(
                "tenders",
                Tender(
                    id=f"T-{self._number('tenders')}",
                    procurement=procurement.id,
                    tenderers=(party,),
                    amount=attrs.evolve(price, amount=price.amount / 1000),
                    submitted_on=_days_on(due, -self.draw.below(3)),
                    status="valid" if place == 0 or self.draw.chance(0.9) else "disqualified",
                ),
            )
        for _ in range(self.draw.below(3)):
            asked = _days_on(published, 3 + self.draw.below(15))
            number = self._number("questions")
            self.add(
                "questions",
                Question(
                    id=f"Q-{number}",
                    text="Kan startdagen flyttas?",
                    asked_on=asked,
                    asked_by=self.draw.pick(tenderers),
                    procurement=procurement.id,
                    answer="Nej.",
                    answered_on=_days_on(asked, 5),
                ),
            )
            self.add(
                "disclosures",
                Disclosure(
                    id=f"I-{self._number('disclosures')}",
                    information=f"svar på fråga {number}",
                    kind="answer",
                    procurement=procurement.id,
                    audience="all-tenderers",
                    shared_on=_days_on(asked, 5),
                ),
            )

    def after(self, contract: Contract, risk_class: str, subcontractors: Sequence[str]) -> None:
        """The life of the contract: meetings held and missed, checks, deviations, reports."""
        period = contract.period
        if period is None or period.start is None or not contract.suppliers:
            return
        start, end = period.start, contract.end() or self.as_of
        for party in subcontractors:
            self.add(
                "role_holdings",
                RoleHolding(
                    id=f"R-{self._number('role_holdings')}",
                    party=party,
                    role="subcont",
                    contract=contract.id,
                    period=period,
                ),
            )
        self._terms(contract, risk_class)
        self._meeting(contract, "kickoff", self.working(_days_on(start, -14)), None)
        step, place = MEETINGS[risk_class], 1
        while (due := add_months(start, step * place)) <= min(end, self.as_of):
            name = f"se.followup.follow_up_meeting/start/{place}"
            fulfils = f"{_escaped(contract.id)}/{name}"
            self._meeting(contract, "tactical-meeting", self.working(due), fulfils)
            place += 1

    def _talk(
        self,
        form: str,
        on: Day,
        participants: tuple[str, ...],
        *,
        procurement: str | None = None,
        contract: str | None = None,
        follow_up: str | None = None,
    ) -> str | None:
        held = self.working(on)
        if held > self.as_of:
            return None
        name = f"D-{self._number('dialogues')}"
        self.add(
            "dialogues",
            Dialogue(
                id=name,
                form=form,
                occurred_on=held,
                procurement=procurement,
                contract=contract,
                participants=participants,
                is_documented=self.draw.chance(0.8),
                follow_up=follow_up,
            ),
        )
        return name

    def _meeting(self, contract: Contract, form: str, due: Day, fulfils: str | None) -> None:
        """A meeting that was due: held in time, late, or not; and what was checked at it."""
        luck = self.draw.share()
        if luck >= _LATE:
            return
        held = due if luck < _ON_TIME else self.working(_days_on(due, 10 + self.draw.below(50)))
        parties = (contract.buyer or contract.suppliers[0], contract.suppliers[0])
        talk = self._talk(form, held, parties, contract=contract.id, follow_up=fulfils)
        if talk is None or form == "kickoff":
            return
        self._promise(contract, talk, held, parties)
        self._check(contract, held, parties)

    def _promise(self, contract: Contract, talk: str, on: Day, parties: tuple[str, str]) -> None:
        if not self.draw.chance(0.35):
            return
        due = _days_on(on, 30)
        kept = self.draw.chance(0.75) and due <= self.as_of
        self.add(
            "obligations",
            Obligation(
                id=f"O-{self._number('obligations')}",
                kind="promise",
                side="supplier",
                owner=parties[1],
                to=parties[0],
                what="lämna det som saknades",
                contract=contract.id,
                dialogue=talk,
                agreed_on=on,
                due_on=due,
                fulfilled_on=(_days_on(due, -self.draw.below(20)),) if kept else (),
            ),
        )
        if self.draw.chance(0.15):
            self.add(
                "proposals",
                Proposal(
                    id=f"P-{self._number('proposals')}",
                    by=parties[1],
                    what="färre och större leveranser",
                    made_on=on,
                    contract=contract.id,
                ),
            )

    def _check(self, contract: Contract, on: Day, parties: tuple[str, str]) -> None:
        outcome = self.draw.pick(("met", "met", "met", "met", "partiallyMet", "notMet"))
        name = f"C-{self._number('checkpoints')}"
        self.add(
            "checkpoints",
            Checkpoint(
                id=name,
                occurred_on=on,
                contract=contract.id,
                aim="both",
                kind=self.draw.pick(("delivery-control", "requirement-compliance")),
                method=self.draw.pick(("sample", "document-review", "self-report")),
                outcome=outcome,
                observer=parties[0],
                observed=parties[1],
            ),
        )
        if outcome != "notMet":
            return
        told = _days_on(on, 3)
        steps = [RemedyStep("notice", told), RemedyStep("action-plan", _days_on(told, 21))]
        steps.append(RemedyStep(self.draw.pick(("closed", "penalty")), _days_on(told, 90)))
        self.add(
            "deviations",
            Deviation(
                id=f"V-{self._number('deviations')}",
                contract=contract.id,
                what="sen leverans",
                occurred_on=on,
                party=parties[1],
                checkpoint=name,
                steps=tuple(step for step in steps if step.on <= self.as_of),
            ),
        )

    def _terms(self, contract: Contract, risk_class: str) -> None:
        verifiable = self.draw.chance(0.85)
        self.add(
            "terms",
            Term(
                id=f"K-{self._number('terms')}",
                contract=contract.id,
                text="Leverans inom fem arbetsdagar" if verifiable else "God service",
                is_verifiable=verifiable,
            ),
        )
        if risk_class == "C" or contract.period is None or contract.period.start is None:
            return
        start = contract.period.start
        due = add_months(start, 3)
        done: list[Day] = []
        for place in range(4):
            on = add_months(due, 3 * place)
            if on <= self.as_of and self.draw.chance(0.85):
                done.append(on)
        self.add(
            "obligations",
            Obligation(
                id=f"O-{self._number('obligations')}",
                kind="report",
                side="supplier",
                owner=contract.suppliers[0],
                what="statistik",
                contract=contract.id,
                agreed_on=start,
                due_on=due,
                every="3 months",
                fulfilled_on=tuple(done),
            ),
        )
        if risk_class == "A":
            share = 70 + self.draw.below(25)
            self.add(
                "outcomes",
                ContractOutcome(
                    id=f"U-{self._number('outcomes')}",
                    contract=contract.id,
                    kind="quality",
                    what="nöjda brukare",
                    unit="share",
                    target="0.8",
                    actual=f"0.{share}" if add_months(start, 12) <= self.as_of else None,
                    measured_on=add_months(start, 12)
                    if add_months(start, 12) <= self.as_of
                    else None,
                ),
            )


def _escaped(part: str) -> str:
    return part.replace("%", "%25").replace("/", "%2F")
