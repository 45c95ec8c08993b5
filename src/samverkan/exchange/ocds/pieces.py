"""A piece of a release that remembers what was taken from it, so that the rest can be kept.

>>> book = LossBook()
>>> notes = Notes(Place("a.json", "$"), book)
>>> tender = notes.root({"title": "School", "x": 1, "contactPoint": {"name": "withheld"}}, "o-1")
>>> tender.text("title")
'School'
>>> notes.keep_rest()
>>> notes.extras
[Extra(subject='o-1', path='$.x', json='1')]
>>> [(loss.kind.value, loss.path) for loss in book.losses()]
[('kept-as-extra', '$.x'), ('personal', '$.contactPoint')]
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

from samverkan.exchange.documents import json_text
from samverkan.exchange.losses import KEPT, PERSONAL, LossBook, LossKind
from samverkan.exchange.ocds.packages import ALONE, Place
from samverkan.exchange.plain import is_array, is_object
from samverkan.explanations import Text
from samverkan.portfolio import Extra

__all__ = ["PERSONAL_KEYS", "Notes", "Piece", "is_nothing"]

PERSONAL_KEYS = frozenset(
    {
        "additionalContactPoints", "author", "authors", "beneficialOwners", "birthDate",
        "contactPerson", "contactPoint", "contactPoints", "createdBy", "email", "emails",
        "familyName", "fax", "faxNumber", "firstName", "fullName", "givenName", "lastName",
        "legalRepresentative", "modifiedBy", "people", "person", "persones", "phone",
        "representative", "representatives", "responsible", "shareholders", "signatories",
        "signatory", "submittedBy", "surname", "telephone", "telephones",
    }
)  # fmt: skip
"""Keys under which registers write about natural persons; what stands there is left out."""

_NESTING = (dict, list)
NOT_EXPECTED = Text("är inte vad som väntas här", "is not what is expected here")
NO_TEXT = Text("är ingen text", "is no text")


def is_nothing(value: object) -> bool:
    """Whether a value says nothing: null, blank text, or a list or object of nothing.

    >>> is_nothing({"a": [None, " "]}), is_nothing(0)
    (True, False)
    """
    if isinstance(value, str):
        return not value or value.isspace()
    if is_object(value):
        members: Iterable[object] = value.values()
    elif is_array(value):
        members = value
    else:
        return value is None
    for member in members:  # noqa: SIM110  # asked of every value: twice as fast as all()
        if not is_nothing(member):
            return False
    return True


def _tells_of_persons(value: object) -> bool:
    if is_object(value):
        if not PERSONAL_KEYS.isdisjoint(value):
            return True
        members: Iterable[object] = value.values()
    elif is_array(value):
        members = value
    else:
        return False
    for member in members:  # noqa: SIM110  # asked of every value: twice as fast as any()
        if type(member) in _NESTING and _tells_of_persons(member):
            return True
    return False


def _without_persons(value: object, at: Place, found: list[Place]) -> object:
    """The value without what is about natural persons; the places of that go to ``found``."""
    if is_object(value):
        kept: dict[str, object] = {}
        for key, inner in value.items():
            if key in PERSONAL_KEYS:
                if not is_nothing(inner):
                    found.append(at / key)
            else:
                kept[key] = _without_persons(inner, at / key, found)
        return kept
    if is_array(value):
        return [_without_persons(member, at / n, found) for n, member in enumerate(value)]
    return value


@functools.lru_cache(1 << 12)
def _path(steps: str) -> str:
    """The path of a place in a release, the same object for the same place in each."""
    return "$" + steps


class Notes:
    """What is written down while one release is mapped: losses and extras (anteckningar)."""

    def __init__(self, place: Place, book: LossBook) -> None:
        self.place = place
        self.extras: list[Extra] = []
        self._book = book
        self._pieces: list[Piece] = []

    def root(self, data: dict[str, object], subject: str) -> Piece:
        """The release itself."""
        return self.piece(data, "", subject, None)

    def piece(
        self, data: dict[str, object], steps: str, subject: str | None, above: Piece | None
    ) -> Piece:
        """A piece whose rest will be kept."""
        made = Piece(self, data, steps, subject, above)
        self._pieces.append(made)
        return made

    def add(self, kind: LossKind, steps: str, reason: Text, value: object = None) -> None:
        """Write down a loss at a place of the release."""
        self._book.add(kind, self.place.source, self.place.path, reason, value, steps=steps)

    def keep(self, subject: str, steps: str, value: object, *, told: bool = False) -> None:
        """Keep a value that says something as an extra.

        Args:
            subject: Id of the fact that it was found on.
            steps: Where in the release it stands.
            value: The value; what is about natural persons is left out.
            told: Whether a loss line about it is there already.
        """
        if type(value) in _NESTING and _tells_of_persons(value):
            persons: list[Place] = []
            value = _without_persons(value, Place("", steps), persons)
            for at in persons:
                self.add(LossKind.PERSONAL, at.path, PERSONAL)
            if is_nothing(value):
                return
        self.extras.append(Extra(subject, _path(steps), json_text(value)))
        if not told:
            place = self.place
            self._book.add(LossKind.KEPT, place.source, place.path, KEPT, steps=steps)

    def keep_rest(self) -> None:
        """Keep whatever nobody has taken, and let go of the pieces."""
        for piece in self._pieces:
            piece.keep_rest()
        self._pieces.clear()  # they know these notes, so nobody else would


_NOTHING = frozenset[str]()


class Piece:
    """One object of a release, and what has been taken from it (del av en release)."""

    __slots__ = ("_above", "_data", "_kept", "_notes", "_subject", "_taken", "steps")

    def __init__(
        self,
        notes: Notes,
        data: dict[str, object],
        steps: str,
        subject: str | None,
        above: Piece | None,
    ) -> None:
        self.steps = steps
        self._notes = notes
        self._data = data
        self._subject = subject
        self._above = above
        self._taken: set[str] = set()
        self._kept = _NOTHING

    @property
    def subject(self) -> str:
        """Id of the fact that the piece belongs to."""
        if self._subject is not None or self._above is None:
            return self._subject or ""
        return self._above.subject

    @subject.setter
    def subject(self, subject: str) -> None:
        self._subject = subject

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self._notes.place.source, self._notes.place.path + self.steps)

    @property
    def data(self) -> dict[str, object]:
        """The object as it was read."""
        return self._data

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said in it."""
        return is_nothing(self._data)

    def peek(self, key: str) -> object:
        """A value, without taking it."""
        return self._data.get(key)

    def has(self, key: str) -> bool:
        """Whether there is a value that says something."""
        return not is_nothing(self._data.get(key))

    def take(self, key: str) -> object | None:
        """A value that says something, taken; ``None`` where there is none."""
        value = self._data.get(key)
        if value is None:
            return None
        self._taken.add(key)
        return None if is_nothing(value) else value

    def put_back(self, key: str) -> None:
        """Let a value that was taken be kept with the rest after all."""
        self._taken.discard(key)

    def note(self, kind: LossKind, key: str, reason: Text, value: object = None) -> None:
        """Write down a loss about a value."""
        self._notes.add(kind, f"{self.steps}.{key}" if key else self.steps, reason, value)

    def refuse(self, kind: LossKind, key: str, reason: Text, value: object = None) -> None:
        """Write down that a value cannot be used, and keep it as an extra."""
        raw = self._data.get(key)
        shown = value if value is not None else raw if isinstance(raw, str | int) else None
        self._taken.add(key)
        if key not in self._kept:
            self._kept |= {key}
            self._notes.keep(self.subject, f"{self.steps}.{key}", raw, told=True)
        self.note(kind, key, reason, shown)

    def text(self, key: str) -> str | None:
        """A text without blanks around it; ``None`` where there is none."""
        value = self.take(key)
        if value is None or isinstance(value, str):
            return value.strip() if value else None
        self.refuse(LossKind.NOT_UNDERSTOOD, key, NO_TEXT, json_text(value))
        return None

    def id(self, key: str = "id") -> str | None:
        """An id, which may be a number; ``None`` where there is none."""
        value = self._data.get(key)
        if type(value) is int:
            self._taken.add(key)
            return str(value)
        return self.text(key)

    def child(self, key: str) -> Piece | None:
        """The object under a key; ``None`` where there is none."""
        value = self.take(key)
        if value is None:
            return None
        if is_object(value):
            return self._notes.piece(value, f"{self.steps}.{key}", None, self)
        self.refuse(LossKind.NOT_UNDERSTOOD, key, NOT_EXPECTED, json_text(value))
        return None

    def quiet(self, key: str) -> Piece | None:
        """The object under a key, to look at only: all of it is kept with the rest."""
        value = self._data.get(key)
        if not is_object(value) or is_nothing(value):
            return None
        return _Shown(self, value, f"{self.steps}.{key}")

    def quiet_list(self, key: str) -> list[Piece]:
        """The objects of a list, to look at only."""
        value = self._data.get(key)
        if not is_array(value):
            return []
        return [
            _Shown(self, member, f"{self.steps}.{key}[{n}]")
            for n, member in enumerate(value)
            if is_object(member)
        ]

    def take_all(self) -> None:
        """Keep nothing of it, since the same is there already."""
        self._taken.update(self._data)

    def children(self, key: str) -> list[Piece]:
        """The objects of a list; one that stands alone counts as a list of one."""
        value = self.take(key)
        if value is None:
            return []
        steps = f"{self.steps}.{key}"
        if is_array(value):
            return self._members(value, steps)
        if is_object(value):
            self.note(LossKind.CORRECTED, key, ALONE)
            return [self._notes.piece(value, steps, None, self)]
        self.refuse(LossKind.NOT_UNDERSTOOD, key, NOT_EXPECTED, json_text(value))
        return []

    def _members(self, values: Iterable[object], steps: str) -> list[Piece]:
        found: list[Piece] = []
        for n, value in enumerate(values):
            if is_nothing(value):
                continue
            at = f"{steps}[{n}]"
            if is_object(value):
                found.append(self._notes.piece(value, at, None, self))
            else:
                self._notes.keep(self.subject, at, value, told=True)
                self._notes.add(LossKind.NOT_UNDERSTOOD, at, NOT_EXPECTED, json_text(value))
        return found

    def keep_rest(self) -> None:
        """Keep what has not been taken; what is about natural persons is left out."""
        taken, kept, subject = self._taken, self._kept, self.subject
        for key, value in self._data.items():
            if key in taken or key in kept or is_nothing(value):
                continue
            if key in PERSONAL_KEYS:
                self.note(LossKind.PERSONAL, key, PERSONAL)
            else:
                self._notes.keep(subject, f"{self.steps}.{key}", value)


class _Silent(Notes):
    """Notes that nobody reads: of a piece that is kept whole elsewhere."""

    def piece(
        self, data: dict[str, object], steps: str, subject: str | None, above: Piece | None
    ) -> Piece:
        return Piece(self, data, steps, subject, above)

    def add(self, kind: LossKind, steps: str, reason: Text, value: object = None) -> None:
        pass

    def keep(self, subject: str, steps: str, value: object, *, told: bool = False) -> None:
        pass


_SILENT = _Silent(Place("", ""), LossBook())


class _Shown(Piece):
    """A piece that is kept whole elsewhere, so that reading it leaves no trace."""

    __slots__ = ("_holder",)

    def __init__(self, above: Piece, data: dict[str, object], steps: str) -> None:
        super().__init__(_SILENT, data, steps, None, above)
        self._holder = above

    @property
    def place(self) -> Place:
        holder = self._holder.place
        return Place(holder.source, holder.path + self.steps.removeprefix(self._holder.steps))
