"""A portfolio as an OCDS release package, for suites whose own code reads OCDS."""

from __future__ import annotations

from typing import Any

from samverkan.contracts import Contract
from samverkan.periods import Day
from samverkan.portfolio import Portfolio
from samverkan.values import Money

__all__ = ["sample_ocds"]

Node = dict[str, Any]
_METHODS = {"open": "open", "restricted": "selective", "oth-single": "direct"}
_PREFIX = "ocds-213czf"


def _moment(on: Day | None) -> str | None:
    return None if on is None else f"{on}T00:00:00Z"


def _value(money: Money | None) -> Node | None:
    if money is None:
        return None
    whole = money.amount == int(money.amount)
    return {
        "amount": int(money.amount) if whole else float(money.amount),
        "currency": money.currency,
    }


def _without_nothing(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, [], {})}


def sample_ocds(portfolio: Portfolio) -> Node:
    """The contracts of a portfolio as one OCDS 1.1 release package (OCDS-paket), a process each.

    Parties, buyer, tender, award and contract of each; what OCDS has no place for is left out.

    >>> from samverkan.testing.samples import sample_portfolio
    >>> package = sample_ocds(sample_portfolio(contracts=3))
    >>> len(package["releases"]), package["version"]
    (3, '1.1')
    """
    releases = [_release(portfolio, contract) for contract in portfolio.contracts]
    return {
        "uri": "https://example.org/releases.json",
        "version": "1.1",
        "publishedDate": max((one["date"] for one in releases), default="2026-09-01T00:00:00Z"),
        "publisher": {"name": "samverkan.testing"},
        "releases": releases,
    }


def _release(portfolio: Portfolio, contract: Contract) -> Node:
    procurement = portfolio.procurement_of(contract)
    buyer = portfolio.buyer(contract)
    suppliers = [portfolio.party(one) for one in contract.suppliers]
    parties = [
        {"id": party.id, "name": party.label(), "roles": roles}
        for party, roles in (
            *([(buyer, ["buyer"])] if buyer else []),
            *((party, ["supplier", "tenderer"]) for party in suppliers),
        )
    ]
    named = [{"id": party.id, "name": party.label()} for party in suppliers]
    period = contract.period
    tender: Node = {"id": f"{contract.id}-tender", "status": "complete"}
    if procurement is not None:
        procedure = procurement.procedure
        tender |= {
            "title": procurement.title,
            "procurementMethod": _METHODS.get(procedure.value) if procedure else None,
            "mainProcurementCategory": procurement.category.value
            if procurement.category
            else None,
            "value": _value(procurement.value),
            "tenderPeriod": _without_nothing(
                {
                    "startDate": _moment(procurement.published_on),
                    "endDate": _moment(procurement.tenders_due_on),
                }
            ),
        }
    return _without_nothing(
        {
            "ocid": f"{_PREFIX}-{contract.id}",
            "id": f"{contract.id}-1",
            "date": _moment(contract.signed_on) or "2026-09-01T00:00:00Z",
            "tag": ["compiled"],
            "initiationType": "tender",
            "language": "sv",
            "parties": parties,
            "buyer": {"id": buyer.id, "name": buyer.label()} if buyer else None,
            "tender": _without_nothing(tender),
            "awards": [
                _without_nothing(
                    {
                        "id": f"{contract.id}-award",
                        "status": "active",
                        "date": _moment(contract.awarded_on),
                        "suppliers": named,
                        "value": _value(contract.value),
                    }
                )
            ],
            "contracts": [
                _without_nothing(
                    {
                        "id": contract.id,
                        "awardID": f"{contract.id}-award",
                        "title": contract.title,
                        "status": "active",
                        "period": _without_nothing(
                            {
                                "startDate": _moment(period.start if period else None),
                                "endDate": _moment(period.end if period else None),
                            }
                        ),
                        "value": _value(contract.value),
                        "dateSigned": _moment(contract.signed_on),
                    }
                )
            ],
        }
    )
