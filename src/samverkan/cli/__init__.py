"""The command line, the only part that opens a terminal; it comes with the extra ``cli``."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence

__all__ = ["main"]

COMMANDS = (
    "plan",
    "due",
    "load",
    "diff",
    "check",
    "deadline",
    "graph",
    "measure",
    "convert",
    "demo",
)
"""The modules that hold a subcommand each."""

_NEEDS = ("cyclopts", "rich")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command ``samverkan`` and give its exit code.

    Args:
        arguments: What stands behind the command's name; that of the process where left out.

    >>> main(["deadline", "--list", "--lang", "de"])
    2
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    given = ["<stdin>" if word == "-" else word for word in given]
    missing = [name for name in _NEEDS if importlib.util.find_spec(name) is None]
    if missing and given[:1] == ["demo"]:
        from samverkan.cli.bare import demo

        return demo()
    if missing:
        print(
            f"samverkan: the command line needs {' and '.join(missing)}; "
            "install them with: pip install 'samverkan[cli,ocds]'",
            file=sys.stderr,
        )
        return 2
    import cyclopts

    from samverkan.cli.app import app
    from samverkan.errors import SamverkanError

    asked = [word for word in given[:1] if word in COMMANDS]
    for name in asked or (() if given[:1] == ["--version"] else COMMANDS):
        importlib.import_module(f"samverkan.cli.{name}")
    try:
        code = app(
            given,
            exit_on_error=False,
            print_error=False,
            result_action="return_value",
        )
    except cyclopts.CycloptsError as error:
        print(f"samverkan: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    except SamverkanError as error:
        print(f"samverkan: {_one_line(str(error))}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"samverkan: {error.filename or 'file'}: {error.strerror or error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return code if isinstance(code, int) else 0


def _one_line(text: str) -> str:
    """An error with one problem on one line; one with several keeps a line each."""
    first, *others = text.split("\n")
    return f"{first}: {others[0].strip()}" if len(others) == 1 else text


def run() -> None:
    """Run the command as a process: an exit code, and no complaint when a pipe closes early."""
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)
