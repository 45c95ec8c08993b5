"""The floors of the house, as pyproject.toml draws them, hold, and they bite."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
)


def lint(folder, *, source):
    """Run import-linter on the package that lies in ``source``, with the project's contracts."""
    return subprocess.run(
        [sys.executable, "-c", LINT],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(source), "PYTHONIOENCODING": "utf-8"},
    )


@pytest.fixture
def house(tmp_path):
    """A house of empty rooms; returns how to furnish one and lint the house."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    package = tmp_path / "src" / "samverkan"
    package.mkdir(parents=True)
    for name in ("__init__", "errors", "periods", "contracts", "parties", "jurisdictions"):
        (package / f"{name}.py").touch()

    def furnish(name, text):
        (package / name).write_text(text, encoding="utf-8")
        return lint(tmp_path, source=tmp_path / "src")

    return furnish


def test_the_house_keeps_its_contracts():
    done = lint(ROOT, source=ROOT / "src")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "text", "contract"),
    [
        ("errors.py", "import samverkan.periods", "Imports go down the floors"),
        ("contracts.py", "import samverkan.parties", "Imports go down the floors"),
        ("leftovers.py", "", "Imports go down the floors"),
        ("errors.py", "from samverkan import periods, contracts", "Imports go down the floors"),
        ("contracts.py", "from samverkan import Party", "The house does not enter"),
        ("periods.py", "import time", "The core has no files"),
        ("periods.py", "def f():\n    import os.path", "The core has no files"),
        ("contracts.py", "from importlib import metadata", "The core has no files"),
        ("contracts.py", "import networkx as nx", "networkx lives in"),
        ("contracts.py", "from hypothesis import strategies", "hypothesis and pytest"),
        ("contracts.py", "from rich.table import Table", "Only the command line"),
    ],
)
def test_a_breach_is_found(house, module, text, contract):
    done = house(module, text)
    assert done.returncode == 1, done.stdout + done.stderr
    assert any(
        line.startswith(contract) and line.endswith("BROKEN") for line in done.stdout.splitlines()
    ), done.stdout


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("contracts.py", "import samverkan.periods"),
        ("jurisdictions.py", "from importlib import metadata"),
        (
            "periods.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import samverkan.contracts",
        ),
        ("cli.py", "import os, time, rich"),
        ("views.py", "import networkx, pathlib"),
    ],
)
def test_what_the_floors_allow_passes(house, module, text):
    done = house(module, text)
    assert done.returncode == 0, done.stdout + done.stderr
