"""What saving an edit writes: attempts, places in and out, days and options (A-19).

Whose due day moves with the assignment: everybody's who has not completed it, unless a later day of their own was
given to them (A-22, A-26); an earlier one of their own gives way.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.actions import UsersAssigned
from training_app.assignments.acts import moving as moves
from training_app.assignments.acts import withdrawing
from training_app.assignments.acts.withdrawing import UsersWithdrawn
from training_app.assignments.attempts import enrolling, parts
from training_app.assignments.making import fates, merging
from training_app.assignments.making.merging import FieldChange
from training_app.assignments.model import (
    Assignee,
    Assignment,
    AssignmentDraft,
    Chosen,
    Enrollment,
    PathStep,
)
from training_app.assignments.rules import Part, Source, Status
from training_app.core import audit, db, events, organization
from training_app.core.tables import known
from training_app.people.model import Person


def moving(session: Session, draft: AssignmentDraft, assignment: Assignment, *, today: date) -> tuple[int, int]:
    """How many people's due day saving would move, and how many of them are told at once (A-12, A-19)."""
    if draft.due_on is None or draft.due_on == assignment.due_on or draft.due_on.isoformat() == draft.base["due_on"]:
        return 0, 0
    starts_on = draft.starts_on or assignment.starts_on
    is_told: sa.ColumnElement[bool] = sa.false()
    if starts_on <= today and (draft.dashboard_notifications or draft.emails):
        is_told = Person.active_sql() & Enrollment.is_open_sql() & ~Assignee.is_excused_sql(today)
    stays = sa.exists().where(col(Chosen.form_key) == draft.key, col(Chosen.person_id) == col(Assignee.person_id))
    counted = (
        sa.select(sa.func.count(), sa.func.count().filter(is_told))
        .select_from(Assignee)
        .join(Enrollment, col(Enrollment.id) == col(Assignee.enrollment_id))
        .join(Person, col(Person.id) == col(Assignee.person_id))
        .where(
            *_moves(assignment, assignment.due_on, draft.due_on),
            stays | (col(Assignee.joined_in) > draft.base_version),
        )
    )
    moved, told = session.connection().execute(counted).one()
    return moved, told


def give_attempts(
    session: Session,
    draft: AssignmentDraft,
    assignment: Assignment,
    *,
    after_person_id: int,
    size: int,
    today: date,
    now: datetime,
) -> int | None:
    """Give the next new people their attempts, which nobody sees before they have places; None at the end."""
    has_place = sa.exists().where(
        col(Assignee.assignment_id) == assignment.id, col(Assignee.person_id) == col(Chosen.person_id)
    )
    waiting = sa.select(col(Chosen.person_id)).where(
        col(Chosen.form_key) == draft.key, col(Chosen.person_id) > after_person_id, ~has_place
    )
    cut = waiting.order_by(col(Chosen.person_id)).limit(size).subquery()
    last = session.connection().execute(sa.select(sa.func.max(cut.c.person_id))).scalar_one()
    if last is None:
        return None
    enrolling.enroll(
        session,
        training_id=assignment.training_id,
        people=waiting.where(col(Chosen.person_id) <= last),
        allow_duplicates=draft.allow_duplicates,
        today=today,
        now=now,
    )
    return int(last)


def take_back_attempts(session: Session, draft: AssignmentDraft) -> None:
    """Leave nothing of the attempts that were given for an edit and that nothing stands on (A-14)."""
    chosen = sa.select(col(Chosen.person_id)).where(col(Chosen.form_key) == draft.key)
    given = [
        col(Enrollment.training_id) == draft.training_id,
        col(Enrollment.person_id).in_(chosen),
        col(Enrollment.enrolled_at) >= draft.touched_at,
        *_unused(),
    ]
    paths: Any = sa.select(col(Enrollment.id)).where(*given)
    ids = sorted(session.connection().execute(paths).scalars())
    steps = sa.delete(PathStep).where(db.is_one_of(col(PathStep.path_enrollment_id), ids))
    courses = session.connection().execute(steps.returning(col(PathStep.enrollment_id))).scalars().all()
    begun = [db.is_one_of(col(Enrollment.id), courses), col(Enrollment.enrolled_at) >= draft.touched_at, *_unused()]
    session.connection().execute(sa.delete(Enrollment).where(*begun))
    session.connection().execute(sa.delete(Enrollment).where(db.is_one_of(col(Enrollment.id), ids), *_unused()))


def apply(
    session: Session,
    actor: Actor,
    draft: AssignmentDraft,
    assignment: Assignment,
    *,
    fields: Sequence[FieldChange],
    now: datetime,
) -> tuple[int, int, int]:
    """Write an edit that was looked at and found good; answer how many people came, went, and were moved."""
    today = organization.of(session).today(now)
    edit = fates.of_row(session, draft, today=today)
    leaving = _ids(session, _places(actor, edit, Part.REMOVED).where(fates.leaves() == Part.REMOVED.value))
    returning = _ids(session, _places(actor, edit, Part.RETURNING).where(fates.is_in(session, edit, Part.RETURNING)))
    before, due_before = merging.values(assignment), assignment.due_on
    for change in fields:
        setattr(assignment, change.field, getattr(draft, change.field))
    assignment.version += 1
    session.add(assignment)
    session.flush()
    gone = withdrawing.withdraw(session, assignment_id=known(assignment.id), assignee_ids=leaving,
                                by_id=actor.person_id, why=draft.reason, now=now)  # fmt: skip
    if gone:
        events.record(session, UsersWithdrawn(known(assignment.id), gone), actor_id=actor.person_id, at=now)
    moved: list[int] = []
    if assignment.due_on != due_before:
        ids = _ids(session, sa.select(col(Assignee.id)).where(*_moves(assignment, due_before, assignment.due_on)))
        moved = moves.move(session, assignment_id=known(assignment.id), assignee_ids=ids, due_on=assignment.due_on,
                           actor_id=actor.person_id, now=now)  # fmt: skip
    back = withdrawing.bring_back(session, assignment_id=known(assignment.id), assignee_ids=returning, now=now)
    came = [*_add(session, draft, assignment, now), *back]
    begins = "starts_on" in {change.field for change in fields} and assignment.starts_on <= today
    if begins or came:
        # Midnight of a start day that was moved to today is over: everybody is told now.
        fact = UsersAssigned(known(assignment.id), None if begins else sorted(came))
        events.record(session, fact, actor_id=actor.person_id, at=now)
    session.connection().execute(sa.delete(Chosen).where(col(Chosen.form_key) == draft.key))
    fields_before, fields_after = audit.changes(before, merging.values(assignment))
    numbers = {"added": len(came), "removed": len(gone), "moved": len(moved)}
    why = {"reason": draft.reason} if draft.reason else {}
    audit.write(session, actor_id=actor.person_id, at=now, act=merging.EDITED, subject=merging.SUBJECT,
                subject_id=assignment.id, before=fields_before, after=fields_after | numbers | why,
                rows=sorted({*came, *gone, *moved}))  # fmt: skip
    return len(came), len(gone), len(moved)


def _places(actor: Actor, edit: fates.Reviewed, part: Part) -> Any:
    """The ids of the places among whose people a part is."""
    return sa.select(col(Assignee.id)).select_from(fates.source(edit, part)).where(*fates.of(actor, edit, part))


def _add(session: Session, draft: AssignmentDraft, assignment: Assignment, now: datetime) -> list[int]:
    """Places for whoever is chosen, active and has an open attempt; who has a place keeps it as it is."""
    chosen = sa.select(col(Chosen.person_id)).where(col(Chosen.form_key) == draft.key)
    last = session.connection().execute(sa.select(sa.func.max(col(Assignee.id)))).scalar_one() or 0
    enrolling.place(session, assignment=assignment, people=chosen, now=now)
    new = sa.select(col(Assignee.id)).where(col(Assignee.assignment_id) == assignment.id, col(Assignee.id) > last)
    return _ids(session, new)


def _moves(assignment: Assignment, due_before: date, due_on: date) -> list[sa.ColumnElement[bool]]:
    return [
        col(Assignee.assignment_id) == assignment.id,
        col(Assignee.withdrawn_at).is_(None),
        col(Assignee.due_on) != due_on,
        (col(Assignee.due_on) == due_before) | (col(Assignee.due_on) < due_on),
        ~withdrawing.is_complete_sql(),
    ]


def _unused() -> list[sa.ColumnElement[bool]]:
    return [
        col(Enrollment.source) == Source.ASSIGNED,
        col(Enrollment.status) == Status.ENROLLED,
        ~sa.exists().where(col(Assignee.enrollment_id) == col(Enrollment.id)),
        ~parts.is_begun_sql(),
        ~sa.exists().where(col(PathStep.enrollment_id) == col(Enrollment.id)),
    ]


def _ids(session: Session, statement: Any) -> list[int]:
    return sorted(known(number) for number in session.connection().execute(statement).scalars())
