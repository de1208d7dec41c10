"""What is entered for a session of an instructor-led course, and what is wrong with it (T-03)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from training_app.assignments.sessions.rules import WHO, When
from training_app.catalog.model import Training
from training_app.catalog.records import CourseSession
from training_app.catalog.rules import SignUpBy
from training_app.core import clock
from training_app.core.errors import Invalid, Problem
from training_app.people.rules import clean

MOST_SEATS = 10_000
LONGEST_DAYS = 60
MONTHS_AHEAD = 60
MOST_WEEKS = 52
# What is typed, and how long it may be.
BOXES = {
    "day": 10,
    "last_day": 10,
    "starts": 8,
    "ends": 8,
    "place": 200,
    "instructor": 200,
    "note": 4000,
    "seats": 10,
    "sign_up": 10,
    "closes_on": 10,
}
LABELS = {
    "day": "Day",
    "last_day": "Last day",
    "starts": "Starts",
    "ends": "Ends",
    "place": "Place",
    "instructor": "Instructor",
    "note": "Note",
    "seats": "Seats",
    "sign_up": "Who signs up",
    "closes_on": "Last day to sign up",
}
MOVING = ("day", "last_day", "starts", "ends", "place")
"""Of a change of these everybody is told who signed up."""


@dataclass(frozen=True)
class NewSession:
    """A session as it is entered. Hours are those of the organization's clocks; no seats are any number."""

    day: date
    last_day: date
    starts: time | None = None
    ends: time | None = None
    place: str = ""
    instructor: str = ""
    note: str = ""
    seats: int | None = None
    sign_up: SignUpBy = SignUpBy.ENROLLED
    closes_on: date | None = None

    def cleaned(self) -> "NewSession":
        """The same without outer space in what was typed."""
        return NewSession(self.day, self.last_day, self.starts, self.ends, clean(self.place), clean(self.instructor),
                          clean(self.note), self.seats, self.sign_up, self.closes_on)  # fmt: skip

    def when(self) -> When:
        """Its days and hours."""
        return When(self.day, self.last_day, self.starts, self.ends)


def typed(said: Mapping[str, str]) -> NewSession:
    """What a form says in its boxes. Without a last day it is one day. `Invalid` names every box that says nothing."""
    wrong: list[Problem] = []
    day = _day(said, "day", wrong)
    last_day = _day(said, "last_day", wrong) or day
    starts, ends = _hour(said, "starts", wrong), _hour(said, "ends", wrong)
    closes_on, seats = _day(said, "closes_on", wrong), _seats(said, wrong)
    who = said.get("sign_up", "")
    if who not in set(SignUpBy):
        wrong.append(Problem("sign_up", "Choose who can sign up."))
    if day is None and not any(one.field == "day" for one in wrong):
        wrong.insert(0, Problem("day", "Say on which day it is."))
    if wrong or day is None or last_day is None:
        raise Invalid(*wrong)
    return NewSession(
        day=day,
        last_day=last_day,
        starts=starts,
        ends=ends,
        place=said.get("place", ""),
        instructor=said.get("instructor", ""),
        note=said.get("note", ""),
        seats=seats,
        sign_up=SignUpBy(who),
        closes_on=closes_on,
    ).cleaned()


def entered(row: CourseSession) -> NewSession:
    """A session as it could be entered anew."""
    return NewSession(row.day, row.last_day, row.starts, row.ends, row.place, row.instructor, row.note, row.seats,
                      SignUpBy(row.sign_up), row.closes_on)  # fmt: skip


def problems_of(
    new: NewSession, before: NewSession | None, course: Training, *, today: date, seated: int
) -> list[Problem]:
    """Everything that is wrong with it on the organization day `today`; what stood `before` may stay."""
    wrong = []
    if before is None or (new.day, new.last_day) != (before.day, before.last_day):
        wrong += _problems_of_days(new, before, course, today)
    wrong += _problems_of_hours(new)
    if new.seats is not None and not 1 <= new.seats <= MOST_SEATS:
        wrong.append(Problem("seats", f"Seats are from 1 to {MOST_SEATS:,}; leave it empty for any number."))
    elif new.seats is not None and new.seats < seated:
        people = "1 person has" if seated == 1 else f"{seated:,} people have"
        wrong.append(Problem("seats", f"{people} a seat already. Take some out first, or leave at least {seated:,}."))
    return wrong + _problems_of_closing(new, before, today)


def told(new: NewSession, names: list[str]) -> dict[str, object]:
    """These fields as an audit entry holds them."""
    said = {name: getattr(new, name) for name in names}
    return {name: f"{value:%H:%M}" if isinstance(value, time) else value for name, value in said.items()}


def in_words(new: NewSession, name: str) -> str:
    """One field as people read it."""
    value = getattr(new, name)
    if name == "sign_up":
        return f"“{WHO[value]}”"
    if isinstance(value, date):
        return f"{value:%-d %b %Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return f"“{value}”" if value else "nothing"


def _problems_of_days(new: NewSession, before: NewSession | None, course: Training, today: date) -> list[Problem]:
    end = course.accredited_through
    if new.day < today and (before is None or new.day != before.day):
        return [Problem("day", f"{new.day:%-d %b %Y} is past. Today is {today:%-d %b %Y}.")]
    if new.day > clock.months_after(today, MONTHS_AHEAD):
        return [Problem("day", f"{new.day:%-d %b %Y} is more than {MONTHS_AHEAD // 12} years away.")]
    if new.last_day < new.day:
        return [Problem("last_day", f"The last day is before the first, {new.day:%-d %b %Y}.")]
    if (new.last_day - new.day).days >= LONGEST_DAYS:
        return [Problem("last_day", f"A session has at most {LONGEST_DAYS} days.")]
    if end is not None and new.last_day > end:
        said = f"The accreditation of “{course.title}” ends before that day, on {end:%-d %b %Y}."
        return [Problem("day" if new.day > end else "last_day", said)]
    return []


def _problems_of_hours(new: NewSession) -> list[Problem]:
    if new.ends is not None and new.starts is None:
        return [Problem("starts", "Say when it starts, too.")]
    if new.starts is not None and new.ends is not None and new.day == new.last_day and new.ends <= new.starts:
        later = "Through the night, the next day is its last."
        return [Problem("ends", f"It ends at {new.ends:%H:%M}, before it starts at {new.starts:%H:%M}. {later}")]
    return []


def _problems_of_closing(new: NewSession, before: NewSession | None, today: date) -> list[Problem]:
    closes = new.closes_on
    if closes is None:
        return []
    if closes > new.day:
        return [Problem("closes_on", f"The session begins before that day, on {new.day:%-d %b %Y}.")]
    if closes < today and (before is None or closes != before.closes_on):
        return [Problem("closes_on", f"{closes:%-d %b %Y} is past, so that nobody could sign up.")]
    return []


def _day(said: Mapping[str, str], name: str, wrong: list[Problem]) -> date | None:
    text = said.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        wrong.append(Problem(name, f"“{text[:20]}” is no day that exists."))
        return None


def _hour(said: Mapping[str, str], name: str, wrong: list[Problem]) -> time | None:
    text = said.get(name, "").strip()
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None) if text else None
    except ValueError:
        wrong.append(Problem(name, f"“{text[:20]}” is no time of day, such as 08:30."))
        return None


def _seats(said: Mapping[str, str], wrong: list[Problem]) -> int | None:
    text = said.get("seats", "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(MOST_SEATS)):
        wrong.append(Problem("seats", f"Seats are a number from 1 to {MOST_SEATS:,}; leave it empty for any number."))
        return None
    return int(text)
