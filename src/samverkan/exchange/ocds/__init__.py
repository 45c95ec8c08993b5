"""OCDS 1.0 and 1.1 in every wrapping, as parties, procurements and contracts.

How each field is mapped stands in ``docs/explanation/ocds-mapping.md``.

>>> book = LossBook()
>>> reader = OcdsReader(book)
>>> reader.add({"ocid": "ocds-1", "contracts": [{"id": "1", "title": "Snow"}]}, "a.json", "$")
True
>>> reader.portfolio().contracts[0].id
'ocds-1/1'
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from samverkan.codelists import ContractKind
from samverkan.contracts import Contract
from samverkan.exchange.losses import LossBook, LossKind
from samverkan.exchange.ocds.merging import compiled, merged
from samverkan.exchange.ocds.packages import Place, Release, Unpacked, unpack
from samverkan.exchange.ocds.parties import Organisations
from samverkan.exchange.ocds.pieces import Notes, is_nothing
from samverkan.exchange.ocds.processes import Process, Related, process_of
from samverkan.exchange.ocds.rules import RULES_1_0, RULES_1_1
from samverkan.explanations import Text
from samverkan.portfolio import Extra, Portfolio

__all__ = ["RULES_1_0", "RULES_1_1", "OcdsReader", "compiled"]

NO_OCID = Text(
    "releasen har inget ocid; processen får ett löpnummer",
    "the release has no ocid; its process is numbered",
)
NO_PARENT = Text(
    "processen som avtalet hör till finns inte, eller har inte just ett avtal",
    "the process that the contract hangs on is not there, or has not just one contract",
)


class OcdsReader:
    """Takes documents of OCDS and makes one portfolio of them all (OCDS-läsare)."""

    def __init__(self, book: LossBook) -> None:
        self._book = book
        self._processes: dict[str, list[Release]] = {}
        self._metadata: list[tuple[Place, object]] = []
        self._unnamed = 0
        self.releases = 0

    def add(self, value: object, source: str, path: str) -> bool:
        """Take one document; whether there was any OCDS in it."""
        found = unpack(value, Place(source, path), Unpacked())
        if not found.is_ocds:
            return False
        for kind, place, reason, shown in found.notes:
            self._book.add(kind, place.source, place.path, reason, shown)
        self._metadata += found.metadata
        self.releases += len(found.releases)
        for release in found.releases:
            self._processes.setdefault(self._ocid(release), []).append(release)
        return True

    def _ocid(self, release: Release) -> str:
        for stated in (release.data.get("ocid"), release.record):
            if isinstance(stated, str) and stated.strip():
                return stated.strip()
            if isinstance(stated, int) and not isinstance(stated, bool):
                return str(stated)
        self._unnamed += 1
        place = release.place / "ocid"
        self._book.add(LossKind.MISSING, place.source, place.path, NO_OCID, f"#{self._unnamed}")
        return f"#{self._unnamed}"

    def portfolio(self) -> Portfolio:
        """Everything taken so far, merged and mapped; what was taken is let go of on the way."""
        organisations = Organisations()
        taken: set[str] = set()
        taken_bids: set[str] = set()
        extras: list[Extra] = []
        processes: list[Process] = []
        for place, value in self._metadata:
            if not is_nothing(value):
                notes = Notes(Place(place.source, "$"), self._book)
                notes.keep(place.source, place.path[1:], value)
                extras += notes.extras
        for ocid in list(self._processes):
            process = merged(ocid, self._processes.pop(ocid))
            for kind, place, reason, shown in process.notes:
                self._book.add(kind, place.source, place.path, reason, shown)
            notes = Notes(process.place, self._book)
            for release in process.unfit:
                notes.keep(ocid, release.place.path[1:], release.data, told=True)
            processes.append(
                process_of(process.data, ocid, notes, organisations, taken, taken_bids)
            )
            notes.keep_rest()
            extras += notes.extras
        contracts = self._with_parents(processes)
        return Portfolio(
            parties=organisations.parties(),
            procurements=tuple(process.procurement for process in processes),
            contracts=contracts,
            tenders=tuple(one for process in processes for one in process.tenders),
            extras=tuple(extras),
        )

    def _with_parents(self, processes: Sequence[Process]) -> tuple[Contract, ...]:
        """The contracts, call-offs with the framework agreement they come from."""
        by_process = {process.procurement.id: process.contracts for process in processes}
        parents: dict[str, str] = {}
        kinds: dict[str, ContractKind] = {}
        for process in processes:
            for related in process.related:
                found = by_process.get(related.ocid, ())
                children = _children(process, related)
                if len(found) != 1:
                    if children:
                        related.piece.told(LossKind.MISSING, "identifier", NO_PARENT, related.ocid)
                    continue
                (parent,) = found
                for child in children:
                    if child.id != parent.id:
                        parents[child.id] = parent.id
                        if related.relation == "framework":
                            kinds[child.id] = ContractKind.CALL_OFF
                            kinds.setdefault(parent.id, ContractKind.FRAMEWORK)
        return tuple(
            attrs.evolve(
                contract,
                parent=parents.get(contract.id),
                kind=kinds.get(contract.id, contract.kind),
            )
            if contract.id in parents or contract.id in kinds
            else contract
            for process in processes
            for contract in process.contracts
        )


def _children(process: Process, related: Related) -> Sequence[Contract]:
    if related.contract is None:
        return process.contracts
    return [one for one in process.contracts if one.id == related.contract]
