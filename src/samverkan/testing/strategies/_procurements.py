"""Strategies for procurements and their lots."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from samverkan.codelists import Category, Procedure, Regime
from samverkan.periods import Day, day_from_ordinal
from samverkan.procurements import Lot, Procurement
from samverkan.testing.strategies._times import days
from samverkan.values import Money

__all__ = ["lots", "procurements"]

_THINGS = st.sampled_from(
    tuple(
        itertools.product(
            (None, "Skolmåltider", "Ombyggnad av Norrskolan – etapp 2/3"),
            (None, *Category),
            ((), ("55524000",), ("45214200", "45000000")),
        )
    )
)
"""Title, category and CPV codes at one draw: a draw is what costs."""
_RULES = st.sampled_from(tuple(itertools.product((None, *Regime), (None, *Procedure))))
_VALUES = st.sampled_from(
    (None, *(Money(amount, "SEK") for amount in (699_999, 700_000, 2_390_000, 48_000_000)))
)
_GAPS = st.integers(0, 90)
_LOTS = st.sampled_from((0, 1, 0, 2, 3))
_STAGES = (
    (),
    ("started_on",),
    ("started_on", "published_on"),
    ("published_on",),
    ("started_on", "published_on", "tenders_due_on"),
    ("published_on", "tenders_due_on", "awarded_on"),
    ("started_on", "published_on", "tenders_due_on", "awarded_on", "notified_on"),
    ("published_on", "tenders_due_on", "awarded_on", "notified_on", "concluded_on"),
    ("started_on", "published_on", "tenders_due_on", "awarded_on", "notified_on", "concluded_on"),
    ("started_on", "awarded_on", "concluded_on"),
    ("concluded_on",),
    ("published_on", "cancelled_on"),
    ("started_on", "published_on", "tenders_due_on", "cancelled_on"),
)
"""How far a procurement has come and what is known of it; the days in the order of time."""
_FINISHED = tuple(stage for stage in _STAGES if stage and stage[-1] == "concluded_on")
_SOME_STAGE = st.sampled_from(_STAGES)
_FINISHED_STAGE = st.sampled_from(_FINISHED)


def draw_lot(draw: DrawFn, number: int) -> Lot:
    """A lot with a number."""
    title, category, cpv = draw(_THINGS)
    return Lot(
        id=f"LOT-{number:04d}",
        title=title,
        category=category,
        cpv=cpv,
        value=draw(_VALUES),
    )


def draw_procurement(
    draw: DrawFn,
    id: str,  # noqa: A002  # what every noun calls it
    *,
    buyer: str | None,
    start: Day,
    is_finished: bool = False,
) -> Procurement:
    """A procurement that begins on a day and has come some way, each step after the one before."""
    stage: Sequence[str] = draw(_FINISHED_STAGE if is_finished else _SOME_STAGE)
    reached: dict[str, dt.date] = {}
    ordinal = start.toordinal()
    for name in stage:
        reached[name] = day_from_ordinal(ordinal)
        ordinal += draw(_GAPS)
    title, category, cpv = draw(_THINGS)
    regime, procedure = draw(_RULES)
    return Procurement(
        id=id,
        title=title,
        buyer=buyer,
        regime=regime,
        procedure=procedure,
        category=category,
        cpv=cpv,
        lots=tuple(draw_lot(draw, number + 1) for number in range(draw(_LOTS))),
        value=draw(_VALUES),
        **reached,  # type: ignore[arg-type]  # each key is one of the days
    )


@st.composite
def lots(draw: DrawFn) -> Lot:
    """Lots (delar); shrink to LOT-0001 of which nothing is known.

    >>> from samverkan.testing import simplest
    >>> simplest(lots()).id
    'LOT-0001'
    """
    return draw_lot(draw, draw(_NUMBERS))


_NUMBERS = st.integers(1, 9999)


@st.composite
def procurements(
    draw: DrawFn,
    *,
    ids: SearchStrategy[str] | None = None,
    buyers: SearchStrategy[str | None] | None = None,
    starts: SearchStrategy[Day] | None = None,
) -> Procurement:
    """Procurements (upphandlingar) at any stage, their days in order, up to three lots.

    Shrink to U-1, of which only the buyer is known.

    Args:
        ids: Their ids.
        buyers: Party ids of the buyers.
        starts: The first day that is known of them.

    >>> from samverkan.testing import simplest
    >>> simplest(procurements()) == Procurement(id="U-1", buyer="SE-5599900007")
    True
    """
    return draw_procurement(
        draw,
        draw(_IDS if ids is None else ids),
        buyer=draw(_BUYERS if buyers is None else buyers),
        start=draw(_DAYS if starts is None else starts),
    )


_IDS = st.sampled_from(("U-1", "ocds-ö/2026%2F1"))
_BUYERS = st.sampled_from(("SE-5599900007", None))
_DAYS = days()
