"""Every example runs as a reader would run it; a warning is an error."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


STAND_IN = """
class Agent:
    def __init__(self, model):
        model.agents.append(self)


class _Agents(list):
    def do(self, name, *arguments):
        for agent in self:
            getattr(agent, name)(*arguments)


class Model:
    def __init__(self):
        self.agents = _Agents()
"""


def _run(example, folder, *path):
    return subprocess.run(
        [sys.executable, "-W", "error", str(example)],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([*path, str(ROOT / "src")]),
            "PYTHONIOENCODING": "utf-8",
        },
    )


def test_agents_do_the_same_in_a_mesa_model_and_without_mesa(tmp_path):
    pytest.importorskip("numpy")
    said = []
    for mesa in (STAND_IN, "raise ModuleNotFoundError('mesa', name='mesa')"):
        (tmp_path / "mesa.py").write_text(mesa)
        done = _run(ROOT / "examples" / "mesa_relations.py", tmp_path, str(tmp_path))
        assert done.returncode == 0, done.stderr
        said.append(done.stdout.splitlines())
    (within, *one), (without, *other) = said
    assert one == other
    assert within == "run in a Mesa model"
    assert without.startswith("Mesa is not installed")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_the_example_runs(example, tmp_path):
    done = _run(example, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip(), f"{example.name} prints nothing"
