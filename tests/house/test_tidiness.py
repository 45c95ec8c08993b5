"""The house is tidy: no overgrown module, no left-over notes, no path of somebody's machine."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "samverkan"
MOST_LINES = 500
TEXTS = {".cfg", ".css", ".html", ".js", ".json", ".md", ".py", ".toml", ".txt", ".yaml", ".yml"}
NOTE = re.compile(r"\b(?:TO[D]O|FIX[M]E|HA[C]K)\b")
MACHINE_PATH = re.compile(r"(?<![\w.~:/>})-])/(?:home|mnt|opt|root|srv|tmp|Users|var|work)/")
VAGUE = {"base", "common", "helper", "helpers", "info", "manager", "misc", "util", "utils"}
DIRECTIVE = re.compile(r"#\s*(?:type:\s*ignore|pyright:\s*ignore|noqa)\b(?P<rest>.*)$")
REASON = re.compile(r"^(?:\[[\w, -]+\]|:\s*[A-Z]+\d+(?:[, ]+[A-Z]+\d+)*)\s*(?:#|-|—|–)\s*\w.{7,}$")


def project_files():
    """The text files of the project: what git would keep, or all where git is absent."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        listed = subprocess.run(
            [git, "ls-files", "-co", "--exclude-standard", "-z"],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [
            path
            for path in ROOT.rglob("*")
            if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
        ]
    return sorted(path for path in paths if path.is_file() and path.suffix in TEXTS)


def places(pattern, paths):
    """Where a pattern occurs: file, line and text."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_module_is_overgrown():
    lengths = {
        str(path.relative_to(SOURCE)): len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCE.rglob("*.py")
    }
    assert {name: count for name, count in lengths.items() if count > MOST_LINES} == {}


def test_modules_have_names_that_say_something():
    assert [str(p.relative_to(SOURCE)) for p in SOURCE.rglob("*") if p.stem in VAGUE] == []


def test_no_left_over_notes():
    assert places(NOTE, project_files()) == []


def test_no_path_of_a_machine():
    assert places(MACHINE_PATH, project_files()) == []


def test_every_silenced_warning_has_a_reason():
    python = [path for path in project_files() if path.suffix == ".py"]
    silent = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in python
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (found := DIRECTIVE.search(line)) and not REASON.match(found["rest"].strip())
    ]
    assert silent == [], "write code and reason: 'noqa: CODE  # reason'"


@pytest.mark.parametrize(
    "rest",
    ["[arg-type]  # attrs strips the underscore", ": PLC0415  # heavy, loaded when used"],
)
def test_a_reason_is_seen(rest):
    assert REASON.match(rest)


@pytest.mark.parametrize("rest", ["", "[arg-type]", ": PLC0415", ": PLC0415  # why"])
def test_a_missing_reason_is_seen(rest):
    assert not REASON.match(rest)
