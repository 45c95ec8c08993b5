"""What is public is written down, documented and shown.

A name that is new or gone is written down on purpose::

    python tests/house/test_public_names.py --write
"""

from __future__ import annotations

import ast
import enum
import fnmatch
import importlib
import inspect
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
SNAPSHOT = Path(__file__).with_name("public_names.txt")
WITHOUT_EXAMPLE = Path(__file__).with_name("without_example.txt")


def module_name(path):
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def sources():
    """Every module by name, as a tree."""
    return {
        module_name(path): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
    }


@cache
def names_of(module):
    """The literal ``__all__`` of a module, or None."""
    for node in sources()[module].body if module in sources() else ():
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
            return tuple(ast.literal_eval(node.value))
    return None


ROOMS = (
    "samverkan.countries.eu",
    "samverkan.countries.se",
    "samverkan.countries.se.amendments",
    "samverkan.countries.se.law",
    "samverkan.exchange.graphs",
    "samverkan.exchange.ical",
    "samverkan.exchange.json",
    "samverkan.exchange.registers",
    "samverkan.testing.strategies",
)
"""Modules inside a folder that users import from; else the face of the folder is public."""


def is_inner(module):
    """Whether a module is a room of a folder, whose names users take from the folder."""
    return module.count(".") > 1 and module not in ROOMS


def public_modules():
    return [
        module
        for module in sources()
        if names_of(module)
        and not any(part.startswith("_") for part in module.split("."))
        and not is_inner(module)
    ]


def public_names():
    return [f"{module}.{name}" for module in public_modules() for name in sorted(names_of(module))]


def as_text():
    """The snapshot as it should be: a module on a line of its own, its names below it."""
    blocks = ["\n".join([f"[{module}]", *sorted(names_of(module))]) for module in public_modules()]
    return "\n\n".join(blocks) + "\n"


def defined(module, name):
    """Where a name is made: module, node, the node after it; follows our own imports."""
    found = None
    body = sources()[module].body
    flat = [*body, *(inner for node in body if isinstance(node, ast.If) for inner in node.body)]
    for node, after in zip(flat, [*flat[1:], None], strict=True):
        if isinstance(node, ast.ImportFrom) and node.module in sources():
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    if f"{node.module}.{alias.name}" in sources():
                        return f"{node.module}.{alias.name}", None, None
                    return defined(node.module, alias.name)
        elif isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            if node.name == name:
                return module, node, after
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                found = module, node, after
    return found


def documentation(public):
    """The text that documents a public name, from the place where it is made."""
    module, _, name = public.rpartition(".")
    place = defined(module, name)
    if place is None:
        return inspect.getdoc(getattr(importlib.import_module(module), name)) or ""
    home, node, after = place
    if node is None:
        return ast.get_docstring(sources()[home]) or ""
    if isinstance(node, ast.ClassDef):
        return "\n".join(
            ast.get_docstring(part) or ""
            for part in [node, *node.body]
            if isinstance(part, (ast.ClassDef, ast.FunctionDef))
        ).strip() * bool(ast.get_docstring(node))
    if isinstance(node, ast.FunctionDef):
        return ast.get_docstring(node) or ""
    if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
        return str(after.value.value)
    path = SOURCE.joinpath(*home.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    above = path.read_text(encoding="utf-8").splitlines()[node.lineno - 2]
    return above.strip().removeprefix("#:") if above.strip().startswith("#:") else ""


def needs_example(public):
    """Functions and classes do; errors and codes are shown where they are raised and used."""
    module, _, name = public.rpartition(".")
    place = defined(module, name)
    if place and not isinstance(place[1], (ast.ClassDef, ast.FunctionDef)):
        return False  # another name for what is documented elsewhere
    value = getattr(importlib.import_module(module), name)
    if inspect.isclass(value):
        return not (
            issubclass(value, (BaseException, enum.Enum)) or getattr(value, "_is_protocol", False)
        )
    return inspect.isfunction(value)


def excused():
    """Names (or patterns of names) without an example, each with its reason."""
    lines = WITHOUT_EXAMPLE.read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines if line and not line.startswith("#"))


def test_every_module_says_what_is_public():
    silent = [
        module
        for module in sources()
        if names_of(module) is None and not module.endswith("__main__")
    ]
    assert silent == [], f"no literal __all__ in {silent}"


def test_the_public_names_are_those_written_down():
    assert SNAPSHOT.read_text(encoding="utf-8") == as_text(), (
        "public names have changed; when that is meant: "
        "python tests/house/test_public_names.py --write"
    )


@pytest.mark.parametrize("module", public_modules())
def test_every_name_in_all_exists(module):
    there = importlib.import_module(module)
    assert [name for name in names_of(module) if not hasattr(there, name)] == []


@pytest.mark.parametrize("module", public_modules())
def test_every_public_name_is_documented(module):
    silent = [name for name in names_of(module) if not documentation(f"{module}.{name}")]
    assert silent == [], (
        f"{module}: no docstring: {silent} (a constant takes a string below it or '#: …' above it)"
    )


@pytest.mark.parametrize("module", public_modules())
def test_every_public_callable_has_an_example(module):
    reasons = excused()
    bare = [
        f"{module}.{name}"
        for name in names_of(module)
        if needs_example(f"{module}.{name}")
        and ">>>" not in documentation(f"{module}.{name}")
        and not any(fnmatch.fnmatchcase(f"{module}.{name}", pattern) for pattern in reasons)
    ]
    assert bare == [], f"no example and no reason in {WITHOUT_EXAMPLE.name}: {bare}"


def test_who_is_excused_from_an_example_exists_and_has_none():
    bare = [name for name in public_names() if ">>>" not in documentation(name)]
    stale = [pattern for pattern in excused() if not fnmatch.filter(bare, pattern)]
    assert stale == [], f"{WITHOUT_EXAMPLE.name} names what is gone or has an example: {stale}"


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    SNAPSHOT.write_text(as_text(), encoding="utf-8")
