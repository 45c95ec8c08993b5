"""A number as people read it."""

from __future__ import annotations

import attrs

__all__ = ["Decimals"]


@attrs.frozen
class Decimals:
    """A number that people read with three decimals."""

    number: float

    def label(self, lang: str = "en") -> str:
        """With a point in English and a comma in Swedish."""
        text = f"{self.number:.3f}"
        return text.replace(".", ",") if lang == "sv" else text
