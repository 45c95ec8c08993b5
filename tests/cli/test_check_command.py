"""``samverkan check``: what a person, a program and a pipeline get from it."""

from __future__ import annotations

import json
import re

import attrs
import pytest

from samverkan.checkpoints import Checkpoint
from samverkan.checks import checks
from samverkan.cli import main
from samverkan.contracts import Contract
from samverkan.dialogue import Dialogue, Question
from samverkan.exchange import read, write_json
from samverkan.jurisdictions import jurisdiction
from samverkan.parties import Party
from samverkan.periods import Period
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.testing import sample_portfolio


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
        dialogues=(
            Dialogue(id="D-1", form="internal-needs", occurred_on="2026-08-20", contract="A-1"),
        ),
        checkpoints=(
            Checkpoint(id="C-1", occurred_on="2026-08-20", contract="A-1", kind="supplier-status"),
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
    asked = ["check", register, "--as-of", "2027-01-02", "--only", "dialogue.silence"]
    facts = read(register).portfolio
    without = attrs.evolve(facts.contracts[0], risk_class=None)
    write_json(attrs.evolve(facts, contracts=(without,)), register)
    asked[3] = "2027-09-02"
    assert main([*asked, "--why"]) == 0
    assert "1. the contract has no risk class and is treated as class B" in capsys.readouterr().out
    assert main(asked) == 0
    assert "1. " not in capsys.readouterr().out


def test_findings_stand_under_their_check_the_gravest_first(capsys, tmp_path):
    path = tmp_path / "register.json"
    write_json(sample_portfolio(20), path)
    assert main(["check", str(path), "--as-of", "2026-09-01", "--lang", "sv"]) == 0
    out = capsys.readouterr().out.splitlines()
    graveness = [
        word
        for line in out
        if line.startswith(tuple(one.id for one in checks(jurisdiction("SE"))))
        for word in ("brott mot en regel", "varning", "fråga att ställa")
        if f": {word}; " in line
    ]
    assert len(set(graveness)) > 1
    order = ["brott mot en regel", "varning", "fråga att ställa"]
    assert graveness == sorted(graveness, key=order.index)
    assert re.match(r"\d+ iakttagelser den 2026-09-01 av \d+ kontroller: .*\d+ varningar", out[0])


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_terminal_gets_lines_of_its_own_width(width, lang, capsys, register, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(width))
    assert main(["check", register, "--as-of", "2027-09-02", "--lang", lang]) == 0
    lines = re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out).splitlines()
    assert max(map(len, lines)) <= width
    dated = [line for line in lines if line.startswith("  2027-")]
    assert dated
    assert min(map(len, dated)) > 30  # the sentence has room beside the day


def test_counts_are_one_check_a_line(capsys, register):
    assert main(["check", register, "--as-of", "2027-09-02", "--count"]) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert first.startswith("4 findings on 2027-09-02 by ")
    assert [line.split()[:2] for line in lines] == [
        ["1", "dialogue.silence"],
        ["1", "se.skv.tax-control"],
        ["1", "dialogue.no-integrity-talk"],
        ["1", "dialogue.no-development"],
    ]


def test_one_is_written_as_one(capsys, register):
    asked = ["check", register, "--as-of", "2027-01-02", "--only", "dialogue.silence"]
    assert main([*asked, "--lang", "sv"]) == 0
    title = capsys.readouterr().out.splitlines()[0]
    assert title == "1 iakttagelse den 2027-01-02 av 1 kontroll: 1 varning"
    assert main([*asked, "--lang", "en"]) == 0
    title = capsys.readouterr().out.splitlines()[0]
    assert title == "1 finding on 2027-01-02 by 1 check: 1 warning"


def test_what_is_not_decided_is_told_with_its_reason(capsys, register):
    facts = read(register).portfolio
    old = Procurement(id="U-1", buyer="SE-2120999996", regime="below", tenders_due_on="2021-10-10")
    asked = Question(id="Q-1", asked_on="2021-10-01", answered_on="2021-10-08", procurement="U-1")
    write_json(attrs.evolve(facts, procurements=(old,), questions=(asked,)), register)
    told = ["check", register, "--as-of", "2026-09-01", "--only", "se.lou.12-11", "--lang"]
    assert main([*told, "sv"]) == 0
    assert capsys.readouterr().err == (
        "inte avgjort av se.lou.12-11.late-answer: lagen är inte känd för dagen: "
        "kompletterande upplysningar den 2021-10-10; känt från 2022-02-01 till 2027-12-31\n"
    )
    assert main([*told, "en"]) == 0
    assert capsys.readouterr().err == (
        "not decided by se.lou.12-11.late-answer: law not known for the day: "
        "additional information on 2021-10-10; known from 2022-02-01 to 2027-12-31\n"
    )


def test_a_register_that_holds_no_dialogue_is_told_once(capsys, tmp_path):
    path = tmp_path / "register.json"
    facts = read(write(tmp_path)).portfolio
    several = tuple(attrs.evolve(facts.contracts[0], id=f"A-{n}") for n in range(30))
    write_json(attrs.evolve(facts, contracts=several, dialogues=(), checkpoints=()), path)
    assert main(["check", str(path), "--as-of", "2027-09-02"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == ["0 findings on 2027-09-02 by 58 checks"]
    assert err.count("not decided by dialogue.silence") == 1
    assert "contracts not judged: 30" in err


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
