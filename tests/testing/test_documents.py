"""Documents: valid ones are read whole, dirty ones are told of, none breaks the reader."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.errors import DocumentError
from samverkan.exchange import LossKind, read
from samverkan.testing import simplest
from samverkan.testing import strategies as kit
from samverkan.testing.strategies._dirt import soil

HARMLESS = {LossKind.KEPT, LossKind.MOVED}


def reading(document):
    return read(json.dumps(document, ensure_ascii=False).encode())


@given(kit.ocds_files())
def test_a_valid_package_is_read_without_doubt(data):
    found = read(data)
    assert found.portfolio.contracts
    assert set(found.counts) <= HARMLESS
    assert found.portfolio.contradictions() == ()


@given(kit.ocds_files(dirty=True))
def test_a_dirty_package_is_read_or_refused(data):
    try:
        found = read(data)
    except DocumentError as error:
        assert error.exceptions
    else:
        assert all(loss.message("sv") and loss.message("en") for loss in found.losses)


@given(kit.own_files(dirty=True))
def test_a_spoilt_own_document_is_refused_with_a_path(data):
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert all(problem.path for problem in caught.value.exceptions)


def test_every_way_of_dirt_changes_the_package():
    clean = simplest(kit.ocds_packages())
    unchanged = [way for way in kit.DIRT if soil(clean, way) == clean]
    assert unchanged == []


def test_a_way_of_dirt_may_be_chosen():
    alone = kit.ocds_packages(dirty=True, ways=st.just("tag a text"))
    assert simplest(alone)["releases"][0]["tag"] == "contract"


# The list of "Dirt to expect" in the description of the real data, in its words.
@pytest.mark.parametrize(
    ("dirt", "ways"),
    [
        ("null, empty string, missing", {"date null", "date empty", "date missing"}),
        ("year 0207, 2105 or 3014", {"year 0207", "year 2105", "year 3014"}),
        ("end before start, zero length", {"end before start", "zero length"}),
        ("no zone, fractions", {"no zone", "one digit of a second", "seven digits of a second"}),
        ("two-digit years, written-out zones", {"two-digit year", "written-out zone"}),
        ("durations instead of dates, 36 Muaj", {"duration", "duration in words"}),
        ("local midnights with an offset", {"local midnight"}),
        ("negative, zero, 0.01", {"amount negative", "amount zero", "amount secret"}),
        ("strings, null, over 1e12", {"amount text", "amount null", "amount vast"}),
        ("MNX, mdl, missing", {"currency unknown", "currency lower-case", "currency missing"}),
        ("duplicate party ids", {"party twice"}),
        ("parties or awards that are not there", {"party not there", "award not there"}),
        ("without a name, without an id", {"party without name", "supplier without id"}),
        ("duplicate contract ids", {"contract twice"}),
        (
            "statuses in Spanish or Romanian, a name",
            {"status in Spanish", "status in Romanian", "status a name"},
        ),
        ("a package inside an array", {"package in a list"}),
        ("awards as an object, tag as a string", {"awards an object", "tag a text"}),
        ("present but empty", {"milestones empty", "objects empty"}),
        ("only as tender milestones", {"period as milestones"}),
        ("history packed into one text", {"amendments as one text"}),
        ("mojibake, U+FFFD, entities", {"mojibake", "replacement character", "entities"}),
        ("padding, non-breaking spaces", {"padding", "no-break space"}),
        ("empty, concatenated, Latin-1, cut off", {"empty", "concatenated", "latin-1", "cut off"}),
    ],
)
def test_what_real_registers_have_can_be_made(dirt, ways):
    assert ways <= set(kit.DIRT) | set(kit.BYTES_DIRT), dirt


def test_a_local_midnight_stays_on_its_day():
    """Converting to UTC would move it a day back."""
    found = reading(simplest(kit.ocds_packages(dirty=True, ways=st.just("local midnight"))))
    assert str(found.portfolio.contracts[0].period.end) == "2029-08-31"
