"""The own JSON in files: one document with a record a line, or a header and a record a line."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

from samverkan.errors import DocumentError, DocumentProblem
from samverkan.exchange.documents import (
    DEFAULT_LIMITS,
    Limits,
    documents,
    json_text,
    refusal,
)
from samverkan.exchange.json.document import (
    FIELDS,
    MARK,
    VERSION,
    Lines,
    from_document,
    relocated,
    to_document,
)
from samverkan.exchange.losses import LossBook
from samverkan.exchange.plain import building
from samverkan.exchange.sources import Source, sources
from samverkan.portfolio import Portfolio

__all__ = ["OwnFile", "read_json", "write_json", "write_json_lines"]


class OwnFile:
    """Takes the documents of a file that are of the own format, and puts them together.

    >>> own = OwnFile("register.jsonl", LossBook())
    >>> own.takes({"samverkan": "1"}, 0), own.takes({"contracts": {"id": "A-1"}}, 1)
    (True, True)
    >>> [contract.id for contract in own.portfolios()[0].contracts]
    ['A-1']
    """

    def __init__(self, source: str, book: LossBook) -> None:
        self._source = source
        self._book = book
        self._found: list[Lines] = []

    def takes(self, value: object, place: int) -> bool:
        """Whether the document that is number ``place`` is of the own format; keeps it if so."""
        if not isinstance(value, dict):
            return False
        document = cast("dict[str, object]", value)
        if MARK in document:
            self._found.append(Lines(document, place))
            return True
        if self._found and len(document) == 1 and not self._found[-1].header.keys() & FIELDS:
            self._found[-1].add(document, place)
            return True
        return False

    def portfolios(self) -> list[Portfolio]:
        """What the documents hold, a portfolio each.

        Raises:
            DocumentError: with every problem of the first document that has any.
        """
        return [self._portfolio(lines) for lines in self._found]

    def _portfolio(self, lines: Lines) -> Portfolio:
        try:
            return from_document(lines.document(), self._source, book=self._book)
        except DocumentError as error:
            raise relocated(error, self._source, lines.path) from None


def read_json(source: Source, *, limits: Limits = DEFAULT_LIMITS) -> Portfolio:
    """Read a portfolio in the own format: one document, or JSON lines (läs eget JSON).

    Args:
        source: A path of a file, bytes, or a binary stream; gzip or not.
        limits: How much a file may ask for.

    >>> read_json(b'{"samverkan": "1", "contracts": [{"id": "A-1"}]}').contracts[0].id
    'A-1'

    Raises:
        DocumentError: with every problem and its path, and for a file of another format.
        OSError: when there is no such file.
    """
    if isinstance(source, str | os.PathLike) and Path(source).is_dir():
        raise refusal(Path(source).name, "$", "is a folder; samverkan.exchange.read takes folders")
    (file,) = sources(source)
    own = OwnFile(file.name, LossBook())
    with building(), file.opened() as stream:
        for place, (value, _) in enumerate(documents(stream, file.name, limits)):
            if not own.takes(value, place):
                raise refusal(
                    file.name,
                    f"$[{place}]" if place else "$",
                    f"not of the own format: key={MARK!r} is missing; expected "
                    f'{{"{MARK}": "{VERSION}", ...}}; samverkan.exchange.read takes other formats',
                )
    first, *more = own.portfolios()
    if more:
        raise refusal(
            file.name, "$[1]", f"a second document; expected one, found {1 + len(more)}; split it"
        )
    return first


@contextlib.contextmanager
def _written(target: str | os.PathLike[str] | BinaryIO) -> Generator[BinaryIO]:
    if isinstance(target, str | os.PathLike):
        with Path(target).open("wb") as stream:
            yield stream
    else:
        yield target


def _encoded(lines: Iterator[str], source: str) -> Iterator[bytes]:
    for line in lines:
        try:
            yield line.encode("utf-8")
        except UnicodeEncodeError as error:
            before = line[max(0, error.start - 20) : error.start]
            problem = DocumentProblem(
                "$",
                f"half of a surrogate pair after {before!r}; "
                "expected Unicode text; correct the text",
            )
            raise DocumentError(f"{source}: cannot be written", [problem]) from None


def write_json(portfolio: Portfolio, target: str | os.PathLike[str] | BinaryIO) -> None:
    """Write a portfolio as one document, a record a line so that versions compare well.

    The same portfolio always gives the same bytes.

    Args:
        portfolio: What to write.
        target: A path, or a binary stream.

    >>> import io
    >>> from samverkan.contracts import Contract
    >>> write_json(Portfolio(contracts=(Contract(id="A-1"),)), stream := io.BytesIO())
    >>> print(stream.getvalue().decode())
    {
    "samverkan": "1",
    "contracts": [
    {"id":"A-1"}
    ]
    }
    <BLANKLINE>
    """
    with _written(target) as stream:
        stream.writelines(_encoded(_document_lines(to_document(portfolio)), "portfolio"))


def _document_lines(document: Mapping[str, object]) -> Iterator[str]:
    yield f'{{\n"{MARK}": {json_text(document[MARK])}'
    for name, records in document.items():
        if name != MARK:
            texts = (json_text(record) for record in cast("list[object]", records))
            yield f',\n"{name}": [\n{next(texts)}'
            for text in texts:
                yield f",\n{text}"
            yield "\n]"
    yield "\n}\n"


def write_json_lines(portfolio: Portfolio, target: str | os.PathLike[str] | BinaryIO) -> None:
    """Write a portfolio as JSON lines: a header, then a record a line.

    Args:
        portfolio: What to write.
        target: A path, or a binary stream.

    >>> import io
    >>> from samverkan.contracts import Contract
    >>> write_json_lines(Portfolio(contracts=(Contract(id="A-1"),)), stream := io.BytesIO())
    >>> print(stream.getvalue().decode(), end="")
    {"samverkan":"1"}
    {"contracts":{"id":"A-1"}}
    """
    with _written(target) as stream:
        stream.writelines(_encoded(_separate_lines(to_document(portfolio)), "portfolio"))


def _separate_lines(document: Mapping[str, object]) -> Iterator[str]:
    yield json_text({MARK: document[MARK]}) + "\n"
    for name, records in document.items():
        if name != MARK:
            for record in cast("list[object]", records):
                yield json_text({name: record}) + "\n"
