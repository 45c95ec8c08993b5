"""Rules that react, and classes that follow evidence: each names the fact that caused it."""

from __future__ import annotations

import attrs
import pytest

import samverkan as sv
from samverkan.checkpoints import Checkpoint, Deviation
from samverkan.dialogue import Dialogue
from samverkan.errors import RuleError
from samverkan.relations import Relation
from samverkan.rules import RuleBook, anchor_named, at
from samverkan.schedule import class_by_evidence, event_rules, trust_fell
from samverkan.understanding import RoleHolding

SWEDEN = sv.jurisdiction("SE")
BUYER, SUPPLIER, OTHER = "SE-2120999996", "SE-5599999991", "SE-5599999983"
CONTRACT = sv.Contract(
    id="A-1",
    buyer=BUYER,
    suppliers=(SUPPLIER,),
    signed_on="2026-08-17",
    period=sv.Period("2026-09-01", "2029-08-31"),
    risk_class="B",
    amendments=(sv.Amendment(id="1", occurred_on="2027-04-01"),),
)
TALK = Dialogue(id="D-1", form="tactical-meeting", occurred_on="2027-01-04", contract="A-1")


def facts(contract=CONTRACT, **more):
    parties = tuple(sv.Party(id=name) for name in (BUYER, SUPPLIER, OTHER))
    return sv.Portfolio(parties=parties, contracts=(contract,), **more)


def holding(id_, role, start, end=None):
    return RoleHolding(
        id=id_, party=OTHER, role=role, contract="A-1", period=sv.Period(start, end)
    )


FACTS = facts(
    deviations=(
        Deviation(id="V-1", contract="A-1", what="fel pris", occurred_on="2027-03-01"),
    ),
    checkpoints=(
        Checkpoint(id="C-1", occurred_on="2027-03-01", contract="A-1", outcome="notMet"),
        Checkpoint(id="C-2", occurred_on="2027-03-01", contract="A-1", outcome="met"),
    ),
    role_holdings=(
        holding("R-0", "subcont", "2026-09-01"),
        holding("R-1", "subcont", "2027-03-01", "2027-09-30"),
        holding("R-2", "contract-owner", "2027-03-01"),
    ),
    relations=(
        Relation(id="O-1", kind="owns", source=OTHER, target=SUPPLIER,
                 period=sv.Period("2027-03-01", None)),
        Relation(id="O-2", kind="owns", source=OTHER, target=SUPPLIER,
                 period=sv.Period("2020-01-01", None)),
    ),
    dialogues=(TALK,),
)  # fmt: skip


def found(name, as_of="2028-01-01", portfolio=FACTS):
    made = sv.plan(portfolio, rules=event_rules(name), calendar=SWEDEN.calendar, as_of=as_of)
    return {item.anchor: item for item in made}


@pytest.mark.parametrize(
    ("event", "days", "told"),
    [
        # windows are this library's choice; ten working days from Monday 2027-03-01 is the 15th
        ("incident", {"deviation:V-1": "2027-03-15"}, "avvikelse V-1 (fel pris)"),
        ("amendment", {"amendment:1": "2027-05-03"}, "ändring 1 gäller från 2027-04-01"),
        ("not_met", {"checkpoint:C-1": "2027-03-31"}, "kontrollpunkt C-1"),
        ("owner_change", {"role:R-2": "2027-03-31", "relation:O-1": "2027-03-31"}, OTHER),
        ("subcontractor_change", {"role:R-1": "2027-03-15", "role-end:R-1": "2027-10-14"}, "R-1"),
        ("silence", {"silence:checkpoint:C-2": "2027-09-15"}, "6 månader"),
    ],
)
def test_each_event_is_followed_up_and_named(event, days, told):
    items = found(event)
    assert {anchor: str(item.due_on) for anchor, item in items.items()} == days
    for anchor, item in items.items():
        assert anchor in item.id
        assert told in item.why("sv")


@pytest.mark.parametrize(
    "event", ["incident", "not_met", "owner_change", "subcontractor_change", "silence"]
)
def test_nothing_is_reacted_to_before_it_happens(event):
    assert not found(event, as_of="2027-02-28")


def test_silence_ends_when_somebody_meets():
    again = attrs.evolve(TALK, id="D-2", occurred_on="2027-12-01")
    portfolio = attrs.evolve(FACTS, dialogues=(TALK, again))
    assert not found("silence", portfolio=portfolio)
    assert not found("silence", as_of="2027-08-31", portfolio=FACTS)
    assert found("silence", as_of="2027-09-01", portfolio=FACTS)
    assert not found("silence", as_of="2029-12-01", portfolio=FACTS)  # the contract has ended
    silent = facts()
    assert list(found("silence", "2027-06-01", silent)) == ["silence:start"]


def test_silence_needs_the_day_it_is_asked_for():
    made = sv.plan(FACTS, rules=event_rules("silence"), calendar=SWEDEN.calendar)
    assert not made


def test_a_corrected_fact_causes_nothing():
    right = Deviation(
        id="V-2", contract="A-1", what="rätt pris", occurred_on="2027-03-02", replaces="V-1"
    )
    portfolio = attrs.evolve(FACTS, deviations=(*FACTS.deviations, right))
    assert list(found("incident", portfolio=portfolio)) == ["deviation:V-2"]


def test_a_window_may_follow_the_class():
    rule = at("not_met", {"A": "5 working days"}).rule(
        id="my.again", kind="requirement-compliance", aim="control", responsible="orderer",
        source=sv.LegalBasis(sv.SourceKind.CHOICE, "our own window"),
    )  # fmt: skip
    strict = attrs.evolve(FACTS, contracts=(attrs.evolve(CONTRACT, risk_class="A"),))
    assert not sv.plan(FACTS, rules=[rule], calendar=SWEDEN.calendar)
    (item,) = sv.plan(strict, rules=[rule], calendar=SWEDEN.calendar)
    assert str(item.due_on) == "2027-03-08"


@pytest.mark.parametrize("make", [lambda: at("notmet", "1 day"), lambda: event_rules("notmet")])
def test_an_unknown_event_names_the_near_ones(make):
    with pytest.raises(RuleError, match="not_met"):
        make()


BOOK = """
[book]
id = "mine"

[[rule]]
id = "mine.again"
at = "not_met"
offset = { A = "5 working days", B = "1 month" }
unless = { kind = "framework" }
kind = "requirement-compliance"
aim = "control"
responsible = "orderer"
source = { kind = "X", ref = "our own window" }

[[rule]]
id = "mine.quiet"
at = "silence:3 months"
kind = "operational-meeting"
aim = "trust"
responsible = "contract-manager"
source = { kind = "X", ref = "our own window" }
"""


def test_a_rule_book_in_toml_may_react():
    book = RuleBook.from_toml(BOOK)
    assert RuleBook.from_toml(book.to_toml()) == book
    assert all(rule.timing.reacts for rule in book)
    made = sv.plan(FACTS, rules=book, calendar=SWEDEN.calendar, as_of="2027-07-01")
    assert [(item.rule_id, item.anchor, str(item.due_on)) for item in made] == [
        ("mine.again", "checkpoint:C-1", "2027-04-01"),
        ("mine.quiet", "silence:checkpoint:C-2", "2027-06-01"),
    ]
    assert "inga möten eller kontroller i 3 månader från 2027-03-01" in made[1].why("sv")
    framework = attrs.evolve(FACTS, contracts=(attrs.evolve(CONTRACT, kind="framework"),))
    made = sv.plan(framework, rules=book, calendar=SWEDEN.calendar, as_of="2027-05-01")
    assert not made


def test_the_reactions_of_the_library_can_be_edited_as_a_book():
    book = RuleBook(id="mine", rules=event_rules())
    assert RuleBook.from_toml(book.to_toml()) == book
    own = '[[rule]]\nid = "event.silence"\nat = "silence:1 month"\noffset = "5 days"\n'
    changed = RuleBook.from_toml(own, extends=book)
    assert changed["event.silence"].timing == at("silence:1 month", "5 days")


@pytest.mark.parametrize(
    "name", ["silence:", "silence:soon", "silence:0 days", "silence:-1 months"]
)
def test_a_silence_is_a_length_of_time(name):
    with pytest.raises(RuleError, match="silence"):
        anchor_named(name)


def test_a_reaction_that_the_calendar_does_not_reach_is_blocked_and_stops_nothing():
    late = Checkpoint(id="C-9", occurred_on="2050-12-30", contract="A-1", outcome="notMet")
    portfolio = attrs.evolve(FACTS, checkpoints=(*FACTS.checkpoints, late))
    made = sv.plan(portfolio, rules=event_rules("not_met"), calendar=SWEDEN.calendar)
    assert [item.anchor for item in made] == ["checkpoint:C-1"]
    assert [(one.anchor, one.missing) for one in made.blocked] == [("checkpoint:C-9", "calendar")]


def test_events_stand_beside_the_rule_book():
    rules = (
        *SWEDEN.follow_up_rules,
        *event_rules("not_met", "owner_change", "subcontractor_change"),
    )
    made = sv.plan(FACTS, rules=rules, calendar=SWEDEN.calendar, as_of="2028-01-01")
    assert {"event.not_met", "event.owner_change", "event.subcontractor_change"} < {
        i.rule_id for i in made
    }


# ------------------------------------------------------------------------------------- findings
def test_a_fall_in_trust_becomes_a_follow_up_that_names_the_numbers():
    finding = trust_fell("A-1", before=0.8, now=0.55, on="2027-03-01")
    made = sv.plan(FACTS, rules=[], calendar=SWEDEN.calendar, findings=[finding])
    (item,) = made
    assert str(item.due_on) == "2027-03-15"
    assert "tilliten i A-1 har fallit från 0.80 till 0.55" in item.why("sv")
    assert "10 arbetsdagar efter 2027-03-01" in item.why("sv")
    assert trust_fell("A-1", before=0.5, now=0.6, on="2027-03-01") is None


def test_a_red_flag_becomes_a_follow_up_that_says_what_was_seen():
    flag = sv.Finding(
        check="flag.single-bid",
        severity=sv.Severity.WARNING,
        subjects=("A-1",),
        summary=sv.Step(sv.Text("ett enda anbud", "a single tender")),
        on=sv.day("2027-03-01"),
        needs_review=True,
    )
    (item,) = sv.plan(FACTS, rules=[], calendar=SWEDEN.calendar, findings=[flag])
    assert item.id == "A-1/finding.flag.single-bid/finding:A-1/0"
    assert "ett enda anbud" in item.why("sv")


# --------------------------------------------------------------------------------------- classes
def checks(*outcomes):
    return tuple(
        Checkpoint(id=f"C-{n}", occurred_on="2027-03-01", contract="A-1", outcome=outcome)
        for n, outcome in enumerate(outcomes)
    )


@pytest.mark.parametrize(
    ("stated", "outcomes", "private", "expected"),
    [
        ("B", ("notMet",), None, "A"),
        ("A", ("notMet",), None, None),  # already the strictest
        ("B", ("met", "met", "met"), None, "C"),
        ("B", ("met", "met", "met"), True, None),  # a private performer is never below B
        ("B", ("met", "met"), None, None),
        ("B", ("met", "met", "partiallyMet"), None, None),
        ("B", ("notAssessed", "notAssessed", "notAssessed"), None, None),
        (None, ("notMet",), None, "A"),
    ],
)
def test_the_class_follows_what_was_checked(stated, outcomes, private, expected):
    contract = attrs.evolve(CONTRACT, risk_class=stated, private_performer=private)
    portfolio = facts(contract, checkpoints=checks(*outcomes))
    by_evidence = class_by_evidence(portfolio, "2027-06-01")
    assert {n: one.risk_class.value for n, one in by_evidence.items()} == (
        {} if expected is None else {"A-1": expected}
    )


def test_old_evidence_does_not_count():
    portfolio = facts(checkpoints=checks("notMet"))
    assert class_by_evidence(portfolio, "2029-03-01")
    assert not class_by_evidence(portfolio, "2029-03-02")


def test_the_rhythm_follows_the_class_and_says_so_only_when_asked():
    portfolio = facts(checkpoints=checks("notMet"))
    book = SWEDEN.follow_up_rules

    def meetings(**more):
        made = sv.plan(portfolio, rules=book, calendar=SWEDEN.calendar, **more)
        return [item for item in made if item.rule_id == "se.followup.follow_up_meeting"]

    stated = meetings()
    strict = meetings(classes=class_by_evidence(portfolio, "2027-06-01"))
    assert (len(stated), len(strict)) == (2, 8)  # SKR 2024: once and three times a year
    assert "the evidence gives risk class A instead of B" in strict[0].why("en")
    assert "1 checks not met" in strict[0].why("en")
    assert "the contract has risk class B" in stated[0].why("en")
