"""What reading could not keep as it was: one line for each piece, in Swedish and English.

>>> book = LossBook()
>>> book.add(LossKind.DOUBTFUL, "a.json", "$.contracts[0].dateSigned", FAR_YEAR, "0207-01-01")
>>> print(book.losses()[0].message("en"))
a.json: $.contracts[0].dateSigned: the year is far off; kept as it is: 0207-01-01
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping

import attrs

from samverkan.codelists import Code, check_language
from samverkan.explanations import Text
from samverkan.portfolio import Portfolio

__all__ = [
    "FAR_YEAR",
    "KEPT",
    "NO_DOCUMENT",
    "PERSONAL",
    "UNREADABLE",
    "Loss",
    "LossBook",
    "LossKind",
    "Reading",
    "shortened",
]

_LONGEST = 80


class LossKind(Code):
    """What became of a piece that has no place as it stood (slag av rad i förlustrapporten)."""

    KEPT = "kept-as-extra", "sparad som övrig uppgift", "kept as an extra"
    PERSONAL = "personal", "personuppgift, borttagen", "personal data, left out"
    NOT_UNDERSTOOD = "not-understood", "gick inte att tolka", "not understood"
    CONTRADICTION = "contradiction", "motsäger annan uppgift", "contradicts other facts"
    MISSING = "missing", "saknas", "missing"
    DUPLICATE = "duplicate", "dubblett", "duplicate"
    MOVED = "moved", "hämtad från annat ställe", "taken from another place"
    CORRECTED = "corrected", "rättad form", "corrected in form"
    DOUBTFUL = "doubtful", "tveksam", "doubtful"
    MERGED = "merged", "sammanslagen", "merged"
    SKIPPED = "skipped", "inte läst", "not read"
    UNREADABLE = "unreadable", "oläslig", "unreadable"


_GATHERED = frozenset({LossKind.KEPT, LossKind.PERSONAL})
KEPT = Text(
    "har ingen plats i modellen; sparad som övrig uppgift",
    "has no place in the model; kept as an extra",
)
"""Why a piece is among ``Portfolio.extras``."""
PERSONAL = Text(
    "kan röra en fysisk person; borttagen med avsikt",
    "may be about a natural person; left out on purpose",
)
"""Why a piece is nowhere: the value is neither stored nor shown."""
FAR_YEAR = Text("årtalet ligger långt bort; behållet", "the year is far off; kept as it is")
"""Why a day that exists is still doubtful."""
UNREADABLE = Text("filen går inte att läsa", "the file cannot be read")
"""Why nothing of a file in a folder was read."""
NO_DOCUMENT = Text(
    "varken samverkan eller OCDS; hoppas över", "neither samverkan nor OCDS; passed over"
)
"""Why a document or file is passed over."""


def shortened(value: object) -> str:
    """A value as the report shows it: one line, at most 80 characters.

    >>> shortened("a" * 100)[-3:]
    'aa…'
    """
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


@attrs.frozen
class Loss:
    """One line of the loss report (rad i förlustrapporten).

    Attributes:
        kind: What became of the piece.
        source: The file it stood in, relative to what was read.
        path: Where it stood (``$.releases[0].contracts[1].period.endDate``). In a file of several
            documents ``$[2]`` is the third of them. ``[*]`` stands for any number or process where
            several pieces share one line; the pieces themselves are then among
            ``Portfolio.extras``.
        reason: Why, in both languages.
        value: The piece, shortened; ``None`` where it is withheld or would not help.
        count: How many pieces the line stands for.

    >>> loss = Loss(LossKind.SKIPPED, "MANIFEST", "$", NO_DOCUMENT)
    >>> loss.message("sv")
    'MANIFEST: $: varken samverkan eller OCDS; hoppas över'
    """

    kind: LossKind
    source: str
    path: str
    reason: Text
    value: str | None = None
    count: int = 1

    def message(self, lang: str = "en") -> str:
        """The whole line in ``lang``."""
        times = "" if self.count == 1 else f" ({self.count} ×)"
        shown = "" if self.value is None else f": {self.value}"
        return f"{self.source}: {self.path}: {self.reason.label(lang)}{shown}{times}"

    def to_dict(self) -> dict[str, object]:
        """The line as plain data."""
        return {
            "kind": self.kind.value,
            "source": self.source,
            "path": self.path,
            "value": self.value,
            "count": self.count,
            "reason": {"sv": self.reason.sv, "en": self.reason.en},
        }


@attrs.define
class _Shared:
    """A line that stands for the pieces of one place."""

    first: Loss
    count: int = 0


class LossBook:
    """Collects losses while a source is read (samlar rader till förlustrapporten).

    Pieces that are kept as extras or left out as personal share a line per place, since every
    kept piece can be found by itself; all others have a line each.

    >>> book = LossBook()
    >>> for number in range(2):
    ...     book.add(LossKind.KEPT, "a.json", f"$.releases[{number}].language", KEPT)
    >>> [(loss.path, loss.count) for loss in book.losses()]
    [('$.releases[*].language', 2)]
    """

    def __init__(self) -> None:
        self._lines: list[Loss | _Shared] = []
        self._shared: dict[tuple[LossKind, str, str], _Shared] = {}

    def add(
        self,
        kind: LossKind,
        source: str,
        path: str,
        reason: Text,
        value: object = None,
        *,
        steps: str = "",
    ) -> None:
        """Write down one piece, at some ``steps`` below a path."""
        if kind in _GATHERED:
            place = _gathered(path) + _gathered(steps)
            line = self._shared.get((kind, source, place))
            if line is None:
                line = self._shared[kind, source, place] = _Shared(
                    Loss(kind, source, place, reason)
                )
                self._lines.append(line)
            line.count += 1
        else:
            shown = None if value is None else shortened(value)
            self._lines.append(Loss(kind, source, path + steps, reason, shown))

    def losses(self) -> tuple[Loss, ...]:
        """Every line, in the order in which its first piece was met."""
        return tuple(
            line if isinstance(line, Loss) else attrs.evolve(line.first, count=line.count)
            for line in self._lines
        )


_PLACES = re.compile(r"\[(?:[0-9]+|\?@\.ocid==\"(?:[^\"\\]|\\.)*\")\]")


@functools.lru_cache(1 << 12)
def _gathered(path: str) -> str:
    """The path with every place in a list, and every process, replaced by ``*``.

    >>> _gathered('$[?@.ocid=="ocds-1"].tender.items[12].unit')
    '$[*].tender.items[*].unit'
    """
    return _PLACES.sub("[*]", path)


@attrs.frozen
class Reading:
    """What was read (inläsning): the portfolio, and what could not be kept as it was.

    Attributes:
        portfolio: The facts.
        losses: The loss report; empty only when every piece found its place.
        files: Files that were read, broken ones not counted.
        releases: OCDS releases found in them, a compiled release of a record with them.

    >>> reading = Reading(Portfolio(), (Loss(LossKind.SKIPPED, "a.txt", "$", NO_DOCUMENT),))
    >>> reading.counts
    {<LossKind.SKIPPED: 'skipped'>: 1}
    """

    portfolio: Portfolio
    losses: tuple[Loss, ...] = ()
    files: int = 0
    releases: int = 0

    @property
    def counts(self) -> Mapping[LossKind, int]:
        """Number of pieces per kind, in the order of the code list."""
        totals: Counter[LossKind] = Counter()
        for loss in self.losses:
            totals[loss.kind] += loss.count
        return {kind: totals[kind] for kind in LossKind if totals[kind]}

    def lost(self, kind: LossKind | str) -> tuple[Loss, ...]:
        """The lines of one kind."""
        wanted = LossKind.of(kind)
        return tuple(loss for loss in self.losses if loss.kind is wanted)

    def summary(self, lang: str = "en") -> str:
        """Number of files, releases, contracts and pieces per kind, on one line."""
        words = {
            "sv": ("filer", "releaser", "avtal"),
            "en": ("files", "releases", "contracts"),
        }[check_language(lang)]
        numbers = (self.files, self.releases, len(self.portfolio.contracts))
        parts = [f"{number} {word}" for number, word in zip(numbers, words, strict=True)]
        parts += [f"{kind.label(lang)}: {number}" for kind, number in self.counts.items()]
        return "; ".join(parts)
