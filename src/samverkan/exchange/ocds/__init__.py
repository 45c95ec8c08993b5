"""OCDS 1.0 and 1.1 in every wrapping, as parties, procurements and contracts.

How each field is mapped stands in ``docs/explanation/ocds-mapping.md``.

>>> import contextlib
>>> book = LossBook()
>>> with contextlib.closing(Waiting()) as waiting:
...     reader = OcdsReader(book, waiting)
...     file = reader.file("a.json")
...     file.takes({"ocid": "ocds-1", "contracts": [{"id": "1", "title": "Snow"}]}, "$", 65)
...     reader.add(file)
...     reader.portfolio().contracts[0].id
True
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
from samverkan.exchange.ocds.waiting import Waiting
from samverkan.explanations import Text
from samverkan.portfolio import Extra, Portfolio

__all__ = ["RULES_1_0", "RULES_1_1", "OcdsFile", "OcdsReader", "Waiting", "compiled"]

NO_OCID = Text(
    "releasen har inget ocid; processen får ett löpnummer",
    "the release has no ocid; its process is numbered",
)
NO_PARENT = Text(
    "processen som avtalet hör till finns inte, eller har inte just ett avtal",
    "the process that the contract hangs on is not there, or has not just one contract",
)


@attrs.define
class OcdsFile:
    """Takes the documents of a file that are OCDS; they count when the reader adds the file.

    Attributes:
        source: What errors and losses call the file.
        waiting: Where its releases wait.
        unnamed: How many processes without an ocid there have been, its own among them.
        processes: Its releases by their ocid, as numbers of ``waiting``.
        found: What its packages and records say of themselves, and what was passed over.
        is_ocds: Whether there has been any OCDS.
    """

    source: str
    waiting: Waiting
    unnamed: int = 0
    processes: dict[str, list[int]] = attrs.field(factory=dict[str, list[int]])
    found: Unpacked = attrs.field(factory=Unpacked)
    is_ocds: bool = False

    def takes(self, value: object, path: str, size: int) -> bool:
        """Whether there is any OCDS in a document; keeps it if so.

        Args:
            value: The document.
            path: Where in the file it stands.
            size: How many characters it has there.
        """
        found = self.found
        known = len(found.notes)
        found.is_ocds = False
        unpack(value, Place(self.source, path), found)
        if not found.is_ocds:
            del found.notes[known:]
            return False
        self.is_ocds = True
        for release in found.releases:
            number = self.waiting.put(release, size // len(found.releases))
            self.processes.setdefault(self._ocid(release), []).append(number)
        found.releases.clear()
        return True

    def _ocid(self, release: Release) -> str:
        for stated in (release.data.get("ocid"), release.record):
            if isinstance(stated, str) and stated.strip():
                return stated.strip()
            if isinstance(stated, int) and not isinstance(stated, bool):
                return str(stated)
        self.unnamed += 1
        ocid = f"#{self.unnamed}"
        self.found.note(LossKind.MISSING, release.place / "ocid", NO_OCID, ocid)
        return ocid


class OcdsReader:
    """Takes the OCDS of many files and makes one portfolio of it all (OCDS-läsare).

    Args:
        book: Where losses are written.
        waiting: Where releases wait until the last file is read; the caller closes it.

    Attributes:
        releases: How many releases there are in the files added so far.
    """

    def __init__(self, book: LossBook, waiting: Waiting) -> None:
        self._book = book
        self._waiting = waiting
        self._processes: dict[str, list[int]] = {}
        self._metadata: list[tuple[Place, object]] = []
        self._unnamed = 0
        self.releases = 0

    def file(self, source: str) -> OcdsFile:
        """A file to begin with, which counts for nothing until it is added."""
        return OcdsFile(source, self._waiting, self._unnamed)

    def add(self, file: OcdsFile) -> None:
        """Add a file that has been read to its end."""
        for kind, place, reason, shown in file.found.notes:
            self._book.add(kind, place.source, place.path, reason, shown)
        self._metadata += file.found.metadata
        self._unnamed = file.unnamed
        for ocid, numbers in file.processes.items():
            self.releases += len(numbers)
            known = self._processes.setdefault(ocid, numbers)
            if known is not numbers:
                known += numbers

    def portfolio(self) -> Portfolio:
        """Everything kept so far, merged and mapped."""
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
        for ocid, numbers in self._processes.items():
            process = merged(ocid, [self._waiting.take(number) for number in numbers])
            for kind, place, reason, shown in process.notes:
                self._book.add(kind, place.source, place.path, reason, shown)
            notes = Notes(process.place, self._book)
            for release in process.unfit:
                if not is_nothing(release.data):
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
                        at = related.place / "identifier"
                        self._book.add(
                            LossKind.MISSING, at.source, at.path, NO_PARENT, related.ocid
                        )
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
