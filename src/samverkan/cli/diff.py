"""``samverkan diff``: what another register or rule book would change in the plan."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import attrs
import cyclopts

from samverkan.cli.app import Column, app, print_json, print_table
from samverkan.cli.items import subject_line
from samverkan.cli.register import PlanOptions, read_paths
from samverkan.codelists import Code
from samverkan.explanations import Text
from samverkan.schedule import PlanDifference

__all__ = ["diff"]


class _Sign(Code):
    """What became of an item (förändring)."""

    ADDED = "+", "ny", "added"
    REMOVED = "-", "borta", "removed"
    MOVED = ">", "flyttad", "moved"
    CHANGED = "~", "ändrad", "changed"


_HEADS = {
    "sv": ("", "Från", "Till", "Avtal", "Vad"),
    "en": ("", "From", "To", "Contract", "What"),
}
_BY = {
    "class": Text("per riskklass", "by class"),
    "role": Text("per funktion", "by function"),
    "month": Text("per månad", "by month"),
}


@app.command
def diff(
    before: str,
    after: str | None = None,
    /,
    *,
    other_rules: Path | None = None,
    from_: Annotated[str | None, cyclopts.Parameter(name="--from")] = None,
    to: str | None = None,
    options: PlanOptions | None = None,
    json_: Annotated[bool, cyclopts.Parameter(name="--json", negative="")] = False,
) -> int:
    """What a second register, or another rule book, would change in the plan.

    Parameters
    ----------
    before
        A register: a file or folder.
    after
        Another one; the same where left out.
    other_rules
        A rule book for the second plan, laid over the country's.
    from_
        First day to compare; all days where left out.
    to
        Last day to compare.
    json_
        The same as JSON.
    """
    options = options or PlanOptions()
    facts = read_paths([before]).portfolio
    others = facts if after is None else read_paths([after]).portfolio
    first, _ = options.plan(facts)
    second, _ = attrs.evolve(options, rules=other_rules or options.rules).plan(others)
    found = first.diff(second).between(from_, to)
    if json_:
        print_json({"schema": "samverkan/diff", "version": "1", **found.to_dict()})
        return 0
    heads = _HEADS[options.lang]
    shares = (0, 0, 0, 3, 3)
    print_table(
        found.label(options.lang),
        [Column(head, share) for head, share in zip(heads, shares, strict=True)],
        _rows(found, options.lang),
    )
    for by, text in _BY.items():
        counts = found.counts(by)  # type: ignore[arg-type]  # the keys are the ways to count
        if counts:
            told = ", ".join(f"{name} {count:+d}" for name, count in counts.items())
            print(f"{text.label(options.lang)}: {told}")
    return 0


def _rows(found: PlanDifference, lang: str) -> Iterable[tuple[str, ...]]:
    for sign, changes in ((_Sign.MOVED, found.moved), (_Sign.CHANGED, found.changed)):
        for change in changes:
            was, now = str(change.before.due_on or "–"), str(change.after.due_on or "–")
            item = change.after
            yield sign.label(lang), was, now, subject_line(item), item.title(lang)
    for sign, items in ((_Sign.ADDED, found.added), (_Sign.REMOVED, found.removed)):
        for item in items:
            due = str(item.due_on or "–")
            was, now = ("", due) if sign is _Sign.ADDED else (due, "")
            yield sign.label(lang), was, now, subject_line(item), item.title(lang)
