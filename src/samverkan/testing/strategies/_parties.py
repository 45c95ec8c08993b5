"""Strategies for parties."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from samverkan.codelists import BuyerKind, Role
from samverkan.parties import Party
from samverkan.testing.check_digits import orgnr
from samverkan.values import Identifier

__all__ = ["parties"]

NAMES = (
    "Byggfirman AB",
    "Storköpings kommun",
    "Norrbygdens Måltid ek. för.",
    "Smith & Söner <handels> AB",
    "  Rum och Bord AB ",
    "日本の会社",
)
_ROLES = (
    frozenset[Role](),
    frozenset({Role.SUPPLIER}),
    frozenset({Role.BUYER}),
    frozenset({Role.SUPPLIER, Role.PERFORMER}),
    frozenset({Role.BUYER, Role.CENTRAL_PURCHASING_BODY}),
    frozenset({Role.SUPPLIER, Role.SUBCONTRACTOR, Role.TENDERER}),
    frozenset({Role.REVIEW_BODY}),
)
_KINDS = (None, BuyerKind.LOCAL, BuyerKind.CENTRAL, BuyerKind.REGIONAL, BuyerKind.PUBLIC_LAW)


def party_id(country: str | None, serial: int) -> str:
    """An id of an invented organisation: of the country's register where one is given."""
    return f"P-{serial + 1}" if country is None else f"{country}-{orgnr(f'55999{serial:04d}')}"


def draw_party(draw: DrawFn, id: str, *, dirty: bool = False) -> Party:  # noqa: A002  # what every noun calls it
    """A party with an id."""
    name = draw(_DIRTY_NAME if dirty else _NAME)
    roles, kind = draw(_PARTS)
    country = None if id[2:3] == "-" else draw(_SOME_COUNTRY)
    numbered = id.startswith("SE-") and not dirty
    return Party(
        id=id,
        name=name,
        roles=roles,
        identifiers=(Identifier("SE-ORGNR", id[3:]),) if numbered else (),
        buyer_kind=kind,
        country=country,
    )


_NAME = st.sampled_from(NAMES)
_DIRTY_NAME = st.sampled_from((None, *NAMES))
_PARTS = st.sampled_from(
    tuple(
        (roles, kind)
        for roles in _ROLES
        for kind in (_KINDS if Role.BUYER in roles else _KINDS[:1])
    )
)
_SOME_COUNTRY = st.sampled_from((None, "SE", "NO", "DE"))


@st.composite
def parties(
    draw: DrawFn,
    *,
    countries: SearchStrategy[str | None] | None = None,
    dirty: bool = False,
) -> Party:
    """Organisations (parter) that do not exist; shrink to a Swedish one without roles.

    Args:
        countries: Whose register the id is of; ``None`` gives an id of no register. Sweden,
            Norway, Germany and none by default.
        dirty: Whether names and identifiers may be missing, as registers have it.

    >>> from samverkan.testing import simplest
    >>> simplest(parties()).id, simplest(parties()).name
    ('SE-5599900007', 'Byggfirman AB')
    """
    country = draw(_COUNTRIES if countries is None else countries)
    return draw_party(draw, party_id(country, draw(_SERIAL)), dirty=dirty)


_COUNTRIES = st.sampled_from(("SE", "NO", "DE", None))
_SERIAL = st.integers(0, 9999)
