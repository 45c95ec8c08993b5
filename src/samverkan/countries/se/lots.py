"""Which lots may be procured below the thresholds (delkontrakt, LOU 5:8).

>>> lots = {"a": Money("210000", "EUR"), "b": Money("40000", "EUR")}
>>> lots_assessment(lots=lots, category="goods", threshold=Money("216000", "EUR")).may_leave
('b',)
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import attrs

from samverkan.codelists import Category
from samverkan.countries.se.statute import lou
from samverkan.countries.se.valuation import summed
from samverkan.deadlines import NOT_LEGAL_ADVICE
from samverkan.errors import MoneyError
from samverkan.explanations import Explanation, Step, Text
from samverkan.values import Money

__all__ = ["LotsAssessment", "lots_assessment"]


@attrs.frozen(kw_only=True)
class LotsAssessment:
    """Which lots may be procured below the thresholds (delkontrakt, LOU 5:8).

    Attributes:
        total: The value of all lots together.
        above: Whether that reaches the threshold.
        may_leave: The lots that may be taken out of the rules above the threshold.
        explanation: Why, step by step.

    >>> found = lots_assessment(
    ...     lots={"a": Money("210000", "EUR"), "b": Money("40000", "EUR")}, category="services",
    ...     threshold=Money("216000", "EUR"))
    >>> found.above, found.may_leave
    (True, ('b',))
    """

    total: Money
    above: bool
    may_leave: tuple[str, ...]
    explanation: Explanation

    def why(self, lang: str = "en") -> str:
        """The numbered steps, and that this is no legal advice."""
        return f"{self.explanation.text(lang)}\n{NOT_LEGAL_ADVICE.label(lang)}"

    def to_dict(self) -> dict[str, object]:
        """The assessment as plain data; the amount as text."""
        return {
            "total": {"amount": str(self.total.amount), "currency": self.total.currency},
            "above": self.above,
            "may_leave": list(self.may_leave),
            **self.explanation.to_dict(),
            "notice": {"sv": NOT_LEGAL_ADVICE.sv, "en": NOT_LEGAL_ADVICE.en},
        }


def lots_assessment(
    *,
    lots: Mapping[str, Money],
    category: Category | str,
    threshold: Money,
    small: Money | None = None,
) -> LotsAssessment:
    """Which lots may be taken out of the rules above the threshold (delkontrakt, LOU 5:8).

    A lot under 80,000 euro (works: 1,000,000 euro) may, as long as such lots together are no more
    than 20 per cent of all lots.

    Args:
        lots: The value of each lot by its id.
        category: Goods, services or works.
        threshold: The threshold that holds, in the same currency.
        small: The limit for one lot in the currency of the lots, where that is not euro; no rate
            of exchange is assumed.

    >>> lots_assessment(lots={"a": Money("100000", "EUR")}, category="goods",
    ...                 threshold=Money("216000", "EUR")).above
    False

    Raises:
        LawQuestionError: when there is no lot.
        MoneyError: when currencies differ.
    """
    works = Category.of(category) is Category.WORKS
    limit = small if small is not None else Money(1_000_000 if works else 80_000, "EUR")
    total = summed("lots_assessment", tuple(lots.values()))
    above = total >= threshold
    steps = [
        Step(
            Text(
                "delkontrakten är tillsammans värda {total}; tröskelvärdet är {threshold}",
                "the lots together are worth {total}; the threshold is {threshold}",
            ),
            {"total": total, "threshold": threshold},
            basis=lou("5:8", 1),
        )
    ]
    if not above:
        return LotsAssessment(
            total=total, above=False, may_leave=(), explanation=Explanation(steps)
        )
    if limit.currency != total.currency:
        raise MoneyError(
            f"lots_assessment: the limit for one lot is {limit} and the lots are in "
            f"{total.currency}; no rate of exchange is assumed; give small= in {total.currency}"
        )
    low = {id_: value for id_, value in lots.items() if value < limit}
    steps.append(
        Step(
            Text("under {limit}: {lots}", "under {limit}: {lots}")
            if low
            else Text("inget delkontrakt är värt mindre än {limit}", "no lot is under {limit}"),
            {"limit": limit, "lots": tuple(low)},
            basis=lou("5:8", 1),
        )
    )
    may = tuple(low)
    if low:
        together = summed("lots_assessment", tuple(low.values()))
        share = together.share_of(total)
        fits = share <= Decimal("0.20")
        text = (
            Text(
                "tillsammans {together}, högst 20 procent av alla delkontrakt",
                "together {together}, at most 20 per cent of all lots",
            )
            if fits
            else Text(
                "tillsammans {together}, mer än 20 procent av alla; inget får undantas",
                "together {together}, more than 20 per cent of all lots; none may be taken out",
            )
        )
        steps.append(Step(text, {"together": together}, basis=lou("5:8", 2)))
        may = tuple(low) if fits else ()
    return LotsAssessment(total=total, above=True, may_leave=may, explanation=Explanation(steps))
