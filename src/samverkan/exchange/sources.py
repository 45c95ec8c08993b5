"""What can be read from: a file, a folder, bytes, or an open binary stream.

>>> [file.name for file in sources(b"{}")]
['<bytes>']
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias

import attrs

__all__ = ["File", "Source", "sources"]

OneSource: TypeAlias = "str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO"
"""A path of a file or folder, the bytes themselves, or a binary stream."""
Source: TypeAlias = "OneSource | list[OneSource]"
"""One source, or several to be read together."""

_JSON_ENDINGS = (".json", ".jsonl", ".ndjson")


@attrs.frozen
class File:
    """One file to read (fil): what to call it, and how to open it.

    Attributes:
        name: What errors and losses call it; in a folder its path from there.
        opened: Opens it for reading bytes.
        is_alone: Whether it is all there is to read, so that its faults are errors.
    """

    name: str
    opened: Callable[[], contextlib.AbstractContextManager[BinaryIO]]
    is_alone: bool = True

    @property
    def looks_like_json(self) -> bool:
        """Whether its name ends as JSON files do, packed or not; a file alone may have any."""
        return self.is_alone or self.name.lower().removesuffix(".gz").endswith(_JSON_ENDINGS)


def sources(source: Source, name: str | None = None) -> Iterator[File]:
    """Every file of a source, a folder's in the order of their paths, hidden ones left out.

    Args:
        source: A path, bytes or a binary stream, or a list of them.
        name: What to call bytes or a stream.

    Raises:
        OSError: when there is no such file or folder.
    """
    if isinstance(source, list):
        for one in source:
            yield from sources(one, name)
    elif isinstance(source, bytes | bytearray | memoryview):
        data = bytes(source)
        yield File(name or "<bytes>", lambda: io.BytesIO(data))
    elif isinstance(source, str | os.PathLike):
        yield from _below(Path(source), name)
    else:
        called = name or str(getattr(source, "name", "<stream>"))
        yield File(called, lambda: contextlib.nullcontext(source))


def _below(path: Path, name: str | None) -> Iterator[File]:
    if not path.is_dir():
        yield File(name or path.name, lambda: path.open("rb"))
        return
    for file in sorted(path.rglob("*")):
        inner = file.relative_to(path)
        if file.is_file() and not any(part.startswith(".") for part in inner.parts):
            yield File(inner.as_posix(), _opener(file), is_alone=False)


def _opener(path: Path) -> Callable[[], contextlib.AbstractContextManager[BinaryIO]]:
    return lambda: path.open("rb")
