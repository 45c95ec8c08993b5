"""Limits in money that a law sets, dated and in each currency they are set in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

import attrs

from samverkan.deadlines.answers import Amount
from samverkan.errors import LawCoverageError, near
from samverkan.explanations import Dated, Explanation, Step, Text
from samverkan.periods import day
from samverkan.values import Money

__all__ = ["MoneyLimit"]


def _frozen(amounts: Mapping[str, Dated[Money]]) -> Mapping[str, Dated[Money]]:
    return MappingProxyType(dict(amounts))


@attrs.frozen(kw_only=True)
class MoneyLimit:
    """An amount that decides which rules hold (beloppsgräns, tröskelvärde).

    Attributes:
        id: What programs call it, such as ``"works"``.
        title: What people call it.
        amounts: The dated amounts by currency; the ones of two currencies are set separately, so
            neither is reckoned from the other.

    >>> from samverkan.codelists import SourceKind
    >>> from samverkan.explanations import LegalBasis
    >>> act = LegalBasis(SourceKind.LAW, "act 1")
    >>> works = MoneyLimit(id="works", title=Text("byggentreprenad", "works"), amounts={
    ...     "EUR": Dated(
    ...         name=Text("tröskelvärde, EUR", "threshold, EUR"),
    ...         steps=((day("2024-01-01"), Money("5538000", "EUR"), act),),
    ...         read_on=day("2025-09-01"), verified_until=day("2025-12-31"),
    ...     )})
    >>> works.on("2025-03-01", "EUR").amount.label("sv")
    '5 538 000 EUR'
    """

    id: str
    title: Text
    amounts: Mapping[str, Dated[Money]] = attrs.field(converter=_frozen, hash=False)

    def on(self, on: str | dt.date, currency: str, *, name: str = "threshold") -> Amount:
        """The amount that holds on a day, in a currency, with its source.

        Raises:
            LawCoverageError: when the amount of that day or in that currency is not known.
        """
        asked = day(on)
        if currency not in self.amounts:
            raise LawCoverageError(
                f"{self.title.en}: no amounts in this currency: currency={currency!r}; "
                f"{near(currency, self.amounts)}; convert nothing, ask in one of them"
            )
        dated = self.amounts[currency]
        since, amount, basis = dated.step(asked)
        step = Step(
            Text(
                "{title}: {after}, gäller sedan {since}",
                "{title}: {after}, in force since {since}",
            ),
            {"title": self.title, "since": since},
            after=amount,
            basis=basis,
        )
        caveat = dated.caveat(asked)
        return Amount(
            name=name,
            title=self.title,
            amount=amount,
            explanation=Explanation((step, *([] if caveat is None else [caveat]))),
            law_on=asked,
        )
