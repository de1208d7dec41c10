"""An instructor-led course and whoever records its sessions."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from sqlmodel import Session, col, select
from support.build import SYSTEM, Builder

from training_app.access.actor import Actor, Scope
from training_app.access.rules import Permission
from training_app.accounts import actions as accounts
from training_app.assignments.attendance import entries as attendance_entries
from training_app.assignments.attendance import recording as attendance
from training_app.assignments.attendance.attending import Entry, Mark
from training_app.assignments.attendance.recording import Recorded
from training_app.assignments.model import Enrollment
from training_app.assignments.records import Attendance
from training_app.catalog.model import Training
from training_app.catalog.rules import CourseKind
from training_app.core import organization
from training_app.core.tables import known
from training_app.people.model import Person


@dataclass(frozen=True)
class Classroom:
    """A course that an instructor gives, as one coordinator records it."""

    session: Session
    build: Builder
    tess: Actor
    course: Training

    @property
    def today(self) -> date:
        return self.build.now.date()

    def record(
        self,
        *who: Person,
        mark: Mark = Mark.ATTENDED,
        score: int | None = None,
        ago: int = 0,
        by: Actor | None = None,
        course: Training | None = None,
    ) -> Recorded:
        """Record one result for these people, for a session so many days ago."""
        entries = [Entry(known(one.id), mark, None if score is None else Decimal(score)) for one in who]
        return attendance.record(
            self.session,
            by or self.tess,
            course_id=known((course or self.course).id),
            day=self.today - timedelta(days=ago),
            entries=entries,
            now=self.build.now,
        )

    def attempts(self, person: Person) -> list[Enrollment]:
        """All attempts of this person at the course, the first one first."""
        mine = select(Enrollment).where(Enrollment.person_id == person.id, Enrollment.training_id == self.course.id)
        return list(self.session.exec(mine.order_by(col(Enrollment.number))))

    def attended(self, person: Person) -> list[date]:
        """The days on which this person attended."""
        mine = select(Attendance.day).where(Attendance.person_id == person.id, Attendance.course_id == self.course.id)
        return list(self.session.exec(mine.order_by(col(Attendance.day))))


def classroom(session: Session, build: Builder, tess: Actor) -> Classroom:
    """A course of an instructor that nobody is enrolled in yet."""
    course = build.course("Hands-on CPR", materials=0, course_kind=CourseKind.INSTRUCTOR_LED)
    return Classroom(session, build, tess, course)


def only(actor: Actor, scope: Scope) -> Actor:
    """The same coordinator, for some people alone."""
    return replace(actor, scope=scope)


def entered(build: Builder, recorder: Person, *attended: Person) -> Training:
    """A course of an instructor, of which a coordinator has entered who attended today."""
    accounts.set_permission(build.session, SYSTEM, person_id=known(recorder.id), given=True,
                            permission=Permission.RECORD_ATTENDANCE, now=build.now)  # fmt: skip
    room = classroom(build.session, build, build.actor(recorder))
    today = organization.of(build.session).today(build.now)
    for one in attended:
        attendance_entries.enter_one(build.session, room.tess, course_id=known(room.course.id), day=today,
                                     person_id=known(one.id), mark=Mark.ATTENDED, now=build.now)  # fmt: skip
    return room.course
