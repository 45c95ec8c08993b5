"""A country in a package of its own is found by its entry point; the core needs no change."""

from __future__ import annotations

import ast
import importlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import attrs
import pytest

from samverkan.checks import check
from samverkan.codelists import Role
from samverkan.contracts import Contract
from samverkan.errors import JurisdictionError, LawCoverageError, LawQuestionError
from samverkan.jurisdictions import ENTRY_POINTS, jurisdiction, jurisdictions
from samverkan.periods import Period
from samverkan.portfolio import Portfolio
from samverkan.schedule import plan
from samverkan.testing.jurisdictions import check_jurisdiction

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "examples" / "second_country"
PROJECT = tomllib.loads((PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture
def site(tmp_path):
    """A folder with the package as an installer would leave it: its files and its metadata."""
    shutil.copytree(PACKAGE / "src" / "samverkan_exampleland", tmp_path / "samverkan_exampleland")
    info = tmp_path / "samverkan_exampleland-1.0.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {PROJECT['name']}\nVersion: {PROJECT['version']}\n",
        encoding="utf-8",
    )
    points = PROJECT["entry-points"][ENTRY_POINTS]
    (info / "entry_points.txt").write_text(
        f"[{ENTRY_POINTS}]\n" + "\n".join(f"{code} = {place}" for code, place in points.items()),
        encoding="utf-8",
    )
    return tmp_path


@pytest.fixture
def installed(site, monkeypatch):
    """The country, found by its entry point."""
    monkeypatch.syspath_prepend(str(site))
    importlib.invalidate_caches()
    yield jurisdiction("XE")
    for name in [name for name in sys.modules if name.startswith("samverkan_exampleland")]:
        del sys.modules[name]


def test_a_country_that_is_not_installed_is_not_known():
    assert "XE" not in jurisdictions()
    with pytest.raises(JurisdictionError, match="entry point"):
        jurisdiction("XE")


def test_an_installed_country_is_found_beside_the_bundled_ones(installed):
    assert {"SE", "XE"} <= set(jurisdictions())
    assert installed.name.label("sv") == "Exempelland"
    assert installed.label(Role.SUPPLIER, "en") == "contractor"


def test_a_process_of_its_own_finds_it_beside_an_untouched_core(site):
    """Only what is on the path has changed: no patch, no setting, no import by hand."""
    run = subprocess.run(
        [sys.executable, "-m", "samverkan", "deadline", "standstill", "--country", "XE",
         "--notified", "2026-03-05", "--lang", "sv"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(site), *filter(None, sys.path)])},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert run.stderr == ""
    assert run.returncode == 0
    assert "sista dag: 2026-03-11" in run.stdout
    assert "inköpslagen 4 § (lag)" in run.stdout


def test_its_options_are_explained_in_its_own_words(installed, capsys):
    from samverkan.cli import main

    assert main(["deadline", "standstill", "--country", "XE", "--help"]) == 0
    out = capsys.readouterr().out
    assert "The day the last supplier received the notification." in out
    assert installed.standstill.about("notified_on", "sv").startswith("dagen då")


def test_it_keeps_what_is_expected_of_every_country(installed):
    check_jurisdiction(
        installed,
        examples=[
            ("standstill", {"notified_on": "2026-03-03"}, "2026-03-10"),
            ("standstill", {"notified_on": "2026-03-05"}, "2026-03-11"),  # the 12th is closed
            ("standstill", {"notified_on": "2023-03-05"}, "2023-03-09"),  # five days, a Friday
            ("purchase_limit", {"on": "2026-03-05"}, "10000 EUR"),
        ],
    )


def test_an_entry_point_leads_to_a_jurisdiction(tmp_path, monkeypatch):
    info = tmp_path / "wrong-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: wrong\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[{ENTRY_POINTS}]\nXW = json:dumps\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    with pytest.raises(JurisdictionError, match="json:dumps is of type function"):
        jurisdiction("XW")


def test_a_country_may_begin_with_a_calendar_and_a_rule_book(installed):
    bare = attrs.evolve(installed, law=(), thresholds={}, grounds={}, coverage=None)
    check_jurisdiction(bare)


def test_its_law_is_its_own(installed):
    answer = installed.standstill(notified_on="2026-03-05")
    assert "inköpslagen 4 §" in answer.why("sv")
    assert "nationaldagen" in answer.why("sv")
    with pytest.raises(LawCoverageError, match="2020-01-01 to 2027-12-31"):
        installed.standstill(notified_on="2019-12-31")
    with pytest.raises(LawQuestionError, match="standstill"):
        _ = installed.tender_period


def test_its_rule_book_can_be_read(installed):
    assert installed.follow_up_rules["xe.followup.meeting"].label("en") == "Follow-up meeting"


def test_its_book_and_calendar_make_a_plan_and_its_contracts_are_checked(installed):
    """Harvest Day is closed in Exampleland alone, and Friday is its weekend."""
    contract = Contract(id="C", period=Period("2026-02-03", "2027-02-02"))
    facts = Portfolio(contracts=(contract,))
    meetings = plan(facts, rules=installed.follow_up_rules, calendar=installed.calendar)
    assert [str(one.due_on) for one in meetings] == ["2026-08-04"]
    assert "Harvest Day" in meetings[0].why("en")
    sweden = plan(facts, rules=installed.follow_up_rules, calendar=jurisdiction("SE").calendar)
    assert [str(one.due_on) for one in sweden] == ["2026-08-03"]
    found = check(facts, as_of="2026-03-02", jurisdiction=installed)
    assert not [name for name in found.ran if name.startswith("se.")]


@pytest.mark.parametrize("code", ["se", "", None, 3, "SVERIGE"])
def test_a_code_that_names_no_country_is_refused(code):
    with pytest.raises(JurisdictionError, match=f"code={code!r}; known: SE"):
        jurisdiction(code)
    with pytest.raises(JurisdictionError, match="did you mean 'SE'"):
        jurisdiction("se")


def test_the_command_line_asks_it(installed, capsys):
    from samverkan.cli import main

    assert main(["deadline", "standstill", "--country", "XE", "--notified", "2026-03-05"]) == 0
    assert "2026-03-11" in capsys.readouterr().out
    assert main(["deadline", "--country", "XE", "--list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [question["name"] for question in listed] == ["standstill", "purchase_limit"]
    assert installed.code == "XE"


def test_it_imports_public_names_of_the_core_alone():
    """No private module, and nothing of Sweden."""
    source = PACKAGE / "src" / "samverkan_exampleland" / "__init__.py"
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module.startswith("samverkan"):
            module = importlib.import_module(node.module)
            assert not node.module.startswith("samverkan.countries")
            assert {alias.name for alias in node.names} <= set(module.__all__)


def test_the_core_does_not_know_it():
    core = ROOT / "src" / "samverkan"
    naming = [path for path in core.rglob("*.py") if "exampleland" in path.read_text("utf-8")]
    assert naming == []


def test_sweden_keeps_the_same():
    check_jurisdiction(
        jurisdiction("SE"),
        examples=[
            ("standstill", {"sent_on": "2019-04-01", "means": "electronic"}, "2019-04-11"),
            ("tender_period", {"sent_on": "2019-11-20", "procedure": "open"}, "2019-12-27"),
            ("threshold", {"on": "2024-06-01", "category": "works"}, "59880179 SEK"),
        ],
    )
