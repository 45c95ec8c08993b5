"""Plans as calendars: iCalendar that other programs update in place, never twice.

Each follow-up is one all-day event or to-do under a UID that is derived from its id, so that a
calendar written again is understood as the same items moved, kept or cancelled. No recurrence
rules are written: the law's month arithmetic and the roll to a working day cannot be said in them.

The package ``icalendar`` comes with the extra ``ical``.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, Literal, cast

import attrs

from samverkan.codelists import FollowUpKind
from samverkan.errors import DocumentError, DocumentProblem, MissingExtraError
from samverkan.explanations import Text
from samverkan.periods import Day, day, moment
from samverkan.rules import FollowUp

if TYPE_CHECKING:
    from icalendar import Component

__all__ = ["ALARMS", "CalendarEntry", "read_ical", "uid_of", "write_ical"]

_NAMESPACE = uuid.UUID("6f2c5a0e-7c39-5d5e-9a54-0c3f4e8d2b71")
_PRODUCT = "-//samverkan//follow-up plan//EN"
_CALENDAR = Text("Uppföljningsplan", "Follow-up plan")

ALARMS: Mapping[FollowUpKind, int] = MappingProxyType(
    {
        FollowUpKind.OPTION_EXTENSION: 30,
        FollowUpKind.EXIT_REPROCUREMENT: 30,
        FollowUpKind.STRATEGIC_MEETING: 21,
        FollowUpKind.AMENDMENT_CONTROL: 3,
    }
)
"""Days before an item at which it reminds, by kind; seven for the others (our own choice)."""
_OTHER_ALARM = 7


def _icalendar() -> ModuleType:
    try:
        import icalendar
    except ImportError:
        raise MissingExtraError(
            "calendar files need the package icalendar; install it with: "
            "pip install 'samverkan[ical]'"
        ) from None
    return icalendar


def uid_of(item_id: str) -> str:
    """The UID of a follow-up (kalenderpostens id); it depends on the follow-up's id alone.

    >>> uid_of("A-1/se.followup.kickoff_meeting/signed/0")
    'cb890a4b-aaf9-5209-879c-ec725161984d@samverkan'
    """
    return f"{uuid.uuid5(_NAMESPACE, item_id)}@samverkan"


@attrs.frozen(kw_only=True)
class CalendarEntry:
    """One entry of a calendar that this library wrote (kalenderpost).

    Attributes:
        uid: Under which calendars know it.
        item_id: The id of the follow-up.
        on: Its day.
        summary: Its title line.
        description: Its reasons.
        sequence: How often it has changed.
        stamp: When it was written in this form.
        is_cancelled: Whether it fell away.
        is_todo: Whether it is a to-do and not an event.
        alarm: Days before at which it reminds; ``None`` for none.
        categories: Kind and aim.

    >>> entry = CalendarEntry(
    ...     uid="1@samverkan", item_id="A-1/mine/start/0", on="2026-09-01", summary="Visit",
    ...     description="", stamp="2026-08-01T00:00:00Z",
    ... )
    >>> attrs.evolve(entry, on="2026-09-02").follows(entry).sequence
    1
    """

    uid: str
    item_id: str
    on: Day = attrs.field(converter=day)
    summary: str
    description: str
    sequence: int = 0
    stamp: dt.datetime = attrs.field(converter=moment)
    is_cancelled: bool = False
    is_todo: bool = False
    alarm: int | None = None
    categories: tuple[str, ...] = ()

    def follows(self, before: CalendarEntry | None) -> CalendarEntry:
        """The same entry, numbered and stamped as the next version of the one before.

        What has not changed keeps its sequence and stamp, so that it is written as it was.
        """
        if before is None:
            return self
        same = attrs.evolve(self, sequence=before.sequence, stamp=before.stamp)
        if same == before:
            return before
        return attrs.evolve(self, sequence=before.sequence + 1)


def _entry(
    item: FollowUp, on: Day, lang: str, stamp: dt.datetime, component: str, alarm: int | None
) -> CalendarEntry:
    subject = item.subject.id
    if item.subject.title:
        subject = f"{subject} {item.subject.title}"
    return CalendarEntry(
        uid=uid_of(item.id),
        item_id=item.id,
        on=on,
        summary=f"{item.title(lang)}: {subject}",
        description=item.why(lang),
        stamp=stamp,
        is_todo=component == "todo",
        alarm=alarm,
        categories=(item.kind.label(lang), item.aim.label(lang)),
    )


def write_ical(
    items: Iterable[FollowUp],
    *,
    stamp: str | dt.datetime,
    lang: str = "en",
    component: Literal["event", "todo"] = "event",
    alarms: Mapping[FollowUpKind, int] | None = ALARMS,
    previous: bytes | str | None = None,
    window: tuple[str | dt.date, str | dt.date] | None = None,
) -> bytes:
    """Follow-ups as an iCalendar file (kalenderfil), byte for byte the same for the same input.

    Args:
        items: What to write; blocked items have no day and are left out.
        stamp: The moment of writing (DTSTAMP of what is new or changed).
        lang: Language of the texts.
        component: All-day events, or to-dos with a due day.
        alarms: Days before at which each kind reminds, seven where a kind is left out; ``None``
            for no alarms.
        previous: The file written before. Entries that moved get the next SEQUENCE, entries that
            fell away STATUS:CANCELLED, all others stay as they were.
        window: First and last day that ``items`` cover; entries outside stay as they were.

    >>> write_ical([], stamp="2026-11-23T00:00:00Z", lang="sv").decode().splitlines()[-2]
    'X-WR-CALNAME:Uppföljningsplan'

    Raises:
        DocumentError: when ``previous`` is no iCalendar file of this library.
        MissingExtraError: when the package ``icalendar`` is not installed.
    """
    now = moment(stamp)
    before = {} if previous is None else {entry.uid: entry for entry in read_ical(previous)}
    entries: dict[str, CalendarEntry] = {}
    for item in items:
        if item.due_on is not None:
            alarm = None if alarms is None else alarms.get(item.kind, _OTHER_ALARM)
            entry = _entry(item, item.due_on, lang, now, component, alarm)
            entries[entry.uid] = entry.follows(before.get(entry.uid))
    first, last = (None, None) if window is None else (day(window[0]), day(window[1]))
    for uid, entry in before.items():
        if uid not in entries:
            outside = first is not None and last is not None and not first <= entry.on <= last
            fallen = attrs.evolve(entry, is_cancelled=True, stamp=now)
            entries[uid] = entry if outside else fallen.follows(entry)
    return _written(sorted(entries.values(), key=_place), lang)


def _place(entry: CalendarEntry) -> tuple[Day, str]:
    return entry.on, entry.item_id


def _written(entries: Iterable[CalendarEntry], lang: str) -> bytes:
    calendar = _icalendar().Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _CALENDAR.label(lang))
    for entry in entries:
        calendar.add_component(_component(entry))
    written: bytes = calendar.to_ical()
    return written


def _component(entry: CalendarEntry) -> object:
    library = _icalendar()
    found: Any = library.Todo() if entry.is_todo else library.Event()
    found.add("uid", entry.uid)
    found.add("dtstamp", entry.stamp.astimezone(dt.UTC))
    found.add("sequence", entry.sequence)
    found.add("due" if entry.is_todo else "dtstart", dt.date(*entry.on.timetuple()[:3]))
    found.add("summary", entry.summary)
    found.add("description", entry.description)
    found.add("categories", list(entry.categories))
    found.add("status", _status(entry))
    if not entry.is_todo:
        found.add("transp", "TRANSPARENT")
    found.add("x-samverkan-id", entry.item_id)
    if entry.alarm is not None and not entry.is_cancelled:
        alarm = library.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", dt.timedelta(days=-entry.alarm))
        alarm.add("description", entry.summary)
        found.add_component(alarm)
    return found


def _status(entry: CalendarEntry) -> str:
    if entry.is_cancelled:
        return "CANCELLED"
    return "NEEDS-ACTION" if entry.is_todo else "CONFIRMED"


def read_ical(data: bytes | str) -> tuple[CalendarEntry, ...]:
    """The entries that this library wrote, in order; entries of others are passed by.

    >>> read_ical(write_ical([], stamp="2026-11-23T00:00:00Z"))
    ()

    Raises:
        DocumentError: when it is no iCalendar file, or an entry of ours lacks what we write.
        MissingExtraError: when the package ``icalendar`` is not installed.
    """
    try:
        calendar: Any = _icalendar().Calendar.from_ical(data)
    except ValueError as error:
        raise DocumentError(
            "calendar: is no iCalendar file", [DocumentProblem("$", str(error))]
        ) from None
    found: list[CalendarEntry] = []
    problems: list[DocumentProblem] = []
    for number, part in enumerate(calendar.walk()):
        if part.name not in {"VEVENT", "VTODO"} or "X-SAMVERKAN-ID" not in part:
            continue
        try:
            found.append(_read(part))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            problems.append(DocumentProblem(f"$[{number}]", f"entry cannot be read: {error}"))
    if problems:
        raise DocumentError("calendar: not as this library writes it", problems)
    return tuple(found)


def _read(part: Component) -> CalendarEntry:
    is_todo = part.name == "VTODO"
    alarms = [_values(one) for one in part.subcomponents if one.name == "VALARM"]
    values = _values(part)
    return CalendarEntry(
        uid=str(values["UID"]),
        item_id=str(values["X-SAMVERKAN-ID"]),
        on=values["DUE" if is_todo else "DTSTART"].dt,
        summary=str(values["SUMMARY"]),
        description=str(values["DESCRIPTION"]),
        sequence=int(values["SEQUENCE"]),
        stamp=values["DTSTAMP"].dt,
        is_cancelled=str(values["STATUS"]) == "CANCELLED",
        is_todo=is_todo,
        alarm=-alarms[0]["TRIGGER"].dt.days if alarms else None,
        categories=tuple(str(one) for one in values["CATEGORIES"].cats),
    )


def _values(part: Component) -> Mapping[str, Any]:
    """The properties of a component; each has the type that its name calls for."""
    return cast("Mapping[str, Any]", part)
