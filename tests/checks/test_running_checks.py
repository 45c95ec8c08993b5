"""Running checks: which ones, what the result says of itself, and that each is complete."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path

import pytest

from samverkan.checkpoints import Checkpoint
from samverkan.checks import SECTIONS, Check, Hit, check, checks, choice, finds, page, table
from samverkan.codelists import Severity, SourceKind
from samverkan.errors import CheckError
from samverkan.explanations import Text
from samverkan.jurisdictions import jurisdiction
from samverkan.obligations import Obligation
from samverkan.portfolio import Portfolio

HERE = Path(__file__).parent
EVERY = checks(jurisdiction("SE"))
IDS = [one.id for one in EVERY]


def cases():
    """(check, what its case shows) of every table beside this file."""
    for path in sorted(HERE.glob("test_*.py")):
        if path != Path(__file__):
            for check_id, shows, *_ in runpy.run_path(str(path)).get("CASES", ()):
                yield check_id if "." in check_id else f"flags.{check_id}", shows


def test_every_check_has_a_finding_a_near_miss_and_a_case_with_missing_data():
    shown = set(cases())
    lacking = [
        (name, shows)
        for name in IDS
        for shows in ("finding", "near miss", "missing data")
        if (name, shows) not in shown
    ]
    assert lacking == []


def test_ids_are_unique_and_of_the_house_form():
    assert len(set(IDS)) == len(IDS)
    assert all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", name) for name in IDS)


@pytest.mark.parametrize("one", EVERY, ids=IDS)
def test_every_check_has_both_languages_a_basis_and_every_heading(one):
    assert one.title.sv
    assert one.title.en
    assert one.sentence.sv
    assert one.sentence.en
    assert one.basis
    names = [sorted(re.findall(r"{(\w+)}", text)) for text in (one.sentence.sv, one.sentence.en)]
    assert names[0] == names[1]
    assert [
        heading for heading in ("What it says", *SECTIONS) if not one.sections.get(heading)
    ] == []


@pytest.mark.parametrize("one", EVERY, ids=IDS)
def test_every_page_has_the_fixed_headings(one):
    headings = re.findall(r"^## (.+)$", page(one), re.MULTILINE)
    assert headings == ["What it says", "Basis", *SECTIONS]


def test_the_table_has_a_row_for_every_check():
    assert len(table(EVERY).splitlines()) == len(EVERY) + 2


def test_statute_names_its_country_or_the_court():
    for one in EVERY:
        if one.basis[0].kind is SourceKind.LAW:
            assert one.country == "SE" or "C-448/01" in one.basis[0].label("en")


def test_a_red_flag_is_a_question_and_needs_review():
    flags = [one for one in EVERY if one.id.startswith("flags.")]
    assert len(flags) == 12  # eleven of the list; R038 is asked of buyers and of tenderers
    assert all(one.needs_review and one.severity is Severity.QUESTION for one in flags)


def test_without_a_jurisdiction_only_the_generic_checks_run_and_the_result_says_so():
    findings = check(Portfolio(), "2026-11-23")
    assert not any(name.startswith("se.") for name in findings.ran)
    assert "no jurisdiction" in findings.notes[0].label("en")


def test_with_sweden_every_check_runs(sweden):
    findings = check(Portfolio(), "2026-11-23", jurisdiction=sweden)
    assert findings.ran == tuple(IDS)
    assert findings.notes == ()


def test_only_and_skip_take_ids_and_families(sweden):
    asked = {"jurisdiction": sweden}
    assert check(Portfolio(), "2026-11-23", only=["ceiling"], **asked).ran == (
        "ceiling.reached",
        "ceiling.near",
    )
    ran = check(Portfolio(), "2026-11-23", skip=["flags", "dialogue.silence"], **asked).ran
    assert "dialogue.silence" not in ran
    assert not any(name.startswith("flags.") for name in ran)


def test_an_unknown_id_is_refused_with_the_near_ones():
    with pytest.raises(CheckError, match=r"did you mean 'dialogue\.silence'"):
        check(Portfolio(), "2026-11-23", only=["dialogue.silense"])


def test_a_check_of_the_callers_own_runs_beside_the_others(build):
    @finds(
        "own.untitled",
        Severity.QUESTION,
        title=Text("avtal utan namn", "untitled contract"),
        sentence=Text("{contract} saknar namn", "{contract} has no title"),
        basis=choice(),
    )
    def untitled(portfolio, as_of):
        """A contract has no title."""
        del as_of
        for contract in portfolio.contracts:
            if contract.title is None:
                yield Hit((contract.id,), {"contract": contract.id})

    findings = check(build(), "2026-11-23", only=["own"], extra=[untitled])
    assert isinstance(untitled, Check)
    assert [one.check for one in findings] == ["own.untitled"]


def test_what_happens_after_the_day_is_not_seen(build, found):
    assert not found("ceiling", build(), "2026-11-23")


def test_the_result_is_plain_data(build, sweden):
    findings = check(build(), "2027-09-02", jurisdiction=sweden)
    data = json.loads(json.dumps(findings.to_dict()))
    assert data["as_of"] == "2027-09-02"
    assert len(data["findings"]) == len(findings)
    assert findings.of("dialogue") == tuple(
        one for one in findings if one.check.startswith("dialogue.")
    )
    assert findings.about("A-1") == tuple(one for one in findings if "A-1" in one.subjects)


def test_findings_come_in_the_same_order_every_time(build, sweden):
    once = check(build(), "2027-09-02", jurisdiction=sweden)
    again = check(build(), "2027-09-02", jurisdiction=sweden)
    assert [one.to_dict() for one in once] == [one.to_dict() for one in again]


@pytest.mark.parametrize(
    ("check_id", "facts", "words"),
    [
        (
            "agreed.never-checked",
            {
                "obligations": (
                    Obligation(id="O", kind="delivery", side="supplier", what="x", contract="A-1"),
                )
            },
            "no check of any contract",
        ),
        (
            "agreed.control-without-right",
            {"checkpoints": (Checkpoint(id="C", occurred_on="2026-12-01", contract="A-1"),)},
            "no obligation of any contract",
        ),
        ("se.skv.tax-control", {}, "no look-up of any supplier"),
    ],
)
def test_what_a_register_never_records_is_told_once_and_not_found(
    check_id, facts, words, build, found
):
    asked = found(check_id, build(**facts), "2028-01-10")
    assert not asked
    ((_, undecided),) = asked.undecided
    assert undecided.subjects == ("A-1",)
    assert words in undecided.reason.label("en")
    assert "1" in undecided.reason.label("sv")
