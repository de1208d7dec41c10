"""Everything that the page of one session shows, in one reading (T-03)."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.attendance import recording as attendance
from training_app.assignments.attendance import sheet as attendance_sheet
from training_app.assignments.attendance.filters import SheetFilter
from training_app.assignments.attendance.sheet import SheetAccount, SheetRow
from training_app.assignments.queries import TabCount
from training_app.assignments.records import AttendanceEntry
from training_app.core.paging import Paged


@dataclass(frozen=True)
class OtherDay:
    """Another day for which something is entered and not recorded yet."""

    day: date
    people: int


@dataclass(frozen=True)
class Sheet:
    """The sheet of a session; `problem` says why nothing can be recorded for its day."""

    title: str
    code: str
    level: str
    day: date
    problem: str
    rows: Paged[SheetRow]
    tabs: list[TabCount]
    account: SheetAccount
    others: tuple[OtherDay, ...]


def sheet(session: Session, actor: Actor, *, course_id: int, wanted: SheetFilter, today: date) -> Sheet:
    """The session of the day of the filter, or else of today, among the people whom the actor sees."""
    course = attendance.course_of(session, actor, course_id=course_id)
    day = wanted.day or today
    problems = attendance.problems_of_day(course, day, today)
    return Sheet(
        title=course.title,
        code=course.code,
        level=course.level or "",
        day=day,
        problem=problems[0].text if problems else "",
        rows=attendance_sheet.people(session, actor, course_id=course_id, day=day, wanted=wanted),
        tabs=attendance_sheet.tabs(session, actor, course_id=course_id, day=day, q=wanted.q),
        account=attendance_sheet.account(session, actor, course_id=course_id, day=day),
        others=_other_days(session, actor, course_id, day),
    )


def _other_days(session: Session, actor: Actor, course_id: int, day: date) -> tuple[OtherDay, ...]:
    entered = (
        sa.select(col(AttendanceEntry.day), sa.func.count().label("people"))
        .where(col(AttendanceEntry.by_id) == actor.person_id, col(AttendanceEntry.course_id) == course_id,
               col(AttendanceEntry.day) != day)
        .group_by(col(AttendanceEntry.day))
        .order_by(col(AttendanceEntry.day).desc())
    )  # fmt: skip
    return tuple(OtherDay(row.day, row.people) for row in session.connection().execute(entered))
