"""Releases merged as the standard says, in one pass over each; only where they are in order.

Where every list of objects names its members by ids that are texts, each once, and nothing is an
object in one release and a text in another, the rules leave no question open. Whatever else there
is, is for the reference library, which has an answer to everything; a law holds the two against
each other.

>>> one = {"ocid": "o", "date": "2026-01-01", "tender": {"id": "t", "title": "a", "x": 1}}
>>> two = {"ocid": "o", "date": "2026-02-01", "tender": {"title": "b", "x": None}}
>>> done = folded([two, one], rule_tree({("id",): "omitWhenMerged"}))
>>> done["id"], done["tender"]
('o-2026-02-01', {'id': 't', 'title': 'b'})
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import TypeAlias, cast

from samverkan.exchange.ocds.rules import MergeRules
from samverkan.exchange.plain import is_array

__all__ = ["RuleTree", "folded", "rule_tree"]

RuleTree: TypeAlias = "dict[str, str | RuleTree]"
"""The rule of each field that has one, under the names of the objects that it is in."""
_Object: TypeAlias = "dict[str, object]"

_OMITTED = "omitWhenMerged"
_NO_RULES: RuleTree = {}
_MISSING = object()


class _UnclearError(Exception):
    """What the reference library must decide."""


def rule_tree(rules: MergeRules) -> RuleTree:
    """The rules by path, as a tree.

    >>> rule_tree({("tender", "submissionMethod"): "wholeListMerge"})
    {'tender': {'submissionMethod': 'wholeListMerge'}}
    """
    tree: RuleTree = {}
    for path, rule in rules.items():
        inner = tree
        for step in path[:-1]:
            inner = cast("RuleTree", inner.setdefault(step, {}))
        inner[path[-1]] = rule
    return tree


def folded(releases: Iterable[_Object], rules: RuleTree) -> _Object | None:
    """The compiled release of several; ``None`` where that is for the reference library to say.

    Args:
        releases: Each with a text as its date, merged in the order of these.
        rules: The rules of their version.
    """
    fold = _Fold()
    data: _Object = {"tag": ["compiled"], "id": None, "date": None, "ocid": None}
    try:
        for release in sorted(releases, key=itemgetter("date")):
            ocid, date = release.get("ocid"), release["date"]
            if type(ocid) is not str:
                return None
            fold.add(data, {**release, "tag": data["tag"]}, rules)
            data.update(id=f"{ocid}-{date}", date=date, ocid=ocid)
    except _UnclearError:
        return None
    for holder, key in fold.nulls:
        if holder.get(key, _MISSING) is None:
            del holder[key]
    return data


class _Fold:
    """One compiled release in the making.

    Attributes:
        nulls: Where a null was met, which takes away what it stands for.
    """

    __slots__ = ("_members", "nulls")

    def __init__(self) -> None:
        self._members: dict[int, dict[str, _Object]] = {}  # of each merged list, by their ids
        self.nulls: list[tuple[_Object, str]] = []

    def add(self, into: _Object, data: _Object, rules: RuleTree) -> None:
        """Lay an object over what earlier releases say of it."""
        for key, value in data.items():
            rule = rules.get(key, _NO_RULES)
            if type(rule) is dict:
                known = into.get(key, _MISSING)
                if type(value) is dict:
                    self._add_object(into, key, known, cast("_Object", value), rule)
                    continue
                if is_array(value) and _is_of_objects(value):
                    self._add_list(into, key, known, cast("list[_Object]", value), rule)
                    continue
                if type(known) is dict or id(known) in self._members:
                    raise _UnclearError
            elif rule == _OMITTED:
                continue
            into[key] = value
            if value is None:
                self.nulls.append((into, key))

    def _add_object(
        self, into: _Object, key: str, known: object, data: _Object, rules: RuleTree
    ) -> None:
        if type(known) is dict:
            self.add(cast("_Object", known), data, rules)
        elif known is not _MISSING:
            if data:
                raise _UnclearError
        elif made := self._new(data, data.copy(), rules):
            into[key] = made

    def _add_list(
        self, into: _Object, key: str, known: object, data: list[_Object], rules: RuleTree
    ) -> None:
        """Lay a list of objects over an earlier one by the ids in it."""
        if known is _MISSING:
            if merged := self._new_list(data, rules):
                into[key] = merged
        elif data:
            if (members := self._members.get(id(known))) is None:
                raise _UnclearError
            self._add_members(cast("list[_Object]", known), members, data, rules)

    def _add_members(
        self,
        merged: list[_Object],
        members: dict[str, _Object],
        data: list[_Object],
        rules: RuleTree,
    ) -> None:
        seen: set[str] = set()
        for one in data:
            name = one.get("id", _MISSING)
            if name is _MISSING:
                if made := self._new(one, one.copy(), rules):
                    merged.append(made)
                continue
            if type(name) is not str or not name or name in seen:
                raise _UnclearError
            seen.add(name)
            member = members.get(name)
            if member is None:
                made = one.copy() if next(iter(one)) == "id" else {"id": name, **one}
                members[name] = self._new(one, made, rules)
                merged.append(made)
            else:
                self.add(member, one, rules)

    def _new(self, data: _Object, made: _Object, rules: RuleTree) -> _Object:
        """An object of which nothing was known, made of a copy of what is told of it."""
        for key, value in data.items():
            rule = rules.get(key, _NO_RULES)
            if value is None:
                self.nulls.append((made, key))
            elif type(rule) is not dict:
                if rule == _OMITTED:
                    del made[key]
            elif type(value) is dict:
                told = cast("_Object", value)
                if inner := self._new(told, told.copy(), rule):
                    made[key] = inner
                else:
                    del made[key]
            elif is_array(value) and _is_of_objects(value):
                if merged := self._new_list(cast("list[_Object]", value), rule):
                    made[key] = merged
                else:
                    del made[key]
        return made

    def _new_list(self, data: list[_Object], rules: RuleTree) -> list[_Object]:
        merged: list[_Object] = []
        members: dict[str, _Object] = {}
        self._add_members(merged, members, data, rules)
        if merged:
            self._members[id(merged)] = members
        return merged


def _is_of_objects(values: list[object]) -> bool:
    for one in values:  # noqa: SIM110  # asked of every list: twice as fast as all()
        if type(one) is not dict:
            return False
    return True
