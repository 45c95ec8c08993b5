"""How the bids of OCDS become tenders, and what the checks then see."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from samverkan.checks import check
from samverkan.codelists import Role, TenderStatus
from samverkan.exchange import read
from samverkan.values import Money

DATA = Path(os.environ.get("SAMVERKAN_DATA", Path(__file__).parents[3] / "shared" / "data"))
OCID = "ocds-abc123-1"


def reading(*bids, **tender):
    value = {"ocid": OCID, "tender": tender, "bids": {"details": list(bids)}}
    return read(json.dumps(value).encode(), name="a.json")


def bid(key="1", party="SE-5599999991", **fields):
    return {"id": key, "tenderers": [{"id": party, "name": "Firma"}], **fields}


def told(found):
    return [(loss.kind.value, loss.path) for loss in found.losses]


def test_a_bid_becomes_a_tender():
    found = reading(
        bid(
            date="2026-03-20T11:00:00+01:00",
            status="valid",
            value={"amount": 4800000.5, "currency": "SEK"},
            relatedLots=["2"],
        ),
        lots=[{"id": "1"}, {"id": "2"}],
    )
    (tender,) = found.portfolio.tenders
    assert (tender.id, tender.procurement, tender.lot) == (f"{OCID}/1", OCID, "2")
    assert tender.tenderers == ("SE-5599999991",)
    assert tender.amount == Money("4800000.5", "SEK")
    assert str(tender.submitted_on) == "2026-03-20"
    assert tender.status is TenderStatus.VALID
    assert Role.TENDERER in found.portfolio.party("SE-5599999991").roles


def test_a_bid_for_several_lots_is_for_none_by_name_and_what_it_says_is_kept():
    found = reading(bid(relatedLots=["1", "2"]), lots=[{"id": "1"}, {"id": "2"}])
    assert found.portfolio.tenders[0].lot is None
    assert {extra.subject for extra in found.portfolio.extras} == {f"{OCID}/1"}
    assert [json.loads(extra.json) for extra in found.portfolio.extras] == [["1", "2"]]


def test_a_bid_of_nobody_is_kept_and_told():
    found = reading({"id": "7", "value": {"amount": 1, "currency": "SEK"}})
    assert not found.portfolio.tenders
    assert ("missing", "$.bids.details[0].tenderers") in told(found)
    assert '"7"' in [extra.json for extra in found.portfolio.extras]


def test_a_status_that_ocds_does_not_know_is_told_and_unknown():
    found = reading(bid(status="qualified"))
    assert found.portfolio.tenders[0].status is None
    assert ("not-understood", "$.bids.details[0].status") in told(found)


def test_bids_without_an_id_or_with_the_same_stay_apart():
    found = reading(bid(), bid(), bid(key=None))
    assert [one.id for one in found.portfolio.tenders] == [
        f"{OCID}/1",
        f"{OCID}/1#2",
        f"{OCID}/#3",
    ]


def test_a_tenderer_named_twice_tenders_once():
    twice = {"id": "1", "tenderers": [{"id": "SE-5599999991"}, {"id": "SE-5599999991"}]}
    assert reading(twice).portfolio.tenders[0].tenderers == ("SE-5599999991",)


@pytest.mark.parametrize("bids", [None, {}, [], {"details": []}, {"details": None}, "many"])
def test_no_bids_are_no_tenders(bids):
    found = read(json.dumps({"ocid": OCID, "bids": bids}).encode(), name="a.json")
    assert not found.portfolio.tenders


def test_red_flags_are_raised_over_what_was_read():
    path = DATA / "ocds-official-fixtures" / "cardinal-rs" / "indicators" / "R028.jsonl"
    if not path.is_file():
        pytest.skip(f"no data at {DATA}; set SAMVERKAN_DATA")
    facts = read(path.read_bytes(), name=path.name).portfolio
    flagged = {one.subjects[0] for one in check(facts, "2026-11-23", only=["flags.r028"])}
    assert "F" in flagged
    assert not flagged & {"same tenderers", "shuffled tenderers", "different decimals"}
