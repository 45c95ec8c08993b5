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

import attrs

from samverkan.codelists import Code
from samverkan.exchange.json.converter import arms, converter, list_item
from samverkan.periods import Day, Moment, Span, as_span, day

__all__ = ["builder"]

_Build = Callable[[object], object]
_Put = Callable[[object, object], None]
_MOST = 1 << 15


class _Known(dict[str, object]):
    """Texts read before, with what they mean: days and spans are frozen, so they can be shared."""

    def __init__(self, read: Callable[[str], object]) -> None:
        self._read = read

    def __missing__(self, text: str) -> object:
        if type(text) is not str:
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


def _span(value: object) -> object:
    return _SPANS[value] if type(value) is str else converter().structure(value, Span)


def _texts(value: object) -> object:
    if type(value) is not list:
        raise TypeError
    for text in typing.cast("list[object]", value):
        if type(text) is not str:
            raise TypeError
    return tuple(typing.cast("list[object]", value))


_SIMPLE: Mapping[object, _Build] = MappingProxyType(
    {str: _text, int: _whole, bool: _truth, Day: _DAYS.__getitem__, Span: _span}
)


def _of(kind: object) -> _Build:
    """What makes a value of a type."""
    if (simple := _SIMPLE.get(kind)) is not None:
        return simple
    if len(arms(kind)) == 1:
        return _optional(_of(arms(kind)[0]))
    if (item := list_item(kind)) is not None:
        return _several(kind, item)
    if isinstance(kind, type) and issubclass(kind, Code):
        members: dict[object, object] = {code.value: code for code in kind}
        return members.__getitem__
    if isinstance(kind, type) and attrs.has(kind):
        return builder(kind)
    return functools.partial(_exactly, converter().get_structure_hook(kind), kind)


def _exactly(hook: Callable[[object, object], object], kind: object, value: object) -> object:
    return hook(value, kind)


def _optional(one: _Build) -> _Build:
    def build(value: object) -> object:
        return None if value is None else one(value)

    return build


def _several(kind: object, item: object) -> _Build:
    collect = typing.cast("Callable[[list[object]], object]", typing.get_origin(kind))
    if collect is tuple and item is str:
        return _texts
    one = _of(item)

    def build(value: object) -> object:
        if type(value) is not list:
            raise TypeError
        return collect([one(member) for member in value])

    return build


def _is_whole(kind: object) -> bool:
    """Whether a value of this type needs no converter of its field any more."""
    (one,) = arms(kind) if len(arms(kind)) == 1 else (kind,)
    return one in {Day, Moment, Span} or list_item(one) is not None or (
        isinstance(one, type) and (issubclass(one, Code) or attrs.has(one))
    )


def _put(field: attrs.Attribute[object], kind: type) -> _Put:
    """What sets one field of a noun, past the guard of frozen classes."""
    store: _Put = getattr(kind, field.name).__set__
    convert = None if _is_whole(field.type) else field.converter
    if convert is not None:
        raw = _passed if field.type is Decimal else _of(field.type)
        return _converting(store, raw, typing.cast("_Build", convert))
    inner = arms(field.type)[0] if len(arms(field.type)) == 1 else field.type
    if inner is str:
        return _putting_text(store, may_be_none=inner is not field.type)
    return _putting(store, _of(inner), may_be_none=inner is not field.type)


def _converting(store: _Put, raw: _Build, convert: _Build) -> _Put:
    def put(noun: object, value: object) -> None:
        store(noun, convert(raw(value)))

    return put


def _putting(store: _Put, make: _Build, *, may_be_none: bool) -> _Put:
    def put(noun: object, value: object) -> None:
        store(noun, make(value))

    def put_unless_none(noun: object, value: object) -> None:
        if value is not None:
            store(noun, make(value))
        else:
            store(noun, None)

    return put_unless_none if may_be_none else put


def _putting_text(store: _Put, *, may_be_none: bool) -> _Put:
    def put(noun: object, value: object) -> None:
        if type(value) is not str and not (may_be_none and value is None):
            raise TypeError
        store(noun, value)

    return put


def _passed(value: object) -> object:
    if type(value) not in {str, int, Decimal}:
        raise TypeError
    return value


def _is_plain(kind: type) -> bool:
    """Whether a noun is made of nothing but slots, converters and its own check at the end."""
    return not hasattr(kind, "__attrs_pre_init__") and all(
        field.init
        and field.validator is None
        and field.alias == field.name
        and not isinstance(field.converter, attrs.Converter)
        and hasattr(getattr(kind, field.name, None), "__set__")
        and not (
            isinstance(field.default, attrs.Factory)  # type: ignore[arg-type]  # a class at run time
            and field.default.takes_self
        )
        for field in attrs.fields(kind)
    )


def _default(field: attrs.Attribute[object]) -> object:
    default: object = field.default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]  # a class at run time
        default = typing.cast("Callable[[], object]", default.factory)()
    return field.converter(default) if field.converter is not None else default


@functools.cache
def builder(kind: type) -> _Build:
    """What makes a noun of one kind from an object of JSON.

    >>> from samverkan.values import Money
    >>> builder(Money)({"amount": "1.10", "currency": "SEK"})
    Money(amount=Decimal('1.10'), currency='SEK')
    """
    attrs.resolve_types(kind)
    fields = attrs.fields(kind)
    if not _is_plain(kind):
        return functools.partial(_exactly, converter().get_structure_hook(kind), kind)
    puts = {field.name: _put(field, kind) for field in fields}
    required = frozenset(field.name for field in fields if field.default is attrs.NOTHING)
    unset = [
        (typing.cast("_Put", getattr(kind, field.name).__set__), _default(field))
        for field in fields
        if field.name not in required
    ]
    check = typing.cast(
        "Callable[[object], None]", getattr(kind, "__attrs_post_init__", _nothing)
    )
    new = functools.partial(object.__new__, kind)

    def build(value: object) -> object:
        if type(value) is not dict:
            raise TypeError
        given = typing.cast("dict[str, object]", value)
        if not required <= given.keys():
            raise KeyError
        noun = new()
        for store, default in unset:
            store(noun, default)
        for name, piece in given.items():
            puts[name](noun, piece)
        check(noun)
        return noun

    return build


def _nothing(_: object) -> None:
    """The check of a noun that has none."""
