"""What a learner sees of sessions: which they can sign up for, and where they stand (T-03)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.records import SignUp
from training_app.assignments.sessions import finding, instants, rules
from training_app.assignments.sessions.rules import Applicant, Stand, When
from training_app.catalog import queries as catalog
from training_app.catalog.model import Training
from training_app.catalog.records import CourseSession
from training_app.catalog.rules import SignUpBy
from training_app.core import organization
from training_app.core.tables import known
from training_app.people.model import Person

MOST = 50


@dataclass(frozen=True)
class MySession:
    """A session as its learner sees it. Days are ISO, `when` is in words; `begins_at` and `ends_at` are instants.

    `stand` is a `Stand`, with `number` as the place among the waiting. `free` seats are left, None is any number.
    `why_not` says why they cannot sign up, empty when they can, or are in it; `seat_from_waiting` that it would be a
    place on the waiting list. `reason` is why it was cancelled.
    """

    id: int
    course_id: int
    course: str
    when: str
    day: str
    last_day: str
    begins_at: datetime
    ends_at: datetime
    has_hours: bool
    place: str
    instructor: str
    note: str
    seats: int | None
    free: int | None
    waiting: int
    stand: str
    number: int
    can_sign_up: bool
    would_wait: bool
    why_not: str
    can_step_back: bool
    closes_on: str
    is_cancelled: bool
    reason: str


def for_person(session: Session, actor: Actor, *, course_id: int, today: date) -> list[MySession]:
    """The sessions of a course that are not over on the organization day `today`, the next one first.

    Cancelled ones stand among them for whoever was in them. None of a course that is not instructor-led.
    """
    if actor.person_id is None:
        return []
    is_course = col(CourseSession.course_id) == course_id
    return _read(session, actor.person_id, [is_course, _is_there() | _is_in()], today)


def all_of_mine(session: Session, actor: Actor, *, today: date) -> list[MySession]:
    """The sessions of any course that the actor signed up for and that are not over, the next one first."""
    return [] if actor.person_id is None else _read(session, actor.person_id, [_is_in()], today)


def _is_there() -> sa.ColumnElement[bool]:
    return col(CourseSession.cancelled_at).is_(None)


def _is_in() -> sa.ColumnElement[bool]:
    return col(SignUp.id).is_not(None) & col(SignUp.stepped_back_at).is_(None)


def _read(session: Session, person_id: int, where: list[Any], today: date) -> list[MySession]:
    zone = organization.of(session).zone
    before: Any = sa.orm.aliased(SignUp)
    others: Any = sa.select(sa.func.count()).correlate(CourseSession, SignUp)
    there = others.select_from(before).where(
        before.session_id == col(CourseSession.id), before.stepped_back_at.is_(None)
    )
    earlier = (before.at < col(SignUp.at)) | ((before.at == col(SignUp.at)) & (before.id <= col(SignUp.id)))
    is_enrolled = finding.is_enrolled_sql(col(CourseSession.course_id), today)
    mine = sa.and_(col(SignUp.session_id) == col(CourseSession.id), col(SignUp.person_id) == person_id)
    found = (
        sa.select(
            CourseSession, SignUp, Training, Person, is_enrolled.label("is_enrolled"),
            there.where(~before.is_waiting).scalar_subquery().label("seated"),
            there.where(before.is_waiting).scalar_subquery().label("waiting"),
            there.where(before.is_waiting, earlier).scalar_subquery().label("number"),
        )
        .join(Training, col(Training.id) == col(CourseSession.course_id))
        .join(Person, col(Person.id) == person_id)
        .outerjoin(SignUp, mine)
        .where(col(CourseSession.last_day) >= today, *where)
        .order_by(col(CourseSession.day), col(CourseSession.starts), col(CourseSession.id))
        .limit(MOST)
    )  # fmt: skip
    rows = session.execute(found).all()
    current = {row.Training.id: catalog.standing(session, row.Training, today).can_be_assigned for row in rows}
    seats = [finding.when_of(row.CourseSession) for row in rows if _stand(row.SignUp) is Stand.SEATED
             and row.CourseSession.cancelled_at is None]  # fmt: skip
    return [_mine(row, today, zone, seats, is_course_current=current[row.Training.id]) for row in rows]


def _mine(row: Any, today: date, zone: str, seats: list[When], *, is_course_current: bool) -> MySession:
    held, when, stand = row.CourseSession, finding.when_of(row.CourseSession), _stand(row.SignUp)
    is_cancelled = held.cancelled_at is not None
    closed = rules.why_closed(when, held.closes_on, today, is_cancelled=is_cancelled)
    who = Applicant(is_themselves=True, is_active=row.Person.is_active(), is_enrolled=row.is_enrolled)
    other = next((one for one in seats if one.overlaps(when)), None)
    why = rules.why_not(who, SignUpBy(held.sign_up), is_course_current=is_course_current)
    why = why or (rules.seat_elsewhere(other) if other else "")
    why = closed or (rules.about_you(why) if why else "")
    free = rules.free(held.seats, row.seated)
    return MySession(
        id=known(held.id),
        course_id=held.course_id,
        course=row.Training.title,
        when=when.in_words(),
        day=held.day.isoformat(),
        last_day=held.last_day.isoformat(),
        begins_at=instants.begins_at(when, zone),
        ends_at=instants.ends_at(when, zone),
        has_hours=held.starts is not None,
        place=held.place,
        instructor=held.instructor,
        note=held.note,
        seats=held.seats,
        free=free,
        waiting=row.waiting,
        stand=stand.value,
        number=row.number if stand is Stand.WAITING else 0,
        can_sign_up=stand is Stand.NONE and not why,
        would_wait=free == 0,
        why_not=why if stand is Stand.NONE else "",
        can_step_back=stand is not Stand.NONE and not closed,
        closes_on=rules.last_day_to_sign_up(held.day, held.closes_on).isoformat(),
        is_cancelled=is_cancelled,
        reason=held.why,
    )


def _stand(mine: SignUp | None) -> Stand:
    if mine is None or mine.stepped_back_at is not None:
        return Stand.NONE
    return Stand.WAITING if mine.is_waiting else Stand.SEATED
