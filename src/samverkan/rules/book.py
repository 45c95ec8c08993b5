"""Rule books: ordered rules, as data, as TOML, merged and compared.

>>> book = RuleBook.from_toml('''
... [book]
... id = "mine"
... title = { sv = "Våra regler", en = "Our rules" }
...
... [[rule]]
... id = "mine.visit"
... title = { sv = "Platsbesök", en = "Site visit" }
... every = { A = "6 months", B = "12 months" }
... from = "start"
... kind = "delivery-control"
... aim = "control"
... responsible = "contract-manager"
... source = { kind = "X", ref = "our own rhythm" }
... ''')
>>> RuleBook.from_toml(book.to_toml()) == book
True
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

import attrs

from samverkan.codelists import SourceKind
from samverkan.errors import CodeError, PeriodError, RuleError, near
from samverkan.explanations import LegalBasis, Text
from samverkan.periods import Day, Period, day
from samverkan.rules.rule import FollowUpRule, Rule, Timing, at, every
from samverkan.rules.series import ZERO, PerClass

__all__ = ["BookDifference", "RuleBook", "rule_from_dict", "rule_to_dict"]

_RULE_KEYS = (
    "id", "title", "every", "from", "at", "offset", "where", "unless", "not_before", "roll",
    "kind", "aim", "responsible", "counterpart", "source", "country", "in_force", "note",
)  # fmt: skip
_BOOK_KEYS = ("id", "title", "country", "read_on", "drop")


def _plain_text(text: Text) -> dict[str, object]:
    return {"sv": text.sv, "en": text.en}


def rule_to_dict(rule: FollowUpRule) -> dict[str, object]:
    """A rule as plain data, in the words of a rule book; the inverse of :func:`rule_from_dict`.

    Raises:
        RuleError: when its days are a function of the caller's own, which is no data.
    """
    timing = rule.timing
    if not isinstance(timing, Timing):
        raise RuleError(
            f"rule {rule.id!r}: its days are the function {timing!r}, which cannot be written as "
            "data; build it with at() or every()",
            rule_id=rule.id,
        )
    row: dict[str, object] = {"id": rule.id}
    if rule.title is not None:
        row["title"] = _plain_text(rule.title)
    if timing.step is not None:
        row |= {"every": timing.step.plain(), "from": timing.anchor}
    else:
        row["at"] = timing.anchor
    if timing.offset != PerClass.of(ZERO):
        row["offset"] = timing.offset.plain()
    if timing.condition is not None:
        row["where"] = timing.condition.plain()
    if timing.exceptions:
        row["unless"] = [exception.plain() for exception in timing.exceptions]
    if timing.not_before is not None:
        row["not_before"] = timing.not_before
    row |= {
        "roll": rule.roll.value,
        "kind": rule.kind.value,
        "aim": rule.aim.value,
        "responsible": rule.responsible.value,
    }
    if rule.counterpart is not None:
        row["counterpart"] = rule.counterpart.value
    sources = [
        {
            "kind": basis.kind.value,
            "ref": basis.ref if isinstance(basis.ref, str) else _plain_text(basis.ref),
        }
        for basis in rule.source
    ]
    row["source"] = sources[0] if len(sources) == 1 else sources
    if rule.country is not None:
        row["country"] = rule.country
    if rule.in_force is not None:
        row["in_force"] = {
            name: on.isoformat()
            for name, on in (("start", rule.in_force.start), ("end", rule.in_force.end))
            if on is not None
        }
    if rule.note is not None:
        row["note"] = _plain_text(rule.note)
    return row


def _table(value: object, key: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise RuleError(f"{key}={value!r}; expected a table")
    return cast("Mapping[str, object]", value)


def _list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else [value]


def _text(value: object, key: str) -> Text:
    both = _table(value, key)
    if set(both) != {"sv", "en"}:
        raise RuleError(f"{key}={dict(both)!r}; expected a text for sv and one for en")
    return Text(str(both["sv"]), str(both["en"]))


def _basis(value: object) -> LegalBasis:
    both = _table(value, "source")
    if not set(both) <= {"kind", "ref"} or "kind" not in both:
        raise RuleError(f"source={dict(both)!r}; expected kind (L, G or X) and ref")
    ref = both.get("ref", "")
    kind = SourceKind.of(str(both["kind"]))
    return LegalBasis(kind, ref if isinstance(ref, str) else _text(ref, "source.ref"))


def _spans(value: object) -> PerClass:
    return PerClass.of(value)  # type: ignore[arg-type]  # what is no span is refused there by name


def _timing(row: Mapping[str, object]) -> Timing:
    if ("every" in row) == ("at" in row):
        raise RuleError("expected either every (with from) or at")
    offset = _spans(row.get("offset", ZERO))
    if "every" in row:
        timing = attrs.evolve(
            every(ZERO_STEP, from_=str(row.get("from", "start"))),
            step=_spans(row["every"]),
            offset=offset,
        )
    elif "from" in row:
        raise RuleError("from goes with every; write at alone")
    else:
        timing = attrs.evolve(at(str(row["at"])), offset=offset)
    if "where" in row:
        timing = timing.where(**_table(row["where"], "where"))
    for exception in _list(row.get("unless", [])):
        timing = timing.unless(**_table(exception, "unless"))
    if "not_before" in row:
        timing = timing.not_earlier_than(str(row["not_before"]))
    return timing


ZERO_STEP = "1 month"


def rule_from_dict(row: Mapping[str, object], *, country: str | None = None) -> FollowUpRule:
    """A rule from plain data, as rule books write it.

    Args:
        row: Its keys and values.
        country: Whose law it is where the row is statutory and does not say.

    Raises:
        RuleError: for an unknown key, anchor, fact or code; the message names the near ones.
    """
    name = row.get("id")
    try:
        for key in row:
            if key not in _RULE_KEYS:
                raise RuleError(f"unknown key {key!r}; {near(key, _RULE_KEYS)}")  # noqa: TRY301  # one form for every problem of a row
        for key in ("id", "kind", "aim", "responsible", "source"):
            if key not in row:
                raise RuleError(f"{key} is missing; give it")  # noqa: TRY301  # as above
        sources = tuple(_basis(one) for one in _list(row["source"]))
        bounds = _table(row.get("in_force", {}), "in_force")
        stated = cast("str | None", row.get("country"))
        law = bool(sources) and sources[0].kind is SourceKind.LAW
        return FollowUpRule(
            id=str(name),
            timing=_timing(row),
            kind=str(row["kind"]),
            aim=str(row["aim"]),
            responsible=str(row["responsible"]),
            counterpart=cast("str | None", row.get("counterpart")),
            roll=str(row.get("roll", "forward")),
            source=sources,
            title=_text(row["title"], "title") if "title" in row else None,
            note=_text(row["note"], "note") if "note" in row else None,
            country=stated or (country if law else None),
            in_force=_period(bounds) if bounds else None,
        )
    except (RuleError, CodeError, PeriodError) as error:
        text = str(error).removeprefix(f"rule {name!r}: ")
        raise RuleError(f"rule {name!r}: {text}", rule_id=cast("str | None", name)) from None


def _period(bounds: Mapping[str, object]) -> Period:
    return Period(
        None if bounds.get("start") is None else str(bounds["start"]),
        None if bounds.get("end") is None else str(bounds["end"]),
    )


@attrs.frozen
class BookDifference:
    """How one rule book differs from another (skillnad mellan regelböcker).

    Attributes:
        added: Ids that only the other book has.
        removed: Ids that only this book has.
        changed: Rule id, key, value here, value there.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[tuple[str, str, object, object], ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def _rules(values: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(values)


@attrs.frozen(kw_only=True)
class RuleBook:
    """Rules in order, under ids that are unique (regelbok).

    Attributes:
        id: Of the book.
        title: What it is called.
        rules: Follow-up rules, and any other callables of the same signature.
        country: Whose law its statutory rules are.
        read_on: The day its sources were read.

    Raises:
        RuleError: when two rules share an id.
    """

    id: str
    title: Text = Text("Uppföljningsregler", "Follow-up rules")
    rules: tuple[Rule, ...] = attrs.field(default=(), converter=_rules)
    country: str | None = None
    read_on: Day | None = None

    def __attrs_post_init__(self) -> None:
        counts = Counter(rule.id for rule in self if isinstance(rule, FollowUpRule))
        if twice := [name for name, count in counts.items() if count > 1]:
            raise RuleError(
                f"rule book {self.id!r}: rules share an id: {twice}; give each its own"
            )

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def __getitem__(self, rule_id: str) -> FollowUpRule:
        named = {rule.id: rule for rule in self if isinstance(rule, FollowUpRule)}
        if rule_id not in named:
            raise RuleError(
                f"rule book {self.id!r}: no rule {rule_id!r}; {near(rule_id, named)}",
                rule_id=rule_id,
            )
        return named[rule_id]

    def merge(self, other: RuleBook | Iterable[Rule]) -> RuleBook:
        """This book with the rules of another: those of the same id replaced, others added."""
        rules = list(self.rules)
        place = {rule.id: n for n, rule in enumerate(rules) if isinstance(rule, FollowUpRule)}
        for rule in other:
            if isinstance(rule, FollowUpRule) and rule.id in place:
                rules[place[rule.id]] = rule
            else:
                rules.append(rule)
        return attrs.evolve(self, rules=rules)

    def without(self, *rule_ids: str) -> RuleBook:
        """This book less some rules.

        Raises:
            RuleError: when one of them is not in the book.
        """
        gone = {self[rule_id].id for rule_id in rule_ids}
        kept = [r for r in self if not (isinstance(r, FollowUpRule) and r.id in gone)]
        return attrs.evolve(self, rules=kept)

    def compare(self, other: RuleBook) -> BookDifference:
        """What another book adds, removes and changes, key by key."""
        here, there = self._rows(), other._rows()
        changed = tuple(
            (name, key, here[name].get(key), there[name].get(key))
            for name in here
            if name in there
            for key in _RULE_KEYS
            if here[name].get(key) != there[name].get(key)
        )
        return BookDifference(
            tuple(name for name in there if name not in here),
            tuple(name for name in here if name not in there),
            changed,
        )

    def _rows(self) -> dict[str, dict[str, object]]:
        rules = (rule for rule in self if isinstance(rule, FollowUpRule))
        return {rule.id: rule_to_dict(rule) for rule in rules}

    def to_toml(self) -> str:
        """The book as TOML text that :meth:`from_toml` reads without loss.

        Raises:
            RuleError: when a rule is a function, which cannot be written.
        """
        import tomli_w

        for rule in self:
            if not isinstance(rule, FollowUpRule):
                raise RuleError(
                    f"rule book {self.id!r}: {rule!r} is a plain function and cannot be written as "
                    "TOML; build it with at() or every()"
                )
        head: dict[str, object] = {"id": self.id, "title": _plain_text(self.title)}
        if self.country is not None:
            head["country"] = self.country
        if self.read_on is not None:
            head["read_on"] = self.read_on.isoformat()
        rows = list(self._rows().values())
        for row in rows:
            if row.get("country") == self.country:
                row.pop("country", None)
        return tomli_w.dumps({"book": head, "rule": rows})

    @classmethod
    def from_toml(cls, text: str, *, extends: RuleBook | None = None) -> RuleBook:
        """A book from TOML text, alone or on top of another.

        On top of ``extends``, a ``[[rule]]`` with the id of a rule there changes only the keys it
        gives, any other id adds a rule, and ``drop = ["id", …]`` under ``[book]`` takes rules away.

        Raises:
            RuleError: naming every rule that is wrong, and the line where the text is no TOML.
        """
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise RuleError(f"rule book: not TOML: {error}") from None
        head = _table(document.get("book", {}), "book")
        problems = [
            f"unknown key {key!r} under [book]; {near(key, _BOOK_KEYS)}"
            for key in head
            if key not in _BOOK_KEYS
        ]
        problems += [
            f"unknown table {key!r}; {near(key, ['book', 'rule'])}"
            for key in document
            if key not in {"book", "rule"}
        ]
        country = cast("str | None", head.get("country")) or (extends.country if extends else None)
        known = {} if extends is None else extends._rows()
        rules: list[Rule] = []
        for value in _list(document.get("rule", [])):
            try:
                rules.append(_laid_over(known, value, country))
            except RuleError as error:
                problems.append(str(error))
        if problems:
            raise RuleError("rule book: " + "; ".join(problems))
        base = cls(id=str(head.get("id", "rules"))) if extends is None else extends
        return attrs.evolve(
            base.without(*map(str, _list(head.get("drop", [])))).merge(rules),
            id=str(head.get("id", base.id)),
            title=_text(head["title"], "title") if "title" in head else base.title,
            country=country,
            read_on=day(str(head["read_on"])) if "read_on" in head else base.read_on,
        )


def _laid_over(
    known: Mapping[str, Mapping[str, object]], value: object, country: str | None
) -> FollowUpRule:
    row = dict(_table(value, "rule"))
    before = dict(known.get(str(row.get("id")), {}))
    for one, other in (("at", "every"), ("every", "at")):
        if one in row and other in before:
            before = {
                key: kept for key, kept in before.items() if key not in {other, "from", "offset"}
            }
    return rule_from_dict(before | row, country=country)
