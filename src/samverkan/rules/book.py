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
from samverkan.periods import Day, Period, Span, day
from samverkan.rules.conditions import Condition
from samverkan.rules.per_class import PerClass
from samverkan.rules.rule import FollowUpRule, Rule, Timing

__all__ = ["BookDifference", "RuleBook", "rule_from_dict", "rule_to_dict"]

_RULE_KEYS = (
    "id", "title", "every", "from", "at", "offset", "where", "unless", "not_before", "roll",
    "kind", "aim", "responsible", "counterpart", "source", "country", "in_force", "note",
)  # fmt: skip
_WORDS = ("id", "at", "from", "not_before", "roll", "kind", "aim", "responsible", "counterpart",
          "country")  # fmt: skip
_DAYS = "days"
"""Where a comparison keeps the function of a rule that is no data."""
_COUNTED = ("at", "every", "from", "offset", "not_before", _DAYS)
"""How the days of a rule are counted."""
_BOOK_KEYS = ("id", "title", "country", "read_on", "drop")
_AT_ONCE = PerClass.of(Span())
_TITLE = Text("Uppföljningsregler", "Follow-up rules")


def _plain_text(text: Text) -> dict[str, object]:
    return {"sv": text.sv, "en": text.en}


def rule_to_dict(rule: FollowUpRule) -> dict[str, object]:
    """A rule as plain data, in the words of a rule book; the inverse of :func:`rule_from_dict`.

    >>> from samverkan.codelists import SourceKind
    >>> from samverkan.rules import at
    >>> visit = at("start", "1 month").rule(
    ...     id="my.visit", kind="delivery-control", aim="control", responsible="orderer",
    ...     source=LegalBasis(SourceKind.CHOICE),
    ... )
    >>> rule_to_dict(visit)["at"], rule_to_dict(visit)["offset"]
    ('start', '1 month')
    >>> rule_from_dict(rule_to_dict(visit)) == visit
    True

    Raises:
        RuleError: when its days are a function of the caller's own, which is no data.
    """
    if not isinstance(rule.timing, Timing):
        raise RuleError(
            f"rule {rule.id!r}: its days are the function {rule.timing!r}, which cannot be "
            "written as data; build it with at() or every()",
            rule_id=rule.id,
        )
    return _facets(rule)


def _facets(rule: FollowUpRule) -> dict[str, object]:
    """What a rule is made of, key by key; a function of the caller's own stands under ``days``."""
    row: dict[str, object] = {"id": rule.id}
    if rule.title is not None:
        row["title"] = _plain_text(rule.title)
    row |= _timing_row(rule.timing) if isinstance(rule.timing, Timing) else {_DAYS: rule.timing}
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


def _timing_row(timing: Timing) -> dict[str, object]:
    row: dict[str, object] = {"at": timing.anchor}
    if timing.step is not None:
        row = {"every": timing.step.plain(), "from": timing.anchor}
    if timing.offset != _AT_ONCE:
        row["offset"] = timing.offset.plain()
    if timing.condition is not None:
        row["where"] = timing.condition.plain()
    if timing.exceptions:
        row["unless"] = [exception.plain() for exception in timing.exceptions]
    if timing.not_before is not None:
        row["not_before"] = timing.not_before
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
    if "at" in row and "from" in row:
        raise RuleError("from goes with every; write at alone")
    condition = _table(row["where"], "where") if "where" in row else None
    exceptions = [_table(one, "unless") for one in _list(row.get("unless", []))]
    return Timing(
        anchor=str(row["at"] if "at" in row else row.get("from", "start")),
        offset=_spans(row["offset"]) if "offset" in row else _AT_ONCE,
        step=_spans(row["every"]) if "every" in row else None,
        condition=None if condition is None else Condition.of(condition),
        exceptions=tuple(map(Condition.of, exceptions)),
        not_before=str(row["not_before"]) if "not_before" in row else None,
    )


def rule_from_dict(row: Mapping[str, object], *, country: str | None = None) -> FollowUpRule:
    """A rule from plain data, as rule books write it.

    Args:
        row: Its keys and values.
        country: Whose law it is where the row is statutory and does not say.

    >>> rule_from_dict({
    ...     "id": "my.visit", "every": {"A": "6 months"}, "kind": "delivery-control",
    ...     "aim": "control", "responsible": "orderer", "source": {"kind": "X"},
    ... }).timing.step.plain()
    {'A': '6 months'}

    Raises:
        RuleError: for an unknown key, anchor, fact or code; the message names the near ones.
    """
    name = row.get("id")
    try:
        return _rule(row, country)
    except (RuleError, CodeError, PeriodError) as error:
        text = str(error).removeprefix(f"rule {name!r}: ")
        rule_id = name if isinstance(name, str) else None
        raise RuleError(f"rule {name!r}: {text}", rule_id=rule_id) from None


def _rule(row: Mapping[str, object], country: str | None) -> FollowUpRule:
    for key in row:
        if key not in _RULE_KEYS:
            raise RuleError(f"unknown key {key!r}; {near(key, _RULE_KEYS)}")
    for key in ("id", "kind", "aim", "responsible", "source"):
        if key not in row:
            raise RuleError(f"{key} is missing; give it")
    for key in _WORDS:
        if not isinstance(row.get(key, ""), str):
            raise RuleError(f"{key}={row[key]!r}; expected a text")
    sources = tuple(_basis(one) for one in _list(row["source"]))
    law = bool(sources) and sources[0].kind is SourceKind.LAW
    stated = str(row["country"]) if "country" in row else None
    return FollowUpRule(
        id=str(row["id"]),
        timing=_timing(row),
        kind=str(row["kind"]),
        aim=str(row["aim"]),
        responsible=str(row["responsible"]),
        counterpart=str(row["counterpart"]) if "counterpart" in row else None,
        roll=str(row.get("roll", "forward")),
        source=sources,
        title=_text(row["title"], "title") if "title" in row else None,
        note=_text(row["note"], "note") if "note" in row else None,
        country=stated or (country if law else None),
        in_force=_period(_table(row["in_force"], "in_force")) if "in_force" in row else None,
    )


def _period(bounds: Mapping[str, object]) -> Period:
    if unknown := [key for key in bounds if key not in {"start", "end"}]:
        raise RuleError(f"in_force={dict(bounds)!r}; expected start or end, not {unknown}")
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

    >>> bool(RuleBook(id="mine").compare(RuleBook(id="yours")))
    False
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

    >>> from samverkan.jurisdictions import jurisdiction
    >>> swedish = jurisdiction("SE").follow_up_rules
    >>> len(swedish), swedish["se.followup.kickoff_meeting"].label("sv")
    (38, 'Uppstartsmöte')
    >>> swedish.compare(swedish.without("se.followup.user_survey")).removed
    ('se.followup.user_survey',)

    Raises:
        RuleError: when two rules share an id.
    """

    id: str
    title: Text = _TITLE
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
        """This book with the rules of another: those of the same id replaced, others added.

        A function without an id is added where this book does not have it.
        """
        rules = list(self.rules)
        place = {rule.id: n for n, rule in enumerate(rules) if isinstance(rule, FollowUpRule)}
        for rule in other:
            if isinstance(rule, FollowUpRule) and rule.id in place:
                rules[place[rule.id]] = rule
            elif rule not in self.rules:
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
        here, there = self.rows(), other.rows()
        changed = tuple(
            (name, key, here[name].get(key), there[name].get(key))
            for name in here
            if name in there
            for key in (*_RULE_KEYS, _DAYS)
            if here[name].get(key) != there[name].get(key)
        )
        return BookDifference(
            tuple(name for name in there if name not in here),
            tuple(name for name in here if name not in there),
            changed,
        )

    def rows(self) -> dict[str, dict[str, object]]:
        """What each rule is made of, by id, in the words of a rule book.

        The days of a rule that are a function stand there as the function, under ``days``.
        """
        return {rule.id: _facets(rule) for rule in self if isinstance(rule, FollowUpRule)}

    def to_toml(self) -> str:
        """The book as TOML text that :meth:`from_toml` reads without loss.

        Raises:
            RuleError: when a rule is a function, which cannot be written.
        """
        import tomli_w

        for rule in self:
            if not isinstance(rule, FollowUpRule):
                raise RuleError(
                    f"rule book {self.id!r}: {rule!r} is a plain function and cannot be written "
                    "as TOML; build it with at() or every()"
                )
        head: dict[str, object] = {"id": self.id, "title": _plain_text(self.title)}
        if self.country is not None:
            head["country"] = self.country
        if self.read_on is not None:
            head["read_on"] = self.read_on.isoformat()
        rows = [rule_to_dict(rule) for rule in self if isinstance(rule, FollowUpRule)]
        return tomli_w.dumps({"book": head, "rule": rows})

    @classmethod
    def from_toml(cls, text: str, *, extends: RuleBook | None = None) -> RuleBook:
        """A book from TOML text, alone or on top of another.

        On top of ``extends``, a ``[[rule]]`` with the id of a rule there changes only the keys it
        gives, and an empty table or list takes a key away. Any other id adds a rule, and
        ``drop = ["id", …]`` under ``[book]`` takes rules away.

        >>> from samverkan.jurisdictions import jurisdiction
        >>> ours = RuleBook.from_toml('''
        ... [book]
        ... id = "storkoping"
        ... drop = ["se.followup.user_survey"]
        ...
        ... [[rule]]
        ... id = "se.followup.kickoff_meeting"
        ... offset = "21 days"
        ... ''', extends=jurisdiction("SE").follow_up_rules)
        >>> len(ours), ours["se.followup.kickoff_meeting"].timing.offset.plain()
        (37, '21 days')

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
        problems += [
            f"{key}={head[key]!r} under [book]; expected a text"
            for key in ("id", "country")
            if not isinstance(head.get(key, ""), str)
        ]
        country = str(head["country"]) if "country" in head else None
        base = cls(id="rules") if extends is None else extends
        country = country or base.country
        known = base.rows()
        rules: list[Rule] = []
        seen: Counter[str] = Counter()
        for value in _list(document.get("rule", [])):
            try:
                row = _table(value, "rule")
                seen[str(row.get("id"))] += 1
                rules.append(_laid_over(known, row, country))
            except RuleError as error:
                problems.append(str(error))
        problems += [
            f"rule {name!r}: stands {count} times; give each rule its own id"
            for name, count in seen.items()
            if count > 1
        ]
        drop = [str(name) for name in _list(head.get("drop", []))]
        problems += [
            f"drop: no rule {name!r}; {near(name, known)}" for name in drop if name not in known
        ]
        title, read_on = base.title, base.read_on
        try:
            title = _text(head["title"], "title") if "title" in head else title
            read_on = day(str(head["read_on"])) if "read_on" in head else read_on
        except (RuleError, PeriodError) as error:
            problems.append(f"[book]: {error}")
        if problems:
            raise RuleError("rule book: " + "; ".join(problems))
        return attrs.evolve(
            base.without(*drop).merge(rules),
            id=str(head.get("id", base.id)),
            title=title,
            country=country,
            read_on=read_on,
        )


def _laid_over(
    known: Mapping[str, Mapping[str, object]], row: Mapping[str, object], country: str | None
) -> FollowUpRule:
    """The rule of a row, laid over the known one of its id."""
    before = dict(known.get(str(row.get("id")), {}))
    changes = ("at" in row and "at" not in before) or ("every" in row and "every" not in before)
    if changes:  # from once to a series or back: nothing of how the other was counted stays
        before = {key: kept for key, kept in before.items() if key not in _COUNTED}
    both = {key: value for key, value in {**before, **row}.items() if value not in ({}, [])}
    return rule_from_dict(both, country=country)
