"""Every rule of the Swedish book has a page of one form, and every row of its table a rule."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path

import pytest

import samverkan as sv

DOCS = Path(__file__).resolve().parents[2] / "docs"
MODULE = runpy.run_path(str(DOCS / "rule_pages.py"))
PAGES = MODULE["rule_pages"]()
BOOK = sv.jurisdiction("SE").follow_up_rules
HEADINGS = [
    "What it says", "Basis", "Facts used", "How it is computed", "When it does not apply",
    "Assumptions", "Worked examples", "Changes over time",
]  # fmt: skip
RULES = pytest.mark.parametrize("rule", list(BOOK), ids=lambda rule: rule.id)


def sections(rule):
    text = PAGES[f"{rule.id}.md"]
    parts = re.split(r"^## (.*)$", text, flags=re.MULTILINE)
    return parts[0], dict(zip(parts[1::2], map(str.strip, parts[2::2]), strict=True))


def test_there_is_a_page_for_every_rule_and_an_index():
    assert set(PAGES) == {f"{rule.id}.md" for rule in BOOK} | {"index.md"}


@RULES
def test_a_page_has_the_fixed_headings_and_both_titles(rule):
    head, found = sections(rule)
    assert list(found) == HEADINGS
    assert head == f"# {rule.label('en')} ({rule.id})\n\nSwedish: {rule.label('sv')}\n\n"
    for text in found.values():
        assert text
        assert "{" not in text
        assert "None" not in text


@RULES
def test_a_page_says_in_words_what_the_rule_is_about(rule):
    _, found = sections(rule)
    assert not found["What it says"].startswith("|")
    for basis in rule.source:
        assert basis.kind.label("sv") in found["Basis"]


@RULES
def test_the_worked_examples_are_the_plans_own(rule):
    _, found = sections(rule)
    days = re.findall(r"^\| [ABC] \| `[^`]+` \| \d* \| (\S+) \| (\S+) \|$",
                      found["Worked examples"], flags=re.MULTILINE)  # fmt: skip
    assert days
    for falls_on, due_on in days:
        assert SWEDEN.roll(sv.day(falls_on), rule.roll) == sv.day(due_on)


SWEDEN = sv.jurisdiction("SE").calendar


def test_every_row_of_the_table_leads_to_its_rules():
    rows = re.findall(r"^\| (\d+) \|.*?\[`(se\.followup\.[^`]+)`\]", PAGES["index.md"],
                      flags=re.MULTILINE)  # fmt: skip
    assert [int(number) for number, _ in rows] == sorted(int(number) for number, _ in rows)
    assert {int(number) for number, _ in rows} == set(range(1, 27))
    assert {name for _, name in rows} == {rule.id for rule in BOOK}
    names = dict(rows)
    assert (names["1"], names["26"]) == (
        "se.followup.kickoff_meeting",
        "se.followup.retention_expiry",
    )


def test_no_prose_is_left_over():
    prose = tomllib.loads((DOCS / "rule_prose.toml").read_text(encoding="utf-8"))
    assert set(prose) == {rule.id.removeprefix("se.followup.") for rule in BOOK}
    assert {key for section in prose.values() for key in section} == {
        "says", "assumes", "changes",
    }  # fmt: skip
