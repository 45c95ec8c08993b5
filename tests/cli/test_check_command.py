"""``samverkan check``: what a person, a program and a pipeline get from it."""

from __future__ import annotations

import json

import pytest

from samverkan.checks import checks
from samverkan.cli import main
from samverkan.contracts import Contract
from samverkan.exchange import write_json
from samverkan.jurisdictions import jurisdiction
from samverkan.parties import Party
from samverkan.periods import Period
from samverkan.portfolio import Portfolio


def write(tmp_path, buyer="SE-2120999996"):
    facts = Portfolio(
        parties=(Party(id=buyer), Party(id="SE-5599999991")),
        contracts=(
            Contract(
                id="A-1",
                buyer=buyer,
                suppliers=("SE-5599999991",),
                signed_on="2026-08-17",
                period=Period("2026-09-01", "2029-08-31"),
                risk_class="A",
            ),
        ),
    )
    path = tmp_path / "register.json"
    write_json(facts, path)
    return str(path)


@pytest.fixture
def register(tmp_path):
    return write(tmp_path)


def test_every_check_is_listed_one_a_line(capsys):
    assert main(["check", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in lines] == [
        one.id for one in checks(jurisdiction("SE"))
    ]


def test_the_list_is_json_on_request(capsys):
    assert main(["check", "--list", "--json", "--country", "none"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in listed["checks"]] == [one.id for one in checks()]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("sv", "ingen dialog med motparten i avtalet A-1"), ("en", "no dialogue with the other")],
)
def test_findings_are_told_in_both_languages(capsys, register, lang, words):
    told = ["check", register, "--as-of", "2027-01-02", "--lang", lang]
    assert main([*told, "--only", "dialogue.silence"]) == 0
    out, err = capsys.readouterr()
    assert words in " ".join(out.split())
    assert {"sv": "inte juridisk rådgivning", "en": "not legal advice"}[lang] in err


@pytest.mark.parametrize(("as_of", "code"), [("2027-01-02", 1), ("2027-01-01", 0)])
def test_strict_tells_a_pipeline(register, as_of, code, capsys):
    asked = ["check", register, "--as-of", as_of, "--only", "dialogue.silence", "--strict"]
    assert main(asked) == code
    capsys.readouterr()


def test_json_holds_every_step(capsys, register):
    assert main(["check", register, "--as-of", "2027-01-02", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "samverkan/findings"
    assert "se.skv.tax-control" in document["ran"]
    assert "dialogue.silence" in [one["check"] for one in document["findings"]]


def test_a_buyer_of_no_known_country_gets_the_generic_checks_and_is_told_so(capsys, tmp_path):
    path = write(tmp_path, buyer="somewhere")
    assert main(["check", path, "--as-of", "2027-01-02", "--lang", "en"]) == 0
    assert "only the generic checks were run" in capsys.readouterr().err


def test_why_shows_the_steps(capsys, register):
    asked = ["check", register, "--as-of", "2027-01-02", "--only", "se.skv", "--why"]
    assert main(asked) == 0
    assert "1. " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check"], "no register"),
        (["check", "--as-of", "2027-13-01"], "no register"),
        (["check", "REGISTER", "--only", "dialouge"], "did you mean 'dialogue'"),
        (["check", "REGISTER", "--as-of", "2027-13-01"], "not a day"),
        (["check", "REGISTER", "--country", "XX"], "unknown: code='XX'"),
    ],
)
def test_what_cannot_be_used_is_told_with_2(capsys, register, arguments, words):
    given = [register if word == "REGISTER" else word for word in arguments]
    assert main(given) == 2
    out, err = capsys.readouterr()
    assert not out
    assert words in err
