"""Spans add, turn and are written as lengths are."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from samverkan.periods import Span, as_span

counts = st.integers(-10_000, 10_000)
spans = st.builds(Span, counts, counts, counts)


@given(spans)
def test_a_span_is_read_back_as_it_was_written(span):
    assert Span.parse(str(span)) == as_span(span) == pickle.loads(pickle.dumps(span)) == span


@given(spans, spans, spans)
def test_spans_add_in_any_order(one, other, third):
    assert one + other == other + one
    assert (one + other) + third == one + (other + third)
    assert one + Span() == one


@given(spans)
def test_a_span_and_its_opposite_are_nothing(span):
    assert span + -span == Span()
    assert not span + -span
    opposite = -span
    assert -opposite == span


@given(spans, st.integers(-5, 5), st.integers(-5, 5))
def test_times_is_adding_so_often(span, one, other):
    assert span * one + span * other == (one + other) * span


@given(spans, spans)
def test_equal_spans_hash_equally(one, other):
    assert one != other or hash(one) == hash(other)
    assert bool(one) is (one != Span())
