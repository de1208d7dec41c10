"""What a learner reads of sessions beside their page: whether there are any to choose, and which they have chosen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.records import SignUp
from training_app.assignments.sessions.rules import Stand
from training_app.catalog.model import Training
from training_app.catalog.records import CourseSession
from training_app.catalog.rules import CourseKind, SignUpBy
from training_app.core import db
from training_app.core.errors import NotFound

TO_CHOOSE = "choose"


@dataclass(frozen=True)
class OnCard:
    """How somebody stands with the sessions of a course: a `Stand` and the session in short, or `TO_CHOOSE`."""

    stand: str
    said: str = ""


def title(session: Session, actor: Actor, *, course_id: int) -> str:
    """What a published course that an instructor holds is called; `NotFound` of anything else."""
    del actor  # the catalogue is the same for everybody
    wanted = sa.select(col(Training.title)).where(
        col(Training.id) == course_id,
        col(Training.course_kind) == CourseKind.INSTRUCTOR_LED,
        col(Training.published_at).is_not(None),
    )
    found: str | None = session.connection().execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def open_sql(course_id: Any, today: date, *, by: Collection[SignUpBy]) -> sa.ColumnElement[bool]:
    """Whether a course has a session that people can sign up for themselves on the organization day `today`."""
    closes = sa.func.coalesce(col(CourseSession.closes_on), col(CourseSession.day))
    there: sa.ColumnElement[bool] = sa.exists().where(
        col(CourseSession.course_id) == course_id,
        col(CourseSession.cancelled_at).is_(None),
        col(CourseSession.sign_up).in_([one.value for one in by]),
        col(CourseSession.day) >= today,
        closes >= today,
    )
    return there


def on_cards(session: Session, actor: Actor, *, course_ids: Collection[int], today: date) -> dict[int, OnCard]:
    """How the actor, who is enrolled in them, stands with the sessions of these courses; nothing where there are none.

    Of several sessions the next one that they have a seat in is told, or else the next one that they wait for.
    """
    mine = (
        sa.select(CourseSession, col(SignUp.is_waiting))
        .join(SignUp, col(SignUp.session_id) == col(CourseSession.id))
        .where(
            db.is_one_of(col(CourseSession.course_id), course_ids),
            col(SignUp.person_id) == actor.person_id,
            col(SignUp.stepped_back_at).is_(None),
            col(CourseSession.cancelled_at).is_(None),
            col(CourseSession.last_day) >= today,
        )
        .order_by(col(SignUp.is_waiting), col(CourseSession.day), col(CourseSession.id))
    )
    found: dict[int, OnCard] = {}
    for held, is_waiting in session.execute(mine):
        stand = Stand.WAITING if is_waiting else Stand.SEATED
        found.setdefault(held.course_id, OnCard(stand.value, _short(held, today)))
    others = set(course_ids) - found.keys()
    of_them = sa.select(col(Training.id)).where(db.is_one_of(col(Training.id), others))
    to_choose: Any = of_them.where(open_sql(col(Training.id), today, by=(SignUpBy.ENROLLED, SignUpBy.EVERYONE)))
    found |= {one: OnCard(TO_CHOOSE) for one in session.connection().execute(to_choose).scalars()}
    return found


def _short(held: CourseSession, today: date) -> str:
    """A session in few words: "Tue 8 Dec, 09:00, Station 2"; with its year where that is another."""
    day = f"{held.day:%a %-d %b}" if held.day.year == today.year else f"{held.day:%a %-d %b %Y}"
    return ", ".join(filter(None, (day, f"{held.starts:%H:%M}" if held.starts else "", held.place)))
