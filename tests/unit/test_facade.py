"""The façade: one list of names, each found where it lives, none of them loaded before."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil

import pytest

import samverkan


def promised_to_type_checkers():
    """The names of the block that only type checkers read, by module."""
    tree = ast.parse(inspect.getsource(samverkan))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    return {node.module: tuple(alias.name for alias in node.names) for node in block.body}


def test_type_checkers_and_python_see_the_same_names():
    assert promised_to_type_checkers() == {
        f"samverkan.{module}": names for module, names in samverkan._HOMES.items()
    }


def test_all_holds_every_name_once():
    assert sorted(samverkan.__all__) == sorted(samverkan._HOME)
    assert len(set(samverkan.__all__)) == len(samverkan.__all__)
    assert dir(samverkan) == sorted(samverkan.__all__)


def test_no_name_is_that_of_a_module():
    # Importing a module sets it on its package, over whatever had the name before.
    modules = {found.name for found in pkgutil.iter_modules(samverkan.__path__)}
    assert set(samverkan.__all__) & modules == set()


@pytest.mark.parametrize("name", sorted(samverkan._HOME))
def test_a_name_is_what_its_module_has(name):
    home = importlib.import_module(f"samverkan.{samverkan._HOME[name]}")
    assert getattr(samverkan, name) is getattr(home, name)
    assert name in home.__all__


def test_an_unknown_name_is_missing_as_names_are():
    with pytest.raises(AttributeError, match="module 'samverkan' has no attribute 'Vendor'"):
        samverkan.Vendor  # noqa: B018  # the look-up is what is asked
