"""What holds of every check and every scorecard, whatever the facts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from samverkan.checks import check
from samverkan.codelists import Severity
from samverkan.jurisdictions import jurisdiction
from samverkan.measures import Share
from samverkan.periods import day_from_ordinal
from samverkan.portfolio import Portfolio
from samverkan.preconditions import scorecard
from samverkan.testing.strategies import portfolios

SWEDEN = jurisdiction("SE")
days = st.integers(737_000, 741_000).map(day_from_ordinal)  # 2018-11-02 to 2029-10-15
LANGUAGES = ("sv", "en")


@settings(max_examples=25, deadline=None)
@given(portfolios(), days)
def test_a_check_answers_for_its_day_alone_and_in_both_languages(facts, on):
    found = check(facts, on, jurisdiction=SWEDEN)
    assert found == check(facts.as_of(on), on, jurisdiction=SWEDEN)
    ids = {getattr(one, "id", None) for home in things_of(facts) for one in home}
    for one in found:
        assert one.subjects
        assert set(one.subjects) <= ids, one.check
        for lang in LANGUAGES:
            assert one.message(lang)
            assert one.why(lang).startswith("1. ")
    for _, one in found.undecided:
        assert all(one.reason.label(lang) for lang in LANGUAGES)


def things_of(facts):
    """Everything of a portfolio that has an id, milestones and amendments among it."""
    for field in facts.__attrs_attrs__:
        yield getattr(facts, field.name)
    for contract in facts.contracts:
        yield contract.milestones
        yield contract.amendments


@settings(max_examples=25, deadline=None)
@given(portfolios(), days)
def test_what_is_told_of_a_flag_is_a_question_that_a_person_reviews(facts, on):
    for one in check(facts, on, only=["flags"]):
        assert one.severity is Severity.QUESTION
        assert one.needs_review


@settings(max_examples=25, deadline=None)
@given(portfolios(), days)
def test_a_number_of_the_card_is_its_counts_and_unknown_where_nothing_was_due(facts, on):
    for contract in facts.contracts[:2]:
        card = scorecard(facts, contract.id, as_of=on)
        for part in (card.dialogue, card.understanding, card.follow_up, card.development):
            for field in part.__attrs_attrs__:
                share = getattr(part, field.name)
                if isinstance(share, Share):
                    assert 0 <= share.done <= share.due == len(share.facts)
                    assert (share.value is None) == (share.due == 0)
        assert len(card.why("sv").splitlines()) == len(card.why("en").splitlines()) == 18


def test_without_facts_nothing_is_found():
    found = check(Portfolio(), "2026-11-23", jurisdiction=SWEDEN)
    assert not found
    assert not found.undecided
    assert not found.notes
