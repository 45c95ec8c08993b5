"""What every test shares: how long Hypothesis may search, and that the pages' Python blocks run.

The blocks of one page share their names.
"""

from __future__ import annotations

import os
from doctest import ELLIPSIS

from hypothesis import settings
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser

# Scripts and what they made hold no examples.
collect_ignore = ["dev.py", "docs/conf.py", "docs/_build"]

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=ELLIPSIS), SkipParser()],
    patterns=["README.md", "docs/*.md", "docs/*/*.md", "docs/*/*/*.md"],
    excludes=["docs/_build/*", "docs/reference/api/*"],
).pytest()

# No deadline: a shared machine is slow now and then, which is no bug. CI searches repeatably.
settings.register_profile(
    "house",
    deadline=None,
    derandomize="CI" in os.environ,
    print_blob=True,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))
