"""Contracts and procurements as one row each, with the days and facts that rules ask for.

A day of an anchor stands as month number and day of the month (``start_m``, ``start_d``), so that
a rule adds months without asking any engine's calendar. An anchor with several days is a table of
its own, one row for each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import attrs
import narwhals.stable.v2 as nw

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import RiskClass
from samverkan.errors import TableError
from samverkan.tables.arithmetic import (
    DOMS,
    Frame,
    clamped,
    month_length,
    nothing,
    ordinal_of,
    whole,
    with_month_and_day,
)
from samverkan.tables.asked import CLASSES, Asked
from samverkan.tables.buyers import with_home_country
from samverkan.tables.columns import laid_over, no_pair, pair, prefix
from samverkan.tables.engines import Engine
from samverkan.tables.facts import Facts, as_frame
from samverkan.tables.several import EXTENSION_DAYS, of_extensions, several_days
from samverkan.tables.timelines import Timelines, timelines
from samverkan.tables.working_days import less_working_days

__all__ = ["NO_CLASS", "Subjects", "subjects"]

_PROCUREMENT_DAYS = {
    "publication": "published_on",
    "tender_deadline": "tenders_due_on",
    "award_notification": "notified_on",
    "conclusion": "concluded_on",
    "cancellation": "cancelled_on",
}
_FROM_PROCUREMENT = ("regime", "procedure", "category")
_FROM_BUYER = ("buyer_kind", "country")
NO_CLASS = -1
"""Stands for a text that is no class."""


@attrs.frozen(kw_only=True)
class Subjects:
    """What rules are asked about (avtal och upphandlingar).

    Attributes:
        contracts: ``subject``, ``class`` (0 for A, 1 for B, 2 for C), for each anchor asked its
            month and day, and each fact asked.
        procurements: The same for procurements; ``None`` where no rule is about them.
        several: The days of each anchor with several (see :mod:`samverkan.tables.several`).
        failed: For each anchor that the calendar cannot count, the subjects it cannot count it
        for.
    """

    contracts: Frame
    procurements: Frame | None
    several: dict[str, Frame]
    failed: dict[str, Frame]


def subjects(
    facts: Facts,
    ask: Asked,
    *,
    as_of: dt.date | None,
    default_class: RiskClass,
    unknown: Iterable[str],
    calendar: WorkingCalendar,
    lines: Callable[[], Timelines | None] | None = None,
) -> Subjects:
    """One row for each contract and procurement, with all that the rules ask.

    Args:
        facts: The tables.
        ask: What rules ask.
        as_of: The day whose facts count; all facts where it is ``None``.
        default_class: The class of contracts without one.
        unknown: Columns that need not be there.
        calendar: The working days.
        lines: The ends and extensions of the contracts, for who has them.

    Raises:
        TableError: naming every column that rules ask for and that is not there, with the way out.
    """
    source = _Source(
        facts, ask, as_of, CLASSES.index(default_class), frozenset(unknown), calendar, lines
    )
    about_procurements = any(one.anchor.of_procurement for one in ask.rules)
    contracts = source.contracts()
    procurements = source.procurements() if about_procurements else None
    if source.problems:
        raise TableError(source.problems)
    several = several_days(facts, ask.anchors, as_of) | source.of_options()
    return Subjects(
        contracts=contracts, procurements=procurements, several=several, failed=source.failed
    )


class _Source:
    def __init__(
        self,
        facts: Facts,
        ask: Asked,
        as_of: dt.date | None,
        default_class: int,
        unknown: frozenset[str],
        calendar: WorkingCalendar,
        lines: Callable[[], Timelines | None] | None,
    ) -> None:
        self.facts = facts
        self.ask = ask
        self.as_of = as_of
        self.default_class = default_class
        self.unknown = unknown
        self.problems: list[str] = []
        self.given_lines = lines
        self.lines: Timelines | None = None
        self.failed: dict[str, Frame] = {}
        self.calendar = calendar
        if "contracts" not in facts:
            raise TableError(["no table of contracts; give one with at least the column 'id'"])
        self.engine = Engine(as_frame(facts["contracts"]))

    # ------------------------------------------------------------------------- contracts
    def contracts(self) -> Frame:
        frame = self.frame
        if "id" not in frame.collect_schema().names():
            raise TableError(["contracts: no column 'id'; every contract needs one"])
        frame = self._joined(frame)
        frame = self._required(frame)
        if self.problems:
            return frame
        wanted: list[nw.Expr] = [nw.col("id").alias("subject"), self._class(frame)]
        for anchor in self.ask.anchors:
            column = {"signed": "signed_on", "start": "period_start", "award": "awarded_on"}.get(
                anchor
            ) or _PROCUREMENT_DAYS.get(anchor)
            if column is not None and column in frame.collect_schema().names():
                wanted += pair(column, anchor)
        wanted += self._facts()
        if self._asks_end():
            frame, end = self._end(frame)
            wanted += end
        frame = frame.select(*wanted)
        return self._with_notice(frame) if "notice_deadline" in self.ask.anchors else frame

    def _asks_end(self) -> bool:
        return bool({"end", "notice_deadline"} & set(self.ask.anchors))

    def _required(self, frame: Frame) -> Frame:
        """The frame with every column that rules ask for; what is missing becomes a problem."""
        found = set(frame.collect_schema().names())
        needed: dict[str, str] = {}
        for anchor, rule in self.ask.anchors.items():
            for column in _columns_of_anchor(anchor):
                needed.setdefault(column, rule)
        for fact, rule in self.ask.facts.items():
            for column in ("value_amount", "value_currency") if fact == "value" else (fact,):
                needed.setdefault(column, rule)
        is_asked = any(one.timing.is_class_dependent for one in self.ask.rules)
        if is_asked and "risk_class" not in found and "risk_class" not in self.unknown:
            self.problems.append(
                "contracts: no column 'risk_class'; add it with A, B or C, null where it is not "
                "known, or say unknown=('risk_class',)"
            )
        absent: list[nw.Expr] = []
        for column, rule in needed.items():
            if column in found:
                continue
            absent.append(nothing(_TYPES.get(column, nw.String), "id").alias(column))
            if column not in self.unknown:
                where = _HOME.get(column, "")
                self.problems.append(
                    f"contracts: no column {column!r}, which rule {rule!r} asks for; add it, null "
                    f"where it is not known{where}, or say unknown=({column!r},)"
                )
        return frame.with_columns(*absent) if absent else frame

    def _joined(self, frame: Frame) -> Frame:
        """The contracts with what their procurements and buyers tell."""
        found = set(frame.collect_schema().names())
        wants_buyer = [one for one in _FROM_BUYER if one in self.ask.facts]
        procurements = self.facts.frame("procurements")
        if procurements is not None and "procurement" in found:
            known = procurements.collect_schema().names()
            wanted = [one for one in _FROM_PROCUREMENT if one in self.ask.facts]
            wanted += [
                column
                for anchor, column in _PROCUREMENT_DAYS.items()
                if anchor in self.ask.anchors
            ]
            if "award" in self.ask.anchors:
                wanted.append("awarded_on")
            if wants_buyer:
                wanted.append("buyer")
            wanted = [one for one in wanted if one in known]
            if wanted:
                frame = laid_over(frame, procurements.select("id", *wanted), "procurement", wanted)
            if "category" in wanted:
                frame = self._category(frame)
        if wants_buyer:
            frame = self._buyer(frame, wants_buyer)
        return frame

    def _category(self, frame: Frame) -> Frame:
        """Where all lots that a contract covers are of one category, that one."""
        covered, lots = self.facts.frame("contract_lots"), self.facts.frame("procurement_lots")
        if covered is None or lots is None or "category" not in lots.collect_schema().names():
            return frame
        c = nw.col
        of_lots = (
            covered.select(c("contract").alias("id"), c("value").alias("_lot"))
            .join(frame.select("id", "procurement", "category"), on="id", how="inner")
            .join(
                lots.select("procurement", c("id").alias("_lot"), c("category").alias("_own")),
                on=["procurement", "_lot"],
                how="inner",
            )
            .select("id", _one=nw.coalesce("_own", "category"))
            .with_columns(_known=nw.when(c("_one").is_null()).then(nw.lit(0)).otherwise(nw.lit(1)))
            .group_by("id")
            .agg(
                c("_one").min().alias("_low"),
                c("_one").max().alias("_high"),
                c("_known").min().alias("_known"),
            )
            .filter((c("_known") == 1) & (c("_low") == c("_high")))
            .select("id", _of_lots=c("_low"))
        )
        frame = frame.join(of_lots, on="id", how="left")
        return frame.with_columns(category=nw.coalesce("_of_lots", "category")).drop("_of_lots")

    def _buyer(self, frame: Frame, wanted: list[str]) -> Frame:
        parties = self.facts.frame("parties")
        if "buyer" not in frame.collect_schema().names():
            return frame
        if parties is None:
            if "country" in wanted and "country" not in frame.collect_schema().names():
                frame = frame.with_columns(country=prefix("buyer"))
            return frame
        known = parties.collect_schema().names()
        columns: list[nw.Expr] = []
        if "buyer_kind" in wanted and "buyer_kind" in known:
            columns.append(nw.col("buyer_kind"))
        if "country" in wanted:
            parties = with_home_country(parties, self.facts.frame("party_identifiers"))
            columns.append(nw.col("home_country").alias("country"))
        if not columns:
            return frame
        found = [one for one in wanted if one == "country" or one in known]
        return laid_over(frame, parties.select("id", *columns), "buyer", found)

    def _class(self, frame: Frame) -> nw.Expr:
        found = frame.collect_schema().names()
        c = nw.col
        number = nothing(nw.Int8, "id")
        if {"risk_class_importance", "risk_class_risk"} <= set(found):
            low = nw.min_horizontal("risk_class_importance", "risk_class_risk")
            high = nw.max_horizontal("risk_class_importance", "risk_class_risk")
            rated = (
                nw.when((low >= 2) & (high == 3))
                .then(nw.lit(0, nw.Int8))
                .otherwise(
                    nw.when(high == 1).then(nw.lit(2, nw.Int8)).otherwise(nw.lit(1, nw.Int8))
                )
            )
            both = ~c("risk_class_importance").is_null() & ~c("risk_class_risk").is_null()
            number = nw.when(both).then(rated)
        if "risk_class" in found:
            stated = ~c("risk_class").is_null()
            number = nw.when(stated).then(nw.lit(NO_CLASS, nw.Int8)).otherwise(number)
            for place in (2, 1, 0):
                number = nw.when(c("risk_class") == CLASSES[place].value).then(
                    nw.lit(place, nw.Int8)
                ).otherwise(number)  # fmt: skip
        if "private_performer" in found:
            raised = (number == 2) & nw.coalesce(
                c("private_performer"), nw.lit(False)
            )  # a literal of the engine
            number = nw.when(raised).then(nw.lit(1, nw.Int8)).otherwise(number)
        return nw.coalesce(number, nw.lit(self.default_class, nw.Int8)).alias("class")

    def _facts(self) -> list[nw.Expr]:
        wanted = [nw.col(name) for name in self.ask.facts if name != "value"]
        if "value" in self.ask.facts:
            wanted += [nw.col("value_amount").cast(nw.Float64), nw.col("value_currency")]
        return wanted

    def _end(self, frame: Frame) -> tuple[Frame, list[nw.Expr]]:
        c = nw.col
        names = frame.collect_schema().names()
        frame = frame.with_columns(*pair("period_end", "end"))
        self.lines = self._laid_out(frame)
        if self.lines is not None:
            ends = self.lines.ends.select(
                c("contract").alias("id"), _m=c("end_m"), _d=c("end_d"), _is=nw.lit(1, nw.Int8)
            )
            frame = frame.join(ends, on="id", how="left")
            is_moved = c("_is") == 1
            frame = frame.with_columns(
                end_m=nw.when(is_moved).then(c("_m")).otherwise(c("end_m")),
                end_d=nw.when(is_moved).then(c("_d")).otherwise(c("end_d")),
            ).drop("_m", "_d", "_is")
        if "termination_last_day" in names:
            frame = self._terminated(frame, names)
        wanted = [c("end_m"), c("end_d")]
        if "notice_deadline" in self.ask.anchors:
            wanted += [c(name) for name in _NOTICE if name in names]
        return frame, wanted

    def _laid_out(self, frame: Frame) -> Timelines | None:
        if self.given_lines is not None:
            return self.given_lines()
        agreed = frame.select(nw.col("id").alias("contract"), set_to=ordinal_of("period_end"))
        return timelines(self.facts, agreed, self.as_of, self.engine.held)

    def _terminated(self, frame: Frame, names: list[str]) -> Frame:
        c = nw.col
        ended = ~c("termination_last_day").is_null()
        if self.as_of is not None:
            known = c("termination_last_day")
            if "termination_decided_on" in names:
                known = nw.coalesce("termination_decided_on", "termination_last_day")
            ended &= known <= self.as_of
        frame = frame.with_columns(*pair("termination_last_day", "_last"))
        earlier = c("_last_m") * DOMS + c("_last_d") < c("end_m") * DOMS + c("end_d")
        cut = ended & (c("end_m").is_null() | earlier)
        return frame.with_columns(
            end_m=nw.when(cut).then(c("_last_m")).otherwise(c("end_m")),
            end_d=nw.when(cut).then(c("_last_d")).otherwise(c("end_d")),
        ).drop("_last_m", "_last_d")

    def _with_notice(self, frame: Frame) -> Frame:
        """The last day to give notice: the end less the notice, months first."""
        c = nw.col
        found = frame.collect_schema().names()
        spans = [name for name in _NOTICE if name in found]
        if spans == ["notice_months"]:
            return _with_notice_of_months(frame)
        zero = nw.lit(0, nw.Int32)
        months = nw.coalesce("notice_months", zero) if "notice_months" in found else zero
        days = nw.coalesce("notice_days", zero) if "notice_days" in found else zero
        stated = ~c(spans[0]).is_null()
        for name in spans[1:]:
            stated |= ~c(name).is_null()
        frame = frame.with_columns(_on=clamped(c("end_m") - months, c("end_d")) - days)
        frame = frame.with_columns(_on=whole(nw.when(stated & (c("_on") > 0)).then(c("_on"))))
        if "notice_working_days" in spans:
            frame = less_working_days(
                frame, "_on", "notice_working_days", self.calendar, self.engine
            )
            self.failed["notice_deadline"] = frame.filter(c("_fails") == 1).select("subject")
            frame = frame.drop("_fails")
        frame = with_month_and_day(frame, "_on", "notice_deadline_m", "notice_deadline_d")
        return frame.drop("_on", *spans)

    @property
    def frame(self) -> Frame:
        """The contracts as they are given."""
        found = self.facts.frame("contracts")
        assert found is not None  # noqa: S101  # asked before
        return found

    def of_options(self) -> dict[str, Frame]:
        """The days of the anchors that hang on options."""
        asked_for = [anchor for anchor in self.ask.anchors if anchor in EXTENSION_DAYS]
        if not asked_for:
            return {}
        if not self._asks_end():
            self.lines = self._laid_out(self.frame)
        if self.lines is None or self.lines.extensions is None:
            return {}
        found, failed = of_extensions(self.lines.extensions, asked_for, self.calendar, self.engine)
        self.failed |= dict.fromkeys(asked_for, failed)
        return found

    # --------------------------------------------------------------------- procurements
    def procurements(self) -> Frame | None:
        frame = self.facts.frame("procurements")
        if frame is None:
            return None
        found = frame.collect_schema().names()
        wants_buyer = [one for one in _FROM_BUYER if one in self.ask.facts]
        if wants_buyer:
            frame = self._buyer(frame, wants_buyer)
        wanted = [
            nw.col("id").alias("subject"),
            nw.lit(self.default_class, nw.Int8).alias("class"),
        ]
        for anchor, column in (*_PROCUREMENT_DAYS.items(), ("award", "awarded_on")):
            if anchor in self.ask.anchors:
                wanted += pair(column, anchor) if column in found else no_pair(anchor)
        for anchor in ("signed", "start", "end", "notice_deadline"):
            if anchor in self.ask.anchors:
                wanted += no_pair(anchor)
        now = frame.collect_schema().names()
        for fact in self.ask.facts:
            if fact == "value":
                has = {"value_amount", "value_currency"} <= set(found)
                amount = (
                    nw.col("value_amount").cast(nw.Float64) if has else nothing(nw.Float64, "id")
                )
                currency = nw.col("value_currency") if has else nothing(nw.String, "id")
                wanted += [amount.alias("value_amount"), currency.alias("value_currency")]
            elif fact in {"kind", "private_performer"}:
                wanted.append(nothing(_TYPES.get(fact, nw.String), "id").alias(fact))
            else:
                wanted.append(
                    nw.col(fact) if fact in now else nothing(nw.String, "id").alias(fact)
                )
        return frame.select(*wanted)


def _with_notice_of_months(frame: Frame) -> Frame:
    """The same where notices are months only: no day needs to be numbered."""
    month = nw.col("_month")
    frame = frame.with_columns(_month=whole(nw.col("end_m") - nw.col("notice_months")))
    frame = frame.with_columns(_month=nw.when(month >= _FIRST_MONTH).then(month))
    day = whole(nw.min_horizontal("end_d", month_length(month)))
    return frame.with_columns(
        notice_deadline_m=month, notice_deadline_d=nw.when(~month.is_null()).then(day)
    ).drop("_month", "notice_months")


_FIRST_MONTH = 12
"""January of the year 1, before which there are no days."""
_NOTICE = ("notice_months", "notice_days", "notice_working_days")
_TYPES: dict[str, type[nw.dtypes.DType]] = {
    "value_amount": nw.Float64,
    "private_performer": nw.Boolean,
    "notice_months": nw.Int32,
    **dict.fromkeys(
        ("signed_on", "period_start", "period_end", "awarded_on", *_PROCUREMENT_DAYS.values()),
        nw.Date,
    ),
}
_OF_PROCUREMENT = ", or give a table of procurements"
_HOME = {
    **dict.fromkeys((*_FROM_PROCUREMENT, "published_on", "tenders_due_on", "notified_on"),
                    _OF_PROCUREMENT),
    "buyer_kind": ", or give a table of parties",
    "country": ", or give a table of parties or the column 'buyer'",
}  # fmt: skip


def _columns_of_anchor(anchor: str) -> tuple[str, ...]:
    """The columns of contracts without which an anchor has no day."""
    match anchor:
        case "award":
            return ("awarded_on",)
        case "signed":
            return ("signed_on",)
        case "start":
            return ("period_start",)
        case "end" | "option_deadline" | "option_end" | "extension_end":
            return ("period_end",)
        case "notice_deadline":
            return ("period_end", "notice_months")
        case "publication" | "tender_deadline" | "award_notification":
            return (_PROCUREMENT_DAYS[anchor],)
        case _:
            return ()
