"""Measures on graphs small enough to do by hand."""

from __future__ import annotations

import itertools

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.codelists import Category, DialogueScope, RelationKind
from samverkan.errors import NetworkError
from samverkan.network import (
    Attention,
    EdgeColumns,
    Salience,
    bad_numbers,
    betweenness,
    buyer_supplier_graph,
    centrality,
    co_bidding_graph,
    concentration,
    constraint,
    dependence,
    dialogue_coverage,
    dialogue_graph,
    directed_party_graph,
    edge_columns,
    edge_flag_clustering,
    explain_rank,
    flag_clustering,
    hhi,
    interest_by_dialogue,
    likely_same,
    pagerank,
    party_graph,
    power_by_dependence,
    power_interest,
    rank_parts,
    reciprocity,
    recurrence,
    salience,
    scope_graph,
    shares,
    silent_edges,
    sole_suppliers,
    tie_age,
    tie_strength,
    trust_through,
)
from samverkan.parties import Party
from samverkan.periods import Period, day, months
from samverkan.trust import Opinion
from samverkan.values import Identifier, Money

BUYS, TALKS = RelationKind.BUYS_FROM, RelationKind.IN_DIALOGUE_WITH


@pytest.fixture
def market():
    """Two buyers, three firms; K spends 40 and 60, L spends 360 with the first firm."""
    graph = nx.MultiDiGraph()
    for key, (buyer, supplier, amount, cpv) in enumerate(
        [("K", "S", 40, "45210000"), ("K", "T", 60, "45210000"), ("L", "S", 360, "79620000")]
    ):
        graph.add_edge(
            buyer, supplier, key=f"r{key}", kind=BUYS, money=Money(amount, "SEK"), cpv=(cpv,),
            category=Category.WORKS, period=Period("2026-01-01", "2026-12-31"),
            procurement=f"U-{key}",
        )  # fmt: skip
    graph.add_edge(
        "K", "S", key="t", kind=TALKS, period=Period("2026-06-01", "2026-06-01"), depth=2,
        scope=DialogueScope.EXTERNAL, topics=("quality",), evidence=("D-1",),
    )  # fmt: skip
    return graph


# --------------------------------------------------------------------- concentration, dependence
def test_concentration_is_by_buyer_market_category_or_any_function(market):
    by_buyer = {row.group: row for row in concentration(market)}
    assert by_buyer["K"].hhi == 5200
    assert by_buyer["K"].total == 100
    assert by_buyer["K"].leader == "T"
    assert by_buyer["L"].normalised is None
    assert {row.group for row in concentration(market, by="market")} == {"452", "796"}
    (works,) = concentration(market, by="category", spend="count")
    assert works.hhi == pytest.approx(5555.56, abs=0.01)
    (all_,) = concentration(market, by=lambda *_: "all")
    assert all_.suppliers == 2
    assert all_.is_small


def test_several_suppliers_share_a_value():
    graph = nx.MultiDiGraph()
    for supplier in ("S", "T", "V"):
        graph.add_edge("K", supplier, kind=BUYS, money=Money(100, "SEK"), parts=3)
    (row,) = concentration(graph)
    assert row.hhi == pytest.approx(10_000 / 3)
    assert row.total == 100


def test_money_of_two_currencies_is_never_added_up(market):
    market.add_edge("K", "V", kind=BUYS, money=Money(5, "EUR"))
    for measure in (concentration, dependence):
        with pytest.raises(NetworkError, match=r"currencies=\['EUR', 'SEK'\]"):
            measure(market)
    row = next(one for one in concentration(market, currency="SEK") if one.group == "K")
    assert row.without_amount == 1
    with pytest.raises(NetworkError, match="several currencies"):
        party_graph(market, weigh="money")


def test_dependence_goes_both_ways(market):
    row = next(one for one in dependence(market) if (one.buyer, one.supplier) == ("K", "S"))
    assert (row.buyer_share, row.supplier_share) == (0.4, 0.1)
    assert row.asymmetry == pytest.approx(0.30)


@pytest.mark.parametrize("amounts", [{}, {"a": 0}, {"a": -1}, {"a": float("nan")}])
def test_there_is_no_share_of_nothing(amounts):
    with pytest.raises(NetworkError):
        shares(amounts)
    with pytest.raises(NetworkError):
        hhi(amounts)


def test_a_sole_supplier_is_told_by_market(market):
    market.add_edge("K", "S", kind=BUYS, cpv=("45210000",))
    found = {(row.buyer, row.group): row.supplier for row in sole_suppliers(market)}
    assert found == {("L", "796"): "S"}


# -------------------------------------------------------------------------------- projections
def test_projections_keep_what_they_promise(market):
    simple = party_graph(market)
    assert simple["K"]["S"]["weight"] == 2.0
    assert simple["K"]["S"]["kinds"] == {BUYS, TALKS}
    assert party_graph(market, kinds=["buys-from"], weigh="money")["K"]["S"]["weight"] == 40.0
    assert directed_party_graph(market).number_of_edges() == 3
    assert dialogue_graph(market)["K"]["S"]["last"] == day("2026-06-01")
    assert list(scope_graph(market, "external").edges()) == [("K", "S")]
    assert scope_graph(market, "internal").number_of_nodes() == 0
    both = buyer_supplier_graph(market, weigh="money")
    assert nx.is_bipartite(both)
    assert {node for node, side in both.nodes(data="bipartite") if side == 0} == {"K", "L"}


def test_firms_on_three_common_lots_are_tied_three_times():
    graph = nx.MultiDiGraph()
    for lot in "123":
        graph.add_edge("A", "B", key=lot, kind=RelationKind.CO_BIDS_WITH, lot=lot)
    assert co_bidding_graph(graph)["A"]["B"]["weight"] == 3


def test_a_graph_with_parallel_edges_is_refused_by_name(market):
    with pytest.raises(NetworkError, match="take party_graph"):
        centrality(market, "degree")


def test_what_is_unknown_names_the_near_ones(market):
    simple = party_graph(market)
    for ask in (
        lambda: centrality(simple, "betweeness"),
        lambda: betweenness(simple, engine="rustworx"),
        lambda: pagerank(simple, engine="scypy"),
        lambda: party_graph(market, weigh="mony"),
        lambda: concentration(market, by="byer"),
        lambda: rank_parts(simple, "K", "pagerang"),
    ):
        with pytest.raises(NetworkError, match="did you mean"):
            ask()


def test_weights_are_finite_and_not_negative():
    for weight in (-1, float("inf"), float("nan")):
        with pytest.raises(NetworkError, match="not negative"):
            edge_columns([("a", "b", weight)])


# ---------------------------------------------------------------------------------------- ties
def test_reciprocity_counts_directed_ties_that_are_answered(market):
    assert reciprocity(nx.DiGraph([("a", "b"), ("b", "a"), ("a", "c")])) == pytest.approx(2 / 3)
    assert reciprocity(nx.MultiDiGraph()) is None
    assert reciprocity(market, kinds=["buys-from"]) == 0.0
    assert reciprocity(market, kinds=["in-dialogue-with"]) == 1.0


def test_a_tie_is_as_old_as_its_first_relation(market):
    market.add_edge("S", "K", kind=BUYS, period=Period("2025-12-31", None))
    assert tie_age(market, "2026-01-01")["K", "S"] == 1
    assert ("K", "T") not in tie_age(market, "2025-12-31")


def test_the_strongest_tie_is_the_yardstick(market):
    best, *others = tie_strength(market, "2026-12-31")
    assert best.pair == ("K", "S")
    assert best.index == 1.0
    assert all(0 <= row.index < 1 for row in others)


def test_recurrence_counts_occasions_and_not_lots():
    graph = nx.MultiDiGraph()
    for procurement in ("U-1", "U-1", "U-2"):
        graph.add_edge("K", "S", kind=BUYS, procurement=procurement)
    graph.add_edge("K", "T", kind=BUYS, procurement="U-1")
    (row,) = recurrence(graph)
    assert (row.contracts, row.procurements) == (3, 2)


def test_silence_is_told_of_contracts_that_had_time_to_talk(market):
    found = dialogue_coverage(market, "2026-11-23")
    assert (found.pairs, found.covered, found.share) == (3, 1, pytest.approx(1 / 3))
    assert silent_edges(market, "2026-11-23") == ()  # none has lasted a year
    market.add_edge("L", "T", key="old", kind=BUYS, period=Period("2020-01-01", None))
    assert silent_edges(market, "2026-11-23") == (("old", None),)
    assert dialogue_coverage(nx.MultiDiGraph(), "2026-11-23").share is None
    with pytest.raises(NetworkError, match="leads forward"):
        dialogue_coverage(market, "2026-11-23", within=-months(1))


# ------------------------------------------------------------------------------------- trust
def test_paths_that_share_somebody_count_once():
    graph = nx.MultiDiGraph()
    good = Opinion(0.8, 0.1, 0.1)
    for source, target in (("a", "b"), ("b", "c"), ("c", "e"), ("b", "e"), ("a", "d"), ("d", "e")):
        graph.add_edge(source, target, opinion=good)
    found = trust_through(graph, "a", "e")
    assert [path for path, _ in found.paths] == [("a", "b", "e"), ("a", "d", "e")]
    (_, alone), _ = found.paths
    assert found.opinion.uncertainty < alone.uncertainty
    assert trust_through(graph, "e", "a") is None


# ------------------------------------------------------------------------------------- flags
def test_the_permutation_test_equals_the_exact_one_on_a_small_graph():
    """All 20 deals of three flags among six parties, counted one by one."""
    graph = nx.path_graph(list("abcdef"))
    found = flag_clustering(graph, set("abc"), seed=7, permutations=4999)
    agreeing = [
        sum((u in flagged) is (v in flagged) for u, v in graph.edges())
        for flagged in itertools.combinations("abcdef", 3)
    ]
    exact = sum(count >= 4 for count in agreeing) / len(agreeing)
    assert found.agreeing == 0.8
    assert found.p_value == pytest.approx(exact, abs=0.02)
    assert found.expected == pytest.approx(sum(agreeing) / len(agreeing) / 5, abs=0.02)


def test_a_seed_repeats_its_answer_and_nothing_to_test_is_none():
    graph = nx.path_graph(list("abcdef"))
    one, other = (flag_clustering(graph, {"a"}, seed=3) for _ in range(2))
    assert one == other
    assert flag_clustering(nx.empty_graph(3), (), seed=1) is None
    with pytest.raises(NetworkError, match="not in the graph"):
        flag_clustering(graph, {"z"}, seed=1)
    with pytest.raises(NetworkError, match="not in the graph"):
        edge_flag_clustering(nx.MultiDiGraph(), {"z"}, seed=1)


@given(
    edges=st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), max_size=9),
    data=st.data(),
)
def test_flagged_relations_agree_as_counted_pair_by_pair(edges, data):
    graph = nx.MultiDiGraph([(u, v, n) for n, (u, v) in enumerate(edges)])
    flagged = {n for n in range(len(edges)) if data.draw(st.booleans())}
    ends = {key: {u, v} for u, v, key in graph.edges(keys=True)}
    pairs = [(a, b) for a, b in itertools.combinations(ends, 2) if ends[a] & ends[b]]
    found = edge_flag_clustering(graph, flagged, seed=1, permutations=1)
    if not pairs:
        assert found is None
    else:
        alike = sum((a in flagged) is (b in flagged) for a, b in pairs)
        assert found.agreeing == pytest.approx(alike / len(pairs))


def test_a_party_with_very_many_relations_costs_no_square():
    """A hub of 20,000 relations has 200 million neighbouring pairs; none of them is named."""
    graph = nx.MultiDiGraph([("hub", f"s{n}", n) for n in range(20_000)])
    found = edge_flag_clustering(graph, set(range(10_000)), seed=1, permutations=3)
    assert found.size == 20_000
    assert found.agreeing == pytest.approx(0.5, abs=1e-4)


# -------------------------------------------------------------------------------------- grid
MITCHELL = [  # Mitchell, Agle and Wood 1997, figure 2
    (True, False, False, Salience.DORMANT),
    (False, True, False, Salience.DISCRETIONARY),
    (False, False, True, Salience.DEMANDING),
    (True, True, False, Salience.DOMINANT),
    (True, False, True, Salience.DANGEROUS),
    (False, True, True, Salience.DEPENDENT),
    (True, True, True, Salience.DEFINITIVE),
    (False, False, False, Salience.NONE),
]


@pytest.mark.parametrize(("power", "legitimacy", "urgency", "kind"), MITCHELL)
def test_the_eight_classes_are_those_of_the_paper(power, legitimacy, urgency, kind):
    assert salience(power=power, legitimacy=legitimacy, urgency=urgency) is kind


def test_the_grid_has_four_fields_and_its_border_counts_as_high(market):
    places = power_interest(
        {"a": 0.5, "b": 0.9, "c": 0.1, "d": 0.1, "e": 1}, {"a": 0.5, "b": 0.1, "c": 0.9, "d": 0.1}
    )
    assert [place.attention for place in places] == [
        Attention.KEY_PLAYERS, Attention.KEEP_SATISFIED, Attention.KEEP_INFORMED,
        Attention.MINIMAL_EFFORT,
    ]  # fmt: skip
    assert power_by_dependence(market) == {"K": 1.0, "S": 1.0, "T": 0.5, "L": 0.5}
    assert interest_by_dialogue(market) == {"K": 1.0, "S": 1.0, "T": 0.0, "L": 0.0}
    with pytest.raises(NetworkError, match="0 to 1"):
        power_interest({"a": 2}, {"a": 0})


# -------------------------------------------------------------------------------------- ranks
def test_a_rank_says_in_both_languages_who_adds_what(market):
    told = explain_rank(market, "K", "concentration")
    assert told.text("en").splitlines() == [
        "1. K: concentration (HHI) 5000.000000, rank 2 of 2",
        "2. S adds 2500.000000 (50 %)",
        "3. T adds 2500.000000 (50 %)",
    ]
    assert "plats 2 av 2" in told.text("sv")
    with pytest.raises(NetworkError, match="no such party"):
        explain_rank(market, "Z", "degree")
    lone = nx.Graph()
    lone.add_node("a")
    with pytest.raises(NetworkError, match="has no score"):
        explain_rank(lone, "a", "constraint")
    assert constraint(lone) == {"a": None}


def test_many_contributions_are_summed_up():
    star = nx.star_graph([str(n) for n in range(20)])
    assert explain_rank(star, "0", "strength").text("sv").splitlines()[-1] == (
        "12. 9 andra bidrar med 9.000000 (47 %)"
    )


# -------------------------------------------------------------------------------------- twins
def firm(key, name, number=None, scheme="register"):
    identifiers = () if number is None else (Identifier(scheme, number),)
    return Party(id=key, name=name, identifiers=identifiers, country="SE")


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (("Byggfirman AB", "5599999991"), ("Byggfirman Aktiebolag", "5599999981"), "mistyped"),
        (("Byggfirman AB", "5599999991"), ("BYGGFIRMAN", "5599999919"), "mistyped"),
        (("Byggfirman AB", "5599999991"), ("Helt Annan AB", "5599999991"), "same-number"),
        (("Byggfirman AB", None), ("byggfirman  ab (publ)", "5599999991"), "same-name"),
        (("Byggfirman AB", "5599999991"), ("Byggfirman KB", "9699999991"), None),
        (("Byggfirman AB", "5599999991"), ("Byggaren AB", "5599999981"), None),
    ],
)
def test_one_party_that_stands_twice_is_found(one, other, reason):
    found = likely_same([firm("a", *one), firm("b", *other)])
    assert [pair.reason.value for pair in found] == ([] if reason is None else [reason])


def test_a_number_with_a_wrong_check_digit_is_told_and_a_persons_is_masked():
    parties = [firm("a", "A AB", "5599999992"), firm("b", None, "8803200017"), firm("c", "C", "1")]
    assert [(one.party, one.number) for one in bad_numbers(parties)] == [
        ("a", "5599999992"),
        ("b", "88********"),
    ]
    assert bad_numbers([Party(id="x", identifiers=(Identifier("r", "5599999992"),))]) == ()


# ------------------------------------------------------------------------------------- engines
def test_without_the_extras_plain_python_answers(monkeypatch):
    monkeypatch.setattr("samverkan.network.columns.numeric", lambda: None)
    monkeypatch.setattr("samverkan.network.centralities._rustworkx", lambda: None)
    path = nx.path_graph(["a", "b", "c"])
    assert constraint(path)["b"] == 0.5
    assert pagerank(path)["b"] == pytest.approx(nx.pagerank(path)["b"], abs=1e-6)
    assert betweenness(path)["b"] == 1.0
    with pytest.raises(NetworkError, match=r"install samverkan\[numeric\]"):
        constraint(path, engine="scipy")
    with pytest.raises(NetworkError, match=r"install samverkan\[rustworkx\]"):
        betweenness(path, engine="rustworkx")


def test_columns_of_numpy_are_taken_as_they_are():
    np = pytest.importorskip("numpy")
    columns = EdgeColumns(
        names=("a", "b", "c"),
        sources=np.array([0, 1]),
        targets=np.array([1, 2]),
        weights=np.array([1.0, 1.0]),
    )
    for engine in ("python", "scipy"):
        assert constraint(columns, engine=engine) == {"a": 1.0, "b": 0.5, "c": 1.0}
    assert edge_columns(columns) is columns
    with pytest.raises(NetworkError, match="different lengths"):
        EdgeColumns(names=("a",), sources=[0], targets=[], weights=[])


def test_measures_of_networkx_go_through_its_dispatch(monkeypatch):
    """A backend sees the call: networkx's own functions are called as they are."""
    asked = []

    def spy(graph, **_):
        asked.append(type(graph).__name__)
        return dict.fromkeys(graph, 0.5)

    for name in ("betweenness_centrality", "closeness_centrality", "eigenvector_centrality"):
        monkeypatch.setattr(nx, name, spy)
    path = nx.path_graph(["a", "b", "c"])
    assert betweenness(path, engine="networkx") == dict.fromkeys("abc", 0.5)
    centrality(path, "closeness")
    centrality(path, "eigenvector")
    assert asked == ["Graph"] * 3


def test_pagerank_says_when_it_cannot_be_asked_so():
    for damping in (0.0, 1.0):
        with pytest.raises(NetworkError, match="above 0 and below 1"):
            pagerank(nx.path_graph(2), damping=damping)
    assert pagerank(nx.Graph()) == {}
    for engine in ("python", "scipy"):
        with pytest.raises(NetworkError, match="did not settle"):
            pagerank(nx.star_graph(3), damping=0.999999, tolerance=1e-15, engine=engine)
