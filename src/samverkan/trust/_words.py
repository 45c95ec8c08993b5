"""Numbers and names as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from samverkan.explanations import Text
from samverkan.parties import Party
from samverkan.portfolio import Portfolio

__all__ = ["Days", "Decimals", "Several", "names_of"]


@attrs.frozen
class Decimals:
    """A number that people read with three decimals."""

    number: float

    def label(self, lang: str = "en") -> str:
        """With a point in English and a comma in Swedish."""
        text = f"{self.number:.3f}"
        return text.replace(".", ",") if lang == "sv" else text


@attrs.frozen
class Days:
    """A number of days in words."""

    text: Text
    days: float

    def label(self, lang: str = "en") -> str:
        """The words with the number, with a point in English and a comma in Swedish."""
        days = f"{self.days:g}"
        return self.text.label(lang, days=days.replace(".", ",") if lang == "sv" else days)


@attrs.frozen
class Several:
    """At least two names in a row."""

    names: tuple[str, ...]

    def label(self, lang: str = "en") -> str:
        """The names with a word between the last two."""
        *others, last = self.names
        return f"{', '.join(others)} {'och' if lang == 'sv' else 'and'} {last}"


def names_of(portfolio: Portfolio, ids: Iterable[str | None]) -> Mapping[str, str]:
    """What to call some parties: their names, where they have any.

    >>> dict(names_of(Portfolio(parties=(Party(id="K", name="Kommunen"),)), ["K", None]))
    {'K': 'Kommunen'}
    """
    known = portfolio.ids("parties")
    found = {one: known.get(one) for one in ids if one is not None}
    return {name: one.label() for name, one in found.items() if isinstance(one, Party)}
