"""The Swedish default rule book: every row of its table, every worked day, every reason.

The table and the worked days are those of the domain reference: the default rule book (26 rows)
and the class A schedule made from it.
"""

from __future__ import annotations

import csv
import itertools
import re
from pathlib import Path

import attrs
import pytest

import samverkan as sv

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "plan_class_a.csv"
SWEDEN = sv.jurisdiction("SE")
BOOK = SWEDEN.follow_up_rules
BUYER = sv.Party(id="SE-2120999996", name="Storköpings kommun", buyer_kind="la")
BODY = sv.Party(id="SE-5599999991", name="Storköpings Energi AB", buyer_kind="body-pl")
CONTRACT = sv.Contract(
    id="A-2026-17",
    buyer=BODY.id,
    awarded_on="2026-08-03",
    signed_on="2026-08-17",
    period=sv.Period("2026-09-01", "2029-08-31"),
    options=(sv.Option(id="1", extend_by=sv.months(12), notice=sv.months(6)),),
    risk_class="A",
)


def planned(contract=CONTRACT, *procurements, **how):
    facts = sv.Portfolio(parties=(BODY, BUYER), procurements=procurements, contracts=(contract,))
    return sv.plan(facts, rules=BOOK, calendar=SWEDEN.calendar, **how)


def days_of(plan, rule):
    return [str(item.due_on) for item in plan if item.rule.id == f"se.followup.{rule}"]


# ---------------------------------------------------------------------------- the worked schedule
WORKED = """
kickoff_meeting,A,kickoff_meeting,0,2026-08-31,signed+14d
kickoff_meeting_class_B,B,kickoff_meeting,0,2026-09-16,signed+30d
follow_up_plan,A,follow_up_plan,0,2026-09-16,signed+30d
procurement_file_complete,A,procurement_file_complete,0,2026-09-16,signed+30d
award_notice,A,award_notice,0,2026-09-16,signed+30d
subcontractor_register,A,subcontractor_register,0,2026-08-31,start-1d
first_delivery_control,A,first_delivery_control,0,2026-10-01,start+1m
early_invoice_check,A,early_invoice_check,0,2026-12-01,start+3m
exit_plan,A,exit_readiness.start,0,2026-11-30,start+90d
follow_up_meeting_1,A,follow_up_meeting,1,2027-01-04,raw 2027-01-01 New Year
follow_up_meeting_2,A,follow_up_meeting,2,2027-05-03,raw 2027-05-01 Saturday
follow_up_meeting_3,A,follow_up_meeting,3,2027-09-01,
follow_up_meeting_4,A,follow_up_meeting,4,2028-01-03,raw 2028-01-01 Saturday
follow_up_meeting_5,A,follow_up_meeting,5,2028-05-02,raw 2028-05-01 Monday holiday
follow_up_meeting_6,A,follow_up_meeting,6,2028-09-01,
follow_up_meeting_7,A,follow_up_meeting,7,2029-01-02,raw 2029-01-01
follow_up_meeting_8,A,follow_up_meeting,8,2029-05-02,raw 2029-05-01
strategic_dialogue_1,A,strategic_dialogue,1,2027-09-01,start+12m
strategic_dialogue_2,A,strategic_dialogue,2,2028-09-01,start+24m
supplier_tax_check_1,A,supplier_tax_check,1,2026-12-01,
supplier_tax_check_2,A,supplier_tax_check,2,2027-03-01,
supplier_tax_check_3,A,supplier_tax_check,3,2027-06-01,
supplier_tax_check_4,A,supplier_tax_check,4,2027-09-01,
reprocurement_start_A,A,reprocurement_start,0,2028-02-29,end-18m clamp to leap day
reprocurement_start_B,B,reprocurement_start,0,2028-08-31,end-12m
reprocurement_start_C,C,reprocurement_start,0,2028-11-30,end-9m clamp
extension_notice_deadline,A,extension_notice_deadline,0,2029-02-28,end-6m clamp
extension_review_A,A,extension_review,0,2028-10-31,deadline-120d
extension_review_B,B,extension_review,0,2028-11-30,deadline-90d
exit_readiness,A,exit_readiness.end,0,2029-02-28,end-6m
final_evaluation,A,final_evaluation,0,2029-10-01,raw 2029-09-30 Sunday
retention_expiry,A,retention_expiry,0,2030-08-03,award+4y no roll (a Saturday)
"""


@pytest.mark.parametrize(
    ("risk_class", "rule", "number", "due"),
    [
        pytest.param(*row[1:5], id=f"schedule_example {row[0]}: {row[5]}")
        for row in csv.reader(WORKED.strip().splitlines())
    ],
)
def test_every_worked_day_is_in_the_plan_of_its_class(risk_class, rule, number, due):
    made = planned(attrs.evolve(CONTRACT, risk_class=risk_class))
    found = [
        str(item.due_on)
        for item in made
        if item.rule.id == f"se.followup.{rule}" and item.occurrence == int(number)
    ]
    assert found == [due]


def test_what_falls_on_or_after_the_end_is_dropped():
    assert days_of(planned(), "strategic_dialogue") == ["2027-09-01", "2028-09-01"]


def test_the_plan_of_class_a_is_the_golden_one():
    with GOLDEN.open(encoding="utf-8", newline="") as lines:
        expected = list(csv.reader(lines))
    names = expected[0]
    rows = [item.to_dict() for item in planned()]
    made = [["" if row[name] is None else str(row[name]) for name in names] for row in rows]
    assert made == expected[1:]
    assert planned().blocked == ()


# ---------------------------------------------------------------------------- the table
TABLE = """
kickoff_meeting                     signed          14d/30d/-       once        T CM+SC fwd  GX
follow_up_plan                      signed          30d             once        B CM+SC fwd  GX
procurement_file_complete           signed          30d             once        C PO    fwd  L
procurement_file_complete.cancelled cancellation    30d             once        C PO    fwd  L
award_notice                        signed          30d             once        C PO    fwd  L
subcontractor_register.works        start           -1d             once        C CM+SC back L
subcontractor_register              start           -1d             once        C CM+SC back X
subcontractor_register.recheck      start           0d              6m/12m/24m  C CM+SC fwd  X
first_delivery_control              start           1m              once        C OR    fwd  GX
early_invoice_check                 start           3m              once        C CO    fwd  G
operational_meeting                 start           0d              1m/3m/-     T OR+SC fwd  GX
follow_up_meeting                   start           0d              4m/12m/24m  B CM+SC fwd  G
strategic_dialogue                  start           0d              12m/-/-     T OW+SE fwd  GX
performance_evaluation              start           0d              12m/12m/-   B OW+SC fwd  G
performance_evaluation.end          end             -/-/0d          once        B OW+SC fwd  G
supplier_tax_check                  start           0d              3m/6m/12m   C PO    fwd  GX
supplier_exclusion_recheck          start           0d              12m/12m/24m C PO    fwd  X
invoice_sampling                    start           0d              3m/6m/12m   C CO    fwd  GX
labour_terms_check                  start           0d              6m/12m/-    C CM    fwd  GX
requirement_audit                   start           0d              12m/24m/-   C OW    fwd  GX
user_survey                         start           0d              12m/24m/-   B OR+US fwd  GX
price_revision_check                price_revision  -60d            once        C CO    back X
ceiling_watch                       start           0d              1m/3m/6m    C CM    fwd  LX
extension_review                    option_deadline -120d/-90d/-60d once        B OW    back GX
extension_review.without_notice option_end -6m-120d/-6m-90d/-6m-60d once B OW back GX
extension_notice_deadline           option_deadline 0d              once        C OW+SC back X
reprocurement_start                 end             -18m/-12m/-9m   once        B PO+OW back GX
reprocurement_start.early_dialogue  end             -17m/-11m/-8m   once        B PO+OW back GX
exit_readiness.start                start           90d/-/-         once        B CM+SC fwd  G
exit_readiness.yearly               start           90d             12m/-/-     B CM+SC fwd  GX
exit_readiness.end                  end             -6m/-6m/-3m     once        B CM+SC back GX
amendment_check                     amendment       0d              once        C LA    fwd  L
amendment_check.principles          amendment       0d              once        C LA    fwd  X
amendment_check.notice              amendment       30d             once        C LA    fwd  LX
deviation_follow_up                 incident        10wd            once        B CM+SC none GX
final_evaluation.draft              end             -3m/-/-         once        T OW+SC back X
final_evaluation                    end             30d/30d/60d     once        T OW+SC fwd  GX
retention_expiry                    award           48m             once        C PO    none L
"""
"""Rule, anchor, offset and recurrence of A/B/C, aim, responsible+counterpart, roll, sources."""
WORDS = {
    "T": "trust", "C": "control", "B": "both",
    "fwd": "forward", "back": "backward", "none": "none",
    "CM": "contract-manager", "PO": "procurement-officer", "OR": "orderer", "CO": "controller",
    "OW": "contract-owner", "LA": "lawyer", "SC": "supplier-contact", "SE": "supplier-executive",
    "US": "user",
}  # fmt: skip
UNITS = {"m": sv.months, "d": sv.days, "wd": sv.working_days}


def spans(cell):
    """One span for all classes, or one for each; a dash is none."""
    found = [
        None
        if one == "-"
        else sum(
            (UNITS[unit](int(count)) for count, unit in re.findall(r"(-?\d+)([a-z]+)", one)),
            sv.Span(),
        )
        for one in cell.split("/")
    ]
    return tuple(found * 3 if len(found) == 1 else found)


def known(per_class):
    return None if per_class is None else (per_class.A, per_class.B, per_class.C)


TABLE = [row.split() for row in TABLE.strip().splitlines()]
ROWS = (
    "kickoff_meeting", "follow_up_plan", "procurement_file_complete", "award_notice",
    "subcontractor_register", "first_delivery_control", "early_invoice_check",
    "operational_meeting", "follow_up_meeting", "strategic_dialogue", "performance_evaluation",
    "supplier_tax_check", "supplier_exclusion_recheck", "invoice_sampling", "labour_terms_check",
    "requirement_audit", "user_survey", "price_revision_check", "ceiling_watch",
    "extension_review", "reprocurement_start", "exit_readiness", "amendment_check",
    "deviation_follow_up", "final_evaluation", "retention_expiry",
)  # fmt: skip


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_a_rule_says_what_its_row_says(row):
    name, anchor, offset, step, aim, who, roll, sources = row
    responsible, _, counterpart = who.partition("+")
    rule = BOOK[f"se.followup.{name}"]
    assert rule.timing.anchor == anchor
    assert known(rule.timing.offset) == spans(offset)
    assert known(rule.timing.step) == (None if step == "once" else spans(step))
    assert rule.aim.value == WORDS[aim]
    assert rule.responsible.value == WORDS[responsible]
    assert rule.counterpart == (sv.Role(WORDS[counterpart]) if counterpart else None)
    assert rule.roll.value == WORDS[roll]
    assert "".join(basis.kind.value for basis in rule.source) == sources
    assert rule.country == ("SE" if sources[0] == "L" else None)


def test_every_row_of_the_table_is_in_the_book_and_nothing_else():
    assert [rule.id for rule in BOOK] == [f"se.followup.{row[0]}" for row in TABLE]
    stems = {row[0].partition(".")[0] for row in TABLE}
    # the last day to exercise an option stands in the worked schedule, not in the table
    assert stems == {*ROWS, "extension_notice_deadline"}


def test_the_aims_are_balanced_as_the_table_says():
    by_row = {rule.id.split(".")[2]: rule.aim.value for rule in BOOK}
    trust = {"kickoff_meeting", "operational_meeting", "strategic_dialogue", "final_evaluation"}
    both = {
        "follow_up_plan", "follow_up_meeting", "performance_evaluation", "user_survey",
        "extension_review", "reprocurement_start", "exit_readiness", "deviation_follow_up",
    }  # fmt: skip
    assert {row for row in ROWS if by_row[row] == "trust"} == trust
    assert {row for row in ROWS if by_row[row] == "both"} == both


CONDITIONS = {
    "procurement_file_complete": (
        None,
        [{"regime": "direct", "value_at_most": "100000 SEK"}],
        "LOU 12:14; 19:22; 19a:11",
    ),
    "procurement_file_complete.cancelled": (None, [], "LOU 12:14; 19:22; 19a:11"),
    "award_notice": (
        None,
        [{"kind": "call-off"}, {"regime": "direct", "value_below": "700000 SEK"}],
        "LOU 10:4; 19:7; 19a:13",
    ),
    "subcontractor_register.works": ({"regime": "above", "category": "works"}, [], "LOU 17:7"),
    "subcontractor_register": (
        None,
        [{"regime": "above", "category": "works", "country": "SE"}],
        "modelled on LOU 17:7",
    ),
    "ceiling_watch": ({"kind": "framework"}, [], "C-216/17; C-23/20"),
    "extension_review.without_notice": ({"option_notice": False}, [], None),
    "amendment_check": ({"regime": "above"}, [], "LOU 17:8-16"),
    "amendment_check.principles": (None, [{"regime": "above", "country": "SE"}], None),
    "amendment_check.notice": (
        {"regime": "above", "amendment_ground": ["add-wss", "mod-cir"]},
        [],
        None,
    ),
    "retention_expiry": (None, [{"buyer_kind": ["cga", "ra", "la"]}], "LOU 12:17; 19:23; 19a:12"),
}


@pytest.mark.parametrize("name", [row[0] for row in TABLE])
def test_a_rule_applies_where_its_row_says(name):
    where, unless, ref = CONDITIONS.get(name, (None, [], None))
    timing = BOOK[f"se.followup.{name}"].timing
    assert (None if timing.condition is None else timing.condition.plain()) == where
    assert [exception.plain() for exception in timing.exceptions] == unless
    if ref is not None:
        first = BOOK[f"se.followup.{name}"].source[0].ref
        assert (first if isinstance(first, str) else first.en) == ref


def test_the_law_is_asked_from_the_day_its_text_holds():
    starts = {
        rule.id.removeprefix("se.followup."): str(rule.in_force.start)
        for rule in BOOK
        if rule.in_force is not None
    }
    assert starts == {
        "procurement_file_complete": "2024-01-01",  # lag 2023:815 set the thirty days
        "procurement_file_complete.cancelled": "2024-01-01",
        "award_notice": "2022-02-01",
        "subcontractor_register.works": "2017-01-01",
        "amendment_check": "2017-01-01",
        "amendment_check.notice": "2017-01-01",
        "retention_expiry": "2017-01-01",
    }
    early = attrs.evolve(CONTRACT, awarded_on=None, signed_on="2022-01-31")
    late = attrs.evolve(CONTRACT, awarded_on=None, signed_on="2022-02-01")
    assert days_of(planned(early), "award_notice") == []
    assert days_of(planned(late), "award_notice") == ["2022-03-03"]


# ---------------------------------------------------------------------------- who they bind
def above(**how):
    return sv.Procurement(id="U-1", buyer=BODY.id, regime="above", **how)


def rules_of(plan):
    return {item.rule.id.removeprefix("se.followup.") for item in (*plan, *plan.blocked)}


def test_subcontractor_data_are_the_laws_for_works_above_the_thresholds():
    contract = attrs.evolve(CONTRACT, procurement="U-1")
    works = rules_of(planned(contract, above(category="works")))
    assert "subcontractor_register.works" in works
    assert "subcontractor_register" not in works
    for other in (
        above(category="services"),
        sv.Procurement(id="U-1", regime="below", category="works"),
        above(),
    ):
        found = rules_of(planned(contract, other))
        assert "subcontractor_register" in found
        assert "subcontractor_register.works" not in found


def test_a_small_direct_award_needs_no_file_and_no_notice():
    direct = sv.Procurement(id="U-1", buyer=BODY.id, regime="direct")
    values = {"100000": (False, False), "100001": (True, False), "700000": (True, True)}
    for amount, expected in values.items():
        contract = attrs.evolve(CONTRACT, procurement="U-1", value=sv.Money(amount, "SEK"))
        found = rules_of(planned(contract, direct))
        assert ("procurement_file_complete" in found, "award_notice" in found) == expected
    unknown = rules_of(planned(attrs.evolve(CONTRACT, procurement="U-1"), direct))
    assert {"procurement_file_complete", "award_notice"} <= unknown


def test_a_call_off_has_no_award_notice():
    frame = attrs.evolve(CONTRACT, id="R-1", kind="framework")
    call_off = attrs.evolve(CONTRACT, kind="call-off", parent="R-1")
    facts = sv.Portfolio(parties=(BODY,), contracts=(frame, call_off))
    made = sv.plan(facts, rules=BOOK, calendar=SWEDEN.calendar)
    assert "se.followup.award_notice" not in {item.rule.id for item in made.of(call_off.id)}
    assert "se.followup.award_notice" in {item.rule.id for item in made.of("R-1")}
    assert "se.followup.ceiling_watch" in {item.rule.id for item in made.of("R-1")}
    assert "se.followup.ceiling_watch" not in {item.rule.id for item in made.of(call_off.id)}


def test_retention_is_for_bodies_outside_the_archives_act():
    assert days_of(planned(), "retention_expiry") == ["2030-08-03"]
    assert days_of(planned(attrs.evolve(CONTRACT, buyer=BUYER.id)), "retention_expiry") == []
    longer = attrs.evolve(CONTRACT, period=sv.Period("2026-09-01", "2031-08-31"))
    assert days_of(planned(longer), "retention_expiry") == ["2031-08-31"]


def test_an_amendment_above_the_thresholds_is_checked_and_some_are_announced():
    amended = attrs.evolve(
        CONTRACT,
        procurement="U-1",
        amendments=[
            sv.Amendment(id="1", occurred_on="2027-03-01", ground="mod-cir"),
            sv.Amendment(id="2", occurred_on="2027-04-01", ground="mod-minv"),
        ],
    )
    made = planned(amended, above())
    assert days_of(made, "amendment_check") == ["2027-03-01", "2027-04-01"]
    assert days_of(made, "amendment_check.notice") == ["2027-03-31"]
    assert days_of(made, "amendment_check.principles") == []
    below = planned(amended, sv.Procurement(id="U-1", regime="below"))
    assert days_of(below, "amendment_check") == []
    assert days_of(below, "amendment_check.principles") == ["2027-03-01", "2027-04-01"]


def test_a_deviation_is_followed_up_within_ten_working_days():
    # the ten working days after Monday 2026-12-14: 15-18, 21-23 and, Christmas past, 28-30
    contract = attrs.evolve(CONTRACT, dates=[sv.KeyDate("incident", "2026-12-14", "7")])
    (item,) = [i for i in planned(contract) if i.rule.id == "se.followup.deviation_follow_up"]
    assert str(item.due_on) == "2026-12-30"
    assert item.id == "A-2026-17/se.followup.deviation_follow_up/incident:7/0"


def test_prices_are_checked_sixty_days_before_they_are_revised():
    contract = attrs.evolve(CONTRACT, price_revisions=["2028-01-01", "2027-01-01", "2027-01-01"])
    made = planned(contract)
    assert days_of(made, "price_revision_check") == ["2026-11-02", "2027-11-02"]


def test_an_option_without_notice_is_reviewed_six_months_before_the_end_and_more():
    silent = attrs.evolve(CONTRACT, options=(sv.Option(id="1", extend_by=sv.months(12)),))
    # 2029-02-28 less 120 days is 2028-10-31
    assert days_of(planned(silent), "extension_review.without_notice") == ["2028-10-31"]
    assert days_of(planned(silent), "extension_review") == []
    assert days_of(planned(), "extension_review.without_notice") == []


def test_a_cancelled_procurement_is_to_be_documented():
    cancelled = above(published_on="2026-03-02", cancelled_on="2026-06-01")
    made = sv.plan(
        sv.Portfolio(parties=(BODY,), procurements=(cancelled,)),
        rules=BOOK,
        calendar=SWEDEN.calendar,
    )
    assert [(item.subject.id, item.rule.id, str(item.due_on)) for item in made] == [
        ("U-1", "se.followup.procurement_file_complete.cancelled", "2026-07-01")
    ]
    going_on = sv.Portfolio(parties=(BODY,), procurements=(above(),))
    made = sv.plan(going_on, rules=BOOK, calendar=SWEDEN.calendar)
    assert (len(made), made.blocked) == (0, ())


LAW = {row[0] for row in TABLE if row[-1].startswith("L")}


@pytest.mark.parametrize("buyer", [sv.Party(id="NO-974760673"), sv.Party(id="X-1"), None])
def test_swedish_law_binds_no_foreign_and_no_unknown_buyer(buyer):
    contract = attrs.evolve(CONTRACT, buyer=None if buyer is None else buyer.id, kind="framework")
    facts = sv.Portfolio(parties=() if buyer is None else (buyer,), contracts=(contract,))
    made = sv.plan(facts, rules=BOOK, calendar=SWEDEN.calendar)
    assert {item.source_kind.value for item in made} == {"G", "X"}
    assert rules_of(made) & LAW == set()
    texts = [note.label("en") for note in made.notes]
    if buyer is not None and buyer.id.startswith("NO"):
        assert texts == [
            "1 contracts are not under the law of SE: only guidance and choices apply"
        ]
    else:
        assert texts == [
            "1 contracts have a buyer of unknown country: no statutory rules of SE apply"
        ]


# ---------------------------------------------------------------------------- reasons
EVENTFUL = attrs.evolve(
    CONTRACT,
    kind="framework",
    procurement="U-1",
    price_revisions=["2027-09-01"],
    amendments=[sv.Amendment(id="1", occurred_on="2027-03-01", ground="mod-cir")],
    dates=[sv.KeyDate("incident", "2027-02-01")],
    options=(
        sv.Option(id="1", extend_by=sv.months(12), notice=sv.months(6)),
        sv.Option(id="2", extend_by=sv.months(12)),
    ),
)
WHERES = [
    above(category="works", cancelled_on="2027-01-01"),
    sv.Procurement(id="U-1", buyer=BODY.id, regime="below", cancelled_on="2027-01-01"),
]
ENGLISH = re.compile(
    r"\b(the|is|of|and|end|start|signed|award|contract|exit|strategy|whether|before|after|must|"
    r"months?|days?|working|weekend|Monday|Saturday|Sunday|statute|guidance|choice|known|notice|"
    r"deadline|calendar|missing|condition|every|occurrence|source)\b"
)
NAMES_IN_ENGLISH = (
    "UK Sourcing Playbook", "UK Model Services Contract", "Procurement Act 2023",
)  # fmt: skip
SWEDISH = re.compile(
    r"\b(avtalet|är|och|dagar|månader|räknat|arbetsdag|söndag|lördag|dagen|köparen)\b"
)


def every_item():
    for procurement, risk_class, how in itertools.product(
        WHERES, ("A", "B", "C", None), ({}, {"as_of": "2027-06-01"})
    ):
        contract = attrs.evolve(EVENTFUL, risk_class=risk_class)
        made = planned(contract, procurement, **how)
        yield from (*made, *made.blocked)
    bare = planned(sv.Contract(id="A-1", buyer=BODY.id))
    yield from (*bare, *bare.blocked)
    open_ended = attrs.evolve(CONTRACT, period=sv.Period("2026-09-01"), options=())
    yield from planned(open_ended).blocked
    beyond = attrs.evolve(CONTRACT, period=sv.Period("2026-09-01", "3014-08-31"))
    yield from planned(beyond).blocked


@pytest.fixture(scope="module")
def items():
    return tuple(every_item())


def test_the_eventful_contracts_bring_out_every_rule(items):
    assert {item.rule.id for item in items} == {rule.id for rule in BOOK}


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_reason_is_numbered_and_filled_in(items, lang):
    for item in items:
        lines = item.why(lang).split("\n")
        assert [line.partition(". ")[0] for line in lines] == [
            str(number) for number in range(1, len(lines) + 1)
        ]
        assert not re.search(r"[{}]", item.why(lang)), item.why(lang)
        assert all(line.partition(". ")[2].strip() for line in lines), item.why(lang)
        assert "–" not in item.why(lang), item.why(lang)  # an unknown value


def test_swedish_reasons_are_swedish(items):
    for item in items:
        text = item.why("sv")
        for name in NAMES_IN_ENGLISH:
            text = text.replace(name, "")
        assert not ENGLISH.search(text), text
        assert "_" not in text.replace(item.rule.id, ""), text


def test_english_reasons_are_english(items):
    for item in items:
        assert not SWEDISH.search(item.why("en")), item.why("en")


def test_reasons_are_as_many_and_of_the_same_values_in_both_languages(items):
    for item in items:
        steps = item.explanation().to_dict()["steps"]
        assert len(steps) == len(item.why("sv").split("\n")) == len(item.why("en").split("\n"))


def test_law_is_said_to_be_no_advice_and_nothing_else_is(items):
    for item in items:
        is_law = item.rule.source_kind.value == "L"
        assert ("inte juridisk rådgivning" in item.why("sv")) is is_law
        assert ("not legal advice" in item.why("en")) is is_law
        assert ("köparen lyder under lagen i SE" in item.why("sv")) is is_law


def test_every_reason_names_its_source(items):
    for item in items:
        for basis in item.rule.source:
            assert basis.label("sv") in item.why("sv")


def test_the_class_is_told_for_every_contract(items):
    for item in items:
        if isinstance(item.subject, sv.Contract):
            first = item.why("sv").split("\n")[0]
            if item.subject.risk_class is None:
                assert first == (
                    "1. avtalet saknar riskklass och planeras som B [bibliotekets val]"
                )
            else:
                assert first == f"1. avtalet har riskklass {item.subject.risk_class.value}"


def test_titles_exist_in_both_languages_and_differ():
    for rule in BOOK:
        assert rule.title is not None
        assert rule.label("sv") != rule.label("en")


def test_a_municipality_lays_its_own_rules_over():
    ours = sv.RuleBook.from_toml(
        """
        [book]
        id = "storkoping"
        title = { sv = "Storköpings regler", en = "Storköping's rules" }
        drop = ["se.followup.user_survey"]

        [[rule]]
        id = "se.followup.follow_up_meeting"
        every = "3 months"

        [[rule]]
        id = "se.followup.retention_expiry"
        unless = []
        """,
        extends=BOOK,
    )
    assert (ours.id, len(ours), ours.country) == ("storkoping", len(BOOK) - 1, "SE")
    difference = BOOK.compare(ours)
    assert difference.removed == ("se.followup.user_survey",)
    assert difference.added == ()
    assert difference.changed == (
        (
            "se.followup.follow_up_meeting",
            "every",
            {"A": "4 months", "B": "12 months", "C": "24 months"},
            "3 months",
        ),
        ("se.followup.retention_expiry", "unless", [{"buyer_kind": ["cga", "ra", "la"]}], None),
    )


def test_the_book_survives_being_written():
    assert sv.RuleBook.from_toml(BOOK.to_toml()) == BOOK
