"""What holds of a portfolio at every day and moment, whatever its facts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from samverkan.dialogue import Dialogue, Disclosure, Question
from samverkan.obligations import Obligation
from samverkan.periods import day_from_ordinal
from samverkan.portfolio import FACTS, Portfolio
from samverkan.testing import strategies as kit

FIRST = 739000  # 2024-04-25
days = st.integers(FIRST, FIRST + 60).map(day_from_ordinal)
moments = st.builds("{}T{:02}:00:00+01:00".format, days, st.integers(0, 23))


@st.composite
def portfolios(draw):
    """Dialogues with corrections and records, and facts that hang on them."""
    talks = []
    for n in range(draw(st.integers(0, 5))):
        talks.append(
            Dialogue(
                id=f"D{n}",
                form="workshop",
                occurred_on=draw(days),
                recorded_at=draw(st.none() | moments),
                replaces=draw(st.sampled_from([None, *(talk.id for talk in talks)])),
            )
        )
    names = [None, *(talk.id for talk in talks)]
    pieces = [
        Disclosure(id=f"I{n}", information="x", due_on=due, shared_on=draw(days),
                   dialogue=draw(st.sampled_from(names)), recorded_at=draw(st.none() | moments))
        for n, due in enumerate(draw(st.lists(st.none() | days, max_size=4)))
    ]  # fmt: skip
    owed = [
        Obligation(id=f"O{n}", kind="promise", side="joint", what="x", due_on=due,
                   dialogue=draw(st.sampled_from(names)),
                   fulfilled_on=draw(st.lists(days, max_size=2)))
        for n, due in enumerate(draw(st.lists(days, max_size=3)))
    ]  # fmt: skip
    asked = [
        Question(id=f"Q{n}", asked_on=min(pair), answered_on=max(pair))
        for n, pair in enumerate(draw(st.lists(st.tuples(days, days), max_size=3)))
    ]
    return Portfolio(dialogues=talks, disclosures=pieces, obligations=owed, questions=asked)


def ids(portfolio):
    return {(name, fact.id) for name in FACTS for fact in getattr(portfolio, name)}


@given(portfolios(), days, days)
def test_a_day_of_a_day_is_the_earlier_one(facts, one, other):
    assert facts.as_of(one).as_of(other) == facts.as_of(min(one, other))


@given(portfolios(), moments, moments)
def test_a_moment_of_a_moment_is_the_earlier_one(facts, one, other):
    assert facts.known_at(one).known_at(other) == facts.known_at(min(one, other))


@given(portfolios(), moments, moments)
def test_known_at_is_a_prefix(facts, one, other):
    assert ids(facts.known_at(min(one, other))) <= ids(facts.known_at(max(one, other)))


@given(portfolios(), days)
def test_nothing_is_there_that_came_later_or_was_corrected(facts, on):
    then = facts.as_of(on)
    replaced = {talk.replaces for talk in facts.dialogues}
    assert all(talk.occurred_on <= on and talk.id not in replaced for talk in then.dialogues)
    assert all(one.answered_on is None or one.answered_on <= on for one in then.questions)
    assert all(day <= on for one in then.obligations for day in one.fulfilled_on)
    assert all(one.shared_on is None or one.shared_on <= on for one in then.disclosures)


@given(portfolios())
def test_merging_is_the_same_whichever_comes_first_but_for_the_order(facts):
    half = Portfolio(questions=facts.questions)
    rest = Portfolio(dialogues=facts.dialogues, disclosures=facts.disclosures,
                     obligations=facts.obligations)  # fmt: skip
    assert rest.merge(half) == half.merge(rest) == facts
    assert facts.merge(facts) == facts


@given(portfolios(), days)
def test_each_day_due_is_fulfilled_once_and_each_fulfilment_counts_once(facts, on):
    for owed in facts.obligations:
        dues = owed.dues(on)
        used = [one.fulfilled_on for one in dues if one.fulfilled_on is not None]
        assert used == sorted(used)
        assert len(used) <= len([one for one in owed.fulfilled_on if one <= on])


wide_days = st.integers(737_000, 741_000).map(day_from_ordinal)  # 2018-11-02 to 2029-10-15
wide_moments = st.builds("{}T{:02}:00:00+01:00".format, wide_days, st.integers(0, 23))


@settings(max_examples=40, deadline=None)
@given(kit.portfolios(), wide_days, wide_days)
def test_whatever_is_in_it_a_day_of_a_day_is_the_earlier_one(facts, one, other):
    """Amendments, options, milestones, circumstances and all other facts."""
    assert facts.as_of(one).as_of(other) == facts.as_of(min(one, other))
    assert facts.current().as_of(one) == facts.as_of(one) == facts.as_of(one).current()


@settings(max_examples=40, deadline=None)
@given(kit.portfolios(), wide_moments, wide_moments)
def test_whatever_is_in_it_a_moment_of_a_moment_is_the_earlier_one(facts, one, other):
    assert facts.known_at(one).known_at(other) == facts.known_at(min(one, other))


@settings(max_examples=40, deadline=None)
@given(kit.portfolios())
def test_merging_with_itself_or_with_nothing_changes_nothing(facts):
    assert facts.merge(facts) == facts
    assert facts.merge(Portfolio()) == facts == Portfolio().merge(facts)
