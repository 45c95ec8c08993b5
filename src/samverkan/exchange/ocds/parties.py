"""Who is who in OCDS: organisations of all releases, each under one id.

An id of OCDS belongs to its release. Two releases mean the same organisation by it where they give
the same identifier or name, or where the id is too long to be a running number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

import attrs

from samverkan.codelists import Role
from samverkan.errors import IdentifierError
from samverkan.exchange.losses import LossKind
from samverkan.exchange.ocds.countries import country_code, folded
from samverkan.exchange.ocds.pieces import Piece, is_nothing
from samverkan.exchange.ocds.readings import NO_CODE
from samverkan.explanations import Text
from samverkan.parties import Party
from samverkan.values import Identifier, masked

__all__ = ["Organisations", "ReleaseParties"]

NOT_LISTED = Text(
    "aktören finns inte bland releasens parter; tillagd utan uppgifter",
    "is not among the parties of the release; added without facts",
)
WITHOUT_ID = Text(
    "aktören saknar id; känd under sitt namn eller nummer",
    "the party has no id; known by its name or number",
)
WITHOUT_ANYTHING = Text(
    "aktören har varken id, nummer eller namn", "the party has neither id, number nor name"
)
OTHER_ORGANISATION = Text(
    "samma id används för en annan organisation; id:t får processens id framför sig",
    "the id is used for another organisation, too; the id of the process is put before it",
)
SECOND_PARTY = Text(
    "två parter i en release har samma id; uppgifterna är hopförda",
    "two parties of a release share an id; their facts are put together",
)
NO_NUMBER = Text("är inget giltigt nummer av sitt slag", "is not a valid number of its scheme")

_LONG_ENOUGH = 6  # the shortest id that is taken to mean one organisation everywhere
_ROLES: Mapping[str, Role] = MappingProxyType(
    {
        role.value.casefold(): role
        for role in (
            Role.BUYER, Role.PROCURING_ENTITY, Role.SUPPLIER, Role.TENDERER, Role.FUNDER,
            Role.ENQUIRER, Role.PAYER, Role.PAYEE, Role.REVIEW_BODY, Role.INTERESTED_PARTY,
        )
    }
)  # fmt: skip


@attrs.define
class _Known:
    """What is known of one organisation so far."""

    name: str | None
    roles: set[Role]
    identifiers: list[Identifier]
    country: str | None = None

    def is_same(self, other: _Known) -> bool:
        if self.name is None or other.name is None:
            return True
        if folded(self.name) == folded(other.name):
            return True
        return not set(self.identifiers).isdisjoint(other.identifiers)

    def learn(self, other: _Known) -> None:
        self.name = self.name or other.name
        self.roles |= other.roles
        self.country = self.country or other.country
        self.identifiers += [one for one in other.identifiers if one not in self.identifiers]


class Organisations:
    """All organisations of a reading, by the id that the portfolio knows them under.

    >>> organisations = Organisations()
    >>> organisations.parties()
    ()
    """

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    def enter(self, key: str, found: _Known, process: str) -> tuple[str, bool]:
        """The id of an organisation in the portfolio, and whether it had to differ."""
        known = self._known.get(key)
        if known is None:
            self._known[key] = found
            return key, False
        if known.is_same(found) or len(key) >= _LONG_ENOUGH:
            known.learn(found)
            return key, False
        own = f"{process}/{key}"
        self._known.setdefault(own, _Known(None, set(), [])).learn(found)
        return own, True

    def learn(self, key: str, found: _Known) -> None:
        """Add what another place tells of an organisation."""
        self._known[key].learn(found)

    def add_role(self, key: str, role: Role) -> None:
        """Say that an organisation holds a role."""
        self._known[key].roles.add(role)

    def name(self, key: str) -> str | None:
        """The name under which an organisation is known."""
        return self._known[key].name

    def parties(self) -> tuple[Party, ...]:
        """Every organisation, in the order in which they were met."""
        return tuple(
            Party(
                id=key,
                name=known.name,
                roles=frozenset(known.roles),
                identifiers=tuple(known.identifiers),
                country=known.country,
            )
            for key, known in self._known.items()
        )


class ReleaseParties:
    """The organisations of one release: its parties, and those its other parts name."""

    def __init__(self, organisations: Organisations, process: str, root: Piece) -> None:
        self._all = organisations
        self._process = process
        self._keys: dict[str, str] = {}
        self._names: dict[str, str] = {}
        listed = root.children("parties")
        self._is_listed = bool(listed)
        for piece in listed:
            local = piece.id()
            if local is not None and local in self._keys:
                piece.note(LossKind.DUPLICATE, "id", SECOND_PARTY, local)
            self._enter(piece, local)

    def reference(self, piece: Piece, role: Role) -> str | None:
        """The portfolio's id of the organisation that a piece names, with the role it has there.

        In OCDS 1.0 the piece is the organisation itself; in 1.1 it refers to one of the parties.
        """
        local = piece.id()
        key = self._keys.get(local) if local is not None else None
        if key is None and local is None:
            name = piece.peek("name")
            key = self._names.get(folded(name)) if isinstance(name, str) else None
        if key is not None:
            self._learn(piece, key)
        else:
            if local is not None and self._is_listed:
                piece.note(LossKind.MISSING, "id", NOT_LISTED, local)
            key = self._enter(piece, local)
        if key is not None:
            self._all.add_role(key, role)
        return key

    def _learn(self, piece: Piece, key: str) -> None:
        """Take what a reference tells of a party that is known already."""
        found = _facts(piece)
        if found.name is not None and folded(found.name) != folded(self._all.name(key) or ""):
            piece.put_back("name")
        self._all.learn(key, found)

    def _enter(self, piece: Piece, local: str | None) -> str | None:
        found = _facts(piece)
        stated = local
        if stated is None:
            stated = _key(found, self._process)
        if stated is None:
            if not piece.is_blank:
                piece.note(LossKind.MISSING, "", WITHOUT_ANYTHING)
            return None
        if local is None:
            piece.note(LossKind.MISSING, "id", WITHOUT_ID)
        key, differs = self._all.enter(stated, found, self._process)
        if differs:
            piece.note(LossKind.DUPLICATE, "id", OTHER_ORGANISATION, stated)
        piece.subject = key
        if found.name is not None:
            if folded(found.name) != folded(self._all.name(key) or ""):
                piece.put_back("name")
            self._names.setdefault(folded(found.name), key)
        if local is not None:
            self._keys[local] = key
        return key


_PREFIX = re.compile(r"ocds-[a-z0-9]{6}(?=-)")


def _key(found: _Known, process: str) -> str | None:
    """An id for an organisation without one: its number, or its name at this publisher."""
    for number in found.identifiers:
        if not number.is_personal:
            return f"{number.scheme}-{number.value}"
    if found.name is None:
        return None
    publisher = _PREFIX.match(process)
    return f"{publisher[0]}/{found.name}" if publisher else found.name


def _facts(piece: Piece) -> _Known:
    """What one piece tells of an organisation."""
    found = _Known(piece.text("name"), set(), [])
    for steps in (piece.child("identifier"), *piece.children("additionalIdentifiers")):
        if steps is not None:
            found.identifiers += _identifiers(steps, found)
    address = piece.child("address")
    for key in ("country", "countryName"):
        written = None if address is None else address.peek(key)
        if address is not None and isinstance(written, str) and found.country is None:
            found.country = country_code(written)
            if found.country is not None:
                address.take(key)
    found.roles.update(_roles(piece))
    return found


def _identifiers(piece: Piece, found: _Known) -> list[Identifier]:
    legal = piece.peek("legalName")
    if isinstance(legal, str) and legal.strip():
        if found.name is None:
            found.name = legal.strip()
        if folded(legal) == folded(found.name):
            piece.take("legalName")
    scheme, value = piece.text("scheme"), piece.id()
    if scheme is None or value is None:
        for key in ("scheme", "id"):
            piece.put_back(key)
        return []
    try:
        return [Identifier(scheme, value)]
    except IdentifierError:
        # A wrong organisationsnummer may be a personal number, so it is not stored at all.
        if _is_national(scheme):
            piece.note(LossKind.NOT_UNDERSTOOD, "id", NO_NUMBER, masked(value))
        else:
            piece.put_back("scheme")
            piece.refuse(LossKind.NOT_UNDERSTOOD, "id", NO_NUMBER, value)
        return []


def _is_national(scheme: str) -> bool:
    """Whether numbers of a scheme may be those of natural persons."""
    return scheme.strip().upper() in {"SE-ORGNR", "ORGNR", "ORGANISATIONSNUMMER", "0007"}


def _roles(piece: Piece) -> list[Role]:
    """The roles of a party; those that OCDS does not know are told, and the list is kept."""
    value = piece.take("roles")
    if value is None:
        return []
    stated = cast("list[object]", value) if isinstance(value, list) else [value]
    roles: list[Role] = []
    for n, text in enumerate(stated):
        found = read_role(text)
        if found is not None:
            roles.append(found)
        elif not is_nothing(text):
            piece.put_back("roles")
            piece.note(LossKind.NOT_UNDERSTOOD, f"roles[{n}]", NO_CODE, text)
    return roles


def read_role(text: object) -> Role | None:
    """The role that OCDS has a code for, in any case of letters."""
    return _ROLES.get(text.strip().casefold()) if isinstance(text, str) else None
