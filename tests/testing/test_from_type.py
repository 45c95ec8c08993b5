"""``st.from_type`` builds every public type where the entry point is on, and costs little."""

from __future__ import annotations

import importlib
import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import samverkan as sv
from samverkan.explanations import Dated
from samverkan.portfolio import FACTS
from samverkan.testing import registration, simplest
from samverkan.testing.strategies import STRATEGIES

ROOT = Path(__file__).resolve().parents[2]
NOUNS = (
    "calendars", "checkpoints", "codelists", "contracts", "development", "dialogue",
    "explanations", "facts", "obligations", "parties", "periods", "portfolio", "procurements",
    "relations", "rules", "tenders", "trust", "understanding", "values",
)  # fmt: skip
NOT_MADE = {
    "Code": "has no members: every code list is one",
    "EdgeColumns": "columns that a graph is computed from",
    "OrderedRows": "the inside of a plan",
    "ReadyRules": "the inside of a planner",
    "Rows": "the inside of a plan",
    "LawFunction": "a function of a country",
    "Emission": "the inside of a rule",
    "Anchor": "one of a closed vocabulary, with a function",
    "GraphDiff": "holds whatever the attributes of a graph are",
}


def public_types():
    """The classes of the façade and of the modules of the nouns."""
    found = {name: getattr(sv, name) for name in sv.__all__}
    for module in NOUNS:
        there = importlib.import_module(f"samverkan.{module}")
        found |= {name: getattr(there, name) for name in there.__all__}
    return sorted(
        (
            (name, kind)
            for name, kind in found.items()
            if inspect.isclass(kind)
            and kind.__module__.startswith("samverkan.")
            and not issubclass(kind, BaseException)
            and not getattr(kind, "_is_protocol", False)
            and name not in NOT_MADE
        ),
        key=lambda pair: pair[0],
    )


@pytest.fixture(autouse=True, scope="module")
def _registered():
    registration.register()


@pytest.mark.parametrize(("name", "kind"), public_types(), ids=lambda value: str(value)[:40])
def test_every_public_type_can_be_made(name, kind):
    @settings(max_examples=5, database=None)
    @given(st.from_type(kind))
    def draw(value):
        assert isinstance(value, kind), name

    draw()


def test_every_kind_of_fact_has_a_strategy():
    assert set(FACTS.values()) <= set(STRATEGIES)


def test_types_within_types_are_found():
    assert isinstance(simplest(st.from_type(tuple[sv.Contract, sv.Money])), tuple)
    assert simplest(st.from_type(sv.Party | None)) is None
    assert isinstance(simplest(st.from_type(Dated[sv.Money])), Dated)


def test_a_strategy_of_the_readers_own_wins():
    mine = sv.Option(id="mine")
    st.register_type_strategy(sv.Option, st.just(mine))
    try:
        assert simplest(st.from_type(sv.Option)) is mine
    finally:
        from hypothesis.strategies._internal.types import _global_type_lookup

        del _global_type_lookup[sv.Option]


def asked(code, **environment):
    """What a fresh Python prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
    )
    return done.stdout.strip()


def test_registration_loads_nothing_of_the_library():
    """What ``import hypothesis`` costs with the entry point on: modules, never a clock."""
    loaded = asked(
        "import sys, hypothesis; before = set(sys.modules);"
        "from samverkan.testing.registration import register; register();"
        "print(*sorted(set(sys.modules) - before))",
        HYPOTHESIS_NO_PLUGINS="1",
    )
    assert set(loaded.split()) <= {
        "samverkan",
        "samverkan.testing",
        "samverkan.testing.registration",
        "hypothesis.strategies._internal.types",  # which the first strategy would load
    }


def test_an_error_in_registration_leaves_hypothesis_alone():
    broken = (
        "import hypothesis.strategies._internal.types as types;"
        "types._global_extra_lookup = 7;"
        "from samverkan.testing.registration import register; register();"
        "from hypothesis import strategies as st;"
        "print(st.integers())"
    )
    assert asked(broken, HYPOTHESIS_NO_PLUGINS="1") == "integers()"


def test_an_older_hypothesis_is_told_of_every_type_at_once():
    code = (
        "import hypothesis.strategies._internal.types as types;"
        "del types._global_extra_lookup;"
        "from samverkan.testing import registration; registration.register();"
        "import samverkan as sv;"
        "print(sv.Contract in types._global_type_lookup)"
    )
    assert asked(code, HYPOTHESIS_NO_PLUGINS="1") == "True"
