"""A version of a training as it could be entered anew."""

from collections import defaultdict
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.catalog.content import (
    Content,
    KeptFile,
    NewChoice,
    NewEvaluation,
    NewExam,
    NewItem,
    NewMaterial,
    NewQuestion,
)
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
from training_app.catalog.rules import ItemKind, MaterialKind, QuestionKind, Review
from training_app.core.tables import known


def content(session: Session, *, version_id: int) -> Content:
    """What a version consists of, a draft as well; files are those that are kept already."""
    courses = sa.select(col(PathCourse.course_id)).where(col(PathCourse.version_id) == version_id)
    return Content(
        materials=_materials(session, version_id),
        exam=_exam(session, version_id),
        evaluation=_evaluation(session, version_id),
        courses=tuple(session.connection().execute(courses.order_by(col(PathCourse.position))).scalars()),
    )


def kept(file: MaterialFile) -> KeptFile:
    """The file of a material, as another material can have it too."""
    return KeptFile(file.key, file.preview_key, file.name, file.size, file.media_type, file.pages)


def question(row: Question, choices: tuple[NewChoice, ...]) -> NewQuestion:
    """A question as it could be entered anew."""
    return NewQuestion(
        kind=QuestionKind(row.kind),
        text=row.text,
        choices=choices,
        number=Decimal(row.number) if row.number else None,
        tolerance=Decimal(row.tolerance) if row.tolerance else Decimal(0),
        explanation=row.explanation,
    )


def _materials(session: Session, version_id: int) -> tuple[NewMaterial, ...]:
    wanted = select(Material, MaterialFile).outerjoin(MaterialFile).where(Material.version_id == version_id)
    return tuple(
        NewMaterial(title=row.title, body=row.body, kind=MaterialKind(row.kind), url=row.url,
                    file=kept(file) if file else None, captions=row.captions)
        for row, file in session.exec(wanted.order_by(col(Material.position)))
    )  # fmt: skip


def _exam(session: Session, version_id: int) -> NewExam | None:
    row = session.exec(select(Exam).where(Exam.version_id == version_id)).first()
    if row is None:
        return None
    questions = session.exec(select(Question).where(Question.exam_id == row.id).order_by(col(Question.position)))
    choices = _choices(session, known(row.id))
    return NewExam(
        questions=tuple(question(one, tuple(choices[known(one.id)])) for one in questions),
        pass_mark=row.pass_mark,
        tries=row.tries,
        minutes=row.minutes,
        drawn=row.drawn,
        shuffles_questions=row.shuffles_questions,
        shuffles_choices=row.shuffles_choices,
        review=Review(row.review),
    )


def _choices(session: Session, exam_id: int) -> dict[int, list[NewChoice]]:
    """The choices of each question of an exam, in order."""
    wanted = (
        sa.select(col(Choice.question_id), col(Choice.text), col(Choice.is_right))
        .join(Question, col(Question.id) == col(Choice.question_id))
        .where(col(Question.exam_id) == exam_id)
        .order_by(col(Choice.question_id), col(Choice.position))
    )
    found = defaultdict[int, list[NewChoice]](list)
    for question_id, text, is_right in session.connection().execute(wanted):
        found[question_id].append(NewChoice(text, is_right))
    return found


def _evaluation(session: Session, version_id: int) -> NewEvaluation | None:
    row = session.exec(select(Evaluation).where(Evaluation.version_id == version_id)).first()
    if row is None:
        return None
    items = session.exec(
        select(EvaluationItem).where(EvaluationItem.evaluation_id == row.id).order_by(col(EvaluationItem.position))
    )
    return NewEvaluation(
        items=tuple(NewItem(ItemKind(one.kind), one.text, tuple(one.choices), one.is_required) for one in items),
        intro=row.intro,
    )
