"""What every test shares: how long and how freely Hypothesis may search."""

from __future__ import annotations

import os

from hypothesis import settings

# No deadline: a shared machine is slow now and then, which is no bug. CI searches repeatably.
settings.register_profile(
    "house",
    deadline=None,
    derandomize="CI" in os.environ,
    print_blob=True,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))
