"""What kind of value an annotation asks for."""

from __future__ import annotations

import types
import typing

import attrs

from samverkan.codelists import Code

__all__ = ["arms", "as_code", "as_noun", "is_list", "item_of", "the_arm"]


def is_list(kind: object) -> bool:
    """Whether it is ``tuple[X, ...]`` or ``frozenset[X]``."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    return origin is frozenset or (origin is tuple and len(inner) == 2 and inner[1] is Ellipsis)


def item_of(kind: object) -> object:
    """What such a list holds."""
    inner: tuple[object, ...] = typing.get_args(kind)
    return inner[0]


def arms(kind: object) -> tuple[object, ...]:
    """The members of a union, ``None`` left out; empty for other types."""
    if typing.get_origin(kind) in {typing.Union, types.UnionType}:
        members: tuple[object, ...] = typing.get_args(kind)
        return tuple(arm for arm in members if arm is not types.NoneType)
    return ()


def the_arm(kind: object) -> object:
    """What stands beside ``None`` in ``X | None``; the type itself where it is no such union."""
    found = arms(kind)
    return found[0] if len(found) == 1 else kind


def as_code(kind: object) -> type[Code] | None:
    """The type, if it is a code list."""
    return kind if isinstance(kind, type) and issubclass(kind, Code) else None


def as_noun(kind: object) -> type[attrs.AttrsInstance] | None:
    """The type, if it is made with attrs."""
    if isinstance(kind, type) and attrs.has(typing.cast("type[object]", kind)):
        return typing.cast("type[attrs.AttrsInstance]", kind)
    return None
