"""What is on record of somebody's places and of the days that were decided: a few reads, however many places."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.actions import UsersAssigned
from training_app.assignments.attempts import passing
from training_app.assignments.making import merging
from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.assignments.records import Attendance, Closing, Excuse
from training_app.assignments.rules import Status
from training_app.catalog.model import Training
from training_app.core import db
from training_app.core.audit import AuditEntry
from training_app.core.events import Event
from training_app.notifications.explaining.asked import Asked, Edit, Spell
from training_app.notifications.model import DecidedDay, Message
from training_app.notifications.rules import DAYS_BEFORE_DUE, Moment, Occasion

PERSON_ACTS = ("person deactivated", "person reactivated", "reminders by e-mail chosen")


@dataclass(frozen=True)
class Made:
    """The timed messages that were made: by key and channel the place, and which place was told of which day."""

    place_of: Mapping[tuple[str, str], int] = field(default_factory=dict)
    reminders: frozenset[tuple[int, str, date, str]] = frozenset()


@dataclass(frozen=True)
class Decided:
    """The days on which one moment was decided, of those that were asked about; `first` and `last` of all."""

    first: date | None = None
    last: date | None = None
    at: Mapping[date, datetime] = field(default_factory=dict)

    def is_to_come(self, day: date, today: date) -> bool:
        """Whether a day is still to be decided; a new installation begins with today."""
        return day >= today if self.last is None else day > self.last

    def comes_again(self, day: date, moment: datetime, now: datetime) -> bool:
        """Whether a decided day's moment is still ahead, because the clocks were moved since (X-06)."""
        return day in self.at and self.at[day] < moment and now < moment


def places(session: Session, *, person_id: int) -> list[Asked]:
    """Every place of the person in what was published, oldest first, each with its history."""
    rows = session.connection().execute(_PLACES, {"person": person_id}).all()
    edits = _edits(session, merging.SUBJECT, {row.assignment_id for row in rows}, (merging.EDITED,))
    excuses = _excuses(session, [row.id for row in rows])
    failed = _failed(session, [row.enrollment_id for row in rows if row.status == Status.FAILED])
    return [
        Asked(
            **{name: getattr(row, name) for name in _SAME},
            is_late=row.joined_in > 1,
            failed_at=failed.get(row.enrollment_id),
            excuses=excuses[row.id],
            edits=edits[row.assignment_id],
        )
        for row in rows
    ]


def edits_of_person(session: Session, *, person_id: int) -> list[Edit]:
    """What decides whether the person is told, as it was before each change, newest first."""
    return _edits(session, "person", [person_id], PERSON_ACTS)[person_id]


def made(session: Session, *, person_id: int) -> Made:
    """Every start notice and reminder that was made for the person, whatever became of it."""
    timed = (Occasion.STARTED.value, *(one.value for one in DAYS_BEFORE_DUE))
    columns = (
        col(one) for one in (Message.key, Message.channel, Message.assignee_id, Message.occasion, Message.due_on)
    )
    wanted = sa.select(*columns).where(col(Message.person_id) == person_id, col(Message.occasion).in_(timed))
    rows = session.connection().execute(wanted).all()
    reminders = ((row.assignee_id, row.occasion, row.due_on, row.channel) for row in rows)
    return Made({(row.key, row.channel): row.assignee_id for row in rows}, frozenset(reminders))


def decided(session: Session, moment: Moment, days: Iterable[date]) -> Decided:
    """Which of these days were decided for a moment, and when."""
    ours = col(DecidedDay.moment) == moment.value
    ends = sa.select(sa.func.min(col(DecidedDay.day)), sa.func.max(col(DecidedDay.day))).where(ours)
    first, last = session.connection().execute(ends).one()
    asked = sa.select(col(DecidedDay.day), col(DecidedDay.decided_at)).where(ours, col(DecidedDay.day).in_(set(days)))
    return Decided(first, last, {row.day: row.decided_at for row in session.connection().execute(asked)})


def waiting_assignments(session: Session) -> dict[int, frozenset[int] | None]:
    """Assignments of which the loop has yet to tell people: the places, or None for all of them."""
    wanted = (col(Event.processed_at).is_(None), col(Event.act) == UsersAssigned.__name__)
    facts = session.connection().execute(sa.select(col(Event.payload)).where(*wanted)).scalars()
    found: dict[int, frozenset[int] | None] = {}
    for fact in facts:
        ids, before = fact.get("assignee_ids"), found.get(fact["assignment_id"], frozenset())
        found[fact["assignment_id"]] = None if ids is None or before is None else before | frozenset(ids)
    return found


def _edits(session: Session, subject: str, ids: Iterable[int], acts: tuple[str, ...]) -> dict[int, list[Edit]]:
    columns = (col(AuditEntry.subject_id), col(AuditEntry.at), col(AuditEntry.before))
    wanted = (
        col(AuditEntry.subject) == subject,
        db.is_one_of(col(AuditEntry.subject_id), sorted(ids)),
        col(AuditEntry.act).in_(acts),
    )
    found: dict[int, list[Edit]] = defaultdict(list)
    for row in session.connection().execute(sa.select(*columns).where(*wanted).order_by(col(AuditEntry.id).desc())):
        found[row.subject_id].append(Edit(row.at, row.before or {}))
    return found


def _excuses(session: Session, ids: list[int]) -> dict[int, list[Spell]]:
    columns = (col(Excuse.assignee_id), col(Excuse.at), col(Excuse.until), col(Excuse.ended_at))
    found: dict[int, list[Spell]] = defaultdict(list)
    for row in session.connection().execute(sa.select(*columns).where(db.is_one_of(col(Excuse.assignee_id), ids))):
        found[row.assignee_id].append(Spell(row.at, row.until, row.ended_at))
    return found


def _failed(session: Session, enrollment_ids: list[int]) -> dict[int, datetime]:
    """When these attempts failed, where an act on record says so: attendance, a result of one person, an exam."""
    if not enrollment_ids:
        return {}
    attended: Any = sa.select(col(Attendance.enrollment_id).label("id"), col(Attendance.at).label("at")).where(
        db.is_one_of(col(Attendance.enrollment_id), enrollment_ids)
    )
    entered = sa.select(col(AuditEntry.subject_id), col(AuditEntry.at)).where(
        col(AuditEntry.subject) == "enrollment",
        col(AuditEntry.act).in_(("result recorded", passing.ACTS[Status.FAILED])),
        db.is_one_of(col(AuditEntry.subject_id), enrollment_ids),
    )
    both = sa.union_all(attended, entered).subquery()
    latest = sa.select(both.c.id, sa.func.max(both.c.at).label("at")).group_by(both.c.id)
    return {row.id: row.at for row in session.connection().execute(latest)}


_SAME = (
    "id", "assignment_id", "training_id", "title", "occasion", "starts_on", "due_on", "due_set_at", "published_at",
    "dashboard_notifications", "emails", "status", "completed_on", "completed_at", "closed_as", "closed_at",
    "withdrawn_at", "cancelled_at", "excused_at", "excused_until",
)  # fmt: skip
_OF_PLACE: tuple[Any, ...] = (
    Assignee.id, Assignee.assignment_id, Assignee.enrollment_id, Assignee.occasion, Assignee.joined_in,
    Assignee.due_on, Assignee.due_set_at, Assignee.withdrawn_at, Assignee.excused_at, Assignee.excused_until,
)  # fmt: skip
_OF_REST: tuple[Any, ...] = (
    Assignment.training_id, Training.title, Assignment.starts_on, Assignment.published_at, Assignment.cancelled_at,
    Assignment.dashboard_notifications, Assignment.emails, Enrollment.status, Enrollment.completed_on,
    Enrollment.completed_at, Enrollment.closed_as,
)  # fmt: skip
_PLACES = (
    sa.select(*_OF_PLACE, *_OF_REST, col(Closing.at).label("closed_at"))
    .select_from(Assignee)
    .join(Assignment, col(Assignment.id) == col(Assignee.assignment_id))
    .join(Enrollment, col(Enrollment.id) == col(Assignee.enrollment_id))
    .join(Training, col(Training.id) == col(Assignment.training_id))
    .outerjoin(Closing, col(Closing.enrollment_id) == col(Enrollment.id))
    .where(col(Assignee.person_id) == sa.bindparam("person"), col(Assignment.published_at).is_not(None))
    .order_by(col(Assignee.id))
)
