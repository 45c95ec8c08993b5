"""What a rule gives: one thing to do, with a stable id and a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from samverkan.codelists import Aim, FollowUpKind, FollowUpStatus, Role, SourceKind
from samverkan.explanations import Explanation, Step, Text, render
from samverkan.periods import Day
from samverkan.rules.anchors import ANCHORS
from samverkan.rules.facts import Case, Subject

if TYPE_CHECKING:
    from samverkan.rules.rule import FollowUpRule

__all__ = ["FollowUp"]

PAST = Text(
    "dagen hade passerat när planen gjordes {as_of}",
    "the day had passed when the plan was made on {as_of}",
)
_CALENDAR = Text("kalendern {calendar} når inte dit", "calendar {calendar} does not reach it")


@attrs.frozen(eq=False)
class FollowUp:
    """Something that must be done about a contract or procurement (uppföljning, planerad punkt).

    Two are equal when id, both days and what is missing are.

    Attributes:
        rule: The rule that it comes from.
        case: The subject, and the context the plan was made in.
        anchor: Id of the fact it hangs on, such as ``"start"`` or ``"option:1"``.
        occurrence: Which one of a series; 0 for what happens once.
        falls_on: The contractual or statutory day, before it is rolled.
        due_on: The working day; ``None`` where it is blocked.
        missing: What blocks it: the anchor that has no day, or ``"calendar"``.
        moved: Why its day is another than its rule gives, where it was moved.

    >>> from samverkan.contracts import Contract
    >>> from samverkan.jurisdictions import jurisdiction
    >>> from samverkan.portfolio import Portfolio
    >>> from samverkan.rules import Context
    >>> sweden, contract = jurisdiction("SE"), Contract(id="A-1", signed_on="2026-08-17")
    >>> context = Context(portfolio=Portfolio(contracts=(contract,)), calendar=sweden.calendar)
    >>> (item,) = sweden.follow_up_rules["se.followup.follow_up_plan"](contract, context)
    >>> item.id, str(item.due_on), item.status.value
    ('A-1/se.followup.follow_up_plan/signed/0', '2026-09-16', 'planned')
    """

    rule: FollowUpRule
    case: Case = attrs.field(repr=False)
    anchor: str
    occurrence: int
    falls_on: Day | None
    due_on: Day | None
    missing: str | None = None
    moved: Step | None = attrs.field(default=None, repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FollowUp) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[str, Day | None, Day | None, str | None]:
        return self.id, self.falls_on, self.due_on, self.missing

    @property
    def id(self) -> str:
        """``subject/rule/anchor fact/occurrence``; it does not change when the day does."""
        parts = (self.case.subject.id, self.rule.id, self.anchor, str(self.occurrence))
        name = "/".join(parts)
        if "%" not in name and name.count("/") == len(parts) - 1:
            return name
        return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts)

    @property
    def subject(self) -> Subject:
        """The contract or procurement."""
        return self.case.subject

    @property
    def rule_id(self) -> str:
        """The id of its rule."""
        return self.rule.id

    @property
    def source_kind(self) -> SourceKind:
        """How binding its rule is: statute, guidance or choice."""
        return self.rule.source_kind

    @property
    def source_ref(self) -> str:
        """What its rule rests on: paragraphs and publications, in English words."""
        return "; ".join(render(basis.ref, "en") for basis in self.rule.source if basis.ref)

    @property
    def as_of(self) -> Day | None:
        """The day the plan was made for."""
        return self.case.context.as_of

    @property
    def kind(self) -> FollowUpKind:
        """What is followed up."""
        return self.rule.kind

    @property
    def aim(self) -> Aim:
        """Trust, control or both."""
        return self.rule.aim

    @property
    def responsible(self) -> Role:
        """The function that sees to it."""
        return self.rule.responsible

    @property
    def counterpart(self) -> Role | None:
        """The function on the other side."""
        return self.rule.counterpart

    @property
    def status(self) -> FollowUpStatus:
        """How it stands on the day the plan was made for; planned where no day was given."""
        if self.due_on is None:
            return FollowUpStatus.BLOCKED
        if self.as_of is not None and self.due_on < self.as_of:
            return FollowUpStatus.OVERDUE_AT_CREATION
        return FollowUpStatus.PLANNED

    def missing_label(self, lang: str = "en") -> str | None:
        """What blocks it, in words; ``None`` where it is dated."""
        if self.missing is None:
            return None
        if self.missing == "calendar":
            return _CALENDAR.label(lang, calendar=self.case.context.calendar.name)
        known = ANCHORS.get(self.missing)
        return self.missing if known is None else known.label(lang)

    def title(self, lang: str = "en") -> str:
        """What it is called."""
        return self.rule.label(lang)

    def explanation(self, *, status: bool = True) -> Explanation:
        """Why it is there and falls when it does, step by step.

        Args:
            status: Whether to say that its day had passed when the plan was made, which is
                another answer for each day a plan is made for.
        """
        found = self.rule.explain(self)
        if status:
            return found
        return Explanation(tuple(step for step in found.steps if step.text is not PAST))

    def brief(self, lang: str = "en") -> str:
        """Why it falls when it does, on one short line: ``"end 2027-11-30 − 12 months"``."""
        return self.rule.brief(self, lang)

    def why(self, lang: str = "en") -> str:
        """The reasons in ``lang``, numbered."""
        return self.explanation().text(lang)

    def to_dict(self, *, reasons: bool = False) -> dict[str, object]:
        """The follow-up as plain data, with its reasons where asked for."""
        row: dict[str, object] = {
            "id": self.id,
            "subject": self.case.subject.id,
            "rule": self.rule.id,
            "title": {"sv": self.title("sv"), "en": self.title("en")},
            "anchor": self.anchor,
            "occurrence": self.occurrence,
            "falls_on": _iso(self.falls_on),
            "due_on": _iso(self.due_on),
            "status": self.status.value,
            "missing": self.missing,
            "kind": self.kind.value,
            "aim": self.aim.value,
            "responsible": self.responsible.value,
            "counterpart": None if self.counterpart is None else self.counterpart.value,
            "source_kind": self.source_kind.value,
            "source_ref": self.source_ref,
            "as_of": _iso(self.as_of),
        }
        if reasons:
            row["why"] = self.explanation().to_dict()["steps"]
        return row


def _iso(on: dt.date | None) -> str | None:
    return None if on is None else on.isoformat()
