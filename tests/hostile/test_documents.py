"""Broken, oversized and malicious documents: a located error, never a crash or a silence."""

from __future__ import annotations

import gzip
import io
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.errors import DocumentError
from samverkan.exchange import Limits, Reading, read
from samverkan.exchange.documents import documents, json_text


def values(data, **limits):
    return [value for value, _ in documents(io.BytesIO(data), "f.json", Limits(**limits))]


def refused(data, **limits):
    with pytest.raises(DocumentError) as caught:
        values(data, **limits)
    (problem,) = caught.value.problems
    assert caught.value.message == "f.json: cannot be read"
    return problem.path, problem.message


# ------------------------------------------------------------------ what JSON readers let pass
@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b'{"a": 1, "a": 2}', "1:10", "key occurs twice: key='a'"),
        (b'{"a" : 1, "a": 2}', "1:11", "key occurs twice"),
        (b'{"a\\\\":1,"b":2,"b":3}', "1:16", "key occurs twice: key='b'"),
        (b'{"t":"say \\":","a":1,"a":2}', "1:22", "key occurs twice: key='a'"),
        (b'{"x": [{"k": 1,\n  "\\u006b": 2}]}', "2:3", "key occurs twice: key='k'"),
        (b'{"a": NaN}', "1:7", "NaN is no number in JSON"),
        (b'["NaN", -Infinity]', "1:9", "-Infinity is no number"),
        (b"[1,\n 1e999]", "2:2", "number=1e999 is beyond what can be kept"),
        (b"[1e99999999999999999999]", "1:2", "is beyond what can be kept"),
        (b"[" + b"7" * 5000 + b"]", "1:2", "with at most 4300 digits"),
        (b'["ok", "\\ud800"]', "1:8", "half of a surrogate pair"),
        (b'{"\\udc00": 1}', "1:2", "half of a surrogate pair"),
        (b'["\\ud800\\ud800"]', "1:2", "half of a surrogate pair"),
        (b"\xed\xa0\x80", "1:1", "not UTF-8: byte=0xed"),
        ('["å", "'.encode() + b"\xd3" + b'"]', "1:8", "not UTF-8: byte=0xd3"),
        (b'["a\tb"]', "1:4", "no JSON: invalid control character"),
        (b'{"a": 1,}', "1:9", "no JSON: "),
        (b'{"a": 1', "1:8", "no JSON: expecting ',' delimiter"),
        (b'{"a": 1}\n{"b": \n', "3:1", "no JSON: expecting value"),
        (b'{"a": 1} x', "1:10", "no JSON: expecting value"),
        (b"", "1:1", "empty; expected JSON"),
        (b" \n\n", "1:1", "empty; expected JSON"),
        ("[]".encode("utf-16"), "1:1", "not UTF-8"),
    ],
    ids=lambda value: repr(value[:24]) if isinstance(value, bytes) else None,
)
def test_it_is_refused_with_its_place(data, place, message):
    at, problem = refused(data)
    assert at == place
    assert message in problem


@pytest.mark.parametrize("opener", [b"[", b'{"a":', b'[{"a":'])
def test_nesting_without_end_is_refused_and_does_not_crash(opener):
    at, problem = refused(opener * 100_000)
    assert at.startswith("1:")
    assert "nested too deep: levels=101; expected at most 100" in problem


def test_nesting_is_counted_exactly():
    assert values(b"[" * 7 + b"]" * 7, max_depth=7)
    assert "levels=8" in refused(b"[" * 8 + b"]" * 8, max_depth=7)[1]
    assert "levels=8" in refused(b'{"a":' * 8 + b"1" + b"}" * 8, max_depth=7)[1]
    assert values(b"[" + b'[{"a": "[{"}],' * 9 + b"[]]", max_depth=3)
    assert "levels=3" in refused(b"[" + b"[]," * 9 + b"[[]]]", max_depth=2)[1]


def test_a_file_beyond_the_limit_is_refused():
    assert values(b"[1, 2, 3]", max_bytes=9)
    assert "more than max_bytes=8" in refused(b"[1, 2, 3]", max_bytes=8)[1]
    assert "more than max_bytes=8" in refused(b"[1]\n[2]\n[3]\n", max_bytes=8)[1]


def test_a_gzip_bomb_is_stopped_at_the_limit():
    bomb = gzip.compress(b"[" + b"0," * 5_000_000 + b"0]")
    assert len(bomb) < 20_000
    assert "more than max_bytes=1000000" in refused(bomb, max_bytes=1_000_000)[1]


@pytest.mark.parametrize("cut", [2, 3, 12, -1, -9])
def test_broken_gzip_is_refused(cut):
    packed = gzip.compress(b'{"a": 1}' * 50)
    assert "broken gzip after " in refused(packed[:cut])[1]


# -------------------------------------------------------------------------- what is JSON
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"a":1}{"b":2} [3]\n', [{"a": 1}, {"b": 2}, [3]]),
        (b'{"a":1}\n\n  {"b":2}\n', [{"a": 1}, {"b": 2}]),
        (b'{"a":1}\n{\n"b":2}\n{"c":\n3}', [{"a": 1}, {"b": 2}, {"c": 3}]),
        (b'\xef\xbb\xbf{"a": "\xc3\xa5"}', [{"a": "å"}]),
        (b'["\\ud83d\\ude00", "\\\\ud800"]', [["😀", "\\ud800"]]),
        (b'{"t": "a \\": b", "u": " : "}', [{"t": 'a ": b', "u": " : "}]),
        (b'{"a\\\\":1}', [{"a\\": 1}]),
        (b"[1.10, 1e308, -0.0, 12345678901234567890]",
         [[Decimal("1.10"), Decimal("1e308"), Decimal("-0.0"), 12345678901234567890]]),
        (gzip.compress(b'{"a":1}\n{"b":2}', mtime=0), [{"a": 1}, {"b": 2}]),
    ],
)  # fmt: skip
def test_it_is_read(data, expected):
    assert values(data) == expected


def test_a_stream_is_left_open_for_its_owner():
    stream = io.BytesIO(b'{"ocid": "ocds-1"}')
    read(stream)
    assert not stream.closed


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False, places=3)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text('ab\\" :\0', max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.lists(json_values, min_size=1, max_size=3), st.sampled_from(["\n", " ", "\n\n"]))
def test_what_is_written_as_json_is_read_as_it_was(originals, between):
    text = between.join(json_text(value) for value in originals)
    assert values(text.encode()) == originals


@given(json_values)
def test_the_text_of_a_value_is_json(value):
    assert json.loads(json_text(value), parse_float=Decimal) == value


# ------------------------------------------------------------------------------- anything at all
OCDS_KEYS = """
ocid id date tag version releases records compiledRelease parties buyer roles name identifier
scheme address countryName tender tenderPeriod startDate endDate durationInDays lots items
classification procurementMethod awards suppliers contracts awardID period value amount
currency dateSigned milestones implementation amendments relatedProcesses relationship status
type dueDate samverkan contactPoint
"""
ocds_keys = st.sampled_from(OCDS_KEYS.split())
scraps = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 10**7)
    | st.decimals(-9, 9, places=1)
    | st.sampled_from(
        ["", " ", "1", "ocds-abc123-1", "buyer", "2026-02-30", "2026-03-01", "0207-01-01",
         "2026-03-01T00:00:00+04:00", "9999-12-31", "SEK", "sek", "MNX", "open", "CPV",
         "framework", "SE-ORGNR", "2120001355", "8803200016", "contract start", "Eva Ek"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ocds_keys, inner, max_size=6),
    max_leaves=30,
)  # fmt: skip


def shaped(**fields):
    """An object with some of these fields, each as it should be or any scrap."""
    return st.fixed_dictionaries({}, optional={key: one | scraps for key, one in fields.items()})


def several(one):
    return st.lists(one, max_size=2) | one


days = st.sampled_from(
    ["2026-03-01", "2026-02-01T00:00:00Z", "2026-04-01T00:00:00+04:00", "0207-01-01", "9999-12-31"]
)
ids = st.sampled_from(["1", "2", 3, "", None, "ocds-abc123-1"])
money = shaped(
    amount=st.integers()
    | st.decimals(-9, 9, places=1)
    | st.sampled_from(["12.5", "1e99", "x", "-0"]),
    currency=st.sampled_from(["SEK", "sek", "MNX", "FIM"]),
)
period = shaped(startDate=days, endDate=days, durationInDays=st.integers(-5, 10**7))
organisation = shaped(
    id=ids,
    name=st.sampled_from(["Kommun", "Bolag AB", " "]),
    roles=st.lists(st.sampled_from(["buyer", "Supplier", "Comprador", 1, None]), max_size=3),
    identifier=shaped(
        scheme=st.sampled_from(["SE-ORGNR", "VAT", "X"]), id=ids, legalName=st.just("K")
    ),
    address=shaped(countryName=st.sampled_from(["Sverige", "Atlantis"])),
    contactPoint=shaped(name=st.just("withheld")),
)
milestone = shaped(
    id=ids,
    type=st.sampled_from(["delivery", "Delivery", "x"]),
    status=st.sampled_from(["met", "x"]),
    dueDate=days,
    title=st.sampled_from(["Contract start", "Contract end"]),
)
related = shaped(
    id=ids,
    relationship=several(st.sampled_from(["framework", "parent", "prior"])),
    identifier=st.sampled_from(["ocds-abc123-1", "ocds-abc123-2"]),
)
contract = shaped(
    id=ids,
    awardID=ids,
    status=st.sampled_from(["active", "terminated"]),
    period=period,
    value=money,
    dateSigned=days,
    suppliers=several(organisation),
    amendments=several(shaped(id=ids, date=days, rationale=st.just("r"))),
    amendment=shaped(date=days),
    milestones=several(milestone),
    implementation=shaped(milestones=several(milestone)),
    relatedProcesses=several(related),
    relatedLots=several(ids),
)
award = shaped(
    id=ids,
    date=days,
    status=st.sampled_from(["active", "cancelled", "Eva Ek"]),
    suppliers=several(organisation),
    value=money,
    contractPeriod=period,
    relatedLots=several(ids),
)
tender = shaped(
    id=ids,
    title=st.just("t"),
    procurementMethod=st.sampled_from(["open", "direct", "Licitación"]),
    mainProcurementCategory=st.sampled_from(["goods", "Goods"]),
    value=money,
    tenderPeriod=period,
    contractPeriod=period,
    datePublished=days,
    lots=several(shaped(id=ids, title=st.just("l"), value=money)),
    items=several(shaped(classification=shaped(scheme=st.just("CPV"), id=ids))),
    milestones=several(milestone),
    procuringEntity=organisation,
    tenderers=several(organisation),
    techniques=shaped(hasFrameworkAgreement=st.booleans()),
)
releases = shaped(
    ocid=st.sampled_from(["ocds-abc123-1", "ocds-abc123-2", 7]),
    id=ids,
    date=days,
    tag=several(st.just("contract")),
    parties=several(organisation),
    buyer=organisation,
    tender=tender,
    awards=several(award),
    contracts=several(contract),
    relatedProcesses=several(related),
) | st.dictionaries(ocds_keys, scraps, max_size=8)


@given(st.lists(releases, min_size=1, max_size=3))
def test_whatever_stands_in_releases_gives_a_portfolio(found):
    for release in found:
        release.pop("samverkan", None)
        release.setdefault("ocid", "ocds-abc123-1")
    reading = read(json_text({"releases": found}).encode())
    assert isinstance(reading, Reading)
    for loss in reading.losses:
        assert loss.message("sv") != loss.message("en")
    told = "".join(extra.json for extra in reading.portfolio.extras) + reading.summary()
    assert "withheld" not in told + "".join(loss.message() for loss in reading.losses)


@given(scraps)
def test_whatever_stands_in_a_file_gives_a_portfolio_or_an_error(value):
    places = ["$"]
    try:
        assert isinstance(read(json_text(value).encode()), Reading)
    except DocumentError as error:
        places = [problem.path for problem in error.problems]
    assert places
    assert all(place.startswith("$") for place in places)


@given(st.binary(max_size=60))
def test_whatever_bytes_there_are_give_a_portfolio_or_an_error(data):
    places = ["$"]
    try:
        read(data)
    except DocumentError as error:
        places = [problem.path for problem in error.problems]
    assert places
