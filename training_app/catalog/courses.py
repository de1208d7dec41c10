"""A course as the head of its pages shows it: what it is, and which version is looked at."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import drafting, queries
from training_app.catalog.model import Evaluation, EvaluationItem, Exam, Material, Question, Training, TrainingVersion
from training_app.catalog.records import CourseSession
from training_app.catalog.rules import TrainingKind
from training_app.core.errors import NotFound
from training_app.core.tables import known
from training_app.people.model import Person


@dataclass(frozen=True)
class CourseHead:
    """A course with what is looked at of it: its draft if there is one, else what is published.

    `why` it cannot be assigned, empty if it can; `version` is the number of the newest published one, 0 for none.
    `materials`, `questions` and `items` are how many the shown version has; `sessions` are those not cancelled.
    """

    id: int
    title: str
    code: str
    course_kind: str
    level: str
    is_archived: bool
    why: str
    version: int
    version_id: int
    has_draft: bool
    is_changed: bool
    edited_by: str
    edited_at: datetime | None
    materials: int
    questions: int
    items: int
    sessions: int


def head(session: Session, actor: Actor, *, training_id: int, today: date) -> CourseHead:
    """One course; `NotFound` when there is none of that id."""
    actor.require(Permission.MANAGE_CATALOG)
    row = session.get(Training, training_id)
    if row is None or row.kind != TrainingKind.COURSE:
        raise NotFound
    draft = drafting.draft_of(session, training_id=training_id)
    newest = queries.newest_version(session, training_id=training_id)
    shown = draft or newest
    if shown is None:
        raise NotFound
    materials, questions, items, sessions = _numbers(session, training_id, known(shown.id))
    return CourseHead(
        id=training_id,
        title=row.title,
        code=row.code,
        course_kind=row.course_kind or "",
        level=row.level or "",
        is_archived=row.archived_at is not None,
        why=queries.standing(session, row, today).why,
        version=newest.number if newest else 0,
        version_id=known(shown.id),
        has_draft=draft is not None,
        is_changed=draft is not None and draft.edited_at is not None,
        edited_by=_edited_by(session, shown),
        edited_at=shown.edited_at,
        materials=materials,
        questions=questions,
        items=items,
        sessions=sessions,
    )


def _numbers(session: Session, training_id: int, version_id: int) -> Any:
    """How many materials, questions, items and sessions there are, in one query."""
    exam = sa.select(col(Exam.id)).where(col(Exam.version_id) == version_id)
    evaluation = sa.select(col(Evaluation.id)).where(col(Evaluation.version_id) == version_id)
    is_on = (col(CourseSession.course_id) == training_id) & col(CourseSession.cancelled_at).is_(None)
    counts = (
        _count(col(Material.version_id) == version_id),
        _count(col(Question.exam_id).in_(exam)),
        _count(col(EvaluationItem.evaluation_id).in_(evaluation)),
        _count(is_on),
    )
    return session.connection().execute(sa.select(*counts)).one()


def _count(which: Any) -> Any:
    return sa.select(sa.func.count()).where(which).scalar_subquery()


def _edited_by(session: Session, version: TrainingVersion) -> str:
    who = session.get(Person, version.edited_by_id) if version.edited_by_id else None
    return who.name() if who else ""
