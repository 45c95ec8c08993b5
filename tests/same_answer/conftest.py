"""The engines that must give the answer of the object path."""

from __future__ import annotations

import importlib.util

import pytest

ENGINES = ("polars", "pyarrow", "pandas", "duckdb")


@pytest.fixture(params=ENGINES, scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    """An engine; its tests are skipped where it is not installed."""
    if importlib.util.find_spec(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    return request.param
