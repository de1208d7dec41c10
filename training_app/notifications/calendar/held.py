"""Sessions of instructor-led courses as events in the calendars of those who have a seat (N-09, T-03)."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.assignments.records import SignUp
from training_app.assignments.sessions import finding, instants
from training_app.catalog.model import Training
from training_app.catalog.records import CourseSession
from training_app.core import mail
from training_app.core.organization import Organization
from training_app.core.settings import settings
from training_app.core.tables import known
from training_app.notifications import held_sessions
from training_app.notifications.calendar.events import Entry
from training_app.notifications.model import Message
from training_app.notifications.rules import Occasion

TAKEN_OUT = (Occasion.SESSION_CANCELLED, Occasion.SESSION_LEFT)
PUT_IN = tuple(one for one in held_sessions.OF_A_SESSION if one not in TAKEN_OUT)


def of_message(session: Session, of: Organization, row: Any) -> list[Entry]:
    """The event that goes with a claimed message: as the session is now. Whoever waits for a seat has none."""
    held, mine = held_sessions.of(session, row)
    if held is None or (row.occasion in PUT_IN and (mine is None or mine.is_waiting)):
        return []
    title = session.get_one(Training, held.course_id).title
    return [_entry(of, held, title, sequence=row.id, stamp=row.made_at)]


def of_person(session: Session, of: Organization, person_id: int, today: date) -> list[Entry]:
    """The sessions that somebody has a seat in, and that are neither cancelled nor over.

    Each has the number of the latest message about it, so a program that got both keeps the same of the two.
    """
    about = sa.literal("session:") + sa.cast(col(CourseSession.id), sa.String) + f":person:{person_id}:"
    latest = sa.select(sa.func.max(col(Message.id))).where(
        col(Message.person_id) == person_id, sa.func.substr(col(Message.key), 1, sa.func.length(about)) == about
    )
    mine: Any = (
        select(CourseSession, SignUp, col(Training.title), latest.correlate(CourseSession).scalar_subquery())
        .join(SignUp, col(SignUp.session_id) == col(CourseSession.id))
        .join(Training, col(Training.id) == col(CourseSession.course_id))
        .where(
            SignUp.person_id == person_id, finding.seated_sql(), col(CourseSession.cancelled_at).is_(None),
            col(CourseSession.last_day) >= today,
        )
        .order_by(col(CourseSession.day), col(CourseSession.id))
    )  # fmt: skip
    return [
        _entry(of, held, title, sequence=number or 0, stamp=sign_up.at)
        for held, sign_up, title, number in session.exec(mine)
    ]


def _entry(of: Organization, held: CourseSession, title: str, *, sequence: int, stamp: datetime) -> Entry:
    when, link = finding.when_of(held), settings().address() + held_sessions.link_to(held.course_id)
    # An end without a beginning there is not; a beginning without an end takes the rest of the day.
    hours = (instants.begins_at(when, of.zone), instants.ends_at(when, of.zone)) if held.starts is not None else None
    taught = f" Instructor: {held.instructor}." if held.instructor else ""
    return Entry(
        uid=f"session-{known(held.id)}@{mail.host()}",
        day=held.day,
        summary=title,
        description=f"{held_sessions.said(held)}.{taught} Look at it, or step back: {link}",
        url=link,
        sequence=sequence,
        stamp=stamp,
        last_day=held.last_day,
        hours=hours,
        place=held.place,
        is_held=True,
    )
