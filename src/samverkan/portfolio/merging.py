"""Two portfolios made one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

import attrs

from samverkan.errors import PortfolioError
from samverkan.portfolio.references import FACTS

if TYPE_CHECKING:
    from samverkan.portfolio.portfolio import Extra, Portfolio

__all__ = ["merged"]

_THINGS = ("parties", "procurements", "contracts", *FACTS)


def merged(one: Portfolio, other: Portfolio) -> Portfolio:
    """Everything of both; what both have must be the same in both."""
    problems: list[str] = []
    changed: dict[str, tuple[object, ...]] = {}
    for home in _THINGS:
        mine: Mapping[str, object] = one.by_id(home)
        theirs: Mapping[str, object] = other.by_id(home)
        problems += [
            f"$.{home}: id={key!r} is not the same in both: "
            f"{', '.join(_differing(mine[key], theirs[key]))}; correct one of them"
            for key in mine.keys() & theirs.keys()
            if mine[key] != theirs[key]
        ]
        new = tuple(thing for key, thing in theirs.items() if key not in mine)
        changed[home] = (*mine.values(), *new)
    if problems:
        raise PortfolioError(sorted(problems))
    known = set(one.extras)
    extras: tuple[Extra, ...] = tuple(extra for extra in other.extras if extra not in known)
    return attrs.evolve(one, extras=(*one.extras, *extras), **changed)  # type: ignore[arg-type]  # each field gets things of its own kind


def _differing(mine: object, theirs: object) -> list[str]:
    fields = attrs.fields(cast("type[attrs.AttrsInstance]", type(mine)))
    return [
        f"{field.name}={getattr(mine, field.name)!r} and {getattr(theirs, field.name)!r}"
        for field in fields
        if getattr(mine, field.name) != getattr(theirs, field.name)
    ]
