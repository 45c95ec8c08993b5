"""Releases that wait until every file is read: the first as they are, all others in a file.

A later file may hold a release of any process, so none can be mapped before the last one is read.

>>> import contextlib
>>> with contextlib.closing(Waiting(in_memory=20)) as waiting:
...     for ocid in ("ocds-1", "ocds-2"):
...         number = waiting.put(Release({"ocid": ocid}, Place("a.json", "$")), size=18)
...     waiting.take(number).data
{'ocid': 'ocds-2'}
"""

from __future__ import annotations

import pickle  # what it packs is plain data that was read here, and nobody else gets at it
import tempfile
from array import array
from typing import BinaryIO, cast

from samverkan.exchange.ocds.packages import Place, Release

__all__ = ["Waiting"]

IN_MEMORY = 1 << 24
"""How many characters of JSON wait in memory, as objects; each takes about five bytes there."""


class Waiting:
    """Releases in the order they were read, each under a number (väntande releaser).

    What does not wait in memory waits, packed, in a temporary file, which has no name where the
    system allows that, is the user's own, and is gone when it is closed.
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._room = in_memory
        self._here: list[Release | None] = []
        self._file: BinaryIO | None = None
        self._ends = array("Q", [0])

    def close(self) -> None:
        """Let go of all of them."""
        self._here.clear()
        if self._file is not None:
            self._file.close()

    def put(self, release: Release, size: int) -> int:
        """Keep a release that has so many characters; its number.

        Raises:
            OSError: when there is no room for the temporary file.
        """
        self._room -= size
        if self._file is None and self._room >= 0:
            self._here.append(release)
            return len(self._here) - 1
        if self._file is None:
            self._file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115  # closed by close()
        place = release.place
        packed = pickle.dumps(
            (release.data, place.source, place.path, release.version, release.record), protocol=5
        )
        self._file.write(packed)
        self._ends.append(self._ends[-1] + len(packed))
        return len(self._here) + len(self._ends) - 2

    def take(self, number: int) -> Release:
        """The release with a number; it can be taken once."""
        if number < len(self._here):
            release, self._here[number] = self._here[number], None
            assert release is not None  # noqa: S101  # nobody takes a release twice
            return release
        assert self._file is not None  # noqa: S101  # who has such a number put a release there
        number -= len(self._here)
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        data, source, path, version, record = pickle.loads(self._file.read(end - start))  # noqa: S301  # packed by this very object
        return Release(data, Place(source, path), version, record)
