"""The fast way from plain data to nouns: each value is looked at once and set once.

What ``attrs`` would do in ``__init__`` is done here without converting a second time: a value that
already is of its field's type (a day, a span, a code, a tuple of nouns) is set as it is, any other
goes through the field's converter; then the noun checks itself as always. Whatever is not as it
should be raises *something*; the exact converter then says what and where.

A law holds the two ways against each other: they build equal nouns from any document.
"""

from __future__ import annotations

import functools
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias, cast

import attrs

from samverkan.exchange.json.converter import Structure, converter
from samverkan.exchange.json.shapes import arms, as_code, as_noun, is_list, item_of, the_arm
from samverkan.exchange.plain import is_array, is_object
from samverkan.periods import Day, Moment, Span, as_span, day

__all__ = ["builder"]

_Build = Callable[[object], object]
_Put = Callable[[object, object], None]
_Field: TypeAlias = "attrs.Attribute[object]"
_MOST = 1 << 15


class _Known(dict[object, object]):
    """Texts read before, with what they mean: days and spans are frozen, so they can be shared."""

    def __init__(self, read: Callable[[str], object]) -> None:
        self._read = read

    def __missing__(self, text: object) -> object:
        if not isinstance(text, str):
            raise TypeError
        if len(self) >= _MOST:
            self.clear()
        value = self[text] = self._read(text)
        return value


_DAYS = _Known(day)
_SPANS = _Known(as_span)


def _text(value: object) -> object:
    if type(value) is not str:
        raise TypeError
    return value


def _whole(value: object) -> object:
    if type(value) is not int:
        raise TypeError
    return value


def _truth(value: object) -> object:
    if type(value) is not bool:
        raise TypeError
    return value


def _decimal(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise TypeError
    return Decimal(value)


def _span(value: object) -> object:
    return _SPANS[value] if type(value) is str else converter().structure(value, Span)


def _texts(value: object) -> object:
    if not is_array(value):
        raise TypeError
    for text in value:
        if type(text) is not str:
            raise TypeError
    return tuple(value)


_SIMPLE: Mapping[object, _Build] = MappingProxyType(
    {str: _text, int: _whole, bool: _truth, Day: _DAYS.__getitem__, Span: _span, Decimal: _decimal}
)


def _of(kind: object) -> _Build:
    """What makes a value of a type."""
    if (simple := _SIMPLE.get(kind)) is not None:
        return simple
    if len(arms(kind)) == 1:
        return _optional(_of(the_arm(kind)))
    if is_list(kind):
        return _several(kind)
    if _is_code_or_noun(kind):
        return _code_or_noun(kind)
    if (codes := as_code(kind)) is not None:
        members: dict[object, object] = {code.value: code for code in codes}
        return members.__getitem__
    if (noun := as_noun(kind)) is not None:
        return builder(noun)
    return _exactly(kind)


def _exactly(kind: object) -> _Build:
    hook = cast("Structure", converter().get_structure_hook(kind))

    def build(value: object) -> object:
        return hook(value, kind)

    return build


def _optional(one: _Build) -> _Build:
    def build(value: object) -> object:
        return None if value is None else one(value)

    return build


def _is_code_or_noun(kind: object) -> bool:
    """Whether it is a code as text or a noun as object, which the value itself tells apart."""
    kinds = [as_code(arm) is not None for arm in arms(kind) if as_code(arm) or as_noun(arm)]
    return sorted(kinds) == [False, True] and len(arms(kind)) == len(kinds)


def _code_or_noun(kind: object) -> _Build:
    (code,) = (_of(arm) for arm in arms(kind) if as_code(arm) is not None)
    (noun,) = (_of(arm) for arm in arms(kind) if as_code(arm) is None)
    may_be_none = type(None) in typing.get_args(kind)

    def build(value: object) -> object:
        if value is None and may_be_none:
            return None
        return noun(value) if is_object(value) else code(value)

    return build


def _several(kind: object) -> _Build:
    collect = cast("Callable[[list[object]], object]", typing.get_origin(kind))
    if kind == tuple[str, ...]:
        return _texts
    one = _of(item_of(kind))

    def build(value: object) -> object:
        if not is_array(value):
            raise TypeError
        return collect([one(member) for member in value])

    return build


def _is_whole(kind: object) -> bool:
    """Whether a value of this type needs no converter of its field any more."""
    one = the_arm(kind)
    return (
        one is Day
        or one is Moment
        or one is Span
        or is_list(one)
        or as_code(one) is not None
        or as_noun(one) is not None
        or _is_code_or_noun(one)
    )


def _put(field: _Field, kind: type) -> _Put:
    """What sets one field of a noun, past the guard of frozen classes."""
    store = _store(field, kind)
    convert = None if _is_whole(field.type) else _converter_of(field)
    if convert is not None:
        return _converting(store, _of(field.type), convert)
    inner = the_arm(field.type)
    if inner is str:
        return _putting_text(store, may_be_none=inner is not field.type)
    return _putting(store, _of(inner), may_be_none=inner is not field.type)


def _store(field: _Field, kind: type) -> _Put:
    return cast("_Put", getattr(kind, field.name).__set__)


def _converter_of(field: _Field) -> _Build | None:
    return cast("_Build | None", field.converter)


def _converting(store: _Put, raw: _Build, convert: _Build) -> _Put:
    def put(noun: object, value: object) -> None:
        store(noun, convert(raw(value)))

    return put


def _putting(store: _Put, make: _Build, *, may_be_none: bool) -> _Put:
    def put(noun: object, value: object) -> None:
        store(noun, make(value))

    def put_unless_none(noun: object, value: object) -> None:
        store(noun, None if value is None else make(value))

    return put_unless_none if may_be_none else put


def _putting_text(store: _Put, *, may_be_none: bool) -> _Put:
    def put(noun: object, value: object) -> None:
        if type(value) is not str and not (may_be_none and value is None):
            raise TypeError
        store(noun, value)

    return put


def _fields(kind: type[attrs.AttrsInstance]) -> tuple[_Field, ...]:
    return cast("tuple[_Field, ...]", attrs.fields(attrs.resolve_types(kind)))


def _is_plain(kind: type[attrs.AttrsInstance]) -> bool:
    """Whether a noun is made of nothing but slots, converters and its own check at the end."""
    return not hasattr(kind, "__attrs_pre_init__") and all(
        field.init
        and field.validator is None
        and field.alias == field.name
        and not isinstance(cast("object", field.converter), attrs.Converter)
        and hasattr(getattr(kind, field.name, None), "__set__")
        and not getattr(field.default, "takes_self", False)
        for field in _fields(kind)
    )


def _default(field: _Field) -> object:
    """What a field is when it is left out, as ``attrs`` would set it."""
    default = field.default
    factory = cast("Callable[[], object] | None", getattr(default, "factory", None))
    convert = _converter_of(field)
    made = default if factory is None else factory()
    return made if convert is None else convert(made)


@functools.cache
def builder(kind: type[attrs.AttrsInstance]) -> _Build:
    """What makes a noun of one kind from an object of JSON.

    >>> from samverkan.values import Money
    >>> builder(Money)({"amount": "1.10", "currency": "SEK"})
    Money(amount=Decimal('1.10'), currency='SEK')
    """
    if not _is_plain(kind):
        return _exactly(kind)
    fields = _fields(kind)
    puts = {field.name: _put(field, kind) for field in fields}
    required = frozenset(field.name for field in fields if field.default is attrs.NOTHING)
    unset = [
        (_store(field, kind), _default(field)) for field in fields if field.name not in required
    ]
    check = cast("Callable[[object], None] | None", getattr(kind, "__attrs_post_init__", None))
    new = cast("Callable[[], object]", functools.partial(object.__new__, kind))

    def build(value: object) -> object:
        if not is_object(value) or not required <= value.keys():
            raise TypeError
        noun = new()
        for store, default in unset:
            store(noun, default)
        for name, piece in value.items():
            puts[name](noun, piece)
        if check is not None:
            check(noun)
        return noun

    return build
