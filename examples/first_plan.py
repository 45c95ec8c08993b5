"""A contract in, its follow-up plan out, with the reason for one of the dates.

Run: ``python examples/first_plan.py``.
"""

from __future__ import annotations

import samverkan as sv


def main() -> None:
    """Plan one contract and ask why."""
    buyer = sv.Party(id="SE-2120999996", name="Storköpings kommun", roles={"buyer"})
    supplier = sv.Party(id="SE-5599999991", name="Byggfirman AB", roles={"supplier"})
    contract = sv.Contract(
        id="A-2026-17",
        title="Skolmåltider",
        buyer=buyer.id,
        suppliers=(supplier.id,),
        signed_on="2026-08-17",
        period=sv.Period("2026-09-01", "2029-08-31"),
        options=(sv.Option(id="1", extend_by=sv.months(12), notice=sv.months(6)),),
        risk_class="A",
    )
    portfolio = sv.Portfolio(parties=(buyer, supplier), contracts=(contract,))
    sweden = sv.jurisdiction("SE")
    plan = sv.plan(portfolio, rules=sweden.follow_up_rules, calendar=sweden.calendar)

    print(f"{len(plan)} follow-ups; the first year:")
    for item in plan.between("2026-09-01", "2027-08-31"):
        print(f"  {item.due_on}  {item.title('en')}, {item.responsible.label('en')}")

    item = plan.find("A-2026-17/se.followup.reprocurement_start/end/0")
    assert item is not None
    print(f"\nWhy {item.title('en').lower()} on {item.due_on}?")
    print(item.why("en"))


if __name__ == "__main__":
    main()
