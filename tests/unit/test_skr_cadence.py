"""SKR 2024-05-07: a tenth met three times a year, 30 % once, 60 % every second year."""

from __future__ import annotations

import runpy
from collections import Counter
from pathlib import Path

import pytest

import samverkan as sv

EXAMPLE = Path(__file__).parents[2] / "examples/skr_cadence.py"


@pytest.fixture(scope="module")
def example():
    return runpy.run_path(str(EXAMPLE))


def test_700_contracts_give_630_meetings_a_year_210_a_class(example):
    found = example["planned"](sv.jurisdiction("SE").follow_up_rules).between(*example["YEAR"])
    assert Counter(item.case.risk_class.value for item in found) == {"A": 210, "B": 210, "C": 210}


def test_class_b_twice_a_year_says_210_more(example):
    book = sv.jurisdiction("SE").follow_up_rules
    other = sv.RuleBook.from_toml(example["TWICE_A_YEAR"], extends=book)
    found = example["planned"](book).diff(example["planned"](other)).between(*example["YEAR"])
    assert found.counts("class") == {"B": 210}
    assert found.counts("role") == {"contract-manager": 210}
    assert sum(found.counts("month").values()) == 210
    assert all(month.startswith("2027-") for month in found.counts("month"))
