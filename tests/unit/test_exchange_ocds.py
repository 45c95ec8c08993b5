"""How OCDS becomes parties, procurements and contracts, and what the loss report says."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from samverkan.codelists import (
    Category,
    ContractKind,
    MilestoneKind,
    MilestoneStatus,
    Procedure,
    Role,
)
from samverkan.contracts import Amendment
from samverkan.errors import DocumentError
from samverkan.exchange import LossKind, read
from samverkan.periods import Period, day
from samverkan.portfolio import Extra
from samverkan.values import Identifier, Money

OCID = "ocds-abc123-1"


def reading(value, **more):
    """What is read of a release, or of any document."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return read(data, name="a.json", **more)


def release(**fields):
    return {"ocid": OCID, **fields}


def lines(found, kind=None):
    """The loss report, without what is merely kept."""
    return [
        (loss.kind.value, loss.path, loss.value)
        for loss in found.losses
        if (kind is None and loss.kind is not LossKind.KEPT) or loss.kind.value == kind
    ]


def kept(found):
    return {extra.path: json.loads(extra.json) for extra in found.portfolio.extras}


WHOLE = release(
    parties=[
        {
            "id": "SE-2120001355",
            "name": " Storköpings kommun ",
            "roles": ["buyer", "procuringEntity"],
            "identifier": {"scheme": "SE-ORGNR", "id": "212000-1355"},
            "address": {"countryName": "Sverige", "locality": "Storköping"},
            "contactPoint": {"name": "withheld", "email": "withheld"},
        },
        {"id": "SE-5560125790", "name": "Byggfirman AB", "roles": ["supplier"]},
    ],
    buyer={"id": "SE-2120001355", "name": "Storköpings kommun"},
    tender={
        "title": "Snöröjning",
        "procurementMethod": "open",
        "mainProcurementCategory": "services",
        "items": [{"id": "1", "classification": {"scheme": "CPV", "id": "90620000"}}],
        "value": {"amount": 4800000.50, "currency": "SEK"},
        "datePublished": "2026-03-02T00:00:00+02:00",
        "tenderPeriod": {"endDate": "2026-04-07T23:59:59Z"},
        "lots": [{"id": "L1", "title": "Norr", "value": {"amount": 10, "currency": "SEK"}}],
    },
    awards=[
        {
            "id": "1",
            "date": "2026-06-01",
            "status": "active",
            "suppliers": [{"id": "SE-5560125790", "name": "Byggfirman AB"}],
            "relatedLots": ["L1"],
        }
    ],
    contracts=[
        {
            "id": "7",
            "awardID": "1",
            "title": "Snöröjning norr",
            "status": "active",
            "dateSigned": "2026-08-17T12:00:00+02:00",
            "period": {"startDate": "2026-09-01", "endDate": "2029-08-31T00:00:00+04:00"},
            "value": {"amount": "4800000.10", "currency": "SEK"},
            "amendments": [{"id": "a", "date": "2027-01-01", "rationale": "more snow"}],
            "implementation": {
                "milestones": [
                    {
                        "id": "m",
                        "type": "delivery",
                        "title": "Salt",
                        "dueDate": "2026-10-01",
                        "status": "met",
                    }
                ]
            },
        }
    ],
)


def test_a_whole_release_becomes_a_portfolio():
    found = reading(WHOLE)
    kommun, firma = found.portfolio.parties
    assert (kommun.id, kommun.name, kommun.country) == (
        "SE-2120001355",
        "Storköpings kommun",
        "SE",
    )
    assert kommun.roles == {Role.BUYER, Role.PROCURING_ENTITY}
    assert kommun.identifiers == (Identifier("SE-ORGNR", "2120001355"),)
    (source,) = found.portfolio.procurements
    assert (source.id, source.title, source.buyer) == (OCID, "Snöröjning", kommun.id)
    assert (source.procedure, source.category) == (Procedure.OPEN, Category.SERVICES)
    assert (source.cpv, source.value) == (("90620000",), Money("4800000.5", "SEK"))
    assert [lot.id for lot in source.lots] == ["L1"]
    assert [
        str(on)
        for on in (
            source.published_on,
            source.tenders_due_on,
            source.awarded_on,
            source.concluded_on,
        )
    ] == ["2026-03-02", "2026-04-07", "2026-06-01", "2026-08-17"]
    (contract,) = found.portfolio.contracts
    assert (contract.id, contract.title) == (f"{OCID}/7", "Snöröjning norr")
    assert (contract.buyer, contract.suppliers) == (kommun.id, (firma.id,))
    assert (contract.procurement, contract.lots) == (OCID, ("L1",))
    assert (contract.awarded_on, contract.signed_on) == (day("2026-06-01"), day("2026-08-17"))
    assert contract.period == Period("2026-09-01", "2029-08-31")
    assert contract.value == Money("4800000.10", "SEK")
    assert contract.amendments == (
        Amendment(id="a", occurred_on="2027-01-01", description="more snow"),
    )
    (milestone,) = contract.milestones
    assert (milestone.kind, milestone.status) == (MilestoneKind.DELIVERY, MilestoneStatus.MET)
    assert found.releases == found.files == 1


def test_what_has_no_place_is_kept_and_persons_are_left_out():
    found = reading(WHOLE)
    assert lines(found) == [("personal", "$.parties[*].contactPoint", None)]
    assert "withheld" not in str(found.portfolio.extras)
    extras = kept(found)
    assert extras["$.parties[0].address.locality"] == "Storköping"
    assert extras["$.awards[0].status"] == "active"
    assert extras["$.contracts[0].status"] == "active"
    assert extras["$.tender.items"] == WHOLE["tender"]["items"]
    assert "$.contracts[0].title" not in extras
    by_path = {extra.path: extra.subject for extra in found.portfolio.extras}
    assert by_path["$.contracts[0].status"] == f"{OCID}/7"
    assert by_path["$.parties[0].address.locality"] == "SE-2120001355"
    assert by_path["$.awards[0].status"] == OCID


def test_pieces_kept_at_one_place_of_several_releases_share_a_line():
    found = reading(
        {"releases": [release(language="sv"), {"ocid": "ocds-abc123-2", "language": "en"}]}
    )
    (line,) = found.lost("kept-as-extra")
    assert (line.path, line.count) == ("$.releases[*].language", 2)
    assert line.message("sv").endswith("(2 ×)")


# ------------------------------------------------------------------------------------- packaging
CONTRACT = {"id": "1", "title": "x"}
RELEASE = release(contracts=[CONTRACT])
PACKAGE = {"uri": "u", "version": "1.1", "releases": [RELEASE]}
LINK = {"url": "https://example.org/1", "date": "2026-01-01", "tag": ["contract"]}


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (RELEASE, "$"),
        (PACKAGE, "$.releases[0]"),
        ({"releases": RELEASE}, "$.releases"),
        ([RELEASE], "$[0]"),
        ([PACKAGE], "$[0].releases[0]"),
        ({"records": [{"ocid": OCID, "releases": [RELEASE]}]}, "$.records[0].releases[0]"),
        (
            {"records": [{"ocid": OCID, "releases": [LINK], "compiledRelease": RELEASE}]},
            "$.records[0].compiledRelease",
        ),
        ({"ocid": OCID, "releases": [{"contracts": [CONTRACT]}]}, "$.releases[0]"),
        ({"ocid": OCID, "compiledRelease": RELEASE}, "$.compiledRelease"),
    ],
)
def test_every_wrapping_holds_the_same_contract(document, path):
    document = json.loads(json.dumps(document).replace('"title": "x"', '"dateSigned": "x"'))
    found = reading(document)
    assert [contract.id for contract in found.portfolio.contracts] == [f"{OCID}/1"]
    assert found.releases == 1
    assert [where for _, where, _ in lines(found, "not-understood")] == [
        f"{path}.contracts[0].dateSigned"
    ]


OTHER = {"ocid": "ocds-abc123-2", "contracts": [CONTRACT]}


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(RELEASE) + "\n" + json.dumps(OTHER) + "\n",
        json.dumps(RELEASE) + json.dumps(OTHER),
        json.dumps(RELEASE, indent=2) + "\n" + json.dumps(OTHER, indent=2),
        json.dumps([PACKAGE, OTHER]),
    ],
    ids=["lines", "concatenated", "pretty", "array"],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_several_documents_in_a_row_are_read(data, pack):
    found = reading(pack(data.encode()))
    assert [one.id for one in found.portfolio.contracts] == [f"{OCID}/1", "ocds-abc123-2/1"]


def test_a_linked_release_alone_is_told():
    found = reading({"records": [{"ocid": OCID, "releases": [LINK]}]})
    assert lines(found) == [("skipped", "$.records[0].releases[0]", "https://example.org/1")]


def test_a_versioned_release_is_read_with_its_latest_values():
    def history(*values):
        facts = {"releaseID": "r", "releaseDate": "2026-01-01", "releaseTag": ["tender"]}
        return [{**facts, "value": value} for value in values]

    versioned = {"ocid": OCID, "tender": {"title": history("old", "new")}}
    for document in (versioned, {"ocid": OCID, "versionedRelease": versioned}):
        found = reading(document)
        assert found.portfolio.procurements[0].title == "new"
        assert lines(found)[0][0] == "corrected"


def test_what_is_said_of_a_package_is_kept_under_its_file():
    found = reading(PACKAGE)
    assert Extra("a.json", "$.uri", '"u"') in found.portfolio.extras


def test_documents_that_are_no_ocds_beside_ocds_are_told():
    found = reading(json.dumps(RELEASE).encode() + b' {"a": 1} 7')
    assert lines(found) == [
        ("not-understood", "$[1]", "an object with 'a'"),
        ("not-understood", "$[2]", "a number"),
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b'{"a": 1}', "$: is neither own JSON nor OCDS: found an object with 'a'"),
        (b"[]", "$: is neither own JSON nor OCDS: found a list"),
        (b"7 8", "$[0]: is neither own JSON nor OCDS: found a number"),
        (b'{"ocid": "ocds-1"', "1:18: no JSON: expecting ',' delimiter"),
    ],
)
def test_a_file_that_is_nothing_of_ours_gives_one_error(data, problem):
    with pytest.raises(DocumentError) as caught:
        reading(data)
    (found,) = caught.value.problems
    assert str(found).startswith(problem)
    assert caught.value.message == "a.json: cannot be read"


def test_a_folder_is_read_in_order_and_broken_files_are_lines(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "1.json").write_text(json.dumps(RELEASE), encoding="utf-8")
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(json.dumps(OTHER).encode()))
    (tmp_path / "a.json").write_text("", encoding="utf-8")
    (tmp_path / "MANIFEST").write_text("not JSON", encoding="utf-8")
    (tmp_path / ".hidden.json").write_text("not JSON", encoding="utf-8")
    heard = []
    found = read(tmp_path, progress=lambda name, size: heard.append((name, size)))
    assert [one.id for one in found.portfolio.contracts] == [f"{OCID}/1", "ocds-abc123-2/1"]
    assert found.files == 2
    assert [
        (loss.kind.value, loss.source, loss.path)
        for loss in found.losses
        if loss.kind is not LossKind.KEPT
    ] == [("skipped", "MANIFEST", "$"), ("unreadable", "a.json", "1:1")]
    assert {name for name, _ in heard} == {"b/1.json", "c.jsonl.gz"}
    assert found.summary("sv").startswith("2 filer; 2 releaser; 2 avtal; ")


def test_nothing_counts_of_a_file_that_breaks_off(tmp_path):
    nameless = json.dumps({"contracts": [{"title": "Snow"}]})
    (tmp_path / "a.jsonl").write_text(f"{nameless}\n{nameless}\n{{", encoding="utf-8")
    (tmp_path / "b.json").write_text(nameless, encoding="utf-8")
    found = read(tmp_path)
    assert [one.id for one in found.portfolio.procurements] == ["#1"]
    assert (found.files, found.releases) == (1, 1)
    assert [
        (loss.source, loss.path) for loss in found.losses if loss.kind is LossKind.MISSING
    ] == [
        ("b.json", "$.ocid"),
        ("b.json", "$.contracts[0].id"),
    ]


def test_a_folder_may_hold_own_json_beside_ocds(tmp_path):
    (tmp_path / "own.json").write_text('{"samverkan": "1", "contracts": [{"id": "A"}]}')
    (tmp_path / "ocds.json").write_text(json.dumps(RELEASE))
    assert [one.id for one in read(tmp_path).portfolio.contracts] == ["A", f"{OCID}/1"]
    (tmp_path / "zwei.json").write_text(
        '{"samverkan": "1", "contracts": [{"id": "A", "title": "other"}]}'
    )
    with pytest.raises(DocumentError) as caught:
        read(tmp_path)
    assert "id='A' is used 2 times" in str(caught.value)


# --------------------------------------------------------------------------------------- merging
def test_releases_of_one_process_are_merged_by_their_dates():
    late = release(date="2026-02-01", tender={"title": "late"}, contracts=[{"id": "1"}])
    early = release(date="2026-01-01", tender={"title": "early", "id": "t"})
    found = reading({"version": "1.1", "releases": [late, early]})
    assert found.portfolio.procurements[0].title == "late"
    assert len(found.portfolio.contracts) == 1
    assert lines(found) == [("merged", f'$[?@.ocid=="{OCID}"]', "2: a.json")]


def test_the_same_release_twice_is_told_and_counts_once():
    found = reading({"releases": [RELEASE, RELEASE]})
    assert len(found.portfolio.contracts) == 1
    assert lines(found) == [("duplicate", "$.releases[1]", None)]


def test_a_release_without_a_date_is_taken_as_the_oldest():
    found = reading({"releases": [release(date="2026-01-01", tender={"title": "new"}), RELEASE]})
    assert found.portfolio.procurements[0].title == "new"
    assert ("missing", "$.releases[1].date", None) in lines(found)


def test_objects_that_share_an_empty_id_are_not_made_one():
    one = release(date="2026-01-01", contracts=[{"id": None, "title": "a"}])
    two = release(date="2026-02-01", contracts=[{"id": "", "title": "b"}])
    found = reading({"releases": [one, two]})
    assert {contract.title for contract in found.portfolio.contracts} == {"a", "b"}


def test_a_release_that_cannot_be_merged_is_kept_and_told():
    one = release(date="2026-01-01", tender="a text")
    two = release(date="2026-02-01", tender={"title": "good"})
    three = release(date="2026-03-01", tender={"title": "better"})
    found = reading({"releases": [one, two, three]})
    assert found.portfolio.procurements[0].title == "better"
    told = [loss for loss in found.losses if loss.kind is LossKind.NOT_UNDERSTOOD]
    assert [loss.path for loss in told] == ["$.releases[0]"]
    assert kept(found)["$.releases[0]"] == one


def test_without_the_merge_library_one_release_a_process_is_still_read():
    source = str(Path(__file__).parents[2] / "src")
    code = f"""if True:
        import sys
        sys.path.insert(0, {source!r})
        sys.modules["ocdsmerge"] = None
        from samverkan.errors import MissingExtraError
        from samverkan.exchange import read
        one = b'{{"releases": [{{"ocid": "o", "date": "2026-01-01", "buyer": {{"name": "K"}}}}'
        print(len(read(one + b"]}}").portfolio.procurements))
        try:
            read(one + b', {{"ocid": "o", "date": "2026-02-01"}}]}}')
        except MissingExtraError as error:
            print(error)
    """
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[0] == "1"
    assert "pip install 'samverkan[ocds]'" in done.stdout


# --------------------------------------------------------------------------------------- parties
def test_in_ocds_1_0_the_organisations_stand_where_they_act():
    found = reading(
        release(
            buyer={"name": "Kommun", "identifier": {"scheme": "XX-REG", "id": "1"}},
            tender={"tenderers": [{"name": "Bolag A"}, {"name": "Bolag B"}]},
            awards=[{"id": "1", "suppliers": [{"name": "Bolag A"}]}],
            contracts=[{"id": "1", "awardID": "1"}],
        )
    )
    assert {party.id: party.roles for party in found.portfolio.parties} == {
        "XX-REG-1": {Role.BUYER},
        "ocds-abc123/Bolag A": {Role.SUPPLIER, Role.TENDERER},
        "ocds-abc123/Bolag B": {Role.TENDERER},
    }
    (contract,) = found.portfolio.contracts
    assert (contract.buyer, contract.suppliers) == ("XX-REG-1", ("ocds-abc123/Bolag A",))


def test_a_reference_to_nobody_makes_a_party_and_is_told():
    found = reading(release(parties=[{"id": "1", "name": "K"}], buyer={"id": "2", "name": "L"}))
    assert found.portfolio.procurements[0].buyer == "2"
    assert lines(found) == [("missing", "$.buyer.id", "2")]


def two_processes(first, second):
    return reading(
        {
            "releases": [
                {"ocid": "ocds-abc123-1", "parties": [first]},
                {"ocid": "ocds-abc123-2", "parties": [second]},
            ]
        }
    ).portfolio.parties


def test_a_running_number_means_another_organisation_in_another_process():
    found = two_processes({"id": "1", "name": "Bolag A"}, {"id": "1", "name": "Bolag B"})
    assert [party.id for party in found] == ["1", "ocds-abc123-2/1"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"id": "1", "name": "Bolag A, S.A."}, {"id": "1", "name": "BOLAG A SA"}),
        ({"id": "GB-COH-123", "name": "Bolag A"}, {"id": "GB-COH-123", "name": "Bolag Alfa"}),
        (
            {"id": "1", "name": "Bolag A", "identifier": {"scheme": "X", "id": "9"}},
            {"id": "1", "name": "Alfa", "identifier": {"scheme": "X", "id": "9"}},
        ),
    ],
)
def test_the_same_organisation_is_known_again(first, second):
    assert len(two_processes(first, second)) == 1


def test_an_invalid_number_of_a_known_scheme_is_kept_and_told():
    found = reading(release(buyer={"id": "1", "identifier": {"scheme": "LEI", "id": "abc"}}))
    assert found.portfolio.parties[0].identifiers == ()
    assert lines(found) == [("not-understood", "$.buyer.identifier.id", "abc")]
    assert kept(found)["$.buyer.identifier.id"] == "abc"


def test_a_number_that_may_be_a_persons_is_neither_stored_nor_shown():
    number = "19800101-1234"
    found = reading(release(buyer={"id": "1", "identifier": {"scheme": "SE-ORGNR", "id": number}}))
    assert lines(found) == [("not-understood", "$.buyer.identifier.id", "19***********")]
    assert number not in str(found.portfolio)


def test_roles_that_ocds_does_not_know_are_told():
    found = reading(release(parties=[{"id": "1", "roles": ["Buyer", "Comprador"]}]))
    assert found.portfolio.parties[0].roles == {Role.BUYER}
    assert lines(found) == [("not-understood", "$.parties[0].roles[1]", "Comprador")]


# ------------------------------------------------------------------------------------------ days
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-01", "2026-03-01"),
        (" 2026-03-01 ", "2026-03-01"),
        ("2026-03-01T00:00:00+04:00", "2026-03-01"),
        ("2026-03-01T23:00:00-05:00", "2026-03-01"),
        ("2026-03-01T23:00:00.1234567Z", "2026-03-01"),
        ("2026-03-01 14:30", "2026-03-01"),
        ("2014-04-15 14:00 Eastern Daylight Time (EDT)", None),
        ("2026-02-30", None),
        ("01/03/2026", None),
        ("March 2026", None),
        (20260301, None),
        ({"a": 1}, None),
        ("", ...),
        (None, ...),
        ({}, ...),
    ],
    ids=str,
)
def test_a_day_is_the_day_as_written_or_told(written, expected):
    found = reading(release(contracts=[{"id": "1", "dateSigned": written}]))
    signed = found.portfolio.contracts[0].signed_on
    if expected is None:
        assert lines(found)[0][:2] == ("not-understood", "$.contracts[0].dateSigned")
        assert kept(found)["$.contracts[0].dateSigned"] == written
    else:
        assert lines(found) == []
    assert signed == (day(expected) if isinstance(expected, str) else None)


@pytest.mark.parametrize("written", ["0207-01-01", "1899-12-31", "2101-01-01", "3014-05-06"])
def test_a_day_in_a_far_year_is_kept_and_told(written):
    found = reading(release(contracts=[{"id": "1", "dateSigned": f"{written}T00:00:00Z"}]))
    assert found.portfolio.contracts[0].signed_on == day(written)
    assert lines(found) == [("doubtful", "$.contracts[0].dateSigned", written)]


def period_of(found):
    return found.portfolio.contracts[0].period


def test_a_reversed_period_is_kept_and_not_used():
    period = {"startDate": "2026-03-02", "endDate": "2026-03-01"}
    found = reading(release(contracts=[{"id": "1", "period": period}]))
    assert period_of(found) is None
    assert lines(found) == [("contradiction", "$.contracts[0].period", "2026-03-02 – 2026-03-01")]
    assert kept(found)["$.contracts[0].period.startDate"] == "2026-03-02"


FIRST = "2026-03-01"
LATE = "9999-03-01"


@pytest.mark.parametrize(
    ("period", "expected", "kind"),
    [
        ({"startDate": FIRST, "durationInDays": 31}, Period(FIRST, "2026-03-31"), None),
        ({"startDate": FIRST, "durationInDays": "31"}, Period(FIRST, "2026-03-31"), None),
        ({"startDate": FIRST, "endDate": FIRST}, Period(FIRST, FIRST), None),
        ({"startDate": FIRST}, Period(FIRST), None),
        ({"endDate": FIRST}, Period(None, FIRST), None),
        ({"durationInDays": 20}, None, "not-understood"),
        ({"startDate": FIRST, "durationInDays": "36 Muaj"}, Period(FIRST), "not-understood"),
        ({"startDate": FIRST, "durationInDays": -6}, Period(FIRST), "not-understood"),
        ({"startDate": FIRST, "durationInDays": 0}, Period(FIRST), None),
        ({"startDate": LATE, "durationInDays": 999}, Period(LATE), "not-understood"),
        ({}, None, None),
        ("2026", None, "not-understood"),
    ],
)  # fmt: skip
def test_a_period_by_what_is_known_of_it(period, expected, kind):
    found = reading(release(contracts=[{"id": "1", "period": period}]))
    assert period_of(found) == expected
    assert [one for one, *_ in lines(found) if one != "doubtful"] == ([kind] if kind else [])


MARCH = {"startDate": "2026-03-01", "endDate": "2026-03-31"}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"awards": [{"id": "1", "contractPeriod": MARCH}]}, "the award"),
        ({"tender": {"contractPeriod": MARCH}}, "the tender"),
        (
            {
                "tender": {
                    "milestones": [
                        {"id": "1", "title": "Contract start", "dueDate": "2026-03-01T00:00:00Z"},
                        {"id": "2", "title": "Contract end", "dueDate": "2026-03-31T00:00:00Z"},
                    ]
                }
            },
            "the milestones of the tender",
        ),
    ],
)
def test_a_period_that_stands_elsewhere_is_taken_and_told(fields, reason):
    found = reading(release(contracts=[{"id": "1", "awardID": "1"}], **fields))
    assert period_of(found) == Period("2026-03-01", "2026-03-31")
    (line,) = found.lost("moved")
    assert line.path == "$.contracts[0].period"
    assert line.reason.en == f"the period is taken from {reason}"


# ----------------------------------------------------------------------------------------- money
@pytest.mark.parametrize(
    ("value", "expected", "line"),
    [
        ({"amount": 1.10, "currency": "SEK"}, Money("1.10", "SEK"), None),
        ({"amount": "2809999872.0", "currency": "PYG"}, Money("2809999872", "PYG"), None),
        ({"amount": 5, "currency": "mdl"}, Money(5, "MDL"), ("corrected", "currency", "mdl")),
        ({"amount": -5, "currency": "SEK"}, Money(-5, "SEK"), ("doubtful", "amount", "-5")),
        ({"amount": 5, "currency": "MNX"}, None, ("not-understood", "currency", "MNX")),
        ({"amount": 5}, None, ("not-understood", "amount", "5")),
        ({"amount": "secret", "currency": "SEK"}, None, ("not-understood", "amount", "secret")),
        ({"amount": [1], "currency": "SEK"}, None, ("not-understood", "amount", "[1]")),
        ({"amount": 10**40, "currency": "SEK"}, None, ("not-understood", "amount", str(10**40))),
        ({"amount": None, "currency": "SEK"}, None, None),
        ({"amount": 0, "currency": "SEK"}, Money(0, "SEK"), None),
    ],
    ids=str,
)
def test_an_amount_is_read_exactly_or_told(value, expected, line):
    found = reading(release(contracts=[{"id": "1", "value": value}]))
    assert found.portfolio.contracts[0].value == expected
    told = [(kind, path.rpartition(".")[2], shown) for kind, path, shown in lines(found)]
    assert told == ([] if line is None else [line])
    if expected is None and value["amount"] is not None:
        assert kept(found)["$.contracts[0].value.amount"] == value["amount"]


def test_a_long_fraction_is_kept_to_its_last_digit():
    text = '{"ocid": "o", "contracts": [{"id": "1", "rate": 0.12345678901234567890}]}'
    (extra,) = [one for one in reading(text.encode()).portfolio.extras if "rate" in one.path]
    assert json.loads(extra.json, parse_float=Decimal) == Decimal("0.12345678901234567890")


# ------------------------------------------------------------------------------------- contracts
def test_contracts_without_or_with_the_same_id_stay_apart():
    found = reading(
        release(contracts=[{"title": "a"}, {"id": "1"}, {"id": "1", "title": "b"}, {"id": "1"}])
    )
    assert [one.id.removeprefix(OCID) for one in found.portfolio.contracts] == [
        "/#1",
        "/1",
        "/1#2",
    ]
    assert lines(found) == [
        ("missing", "$.contracts[0].id", "#1"),
        ("duplicate", "$.contracts[2].id", "1"),
        ("duplicate", "$.contracts[3]", None),
    ]


@pytest.mark.parametrize("key", [1, ["a"], {"a": 1}])
def test_the_same_contract_twice_is_told_whatever_its_id_is(key):
    contract = {"id": key, "title": "Snow"}
    found = reading(release(contracts=[contract, {**contract, "title": "Salt"}, contract]))
    assert [one.title for one in found.portfolio.contracts] == ["Snow", "Salt"]
    assert ("duplicate", "$.contracts[2]", None) in lines(found, "duplicate")


def test_the_first_of_two_awards_with_one_id_counts():
    awards = [{"id": "1", "suppliers": [{"name": name}]} for name in "BC"]
    found = reading(release(awards=awards, contracts=[{"id": "1", "awardID": "1"}]))
    assert found.portfolio.contracts[0].suppliers == ("ocds-abc123/B",)


@pytest.mark.parametrize(
    ("keys", "values"), [(("1", "1"), 0), (("1", "2"), 1), ((["1"], ["1"]), 0), ((None,), 1)]
)
def test_the_value_of_an_award_is_taken_where_one_contract_names_it(keys, values):
    value = {"amount": 1, "currency": "SEK"}
    contracts = [{"id": str(n), "awardID": key} for n, key in enumerate(keys)]
    found = reading(release(awards=[{"id": "1", "value": value}], contracts=contracts))
    taken = [one for one in found.portfolio.contracts if one.value == Money(1, "SEK")]
    assert len(taken) == values


def test_an_award_that_is_not_there_is_told_and_the_only_one_is_used():
    found = reading(
        release(
            awards=[{"id": "1", "suppliers": [{"name": "B"}]}],
            contracts=[{"id": "1", "awardID": "2"}, {"id": "2"}],
        )
    )
    assert [one.suppliers for one in found.portfolio.contracts] == [(), ("ocds-abc123/B",)]
    assert [line for line in lines(found) if "awardID" in line[1]] == [
        ("missing", "$.contracts[0].awardID", "2"),
        ("moved", "$.contracts[1].awardID", "1"),
    ]


def test_awards_as_an_object_are_one_award():
    found = reading(
        release(awards={"id": "1", "suppliers": {"name": "B"}}, contracts=[{"id": "1"}])
    )
    assert found.portfolio.contracts[0].suppliers == ("ocds-abc123/B",)
    assert [path for _, path, _ in lines(found, "corrected")] == ["$.awards", "$.awards.suppliers"]


def test_days_that_contradict_each_other_are_told_and_the_surer_one_counts():
    found = reading(
        release(
            tender={"tenderPeriod": {"startDate": "2026-05-01", "endDate": "2026-04-01"}},
            awards=[{"id": "1", "date": "2026-07-01"}],
            contracts=[{"id": "1", "awardID": "1", "dateSigned": "2026-06-01"}],
        )
    )
    (source,) = found.portfolio.procurements
    assert (source.tenders_due_on, source.published_on) == (day("2026-04-01"), None)
    assert (source.awarded_on, source.concluded_on) == (day("2026-07-01"), None)
    (contract,) = found.portfolio.contracts
    assert (contract.signed_on, contract.awarded_on) == (day("2026-06-01"), None)
    assert [line[:2] for line in lines(found, "contradiction")] == [
        ("contradiction", "$.contracts[0].dateSigned"),
        ("contradiction", "$.tender.tenderPeriod.startDate"),
    ]


def test_the_first_day_of_the_tender_period_stands_for_publication_and_is_told():
    found = reading(release(tender={"tenderPeriod": {"startDate": "2026-05-01"}}))
    assert found.portfolio.procurements[0].published_on == day("2026-05-01")
    assert lines(found) == [("moved", "$.tender.tenderPeriod.startDate", "2026-05-01")]


def test_a_buyer_among_the_suppliers_is_taken_away_there():
    found = reading(
        release(
            buyer={"id": "1"}, contracts=[{"id": "1", "suppliers": [{"id": "1"}, {"id": "2"}]}]
        )
    )
    assert found.portfolio.contracts[0].suppliers == ("2",)
    assert ("contradiction", "$.contracts[0].suppliers", "1") in lines(found)


@pytest.mark.parametrize("status", ["cancelled", "terminated"])
def test_a_contract_that_does_not_run_is_told(status):
    found = reading(release(contracts=[{"id": "1", "status": status}]))
    assert lines(found) == [("doubtful", "$.contracts[0].status", status)]
    assert kept(found)["$.contracts[0].status"] == status


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("open", Procedure.OPEN),
        ("selective", Procedure.RESTRICTED),
        ("limited", Procedure.NEGOTIATED_WITHOUT_NOTICE),
        ("direct", Procedure.NEGOTIATED_WITHOUT_NOTICE),
        ("Open", Procedure.OPEN),
        ("Licitaţie publică", None),
    ],
)
def test_a_procurement_method_becomes_the_nearest_procedure(code, expected):
    found = reading(release(tender={"procurementMethod": code}))
    assert found.portfolio.procurements[0].procedure is expected
    if expected in {None, Procedure.NEGOTIATED_WITHOUT_NOTICE}:
        assert kept(found)["$.tender.procurementMethod"] == code


def test_an_award_status_that_may_be_a_name_is_neither_stored_nor_shown():
    found = reading(
        release(awards=[{"id": "1", "status": "Eva Ek"}, {"id": "2", "status": "pendiente"}])
    )
    assert lines(found) == [("personal", "$.awards[*].status", None)]
    assert "Eva Ek" not in str(found)
    assert kept(found)["$.awards[1].status"] == "pendiente"


def test_a_call_off_knows_its_framework_agreement():
    related = [{"id": "1", "relationship": ["framework"], "scheme": "ocid", "identifier": OCID}]
    later = {"ocid": "ocds-abc123-2", "relatedProcesses": related, "contracts": [{"id": "9"}]}
    found = reading([later, RELEASE])
    call_off, framework = found.portfolio.contracts
    assert (call_off.parent, call_off.kind) == (framework.id, ContractKind.CALL_OFF)
    assert framework.kind is ContractKind.FRAMEWORK
    assert kept(found)["$.relatedProcesses"] == related
    assert lines(found) == []


def test_a_framework_agreement_that_is_not_there_is_told():
    related = [{"id": "1", "relationship": ["framework"], "identifier": "ocds-abc123-9"}]
    found = reading(release(contracts=[{"id": "1", "relatedProcesses": related}]))
    assert found.portfolio.contracts[0].parent is None
    assert lines(found) == [
        ("missing", "$.contracts[0].relatedProcesses[0].identifier", "ocds-abc123-9")
    ]


def test_a_technique_tells_a_framework_agreement():
    found = reading(
        release(tender={"techniques": {"hasFrameworkAgreement": True}}, contracts=[{"id": "1"}])
    )
    assert found.portfolio.contracts[0].kind is ContractKind.FRAMEWORK


def test_amendments_and_milestones_without_a_day_or_id():
    found = reading(
        release(
            contracts=[
                {
                    "id": "1",
                    "amendment": {"date": "2026-01-01"},
                    "amendments": [{"id": "a", "rationale": "undated"}],
                    "milestones": [{"id": "m"}, {"id": "m", "type": "party", "title": "x"}, {}],
                }
            ]
        )
    )
    (contract,) = found.portfolio.contracts
    assert [one.id for one in contract.amendments] == ["#2"]
    assert [one.id for one in contract.milestones] == ["m", "m#2"]
    assert lines(found) == [
        ("not-understood", "$.contracts[0].amendments[0].date", None),
        ("missing", "$.contracts[0].amendment.id", "#2"),
        ("duplicate", "$.contracts[0].milestones[1].id", "m"),
        ("not-understood", "$.contracts[0].milestones[1].type", "party"),
    ]
    assert kept(found)["$.contracts[0].amendments[0].rationale"] == "undated"


def test_every_line_speaks_both_languages():
    found = reading(
        release(
            parties=[{"id": "1", "roles": ["x"]}], contracts=[{"dateSigned": "x"}, {"id": "1"}]
        )
    )
    for loss in found.losses:
        assert loss.message("sv") != loss.message("en")
        assert set(loss.to_dict()["reason"]) == {"sv", "en"}
        assert loss.kind.label("sv") != loss.kind.label("en")


@pytest.mark.parametrize("key", [{}, [], {"a": 1}, None, "", 0])
def test_an_id_of_any_kind_in_several_releases_of_one_process_is_no_crash(key):
    one = {"ocid": "o", "date": "2026-01-01", "contracts": [{"id": key, "title": "Snow"}]}
    two = {"ocid": "o", "date": "2026-02-01", "contracts": [{"id": key, "title": "Sand"}]}
    reading = read(json.dumps({"releases": [one, two]}).encode())
    assert reading.portfolio.contracts
    assert reading.lost("merged")


def test_what_is_kept_of_merged_processes_shares_a_line_and_is_kept_whole():
    releases = [
        {"ocid": f"o-{n}", "date": f"2026-0{month}-01", "language": "sv", "x": month}
        for n in range(3)
        for month in (1, 2)
    ]
    releases = [{**one, "tender": {"id": "t"}} for one in releases]
    reading = read(json.dumps({"releases": releases}).encode())
    (line,) = [one for one in reading.lost("kept-as-extra") if one.path.endswith(".x")]
    assert (line.path, line.count) == ("$[*].x", 3)
    kept = {extra.subject: extra.json for extra in reading.portfolio.extras if extra.path == "$.x"}
    assert kept == {"o-0": "2", "o-1": "2", "o-2": "2"}
