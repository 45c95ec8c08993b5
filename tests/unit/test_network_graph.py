"""The stakeholder graph of one small municipality, by day and by viewer."""

from __future__ import annotations

import attrs
import networkx as nx
import pytest

from samverkan.checkpoints import Checkpoint
from samverkan.codelists import RelationKind
from samverkan.contracts import Amendment, Contract
from samverkan.dialogue import Dialogue
from samverkan.errors import NetworkError
from samverkan.network import (
    PUBLIC,
    as_of,
    diff,
    diff_graphs,
    reachable,
    relations_of,
    stakeholder_graph,
    visible_to,
    windows,
    without_persons,
)
from samverkan.network.edges import keyed_edges
from samverkan.parties import Party
from samverkan.periods import Period, Span, day, months
from samverkan.portfolio import Portfolio
from samverkan.procurements import Lot, Procurement
from samverkan.relations import Relation
from samverkan.tenders import Tender
from samverkan.trust import Opinion
from samverkan.values import Identifier, Money

K, S1, S2, S3 = "SE-2120999996", "S1", "S2", "S3"


@pytest.fixture
def facts():
    """A school built 2026-2028 after a competition in the spring of 2026."""
    return Portfolio(
        parties=(
            Party(id=K, name="Storköpings kommun", roles={"buyer"}),
            Party(id=S1, name="Byggfirman AB", roles={"supplier", "tenderer"}),
            Party(id=S2, name="Andra firman AB", roles={"tenderer"}),
            Party(id=S3, name="Tredje firman AB", roles={"candidate"}),
            Party(id="R", name="Revisionsbyrån AB"),
        ),
        procurements=(
            Procurement(
                id="U-1",
                buyer=K,
                category="works",
                cpv=("45214200",),
                published_on="2026-01-12",
                tenders_due_on="2026-02-16",
                awarded_on="2026-03-02",
                concluded_on="2026-03-20",
            ),
        ),
        tenders=(
            Tender(id="T-1", procurement="U-1", tenderers=(S1,), submitted_on="2026-02-10"),
            Tender(id="T-2", procurement="U-1", tenderers=(S2,), submitted_on="2026-02-12"),
            Tender(id="T-3", procurement="U-1", tenderers=(S3,), status="invited"),
        ),
        contracts=(
            Contract(
                id="A-1",
                buyer=K,
                suppliers=(S1,),
                procurement="U-1",
                awarded_on="2026-03-02",
                signed_on="2026-03-20",
                period=Period("2026-04-01", "2028-03-31"),
                value=Money("4800000", "SEK"),
                amendments=(
                    Amendment(id="1", occurred_on="2027-09-01", new_end="2028-09-30"),
                ),
            ),
            Contract(id="A-0", suppliers=(S1,)),
        ),
        dialogues=(
            Dialogue(id="D-1", form="site-visit", occurred_on="2026-02-03", procurement="U-1",
                     participants=(K, S2)),
            Dialogue(id="D-2", form="tactical-meeting", occurred_on="2026-09-01", contract="A-1",
                     participants=(K, S1), topics={"quality"}),
        ),
        checkpoints=(
            Checkpoint(id="C-1", occurred_on="2027-02-01", contract="A-1", observer=K,
                       observed=S1, outcome="met"),
        ),
        relations=(
            Relation(id="X-1", kind="audits", source="R", target=K),
            Relation(id="X-2", kind="develops-market", source=K, market="45214200"),
        ),
    )  # fmt: skip


def kinds(graph):
    return sorted(data["kind"].value for *_, data in keyed_edges(graph))


# ------------------------------------------------------------------------------------- the graph
def test_every_fact_between_two_parties_is_an_edge(facts):
    graph = stakeholder_graph(facts)
    assert kinds(graph) == [
        "audits", "buys-from", "checks", "co-bids-with", "develops-market",
        "in-dialogue-with", "in-dialogue-with", "invites", "tenders-to", "tenders-to",
    ]  # fmt: skip
    assert graph.graph["without_ends"] == ("A-0",)
    assert graph.nodes["market:45214200"]["is_market"]


def test_a_contract_edge_has_its_attributes(facts):
    graph = stakeholder_graph(facts, opinions={(K, S1): Opinion(0.7, 0.1, 0.2)})
    edge = graph[K][S1]["derived/buys-from/A-1/S1"]
    assert edge["period"] == Period("2026-04-01", "2028-09-30")
    assert (edge["money"], edge["parts"]) == (Money("4800000", "SEK"), 1)
    assert (edge["category"].value, edge["cpv"]) == ("works", ("45214200",))
    assert edge["last_contact"] == day("2027-02-01")
    assert edge["opinion"].expected == pytest.approx(0.8)
    assert edge["weight"] == 1.0
    assert not edge["opinion"].is_vacuous


def test_a_graph_of_a_day_knows_what_had_happened_by_then(facts):
    graph = stakeholder_graph(facts, as_of="2027-01-01")
    edge = graph[K][S1]["derived/buys-from/A-1/S1"]
    assert edge["period"].end == day("2028-03-31")  # the amendment came in September
    assert edge["last_contact"] == day("2026-09-01")
    assert kinds(graph) == [
        "audits", "buys-from", "co-bids-with", "develops-market", "in-dialogue-with",
        "in-dialogue-with", "invites", "tenders-to", "tenders-to",
    ]  # fmt: skip
    near = stakeholder_graph(facts, as_of="2027-01-01", look_back=months(3))
    assert "in-dialogue-with" not in kinds(near)


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        ("2026-03-31", False),
        ("2026-04-01", True),
        ("2027-01-01", True),
        ("2028-09-30", True),
        ("2028-10-01", False),
    ],
)
def test_an_interval_holds_from_its_first_to_its_last_day(facts, on, holds):
    assert ("buys-from" in kinds(as_of(stakeholder_graph(facts), on))) is holds


def test_stated_relations_come_back_as_they_were(facts):
    found = relations_of(stakeholder_graph(facts))
    assert set(facts.relations) <= set(found)
    assert set(facts.derived_relations()) <= set(found)


def test_a_graph_that_is_none_of_relations_is_refused_by_name():
    with pytest.raises(NetworkError, match="is no relation: kind=None"):
        relations_of(nx.MultiDiGraph([("a", "b")]))


def test_a_viewer_needs_a_day(facts):
    with pytest.raises(NetworkError, match="viewer='public' without a day"):
        stakeholder_graph(facts, viewer=PUBLIC)


# ------------------------------------------------------------------------------------------ time
def test_what_changed_between_two_days_is_told(facts):
    graph = stakeholder_graph(facts)
    found = diff(graph, "2026-08-31", "2026-09-02")
    assert found.gained == found.lost == ()
    assert found.changed["derived/buys-from/A-1/S1"] == {"last_contact": (None, day("2026-09-01"))}
    begun = diff(graph, "2026-03-31", "2026-04-01")
    assert begun.gained == ("derived/buys-from/A-1/S1",)


def test_what_an_amendment_changed_is_told_of_two_graphs(facts):
    one = stakeholder_graph(facts, as_of="2027-08-31")
    other = stakeholder_graph(facts, as_of="2027-09-01")
    found = diff_graphs(one, other).changed["derived/buys-from/A-1/S1"]
    assert [period.end for period in found["period"]] == [day("2028-03-31"), day("2028-09-30")]


def test_windows_count_from_the_first_day(facts):
    graph = stakeholder_graph(facts)
    found = {
        str(period): graph_.number_of_edges()
        for period, graph_ in windows(
            graph, "2026-01-31", "2026-06-30", length=months(2), step=months(1)
        )
    }
    assert list(found)[:3] == [
        "2026-01-31 to 2026-03-30",
        "2026-02-28 to 2026-04-27",
        "2026-03-31 to 2026-05-30",
    ]
    with pytest.raises(NetworkError, match="leads forward"):
        list(windows(graph, "2026-01-31", "2026-06-30", length=months(1), step=Span()))


def test_word_travels_only_in_the_order_of_time():
    graph = nx.MultiDiGraph()
    graph.add_edge("a", "b", period=Period("2026-03-01", "2026-03-01"))
    graph.add_edge("b", "c", period=Period("2026-02-01", "2026-02-01"))
    graph.add_edge("b", "d", period=Period("2026-01-01", None))
    graph.add_edge("e", "d", period=Period("2027-01-01", "2027-12-31"))
    found = {name: str(on) for name, on in reachable(graph, "a", "2026-01-15").items()}
    assert found == {"a": "2026-01-15", "b": "2026-03-01", "d": "2026-03-01", "e": "2027-01-01"}
    assert set(reachable(graph, "a", "2026-01-15", "2026-12-31")) == {"a", "b", "d"}
    assert set(reachable(graph, "a", "2026-01-15", directed=True)) == {"a", "b", "d"}
    with pytest.raises(NetworkError, match="no such party"):
        reachable(graph, "z", "2026-01-15")


# --------------------------------------------------------------------------------------- secrecy
@pytest.mark.parametrize("on", ["2026-02-11", "2026-02-20", "2026-03-01"])
def test_before_the_award_the_public_sees_neither_tenderers_nor_their_number(facts, on):
    seen = stakeholder_graph(facts, as_of=on, viewer=PUBLIC)
    assert kinds(seen) == ["audits", "develops-market"]
    assert sorted(seen) == ["R", K, "market:45214200"]
    assert not any(data["secret"] for *_, data in keyed_edges(seen))


def test_who_is_known_from_elsewhere_is_not_marked_as_tenderer(facts):
    owns = Relation(id="X-3", kind="owns", source="R", target=S1)
    more = attrs.evolve(facts, relations=(*facts.relations, owns))
    seen = stakeholder_graph(more, as_of="2026-02-20", viewer=PUBLIC)
    assert seen.nodes[S1]["roles"] == ("supplier",)
    assert (
        "tenderer" in stakeholder_graph(more, as_of="2026-03-02", viewer=PUBLIC).nodes[S1]["roles"]
    )


def test_from_the_award_on_tenders_are_open(facts):
    seen = stakeholder_graph(facts, as_of="2026-03-02", viewer=PUBLIC)
    assert kinds(seen).count("tenders-to") == 2
    assert {S1, S2, S3} <= set(seen)


def test_each_sees_what_is_its_own(facts):
    on = "2026-02-20"
    buyer = stakeholder_graph(facts, as_of=on, viewer=K)
    assert kinds(buyer).count("tenders-to") == 2
    firm = stakeholder_graph(facts, as_of=on, viewer=S2)
    assert kinds(firm) == ["audits", "develops-market", "in-dialogue-with", "tenders-to"]
    assert S3 not in firm


def test_the_last_contact_does_not_tell_of_hidden_dialogue(facts):
    relation = Relation(id="X-3", kind="collaborates-with", source=S2, target=K)
    more = attrs.evolve(facts, relations=(relation,))
    seen = visible_to(stakeholder_graph(more, as_of="2026-02-20"), PUBLIC, "2026-02-20")
    assert seen[S2][K]["X-3"]["last_contact"] is None


def test_a_lot_that_is_awarded_is_open_while_the_others_are_secret():
    facts = Portfolio(
        parties=(Party(id=K, roles={"buyer"}), Party(id=S1), Party(id=S2)),
        procurements=(
            Procurement(
                id="U", buyer=K, published_on="2026-01-01", lots=(Lot(id="1"), Lot(id="2"))
            ),
        ),
        tenders=(
            Tender(id="T-1", procurement="U", lot="1", tenderers=(S1,)),
            Tender(id="T-2", procurement="U", lot="2", tenderers=(S2,)),
        ),
        contracts=(
            Contract(id="A", buyer=K, suppliers=(S1,), procurement="U", lots=("1",),
                     awarded_on="2026-02-02"),
        ),
    )  # fmt: skip
    seen = stakeholder_graph(facts, as_of="2026-02-02", viewer=PUBLIC)
    assert kinds(seen) == ["buys-from", "tenders-to"]
    assert S2 not in seen


def test_a_natural_person_has_neither_name_nor_number_in_a_view():
    number = "8803200016"
    trader = Party(
        id=f"SE-{number}", name="A Person", identifiers=(Identifier("SE-ORGNR", number),)
    )
    facts = Portfolio(
        parties=(Party(id=K, roles={"buyer"}), trader),
        contracts=(Contract(id="A", buyer=K, suppliers=(trader.id,)),),
    )
    graph = stakeholder_graph(facts)
    assert graph.nodes[trader.id]["name"] is None
    assert graph.nodes[trader.id]["numbers"] == ("SE-ORGNR 88********",)
    for seen in (without_persons(graph), visible_to(graph, PUBLIC, "2026-01-01")):
        text = str(list(seen.nodes(data=True))) + str(list(seen.edges(keys=True, data=True)))
        assert number not in text
        assert "A Person" not in text
        assert "sole-trader-1" in seen
    kind = next(data["kind"] for *_, data in keyed_edges(graph))
    assert kind is RelationKind.BUYS_FROM
