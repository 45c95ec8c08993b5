"""What became of each planned item: done, waived, overdue, replaced, and nothing disappears."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import samverkan as sv
from samverkan.checkpoints import Checkpoint, Deviation, RemedyStep, Waiver
from samverkan.codelists import FollowUpStatus
from samverkan.dialogue import Dialogue
from samverkan.errors import FactError, RuleError
from samverkan.exchange.json import from_document, to_document
from samverkan.schedule import event_rules, reconcile

SWEDEN = sv.jurisdiction("SE")
BUYER, SUPPLIER = "SE-2120999996", "SE-5599999991"
CONTRACT = sv.Contract(
    id="A-1",
    buyer=BUYER,
    suppliers=(SUPPLIER,),
    signed_on="2026-08-17",
    period=sv.Period("2026-09-01", "2029-08-31"),
    risk_class="A",
)
MEETING = "A-1/se.followup.follow_up_meeting/start/{}"


def facts(contract=CONTRACT, **more):
    contracts = () if contract is None else (contract,)
    parties = (sv.Party(id=BUYER), sv.Party(id=SUPPLIER))
    return sv.Portfolio(parties=parties, contracts=contracts, **more)


def planned(portfolio, rules=SWEDEN.follow_up_rules, **more):
    return sv.plan(portfolio, rules=rules, calendar=SWEDEN.calendar, **more)


def held(id_, on, **more):
    return Checkpoint(id=id_, occurred_on=on, contract="A-1", **more)


def status(row):
    return row.status.value


def judged(portfolio, as_of, item_id, **more):
    return reconcile(planned(portfolio), portfolio, as_of, **more).find(item_id)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-12-20", "planned"),  # 15 days before 2027-01-04 (domain 4.5, follow_up_meeting_1)
        ("2026-12-21", "due"),
        ("2027-01-04", "due"),
        ("2027-01-05", "overdue"),
    ],
)
def test_an_item_nobody_has_done_is_planned_then_due_then_overdue(as_of, expected):
    row = judged(facts(), as_of, MEETING.format(1))
    assert status(row) == expected
    assert as_of in row.why("sv")


@pytest.mark.parametrize(
    ("on", "expected"), [("2027-01-04", "done-on-time"), ("2027-01-05", "done-late")]
)
def test_a_checkpoint_that_names_an_item_fulfils_it(on, expected):
    check = held("C-1", on, follow_up=MEETING.format(1))
    row = judged(facts(checkpoints=(check,)), "2027-03-01", MEETING.format(1))
    assert (status(row), row.fact, str(row.done_on)) == (expected, "checkpoint:C-1", on)
    assert "kontrollpunkten C-1" in row.why("sv")


def test_dialogue_that_names_nothing_fulfils_the_nearest_item_of_its_kind():
    talk = Dialogue(id="D-1", form="tactical-meeting", occurred_on="2027-01-20", contract="A-1")
    portfolio = facts(dialogues=(talk,))
    found = reconcile(planned(portfolio), portfolio, "2027-06-01")
    rows = [row for row in found if row.item.rule_id == "se.followup.follow_up_meeting"]
    assert [(row.id, status(row)) for row in rows][:2] == [
        (MEETING.format(1), "done-late"),
        (MEETING.format(2), "overdue"),
    ]
    assert "16 days from the item's day" in rows[0].why("en")
    assert not found.unplanned


def test_what_lies_outside_the_window_fulfils_nothing_and_is_told():
    talk = Dialogue(id="D-1", form="tactical-meeting", occurred_on="2027-02-20", contract="A-1")
    portfolio = facts(dialogues=(talk,))
    found = reconcile(planned(portfolio), portfolio, "2027-03-01")
    assert found.unplanned == ("dialogue:D-1",)
    assert status(found.find(MEETING.format(1))) == "overdue"
    wider = reconcile(planned(portfolio), portfolio, "2027-03-01", window=60)
    assert status(wider.find(MEETING.format(1))) == "done-late"


def test_one_fact_fulfils_one_item_only():
    checks = (held("C-1", "2026-12-01", kind="supplier-status"),)
    portfolio = facts(checkpoints=checks)
    found = reconcile(planned(portfolio), portfolio, "2027-01-01", window=200)
    assert [row.fact for row in found if row.fact] == ["checkpoint:C-1"]


def test_facts_of_later_days_and_corrected_facts_do_not_count():
    wrong = held("C-1", "2027-01-04", follow_up=MEETING.format(1))
    right = held("C-2", "2027-01-11", follow_up=MEETING.format(1), replaces="C-1")
    portfolio = facts(checkpoints=(wrong, right))
    assert status(judged(portfolio, "2027-01-10", MEETING.format(1))) == "overdue"
    assert status(judged(portfolio, "2027-01-11", MEETING.format(1))) == "done-late"


def test_a_link_to_nothing_planned_is_told():
    portfolio = facts(checkpoints=(held("C-1", "2027-01-04", follow_up="A-1/no.rule/start/0"),))
    assert reconcile(planned(portfolio), portfolio, "2027-02-01").unplanned == ("checkpoint:C-1",)


def test_what_is_done_twice_and_a_waiver_of_nothing_are_told():
    kickoff = "A-1/se.followup.kickoff_meeting/signed/0"
    twice = (
        held("C-1", "2026-08-28", follow_up=kickoff),
        held("C-2", "2026-08-29", follow_up=kickoff),
    )
    idle = Waiver(id="W-9", follow_up="A-1/typo", reason="x", decided_on="2026-08-20")
    portfolio = facts(checkpoints=twice, waivers=(idle,))
    found = reconcile(planned(portfolio), portfolio, "2026-09-15")
    assert found.find(kickoff).fact == "checkpoint:C-1"
    assert found.unplanned == ("checkpoint:C-2", "waiver:W-9")


def test_what_fell_away_after_a_move_says_so_once_however_many_weeks_go_by():
    longer = attrs.evolve(
        CONTRACT,
        amendments=(sv.Amendment(id="1", occurred_on="2026-08-25", new_end="2030-08-31"),),
    )
    weeks = [("2026-08-24", facts()), ("2026-08-31", facts(longer))]
    weeks += [(on, sv.Portfolio()) for on in ("2026-09-07", "2026-09-14", "2026-09-21")]
    found = None
    for on, portfolio in weeks:
        found = reconcile(planned(portfolio, as_of=on), portfolio, on, previous=found)
    row = found.find("A-1/se.followup.final_evaluation/end/0")
    assert (row.status.value, len(row.reasons)) == ("cancelled", 2)
    assert "no longer in the register" in row.why("en")


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2027-03-10", "due"), ("2027-03-17", "overdue"), ("2027-03-20", "done-late")],
)
def test_a_deviation_that_is_closed_needs_no_other_proof(as_of, expected):
    fault = Deviation(
        id="V-1", contract="A-1", what="late", occurred_on="2027-03-01",
        steps=(RemedyStep("notice", "2027-03-08"), RemedyStep("closed", "2027-03-19")),
    )  # fmt: skip
    portfolio = facts(deviations=(fault,))
    found = reconcile(planned(portfolio, as_of="2027-03-01"), portfolio, as_of)
    row = found.find("A-1/se.followup.deviation_follow_up/deviation:V-1/0")
    assert (str(row.due_on), row.status.value) == ("2027-03-15", expected)
    assert not found.unplanned
    if expected == "done-late":
        assert (row.fact, str(row.done_on)) == ("deviation:V-1", "2027-03-19")
        assert "avvikelsen V-1 avslutades 2027-03-19" in row.why("sv")


def test_a_waiver_says_why_and_counts_from_its_day():
    waiver = Waiver(
        id="W-1", follow_up=MEETING.format(1), reason="skolan stängd", decided_on="2026-12-30"
    )
    portfolio = facts(waivers=(waiver,))
    assert status(judged(portfolio, "2026-12-29", MEETING.format(1))) == "due"
    row = judged(portfolio, "2027-03-01", MEETING.format(1))
    assert (status(row), row.fact) == ("waived", "waiver:W-1")
    assert "skolan stängd" in row.why("sv")
    assert from_document(to_document(portfolio)) == portfolio


def test_a_waived_item_that_was_done_after_all_is_done():
    waiver = Waiver(id="W-1", follow_up=MEETING.format(1), reason="x", decided_on="2026-12-30")
    check = held("C-1", "2027-01-04", follow_up=MEETING.format(1))
    portfolio = facts(waivers=(waiver,), checkpoints=(check,))
    assert status(judged(portfolio, "2027-03-01", MEETING.format(1))) == "done-on-time"


@pytest.mark.parametrize("field", ["follow_up", "reason"])
def test_a_waiver_without_item_or_reason_is_refused(field):
    values = {"follow_up": "A-1/r/start/0", "reason": "x", field: " "}
    with pytest.raises(FactError, match=field):
        Waiver(id="W-1", decided_on="2027-01-01", **values)


def test_a_blocked_item_names_what_is_missing():
    portfolio = facts(attrs.evolve(CONTRACT, period=None))
    row = judged(portfolio, "2027-01-01", MEETING.format(0))
    assert status(row) == "blocked"
    assert "avtalets första dag" in row.why("sv")


def test_an_item_whose_day_passed_before_the_plan_was_made_is_there_and_marked():
    portfolio = facts()
    made = planned(portfolio, as_of="2026-10-15")
    found = reconcile(made, portfolio, "2026-11-01")
    kickoff = found.find("A-1/se.followup.kickoff_meeting/signed/0")
    assert status(kickoff) == "overdue-at-creation"
    assert "2026-10-15" in kickoff.why("en")
    late_signed = attrs.evolve(CONTRACT, period=sv.Period("2026-09-01", "2027-02-28"))
    row = judged(facts(late_signed), "2026-09-01", "A-1/se.followup.reprocurement_start/end/0")
    assert (status(row), str(row.since)) == ("overdue-at-creation", "2026-08-17")


# ------------------------------------------------------------------------------------ week by week
def test_an_extension_by_amendment_keeps_ids_and_says_the_day_moved():
    before = reconcile(planned(facts(), as_of="2027-01-01"), facts(), "2027-01-01")
    later = sv.Amendment(id="1", occurred_on="2027-02-01", new_end="2030-08-31")
    longer = attrs.evolve(CONTRACT, amendments=(later,))
    portfolio = facts(longer)
    found = reconcile(
        planned(portfolio, as_of="2027-02-02"), portfolio, "2027-02-02", previous=before
    )
    row = found.find("A-1/se.followup.final_evaluation/end/0")
    assert (str(row.was_due_on), str(row.due_on)) == ("2029-10-01", "2030-09-30")
    assert "the day was 2029-10-01 and is 2030-09-30" in row.why("en")
    assert {row.id for row in before} <= {row.id for row in found}


def test_what_a_shorter_contract_no_longer_has_is_cancelled_with_the_reason():
    made = planned(facts(), as_of="2027-01-01")
    ended = attrs.evolve(
        CONTRACT, termination=sv.Termination(last_day="2028-02-29", decided_on="2027-06-01")
    )
    portfolio = facts(ended)
    found = reconcile(
        planned(portfolio, as_of="2027-07-01"), portfolio, "2027-07-01", previous=made
    )
    row = found.find(MEETING.format(8))
    assert status(row) == "cancelled"
    assert "2028-02-29" in row.why("sv")
    assert {item.id for item in (*made, *made.blocked)} <= {row.id for row in found}


def test_a_corrected_amendment_takes_the_place_of_the_wrong_one():
    wrong = sv.Amendment(id="1", occurred_on="2027-02-01")
    right = sv.Amendment(id="2", occurred_on="2027-02-08", replaces="1")
    before = facts(attrs.evolve(CONTRACT, amendments=(wrong,)))
    now = facts(attrs.evolve(CONTRACT, amendments=(wrong, right)))
    rules = event_rules("amendment")
    made = planned(now, rules)
    found = reconcile(made, now, "2027-02-10", previous=planned(before, rules))
    row = found.find("A-1/event.amendment/amendment:1/0")
    assert status(row) == "replaced"
    assert row.replaced_by == "A-1/event.amendment/amendment:2/0"
    assert made.find(row.replaced_by) is not None


def test_a_dropped_rule_and_a_lost_contract_are_told_apart():
    fewer = sv.RuleBook.from_toml(
        '[book]\nid="x"\ndrop=["se.followup.follow_up_meeting"]\n', extends=SWEDEN.follow_up_rules
    )
    one = reconcile(planned(facts(), fewer), facts(), "2027-01-01", previous=planned(facts()))
    assert "rule se.followup.follow_up_meeting is no longer asked" in one.find(
        MEETING.format(1)
    ).why("en")
    empty = facts(None)
    other = reconcile(planned(empty), empty, "2027-01-01", previous=planned(facts()))
    assert set(map(status, other)) == {"cancelled"}
    assert "finns inte längre i registret" in other.rows[0].why("sv")


def test_history_is_carried_from_week_to_week():
    check = held("C-1", "2027-01-04", follow_up=MEETING.format(1))
    full = facts(checkpoints=(check,))
    first = reconcile(planned(full, as_of="2027-01-05"), full, "2027-01-05")
    empty = sv.Portfolio()
    second = reconcile(planned(empty, as_of="2027-01-12"), empty, "2027-01-12", previous=first)
    third = reconcile(planned(empty, as_of="2027-01-19"), empty, "2027-01-19", previous=second)
    assert [row.id for row in third] == [row.id for row in second]
    assert third.find(MEETING.format(2)) == second.find(MEETING.format(2))
    assert {str(row.since) for row in second} == {"2026-08-17"}


def test_the_answer_is_plain_data_and_counts_every_row():
    portfolio = facts()
    found = reconcile(planned(portfolio), portfolio, "2027-01-05")
    data = found.to_dict(reasons=True)
    assert sum(data["counts"].values()) == len(found) == len(data["rows"])
    row = next(one for one in data["rows"] if one["id"] == MEETING.format(1))
    assert (row["status"], row["due_on"]) == ("overdue", "2027-01-04")
    assert row["status_why"][0]["sv"].startswith("försenad 1 dagar")
    assert found.counts()[FollowUpStatus.OVERDUE] == len(found.of("overdue"))
    assert [row.id for row in found.between("2027-01-04", "2027-01-04")] == [
        row.id for row in found if str(row.due_on) == "2027-01-04"
    ]
    assert found.find("no/such/item/0") is None


@pytest.mark.parametrize("wrong", [{"window": -1}, {"soon": -1}])
def test_negative_days_are_refused(wrong):
    with pytest.raises(RuleError, match="-1"):
        reconcile(planned(facts()), facts(), "2027-01-01", **wrong)


DAYS = st.integers(0, 1200).map(lambda off: str(sv.shift(sv.day("2026-08-01"), sv.days(off))))
KINDS = st.sampled_from(["tactical-meeting", "supplier-status", "price-invoice-control", None])
ENDS = st.sampled_from(["2027-08-31", "2028-12-31", "2029-08-31"])


@given(st.lists(st.tuples(DAYS, KINDS), max_size=8), DAYS, ENDS)
def test_nothing_disappears_and_no_fact_fulfils_two_items(done, as_of, end):
    checks = tuple(held(f"C-{n}", on, kind=kind) for n, (on, kind) in enumerate(done))
    portfolio = facts(
        attrs.evolve(CONTRACT, period=sv.Period("2026-09-01", end)), checkpoints=checks
    )
    before, now = planned(facts()), planned(portfolio)
    found = reconcile(now, portfolio, as_of, previous=before)
    everything = {item.id for plan in (before, now) for item in (*plan, *plan.blocked)}
    assert [row.id for row in found] == list(dict.fromkeys(row.id for row in found))
    assert {row.id for row in found} == everything
    named = [row.fact for row in found if row.fact]
    assert len(set(named)) == len(named)
    counted = {f"checkpoint:{c.id}" for c in checks if str(c.occurred_on) <= as_of and c.kind}
    assert set(named) | set(found.unplanned) == counted
    assert all(row.reasons for row in found)
    assert found == reconcile(now, portfolio, as_of, previous=before)
