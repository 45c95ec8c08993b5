"""The command as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from importlib import resources

import pytest

REGISTER = resources.files("samverkan.cli").joinpath("storkoping.json")


def run(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "samverkan", *arguments],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        **options,
    )


def test_python_m_samverkan_is_the_command():
    done = run("--version")
    assert done.returncode == 0
    assert done.stdout.strip()


@pytest.mark.parametrize("arguments", [["demo"], ["plan", str(REGISTER), "--json"]])
def test_a_pipe_that_closes_early_is_no_error(arguments):
    command = [sys.executable, "-m", "samverkan", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr is not None
        told = process.stderr.read().decode()
    assert process.returncode == 0
    assert "Error" not in told
    assert "pipe" not in told


WITHOUT_EXTRA = (
    "import sys, importlib.util as u\n"
    "found = u.find_spec\n"
    "u.find_spec = lambda name, *a: None if name in ('rich', 'cyclopts') else found(name, *a)\n"
    "sys.modules['rich'] = sys.modules['cyclopts'] = None\n"
    "from samverkan.cli import main; sys.exit(main({arguments!r}))"
)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [(["plan", "x"], 2, "samverkan[cli"), (["demo"], 0, "A-2025-01 Skolmåltider")],
)
def test_without_the_extra_there_is_a_demo_and_a_word_on_what_to_install(arguments, code, told):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_EXTRA.format(arguments=arguments)],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == code
    assert told in done.stdout + done.stderr
