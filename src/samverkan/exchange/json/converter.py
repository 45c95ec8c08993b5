"""How each kind of field looks in the own JSON: a cattrs converter that finds every fault.

It writes, and it reads what :mod:`samverkan.exchange.json.fast` has given up on.
"""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Callable
from decimal import Decimal

import attrs
import cattrs
from cattrs.errors import (
    AttributeValidationNote,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from samverkan.codelists import Code
from samverkan.errors import DocumentProblem, SamverkanError, near
from samverkan.periods import Day, Moment, Span, as_span, day, moment

__all__ = ["ShapeError", "arms", "converter", "list_item", "problems"]

_Structure = Callable[[object, object], object]
_Plain = Callable[[object], object]


class ShapeError(SamverkanError, TypeError):
    """A value of a document is of another type than its field."""


def _wrong(value: object, expected: str) -> ShapeError:
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "a truth value"}
    shown = "" if isinstance(value, dict | list) else f" {value!r}"
    return ShapeError(f"is {kinds.get(type(value), 'a number')}{shown}; expected {expected}")


# ------------------------------------------------------------------------- one value, from JSON
def _text(value: object, _: object) -> str:
    if type(value) is not str:
        raise _wrong(value, "a text")
    return value


def _whole(value: object, _: object) -> int:
    if type(value) is not int:
        raise _wrong(value, "a whole number")
    return value


def _truth(value: object, _: object) -> bool:
    if type(value) is not bool:
        raise _wrong(value, "true or false")
    return value


def _amount(value: object, _: object) -> str | int | Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise _wrong(value, "a number as text, such as '4800000.50'")
    return value  # Money makes a Decimal of it


def _day(value: object, _: object) -> Day:
    if type(value) is not str:
        raise _wrong(value, "a day such as '2026-09-01'")
    return day(value)


def _moment(value: object, _: object) -> Moment:
    if type(value) is not str:
        raise _wrong(value, "a moment such as '2026-09-01T08:00:00+02:00'")
    return moment(value)


_UNITS = frozenset(field.name for field in attrs.fields(Span))


def _span(value: object, _: object) -> Span:
    if type(value) is str:
        return as_span(value)
    if type(value) is not dict:
        raise _wrong(value, "a length such as '6 months' or {'months': 6}")
    if unknown := sorted(set(value) - _UNITS):
        raise ShapeError(f"unit={unknown[0]!r} is unknown; {near(unknown[0], _UNITS)}")
    return Span(**value)


def _is_code(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Code)


def _code(value: object, kind: type[Code]) -> Code:
    if type(value) is not str:
        raise _wrong(value, f"a code of {kind.__name__} as text")
    return kind.of(value)


def _code_hook(kind: type[Code]) -> _Structure:
    members: dict[object, Code] = {code.value: code for code in kind}

    def structure(value: object, _: object) -> Code:
        try:
            return members[value]
        except (KeyError, TypeError):
            return _code(value, kind)

    return structure


def _to_text(value: object) -> str:
    return str(value)


def _to_iso(value: Day | Moment) -> str:
    return value.isoformat()


def _to_value(value: Code) -> str:
    return value.value


# ------------------------------------------------------------------------------ several values
def list_item(kind: object) -> object | None:
    """What a ``tuple[X, ...]`` or ``frozenset[X]`` holds; ``None`` for other types."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return inner[0]  # type: ignore[no-any-return]  # typing hands out its arguments as Any
    return inner[0] if origin is frozenset else None


def _is_list(kind: object) -> bool:
    return list_item(kind) is not None


def arms(kind: object) -> tuple[object, ...]:
    """The members of a union, ``None`` left out; empty for other types."""
    if typing.get_origin(kind) in {typing.Union, types.UnionType}:
        return tuple(arm for arm in typing.get_args(kind) if arm is not types.NoneType)
    return ()


def _is_choice(kind: object) -> bool:
    return len(arms(kind)) > 1


def _may_be_none(kind: object) -> bool:
    return len(arms(kind)) == 1


def _optional(one: _Structure, arm: object) -> _Structure:
    def structure(value: object, _: object) -> object:
        return None if value is None else one(value, arm)

    return structure


# ---------------------------------------------------------------------------------- converters
@functools.cache
def converter() -> cattrs.Converter:
    """The converter; made once, since it writes code for each noun."""
    made = cattrs.Converter(detailed_validation=True, forbid_extra_keys=True)
    simple: tuple[tuple[type, _Structure], ...] = (
        (str, _text), (int, _whole), (bool, _truth), (Decimal, _amount), (Span, _span),
    )  # fmt: skip
    for kind, hook in simple:
        made.register_structure_hook(kind, hook)
    for exactly, hook in ((Day, _day), (Moment, _moment)):
        made.register_structure_hook_func(functools.partial(_same, exactly), hook)
        made.register_unstructure_hook_func(functools.partial(_same, exactly), _to_iso)
    made.register_unstructure_hook(Decimal, _to_text)

    def noun(kind: type) -> _Structure:
        build = make_dict_structure_fn(
            kind, made, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True
        )

        def structure(value: object, _: object) -> object:
            if type(value) is not dict:
                raise _wrong(value, "an object")
            return build(value, kind)

        return structure

    def several(kind: object) -> _Structure:
        item = list_item(kind)
        collect = typing.cast("Callable[[list[object]], object]", typing.get_origin(kind))
        one = made.get_structure_hook(item)

        def structure(value: object, _: object) -> object:
            if type(value) is not list:
                raise _wrong(value, "a list")
            built: list[object] = []
            faults: list[Exception] = []
            for n, member in enumerate(typing.cast("list[object]", value)):
                try:
                    built.append(one(member, item))
                except Exception as fault:  # noqa: BLE001  # every kind of fault becomes a problem with a path
                    fault.add_note(IterableValidationNote(f"index {n}", n, item))
                    faults.append(fault)
            if faults:
                raise IterableValidationError("list", faults, typing.cast("type", kind))
            return collect(built)

        return structure

    def choice(kind: object) -> _Structure:
        codes = [arm for arm in arms(kind) if _is_code(arm)]
        nouns = [arm for arm in arms(kind) if attrs.has(typing.cast("type", arm))]
        (code,), (thing,) = codes, nouns  # more of either would need a mark to tell them apart
        from_text, from_object = made.get_structure_hook(code), made.get_structure_hook(thing)

        def structure(value: object, _: object) -> object:
            if value is None:
                return None
            if type(value) is dict:
                return from_object(value, thing)
            return from_text(value, code)

        return structure

    def plain_noun(kind: type) -> _Plain:
        fields = attrs.fields(kind)
        build = make_dict_unstructure_fn(
            kind,
            made,
            _cattrs_omit_if_default=True,
            **{field.name: override(omit_if_default=True) for field in fields},
        )
        return typing.cast("_Plain", build)

    def plain_several(kind: object) -> _Plain:
        item = list_item(kind)
        one = made.get_unstructure_hook(item)
        is_set = typing.get_origin(kind) is frozenset

        def unstructure(value: object) -> object:
            listed = [one(member) for member in typing.cast("tuple[object, ...]", value)]
            return sorted(listed, key=str) if is_set else listed

        return unstructure

    def optional(kind: object) -> _Structure:
        (arm,) = arms(kind)
        return _optional(made.get_structure_hook(arm), arm)

    made.register_structure_hook_factory(_may_be_none, optional)
    made.register_structure_hook_factory(attrs.has, noun)
    made.register_unstructure_hook_factory(attrs.has, plain_noun)
    made.register_structure_hook(Span, _span)
    made.register_unstructure_hook(Span, _to_text)
    made.register_structure_hook_factory(_is_code, _code_hook)
    made.register_unstructure_hook_func(_is_code, _to_value)
    made.register_structure_hook_factory(_is_list, several)
    made.register_unstructure_hook_factory(_is_list, plain_several)
    made.register_structure_hook_factory(_is_choice, choice)
    made.register_unstructure_hook_factory(_is_choice, functools.partial(_plain_choice, made))
    return made


def _same(one: object, other: object) -> bool:
    return one is other


def _plain_choice(made: cattrs.Converter, _: object) -> _Plain:
    def unstructure(value: object) -> object:
        return made.unstructure(value)

    return unstructure


# ------------------------------------------------------------------------------------ problems
def problems(error: BaseException, path: str) -> list[DocumentProblem]:
    """Every fault that the exact converter found, each with its path."""
    if isinstance(error, ForbiddenExtraKeysError):
        known = [field.name for field in attrs.fields(error.cl)]
        return [
            DocumentProblem(
                f"{path}.{key}",
                f"unknown key; {near(key, known)} (what is your own goes under 'extensions')",
            )
            for key in sorted(error.extra_fields)
        ]
    if isinstance(error, ClassValidationError | IterableValidationError):
        return [
            problem
            for fault in error.exceptions
            for problem in problems(fault, path + _step(fault))
        ]
    if isinstance(error, KeyError):
        return [DocumentProblem(path, "is missing; add it")]
    return [DocumentProblem(path, str(error))]


def _step(fault: BaseException) -> str:
    for note in getattr(fault, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return f".{note.name}"
        if isinstance(note, IterableValidationNote):
            return f"[{note.index}]"
    return ""
