"""Fixtures for pytest, found by its entry point: a portfolio, a calendar, a clock, files on disk.

Nothing of the library is loaded before a test asks for a fixture. ``-p no:samverkan`` leaves the
plugin out. Options, on the command line or in the configuration file::

    --samverkan-country CODE      samverkan_country     (SE)
    --samverkan-contracts NUMBER  samverkan_contracts   (60)
    --samverkan-seed NUMBER       samverkan_seed        (0)

A test may choose for itself: ``@pytest.mark.samverkan(country="NO", contracts=5, seed=1)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from samverkan.calendars import WorkingCalendar
    from samverkan.portfolio import Portfolio
    from samverkan.testing.clock import Clock

__all__ = [
    "pytest_addoption",
    "pytest_configure",
    "samverkan_calendar",
    "samverkan_clock",
    "samverkan_ocds",
    "samverkan_portfolio",
    "samverkan_register",
]

_OPTIONS = (
    ("country", "SE", "country of the sample portfolio and calendar"),
    ("contracts", "60", "number of contracts of the sample portfolio"),
    ("seed", "0", "seed of the sample portfolio"),
)
_TODAY = "2026-09-01"


class _Choice(NamedTuple):
    """What a test's sample is."""

    country: str
    contracts: int
    seed: int


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the options (tillval) on the command line and in the configuration file."""
    group = parser.getgroup("samverkan", "sample portfolios of public contracts")
    for name, default, text in _OPTIONS:
        group.addoption(f"--samverkan-{name}", default=None, help=f"{text} (default: {default})")
        parser.addini(f"samverkan_{name}", text, default=default)


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known (märkning)."""
    config.addinivalue_line(
        "markers", "samverkan(country, contracts, seed): what the samverkan_… fixtures hold"
    )


def _chosen(request: pytest.FixtureRequest) -> _Choice:
    config = request.config
    values: dict[str, Any] = {}
    for name, _, _ in _OPTIONS:
        stated = config.getoption(f"--samverkan-{name}")
        values[name] = config.getini(f"samverkan_{name}") if stated is None else stated
    mark = request.node.get_closest_marker("samverkan")
    if mark is not None:
        unknown = sorted(set(mark.kwargs) - set(_Choice._fields))
        if unknown or mark.args:
            raise pytest.UsageError(
                f"mark samverkan: {[*mark.args, *unknown]}; "
                f"expected keywords of {list(_Choice._fields)}"
            )
        values |= mark.kwargs
    for name in ("contracts", "seed"):
        try:
            values[name] = int(values[name])
        except ValueError:
            raise pytest.UsageError(
                f"samverkan_{name}={values[name]!r}; expected a whole number"
            ) from None
    return _Choice(**values)


@pytest.fixture
def samverkan_portfolio(request: pytest.FixtureRequest) -> Portfolio:
    """The register of an invented municipality (exempelregister), the same in every run."""
    from samverkan.testing.samples import sample_portfolio

    chosen = _chosen(request)
    return sample_portfolio(chosen.contracts, seed=chosen.seed, country=chosen.country)


@pytest.fixture
def samverkan_calendar(request: pytest.FixtureRequest) -> WorkingCalendar:
    """The working days (arbetsdagar) of the chosen country."""
    from samverkan.calendars import national_calendar
    from samverkan.jurisdictions import jurisdiction, jurisdictions

    country = _chosen(request).country
    if country in jurisdictions():
        return jurisdiction(country).calendar
    return national_calendar(country)


@pytest.fixture
def samverkan_clock(samverkan_calendar: WorkingCalendar) -> Clock:
    """A clock (klocka) that stands at 2026-09-01 until the test moves it."""
    from samverkan.testing.clock import Clock

    return Clock(_TODAY, samverkan_calendar)


@pytest.fixture
def samverkan_register(samverkan_portfolio: Portfolio, tmp_path: Path) -> Path:
    """The portfolio as a file of the own JSON (registerfil) in the test's temporary folder."""
    from samverkan.exchange import write_json

    path = tmp_path / "register.json"
    write_json(samverkan_portfolio, path)
    return path


@pytest.fixture
def samverkan_ocds(samverkan_portfolio: Portfolio, tmp_path: Path) -> Path:
    """The portfolio's contracts as an OCDS release package (OCDS-fil) in the temporary folder."""
    import json

    from samverkan.testing.samples import sample_ocds

    path = tmp_path / "releases.json"
    text = json.dumps(sample_ocds(samverkan_portfolio), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return path
