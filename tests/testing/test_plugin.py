"""The pytest plugin and the wheel, as a project outside this one sees them.

The plugin is tried by its module's name with pytest's own search for plugins off, which is the
same whether this project is installed here or not. That it is found by its entry point is tried
with the wheel, in an environment of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
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


def clean(**changes):
    """The environment of a process that knows nothing of the suite it is started from."""
    ours = ("PYTEST", "HYPOTHESIS", "PYTHONPATH", "COVERAGE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, **changes}


def started(python, folder, *arguments, **environment):
    """Run pytest in a folder with nothing of this project's own settings."""
    return subprocess.run(
        [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env=clean(PYTHONUTF8="1", **environment),
    )


def run(folder, *arguments):
    """Run pytest on a project that uses the plugin as it stands in the sources."""
    return started(
        sys.executable,
        folder,
        "-p",
        "samverkan.testing.plugin",
        *arguments,
        PYTHONPATH=str(ROOT / "src"),
        PYTEST_DISABLE_PLUGIN_AUTOLOAD="1",
    )


@pytest.fixture
def project(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "country", "contracts"),
    [((), "SE", 60), (("--samverkan-country=NO", "--samverkan-contracts=7"), "NO", 7)],
)
def test_the_fixtures_hold_what_was_chosen(project, arguments, country, contracts):
    text = FIXTURES.replace("{country}", country).replace("{contracts}", str(contracts))
    (project / "test_it.py").write_text(text, encoding="utf-8")
    done = run(project, *arguments)
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
    done = run(project)
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
    done = run(project, *arguments)
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
    done = run(project, "-s")
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


BUILD = """
import sys
from hatchling.build import build_wheel
print(build_wheel(sys.argv[1]))
"""


def built(folder):
    """The wheel, built from the sources by the backend that pyproject.toml names; no network."""
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder)],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=clean(),
    )
    assert done.returncode == 0, f"no wheel; is the dependency group 'test' in? {done.stderr}"
    (wheel,) = folder.glob("samverkan-*.whl")
    return wheel


def environment_with(wheel, folder):
    """A new environment that holds the wheel, and what it depends on from the one that runs now.

    A wheel of pure Python is installed by unpacking it. The packages of the environment that runs
    now are found by a ``.pth`` file, behind it and without their own ``.pth`` files: should this
    project be installed there as well, that is not what is found.
    """
    venv.EnvBuilder(symlinks=os.name != "nt", with_pip=False).create(folder)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    place = Path(subprocess.check_output([python, "-I", "-c", ask], text=True).strip())
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(place)
    others = (path for path in sys.path if path.endswith(("site-packages", "dist-packages")))
    (place / "others.pth").write_text("\n".join(others) + "\n", encoding="utf-8")
    return python


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    """The Python of an environment with the wheel in it, made once for this file."""
    folder = tmp_path_factory.mktemp("outside")
    return str(environment_with(built(folder), folder / "env"))


def test_a_project_outside_needs_no_other_import(project, outside):
    (project / "test_outside.py").write_text(OUTSIDE, encoding="utf-8")
    done = started(outside, project)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout


def test_with_plugins_off_it_fails_in_the_stated_way(project, outside):
    """As docs/how-to/test-your-procurement-code.md says: no fixture; days cannot be inferred."""
    (project / "test_outside.py").write_text(OUTSIDE, encoding="utf-8")
    done = started(outside, project, "-p", "no:samverkan", HYPOTHESIS_NO_PLUGINS="1")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed" in done.stdout
    assert "1 error" in done.stdout
    page = (ROOT / "docs/how-to/test-your-procurement-code.md").read_text(encoding="utf-8")
    for said in (
        "fixture 'samverkan_portfolio' not found",
        "TypeError: function missing required argument 'year'",
    ):
        assert said in done.stdout
        assert said in " ".join(page.split())


def loaded(python, code, **environment):
    """What a fresh Python of an environment prints."""
    return subprocess.check_output(
        [python, "-W", "error", "-c", code], text=True, env=clean(**environment), cwd=ROOT.anchor
    ).split()


def test_importing_hypothesis_loads_none_of_our_nouns(outside):
    code = (
        "import sys, hypothesis;"
        "print(*sorted(n for n in sys.modules if n.partition('.')[0] == 'samverkan'))"
    )
    ours = ["samverkan", "samverkan.testing", "samverkan.testing.registration"]
    assert loaded(outside, code) == ours
    assert loaded(outside, code, HYPOTHESIS_NO_PLUGINS="1") == []


def test_the_wheel_is_what_is_tried_and_not_the_sources(outside):
    (where,) = loaded(outside, "import samverkan; print(samverkan.__file__)")
    assert Path(where).is_relative_to(Path(outside).parent.parent)
    assert ROOT not in Path(where).parents


def test_a_suite_that_uses_nothing_of_it_loads_the_plugin_alone(project, outside):
    (project / "conftest.py").write_text(LOADED, encoding="utf-8")
    (project / "test_it.py").write_text("def test_it(): assert True\n", encoding="utf-8")
    done = started(outside, project, "-p", "no:hypothesispytest", "-s")
    assert done.returncode == 0, done.stdout + done.stderr
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("LOADED"))
    assert line.split()[1:] == ["samverkan", "samverkan.testing", "samverkan.testing.plugin"]


def test_the_wheel_says_what_it_plugs_into(outside):
    code = (
        "from importlib.metadata import metadata;"
        "print(*(line.replace(' ', '') for line in metadata('samverkan').get_all('Classifier')))"
    )
    assert {"Framework::Hypothesis", "Framework::Pytest"} <= set(loaded(outside, code))
