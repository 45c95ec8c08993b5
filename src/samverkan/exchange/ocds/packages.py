"""OCDS in all its wrappings: what releases a document holds.

>>> found = unpack({"releases": [{"ocid": "ocds-1"}]}, Place("a.json", "$"), Unpacked())
>>> [release.place.path for release in found.releases]
['$.releases[0]']
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

import attrs

from samverkan.exchange.losses import LossKind
from samverkan.exchange.plain import is_array, is_object
from samverkan.explanations import Text

__all__ = ["Place", "Release", "Unpacked", "as_object", "unpack"]

_MARKS = frozenset({"ocid", "tender", "awards", "contracts", "parties", "buyer", "planning"})
_LISTS = frozenset({"releases", "records"})
_COMPUTED = ("compiledRelease", "versionedRelease")  # the better one first
_IS_COMPUTED = frozenset(_COMPUTED)

LINKED = Text("länkad release; länkar följs inte", "a linked release; links are not followed")
COMPUTED = Text(
    "räknas fram ur releaserna och behövs inte",
    "is computed from the releases, so it is not needed",
)
FLATTENED = Text(
    "versionerad release; det senaste värdet av varje uppgift används",
    "a versioned release; the latest value of each field is used",
)
NO_RELEASE = Text("är ingen OCDS-release", "is no OCDS release")
ALONE = Text("ett objekt där en lista väntades", "an object where a list was expected")
EMPTY_RECORD = Text("posten har ingen release", "the record has no release")


@attrs.frozen
class Place:
    """Where something stands: the file and the path in it (plats)."""

    source: str
    path: str

    def __truediv__(self, step: str | int) -> Place:
        inner = f"[{step}]" if isinstance(step, int) else f".{step}"
        return Place(self.source, self.path + inner)


@attrs.frozen
class Release:
    """One release (release) with the place it stood at.

    Attributes:
        data: The release.
        place: Where it stood.
        version: The version of OCDS that it or its package states.
        record: The ocid of its record, where it is in one.
    """

    data: dict[str, object]
    place: Place
    version: str | None = None
    record: object = None


@attrs.define
class Unpacked:
    """What unpacking has found (uppackat): releases, package data, and what was passed over."""

    releases: list[Release] = attrs.field(factory=list[Release])
    metadata: list[tuple[Place, object]] = attrs.field(factory=list[tuple[Place, object]])
    notes: list[tuple[LossKind, Place, Text, object]] = attrs.field(
        factory=list[tuple[LossKind, Place, Text, object]]
    )
    is_ocds: bool = False

    def note(self, kind: LossKind, place: Place, reason: Text, value: object = None) -> None:
        """Write down what was passed over."""
        self.notes.append((kind, place, reason, value))


def as_object(value: object) -> dict[str, object] | None:
    """The value if it is a JSON object."""
    return value if is_object(value) else None


def unpack(value: object, place: Place, found: Unpacked) -> Unpacked:
    """Add what one document holds: a release, a record, a package, or a list of these."""
    if is_array(value):
        for n, member in enumerate(value):
            unpack(member, place / n, found)
        return found
    data = as_object(value)
    if data is None:
        found.note(LossKind.NOT_UNDERSTOOD, place, NO_RELEASE, value)
    elif _is_record(data):
        _record(data, place, _version(data), found)
    elif not _LISTS.isdisjoint(data):
        _package(data, place, found)
    elif _is_release(data):
        found.is_ocds = True
        if _is_versioned(data):
            found.note(LossKind.CORRECTED, place, FLATTENED)
            data = as_object(_latest(data)) or {}
        found.releases.append(Release(data, place, _version(data)))
    else:
        found.note(LossKind.NOT_UNDERSTOOD, place, NO_RELEASE, sorted(data)[:5])
    return found


def _is_record(data: Mapping[str, object]) -> bool:
    """Whether it tells of one process by its releases, or by what was computed from them."""
    if "records" in data:
        return False
    return ("ocid" in data and "releases" in data) or not _IS_COMPUTED.isdisjoint(data)


def _version(data: Mapping[str, object]) -> str | None:
    version = data.get("version")
    return version if isinstance(version, str) else None


def _members(
    data: Mapping[str, object], name: str, place: Place, found: Unpacked
) -> Iterable[tuple[object, Place]]:
    """The members of a list, or the one object that stands where a list should."""
    members = data.get(name)
    if is_object(members):
        found.note(LossKind.CORRECTED, place / name, ALONE)
        yield members, place / name
    elif is_array(members):
        for n, member in enumerate(members):
            yield member, place / name / n
    elif members is not None:
        found.note(LossKind.NOT_UNDERSTOOD, place / name, NO_RELEASE, members)


def _package(data: dict[str, object], place: Place, found: Unpacked) -> None:
    found.is_ocds = True
    version = _version(data)
    for key, value in data.items():
        if key not in _LISTS:
            found.metadata.append((place / key, value))
    for member, at in _members(data, "releases", place, found):
        release = as_object(member)
        if release is None or not _is_release(release):
            _pass_over(release, at, found)
        else:
            found.releases.append(Release(release, at, _version(release) or version))
    for member, at in _members(data, "records", place, found):
        record = as_object(member)
        if record is None:
            found.note(LossKind.NOT_UNDERSTOOD, at, NO_RELEASE, member)
        else:
            _record(record, at, version, found)


def _is_release(data: Mapping[str, object]) -> bool:
    return not _MARKS.isdisjoint(data)


def _link(data: Mapping[str, object]) -> object:
    """Where a linked release is to be found, in the words of each version of OCDS."""
    return next((data[key] for key in ("url", "uri", "uid") if key in data), None)


def _pass_over(release: dict[str, object] | None, at: Place, found: Unpacked) -> None:
    """Write down what stands where a release should."""
    if release is not None and (link := _link(release)) is not None:
        found.note(LossKind.SKIPPED, at, LINKED, link)
    else:
        found.note(LossKind.NOT_UNDERSTOOD, at, NO_RELEASE)


def _record(data: dict[str, object], place: Place, version: str | None, found: Unpacked) -> None:
    """A record's releases; what was computed from them where some are only linked."""
    found.is_ocds = True
    ocid = data.get("ocid")
    whole: list[Release] = []
    others: list[tuple[dict[str, object] | None, Place]] = []
    for member, at in _members(data, "releases", place, found):
        release = as_object(member)
        if release is None or not _is_release(release):
            others.append((release, at))
        else:
            whole.append(Release(release, at, _version(release) or version, ocid))
    computed = {name: inner for name in _COMPUTED if (inner := as_object(data.get(name)))}
    if computed and (others or not whole):
        name, release = next(iter(computed.items()))
        at = place / name
        if name == "versionedRelease":
            found.note(LossKind.CORRECTED, at, FLATTENED)
            release = as_object(_latest(release)) or {}
        found.releases.append(Release(release, at, _version(release) or version, ocid))
        del computed[name]
    else:
        found.releases.extend(whole)
        for other, at in others:
            _pass_over(other, at, found)
        if not whole and not others:
            found.note(LossKind.MISSING, place, EMPTY_RECORD)
    for name in computed:
        found.note(LossKind.SKIPPED, place / name, COMPUTED)
    for key, value in data.items():
        if key not in {"ocid", "releases", *_COMPUTED}:
            found.metadata.append((place / key, value))


_STATED = frozenset({"releaseID", "releaseDate", "releaseTag", "value"})


def _is_history(values: list[object]) -> bool:
    last = values[-1] if values else None
    return is_object(last) and last.keys() == _STATED


def _is_versioned(data: dict[str, object]) -> bool:
    """Whether a release tells of each field all that it ever was."""
    for value in data.values():
        if is_array(value):
            if _is_history(value):
                return True
        elif is_object(value):
            for one in value.values():
                if type(one) is list and _is_history(cast("list[object]", one)):
                    return True
    return False


def _latest(value: object) -> object:
    """A versioned release with the latest value of each field instead of its history."""
    if is_object(value):
        return {key: _latest(inner) for key, inner in value.items()}
    if not is_array(value):
        return value
    last = value[-1] if value else None
    if is_object(last) and last.keys() == _STATED:
        return last["value"]
    return [_latest(member) for member in value]
