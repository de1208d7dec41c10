"""What is recorded of an external activity, as it is entered, and what is wrong with it (T-04)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from training_app.assignments.model import new_key
from training_app.catalog.model import Training
from training_app.catalog.rules import CourseKind
from training_app.core.errors import Problem
from training_app.people.rules import clean

EARLIEST = date(1990, 1, 1)
MOST_HOURS = Decimal("9999.99")
# What is typed, and how long it may be.
BOXES = {"title": 200, "training_id": 10, "done_on": 20, "place": 200, "hours": 20, "note": 2000}
LABELS = {
    "title": "What was done",
    "training_id": "External course",
    "done_on": "Done on",
    "place": "Where",
    "hours": "Hours",
    "note": "Note",
    "files": "Proof",
}
NO_HOURS = Decimal(-1)
"""Of what was typed as hours and is no number."""

_HOURS = re.compile(r"[0-9]{1,7}(?:[.,][0-9]{1,2})?")


@dataclass(frozen=True)
class NewActivity:
    """An activity as it is entered. `training_id` is the external course that it was, if it is one of the catalogue.

    `files` are proofs that its recorder has sent; `key` is of the form, which records it once however often it is sent.
    """

    key: str
    title: str
    done_on: date | None
    training_id: int | None = None
    place: str = ""
    hours: Decimal = Decimal(0)
    note: str = ""
    files: tuple[int, ...] = ()


def typed(said: Mapping[str, str], *, key: str, files: tuple[int, ...] = ()) -> NewActivity:
    """What a form says in its boxes; what makes no sense is found by `problems_of`."""
    course = said.get("training_id", "")
    return NewActivity(
        key=key,
        title=clean(said.get("title", "")),
        done_on=_day(said.get("done_on", "")),
        training_id=int(course) if course.isascii() and course.isdecimal() and len(course) < 10 else None,  # noqa: PLR2004  # 32 bits
        place=clean(said.get("place", "")),
        hours=_hours(clean(said.get("hours", ""))),
        note=clean(said.get("note", "")),
        files=files,
    )


def form_key(person_id: int) -> str:
    """A key for a form that somebody begins."""
    return new_key(person_id)


def problems_of(new: NewActivity, course: Training | None, *, today: date) -> list[Problem]:
    """Everything that is wrong with it on the organization day `today`; `course` is the one that it names, if any."""
    wrong = [] if new.title else [Problem("title", "Say what was done.")]
    wrong += _problems_of_course(new, course)
    wrong += _problems_of_day(new.done_on, today)
    if new.hours == NO_HOURS:
        wrong.append(Problem("hours", "Hours are a number, for example 8 or 7.5."))
    elif not 0 <= new.hours <= MOST_HOURS:
        wrong.append(Problem("hours", f"Hours are from 0 to {MOST_HOURS:,}."))
    return wrong


def _problems_of_course(new: NewActivity, course: Training | None) -> list[Problem]:
    if new.training_id is None:
        return []
    if course is None or not _can_be_named(course):
        return [Problem("training_id", "This is not an external course of the catalog any more. Choose another.")]
    end = course.accredited_through
    if end is not None and new.done_on is not None and new.done_on > end:
        said = f"The accreditation of “{course.title}” ended before that day, on {end:%-d %b %Y}."
        return [Problem("done_on", said)]
    return []


def _can_be_named(course: Training) -> bool:
    is_external = course.course_kind == CourseKind.EXTERNAL
    return is_external and course.published_at is not None and course.archived_at is None


def _problems_of_day(day: date | None, today: date) -> list[Problem]:
    if day is None:
        return [Problem("done_on", "Say on which day it was done.")]
    if day > today:
        return [Problem("done_on", f"{day:%-d %b %Y} is after today, {today:%-d %b %Y}.")]
    if day < EARLIEST:
        return [Problem("done_on", f"{day:%-d %b %Y} is before {EARLIEST:%-d %b %Y}.")]
    return []


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _hours(text: str) -> Decimal:
    if not text:
        return Decimal(0)
    return Decimal(text.replace(",", ".")) if _HOURS.fullmatch(text) else NO_HOURS
