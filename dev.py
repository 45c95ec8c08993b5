#!/usr/bin/env python3
"""Set samverkan up in .venv and run it; Python 3.11 and pip are all that must be there.

python3 dev.py demo           the follow-up plan of the example register
python3 dev.py test [ARG…]    the tests; what follows goes to pytest
python3 dev.py cover [ARG…]   the tests with branch coverage
python3 dev.py spark [ARG…]   the tests on Apache Spark with two workers; needs Java 17
python3 dev.py check          format, lint, types, floors, dependencies, docs
python3 dev.py docs           the documentation as docs/_build/html
python3 dev.py bench [NAME]   benchmarks/NAME.py; without a name, which there are
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # a person may start it with an older python3
    sys.exit(
        "dev.py: samverkan needs Python 3.11 or newer, this is {}.{}; start it as "
        "python3.11 dev.py (or a newer one)".format(*sys.version_info)
    )

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "samverkan-stamp.json"

PLAIN = ("cli", "ical", "ocds")
FULL = (*PLAIN, "duckdb", "numeric", "pytest", "registers", "rustworkx", "tables")
EXTRAS = {
    "demo": PLAIN,
    "test": FULL,
    "cover": FULL,
    "spark": ("cli", "pytest", "spark", "tables"),
    "check": FULL,
    "docs": FULL,
    "bench": FULL,
}
"""The extras of pyproject.toml that each command needs; only `spark` asks for Spark."""

GROUPS = {
    "demo": (),
    "test": ("test",),
    "cover": ("test",),
    "spark": ("test",),
    "check": ("test", "typing", "lint", "docs"),
    "docs": ("test", "docs"),
    "bench": ("test", "bench"),
}
"""The dependency groups of pyproject.toml that each command needs."""


class SetUpError(Exception):
    """The environment could not be made; the text says why and what to do."""


# ------------------------------------------------------------------------------------ environment


def step(what: str, *command: str | Path) -> None:
    """Run a command of the set-up: one line with its time, its output only when it fails."""
    print(f"  {what} … ", end="", flush=True, file=sys.stderr)
    began = time.monotonic()
    pipe, both = subprocess.PIPE, subprocess.STDOUT
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd=ROOT, check=False, text=True, stdout=pipe, stderr=both)
    took = f"{time.monotonic() - began:.1f} s"
    print(took if done.returncode == 0 else f"failed after {took}", file=sys.stderr)
    if done.returncode != 0:
        raise SetUpError(f"{done.stdout.strip()}\ndev.py: this failed: {' '.join(words)}")


def runs(*command: str | Path) -> bool:
    """Whether a command ends well; says nothing."""
    words = [str(part) for part in command]
    try:
        return subprocess.run(words, cwd=ROOT, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def make_environment() -> None:
    """An environment with pip in it, on a Debian without python3-venv, too."""
    if not runs(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"):
        print(f"  making {VENV.name} with Python {sys.version.split()[0]}", file=sys.stderr)
        venv.EnvBuilder(with_pip=False, clear=True, symlinks=os.name != "nt").create(VENV)
    if runs(PYTHON, "-m", "pip", "--version"):
        return
    if importlib.util.find_spec("ensurepip") and runs(PYTHON, "-m", "ensurepip"):
        return
    if not importlib.util.find_spec("pip"):
        raise SetUpError(
            "dev.py: this Python has neither ensurepip nor pip; "
            "on Debian and Ubuntu: apt install python3-pip"
        )
    print("  no ensurepip here (Debian keeps it in python3-venv); pip does it", file=sys.stderr)
    step("pip into .venv", sys.executable, "-m", "pip", "--python", PYTHON, "install", "pip")


def install_with_uv(wanted: list[str]) -> bool:
    """Install with uv where it is found; False when it is absent or does not get through."""
    uv = shutil.which("uv")
    if uv is None:
        return False
    try:
        if not runs(PYTHON, "--version"):
            step("making .venv with uv", uv, "venv", "--clear", "--python", sys.executable, VENV)
        step("installing with uv", uv, "pip", "install", "--python", PYTHON, *wanted)
    except SetUpError:
        print("  uv did not get through; pip does it", file=sys.stderr)
        return False
    return True


def install_with_pip(wanted: list[str]) -> None:
    """Install with pip, in an environment of our own, so that PEP 668 is content."""
    make_environment()
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install")
    step("a pip that knows dependency groups", *pip, "pip>=25.1")
    step("installing samverkan and what this needs", *pip, *wanted)


def fingerprint() -> str:
    """A hash of all that decides what the environment holds."""
    paths = (ROOT / "pyproject.toml", ROOT / "dev.py")
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def set_up(command: str) -> None:
    """Make .venv hold what a command needs; nothing is done when it does."""
    needed = {*EXTRAS[command], *(f"--group {name}" for name in GROUPS[command])}
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        fresh, held = stamp["fingerprint"] == fingerprint(), set(stamp["held"])
        moved = stamp["root"] != str(ROOT)
    except (OSError, ValueError, KeyError):
        fresh, held, moved = False, set(), False
    if fresh and not moved and held >= needed and PYTHON.exists():
        return
    print("dev.py: setting up .venv (once; again when pyproject.toml changes)", file=sys.stderr)
    if moved:  # its scripts name the folder they were made in
        shutil.rmtree(VENV)
    held |= needed
    groups = [word for name in sorted(held) if " " in name for word in name.split()]
    extras = ",".join(name for name in sorted(held) if " " not in name)
    wanted = ["-e", f".[{extras}]", *groups]
    if not install_with_uv(wanted):
        install_with_pip(wanted)
    stamp = {"fingerprint": fingerprint(), "held": sorted(held), "root": str(ROOT)}
    STAMP.write_text(json.dumps(stamp), encoding="utf-8")


# --------------------------------------------------------------------------------------- commands


def run(*command: str | Path) -> int:
    """Run a program in the project's folder with its output where it belongs."""
    sys.stdout.flush()
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode


def demo(arguments: list[str]) -> int:
    """The follow-up plan of the bundled example register."""
    return run(PYTHON, "-m", "samverkan", "demo", *arguments)


def test(arguments: list[str]) -> int:
    """The test suite on two workers; one file stays on one worker."""
    return run(PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadfile", *arguments)


def cover(arguments: list[str]) -> int:
    """The test suite under `coverage run`, which sees what plugins import; pytest-cov does not."""
    coverage = (PYTHON, "-m", "coverage")
    run(*coverage, "erase")
    failed = run(*coverage, "run", "-m", "pytest", "-n", "2", "--dist", "loadfile", *arguments)
    run(*coverage, "combine", "--quiet")
    return run(*coverage, "report") or failed


def spark(arguments: list[str]) -> int:
    """The tests on Spark: a session with two workers of its own, and what one machine answers."""
    if not runs("java", "-version"):
        print(
            "dev.py spark: no Java here, and Spark runs on it; on Debian and Ubuntu: "
            "apt install openjdk-17-jre-headless"
        )
        return 1
    return run(PYTHON, "-m", "pytest", "-m", "spark", "tests/spark", *arguments)


def docs(arguments: list[str]) -> int:
    """The documentation, a warning being an error."""
    return run(PYTHON, "-m", "sphinx", "-W", "-q", *arguments, "docs", "docs/_build/html")


def check(arguments: list[str]) -> int:
    """Everything but the tests; all run even when one fails. Words choose: `check mypy docs`."""
    checks = {
        "format": (BIN / "ruff", "format", "--check", "."),
        "lint": (BIN / "ruff", "check", "."),
        "mypy": (BIN / "mypy", "--strict", "src"),
        "basedpyright": (BIN / "basedpyright", "--pythonpath", PYTHON),
        "floors": (BIN / "lint-imports", "--no-logo"),
        "dependencies": (BIN / "deptry", "src"),
        "pyproject": (BIN / "validate-pyproject", "pyproject.toml"),
        "docs": (PYTHON, "-m", "sphinx", "-W", "-q", "-E", "docs", "docs/_build/html"),
    }
    if unknown := sorted(set(arguments) - set(checks)):
        print(f"dev.py: no such check: {', '.join(unknown)}; there are {', '.join(checks)}")
        return 2
    lines, failed = [], False
    for name in arguments or checks:
        print(f"\n== {name} ==", flush=True)
        began = time.monotonic()
        code = run(*checks[name])
        failed = failed or code != 0
        lines.append(
            f"  {name:<14} {'failed' if code else 'ok':<7} {time.monotonic() - began:5.1f} s"
        )
    print("\n== all checks ==", *lines, sep="\n", flush=True)
    return int(failed)


def bench(arguments: list[str]) -> int:
    """One benchmark by name, or the names."""
    found = {path.stem: path for path in sorted((ROOT / "benchmarks").glob("[!_]*.py"))}
    if not arguments or arguments[0] not in found:
        print("dev.py bench NAME, where NAME is one of:", ", ".join(found) or "(none yet)")
        return 2 if arguments else 0
    return run(PYTHON, found[arguments[0]], *arguments[1:])


COMMANDS = {
    function.__name__: function for function in (demo, test, cover, spark, check, docs, bench)
}


def main(arguments: list[str]) -> int:
    """Set up what the command needs, run it, and end with its exit code."""
    if not arguments or arguments[0] not in COMMANDS:
        print((__doc__ or "").strip())
        return 0 if arguments and arguments[0] in {"-h", "--help", "help"} else 2
    name, *rest = arguments
    try:
        set_up(name)
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    return COMMANDS[name](rest)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
