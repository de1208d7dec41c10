"""The rows that a version of a course is made of: copied as the database can, and taken away."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from training_app.catalog.model import (
    Choice,
    Evaluation,
    EvaluationItem,
    Exam,
    Material,
    MaterialFile,
    PathCourse,
    Question,
)
from training_app.core import stored


def copy(session: Session, *, version_id: int, into: int, is_same_training: bool) -> None:
    """Copy what a version consists of into one that is empty. Files are counted, not copied.

    In the same training a question remembers which one it was (`Question.origin_id`).
    """
    of_version = {"version_id": sa.literal(into)}
    _insert(session, Material, of_version, Material, col(Material.version_id) == version_id)
    _insert(session, PathCourse, of_version, PathCourse, col(PathCourse.version_id) == version_id)
    _copy_files(session, version_id, into)
    _insert(session, Exam, of_version, Exam, col(Exam.version_id) == version_id)
    _copy_questions(session, version_id, into, is_same_training=is_same_training)
    _insert(session, Evaluation, of_version, Evaluation, col(Evaluation.version_id) == version_id)
    _copy_items(session, version_id, into)


def delete(session: Session, *, version_ids: list[int]) -> None:
    """Take away everything of these versions but themselves; files that nobody else needs go with it."""
    files = sa.select(col(MaterialFile.key), col(MaterialFile.preview_key)).where(
        col(MaterialFile.material_id).in_(_ids(Material, version_ids))
    )
    session.flush()
    stored.release(session, [key for keys in session.connection().execute(files) for key in keys])
    exams, evaluations = _ids(Exam, version_ids), _ids(Evaluation, version_ids)
    questions = sa.select(col(Question.id)).where(col(Question.exam_id).in_(exams))
    for table, which in (
        (Choice, col(Choice.question_id).in_(questions)),
        (Question, col(Question.exam_id).in_(exams)),
        (Exam, col(Exam.version_id).in_(version_ids)),
        (EvaluationItem, col(EvaluationItem.evaluation_id).in_(evaluations)),
        (Evaluation, col(Evaluation.version_id).in_(version_ids)),
        (MaterialFile, col(MaterialFile.material_id).in_(_ids(Material, version_ids))),
        (Material, col(Material.version_id).in_(version_ids)),
        (PathCourse, col(PathCourse.version_id).in_(version_ids)),
    ):
        session.connection().execute(sa.delete(table).where(which))
    # What of it was read before is not to be found any more.
    session.expire_all()


def _ids(table: Any, version_ids: list[int]) -> Any:
    return sa.select(col(table.id)).where(col(table.version_id).in_(version_ids))


def _copy_files(session: Session, version_id: int, into: int) -> None:
    before, after = aliased(Material), aliased(Material)
    pairs = _pairs(before, after, version_id, into)
    _insert(session, MaterialFile, {"material_id": col(after.id)},
            pairs.join(MaterialFile, col(MaterialFile.material_id) == col(before.id)))  # fmt: skip
    made = sa.select(col(MaterialFile.key), col(MaterialFile.preview_key)).where(
        col(MaterialFile.material_id).in_(_ids(Material, [into]))
    )
    stored.need(session, [key for keys in session.connection().execute(made) for key in keys])


def _pairs(before: Any, after: Any, version_id: int, into: int) -> Any:
    """Rows of the same place in both versions."""
    same_place = (col(after.position) == col(before.position)) & (col(after.version_id) == into)
    return sa.join(before, after, same_place & (col(before.version_id) == version_id))


def _copy_questions(session: Session, version_id: int, into: int, *, is_same_training: bool) -> None:
    before, after = _one_id(session, Exam, version_id), _one_id(session, Exam, into)
    if before is None or after is None:
        return
    origin = sa.func.coalesce(col(Question.origin_id), col(Question.id)) if is_same_training else sa.null()
    of_exam = {"exam_id": sa.literal(after), "origin_id": origin}
    _insert(session, Question, of_exam, Question, col(Question.exam_id) == before, by=col(Question.position))
    old, new = aliased(Question), aliased(Question)
    same_place = (col(new.position) == col(old.position)) & (col(new.exam_id) == after) & (col(old.exam_id) == before)
    pairs = sa.join(old, new, same_place).join(Choice, col(Choice.question_id) == col(old.id))
    _insert(session, Choice, {"question_id": col(new.id)}, pairs)


def _copy_items(session: Session, version_id: int, into: int) -> None:
    before, after = _one_id(session, Evaluation, version_id), _one_id(session, Evaluation, into)
    if before is None or after is None:
        return
    of_it = col(EvaluationItem.evaluation_id) == before
    _insert(session, EvaluationItem, {"evaluation_id": sa.literal(after)}, EvaluationItem, of_it)


def _one_id(session: Session, table: Any, version_id: int) -> int | None:
    return session.connection().execute(_ids(table, [version_id])).scalar_one_or_none()


def _insert(session: Session, table: Any, changed: dict[str, Any], source: Any, *where: Any, by: Any = None) -> None:
    """Copy rows of a table from `source`, all columns but the id, some of them `changed`."""
    columns = [one for one in table.__table__.columns if one.name != "id"]
    values = [changed.get(one.name, one) for one in columns]
    rows = sa.select(*values).select_from(source).where(*where)
    session.flush()
    session.connection().execute(
        sa.insert(table).from_select([one.name for one in columns], rows if by is None else rows.order_by(by))
    )
