"""Laws of rules and rule books: data without loss, merging, taking away, comparing."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import samverkan as sv
from samverkan.codelists import AmendmentGround, BuyerKind, Category, Procedure, Regime
from samverkan.periods import Span
from samverkan.rules import (
    ANCHORS,
    Condition,
    FollowUpRule,
    PerClass,
    RuleBook,
    Timing,
    rule_from_dict,
    rule_to_dict,
)

WORDS = st.text(max_size=8)
TEXTS = st.builds(sv.Text, WORDS, WORDS)
NUMBERS = st.integers(-120_000, 120_000)
AHEAD = st.integers(0, 120_000)
SPANS = st.builds(Span, NUMBERS, NUMBERS, NUMBERS)
SHORT = st.builds(Span, NUMBERS, NUMBERS)
STEPS = st.builds(Span, AHEAD, st.integers(1, 9)) | st.builds(Span, st.integers(1, 9))
AMOUNTS = st.decimals(0, 10**9, allow_nan=False, places=2) | st.integers(0, 10**12)
MONEY = st.builds(sv.Money, AMOUNTS, st.sampled_from(["SEK", "EUR", "DKK"]))


def per_class(spans):
    some = st.dictionaries(st.sampled_from("ABC"), spans, min_size=1)
    return (spans | some).map(PerClass.of)


def codes(kind):
    return st.lists(st.sampled_from(kind), min_size=1, max_size=3, unique=True)


FACTS = {
    "kind": codes(sv.ContractKind),
    "regime": codes(Regime),
    "procedure": codes(Procedure),
    "category": codes(Category),
    "buyer_kind": codes(BuyerKind),
    "country": st.lists(WORDS, min_size=1, max_size=2, unique=True),
    "amendment_ground": codes(AmendmentGround),
    "private_performer": st.booleans(),
    "option_notice": st.booleans(),
    "value_below": MONEY,
    "value_at_least": MONEY,
}
CONDITIONS = (
    st.dictionaries(st.sampled_from(sorted(FACTS)), st.none(), min_size=1, max_size=3)
    .flatmap(lambda names: st.fixed_dictionaries({name: FACTS[name] for name in names}))
    .map(Condition.of)
)
OWN = st.text(min_size=1, max_size=5).map("date:{}".format)
ONE_DAY = st.sampled_from([name for name, anchor in ANCHORS.items() if not anchor.each])
COMMON = {
    "condition": st.none() | CONDITIONS,
    "exceptions": st.lists(CONDITIONS, max_size=2).map(tuple),
}
TIMINGS = st.builds(
    Timing,
    anchor=st.sampled_from(sorted(ANCHORS)) | OWN,
    offset=per_class(SPANS),
    not_before=st.none() | st.sampled_from(sorted(ANCHORS)) | OWN,
    **COMMON,
) | st.builds(
    Timing, anchor=ONE_DAY, offset=per_class(SHORT), step=per_class(STEPS), **COMMON
)  # fmt: skip
BASES = st.builds(sv.LegalBasis, st.sampled_from(sv.SourceKind), WORDS | TEXTS)
IDS = st.text(min_size=1, max_size=6).filter(lambda text: "/" not in text)
DAYS = st.dates().map(sv.day)
PERIODS = (
    st.none()
    | st.builds(sv.Period, st.none() | DAYS)
    | st.builds(sv.Period, st.none(), DAYS)
    | st.lists(DAYS, min_size=2, max_size=2).map(lambda two: sv.Period(min(two), max(two)))
)


def rules(ids=IDS):
    return st.builds(
        FollowUpRule,
        id=ids,
        timing=TIMINGS,
        kind=st.sampled_from(sv.FollowUpKind),
        aim=st.sampled_from(sv.Aim),
        responsible=st.sampled_from(sv.Role),
        counterpart=st.none() | st.sampled_from(sv.Role),
        source=st.lists(BASES, min_size=1, max_size=3),
        title=st.none() | TEXTS,
        roll=st.sampled_from(sv.Roll),
        country=st.sampled_from(["SE", "NO", "X"]),
        in_force=PERIODS,
        note=st.none() | TEXTS,
    )


@st.composite
def books(draw, ids=IDS):
    return RuleBook(
        id=draw(st.text(min_size=1, max_size=5)),
        title=draw(TEXTS),
        rules=draw(st.lists(rules(ids), max_size=3, unique_by=lambda rule: rule.id)),
        country=draw(st.none() | st.just("SE")),
        read_on=draw(st.none() | DAYS),
    )


FEW = settings(max_examples=25)  # two books of many fields are dear to draw
FEW_IDS = st.sampled_from(["a", "b", "c", "d"])
SMALL = books(FEW_IDS)


def ids(book):
    return [rule.id for rule in book]


# ---------------------------------------------------------------------------- without loss
@given(rules())
def test_a_rule_is_data_without_loss(rule):
    assert rule_from_dict(rule_to_dict(rule)) == rule


@given(rules())
def test_the_country_of_the_book_is_not_put_on_a_rule_that_has_one(rule):
    assert rule_from_dict(rule_to_dict(rule), country="FI") == rule


@given(books())
@example(
    RuleBook(
        id="b",
        country="SE",
        rules=[
            sv.at("start").rule(
                id="not law, yet of a country", kind="kickoff", aim="trust", responsible="user",
                source=sv.LegalBasis(sv.SourceKind.CHOICE), country="SE",
            )
        ],
    )
)  # fmt: skip
def test_a_book_is_toml_without_loss(book):
    assert RuleBook.from_toml(book.to_toml()) == book


@given(rules())
def test_equal_rules_have_equal_hashes(rule):
    again = rule_from_dict(rule_to_dict(rule))
    assert hash(again) == hash(rule)


# ---------------------------------------------------------------------------- merging
@FEW
@given(SMALL, SMALL)
def test_merging_keeps_the_place_and_takes_the_later_rule(one, other):
    merged = one.merge(other)
    assert ids(merged) == ids(one) + [name for name in ids(other) if name not in ids(one)]
    for rule in merged:
        assert rule == (other if rule.id in ids(other) else one)[rule.id]
    assert attrs.evolve(merged, rules=one.rules) == one  # the rest of the book stays


@given(SMALL)
def test_merging_with_itself_or_with_nothing_changes_nothing(book):
    assert book.merge(book) == book
    assert book.merge([]) == book


@FEW
@given(SMALL, SMALL, SMALL)
def test_merging_is_associative(one, two, three):
    assert one.merge(two).merge(three) == one.merge(two.merge(three))


@FEW
@given(SMALL, st.data())
def test_what_is_taken_away_is_gone_and_can_be_put_back(book, data):
    gone = data.draw(st.lists(st.sampled_from(ids(book)), unique=True)) if len(book) else []
    left = book.without(*gone)
    assert ids(left) == [name for name in ids(book) if name not in gone]
    assert book.compare(left).removed == tuple(name for name in ids(book) if name in gone)
    back = left.merge([book[name] for name in gone])
    assert sorted(ids(back)) == sorted(ids(book))
    assert not book.compare(back)


# ---------------------------------------------------------------------------- comparing
@FEW
@given(SMALL)
def test_a_book_does_not_differ_from_itself(book):
    difference = book.compare(RuleBook.from_toml(book.to_toml()))
    assert not difference
    assert (difference.added, difference.removed, difference.changed) == ((), (), ())


@FEW
@given(SMALL, SMALL)
def test_differences_are_seen_from_both_sides(one, other):
    there, back = one.compare(other), other.compare(one)
    assert set(there.added) == set(back.removed) == set(ids(other)) - set(ids(one))
    assert set(there.removed) == set(back.added) == set(ids(one)) - set(ids(other))
    assert {(name, key, b, a) for name, key, a, b in map(frozen, back.changed)} == set(
        map(frozen, there.changed)
    )


def frozen(change):
    name, key, here, there = change
    return name, key, repr(here), repr(there)


@FEW
@given(SMALL, SMALL)
def test_equal_books_are_those_without_differences_in_one_order(one, other):
    same = not one.compare(other) and ids(one) == ids(other)
    assert same == (one.rules == other.rules)


@FEW
@given(SMALL, SMALL)
def test_a_difference_names_what_makes_one_book_the_other(one, other):
    difference = one.compare(other)
    changed = {name for name, *_ in difference.changed}
    rebuilt = one.without(*difference.removed).merge(
        [other[name] for name in (*changed, *difference.added)]
    )
    assert not rebuilt.compare(other)


# ---------------------------------------------------------------------------- laid over
@FEW
@given(SMALL, SMALL)
def test_a_book_of_whole_rules_laid_over_is_a_merge(base, upper):
    # a key that the upper rule does not have is kept from the lower one
    laid = RuleBook.from_toml(upper.to_toml(), extends=base)
    merged = base.merge(upper)
    assert ids(laid) == ids(merged)
    assert (laid.id, laid.title) == (upper.id, upper.title)
    for rule in laid:
        if rule.id not in ids(upper):
            assert rule == base[rule.id]
        elif rule.id not in ids(base):
            assert rule == upper[rule.id]
        else:
            own = {**rule_to_dict(base[rule.id]), **rule_to_dict(upper[rule.id])}
            assert rule_to_dict(rule).items() <= own.items()


@given(SMALL, st.data())
def test_one_key_laid_over_changes_one_key(base, data):
    if not len(base):
        return
    name = data.draw(st.sampled_from(ids(base)))
    text = f'[[rule]]\nid = "{name}"\naim = "trust"\n'
    laid = RuleBook.from_toml(text, extends=base)
    assert laid == attrs.evolve(base, rules=[
        attrs.evolve(rule, aim=sv.Aim.TRUST) if rule.id == name else rule for rule in base
    ])  # fmt: skip


@pytest.mark.parametrize("rule", list(sv.jurisdiction("SE").follow_up_rules), ids=lambda r: r.id)
def test_every_bundled_rule_is_data_without_loss(rule):
    assert rule_from_dict(rule_to_dict(rule)) == rule
