"""How each kind of field looks in the own JSON: a cattrs converter that finds every fault.

It writes, and it reads what :mod:`samverkan.exchange.json.fast` has given up on.
"""

from __future__ import annotations

import functools
import typing
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

import attrs
import cattrs
from cattrs.errors import (
    AttributeValidationNote,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from samverkan.codelists import Code
from samverkan.errors import DocumentProblem, SamverkanError, near
from samverkan.exchange.json.shapes import arms, as_code, as_noun, is_list, item_of
from samverkan.exchange.plain import is_array, is_object, kind_of
from samverkan.periods import Day, Moment, Span, as_span, day, moment

__all__ = ["Plain", "ShapeError", "Structure", "converter", "problems"]

Structure = Callable[[object, object], object]
"""Makes a value of a type from plain data."""
Plain = Callable[[object], object]
"""Makes plain data of a value."""


class ShapeError(SamverkanError, TypeError):
    """A value of a document is of another type than its field."""


def _wrong(value: object, expected: str) -> ShapeError:
    shown = repr(value) if isinstance(value, str) else str(value)
    if value is None or is_object(value) or is_array(value):
        shown = ""
    return ShapeError(f"is {f'{kind_of(value)} {shown}'.strip()}; expected {expected}")


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


def _decimal(value: object, _: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise _wrong(value, "a number as text, such as '4800000.50'")
    try:
        return Decimal(value)
    except InvalidOperation:
        raise _wrong(value, "a number as text, such as '4800000.50'") from None


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
    if isinstance(value, str):
        return as_span(value)
    if not is_object(value):
        raise _wrong(value, "a length such as '6 months' or {'months': 6}")
    if unknown := sorted(value.keys() - _UNITS):
        raise ShapeError(f"unit={unknown[0]!r} is unknown; {near(unknown[0], _UNITS)}")
    return Span(**typing.cast("dict[str, int]", value))  # which checks that they are numbers


def _code(value: object, kind: object) -> Code:
    codes = typing.cast("type[Code]", kind)
    if type(value) is not str:
        raise _wrong(value, f"a code of {codes.__name__} as text")
    return codes.of(value)


# ---------------------------------------------------------------------- composed ones, from JSON
def _is_code(kind: object) -> bool:
    return as_code(kind) is not None


def _is_noun(kind: object) -> bool:
    return as_noun(kind) is not None


def _is_union(kind: object) -> bool:
    return bool(arms(kind))


def _noun(kind: type[attrs.AttrsInstance], made: cattrs.Converter) -> Structure:
    build = typing.cast(
        "Structure",
        make_dict_structure_fn(
            kind, made, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True
        ),
    )

    def structure(value: object, wanted: object) -> object:
        if not is_object(value):
            raise _wrong(value, "an object")
        return build(value, wanted)

    return structure


def _several(kind: object, made: cattrs.Converter) -> Structure:
    item = item_of(kind)
    collect = typing.cast("Callable[[list[object]], object]", typing.get_origin(kind))
    one = typing.cast("Structure", made.get_structure_hook(item))

    def structure(value: object, _: object) -> object:
        if not is_array(value):
            raise _wrong(value, "a list")
        built: list[object] = []
        faults: list[Exception] = []
        for n, member in enumerate(value):
            try:
                built.append(one(member, item))
            except Exception as fault:  # noqa: BLE001  # every kind of fault becomes a problem with a path
                fault.add_note(IterableValidationNote(f"index {n}", n, item))
                faults.append(fault)
        if faults:
            raise IterableValidationError("list", faults, list)  # pyright: ignore[reportCallIssue]  # its __new__ is that of a group
        return collect(built)

    return structure


def _one_of(kind: object, made: cattrs.Converter) -> Structure:
    """``X | None``, or a code as text beside a noun as object."""
    hooks = [(arm, typing.cast("Structure", made.get_structure_hook(arm))) for arm in arms(kind)]
    nouns = [pair for pair in hooks if _is_noun(pair[0])]
    others = [pair for pair in hooks if not _is_noun(pair[0])]
    if len(nouns) > 1 or len(others) > 1:
        raise ShapeError(f"type {kind}: nothing in a document would tell its members apart")

    def structure(value: object, _: object) -> object:
        if value is None:
            return None
        chosen = nouns if nouns and (is_object(value) or not others) else others
        ((arm, hook),) = chosen
        return hook(value, arm)

    return structure


# ------------------------------------------------------------------------------------- to JSON
def _to_text(value: object) -> str:
    return str(value)


def _to_iso(value: Day | Moment) -> str:
    return value.isoformat()


def _to_value(value: Code) -> str:
    return str(value.value)


def _plain_noun(kind: type[attrs.AttrsInstance], made: cattrs.Converter) -> Plain:
    return typing.cast("Plain", make_dict_unstructure_fn(kind, made, _cattrs_omit_if_default=True))


def _plain_several(kind: object, made: cattrs.Converter) -> Plain:
    one = typing.cast("Plain", made.get_unstructure_hook(item_of(kind)))
    is_set = typing.get_origin(kind) is frozenset

    def unstructure(value: object) -> object:
        listed = [one(member) for member in typing.cast("tuple[object, ...]", value)]
        return sorted(listed, key=str) if is_set else listed

    return unstructure


def _plain_one_of(_: object, made: cattrs.Converter) -> Plain:
    def unstructure(value: object) -> object:
        return None if value is None else typing.cast("object", made.unstructure(value))

    return unstructure


@functools.cache
def converter() -> cattrs.Converter:
    """The converter; made once, since it writes code for each noun."""
    made = cattrs.Converter(detailed_validation=True, forbid_extra_keys=True)
    for test, build, plain in (
        (_is_union, _one_of, _plain_one_of),
        (is_list, _several, _plain_several),
        (_is_noun, _noun, _plain_noun),
    ):
        made.register_structure_hook_factory(test, functools.partial(build, made=made))
        made.register_unstructure_hook_factory(test, functools.partial(plain, made=made))
    made.register_structure_hook_func(_is_code, _code)
    made.register_unstructure_hook_func(_is_code, _to_value)
    simple: tuple[tuple[type, Structure], ...] = (
        (str, _text), (int, _whole), (bool, _truth), (Decimal, _decimal), (Span, _span),
    )  # fmt: skip
    for kind, hook in simple:
        made.register_structure_hook(kind, hook)
    for kind in (Decimal, Span):
        made.register_unstructure_hook(kind, _to_text)
    days: tuple[tuple[type, Structure], ...] = ((Day, _day), (Moment, _moment))
    for kind, hook in days:
        # Exactly this type: a moment is a day to Python.
        made.register_structure_hook_func(functools.partial(_is, kind), hook)
        made.register_unstructure_hook_func(functools.partial(_is, kind), _to_iso)
    return made


def _is(one: object, other: object) -> bool:
    return one is other


# ------------------------------------------------------------------------------------ problems
def problems(error: BaseException, path: str) -> list[DocumentProblem]:
    """Every fault that the converter found, each with its path."""
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
            for fault in typing.cast("tuple[BaseException, ...]", error.exceptions)
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
