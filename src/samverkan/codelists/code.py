"""What every code list is made of: a value, a Swedish label and an English label."""

from __future__ import annotations

import enum
from typing import Literal, NoReturn, Self, cast

from samverkan.errors import CodeError, near

__all__ = ["Code", "Language", "check_language"]

Language = Literal["sv", "en"]
"""The languages every text exists in."""


def check_language(lang: str) -> Language:
    """Accept ``"sv"`` or ``"en"`` and refuse any other language by name.

    >>> check_language("sv")
    'sv'

    Raises:
        CodeError: for any other language.
    """
    if lang not in {"sv", "en"}:
        raise CodeError(f"language: unknown: lang={lang!r}; {near(lang, ['sv', 'en'])}")
    return cast("Language", lang)


class Code(enum.Enum):
    """A member of a code list (kod); subclasses list ``NAME = value, sv, en``."""

    _value_: str
    _sv: str
    _en: str

    def __new__(cls, value: str, sv: str, en: str) -> Self:
        """Make a member from its value and its two labels."""
        code = object.__new__(cls)
        code._value_ = value
        code._sv = sv
        code._en = en
        return code

    @classmethod
    def of(cls, value: Self | str) -> Self:
        """The member itself, or the member with a value.

        Raises:
            CodeError: for a text that is no code of this list; the message names the near ones.
        """
        if isinstance(value, cls):
            return value
        found: Self = enum.EnumMeta.__call__(cls, value)
        return found

    def label(self, lang: str = "en") -> str:
        """The text people read, in Swedish (``"sv"``) or English (``"en"``)."""
        return self._sv if check_language(lang) == "sv" else self._en

    __hash__ = object.__hash__  # members are singletons; the hash of enum is a Python function

    def __repr__(self) -> str:
        return f"<{type(self).__name__}.{self.name}: {self.value!r}>"

    @classmethod
    def _missing_(cls, value: object) -> NoReturn:
        known = [code.value for code in cls]
        raise CodeError(
            f"{cls.__name__}: unknown code: value={value!r}; {near(str(value), known)}"
        )
