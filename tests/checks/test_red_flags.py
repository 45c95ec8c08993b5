"""The red flags with published numbers: a finding, a near miss, a case with missing data, each.

The numbers are those of Cardinal (open-contracting/cardinal-rs), as domain reference 5.3 has them.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from samverkan.checks import check
from samverkan.contracts import Contract
from samverkan.development import DesignChoice
from samverkan.measures import Fences, fences, quantile
from samverkan.parties import Party
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.tenders import Tender
from samverkan.values import Money

NAMES = tuple("ABCDEFGHIJ")


def world(*processes, choices=()):
    """Procurements U-1, U-2, …: each a dict of its days, its bids, and who won."""
    procurements, tenders, contracts = [], [], []
    for n, process in enumerate(processes, 1):
        key = f"U-{n}"
        facts = dict(process)
        bids, winner = facts.pop("bids", ()), facts.pop("winner", None)
        procurements.append(Procurement(id=key, **{"buyer": "K", "procedure": "open", **facts}))
        for k, (party, amount, *rest) in enumerate(bids, 1):
            status, submitted_on = (*rest, None)[:2] if rest else ("valid", None)
            tenders.append(
                Tender(
                    id=f"{key}-T{k}",
                    procurement=key,
                    tenderers=(party,),
                    amount=None if amount is None else Money(amount, "SEK"),
                    status=status,
                    submitted_on=submitted_on,
                )
            )
        if winner is not None:
            contracts.append(Contract(id=f"{key}-A", procurement=key, suppliers=(winner,)))
    return Portfolio(
        parties=tuple(Party(id=name) for name in ("K", "L", *NAMES)),
        procurements=tuple(procurements),
        tenders=tuple(tenders),
        contracts=tuple(contracts),
        design_choices=tuple(
            DesignChoice(id=f"V-{n}", procurement="U-1", kind=kind)
            for n, kind in enumerate(choices)
        ),
    )


def flagged(number, facts):
    return check(facts, "2026-12-31", only=[f"flags.{number}"])


def ratio(percent, winner="A"):
    """A process whose second lowest bid is so many per cent above the winning 100,000."""
    return {
        "bids": ((winner, 100_000), ("B", str(100_000 + 1000 * percent))),
        "winner": winner,
    }


# Eleven ratios whose quartiles by R-8 are 5 % and 7 %, with one more to ask about in front.
SPREAD = (*(ratio(5) for _ in range(5)), *(ratio(7) for _ in range(5)))
DISQUALIFIED = (("A", 100), ("B", 90, "disqualified"), ("C", 80, "disqualified"),
                ("D", 70, "disqualified"), ("E", 60, "disqualified"))  # fmt: skip


def tried(party, wins, losses):
    """Processes in which a party bids against J and wins some."""
    return [
        {"bids": ((party, 10), ("J", 20)), "winner": party if n < wins else "J"}
        for n in range(wins + losses)
    ]


def rejected(buyer, out, kept):
    return [
        {"buyer": buyer, "bids": ((f"{'ABCDEFGHIJ'[n % 10]}", 10,
                                   "disqualified" if n < out else "valid"),)}
        for n in range(out + kept)
    ]  # fmt: skip


def fields(party, divisions, processes=20):
    return [{"cpv": (f"{10 + n % divisions}000000",), "winner": party} for n in range(processes)]


CASES = [
    ("r003", "finding", 1,
     world({"published_on": "2026-03-15", "tenders_due_on": "2026-03-20"})),
    ("r003", "near miss", 0,
     world({"published_on": "2026-03-15", "tenders_due_on": "2026-03-30"})),
    ("r003", "missing data", 0, world({"tenders_due_on": "2026-03-20"})),
    ("r018", "finding", 1, world({"bids": (("A", 1),)})),
    ("r018", "near miss", 0, world({"procedure": "neg-wo-call", "bids": (("A", 1),)})),
    ("r018", "near miss", 0, world({"bids": (("A", 1), ("B", 2))})),
    ("r018", "missing data", 0, world({"bids": ()})),
    ("r018", "missing data", 0, world({"procedure": None, "bids": (("A", 1),)})),
    ("r024", "finding", 1, world(ratio(1), *SPREAD)),
    ("r024", "near miss", 0, world(ratio(3), *SPREAD)),
    ("r024", "missing data", 0, world({"bids": (("A", None), ("B", 1)), "winner": "A"}, *SPREAD)),
    ("r058", "finding", 1, world(ratio(15), *SPREAD)),
    ("r058", "near miss", 0, world(ratio(9), *SPREAD)),
    ("r058", "near miss", 0, world(ratio(15), *SPREAD, choices=("fixed-price",))),
    ("r058", "missing data", 0, world({"bids": (("A", 1), ("B", 9))}, *SPREAD)),
    ("r025", "finding", 1,
     world(*tried("A", 1, 19), *(one for p in "BCDEFGHI" for one in tried(p, 2, 2)))),
    ("r025", "near miss", 0,
     world(*tried("A", 1, 1), *(one for p in "BCDEFGHI" for one in tried(p, 2, 2)))),
    ("r025", "missing data", 0, world({"bids": (("A", 1), ("B", 2))})),
    ("r028", "finding", 1, world({"bids": (("A", 4_800_000), ("B", 4_800_000))})),
    ("r028", "near miss", 0, world({"bids": (("A", 4_800_000), ("B", 4_800_001))})),
    ("r028", "near miss", 0, world({"bids": (("A", 5), ("A", 5))})),
    ("r028", "near miss", 0, world({"bids": (("A", 5), ("B", 5))}, choices=("fixed-price",))),
    ("r028", "missing data", 0, world({"bids": (("A", None), ("B", None))})),
    ("r030", "finding", 1,
     world({"tenders_due_on": "2026-03-15", "winner": "A",
            "bids": (("A", 1, "valid", "2026-04-01"),)})),
    ("r030", "near miss", 0,
     world({"tenders_due_on": "2026-03-15", "winner": "A",
            "bids": (("A", 1, "valid", "2026-03-15"),)})),
    ("r030", "near miss", 0,
     world({"tenders_due_on": "2026-03-15", "winner": "B",
            "bids": (("A", 1, "valid", "2026-04-01"),)})),
    ("r030", "missing data", 0,
     world({"winner": "A", "bids": (("A", 1, "valid", "2026-04-01"),)})),
    ("r035", "finding", 1, world({"bids": DISQUALIFIED, "winner": "A"})),
    ("r035", "near miss", 0, world({"bids": (*DISQUALIFIED, ("F", 50)), "winner": "A"})),
    ("r035", "missing data", 0, world({"bids": DISQUALIFIED})),
    ("r036", "finding", 1,
     world({"bids": (("A", 100_000, "disqualified"), ("B", 111_111)), "winner": "B"})),
    ("r036", "near miss", 0,
     world({"bids": (("A", 111_111, "disqualified"), ("B", 100_000)), "winner": "B"})),
    ("r036", "near miss", 0,
     world({"bids": (("A", 100_000, "disqualified"), ("B", 111_111)), "winner": "B"},
           choices=("quality-criteria",))),
    ("r036", "missing data", 0, world({"bids": (("A", 100_000, "disqualified"), ("B", 111_111))})),
    ("r038-buyer", "finding", 1,
     world(*rejected("K", 9, 1), *(one for b in "ABCDEFG" for one in rejected(b, 1, 9)))),
    ("r038-buyer", "near miss", 0,
     world(*rejected("K", 1, 0), *(one for b in "ABCDEFG" for one in rejected(b, 1, 9)))),
    ("r038-buyer", "missing data", 0, world({"bids": (("A", 1, None), ("B", 1, None))})),
    ("r038-tenderer", "finding", 1,
     world(*({"bids": tuple((p, 1, "disqualified" if p == "A" else "valid") for p in NAMES)}
             for _ in range(3)))),
    ("r038-tenderer", "near miss", 0,
     world({"bids": tuple((p, 1, "disqualified" if p == "A" else "valid") for p in NAMES)})),
    ("r038-tenderer", "missing data", 0, world({"bids": tuple((p, 1, None) for p in NAMES)})),
    ("r048", "finding", 1,
     world(*fields("A", 20), *(one for p in "BCDEFGH" for one in fields(p, 1 + ord(p) % 2)))),
    ("r048", "near miss", 0,
     world(*fields("A", 19, 19), *(one for p in "BCDEFGH" for one in fields(p, 1 + ord(p) % 2)))),
    ("r048", "missing data", 0, world(*({"winner": "A"} for _ in range(20)))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "shows", "count", "facts"), CASES, ids=[f"{one[0]}-{one[1]}" for one in CASES]
)
def test_the_flag_is_raised_where_it_should(number, shows, count, facts):
    findings = flagged(number, facts)
    assert len(findings) == count, shows
    assert all(one.needs_review for one in findings)


@pytest.mark.parametrize(
    ("first", "third", "lower", "upper"),
    [
        ("0.05", "0.07", "0.02", "0.10"),  # R024 and R058
        ("0.5", "0.75", "0.125", "1.125"),  # R025
        ("0.02", "0.22", "-0.28", "0.52"),  # R038
        ("0", "0.24", "-0.36", "0.60"),  # R038
        ("1", "4", "-3.5", "8.5"),  # R048
    ],
)
def test_the_fences_are_the_published_ones(first, third, lower, upper):
    found = Fences(Fraction(first), Fraction(third))
    assert (found.lower, found.upper) == (Fraction(lower), Fraction(upper))


def test_the_number_of_r035_is_that_of_the_disqualified():
    (finding,) = flagged("r035", world({"bids": DISQUALIFIED, "winner": "A"}))
    assert finding.summary.values["count"] == 4


def test_quantiles_are_those_of_numpy_with_the_median_unbiased_method():
    numpy = pytest.importorskip("numpy")
    values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]
    for share in (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)):
        expected = numpy.quantile(values, float(share), method="median_unbiased")
        assert float(quantile(values, share)) == pytest.approx(expected)


def test_fences_need_two_values():
    assert fences([1]) is None
    assert fences([1, 1]).upper == 1
