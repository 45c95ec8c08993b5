"""The demonstration where the extra ``cli`` is not installed: plain lines, the core alone."""

from __future__ import annotations

from importlib import resources

from samverkan.exchange import read
from samverkan.jurisdictions import jurisdiction
from samverkan.schedule import plan

__all__ = ["AS_OF", "UNTIL", "demo", "register"]

AS_OF = "2026-11-23"
UNTIL = "2027-01-31"
"""The days the demonstration shows."""


def register() -> bytes:
    """The bundled register: an invented municipality, some sixty contracts."""
    return resources.files("samverkan.cli").joinpath("storkoping.json").read_bytes()


def demo() -> int:
    """Print the plan of the bundled register, a line an item."""
    sweden = jurisdiction("SE")
    facts = read(register(), name="storkoping.json").portfolio
    made = plan(facts, rules=sweden.follow_up_rules, calendar=sweden.calendar, as_of=AS_OF)
    for item in made.between(AS_OF, UNTIL):
        subject = f"{item.subject.id} {item.subject.title or ''}"
        print(
            f"{item.due_on}  {subject:48.48}  {item.title('en'):44.44}  {item.responsible.label()}"
        )
    return 0
