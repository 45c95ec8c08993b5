"""``samverkan plan``: what a person, a program and a pipeline get from it."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path

import pytest

import samverkan as sv
from samverkan.cli import main
from samverkan.cli.bare import register as register_bytes
from samverkan.exchange import write_json


@pytest.fixture
def register(tmp_path):
    """Two Swedish contracts and one of a buyer whose country nobody knows."""
    portfolio = sv.Portfolio(
        parties=(
            sv.Party(id="SE-2120999996", name="Storköpings kommun", buyer_kind="la"),
            sv.Party(id="unknown", name="Somewhere"),
            sv.Party(id="SE-5599999991", name="Byggfirman AB"),
        ),
        contracts=(
            sv.Contract(
                id="A-1",
                title="Skolmåltider",
                buyer="SE-2120999996",
                suppliers=("SE-5599999991",),
                signed_on="2026-08-17",
                period=sv.Period("2026-09-01", "2029-08-31"),
                risk_class="A",
            ),
            sv.Contract(
                id="A-2",
                title="=HYPERLINK(1)",
                buyer="SE-2120999996",
                signed_on="2026-08-17",
                period=sv.Period("2026-09-01", "2027-08-31"),
            ),
            sv.Contract(
                id="A-3",
                title="no\x1b[31mred",
                buyer="unknown",
                signed_on="2026-08-17",
                period=sv.Period("2026-09-01", "2027-08-31"),
                risk_class="C",
            ),
        ),
    )
    path = tmp_path / "register.json"
    write_json(portfolio, path)
    return str(path)


WINDOW = ("--as-of", "2026-09-01", "--from", "2026-09-01", "--to", "2027-08-31")


def test_the_table_says_what_who_and_why_in_swedish(register, capsys):
    assert main(["plan", register, *WINDOW, "--lang", "sv"]) == 0
    out, err = capsys.readouterr()
    assert "Uppföljningsmöte" in out
    assert "avtalsförvaltare" in out
    assert "[G] start 2026-09-01 + 1 × 4 månader = 2027-01-01, Nyårsdagen" in out
    assert "1 avtal saknar riskklass och planeras som B" in err
    assert "1 avtal har en köpare utan känt land" in err


def test_every_step_and_source_is_shown_when_asked(register, capsys):
    main(["plan", register, *WINDOW, "--lang", "sv", "--why"])
    out = capsys.readouterr().out
    assert "2027-01-01 är Nyårsdagen (lag 1989:253 1 §): nästa arbetsdag 2027-01-04" in out
    assert "källa: SKR 2024-05-07" in out


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_every_line_fits_the_terminal(register, capsys, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("FORCE_COLOR", "1")
    main(["plan", register, *WINDOW, "--lang", "sv"])
    out = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    assert max(map(len, out.splitlines())) <= width
    days = [line for line in out.splitlines() if re.match(r"20\d\d-\d\d-\d\d (mån|tis|ons)", line)]
    assert days == sorted(set(days))  # a day is named once
    assert "2027-01-04 mån  om 125 dagar" in days


def test_the_table_has_no_control_characters_of_the_register(register, capsys):
    main(["plan", register, *WINDOW])
    assert "\x1b" not in capsys.readouterr().out


def test_json_holds_every_item_with_its_reasons(register, capsys):
    assert main(["plan", register, *WINDOW, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "samverkan/plan"
    assert document["calendar"] == "SE"
    by_id = {item["id"]: item for item in document["items"]}
    meeting = by_id["A-1/se.followup.follow_up_meeting/start/1"]
    assert (meeting["falls_on"], meeting["due_on"]) == ("2027-01-01", "2027-01-04")
    assert meeting["days_left"] == 125
    assert meeting["why"][0]["sv"] == "avtalet har riskklass A"
    assert [item["due_on"] for item in document["items"]] == sorted(
        item["due_on"] for item in document["items"]
    )


def test_no_statutory_rule_applies_to_a_buyer_of_unknown_country(register, capsys):
    main(["plan", register, *WINDOW, "--json"])
    items = json.loads(capsys.readouterr().out)["items"]
    kinds = {item["source_kind"] for item in items if item["subject"] == "A-3"}
    assert kinds
    assert kinds <= {"G", "X"}


def test_csv_is_the_same_plan_and_no_cell_is_a_formula(register, capsys):
    assert main(["plan", register, *WINDOW, "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    main(["plan", register, *WINDOW, "--json"])
    items = json.loads(capsys.readouterr().out)["items"]
    assert [row["id"] for row in rows] == [item["id"] for item in items]
    assert {row["subject_title"] for row in rows} >= {"Skolmåltider", "'=HYPERLINK(1)"}


def test_only_a_class_is_shown_when_asked(register, capsys):
    main(["plan", register, *WINDOW, "--class", "B", "--json"])
    items = json.loads(capsys.readouterr().out)["items"]
    assert {item["subject"] for item in items} == {"A-2"}


def test_another_default_class_changes_the_plan_and_is_said(register, capsys):
    main(["plan", register, *WINDOW, "--default-class", "C", "--json"])
    document = json.loads(capsys.readouterr().out)
    assert {i["risk_class"] for i in document["items"] if i["subject"] == "A-2"} == {"C"}
    assert "1 contracts have no risk class and are planned as C" in document["notes"]


def test_a_rule_book_of_ones_own_is_laid_over_the_default(register, capsys, tmp_path):
    book = tmp_path / "ours.toml"
    book.write_text(
        '[book]\nid = "ours"\ndrop = ["se.followup.user_survey"]\n\n'
        '[[rule]]\nid = "se.followup.follow_up_meeting"\nevery = { A = "3 months" }\n',
        encoding="utf-8",
    )
    main(["plan", register, *WINDOW, "--rules", str(book), "--json"])
    items = json.loads(capsys.readouterr().out)["items"]
    meetings = [i for i in items if i["rule"] == "se.followup.follow_up_meeting"]
    assert [item["falls_on"] for item in meetings] == ["2026-12-01", "2027-03-01", "2027-06-01"]
    assert not [i for i in items if i["rule"] == "se.followup.user_survey"]


def test_a_country_without_a_jurisdiction_gives_its_calendar_alone(register, capsys):
    assert main(["plan", register, *WINDOW, "--country", "NO", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["calendar"] == "NO"
    assert any(note.startswith("no jurisdiction for NO") for note in document["notes"])


def test_a_file_with_one_fault_is_one_line(tmp_path, capsys):
    broken = tmp_path / "broken.json"
    broken.write_text('{"ocid": "x", "contracts": [}', encoding="utf-8")
    assert main(["plan", str(broken)]) == 2
    told = capsys.readouterr().err
    assert told == ("samverkan: broken.json: cannot be read: 1:29: no JSON: expecting value\n")


def test_strict_fails_when_something_is_past(register):
    assert main(["plan", register, "--as-of", "2026-12-01", "--strict", "--json"]) == 1
    assert main(["plan", register, "--as-of", "2026-08-18", "--strict", "--json"]) == 0


def test_standard_input_is_a_register_too(register, capsys, monkeypatch):
    data = Path(register).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert main(["plan", "-", *WINDOW, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["items"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["plan"], "PATHS"),
        (["plan", "REGISTER", "--from", "2026-02-31"], "value='2026-02-31'"),
        (["plan", "REGISTER", "--class", "D"], "value='D'"),
        (["plan", "REGISTER", "--lang", "de"], "de"),
        (["plan", "REGISTER", "--country", "XX"], "code='XX'"),
        (
            ["plan", "REGISTER", "--from", "2027-01-01", "--to", "2026-01-01"],
            "--to=2026-01-01 lies before --from=2027-01-01",
        ),
        (["plan", "REGISTER", "--json", "--csv"], "Mutually exclusive"),
        (["plan", "REGISTER", "--form", "2026-01-01"], "--from"),
        (["plan", "no-such-file.json"], "no-such-file.json"),
        (["plam"], "plan"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_bad_arguments_give_one_clear_line_and_exit_code_2(register, capsys, arguments, told):
    arguments = [register if one == "REGISTER" else one for one in arguments]
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("samverkan: ")
    assert err.count("\n") == 1
    assert told in err


def test_a_broken_file_names_the_file_and_the_place(tmp_path, capsys):
    path = tmp_path / "broken.json"
    path.write_text('{"samverkan": "1",\n "contracts": [{"id": }]}', encoding="utf-8")
    assert main(["plan", str(path)]) == 2
    err = capsys.readouterr().err
    assert "broken.json" in err
    assert "2:" in err or "line 2" in err


def test_every_problem_of_a_document_is_told_with_its_path(tmp_path, capsys):
    path = tmp_path / "wrong.json"
    path.write_text(
        json.dumps(
            {
                "samverkan": "1",
                "contracts": [
                    {"id": "A-1", "period": {"start": "2026-02-31"}},
                    {"id": "A-2", "signd_on": "2026-01-01"},
                ],
            }
        ),
        encoding="utf-8",
    )
    assert main(["plan", str(path)]) == 2
    err = capsys.readouterr().err
    assert "$.contracts[0].period" in err
    assert "$.contracts[1]" in err
    assert "signed_on" in err


def test_the_demo_prints_the_plan_of_the_bundled_register(capsys):
    assert main(["demo", "--lang", "sv"]) == 0
    out, err = capsys.readouterr()
    assert "123 uppföljningar, 2026-11-23 – 2027-01-31" in out
    assert "61 avtal" in err


def test_the_demo_writes_its_register_for_other_commands(tmp_path, capsys):
    place = tmp_path / "register.json"
    assert main(["demo", "-o", str(place), "--lang", "sv"]) == 0
    assert f"registret skrevs till {place}" in capsys.readouterr().err
    assert main(["check", str(place), "--as-of", "2026-11-23", "--count"]) == 0
    out, _ = capsys.readouterr()
    assert "2  dialogue.silence" in out
    assert "3  se.lou.7-2.framework-too-long" in out
    assert main(["check", str(place), "--as-of", "2026-11-23", "--only", "se.skv"]) == 0
    assert "Hemhjälpen Nära AB (SE-5599900197) in contract" in capsys.readouterr().out


def test_the_bundled_register_is_whole():
    facts = sv.read(register_bytes(), name="storkoping.json").portfolio
    assert len(facts.contracts) == 61
    assert not facts.contradictions()
    assert all(one.identifiers for one in facts.parties)
