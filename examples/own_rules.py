"""A rule of one's own, beside the Swedish default book, and what it changes.

Run: ``python examples/own_rules.py``.
"""

from __future__ import annotations

import samverkan as sv

OURS = sv.LegalBasis(sv.SourceKind.CHOICE, sv.Text("vår rutin", "our routine"))


def main() -> None:
    """Add two rules, one of them a function, and compare."""
    sweden = sv.jurisdiction("SE")
    visit = (
        sv.every("6 months", from_="start")
        .by_class(A="3 months", B="12 months")
        .rule(
            id="storkoping.site_visit",
            title=sv.Text("Platsbesök", "Site visit"),
            kind="delivery-control",
            aim="both",
            responsible="contract-manager",
            counterpart="supplier-contact",
            source=OURS,
        )
    )
    book = sweden.follow_up_rules.merge([visit])
    print(sweden.follow_up_rules.compare(book))

    contract = sv.Contract(
        id="A-1",
        period=sv.Period("2026-09-01", "2027-08-31"),
        signed_on="2026-08-17",
        risk_class="A",
    )
    portfolio = sv.Portfolio(contracts=(contract,))
    plan = sv.plan(portfolio, rules=book, calendar=sweden.calendar)
    for item in plan:
        if item.rule is visit:
            print(item.due_on, item.title("sv"), "–", item.why("sv").splitlines()[-1])


if __name__ == "__main__":
    main()
