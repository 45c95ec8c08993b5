"""Checks over parties: who looks like the same one, and who stands too close to whom."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from samverkan.checks.check import Check, Hit, choice, finds, guidance
from samverkan.codelists import RelationKind, Severity, Side
from samverkan.contracts import Contract
from samverkan.explanations import Step, Text
from samverkan.measures import SIDES
from samverkan.parties import Party
from samverkan.periods import Day
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.relations import Relation
from samverkan.tenders import Tender
from samverkan.understanding import RoleHolding
from samverkan.values import masked

__all__ = ["CHECKS"]

_LEGAL_FORM = re.compile(r"\b(?:ab|aktiebolag|aktiebolaget|hb|kb|as|oy|ltd|inc|gmbh)\b\.?")
_NOT_WORD = re.compile(r"[\W_]+")
_LEAST_DIGITS = 6
_NUMBER_AS_ID = re.compile(r"(?:[A-Za-z]{2}(?:-[A-Za-z0-9]+)?[-:])?[\d -]+")
"""An id that is an organisation's number: its digits, maybe with country and register in front."""


def _plain_name(party: Party) -> str:
    if party.name is None:
        return ""
    return _NOT_WORD.sub("", _LEGAL_FORM.sub(" ", party.name.casefold()))


def _numbers(party: Party) -> frozenset[str]:
    """The digits of the numbers a party is known by; those of its id where it has no other.

    A Swedish VAT number is an organisationsnummer followed by 01. An id that a register made up,
    such as ``ocds-h6vhtk-02db69/1``, is no number.
    """
    texts = [
        one.value[:-2] if one.scheme == "VAT" and one.country == "SE" else one.value
        for one in party.identifiers
    ]
    if not texts and _NUMBER_AS_ID.fullmatch(party.id):
        texts = [party.id.rpartition(":")[2]]
    found = ("".join(filter(str.isdecimal, text)) for text in texts)
    return frozenset(text for text in found if len(text) >= _LEAST_DIGITS)


def _shown(number: str) -> str:
    personal = len(number) in {10, 12} and number[-8:-7] in {"0", "1"} and number.isdigit()
    return masked(number) if personal else number


@finds(
    "parties.shared-number",
    Severity.WARNING,
    title=Text("Samma nummer på flera parter", "One number on several parties"),
    sentence=Text(
        "parterna {parties} har samma nummer {number} och ser ut att vara en",
        "parties {parties} have the same number {number} and look like one",
    ),
    basis=choice(),
)
def shared_number(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Several parties carry the same organisation number.

    Facts used: Party (identifiers, id).

    How it is computed: The numbers, without marks and whatever scheme they are filed under, are
    compared; a party without an identifier is known by its id.

    When it does not apply: To texts with fewer than six digits.

    Assumptions: A number belongs to one organisation.

    Worked examples: 559999-9991 and 5599999991 on two parties: a finding. 5599999983: none.

    Changes over time: None.
    """
    del as_of
    holders: dict[str, list[str]] = {}
    for party in portfolio.parties:
        for number in _numbers(party):
            holders.setdefault(number, []).append(party.id)
    for number, parties in holders.items():
        if len(parties) > 1:
            yield Hit(tuple(parties), {"parties": tuple(parties), "number": _shown(number)})


def _traces(number: str) -> Iterator[tuple[str, str]]:
    """What a number shares with each number that is one slip of the pen away.

    Two numbers differ by one digit wrong, or one missing, when they are the same without one
    digit, and by two neighbours swapped when they are the same with them in order.
    """
    yield "whole", number
    for n in range(len(number)):
        yield f"without {n}", number[:n] + number[n + 1 :]
    for n in range(len(number) - 1):
        one, other = number[n], number[n + 1]
        if one != other:
            pair = min(one, other) + max(one, other)
            yield f"swapped {n}", number[:n] + pair + number[n + 2 :]


def _slips(numbers: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The pairs of numbers that are one slip of the pen apart, each once, in order.

    Numbers meet in what they share, so that many of them are compared without trying every pair.
    """
    holders: dict[tuple[str, str], set[str]] = {}
    plain: dict[str, set[str]] = {}
    for number in numbers:
        for trace in _traces(number):
            place, rest = trace
            holders.setdefault(trace, set()).add(number)
            if place.startswith("without"):
                plain.setdefault(rest, set()).add(number)
    found: set[tuple[str, str]] = set()
    for (place, rest), alike in holders.items():
        near = set(alike)
        if place == "whole":  # one digit missing
            near |= plain.get(rest, set())
            found.update(_ordered(rest, other) for other in near if len(other) != len(rest))
        elif len(near) > 1:
            found.update(_ordered(one, other) for one, other in itertools.combinations(near, 2))
    yield from sorted(found)


def _ordered(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


@finds(
    "parties.mistyped-number",
    Severity.QUESTION,
    title=Text("Felskrivet nummer", "Mistyped number"),
    sentence=Text(
        "parterna {one} och {other} heter lika och har nummer som skiljer sig i ett tecken "
        "({number}, {near}): är de en?",
        "parties {one} and {other} have the same name and numbers one slip apart ({number}, "
        "{near}): are they one?",
    ),
    basis=choice(Text("ett tecken fel", "one slip of the pen")),
)
def slip_of_the_pen(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Two parties of the same name have numbers that differ by one slip of the pen.

    Facts used: Party (name, identifiers, id).

    How it is computed: Names are compared without case, marks and legal form. Within a name two
    numbers look alike when one digit is wrong or missing, or two neighbours are swapped.

    When it does not apply: To parties without a name, and to texts with fewer than six digits.

    Assumptions: One organisation rarely has two numbers that alike, and two of one name rarely do.

    Worked examples: 5599999991 and 5599999919 of one name: a finding. 5599990123: none.

    Changes over time: None.
    """
    del as_of
    by_name: dict[str, list[Party]] = {}
    for party in portfolio.parties:
        if name := _plain_name(party):
            by_name.setdefault(name, []).append(party)
    for parties in by_name.values():
        if len(parties) > 1:
            yield from _mistyped(parties)


def _mistyped(parties: Sequence[Party]) -> Iterator[Hit]:
    """One hit for two numbers one slip apart, unless another number tells the parties are one."""
    holders: dict[str, list[str]] = {}
    known: dict[str, set[str]] = {}
    for party in parties:
        numbers = _numbers(party)
        for number in numbers:
            holders.setdefault(number, []).append(party.id)
            known.setdefault(number, set()).update(numbers)
    told: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for number, near in _slips(holders):
        pair = tuple(holders[number]), tuple(holders[near])
        if pair in told or not known[number].isdisjoint(known[near]):
            continue
        told.add(pair)
        one, other = pair
        values = {
            "one": one,
            "other": other,
            "number": _shown(number),
            "near": _shown(near),
        }
        yield Hit((*one, *other), values)


_CLOSE = frozenset(
    {
        RelationKind.OWNS,
        RelationKind.DIRECTS,
        RelationKind.REPRESENTS,
        RelationKind.ADVISES,
        RelationKind.FUNDS,
    }
)
_POWER = frozenset({RelationKind.OWNS, RelationKind.DIRECTS})
_TIE = Text("{source} {kind} {target}", "{source} {kind} {target}")


@finds(
    "parties.conflict-of-interest",
    Severity.QUESTION,
    title=Text("Möjligt jäv", "Possible conflict of interest"),
    sentence=Text(
        "{inside} på köparens sida och {outside} på marknadens sida i {subject} hör ihop",
        "{inside} on the buyer’s side and {outside} on the market’s side of {subject} are related",
    ),
    basis=guidance(
        Text(
            "kommunallagen 6:28-32, LOU 12:16 p. 6; KKV 2024:2",
            "kommunallagen 6:28-32, LOU 12:16 p. 6; KKV 2024:2",
        )
    ),
    needs_review=True,
)
def conflict_of_interest(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Somebody on the buyer's side is one step away from somebody who bids or supplies.

    Facts used: Relation (owns, directs, represents, advises, funds; period), RoleHolding, Tender,
    Contract (buyer, suppliers).

    How it is computed: On the buyer's side stand the buyer and every party that holds a function
    there (a consultant who is procurement officer, say); on the market's side tenderers and
    suppliers. They are related by a stated relation between them that holds on the day, by a
    third party that owns or directs both, or by being the same party.

    When it does not apply: To relations of natural persons, which are not in the model; to what
    follows from the contract itself, such as buying; where a municipality owns its own company
    the finding is there, and a person judges it.

    Assumptions: None. The finding is a question to ask and never a verdict.

    Worked examples: The consultant who wrote the documents owns a tenderer: a finding. The
    ownership ended the day before: none.

    Changes over time: None.
    """
    stated = [one for one in portfolio.relations if one.target is not None and one.holds(as_of)]
    ties: dict[frozenset[str], Relation] = {}
    owners: dict[str, dict[str, Relation]] = {}
    for one in stated:
        if one.target is not None and one.kind in _CLOSE:
            ties.setdefault(frozenset((one.source, one.target)), one)
            if one.kind in _POWER:
                owners.setdefault(one.target, {})[one.source] = one
    if not ties and not portfolio.role_holdings:
        return
    subjects: tuple[Procurement | Contract, ...] = (*portfolio.procurements, *portfolio.contracts)
    for subject in subjects:
        inside, outside = _sides(portfolio, subject, as_of)
        for mine, theirs in itertools.product(sorted(inside), sorted(outside)):
            evidence = _related(mine, theirs, ties, owners)
            if evidence is not None:
                yield Hit(
                    (subject.id, mine, theirs, *(one.id for one in evidence)),
                    {"inside": mine, "outside": theirs, "subject": subject.id},
                    evidence=tuple(
                        Step(_TIE, {"source": one.source, "kind": one.kind, "target": one.target})
                        for one in evidence
                    ),
                )


def _sides(
    portfolio: Portfolio, subject: Procurement | Contract, as_of: Day
) -> tuple[set[str], set[str]]:
    of_contract = isinstance(subject, Contract)
    buyer = portfolio.buyer(subject)
    inside: set[str] = set() if buyer is None else {buyer.id}
    by = "contract" if of_contract else "procurement"
    for holding in portfolio.of(RoleHolding, subject.id, by=by):
        if SIDES.get(holding.role) is Side.BUYER and holding.holds(as_of):
            inside.add(holding.party)
    if isinstance(subject, Contract):
        return inside, set(subject.suppliers)
    tenders = portfolio.of(Tender, subject.id, by="procurement")
    return inside, {party for tender in tenders for party in tender.tenderers}


def _related(
    mine: str,
    theirs: str,
    ties: Mapping[frozenset[str], Relation],
    owners: Mapping[str, Mapping[str, Relation]],
) -> tuple[Relation, ...] | None:
    if mine == theirs:
        return ()
    direct = ties.get(frozenset((mine, theirs)))
    if direct is not None:
        return (direct,)
    over_mine, over_theirs = owners.get(mine, {}), owners.get(theirs, {})
    for third in sorted(over_mine.keys() & over_theirs.keys()):
        return over_mine[third], over_theirs[third]
    return None


CHECKS: tuple[Check, ...] = (
    shared_number,
    slip_of_the_pen,
    conflict_of_interest,
)
"""The checks over parties, in the order they run."""
