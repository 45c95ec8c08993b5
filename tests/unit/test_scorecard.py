"""The four preconditions, measured: each number with its counts, unknown where nothing was due."""

from __future__ import annotations

import json

import attrs
import pytest

from samverkan.checkpoints import Checkpoint, Waiver
from samverkan.codelists import Phase
from samverkan.contracts import Contract, Option, OptionDecision
from samverkan.development import Proposal, Trial
from samverkan.dialogue import Dialogue, Disclosure
from samverkan.errors import FactError, PortfolioError
from samverkan.jurisdictions import jurisdiction
from samverkan.measures import carried_out
from samverkan.obligations import Obligation
from samverkan.parties import Party
from samverkan.periods import Period, months
from samverkan.portfolio import Portfolio
from samverkan.preconditions import scorecard
from samverkan.procurements import Procurement
from samverkan.relations import Relation
from samverkan.schedule import plan, reconcile
from samverkan.testing import sample_portfolio
from samverkan.understanding import ChangedCircumstance, Confirmation, Need, RoleHolding

A, B = "SE-2120999996", "SE-5599999991"
BARE = Portfolio(
    parties=(Party(id=A), Party(id=B)),
    procurements=(Procurement(id="U-1", buyer=A, published_on="2026-02-16"),),
    contracts=(
        Contract(
            id="A-1", buyer=A, suppliers=(B,), procurement="U-1", signed_on="2026-08-17",
            period=Period("2026-09-01", "2029-08-31"), risk_class="A",
            options=(
                Option(id="1", extend_by=months(12), decisions=(
                    OptionDecision(outcome="exercised", decided_on="2027-03-01"),)),
                Option(id="2", extend_by=months(12)),
            ),
        ),
    ),
)  # fmt: skip
RICH = attrs.evolve(
    BARE,
    dialogues=(
        Dialogue(id="1", form="rfi", occurred_on="2026-01-20", procurement="U-1"),
        Dialogue(id="2", form="kickoff", occurred_on="2026-08-28", contract="A-1",
                 participants=(A, B)),
        Dialogue(id="3", form="tactical-meeting", occurred_on="2027-01-04", contract="A-1",
                 functions={"contract-manager"}),
        Dialogue(id="4", form="tactical-meeting", occurred_on="2027-05-10", contract="A-1"),
    ),
    disclosures=(
        Disclosure(id="1", information="plan", contract="A-1", due_on="2026-10-01",
                   shared_on="2026-09-30"),
    ),
    needs=(
        Need(id="1", owner=A, statement="food", stated_on="2026-01-07", procurement="U-1",
             confirmed_by=(Confirmation(by=B, on="2026-02-02"),)),
        Need(id="2", owner=A, statement="light", stated_on="2026-09-14", contract="A-1"),
    ),
    role_holdings=(
        RoleHolding(id="1", party=A, role="contract-manager", contract="A-1",
                    confirmed_by=(Confirmation(by=B, on="2026-09-14"),)),
    ),
    obligations=(
        Obligation(id="1", kind="promise", side="supplier", what="menu", contract="A-1",
                   due_on="2026-12-01", fulfilled_on=("2026-12-01",)),
    ),
    checkpoints=(
        Checkpoint(id="1", occurred_on="2026-10-01", contract="A-1", kind="delivery-control",
                   outcome="met"),
    ),
    proposals=(
        Proposal(id="1", by=B, what="bikes", made_on="2026-11-02", contract="A-1",
                 answer="adopted", answered_on="2026-12-01"),
        Proposal(id="2", by=B, what="drones", made_on="2026-11-02", contract="A-1",
                 answer="declined", answered_on="2026-12-01"),
        Proposal(id="3", by=B, what="boats", made_on="2027-05-03", contract="A-1"),
    ),
    circumstances=(
        ChangedCircumstance(id="1", contract="A-1", what="x", occurred_on="2027-02-01"),
    ),
    trials=(
        Trial(id="1", party=A, method="m", hypothesis="h", started_on="2026-10-01",
              contract="A-1", result="confirmed"),
    ),
)  # fmt: skip


def counts(share):
    return share.done, share.due


def made(facts):
    sweden = jurisdiction("SE")
    return plan(facts, rules=sweden.follow_up_rules, calendar=sweden.calendar)


def test_where_nothing_was_due_nothing_is_claimed():
    card = scorecard(attrs.evolve(BARE), "A-1", as_of="2026-09-01")
    shares = [
        card.dialogue.held, card.dialogue.both_sides, card.dialogue.transparency,
        card.understanding.needs, card.understanding.roles, card.follow_up.done,
        card.follow_up.on_time, card.follow_up.obligations, card.development.answered,
        card.development.adopted, card.development.changes, card.development.renewed,
        card.development.evaluated, card.follow_up.control,
    ]  # fmt: skip
    assert [share.value for share in shares] == [None] * len(shares)
    assert card.dialogue.days_since_last is None


def test_the_first_precondition_counts_dialogue():
    card = scorecard(RICH, "A-1", as_of="2027-05-31", plan=made(RICH)).dialogue
    assert dict(card.by_phase) == {Phase.BEFORE: 1, Phase.DURING: 0, Phase.AFTER: 3}
    assert card.days_since_last == 21
    assert counts(card.both_sides) == (1, 2)
    assert counts(card.transparency) == (1, 1)
    # kick-off 2026-08-31, follow-up 2027-01-04 and 2027-05-03 were held; the monthly ones were not
    assert card.held.done == 3
    assert card.held.due > 3


def test_the_second_precondition_counts_what_the_counterpart_confirmed():
    card = scorecard(RICH, "A-1", as_of="2027-05-31").understanding
    assert counts(card.needs) == (1, 2)
    assert card.needs.facts == ("1", "2")
    assert counts(card.roles) == (1, 1)


def test_the_third_precondition_counts_what_was_done_on_time_and_what_is_overdue():
    card = scorecard(RICH, "A-1", as_of="2027-05-31", plan=made(RICH)).follow_up
    assert card.done.done == 4
    assert card.on_time.done == 3  # the meeting of 10 May was due on 3 May
    assert card.done.due == card.on_time.due
    assert set(card.overdue) < set(card.done.facts)
    assert counts(card.obligations) == (1, 1)
    assert counts(card.control) == (2, 15)
    assert card.control.facts[0] == "A-1/se.followup.first_delivery_control/start/0"


def test_the_fourth_precondition_counts_development():
    card = scorecard(RICH, "A-1", as_of="2027-05-31").development
    assert counts(card.answered) == (2, 3)
    assert counts(card.adopted) == (1, 2)
    assert counts(card.changes) == (0, 1)
    assert counts(card.renewed) == (1, 1)
    assert counts(card.evaluated) == (1, 1)


def test_what_happened_later_does_not_count():
    card = scorecard(RICH, "A-1", as_of="2026-11-15")
    assert counts(card.development.answered) == (0, 2)
    assert counts(card.understanding.roles) == (1, 1)
    assert card.development.renewed.value is None


def test_a_relation_is_counted_over_its_contracts_either_way_round():
    for source, target in ((A, B), (B, A)):
        tie = Relation(id="R", kind="collaborates-with", source=source, target=target)
        card = scorecard(RICH, tie, as_of="2027-05-31")
        assert card == scorecard(RICH, "A-1", as_of="2027-05-31")
    assert scorecard(RICH, RICH.contracts[0], as_of="2027-05-31").contracts == ("A-1",)


def test_what_has_no_card_is_refused():
    with pytest.raises(PortfolioError, match="no contract has id='A-2'"):
        scorecard(RICH, "A-2", as_of="2027-05-31")
    market = Relation(id="R", kind="develops-market", source=A, market="15")
    with pytest.raises(FactError, match="has no target"):
        scorecard(RICH, market, as_of="2027-05-31")


def test_the_card_is_plain_data():
    card = scorecard(RICH, "A-1", as_of="2027-05-31", plan=made(RICH))
    data = json.loads(json.dumps(card.to_dict()))
    assert data["development"]["answered"]["done"] == 2
    assert data["dialogue"]["by_phase"]["after"] == 3


def test_an_item_that_was_waived_is_not_due():
    planned = made(RICH)
    before = scorecard(RICH, "A-1", as_of="2027-05-31", plan=planned).follow_up
    waived = before.overdue[0]
    facts = attrs.evolve(
        RICH,
        waivers=(Waiver(id="W", follow_up=waived, reason="pilot ended", decided_on="2027-02-01"),),
    )
    after = scorecard(facts, "A-1", as_of="2027-05-31", plan=planned).follow_up
    assert set(before.overdue) - set(after.overdue) == {waived}
    assert after.done.due == before.done.due - 1
    earlier = scorecard(facts, "A-1", as_of="2027-01-31", plan=planned).follow_up
    assert waived in earlier.overdue  # nobody had decided it yet


def test_on_the_day_itself_an_item_counts_once_it_is_done():
    planned = made(RICH)
    item = next(one for one in planned if one.id == "A-1/se.followup.kickoff_meeting/signed/0")
    assert str(item.due_on) == "2026-08-31"
    nothing = attrs.evolve(RICH, dialogues=())
    on_the_day = scorecard(nothing, "A-1", as_of="2026-08-31", plan=[item])
    assert on_the_day.dialogue.held.value is None
    day_after = scorecard(nothing, "A-1", as_of="2026-09-01", plan=[item])
    assert day_after.dialogue.held.value == 0.0
    held = scorecard(RICH, "A-1", as_of="2026-08-31", plan=[item])
    assert held.dialogue.held.value == 1.0


def test_a_meeting_held_early_does_not_stand_in_for_one_that_was_missed():
    """Planned for 3 May and 1 June; held on 25 May: the one of 3 May was missed."""
    planned = [one for one in made(RICH) if one.kind.value == "operational-meeting"]
    may, june = (one for one in planned if "2027-05-01" <= str(one.due_on) <= "2027-06-10")
    talk = Dialogue(id="5", form="operational-meeting", occurred_on="2027-05-25", contract="A-1")
    facts = attrs.evolve(RICH, dialogues=(talk,))
    card = scorecard(facts, "A-1", as_of="2027-05-28", plan=[may, june])
    assert card.follow_up.overdue == (may.id,)
    card = scorecard(facts, "A-1", as_of="2027-06-10", plan=[may, june])
    assert counts(card.follow_up.done) == (1, 2)


def test_what_was_done_is_what_the_plan_is_reconciled_with():
    facts = sample_portfolio(40).as_of("2026-09-01")
    planned = made(facts)
    dated = [item for item in planned if item.due_on is not None]
    mine = {one.item.id: one.fact for one in carried_out(facts, dated) if one.fact is not None}
    rows = reconcile(planned, facts, "2026-09-01").rows
    assert mine == {row.id: row.fact for row in rows if row.done_on is not None}
    assert mine


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_number_says_what_it_was_counted_from(lang):
    card = scorecard(RICH, "A-1", as_of="2027-05-31", plan=made(RICH))
    lines = card.why(lang).splitlines()
    assert len(lines) == 18
    expected = {
        "sv": [
            "6. dialog: dialoger efter upphandlingen: 3 (2, 3, 4)",
            "7. dialog: senast mellan parterna: dialogen 4, för 21 dagar sedan",
            "8. förståelse: behov som en motpart bekräftat: 1 av 2 (1); inte 2",
            "16. utveckling: ändrade förhållanden som fått ett svar: 0 av 1; inte 1",
        ],
        "en": [
            "6. dialogue: dialogues after the procurement: 3 (2, 3, 4)",
            "7. dialogue: latest between the sides: dialogue 4, 21 days ago",
            "8. understanding: needs that a counterpart has confirmed: 1 of 2 (1); not 2",
            "16. development: changed circumstances answered: 0 of 1; not 1",
        ],
    }
    assert [line for line in lines if line in expected[lang]] == expected[lang]
    assert lines[9].startswith(
        {"sv": "10. uppföljning: planerade punkter", "en": "10. follow-up: planned items"}[lang]
    )
    assert {"sv": "och 15 till", "en": "and 15 more"}[lang] in lines[9]


@pytest.mark.parametrize(
    ("lang", "unknown", "nothing"),
    [
        ("sv", "okänt, ingen plan är given", "inget att räkna"),
        ("en", "not known, no plan is given", "nothing to count"),
    ],
)
def test_what_is_not_known_is_told_apart_from_what_was_not_due(lang, unknown, nothing):
    without = scorecard(BARE, "A-1", as_of="2026-08-20").why(lang)
    assert without.count(unknown) == 4
    with_plan = scorecard(BARE, "A-1", as_of="2026-08-20", plan=made(BARE)).why(lang)
    assert with_plan.count(unknown) == 0
    assert with_plan.count(nothing) == without.count(nothing) + 4
