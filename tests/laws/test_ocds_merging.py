"""Releases folded here are what the reference library compiles, to the order of the keys."""

from __future__ import annotations

import json
import warnings

from hypothesis import event, given
from hypothesis import strategies as st

from samverkan.exchange.ocds import RULES_1_0, RULES_1_1, compiled
from samverkan.exchange.ocds.folding import folded, rule_tree

SCALARS = st.sampled_from([None, "", "a", "b", 1, True])
IDS = st.sampled_from(["1", "2", "3"])
TEXTS = st.lists(st.sampled_from("ab"), max_size=2)
AMOUNTS = st.dictionaries(st.sampled_from(["amount", "currency"]), SCALARS, max_size=2)


def objects(depth, *, wild):
    """Objects as releases have them; wild ones change their shape and have ids of any kind."""
    inner = objects(depth - 1, wild=wild) if depth else AMOUNTS
    fields = {
        "id": (IDS | SCALARS) if wild else IDS,
        "title": (SCALARS | inner) if wild else SCALARS,
        "value": (AMOUNTS | TEXTS | SCALARS) if wild else AMOUNTS,
        "items": st.lists((inner | SCALARS) if wild else inner, max_size=3),
        "additionalClassifications": st.lists(inner, max_size=2),
        "submissionMethod": TEXTS,
        "tenderers": st.lists(inner, max_size=2),
    }
    return st.fixed_dictionaries({}, optional=fields)


def releases(*, wild):
    """Releases of one process, with or without dirt."""
    inner = objects(2, wild=wild)
    return st.fixed_dictionaries(
        {"ocid": st.sampled_from(["o", "o "]), "date": st.sampled_from(["2024", "2025", "2026"])},
        optional={
            "id": IDS,
            "tag": TEXTS,
            "tender": inner,
            "parties": st.lists(inner, max_size=3),
            "buyer": st.fixed_dictionaries({}, optional={"additionalIdentifiers": st.lists(inner)})
            if wild
            else objects(0, wild=False),
            "awards": st.lists(inner, max_size=2),
            "roles": SCALARS | TEXTS,
        },
    )


def told(found, rules):
    """What the reference library compiles, and how many warnings it gives."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        return json.dumps(compiled(found, rules)), len(warned)


@given(
    st.lists(releases(wild=False) | releases(wild=True), min_size=1, max_size=4),
    st.sampled_from([RULES_1_0, RULES_1_1]),
)
def test_what_is_folded_is_what_the_reference_library_compiles(found, rules):
    ours = folded(found, rule_tree(rules))
    event("left to the reference library" if ours is None else "folded")
    if ours is not None:
        assert (json.dumps(ours), 0) == told(found, rules)


def test_releases_in_order_are_folded():
    first = {"ocid": "o", "date": "1", "parties": [{"id": "1", "name": "a"}], "x": {"y": []}}
    second = {"ocid": "o", "date": "2", "parties": [{"id": "2"}, {"id": "1", "name": None}]}
    ours = folded([first, second], rule_tree(RULES_1_1))
    assert ours == {
        "tag": ["compiled"],
        "id": "o-2",
        "date": "2",
        "ocid": "o",
        "parties": [{"id": "1"}, {"id": "2"}],
    }


def test_what_leaves_a_question_open_is_left_to_the_reference_library():
    base = {"ocid": "o", "date": "1"}
    tree = rule_tree(RULES_1_1)
    for one, other in (
        ({"tender": {"a": 1}}, {"tender": None}),
        ({"tender": 1}, {"tender": {"a": 1}}),
        ({"items": ["a"]}, {"items": [{"id": "1"}]}),
        ({"items": [{"id": "1"}]}, {"items": ["a"]}),
        ({"items": [{"id": 1}]}, {}),
        ({"items": [{"id": ""}]}, {}),
        ({"items": [{"id": "1"}, {"id": "1"}]}, {}),
        ({"ocid": 1}, {}),
    ):
        assert folded([base | one, base | other], tree) is None
