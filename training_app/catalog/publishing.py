"""Making content what new attempts begin with; open attempts keep theirs (X-04)."""

from datetime import datetime

from sqlmodel import Session, select

from training_app.catalog.content import Content, NewEvaluation, NewExam, NewMaterial, NewQuestion
from training_app.catalog.model import (
    Choice,
    Evaluation,
    EvaluationItem,
    Exam,
    Material,
    MaterialFile,
    PathCourse,
    Question,
    TrainingVersion,
)
from training_app.core import media, stored
from training_app.core.staging import Received
from training_app.core.tables import known


def publish(session: Session, *, training_id: int, content: Content, now: datetime) -> TrainingVersion:
    """Write the next version of a training. What it is made of was checked before."""
    numbers = session.exec(select(TrainingVersion.number).where(TrainingVersion.training_id == training_id)).all()
    version = TrainingVersion(training_id=training_id, number=max(numbers, default=0) + 1, published_at=now)
    session.add(version)
    session.flush()
    version_id = known(version.id)
    for position, material in enumerate(content.materials, start=1):
        _add_material(session, version_id, position, material)
    session.add_all([
        PathCourse(version_id=version_id, position=position, course_id=course)
        for position, course in enumerate(content.courses, start=1)
    ])  # fmt: skip
    if content.exam is not None:
        _add_exam(session, version_id, content.exam)
    if content.evaluation is not None:
        _add_evaluation(session, version_id, content.evaluation)
    session.flush()
    return version


def _add_material(session: Session, version_id: int, position: int, new: NewMaterial) -> None:
    row = Material(version_id=version_id, position=position, kind=new.kind, title=new.title, body=new.body, url=new.url)
    session.add(row)
    session.flush()
    if new.file is not None:
        session.add(_file(session, known(row.id), new.file))


def _file(session: Session, material_id: int, file: Received) -> MaterialFile:
    found = media.recognized(file)  # before it is stored, which takes it out of its workshop
    return MaterialFile(
        material_id=material_id,
        key=stored.put(session, file.content),
        preview_key=stored.put(session, file.preview) if file.preview else "",
        name=file.name,
        size=file.content.size,
        media_type=found.media_type,
        pages=found.pages,
    )


def _add_exam(session: Session, version_id: int, new: NewExam) -> None:
    exam = Exam(
        version_id=version_id, pass_mark=new.pass_mark, tries=new.tries, minutes=new.minutes, drawn=new.drawn,
        shuffles_questions=new.shuffles_questions, shuffles_choices=new.shuffles_choices, review=new.review,
    )  # fmt: skip
    session.add(exam)
    session.flush()
    rows = [_question(known(exam.id), position, one) for position, one in enumerate(new.questions, start=1)]
    session.add_all(rows)
    session.flush()
    session.add_all([
        Choice(question_id=known(row.id), position=position, text=choice.text, is_right=choice.is_right)
        for row, one in zip(rows, new.questions, strict=True)
        for position, choice in enumerate(one.choices, start=1)
    ])  # fmt: skip


def _question(exam_id: int, position: int, new: NewQuestion) -> Question:
    return Question(
        exam_id=exam_id, position=position, kind=new.kind, text=new.text, explanation=new.explanation,
        number="" if new.number is None else f"{new.number:f}",
        tolerance=f"{new.tolerance:f}" if new.tolerance else "",
    )  # fmt: skip


def _add_evaluation(session: Session, version_id: int, new: NewEvaluation) -> None:
    evaluation = Evaluation(version_id=version_id, intro=new.intro)
    session.add(evaluation)
    session.flush()
    session.add_all([
        EvaluationItem(evaluation_id=known(evaluation.id), position=position, kind=one.kind, text=one.text,
                       choices=list(one.choices), is_required=one.is_required)
        for position, one in enumerate(new.items, start=1)
    ])  # fmt: skip
