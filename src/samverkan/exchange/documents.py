"""Strict JSON from bytes: one document, several in a row, or a line each; gzip or not.

What other readers let pass is refused with its line and column: a key that occurs twice, NaN and
Infinity, a number beyond 1e308, half of a surrogate pair, nesting without end. A number with a
fraction becomes a :class:`~decimal.Decimal`, so that money stays exact.

>>> import io
>>> list(documents(io.BytesIO(b'{"a": 1.10} {"a": []}'), "two.json"))
[({'a': Decimal('1.10')}, 11), ({'a': []}, 9)]
"""

from __future__ import annotations

import decimal
import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import BinaryIO, cast

import attrs

from samverkan.errors import DocumentError, DocumentProblem
from samverkan.exchange.plain import is_object

__all__ = [
    "DEFAULT_LIMITS",
    "Limits",
    "Progress",
    "documents",
    "json_text",
    "refusal",
]

Progress = Callable[[str, int], None]
"""Told the file that is being read and how many of its bytes have been read so far."""


@attrs.frozen(kw_only=True)
class Limits:
    """How much a document may ask of its reader (gränser för indata).

    Attributes:
        max_bytes: Most bytes of one file, counted after unpacking.
        max_depth: Most lists and objects inside each other.

    >>> Limits(max_bytes=1_000_000).max_depth
    100
    """

    max_bytes: int = 1 << 30
    max_depth: int = 100


DEFAULT_LIMITS = Limits()
"""One gibibyte a file, one hundred levels."""

_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_FARTHEST = 308  # the largest exponent that every JSON reader takes: IEEE 754 double
_MOST_DIGITS = 4300  # what Python turns into a whole number without being asked to
_NESTING = (dict, list)
_BLANK = re.compile(r"[ \t\r\n]*")
_PAIR = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_TOKEN = re.compile(
    r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|NaN|-?Infinity|-?[0-9][0-9.eE+-]*', re.DOTALL
)


def refusal(source: str, place: str, problem: str) -> DocumentError:
    """The error for a file of which nothing is read, with one problem.

    >>> print(refusal("a.json", "1:5", "a colon is missing"))
    a.json: cannot be read
      1:5: a colon is missing
    """
    return DocumentError(f"{source}: cannot be read", [DocumentProblem(place, problem)])


class _FaultError(ValueError):
    """Something in a document that JSON, or this reader, does not allow; found without a place."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _FaultError
    return found


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except decimal.InvalidOperation:
        raise _FaultError from None
    if abs(number.adjusted()) > _FARTHEST:
        raise _FaultError
    return number


def _constant(_: str) -> object:
    raise _FaultError


_STRICT = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_number, parse_constant=_constant
)


def _is_deeper(value: object, most: int) -> bool:
    """Whether lists and objects are nested deeper than ``most``."""
    level: list[object] = [value] if type(value) in _NESTING else []
    for _ in range(most):
        if not level:
            return False
        level = [
            inner
            for outer in level
            for inner in (outer.values() if is_object(outer) else cast("list[object]", outer))
            if type(inner) in _NESTING
        ]
    return bool(level)


def _fault(text: str, start: int, limits: Limits) -> tuple[int, str] | None:
    """The first thing that is refused in the document at ``start``, with its place.

    The slow and exact pass: it runs only where the fast one has failed.
    """
    open_objects: list[set[str] | None] = []
    key_next = False
    for token in _TOKEN.finditer(text, start):
        word = token[0]
        problem: str | None = None
        if word in "{[":
            open_objects.append(set[str]() if word == "{" else None)
            key_next = word == "{"
            if len(open_objects) > limits.max_depth:
                problem = (
                    f"nested too deep: levels={len(open_objects)}; expected at most "
                    f"{limits.max_depth}; raise max_depth where that is meant"
                )
        elif word in "}]":
            open_objects.pop()
            if not open_objects:
                return None
        elif word in ",:":
            key_next = word == "," and open_objects[-1] is not None
        elif word[0] == '"':
            problem = _text_fault(word, open_objects[-1] if key_next else None)
        else:
            problem = _number_fault(word)
        if problem is not None:
            return token.start(), problem
    return None


def _text_fault(word: str, keys: set[str] | None) -> str | None:
    """What is wrong with a text; one of the ``keys`` of its object where these are given."""
    plain = str(json.loads(word))
    if any("\ud800" <= letter <= "\udfff" for letter in plain):
        return "half of a surrogate pair, which is no character; expected Unicode text"
    if keys is not None:
        if plain in keys:
            return f"key occurs twice: key={plain!r}; remove one of them"
        keys.add(plain)
    return None


def _number_fault(word: str) -> str | None:
    if word.endswith(("NaN", "Infinity")):
        return f"{word} is no number in JSON; expected a number or null"
    if _is_number(word):
        return None
    return (
        f"number={word[:40]} is beyond what can be kept; expected one between "
        f"-1e{_FARTHEST} and 1e{_FARTHEST}, with at most {_MOST_DIGITS} digits"
    )


def _is_number(word: str) -> bool:
    if word.lstrip("-").isdigit():
        return len(word.lstrip("-")) <= _MOST_DIGITS
    try:
        _number(word)
    except _FaultError:
        return False
    return True


@attrs.define
class _Place:
    """Where a text starts in its file: its first line and column, counted from 1."""

    source: str
    line: int = 1
    column: int = 1

    def error(self, text: str, at: int, problem: str) -> DocumentError:
        line = self.line + text.count("\n", 0, at)
        column = at - text.rfind("\n", 0, at)
        if line == self.line:
            column = self.column + at
        return refusal(self.source, f"{line}:{column}", problem)


def _decoded(data: bytes, place: _Place) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        raise place.error(
            before,
            len(before),
            f"not UTF-8: byte={data[error.start]:#04x}; expected UTF-8, which JSON is written in; "
            "convert the file",
        ) from None


def _values(data: bytes, place: _Place, limits: Limits) -> Iterator[tuple[object, int, int]]:
    """Each document in ``data`` with the places where it starts and ends."""
    text = _decoded(data, place)
    halves = _HALF.search(data) and _HALF.search(_PAIR.sub(b"", data))
    at = _after_blank(text, 0)
    while at < len(text):
        try:
            value, end = _STRICT.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise place.error(text, error.pos, f"no JSON: {_worded(error.msg)}") from None
        except (ValueError, RecursionError):
            raise place.error(text, *(_fault(text, at, limits) or (at, "no JSON"))) from None
        opened = text.count("{", at, end) + text.count("[", at, end)
        too_deep = opened > limits.max_depth and _is_deeper(value, limits.max_depth)
        if (halves or too_deep) and (found := _fault(text, at, limits)) is not None:
            raise place.error(text, *found)
        yield value, at, end
        at = _after_blank(text, end)


def _worded(message: str) -> str:
    return message[0].lower() + message[1:].removesuffix(" at")


def _after_blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return at if found is None else found.end()


class _Begun:
    """A stream of which the first bytes have been read already; it is left open."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        head, self._head = self._head, b""
        return head + self._stream.read(size if size < 0 else max(0, size - len(head)))

    def readline(self, size: int = -1) -> bytes:
        head, self._head = self._head, b""
        return head + self._stream.readline(size if size < 0 else max(0, size - len(head)))


class _Input:
    """The bytes of a stream, unpacked where it is gzip, up to the limit; without a BOM."""

    def __init__(self, stream: BinaryIO, source: str, limits: Limits) -> None:
        head = stream.read(len(_GZIP))
        begun = _Begun(head, stream)
        packed = cast("BinaryIO", begun)  # as far as gzip asks for one
        self._plain = gzip.GzipFile(fileobj=packed) if head == _GZIP else begun
        self._source = source
        self._most = limits.max_bytes
        self.size = 0

    def line(self) -> bytes:
        """The next line; nothing at the end."""
        return self._read(self._plain.readline)

    def rest(self) -> bytes:
        """All that is left."""
        return self._read(self._plain.read)

    def _read(self, read: Callable[[int], bytes]) -> bytes:
        try:
            data = read(self._most - self.size + 1)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise refusal(
                self._source,
                "$",
                f"broken gzip after {self.size} unpacked bytes ({error}); fetch the file again",
            ) from None
        is_first = not self.size
        self.size += len(data)
        if self.size > self._most:
            raise refusal(
                self._source,
                "$",
                f"too large: more than max_bytes={self._most}; split the file, or "
                "raise max_bytes where that is meant",
            )
        return data.removeprefix(_BOM) if is_first else data


def documents(
    stream: BinaryIO,
    source: str,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> Iterator[tuple[object, int]]:
    """Every JSON document of a stream (JSON-dokument), each with its number of characters.

    Lines that are documents of their own are read one by one; anything else is read as a whole.

    Args:
        stream: Bytes, gzip or not.
        source: What errors call it.
        limits: How much is too much.
        progress: Told how far the reading has come, a line at a time.

    Raises:
        DocumentError: with line and column, where the bytes are no JSON or JSON that is refused,
            and where there is no document at all.
    """
    given = _Input(stream, source, limits)
    place = _Place(source)
    is_empty = True
    while line := given.line():
        done = 0
        try:
            for value, start, end in _values(line, place, limits):
                done = end
                is_empty = False
                yield value, end - start
        except DocumentError:
            # Not a document a line: the rest of the line may go on in the next ones.
            begun = line.decode("utf-8", "surrogateescape")[done:]
            whole = begun.encode("utf-8", "surrogateescape") + given.rest()
            if progress is not None:
                progress(source, given.size)
            beyond = _Place(source, place.line, 1 + done)
            for value, start, end in _values(whole, beyond, limits):
                yield value, end - start
            return
        if progress is not None:
            progress(source, given.size)
        place.line += line.count(b"\n")
    if is_empty:
        raise refusal(source, "1:1", "empty; expected JSON; fetch the file again")


class _LongNumberError(Exception):
    """A number has more digits than a double, so that its text must be written by hand."""


def _as_double(number: object) -> float:
    if not isinstance(number, Decimal):
        raise TypeError(f"json_text: no JSON value: type={type(number).__name__}")
    near = float(number)
    if Decimal(repr(near)) != number:
        raise _LongNumberError
    return near


_PLAIN_TEXT = json.JSONEncoder(
    ensure_ascii=False,
    check_circular=False,  # what was read has no circles
    allow_nan=False,
    separators=(",", ":"),
    default=_as_double,
).encode


def json_text(value: object, *, indent: int | None = None) -> str:
    """The JSON text of a value that was read here; a decimal number keeps every digit.

    >>> json_text({"amount": Decimal("1.10"), "share": Decimal("0.12345678901234567890")})
    '{"amount":1.1,"share":0.12345678901234567890}'
    """
    if indent is None:
        try:
            return _PLAIN_TEXT(value)
        except _LongNumberError:
            pass  # a number that no double holds: its digits are put in afterwards
    long: list[Decimal] = []
    mark = "\0"

    def plain(number: object) -> object:
        if not isinstance(number, Decimal):
            raise TypeError(f"json_text: no JSON value: type={type(number).__name__}")
        near = float(number)
        if Decimal(repr(near)) == number:
            return near
        long.append(number)
        return f"{mark}{number}"

    def text() -> str:
        return json.dumps(
            value,
            ensure_ascii=False,
            default=plain,
            allow_nan=False,
            separators=(",", ":") if indent is None else (",", ": "),
            indent=indent,
        )

    found = text()
    if not long:
        return found
    while found.count(json.dumps(mark)[1:-1]) > len(long):  # some text has the mark in it
        mark += "\0"
        long.clear()
        found = text()
    return re.sub(f'"{re.escape(json.dumps(mark)[1:-1])}([^"]*)"', r"\1", found)
