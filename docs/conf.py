"""How Sphinx builds the documentation; `python3 dev.py docs` runs it, every warning an error."""

from __future__ import annotations

import importlib
import sys
from importlib.metadata import version as installed_version
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS))

from check_pages import check_pages  # noqa: E402  # lies beside this file
from rule_pages import rule_pages  # noqa: E402  # as above
from table_pages import table_pages  # noqa: E402  # as above

PUBLIC_NAMES = DOCS.parent / "tests" / "house" / "public_names.txt"

project = "samverkan"
author = "samverkan contributors"
copyright = "samverkan contributors, MIT licence"
version = release = installed_version("samverkan")
language = "en"

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
]
exclude_patterns = ["_build"]

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3
nb_execution_mode = "off"  # the blocks are run by the tests, where a wrong answer fails

autodoc_class_signature = "mixed"
autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_typehints = "signature"
napoleon_numpy_docstring = False
napoleon_use_ivar = True
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = f"samverkan {release}"
html_show_copyright = False
html_show_sphinx = False


def reference_pages() -> dict[str, str]:
    """One page for each public module, read off the list of public names: documented is public."""
    blocks = PUBLIC_NAMES.read_text(encoding="utf-8").strip().split("\n\n")
    pages = {}
    for block in blocks:
        heading, *names = block.splitlines()
        module = heading.strip("[]")
        if module == "samverkan":  # the façade: its names are documented where they are made
            continue
        names = [name for name in names if made_in(module, name)]
        pages[module] = "\n".join(
            [
                f"# {module}",
                "",
                "```{eval-rst}",
                f".. automodule:: {module}",
                f"   :members: {', '.join(names)}",
                "```",
                "",
            ]
        )
    return pages


def made_in(module: str, name: str) -> bool:
    """Whether a name is made in a module or folder, and not given on from another page."""
    home = getattr(getattr(importlib.import_module(module), name), "__module__", module)
    return str(home).startswith(module) or not str(home).startswith("samverkan")


def write_reference(_app: object) -> None:
    """Write the reference pages; a page of a module that is gone goes, too."""
    write_pages("api", {f"{module}.md": text for module, text in reference_pages().items()})
    write_pages("checks", check_pages())
    write_pages("rule-book", rule_pages())
    write_pages("tables", table_pages())


def write_pages(room: str, pages: dict[str, str]) -> None:
    """Write the pages of one folder of the reference, and take away those that are gone."""
    folder = DOCS / "reference" / room
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.md"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def setup(app: object) -> None:
    """Sphinx calls this first."""
    app.connect("builder-inited", write_reference)  # type: ignore[attr-defined]  # Sphinx's own object
