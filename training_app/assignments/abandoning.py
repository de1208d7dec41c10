"""Taking back an assignment that was never shown to anybody (A-14)."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.assignments.model import (
    Assignee,
    Assignment,
    AssignmentDraft,
    Chosen,
    Enrollment,
    MaterialDone,
    new_key,
)
from training_app.assignments.rules import Source, Status
from training_app.core.errors import Conflict


class AlreadyPublished(Conflict):
    """This assignment has been published already."""


def abandon(session: Session, *, assignment_id: int) -> None:
    """Leave nothing of an assignment that is being created: its places, the attempts made for it, and itself (A-14).

    Its draft comes back as it was, with everybody chosen.
    An attempt that something else has come to stand on in the meantime stays.
    """
    assignment = session.get_one(Assignment, assignment_id)
    if assignment.published_at is not None:
        raise AlreadyPublished
    connection = session.connection()
    connection.execute(sa.delete(Assignee).where(col(Assignee.assignment_id) == assignment_id))
    connection.execute(sa.delete(Enrollment).where(*_made_for(assignment)))
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


def _made_for(assignment: Assignment) -> list[sa.ColumnElement[bool]]:
    chosen = select(Chosen.person_id).where(Chosen.form_key == assignment.key)
    return [
        col(Enrollment.training_id) == assignment.training_id,
        col(Enrollment.person_id).in_(chosen),
        col(Enrollment.enrolled_at) >= assignment.made_at,
        col(Enrollment.source) == Source.ASSIGNED,
        col(Enrollment.status) == Status.ENROLLED,
        ~sa.exists().where(col(Assignee.enrollment_id) == col(Enrollment.id)),
        ~sa.exists().where(col(MaterialDone.enrollment_id) == col(Enrollment.id)),
    ]
