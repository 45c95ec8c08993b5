"""The laws of follow-up rules and rule books."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from samverkan.codelists import SourceKind
from samverkan.explanations import render
from samverkan.rules import (
    Context,
    FollowUp,
    FollowUpRule,
    Rule,
    RuleBook,
    Timing,
    rule_from_dict,
    rule_to_dict,
)
from samverkan.rules.facts import Subject
from samverkan.testing.laws._running import hold
from samverkan.testing.laws._series import drift
from samverkan.testing.strategies import contexts

__all__ = ["check_rule", "check_rule_book"]

_UNFILLED = re.compile(r"\{\w+\}")
Told = Callable[[Rule, Subject, Context], str | None]


def _keeps_clear(item: FollowUp) -> bool:
    """Whether the id holds no day of its own; facts without an id are named by theirs."""
    named_by_day = any(
        item.anchor.endswith(str(on))
        for on in (
            *getattr(item.subject, "price_revisions", ()),
            *(date.fact_id for date in getattr(item.subject, "dates", ())),
        )
    )
    own = {str(item.falls_on), str(item.due_on)} - {"None"}
    return named_by_day or not any(on in item.id for on in own)


def _wrong_day(item: FollowUp, context: Context) -> str | None:
    if item.falls_on is None or item.due_on is None:
        return None
    rolled = context.calendar.roll(item.falls_on, item.rule.roll)
    if item.due_on == rolled:
        return None
    return (
        f"{item.id} falls on {item.falls_on} and is due on {item.due_on}; "
        f"rolled {item.rule.roll.value} in {context.calendar.name} that is {rolled}"
    )


def _speechless(item: FollowUp) -> str | None:
    for lang in ("sv", "en"):
        if not item.title(lang).strip():
            return f"{item.id} has no title in {lang!r}"
        why = item.why(lang)
        if not why.strip() or _UNFILLED.search(item.title(lang)):
            return f"{item.id} says {why!r} in {lang!r}"
    return None


def _asked(rule: Rule, told: Told, context: Context) -> str | None:
    """What a law says of what a rule gives for any subject of a context."""
    subjects: tuple[Subject, ...] = (
        *context.portfolio.contracts,
        *context.portfolio.procurements,
    )
    for subject in subjects:
        said = told(rule, subject, context)
        if said is not None:
            return said
    return None


def _same_twice(rule: Rule, subject: Subject, context: Context) -> str | None:
    once, again = tuple(rule(subject, context)), tuple(rule(subject, context))
    return None if once == again else f"it gives {once}, then {again}"


def _own_subject(rule: Rule, subject: Subject, context: Context) -> str | None:
    others = [one.subject.id for one in rule(subject, context) if one.subject != subject]
    return f"asked about {subject.id!r} it speaks of {others}" if others else None


def _unique(rule: Rule, subject: Subject, context: Context) -> str | None:
    counts = Counter(item.id for item in rule(subject, context))
    twice = [name for name, count in counts.items() if count > 1]
    return f"{twice} occur more than once" if twice else None


def _dayless(rule: Rule, subject: Subject, context: Context) -> str | None:
    for item in rule(subject, context):
        if not _keeps_clear(item):
            return f"{item.id} names its own day"
    return None


def _rolled(rule: Rule, subject: Subject, context: Context) -> str | None:
    for item in rule(subject, context):
        if (said := _wrong_day(item, context)) is not None:
            return said
    return None


def _drifts(rule: Rule, subject: Subject, context: Context) -> str | None:
    return drift(rule(subject, context), context)


def _blocked(rule: Rule, subject: Subject, context: Context) -> str | None:
    for item in rule(subject, context):
        if item.due_on is None and not item.missing:
            return f"{item.id} has no day and nothing is missing"
    return None


def _silent(rule: Rule, subject: Subject, context: Context) -> str | None:
    for item in rule(subject, context):
        if (said := _speechless(item)) is not None:
            return said
    return None


_LAWS_OF_RULES: tuple[tuple[str, Told], ...] = (
    ("rule.same-twice", _same_twice),
    ("rule.own-subject", _own_subject),
    ("rule.unique-ids", _unique),
    ("rule.ids-without-days", _dayless),
    ("rule.due-is-rolled", _rolled),
    ("rule.no-drift", _drifts),
    ("rule.blocked-says-why", _blocked),
    ("rule.says-why", _silent),
)


def check_rule(
    rule: Rule,
    *,
    contexts_of: SearchStrategy[Context] | None = None,
    max_examples: int = 100,
) -> None:
    """Hold a follow-up rule, or a function of the same signature, to the laws of rules.

    It is asked about every contract and procurement of made portfolios, in many calendars.

    Args:
        rule: The rule.
        contexts_of: What it is asked with; :func:`~samverkan.testing.strategies.contexts` by
            default.
        max_examples: How many portfolios to ask about for each law.

    >>> from samverkan.jurisdictions import jurisdiction
    >>> rule = jurisdiction("SE").follow_up_rules["se.followup.kickoff_meeting"]
    >>> check_rule(rule, max_examples=20)

    Raises:
        BrokenLawError: naming the law, with a smallest example.
    """
    cases = contexts() if contexts_of is None else contexts_of
    for law, told in _LAWS_OF_RULES:
        hold(law, functools.partial(_asked, rule, told), cases, max_examples)
    if isinstance(rule, FollowUpRule) and isinstance(rule.timing, Timing):
        hold("rule.is-its-data", _not_its_data, st.just(rule), 1)


def _not_its_data(rule: FollowUpRule) -> str | None:
    again = rule_from_dict(rule_to_dict(rule))
    return None if again == rule else f"read back it is {again}"


def _shared_ids(book: RuleBook) -> str | None:
    counts = Counter(rule.id for rule in book if isinstance(rule, FollowUpRule))
    twice = [name for name, count in counts.items() if count > 1]
    return f"rules share {twice}" if twice else None


def _groundless(book: RuleBook) -> str | None:
    for rule in book:
        if not isinstance(rule, FollowUpRule):
            continue
        if not all(render(basis.ref, lang).strip() for basis in rule.source for lang in _LANGS):
            return f"{rule.id} does not say what it rests on"
        is_law = rule.source_kind is SourceKind.LAW
        if is_law and book.country is not None and rule.country != book.country:
            return f"{rule.id} is law of {rule.country!r} in a book of {book.country!r}"
    return None


_LANGS = ("sv", "en")


def _not_its_toml(book: RuleBook) -> str | None:
    again = RuleBook.from_toml(book.to_toml())
    return None if again == book else f"read back it differs: {book.compare(again)}"


def check_rule_book(
    book: RuleBook,
    *,
    contexts_of: SearchStrategy[Context] | None = None,
    max_examples: int = 20,
) -> None:
    """Hold a rule book to its laws, and each of its rules to the laws of rules.

    Args:
        book: The book. Where it holds functions of the caller's own it is not written as TOML.
        contexts_of: What its rules are asked with.
        max_examples: How many portfolios to ask each rule about for each law.

    >>> from samverkan.jurisdictions import jurisdiction
    >>> book = jurisdiction("SE").follow_up_rules
    >>> check_rule_book(RuleBook(id="few", rules=tuple(book)[:2]), max_examples=5)

    Raises:
        BrokenLawError: naming the law, with a smallest example.
    """
    alone = st.just(book)
    hold("rule-book.own-ids", _shared_ids, alone, 1)
    hold("rule-book.says-what-it-rests-on", _groundless, alone, 1)
    if all(isinstance(one, FollowUpRule) and isinstance(one.timing, Timing) for one in book):
        hold("rule-book.is-its-toml", _not_its_toml, alone, 1)
    for rule in book:
        check_rule(rule, contexts_of=contexts_of, max_examples=max_examples)
