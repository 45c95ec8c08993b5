"""Real OCDS files and the standard's own fixtures: read whole, merged as expected, or refused."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from samverkan.errors import DocumentError
from samverkan.exchange import LossKind, read
from samverkan.exchange.ocds import RULES_1_0, RULES_1_1, compiled
from samverkan.exchange.ocds.merging import merged
from samverkan.exchange.ocds.packages import Place, Release

DATA = Path(os.environ.get("SAMVERKAN_DATA", Path(__file__).parents[3] / "shared" / "data"))
FIXTURES = DATA / "ocds-official-fixtures"
MERGES = FIXTURES / "ocds-merge"
pytestmark = pytest.mark.skipif(
    not FIXTURES.is_dir(), reason=f"no data at {DATA}; set SAMVERKAN_DATA"
)
merge_library = pytest.importorskip("ocdsmerge.rules", reason="extra ocds is not installed")


def loaded(path):
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


# ------------------------------------------------------------------------------------- merging
@pytest.mark.parametrize(
    ("rules", "schema"),
    [(RULES_1_0, "release-schema-1__0__3.json"), (RULES_1_1, "release-schema-1__1__4.json")],
)
def test_the_merge_rules_are_those_of_the_schema(rules, schema):
    schemas = json.loads((MERGES / schema).read_text(encoding="utf-8"))
    assert dict(rules) == {
        path: next(iter(rule)) if isinstance(rule, set) else rule
        for path, rule in merge_library.get_merge_rules(schemas).items()
    }


CASES = sorted(path.relative_to(MERGES).as_posix() for path in MERGES.glob("*/*-compiled.json"))


@pytest.mark.filterwarnings("ignore::ocdsmerge.exceptions.DuplicateIdValueWarning")
@pytest.mark.parametrize("case", CASES)
def test_releases_compile_to_what_the_standard_expects(case):
    releases = loaded(MERGES / case.replace("-compiled", ""))
    rules = {"1.0": RULES_1_0, "1.1": RULES_1_1}.get(case.split("/")[0])
    if rules is None:
        rules = merge_library.get_merge_rules(loaded(MERGES / "schema.json"))
    expected = loaded(MERGES / case)
    assert compiled(releases, rules) == expected
    if len(releases) > 1 and not case.startswith("schema/"):
        version = case.split("/")[0]
        found = [
            Release(one, Place("a.json", f"$[{n}]"), version) for n, one in enumerate(releases)
        ]
        assert merged("ocds-1", found).data == expected


def test_there_are_cases():
    assert len(CASES) > 20


# ----------------------------------------------------------------------------------- every file
def every_file():
    if not FIXTURES.is_dir():
        return []
    return sorted(
        path.relative_to(DATA).as_posix() for path in DATA.glob("ocds-*/**/*") if path.is_file()
    )


REFUSED = {
    "cardinal-rs/coverage/blank_file.jsonl": "1:1: empty",
    "cardinal-rs/coverage/invalid_array_quote_first.jsonl": "1:5: no JSON",
    "cardinal-rs/coverage/invalid_array_quote_last.jsonl": "1:13: no JSON",
    "cardinal-rs/coverage/invalid_brace_first.jsonl": "2:1: no JSON",
    "cardinal-rs/coverage/invalid_brace_last.jsonl": "3:1: no JSON",
    "cardinal-rs/coverage/invalid_object_quote_first.jsonl": "1:4: no JSON",
    "cardinal-rs/coverage/invalid_object_quote_last.jsonl": "2:4: no JSON",
    "cardinal-rs/coverage/invalid_utf8.jsonl": "1:2: not UTF-8: byte=0xbf",
    "cardinal-rs/coverage/repeat_null_first.jsonl": "1:11: key occurs twice: key='a'",
    "cardinal-rs/coverage/repeat_null_last.jsonl": "1:8: key occurs twice: key='a'",
    "cardinal-rs/coverage/base_null.jsonl": "$: is neither own JSON nor OCDS: found null",
    "cardinal-rs/coverage/mixed_array.jsonl": "$: is neither own JSON nor OCDS: found a list",
    "cardinal-rs/coverage/blank_line.jsonl": "$[0]: is neither own JSON nor OCDS: found a number",
    "ocds-merge/README.md": "1:1: no JSON",
    "ocds-merge/release-schema-1__0__3.json": "857:13: key occurs twice: key='title'",
    "ocds-merge/schema.json": "$: is neither own JSON nor OCDS: found an object with 'properties'",
    "ocdskit/detect-format_empty.json": "$: is neither own JSON nor OCDS: found an object with",
    "ocdskit-realdata/release-package_encoding-iso-8859-1.json": "1:593: not UTF-8: byte=0xd3",
    "spoonbill/only.txt": "1:1: no JSON",
}


@pytest.mark.parametrize("name", every_file())
def test_every_file_gives_a_portfolio_or_one_located_error(name):
    problems = []
    try:
        reading = read(DATA / name)
    except DocumentError as error:
        problems = [str(problem) for problem in error.problems]
        assert error.message == f"{Path(name).name}: cannot be read"  # some are read
    else:
        assert reading.files == 1
        assert all(loss.source and loss.path.startswith("$") for loss in reading.losses)
    expected = REFUSED.get(name.removeprefix("ocds-official-fixtures/"))
    if expected is not None:
        assert problems[0].startswith(expected)
    assert len(problems) <= 1


@pytest.mark.parametrize("number", ["283826", "283906", "284456"])
def test_an_empty_file_of_a_publisher_is_an_error_alone_and_a_line_in_its_folder(number):
    folder = DATA / "ocds-real-examples" / "paraguay" / "records"
    with pytest.raises(DocumentError) as caught:
        read(folder / f"{number}.json")
    assert [str(one)[:10] for one in caught.value.problems] == ["1:1: empty"]
    found = read(folder).lost(LossKind.UNREADABLE)
    assert f"{number}.json" in [loss.source for loss in found]


# -------------------------------------------------------------------------------- what it is for
def test_the_contracts_of_paraguay_have_days_to_plan_with():
    reading = read(DATA / "ocds-real-examples" / "paraguay")
    contracts = reading.portfolio.contracts
    with_both = [one for one in contracts if one.period and one.period.start and one.period.end]
    assert (len(contracts), len(with_both)) == (18, 15)
    assert sum(one.signed_on is not None for one in contracts) == 15
    assert {one.period.start.year for one in with_both} <= set(range(2014, 2018))


def test_local_midnights_stay_on_their_day():
    reading = read(DATA / "ocds-real-examples" / "armenia")
    raw = loaded(DATA / "ocds-real-examples" / "armenia" / "releases" / "6.json")
    starts = {
        (release["ocid"], contract["id"]): contract["period"]["startDate"]
        for release in raw["releases"]
        for contract in release.get("contracts", [])
    }
    assert any("T00:00:00+04:00" in text or "T04:00:00+04:00" in text for text in starts.values())
    for contract in reading.portfolio.contracts:
        if contract.period is not None:
            key = contract.procurement, contract.id.removeprefix(f"{contract.procurement}/")
            assert str(contract.period.start) == starts[key][:10]


def test_no_contact_of_any_publisher_is_stored_or_shown():
    """Names and addresses that stand under contactPoint anywhere are nowhere in what is read."""
    checked = 0
    for folder in ("ocds-moldova", "ocds-paraguay-execution", "ocds-portugal-impic"):
        reading = read(DATA / folder)
        held = " ".join(extra.json for extra in reading.portfolio.extras)
        held += " ".join(loss.message() for loss in reading.losses)
        for path in (DATA / folder).glob("*.json"):
            for secret in contacts(loaded(path)):
                checked += 1
                assert secret not in held
    assert checked > 100


def contacts(value):
    """Mail addresses under contactPoint."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "contactPoint" and isinstance(inner, dict):
                mail = inner.get("email") or ""
                if "@" in mail:
                    yield mail
            else:
                yield from contacts(inner)
    if isinstance(value, list):
        for inner in value:
            yield from contacts(inner)
