"""The strategies: valid by construction, simplest first, found by type, fast in the large."""

from __future__ import annotations

import inspect
import itertools
import random
import re

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

import samverkan as sv
from samverkan.checkpoints import LADDER, Deviation
from samverkan.dialogue import Dialogue
from samverkan.facts import Fact
from samverkan.periods import Moment
from samverkan.portfolio import FACTS
from samverkan.tenders import Tender
from samverkan.testing import simplest
from samverkan.testing import strategies as kit

PLAIN = (
    kit.amendments, kit.calendars, kit.closed_days, kit.conditions, kit.contexts, kit.contracts,
    kit.dated, kit.days, kit.due_controls, kit.evidence, kit.explanations, kit.extensions,
    kit.extras, kit.findings, kit.follow_up_rules, kit.follow_ups, kit.identifiers,
    kit.jurisdictions_known, kit.key_dates, kit.legal_bases, kit.losses, kit.lots, kit.milestones,
    kit.moments, kit.money, kit.occurrences_of_rules, kit.ocds_files, kit.ocds_packages,
    kit.opinions, kit.option_decisions, kit.options, kit.own_documents, kit.own_files,
    kit.parties, kit.periods, kit.plans, kit.portfolios, kit.positions, kit.procurements,
    kit.rankings, kit.readings, kit.risk_ratings, kit.rule_books, kit.spans, kit.spans_per_class,
    kit.steps, kit.terminations, kit.texts, kit.timings, kit.words,
)  # fmt: skip
SEARCH = settings(max_examples=500, database=None, phases=(Phase.generate, Phase.shrink))
ANY = settings(SEARCH, phases=(Phase.generate,))  # whether it is found, however large


def test_every_strategy_is_tried_here():
    others = {"BYTES_DIRT", "DIRT", "STRATEGIES", "facts", "register_pendulum", "strategy_for"}
    assert {make.__name__ for make in PLAIN} | others == set(kit.__all__)


@pytest.mark.parametrize("make", PLAIN, ids=lambda make: make.__name__)
def test_a_strategy_takes_keyword_arguments_alone_and_says_what_it_shrinks_to(make):
    kinds = {parameter.kind for parameter in inspect.signature(make).parameters.values()}
    assert kinds <= {inspect.Parameter.KEYWORD_ONLY}
    assert re.search(r"[Ss]hrinks? to", make.__doc__)
    assert "simplest(" in make.__doc__


@pytest.mark.parametrize("make", PLAIN, ids=lambda make: make.__name__)
def test_a_strategy_needs_no_argument_and_no_health_check_switched_off(make):
    @settings(max_examples=20, suppress_health_check=[], database=None)
    @given(make())
    def draw(value):
        assert value is not None

    draw()


@pytest.mark.parametrize("kind", FACTS.values(), ids=lambda kind: kind.__name__)
def test_every_kind_of_fact_can_be_made_and_is_simplest_when_least_is_known(kind):
    smallest = simplest(kit.facts(kind))
    assert smallest.recorded_at is None
    required = {field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING}
    known = {
        field.name
        for field in attrs.fields(kind)
        if getattr(smallest, field.name) not in (None, (), frozenset(), False)
    }
    # what a kind cannot do without although it may be left out by itself
    either = {"contract", "shared_on", "target", "aim", "outcome", "decided_on"}
    assert known <= required | either

    @settings(max_examples=20, database=None)
    @given(kit.facts(kind))
    def draw(fact):
        assert isinstance(fact, kind)

    draw()


def test_a_field_of_a_fact_may_be_given():
    late = kit.days(min_value="2030-01-01")
    talk = simplest(kit.facts(Dialogue, occurred_on=late, form=st.just("rfi")))
    assert (str(talk.occurred_on), talk.form.value) == ("2030-01-01", "rfi")


def test_an_unknown_field_is_named_with_the_near_ones():
    with pytest.raises(InvalidArgument, match="did you mean 'occurred_on'"):
        simplest(kit.facts(Dialogue, ocurred_on=kit.days()))


@given(kit.days(min_value="2027-02-03", max_value="2027-05-05"))
def test_days_stay_within_their_bounds(on):
    assert sv.day("2027-02-03") <= on <= sv.day("2027-05-05")


def test_days_shrink_to_the_first_of_september_or_the_nearest_bound():
    assert str(simplest(kit.days())) == "2026-09-01"
    assert str(simplest(kit.days(max_value="2020-05-05"))) == "2020-05-05"
    assert str(find(kit.days(), lambda on: on.year > 2027)) == "2028-01-01"


def test_days_find_what_the_end_of_a_month_does():
    """style.md, section 2: adding a month repeatedly drifts."""

    def drifts(on):
        twice = sv.shift(sv.shift(on, sv.months(1)), sv.months(1))
        return twice != sv.shift(on, sv.months(2))

    found = find(kit.days(), drifts)
    assert found.day > 28


@given(kit.moments(min_value="2026-03-29T00:00:00+01:00", max_value="2026-03-30T00:00:00+02:00"))
def test_moments_have_a_zone_and_stay_within_their_bounds(at):
    assert at.tzinfo is not None
    assert sv.moment("2026-03-29T00:00:00+01:00") <= at <= sv.moment("2026-03-30T00:00:00+02:00")


def test_pendulum_is_registered_when_that_is_asked_for():
    kit.register_pendulum()
    assert isinstance(simplest(st.from_type(Moment)), Moment)


@pytest.mark.parametrize(
    ("make", "wrong"),
    [
        (kit.days, {"min_value": "2027-01-01", "max_value": "2026-01-01"}),
        (
            kit.moments,
            {"min_value": "2027-01-01T00:00:00Z", "max_value": "2026-01-01T00:00:00Z"},
        ),
        (kit.spans, {"min_value": 2, "max_value": 1}),
        (kit.periods, {"max_months": 0}),
        (kit.money, {"min_value": 2, "max_value": 1}),
        (kit.portfolios, {"min_contracts": 2, "max_contracts": 1}),
        (kit.portfolios, {"max_parties": 0}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_arguments_that_cannot_be_are_refused(make, wrong):
    with pytest.raises(InvalidArgument):
        simplest(make(**wrong))


@given(kit.identifiers())
def test_numbers_pass_the_check_of_their_scheme(identifier):
    assert sv.Identifier(identifier.scheme, identifier.value) == identifier
    assert not identifier.is_personal


@given(kit.contracts())
def test_what_happens_to_a_contract_happens_within_it(contract):
    start, end = contract.period.start, contract.period.end
    assert contract.signed_on <= start
    days = [one.occurred_on for one in contract.amendments]
    days += [one.due_on for one in contract.milestones]
    days += [taken.decided_on for option in contract.options for taken in option.decisions]
    assert all(start <= on and (end is None or on <= end) for on in days)


@given(kit.procurements())
def test_a_procurement_goes_through_its_phases_in_order(procurement):
    days = sorted(
        on
        for on in (procurement.started_on, procurement.published_on, procurement.concluded_on)
        if on is not None
    )
    order = [phase for on in days if (phase := procurement.phase(on)) is not None]
    assert order == sorted(order, key=list(sv.Phase).index)


@given(kit.portfolios())
def test_the_days_of_a_portfolio_do_not_contradict_each_other(portfolio):
    assert portfolio.contradictions() == ()


@given(kit.portfolios(min_contracts=0, max_contracts=0, kinds=(Deviation, Tender)))
def test_a_fact_is_left_out_where_there_is_nothing_to_refer_to(portfolio):
    assert portfolio.deviations == ()
    assert bool(portfolio.tenders) <= bool(portfolio.procurements)


@given(kit.facts(Deviation))
def test_remedies_climb_the_ladder(deviation):
    taken = [None, *(step.remedy for step in deviation.steps)]
    for before, after in itertools.pairwise(taken):
        assert after in LADDER[before]


@pytest.mark.parametrize(
    "wanted",
    [
        lambda p: bool(p.contradictions()),
        lambda p: any(contract.buyer is None for contract in p.contracts),
        lambda p: any(contract.period is None for contract in p.contracts),
        lambda p: any(party.name is None for party in p.parties),
        lambda p: any(c.period and c.period.end == sv.day("9999-12-31") for c in p.contracts),
    ],
    ids=["contradiction", "no buyer", "no period", "no name", "no end in sight"],
)
def test_a_dirty_portfolio_may_have(wanted):
    find(kit.portfolios(dirty=True), wanted, settings=ANY)


def test_a_contradiction_shrinks_to_one_contract_and_one_procurement():
    """For whatever seed: each contract but the one it takes can be left out."""
    found = find(kit.portfolios(dirty=True), lambda p: bool(p.contradictions()), settings=SEARCH)
    assert (len(found.contracts), len(found.procurements)) == (1, 1)


@given(kit.portfolios(dirty=True))
def test_a_dirty_portfolio_is_one_that_the_constructor_accepts(portfolio):
    """Dirt lies in single contracts; nobody refuses it, and reports can be made of it."""
    assert 1 <= len(portfolio.contracts) <= 3
    assert all(found.summary.label("sv") for found in portfolio.contradictions())


@given(kit.portfolios())
def test_a_contract_begins_after_its_award_and_a_call_off_within_its_framework(portfolio):
    known = {contract.id: contract for contract in portfolio.contracts}
    for contract in portfolio.contracts:
        start = contract.period.start
        assert contract.awarded_on is None or contract.awarded_on <= start
        if contract.parent is not None:
            frame = known[contract.parent].period
            assert frame.start <= start
            assert frame.end is None or start <= frame.end


@pytest.mark.parametrize(
    "wanted",
    [
        lambda p: any(c.parent is not None for c in p.contracts),
        lambda p: any(c.lots for c in p.contracts),
        lambda p: len(p.contracts) == 3 and len(p.procurements) == 2,
        lambda p: any(talk.contract is not None for talk in p.dialogues),
        lambda p: any(fact.replaces for home in FACTS for fact in getattr(p, home)),
        lambda p: bool(p.extras),
    ],
    ids=["call-off", "lots", "several", "dialogue about a contract", "correction", "extra"],
)
def test_a_portfolio_may_have(wanted):
    find(kit.portfolios(), wanted, settings=ANY)


def test_a_portfolio_shrinks_to_one_party_and_one_contract():
    smallest = simplest(kit.portfolios())
    (party,), (contract,) = smallest.parties, smallest.contracts
    assert contract.buyer == party.id
    assert smallest.procurements == ()
    assert not any(getattr(smallest, home) for home in FACTS)


@pytest.mark.parametrize("seed", range(2))
def test_a_failure_in_a_portfolio_shrinks_to_what_it_takes(seed):
    found = find(
        kit.portfolios(),
        lambda p: any(option.notice for c in p.contracts for option in c.options),
        settings=SEARCH,
        random=random.Random(seed),
    )
    (contract,) = found.contracts
    (option,) = contract.options
    assert option.decisions == ()
    assert contract.amendments == contract.milestones == ()
    assert found.procurements == ()
    assert not any(getattr(found, home) for home in FACTS)


@given(kit.portfolios(countries=st.just("NO")))
def test_a_country_may_be_chosen(portfolio):
    assert {party.home_country for party in portfolio.parties} == {"NO"}


@given(kit.opinions())
def test_masses_sum_to_one(opinion):
    assert opinion.belief + opinion.disbelief + opinion.uncertainty == pytest.approx(1)


@given(kit.own_documents())
def test_an_own_document_can_be_read(document):
    from samverkan.exchange.json import from_document

    assert from_document(document).contracts


@given(kit.follow_ups())
def test_a_follow_up_says_why(item):
    assert item.why("sv")


def test_facts_of_any_kind_are_found_by_their_common_type():
    assert isinstance(simplest(kit.strategy_for(Fact)), Fact)


def test_what_hypothesis_knows_better_is_left_to_it():
    assert kit.strategy_for(sv.Role) is None
    assert kit.strategy_for(int) is None


def test_no_health_check_is_switched_off_in_the_kit():
    """A strategy that needs it is too slow or filters too much."""
    from pathlib import Path

    folder = Path(kit.__file__).parents[1]
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]
    assert not any("suppress_health_check" in text or ".filter(" in text for text in texts)
