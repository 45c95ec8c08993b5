"""Plans as calendars: iCalendar that other programs update in place, never twice.

Each follow-up is one all-day event or to-do under a UID that is derived from its id, so that a
calendar written again is understood as the same items moved, done, kept or cancelled. No
recurrence rules are written: the law's month arithmetic and the roll to a working day cannot be
said in them. What an entry says does not depend on the day of writing, so that nothing changes
from week to week by itself.

The package ``icalendar`` comes with the extra ``ical``.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

import attrs

from samverkan.codelists import FollowUpKind, FollowUpStatus
from samverkan.errors import DocumentError, DocumentProblem, MissingExtraError
from samverkan.explanations import Explanation, Text
from samverkan.periods import Day, day, moment, optional_day
from samverkan.rules import FollowUp
from samverkan.schedule import Meeting, ReconciledItem

if TYPE_CHECKING:
    from icalendar import Component

__all__ = ["ALARMS", "CalendarEntry", "read_ical", "uid_of", "write_ical"]

Item: TypeAlias = FollowUp | ReconciledItem | Meeting
"""What becomes an entry."""

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
        sequence: How often it has moved, fallen away or been done.
        stamp: When it was written in this form.
        is_cancelled: Whether it fell away.
        done_on: The day it was done.
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
    done_on: Day | None = attrs.field(default=None, converter=optional_day)
    is_todo: bool = False
    alarm: int | None = None
    categories: tuple[str, ...] = ()

    def follows(self, before: CalendarEntry | None) -> CalendarEntry:
        """The same entry, numbered and stamped as the next version of the one before.

        What has not changed keeps its sequence and stamp, so that it is written as it was; what
        only says something else keeps its sequence.
        """
        if before is None:
            return self
        same = attrs.evolve(self, sequence=before.sequence, stamp=before.stamp)
        if same == before:
            return before
        return attrs.evolve(self, sequence=before.sequence + (_stands(self) != _stands(before)))


def _stands(entry: CalendarEntry) -> tuple[object, ...]:
    """What raises the sequence when it changes; events do not know that they are done."""
    done_on = entry.done_on if entry.is_todo else None
    return entry.on, entry.is_cancelled, done_on, entry.is_todo


_DONE = frozenset({FollowUpStatus.DONE_ON_TIME, FollowUpStatus.DONE_LATE})
_FALLEN = frozenset({FollowUpStatus.WAIVED, FollowUpStatus.REPLACED, FollowUpStatus.CANCELLED})


def _entry(
    item: Item,
    on: Day,
    lang: str,
    stamp: dt.datetime,
    component: str,
    alarms: Mapping[FollowUpKind, int] | None,
) -> CalendarEntry:
    parts = item.items if isinstance(item, Meeting) else (_follow_up(item),)
    title = item.title(lang) if isinstance(item, Meeting) else parts[0].title(lang)
    is_fallen = _is_fallen(item)
    is_done = isinstance(item, ReconciledItem) and item.status in _DONE
    reminds = [] if alarms is None else [alarms.get(one.kind, _OTHER_ALARM) for one in parts]
    kinds = dict.fromkeys(one.kind.label(lang) for one in parts)
    aim = item.aim if isinstance(item, Meeting) else parts[0].aim
    return CalendarEntry(
        uid=uid_of(item.id),
        item_id=item.id,
        on=on,
        summary=f"{title}: {_subjects(parts)}",
        description=_why(item, lang),
        stamp=stamp,
        is_todo=component == "todo",
        is_cancelled=is_fallen,
        done_on=item.done_on if isinstance(item, ReconciledItem) and is_done else None,
        alarm=None if is_fallen or is_done else max(reminds, default=None),
        categories=(*kinds, aim.label(lang)),
    )


def _is_fallen(item: Item) -> bool:
    return isinstance(item, ReconciledItem) and item.status in _FALLEN


def _follow_up(item: FollowUp | ReconciledItem) -> FollowUp:
    return item.item if isinstance(item, ReconciledItem) else item


def _subjects(items: Sequence[FollowUp]) -> str:
    """Each contract or procurement once, by id and title."""
    subjects = {item.subject.id: item.subject.title for item in items}
    return ", ".join(f"{name} {title}" if title else name for name, title in subjects.items())


def _why(item: Item, lang: str) -> str:
    """The reasons, without what is said otherwise on each day that is asked for."""
    if isinstance(item, Meeting):
        return item.why(lang, status=False)
    steps = _follow_up(item).explanation(status=False).steps
    if isinstance(item, ReconciledItem) and item.status in _DONE | _FALLEN:
        steps = (*steps, *item.reasons)
    return Explanation(steps).text(lang)


def write_ical(
    items: Iterable[Item],
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
        items: What to write: a plan, levelled items, meetings, or the rows of a reconciliation,
            whose to-dos are completed and whose waived and replaced items are cancelled. Blocked
            items have no day and are left out.
        stamp: The moment of writing (DTSTAMP of what is new or changed).
        lang: Language of the texts.
        component: All-day events, or to-dos with a due day.
        alarms: Days before at which each kind reminds, seven where a kind is left out; ``None``
            for no alarms.
        previous: The file written before. Entries that moved get the next SEQUENCE, entries that
            fell away STATUS:CANCELLED, all others stay as they were; entries that others added
            to it are kept.
        window: First and last day to write. What stands in ``previous`` is followed wherever it
            has moved; what stands there outside and is not among ``items`` stays as it was.

    >>> write_ical([], stamp="2026-11-23T00:00:00Z", lang="sv").decode().splitlines()[-2]
    'X-WR-CALNAME:Uppföljningsplan'

    Raises:
        DocumentError: when ``previous`` is no iCalendar file of this library.
        MissingExtraError: when the package ``icalendar`` is not installed.
    """
    now = moment(stamp)
    calendars = () if previous is None else _calendars(previous)
    before = {entry.uid: entry for entry in _entries(calendars)}
    others = _others(calendars)
    if others and not before:
        told = f"{len(others)} entries, none of which this library wrote; give the file before"
        raise DocumentError("calendar: is another one", [DocumentProblem("$", told)])
    first, last = (None, None) if window is None else (day(window[0]), day(window[1]))

    def is_within(on: Day) -> bool:
        return (first is None or first <= on) and (last is None or on <= last)

    entries: dict[str, CalendarEntry] = {}
    for item in items:
        if item.due_on is None:
            continue
        known = before.get(uid_of(item.id))
        if known is None and (not is_within(item.due_on) or _is_fallen(item)):
            continue
        entry = _entry(item, item.due_on, lang, now, component, alarms)
        entries[entry.uid] = entry.follows(known)
    for uid, entry in before.items():
        if uid not in entries:
            fallen = attrs.evolve(entry, is_cancelled=True, done_on=None, alarm=None, stamp=now)
            entries[uid] = fallen.follows(entry) if is_within(entry.on) else entry
    return _written(sorted(entries.values(), key=_place), others, lang)


def _place(entry: CalendarEntry) -> tuple[Day, str, str]:
    return entry.on, entry.item_id, entry.uid


def _written(entries: Iterable[CalendarEntry], others: Iterable[Component], lang: str) -> bytes:
    calendar = _icalendar().Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _CALENDAR.label(lang))
    for entry in entries:
        calendar.add_component(_component(entry))
    for other in others:
        calendar.add_component(other)
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
    elif entry.done_on is not None:
        found.add("completed", _midnight(entry.done_on))
        found.add("percent-complete", 100)
    found.add("x-samverkan-id", entry.item_id)
    if entry.done_on is not None:
        found.add("x-samverkan-done", entry.done_on.isoformat())
    if entry.alarm is not None:
        alarm = library.Alarm()
        alarm.add("action", "DISPLAY")
        # a to-do has an end (its due day) and no start to count from
        side = {"related": "END"} if entry.is_todo else {}
        alarm.add("trigger", dt.timedelta(days=-entry.alarm), parameters=side)
        alarm.add("description", entry.summary)
        found.add_component(alarm)
    return found


def _midnight(on: Day) -> dt.datetime:
    return dt.datetime(on.year, on.month, on.day, tzinfo=dt.UTC)


def _status(entry: CalendarEntry) -> str:
    if entry.is_cancelled:
        return "CANCELLED"
    if not entry.is_todo:
        return "CONFIRMED"
    return "NEEDS-ACTION" if entry.done_on is None else "COMPLETED"


def read_ical(data: bytes | str) -> tuple[CalendarEntry, ...]:
    """The entries that this library wrote, in order; entries of others are passed by.

    What another program took away or put in another form is read as far as it says anything; only
    UID and day must be there.

    >>> read_ical(write_ical([], stamp="2026-11-23T00:00:00Z"))
    ()

    Raises:
        DocumentError: when it is no iCalendar file, or an entry of ours lacks its UID or day.
        MissingExtraError: when the package ``icalendar`` is not installed.
    """
    return tuple(_entries(_calendars(data)))


def _calendars(data: bytes | str) -> tuple[Component, ...]:
    try:
        found = tuple(_icalendar().Calendar.from_ical(data, multiple=True))
    except (ValueError, IndexError) as error:
        problem = DocumentProblem("$", str(error))
        raise DocumentError("calendar: is no iCalendar file", [problem]) from None
    if not found or any(one.name != "VCALENDAR" for one in found):
        problem = DocumentProblem("$", "no whole VCALENDAR; is the file cut off?")
        raise DocumentError("calendar: is no iCalendar file", [problem])
    return found


def _is_ours(part: Component) -> bool:
    return part.name in {"VEVENT", "VTODO"} and "X-SAMVERKAN-ID" in part


def _others(calendars: Iterable[Component]) -> tuple[Component, ...]:
    """What others put into the calendars."""
    return tuple(part for one in calendars for part in one.subcomponents if not _is_ours(part))


def _entries(calendars: Iterable[Component]) -> Sequence[CalendarEntry]:
    found: list[CalendarEntry] = []
    problems: list[DocumentProblem] = []
    parts = (part for one in calendars for part in one.subcomponents)
    for number, part in enumerate(parts):
        if not _is_ours(part):
            continue
        try:
            found.append(_read(part))
        except KeyError as error:
            problems.append(DocumentProblem(f"$[{number}]", f"{error.args[0]} is missing"))
        except (ValueError, TypeError, AttributeError) as error:
            problems.append(DocumentProblem(f"$[{number}]", f"entry cannot be read: {error}"))
    if problems:
        raise DocumentError("calendar: not as this library writes it", problems)
    return found


def _read(part: Component) -> CalendarEntry:
    is_todo = part.name == "VTODO"
    values = _values(part)
    stamp = values["DTSTAMP"].dt if "DTSTAMP" in values else _LONG_AGO
    status, done = str(values.get("STATUS", "")), values.get("X-SAMVERKAN-DONE")
    return CalendarEntry(
        uid=str(values["UID"]),
        item_id=str(values["X-SAMVERKAN-ID"]),
        on=_day_of(values["DUE" if is_todo else "DTSTART"].dt),
        summary=str(values.get("SUMMARY", "")),
        description=str(values.get("DESCRIPTION", "")),
        sequence=int(values.get("SEQUENCE", 0)),
        stamp=_moment_of(stamp),
        is_cancelled=status == "CANCELLED",
        done_on=None if done is None else str(done),
        is_todo=is_todo,
        alarm=_alarm(part),
        categories=tuple(str(one) for one in getattr(values.get("CATEGORIES"), "cats", ())),
    )


_LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _day_of(value: dt.date | dt.datetime) -> dt.date:
    """The day, also where another program made a moment of it."""
    return value.date() if isinstance(value, dt.datetime) else value


def _moment_of(value: dt.date | dt.datetime) -> dt.datetime:
    """The moment, also where another program lost its time zone or its time."""
    if not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC)
    return value if value.tzinfo is not None else value.replace(tzinfo=dt.UTC)


def _alarm(part: Component) -> int | None:
    """Days before at which it reminds; ``None`` where it does not, or at a moment."""
    for one in part.subcomponents:
        trigger = _values(one).get("TRIGGER") if one.name == "VALARM" else None
        if isinstance(getattr(trigger, "dt", None), dt.timedelta):
            before: dt.timedelta = cast("Any", trigger).dt
            return -before.days
    return None


def _values(part: Component) -> Mapping[str, Any]:
    """The properties of a component; each has the type that its name calls for."""
    return cast("Mapping[str, Any]", part)
