"""Checks over columns: the findings of :mod:`samverkan.checks`, by joins that any engine does.

The limits, rhythms and fences are those of the object path, read from its modules, and a country's
law answers each different question once. Checks without a form for columns are named in the notes,
and refused where they are asked for by name.

>>> import datetime as dt
>>> import polars as pl
>>> from samverkan.tables import Facts
>>> facts = Facts({
...     "contracts": pl.DataFrame({"id": ["A-1"], "risk_class": ["A"],
...                                "period_start": [dt.date(2026, 1, 1)],
...                                "period_end": [dt.date(2026, 12, 31)]}),
...     "dialogues": pl.DataFrame({"contract": ["A-1"], "occurred_on": [dt.date(2026, 2, 1)]}),
... })
>>> check(facts, "2026-06-02", only=["dialogue.silence"]).rows.select("subject", "on").rows()
[('A-1', datetime.date(2026, 6, 2))]
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs
import narwhals.stable.v2 as nw

from samverkan.checks import Check, checks
from samverkan.errors import TableError, near
from samverkan.explanations import Step, Text
from samverkan.jurisdictions import Jurisdiction
from samverkan.periods import Day, day
from samverkan.tables.arithmetic import Frame
from samverkan.tables.checks import (
    amendments,
    ceilings,
    contact,
    control,
    days,
    flags,
    law,
    outliers,
)
from samverkan.tables.checks.form import ColumnCheck, Decided
from samverkan.tables.register import Register

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["TableFindings", "check", "column_checks"]

_FORMS: Mapping[str, ColumnCheck] = MappingProxyType(
    days.FORMS
    | ceilings.FORMS
    | contact.FORMS
    | flags.FORMS
    | outliers.FORMS
    | law.FORMS
    | amendments.FORMS
    | control.FORMS
)
_ROWS = ("check", "subject", "detail", "on")
_UNDECIDED = ("check", "subject", "detail", "reason_sv", "reason_en")
_NO_FORM = Text(
    "kontroller utan form för kolumner: {checks}; kör dem på objekt med "
    "samverkan.check(tables.to_portfolio(facts), …)",
    "checks without a form for columns: {checks}; run them on objects with "
    "samverkan.check(tables.to_portfolio(facts), …)",
)


def _form(one: Check) -> ColumnCheck | None:
    return _FORMS.get(one.id if one.columns is None else one.columns.name)


def column_checks(jurisdiction: Jurisdiction | None = None) -> tuple[Check, ...]:
    """The checks that columns can be asked (kontroller i kolumner), in the order they run.

    >>> "ceiling.near" in [one.id for one in column_checks()]
    True
    """
    return tuple(one for one in checks(jurisdiction) if _form(one) is not None)


@attrs.frozen(kw_only=True, eq=False)
class TableFindings:
    """What checks found, as columns (iakttagelser i kolumner).

    Attributes:
        rows: ``check``, ``subject``, ``detail`` (what of it: an amendment, a lot, a milestone;
            null where all of it) and ``on`` (the day from which it holds), a frame of the engine.
        undecided: ``check``, ``subject``, ``detail``, ``reason_sv`` and ``reason_en``: what
            nothing can be said of, a row for each subject (the object path tells of several
            that have one reason in one line).
        ran: The checks that ran.
        left_out: Why others did not, by id: the columns that they lack.
        notes: What holds for all of it: which checks have no form for columns, and the way out.
        as_of: The day it was asked for.

    >>> from samverkan.tables import sample
    >>> found = check(sample(100), "2026-01-01", only=["coherence"])
    >>> found.rows.height, [one.id for one in found.ran]
    (0, ['coherence.signing-order', 'coherence.reversed-period'])
    >>> check(sample(1), "2026-01-01", skip=["dialogue"]).notes[0].label().partition(", ")[0]
    'checks without a form for columns: understanding.unconfirmed-need'
    """

    rows: Any
    undecided: Any
    ran: tuple[Check, ...]
    left_out: Mapping[str, tuple[str, ...]]
    notes: tuple[Step, ...]
    as_of: Day
    _parts: Mapping[str, Frame] = attrs.field(alias="parts", repr=False)
    _register: Register = attrs.field(alias="register", repr=False)

    def of(self, check_id: str) -> Any:  # noqa: ANN401  # a frame of the engine
        """The findings of one check with the columns of its own.

        Raises:
            TableError: for a check that did not run.
        """
        if check_id not in self._parts:
            raise TableError(
                [f"findings: check={check_id!r} did not run; {near(check_id, self._parts)}"]
            )
        return self._register.given_back(self._parts[check_id])

    def check_table(self) -> pa.Table:
        """The checks that ran as a table: id, titles, severity, whether a person must judge."""
        import pyarrow as pa

        return pa.table(
            {
                "check": [one.id for one in self.ran],
                "title_sv": [one.label("sv") for one in self.ran],
                "title_en": [one.label("en") for one in self.ran],
                "severity": [one.severity.value for one in self.ran],
                "needs_review": [one.needs_review for one in self.ran],
                "basis_sv": [one.basis[0].label("sv") for one in self.ran],
                "basis_en": [one.basis[0].label("en") for one in self.ran],
            }
        )


def check(
    contracts: Any,  # noqa: ANN401  # frames of any engine
    as_of: str | dt.date,
    *,
    jurisdiction: Jurisdiction | None = None,
    only: Iterable[str] | None = None,
    skip: Iterable[str] = (),
) -> TableFindings:
    """Run checks over columns, by what had happened by a day (kontrollera kolumner).

    Args:
        contracts: Facts, as in :func:`samverkan.tables.plan`.
        as_of: The day.
        jurisdiction: Whose checks to run beside the generic ones.
        only: Ids of checks, or families of them (``"dialogue"``), to run and no others; their
            columns must be there. Without it, those run whose columns are.
        skip: Ids or families to leave out.

    >>> import polars as pl
    >>> contracts = pl.DataFrame({
    ...     "id": ["F", "C"], "kind": ["framework", "call-off"], "parent": [None, "F"],
    ...     "value_amount": [None, "8000000"], "value_currency": [None, "SEK"],
    ...     "ceiling_amount": ["10000000", None], "ceiling_currency": ["SEK", None]})
    >>> found = check(contracts, "2026-01-01", only=["ceiling"])
    >>> found.of("ceiling.near").select("subject", "used", "ceiling").rows()
    [('F', 8000000.0, 10000000.0)]

    Raises:
        TableError: for a check that columns cannot be asked, and for columns that lack.
    """
    on = day(as_of)
    register = Register(contracts, on)
    wanted = None if only is None else tuple(only)
    chosen, formless = _chosen(jurisdiction, wanted, tuple(skip))
    parts: dict[str, Frame] = {}
    undecided: list[Frame] = []
    ran: list[Check] = []
    left_out: dict[str, tuple[str, ...]] = {}
    for one in chosen:
        form = _form(one)
        assert form is not None  # noqa: S101  # only those are chosen
        if missing := form.missing(register):
            left_out[one.id] = missing
            continue
        decided: Decided = form.run(register, on, one)
        # Findings are few, and what leads to them is long: each check is worked out once.
        parts[one.id] = register.engine.held(decided.rows)
        ran.append(one)
        if decided.undecided is not None:
            undecided.append(_named(one, decided.undecided, _UNDECIDED))
    if wanted is not None and left_out:
        raise TableError(
            [
                f"check {name!r} needs {', '.join(missing)}; add it, null where it is not known"
                for name, missing in left_out.items()
            ]
        )
    rows = [_named(one, parts[one.id], _ROWS) for one in ran]
    return TableFindings(
        rows=register.given_back(nw.concat(rows) if rows else register.nothing(_ROWS)),
        undecided=register.given_back(
            nw.concat(undecided) if undecided else register.nothing(_UNDECIDED)
        ),
        ran=tuple(ran),
        left_out=MappingProxyType(left_out),
        notes=(_no_form(formless),) if formless else (),
        as_of=on,
        parts=MappingProxyType(parts),
        register=register,
    )


def _named(one: Check, frame: Frame, columns: tuple[str, ...]) -> Frame:
    texts = [
        nw.col(name) if name == "on" else nw.col(name).cast(nw.String)
        for name in columns
        if name != "check"
    ]
    return frame.select(nw.lit(one.id).alias("check"), *texts)


def _no_form(checks: tuple[str, ...]) -> Step:
    return Step(_NO_FORM, {"checks": checks})


def _families(ids: Iterable[str]) -> set[str]:
    return {name[:place] for name in ids for place, sign in enumerate(name) if sign == "."}


def _chosen(
    jurisdiction: Jurisdiction | None, only: tuple[str, ...] | None, skip: tuple[str, ...]
) -> tuple[tuple[Check, ...], tuple[str, ...]]:
    """The checks to run, and the ids of those that columns cannot be asked.

    Raises:
        TableError: for what is no check, and for what is asked by name and has no form.
    """
    every = checks(jurisdiction)
    possible = [one.id for one in every if _form(one) is not None]
    known = {one.id for one in every}
    asked = {*possible, *_families(possible)}
    problems: list[str] = []
    refused: list[str] = []
    for name in (*(only or ()), *skip):
        if name in asked:
            continue
        if name in known or name in _families(known):
            refused.append(name)
            problems.append(
                f"check {name!r} has no form for columns; run it on objects with "
                "samverkan.check(tables.to_portfolio(facts), …)"
            )
        else:
            problems.append(f"check {name!r}: {near(name, asked)}")
    if problems:
        step = _no_form(tuple(refused))
        told = {lang: step.label(lang) for lang in ("sv", "en")} if refused else {}
        raise TableError(problems, told)

    def among(name: str, names: tuple[str, ...]) -> bool:
        return any(name == one or name.startswith(f"{one}.") for one in names)

    wanted = [
        one for one in every if (only is None or among(one.id, only)) and not among(one.id, skip)
    ]
    return (
        tuple(one for one in wanted if one.id in possible),
        tuple(one.id for one in wanted if one.id not in possible),
    )
