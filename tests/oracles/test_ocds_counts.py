"""What the OCDS reader counts equals what a plain script counts in every publisher's raw JSON.

The script below knows nothing of the library: it opens files with the standard library, merges
with the reference library and the schemas of the standard, and counts. Each publisher is one
folder or set; the numbers must agree one by one.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import re
import warnings
from collections import Counter
from pathlib import Path

import pytest

DATA = Path(os.environ.get("SAMVERKAN_DATA", Path(__file__).parents[3] / "shared" / "data"))
SETS = [
    "ocds-canada-pwgsc-2014",
    "ocds-moldova",
    "ocds-paraguay-execution",
    "ocds-portugal-impic",
    "ocds-real-examples/armenia",
    "ocds-real-examples/australia",
    "ocds-real-examples/canada",
    "ocds-real-examples/colombia",
    "ocds-real-examples/mexico",
    "ocds-real-examples/nigeria",
    "ocds-real-examples/paraguay",
    "ocds-real-examples/uk-contracts-finder",
    "ocds-official-fixtures/sample-data",
    "ocds-official-fixtures/standard",
    "ocds-official-fixtures/jocds",
    "ocds-official-fixtures/ocdskit",
    "ocds-official-fixtures/ocdskit-realdata",
    "ocds-official-fixtures/spoonbill",
    "ocds-official-fixtures/pelican-backend",
    "ocds-official-fixtures/cardinal-rs",
]
SCHEMAS = DATA / "ocds-official-fixtures" / "ocds-merge"
MARKS = {"ocid", "tender", "awards", "contracts", "parties", "buyer", "planning"}
PERSONAL = {"contactPoint", "additionalContactPoints", "beneficialOwners", "persones", "author"}
DAY = re.compile(
    r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d+)?)?\s?(Z|[+-]\d\d(:?\d\d)?)?)?", re.ASCII
)


# ------------------------------------------------------------------------------------ the script
def keys_once(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def texts_of(path):
    data = path.read_bytes()
    return (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")


def documents_of(path):
    """Every document of a file, or None where it is no strict JSON."""
    decoder = json.JSONDecoder(object_pairs_hook=keys_once)
    found, at = [], 0
    try:
        text = texts_of(path).strip()
        while at < len(text):
            value, at = decoder.raw_decode(text, at)
            found.append(value)
            while at < len(text) and text[at].isspace():
                at += 1
    except ValueError:
        return None
    return found or None


def releases_of(value, version, record):
    """(release, version) of everything that is OCDS in a document."""
    if isinstance(value, list):
        for member in value:
            yield from releases_of(member, version, record)
    elif isinstance(value, dict):
        version = value.get("version") or version
        record = value.get("ocid") or record
        computed = value.get("compiledRelease") or value.get("versionedRelease")
        if "records" in value or ("releases" in value and not ("ocid" in value or computed)):
            for member in [*value.get("releases", []), *value.get("records", [])]:
                yield from releases_of(member, version, None)
        elif "releases" in value or computed:
            embedded = [one for one in value.get("releases", []) if MARKS & set(one)]
            if computed and (not embedded or len(embedded) < len(value["releases"])):
                embedded = [computed]
            for release in embedded:
                yield from releases_of(release, version, record)
        elif MARKS & set(value):
            is_versioned = "date" not in value and '"releaseDate"' in json.dumps(value)
            yield latest(value) if is_versioned else value, version, record


def latest(value):
    if isinstance(value, dict):
        return {key: latest(inner) for key, inner in value.items()}
    if isinstance(value, list):
        if value and isinstance(value[-1], dict) and "releaseTag" in value[-1]:
            return value[-1]["value"]
        return [latest(inner) for inner in value]
    return value


def is_known(value):
    return isinstance(value, dict) and (
        bool((MARKS | {"releases", "records", "compiledRelease", "versionedRelease"}) & set(value))
    )


def merged_by(schemas, found):
    """One release a process, merged by the reference library where there are several."""
    processes = {}
    for number, (release, version, record) in enumerate(found):
        ocid = release.get("ocid") or record or number
        same = processes.setdefault(ocid, [])
        if not any(release == other for other, _ in same):
            same.append((release, version))
    for same in processes.values():
        if len(same) == 1:
            yield same[0][0]
            continue
        old = all("parties" not in one and (version or "1.0") == "1.0" for one, version in same)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield schemas["1.0" if old else "1.1"].create_compiled_release(
                [{"date": "", **release} for release, _ in same]
            )


def objects(holder, key):
    value = holder.get(key) if isinstance(holder, dict) else None
    members = value if isinstance(value, list) else [value]
    return [one for one in members if isinstance(one, dict) and says(one)]


def says(value):
    """Whether a value holds anything at all."""
    if isinstance(value, dict):
        return any(map(says, value.values()))
    if isinstance(value, list):
        return any(map(says, value))
    return bool(value.strip()) if isinstance(value, str) else value is not None


def day(value):
    if not isinstance(value, str) or not DAY.fullmatch(value.strip()):
        return None
    try:
        return dt.date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


def days_that_are_read(release, contracts):
    """The dates that have a place in a portfolio."""
    tender = release.get("tender") or {}
    yield tender.get("datePublished")
    for period in objects(tender, "tenderPeriod"):
        yield from (period.get("startDate"), period.get("endDate"))
    for award in objects(release, "awards"):
        yield award.get("date")
    for contract in contracts:
        yield contract.get("dateSigned")
        for period in objects(contract, "period"):
            yield from (period.get("startDate"), period.get("endDate"))
        for change in [*objects(contract, "amendments"), *objects(contract, "amendment")]:
            yield change.get("date")
        work = contract.get("implementation") or {}
        for step in [*objects(contract, "milestones"), *objects(work, "milestones")]:
            yield from (step.get("dueDate"), step.get("dateMet"))


def parties_named(release, contracts):
    tender = release.get("tender") or {}
    yield from objects(release, "buyer")
    yield from objects(tender, "procuringEntity")
    yield from objects(tender, "tenderers")
    for one in [*objects(release, "awards"), *contracts]:
        yield from objects(one, "suppliers")


def personal(value):
    """How many places tell of natural persons, the outermost counted."""
    if isinstance(value, dict):
        return sum(
            says(inner) if key in PERSONAL else personal(inner) for key, inner in value.items()
        )
    return sum(map(personal, value)) if isinstance(value, list) else 0


def counted(folder, schemas):
    """The numbers of one publisher."""
    numbers = Counter()
    found = []
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        if not re.search(r"\.(json|jsonl)(\.gz)?$", path.name):
            numbers["passed over"] += 1
            continue
        documents = documents_of(path)
        if documents is None or not any(map(holds_ocds, documents)):
            numbers["unreadable"] += 1
            continue
        numbers["files"] += 1
        for document in documents:
            found += releases_of(document, None, None)
    numbers["releases"] = len(found)
    for release in merged_by(schemas, found):
        numbers["processes"] += 1
        contracts = []
        for contract in objects(release, "contracts"):
            if not (says(contract.get("id")) and contract in contracts):
                contracts.append(contract)
        listed = {one.get("id") for one in objects(release, "parties")}
        awards = {str(one.get("id")) for one in objects(release, "awards")}
        numbers["contracts"] += len(contracts)
        numbers["personal"] += personal(release)
        for contract in contracts:
            period = contract.get("period") or {}
            start, end = day(period.get("startDate")), day(period.get("endDate"))
            both = start is not None and end is not None
            numbers["with both dates"] += both and start <= end
            numbers["reversed"] += both and end < start
            numbers["signed"] += day(contract.get("dateSigned")) is not None
            numbers["no id"] += not says(contract.get("id"))
            named = contract.get("awardID")
            numbers["no award"] += says(named) and str(named) not in awards
            length = period.get("durationInDays")
            numbers["length without start"] += start is None and end is None and (length or 0) > 0
        numbers["no day"] += sum(
            says(value) and day(value) is None for value in days_that_are_read(release, contracts)
        )
        if listed:
            named = parties_named(release, contracts)
            numbers["not listed"] += sum(
                says(one.get("id")) and one.get("id") not in listed for one in named
            )
    return +numbers


def holds_ocds(document):
    if isinstance(document, list):
        return any(map(holds_ocds, document))
    return is_known(document)


# ---------------------------------------------------------------------------------- the library
def told(folder):
    """The same numbers, as the library's portfolio and loss report have them."""
    from samverkan.exchange import read

    reading = read(folder)
    numbers = Counter(
        {
            "files": reading.files,
            "releases": reading.releases,
            "processes": len(reading.portfolio.procurements),
            "contracts": len(reading.portfolio.contracts),
        }
    )
    moved = {
        loss.path.removesuffix(".period")
        for loss in reading.lost("moved")
        if loss.path.endswith(".period")
    }
    for contract in reading.portfolio.contracts:
        period = contract.period
        numbers["with both dates"] += bool(period and period.start and period.end)
        numbers["signed"] += contract.signed_on is not None
    numbers["with both dates"] -= len(moved)
    reasons = {
        "is no day that can be read": "no day",
        "the period ends before it starts": "reversed",
        "is not among the parties of the release; added without facts": "not listed",
        "the award is not in the release": "no award",
        "a length without a first day makes no period": "length without start",
        "may be about a natural person; left out on purpose": "personal",
        "the file cannot be read": "unreadable",
    }
    for loss in reading.losses:
        if name := reasons.get(loss.reason.en):
            is_status = name == "personal" and loss.path.endswith(".status")
            numbers[name] += 0 if is_status else loss.count
        of_contract = re.search(r"\.contracts(\[\d+\])?\.id$", loss.path)
        numbers["no id"] += loss.reason.en == "has no id; numbered" and bool(of_contract)
        numbers["passed over"] += loss.kind.value == "skipped" and loss.path == "$"
    return +numbers


@pytest.fixture(scope="module")
def schemas():
    pytest.importorskip("ocdsmerge")
    from ocdsmerge import Merger

    if not SCHEMAS.is_dir():
        pytest.skip(f"no data at {DATA}; set SAMVERKAN_DATA")
    files = {"1.0": "release-schema-1__0__3.json", "1.1": "release-schema-1__1__4.json"}
    return {
        version: Merger(json.loads((SCHEMAS / name).read_text(encoding="utf-8")))
        for version, name in files.items()
    }


@pytest.mark.parametrize("name", SETS)
def test_the_reader_counts_what_a_plain_script_counts(name, schemas):
    folder = DATA / name
    if not folder.is_dir():
        pytest.skip(f"no data at {folder}; set SAMVERKAN_DATA")
    expected = counted(folder, schemas)
    assert expected["releases"]
    assert told(folder) == expected
