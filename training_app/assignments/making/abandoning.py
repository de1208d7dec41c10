"""Taking back an assignment that was never shown to anybody (A-14)."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.assignments.attempts import parts
from training_app.assignments.model import (
    Assignee,
    Assignment,
    AssignmentDraft,
    Chosen,
    Enrollment,
    PathStep,
    new_key,
)
from training_app.assignments.records import Attendance
from training_app.assignments.rules import Source, Status
from training_app.catalog.model import Training
from training_app.catalog.rules import TrainingKind
from training_app.core.errors import Conflict


class AlreadyPublished(Conflict):
    """This assignment has been published already."""


def abandon(session: Session, *, assignment_id: int) -> None:
    """Leave nothing of an assignment that is being created: its places, the attempts made for it, and itself (A-14).

    With the attempts at a learning path go those at its courses that were begun with them. Its draft comes back as it
    was, with everybody chosen. An attempt that something else has come to stand on in the meantime stays.
    """
    assignment = session.get_one(Assignment, assignment_id)
    if assignment.published_at is not None:
        raise AlreadyPublished
    connection = session.connection()
    connection.execute(sa.delete(Assignee).where(col(Assignee.assignment_id) == assignment_id))
    courses = _take_steps_back(session, assignment)
    connection.execute(sa.delete(Enrollment).where(*_made_for(assignment, [assignment.training_id, *courses])))
    connection.execute(sa.delete(Chosen).where(col(Chosen.form_key) == assignment.key, ~_of_a_draft(assignment)))
    _hand_back(session, assignment)
    session.delete(assignment)
    session.flush()


def _of_a_draft(assignment: Assignment) -> sa.Exists:
    return sa.exists().where(col(AssignmentDraft.assignment_id) == assignment.id)


def _hand_back(session: Session, assignment: Assignment) -> None:
    """Its draft can be gone on with, under another key: the job of the old one has ended."""
    draft = session.exec(select(AssignmentDraft).where(AssignmentDraft.assignment_id == assignment.id)).first()
    if draft is None:
        return
    old, draft.key, draft.assignment_id = draft.key, new_key(draft.made_by_id), None
    session.add(draft)
    moved = sa.update(Chosen).where(col(Chosen.form_key) == old).values(form_key=draft.key)
    session.connection().execute(moved)
    session.flush()


def _take_steps_back(session: Session, assignment: Assignment) -> list[int]:
    """Let the attempts at a learning path that were made for the assignment let go of their courses; answer which."""
    paths = sa.select(col(Enrollment.id)).where(*_made_for(assignment, [assignment.training_id]))
    theirs = col(PathStep.path_enrollment_id).in_(paths)
    courses = session.connection().execute(sa.select(col(PathStep.course_id)).where(theirs).distinct()).scalars().all()
    session.connection().execute(sa.delete(PathStep).where(theirs))
    return list(courses)


def _made_for(assignment: Assignment, training_ids: list[int]) -> list[sa.ColumnElement[bool]]:
    """Attempts at these trainings that came about with the assignment, and that nothing else has come to stand on."""
    chosen = select(Chosen.person_id).where(Chosen.form_key == assignment.key)
    of_it = col(Enrollment.training_id) == assignment.training_id
    stands_on = (
        sa.exists().where(col(standing.enrollment_id) == col(Enrollment.id))
        for standing in (Assignee, Attendance, PathStep)
    )
    return [
        col(Enrollment.training_id).in_(training_ids),
        col(Enrollment.person_id).in_(chosen),
        col(Enrollment.enrolled_at) >= assignment.made_at,
        col(Enrollment.source) == Source.ASSIGNED,
        # A path can begin as passed: the person was so far with its courses.
        (col(Enrollment.status) == Status.ENROLLED) | (of_it & _is_path() & Enrollment.is_open_sql()),
        col(Enrollment.closed_as).is_(None),
        col(Enrollment.self_enrolled_at).is_(None),
        ~parts.is_begun_sql(),
        *(~one for one in stands_on),
    ]


def _is_path() -> sa.ColumnElement[bool]:
    kind = sa.select(col(Training.kind)).where(col(Training.id) == col(Enrollment.training_id))
    return kind.correlate(Enrollment).scalar_subquery() == TrainingKind.PATH
