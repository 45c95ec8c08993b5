"""What became of a plan: each item held against what was done, decided and changed (utfall).

Nothing disappears. What an earlier plan had and this one has not is still a row, replaced or
cancelled, and says why.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import attrs

from samverkan.checkpoints import Waiver
from samverkan.codelists import FollowUpStatus, check_language
from samverkan.contracts import Contract
from samverkan.errors import RuleError
from samverkan.explanations import Explanation, Step, Text
from samverkan.facts import current
from samverkan.periods import Day, day
from samverkan.portfolio import Portfolio
from samverkan.rules import FollowUp
from samverkan.schedule.done import Done, done_by, matched
from samverkan.schedule.plan import Plan

__all__ = ["ReconciledItem", "Reconciliation", "reconcile"]

_LINKED = Text("{fact} av {on} anger punkten", "{fact} of {on} names the item")
_DEALT_WITH = Text("{fact} avslutades {on}", "{fact} was closed on {on}")
_FOUND = Text(
    "{fact} av {on} gäller samma avtal och slag och ligger {off} dagar från punktens dag "
    "(högst {window})",
    "{fact} of {on} is about the same contract and kind, {off} days from the item's day "
    "(at most {window})",
)
_ON_TIME = Text("utförd i tid: senast {due}", "done on time: by {due}")
_LATE = Text("utförd {days} dagar efter {due}", "done {days} days after {due}")
_UNDATED = Text("utförd, fast dagen inte var känd", "done, though its day was not known")
_WAIVED = Text("avstådd {on} ({waiver}): {reason}", "waived on {on} ({waiver}): {reason}")
_MOVED = Text("dagen var {before} och är {after}", "the day was {before} and is {after}")
_PLANNED = Text("{days} dagar kvar den {as_of}", "{days} days left on {as_of}")
_DUE = Text(
    "ska göras nu: {days} dagar kvar den {as_of}, högst {soon}",
    "to be done now: {days} days left on {as_of}, at most {soon}",
)
_OVERDUE = Text(
    "försenad {days} dagar den {as_of}; inget visar att den är utförd",
    "{days} days overdue on {as_of}; nothing shows that it was done",
)
_AT_CREATION = Text(
    "dagen {due} hade redan passerat {since}, då punkten kunde planeras",
    "the day {due} had already passed on {since}, when the item could first be planned",
)
_BLOCKED = Text("saknar underlag: {missing}", "blocked: {missing} is not known")
_REPLACED = Text(
    "finns inte i planen längre; samma regel ger nu {by}",
    "is no longer in the plan; the same rule now gives {by}",
)
_GONE = Text(
    "bortfallen: {subject} finns inte längre i registret",
    "cancelled: {subject} is no longer in the register",
)
_ENDED = Text(
    "bortfallen: avtalet upphör {end}, före punktens dag {due}",
    "cancelled: the contract ends on {end}, before the item's day {due}",
)
_RULE_GONE = Text(
    "bortfallen: regeln {rule} är inte med längre", "cancelled: rule {rule} is no longer asked"
)
_NO_LONGER = Text(
    "bortfallen: regeln {rule} ger inget för {anchor} med de uppgifter som finns nu",
    "cancelled: rule {rule} gives nothing for {anchor} by the facts there are now",
)


@attrs.frozen(kw_only=True)
class ReconciledItem:
    """One planned item and what became of it (avstämd punkt).

    Attributes:
        item: The item; of the earlier plan where this one no longer has it.
        status: How it stands.
        since: The day from which it could be planned, as far as known.
        done_on: The day it was done.
        fact: What shows it: ``"checkpoint:…"``, ``"dialogue:…"``, ``"deviation:…"`` or
            ``"waiver:…"``.
        was_due_on: The day an earlier plan had for it, where that was another.
        replaced_by: Id of the item that takes its place.
        reasons: Why it has this status.

    >>> from samverkan.jurisdictions import jurisdiction
    >>> from samverkan.schedule.plan import plan
    >>> sweden = jurisdiction("SE")
    >>> facts = Portfolio(contracts=(Contract(id="A-1", signed_on="2026-08-17"),))
    >>> made = plan(facts, rules=sweden.follow_up_rules, calendar=sweden.calendar)
    >>> row = reconcile(made, facts, "2026-09-01").rows[0]
    >>> row.status.value, row.reasons[0].label()
    ('planned', '15 days left on 2026-09-01')
    """

    item: FollowUp
    status: FollowUpStatus
    since: Day | None = None
    done_on: Day | None = None
    fact: str | None = None
    was_due_on: Day | None = None
    replaced_by: str | None = None
    reasons: tuple[Step, ...] = ()

    @property
    def id(self) -> str:
        """The id of the item."""
        return self.item.id

    @property
    def due_on(self) -> Day | None:
        """The day of the item; ``None`` where it is blocked."""
        return self.item.due_on

    def why(self, lang: str = "en") -> str:
        """Why the item is there and why it stands as it does, in numbered steps."""
        steps = (*self.item.explanation().steps, *self.reasons)
        return Explanation(steps).text(check_language(lang))

    def to_dict(self, *, reasons: bool = False) -> dict[str, object]:
        """The row as plain data."""
        row = self.item.to_dict(reasons=reasons)
        return {
            **row,
            "status": self.status.value,
            "since": _iso(self.since),
            "done_on": _iso(self.done_on),
            "fact": self.fact,
            "was_due_on": _iso(self.was_due_on),
            "replaced_by": self.replaced_by,
            "status_why": [step.to_dict() for step in self.reasons],
        }


def _iso(on: dt.date | None) -> str | None:
    return None if on is None else on.isoformat()


@attrs.frozen(kw_only=True)
class Reconciliation:
    """A plan held against what was done (avstämning).

    Attributes:
        rows: Every item of the plan and of the earlier one, by day and id; blocked ones last.
        as_of: The day it is asked for.
        unplanned: Checkpoints and meetings that fulfil nothing in the plan, or only what an
            earlier one did, and waivers of what is not in it.

    >>> Reconciliation(rows=(), as_of=day("2027-01-01")).counts()
    {}
    """

    rows: tuple[ReconciledItem, ...] = attrs.field(repr=False)
    as_of: Day
    unplanned: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[ReconciledItem]:
        return iter(self.rows)

    def counts(self) -> Mapping[FollowUpStatus, int]:
        """How many rows have each status; those that none has are left out."""
        counts = Counter(row.status for row in self.rows)
        return {status: counts[status] for status in FollowUpStatus if counts[status]}

    def of(self, *statuses: FollowUpStatus | str) -> tuple[ReconciledItem, ...]:
        """The rows with one of some statuses."""
        wanted = {FollowUpStatus.of(status) for status in statuses}
        return tuple(row for row in self.rows if row.status in wanted)

    def between(
        self, first: str | dt.date | None = None, last: str | dt.date | None = None
    ) -> tuple[ReconciledItem, ...]:
        """The rows due from one day to another, both included; blocked ones are left out."""
        low = None if first is None else day(first)
        high = None if last is None else day(last)
        return tuple(
            row
            for row in self.rows
            if row.due_on is not None
            and (low is None or low <= row.due_on)
            and (high is None or row.due_on <= high)
        )

    def find(self, item_id: str) -> ReconciledItem | None:
        """The row of an item; ``None`` where there is none."""
        return next((row for row in self.rows if row.id == item_id), None)

    def to_dict(self, *, reasons: bool = False) -> dict[str, object]:
        """Everything as plain data."""
        return {
            "as_of": self.as_of.isoformat(),
            "counts": {status.value: count for status, count in self.counts().items()},
            "rows": [row.to_dict(reasons=reasons) for row in self.rows],
            "unplanned": list(self.unplanned),
        }


def reconcile(
    plan: Plan,
    portfolio: Portfolio,
    as_of: str | dt.date,
    *,
    previous: Plan | Reconciliation | None = None,
    window: int = 30,
    soon: int = 14,
) -> Reconciliation:
    """Hold a plan against checkpoints, dialogue and waivers (avstämning av uppföljningsplan).

    A checkpoint or dialogue that names an item fulfils that one. Those that name none fulfil the
    nearest item of the same contract and kind within the window, each at most one. What hangs on
    a deviation is done, too, once the deviation is closed. Facts of later days and facts that are
    corrected do not count.

    An item is overdue at creation where its day had passed before it could be planned: before the
    earliest of the plans that has it was made; for a plan made for the very day asked, before the
    contract was signed.

    Args:
        plan: The plan as it is now.
        portfolio: The facts.
        as_of: The day it is asked for.
        previous: The plan or reconciliation before: what it had and this plan has not is kept,
            as replaced or cancelled.
        window: Days between a day and what fulfils it without naming it; our choice.
        soon: Days ahead from which an item is due; our choice.

    Raises:
        RuleError: when a number of days is negative.

    >>> from samverkan.checkpoints import Checkpoint
    >>> from samverkan.jurisdictions import jurisdiction
    >>> from samverkan.schedule.plan import plan
    >>> sweden = jurisdiction("SE")
    >>> contract = Contract(id="A-1", signed_on="2026-08-17")
    >>> held = Checkpoint(id="C-1", occurred_on="2026-09-14", contract="A-1", kind="kickoff")
    >>> facts = Portfolio(contracts=(contract,), checkpoints=(held,))
    >>> made = plan(facts, rules=sweden.follow_up_rules, calendar=sweden.calendar)
    >>> for row in reconcile(made, facts, "2026-10-01").rows[:2]:
    ...     print(row.id, row.status.label("sv"))
    A-1/se.followup.follow_up_plan/signed/0 försenad
    A-1/se.followup.kickoff_meeting/signed/0 utförd i tid
    """
    if window < 0 or soon < 0:
        raise RuleError(f"reconcile: window={window}, soon={soon}; expected 0 days or more")
    task = _Task(plan, portfolio, day(as_of), previous, window, soon)
    return task.result()


class _Task:
    """One reconciliation at work."""

    def __init__(
        self,
        plan: Plan,
        portfolio: Portfolio,
        as_of: Day,
        previous: Plan | Reconciliation | None,
        window: int,
        soon: int,
    ) -> None:
        self.plan, self.portfolio, self.as_of = plan, portfolio, as_of
        self.window, self.soon = window, soon
        self.has_previous = previous is not None
        self.earlier = {row.id: row for row in _rows_of(previous)}
        self.items = {item.id: item for item in (*plan, *plan.blocked)}
        self.gone = {name: row for name, row in self.earlier.items() if name not in self.items}
        self.waivers = {one.follow_up: one for one in current(portfolio.waivers, as_of)}
        self.rules = frozenset(
            rule_id for rule in plan.rows.rules if (rule_id := getattr(rule, "id", None))
        )
        self.heirs = self._heirs()

    def _heirs(self) -> Mapping[tuple[str, str], list[FollowUp]]:
        """Items that may take the place of those that are gone, by subject and rule."""
        found: dict[tuple[str, str], list[FollowUp]] = {
            (row.item.subject.id, row.item.rule_id): [] for row in self.gone.values()
        }
        if found:
            for name, item in self.items.items():
                key = item.subject.id, item.rule_id
                if key in found and name not in self.earlier:
                    found[key].append(item)
        return found

    def result(self) -> Reconciliation:
        facts = tuple(done_by(self.portfolio, self.as_of))
        everything = {**self.items, **{name: row.item for name, row in self.gone.items()}}
        open_ = {name: item for name, item in everything.items() if name not in self.waivers}
        fulfilled, unplanned = matched(everything, open_, facts, self.window)
        rows = [self._row(name, item, fulfilled.get(name)) for name, item in everything.items()]
        rows.sort(key=_order)
        idle = [f"waiver:{one.id}" for name, one in self.waivers.items() if name not in everything]
        told = tuple(sorted((*unplanned, *idle)))
        return Reconciliation(rows=tuple(rows), as_of=self.as_of, unplanned=told)

    def _row(self, name: str, item: FollowUp, done: tuple[Done, bool] | None) -> ReconciledItem:
        earlier = self.earlier.get(name)
        was = None if earlier is None else (earlier.was_due_on or earlier.due_on)
        row = ReconciledItem(
            item=item,
            status=FollowUpStatus.PLANNED,
            since=self._since(item, earlier),
            was_due_on=None if was == item.due_on else was,
        )
        row = self._judged(row, done, self.waivers.get(name))
        if row.was_due_on is None or row is earlier:
            return row
        moved = Step(_MOVED, before=row.was_due_on, after=item.due_on)
        return attrs.evolve(row, reasons=(moved, *row.reasons))

    def _since(self, item: FollowUp, earlier: ReconciledItem | None) -> Day | None:
        if earlier is not None:
            return earlier.since
        made_for = self.plan.context.as_of
        if made_for is not None and (self.has_previous or made_for < self.as_of):
            return made_for
        subject = item.subject
        return subject.signed_on if isinstance(subject, Contract) else None

    def _judged(
        self, row: ReconciledItem, done: tuple[Done, bool] | None, waiver: Waiver | None
    ) -> ReconciledItem:
        if done is not None:
            return self._done(row, *done)
        if waiver is not None:
            values = {"on": waiver.decided_on, "waiver": waiver.id, "reason": waiver.reason}
            return attrs.evolve(
                row,
                status=FollowUpStatus.WAIVED,
                fact=f"waiver:{waiver.id}",
                reasons=(Step(_WAIVED, values),),
            )
        if row.id in self.gone:
            return self._left(row, self.gone[row.id])
        return self._open(row)

    def _done(self, row: ReconciledItem, done: Done, is_linked: bool) -> ReconciledItem:  # noqa: FBT001  # how the fact was found
        due = row.due_on
        values: dict[str, object] = {"fact": done.name, "on": done.on}
        if not is_linked and due is not None:
            off = abs(done.on.toordinal() - due.toordinal())
            values |= {"off": off, "window": self.window}
        late = 0 if due is None else done.on.toordinal() - due.toordinal()
        said = _UNDATED if due is None else _LATE if late > 0 else _ON_TIME
        return attrs.evolve(
            row,
            status=FollowUpStatus.DONE_LATE if late > 0 else FollowUpStatus.DONE_ON_TIME,
            done_on=done.on,
            fact=done.key,
            reasons=(
                Step(_how(done, is_linked=is_linked), values),
                Step(said, {"due": due, "days": late}),
            ),
        )

    def _open(self, row: ReconciledItem) -> ReconciledItem:
        due = row.due_on
        if due is None:
            missing = {"missing": _Missing(row.item)}
            return attrs.evolve(
                row, status=FollowUpStatus.BLOCKED, reasons=(Step(_BLOCKED, missing),)
            )
        left = due.toordinal() - self.as_of.toordinal()
        values: dict[str, object] = {"days": abs(left), "as_of": self.as_of, "soon": self.soon}
        if left < 0:
            reasons: tuple[Step, ...] = (Step(_OVERDUE, values),)
            if row.since is None or due >= row.since:
                return attrs.evolve(row, status=FollowUpStatus.OVERDUE, reasons=reasons)
            reasons = (Step(_AT_CREATION, {"due": due, "since": row.since}), *reasons)
            return attrs.evolve(row, status=FollowUpStatus.OVERDUE_AT_CREATION, reasons=reasons)
        if left <= self.soon:
            return attrs.evolve(row, status=FollowUpStatus.DUE, reasons=(Step(_DUE, values),))
        return attrs.evolve(row, reasons=(Step(_PLANNED, values),))

    def _left(self, row: ReconciledItem, earlier: ReconciledItem) -> ReconciledItem:
        """What an earlier plan had and this one has not: replaced, or cancelled, and why."""
        if earlier.status in {FollowUpStatus.REPLACED, FollowUpStatus.CANCELLED}:
            return earlier
        item = row.item
        heirs = self.heirs[item.subject.id, item.rule_id]
        if heirs:
            heir = min(heirs, key=lambda one: (_off(one, item), one.id))
            return attrs.evolve(
                row,
                status=FollowUpStatus.REPLACED,
                replaced_by=heir.id,
                reasons=(Step(_REPLACED, {"by": heir.id}),),
            )
        return attrs.evolve(
            row, status=FollowUpStatus.CANCELLED, reasons=(self._why_cancelled(item),)
        )

    def _why_cancelled(self, item: FollowUp) -> Step:
        home = "contracts" if isinstance(item.subject, Contract) else "procurements"
        now = self.portfolio.ids(home).get(item.subject.id)
        if now is None:
            return Step(_GONE, {"subject": item.subject.id})
        if item.rule_id not in self.rules:
            return Step(_RULE_GONE, {"rule": item.rule_id})
        end = now.end(self.as_of) if isinstance(now, Contract) else None
        if end is not None and item.due_on is not None and end <= item.due_on:
            return Step(_ENDED, {"end": end, "due": item.due_on})
        return Step(_NO_LONGER, {"rule": item.rule_id, "anchor": item.anchor})


def _how(done: Done, *, is_linked: bool) -> Text:
    """The sentence that says how a fact came to fulfil an item."""
    if done.anchor is not None:
        return _DEALT_WITH
    return _LINKED if is_linked else _FOUND


@attrs.frozen
class _Missing:
    """What blocks an item, in words."""

    item: FollowUp

    def label(self, lang: str = "en") -> str:
        return self.item.missing_label(lang) or ""


def _rows_of(previous: Plan | Reconciliation | None) -> Iterable[ReconciledItem]:
    """What the plan before had, as rows."""
    if isinstance(previous, Reconciliation):
        return previous.rows
    if previous is None:
        return ()
    since = previous.context.as_of
    return (
        ReconciledItem(item=item, status=item.status, since=since)
        for item in (*previous, *previous.blocked)
    )


def _off(one: FollowUp, other: FollowUp) -> int:
    if one.due_on is None or other.due_on is None:
        return 0
    return abs(one.due_on.toordinal() - other.due_on.toordinal())


def _order(row: ReconciledItem) -> tuple[bool, int, str]:
    due = row.due_on
    return due is None, 0 if due is None else due.toordinal(), row.id
