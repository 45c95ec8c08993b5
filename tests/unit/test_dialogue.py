"""Dialogue, disclosures and questions: what they hold, and how they stood on a day."""

from __future__ import annotations

import pytest

from samverkan.codelists import DialogueForm, DialogueScope, Phase
from samverkan.dialogue import DEPTH, FORMS, Dialogue, Disclosure, Question, allowed
from samverkan.errors import FactError
from samverkan.periods import day, moment


def test_every_form_has_phases_and_a_depth():
    assert set(FORMS) == set(DialogueForm) == set(DEPTH)
    assert all(FORMS.values())
    assert set(DEPTH.values()) == {1, 2, 3}


@pytest.mark.parametrize(
    ("form", "before", "during", "after"),
    [  # domain reference 2.2 to 2.4
        ("internal-needs", True, True, True),
        ("information-meeting", True, False, True),
        ("rfi", True, False, False),
        ("external-review", True, False, False),
        ("question-and-answer", False, True, False),
        ("negotiation", False, True, False),
        ("award-notification", False, True, False),
        ("debrief", False, True, True),
        ("kickoff", False, False, True),
        ("strategic-meeting", False, False, True),
        ("other", True, True, True),
    ],
)
def test_a_form_has_its_place_in_its_phases(form, before, during, after):
    assert [allowed(form, phase) for phase in Phase] == [before, during, after]


def test_scope_follows_from_the_form_unless_stated():
    given = {"id": "D", "occurred_on": "2026-01-07"}
    assert Dialogue(form="market-analysis", **given).scope is DialogueScope.INTERNAL
    assert Dialogue(form="workshop", **given).scope is DialogueScope.EXTERNAL
    stated = Dialogue(form="workshop", stated_scope="internal", **given)
    assert stated.scope is DialogueScope.INTERNAL


def test_an_internal_form_cannot_be_external():
    with pytest.raises(FactError, match="internal-needs"):
        Dialogue(id="D", form="internal-needs", occurred_on="2026-01-07", stated_scope="external")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"id": ""}, "expected a text"),
        ({"id": "D", "replaces": "D"}, "is the fact itself"),
        ({"id": "D", "participants": "SE-1"}, "expected several"),
    ],
)
def test_a_faulty_dialogue_is_refused(given, words):
    with pytest.raises(FactError, match=words):
        Dialogue(form="workshop", occurred_on="2026-01-07", **given)


def test_a_disclosure_needs_a_name_and_a_day():
    with pytest.raises(FactError, match="name what was shared"):
        Disclosure(id="I", information="", shared_on="2026-03-03")
    with pytest.raises(FactError, match="neither due_on nor shared_on"):
        Disclosure(id="I", information="x")


def test_a_disclosure_reaches_those_named_or_all():
    named = Disclosure(id="I", information="x", shared_on="2026-03-03", to=("A",))
    assert (named.reaches("A"), named.reaches("B")) == (True, False)
    assert Disclosure(id="I", information="x", shared_on="2026-03-03", audience="open").reaches(
        "B"
    )


def test_what_is_due_is_there_before_it_is_shared():
    piece = Disclosure(id="I", information="x", due_on="2026-04-30", shared_on="2026-05-04")
    assert piece.until(day("2026-04-01")).shared_on is None
    assert piece.until(day("2026-05-04")) == piece
    shared = Disclosure(id="I", information="x", shared_on="2026-05-04")
    assert shared.until(day("2026-05-03")) is None


def test_an_answer_is_not_seen_before_its_day_nor_given_before_the_question():
    asked = Question(id="Q", asked_on="2026-03-02", answered_on="2026-03-09", answer="third")
    assert asked.until(day("2026-03-01")) is None
    assert asked.until(day("2026-03-08")).answered_on is None
    assert asked.until(day("2026-03-09")) == asked
    with pytest.raises(FactError, match="comes before"):
        Question(id="Q", asked_on="2026-03-02", answered_on="2026-03-01")


def test_an_unrecorded_fact_is_known_from_the_start_of_its_day_in_the_zone_asked():
    talk = Dialogue(id="D", form="workshop", occurred_on="2026-03-03")
    assert talk.is_known(moment("2026-03-03T00:00:00+01:00"))
    assert not talk.is_known(moment("2026-03-02T23:30:00+00:00"))
    assert talk.is_known(moment("2026-03-03T00:30:00+01:00"))  # the same moment in Sweden
