"""The red flags raise what Cardinal raises on the cases it publishes with its own tests.

The cases are releases without contracts; here an active award is taken as a contract. What
Cardinal leaves out by a setting (procurement method details) and awards that are not decided,
which the model does not know, are left out here, too.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from samverkan.checks import check, outliers
from samverkan.contracts import Contract
from samverkan.development import DesignChoice
from samverkan.parties import Party
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.tenders import Tender
from samverkan.values import Money

DATA = Path(os.environ.get("SAMVERKAN_DATA", Path(__file__).parents[3] / "shared" / "data"))
CASES = DATA / "ocds-official-fixtures" / "cardinal-rs" / "indicators"
pytestmark = pytest.mark.skipif(
    not CASES.is_dir(), reason=f"no data at {DATA}; set SAMVERKAN_DATA"
)
METHODS = {"open": "open", "selective": "restricted", "limited": "neg-wo-call",
           "direct": "neg-wo-call"}  # fmt: skip
NOT_DECIDED = {"pending", "invalid"}
LEFT_OUT_BY_SETTING = "EXC"
NO_PRICE_COMPARISON = "NPC"


def releases(name):
    for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        release = json.loads(line)
        undecided = {award.get("status") for award in release.get("awards", ())} & NOT_DECIDED
        details = release.get("tender", {}).get("procurementMethodDetails")
        if not undecided and details != LEFT_OUT_BY_SETTING:
            yield release


def money(piece):
    value = piece.get("value", {})
    return Money(str(value["amount"]), value["currency"]) if "amount" in value else None


def world(name):
    """The published cases as a portfolio."""
    procurements, tenders, contracts, choices, names = [], [], [], [], set()
    for release in releases(name):
        key, tender = release["ocid"], release.get("tender", {})
        cancelled = "2001-01-01" if tender.get("status") == "cancelled" else None
        buyer = release.get("buyer", {}).get("id")
        items = [
            item["classification"]["id"]
            for award in release.get("awards", ())
            for item in award.get("items", ())
        ]
        procurements.append(
            Procurement(
                id=key,
                buyer=buyer,
                procedure=METHODS.get(tender.get("procurementMethod")),
                tenders_due_on=tender.get("tenderPeriod", {}).get("endDate", "")[:10] or None,
                cancelled_on=cancelled,
                cpv=tuple(items),
            )
        )
        if tender.get("procurementMethodDetails") == NO_PRICE_COMPARISON:
            choices += [
                DesignChoice(id=f"{key}/{kind}", procurement=key, kind=kind)
                for kind in ("fixed-price", "quality-criteria")
            ]
        bids = release.get("bids", {}).get("details", ())
        given = range(tender.get("numberOfTenderers", 0))
        bids = [*bids, *({"status": "valid", "tenderers": [{"id": f"N{n}"}]} for n in given)]
        for n, bid in enumerate(bids):
            anonymous = [{"id": f"{key}/{n}"}] if name == "R036" else []  # published without
            parties = tuple(one["id"] for one in bid.get("tenderers", anonymous))
            names.update(parties)
            if parties:
                tenders.append(
                    Tender(
                        id=f"{key}/{n}",
                        procurement=key,
                        tenderers=parties,
                        amount=money(bid),
                        status=bid["status"],
                        submitted_on=bid.get("date", "")[:10] or None,
                    )
                )
        for n, award in enumerate(release.get("awards", ())):
            if award["status"] != "active":
                continue
            suppliers = tuple(one["id"] for one in award.get("suppliers", ()))
            names.update(suppliers)
            contracts.append(Contract(id=f"{key}/{n}", procurement=key, suppliers=suppliers))
        names.update({buyer} - {None})
    return Portfolio(
        parties=tuple(Party(id=name) for name in sorted(names)),
        procurements=tuple(procurements),
        tenders=tuple(tenders),
        contracts=tuple(contracts),
        design_choices=tuple(choices),
    )


@pytest.mark.parametrize(
    ("name", "flagged"),
    [
        ("R018", ["open", "selective"]),
        ("R024", ["F", "repeat tenderers"]),
        ("R025", ["F", "N"]),
        ("R028", ["F"]),
        ("R030", ["F"]),
        ("R035", ["F1", "F2", "accept", "repeat"]),
        ("R036", ["F", "invited", "withdrawn"]),
        ("R058", ["F"]),
    ],
)
def test_what_cardinal_flags_is_flagged_and_nothing_else(name, flagged):
    """But for one case of R036: of equal amounts Cardinal takes the first that it meets."""
    found = check(world(name), "2026-11-23", only=[f"flags.{name.lower()}"])
    assert sorted(one.subjects[0] for one in found) == flagged


def test_the_numbers_of_r035_and_r025_are_those_published():
    found = check(world("R035"), "2026-11-23", only=["flags.r035"])
    counts = {one.subjects[0]: one.summary.values["count"] for one in found}
    assert counts == {"F1": 1, "F2": 2, "repeat": 1, "accept": 1}
    found = check(world("R025"), "2026-11-23", only=["flags.r025"])
    ratios = {
        one.subjects[0]: (one.summary.values["wins"], one.summary.values["bids"]) for one in found
    }
    assert ratios == {"F": (2, 10), "N": (0, 1)}


def test_the_variety_of_a_supplier_is_counted_as_published(monkeypatch):
    """Published with a setting of one process; the default of twenty leaves all of them out."""
    facts = world("R048-minimum_contracting_processes-1")
    assert not check(facts, "2026-11-23", only=["flags.r048"])
    monkeypatch.setattr(outliers, "FEWEST_PROCESSES", 1)
    (found,) = check(facts, "2026-11-23", only=["flags.r048"])
    assert (found.subjects, found.summary.values["count"]) == (("F",), 2)


@pytest.mark.parametrize(
    ("name", "check_id", "flagged"),
    [("R038", "flags.r038-buyer", "B"), ("R038-tenderer", "flags.r038-tenderer", "D")],
)
def test_disqualifications_are_counted_as_published(name, check_id, flagged, monkeypatch):
    """Published with settings of one process and one tender, where the defaults are two."""
    facts = world(name)
    monkeypatch.setattr(outliers, "FEWEST", 1)
    assert [one.subjects for one in check(facts, "2026-11-23", only=[check_id])] == [(flagged,)]
