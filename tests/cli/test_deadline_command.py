"""``samverkan deadline``: a day, its steps and paragraphs, and that it is no legal advice."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from samverkan.cli import main
from samverkan.jurisdictions import jurisdiction

STANDSTILL = ["deadline", "standstill", "--sent", "2026-12-14", "--means", "electronic"]


def asked(capsys, *arguments):
    """Exit code and standard output of a question."""
    code = main(["deadline", *arguments])
    return code, capsys.readouterr().out


def test_a_question_prints_the_day_the_steps_and_the_paragraphs(capsys):
    assert main([*STANDSTILL, "--lang", "sv"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[:3] == [
        "avtalsspärr (standstill)",
        "sista dag: 2026-12-28",
        "avtal får ingås tidigast: 2026-12-29",
    ]
    for said in (
        "1. underrättelsen om tilldelningsbeslutet skickades 2026-12-14",
        "LOU 20:1 1 st. (lag)",
        "LOU 20:18, lag 1930:173 2 §",
        "Julafton",
        "Detta är inte juridisk rådgivning.",
    ):
        assert said in out


def test_english_is_the_other_language(capsys):
    code, out = asked(capsys, *STANDSTILL[1:])
    assert code == 0
    assert "last day: 2026-12-28" in out
    assert "This is not legal advice." in out


def test_a_letter_takes_a_day_more_here(capsys):
    code, out = asked(capsys, "standstill", "--sent=2026-12-14", "--means=letter")
    assert code == 0
    assert "last day: 2026-12-29" in out
    assert "contract may be concluded from: 2026-12-30" in out


def test_the_answer_is_data_too(capsys):
    code, out = asked(capsys, *STANDSTILL[1:], "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["last_day"], found["earliest_contract_day"]) == ("2026-12-28", "2026-12-29")
    assert found["basis"] == [{"kind": "L", "ref": "LOU 20:1 para 1"}]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_list_shows_every_question_and_its_options(capsys, lang):
    code, out = asked(capsys, "--list", "--lang", lang)
    assert code == 0
    for question in jurisdiction("SE").law.values():
        assert (f"{question.name}: {question.title.label(lang)}" in out) is question.askable
    assert "--means electronic|letter|other" in out
    assert "2025-09-01" in out
    assert "2027-12-31" in out


def test_without_a_question_the_list_is_shown(capsys):
    assert asked(capsys) == asked(capsys, "--list")


def test_the_list_is_data_too(capsys):
    code, out = asked(capsys, "--list", "--json")
    names = [question["name"] for question in json.loads(out)]
    sent = json.loads(out)[0]["parameters"][0]
    assert (sent["option"], sent["about"]["sv"][:10]) == ("--sent", "dagen då a")
    assert code == 0
    assert "standstill" in names
    assert "classify_amendment" not in names  # it asks for a contract, which text cannot give


def test_flags_and_their_negation(capsys):
    question = ("tender-period", "--sent", "2026-05-25", "--procedure", "restricted")
    assert "last day: 2026-06-22" in asked(capsys, *question, "--electronic")[1]
    assert "last day: 2026-06-19" in asked(capsys, *question, "--electronic", "--no-eves")[1]
    without = asked(
        capsys, "tender_period", "--sent", "2026-08-03", "--procedure", "open",
        "--no-documents-available",
    )  # fmt: skip
    assert "last day: 2026-09-14" in without[1]
    explicit = asked(capsys, "dps-evaluation", "--received", "2026-04-27", "--extended", "yes")
    assert "last day: 2026-05-20" in explicit[1]


def test_another_days_law_can_be_asked_for(capsys):
    letter = ("standstill", "--sent", "2019-04-01", "--means", "letter")
    assert main(["deadline", *letter]) == 2
    assert "2022-02-01 to 2027-12-31" in capsys.readouterr().err
    code, out = asked(capsys, *letter, "--as-of-law", "2026-01-01")
    assert code == 0
    assert "last day: 2019-04-16" in out
    assert "the law of 2026-01-01 is used" in out


def test_where_the_law_sets_no_day_it_says_why_and_gives_none(capsys):
    question = (
        "tender-period",
        "--sent",
        "2026-03-02",
        "--procedure",
        "open",
        "--regime",
        "below",
    )
    code, out = asked(capsys, *question, "--lang", "sv")
    assert code == 1
    assert "ingen dag" in out
    assert "skälig tid" in out
    assert "LOU 19:11" in out
    code, out = asked(capsys, *question, "--json")
    assert (code, json.loads(out)["last_day"]) == (1, None)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["standstil"], "did you mean 'standstill'"),
        (["standstill", "--sant", "2026-12-14"], "did you mean '--sent'"),
        (["standstill", "--sent", "2026-12-14", "--means"], "without a value"),
        (["standstill", "--sent", "--means", "letter"], "without a value"),
        (["standstill", "--sent", "2026-12-14"], "missing: --means electronic|letter|other"),
        (["standstill", "--sent", "2026-02-31", "--means", "letter"], "2026-02-31"),
        (["standstill", "--sent", "2026-12-14", "--means", "fax"], "known: electronic"),
        (["standstill"], "missing: --sent YYYY-MM-DD, --means electronic"),
        (["standstill"], "samverkan deadline standstill --help"),
        (["standstill", "review", "--sent", "2026-12-14"], "unknown: review"),
        (["standstill", "--sent", "2026-12-14", "--sent", "2026-12-15"], "--sent is given twice"),
        (["standstill", "--sent=2026-12-14", "--sent-on=2026-12-15"], "--sent is given twice"),
        (["--sent", "2026-12-14"], "name the question first"),
        (["classify-amendment"], "contract, change, which only Python can give"),
        (["lots_assessment", "--help"], "which only Python can give"),
        (["standstil", "--help"], "did you mean 'standstill'"),
        (["lease-value", "--monthly", "10000"], "expected an amount such as '700000 SEK'"),
        (["threshold", "--on", "2026-03-01", "--category", "works"], "to 2025-12-31"),
        (["standstill", "--country", "ZZ"], "'ZZ'"),
    ],
)
def test_what_cannot_be_answered_is_one_line_on_standard_error(capsys, arguments, said):
    assert main(["deadline", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert len(printed.err.strip().splitlines()) == 1


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_question_of_the_list_has_a_help_of_its_own(capsys, lang):
    for question in jurisdiction("SE").law.values():
        if not question.askable:
            continue
        code, out = asked(capsys, question.name, "--help", "--lang", lang)
        assert code == 0
        assert out.startswith(f"{question.title.label(lang)} ({question.name})\n")
        for one in question.parameters:
            usage = one.option if one.default is not True else f"--no-{one.option[2:]}"
            if one.kind != "object":
                assert usage in out
                assert question.about(one.name, lang).replace("``", "") in out


def test_the_help_of_a_question_says_what_holds_where_nothing_is_given(capsys):
    out = asked(capsys, "standstill", "-h", "--lang", "sv")[1]
    assert "  --means electronic|letter|other\n" in out
    assert "        letter: med brev\n" in out
    assert "vilket regelverk som gäller (om inget anges: above)" in out
    assert "juridisk rådgivning" in out


def test_the_help_of_the_command_is_shown_without_a_question(capsys):
    code, out = asked(capsys, "--help")
    assert code == 0
    assert "--country" in out
    assert "standstill --help" in " ".join(out.split())


def test_sums_are_answered_without_a_day(capsys):
    code, out = asked(capsys, "lease-value", "--monthly", "10000 SEK", "--lang", "sv")
    assert code == 0
    assert "480 000 SEK" in out
    assert "sista dag" not in out
    code, out = asked(capsys, "questions-answered", "--tenders-due", "2026-05-07", "--lang", "sv")
    assert "råd: klart till: 2026-04-30" in out
    code, out = asked(capsys, "pin-window", "--sent", "2026-01-15", "--lang", "sv")
    assert "tidigast: 2026-02-19" in out


def test_nothing_is_said_where_nobody_reads_on():
    """As in ``samverkan deadline --list | head -1``."""
    command = [sys.executable, "-u", "-m", "samverkan", "deadline", "--list"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        told = process.stderr.read().decode()
    assert (process.returncode, told) == (0, "")
