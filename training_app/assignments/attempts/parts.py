"""How many parts an attempt has and how many are done: its materials, its exam, its evaluation (T-02, L-02)."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from training_app.assignments.model import Enrollment, MaterialDone
from training_app.assignments.records import ExamTry, MaterialPlace
from training_app.assignments.rules import Status
from training_app.catalog.model import Evaluation, Exam, Material


def total_sql() -> Any:
    """The number of parts of each attempt at a course."""
    return _number_of(Material) + _number_of(Exam) + _number_of(Evaluation)


def done_sql() -> Any:
    """The number of parts that are done of each attempt at a course: the exam by passing, the evaluation by completing.

    Somebody who was passed or completed by another has not done the parts before; they are not counted.
    """
    materials = sa.select(sa.func.count()).where(col(MaterialDone.enrollment_id) == col(Enrollment.id))
    passed_exam = sa.exists().where(col(ExamTry.enrollment_id) == col(Enrollment.id), col(ExamTry.is_passed).is_(True))
    is_passed = col(Enrollment.status).in_((Status.PASSED, Status.EVALUATED)) | passed_exam.correlate(Enrollment)
    is_complete = col(Enrollment.status) == Status.EVALUATED
    return (
        materials.correlate(Enrollment).scalar_subquery()
        + sa.case((is_passed, _number_of(Exam)), else_=0)
        + sa.case((is_complete, _number_of(Evaluation)), else_=0)
    )


def materials_sql() -> Any:
    """The number of materials of each attempt at a course."""
    return _number_of(Material)


def is_begun_sql() -> sa.ColumnElement[bool]:
    """Whether the learner has done anything in an attempt: looked at a material, finished one, or begun the exam."""
    return sa.or_(
        *(
            sa.exists().where(col(trace.enrollment_id) == col(Enrollment.id)).correlate(Enrollment)
            for trace in (MaterialDone, MaterialPlace, ExamTry)
        )
    )


def _number_of(part: type[Material | Exam | Evaluation]) -> Any:
    of_version = sa.select(sa.func.count()).where(col(part.version_id) == col(Enrollment.version_id))
    return of_version.correlate(Enrollment).scalar_subquery()
