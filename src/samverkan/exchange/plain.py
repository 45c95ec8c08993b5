"""Plain data, as JSON has it: what a value is."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Generator
from typing import TypeGuard

__all__ = ["building", "is_array", "is_object", "kind_of", "shown_value"]


@contextlib.contextmanager
def building() -> Generator[None]:
    """While much is built that is all kept: no search for what could be thrown away.

    The search takes a quarter of the time that a large document takes, and finds nothing. What was
    built counts as old afterwards, so that it is not searched at once either.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():  # what others have frozen stays so
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def is_object(value: object) -> TypeGuard[dict[str, object]]:
    """Whether a value is an object of JSON.

    >>> is_object({}), is_object([])
    (True, False)
    """
    return type(value) is dict


def is_array(value: object) -> TypeGuard[list[object]]:
    """Whether a value is a list of JSON.

    >>> is_array([]), is_array("[]")
    (True, False)
    """
    return type(value) is list


def kind_of(value: object) -> str:
    """What a value is, in words.

    >>> kind_of(True), kind_of(1), kind_of(None)
    ('a truth value', 'a number', 'null')
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a truth value"
    if isinstance(value, str):
        return "a text"
    if is_object(value):
        return "an object"
    return "a list" if is_array(value) else "a number"


def shown_value(value: object) -> str:
    """What a value is, without showing what may be private: its keys, or its kind.

    >>> shown_value({"b": 1, "a": 2}), shown_value([1]), shown_value(None)
    ("an object with 'a', 'b'", 'a list', 'null')
    """
    if not is_object(value):
        return kind_of(value)
    keys = ", ".join(repr(key) for key in sorted(value)[:5])
    return f"an object with {keys}" if keys else "an empty object"
