"""Anchors with several days: options, price revisions, amendments, incidents, and named days.

Each becomes a table with a row for each day: ``subject``, ``number`` (its place among those of the
subject), ``fact``, month and day, and what conditions may ask of the fact.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import narwhals.stable.v2 as nw

from samverkan.calendars import WorkingCalendar
from samverkan.tables.arithmetic import Frame, nothing, ordinal_of, with_month_and_day
from samverkan.tables.columns import pair
from samverkan.tables.engines import Engine
from samverkan.tables.facts import Facts
from samverkan.tables.timelines import amendments_in_force, ranked, without_replaced
from samverkan.tables.working_days import less_working_days

__all__ = ["EXTENSION_DAYS", "of_extensions", "several_days"]

EXTENSION_DAYS = {
    "option_deadline": "deadline",
    "option_end": "end",
    "extension_end": "new_end",
}
"""The anchors that hang on options, each with the day it is."""


def several_days(facts: Facts, anchors: Iterable[str], as_of: dt.date | None) -> dict[str, Frame]:
    """The tables of the anchors that do not hang on options, where there are any facts.

    Args:
        facts: The tables.
        anchors: Which.
        as_of: The last day whose deviations count; every day where it is ``None``.
    """
    found: dict[str, Frame | None] = {}
    for anchor in anchors:
        if anchor == "price_revision":
            found[anchor] = _price_revisions(facts)
        elif anchor == "amendment":
            found[anchor] = _amendments(facts)
        elif anchor == "incident":
            both = (_dates(facts, anchor), _deviations(facts, as_of))
            given = [frame for frame in both if frame is not None]
            found[anchor] = _numbered(nw.concat(given)) if given else None
        elif anchor.startswith("date:"):
            named = _dates(facts, anchor.removeprefix("date:"))
            found[anchor] = None if named is None else _numbered(named)
    return {anchor: frame for anchor, frame in found.items() if frame is not None}


def of_extensions(
    extensions: Frame, anchors: Iterable[str], calendar: WorkingCalendar, engine: Engine
) -> tuple[dict[str, Frame], Frame]:
    """The tables of the anchors that hang on options, and the contracts that have none of them.

    A contract whose notice the calendar cannot count has no days at all, since its options hang
    together.
    """
    c = nw.col
    extensions = less_working_days(extensions, "deadline", "notice_working_days", calendar, engine)
    failed = extensions.filter(c("_fails") == 1).select(c("contract").alias("subject")).unique()
    extensions = with_month_and_day(extensions, "deadline", "deadline_m", "deadline_d").rename(
        {"contract": "subject"}
    )
    kept = extensions.join(failed, on="subject", how="anti")
    found = {
        anchor: kept.filter(~c(f"{day}_m").is_null()).select(
            "subject",
            "number",
            "fact",
            c(f"{day}_m").alias("on_m"),
            c(f"{day}_d").alias("on_d"),
            option_notice=c("has_notice"),
        )
        for anchor, day in EXTENSION_DAYS.items()
        if anchor in anchors
    }
    return found, failed


def _price_revisions(facts: Facts) -> Frame | None:
    frame = facts.frame("contract_price_revisions")
    if frame is None:
        return None
    frame = frame.select("contract", "value").unique()
    frame = frame.with_columns(order=ordinal_of("value"))
    frame = ranked(frame, ("contract",), "order", "number")
    return frame.select(
        nw.col("contract").alias("subject"),
        "number",
        *pair("value", "on"),
        fact=nw.concat_str(nw.lit("price-revision:"), _iso_day("value")),
    )


def _amendments(facts: Facts) -> Frame | None:
    frame = amendments_in_force(facts, None)
    if frame is None:
        return None
    has_ground = "ground" in frame.collect_schema().names()
    which = nw.col("id").cast(nw.String)
    frame = frame.with_columns(
        fact=nw.concat_str(nw.lit("amendment:"), which), order=_by_day("occurred_on", which)
    )
    frame = ranked(frame, ("contract",), "order", "number")
    return frame.select(
        nw.col("contract").alias("subject"),
        "number",
        "fact",
        *pair("occurred_on", "on"),
        amendment_ground=nw.col("ground") if has_ground else nothing(nw.String, "id"),
    )


def _numbered(days: Frame) -> Frame:
    """Days with the place of each among those of its contract, told by ``order``."""
    ranks = ranked(days, ("contract",), "order", "number")
    return ranks.select(nw.col("contract").alias("subject"), "number", "fact", *pair("on", "on"))


def _dates(facts: Facts, name: str) -> Frame | None:
    """The days that users named so."""
    frame = facts.frame("contract_dates")
    if frame is None:
        return None
    which = _iso_day("on")
    if "id" in frame.collect_schema().names():
        own = nw.col("id").cast(nw.String)
        which = nw.coalesce(nw.when(own != "").then(own), which)
    frame = frame.filter(nw.col("name") == name).with_columns(_which=which)
    return frame.select(
        "contract",
        "on",
        fact=nw.concat_str(nw.lit(f"{name}:"), nw.col("_which")),
        order=nw.concat_str(nw.lit("0"), _by_day("on", nw.col("_which"))),
    )


def _deviations(facts: Facts, as_of: dt.date | None) -> Frame | None:
    """The deviations so far that nothing corrects; they stand after the days that users named."""
    frame = facts.frame("deviations")
    if frame is None:
        return None
    frame = without_replaced(frame)
    if as_of is not None:
        frame = frame.filter(nw.col("occurred_on") <= as_of)
    which = nw.col("id").cast(nw.String)
    return frame.select(
        "contract",
        on=nw.col("occurred_on"),
        fact=nw.concat_str(nw.lit("deviation:"), which),
        order=nw.concat_str(nw.lit("1"), _by_day("occurred_on", which)),
    )


def _iso_day(column: str) -> nw.Expr:
    return nw.col(column).dt.to_string("%Y-%m-%d")


_WIDE = 10_000_000
"""Added to a day number, so that its text has always as many digits."""


def _by_day(day: str, then: nw.Expr) -> nw.Expr:
    """A text that orders by day, then by another text."""
    return nw.concat_str((ordinal_of(day) + _WIDE).cast(nw.String), then)
