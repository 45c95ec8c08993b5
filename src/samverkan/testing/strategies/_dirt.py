"""What is wrong in real registers, as changes to an OCDS package: the dirt that readers meet.

Each way is named, so that a test can ask for the ones it is about.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

__all__ = ["BYTES_DIRT", "DIRT", "soil"]

Package = dict[str, Any]
Change = Callable[[Package], object]


def _release(package: Package) -> Package:
    release: Package = package["releases"][0]
    return release


def _contract(package: Package) -> Package:
    contract: Package = _release(package)["contracts"][0]
    return contract


def _end(value: object) -> Change:
    """The last day of the first contract becomes something else."""

    def change(package: Package) -> object:
        _contract(package)["period"]["endDate"] = value
        return package

    return change


def _amount(**changes: object) -> Change:
    def change(package: Package) -> object:
        _contract(package)["value"].update(changes)
        return package

    return change


def _title(title: str) -> Change:
    def change(package: Package) -> object:
        _contract(package)["title"] = title
        return package

    return change


def _in_contract(**changes: object) -> Change:
    def change(package: Package) -> object:
        _contract(package).update(changes)
        return package

    return change


def _in_release(**changes: object) -> Change:
    def change(package: Package) -> object:
        _release(package).update(changes)
        return package

    return change


def _no_end(package: Package) -> object:
    del _contract(package)["period"]["endDate"]
    return package


def _end_first(package: Package) -> object:
    period = _contract(package)["period"]
    period["endDate"] = f"1999{period['startDate'][4:]}"
    return package


def _no_length(package: Package) -> object:
    period = _contract(package)["period"]
    period["endDate"] = period["startDate"]
    return package


def _no_currency(package: Package) -> object:
    del _contract(package)["value"]["currency"]
    return package


def _same_party_twice(package: Package) -> object:
    parties = _release(package)["parties"]
    parties.append(dict(parties[0], name="En annan AB"))
    return package


def _nameless(package: Package) -> object:
    for party in _release(package)["parties"]:
        del party["name"]
    return package


def _supplier_without_id(package: Package) -> object:
    for award in _release(package)["awards"]:
        award["suppliers"] = [{"name": "Byggfirman AB"}]
    return package


def _same_contract_twice(package: Package) -> object:
    contracts = _release(package)["contracts"]
    contracts.append(dict(contracts[0], title="Ett annat avtal"))
    return package


def _award_alone(package: Package) -> object:
    release = _release(package)
    release["awards"] = release["awards"][0]
    return package


def _period_as_milestones(package: Package) -> object:
    period = _contract(package).pop("period")
    _release(package)["tender"]["milestones"] = [
        {"id": "start", "title": "Contract start", "dueDate": period["startDate"]},
        {"id": "end", "title": "Contract end", "dueDate": period["endDate"]},
    ]
    return package


def _in_list(package: Package) -> object:
    return [package]


DIRT: Mapping[str, Change] = MappingProxyType(
    {
        # dates
        "date null": _end(None),
        "date empty": _end(""),
        "date missing": _no_end,
        "year 0207": _end("0207-08-31T00:00:00Z"),
        "year 2105": _end("2105-08-31T00:00:00Z"),
        "year 3014": _end("3014-08-31T00:00:00Z"),
        "end before start": _end_first,
        "zero length": _no_length,
        "no zone": _end("2029-08-31T00:00:00"),
        "one digit of a second": _end("2029-08-31T12:00:00.5Z"),
        "seven digits of a second": _end("2029-08-31T12:00:00.1234567Z"),
        "two-digit year": _end("31/08/29"),
        "written-out zone": _end("2029-08-31 14:00 Eastern Daylight Time (EDT)"),
        "duration": _in_contract(period={"durationInDays": 365}),
        "duration in words": _in_contract(period={"startDate": None, "endDate": "36 Muaj"}),
        "local midnight": _end("2029-08-31T00:00:00+04:00"),
        # amounts
        "amount negative": _amount(amount=-1),
        "amount zero": _amount(amount=0),
        "amount secret": _amount(amount=0.01),
        "amount text": _amount(amount="4 800 000,00"),
        "amount null": _amount(amount=None),
        "amount vast": _amount(amount=1.5e13),
        "currency unknown": _amount(currency="MNX"),
        "currency lower-case": _amount(currency="sek"),
        "currency missing": _no_currency,
        # identity
        "party twice": _same_party_twice,
        "party not there": _in_release(buyer={"id": "SE-5599999991", "name": "Borta AB"}),
        "award not there": _in_contract(awardID="no such award"),
        "party without name": _nameless,
        "supplier without id": _supplier_without_id,
        "contract twice": _same_contract_twice,
        "status in Spanish": _in_contract(status="vigente"),
        "status in Romanian": _in_contract(status="activ"),
        "status a name": _in_contract(status="Storköpings kommun"),
        # structure
        "package in a list": _in_list,
        "awards an object": _award_alone,
        "tag a text": _in_release(tag="contract"),
        "milestones empty": _in_contract(implementation={"milestones": []}),
        "objects empty": _in_contract(period={}, value={}),
        "period as milestones": _period_as_milestones,
        "amendments as one text": _in_contract(
            amendments=[{"description": "2027-01-01: +100 000; 2027-06-01: +50 000; 2028: klar"}]
        ),
        # text
        "mojibake": _title("SkolmÃ¥ltider"),
        "replacement character": _title("Skolm\ufffdltider"),
        "entities": _title("Skolm&aring;ltider &amp; frukt"),
        "padding": _title("   Skolmåltider\t"),
        "no-break space": _title("Skolmåltider\u00a02026"),
    }
)
"""Ways in which a package is dirty, by name; each changes the first release's first contract."""


def soil(package: Package, way: str) -> object:
    """A copy of a package made dirty in one way (smuts).

    >>> clean = {"releases": [{"ocid": "ocds-1", "contracts": [{"id": "1"}]}]}
    >>> soil(clean, "tag a text")["releases"][0]["tag"], "tag" in clean["releases"][0]
    ('contract', False)
    """
    return DIRT[way](copy.deepcopy(package))


def _twice(text: str) -> bytes:
    return f"{text}\n{text}".encode()


def _nothing(text: str) -> bytes:
    del text
    return b""


def _latin_1(text: str) -> bytes:
    return text.encode("latin-1", errors="replace")


def _cut_off(text: str) -> bytes:
    return text.encode()[: len(text) // 2]


BYTES_DIRT: Mapping[str, Callable[[str], bytes]] = MappingProxyType(
    {"concatenated": _twice, "empty": _nothing, "latin-1": _latin_1, "cut off": _cut_off}
)
"""Ways in which a file is dirty whatever stands in it."""
