"""Laws of plans: what one rule gives, the order, the ids, and what an amendment leaves alone."""

from __future__ import annotations

import random

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

import samverkan as sv
from samverkan.testing import strategies as kit

SWEDEN = sv.jurisdiction("SE")
BOOK = SWEDEN.follow_up_rules
# ids that hold what separates the parts of a follow-up's id, and what is written for it
IDS = st.text("a/%2F5", min_size=1, max_size=4)
BOOKS = kit.rule_books(min_size=1, max_size=5) | st.just(BOOK)
HOSTILE_YEARS = st.sampled_from([1, 207, 1899, 2004, 2026, 2049, 2051, 2200, 3014, 9999])


def planned(context, book, **how):
    return sv.plan(
        context.portfolio,
        rules=book,
        calendar=context.calendar,
        as_of=context.as_of,
        until=context.until,
        default_class=context.default_class,
        **how,
    )


def asked_one_by_one(context, book):
    """Every rule asked about every subject, by itself."""
    facts = context.portfolio
    for subject in (*facts.procurements, *facts.contracts):
        for rule in book:
            yield from rule(subject, context)


def both(plan):
    return (*plan, *plan.blocked)


def keys(items):
    return sorted(
        (item.id, str(item.falls_on), str(item.due_on), str(item.missing)) for item in items
    )


@st.composite
def odd_contracts(draw):
    """Contracts with days in years that registers hold by mistake, and lengths of any kind."""
    start = sv.day(f"{draw(HOSTILE_YEARS):04d}-{draw(st.sampled_from(['01-31', '08-15']))}")
    length = draw(st.none() | st.integers(1, 40_000))
    last = sv.day("9999-12-31").toordinal()
    end = None if length is None else sv.shift(start, sv.days(min(
        length, last - start.toordinal())))  # fmt: skip
    notice = st.sampled_from([None, sv.months(3), sv.days(40), sv.working_days(5)])
    return sv.Contract(
        id=draw(IDS),
        signed_on=draw(st.none() | st.just(start)),
        period=sv.Period(start, end),
        notice=draw(notice),
        risk_class=draw(st.sampled_from(["A", "B", "C", None])),
        options=[sv.Option(id=draw(IDS), extend_by="12 months", notice=draw(notice))],
        price_revisions=draw(st.lists(st.just(start), max_size=2)),
        dates=draw(
            st.lists(
                st.builds(sv.KeyDate, st.just("incident"), st.just(start), IDS),
                max_size=2,
                unique_by=lambda date: date.fact_id,
            )
        ),
    )


PORTFOLIOS = st.lists(odd_contracts(), max_size=3, unique_by=lambda one: one.id).map(
    lambda contracts: sv.Portfolio(contracts=contracts)
)
ODD = kit.contexts(portfolios_of=PORTFOLIOS)
CONTEXTS = kit.contexts() | ODD


@given(CONTEXTS, BOOKS)
def test_the_plan_is_what_every_rule_gives_by_itself(context, book):
    assert keys(both(planned(context, book))) == keys(asked_one_by_one(context, book))


@given(CONTEXTS, BOOKS)
def test_ids_are_unique_in_a_plan(context, book):
    ids = [item.id for item in both(planned(context, book)) if item.missing != "calendar"]
    assert len(set(ids)) == len(ids)
    everything = [item.id for item in both(planned(context, book))]
    assert len(set(everything)) == len(everything)


@given(CONTEXTS, BOOKS)
def test_an_id_is_found_again(context, book):
    plan = planned(context, book)
    for item in both(plan)[::7]:
        assert plan.find(item.id) == item


@given(IDS, IDS, IDS, IDS)
def test_ids_of_different_facts_are_different(one, two, first, second):
    """What separates the parts is written otherwise inside them."""
    rule = sv.at("date:x").rule(
        id="r", kind="kickoff", aim="trust", responsible="orderer",
        source=sv.LegalBasis(sv.SourceKind.CHOICE),
    )  # fmt: skip

    def made(contract, date):
        subject = sv.Contract(id=contract, dates=[sv.KeyDate("x", "2026-09-01", date)])
        context = sv.Context(
            portfolio=sv.Portfolio(contracts=(subject,)), calendar=SWEDEN.calendar
        )
        (item,) = rule(subject, context)
        assert item.id.count("/") == 3
        return item.id

    assert (made(one, first) == made(two, second)) == ((one, first) == (two, second))


@given(CONTEXTS, BOOKS)
def test_a_plan_is_sorted_by_day_then_subject_rule_and_occurrence(context, book):
    order = {rule.id: place for place, rule in enumerate(book)}
    found = [
        (
            item.due_on,
            isinstance(item.subject, sv.Contract),
            item.subject.id,
            order[item.rule.id],
            item.occurrence,
        )
        for item in planned(context, book)
    ]
    assert found == sorted(found)


@given(CONTEXTS, BOOKS, st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_matter(context, book, chance):
    facts = context.portfolio

    def shuffled(values):
        return tuple(chance.sample(values, len(values)))

    mixed = attrs.evolve(
        facts,
        parties=shuffled(facts.parties),
        procurements=shuffled(facts.procurements),
        contracts=shuffled(
            [
                attrs.evolve(
                    one,
                    price_revisions=shuffled(one.price_revisions),
                    dates=shuffled(one.dates),
                    amendments=shuffled(one.amendments),
                )
                for one in facts.contracts
            ]
        ),
    )
    one, other = planned(context, book), planned(attrs.evolve(context, portfolio=mixed), book)
    assert one == other
    assert [item.id for item in one] == [item.id for item in other]
    assert hash(one) == hash(other)


@given(ODD, BOOKS)
def test_a_plan_is_the_plans_of_its_subjects(context, book):
    """What lets one amended contract be planned alone."""
    apart = []
    for contract in context.portfolio.contracts:
        alone = sv.Portfolio(contracts=(contract,))
        apart += both(planned(attrs.evolve(context, portfolio=alone), book))
    assert keys(apart) == keys(both(planned(context, book)))


@given(CONTEXTS, BOOKS)
def test_days_are_working_days_or_where_the_rule_leaves_them(context, book):
    for item in planned(context, book):
        if item.rule.roll is sv.Roll.NONE:
            assert item.due_on == item.falls_on
            continue
        assert context.calendar.is_working(item.due_on)
        assert item.due_on == context.calendar.roll(item.falls_on, item.rule.roll)
        forward = item.rule.roll is sv.Roll.FORWARD
        assert (item.due_on >= item.falls_on) if forward else (item.due_on <= item.falls_on)


@given(CONTEXTS, BOOKS)
def test_a_series_lies_strictly_inside_its_contract(context, book):
    for item in planned(context, book):
        if item.occurrence == 0:
            continue
        anchor = item.case.days(item.rule.timing.anchor)[0][1]
        end = item.case.found("end")
        assert anchor < item.falls_on
        if isinstance(item.subject, sv.Contract) and end is not None:
            assert item.falls_on < end


@given(CONTEXTS, BOOKS)
def test_what_is_blocked_says_what_is_missing_and_has_no_day(context, book):
    for item in planned(context, book).blocked:
        assert item.due_on is None
        assert item.missing
        assert item.missing_label("sv")
        assert item.missing == "calendar" or item.falls_on is None


@given(CONTEXTS, BOOKS)
@settings(max_examples=50)
def test_every_reason_can_be_told(context, book):
    for item in both(planned(context, book))[:40]:
        for lang in ("sv", "en"):
            lines = item.why(lang).split("\n")
            assert lines[0].startswith("1. ")
        assert item.to_dict(reasons=True)["id"] == item.id


@given(CONTEXTS, BOOKS)
def test_looking_by_place_by_slice_and_by_day_is_looking_at_the_same(context, book):
    plan = planned(context, book)
    items = tuple(plan)
    assert len(items) == len(plan)
    assert plan[:] == items == plan.between()
    assert tuple(plan[place] for place in range(len(plan))) == items
    for item in items[::5]:
        same_day = tuple(one for one in items if one.due_on == item.due_on)
        assert plan.between(item.due_on, item.due_on) == same_day
    by_subject = [one for subject in {i.subject.id for i in items} for one in plan.of(subject)]
    assert keys(by_subject) == keys(items)


@given(CONTEXTS)
def test_ids_stay_when_an_amendment_moves_the_end(context):
    facts = context.portfolio
    ended = [one for one in facts.contracts if one.period and one.period.end and one.period.start]
    if not ended or ended[0].period.end > sv.day("9990-01-01"):
        return
    contract = ended[0]
    later = sv.shift(contract.end() or contract.period.end, sv.months(13))
    change = sv.Amendment(
        id="new end", occurred_on=contract.period.start, new_end=later
    )  # fmt: skip
    moved = attrs.evolve(contract, amendments=(*contract.amendments, change))
    after = attrs.evolve(
        facts, contracts=[moved if one is contract else one for one in facts.contracts]
    )
    before_ids = {item.id for item in both(planned(attrs.evolve(context, as_of=None), BOOK))
                  if item.anchor == "end"}  # fmt: skip
    after_ids = {
        item.id
        for item in both(planned(attrs.evolve(context, portfolio=after, as_of=None), BOOK))
        if item.anchor == "end"
    }
    assert before_ids == after_ids


def test_a_plan_does_not_depend_on_what_was_planned_before():
    facts = sv.Portfolio(
        contracts=[
            sv.Contract(id=str(n), period=sv.Period("2026-09-01", "2029-08-31")) for n in range(20)
        ]
    )
    first = sv.plan(facts, rules=BOOK, calendar=SWEDEN.calendar)
    random.Random(3).random()
    assert sv.plan(facts, rules=BOOK, calendar=SWEDEN.calendar) == first
