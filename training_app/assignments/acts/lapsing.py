"""Closing as lapsed what was not completed by the last day of the accreditation (A-20)."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.attempts import closing, paths
from training_app.assignments.model import Enrollment, PathStep
from training_app.assignments.rules import ClosedAs, Status
from training_app.catalog.model import Training
from training_app.catalog.rules import TrainingKind
from training_app.core import audit

WHY = "The accreditation of the training has ended."
WHY_OF_PATH = "The accreditation of a course of the path has ended."


def lapse(session: Session, *, today: date, now: datetime) -> int:
    """Close the open attempts at trainings whose accreditation ended before the organization day `today`.

    Also those at learning paths of which a course lapsed that was not complete. Without an end of the accreditation
    an attempt stays open. Answers how many were closed; run again it closes nothing.
    """
    closed = _close(session, _over(today), WHY, now)
    # A path that a course has failed is not open any more, and stays as it is.
    paths.follow(session, enrollment_ids=closed, actor_id=None, now=now)
    closed += _close(session, _with_lapsed_course(), WHY_OF_PATH, now)
    if closed:
        audit.write(session, actor_id=None, at=now, act="enrollments lapsed", subject="enrollment",
                    after={"enrollments": len(closed), "accredited_before": today}, rows=closed)  # fmt: skip
    return len(closed)


def _over(today: date) -> Any:
    ended = sa.select(col(Training.id)).where(col(Training.accredited_through) < today)
    return sa.select(col(Enrollment.id)).where(Enrollment.is_open_sql(), col(Enrollment.training_id).in_(ended))


def _with_lapsed_course() -> Any:
    """Open attempts at paths first, few of all, and then their courses."""
    course: Any = sa.orm.aliased(Enrollment)
    lapsed = (
        sa.select(course.id)
        .join(PathStep, col(PathStep.enrollment_id) == course.id)
        .where(
            col(PathStep.path_enrollment_id) == col(Enrollment.id),
            course.closed_as == ClosedAs.LAPSED,
            course.status != Status.EVALUATED,
        )
        .correlate(Enrollment)
    )
    of_paths = sa.select(col(Training.id)).where(col(Training.kind) == TrainingKind.PATH)
    return sa.select(col(Enrollment.id)).where(
        Enrollment.is_open_sql(), col(Enrollment.training_id).in_(of_paths), lapsed.exists()
    )


def _close(session: Session, found: Any, why: str, now: datetime) -> list[int]:
    ids = list(session.connection().execute(found).scalars())
    if not ids:
        return []
    return closing.close(
        session, enrollment_ids=ids, closed_as=ClosedAs.LAPSED, by_id=None, why=why, now=now, unasked_only=False
    )
