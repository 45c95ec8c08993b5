"""How a change of a contract came out, ground by ground, with what evidence is missing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

import attrs

from samverkan.codelists import AmendmentGround, AmendmentOutcome, GroundOutcome
from samverkan.countries.se.amendments.facts import EVIDENCE
from samverkan.deadlines import NOT_LEGAL_ADVICE
from samverkan.explanations import Explanation, LegalBasis, Step, Text
from samverkan.values import Money

__all__ = ["AmendmentAssessment", "GroundTest"]


@attrs.frozen(kw_only=True)
class GroundTest:
    """How one ground came out (prövning av en ändringsgrund).

    Attributes:
        ground: The ground.
        basis: Its section.
        outcome: Whether it fits, does not, or cannot be told yet.
        steps: How that was found.
        needs: The names of what is not known, keys of :data:`EVIDENCE`.

    >>> from samverkan.countries.se.statute import lou
    >>> GroundTest(ground=AmendmentGround.UNFORESEEABLE, basis=lou("17:12"),
    ...            outcome=GroundOutcome.NEEDS_EVIDENCE, steps=(), needs=("unforeseeable",)
    ...            ).needed("en")
    ('the need was neither foreseen nor ought to have been at award',)
    """

    ground: AmendmentGround
    basis: LegalBasis
    outcome: GroundOutcome
    steps: tuple[Step, ...]
    needs: tuple[str, ...] = ()

    def needed(self, lang: str = "en") -> tuple[str, ...]:
        """What evidence is missing, in words."""
        return tuple(EVIDENCE[name].label(lang) for name in self.needs)

    def summary(self) -> Step:
        """The outcome in one step."""
        return Step(
            Text(
                "{ground}: {outcome}. Inte känt: {needs}",
                "{ground}: {outcome}. Not known: {needs}",
            )
            if self.needs
            else Text("{ground}: {outcome}", "{ground}: {outcome}"),
            {
                "ground": self.ground,
                "outcome": self.outcome,
                "needs": Text("; ".join(self.needed("sv")), "; ".join(self.needed("en"))),
            },
            basis=self.basis,
        )


@attrs.frozen(kw_only=True)
class AmendmentAssessment:
    """What may be said of a change of a contract (bedömning av en ändring).

    Attributes:
        outcome: Allowed, needs evidence, needs a new procurement, or not regulated by chapter 17.
        ground: The first ground that fits; ``None`` where none does, or none can be told yet.
        notice_required: Whether the change must be announced (17:16); ``None`` while no ground is
            found. The act sets no number of days for it.
        base: The value of the contract that the change is measured against.
        net: The net sum of the changes that count for 17:9.
        share: That sum as a part of the base, 0.1 for a tenth; negative for a decrease.
        tests: Every ground in the order of the act; empty where chapter 17 does not govern.
        explanation: How the answer was found.

    >>> found = AmendmentAssessment(
    ...     outcome=AmendmentOutcome.NEEDS_EVIDENCE, explanation=Explanation(()))
    >>> found.ground is None, found.needs
    (True, mappingproxy({}))
    """

    outcome: AmendmentOutcome
    ground: AmendmentGround | None = None
    notice_required: bool | None = None
    base: Money | None = None
    net: Money | None = None
    share: Decimal | None = None
    tests: tuple[GroundTest, ...] = ()
    explanation: Explanation

    @property
    def needs(self) -> Mapping[AmendmentGround, tuple[str, ...]]:
        """For each ground that cannot be told yet, the names of the evidence it would need."""
        return MappingProxyType(
            {
                test.ground: test.needs
                for test in self.tests
                if test.outcome is GroundOutcome.NEEDS_EVIDENCE
            }
        )

    def why(self, lang: str = "en") -> str:
        """The numbered steps, and that this is no legal advice."""
        return f"{self.explanation.text(lang)}\n{NOT_LEGAL_ADVICE.label(lang)}"

    def to_dict(self) -> dict[str, object]:
        """The assessment as plain data; amounts and shares as text."""
        return {
            "outcome": self.outcome.value,
            "ground": None if self.ground is None else self.ground.value,
            "notice_required": self.notice_required,
            "base": None if self.base is None else str(self.base),
            "net": None if self.net is None else str(self.net),
            "share": None if self.share is None else str(self.share),
            "grounds": [
                {
                    "ground": test.ground.value,
                    "outcome": test.outcome.value,
                    "needs": list(test.needs),
                    "steps": [step.to_dict() for step in test.steps],
                }
                for test in self.tests
            ],
            **self.explanation.to_dict(),
            "notice": {"sv": NOT_LEGAL_ADVICE.sv, "en": NOT_LEGAL_ADVICE.en},
        }
