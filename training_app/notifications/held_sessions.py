"""A session of an instructor-led course as messages speak of it, and why one is not sent after all (T-03, N-04)."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.assignments.records import SignUp
from training_app.assignments.sessions import finding, instants
from training_app.catalog.records import CourseSession
from training_app.core import organization
from training_app.notifications.model import Message
from training_app.notifications.rules import Occasion, spoken

OF_A_SESSION = (Occasion.SIGNED_UP, Occasion.SEAT_FOUND, Occasion.SESSION_MOVED, Occasion.SESSION_CANCELLED,
                Occasion.SESSION_LEFT, Occasion.SESSION_TOMORROW)  # fmt: skip
SEATED = "You have a seat."
WAITING = "All seats are taken: you are on the waiting list, and get the next seat that comes free."
BACK = "The person stepped back since."
AGAIN = "The person signed up again since."
NO_SEAT = "The person has no seat any more."
OVER = "The session is over."
CANCELLED = "The session was cancelled since."
MOVED_AGAIN = "The session was moved again since."


def link_to(course_id: int) -> str:
    """Where a learner finds the sessions of a course, enrolled in it or not."""
    return f"/my/sessions/{course_id}"


def said(held: CourseSession) -> str:
    """When and where it is, in words: "Mon 8 Mar 2027, 08:00 to 12:00, Station 4"."""
    return ", ".join(filter(None, (finding.when_of(held).in_words(), held.place)))


def was_said(was: str) -> str:
    """When and where it was before."""
    return f"Before, it was: {was}."


def because(held: CourseSession) -> str:
    """Why it was cancelled, in the words of whoever did so."""
    return f"The reason: {held.why}" if held.why else ""


def of(session: Session, row: Any) -> tuple[CourseSession | None, SignUp | None]:
    """The session that a message is about, as it is now, and the sign-up of whoever gets it."""
    number = row.facts.get("session_id", 0)
    mine = select(SignUp).where(SignUp.session_id == number, SignUp.person_id == row.person_id)
    return session.get(CourseSession, number), session.exec(mine).first()


def spoken_of(session: Session, row: Any) -> dict[str, str]:
    """What a claimed message says of its session: when and where it is by now, and what else is to be known."""
    held, mine = of(session, row)
    if held is None:
        return {}
    rests = {
        Occasion.SIGNED_UP: WAITING if mine is not None and mine.is_waiting else SEATED,
        Occasion.SESSION_MOVED: was_said(row.facts.get("was", "")),
        Occasion.SESSION_CANCELLED: because(held),
    }
    return {"session": said(held), "rest": rests.get(row.occasion, "")}


def why_not(session: Session, row: Any, today: date, now: datetime) -> str:
    """Why a claimed message about a session is not sent; empty when it is."""
    held, mine = of(session, row)
    if held is None or mine is None:
        return "The session is gone."
    if today > held.last_day:
        return OVER
    if row.occasion == Occasion.SESSION_LEFT:
        return AGAIN if mine.stepped_back_at is None else ""
    if mine.stepped_back_at is not None:
        return BACK
    if row.occasion == Occasion.SESSION_CANCELLED:
        return ""
    return CANCELLED if held.cancelled_at is not None else _why_no_more(session, row, held, mine, now)


def _why_no_more(session: Session, row: Any, held: CourseSession, mine: SignUp, now: datetime) -> str:
    match row.occasion:
        case Occasion.SIGNED_UP:
            return AGAIN if mine.at.isoformat() != row.facts.get("since") else ""
        case Occasion.SESSION_MOVED:
            return MOVED_AGAIN if _is_newer(session, row) else ""
        case Occasion.SEAT_FOUND:
            return NO_SEAT if mine.is_waiting else ""
        case _:
            return _why_no_reminder(session, row, held, mine, now)


def _why_no_reminder(session: Session, row: Any, held: CourseSession, mine: SignUp, now: datetime) -> str:
    if mine.is_waiting:
        return NO_SEAT
    if held.day != row.due_on:
        return f"The session is on {spoken(held.day)} now."
    has_begun = instants.begins_at(finding.when_of(held), organization.of(session).zone) <= now
    return "The session has begun." if has_begun else ""


def _is_newer(session: Session, row: Any) -> bool:
    """Whether there is a later message of the same occasion about the same session to the same person."""
    same = row.key.rpartition(":")[0]
    newer = sa.exists().where(
        col(Message.person_id) == row.person_id,
        col(Message.channel) == row.channel,
        col(Message.occasion) == row.occasion,
        col(Message.id) > row.id,
        col(Message.key).startswith(f"{same}:", autoescape=True),
    )
    found: bool = session.connection().execute(sa.select(newer)).scalar_one()
    return found
