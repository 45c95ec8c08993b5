"""Reading whatever a user has: own JSON or OCDS, a file or a folder of them."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from typing import TypeVar

from samverkan.errors import DocumentError, DocumentProblem, PortfolioError
from samverkan.exchange.documents import (
    DEFAULT_LIMITS,
    Limits,
    Progress,
    documents,
    refusal,
)
from samverkan.exchange.json.document import FIELDS
from samverkan.exchange.json.files import OwnFile
from samverkan.exchange.losses import NO_DOCUMENT, UNREADABLE, LossBook, LossKind, Reading
from samverkan.exchange.ocds import OcdsReader, Waiting
from samverkan.exchange.plain import building, shown_value
from samverkan.exchange.sources import File, Source, sources
from samverkan.portfolio import Portfolio

__all__ = ["read"]

T = TypeVar("T")


def read(
    source: Source,
    *,
    name: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> Reading:
    """Read a portfolio and say what could not be kept as it was (läs in).

    Own JSON, own JSON lines and OCDS 1.0 and 1.1 are told apart by what they hold: release and
    record packages, single releases and records, lists of them, one document a line or several in
    a row, gzip or not. A folder is read with all below it, in the order of the paths.

    Args:
        source: A path of a file or folder, bytes, or a binary stream.
        name: What errors and losses call bytes or a stream.
        limits: How much a file may ask for.
        progress: Told the file and how many of its bytes have been read, again and again.

    Returns:
        The portfolio and the loss report.

    >>> reading = read(b'{"ocid": "ocds-1", "contracts": [{"id": "1", "dateSigned": "in May"}]}')
    >>> reading.portfolio.contracts[0].signed_on is None
    True
    >>> print(reading.lost("not-understood")[0].message("en"))
    <bytes>: $.contracts[0].dateSigned: is no day that can be read: in May

    Raises:
        DocumentError: for a file that is no JSON, is refused, or is neither own nor OCDS: with
            file, line and column. In a folder such a file is a line of the loss report.
        MissingExtraError: when releases must be merged and the package for it is not installed.
        OSError: when there is no such file or folder, and when much OCDS is read where there is no
            room for a temporary file.
    """
    book = LossBook()
    portfolios: list[Portfolio] = []
    files = 0
    with building(), contextlib.closing(Waiting()) as waiting:
        ocds = OcdsReader(book, waiting)
        for file in sources(source, name):
            if not file.looks_like_json:
                book.add(LossKind.SKIPPED, file.name, "$", NO_DOCUMENT)
                continue
            try:
                portfolios += _read_file(file, ocds, book, limits, progress)
            except DocumentError as error:
                if file.is_alone:
                    raise
                for problem in error.problems:
                    book.add(
                        LossKind.UNREADABLE, file.name, problem.path, UNREADABLE, problem.message
                    )
            else:
                files += 1
        if ocds.releases:
            portfolios.append(ocds.portfolio())
        return Reading(_together(portfolios), book.losses(), files, ocds.releases)


def _read_file(
    file: File, ocds: OcdsReader, book: LossBook, limits: Limits, progress: Progress | None
) -> list[Portfolio]:
    """Hand every document of a file to whom it belongs to; nothing of a broken file is kept."""
    own, releases = OwnFile(file.name, book), ocds.file(file.name)
    unknown: list[tuple[str, str]] = []
    with file.opened() as stream:
        found = documents(stream, file.name, limits, progress)
        for place, path, (value, size) in _placed(found):
            if not own.takes(value, place) and not releases.takes(value, path, size):
                unknown.append((path, shown_value(value)))
    portfolios = own.portfolios()
    if unknown and not portfolios and not releases.is_ocds:
        path, shown = unknown[0]
        raise refusal(
            file.name,
            path,
            f"is neither own JSON nor OCDS: found {shown}; expected an object with "
            "'samverkan', 'ocid', 'releases' or 'records'",
        )
    ocds.add(releases)
    for path, shown in unknown:
        book.add(LossKind.NOT_UNDERSTOOD, file.name, path, NO_DOCUMENT, shown)
    return portfolios


def _placed(values: Iterator[T]) -> Iterator[tuple[int, str, T]]:
    """Each document of a file with its number and path: ``$`` where it is the only one.

    >>> list(_placed(iter("ab"))), list(_placed(iter("c")))
    ([(0, '$[0]', 'a'), (1, '$[1]', 'b')], [(0, '$', 'c')])
    """
    begun = list(itertools.islice(values, 2))
    for place, value in enumerate(itertools.chain(begun, values)):
        yield place, f"$[{place}]" if len(begun) > 1 else "$", value


def _together(portfolios: list[Portfolio]) -> Portfolio:
    """All facts as one portfolio; what is the same in several is there once."""
    if len(portfolios) == 1:
        return portfolios[0]
    try:
        return Portfolio(
            **{
                name: tuple(
                    dict.fromkeys(
                        thing for portfolio in portfolios for thing in getattr(portfolio, name)
                    )
                )
                for name in FIELDS
            }
        )
    except PortfolioError as error:
        raise DocumentError(
            "the files do not fit together",
            [DocumentProblem(*_split(problem)) for problem in error.problems],
        ) from None


def _split(problem: str) -> tuple[str, str]:
    path, _, message = problem.partition(": ")
    return path, message
