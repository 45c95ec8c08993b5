"""The relation map: buyers on the left, suppliers on the right, watchers above, users below.

A plain SVG of our own layout, without any library. Shapes tell roles and line styles tell kinds of
relation, so that nothing hangs on colour alone; labels stand outside the lines and are never
crossed by one.

>>> import networkx as nx
>>> graph = nx.MultiDiGraph()
>>> graph.add_node("K", label="Storköpings kommun", roles=("buyer",))
>>> _ = graph.add_edge("K", "S", kind=RelationKind.BUYS_FROM)
>>> relation_map(graph, lang="sv").startswith("<svg")
True
"""

from __future__ import annotations

import enum
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

import attrs

from samverkan.codelists import Language, RelationKind, check_language
from samverkan.exchange.graphs.values import safe_text
from samverkan.explanations import Text
from samverkan.network.viewers import without_persons

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["relation_map"]

_LABEL, _MIDDLE, _EDGE = 330, 420, 24  # widths: a column of labels, between columns, the margin
_ROW, _HEADING, _SIZE = 25, 34, 12.5  # heights: a party, a heading; size of the letters
_WIDTH = 2 * (_LABEL + _EDGE) + _MIDDLE
_LEFT, _RIGHT = _EDGE + _LABEL, _EDGE + _LABEL + _MIDDLE
_PER_ROW = 2  # parties side by side above and below
_SWEEPS = 24

_ABOVE = frozenset(
    {
        RelationKind.AUDITS,
        RelationKind.DIRECTS,
        RelationKind.FUNDS,
        RelationKind.OWNS,
        RelationKind.REPRESENTS,
    }
)
# Colours of Okabe and Ito, which people who confuse red and green can tell apart.
_STYLES: Mapping[RelationKind, tuple[str, str]] = {
    RelationKind.BUYS_FROM: ("#0072b2", ""),
    RelationKind.SUBCONTRACTS_TO: ("#0072b2", "9 4"),
    RelationKind.IN_DIALOGUE_WITH: ("#007a5a", "2 4"),
    RelationKind.CHECKS: ("#b84a00", "10 3 2 3"),
    RelationKind.AUDITS: ("#b84a00", "6 4"),
    RelationKind.TENDERS_TO: ("#a8417d", "5 3"),
    RelationKind.INVITES: ("#a8417d", "1 3"),
    RelationKind.CO_BIDS_WITH: ("#a8417d", "12 3"),
    RelationKind.OWNS: ("#000000", ""),
    RelationKind.DIRECTS: ("#000000", "8 3"),
    RelationKind.FUNDS: ("#000000", "2 3"),
    RelationKind.REPRESENTS: ("#7a6a00", "6 3"),
    RelationKind.MEMBER_OF: ("#7a6a00", "2 2"),
    RelationKind.USES: ("#5b3a8c", ""),
    RelationKind.DEVELOPS_MARKET: ("#5b3a8c", "5 3"),
    RelationKind.COLLABORATES_WITH: ("#007a5a", "8 3"),
    RelationKind.ADVISES: ("#007a5a", "7 3 1 3"),
}
_OTHER = ("#555555", "4 4")
_BOTH_WAYS = frozenset(
    {
        RelationKind.CO_BIDS_WITH,
        RelationKind.COLLABORATES_WITH,
        RelationKind.IN_DIALOGUE_WITH,
    }
)

_MORE = Text(
    "Visar de {shown} starkaste av {count} par.", "Shows the {shown} strongest of {count} pairs."
)
_DESCRIBED = Text(
    "{buyers} köpare, {suppliers} leverantörer{others}; {relations} relationer.",
    "{buyers} buyers, {suppliers} suppliers{others}; {relations} relations.",
)
_SOME = Text(", {count} andra", ", {count} others")
_TITLE = Text("Relationskarta", "Relation map")
_BUYERS, _SUPPLIERS = Text("Köpare", "Buyers"), Text("Leverantörer", "Suppliers")
_OTHERS = Text("Andra intressenter", "Other stakeholders")
_WIDE = Text("bredare linje: fler relationer", "a wider line: more relations")
_NUMBER = Text("(n): antal relationer", "(n): number of relations")


@attrs.frozen
class _Pair:
    """All relations of one kind from one party to another."""

    source: str
    target: str
    kind: RelationKind
    count: int


class Side(enum.Enum):
    """Where in the map a party stands: anchor and offset of its label, shape of its mark."""

    LEFT = "end", -12, 4.5, "M-5-5h10v10h-10z"
    RIGHT = "start", 12, 4.5, "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0z"
    ABOVE = "middle", 0, -12, "M0-7L7 0L0 7L-7 0z"
    BELOW = "middle", 0, 22, "M0-6L6.5 5.5L-6.5 5.5z"


@attrs.frozen
class _Place:
    """Where a party stands and on which side of it its label does."""

    x: float
    y: float
    side: Side


def relation_map(
    graph: nx.MultiDiGraph[str],
    *,
    lang: Language | str = "en",
    title: str | None = None,
    groups: Mapping[str, str] | None = None,
    most_pairs: int = 60,
) -> str:
    """A picture of who stands how to whom, as SVG (relationskarta).

    Of a large graph the strongest pairs are drawn, and the picture says so. Sole traders stand
    under a running number.

    Args:
        graph: A stakeholder graph; cut it by time and viewer first.
        lang: Language of the texts.
        title: What stands above it.
        groups: A heading for each buyer, by id, under which it stands.
        most_pairs: How many pairs are drawn at most.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> for n in range(30):
    ...     _ = graph.add_edge("K", f"S{n}", kind=RelationKind.BUYS_FROM)
    >>> "Shows the 10 strongest of 30 pairs." in relation_map(graph, most_pairs=10)
    True
    """
    tongue = check_language(lang)
    shown = without_persons(graph)
    pairs, count = _pairs(shown, most_pairs)
    sides = _sides(pairs)
    labels = {
        node: _label(shown, node, pairs, _LABEL - 22 if n < 2 else _MIDDLE / _PER_ROW - 10)
        for n, side in enumerate(sides)
        for node in side
    }
    named = groups or {}
    left, right = _ordered(pairs, sides, named)
    places, height, headings = _placed(left, right, sides[2], sides[3], named, tongue)
    rest = len(sides[2]) + len(sides[3])
    head = _text(title or _TITLE.label(tongue))
    about = _DESCRIBED.label(
        tongue,
        buyers=len(left),
        suppliers=len(right),
        others=_SOME.label(tongue, count=rest) if rest else "",
        relations=sum(pair.count for pair in pairs),
    )
    if count > len(pairs):
        about += " " + _MORE.label(tongue, shown=len(pairs), count=count)
    kinds = sorted({pair.kind for pair in pairs}, key=list(RelationKind).index)
    total = height + 30 + 20 * (len(kinds) + 1)
    parts = [
        _opening(total, tongue),
        f"<title>{escape(head)}</title><desc>{escape(about)}</desc>",
        f'<rect width="{_WIDTH}" height="{total:.0f}" fill="#ffffff"/>',
        f'<text x="{_EDGE}" y="34" font-size="20" font-weight="bold">{escape(head)}</text>',
        f'<text x="{_EDGE}" y="56" fill="#444444">{escape(about)}</text>',
        *_markers(kinds),
        *headings,
        *(_line(pair, places, pairs) for pair in sorted(pairs, key=_count)),
        *(_mark(node, places[node], labels[node]) for node in places),
        *_legend(kinds, height, tongue),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _opening(height: float, lang: Language) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}" '
        f'width="{_WIDTH}" height="{height:.0f}" role="img" lang="{lang}" '
        f'font-family="Arial, Liberation Sans, DejaVu Sans, sans-serif" font-size="{_SIZE}">'
    )


def _count(pair: _Pair) -> int:
    return pair.count


# ------------------------------------------------------------------------------- what is drawn
def _pairs(graph: nx.MultiDiGraph[str], most: int) -> tuple[list[_Pair], int]:
    counts: dict[tuple[str, str, RelationKind], int] = {}
    for source, target, data in graph.edges(data=True):
        kind = data.get("kind") or RelationKind.COLLABORATES_WITH
        if source != target:
            counts[source, target, kind] = counts.get((source, target, kind), 0) + 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0][0], item[0][1]))
    return [_Pair(*ends, count) for ends, count in ranked[:most]], len(ranked)


def _sides(pairs: Sequence[_Pair]) -> tuple[list[str], list[str], list[str], list[str]]:
    """Parties on the left, on the right, above and below."""
    everybody = dict.fromkeys(node for pair in pairs for node in (pair.source, pair.target))
    buyers = {pair.source for pair in pairs if pair.kind is RelationKind.BUYS_FROM}
    sellers = {
        pair.target
        for pair in pairs
        if pair.kind in {RelationKind.BUYS_FROM, RelationKind.SUBCONTRACTS_TO}
    } | {pair.source for pair in pairs if pair.kind is RelationKind.TENDERS_TO}
    watchers = {pair.source for pair in pairs if pair.kind in _ABOVE}
    left = [node for node in everybody if node in buyers]
    right = [node for node in everybody if node in sellers and node not in buyers]
    rest = [node for node in everybody if node not in buyers and node not in sellers]
    above = [node for node in rest if node in watchers]
    below = [node for node in rest if node not in watchers]
    return left, right, above, below


def _label(graph: nx.MultiDiGraph[str], node: str, pairs: Sequence[_Pair], width: float) -> str:
    name = _text(str(graph.nodes[node].get("label") or node))
    count = sum(pair.count for pair in pairs if node in {pair.source, pair.target})
    ending = f" ({count})"
    room = width - _long(ending)
    if _long(name) > room:
        while name and _long(name + "…") > room:
            name = name[:-1].rstrip()
        name += "…"
    return name + ending


def _text(text: str) -> str:
    """A text on one line that XML can hold."""
    return safe_text(" ".join(text.split()))


def _long(text: str) -> float:
    """About how wide a text is."""
    wide = sum(0.71 if letter.isupper() else 0.3 if letter in "iljtf.,:;|' " else 0.57
               for letter in text)  # fmt: skip
    return wide * _SIZE


# ----------------------------------------------------------------------------------- the layout
def _ordered(
    pairs: Sequence[_Pair], sides: tuple[list[str], ...], groups: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """Both columns so that lines cross little: each party near the mean of its partners."""
    left, right = list(sides[0]), list(sides[1])
    partners: dict[str, list[tuple[str, int]]] = {}
    for pair in pairs:
        partners.setdefault(pair.source, []).append((pair.target, pair.count))
        partners.setdefault(pair.target, []).append((pair.source, pair.count))

    def near(column: list[str], other: list[str]) -> list[str]:
        place = {node: n / max(len(other) - 1, 1) for n, node in enumerate(other)}
        own = {node: n / max(len(column) - 1, 1) for n, node in enumerate(column)}

        def mean(node: str) -> float:
            known = [(place[one], count) for one, count in partners.get(node, ()) if one in place]
            whole = sum(count for _, count in known)
            return sum(at * count for at, count in known) / whole if whole else own[node]

        return sorted(column, key=lambda node: (mean(node), own[node]))

    best, least = (left, right), math.inf
    for _ in range(_SWEEPS):
        right = near(right, left)
        left = _grouped(near(left, right), groups)
        crossings = _crossings(pairs, left, right)
        if crossings < least:
            best, least = (left, right), crossings
    return best


def _grouped(column: Iterable[str], groups: Mapping[str, str]) -> list[str]:
    """The column with members of a group together, groups by their mean place."""
    listed = list(column)
    found: dict[str, list[int]] = {}
    for n, node in enumerate(listed):
        found.setdefault(groups.get(node, ""), []).append(n)
    order = sorted(found, key=lambda name: (sum(found[name]) / len(found[name]), name))
    return [listed[n] for name in order for n in found[name]]


def _crossings(pairs: Sequence[_Pair], left: list[str], right: list[str]) -> int:
    rows = {node: n for column in (left, right) for n, node in enumerate(column)}
    sides = set(left), set(right)
    lines = sorted(
        (rows[pair.source], rows[pair.target])
        for pair in pairs
        if pair.source in sides[0] and pair.target in sides[1]
    )
    return sum(
        one[0] < other[0] and one[1] > other[1]
        for n, one in enumerate(lines)
        for other in lines[n + 1 :]
    )


def _placed(
    left: Sequence[str],
    right: Sequence[str],
    above: Sequence[str],
    below: Sequence[str],
    groups: Mapping[str, str],
    lang: Language,
) -> tuple[dict[str, _Place], float, list[str]]:
    """Where everybody stands, how high the picture is, and its headings."""
    places: dict[str, _Place] = {}
    headings: list[str] = []
    top = 84.0
    top = _across(above, places, headings, top, lang, Side.ABOVE)
    rows = len(right) * _ROW
    breaks = len({groups.get(node, "") for node in left} - {""})
    tall = max(len(left) * _ROW + breaks * _HEADING, rows) + _ROW
    headings.append(_heading(_LEFT, top, _BUYERS.label(lang), "end"))
    headings.append(_heading(_RIGHT, top, _SUPPLIERS.label(lang), "start"))
    step = (tall - breaks * _HEADING) / (len(left) or 1)
    y, group = top + 10, ""
    for node in left:
        if (name := groups.get(node, "")) != group:
            group = name
            y += _HEADING
            headings.append(
                _heading(_LEFT, y - 8, _text(name), "end", size=_SIZE, colour="#555555")
            )
        places[node] = _Place(_LEFT, y + step / 2, Side.LEFT)
        y += step
    step = tall / (len(right) or 1)
    for n, node in enumerate(right):
        places[node] = _Place(_RIGHT, top + 10 + step * (n + 0.5), Side.RIGHT)
    bottom = _across(below, places, headings, top + tall + 50, lang, Side.BELOW)
    return places, bottom, headings


def _across(
    nodes: Sequence[str],
    places: dict[str, _Place],
    headings: list[str],
    top: float,
    lang: Language,
    side: Side,
) -> float:
    """Set parties between the columns, a few a row; gives where what follows may begin."""
    if not nodes:
        return top
    headings.append(_heading(_EDGE, top, _OTHERS.label(lang), "start"))
    first = top + (24 if side is Side.ABOVE else 0)
    for n, node in enumerate(nodes):
        row, column = divmod(n, _PER_ROW)
        here = min(_PER_ROW, len(nodes) - row * _PER_ROW)
        x = _LEFT + _MIDDLE * (column + 0.5) / here
        places[node] = _Place(x, first + row * 48, side)
    return first + 48 * math.ceil(len(nodes) / _PER_ROW)


# --------------------------------------------------------------------------------------- drawing
def _heading(
    x: float, y: float, text: str, anchor: str, *, size: float = 14, colour: str = "#000000"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="bold" '
        f'font-size="{size}" fill="{colour}">{escape(text)}</text>'
    )


def _style(kind: RelationKind) -> tuple[str, str]:
    return _STYLES.get(kind, _OTHER)


def _markers(kinds: Iterable[RelationKind]) -> list[str]:
    heads = [
        f'<marker id="head-{kind.value}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="9" '
        f'markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
        f'<path d="M0 0L8 4L0 8z" fill="{_style(kind)[0]}"/></marker>'
        for kind in kinds
    ]
    return ["<defs>", *heads, "</defs>"]


def _line(pair: _Pair, places: Mapping[str, _Place], pairs: Sequence[_Pair]) -> str:
    one, other = places[pair.source], places[pair.target]
    colour, dashes = _style(pair.kind)
    most = max(each.count for each in pairs)
    width = 1.4 + 5.1 * (pair.count - 1) / (most - 1) if most > 1 else 1.6
    apart = 5.0 * _place_among(pair, pairs)
    (x1, y1), (x2, y2) = _meets(one, apart), _meets(other, apart)
    if one.side is other.side and one.side in {Side.LEFT, Side.RIGHT}:  # an arc inside
        inward = (60.0 + 2 * apart) * (1 if one.side is Side.LEFT else -1)
        curve = f"C{x1 + inward:.1f} {y1:.1f} {x2 + inward:.1f} {y2:.1f}"
    else:
        (a1, b1), (a2, b2) = _bend(one, x1, y1, x2, y2), _bend(other, x2, y2, x1, y1)
        curve = f"C{a1:.1f} {b1:.1f} {a2:.1f} {b2:.1f}"
    ending = f' stroke-dasharray="{dashes}"' if dashes else ""
    ending += _head(pair.kind)
    return (
        f'<path d="M{x1:.1f} {y1:.1f}{curve} {x2:.1f} {y2:.1f}" fill="none" '
        f'stroke="{colour}" stroke-width="{width:.1f}" stroke-opacity="0.7"{ending}/>'
    )


def _head(kind: RelationKind) -> str:
    """The arrowhead of a kind; one that reads the same both ways has none."""
    return "" if kind in _BOTH_WAYS else f' marker-end="url(#head-{kind.value})"'


def _place_among(pair: _Pair, pairs: Sequence[_Pair]) -> float:
    """Where a line stands among those between the same two parties, 0 being the middle."""
    ends = {pair.source, pair.target}
    same = [each for each in pairs if {each.source, each.target} == ends]
    return same.index(pair) - (len(same) - 1) / 2


def _meets(place: _Place, apart: float) -> tuple[float, float]:
    """Where a line meets a party's mark: on the side that looks at the middle."""
    match place.side:
        case Side.LEFT:
            return place.x + 7, place.y + apart
        case Side.RIGHT:
            return place.x - 7, place.y + apart
        case Side.ABOVE:
            return place.x + apart, place.y + 8
        case Side.BELOW:
            return place.x + apart, place.y - 7


def _bend(place: _Place, x: float, y: float, to_x: float, to_y: float) -> tuple[float, float]:
    """The point that a line heads for when it leaves a mark, so that it crosses no label."""
    if place.side in {Side.LEFT, Side.RIGHT}:
        reach = max(abs(to_x - x) * 0.45, 60.0)
        return x + (reach if place.side is Side.LEFT else -reach), y
    return x, y + (to_y - y) * 0.5


def _mark(node: str, place: _Place, label: str) -> str:
    anchor, dx, dy, shape = place.side.value
    return (
        f"<g><title>{escape(_text(node))}</title>"
        f'<path transform="translate({place.x:.1f} {place.y:.1f})" d="{shape}" '
        f'fill="#ffffff" stroke="#000000" stroke-width="1.6"/>'
        f'<text x="{place.x + dx:.1f}" y="{place.y + dy:.1f}" text-anchor="{anchor}" '
        f'paint-order="stroke" stroke="#ffffff" stroke-width="3">{escape(label)}</text></g>'
    )


def _legend(kinds: Sequence[RelationKind], top: float, lang: Language) -> list[str]:
    rows = [
        f'<path d="M{_EDGE} {top + 20 * n + 18:.1f}h46" stroke="{_style(kind)[0]}" '
        f'stroke-width="2" stroke-dasharray={quoteattr(_style(kind)[1] or "none")}{_head(kind)}/>'
        f'<text x="{_EDGE + 58}" y="{top + 20 * n + 22:.1f}">{escape(kind.label(lang))}</text>'
        for n, kind in enumerate(kinds)
    ]
    last = top + 20 * len(kinds) + 22
    told = f"{_WIDE.label(lang)}; {_NUMBER.label(lang)}"
    rows.append(f'<text x="{_EDGE}" y="{last:.1f}" fill="#444444">{escape(told)}</text>')
    return rows
