"""How long the test kit's strategies take: 200 examples of each, beside what filtering would cost.

Run: ``python dev.py bench strategies``. Processor time, so that a busy machine does not decide.
``filtered`` is a contract strategy as one writes it at first: two days and ids drawn freely, and
what the constructor would refuse thrown away.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
from hypothesis import given, settings
from hypothesis import strategies as st

import samverkan as sv
from samverkan.testing import sample_portfolio, simplest
from samverkan.testing import strategies as kit

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = 200


def seconds(strategy: st.SearchStrategy[Any]) -> float:
    """Processor time of so many examples."""

    @settings(max_examples=EXAMPLES, database=None, deadline=None, derandomize=True)
    @given(strategy)
    def draw(value: object) -> None:
        del value

    began = time.process_time()
    draw()
    return time.process_time() - began


def timed(work: Callable[[], object]) -> float:
    """Processor time of some work."""
    began = time.process_time()
    work()
    return time.process_time() - began


@st.composite
def plain_contracts(draw: st.DrawFn) -> sv.Contract:
    """Valid by construction: the end is drawn as a length."""
    start = draw(kit.days())
    return sv.Contract(
        id=draw(st.sampled_from(("A-1", "A-2"))),
        buyer="P-1",
        suppliers=("P-2",),
        period=sv.Period(start, start.add(days=draw(st.integers(0, 2000)))),
    )


@st.composite
def filtered_contracts(draw: st.DrawFn) -> sv.Contract:
    """The same by throwing away: days until they are in order, parties until they differ."""
    start, end = draw(st.tuples(kit.days(), kit.days()).filter(lambda two: two[0] <= two[1]))
    parties = st.tuples(st.sampled_from(("P-1", "P-2")), st.sampled_from(("P-1", "P-2")))
    buyer, supplier = draw(parties.filter(lambda two: two[0] != two[1]))
    return sv.Contract(
        id=draw(st.sampled_from(("A-1", "A-2"))),
        buyer=buyer,
        suppliers=(supplier,),
        period=sv.Period(start, end),
    )


REGISTRATION = "from samverkan.testing.registration import register; register()"
PLUGIN = "import samverkan.testing.plugin"


def milliseconds_in_a_fresh_process(before: str, work: str, runs: int = 15) -> float:
    """The least processor time of some work in so many fresh processes, after something else."""
    code = (
        f"import time\n{before}\nbegan = time.process_time()\n{work}\n"
        "print(time.process_time() - began)"
    )
    folder = str(Path(__file__).resolve().parents[1] / "src")
    plain = {**os.environ, "PYTHONPATH": folder, "HYPOTHESIS_NO_PLUGINS": "1"}
    return 1000 * min(
        float(
            subprocess.check_output([sys.executable, "-c", code], env=plain)
        )  # starts python itself
        for _ in range(runs)
    )


def main() -> None:
    """Print the figures."""
    print(f"Python {platform.python_version()}, Hypothesis {hypothesis.__version__}")
    print(
        f"seconds of processor time for {EXAMPLES} examples; the second time, when all is loaded"
    )
    for name, make in (
        ("portfolios()", kit.portfolios),
        ("portfolios(dirty=True)", lambda: kit.portfolios(dirty=True)),
        ("contracts()", kit.contracts),
        ("procurements()", kit.procurements),
        ("parties()", kit.parties),
        ("follow_up_rules()", kit.follow_up_rules),
        ("plans()", kit.plans),
        ("ocds_packages()", kit.ocds_packages),
        ("own_documents()", kit.own_documents),
    ):
        seconds(make())
        print(f"  {name:<24}{seconds(make()):6.2f}")
    built, filtered = (
        min(seconds(make()) for _ in range(3)) for make in (plain_contracts, filtered_contracts)
    )
    print(
        f"a bare contract, built: {built:.2f}, filtered: {filtered:.2f} = {filtered / built:.1f} x"
    )
    print(f"simplest(portfolios()): {timed(lambda: simplest(kit.portfolios())):.3f}")
    whole = milliseconds_in_a_fresh_process("", "import hypothesis")
    ours = milliseconds_in_a_fresh_process("import hypothesis", REGISTRATION)
    print(f"import hypothesis: {whole:.0f} ms, our entry point in it: {ours:.1f} ms")
    plugin = milliseconds_in_a_fresh_process("import pytest", PLUGIN)
    print(f"our pytest plugin where no test asks for it: {plugin:.1f} ms")
    print(f"sample_portfolio(700): {timed(lambda: sample_portfolio(700)):.2f}")


if __name__ == "__main__":
    main()
