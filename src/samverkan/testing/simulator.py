"""A simulator of relations with a known truth, so that estimators can be held against it.

Each relation has a reliability that nobody in it knows: the probability that what is due is done.
Dialogue may raise it, time may wear it down, control may deter. What the relation shows (checks,
deliveries, self-reports, meetings) is drawn from it, month by month, and can be written as a
portfolio of this library, to be read through the same public functions as real facts. All
relations are drawn at once with numpy (the extra ``numeric``). The model is this library's choice.

>>> run = simulate(relations=200, years=2, seed=7)
>>> run.reliability.shape, bool((run.controls_met <= run.controls).all())
((200, 25), True)
>>> facts = run.portfolio(relations=1)
>>> len(facts.checkpoints) == int(run.controls[0].sum() + run.self_reports[0].sum())
True
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from samverkan.checkpoints import Checkpoint
from samverkan.codelists import (
    CheckpointOutcome,
    DialogueForm,
    FollowUpKind,
    Method,
    MilestoneKind,
    Role,
)
from samverkan.contracts import Contract, Milestone
from samverkan.dialogue import Dialogue
from samverkan.errors import MissingExtraError, TrustError
from samverkan.parties import Party
from samverkan.periods import Day, Period, add_months, day, day_from_ordinal
from samverkan.portfolio import Portfolio
from samverkan.trust import HALF_LIFE, WEIGHTS, weight_after

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Policies", "Simulation", "compare_policies", "simulate"]

# Within each month: the day of every check, self-report, meeting and delivery.
_CHECKED, _REPORTED, _MET, _DELIVERED = 10, 15, 5, 20


def _numpy() -> Any:  # noqa: ANN401  # numpy as a module
    try:
        import numpy as np
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            "simulator: numpy is not installed; expected the extra 'numeric'; "
            "install samverkan[numeric]"
        ) from error
    return np


@attrs.frozen(kw_only=True)
class Policies:
    """How the parties of a simulated relation act (strategier).

    Attributes:
        reliability: Parameters of the beta distribution that reliability is drawn from.
        deliveries: Deliveries due a year, on average.
        dialogues: Meetings a year, on average.
        controls: Checks by the buyer a year, on average.
        self_reports: Reports by the supplier of itself a year, on average.
        boast: Probability that a self-report says *met* whatever is true.
        learning: Share of what lacks to full reliability that one meeting adds for good.
        wear: Share of reliability that a year takes away.
        deterrence: Share of what lacks that a check adds in the month in which it is done.

    >>> Policies(controls=12).controls
    12

    Raises:
        TrustError: for a rate below 0, or a share outside 0 to 1.
    """

    reliability: tuple[float, float] = (1.0, 1.0)
    deliveries: float = 12.0
    dialogues: float = 3.0
    controls: float = 4.0
    self_reports: float = 0.0
    boast: float = 0.0
    learning: float = 0.0
    wear: float = 0.0
    deterrence: float = 0.0

    def __attrs_post_init__(self) -> None:
        for name in ("deliveries", "dialogues", "controls", "self_reports"):
            self._bounded(name, math.inf)
        for name in ("boast", "learning", "wear", "deterrence"):
            self._bounded(name, 1.0)
        one, other = self.reliability
        if not 0.0 < one < math.inf or not 0.0 < other < math.inf:
            raise TrustError(f"policies: reliability={self.reliability}; expected two above 0")

    def _bounded(self, name: str, high: float) -> None:
        value = getattr(self, name)
        if not 0.0 <= value <= high or math.isinf(value):
            raise TrustError(f"policies: {name}={value!r}; expected a number from 0 to {high:g}")


@attrs.frozen(kw_only=True, eq=False)
class Simulation:
    """What was drawn: one row a relation, one column a month (simulering).

    Attributes:
        policies: How the parties acted.
        start: The first day of the first month.
        reliability: The truth at the start of each month, and at the end: one column more.
        dialogues: Meetings held.
        controls: Checks done.
        controls_met: Checks that showed what was agreed.
        deliveries: Deliveries due.
        deliveries_kept: Deliveries made in time.
        self_reports: Reports by the supplier of itself.
        self_reports_met: Self-reports that say *met*.

    >>> simulate(relations=3, years=1, seed=1).months
    12
    """

    policies: Policies
    start: Day
    reliability: NDArray[np.float64]
    dialogues: NDArray[np.int64]
    controls: NDArray[np.int64]
    controls_met: NDArray[np.int64]
    deliveries: NDArray[np.int64]
    deliveries_kept: NDArray[np.int64]
    self_reports: NDArray[np.int64]
    self_reports_met: NDArray[np.int64]

    @property
    def relations(self) -> int:
        """How many relations there are."""
        return int(self.controls.shape[0])

    @property
    def months(self) -> int:
        """How many months were drawn."""
        return int(self.controls.shape[1])

    @property
    def end(self) -> Day:
        """The last day of the last month."""
        return day_from_ordinal(add_months(self.start, self.months).toordinal() - 1)

    @property
    def truth(self) -> NDArray[np.float64]:
        """The reliability of each relation at the end."""
        return self.reliability[:, -1]

    def pair(self, relation: int) -> tuple[str, str]:
        """Party ids of buyer and supplier of a relation, numbered from 0."""
        return f"buyer-{relation}", f"supplier-{relation}"

    def _on(self, month: int, number: int) -> Day:
        first = add_months(self.start, month)
        return Day(first.year, first.month, number)

    def evidence(
        self, *, half_life: float = HALF_LIFE
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Evidence for and against each supplier at the end, as the buyer counts it.

        It is what :func:`samverkan.trust.opinion` counts in :meth:`portfolio` with the library's
        own weights, for all relations at once.

        Args:
            half_life: Days after which half of a piece of evidence is left; ``math.inf`` for no
                ageing.
        """
        numpy = _numpy()
        last = self.end.toordinal()

        checked, told, delivered, broken = (
            numpy.array(
                [
                    weight_after(last - self._on(month, number).toordinal(), half_life=half_life)
                    for month in range(self.months)
                ]
            )
            # That a delivery is missing shows the day after.
            for number in (_CHECKED, _REPORTED, _DELIVERED, _DELIVERED + 1)
        )
        told *= WEIGHTS.self_report
        positive: NDArray[np.float64] = (
            self.controls_met @ checked
            + self.deliveries_kept @ delivered
            + self.self_reports_met @ told
        )
        negative: NDArray[np.float64] = (
            (self.controls - self.controls_met) @ checked
            + (self.deliveries - self.deliveries_kept) @ broken
            + (self.self_reports - self.self_reports_met) @ told
        )
        return positive, negative

    def expected(self, *, half_life: float = HALF_LIFE) -> NDArray[np.float64]:
        """What the buyer expects of each supplier at the end; without evidence ½."""
        positive, negative = self.evidence(half_life=half_life)
        return (positive + 1.0) / (positive + negative + 2.0)

    def covered(self, level: float = 0.95, *, half_life: float = math.inf) -> NDArray[np.bool_]:
        """Whether the interval of each relation holds the truth (scipy, the extra ``numeric``).

        Where reliability stays as it is, is drawn evenly, and nobody reports of itself, the share
        of those that do is ``level``, but for chance.
        """
        from scipy import special  # type: ignore[import-untyped]  # scipy ships no types

        positive, negative = self.evidence(half_life=half_life)
        below = special.betainc(positive + 1.0, negative + 1.0, self.truth)
        tail = (1.0 - level) / 2.0
        held: NDArray[np.bool_] = (below >= tail) & (below <= 1.0 - tail)
        return held

    def portfolio(self, *, relations: int | None = None) -> Portfolio:
        """What the relations showed, as facts (portfölj).

        Each relation is a buyer, a supplier and a contract; checks and self-reports are
        checkpoints, deliveries are milestones, meetings are dialogues.

        Args:
            relations: Only the first so many; all where left out.
        """
        count = self.relations if relations is None else min(relations, self.relations)
        checked, reported, met, delivered = (
            [self._on(month, number) for month in range(self.months)]
            for number in (_CHECKED, _REPORTED, _MET, _DELIVERED)
        )
        parties: list[Party] = []
        contracts: list[Contract] = []
        checkpoints: list[Checkpoint] = []
        dialogues: list[Dialogue] = []
        period = Period(self.start, self.end)
        # Milestones of one month are numbered alike in every contract, so each is made once.
        milestones: dict[tuple[int, int, bool], Milestone] = {}
        for relation in range(count):
            buyer, supplier = self.pair(relation)
            parties += [Party(id=buyer, roles={Role.BUYER}), Party(id=supplier)]
            of_relation: list[Milestone] = []
            for month, n, kept in _each(self.deliveries[relation], self.deliveries_kept[relation]):
                if (month, n, kept) not in milestones:
                    milestones[month, n, kept] = Milestone(
                        id=f"{month}-{n}",
                        kind=MilestoneKind.DELIVERY,
                        due_on=delivered[month],
                        met_on=delivered[month] if kept else None,
                    )
                of_relation.append(milestones[month, n, kept])
            contracts.append(
                Contract(
                    id=f"contract-{relation}",
                    buyer=buyer,
                    suppliers=(supplier,),
                    period=period,
                    milestones=tuple(of_relation),
                )
            )
            for name, on, counts, good, method, observer in (
                ("check", checked, self.controls, self.controls_met, Method.SAMPLE, buyer),
                ("report", reported, self.self_reports, self.self_reports_met,
                 Method.SELF_REPORT, None),
            ):  # fmt: skip
                checkpoints += [
                    Checkpoint(
                        id=f"{name}-{relation}-{month}-{n}",
                        occurred_on=on[month],
                        contract=f"contract-{relation}",
                        kind=FollowUpKind.DELIVERY_CONTROL,
                        method=method,
                        outcome=CheckpointOutcome.MET if is_good else CheckpointOutcome.NOT_MET,
                        observer=observer,
                        observed=supplier,
                    )
                    for month, n, is_good in _each(counts[relation], good[relation])
                ]
            dialogues += [
                Dialogue(
                    id=f"dialogue-{relation}-{month}-{n}",
                    form=DialogueForm.TACTICAL_MEETING,
                    occurred_on=met[month],
                    contract=f"contract-{relation}",
                    participants=(buyer, supplier),
                )
                for month, n, _ in _each(self.dialogues[relation], self.dialogues[relation])
            ]
        return Portfolio(
            parties=tuple(parties),
            contracts=tuple(contracts),
            checkpoints=tuple(checkpoints),
            dialogues=tuple(dialogues),
        )


def _each(counts: NDArray[np.int64], good: NDArray[np.int64]) -> Iterator[tuple[int, int, bool]]:
    """Month, number within it, and whether it is one of the good ones, for all of a relation."""
    for month in counts.nonzero()[0].tolist():
        went_well = int(good[month])
        for n in range(int(counts[month])):
            yield month, n, n < went_well


def simulate(
    *,
    relations: int,
    years: int,
    seed: int,
    policies: Policies | None = None,
    start: str | Day = "2016-01-01",
) -> Simulation:
    """Draw relations with a known truth, month by month, all at once (simulera relationer).

    The same seed gives the same relations; with the same seed, policies are compared on suppliers
    that start alike.

    Args:
        relations: How many, at least 1.
        years: For how many years, at least 1.
        seed: Of the random numbers.
        policies: How the parties act.
        start: The first day; it is the first of a month.

    >>> run = simulate(relations=500, years=3, seed=1, policies=Policies(controls=12))
    >>> early = simulate(relations=500, years=1, seed=1, policies=Policies(controls=12))
    >>> def error(run):
    ...     return float(abs(run.expected(half_life=math.inf) - run.truth).mean())
    >>> error(run) < error(early)
    True

    Raises:
        TrustError: for numbers below 1, a negative seed, or a start within a month.
        MissingExtraError: where numpy is not installed.
    """
    first = day(start)
    if relations < 1 or years < 1 or seed < 0 or first.day != 1:
        raise TrustError(
            f"simulator: relations={relations}, years={years}, seed={seed}, start={first}; "
            "expected at least one of each, a seed from 0, and the first day of a month"
        )
    np = _numpy()
    how = policies or Policies()
    months = 12 * years
    # A stream for each thing that is drawn: what one policy draws does not move the others.
    streams = [np.random.default_rng(one) for one in np.random.SeedSequence(seed).spawn(8)]
    shape = relations, months
    dialogues = streams[1].poisson(how.dialogues / 12.0, shape)
    controls = streams[2].poisson(how.controls / 12.0, shape)
    deliveries = streams[3].poisson(how.deliveries / 12.0, shape)
    reports = streams[4].poisson(how.self_reports / 12.0, shape)
    truth = np.empty((relations, months + 1))
    truth[:, 0] = streams[0].beta(*how.reliability, relations)
    worn = (1.0 - how.wear) ** (1.0 / 12.0)
    for month in range(months):
        kept = (1.0 - how.learning) ** dialogues[:, month]
        truth[:, month + 1] = 1.0 - (1.0 - truth[:, month] * worn) * kept
    shown = truth[:, :-1]
    watched = np.where(controls > 0, 1.0 - (1.0 - shown) * (1.0 - how.deterrence), shown)
    told = how.boast + (1.0 - how.boast) * shown
    return Simulation(
        policies=how,
        start=first,
        reliability=truth,
        dialogues=dialogues,
        controls=controls,
        controls_met=streams[5].binomial(controls, watched),
        deliveries=deliveries,
        deliveries_kept=streams[6].binomial(deliveries, watched),
        self_reports=reports,
        self_reports_met=streams[7].binomial(reports, told),
    )


def compare_policies(
    policies: Mapping[str, Policies], *, relations: int, years: int, seed: int
) -> list[dict[str, object]]:
    """What policies lead to, a row each (jämförelse av strategier), on suppliers that start alike.

    Columns: ``policy``; ``kept``, the share of deliveries made in time; ``truth`` and
    ``expected``, mean reliability at the end and what buyers expect; ``error``, the mean distance
    between them; ``certainty``, the mean of ``1 - u``; ``controls`` and ``dialogues`` a year.

    Args:
        policies: How the parties act, by name.
        relations: How many relations.
        years: For how many years.
        seed: Of the random numbers.

    >>> talk, check = Policies(learning=0.05, dialogues=6), Policies(deterrence=0.5, controls=12)
    >>> rows = compare_policies({"talk": talk, "check": check}, relations=300, years=3, seed=4)
    >>> [row["policy"] for row in rows], rows[0]["truth"] > rows[1]["truth"]
    (['talk', 'check'], True)
    """
    rows: list[dict[str, object]] = []
    for name, how in policies.items():
        run = simulate(relations=relations, years=years, seed=seed, policies=how)
        positive, negative = run.evidence()
        expected, total = run.expected(), positive + negative
        due = int(run.deliveries.sum())
        rows.append(
            {
                "policy": name,
                "kept": float(run.deliveries_kept.sum()) / due if due else None,
                "truth": float(run.truth.mean()),
                "expected": float(expected.mean()),
                "error": float(abs(expected - run.truth).mean()),
                "certainty": float((total / (total + 2.0)).mean()),
                "controls": float(run.controls.sum()) / relations / years,
                "dialogues": float(run.dialogues.sum()) / relations / years,
            }
        )
    return rows
