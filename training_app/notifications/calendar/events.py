"""Calendar files: days on which something is due, as calendar programs read them (RFC 5545, RFC 5546; N-09).

The library writes, escapes and folds every line. Its own way from component to text takes fifteen times as long, which
ten thousand mails would feel; so what is the same in all of them is written once, and only the lines that differ anew.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from icalendar import Calendar, Event, vCalAddress, vDate, vDatetime, vDuration, vInt, vText, vUri
from icalendar.parser import Contentline, Parameters

MAKER = "-//Muster//Muster//EN"
ASKED_EVERY = timedelta(hours=6)
LINE = 75
A_DAY = Parameters({"VALUE": "DATE"})
END_OF_CALENDAR = b"END:VCALENDAR\r\n"
# Signs that no line may have, however it is escaped.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Method(StrEnum):
    """What a program is to do with the events of a file."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Entry:
    """A whole day in somebody's calendar, or the `hours` between two instants.

    Several whole days reach through `last_day`. What `is_held` somewhere takes the time of whoever is there. One with
    the `uid` of an earlier one takes its place if its `sequence` is not lower. `stamp` is an instant.
    """

    uid: str
    day: date
    summary: str
    description: str
    url: str
    sequence: int
    stamp: datetime
    last_day: date | None = None
    hours: tuple[datetime, datetime] | None = None
    place: str = ""
    is_held: bool = False


@dataclass(frozen=True)
class Organizer:
    """Who puts the events in: without one, Outlook takes none of them back."""

    name: str
    address: str


def media_type(method: Method) -> str:
    """The kind of such a file, as a mail says it."""
    return f"text/calendar; method={method}; charset=utf-8"


def file(entries: Iterable[Entry], organizer: Organizer, *, method: Method = Method.PUBLISH, name: str = "") -> bytes:
    """A calendar file of these events. With a `name` it is one that is asked for again and again."""
    written = (_event(entry, _same_in_all(method, organizer, is_held=entry.is_held)) for entry in entries)
    return b"".join([_frame(method, name), *written, END_OF_CALENDAR])


def _event(entry: Entry, tail: bytes) -> bytes:
    return b"".join([
        b"BEGIN:VEVENT\r\n",
        _line("UID", vText(entry.uid)),
        _stamp(entry.stamp),
        _days(entry.day, entry.last_day or entry.day) if entry.hours is None else _hours(*entry.hours),
        _line("SEQUENCE", vInt(entry.sequence)),
        _summary(entry.summary),
        _line("DESCRIPTION", vText(_clean(entry.description))),
        _line("LOCATION", vText(_clean(entry.place))) if entry.place else b"",
        _line("URL", vUri(entry.url)),
        tail,
    ])  # fmt: skip


@lru_cache(maxsize=64)
def _frame(method: Method, name: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    if name:
        for called in ("name", "x-wr-calname"):
            calendar.add(called, vText(_clean(name)))
        calendar.add("refresh-interval", vDuration(ASKED_EVERY), {"value": "DURATION"})
        # What Outlook reads instead.
        calendar.add("x-published-ttl", vDuration(ASKED_EVERY))
    written: bytes = calendar.to_ical()
    return written.removesuffix(END_OF_CALENDAR)


@lru_cache(maxsize=64)
def _same_in_all(method: Method, organizer: Organizer, *, is_held: bool) -> bytes:
    event = Event()
    # The day is not taken: nobody is busy because something is due.
    event.add("transp", "OPAQUE" if is_held else "TRANSPARENT")
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    who = vCalAddress(f"mailto:{organizer.address}")
    who.params["cn"] = _clean(organizer.name).replace('"', "'")
    event.add("organizer", who)
    written: bytes = event.to_ical()
    return written.removeprefix(b"BEGIN:VEVENT\r\n")


@lru_cache(maxsize=1024)
def _summary(said: str) -> bytes:
    return _line("SUMMARY", vText(_clean(said)))


@lru_cache(maxsize=1024)
def _days(day: date, last_day: date) -> bytes:
    return _line("DTSTART", vDate(day), A_DAY) + _line("DTEND", vDate(last_day + timedelta(days=1)), A_DAY)


@lru_cache(maxsize=64)
def _hours(begins: datetime, ends: datetime) -> bytes:
    """As instants, which every program shows by its own clocks, whatever zone it knows."""
    return _line("DTSTART", vDatetime(begins)) + _line("DTEND", vDatetime(ends))


@lru_cache(maxsize=64)
def _stamp(instant: datetime) -> bytes:
    return _line("DTSTAMP", vDatetime(instant))


def _line(name: str, value: object, parameters: Parameters | None = None) -> bytes:
    line = Contentline.from_parts(name, parameters or Parameters(), value)
    written = line.encode()
    # What need not be folded is written already; looking for where it could be takes the library the longest.
    return (written if len(written) <= LINE else bytes(line.to_ical())) + b"\r\n"


def _clean(said: str) -> str:
    return _CONTROL.sub(" ", said)
