"""Several releases of one process, merged as the standard says.

Those that leave no question open are folded here; all others go to the reference library.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast

import attrs

from samverkan.errors import MissingExtraError
from samverkan.exchange.documents import json_text
from samverkan.exchange.losses import LossKind
from samverkan.exchange.ocds.folding import folded, rule_tree
from samverkan.exchange.ocds.packages import Place, Release
from samverkan.exchange.ocds.rules import RULES_1_0, RULES_1_1, MergeRules
from samverkan.exchange.plain import is_array, is_object
from samverkan.explanations import Text

__all__ = ["Merged", "compiled", "merged"]

MERGED = Text("releaser av en process är sammanslagna", "releases of one process are merged")
SAME = Text("samma release finns flera gånger", "the same release is there more than once")
UNDATED = Text(
    "release utan datum; räknas som äldst", "a release without a date; taken as the oldest"
)
SHARED_ID = Text(
    "flera objekt i en release har samma id; de slås ihop",
    "several objects of one release share an id; they are merged",
)
UNFIT = Text(
    "releasen går inte att slå ihop med de andra; sparad som övrig uppgift",
    "the release cannot be merged with the others; kept as an extra",
)


class _Merger(Protocol):
    def create_compiled_release(self, releases: list[dict[str, Any]]) -> dict[str, Any]: ...


@attrs.frozen
class Merged:
    """One process (process) as its releases together tell it.

    Attributes:
        data: The compiled release, or the only one.
        place: Where it stands; for several releases the first one's file.
        releases: How many went into it.
        notes: What to put into the loss report.
        unfit: Releases that could not be merged.
    """

    data: dict[str, object]
    place: Place
    releases: int
    notes: tuple[tuple[LossKind, Place, Text, object], ...] = ()
    unfit: tuple[Release, ...] = ()


@functools.cache
def _library() -> Callable[..., _Merger]:
    """What makes mergers in the reference library."""
    try:
        from ocdsmerge import Merger  # pyright: ignore[reportMissingTypeStubs]  # ships no types
    except ImportError:
        raise MissingExtraError(
            "ocds: several releases of one process need the merge library of the standard: "
            "package='ocdsmerge' is not installed; run: pip install 'samverkan[ocds]'"
        ) from None
    return cast("Callable[..., _Merger]", Merger)


@functools.cache
def _merger(rules: frozenset[tuple[tuple[str, ...], str]]) -> _Merger:
    """The reference library's merger, made once for each set of rules."""
    return _library()(merge_rules=dict(rules))


def compiled(
    releases: Sequence[dict[str, object]], rules: MergeRules = RULES_1_1
) -> dict[str, object]:
    """The compiled release of several (sammanslagen release), by the reference library.

    >>> one = {"ocid": "o", "date": "2026-01-01", "tender": {"id": "t", "title": "a"}}
    >>> two = {"ocid": "o", "date": "2026-02-01", "tender": {"title": "b"}}
    >>> compiled([two, one])["tender"]
    {'id': 't', 'title': 'b'}

    Raises:
        MissingExtraError: when the library is not installed.
    """
    merger = _merger(frozenset(rules.items()))
    return cast("dict[str, object]", merger.create_compiled_release(list(releases)))


def merged(ocid: str, releases: Sequence[Release]) -> Merged:
    """All releases of one process as one.

    Args:
        ocid: The process.
        releases: Its releases in the order they were read; merged in the order of their dates.
    """
    notes: list[tuple[LossKind, Place, Text, object]] = []
    different: list[Release] = []
    for release in releases:
        if any(release.data == other.data for other in different):
            notes.append((LossKind.DUPLICATE, release.place, SAME, None))
        else:
            different.append(release)
    first = different[0]
    if len(different) == 1:
        return Merged(first.data, first.place, len(releases), tuple(notes))
    dated: list[dict[str, object]] = []
    for release in different:
        data = release.data
        if not isinstance(data.get("date"), str):
            notes.append((LossKind.MISSING, release.place / "date", UNDATED, None))
            data = {**data, "date": ""}
        dated.append(data)
    rules = RULES_1_0 if all(map(_is_old, different)) else RULES_1_1
    place = Place(first.place.source, f"$[?@.ocid=={json_text(ocid)}]")
    files = dict.fromkeys(release.place.source for release in different)
    notes.append((LossKind.MERGED, place, MERGED, f"{len(different)}: {', '.join(files)}"))
    _library()  # asked for always, so that no facts decide what is needed
    found = folded(dated, _OLD_TREE if rules is RULES_1_0 else _TREE)
    if found is not None:
        return Merged(found, place, len(releases), tuple(notes))
    data, unfit = _by_reference(different, dated, rules, place, notes)
    return Merged(data, place, len(releases), tuple(notes), tuple(unfit))


_OLD_TREE, _TREE = rule_tree(RULES_1_0), rule_tree(RULES_1_1)


def _by_reference(
    releases: Sequence[Release],
    dated: Sequence[dict[str, object]],
    rules: MergeRules,
    place: Place,
    notes: list[tuple[LossKind, Place, Text, object]],
) -> tuple[dict[str, object], list[Release]]:
    """What the reference library makes of releases that leave questions open; told in notes."""
    clean = [
        cast("dict[str, object]", _without_empty_ids(data)) if _has_empty_ids(data) else data
        for data in dated
    ]
    unfit: list[Release] = []
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            data = compiled(clean, rules)
        except MissingExtraError:
            raise
        except Exception:  # noqa: BLE001  # the library meets dirt with many kinds of error
            data, unfit = _as_far_as_it_goes(releases, clean, rules)
    notes.extend((LossKind.DUPLICATE, place, SHARED_ID, str(one.message)) for one in told)
    notes.extend((LossKind.NOT_UNDERSTOOD, one.place, UNFIT, None) for one in unfit)
    return data, unfit


def _is_old(release: Release) -> bool:
    """Whether it is of OCDS 1.0, which a package without a version is, too."""
    return "parties" not in release.data and (release.version or "1.0") == "1.0"


def _as_far_as_it_goes(
    releases: Sequence[Release], dated: Sequence[dict[str, object]], rules: MergeRules
) -> tuple[dict[str, object], list[Release]]:
    """Start with the newest release, and leave out the older ones that do not fit."""
    fitting: list[dict[str, object]] = []
    unfit: list[Release] = []
    data: dict[str, object] = {}
    for n in sorted(range(len(dated)), key=lambda n: str(dated[n]["date"]), reverse=True):
        try:
            data = compiled([dated[n], *fitting], rules)
        except Exception:  # noqa: BLE001  # as above
            unfit.append(releases[n])
        else:
            fitting.insert(0, dated[n])
    return (data or dict(releases[-1].data)), unfit


def _has_empty_ids(value: object, *, in_list: bool = False) -> bool:
    """Whether some object of a list has an id that says nothing."""
    if is_object(value):
        key = value.get("id", 0)
        if in_list and (key is None or key == ""):
            return True
        members, are_listed = list(value.values()), False
    elif is_array(value):
        members, are_listed = value, True
    else:
        return False
    return any(
        _has_empty_ids(one, in_list=are_listed)
        for one in members
        if is_object(one) or is_array(one)
    )


def _without_empty_ids(value: object, *, in_list: bool = False) -> object:
    """The same without ids of null or "" in lists, which would make strangers one."""
    if isinstance(value, dict):
        return {
            key: _without_empty_ids(inner)
            for key, inner in cast("dict[str, object]", value).items()
            if not (in_list and key == "id" and (inner is None or inner == ""))
        }
    if isinstance(value, list):
        members = cast("list[object]", value)
        return [_without_empty_ids(member, in_list=True) for member in members]
    return value
