"""Errors: what they are, what they carry, and that they travel between processes."""

from __future__ import annotations

import copy
import pickle

import pytest

from samverkan import errors
from samverkan.errors import (
    BrokenLawError,
    CodeError,
    DocumentError,
    DocumentProblem,
    NoDeadlineError,
    PortfolioError,
    RuleError,
    SamverkanError,
    SamverkanWarning,
    TableError,
    near,
)

CLASSES = [
    found
    for name in errors.__all__
    if isinstance(found := getattr(errors, name), type) and issubclass(found, SamverkanError)
]
SPECIAL = [
    RuleError("rule 'a': unknown anchor", rule_id="a"),
    PortfolioError(["$.parties: twice", "$.contracts: twice"]),
    DocumentProblem("$.contracts[0].id", "missing"),
    DocumentError("register.json: 1 problem(s)", [DocumentProblem("$.id", "missing")]),
    NoDeadlineError("standstill", {"sv": "ingen avtalsspärr", "en": "no standstill"}),
    BrokenLawError("roll is idempotent", "a day rolls twice", "2026-06-06"),
    TableError(["column 'end' is missing", "column 'start' is a text"]),
]
PLAIN = [
    found("who: what: name=1; do this")
    for found in CLASSES
    if found not in {type(one) for one in SPECIAL}
]


@pytest.mark.parametrize("error", CLASSES, ids=lambda error: error.__name__)
def test_every_error_is_ours_and_a_standard_one(error):
    ours = {SamverkanError, *CLASSES}
    foreign = [base for base in error.__mro__ if base not in {*ours, Exception, BaseException}]
    assert error is SamverkanError or any(issubclass(base, Exception) for base in foreign)


def test_the_warning_is_a_warning_of_the_user():
    assert issubclass(SamverkanWarning, UserWarning)


@pytest.mark.parametrize("error", [*SPECIAL, *PLAIN], ids=lambda error: type(error).__name__)
@pytest.mark.parametrize(
    "again", [lambda one: pickle.loads(pickle.dumps(one)), copy.copy, copy.deepcopy]
)
def test_an_error_travels_with_what_it_carries(error, again):
    other = again(error)
    assert type(other) is type(error)
    assert str(other) == str(error)
    assert {name: str(value) for name, value in vars(other).items()} == {
        name: str(value) for name, value in vars(error).items()
    }


def test_a_portfolio_error_lists_every_problem():
    error = PortfolioError(["$.parties: one", "$.contracts: two"])
    assert error.problems == ("$.parties: one", "$.contracts: two")
    assert str(error) == "portfolio: 2 problem(s):\n  $.parties: one\n  $.contracts: two"


def test_a_table_error_lists_every_problem():
    error = TableError(["column 'end' is missing", "column 'start' is a text"])
    assert error.problems == ("column 'end' is missing", "column 'start' is a text")
    assert str(error) == "tables: column 'end' is missing\n  column 'start' is a text"


def test_a_document_error_is_a_group_that_splits_into_itself():
    problems = [DocumentProblem("$.a", "missing"), DocumentProblem("$.b", "not a day")]
    error = DocumentError("x.json: 2 problem(s)", problems)
    wanted, rest = error.split(lambda one: getattr(one, "path", None) == "$.a")
    assert (type(wanted), type(rest)) == (DocumentError, DocumentError)
    assert [one.path for one in wanted.problems] == ["$.a"]
    assert str(error) == "x.json: 2 problem(s)\n  $.a: missing\n  $.b: not a day"


def test_no_deadline_says_why_in_both_languages_and_refuses_others():
    error = NoDeadlineError("standstill", {"sv": "ingen avtalsspärr", "en": "no standstill"})
    assert (error.why("sv"), error.why()) == ("ingen avtalsspärr", "no standstill")
    assert str(error) == "standstill: the law sets no day: no standstill"
    with pytest.raises(CodeError, match=r"language: unknown: lang='de'; known: en, sv"):
        error.why("de")


@pytest.mark.parametrize(
    ("word", "known", "text"),
    [
        ("strat", ["start", "end"], "known: end, start; did you mean 'start'?"),
        ("x", ["start", "end"], "known: end, start"),
        ("x", [], "known: none"),
    ],
)
def test_an_unknown_word_is_told_the_known_ones(word, known, text):
    assert near(word, known) == text
