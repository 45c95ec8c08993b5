"""Control and confidence: two numbers beside each other, and where a relation stands."""

from __future__ import annotations

import math

import pytest

from samverkan.codelists import FollowUpKind, Quadrant
from samverkan.errors import CodeError, TrustError
from samverkan.periods import day
from samverkan.trust import DueControl, Opinion, Position, confidence, control_level

DELIVERY, LABOUR = FollowUpKind.DELIVERY_CONTROL, FollowUpKind.LABOUR_TERMS


def level(*controls, as_of="2026-12-31", **named):
    return control_level([DueControl(*control) for control in controls], as_of=as_of, **named)


@pytest.mark.parametrize(
    ("trust", "control", "expected"),
    [
        pytest.param(0.8, 0.5, 0.9, id="our choice after Das and Teng 1998: (0.8, 0.5)"),
        pytest.param(0.8, 0, 0.8, id="our choice after Das and Teng 1998: no control"),
        pytest.param(1, 0.3, 1, id="our choice after Das and Teng 1998: full trust"),
        pytest.param(0, 0.3, 0.3, id="our choice after Das and Teng 1998: no trust"),
    ],
)
def test_confidence_adds_trust_and_control(trust, control, expected):
    assert confidence(trust, control) == pytest.approx(expected)
    assert Position(trust, control).confidence == pytest.approx(expected)


def test_confidence_takes_the_expected_value_of_an_opinion():
    assert confidence(Opinion(0.5, 0, 0.5), 0.5) == confidence(0.75, 0.5)


def test_confidence_is_unknown_where_control_is():
    assert confidence(0.8, None) is None


def test_control_done_in_time_counts_of_all_that_was_due():
    controls = (
        (DELIVERY, "2026-01-31", "2026-01-31"),  # on the last day
        (DELIVERY, "2026-02-28", "2026-03-01"),  # a day late
        (LABOUR, "2026-03-31", "2026-01-05"),  # early
        (LABOUR, "2026-04-30", None),  # never
    )
    assert level(*controls) == 0.5
    assert level(*controls, weights={DELIVERY: 3}) == 4 / 8
    assert level(*controls, weights={LABOUR: 0}) == 1 / 2


def test_nothing_due_is_unknown_and_not_zero():
    assert level() is None
    assert level((DELIVERY, "2027-01-01")) is None
    assert level((DELIVERY, "2026-01-01"), weights={DELIVERY: 0}) is None


@pytest.mark.parametrize(
    ("as_of", "expected"), [("2026-05-04", None), ("2026-05-05", None), ("2026-05-06", 0.0)]
)
def test_a_control_not_done_counts_from_the_day_after_it_was_due(as_of, expected):
    assert level((DELIVERY, "2026-05-05"), as_of=as_of) == expected


@pytest.mark.parametrize(
    ("as_of", "expected"), [("2026-05-04", None), ("2026-05-05", 1.0), ("2026-05-06", 1.0)]
)
def test_a_control_done_early_counts_from_its_due_day(as_of, expected):
    assert level((DELIVERY, "2026-05-05", "2026-04-01"), as_of=as_of) == expected


def test_what_was_done_after_the_day_asked_about_is_not_known_yet():
    late = (DELIVERY, "2026-05-05", "2026-06-01")
    assert level(late, as_of="2026-05-20") == level(late, as_of="2026-12-31") == 0.0


@pytest.mark.parametrize("weight", [-1, math.inf, math.nan])
def test_weights_that_cannot_be_are_refused(weight):
    with pytest.raises(TrustError, match="weight of 'labour-terms'"):
        level(weights={LABOUR: weight})


def test_kinds_may_be_codes_as_text():
    late = DueControl("labour-terms", "2026-05-05")
    assert late == DueControl(LABOUR, "2026-05-05")
    controls = [late, DueControl("delivery-control", "2026-05-05", "2026-05-05")]
    weights = {"labour-terms": 3}
    assert control_level(controls, as_of="2026-12-31", weights=weights) == 1 / 4
    with pytest.raises(CodeError, match="did you mean 'labour-terms'"):
        DueControl("labour-term", "2026-05-05")


def test_a_due_control_takes_days_as_text():
    assert DueControl(DELIVERY, "2026-05-05", "2026-05-04").done_on == day("2026-05-04")


@pytest.mark.parametrize(
    ("trust", "control", "quadrant"),
    [
        (0.5, 0.5, Quadrant.VERIFIED_TRUST),
        (0.9, 0.49, Quadrant.BLIND_TRUST),
        (0.49, 0.9, Quadrant.OVER_CONTROL),
        (0.49, 0.49, Quadrant.NEITHER),
        (0.9, None, None),
    ],
)
def test_a_relation_stands_in_a_quadrant(trust, control, quadrant):
    assert Position(trust, control).quadrant is quadrant


def test_the_boundaries_are_parameters():
    assert Position(0.6, 0.6, trust_from=0.7, control_from=0.6).quadrant is Quadrant.OVER_CONTROL


def test_a_position_says_why_in_both_languages():
    assert Position(0.75, 0.2).why("en").splitlines() == [
        "1. trust is high: 0.750 reaches 0.500 [the library's own choice]",
        "2. control is low: 0.200 does not reach 0.500 [the library's own choice]",
        "3. the position is blind trust [Das & Teng 1998 (the library's own choice)]",
    ]
    assert Position(0.75, None).why("sv").splitlines() == [
        "1. tilliten är hög: 0,750 når gränsen 0,500 [bibliotekets val]",
        "2. ingen kontroll skulle ha gjorts, så läget är okänt [bibliotekets val]",
    ]


@pytest.mark.parametrize(
    "make",
    [
        lambda: confidence(1.1, 0.5),
        lambda: confidence(0.5, -0.1),
        lambda: Position(0.5, 2),
        lambda: Position(0.5, 0.5, trust_from=2),
        lambda: Position(0.5, 0.5, control_from=math.nan),
    ],
)
def test_numbers_outside_nought_to_one_are_refused(make):
    with pytest.raises(TrustError, match="expected a finite number from 0 to 1"):
        make()
