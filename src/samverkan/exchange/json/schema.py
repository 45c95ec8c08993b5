"""The JSON Schema of the own format, made from the nouns themselves."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

import attrs

from samverkan.codelists import Code
from samverkan.exchange.json.document import FIELDS, MARK, VERSION
from samverkan.exchange.json.shapes import arms, as_code, as_noun, is_list, item_of
from samverkan.periods import Day, Moment, Span

__all__ = ["schema"]

_UNIT = r"[+-]?[0-9]{1,6}\s*(working days?|months?|days?|weeks?|years?)"
_SIMPLE: Mapping[object, Mapping[str, object]] = MappingProxyType(
    {
        str: {"type": "string"},
        int: {"type": "integer"},
        bool: {"type": "boolean"},
        Day: {"type": "string", "format": "date"},
        Moment: {"type": "string", "format": "date-time"},
        Decimal: {"type": ["string", "number"]},
        Span: {
            "description": "A length such as '6 months'; a month is a calendar month.",
            "oneOf": [
                {"type": "string", "pattern": rf"^\s*{_UNIT}(,?\s*{_UNIT})*\s*$"},
                {
                    "type": "object",
                    "properties": {
                        field.name: {"type": "integer"} for field in attrs.fields(Span)
                    },
                    "additionalProperties": False,
                },
            ],
        },
    }
)
T = TypeVar("T", bound=type)
_OWN = {"description": "What is your own; kept as an extra."}


def _described(kind: type) -> str:
    return (inspect.getdoc(kind) or kind.__name__).partition("\n")[0]


def _shape(kind: object, defined: dict[str, object]) -> dict[str, object]:
    """The schema of one type; nouns and codes are put among ``defined``."""
    if kind in _SIMPLE:
        return dict(_SIMPLE[kind])
    if is_list(kind):
        unique = {"uniqueItems": True} if typing.get_origin(kind) is frozenset else {}
        return {"type": "array", "items": _shape(item_of(kind), defined), **unique}
    if members := arms(kind):
        shapes = [_shape(member, defined) for member in members]
        if types.NoneType in typing.get_args(kind):
            shapes.append({"type": "null"})
        return {"anyOf": shapes}
    if (codes := as_code(kind)) is not None:
        return _reference(codes, defined, _codes)
    if (noun := as_noun(kind)) is not None:
        return _reference(noun, defined, _noun)
    raise TypeError(f"schema: no shape for {kind!r}; add one to _SIMPLE")


def _reference(
    kind: T, defined: dict[str, object], make: Callable[[T, dict[str, object]], dict[str, object]]
) -> dict[str, object]:
    if kind.__name__ not in defined:
        defined[kind.__name__] = {}
        defined[kind.__name__] = make(kind, defined)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _codes(codes: type[Code], _: dict[str, object]) -> dict[str, object]:
    return {"description": _described(codes), "enum": [code.value for code in codes]}


def _noun(kind: type[attrs.AttrsInstance], defined: dict[str, object]) -> dict[str, object]:
    attrs.resolve_types(kind)
    fields = typing.cast("tuple[attrs.Attribute[object], ...]", attrs.fields(kind))
    properties = {field.name: _shape(field.type, defined) for field in fields}
    required = [field.name for field in fields if field.default is attrs.NOTHING]
    return {
        "description": _described(kind),
        "type": "object",
        "properties": properties | ({"extensions": _OWN} if kind in FIELDS.values() else {}),
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of one document, generated from the nouns (JSON-schema).

    It tells shapes, codes and days. What only the nouns know (that references resolve, that days
    come in order) is checked when a document is read.

    >>> sorted(schema()["$defs"]["Money"]["properties"])
    ['amount', 'currency']
    """
    defined: dict[str, object] = {}
    lists = {
        name: {"type": "array", "items": _shape(kind, defined)} for name, kind in FIELDS.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A portfolio of samverkan",
        "type": "object",
        "properties": {
            MARK: {"type": "string", "pattern": rf"^{VERSION}(\.[0-9]{{1,4}})?$"},
            **lists,
            "extensions": _OWN,
        },
        "required": [MARK],
        "additionalProperties": False,
        "$defs": dict(sorted(defined.items())),
    }
