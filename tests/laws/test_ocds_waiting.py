"""Where releases wait until every file is read changes nothing: not the facts, not the report."""

from __future__ import annotations

import contextlib
import functools
import json
import tracemalloc
from decimal import Decimal

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from samverkan.exchange import read, reader
from samverkan.exchange.ocds.packages import Place, Release
from samverkan.exchange.ocds.waiting import Waiting
from samverkan.testing.strategies import ocds_packages

SCALARS = st.none() | st.booleans() | st.integers() | st.text() | st.decimals(allow_nan=False)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
RELEASES = st.builds(
    Release,
    st.dictionaries(st.text(), VALUES, max_size=4),
    st.builds(Place, st.text(), st.text()),
    st.none() | st.text(),
    VALUES,
)
FILES = st.lists(ocds_packages(max_releases=3, dirty=True), min_size=1, max_size=3)
ROOMS = st.integers(0, 12_000)


def as_told(release):
    """All of a release, to the digits of its numbers."""
    return repr((release.data, release.place, release.version, release.record))


@given(st.lists(st.tuples(RELEASES, st.integers(0, 5)), max_size=8), st.integers(0, 20), st.data())
def test_a_release_comes_back_as_it_was_put_in_any_order(found, room, data):
    expected = [as_told(release) for release, _ in found]
    with contextlib.closing(Waiting(room)) as waiting:
        numbers = [waiting.put(release, size) for release, size in found]
        assert numbers == list(range(len(found)))
        order = data.draw(st.permutations(numbers))
        assert {n: as_told(waiting.take(n)) for n in order} == dict(enumerate(expected))


@given(FILES, ROOMS)
def test_what_is_read_does_not_depend_on_where_releases_wait(packages, room):
    files = [json.dumps(package).encode() for package in packages]
    for source in (files, b"\n".join(files)):
        expected = read(source)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reader, "Waiting", functools.partial(Waiting, room))
            assert read(source) == expected
    merged = any(loss.kind.value == "merged" for loss in expected.losses)
    fit = sum(map(len, files)) <= room
    event(f"{'merged' if merged else 'alone'}, {'all' if fit else 'not all'} fit")


def test_what_does_not_fit_takes_no_memory():
    tracemalloc.start()
    try:
        with contextlib.closing(Waiting(in_memory=0)) as waiting:
            before, _ = tracemalloc.get_traced_memory()
            for n in range(1000):
                waiting.put(Release({"title": "x" * 10_000}, Place("a.json", f"$[{n}]")), 10_000)
            after, _ = tracemalloc.get_traced_memory()
            assert waiting.take(999).place.path == "$[999]"
    finally:
        tracemalloc.stop()
    assert after - before < 300_000  # of 10 MB


def test_a_number_keeps_its_digits_in_the_file():
    with contextlib.closing(Waiting(in_memory=0)) as waiting:
        number = waiting.put(Release({"amount": Decimal("1.10")}, Place("a.json", "$")), 15)
        assert str(waiting.take(number).data["amount"]) == "1.10"
