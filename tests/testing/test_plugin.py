"""The pytest plugin and the wheel, as a project outside this one sees them."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

FIXTURES = """
import json, pytest

def test_portfolio(samverkan_portfolio):
    assert len(samverkan_portfolio.contracts) == {contracts}
    assert samverkan_portfolio.parties[0].home_country == "{country}"

def test_calendar(samverkan_calendar):
    assert samverkan_calendar.name == "{country}"

def test_clock(samverkan_clock, samverkan_portfolio):
    contract = samverkan_portfolio.contracts[0]
    before = contract.state(samverkan_clock.today)
    assert str(samverkan_clock.today) == "2026-09-01"
    samverkan_clock.move("10 working days")
    samverkan_clock.move_to("2050-01-01")
    assert contract.state(samverkan_clock.today).value in ("ended", "terminated")

def test_register(samverkan_register, samverkan_portfolio):
    from samverkan import read
    assert read(samverkan_register).portfolio == samverkan_portfolio

def test_ocds(samverkan_ocds, samverkan_portfolio):
    package = json.loads(samverkan_ocds.read_text(encoding="utf-8"))
    assert len(package["releases"]) == len(samverkan_portfolio.contracts)

@pytest.mark.samverkan(country="FI", contracts=2)
def test_mark(samverkan_portfolio):
    assert [len(samverkan_portfolio.contracts), samverkan_portfolio.parties[0].id[:2]] == [2, "FI"]
"""


def run(folder, *arguments, path=(ROOT / "src",), **environment):
    """Run pytest in a folder with nothing of this project's own settings."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env={
            **{name: value for name, value in os.environ.items() if "PYTEST" not in name},
            "PYTHONPATH": os.pathsep.join(map(str, path)),
            **environment,
        },
    )


@pytest.fixture
def project(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")
    return tmp_path


PLUGIN = ("-p", "samverkan.testing.plugin")


@pytest.mark.parametrize(
    ("arguments", "country", "contracts"),
    [((), "SE", 60), (("--samverkan-country=NO", "--samverkan-contracts=7"), "NO", 7)],
)
def test_the_fixtures_hold_what_was_chosen(project, arguments, country, contracts):
    text = FIXTURES.replace("{country}", country).replace("{contracts}", str(contracts))
    (project / "test_it.py").write_text(text, encoding="utf-8")
    done = run(project, *PLUGIN, *arguments)
    assert done.returncode == 0, done.stdout


def test_the_configuration_file_may_choose(project):
    (project / "pytest.ini").write_text(
        "[pytest]\nsamverkan_contracts = 3\nsamverkan_seed = 9\n", encoding="utf-8"
    )
    (project / "test_it.py").write_text(
        "from samverkan.testing import sample_portfolio\n"
        "def test_it(samverkan_portfolio):\n"
        "    assert samverkan_portfolio == sample_portfolio(3, seed=9)\n",
        encoding="utf-8",
    )
    done = run(project, *PLUGIN)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("arguments", "mark", "says"),
    [
        (("--samverkan-seed=x",), "", "samverkan_seed='x'; expected a whole number"),
        ((), "@pytest.mark.samverkan(land='SE')", "mark samverkan: ['land']"),
    ],
)
def test_a_wrong_choice_is_named(project, arguments, mark, says):
    (project / "test_it.py").write_text(
        f"import pytest\n{mark}\ndef test_it(samverkan_portfolio): ...\n", encoding="utf-8"
    )
    done = run(project, *PLUGIN, *arguments)
    assert says in done.stdout + done.stderr


LOADED = """
import sys

def pytest_unconfigure(config):
    ours = sorted(name for name in sys.modules if name.partition(".")[0] == "samverkan")
    others = {"attrs", "pendulum", "hypothesis", "networkx", "holidays", "stdnum"}
    print("LOADED", *ours, *sorted(others & set(sys.modules)))
"""


def test_nothing_is_loaded_in_a_suite_that_does_not_use_it(project):
    """Modules, not milliseconds: what a suite without our fixtures carries because of us."""
    (project / "conftest.py").write_text(LOADED, encoding="utf-8")
    (project / "test_it.py").write_text("def test_it(): assert True\n", encoding="utf-8")
    done = run(project, *PLUGIN, "-p", "no:hypothesispytest", "-s")
    assert done.returncode == 0, done.stdout
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("LOADED"))
    assert line.split()[1:] == ["samverkan", "samverkan.testing", "samverkan.testing.plugin"]


# ---------------------------------------------------------------------------- from the wheel
OUTSIDE = """
from hypothesis import given, strategies as st
from samverkan import Contract

@given(st.from_type(Contract))
def test_a_contract_has_an_id(contract):
    assert contract.id

def test_a_register_has_contracts(samverkan_portfolio):
    assert samverkan_portfolio.contracts
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder with the built wheel in it, where another project would find it."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed, so no wheel can be built without a network")
    wheels, target = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = ["wheel", "--no-deps", "--no-build-isolation", "-w", str(wheels), str(ROOT)]
    subprocess.run([*pip, *build], check=True, capture_output=True)
    (wheel,) = wheels.glob("samverkan-*.whl")
    place = ["install", "--no-deps", "--no-index", "--target", str(target), str(wheel)]
    subprocess.run([*pip, *place], check=True, capture_output=True)
    return target


@pytest.mark.slow
def test_a_project_outside_needs_no_other_import(project, installed):
    (project / "test_outside.py").write_text(OUTSIDE, encoding="utf-8")
    done = run(project, path=[installed])
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


@pytest.mark.slow
def test_with_plugins_off_it_fails_in_the_stated_way(project, installed):
    """As docs/how-to/test-your-procurement-code.md says: no fixture; days cannot be inferred."""
    (project / "test_outside.py").write_text(OUTSIDE, encoding="utf-8")
    done = run(project, "-p", "no:samverkan", path=[installed], HYPOTHESIS_NO_PLUGINS="1")
    assert done.returncode == 1
    assert "1 failed" in done.stdout
    assert "1 error" in done.stdout
    assert "fixture 'samverkan_portfolio' not found" in done.stdout
    assert "TypeError: function missing required argument 'year'" in done.stdout


@pytest.mark.slow
def test_importing_hypothesis_loads_none_of_our_nouns(installed):
    code = (
        "import sys, hypothesis;"
        "print(*sorted(n for n in sys.modules if n.partition('.')[0] == 'samverkan'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(installed)},
    )
    assert done.stdout.split() == [
        "samverkan",
        "samverkan.testing",
        "samverkan.testing.registration",
    ]
