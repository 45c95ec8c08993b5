"""Silence over columns: contracts in force whose sides have not talked, by the same rhythms.

Where no dialogue is recorded about any contract of a buyer, its contracts are undecided, each in a
row of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import narwhals.stable.v2 as nw

from samverkan.checks import Check
from samverkan.checks.contact import DEVELOPMENT, INTEGRITY, LONG, RHYTHM
from samverkan.checks.recorded import NO_DIALOGUE
from samverkan.codelists import DialogueForm, DialogueScope, RiskClass, Topic
from samverkan.dialogue import Dialogue
from samverkan.periods import Day, Span, day_from_ordinal, shift
from samverkan.tables.arithmetic import (
    Frame,
    clamped,
    nothing,
    ordinal_of,
    whole,
    with_month_and_day,
)
from samverkan.tables.asked import CLASSES
from samverkan.tables.checks.form import ColumnCheck, Decided, asks, in_force, no_detail
from samverkan.tables.checks.recorded import not_recorded, of_recording_buyers
from samverkan.tables.register import Register, as_day

__all__ = ["FORMS"]

FORMS: dict[str, ColumnCheck] = {}
_RUNS = ("id", "period_start", "period_end")


def _talks(register: Register, wanted: nw.Expr | None = None) -> Frame:
    """The latest dialogue of each contract: ``subject`` and the day number ``last``."""
    c = nw.col
    talks = register.current(
        "dialogues", "id", "contract", "form", "stated_scope", "occurred_on"
    ).filter(~c("contract").is_null())
    if wanted is not None:
        talks = talks.filter(wanted)
    return (
        talks.group_by("contract")
        .agg(c("occurred_on").max())
        .select(subject="contract", last=ordinal_of("occurred_on"))
    )


def _about(register: Register, topic: Topic) -> Frame:
    """Ids of the dialogues with a topic."""
    topics = register.table("dialogue_topics", "dialogue", "value")
    return topics.filter(nw.col("value") == topic.value).select(id="dialogue").unique()


def _silent(
    register: Register, frame: Frame, last: Frame, rhythm: Mapping[RiskClass, Span]
) -> tuple[Frame, Frame]:
    """The contracts whose rhythm has passed since they were last talked about, or began.

    Those of buyers who record dialogue, with the days ``since`` and ``on``; and the others with
    the reason why it cannot be said.
    """
    c = nw.col
    on = register.as_of
    assert on is not None  # noqa: S101  # checks are asked on a day
    frame = frame.join(last, on="subject", how="left").with_columns(
        since=whole(nw.max_horizontal("start", nw.coalesce("last", "start")))
    )
    # Compared before any day is reckoned, of the few that are silent.
    frame = frame.filter(c("since") <= _of_class(rhythm, lambda span: _passed(on, span)))
    frame = with_month_and_day(frame, "since", "_m", "_d")
    frame = frame.with_columns(
        _month=c("_m") + _of_class(rhythm, lambda span: span.months),
        _more=_of_class(rhythm, lambda span: span.days + 1),
    )
    frame = frame.with_columns(_on=whole(clamped(c("_month"), c("_d")) + c("_more")))
    frame = frame.select("subject", "class", "_on", _since="since")
    frame = register.engine.held(frame.with_columns(no_detail("subject")))
    (recording,) = register.once("recording", lambda: _recording(register))
    found = as_day(frame.join(recording, on="subject", how="semi"), "_on", "on")
    unknown = frame.join(recording, on="subject", how="anti")
    return as_day(found, "_since", "since"), not_recorded(register, unknown, NO_DIALOGUE)


def _of_class(rhythm: Mapping[RiskClass, Span], told: Callable[[Span], int]) -> nw.Expr:
    """A whole number for the class of each contract; null where it has no rhythm."""
    found = nothing(nw.Int32, "subject")
    for number, risk in enumerate(CLASSES):
        if risk in rhythm:
            of_class = nw.lit(told(rhythm[risk]), nw.Int32)
            found = nw.when(nw.col("class") == number).then(of_class).otherwise(found)
    return found


def _passed(on: Day, span: Span) -> int:
    """The day number of the last day of which a span has passed before a day."""
    found = shift(on, -span).toordinal() + _LONGEST_MONTH - _SHORTEST_MONTH
    while shift(day_from_ordinal(found), span) >= on:
        found -= 1
    return found


_SHORTEST_MONTH, _LONGEST_MONTH = 28, 31


def _recording(register: Register) -> tuple[Frame, ...]:
    """The contracts of buyers who record dialogue: ``subject``."""
    talks = register.current("dialogues", "id", "contract").select(subject="contract").unique()
    return (of_recording_buyers(register, talks),)


def _letter() -> nw.Expr:
    found = nothing(nw.String, "subject")
    for number, risk in enumerate(CLASSES):
        found = nw.when(nw.col("class") == number).then(nw.lit(risk.value)).otherwise(found)
    return found.alias("risk")


_INTERNAL = tuple(
    form.value
    for form in DialogueForm
    if Dialogue(id="form", form=form, occurred_on="2026-01-01").scope is DialogueScope.INTERNAL
)


@asks(FORMS, "dialogue.silence", contracts=_RUNS, dialogues=("contract", "occurred_on"))
def silence(register: Register, on: Day, check: Check) -> Decided:
    """Nobody has talked with the other side for longer than the class allows."""
    del check
    c = nw.col
    external = nw.coalesce(
        c("stated_scope") == DialogueScope.EXTERNAL.value,
        ~c("form").is_in(_INTERNAL),
        nw.lit(True),  # a literal of the engine, where no form is told
    )
    last = _talks(register, external)
    rows, unknown = _silent(register, in_force(register, on), last, RHYTHM)
    return Decided(rows.select("subject", "detail", "on", "since", _letter()), unknown)


@asks(
    FORMS, "dialogue.no-integrity-talk", contracts=(*_RUNS, "risk_class"),
    dialogues=("contract", "occurred_on"), dialogue_topics=("dialogue", "value"),
)  # fmt: skip
def no_integrity_talk(register: Register, on: Day, check: Check) -> Decided:
    """The sides of an important contract have not talked about corruption."""
    del check
    talks = register.current("dialogues", "id", "contract", "occurred_on").join(
        _about(register, Topic.INTEGRITY), on="id", how="semi"
    )
    last = talks.group_by("contract").agg(nw.col("occurred_on").max())
    last = last.select(subject="contract", last=ordinal_of("occurred_on"))
    rows, unknown = _silent(register, in_force(register, on), last, INTEGRITY)
    return Decided(rows.select("subject", "detail", "on", "since"), unknown)


@asks(
    FORMS, "dialogue.no-development", contracts=_RUNS,
    dialogues=("contract", "occurred_on"), dialogue_topics=("dialogue", "value"),
)  # fmt: skip
def no_development(register: Register, on: Day, check: Check) -> Decided:
    """A long contract runs without any talk about how the deal could be developed."""
    del check
    c = nw.col
    topic = _about(register, Topic.DEVELOPMENT).with_columns(_is=nw.lit(1))
    talks = (
        register.current("dialogues", "id", "contract", "form", "occurred_on")
        .join(topic, on="id", how="left")
        .filter((c("_is") == 1) | (c("form") == DialogueForm.DEVELOPMENT_DIALOGUE.value))
    )
    last = talks.group_by("contract").agg(c("occurred_on").max())
    last = last.select(subject="contract", last=ordinal_of("occurred_on"))
    frame = register.with_longest_end(in_force(register, on))
    limit = clamped(c("start_m") + LONG.months, c("start_d")) + (LONG.days - 1)
    long = frame.filter(c("longest").is_null() | (c("longest") > limit))
    rows, unknown = _silent(register, long, last, dict.fromkeys(CLASSES, DEVELOPMENT))
    return Decided(rows.select("subject", "detail", "on", "since"), unknown)
