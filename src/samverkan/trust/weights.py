"""What each kind of evidence weighs, and what it is about: one table, which a user may replace.

A weight of 1 is one checkpoint passed. **Every weight and every limit here is this library's
choice**: no paper prints one. Replace them with :meth:`EvidenceWeights.with_rows`.

>>> WEIGHTS.row("promise", "broken").against
1.0
>>> softer = WEIGHTS.with_rows(Weight("promise", "broken", "goodwill", against=0.5))
>>> softer.row("promise", "broken").against, WEIGHTS.row("promise", "broken").against
(0.5, 1.0)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import attrs

from samverkan.codelists import (
    Conduct,
    CultureDimension,
    EvidenceSource,
    FollowUpKind,
    TrustTopic,
    Verification,
    as_trust_topic,
)
from samverkan.errors import TrustError
from samverkan.trust._amounts import amount

__all__ = ["WEIGHTS", "EvidenceWeights", "Weight"]


def _source(value: EvidenceSource | str) -> EvidenceSource:
    return EvidenceSource.of(value)


def _conduct(value: Conduct | str) -> Conduct:
    return Conduct.of(value)


def _weight(value: object) -> float:
    return amount("evidence weight", "weight", value)


@attrs.frozen
class Weight:
    """One row of the table (vikt): what was seen, what it is about, what it weighs.

    Attributes:
        source: Where the evidence comes from.
        conduct: What it shows.
        topic: What trust it is about; ``None`` where the kind of the checkpoint, or the dimension
            of the assessment, says so.
        for_: Amount of positive evidence, at least 0.
        against: Amount of negative evidence, at least 0. For a rating, ``for_ + against`` is
            shared out by its score.

    >>> Weight("delivery", "late", "competence", 0.5, 0.5).conduct
    <Conduct.LATE: 'late'>

    Raises:
        TrustError: for a weight that is negative or not finite.
    """

    source: EvidenceSource = attrs.field(converter=_source)
    conduct: Conduct = attrs.field(converter=_conduct)
    topic: TrustTopic | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_trust_topic)
    )
    for_: float = attrs.field(default=0.0, converter=_weight)
    against: float = attrs.field(default=0.0, converter=_weight)


_ROWS = (
    # source       what it shows    about            for  against
    Weight("checkpoint", "met", None, 1.0, 0.0),
    Weight("checkpoint", "partially-met", None, 0.5, 0.5),
    Weight("checkpoint", "not-met", None, 0.0, 1.0),
    Weight("delivery", "kept", "competence", 1.0, 0.0),
    Weight("delivery", "late", "competence", 0.5, 0.5),
    Weight("delivery", "broken", "competence", 0.0, 1.0),
    Weight("report", "kept", "openness", 0.5, 0.0),
    Weight("report", "late", "openness", 0.25, 0.25),
    Weight("report", "broken", "openness", 0.0, 0.5),
    Weight("insight", "kept", "openness", 1.0, 0.0),
    Weight("insight", "late", "openness", 0.5, 0.5),
    Weight("insight", "broken", "openness", 0.0, 1.0),
    Weight("promise", "kept", "goodwill", 1.0, 0.0),
    Weight("promise", "late", "goodwill", 0.5, 0.5),
    Weight("promise", "broken", "goodwill", 0.0, 1.0),
    Weight("question", "answered", "openness", 0.5, 0.0),
    Weight("question", "answered-late", "openness", 0.25, 0.25),
    Weight("question", "unanswered", "openness", 0.0, 0.5),
    Weight("proposal", "answered", "goodwill", 0.5, 0.0),
    Weight("proposal", "answered-late", "goodwill", 0.25, 0.25),
    Weight("proposal", "unanswered", "goodwill", 0.0, 0.5),
    Weight("deviation", "found", "competence", 0.0, 1.0),
    Weight("deviation", "mended", "goodwill", 1.0, 0.0),
    Weight("deviation", "mended-late", "goodwill", 0.5, 0.5),
    Weight("deviation", "unmended", "goodwill", 0.0, 1.0),
    Weight("deviation", "penalised", "businesslike", 0.0, 0.5),
    Weight("deviation", "terminated", "businesslike", 0.0, 2.0),
    Weight("survey", "rated", None, 1.0, 0.0),
)

_KINDS: Mapping[FollowUpKind, TrustTopic] = {
    FollowUpKind.DELIVERY_CONTROL: TrustTopic.COMPETENCE,
    FollowUpKind.REQUIREMENT_COMPLIANCE: TrustTopic.COMPETENCE,
    FollowUpKind.USER_SURVEY: TrustTopic.COMPETENCE,
    FollowUpKind.DEVIATION: TrustTopic.COMPETENCE,
    FollowUpKind.PERFORMANCE_EVALUATION: TrustTopic.COMPETENCE,
    FollowUpKind.FINAL_EVALUATION: TrustTopic.COMPETENCE,
    FollowUpKind.KICKOFF: TrustTopic.GOODWILL,
    FollowUpKind.OPERATIONAL_MEETING: TrustTopic.GOODWILL,
    FollowUpKind.TACTICAL_MEETING: TrustTopic.GOODWILL,
    FollowUpKind.STRATEGIC_MEETING: TrustTopic.GOODWILL,
    FollowUpKind.SUBCONTRACTOR_CONTROL: TrustTopic.OPENNESS,
    FollowUpKind.PRICE_INVOICE_CONTROL: TrustTopic.BUSINESSLIKE,
    FollowUpKind.LABOUR_TERMS: TrustTopic.BUSINESSLIKE,
    FollowUpKind.SUSTAINABILITY_AUDIT: TrustTopic.BUSINESSLIKE,
    FollowUpKind.SUPPLIER_STATUS: TrustTopic.BUSINESSLIKE,
}

_DIMENSIONS: Mapping[CultureDimension, TrustTopic] = {
    CultureDimension.TRUST: TrustTopic.GOODWILL,
    CultureDimension.TRANSPARENCY: TrustTopic.OPENNESS,
    CultureDimension.PROFESSIONALISM: TrustTopic.COMPETENCE,
    CultureDimension.BUSINESSLIKE: TrustTopic.BUSINESSLIKE,
}


def _rows(rows: Iterable[Weight]) -> tuple[Weight, ...]:
    found = {(row.source, row.conduct): row for row in rows}
    return tuple(found.values())


def _kinds(kinds: Mapping[FollowUpKind, TrustTopic]) -> Mapping[FollowUpKind, TrustTopic]:
    return MappingProxyType(dict(kinds))


def _kind_weights(kinds: Mapping[FollowUpKind, float]) -> Mapping[FollowUpKind, float]:
    return MappingProxyType({kind: _weight(weight) for kind, weight in kinds.items()})


@attrs.frozen(kw_only=True)
class EvidenceWeights:
    """The whole table of weights (viktningstabell), with the limits that decide what is late.

    Attributes:
        rows: What each thing seen weighs; of two rows for the same, the later one counts. What
            has no row is no evidence.
        kinds: What a checkpoint of a kind is about. Planned follow-ups of a kind that is left out
            say nothing of the counterpart; a checkpoint of one, or of none, is about competence.
        kind_weights: How much heavier or lighter a checkpoint of a kind is; 1 where left out.
        self_report: What is left of the weight where the observed party says it of itself.
        answer_days: Days within which a question is answered in time.
        proposal_days: Days within which a proposal is answered in time.
        mend_days: Days within which a deviation is mended in time.

    >>> WEIGHTS.self_report, WEIGHTS.answer_days, WEIGHTS.proposal_days, WEIGHTS.mend_days
    (0.25, 14, 30, 30)
    """

    rows: tuple[Weight, ...] = attrs.field(default=_ROWS, converter=_rows)
    kinds: Mapping[FollowUpKind, TrustTopic] = attrs.field(
        default=_KINDS, converter=_kinds, hash=False
    )
    kind_weights: Mapping[FollowUpKind, float] = attrs.field(
        factory=dict[FollowUpKind, float], converter=_kind_weights, hash=False
    )
    self_report: float = attrs.field(default=0.25, converter=_weight)
    answer_days: int = 14
    proposal_days: int = 30
    mend_days: int = 30
    _found: Mapping[tuple[EvidenceSource, Conduct], Weight] = attrs.field(
        init=False, repr=False, eq=False
    )

    def __attrs_post_init__(self) -> None:
        found = {(row.source, row.conduct): row for row in self.rows}
        object.__setattr__(self, "_found", MappingProxyType(found))
        for name in ("answer_days", "proposal_days", "mend_days"):
            if (days := getattr(self, name)) < 0:
                raise TrustError(f"evidence weights: {name}={days!r}; expected days, at least 0")

    def row(self, source: EvidenceSource | str, conduct: Conduct | str) -> Weight | None:
        """The row for what was seen; ``None`` where it is no evidence."""
        return self._found.get((EvidenceSource.of(source), Conduct.of(conduct)))

    def with_rows(self, *rows: Weight) -> EvidenceWeights:
        """The table with some rows replaced or added."""
        return attrs.evolve(self, rows=(*self.rows, *rows))

    def factor(self, verification: Verification, kind: FollowUpKind | None = None) -> float:
        """By what a weight is multiplied, after who says it and what kind of checkpoint it is."""
        said = self.self_report if verification is Verification.SELF_REPORTED else 1.0
        return said if kind is None else said * self.kind_weights.get(kind, 1.0)

    def topic_of(self, kind: FollowUpKind | CultureDimension | None) -> TrustTopic:
        """What a checkpoint of a kind, or an assessment of a dimension, is about."""
        if isinstance(kind, CultureDimension):
            return _DIMENSIONS[kind]
        found = None if kind is None else self.kinds.get(kind)
        return TrustTopic.COMPETENCE if found is None else found


WEIGHTS = EvidenceWeights()
"""The weights that are used where none are given."""
