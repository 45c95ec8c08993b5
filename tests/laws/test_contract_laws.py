"""A contract's end and state are functions of a day over dated facts, for any contract."""

from __future__ import annotations

import datetime as dt
import pickle

import attrs
from hypothesis import given
from hypothesis import strategies as st

from samverkan.codelists import ContractState, OptionOutcome
from samverkan.contracts import Amendment, Contract, Option, OptionDecision, Termination
from samverkan.periods import Period, Span, day, months

ONE = dt.timedelta(days=1)
START = day("2026-01-31")
LATEST = day("2031-12-31")
PENDING, SIGNED, ACTIVE, ENDED, TERMINATED = ContractState
OVER = {ENDED, TERMINATED}
ORDER = {PENDING: 0, SIGNED: 1, ACTIVE: 2, ENDED: 3, TERMINATED: 3}

some_days = st.dates(START, LATEST).map(day)
maybe_days = st.none() | some_days
steps = st.builds(Span, st.integers(1, 24)) | st.builds(Span, st.just(0), st.integers(1, 60))
decisions = st.lists(
    st.builds(OptionDecision, outcome=st.sampled_from(OptionOutcome), decided_on=some_days),
    max_size=2,
)
terminations = st.builds(Termination, last_day=some_days, decided_on=maybe_days)


@st.composite
def contracts(draw, end=maybe_days, termination=None):
    """Any contract with options, decisions, amendments and corrections; shrinks to a bare one."""
    starts_on = draw(st.sampled_from((START, None)))
    options = [
        Option(
            id=str(n),
            extend_by=draw(st.none() | steps),
            notice=draw(st.none() | steps),
            decisions=draw(decisions),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    amendments = [
        Amendment(
            id=str(n),
            occurred_on=draw(some_days),
            new_end=draw(maybe_days),
            replaces=str(n - 1) if n and draw(st.booleans()) else None,
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    return Contract(
        id="A-1",
        signed_on=draw(maybe_days),
        period=draw(st.sampled_from((Period(starts_on, draw(end)), None))),
        options=options,
        amendments=draw(st.permutations(amendments)),
        termination=draw(st.none() | terminations if termination is None else termination),
    )


def fact_days(contract):
    """Every day on which a fact about the contract's end takes effect."""
    ended = contract.termination
    return {
        *(one.occurred_on for one in contract.amendments),
        *(one.decided_on for option in contract.options for one in option.decisions),
        *(() if ended is None else (ended.known_on,)),
    }


@given(contracts(), some_days)
def test_every_day_has_a_state_that_agrees_with_the_end(contract, on):
    state, end = contract.state(on), contract.end(on)
    is_over = end is not None and on > end
    assert state is None or isinstance(state, ContractState)
    if state in OVER:
        assert is_over
    if state in {SIGNED, ACTIVE}:
        assert not is_over
        assert contract.signed_on is None or on >= contract.signed_on
    if is_over:
        assert state in {*OVER, PENDING}
    if state is PENDING:
        assert contract.signed_on > on
    if state is ACTIVE:
        assert contract.period.start is None or on >= contract.period.start
    if state is SIGNED:
        assert on < contract.period.start
    if state is None and not is_over:
        assert contract.period is None or contract.signed_on is None


@given(contracts(), some_days)
def test_only_a_known_termination_terminates(contract, on):
    without = attrs.evolve(contract, termination=None)
    assert without.state(on) is not TERMINATED
    ended = contract.termination
    if contract.state(on) is TERMINATED:
        assert ended.known_on <= on
        assert ended.last_day < on
        assert contract.end(on) == ended.last_day
    elif ended is None or on < ended.known_on:
        assert contract.state(on) is without.state(on)
        assert contract.end(on) == without.end(on)


@given(contracts(), some_days)
def test_the_end_moves_on_days_of_facts_only(contract, on):
    if on not in fact_days(contract):
        assert contract.end(on) == contract.end(on - ONE)
        assert contract.extensions(on) == contract.extensions(on - ONE)


@given(contracts())
def test_after_the_last_fact_the_end_is_that_of_all_facts(contract):
    assert contract.end(LATEST) == contract.end()
    assert contract.extensions(LATEST) == contract.extensions()
    assert contract.amendments_by(LATEST) == contract.amendments_by()


@given(contracts(), some_days)
def test_facts_to_come_change_nothing(contract, on):
    known = attrs.evolve(
        contract,
        options=[
            attrs.evolve(
                option, decisions=[one for one in option.decisions if one.decided_on <= on]
            )
            for option in contract.options
        ],
        amendments=[attrs.evolve(one, replaces=None) for one in contract.amendments_by(on)],
    )
    assert known.end(on) == contract.end(on)
    assert known.state(on) is contract.state(on)
    without_option = [
        [attrs.astuple(way, recurse=False)[1:] for way in one.extensions(on)]
        for one in (known, contract)
    ]
    assert without_option[0] == without_option[1]


@given(contracts(), some_days, some_days)
def test_a_state_never_goes_back_while_no_fact_comes_in(contract, one, other):
    earlier, later = sorted((one, other))
    if not any(earlier < on <= later for on in fact_days(contract)):
        states = [contract.state(on) for on in (earlier, later)]
        known = [ORDER[state] for state in states if state is not None]
        assert known == sorted(known)


@given(contracts(), some_days)
def test_a_termination_never_lengthens(contract, on):
    without = attrs.evolve(contract, termination=None).end(on)
    end = contract.end(on)
    assert without is None or end <= without


@given(contracts(), maybe_days)
def test_an_extension_leads_forward_and_assumes_open_options_before_it(contract, on):
    places = {option.id: place for place, option in enumerate(contract.options)}
    ways = contract.extensions(on)
    for way in ways:
        assert way.new_end > way.end
        assert way.deadline is None or way.deadline <= way.end
        assert (way.deadline is None) is (way.option.notice is None)
        decided = way.option.decision(on)
        assert way.outcome is (None if decided is None else decided.outcome)
        open_before = [
            other.option.id
            for other in ways
            if other.outcome is None and places[other.option.id] < places[way.option.id]
        ]
        assert list(way.assumes) == ([] if way.outcome is not None else open_before)


@given(some_days, st.lists(st.integers(1, 12), min_size=1, max_size=6), some_days)
def test_many_short_options_end_where_one_long_one_does(end, parts, decided):
    taken = [OptionDecision(outcome="exercised", decided_on=decided)]

    def with_options(spans):
        options = [
            Option(id=str(n), extend_by=span, decisions=taken) for n, span in enumerate(spans)
        ]
        return Contract(id="A-1", period=Period(START, end), options=options)

    in_parts, at_once = with_options(map(months, parts)), with_options([months(sum(parts))])
    assert in_parts.end() == at_once.end()


@given(contracts(end=some_days), some_days)
def test_declining_is_as_if_the_option_were_not_there(contract, on):
    declined = [OptionDecision(outcome="declined", decided_on=START)]
    without = attrs.evolve(contract, options=[])
    refused = attrs.evolve(
        contract,
        options=[attrs.evolve(option, decisions=declined) for option in contract.options],
    )
    assert refused.end(on) == without.end(on)
    assert refused.state(on) is without.state(on)


@given(contracts())
def test_a_contract_travels(contract):
    assert pickle.loads(pickle.dumps(contract)) == attrs.evolve(contract) == contract
    assert hash(attrs.evolve(contract)) == hash(contract)
