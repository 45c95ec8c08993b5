"""Building without a search for garbage leaves the collector as it was."""

from __future__ import annotations

import gc

import pytest

from samverkan.errors import DocumentError
from samverkan.exchange import read
from samverkan.exchange.plain import building


@pytest.fixture
def collector():
    """The collector as most programs have it, and again afterwards."""
    was_on = gc.isenabled()
    gc.enable()
    yield
    gc.unfreeze()
    (gc.enable if was_on else gc.disable)()


@pytest.mark.usefixtures("collector")
def test_the_collector_is_on_again_after_reading_and_after_an_error():
    read(b'{"ocid": "1", "tag": []}')
    assert gc.isenabled()
    with pytest.raises(DocumentError):
        read(b"{")
    assert gc.isenabled()


@pytest.mark.usefixtures("collector")
def test_a_collector_that_was_off_stays_off():
    gc.disable()
    with building():
        pass
    assert not gc.isenabled()


@pytest.mark.usefixtures("collector")
def test_what_was_built_is_not_young_and_garbage_is_still_found():
    class Ring:
        found = 0

        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            Ring.found += 1

    with building():
        kept = [[n] for n in range(10_000)]
        Ring()
    assert gc.get_count()[0] < len(kept)
    gc.collect()
    assert Ring.found == 1


@pytest.mark.usefixtures("collector")
def test_what_a_program_has_frozen_stays_frozen():
    gc.freeze()
    frozen = gc.get_freeze_count()
    with building():
        pass
    assert gc.get_freeze_count() == frozen
