"""The Beta reputation numbers that were collected outside this project."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from samverkan.trust import Evidence, remembered

DATA = Path(os.environ.get("SAMVERKAN_DATA", Path(__file__).parents[3] / "shared" / "data"))
EXAMPLES = DATA / "trust-worked-examples" / "beta_reputation.json"


@pytest.fixture(scope="module")
def examples():
    if not EXAMPLES.exists():
        pytest.skip("trust-worked-examples is not among the development data here")
    return json.loads(EXAMPLES.read_text(encoding="utf-8"))["examples"]


def test_every_collected_count_has_its_expectation_and_rating(examples):
    counted = [example for example in examples if "r" in example]
    assert counted
    for example in counted:
        evidence = Evidence(example["r"], example["s"])
        assert evidence.expected == pytest.approx(example["expectation"]), example["name"]
        if "rating" in example:
            assert evidence.reputation == pytest.approx(example["rating"]), example["name"]


def test_the_collected_rating_of_figure_one_is_reproduced(examples):
    rated = [example for example in examples if "expected" in example]
    assert [Evidence(7, 1).reputation] == pytest.approx([one["expected"] for one in rated])


def test_the_collected_limit_of_forgetting_is_reached(examples):
    (limit,) = (example for example in examples if "limit_r" in example)
    found = remembered([Evidence(1, 0)] * 500, forgetting=0.9)
    assert found.r == pytest.approx(limit["limit_r"])
    assert found.expected == pytest.approx(limit["limit_expectation"])
