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
NAMES = ROOT / "tests" / "house" / "public_names.txt"
PENDULUM = {"Day", "Moment"}  # another project's types, for which one asks: register_pendulum


def public_types():
    """Every class on the list of public names that is no error, each once."""
    found, module = {}, None
    for line in NAMES.read_text(encoding="utf-8").split():
        if line.startswith("["):
            module = importlib.import_module(line.strip("[]"))
            continue
        kind = getattr(module, line)
        if inspect.isclass(kind) and not issubclass(kind, BaseException):
            found.setdefault(kind, line)
    return sorted(
        ((name, kind) for kind, name in found.items() if name not in PENDULUM),
        key=lambda pair: (pair[0], pair[1].__module__),
    )


@pytest.fixture(autouse=True, scope="module")
def _registered():
    registration.register()


@pytest.mark.parametrize(
    ("name", "kind"), public_types(), ids=[name for name, _ in public_types()]
)
def test_every_public_type_can_be_made(name, kind):
    one_of_many = getattr(kind, "_is_protocol", False)

    @settings(max_examples=4, database=None)
    @given(st.from_type(kind))
    def draw(value):
        assert one_of_many or isinstance(value, kind), name

    draw()


@pytest.mark.parametrize("name", sorted(PENDULUM))
def test_pendulum_is_left_alone_until_it_is_asked_for(name):
    """Hypothesis cannot infer it: the class takes year, month and day as positions."""
    code = (
        "from hypothesis import strategies as st;"
        "from samverkan.testing import simplest, strategies as kit;"
        f"from samverkan.periods import {name};"
        "\ntry:\n    simplest(st.from_type({0}))\nexcept TypeError as error:\n    print(error)"
        "\nkit.register_pendulum(); print(type(simplest(st.from_type({0}))) is {0})"
    ).format(name)
    said = asked(code)
    assert "'year'" in said
    assert said.endswith("True")


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
