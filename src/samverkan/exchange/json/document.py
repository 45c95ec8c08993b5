"""A portfolio as one versioned document of plain data, and back."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import cast

import attrs

from samverkan.errors import DocumentError, DocumentProblem, PortfolioError, near
from samverkan.exchange.documents import json_text
from samverkan.exchange.json.converter import Plain, Structure, converter, problems
from samverkan.exchange.json.fast import builder
from samverkan.exchange.json.shapes import item_of
from samverkan.exchange.losses import KEPT, LossBook, LossKind
from samverkan.exchange.plain import building
from samverkan.portfolio import Extra, Portfolio

__all__ = [
    "FIELDS",
    "MARK",
    "MIGRATIONS",
    "VERSION",
    "Lines",
    "Migration",
    "from_document",
    "migrated",
    "to_document",
]

MARK = "samverkan"
"""The key that tells a document of this format; its value is the version."""
VERSION = 1
"""The major version that is written. A newer minor one (``"1.2"``) is read, a newer major not."""

Migration = Callable[[dict[str, object]], dict[str, object]]
"""A step from one major version to the next: plain data in, plain data out."""
MIGRATIONS: Mapping[int, Migration] = MappingProxyType({})
"""The step from each older major version; there is none yet."""

attrs.resolve_types(Portfolio)
FIELDS: Mapping[str, type[attrs.AttrsInstance]] = MappingProxyType(
    {
        field.name: cast("type[attrs.AttrsInstance]", item_of(field.type))
        for field in attrs.fields(Portfolio)
    }
)
"""The lists of a document by name, with what each holds: those of :class:`Portfolio`."""

_EXTENSIONS = "extensions"
_VERSION = re.compile(r"([1-9][0-9]{0,3})(?:\.[0-9]{1,4})?", re.ASCII)
_RECORD = re.compile(r"^\$\.(\w+)\[(\d+)\]")


def to_document(portfolio: Portfolio) -> dict[str, object]:
    """The portfolio as plain data, ready for any JSON writer; what is unset is left out.

    >>> from samverkan.parties import Party
    >>> to_document(Portfolio(parties=(Party(id="B", roles={"payer", "buyer"}),)))
    {'samverkan': '1', 'parties': [{'id': 'B', 'roles': ['buyer', 'payer']}]}
    """
    made = converter()
    document: dict[str, object] = {MARK: str(VERSION)}
    for name, kind in FIELDS.items():
        one = cast("Plain", made.get_unstructure_hook(kind))
        if records := [one(record) for record in getattr(portfolio, name)]:
            document[name] = records
    return document


@attrs.define
class Lines:
    """Documents that hold one record each, after a header (JSON-rader), put together again.

    >>> lines = Lines({"samverkan": "1"}, 0)
    >>> lines.add({"contracts": {"id": "A-1"}}, 1)
    >>> lines.document()
    {'samverkan': '1', 'contracts': [{'id': 'A-1'}]}
    """

    header: dict[str, object]
    place: int
    _records: list[tuple[int, dict[str, object]]] = attrs.field(
        factory=list[tuple[int, dict[str, object]]], init=False
    )

    def add(self, line: dict[str, object], place: int) -> None:
        """Take the line that is document number ``place`` of its file."""
        self._records.append((place, line))

    def document(self) -> dict[str, object]:
        """Header and lines as one document."""
        gathered: dict[str, list[object]] = {}
        for _, line in self._records:
            for key, record in line.items():
                gathered.setdefault(key, []).append(record)
        return {**self.header, **gathered} if gathered else self.header

    def path(self, path: str) -> str:
        """Where something of :meth:`document` stood: ``$[3].contracts`` for ``$.contracts[1]``."""
        found = _RECORD.match(path)
        if found is None or not self._records:
            return path if not self.place else f"$[{self.place}]{path[1:]}"
        places = [place for place, line in self._records if found[1] in line]
        return f"$[{places[int(found[2])]}].{found[1]}{path[found.end() :]}"


def migrated(
    document: Mapping[str, object],
    *,
    migrations: Mapping[int, Migration] = MIGRATIONS,
    to: int = VERSION,
) -> dict[str, object]:
    """The document in the newest version, step by step from its own.

    >>> def named(old):
    ...     return {**old, "samverkan": "2", "contracts": old["agreements"]}
    >>> migrated({"samverkan": "1", "agreements": []}, migrations={1: named}, to=2)["contracts"]
    []

    Raises:
        DocumentError: for a version that is newer than this library, or is none.
    """
    changed = dict(document)
    stated = changed.get(MARK)
    found = _VERSION.fullmatch(stated) if isinstance(stated, str) else None
    if found is None:
        raise _not_read(f"version={stated!r}; expected a text such as {str(to)!r}")
    version = int(found[1])
    if version > to:
        raise _not_read(
            f"version={stated!r} is newer than this library, which reads up to {to}; "
            "install a newer samverkan"
        )
    while version < to:
        if version not in migrations:
            raise _not_read(f"version={stated!r} is no longer read; the oldest is {to}")
        changed = migrations[version](changed)
        version += 1
    return changed


def _not_read(message: str) -> DocumentError:
    return DocumentError("document: cannot be read", [DocumentProblem(f"$.{MARK}", message)])


def from_document(
    document: Mapping[str, object], source: str = "document", *, book: LossBook | None = None
) -> Portfolio:
    """The portfolio that a document holds; ``extensions`` become extras.

    Args:
        document: Plain data, as :func:`to_document` makes it.
        source: What errors and losses call it.
        book: Where the loss lines of extensions go.

    >>> from_document({"samverkan": "1", "contracts": [{"id": "A-1", "perid": {}}]})
    Traceback (most recent call last):
    samverkan.errors.DocumentError: document: 1 problem(s)
      $.contracts[0].perid: unknown key; known: ...did you mean 'period'?...

    Raises:
        DocumentError: with every problem and its path.
    """
    current = migrated(document)
    faults = [
        DocumentProblem(f"$.{key}", f"unknown key; {near(key, [*FIELDS, _EXTENSIONS])}")
        for key in current
        if key not in FIELDS and key not in {MARK, _EXTENSIONS}
    ]
    kept: list[Extra] = []
    if _EXTENSIONS in current:
        kept.append(Extra("", f"$.{_EXTENSIONS}", json_text(current[_EXTENSIONS])))
    built: dict[str, list[object]] = {}
    for name, kind in FIELDS.items():
        records = current.get(name)
        if records is None:
            continue
        if not isinstance(records, list):
            faults.append(DocumentProblem(f"$.{name}", "is no list; expected a list of objects"))
            continue
        plain = _without_extensions(name, cast("list[object]", records), kept)
        found, wrong = _built(f"$.{name}", kind, plain)
        built[name] = found
        faults.extend(wrong)
    if faults:
        raise DocumentError(f"{source}: {len(faults)} problem(s)", faults)
    if kept:
        built["extras"] = [*built.get("extras", ()), *kept]
        for extra in kept if book is not None else ():
            cast("LossBook", book).add(LossKind.KEPT, source, extra.path, KEPT)
    try:
        return Portfolio(**built)  # type: ignore[arg-type]  # each list is of its field's type by FIELDS
    except PortfolioError as error:
        wrong = [_located(problem) for problem in error.problems]
        raise DocumentError(f"{source}: {len(wrong)} problem(s)", wrong) from None


def _without_extensions(name: str, records: list[object], kept: list[Extra]) -> list[object]:
    plain = records
    for n, record in enumerate(records):
        if isinstance(record, dict) and _EXTENSIONS in record:
            if plain is records:
                plain = list(records)
            rest = dict(cast("dict[str, object]", record))
            own = rest.pop(_EXTENSIONS)
            plain[n] = rest
            kept.append(
                Extra(str(rest.get("id", "")), f"$.{name}[{n}].{_EXTENSIONS}", json_text(own))
            )
    return plain


def _built(
    path: str, kind: type[attrs.AttrsInstance], records: list[object]
) -> tuple[list[object], list[DocumentProblem]]:
    """The records as nouns, or every problem in them."""
    build = builder(kind)
    # Whatever stops the fast pass, the exact one finds it with its path.
    with contextlib.suppress(Exception), building():
        return [build(record) for record in records], []
    exactly = cast("Structure", converter().get_structure_hook(kind))
    built: list[object] = []
    faults: list[DocumentProblem] = []
    for n, record in enumerate(records):
        try:
            built.append(exactly(record, kind))
        except Exception as error:  # noqa: BLE001  # each becomes a problem with a path
            faults.extend(problems(error, f"{path}[{n}]"))
    return built, faults


def _located(problem: str) -> DocumentProblem:
    """A problem of a portfolio, which starts with its path."""
    path, _, message = problem.partition(": ")
    return DocumentProblem(path, message)


def relocated(error: DocumentError, source: str, path: Callable[[str], str]) -> DocumentError:
    """The same problems, each under the path that ``path`` makes of its own."""
    moved: Iterable[DocumentProblem] = (
        DocumentProblem(path(problem.path), problem.message) for problem in error.problems
    )
    return DocumentError(f"{source}: {len(error.problems)} problem(s)", list(moved))
