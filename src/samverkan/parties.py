"""Parties: the organisations that buy, supply, perform, review and use.

>>> kommun = Party(id="SE-2120999996", name="Storköpings kommun", roles={"buyer"})
>>> kommun.home_country
'SE'
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from samverkan.codelists import (
    BuyerKind,
    Role,
    as_buyer_kind,
)
from samverkan.errors import PartyError
from samverkan.values import Identifier, country_of_prefix

__all__ = ["Party"]

_COUNTRY = re.compile(r"[A-Z]{2}")
_ID_PREFIX = re.compile(r"([A-Z]{2})-")


def _roles(values: Iterable[Role | str]) -> frozenset[Role]:
    if isinstance(values, str):
        raise PartyError(f"party: roles={values!r}; expected several; write {{{values!r}}}")
    return frozenset(Role.of(value) for value in values)


@attrs.frozen(kw_only=True)
class Party:
    """An organisation in a procurement or contract (part, aktör); OCDS party, eForms organisation.

    Natural persons are not parties: people appear as holders of roles only.

    Attributes:
        id: Under which everything else refers to it. A prefix of two capitals and a hyphen, as in
            org-id.guide (``"SE-…"``), tells its country where ``country`` does not.
        name: Its registered name; ``None`` where a register has none.
        roles: Roles it holds somewhere in the portfolio.
        identifiers: Its numbers: organisationsnummer, VAT, LEI, GLN, or of any other scheme.
        buyer_kind: What kind of buyer it is; decides its threshold. ``None`` for others.
        country: ISO 3166 code of two letters; EL and UK, as EU texts write, are taken, too.

    >>> Party(id="SE-2120999996", roles={"buyer"}, buyer_kind="la").buyer_kind.label("sv")
    'kommun'
    >>> Party(id="GB-COH-01234567", country="Britain")
    Traceback (most recent call last):
    samverkan.errors.PartyError: party 'GB-COH-01234567': country='Britain'; expected an ISO \
3166 code such as 'SE'; correct it or leave it out

    Raises:
        PartyError: without an id, or with a country that is no code.
    """

    id: str
    name: str | None = None
    roles: frozenset[Role] = attrs.field(default=frozenset[Role](), converter=_roles)
    identifiers: tuple[Identifier, ...] = attrs.field(default=(), converter=tuple[Identifier, ...])
    buyer_kind: BuyerKind | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_buyer_kind)
    )
    country: str | None = None

    def __attrs_post_init__(self) -> None:
        if not self.id:
            raise PartyError(
                f"party: id={self.id!r} (name={self.name!r}); expected a text; give one"
            )
        if self.country is not None and not _COUNTRY.fullmatch(str(self.country)):
            raise PartyError(
                f"party {self.id!r}: country={self.country!r}; "
                "expected an ISO 3166 code such as 'SE'; correct it or leave it out"
            )

    @property
    def home_country(self) -> str | None:
        """The country whose law the party acts under, as far as its facts tell.

        Its stated country, else that of its identifiers, else the prefix of its id.
        """
        if self.country is not None:
            return country_of_prefix(self.country)
        for identifier in self.identifiers:
            if identifier.country is not None:
                return identifier.country
        found = _ID_PREFIX.match(self.id)
        return country_of_prefix(found[1]) if found else None

    def label(self, lang: str = "en") -> str:
        """Its name, or its id where it has none."""
        del lang  # a registered name is the same in every language
        return self.name or self.id
