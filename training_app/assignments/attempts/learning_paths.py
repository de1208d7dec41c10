"""A learning path as its learner sees it: the courses in order, how each stands, and which comes next (T-05, L-02)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.attempts import learning, parts
from training_app.assignments.attempts.learning import LearningRow
from training_app.assignments.model import Enrollment, PathStep
from training_app.assignments.rules import OPEN, Status
from training_app.catalog.model import Training
from training_app.catalog.rules import CourseKind
from training_app.core.errors import NotFound


@dataclass(frozen=True)
class CourseOfPath:
    """A course of a path; `id` is the attempt that counts. Days are ISO, empty where there is none.

    `is_from_before`: completed already when the path began, and it counts.
    """

    id: int
    position: int
    title: str
    level: str
    minutes: int
    status: str
    done: int
    total: int
    completed_on: str
    is_from_before: bool
    is_instructor_led: bool


@dataclass(frozen=True)
class PathLearning:
    """One attempt at a path; `next_id` is the course attempt to go on with, 0 when there is none for the learner."""

    row: LearningRow
    description: str
    courses: list[CourseOfPath]
    next_id: int
    is_begun: bool


def path(session: Session, actor: Actor, *, enrollment_id: int, today: date) -> PathLearning:
    """One attempt of the actor's own at a path; a stranger's, and an attempt at a course, is `NotFound` (P-05)."""
    row = learning.learning(session, actor, enrollment_id=enrollment_id, today=today).row
    if not row.is_path:
        raise NotFound
    attempt = session.get_one(Enrollment, enrollment_id)
    description = session.get_one(Training, attempt.training_id).description
    found = session.connection().execute(_courses(enrollment_id)).all()
    courses = [_course(one, attempt.enrolled_at) for one in found]
    ahead = [one.id for one, said in zip(courses, found, strict=True) if _can_go_on(one, said)]
    is_begun = any(one.done or one.status != Status.ENROLLED for one in courses)
    return PathLearning(row, description, courses, ahead[0] if ahead else 0, is_begun)


def _can_go_on(course: CourseOfPath, said: Any) -> bool:
    """Whether there is something in it that the learner can do themselves.

    Once it is passed that is the evaluation. Before, of a course that is not taken online, its materials alone.
    """
    if course.status not in OPEN or said.closed_as is not None:
        return False
    is_online = said.course_kind == CourseKind.ONLINE
    return course.status == Status.PASSED or course.done < (course.total if is_online else said.materials)


def _courses(enrollment_id: int) -> Any:
    return (
        sa.select(
            col(Enrollment.id),
            col(PathStep.position),
            col(Training.title),
            col(Training.level),
            col(Training.minutes),
            col(Training.course_kind),
            col(Enrollment.status),
            col(Enrollment.closed_as),
            col(Enrollment.completed_on),
            col(Enrollment.completed_at),
            parts.total_sql().label("total"),
            parts.done_sql().label("done"),
            parts.materials_sql().label("materials"),
        )
        .join(PathStep, col(PathStep.enrollment_id) == col(Enrollment.id))
        .join(Training, col(Training.id) == col(Enrollment.training_id))
        .where(col(PathStep.path_enrollment_id) == enrollment_id)
        .order_by(col(PathStep.position))
    )


def _course(row: Any, path_begun: datetime) -> CourseOfPath:
    return CourseOfPath(
        id=row.id,
        position=row.position,
        title=row.title,
        level=row.level or "",
        minutes=row.minutes or 0,
        status=row.status,
        done=row.done,
        total=row.total,
        completed_on=row.completed_on.isoformat() if row.completed_on else "",
        is_from_before=row.completed_at is not None and row.completed_at <= path_begun,
        is_instructor_led=row.course_kind == CourseKind.INSTRUCTOR_LED,
    )
