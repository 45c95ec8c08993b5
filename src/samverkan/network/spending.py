"""Concentration and dependence: how much of a whole lies with how few.

>>> hhi({"a": 30, "b": 30, "c": 20, "d": 20})
2600.0
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import attrs

from samverkan.codelists import RelationKind
from samverkan.errors import NetworkError, near
from samverkan.network.columns import EdgeColumns, Engine, on_scipy
from samverkan.values import Money

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "Concentration",
    "Dependence",
    "Grouping",
    "SpendBy",
    "concentration",
    "dependence",
    "hhi",
    "hhi_by_source",
    "normalised_hhi",
    "shares",
    "top_share",
]

Amount: TypeAlias = "int | float | Decimal | Fraction"
SpendBy = Literal["money", "count"]
"""What is added up: sums of money, or the number of contracts."""
Grouping: TypeAlias = (
    "Literal['buyer', 'category', 'market'] | Callable[[str, str, Mapping[str, Any]], str | None]"
)
"""By what a concentration is computed: a named way, or a function of an edge."""

_FEW = 5  # with fewer suppliers than this, HHI says more about their number than about shares


def shares(amounts: Mapping[str, Amount]) -> dict[str, float]:
    """Each one's share of the whole, from 0 to 1, the largest first (andelar).

    >>> shares({"a": 1, "b": 3})
    {'b': 0.75, 'a': 0.25}

    Raises:
        NetworkError: for a negative or infinite amount, and for a whole of nothing.
    """
    exact = {name: _exact(name, amount) for name, amount in amounts.items()}
    whole = sum(exact.values())
    if not whole:
        raise NetworkError(
            f"shares: a share of nothing: amounts={len(exact)}, sum=0; expected a sum above 0"
        )
    ranked = sorted(exact.items(), key=lambda item: (-item[1], item[0]))
    return {name: float(amount / whole) for name, amount in ranked}


def _exact(name: str, amount: Amount) -> Fraction:
    try:
        found = Fraction(amount)
    except (ValueError, OverflowError, TypeError):
        found = Fraction(-1)
    if found < 0:
        raise NetworkError(
            f"shares: amount of {name!r}: amount={amount!r}; expected a finite number, 0 or more"
        )
    return found


def hhi(amounts: Mapping[str, Amount]) -> float:
    """Herfindahl-Hirschman index in points, from 10,000/N to 10,000 (koncentration).

    The sum of squared shares times 10,000. With few suppliers the index cannot be low: at N it is
    at least 10,000/N; :func:`normalised_hhi` takes that out.

    References:
        O. C. Herfindahl, *Concentration in the Steel Industry*, 1950; A. O. Hirschman, "The
        Paternity of an Index", American Economic Review 54(5), 1964.

    >>> hhi({"a": 40, "b": 30, "c": 20, "d": 10})
    3000.0

    Raises:
        NetworkError: as :func:`shares`.
    """
    exact = {name: _exact(name, amount) for name, amount in amounts.items()}
    whole = sum(exact.values())
    if not whole:
        raise NetworkError("hhi: a share of nothing: sum=0; expected a sum above 0")
    return float(10_000 * sum(amount**2 for amount in exact.values()) / whole**2)


def normalised_hhi(amounts: Mapping[str, Amount]) -> float | None:
    """HHI freed of the number of suppliers: ``(H - 1/N) / (1 - 1/N)``, from 0 to 1.

    ``None`` for a single supplier, where the question has no meaning.

    >>> round(normalised_hhi({"a": 40, "b": 30, "c": 20, "d": 10}), 6)
    0.066667
    """
    floor = 1.0 / len(amounts) if amounts else 1.0
    if floor == 1.0:
        return None
    return (hhi(amounts) / 10_000 - floor) / (1.0 - floor)


def top_share(amounts: Mapping[str, Amount], count: int = 4) -> float:
    """The share of the ``count`` largest together, from 0 to 1 (CR4 and the like).

    >>> top_share({"a": 40, "b": 30, "c": 20, "d": 10}, 2)
    0.7
    """
    return math.fsum(list(shares(amounts).values())[:count])


@attrs.frozen(kw_only=True)
class Concentration:
    """How concentrated the purchases of a buyer, market or category are (koncentration).

    Attributes:
        group: The buyer's id, the market or the category.
        hhi: Herfindahl-Hirschman index in points.
        normalised: The same freed of the number of suppliers; ``None`` for a single one.
        suppliers: How many suppliers share it.
        relations: How many contract relations were counted.
        total: The sum that was shared: money in ``currency``, or a number of relations.
        currency: ``None`` where relations were counted.
        leader: Id of the largest supplier.
        top: Share of the largest, and of the four largest together.
        without_amount: Relations left out because they state no value.

    >>> Concentration(
    ...     group="K", hhi=10_000, normalised=None, suppliers=1, relations=2, total=Decimal(5),
    ...     currency="SEK", leader="S", top=(1.0, 1.0),
    ... ).is_small
    True
    """

    group: str
    hhi: float
    normalised: float | None
    suppliers: int
    relations: int
    total: Decimal
    currency: str | None
    leader: str
    top: tuple[float, float]
    without_amount: int = 0

    @property
    def is_small(self) -> bool:
        """Whether there are fewer than five suppliers, where the index is high by itself."""
        return self.suppliers < _FEW

    def to_dict(self) -> dict[str, object]:
        """The row as plain data."""
        return {
            "group": self.group,
            "hhi": self.hhi,
            "normalised_hhi": self.normalised,
            "suppliers": self.suppliers,
            "relations": self.relations,
            "total": str(self.total),
            "currency": self.currency,
            "leader": self.leader,
            "top_share": self.top[0],
            "top_4_share": self.top[1],
            "without_amount": self.without_amount,
            "small_sample": self.is_small,
        }


def _cpv_market(data: Mapping[str, Any]) -> str | None:
    """A market is a CPV group: its first three figures."""
    codes = data.get("cpv") or ()
    return codes[0][:3] if codes else None


def _group(by: Grouping, source: str, target: str, data: Mapping[str, Any]) -> str | None:
    if callable(by):
        return by(source, target, data)
    if by == "buyer":
        return source
    if by == "market":
        return _cpv_market(data)
    if by == "category":
        category = data.get("category")
        return None if category is None else str(category.value)
    raise NetworkError(
        f"concentration: by={by!r}; {near(str(by), ['buyer', 'category', 'market'])}"
    )


Purchase: TypeAlias = "tuple[str, str, Mapping[str, Any], Fraction | None]"


def _purchases(
    graph: nx.Graph[str], spend: SpendBy, currency: str | None
) -> tuple[list[Purchase], str | None]:
    """Every contract edge with its amount, and the currency that the amounts are in."""
    if spend not in {"money", "count"}:
        raise NetworkError(f"spend={spend!r}; {near(str(spend), ['money', 'count'])}")
    edges = [
        (source, target, data)
        for source, target, data in graph.edges(data=True)
        if data.get("kind") is RelationKind.BUYS_FROM
    ]
    if spend == "count":
        return [(source, target, data, Fraction(1)) for source, target, data in edges], None
    found = {data["money"].currency for _, _, data in edges if data.get("money") is not None}
    if currency is None:
        if len(found) > 1:
            raise NetworkError(
                f"concentration: several currencies: currencies={sorted(found)}; "
                "expected one; give currency= or spend='count'"
            )
        currency = min(found, default=None)
    return [(*edge, _in(currency, edge[2])) for edge in edges], currency


def _in(currency: str | None, data: Mapping[str, Any]) -> Fraction | None:
    """The part of a value that falls on one of the suppliers who share it."""
    money: Money | None = data.get("money")
    if money is None or money.currency != currency or money.amount < 0:
        return None
    return Fraction(money.amount) / (data.get("parts") or 1)


def concentration(
    graph: nx.Graph[str],
    *,
    by: Grouping = "buyer",
    spend: SpendBy = "money",
    currency: str | None = None,
) -> tuple[Concentration, ...]:
    """How concentrated purchases are, by buyer, market or category (koncentration), highest first.

    A market is a CPV group (three figures); a category goods, services or works. A contract with
    several suppliers counts for each of them with an equal part of its value. Groups of which no
    relation states a value are left out.

    Args:
        graph: A stakeholder graph; its edges of the kind ``buys-from`` are read.
        by: The grouping, or a function of source, target and attributes; ``None`` leaves out.
        spend: Add up money, or count relations.
        currency: Which currency, where there are several.

    Raises:
        NetworkError: for several currencies where none was named.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> for supplier, amount in (("s1", 30), ("s2", 30), ("s3", 20), ("s4", 20)):
    ...     _ = graph.add_edge(
    ...         "kommun", supplier, kind=RelationKind.BUYS_FROM, money=Money(amount, "SEK")
    ...     )
    >>> [(row.group, row.hhi, row.suppliers) for row in concentration(graph)]
    [('kommun', 2600.0, 4)]
    """
    purchases, used = _purchases(graph, spend, currency)
    amounts: dict[str, dict[str, Fraction]] = {}
    counts: dict[str, int] = {}
    missing: dict[str, int] = {}
    for source, target, data, amount in purchases:
        group = _group(by, source, target, data)
        if group is None:
            continue
        if amount is None:
            missing[group] = missing.get(group, 0) + 1
            continue
        parts = amounts.setdefault(group, {})
        parts[target] = parts.get(target, Fraction(0)) + amount
        counts[group] = counts.get(group, 0) + 1
    rows = [
        _row(group, parts, counts[group], used, missing.get(group, 0))
        for group, parts in amounts.items()
        if any(parts.values())
    ]
    return tuple(sorted(rows, key=lambda row: (-row.hhi, row.group)))


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _row(
    group: str, parts: Mapping[str, Fraction], count: int, currency: str | None, missing: int
) -> Concentration:
    largest = list(shares(parts).items())
    return Concentration(
        group=group,
        hhi=hhi(parts),
        normalised=normalised_hhi(parts),
        suppliers=len(parts),
        relations=count,
        total=_decimal(sum(parts.values(), Fraction(0))),
        currency=currency,
        leader=largest[0][0],
        top=(largest[0][1], math.fsum(share for _, share in largest[:4])),
        without_amount=missing,
    )


@attrs.frozen(kw_only=True)
class Dependence:
    """How much a buyer and a supplier depend on each other (ömsesidigt beroende).

    Attributes:
        buyer: Id of the buyer.
        supplier: Id of the supplier.
        buyer_share: Its part of all the buyer buys, from 0 to 1.
        supplier_share: The buyer's part of all the supplier sells in this graph, from 0 to 1.
        relations: How many relations the pair has.
    """

    buyer: str
    supplier: str
    buyer_share: float
    supplier_share: float
    relations: int

    @property
    def asymmetry(self) -> float:
        """The buyer's share minus the supplier's, from -1 to 1; above 0 the buyer needs more.

        >>> row = Dependence(
        ...     buyer="b", supplier="s", buyer_share=0.4, supplier_share=0.1, relations=1
        ... )
        >>> round(row.asymmetry, 9)
        0.3
        """
        return self.buyer_share - self.supplier_share

    def to_dict(self) -> dict[str, object]:
        """The row as plain data."""
        return {
            "buyer": self.buyer,
            "supplier": self.supplier,
            "buyer_share": self.buyer_share,
            "supplier_share": self.supplier_share,
            "asymmetry": self.asymmetry,
            "relations": self.relations,
        }


def dependence(
    graph: nx.Graph[str], *, spend: SpendBy = "money", currency: str | None = None
) -> tuple[Dependence, ...]:
    """How much each buyer and supplier depend on each other (beroende), the most uneven first.

    ``buyer_share`` is the buyer's spend with the supplier over all the buyer's spend,
    ``supplier_share`` the same sum over all that the supplier sells **in this graph**; a supplier
    that sells to others, too, depends less than the graph shows. With one relation a share is 1
    whatever the market looks like.

    References:
        R. M. Emerson, "Power-Dependence Relations", American Sociological Review 27(1), 1962, for
        the idea; the shares are this library's measure of it.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> for buyer, supplier, amount in (("k", "a", 40), ("k", "b", 60), ("x", "a", 360)):
    ...     _ = graph.add_edge(
    ...         buyer, supplier, kind=RelationKind.BUYS_FROM, money=Money(amount, "SEK")
    ...     )
    >>> row = [one for one in dependence(graph) if (one.buyer, one.supplier) == ("k", "a")][0]
    >>> row.buyer_share, row.supplier_share, round(row.asymmetry, 9)
    (0.4, 0.1, 0.3)

    Raises:
        NetworkError: for several currencies where none was named.
    """
    purchases, _ = _purchases(graph, spend, currency)
    pairs: dict[tuple[str, str], tuple[Fraction, int]] = {}
    bought: dict[str, Fraction] = {}
    sold: dict[str, Fraction] = {}
    for source, target, _, amount in purchases:
        if not amount:
            continue
        before, count = pairs.get((source, target), (Fraction(0), 0))
        pairs[source, target] = before + amount, count + 1
        bought[source] = bought.get(source, Fraction(0)) + amount
        sold[target] = sold.get(target, Fraction(0)) + amount
    rows = [
        Dependence(
            buyer=buyer,
            supplier=supplier,
            buyer_share=float(amount / bought[buyer]),
            supplier_share=float(amount / sold[supplier]),
            relations=count,
        )
        for (buyer, supplier), (amount, count) in pairs.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-abs(row.asymmetry), row.buyer, row.supplier)))


def hhi_by_source(network: EdgeColumns, *, engine: Engine = "auto") -> dict[str, float]:
    """HHI in points of every source's edges, for millions of them (koncentration per köpare).

    Sources whose weights sum to 0 are left out. The same numbers as :func:`concentration` by
    buyer, without a graph.

    >>> from samverkan.network.columns import edge_columns
    >>> rows = [("b", "s1", 30), ("b", "s2", 30), ("b", "s3", 20), ("b", "s4", 20)]
    >>> hhi_by_source(edge_columns(rows))
    {'b': 2600.0}
    """
    modules = on_scipy("hhi_by_source", engine)
    if modules is None:
        return _hhi_plain(network.names, network.rows())
    np, sparse = modules
    matrix = sparse.csr_array(
        (np.asarray(network.weights, dtype=np.float64), (network.sources, network.targets)),
        shape=(network.size, network.size),
    )
    totals = matrix.sum(axis=1)
    squares = np.bincount(
        np.repeat(np.arange(network.size), np.diff(matrix.indptr)),
        weights=matrix.data**2,
        minlength=network.size,
    )
    there = np.flatnonzero(totals > 0)
    points = 10_000 * (squares[there] / totals[there] ** 2)
    names = network.names
    return {names[n]: value for n, value in zip(there.tolist(), points.tolist(), strict=True)}


def _hhi_plain(names: tuple[str, ...], rows: Iterable[tuple[int, int, float]]) -> dict[str, float]:
    pairs: dict[tuple[int, int], float] = {}
    for source, target, weight in rows:
        pairs[source, target] = pairs.get((source, target), 0.0) + weight
    totals: dict[int, float] = {}
    squares: dict[int, float] = {}
    for (source, _), weight in pairs.items():
        totals[source] = totals.get(source, 0.0) + weight
        squares[source] = squares.get(source, 0.0) + weight * weight
    return {
        names[source]: 10_000 * (squares[source] / totals[source] ** 2)
        for source in sorted(totals)
        if totals[source] > 0
    }
