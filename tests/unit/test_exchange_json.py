"""The own JSON: what it looks like, what it accepts, and how it says what is wrong."""

from __future__ import annotations

import io
import json

import jsonschema
import pytest

from samverkan.contracts import Contract, KeyDate, RiskRating
from samverkan.errors import DocumentError
from samverkan.exchange import read, read_json, write_json, write_json_lines
from samverkan.exchange.json import from_document, schema, to_document
from samverkan.exchange.json.document import migrated
from samverkan.parties import Party
from samverkan.periods import Period, Span, months
from samverkan.portfolio import Extra, Portfolio
from samverkan.values import Identifier, Money

PORTFOLIO = Portfolio(
    parties=(
        Party(
            id="SE-2120999996",
            name="Storköpings kommun",
            roles={"payer", "buyer"},
            identifiers=(Identifier("SE-ORGNR", "2120001355"),),
        ),
    ),
    contracts=(
        Contract(
            id="A-1",
            title="Snöröjning",
            buyer="SE-2120999996",
            signed_on="2026-08-17",
            period=Period("2026-09-01", "2029-08-31"),
            notice=Span(months=6, days=15),
            value=Money("4800000.50", "SEK"),
            risk_class=RiskRating(importance=3, risk=2),
            dates=(KeyDate("incident", "2027-02-03"),),
        ),
    ),
)
TEXT = """\
{
"samverkan": "1",
"parties": [
{"id":"SE-2120999996","name":"Storköpings kommun","roles":["buyer","payer"],\
"identifiers":[{"scheme":"SE-ORGNR","value":"2120001355"}]}
],
"contracts": [
{"id":"A-1","title":"Snöröjning","buyer":"SE-2120999996","signed_on":"2026-08-17",\
"period":{"start":"2026-09-01","end":"2029-08-31"},"notice":"6 months 15 days",\
"value":{"amount":"4800000.50","currency":"SEK"},"risk_class":{"importance":3,"risk":2},\
"dates":[{"name":"incident","on":"2027-02-03"}]}
]
}
"""


def written(portfolio, write=write_json):
    stream = io.BytesIO()
    write(portfolio, stream)
    return stream.getvalue().decode()


def document(**lists):
    return {"samverkan": "1", **lists}


def problems(source, read_it=None):
    read_it = read_it or (from_document if isinstance(source, dict) else read_json)
    with pytest.raises(DocumentError) as caught:
        read_it(source)
    return [str(problem) for problem in caught.value.problems]


# -------------------------------------------------------------------------------------- writing
def test_a_document_has_a_record_a_line_and_leaves_out_what_is_unset():
    assert written(PORTFOLIO) == TEXT


def test_lines_start_with_a_header():
    first, *rest = written(PORTFOLIO, write_json_lines).splitlines()
    assert json.loads(first) == {"samverkan": "1"}
    assert [next(iter(json.loads(line))) for line in rest] == ["parties", "contracts"]


def test_an_empty_portfolio_is_a_document_too():
    assert read_json(written(Portfolio()).encode()) == Portfolio()
    assert read_json(written(Portfolio(), write_json_lines).encode()) == Portfolio()


def test_it_is_written_to_a_path_and_read_from_there(tmp_path):
    write_json(PORTFOLIO, tmp_path / "register.json")
    assert read_json(tmp_path / "register.json") == PORTFOLIO


def test_a_text_that_no_file_can_hold_is_refused_when_written():
    (problem,) = problems(Portfolio(contracts=(Contract(id="\ud800"),)), written)
    assert problem.startswith("$: half of a surrogate pair after ")


# -------------------------------------------------------------------------------------- reading
@pytest.mark.parametrize("length", ["6 months", "0.5 years", {"months": 6}, "1 month 5 months"])
def test_a_length_may_be_text_or_object(length):
    if length == "0.5 years":
        assert problems(document(contracts=[{"id": "A", "notice": length}]))
        return
    found = from_document(document(contracts=[{"id": "A", "notice": length}]))
    assert found.contracts[0].notice == months(6)


@pytest.mark.parametrize("amount", ["4800000.50", 4800000.50])
def test_an_amount_may_be_text_or_number_and_stays_exact(amount):
    text = json.dumps(
        document(contracts=[{"id": "A", "value": {"amount": amount, "currency": "SEK"}}])
    )
    assert read_json(text.encode()).contracts[0].value == Money("4800000.50", "SEK")


def test_null_is_unknown():
    found = from_document(document(contracts=[{"id": "A", "title": None, "period": None}]))
    assert found.contracts[0] == Contract(id="A")


def test_what_is_your_own_goes_under_extensions_and_becomes_an_extra():
    source = document(extensions={"a": 1.5}, contracts=[{"id": "A", "extensions": {"b": []}}])
    reading = read(json.dumps(source).encode(), name="own.json")
    assert reading.portfolio.extras == (
        Extra("", "$.extensions", '{"a":1.5}'),
        Extra("A", "$.contracts[0].extensions", '{"b":[]}'),
    )
    assert [loss.path for loss in reading.lost("kept-as-extra")] == [
        "$.extensions",
        "$.contracts[*].extensions",
    ]


# --------------------------------------------------------------------------------------- faults
def test_every_fault_is_told_at_once_with_its_path():
    found = problems(
        document(
            contrcts=[],
            parties=[{"name": "no id"}, {"id": "P", "roles": ["byer"]}],
            contracts=[
                {
                    "id": "A",
                    "perid": {},
                    "period": {"start": "2026-02-30", "end": 5},
                    "suppliers": "S",
                    "options": [{"id": "1", "notice": "soon"}],
                    "value": {"amount": True, "currency": "SEK"},
                },
                {"id": 7},
                "not an object",
            ],
        )
    )
    paths = [problem.split(": ")[0] for problem in found]
    assert paths == [
        "$.contrcts",
        "$.parties[0].id",
        "$.parties[1].roles[0]",
        "$.contracts[0].suppliers",
        "$.contracts[0].period.start",
        "$.contracts[0].period.end",
        "$.contracts[0].options[0].notice",
        "$.contracts[0].value.amount",
        "$.contracts[0].perid",
        "$.contracts[1].id",
        "$.contracts[2]",
    ]
    by_path = dict(zip(paths, found, strict=True))
    assert "did you mean 'contracts'?" in by_path["$.contrcts"]
    assert by_path["$.parties[0].id"] == "$.parties[0].id: is missing; add it"
    assert "did you mean 'buyer'?" in by_path["$.parties[1].roles[0]"]
    assert "did you mean 'period'?" in by_path["$.contracts[0].perid"]
    assert "under 'extensions'" in by_path["$.contracts[0].perid"]
    assert "is a text 'S'; expected a list" in by_path["$.contracts[0].suppliers"]
    assert "is a number 7; expected a text" in by_path["$.contracts[1].id"]


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"title": 7}, "title", "is a number 7; expected a text"),
        ({"signed_on": 20260817}, "signed_on", "expected a day such as '2026-09-01'"),
        ({"signed_on": "17/8/2026"}, "signed_on", "expected ISO text such as '2026-09-01'"),
        ({"private_performer": "yes"}, "private_performer", "expected true or false"),
        ({"notice": 6}, "notice", "expected a length such as '6 months'"),
        ({"notice": {"weeks": 2}}, "notice", "unit='weeks' is unknown; known: days, months"),
        ({"notice": {"months": "6"}}, "notice", "expected whole numbers within"),
        ({"kind": 1}, "kind", "expected a code of ContractKind as text"),
        ({"kind": "framwork"}, "kind", "did you mean 'framework'?"),
        ({"period": []}, "period", "is a list; expected an object"),
        ({"suppliers": {"id": "S"}}, "suppliers", "is an object; expected a list"),
        ({"suppliers": ["S", None]}, "suppliers[1]", "is null; expected a text"),
        ({"options": None}, "options", "is null; expected a list"),
        ({"risk_class": "D"}, "risk_class", "unknown code: value='D'; known: A, B, C"),
        ({"risk_class": {"importance": 4, "risk": 1}}, "risk_class", "importance=4; expected"),
        (
            {"risk_class": {"importance": 1.5, "risk": True}},
            "risk_class.importance",
            "is a number 1.5; expected a whole number",
        ),
        (
            {"value": {"amount": "much", "currency": "SEK"}},
            "value.amount",
            "expected a number as text",
        ),
        ({"value": {"amount": [], "currency": "SEK"}}, "value.amount", "is a list; expected"),
        ({"value": {"amount": 1, "currency": "sek"}}, "value", "write 'SEK'"),
        (
            {"amendments": [{"id": "1", "occurred_on": "2026-01-01", "recorded_at": "noon"}]},
            "amendments[0].recorded_at",
            "moment: not a moment: value='noon'",
        ),
        (
            {"amendments": [{"id": "1", "occurred_on": "2026-01-01", "recorded_at": 12}]},
            "amendments[0].recorded_at",
            "is a number 12; expected a moment such as",
        ),
    ],
    ids=str,
)
def test_a_fault_is_told_in_words_at_its_path(fields, path, message):
    text = json.dumps(document(contracts=[{"id": "A", **fields}]))
    found = problems(text.encode())
    assert found[0].startswith(f"$.contracts[0].{path}: ")
    assert message in found[0]


def test_facts_that_contradict_each_other_are_told_at_the_contract():
    period = {"start": "2027-01-01", "end": "2026-01-01"}
    (problem,) = problems(document(contracts=[{"id": "A", "period": period}]))
    assert problem.startswith("$.contracts[0].period: period: ends before it starts: start=2027-")


def test_references_that_lead_nowhere_are_told_with_their_paths():
    found = problems(document(contracts=[{"id": "A", "buyer": "B"}, {"id": "A", "parent": "C"}]))
    assert [problem.split(": ")[0] for problem in found] == [
        "$.contracts",
        "$.contracts[0].buyer",
        "$.contracts[1].parent",
    ]


def test_in_lines_a_path_names_the_document_of_the_file():
    text = b'{"samverkan":"1"}\n\n{"contracts":{"id":"A"}}\n{"contracts":{"id":"B","buyer":"?"}}\n'
    assert problems(text)[0].startswith("$[2].contracts.buyer: '?' is no party")
    text = b'{"samverkan":"1"}\n{"contrcts":{"id":"A"}}\n'
    assert "did you mean 'contracts'?" in problems(text)[0]


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("2", "version='2' is newer than this library, which reads up to 1"),
        ("10.1", "version='10.1' is newer"),
        (1, "version=1; expected a text such as '1'"),
        ("one", "version='one'; expected"),
        (None, "version=None; expected"),
    ],
)
def test_a_version_that_is_not_read_is_named(version, message):
    (problem,) = problems({"samverkan": version})
    assert problem.startswith("$.samverkan: ")
    assert message in problem


def test_a_newer_minor_version_is_read():
    assert from_document({"samverkan": "1.7"}) == Portfolio()


def test_older_versions_are_brought_up_step_by_step():
    steps = {
        1: lambda old: {**old, "samverkan": "2", "deals": old["agreements"]},
        2: lambda old: {**old, "samverkan": "3", "contracts": old["deals"]},
    }
    old = {"samverkan": "1.4", "agreements": [{"id": "A"}]}
    assert migrated(old, migrations=steps, to=3)["contracts"] == [{"id": "A"}]
    (problem,) = problems(old, lambda one: migrated(one, migrations={2: steps[2]}, to=3))
    assert "version='1.4' is no longer read" in problem


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b'{"ocid": "ocds-1"}', "key='samverkan' is missing"),
        (b"[]", "key='samverkan' is missing"),
        (b'{"samverkan":"1","parties":[]} {"samverkan":"1"}', "a second document"),
        (b'{"samverkan":"1","contracts":{}}', "$.contracts: is no list"),
    ],
)
def test_another_format_is_refused(text, message):
    assert message in problems(text)[0]


def test_a_folder_is_for_the_other_reader(tmp_path):
    assert problems(tmp_path) == ["$: is a folder; samverkan.exchange.read takes folders"]


# --------------------------------------------------------------------------------------- schema
def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize(
    "contract",
    [
        {},
        {"id": 7},
        {"id": "A", "perid": {}},
        {"id": "A", "kind": "deal"},
        {"id": "A", "signed_on": "2026-02-30"},
        {"id": "A", "notice": "soon"},
        {"id": "A", "notice": {"weeks": 2}},
        {"id": "A", "suppliers": "S"},
        {"id": "A", "risk_class": "D"},
    ],
    ids=str,
)
def test_the_schema_finds_what_the_reader_finds(contract):
    source = document(contracts=[contract])
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(schema(), format_checker=checker)
    assert not validator.is_valid(source)
    assert problems(source)


def test_the_schema_takes_what_the_writer_writes():
    jsonschema.Draft202012Validator(schema()).validate(to_document(PORTFOLIO))
