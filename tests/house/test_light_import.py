"""``import samverkan`` and the core load nothing heavy: asked of sys.modules, never of a clock."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "cattrs", "cyclopts", "holidays", "hypothesis", "matplotlib", "networkx", "numpy", "pandas",
    "polars", "pyarrow", "pyspark", "pytest", "rich", "scipy", "stdnum",
}  # fmt: skip


def loaded_by(*modules):
    """The top names in sys.modules after a fresh Python has imported these modules."""
    names = "; ".join(f"import {module}" for module in modules)
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {names}; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def core_modules():
    """The modules of floors 0-9 that exist, read off the layers contract."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (floors,) = (
        contract
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["id"] == "floors"
    )
    below = floors["layers"][floors["layers"].index("(network)") + 1 :]
    names = [name.strip(" ()") for layer in below for name in layer.split("|")]
    package = ROOT / "src" / "samverkan"
    return [
        f"samverkan.{name}"
        for name in names
        if (package / f"{name}.py").exists() or (package / name).is_dir()
    ]


def test_the_facade_is_light():
    assert loaded_by("samverkan") & HEAVY == set()


def test_the_facade_does_not_reach_for_dates_before_they_are_needed():
    assert "pendulum" not in loaded_by("samverkan")


def test_the_core_is_light():
    modules = core_modules()
    assert modules
    assert loaded_by(*modules) & HEAVY == set()
