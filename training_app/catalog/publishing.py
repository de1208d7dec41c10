"""Making content what new attempts begin with; open attempts keep theirs (X-04)."""

from dataclasses import asdict
from datetime import datetime

from sqlmodel import Session, select

from training_app.catalog.content import Content, KeptFile, NewEvaluation, NewExam, NewMaterial
from training_app.catalog.editing import question_rows
from training_app.catalog.model import (
    Evaluation,
    EvaluationItem,
    Exam,
    Material,
    MaterialFile,
    PathCourse,
    Training,
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
    training = session.get_one(Training, training_id)
    training.published_at = training.published_at or now
    fill(session, version_id=known(version.id), content=content)
    return version


def fill(session: Session, *, version_id: int, content: Content) -> None:
    """Write what an empty version consists of, the draft of a course as well. It need not be whole yet."""
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


def _add_material(session: Session, version_id: int, position: int, new: NewMaterial) -> None:
    row = Material(version_id=version_id, position=position, kind=new.kind, title=new.title, body=new.body,
                   url=new.url, captions=new.captions)  # fmt: skip
    session.add(row)
    session.flush()
    if new.file is not None:
        session.add(_file(session, known(row.id), new.file))


def _file(session: Session, material_id: int, file: Received | KeptFile) -> MaterialFile:
    if isinstance(file, KeptFile):
        stored.need(session, [file.key, file.preview_key])
        return MaterialFile(material_id=material_id, **asdict(file))
    return MaterialFile(
        material_id=material_id,
        key=stored.put(session, file.content),
        preview_key=stored.put(session, file.preview) if file.preview else "",
        name=file.name,
        size=file.content.size,
        media_type=media.shown_as(file.media_type, has_preview=file.preview is not None),
        pages=file.pages,
    )


def _add_exam(session: Session, version_id: int, new: NewExam) -> None:
    exam = Exam(
        version_id=version_id, pass_mark=new.pass_mark, tries=new.tries, minutes=new.minutes, drawn=new.drawn,
        shuffles_questions=new.shuffles_questions, shuffles_choices=new.shuffles_choices, review=new.review,
    )  # fmt: skip
    session.add(exam)
    session.flush()
    if new.questions:
        question_rows.add_all(session, known(exam.id), 1, new.questions)


def _add_evaluation(session: Session, version_id: int, new: NewEvaluation) -> None:
    evaluation = Evaluation(version_id=version_id, intro=new.intro)
    session.add(evaluation)
    session.flush()
    session.add_all([
        EvaluationItem(evaluation_id=known(evaluation.id), position=position, kind=one.kind, text=one.text,
                       choices=list(one.choices), is_required=one.is_required)
        for position, one in enumerate(new.items, start=1)
    ])  # fmt: skip
