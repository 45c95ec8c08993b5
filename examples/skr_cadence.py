"""How many follow-up meetings SKR's example asks of a municipality with 700 contracts.

SKR (2024-05-07) divides contracts into 10, 30 and 60 %, met about three times a year, once a year
and every second year. The contracts here run through all of 2027 and began evenly over 24 months.

Run: ``python examples/skr_cadence.py``.
"""

from __future__ import annotations

from collections import Counter

import samverkan as sv
from samverkan.schedule import Plan, load

SHARES = {"A": 70, "B": 210, "C": 420}
MEETING = "se.followup.follow_up_meeting"
YEAR = ("2027-01-01", "2027-12-31")
TWICE_A_YEAR = """
[book]
id = "twice-a-year"

[[rule]]
id = "se.followup.follow_up_meeting"
every = { A = "4 months", B = "6 months", C = "24 months" }
"""


def register() -> sv.Portfolio:
    """700 contracts in SKR's mix, begun in the middle of each month of 2025 and 2026."""
    first = sv.day("2025-01-15")
    contracts: list[sv.Contract] = []
    for risk, count in SHARES.items():
        for number in range(count):
            start = sv.shift(first, sv.months(number * 24 // count))
            period = sv.Period(start, sv.shift(start, sv.years(5)))
            contracts.append(sv.Contract(id=f"{risk}-{number}", period=period, risk_class=risk))
    return sv.Portfolio(contracts=contracts)


def planned(rules: sv.RuleBook) -> Plan:
    """The follow-up meetings that a rule book asks for."""
    return sv.plan(register(), rules=[rules[MEETING]], calendar=sv.jurisdiction("SE").calendar)


def main() -> None:
    """Count the meetings of a year, by class and by week, and ask what if."""
    book = sv.jurisdiction("SE").follow_up_rules
    plan = planned(book)
    found = plan.between(*YEAR)
    classes = Counter(item.case.risk_class.value for item in found)
    print(f"{len(found)} meetings in 2027: {dict(sorted(classes.items()))}")
    weeks = load(found)
    print(f"the fullest week has {max(row.count for row in weeks)} of them")

    other = planned(sv.RuleBook.from_toml(TWICE_A_YEAR, extends=book))
    gained = plan.diff(other).between(*YEAR).counts("class")
    print(f"class B twice a year: {gained['B']:+d} meetings")


if __name__ == "__main__":
    main()
