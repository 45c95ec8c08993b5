"""What a follow-up is: its id, its words, and the steps that lead to it, to the letter."""

from __future__ import annotations

import attrs
import pytest

import samverkan as sv
from samverkan.checkpoints import Deviation
from samverkan.codelists import FollowUpStatus

SE = sv.jurisdiction("SE").calendar
GUIDE = sv.LegalBasis(sv.SourceKind.GUIDANCE, sv.Text("rådet", "the advice"))
CHOICE = sv.LegalBasis(sv.SourceKind.CHOICE, "takt")
LAW = sv.LegalBasis(sv.SourceKind.LAW, "LOU 12:14")
WHAT = {
    "kind": "tactical-meeting",
    "aim": "both",
    "responsible": "contract-manager",
    "source": CHOICE,
}
BUYER = sv.Party(id="SE-2120999996", buyer_kind="la")
CONTRACT = sv.Contract(
    id="A-1",
    buyer=BUYER.id,
    signed_on="2026-08-17",
    period=sv.Period("2026-09-01", "2029-08-31"),
    risk_class="A",
)


def items(timing, contract=CONTRACT, as_of=None, calendar=SE, procurement=None, **how):
    procurements = () if procurement is None else (procurement,)
    facts = sv.Portfolio(parties=(BUYER,), procurements=procurements, contracts=(contract,))
    as_of = None if as_of is None else sv.day(as_of)
    context = sv.Context(portfolio=facts, calendar=calendar, as_of=as_of)
    return timing.rule(id="my.rule", **{**WHAT, **how})(contract, context)


def why(*args, lang="en", **how):
    """The steps of the first item, without the source."""
    lines = items(*args, **how)[0].why(lang).split("\n")
    return [line for line in lines if not line.partition(". ")[2].startswith(("source", "källa"))]


# ---------------------------------------------------------------------------- steps
def test_once_after_an_anchor():
    assert why(sv.at("start", "1 month")) == [
        "1. the contract has risk class A",
        "2. the contract starts on 2026-09-01",
        "3. 1 month after: 2026-10-01",
        "4. 2026-10-01 is a working day",
    ]
    assert why(sv.at("start", "1 month"), lang="sv") == [
        "1. avtalet har riskklass A",
        "2. avtalet börjar gälla 2026-09-01",
        "3. 1 månad efter: 2026-10-01",
        "4. 2026-10-01 är en arbetsdag",
    ]


def test_once_before_an_anchor_and_rolled():
    assert why(sv.at("end", "-6 months -120 days"), roll="backward") == [
        "1. the contract has risk class A",
        "2. the last day of the contract is 2029-08-31",
        "3. 6 months 120 days before: 2028-10-31",
        "4. 2028-10-31 is a working day",
    ]
    assert why(sv.at("end", "30 days"), lang="sv")[2:] == [
        "3. 30 dagar efter: 2029-09-30",
        "4. 2029-09-30 är söndag (lag 1930:173 2 §): nästa arbetsdag 2029-10-01",
    ]
    assert why(sv.at("end", "120 days"), roll="backward")[2:] == [
        "3. 120 days after: 2029-12-29",
        "4. 2029-12-29 is Saturday (lag 1930:173 2 §): preceding working day 2029-12-28",
    ]


def test_an_offset_of_two_minds_is_told_as_it_stands():
    assert why(sv.at("start", "1 month -5 days"))[2] == "3. 1 month -5 days after: 2026-09-26"


def test_what_falls_on_its_anchor_has_no_offset():
    assert why(sv.at("signed"), roll="none") == [
        "1. the contract has risk class A",
        "2. the contract was signed on 2026-08-17",
    ]


def test_a_series_tells_step_and_number():
    assert why(sv.every("4 months")) == [
        "1. the contract has risk class A",
        "2. the contract starts on 2026-09-01",
        "3. occurrence 1, every 4 months counted from the anchor: 2027-01-01",
        "4. 2027-01-01 is New Year's Day (lag 1989:253 1 §): next working day 2027-01-04",
    ]
    assert why(sv.every("4 months"), lang="sv")[2:] == [
        "3. tillfälle 1 med 4 månader emellan, räknat från utgångspunkten: 2027-01-01",
        "4. 2027-01-01 är Nyårsdagen (lag 1989:253 1 §): nästa arbetsdag 2027-01-04",
    ]


def test_a_series_with_an_offset_is_told_in_one_step():
    timing = sv.every("12 months", offset="90 days")
    assert why(timing)[2] == (
        "3. occurrence 1, every 12 months and 90 days more, counted from the anchor: 2027-11-30"
    )
    assert why(timing, lang="sv")[2] == (
        "3. tillfälle 1 med 12 månader emellan och 90 dagar därtill, räknat från "
        "utgångspunkten: 2027-11-30"
    )


def test_a_class_of_its_own_is_the_one_told():
    timing = sv.at("start", {"A": "1 month", "B": "2 months"})
    assert why(timing, attrs.evolve(CONTRACT, risk_class="B"))[:3] == [
        "1. the contract has risk class B",
        "2. the contract starts on 2026-09-01",
        "3. 2 months after: 2026-11-01",
    ]


def test_where_the_class_comes_from_is_told():
    assert why(sv.at("start"), attrs.evolve(CONTRACT, risk_class=None))[0] == (
        "1. the contract has no risk class and is planned as B [the library's own choice]"
    )
    rated = attrs.evolve(CONTRACT, risk_class=sv.RiskRating(3, 2))
    assert why(sv.at("start"), rated)[0] == (
        "1. importance 3 and risk 2 of 3 give risk class A [the library's own choice]"
    )
    low = attrs.evolve(CONTRACT, risk_class=sv.RiskRating(1, 1), private_performer=True)
    assert why(sv.at("start"), low, lang="sv")[:2] == [
        "1. betydelse 1 och risk 1 av 3 ger riskklass C [bibliotekets val]",
        "2. privat utförare: aldrig under riskklass B [bibliotekets val]",
    ]
    stated = attrs.evolve(CONTRACT, risk_class="C", private_performer=True)
    assert why(sv.at("start"), stated)[:2] == [
        "1. the contract has risk class C",
        "2. private performer: never below risk class B [the library's own choice]",
    ]


def test_conditions_and_what_nobody_knows_are_told():
    timing = sv.at("start").where(kind="contract").unless(regime="direct").unless(kind="call-off")
    assert why(timing)[1:4] == [
        "2. the condition is met: kind of contract: contract",
        "3. the exception is not known to apply: regime: direct procurement",
        "4. the contract starts on 2026-09-01",
    ]


def test_the_later_day_is_told():
    timing = sv.at("signed", "12 months").not_earlier_than("end")
    assert why(timing, roll="none")[2:] == [
        "3. 12 months after: 2027-08-17",
        "4. not before 2029-08-31: 2029-08-31",
    ]
    timing = sv.at("signed", "48 months").not_earlier_than("end")
    assert why(timing, roll="none", lang="sv")[2:] == ["3. 48 månader efter: 2030-08-17"]


def test_the_fact_it_hangs_on_is_named():
    contract = attrs.evolve(
        CONTRACT,
        options=[
            sv.Option(id="1", extend_by="12 months", notice="6 months"),
            sv.Option(id="2", extend_by="12 months", notice="6 months"),
        ],
        amendments=[sv.Amendment(id="7", occurred_on="2027-03-01")],
        dates=[sv.KeyDate("besiktning", "2027-04-01", "b")],
        price_revisions=["2027-09-01"],
    )
    first, second = items(sv.at("option_deadline"), contract)
    assert (first.anchor, second.anchor) == ("option:1", "option:2")
    assert first.why("sv").split("\n")[1] == "2. option 1 ska utnyttjas senast 2029-02-28"
    assert second.why().split("\n")[1:3] == [
        "2. assuming that earlier options are exercised: 1",
        "3. option 2 must be exercised by 2030-02-28",
    ]
    assert why(sv.at("option_end"), contract, lang="sv")[1] == (
        "2. utan option 1 är avtalets sista dag 2029-08-31"
    )
    assert why(sv.at("extension_end"), contract)[1] == (
        "2. with option 1 the last day of the contract is 2030-08-31"
    )
    assert why(sv.at("amendment"), contract, lang="sv")[1] == "2. ändring 7 gäller från 2027-03-01"
    assert why(sv.at("date:besiktning"), contract, lang="sv")[1] == (
        "2. besiktning b är 2027-04-01"
    )
    assert why(sv.at("price_revision"), contract)[1] == "2. prices are revised on 2027-09-01"


def test_a_deviation_is_named():
    deviation = Deviation(id="V-1", contract="A-1", what="late", occurred_on="2027-03-01")
    facts = sv.Portfolio(parties=(BUYER,), contracts=(CONTRACT,), deviations=(deviation,))
    context = sv.Context(portfolio=facts, calendar=SE)
    (item,) = sv.at("incident").rule(id="my.rule", **WHAT)(CONTRACT, context)
    assert item.id == "A-1/my.rule/deviation:V-1/0"
    assert item.why("sv").split("\n")[1] == "2. avvikelse V-1 (late) inträffade 2027-03-01"
    assert item.why().split("\n")[1] == "2. deviation V-1 (late) occurred on 2027-03-01"


@pytest.mark.parametrize(
    ("timing", "sv_line", "en_line"),
    [
        (
            sv.at("award"),
            "kan inte dateras: uppgift saknas (dagen för tilldelningsbeslutet)",
            "cannot be dated: a fact is missing (the day of the award decision)",
        ),
        (
            sv.at("award_notification"),
            "kan inte dateras: uppgift saknas (dagen då underrättelsen om tilldelning skickades)",
            "cannot be dated: a fact is missing (the day the award notification was sent)",
        ),
        (
            sv.at("end"),
            "kan inte dateras: avtalet gäller tills vidare",
            "cannot be dated: the contract runs until further notice",
        ),
        (
            sv.at("signed").not_earlier_than("end"),
            "kan inte dateras: avtalet gäller tills vidare",
            "cannot be dated: the contract runs until further notice",
        ),
    ],
)
def test_what_is_missing_is_told_in_words(timing, sv_line, en_line):
    contract = attrs.evolve(CONTRACT, period=sv.Period("2026-09-01"))
    assert why(timing, contract, lang="sv")[-1].partition(". ")[2] == sv_line
    assert why(timing, contract)[-1].partition(". ")[2] == en_line


def test_a_contract_without_period_lacks_its_last_day():
    bare = sv.Contract(id="A-1", risk_class="A")
    assert why(sv.at("end"), bare)[-1] == (
        "2. cannot be dated: a fact is missing (the last day of the contract)"
    )
    (item,) = items(sv.at("end"), bare)
    assert item.missing_label("sv") == "avtalets sista dag"
    assert item.missing_label() == "the last day of the contract"


def test_where_the_calendar_ends_is_told():
    contract = attrs.evolve(CONTRACT, period=sv.Period("2026-09-01", "2060-08-31"))
    assert why(sv.at("end", "1 month"), contract)[1:] == [
        "2. the last day of the contract is 2060-08-31",
        "3. 1 month after: 2060-09-30",
        "4. cannot be dated: calendar SE is verified for 2005-01-01 to 2050-12-31",
    ]
    (item,) = items(sv.at("end"), contract)
    assert item.missing_label("sv") == "kalendern SE når inte dit"
    assert item.missing_label() == "calendar SE does not reach it"


def test_an_anchor_that_the_calendar_cannot_count_is_told():
    contract = attrs.evolve(
        CONTRACT, period=sv.Period("2026-09-01", "2060-08-31"), notice="5 working days"
    )
    assert why(sv.at("notice_deadline"), contract, lang="sv") == [
        "1. avtalet har riskklass A",
        "2. kan inte dateras: kalendern SE är kontrollerad för 2005-01-01 t.o.m. 2050-12-31",
    ]


def test_a_day_that_has_passed_is_told():
    assert why(sv.at("start"), as_of="2026-09-02")[-1] == (
        "4. the day had passed when the plan was made on 2026-09-02"
    )
    assert len(why(sv.at("start"), as_of="2026-09-01")) == 3


def test_law_sources_and_notes_close_the_reasons():
    (item,) = items(
        sv.at("signed", "30 days"),
        source=(LAW, GUIDE, sv.LegalBasis(sv.SourceKind.CHOICE)),
        country="SE",
        note=sv.Text("gäller {alla}", "binds {everybody}"),
    )
    assert item.why("sv").split("\n")[4:] == [
        "5. köparen lyder under lagen i SE",
        "6. källa: LOU 12:14 (lag)",
        "7. källa: rådet (vägledning)",
        "8. källa: bibliotekets val",
        "9. gäller {alla}",
        "10. upplysning, inte juridisk rådgivning",
    ]
    assert item.why().split("\n")[4:] == [
        "5. the buyer acts under the law of SE",
        "6. source: LOU 12:14 (statute)",
        "7. source: the advice (guidance)",
        "8. source: the library's own choice",
        "9. binds {everybody}",
        "10. for information; this is not legal advice",
    ]
    (item,) = items(sv.at("signed"), source=(GUIDE, LAW), country="SE")
    assert "law of SE" not in item.why()
    assert "advice" not in item.why().split("\n")[-1].replace("the advice", "")


# ---------------------------------------------------------------------------- the item
def test_an_item_speaks_for_its_rule():
    (item,) = items(sv.at("start"), counterpart="supplier-contact")
    assert item.subject is CONTRACT
    assert (item.kind, item.aim) == (sv.FollowUpKind.TACTICAL_MEETING, sv.Aim.BOTH)
    assert item.responsible is sv.Role.CONTRACT_MANAGER
    assert item.counterpart is sv.Role.SUPPLIER_CONTACT
    assert (item.title("sv"), item.title()) == ("uppföljningsmöte", "follow-up meeting")
    assert item.id == "A-1/my.rule/start/0"
    assert item.missing_label() is None


def test_an_id_writes_the_slash_of_its_parts_otherwise():
    contract = attrs.evolve(CONTRACT, id="a/b%2F", dates=[sv.KeyDate("x", "2026-09-01", "c/d")])
    (item,) = items(sv.at("date:x"), contract)
    assert item.id == "a%2Fb%252F/my.rule/x:c%2Fd/0"


def test_an_item_is_plain_data():
    (item,) = items(sv.at("end", "30 days"), as_of="2026-10-01", source=(GUIDE, CHOICE))
    assert item.to_dict() == {
        "id": "A-1/my.rule/end/0",
        "subject": "A-1",
        "rule": "my.rule",
        "title": {"sv": "uppföljningsmöte", "en": "follow-up meeting"},
        "anchor": "end",
        "occurrence": 0,
        "falls_on": "2029-09-30",
        "due_on": "2029-10-01",
        "status": "planned",
        "missing": None,
        "kind": "tactical-meeting",
        "aim": "both",
        "responsible": "contract-manager",
        "counterpart": None,
        "source_kind": "G",
        "source_ref": "the advice; takt",
        "as_of": "2026-10-01",
    }
    reasons = item.to_dict(reasons=True)["why"]
    assert [step["en"] for step in reasons] == [
        line.partition(". ")[2] for line in item.why().split("\n")
    ]
    assert reasons[3] == {
        "sv": "2029-09-30 är söndag (lag 1930:173 2 §): nästa arbetsdag 2029-10-01",
        "en": "2029-09-30 is Sunday (lag 1930:173 2 §): next working day 2029-10-01",
        "values": {"closed": "Sunday (lag 1930:173 2 §)", "policy": "next working day"},
        "before": "2029-09-30",
        "after": "2029-10-01",
    }


def test_a_blocked_item_is_plain_data_too():
    (item,) = items(sv.at("award"), counterpart="user")
    row = item.to_dict()
    assert (row["falls_on"], row["due_on"], row["status"], row["missing"], row["as_of"]) == (
        None, None, "blocked", "award", None,
    )  # fmt: skip
    assert row["counterpart"] == "user"
    assert item.status is FollowUpStatus.BLOCKED


def test_items_are_equal_by_id_days_and_what_is_missing():
    (one,) = items(sv.at("start"))
    (same,) = items(sv.at("start"))
    assert one == same
    assert hash(one) == hash(same)
    assert one != "A-1/my.rule/start/0"
    for other in (
        items(sv.at("signed"))[0],
        items(sv.at("start"), attrs.evolve(CONTRACT, id="A-2"))[0],
        items(sv.at("start", "1 day"))[0],
        attrs.evolve(one, due_on=sv.day("2026-09-02")),
        attrs.evolve(one, missing="calendar"),
    ):
        assert one != other


def test_what_blocks_may_be_a_word_of_ones_own():
    (item,) = items(sv.at("start"))
    own = attrs.evolve(item, due_on=None, falls_on=None, missing="besked från nämnden")
    assert own.missing_label("sv") == "besked från nämnden"
    assert "uppgift saknas (besked från nämnden)" in own.why("sv")


def test_a_fact_that_is_gone_leaves_the_other_steps():
    (item,) = items(sv.at("start"))
    gone = attrs.evolve(item, anchor="option:9")
    assert gone.why().split("\n")[:2] == [
        "1. the contract has risk class A",
        "2. 2026-09-01 is a working day",
    ]


# ---------------------------------------------------------------------------- on one line
def line(*args, lang="en", number=0, **how):
    return items(*args, **how)[number].brief(lang)


def test_one_line_is_the_sum_that_gives_the_day():
    assert line(sv.at("start", "1 month")) == "start 2026-09-01 + 1 month"
    assert line(sv.at("end", "-6 months")) == "end 2029-08-31 − 6 months"
    assert line(sv.at("signed"), lang="sv") == "tecknat 2026-08-17"
    every = sv.every("4 months")
    assert line(every, number=2, lang="sv") == "start 2026-09-01 + 3 × 4 månader"


def test_one_line_names_the_closed_day_that_was_rolled():
    assert line(sv.every("4 months")) == (
        "start 2026-09-01 + 1 × 4 months = 2027-01-01, New Year's Day"
    )
    option = sv.Option(id="7", extend_by=sv.months(12), notice=sv.months(8))
    contract = attrs.evolve(CONTRACT, options=(option,))
    assert line(sv.at("option_deadline"), contract, roll="backward", lang="sv") == (
        "option 7 senast 2028-12-31, Nyårsafton"
    )


def test_one_line_says_which_bound_moved_the_day():
    short = sv.at("signed", "1 month").not_earlier_than("end")
    assert line(short, roll="none") == "signed 2026-08-17 + 1 month; not before 2029-08-31"
    long = sv.at("signed", "4 years").not_earlier_than("end")
    assert line(long, roll="none") == "signed 2026-08-17 + 48 months"


def test_one_line_of_a_rule_of_ones_own_names_the_rule_and_the_day():
    def own(contract, _context):
        return [sv.Occurrence(contract.period.start, "start")]

    rule = sv.FollowUpRule(id="my.rule", timing=own, **WHAT)
    facts = sv.Portfolio(parties=(BUYER,), contracts=(CONTRACT,))
    (item,) = rule(CONTRACT, sv.Context(portfolio=facts, calendar=SE))
    assert item.brief("en") == "rule my.rule names 2026-09-01"


def test_a_blocked_item_has_a_line_too():
    contract = sv.Contract(id="A-1", buyer=BUYER.id)
    assert line(sv.at("start"), contract) == ""
