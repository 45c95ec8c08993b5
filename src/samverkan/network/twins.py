"""Parties that look like one and stand twice: mistyped numbers, one name with two numbers.

>>> from samverkan.values import Identifier
>>> parties = [
...     Party(id="a", name="Byggfirman AB", identifiers=[Identifier("SE-ORGNR", "5599999991")]),
...     Party(id="b", name="BYGGFIRMAN (publ)", identifiers=[Identifier("own", "5599999919")]),
... ]
>>> [(pair.one, pair.other, pair.reason.value) for pair in likely_same(parties)]
[('a', 'b', 'mistyped')]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import attrs

from samverkan.codelists.code import Code
from samverkan.errors import IdentifierError
from samverkan.parties import Party
from samverkan.values import Identifier, masked

__all__ = ["BadNumber", "LikelySame", "SameReason", "bad_numbers", "likely_same", "plain_name"]

_LENGTH = 10
_FORMS = {
    "ab": re.compile(r"\b(?:ab|aktiebolag(?:et)?|publ)\b"),
    "hb": re.compile(r"\b(?:hb|handelsbolag(?:et)?)\b"),
    "kb": re.compile(r"\b(?:kb|kommanditbolag(?:et)?)\b"),
    "ek för": re.compile(r"\b(?:ek ?för|ekonomisk förening)\b"),
}
_OTHER = re.compile(r"[^\w]+")


class SameReason(Code):
    """Why two parties look like one (skäl)."""

    NUMBER = "same-number", "samma nummer", "the same number"
    MISTYPED = "mistyped", "samma namn, numret felskrivet", "the same name, the number mistyped"
    NAME = "same-name", "samma namn", "the same name"


@attrs.frozen(kw_only=True)
class LikelySame:
    """Two parties that look like one (trolig dubblett): a question to ask.

    Attributes:
        one: Id of a party.
        other: Id of the other.
        reason: Why they look like one.

    >>> LikelySame(one="a", other="b", reason=SameReason.NAME).to_dict()
    {'one': 'a', 'other': 'b', 'reason': 'same-name'}
    """

    one: str
    other: str
    reason: SameReason

    def to_dict(self) -> dict[str, object]:
        """The row as plain data."""
        return {"one": self.one, "other": self.other, "reason": self.reason.value}


@attrs.frozen(kw_only=True)
class BadNumber:
    """A number that cannot be an organisationsnummer (ogiltigt nummer), by its check digit.

    Attributes:
        party: Id of the party.
        number: The number, masked where it may be a person's.

    >>> BadNumber(party="x", number="88********").number
    '88********'
    """

    party: str
    number: str


def plain_name(name: str) -> str:
    """A name without case, marks and company form, for comparing (jämförelsenamn).

    >>> plain_name("BYGGFIRMAN, Aktiebolag (publ)"), plain_name("Byggfirman AB")
    ('byggfirman', 'byggfirman')
    """
    return _parted(name)[0]


def _parted(name: str) -> tuple[str, frozenset[str]]:
    """A name without its company form, and the forms it states."""
    text = _OTHER.sub(" ", unicodedata.normalize("NFKC", name).casefold())
    forms = frozenset(form for form, pattern in _FORMS.items() if pattern.search(text))
    for pattern in _FORMS.values():
        text = pattern.sub(" ", text)
    return " ".join(text.split()), forms


def _other_forms(one: Party, other: Party) -> bool:
    """Whether two names state different company forms, and so two companies."""
    forms, others = _parted(one.name or "")[1], _parted(other.name or "")[1]
    return bool(forms and others) and forms != others


def _numbers(party: Party) -> Iterator[str]:
    """What may be the party's organisationsnummer: ten figures, of whatever scheme."""
    for identifier in party.identifiers:
        figures = re.sub(r"\D", "", identifier.value)
        if len(figures) == _LENGTH:
            yield figures


def _one_slip(one: str, other: str) -> bool:
    """Whether one number is the other with one figure wrong or two neighbours swapped."""
    differing = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    match differing:
        case [_]:
            return True
        case [n, k]:
            return k == n + 1 and one[n] == other[k] and one[k] == other[n]
        case _:
            return False


def likely_same(parties: Iterable[Party]) -> tuple[LikelySame, ...]:
    """Parties that look like one and stand twice (troliga dubbletter).

    The same number under two ids; the same name with numbers that one slip of the hand parts; the
    same name where one of the two, or both, have no number, or numbers further apart. Names are
    compared without case and marks; a company form may be missing in one, not differ. Two numbers
    one slip apart under **different** names are no sign: real numbers lie that close. Sole
    traders are compared by number alone.

    >>> likely_same([])
    ()
    """
    by_name: dict[str, list[Party]] = {}
    by_number: dict[str, list[Party]] = {}
    for party in parties:
        for number in _numbers(party):
            by_number.setdefault(number, []).append(party)
        personal = any(one.is_personal for one in party.identifiers)
        if party.name and not personal and (name := plain_name(party.name)):
            by_name.setdefault(name, []).append(party)
    found: dict[tuple[str, str], SameReason] = {}
    for group in by_number.values():
        for one, other in _pairs(group):
            found[one.id, other.id] = SameReason.NUMBER
    for group in by_name.values():
        for one, other in _pairs(group):
            if _other_forms(one, other):
                continue
            slip = any(_one_slip(a, b) for a in _numbers(one) for b in _numbers(other))
            found.setdefault((one.id, other.id), SameReason.MISTYPED if slip else SameReason.NAME)
    order = list(SameReason)
    rows = (LikelySame(one=one, other=other, reason=why) for (one, other), why in found.items())
    return tuple(sorted(rows, key=lambda row: (order.index(row.reason), row.one, row.other)))


def _pairs(group: list[Party]) -> Iterator[tuple[Party, Party]]:
    ordered = sorted(group, key=lambda party: party.id)
    for n, one in enumerate(ordered):
        for other in ordered[n + 1 :]:
            if one.id != other.id:
                yield one, other


def bad_numbers(parties: Iterable[Party]) -> tuple[BadNumber, ...]:
    """Parties under ten figures that fail the check digit of an organisationsnummer (felskrivna).

    Only Swedish parties are looked at. Such a number cannot be stored under the scheme
    ``SE-ORGNR``, which checks; registers keep it under a scheme of their own.

    >>> wrong = Party(id="x", country="SE", identifiers=[Identifier("register", "5599999992")])
    >>> bad_numbers([wrong])
    (BadNumber(party='x', number='5599999992'),)
    """
    found: list[BadNumber] = []
    for party in parties:
        if party.home_country != "SE":
            continue
        for number in _numbers(party):
            try:
                Identifier("SE-ORGNR", number)
            except IdentifierError:
                shown = number if number[2] >= "2" else masked(number)
                found.append(BadNumber(party=party.id, number=shown))
    return tuple(found)
