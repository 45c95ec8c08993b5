"""Calendars that update in place: what is written, and what a second writing changes."""

from __future__ import annotations

import datetime as dt
import re

import attrs
import pytest

import samverkan as sv
from samverkan.checkpoints import Checkpoint, Waiver
from samverkan.errors import DocumentError
from samverkan.exchange.ical import read_ical, uid_of, write_ical
from samverkan.schedule import coalesce, level, reconcile

icalendar = pytest.importorskip("icalendar", reason="the extra ical is not installed")

SWEDEN = sv.jurisdiction("SE")
FIRST = "2026-11-23T08:00:00+01:00"
SECOND = "2026-11-30T08:00:00+01:00"
CONTRACT = sv.Contract(
    id="A-1",
    title="Skolmåltider",
    signed_on="2026-08-17",
    period=sv.Period("2026-09-01", "2028-08-31"),
    risk_class="B",
)
LONGER = attrs.evolve(
    CONTRACT,
    amendments=(sv.Amendment(id="1", occurred_on="2026-11-25", new_end="2029-08-31"),),
)


def items(contract):
    portfolio = sv.Portfolio(contracts=(contract,))
    return sv.plan(portfolio, rules=SWEDEN.follow_up_rules, calendar=SWEDEN.calendar)


def entries(data):
    return {entry.item_id: entry for entry in read_ical(data)}


def told_by(refused):
    return "\n".join(map(str, refused.value.exceptions))


def by_the_standard(data):
    """Components with their properties, read as RFC 5545 3.1 and 3.3.11 say, by nothing else."""
    found, stack = [], []
    for line in re.sub(r"\r\n[ \t]", "", data.decode()).split("\r\n")[:-1]:
        name, value = re.match(r'((?:[^":]|"[^"]*")*):(.*)', line, re.DOTALL).groups()
        if name == "BEGIN":
            stack.append((value, {}))
        elif name == "END":
            kind, properties = stack.pop()
            assert kind == value
            found.append((kind, properties))
        else:
            text = re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
            stack[-1][1][name] = text
    assert not stack
    return found


def test_the_same_plan_is_the_same_bytes():
    assert write_ical(items(CONTRACT), stamp=FIRST) == write_ical(items(CONTRACT), stamp=FIRST)


def test_every_dated_item_is_one_entry_on_its_working_day():
    plan = items(CONTRACT)
    found = entries(write_ical(plan, stamp=FIRST))
    assert {name: entry.on for name, entry in found.items()} == {i.id: i.due_on for i in plan}


def test_the_uid_depends_on_the_id_alone():
    plan = items(CONTRACT)
    found = entries(write_ical(plan, stamp=FIRST))
    assert all(entry.uid == uid_of(name) for name, entry in found.items())
    assert len({entry.uid for entry in found.values()}) == len(plan)


def test_writing_again_with_nothing_changed_gives_the_file_as_it_was():
    before = write_ical(items(CONTRACT), stamp=FIRST)
    assert write_ical(items(CONTRACT), stamp=SECOND, previous=before) == before


def test_an_extension_moves_entries_under_their_uids_and_cancels_none_of_them():
    before = write_ical(items(CONTRACT), stamp=FIRST)
    after = write_ical(items(LONGER), stamp=SECOND, previous=before)
    old, new = entries(before), entries(after)
    name = "A-1/se.followup.final_evaluation/end/0"
    assert (str(old[name].on), str(new[name].on)) == ("2028-10-02", "2029-10-01")
    assert old[name].uid == new[name].uid
    assert (old[name].sequence, new[name].sequence) == (0, 1)
    assert new[name].stamp > old[name].stamp
    untouched = "A-1/se.followup.kickoff_meeting/signed/0"
    assert new[untouched] == old[untouched]
    assert not any(entry.is_cancelled for entry in new.values())


def test_what_falls_away_is_cancelled_once_and_stays_so():
    before = write_ical(items(LONGER), stamp=FIRST)
    after = write_ical(items(CONTRACT), stamp=SECOND, previous=before)
    gone = {i.id for i in items(LONGER)} - {i.id for i in items(CONTRACT)}
    assert gone
    cancelled = {name for name, entry in entries(after).items() if entry.is_cancelled}
    assert cancelled == gone
    assert {entries(after)[name].sequence for name in gone} == {1}
    assert write_ical(items(CONTRACT), stamp="2027-01-01T00:00:00Z", previous=after) == after


def test_what_comes_back_is_no_longer_cancelled():
    first = write_ical(items(LONGER), stamp=FIRST)
    second = write_ical(items(CONTRACT), stamp=SECOND, previous=first)
    third = entries(write_ical(items(LONGER), stamp="2027-01-01T00:00:00Z", previous=second))
    assert not any(entry.is_cancelled for entry in third.values())
    assert max(entry.sequence for entry in third.values()) == 2


def test_entries_outside_the_window_stay_as_they_were():
    plan = items(CONTRACT)
    before = write_ical(plan, stamp=FIRST)
    window = ("2027-01-01", "2027-12-31")
    part = plan.between(*window)
    assert write_ical(part, stamp=SECOND, previous=before, window=window) == before


def test_an_independent_parser_sees_all_day_events_with_alarms():
    data = write_ical(items(CONTRACT), stamp=FIRST, lang="sv")
    calendar = icalendar.Calendar.from_ical(data)
    events = calendar.walk("VEVENT")
    assert len(events) == len(items(CONTRACT))
    for event in events:
        assert event["DTSTART"].params["VALUE"] == "DATE"
        assert "RRULE" not in event
        assert event["STATUS"] == "CONFIRMED"
        assert len(event.walk("VALARM")) == 1
    summaries = {str(event["SUMMARY"]) for event in events}
    assert "Uppstartsmöte: A-1 Skolmåltider" in summaries


def test_an_own_reading_by_the_standard_sees_the_same():
    title = 'Räksmörgås; "åäö", 日本語 🎉\\n\nnästa rad ' + "lång, " * 60
    plan = items(attrs.evolve(CONTRACT, id="Å;1,2", title=title))
    data = write_ical(plan, stamp=FIRST, lang="sv")
    events = [values for kind, values in by_the_standard(data) if kind == "VEVENT"]
    assert len(events) == len(plan)
    for event, item in zip(
        events, sorted(plan, key=lambda one: (one.due_on, one.id)), strict=True
    ):
        assert event["UID"] == uid_of(item.id)
        assert event["X-SAMVERKAN-ID"] == item.id
        assert event["DTSTART;VALUE=DATE"] == item.due_on.isoformat().replace("-", "")
        assert event["SUMMARY"] == f"{item.title('sv')}: Å;1,2 {title}"
        assert event["DESCRIPTION"] == item.why("sv")
        assert event["DTSTAMP"] == "20261123T070000Z"
    for read, item in zip(read_ical(data), events, strict=True):
        assert read.summary == item["SUMMARY"]
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)  # no letter is cut in two
    assert write_ical(plan, stamp=SECOND, lang="sv", previous=data) == data


def test_an_event_lasts_its_whole_day_and_no_longer():
    event = icalendar.Calendar.from_ical(write_ical(items(CONTRACT), stamp=FIRST)).walk("VEVENT")[
        0
    ]
    assert event.end - event.start == dt.timedelta(days=1)
    assert event["TRANSP"] == "TRANSPARENT"


def test_the_alarm_of_a_to_do_counts_from_its_due_day():
    """RFC 5545 3.8.6.3: counted from a start, an alarm needs one; a to-do here has none."""
    data = write_ical(items(CONTRACT), stamp=FIRST, component="todo")
    for todo in icalendar.Calendar.from_ical(data).walk("VTODO"):
        assert "DTSTART" not in todo
        (alarm,) = todo.walk("VALARM")
        assert alarm["TRIGGER"].params["RELATED"] == "END"
        assert alarm["TRIGGER"].dt < dt.timedelta(0)


def test_the_week_alone_changes_nothing():
    portfolio = sv.Portfolio(contracts=(CONTRACT,))

    def week(as_of, previous=None):
        made = sv.plan(
            portfolio, rules=SWEDEN.follow_up_rules, calendar=SWEDEN.calendar, as_of=as_of
        )
        rows = reconcile(made, portfolio, as_of)
        stamp = f"{as_of}T00:00:00Z"
        return write_ical(rows, stamp=stamp, previous=previous), write_ical(made, stamp=stamp)

    rows, plan = week("2026-11-23")
    again, plan_again = week("2026-11-30", rows)
    assert again == rows
    assert [one.description for one in read_ical(plan)] == [
        one.description for one in read_ical(plan_again)
    ]


def test_what_only_says_something_else_keeps_its_sequence():
    before = write_ical(items(CONTRACT), stamp=FIRST, lang="en")
    after = write_ical(items(CONTRACT), stamp=SECOND, lang="sv", previous=before)
    assert {entry.sequence for entry in read_ical(after)} == {0}
    assert {entry.stamp.isoformat() for entry in read_ical(after)} == {"2026-11-30T07:00:00+00:00"}


KICKOFF = "A-1/se.followup.kickoff_meeting/signed/0"
PLAN_DOCUMENT = "A-1/se.followup.follow_up_plan/signed/0"


def reconciled(as_of, *, waived=True):
    held = Checkpoint(id="C-1", occurred_on="2026-09-10", contract="A-1", follow_up=KICKOFF)
    waiver = Waiver(
        id="W-1", follow_up=PLAN_DOCUMENT, reason="ingår i avtalet", decided_on="2026-09-01"
    )
    portfolio = sv.Portfolio(
        contracts=(CONTRACT,), checkpoints=(held,), waivers=(waiver,) if waived else ()
    )
    made = sv.plan(portfolio, rules=SWEDEN.follow_up_rules, calendar=SWEDEN.calendar, as_of=as_of)
    return reconcile(made, portfolio, as_of)


@pytest.mark.parametrize("component", ["event", "todo"])
def test_what_is_done_is_completed_and_what_is_waived_is_cancelled(component):
    how = {"component": component}
    before = write_ical(items(CONTRACT), stamp=FIRST, **how)
    after = write_ical(reconciled("2026-12-01"), stamp=SECOND, previous=before, **how)
    done, waived = entries(after)[KICKOFF], entries(after)[PLAN_DOCUMENT]
    assert (str(done.done_on), done.is_cancelled, done.alarm) == ("2026-09-10", False, None)
    assert "checkpoint C-1" in done.description
    assert (waived.is_cancelled, waived.sequence) == (True, 1)
    assert "ingår i avtalet" in waived.description
    assert done.sequence == (1 if component == "todo" else 0)
    written = {str(one["UID"]): one for one in icalendar.Calendar.from_ical(after).walk()[1:]
               if "UID" in one}  # fmt: skip
    one = written[done.uid]
    if component == "todo":
        assert (one["STATUS"], one["PERCENT-COMPLETE"]) == ("COMPLETED", 100)
        assert one["COMPLETED"].dt == dt.datetime(2026, 9, 10, tzinfo=dt.UTC)
    else:
        assert one["STATUS"] == "CONFIRMED"
    week_after = reconciled("2026-12-08")
    assert write_ical(week_after, stamp="2026-12-08T00:00:00Z", previous=after, **how) == after


def test_what_was_waived_before_it_was_ever_written_is_left_out():
    assert PLAN_DOCUMENT not in entries(write_ical(reconciled("2026-12-01"), stamp=FIRST))


def test_meetings_and_levelled_items_are_entries_too():
    plan = items(CONTRACT)
    meetings = coalesce(plan)
    found = read_ical(write_ical(meetings, stamp=FIRST, lang="sv"))
    assert len(found) == len(meetings) < len(plan)
    joined = next(one for one in meetings if len(one.items) > 1)
    entry = next(one for one in found if one.item_id == joined.id)
    assert entry.on == joined.due_on
    assert all(item.why("sv") in entry.description for item in joined.items)
    spread = level(plan, max_per_week=1)
    assert spread.moves
    moved = entries(write_ical(spread.items, stamp=SECOND, previous=write_ical(plan, stamp=FIRST)))
    for move in spread.moves:
        entry = moved[move.item.id]
        assert (entry.on, entry.sequence) == (move.to, 1)
        assert move.why("en") in entry.description


def test_what_moves_out_of_the_window_is_followed_and_not_cancelled():
    window = ("2028-01-01", "2028-12-31")
    name = "A-1/se.followup.final_evaluation/end/0"
    before = write_ical(items(CONTRACT), stamp=FIRST, window=window)
    assert str(entries(before)[name].on) == "2028-10-02"
    after = entries(write_ical(items(LONGER), stamp=SECOND, window=window, previous=before))
    assert (str(after[name].on), after[name].is_cancelled) == ("2029-10-01", False)
    assert {one.on.year for key, one in after.items() if key not in entries(before)} <= {2028}


OTHERS = (
    b"BEGIN:VEVENT\r\nSUMMARY:Tandl\xc3\xa4kare\r\nDTSTART:20260101T100000Z\r\n"
    b"DTSTAMP:20260101T000000Z\r\nUID:mine\r\nEND:VEVENT\r\n"
)


def test_what_others_put_into_the_calendar_is_kept():
    before = write_ical(items(CONTRACT), stamp=FIRST)
    end = b"END:VCALENDAR\r\n"
    mixed = before.replace(end, OTHERS + end)
    assert write_ical(items(CONTRACT), stamp=SECOND, previous=mixed) == mixed
    alone = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + OTHERS + end
    with pytest.raises(DocumentError, match="is another one") as refused:
        write_ical(items(CONTRACT), stamp=SECOND, previous=alone)
    assert "none of which this library wrote" in told_by(refused)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (b"SEQUENCE:0\r\n", b""),
        (b"STATUS:CONFIRMED\r\n", b""),
        (b"STATUS:CONFIRMED\r\n", b"STATUS:TENTATIVE\r\nLOCATION:Rum 1\r\n"),
        (b"CATEGORIES:", b"X-OTHER:"),
        (b"DTSTAMP:20261123T070000Z", b"DTSTAMP:20261123T070000"),
        (b"DTSTAMP:20261123T070000Z", b"DTSTAMP;VALUE=DATE:20261123"),
        (b"DTSTAMP:20261123T070000Z\r\n", b""),
        (b"TRIGGER:-P7D", b"TRIGGER;VALUE=DATE-TIME:20261123T070000Z"),
        (b"DTSTART;VALUE=DATE:20260916", b"DTSTART;TZID=Europe/Stockholm:20260916T000000"),
        (b"\r\n", b"\n"),
        (b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR"),
    ],
)
def test_what_another_program_made_of_the_file_is_read_all_the_same(was, now):
    plan = items(CONTRACT)
    before = write_ical(plan, stamp=FIRST)
    assert was in before
    after = write_ical(plan, stamp=SECOND, previous=before.replace(was, now))
    assert [(one.uid, one.on, one.is_cancelled) for one in read_ical(after)] == [
        (one.uid, one.on, False) for one in read_ical(before)
    ]


@pytest.mark.parametrize(
    ("was", "told"),
    [(b"UID:", "UID is missing"), (b"DTSTART;VALUE=DATE:", "DTSTART is missing")],
)
def test_an_entry_of_ours_needs_its_uid_and_day(was, told):
    before = write_ical(items(CONTRACT), stamp=FIRST)
    with pytest.raises(DocumentError, match="not as this library writes it") as refused:
        read_ical(before.replace(was, b"X-OTHER:"))
    assert told in told_by(refused)


def test_a_file_that_is_cut_off_is_refused():
    before = write_ical(items(CONTRACT), stamp=FIRST)
    with pytest.raises(DocumentError, match="is no iCalendar file") as refused:
        write_ical(items(CONTRACT), stamp=SECOND, previous=before[:5000])
    assert "cut off" in told_by(refused)


def test_to_dos_have_a_due_day():
    calendar = icalendar.Calendar.from_ical(
        write_ical(items(CONTRACT), stamp=FIRST, component="todo", alarms=None)
    )
    todos = calendar.walk("VTODO")
    assert len(todos) == len(items(CONTRACT))
    assert {todo["DUE"].params["VALUE"] for todo in todos} == {"DATE"}
    assert not calendar.walk("VALARM")


def test_lines_are_folded_and_end_as_the_standard_says():
    data = write_ical(items(CONTRACT), stamp=FIRST)
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")


@pytest.mark.parametrize("data", [b"", b"rubbish", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT"])
def test_what_is_no_calendar_is_refused(data):
    with pytest.raises(DocumentError, match="is no iCalendar file"):
        read_ical(data)


def test_entries_of_others_are_passed_by():
    data = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        b"DTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20260101\r\nEND:VEVENT\r\n"
        b"END:VCALENDAR\r\n"
    )
    assert read_ical(data) == ()
