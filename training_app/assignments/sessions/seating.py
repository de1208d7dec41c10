"""Giving the seats of a session: to those who wait, in their order, as seats come free (T-03)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.assignments.records import SignUp
from training_app.assignments.sessions import finding, rules
from training_app.assignments.sessions.facts import SeatFound
from training_app.catalog.records import CourseSession
from training_app.catalog.rules import SignUpBy
from training_app.core import bulk, db, events
from training_app.core.tables import known
from training_app.people.model import Person


@dataclass(frozen=True)
class Act:
    """Who changes who takes part, when, and on which organization day that is."""

    by_id: int | None
    now: datetime
    today: date


def put(session: Session, row: CourseSession, person_ids: Sequence[int], act: Act) -> tuple[list[int], list[int]]:
    """Sign these people up, who are not in it: seats in their order, then the waiting list. Who got which, by ids."""
    session_id = known(row.id)
    left = rules.free(row.seats, finding.seated(session, session_id=session_id))
    seated, waiting = rules.seated_first(list(person_ids), left)
    back = finding.sign_ups(session, session_id=session_id, person_ids=person_ids)
    said = {"by_id": act.by_id, "at": act.now, "seated_at": None, "stepped_back_at": None}
    for person_id, was in back.items():
        was.sqlmodel_update(said | {"is_waiting": person_id in waiting})
    session.flush()
    fresh = [{"session_id": session_id, "person_id": one, "is_waiting": place >= len(seated), **said}
             for place, one in enumerate(person_ids) if one not in back]  # fmt: skip
    bulk.insert(session, SignUp, fresh)
    _leave_waiting_lists(session, row, seated, act)
    return seated, waiting


def fill(session: Session, row: CourseSession, act: Act) -> list[int]:
    """Give the seats that are free to the first who wait and can have one; their ids.

    Left out are people who were deactivated or are not enrolled any more where that is asked, and whoever has a seat
    elsewhere at the same time.
    """
    left = rules.free(row.seats, finding.seated(session, session_id=known(row.id)))
    if left == 0:
        return []
    able = _waiting(session, row, act.today)
    elsewhere = finding.seated_elsewhere(session, row, [one.person_id for one in able])
    able = [one for one in able if one.person_id not in elsewhere]
    return seat(session, row, able if left is None else able[:left], act)


def seat(session: Session, row: CourseSession, waiting: Sequence[SignUp], act: Act) -> list[int]:
    """Give seats to these who wait, and tell them."""
    found = [one.person_id for one in waiting]
    for one in waiting:
        one.is_waiting, one.seated_at = False, act.now
    session.flush()
    if found:
        _leave_waiting_lists(session, row, found, act)
        events.record(session, SeatFound(known(row.id), found), actor_id=act.by_id, at=act.now)
    return found


def _waiting(session: Session, row: CourseSession, today: date) -> list[SignUp]:
    in_order = (
        select(SignUp)
        .join(Person, col(Person.id) == col(SignUp.person_id))
        .where(SignUp.session_id == row.id, finding.waiting_sql(), Person.active_sql())
        .order_by(col(SignUp.at), col(SignUp.id))
        .execution_options(populate_existing=True)
    )
    if row.sign_up == SignUpBy.ENROLLED:
        by_others = col(SignUp.by_id).is_distinct_from(col(SignUp.person_id))
        in_order = in_order.where(by_others | finding.is_enrolled_sql(row.course_id, today))
    return list(session.exec(in_order))


def _leave_waiting_lists(session: Session, row: CourseSession, seated: Sequence[int], act: Act) -> None:
    """Whoever has a seat waits for none in a session at the same time."""
    others = [known(one.id) for one in finding.others_at_once(session, row)] if seated else []
    if not others:
        return
    theirs = (db.is_one_of(col(SignUp.session_id), others), db.is_one_of(col(SignUp.person_id), seated))
    left = sa.update(SignUp).where(*theirs, finding.waiting_sql()).values(stepped_back_at=act.now)
    session.connection().execute(left)
    session.expire_all()
