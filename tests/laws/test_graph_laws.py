"""Laws of the stakeholder graph: nothing is lost, time and secrecy hold, files keep everything."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from decimal import Decimal

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samverkan.checkpoints import Checkpoint
from samverkan.codelists import DialogueForm, RelationKind, Topic
from samverkan.contracts import Contract
from samverkan.dialogue import Dialogue
from samverkan.exchange.graphs import graph_bytes, plain_attributes, read_graph
from samverkan.network import (
    PUBLIC,
    as_of,
    between,
    concentration,
    constraint,
    dependence,
    diff,
    diff_graphs,
    edge_columns,
    effective_size,
    explain_rank,
    hhi_by_source,
    party_graph,
    rank_parts,
    reachable,
    relations_of,
    single_points,
    stakeholder_graph,
    tie_overlap,
    visible_to,
    windows,
)
from samverkan.parties import Party
from samverkan.periods import Period, day_from_ordinal, months
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.relations import Relation
from samverkan.tenders import Tender
from samverkan.understanding import RoleHolding
from samverkan.values import Identifier, Money

FIRST, LAST = dt.date(2026, 1, 1).toordinal(), dt.date(2028, 12, 31).toordinal()
IDS = ("K1", "K2", "S1", "S2", "S3", "S4")
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=6)

FEWER = settings(max_examples=50)  # a portfolio costs some milliseconds to draw

days = st.integers(FIRST, LAST).map(day_from_ordinal)


@st.composite
def periods(draw):
    """A period, open at either end now and then; shrinks to one day."""
    start, end = sorted((draw(days), draw(days)))
    return Period(
        None if draw(st.booleans()) else start, None if draw(st.integers(0, 3)) == 3 else end
    )


@st.composite
def portfolios(draw):
    """Two buyers, four firms, and any facts between them; shrinks to the parties alone."""
    buyers, firms = IDS[:2], IDS[2:]
    parties = tuple(
        Party(
            id=one,
            name=draw(st.none() | TEXTS),
            roles={"buyer"}
            if one in buyers
            else draw(st.sampled_from([(), ("supplier",), ("tenderer",)])),
        )
        for one in IDS
    )
    procurements = []
    for n in range(draw(st.integers(0, 2))):
        chain = sorted(draw(st.lists(days, min_size=3, max_size=3)))
        procurements.append(
            Procurement(
                id=f"U-{n}",
                buyer=draw(st.sampled_from(buyers)),
                published_on=chain[0],
                tenders_due_on=chain[1],
                awarded_on=chain[2] if draw(st.booleans()) else None,
                cpv=draw(st.sampled_from([(), ("45210000",), ("79620000",)])),
            )
        )
    tenders = tuple(
        Tender(
            id=f"T-{n}",
            procurement=draw(st.sampled_from(procurements)).id,
            tenderers=(draw(st.sampled_from(firms)),),
            submitted_on=draw(st.none() | days),
        )
        for n in range(draw(st.integers(0, 5)) if procurements else 0)
    )
    contracts = tuple(
        Contract(
            id=f"A/{n}",
            buyer=draw(st.none() | st.sampled_from(buyers)),
            suppliers=draw(st.lists(st.sampled_from(firms), unique=True, max_size=3)),
            procurement=draw(
                st.none() | st.sampled_from([one.id for one in procurements])
                if procurements
                else st.none()
            ),
            period=draw(st.none() | periods()),
            value=draw(st.none() | st.integers(0, 900).map(lambda sum_: Money(sum_, "SEK"))),
        )
        for n in range(draw(st.integers(0, 5)))
    )
    names = [one.id for one in contracts]
    dialogues = tuple(
        Dialogue(
            id=f"D-{n}",
            form=draw(st.sampled_from([DialogueForm.ONE_TO_ONE, DialogueForm.MARKET_ANALYSIS])),
            occurred_on=draw(days),
            participants=draw(st.lists(st.sampled_from(IDS), unique=True, max_size=3)),
            procurement=draw(
                st.none() | st.sampled_from([one.id for one in procurements])
                if procurements
                else st.none()
            ),
            topics=draw(st.sets(st.sampled_from(Topic), max_size=2)),
        )
        for n in range(draw(st.integers(0, 4)))
    )
    checks = tuple(
        Checkpoint(
            id=f"C-{n}",
            occurred_on=draw(days),
            observer="K1",
            observed=draw(st.sampled_from(firms)),
        )
        for n in range(draw(st.integers(0, 2)))
    )
    holdings = tuple(
        RoleHolding(id=f"R-{n}", party="S4", role="subcont", contract=draw(st.sampled_from(names)))
        for n in range(draw(st.integers(0, 1)) if names else 0)
    )
    relations = []
    for n in range(draw(st.integers(0, 4))):
        source, target = draw(st.lists(st.sampled_from(IDS), min_size=2, max_size=2, unique=True))
        market = draw(st.none() | st.just("45"))
        relations.append(
            Relation(
                id=draw(TEXTS) + f"/{n}",
                kind=draw(st.sampled_from(RelationKind)),
                source=source,
                target=None if market and draw(st.booleans()) else target,
                market=market,
                period=draw(st.none() | periods()),
                evidence=draw(st.lists(TEXTS, max_size=2)),
                recorded_at=draw(st.none() | st.just("2026-05-05T08:00:00.123456+02:00")),
                is_derived=draw(st.booleans()),
            )
        )
    return Portfolio(
        parties=parties,
        procurements=procurements,
        tenders=tenders,
        contracts=contracts,
        dialogues=dialogues,
        checkpoints=checks,
        role_holdings=holdings,
        relations=relations,
    )


# -------------------------------------------------------------------------------- nothing is lost
@FEWER
@given(facts=portfolios())
def test_the_relations_come_back_from_the_edges_alone(facts):
    found = set(relations_of(stakeholder_graph(facts)))
    assert set(facts.relations) <= found
    assert set(facts.derived_relations()) <= found
    others = found - set(facts.relations) - set(facts.derived_relations())
    assert all(one.is_derived for one in others)
    assert {one.kind for one in others} <= {
        RelationKind.TENDERS_TO,
        RelationKind.INVITES,
        RelationKind.CHECKS,
        RelationKind.IN_DIALOGUE_WITH,  # inside the house
    }


@FEWER
@given(facts=portfolios())
def test_the_graph_is_one_that_networkx_takes_and_copies(facts):
    graph = stakeholder_graph(facts)
    assert type(graph) is nx.MultiDiGraph
    assert relations_of(graph.copy()) == relations_of(graph)
    assert len({key for *_, key in graph.edges(keys=True)}) == graph.number_of_edges()


# ------------------------------------------------------------------------------------------ time
@FEWER
@given(facts=portfolios(), on=days)
def test_a_relation_is_in_the_graph_of_every_day_of_its_period_and_of_no_other(facts, on):
    graph = stakeholder_graph(facts)
    held = {relation.id for relation in relations_of(graph) if relation.holds(on)}
    assert {key for *_, key in as_of(graph, on).edges(keys=True)} == held


@FEWER
@given(facts=portfolios(), first=days, last=days)
def test_a_stretch_holds_what_its_days_hold(facts, first, last):
    first, last = min(first, last), max(first, last)
    graph = stakeholder_graph(facts)
    keys = {key for *_, key in between(graph, first, last).edges(keys=True)}
    for on in {first, last}:
        assert {key for *_, key in as_of(graph, on).edges(keys=True)} <= keys


@FEWER
@given(facts=portfolios(), first=days)
def test_windows_follow_each_other_without_a_gap(facts, first):
    graph = stakeholder_graph(facts)
    last = day_from_ordinal(first.toordinal() + 400)
    found = [period for period, _ in windows(graph, first, last, length=months(1))]
    assert found[0].start == first
    for one, other in itertools.pairwise(found):
        assert one.end.toordinal() + 1 == other.start.toordinal()
    assert found[-1].end >= last


@FEWER
@given(facts=portfolios(), a=days, b=days)
def test_a_diff_leads_from_one_day_to_the_other(facts, a, b):
    graph = stakeholder_graph(facts)
    found = diff(graph, a, b)
    before = {key for *_, key in as_of(graph, a).edges(keys=True)}
    after = {key for *_, key in as_of(graph, b).edges(keys=True)}
    assert (before - set(found.lost)) | set(found.gained) == after
    assert set(found.changed) <= before & after
    assert diff(graph, a, a).is_empty
    assert diff_graphs(graph, graph.copy()).is_empty


@FEWER
@given(facts=portfolios(), first=days)
def test_word_never_arrives_before_it_was_sent_nor_outside_a_relation(facts, first):
    graph = stakeholder_graph(facts)
    arrived = reachable(graph, "K1", first)
    assert arrived["K1"] == first
    for node, on in arrived.items():
        if node == "K1":
            continue
        assert on >= first
        assert any(
            other in arrived
            and arrived[other] <= on
            and (data["period"] is None or on in data["period"])
            for u, v, data in graph.edges(data=True)
            for one, other in ((u, v), (v, u))
            if one == node
        )


@FEWER
@given(facts=portfolios(), first=days)
def test_more_time_reaches_no_fewer(facts, first):
    graph = stakeholder_graph(facts)
    short = reachable(graph, "K1", first, day_from_ordinal(first.toordinal() + 30))
    long = reachable(graph, "K1", first)
    assert short.items() <= long.items()


# --------------------------------------------------------------------------------------- secrecy
BIDDING = {RelationKind.TENDERS_TO, RelationKind.INVITES, RelationKind.CO_BIDS_WITH}


def is_secret(facts, procurement, on):
    """OSL 19:3, second paragraph, told a second time: until the decision or the end."""
    one = facts.procurement(procurement)
    days = [one.awarded_on, one.cancelled_on, one.concluded_on]
    days += [c.awarded_on or c.signed_on for c in facts.contracts_of(procurement)]
    return not any(day is not None and day <= on for day in days)


@FEWER
@given(facts=portfolios(), on=days)
def test_while_tenders_are_secret_the_public_sees_neither_tenderers_nor_their_number(facts, on):
    seen = visible_to(stakeholder_graph(facts), PUBLIC, on)
    for _, _, data in seen.edges(data=True):
        if data["origin"] == "tender":
            assert not is_secret(facts, data["procurement"], on)
    hidden = {
        party
        for tender in facts.tenders
        if is_secret(facts, tender.procurement, on)
        for party in tender.tenderers
    }
    for party in hidden & set(seen):
        roles = seen.nodes[party]["roles"]
        told = {data["kind"] for *_, data in seen.out_edges(party, data=True)}
        told |= {data["kind"] for *_, data in seen.in_edges(party, data=True)}
        assert told  # something else shows it
        assert "tenderer" not in roles or told & BIDDING


@FEWER
@given(facts=portfolios(), on=days, extra=st.integers(1, 3))
def test_more_secret_tenders_change_nothing_that_the_public_sees(facts, on, extra):
    secret = [one.id for one in facts.procurements if is_secret(facts, one.id, on)]
    if not secret:
        return
    more = tuple(
        Tender(id=f"X-{n}", procurement=secret[0], tenderers=(f"N{n}",)) for n in range(extra)
    )
    parties = tuple(Party(id=f"N{n}", roles={"tenderer"}) for n in range(extra))
    during = facts.procurement(secret[0]).published_on
    visit = Dialogue(
        id="X-D",
        form="site-visit",
        occurred_on=during,
        procurement=secret[0],
        participants=("K1", "N0"),
    )
    check = Checkpoint(
        id="X-C", occurred_on=during, procurement=secret[0], observer="K1", observed="N0"
    )
    longer = Portfolio(
        parties=facts.parties + parties,
        procurements=facts.procurements,
        tenders=facts.tenders + more,
        contracts=facts.contracts,
        dialogues=(*facts.dialogues, visit),
        checkpoints=(*facts.checkpoints, check),
        role_holdings=facts.role_holdings,
        relations=facts.relations,
    )
    one = visible_to(stakeholder_graph(facts), PUBLIC, on)
    other = visible_to(stakeholder_graph(longer), PUBLIC, on)
    assert nx.utils.graphs_equal(one, other)


@FEWER
@given(facts=portfolios(), on=days)
def test_a_tenderer_sees_its_own_tender_and_no_other(facts, on):
    graph = stakeholder_graph(facts)
    for party in ("S1", "K1"):
        seen = visible_to(graph, party, on)
        for source, target, data in seen.edges(data=True):
            if data["origin"] == "tender" and is_secret(facts, data["procurement"], on):
                buyer = facts.procurement(data["procurement"]).buyer
                assert party in {source, target} or party == buyer
                assert data["kind"] is not RelationKind.CO_BIDS_WITH or party == buyer


@FEWER
@given(facts=portfolios(), on=days)
def test_what_is_shown_to_all_is_shown_to_each(facts, on):
    graph = stakeholder_graph(facts)
    public = {key for *_, key in visible_to(graph, PUBLIC, on).edges(keys=True)}
    for party in IDS:
        assert public <= {key for *_, key in visible_to(graph, party, on).edges(keys=True)}


@given(name=TEXTS, in_id=st.booleans())
def test_a_sole_traders_name_and_number_are_in_no_view_and_no_file(name, in_id):
    number, secret = "8803200016", f"Zz{name.encode().hex()}"
    trader = Party(
        id=f"SE-{number}" if in_id else "S-1",
        name=secret,
        identifiers=(Identifier("SE-ORGNR", number),),
    )
    facts = Portfolio(
        parties=(Party(id="K1", roles={"buyer"}), trader),
        contracts=(Contract(id="A", buyer="K1", suppliers=(trader.id,)),),
    )
    graph = stakeholder_graph(facts)
    seen = visible_to(graph, "K1", "2026-01-01")
    told = [str(list(seen.nodes(data=True))), str(list(seen.edges(keys=True, data=True)))]
    told += [
        graph_bytes(graph, format_).decode() for format_ in ("graphml", "gexf", "json", "csv")
    ]
    for text in told:
        assert number not in text
        assert secret not in text


# ----------------------------------------------------------------------------------------- files
@FEWER
@given(facts=portfolios())
@pytest.mark.parametrize("format_", ["graphml", "gexf", "json"])
def test_a_file_gives_the_same_relations_back(format_, facts):
    graph = stakeholder_graph(facts)
    plain = all(part.isprintable() for one in facts.relations for part in (one.id, *one.evidence))
    again = read_graph(graph_bytes(graph, format_), format_)
    assert set(again) == set(graph)
    assert again.number_of_edges() == graph.number_of_edges()
    if plain or format_ == "json":
        assert set(relations_of(again)) == set(relations_of(graph))


@given(
    text=st.text(max_size=20), number=st.decimals(allow_nan=False, allow_infinity=False, places=3)
)
@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_any_text_and_amount_gives_a_file_that_can_be_read(format_, text, number):
    graph = nx.MultiDiGraph()
    graph.add_node("a", label=text, name=text)
    graph.add_edge("a", "b", key="k", note=text, amount=number, rows=[text, None, Decimal(1)])
    raw = graph_bytes(graph, format_)
    read = nx.read_graphml if format_ == "graphml" else nx.read_gexf
    ((_, _, data),) = read(io.BytesIO(raw)).edges(data=True)
    assert Decimal(data["amount"]) == number


@given(values=st.dictionaries(TEXTS, st.none() | st.booleans() | st.integers() | TEXTS))
def test_the_mapping_leaves_out_nothing_but_what_is_unknown(values):
    assert plain_attributes(values) == {k: v for k, v in values.items() if v is not None}


# -------------------------------------------------------------------------------------- measures
@FEWER
@given(facts=portfolios())
def test_shares_sum_to_one_and_hhi_lies_between_its_bounds(facts):
    graph = stakeholder_graph(facts)
    for spend in ("money", "count"):
        for row in concentration(graph, spend=spend):
            assert 10_000 / row.suppliers <= row.hhi * (1 + 1e-12)
            assert row.hhi <= 10_000
        bought, sold = {}, {}
        for row in dependence(graph, spend=spend):
            bought[row.buyer] = bought.get(row.buyer, 0) + row.buyer_share
            sold[row.supplier] = sold.get(row.supplier, 0) + row.supplier_share
        assert list(bought.values()) == pytest.approx([1.0] * len(bought))
        assert list(sold.values()) == pytest.approx([1.0] * len(sold))


@FEWER
@given(facts=portfolios())
def test_columns_and_graph_agree_on_concentration(facts):
    graph = stakeholder_graph(facts)
    rows = [(u, v, 1) for u, v, kind in graph.edges(data="kind") if kind is RelationKind.BUYS_FROM]
    by_graph = {row.group: row.hhi for row in concentration(graph, spend="count")}
    for engine in ("python", "scipy"):
        assert hhi_by_source(edge_columns(rows), engine=engine) == pytest.approx(by_graph)


@FEWER
@given(facts=portfolios())
def test_what_explains_a_rank_sums_to_the_score(facts):
    graph = stakeholder_graph(facts)
    simple = party_graph(graph)
    for measure in (
        "degree",
        "strength",
        "betweenness",
        "pagerank",
        "constraint",
        "concentration",
    ):
        taken = graph if measure == "concentration" else simple
        for node in taken:
            if measure == "constraint" and constraint(simple)[node] is None:
                continue
            if measure == "concentration" and not any(
                data["kind"] is RelationKind.BUYS_FROM
                for _, _, data in graph.out_edges(node, data=True)
            ):
                continue
            rank = rank_parts(taken, node, measure)
            assert sum(part for _, part in rank.parts) == pytest.approx(rank.score, abs=1e-7)
            for lang in ("sv", "en"):
                assert explain_rank(taken, node, measure).text(lang)


@FEWER
@given(facts=portfolios())
def test_measures_do_not_change_the_graph(facts):
    graph = stakeholder_graph(facts)
    before = graph.copy()
    simple = party_graph(graph)
    constraint(simple), effective_size(simple), tie_overlap(simple), single_points(simple)
    as_of(graph, "2027-01-01"), visible_to(graph, PUBLIC, "2027-01-01")
    assert nx.utils.graphs_equal(graph, before)
