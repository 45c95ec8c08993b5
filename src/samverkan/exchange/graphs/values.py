"""Values of a graph as files hold them, by one mapping, and back."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias, cast

from samverkan.codelists import (
    Aim,
    Category,
    CheckpointOutcome,
    ContractKind,
    DialogueForm,
    DialogueScope,
    RelationKind,
    TenderStatus,
)
from samverkan.codelists.code import Code
from samverkan.periods import Period, day, moment
from samverkan.trust import Opinion
from samverkan.values import Money

__all__ = ["OPEN", "Plain", "as_list", "plain_attributes", "safe_text", "typed_attributes"]

Plain: TypeAlias = "str | int | float | bool"
"""What a file can hold as it is."""

OPEN = ".."
"""How an end that is open or unknown is written."""

_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_CONTROL = {code: 0x2400 + code for code in range(0x20) if code not in {0x09, 0x0A}}
_CONTROL[0x7F] = 0x2421


def safe_text(text: str) -> str:
    r"""A text that XML 1.0 can hold.

    >>> safe_text("a\x07b")
    'a␇b'
    """
    return _NO_XML.sub("\ufffd", text.translate(_CONTROL))


def _plain(value: object) -> Plain:
    """A single value as a text or number."""
    match value:
        case bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else str(value).replace("nan", "NaN")
        case Code():
            return str(value.value)
        case dt.date():  # a moment is one, too
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case frozenset() | set():
            members = [_plain(one) for one in cast("frozenset[object]", value)]
            return json.dumps(sorted(members, key=str), ensure_ascii=False)
        case tuple() | list():
            listed: list[Plain | None] = [
                None if one is None else _plain(one) for one in cast("tuple[object, ...]", value)
            ]
            return json.dumps(listed, ensure_ascii=False)
        case _:
            return str(value)


def plain_attributes(attributes: Mapping[str, object]) -> dict[str, Plain]:
    """Attributes as texts and numbers, by the mapping of this module (enkla attribut).

    >>> plain_attributes({"period": Period("2026-01-01", None), "money": Money("1.50", "SEK"),
    ...                   "kind": RelationKind.OWNS, "market": None, "evidence": ("a", "b")})
    {'start': '2026-01-01', 'end': '..', 'money_amount': '1.50', 'money_currency': 'SEK', \
'kind': 'owns', 'evidence': '["a", "b"]'}
    """
    found: dict[str, Plain] = {}
    for name, value in attributes.items():
        match value:
            case None:
                pass
            case Period():
                before = "" if name == "period" else f"{name}_"
                for end, on in (("start", value.start), ("end", value.end)):
                    found[before + end] = OPEN if on is None else on.isoformat()
            case Money():
                found[f"{name}_amount"] = f"{value.amount:f}"
                found[f"{name}_currency"] = value.currency
            case Opinion():
                for part in ("belief", "disbelief", "uncertainty", "base_rate"):
                    found[f"{name}_{part}"] = getattr(value, part)
            case _:
                found[name] = _plain(value)
    return found


def as_list(value: object) -> tuple[Any, ...]:
    """A list that stands as JSON text, or as it is.

    >>> as_list('["a"]')
    ('a',)
    """
    members = json.loads(value) if isinstance(value, str) else value
    return tuple(cast("Iterable[Any]", members))


_TYPED: Mapping[str, Callable[[Any], object]] = {
    "kind": RelationKind.of,
    "kinds": lambda value: frozenset(map(RelationKind.of, as_list(value))),
    "aim": Aim.of,
    "category": Category.of,
    "contract_kind": ContractKind.of,
    "form": DialogueForm.of,
    "outcome": CheckpointOutcome.of,
    "scope": DialogueScope.of,
    "status": TenderStatus.of,
    "recorded_at": moment,
    "last_contact": day,
    "weight": float,
    **dict.fromkeys(("cpv", "evidence", "insiders", "numbers", "roles", "topics"), as_list),
}
_ABSENT = (
    "market", "contract", "period", "recorded_at", "replaces", "money", "last_contact", "opinion",
    "secret",
)  # fmt: skip


def _period(first: object, last: object) -> Period:
    ends = [None if end in {None, OPEN} else str(end) for end in (first, last)]
    return Period(*ends)


def typed_attributes(attributes: Mapping[str, object]) -> dict[str, object]:
    """The attributes of an edge as the stakeholder graph has them (återställda attribut).

    >>> typed_attributes({"kind": "owns", "start": "2026-01-01", "end": ".."})["period"]
    Period(start=Date(2026, 1, 1), end=None)

    Raises:
        SamverkanError: when a text is no code or day.
    """
    left = dict(attributes)
    found: dict[str, object] = {}
    if "kind" in left:
        found.update(dict.fromkeys(_ABSENT))
    for name, before in (("period", ""), ("secret", "secret_")):
        first, last = left.pop(f"{before}start", None), left.pop(f"{before}end", None)
        if first is not None or last is not None:
            found[name] = _period(first, last)
    for name in ("money",):
        amount, currency = left.pop(f"{name}_amount", None), left.pop(f"{name}_currency", None)
        if amount is not None and currency is not None:
            found[name] = Money(str(amount), str(currency))
    parts = [left.pop(f"opinion_{part}", None) for part in
             ("belief", "disbelief", "uncertainty", "base_rate")]  # fmt: skip
    if None not in parts:
        found["opinion"] = Opinion(*(float(cast("float", part)) for part in parts))
    for name, value in left.items():
        found[name] = _TYPED[name](value) if name in _TYPED and value is not None else value
    return found
