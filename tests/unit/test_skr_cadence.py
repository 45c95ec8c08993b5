"""SKR 2024-05-07: a tenth met three times a year, 30 % once, 60 % every second year."""

from __future__ import annotations

import runpy
from collections import Counter
from pathlib import Path

import pytest

import samverkan as sv
from samverkan.schedule import difference

EXAMPLE = Path(__file__).parents[2] / "examples/skr_cadence.py"


@pytest.fixture(scope="module")
def example():
    return runpy.run_path(str(EXAMPLE))


def test_700_contracts_give_630_meetings_a_year_210_a_class(example):
    found = example["meetings"](sv.jurisdiction("SE").follow_up_rules)
    assert Counter(item.case.risk_class.value for item in found) == {"A": 210, "B": 210, "C": 210}


def test_class_b_twice_a_year_says_210_more(example):
    book = sv.jurisdiction("SE").follow_up_rules
    other = sv.RuleBook.from_toml(example["TWICE_A_YEAR"], extends=book)
    plans = [
        sv.plan(
            example["register"](),
            rules=[rules[example["MEETING"]]],
            calendar=sv.jurisdiction("SE").calendar,
        )
        for rules in (book, other)
    ]
    in_2027 = [plan.between("2027-01-01", "2027-12-31") for plan in plans]
    found = difference(*in_2027)
    assert found.counts("class") == {"B": 210}
    assert len(found.added) - len(found.removed) == 210
