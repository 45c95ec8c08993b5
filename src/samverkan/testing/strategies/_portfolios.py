"""Strategies for whole portfolios, whose facts fit each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import attrs
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import DrawFn, SearchStrategy

from samverkan.codelists import ContractKind
from samverkan.contracts import Contract
from samverkan.facts import Fact
from samverkan.parties import Party
from samverkan.portfolio import FACTS, Extra, Portfolio
from samverkan.portfolio.references import HOMES
from samverkan.procurements import Procurement
from samverkan.testing.strategies._contracts import draw_contract, soiled
from samverkan.testing.strategies._facts import Scene, draw_fact
from samverkan.testing.strategies._parties import draw_party, party_id
from samverkan.testing.strategies._procurements import draw_procurement
from samverkan.testing.strategies._times import TARGET, days, several

__all__ = ["extras", "portfolios"]

T = TypeVar("T")

_DAYS = days()
_PLACES = st.integers(0, 7)
_COUNTS = st.integers(0, 2)
_STYLES = st.sampled_from(("{}-{}", "{} {}/2026", "{}%2F{}", "Ä{}-{}"))
_COUNTRIES = st.sampled_from(("SE", "SE", "NO", None))
_KINDS = tuple(FACTS.values())
_RARE = st.sampled_from((False, False, False, True))
_EXTRA_PIECES = st.sampled_from(('{"documents":[]}', "null", '"å"', "[1,2.50]"))
_EXTRA_PATHS = st.sampled_from(("$.tender.documents", "$['x y']"))


def _draw_contract(
    draw: DrawFn,
    id: str,  # noqa: A002  # what every noun calls it
    parties: Sequence[Party],
    procurements: Sequence[Procurement],
    before: Sequence[Contract],
) -> Contract:
    """A contract of the parties, from one of the procurements or within a framework agreement.

    It draws as much whatever there is to choose from, so that what it draws still fits when
    shrinking has left something out.
    """
    frameworks = [one for one in before if one.kind is ContractKind.FRAMEWORK]
    open_ones = [one for one in procurements if one.cancelled_on is None]
    framework, procurement = _one_or_none(draw, frameworks), _one_or_none(draw, open_ones)
    buyer, count, first = _one_of(draw, parties).id, draw(_COUNTS), draw(_PLACES)
    if framework is not None:
        return draw_contract(
            draw, id, buyer=framework.buyer, suppliers=framework.suppliers, framework=framework
        )
    if procurement is not None:
        buyer = procurement.buyer or buyer
    others = [one.id for one in parties if one.id != buyer]
    place = first % len(others) if others else 0
    suppliers = (others[place:] + others[:place])[:count]
    return draw_contract(
        draw, id, buyer=buyer, suppliers=tuple(suppliers), procurement=procurement
    )


def _one_of(draw: DrawFn, options: Sequence[T]) -> T:
    """One of some options, by a number that means something for any number of them."""
    return options[draw(_PLACES) % len(options)]


def _one_or_none(draw: DrawFn, options: Sequence[T]) -> T | None:
    """One of some options every other time, and still one where others are left out."""
    place, is_one = divmod(draw(_PLACES), 2)
    return options[place % len(options)] if is_one and options else None


def _draw_facts(
    draw: DrawFn, scene: Scene, kinds: Sequence[type[Fact]], style: str, most: int
) -> dict[str, tuple[Fact, ...]]:
    """Some facts, each of a kind that finds what it needs among what there is by then."""

    def one(draw: DrawFn) -> Fact | None:
        possible = [kind for kind in kinds if scene.holds(kind)]
        kind = draw(drawn)
        if not possible:
            return None
        if kind not in possible:
            kind = possible[kinds.index(kind) % len(possible)]
        earlier = found.setdefault(HOMES[kind], [])
        fact = draw_fact(draw, kind, style.format("F", len(earlier) + 1), scene)
        corrects: bool = bool(earlier) and draw(_RARE)
        if corrects:
            fact = attrs.evolve(fact, replaces=earlier[-1].id)
        earlier.append(fact)
        scene.facts.setdefault(HOMES[kind], []).append(fact.id)
        return fact

    found: dict[str, list[Fact]] = {}
    drawn = st.sampled_from(kinds)
    several(draw, one, max_size=most if kinds else 0)
    return {home: tuple(made) for home, made in found.items()}


@st.composite
def portfolios(
    draw: DrawFn,
    *,
    countries: SearchStrategy[str | None] | None = None,
    min_contracts: int = 1,
    max_contracts: int = 3,
    max_parties: int = 5,
    max_procurements: int = 2,
    max_facts: int = 6,
    kinds: Sequence[type[Fact]] = _KINDS,
    dirty: bool = False,
) -> Portfolio:
    """Whole portfolios (avtalsportföljer): references resolve, and days fit each other.

    Contracts are signed when their procurement is concluded, call-offs begin within their
    framework agreement, dialogue, checkpoints and the other facts name what is there. Shrink to
    one party and one contract of which it is the buyer.

    Args:
        countries: Whose register the parties' ids are of, ``None`` for no register; mostly
            Sweden by default.
        min_contracts: The fewest contracts.
        max_contracts: The most.
        max_parties: The most parties.
        max_procurements: The most procurements.
        max_facts: The most dated facts beside contracts and procurements.
        kinds: The kinds of those facts.
        dirty: Whether each contract has one thing wrong that registers have (see
            :func:`contracts`), days that contradict a procurement's among them, and parties may
            lack names and numbers.

    >>> from samverkan.testing import simplest
    >>> portfolio = simplest(portfolios())
    >>> len(portfolio.parties), len(portfolio.contracts), portfolio.procurements
    (1, 1, ())

    Raises:
        InvalidArgument: when ``min_contracts`` is greater than ``max_contracts``, or there may be
            no party.
    """
    if not 0 <= min_contracts <= max_contracts or max_parties < 1:
        raise InvalidArgument(f"portfolios: {min_contracts=}, {max_contracts=}, {max_parties=}")
    style: str = draw(_STYLES)
    country = draw(_COUNTRIES if countries is None else countries)
    parties: list[Party] = []
    procurements: list[Procurement] = []
    contracts: list[Contract] = []

    def one_party(draw: DrawFn) -> None:
        parties.append(draw_party(draw, party_id(country, len(parties)), dirty=dirty))

    def one_procurement(draw: DrawFn) -> None:
        name, buyer = style.format("U", len(procurements) + 1), _one_of(draw, ids)
        procurements.append(draw_procurement(draw, name, buyer=buyer, start=draw(_DAYS)))

    def one_contract(draw: DrawFn) -> None:
        name = style.format("A", len(contracts) + 1)
        made = _draw_contract(draw, name, parties, procurements, contracts)
        contracts.append(soiled(draw, made) if dirty else made)

    several(draw, one_party, min_size=1, max_size=max_parties)
    ids = [party.id for party in parties]
    several(draw, one_procurement, max_size=max_procurements)
    several(draw, one_contract, min_size=min_contracts, max_size=max_contracts)
    starts = [one.period.start for one in contracts if one.period and one.period.start]
    scene = Scene(ids, procurements, contracts, min(starts, default=TARGET))
    found = _draw_facts(draw, scene, kinds, style, max_facts)
    extras: tuple[Extra, ...] = ()
    has_extra: bool = bool(contracts) and draw(_RARE)
    if has_extra:
        extras = (Extra(contracts[0].id, draw(_EXTRA_PATHS), draw(_EXTRA_PIECES)),)
    return Portfolio(
        parties=parties,
        procurements=procurements,
        contracts=contracts,
        extras=extras,
        **found,  # type: ignore[arg-type]  # each field gets facts of its own kind
    )


def extras() -> SearchStrategy[Extra]:
    """Pieces of documents without a place in the model (övriga uppgifter).

    Shrink to an empty list of documents of contract A-1.

    >>> from samverkan.testing import simplest
    >>> simplest(extras()).path
    '$.tender.documents'
    """
    return st.builds(Extra, st.sampled_from(("A-1", "U-1")), _EXTRA_PATHS, _EXTRA_PIECES)
