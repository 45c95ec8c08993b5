"""When something falls: what may be asked for, what is refused, and how it is said."""

from __future__ import annotations

import pytest

import samverkan as sv
from samverkan.errors import CodeError, PeriodError, RuleError
from samverkan.periods import Span, days, months, working_days
from samverkan.rules import PerClass, Timing

CHOICE = sv.LegalBasis(sv.SourceKind.CHOICE, "ours")
LAW = sv.LegalBasis(sv.SourceKind.LAW, "LOU 1:1")
WHAT = {
    "kind": "tactical-meeting",
    "aim": "both",
    "responsible": "contract-manager",
    "source": CHOICE,
}


# ---------------------------------------------------------------------------- per class
def test_one_span_is_for_every_class():
    spans = PerClass.of("6 months")
    assert spans == PerClass(months(6), months(6), months(6))
    assert spans.is_uniform
    assert spans.plain() == "6 months"
    assert PerClass.of(spans) is spans
    assert PerClass.of(months(6)) == spans


def test_a_span_for_each_class_named():
    spans = PerClass.of({"A": "4 months", "C": days(30)})
    assert [spans.get(one) for one in sv.RiskClass] == [months(4), None, days(30)]
    assert not spans.is_uniform
    assert spans.plain() == {"A": "4 months", "C": "30 days"}


def test_the_same_span_three_times_is_one_span():
    assert PerClass.of({"A": "1 day", "B": "1 day", "C": "1 day"}) == PerClass.of("1 day")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"D": "1 day"}, "classes=['D']; expected some of A, B, C"),
        ({"A": "1 day", 5: "1 day"}, "classes=['5']; expected some of A, B, C"),
        ({}, "classes=[]; expected some of A, B, C"),
    ],
)
def test_another_class_is_refused(value, message):
    with pytest.raises(RuleError) as caught:
        PerClass.of(value)
    assert str(caught.value) == message


def test_a_span_for_no_class_is_refused():
    with pytest.raises(RuleError, match=r"^no class has a span; give one for A, B or C$"):
        PerClass(None, None, None)


@pytest.mark.parametrize("value", [30, 1.5, None, ["1 day"], "soon"])
def test_what_is_no_span_is_refused(value):
    with pytest.raises(PeriodError):
        PerClass.of(value)


# ---------------------------------------------------------------------------- at and every
def test_at_is_once_and_every_is_a_series():
    once, series = sv.at("end", "-6 months"), sv.every("4 months")
    assert (once.anchor, once.offset.A, once.step) == ("end", months(-6), None)
    assert (series.anchor, series.offset.A, series.step.A) == ("start", Span(), months(4))
    assert sv.at("start").offset == PerClass.of(Span())


def test_by_class_sets_the_offset_of_at_and_the_step_of_every():
    assert sv.at("end", "1 day").by_class(A="2 days").offset.plain() == {"A": "2 days"}
    series = sv.every("4 months", offset="3 days").by_class(B=months(1))
    assert series.step.plain() == {"B": "1 month"}
    assert series.offset.plain() == "3 days"


def test_what_depends_on_the_class():
    assert not sv.at("end").is_class_dependent
    assert not sv.every("4 months").is_class_dependent
    assert sv.at("end").by_class(A="1 day").is_class_dependent
    assert sv.every("4 months").by_class(A="1 month").is_class_dependent
    assert sv.every("4 months", offset={"A": "1 day"}).is_class_dependent


def test_where_adds_up_and_unless_lists_cases():
    timing = sv.at("start").where(kind="framework").where(country="SE")
    assert timing.condition.plain() == {"kind": "framework", "country": "SE"}
    timing = sv.at("start").unless(kind="call-off").unless(country="NO", regime="direct")
    assert [one.plain() for one in timing.exceptions] == [
        {"kind": "call-off"},
        {"country": "NO", "regime": "direct"},
    ]


def test_an_unknown_anchor_is_named_with_the_near_ones():
    with pytest.raises(RuleError) as caught:
        sv.at("strat")
    assert str(caught.value) == (
        "unknown anchor 'strat'; known: amendment, award, award_notification, cancellation, "
        "conclusion, date:NAME, end, extension_end, incident, not_met, notice_deadline, "
        "option_deadline, option_end, owner_change, price_revision, publication, signed, "
        "silence, silence:SPAN, start, subcontractor_change, tender_deadline; "
        "did you mean 'start'?"
    )
    with pytest.raises(RuleError, match="unknown anchor 'edn'"):
        sv.at("award").not_earlier_than("edn")
    with pytest.raises(RuleError, match="unknown anchor 'date:'"):
        sv.at("date:")


def test_a_series_from_an_anchor_with_several_days_is_refused():
    for anchor in ("option_deadline", "amendment", "price_revision", "date:x", "cancellation"):
        with pytest.raises(RuleError) as caught:
            sv.every("1 month", from_=anchor)
        assert str(caught.value) == (
            f"anchor {anchor!r} may have several days; a series needs one, such as 'start'"
        )


@pytest.mark.parametrize(
    "step",
    [Span(), days(-1), months(-1), months(1) + days(-1), days(1) + months(-1), working_days(5),
     months(1) + working_days(1)],
)  # fmt: skip
def test_a_step_that_leads_nowhere_is_refused(step):
    with pytest.raises(RuleError, match=r"expected months or days that lead forward$"):
        sv.every(step)
    with pytest.raises(RuleError, match=r"expected months or days that lead forward$"):
        sv.every("1 month").by_class(A="1 month", C=step)


def test_working_days_after_each_step_are_refused():
    with pytest.raises(RuleError) as caught:
        sv.every("1 month", offset={"B": "2 working days"})
    assert str(caught.value) == (
        "offset=2 working days on a series; expected months or days; working days can be counted "
        "from an anchor alone"
    )


def test_a_series_that_may_not_come_before_something_is_refused():
    with pytest.raises(RuleError) as caught:
        sv.every("1 month").not_earlier_than("end")
    assert str(caught.value) == (
        "not_before='end' on a series; expected it on what happens once; count the series from a "
        "later anchor, or leave it out"
    )


def test_timings_are_values():
    assert sv.every("4 months") == sv.every(months(4), from_="start")
    assert hash(sv.at("end")) == hash(Timing(anchor="end", offset=PerClass.of(Span())))


# ---------------------------------------------------------------------------- the rule
def test_a_rule_takes_codes_by_value():
    rule = sv.at("start").rule(id="r", counterpart="user", roll="none", **WHAT)
    assert rule.kind is sv.FollowUpKind.TACTICAL_MEETING
    assert rule.aim is sv.Aim.BOTH
    assert rule.responsible is sv.Role.CONTRACT_MANAGER
    assert rule.counterpart is sv.Role.USER
    assert rule.roll is sv.Roll.NONE
    assert rule.source == (CHOICE,)
    assert rule.source_kind is sv.SourceKind.CHOICE


def test_a_rule_rolls_forward_and_has_no_counterpart_unless_told():
    rule = sv.at("start").rule(id="r", **WHAT)
    assert (rule.roll, rule.counterpart, rule.country, rule.note) == (
        sv.Roll.FORWARD, None, None, None,
    )  # fmt: skip


def test_a_rule_is_called_by_its_title_or_its_kind():
    rule = sv.at("start").rule(id="r", **WHAT)
    assert (rule.label("sv"), rule.label()) == ("uppföljningsmöte", "follow-up meeting")
    titled = sv.at("start").rule(id="r", title=sv.Text("Besök", "Visit"), **WHAT)
    assert (titled.label("sv"), titled.label("en")) == ("Besök", "Visit")


def test_the_first_source_is_the_rules():
    both = sv.at("start").rule(id="r", country="SE", **{**WHAT, "source": (LAW, CHOICE)})
    assert both.source_kind is sv.SourceKind.LAW
    other = sv.at("start").rule(id="r", **{**WHAT, "source": [CHOICE, LAW]})
    assert (other.source, other.source_kind) == ((CHOICE, LAW), sv.SourceKind.CHOICE)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"id": ""}, "rule: id=''; expected a text without '/', such as 'my.site-visit'"),
        ({"id": "a/b"}, "rule: id='a/b'; expected a text without '/', such as 'my.site-visit'"),
        ({"source": ()}, "rule 'r': no source; say what it rests on"),
        (
            {"source": LAW},
            "rule 'r': is statutory (L) and names no country; give country='SE'",
        ),
    ],
)
def test_a_rule_that_is_not_well_formed_is_refused(how, message):
    with pytest.raises(RuleError) as caught:
        sv.at("start").rule(**{"id": "r", **WHAT, **how})
    assert str(caught.value) == message
    assert caught.value.rule_id == how.get("id", "r")


@pytest.mark.parametrize("key", ["kind", "aim", "responsible", "counterpart", "roll"])
def test_an_unknown_code_is_refused_by_name(key):
    with pytest.raises(CodeError, match="unknown code: value='nobody'"):
        sv.at("start").rule(**{"id": "r", **WHAT, key: "nobody"})


def test_a_law_of_all_days_is_a_law_without_days():
    boundless = sv.at("start").rule(id="r", in_force=sv.Period(None), **WHAT)
    assert boundless.in_force is None
    bound = sv.at("start").rule(id="r", in_force=sv.Period(None, "2030-01-01"), **WHAT)
    assert bound.in_force == sv.Period(None, "2030-01-01")


def no_days(subject, context):
    del subject, context
    return ()


def test_a_rule_knows_what_it_is_about():
    contract, procurement = sv.Contract(id="A-1"), sv.Procurement(id="U-1")
    for timing, about in (
        (sv.at("cancellation"), (False, True)),
        (sv.every("12 months", from_="conclusion"), (False, True)),
        (sv.at("publication"), (True, False)),
        (sv.at("start"), (True, False)),
    ):
        rule = timing.rule(id="r", **WHAT)
        assert (rule.is_about(contract), rule.is_about(procurement)) == about
        assert rule.anchor.name == timing.anchor
    own = sv.FollowUpRule(id="r", timing=no_days, **WHAT)
    assert own.is_about(contract)
    assert own.is_about(procurement)
    assert own.anchor is None
    assert own.emission(sv.RiskClass.A, None) is None


def test_an_occurrence_takes_iso_text():
    one = sv.Occurrence("2027-03-01", "audit", 2)
    assert (one.on, one.anchor, one.number) == (sv.day("2027-03-01"), "audit", 2)
    with pytest.raises(PeriodError):
        sv.Occurrence("soon", "audit")
