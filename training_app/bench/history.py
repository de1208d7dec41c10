"""What a measured organization has behind it: courses, assignments, places, attempts and messages."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.actions import UsersAssigned
from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.assignments.rules import Source, Status
from training_app.bench import sql
from training_app.catalog import actions as catalog
from training_app.catalog import queries
from training_app.catalog.content import NewCourse, NewMaterial
from training_app.core import audit, events
from training_app.core.clock import days_after
from training_app.core.events import Event
from training_app.core.tables import known
from training_app.notifications import keys
from training_app.notifications.model import Message
from training_app.notifications.rules import Channel, MessageStatus, Occasion
from training_app.people.model import Person

SYSTEM = Actor.system()
TEXT = "Hello, a training was assigned to you. It is due on the day named above; the button below leads to it. " * 2
PLACES_EACH = 7.9
REMINDED = 46
LONG = 60


@dataclass(frozen=True)
class Course:
    """A course and its only version."""

    id: int
    version_id: int


@dataclass(frozen=True)
class Shares:
    """How many in a hundred evaluated, failed and passed; the others are enrolled."""

    evaluated: int
    failed: int
    passed: int


ENDED, RUNNING, BEGINNING = Shares(78, 6, 4), Shares(45, 3, 7), Shares(0, 0, 0)


def course(session: Session, number: int, now: datetime) -> Course:
    """A course of the catalogue, with one text to read."""
    title = f"Course {number:03d} on {('lifting', 'hazards', 'airways', 'driving', 'records')[number % 5]}"
    level = (None, "BLS", "ALS")[number % 3]
    new = NewCourse(title=title, code=f"C-{number:03d}", level=level, materials=(NewMaterial("To read", TEXT),))
    made = known(catalog.add_course(session, SYSTEM, new=new, now=now).id)
    return Course(made, known(queries.current_version(session, training_id=made).id))


def past(session: Session, course: Course, place: int, of: int, *, today: date, now: datetime) -> int:
    """One of `of` assignments that were made, with its places, attempts and messages; the first is of everyone."""
    share = 1_000 if place == 0 else int((PLACES_EACH - 1) / (of - 1) * 1_000 * (0.5 + place % 5 / 4))
    due_on, shares = _due(place, today)
    starts_on = max(days_after(due_on, -LONG), days_after(today, -400)) if shares is not BEGINNING else today
    starts_on = days_after(today, 5) if shares is BEGINNING else starts_on
    made = assignment(session, course, place, starts_on=starts_on, due_on=due_on, now=now)
    drawn = sql.lot(Person.id, place, 1_000) < min(share, 1_000)
    status = _status(sql.lot(Person.id, place + 1, 100), shares)
    span = max(1, min(LONG, (today - starts_on).days))
    finished = sql.later(starts_on, sql.lot(Person.id, place + 2, span))
    attempts(session, course, drawn & Person.active_sql(), status=status, completed_on=finished, now=now)
    places(session, made, course, due_on=due_on, now=now)
    if shares is not BEGINNING:
        _messages(session, made, Occasion.STARTED, starts_on, now=now)
        _messages(session, made, Occasion.DUE_IN_7, days_after(due_on, -7), now=now)
    return made


def assignment(session: Session, course: Course, number: int, *, starts_on: date, due_on: date, now: datetime) -> int:
    """An assignment published long ago, its event processed and its act audited."""
    ago = now - timedelta(days=LONG)
    row = Assignment(key=f"past-{course.id}-{number}", training_id=course.id, starts_on=starts_on, due_on=due_on,
                     made_at=ago, published_at=ago)  # fmt: skip
    session.add(row)
    session.flush()
    events.record(session, UsersAssigned(known(row.id)), actor_id=None, at=ago)
    audit.write(session, actor_id=None, at=ago, act="assignment created", subject="assignment", subject_id=row.id)
    session.flush()
    sql.do(session, sa.update(Event).values(processed_at=ago))
    return known(row.id)


def attempts(
    session: Session,
    course: Course,
    whom: Any,
    *,
    status: Any,
    completed_on: Any,
    now: datetime,
    source: Source = Source.ASSIGNED,
    most: int | None = None,
) -> None:
    """First attempts of whomever the condition finds; `completed_on` is that of those evaluated."""
    is_done = status == Status.EVALUATED.value
    columns = {
        "person_id": col(Person.id), "training_id": sa.literal(course.id), "version_id": sa.literal(course.version_id),
        "number": sa.literal(1), "source": sa.literal(source.value), "status": status,
        "enrolled_at": sql.instant(now - timedelta(days=LONG)),
        "completed_on": sa.case((is_done, completed_on)), "completed_at": sa.case((is_done, sql.instant(now))),
    }  # fmt: skip
    found = sa.select(*columns.values()).where(whom).order_by(col(Person.id)).limit(most)
    sql.do(session, sa.insert(Enrollment).from_select(list(columns), found))


def places(session: Session, assignment_id: int, course: Course, *, due_on: date, now: datetime) -> None:
    """A place for every attempt at the course; one in a hundred withdrawn, one excused."""
    chance = sql.lot(Enrollment.person_id, 3, 100)
    columns = {
        "assignment_id": sa.literal(assignment_id), "person_id": col(Enrollment.person_id),
        "enrollment_id": col(Enrollment.id), "due_on": sa.literal(due_on, sa.Date),
        "due_set_at": sql.instant(now - timedelta(days=LONG)), "occasion": sa.literal(1),
        "withdrawn_at": sa.case((chance == 1, sql.instant(now))),
        "excused_at": sa.case((chance == 2, sql.instant(now))),  # noqa: PLR2004
    }  # fmt: skip
    found = sa.select(*columns.values()).where(col(Enrollment.training_id) == course.id)
    sql.do(session, sa.insert(Assignee).from_select(list(columns), found))


def _due(place: int, today: date) -> tuple[date, Shares]:
    """Due days before today and after the next weeks, never on the days whose reminders are measured."""
    if place == 0 or place % 2:
        return days_after(today, 20 + place * 3 % 40), RUNNING
    if place % 8 == 0:
        return days_after(today, 65 + place % 30), BEGINNING
    return days_after(today, -3 - place * 9 % 390), ENDED


def _status(chance: Any, shares: Shares) -> sa.ColumnElement[str]:
    return sa.case(
        (chance < shares.evaluated, sa.literal(Status.EVALUATED.value)),
        (chance < shares.evaluated + shares.failed, sa.literal(Status.FAILED.value)),
        (chance < shares.evaluated + shares.failed + shares.passed, sa.literal(Status.PASSED.value)),
        else_=sa.literal(Status.ENROLLED.value),
    )


def _messages(session: Session, assignment_id: int, occasion: Occasion, day: date, *, now: datetime) -> None:
    """Sent messages of one occasion by both channels: everybody's start notice, and the reminders of nearly half."""
    key = keys.key_sql(keys.STARTED, assignee=col(Assignee.id), occasion=col(Assignee.occasion))
    whom = col(Assignee.assignment_id) == assignment_id
    if occasion is not Occasion.STARTED:
        training = sa.select(col(Assignment.training_id)).where(col(Assignment.id) == assignment_id).scalar_subquery()
        key = keys.key_sql(keys.REMINDER, training=training, person=col(Assignee.person_id), day=day)
        whom &= sql.lot(Assignee.person_id, 2, 100) < REMINDED
    ago = sql.instant(now - timedelta(days=30))
    for channel in Channel:
        columns = {
            "key": key, "channel": sa.literal(channel.value), "occasion": sa.literal(occasion.value),
            "person_id": col(Assignee.person_id), "assignee_id": col(Assignee.id), "due_on": col(Assignee.due_on),
            "facts": sa.literal({}, sa.JSON), "made_at": ago, "next_try_at": ago,
            "status": sa.literal(MessageStatus.SENT.value), "claimed_by": sa.literal(""), "attempts": sa.literal(1),
            "sent_at": ago, "answer": sa.literal(""), "why": sa.literal(""),
            "subject": sa.literal("A training was assigned to you"),
            "text": sa.literal(TEXT if channel is Channel.EMAIL else ""), "link": sa.literal("/learn/1"),
            "read_at": sa.case((sql.lot(Assignee.person_id, 5, 3) > 0, ago)),
        }  # fmt: skip
        found = sa.select(*columns.values()).where(whom)
        sql.do(session, sa.insert(Message).from_select(list(columns), found))
