"""The checks that a new country runs find what is wrong."""

from __future__ import annotations

import attrs
import pytest

from samverkan.calendars import calendar_from_days
from samverkan.codelists import AmendmentGround, Role, SourceKind
from samverkan.deadlines import MoneyLimit
from samverkan.explanations import Dated, LegalBasis, Text
from samverkan.jurisdictions import LawFunction, jurisdiction
from samverkan.periods import day
from samverkan.testing.jurisdictions import check_jurisdiction
from samverkan.values import Money

SWEDEN = jurisdiction("SE")
ACT = LegalBasis(SourceKind.LAW, "act 1")


def undocumented(*, on):
    return on


def half(*, on):
    """It says nothing of its argument."""
    return on


def limit(id_="works", currency="EUR", amount="1", basis=ACT):
    dated = Dated(
        name=Text("gräns", "limit"),
        steps=((day("2020-01-01"), Money(amount, "EUR"), basis),),
        read_on=day("2020-01-01"),
        verified_until=day("2027-12-31"),
    )
    return {"works": MoneyLimit(id=id_, title=Text("g", "l"), amounts={currency: dated})}


BROKEN = [
    ({"code": "Sweden"}, "ISO 3166"),
    ({"parents": ("SE",)}, "parents"),
    ({"name": Text("Sverige", "")}, "no English text"),
    ({"labels": {Role.BUYER: Text("", "buyer")}}, "no Swedish text"),
    ({"grounds": {AmendmentGround.DE_MINIMIS: LegalBasis(SourceKind.LAW)}}, "no reference"),
    ({"identifiers": ("A", "A")}, "named twice"),
    ({"calendar": calendar_from_days("x", {}, ("2026-01-01", "2026-06-30"))}, "a year or more"),
    ({"calendar": calendar_from_days("x", {}, ("2026-01-01", "2028-06-30"))}, "no holiday"),
    ({"rule_book": object}, "another book each time"),
    ({"law": (LawFunction(name="a b", title=Text("a", "b"), function=half),)}, "attribute"),
    ({"law": (LawFunction(name="name", title=Text("a", "b"), function=half),)}, "field"),
    ({"law": (LawFunction(name="ask", title=Text("a", ""), function=half),)}, "no English"),
    (
        {"law": (LawFunction(name="ask", title=Text("a", "b"), function=undocumented),)},
        "docstring",
    ),
    ({"law": (LawFunction(name="ask", title=Text("a", "b"), function=half),)}, "not documented"),
    ({"law": {"x": LawFunction(name="ask", title=Text("a", "b"), function=half)}}, "documented"),
    ({"thresholds": limit(id_="other")}, "holds the limit 'other'"),
    ({"thresholds": limit(currency="SEK")}, "SEK"),
    ({"thresholds": limit(amount="0")}, "2020-01-01"),
    ({"thresholds": limit(basis=LegalBasis(SourceKind.LAW))}, "no reference"),
    ({"coverage": None}, "coverage"),
]


@pytest.mark.parametrize(("changes", "said"), BROKEN, ids=[said for _, said in BROKEN])
def test_what_a_country_lacks_is_found(changes, said):
    with pytest.raises(AssertionError, match=said):
        check_jurisdiction(attrs.evolve(SWEDEN, **changes))


@pytest.mark.parametrize(
    ("example", "said"),
    [
        (("standstil", {}, "2026-01-01"), "no question"),
        (
            ("standstill", {"sent_on": "2026-12-14", "means": "electronic"}, "2026-12-24"),
            "2026-12-28, expected 2026-12-24",
        ),
        (("threshold", {"on": "2024-06-01", "category": "works"}, "1 SEK"), "59880179 SEK"),
    ],
)
def test_a_worked_example_that_does_not_come_out_is_found(example, said):
    with pytest.raises(AssertionError, match=said):
        check_jurisdiction(SWEDEN, examples=[example])
