"""Whose law a party acts under, from columns (as :attr:`samverkan.Party.home_country`)."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from samverkan.tables.arithmetic import Frame
from samverkan.tables.columns import iso, prefix

__all__ = ["with_home_country"]


def with_home_country(parties: Frame, identifiers: Frame | None) -> Frame:
    """The parties with ``home_country``.

    It is a party's stated country, else that of its first identifier that tells, or of its id.
    """
    c = nw.col
    found: list[nw.Expr] = []
    if "country" in parties.collect_schema().names():
        # A stated country that is none, such as EU, ends the search: it is told by an empty text.
        stated = nw.coalesce(iso(c("country")), nw.lit(""))
        found.append(nw.when(~c("country").is_null()).then(stated))
    if identifiers is not None:
        vat = (
            nw.when(c("value").str.starts_with("XI"))
            .then(nw.lit("GB"))
            .otherwise(iso(c("value").str.slice(0, 2)))
        )
        told = identifiers.with_columns(
            _country=nw.when(c("scheme") == "VAT").then(vat).otherwise(prefix("scheme"))
        ).filter(~c("_country").is_null())
        placed = nw.concat_str((c("position") + _WIDE).cast(nw.String), c("_country"))
        first = (
            told.with_columns(_first=placed)
            .group_by("party")
            .agg(c("_first").min())
            .select(c("party").alias("id"), _told=c("_first").str.slice(len(str(_WIDE))))
        )
        parties = parties.join(first, on="id", how="left")
        found.append(c("_told"))
    known = nw.coalesce(*found, prefix("id")) if found else prefix("id")
    return parties.with_columns(home_country=nw.when(known != "").then(known))


_WIDE = 100_000
"""Added to a place among identifiers, so that its text has always as many digits."""
