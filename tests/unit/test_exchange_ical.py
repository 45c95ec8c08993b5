"""Calendars that update in place: what is written, and what a second writing changes."""

from __future__ import annotations

import attrs
import pytest

import samverkan as sv
from samverkan.errors import DocumentError
from samverkan.exchange.ical import read_ical, uid_of, write_ical

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
