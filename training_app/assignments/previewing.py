"""A course as a learner would see it, for whoever makes it: its draft, or what is published (T-01)."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.attempts.learning import Step
from training_app.assignments.evaluations.reading import EvaluationView, ItemView
from training_app.assignments.exams import drawing, paper, rules
from training_app.assignments.exams.paper import ExamView
from training_app.catalog import drafting, queries
from training_app.catalog.model import Evaluation, EvaluationItem, Exam, Training
from training_app.catalog.rules import TrainingKind
from training_app.core.errors import NotFound
from training_app.core.tables import known


@dataclass(frozen=True)
class Preview:
    """One version of a course, as an attempt would begin with it; without an exam or an evaluation those are None."""

    version_id: int
    steps: list[Step]
    exam: ExamView | None
    evaluation: EvaluationView | None


def preview(session: Session, actor: Actor, *, training_id: int) -> Preview:
    """The draft of a course, or its newest published version where there is no draft; `NotFound` for a path."""
    actor.require(Permission.MANAGE_CATALOG)
    row = session.get(Training, training_id)
    if row is None or row.kind != TrainingKind.COURSE:
        raise NotFound
    shown = drafting.draft_of(session, training_id=training_id) or queries.newest_version(
        session, training_id=training_id
    )
    if shown is None:
        raise NotFound
    version_id = known(shown.id)
    steps = [
        Step(one.id, one.position, one.kind, one.title, one.body, one.url, done=False, file_name=one.file_name,
             file_size=one.file_size, media_type=one.media_type, pages=one.pages, has_captions=one.has_captions)
        for one in queries.materials(session, version_id=version_id)
    ]  # fmt: skip
    return Preview(version_id, steps, _exam(session, version_id), _evaluation(session, version_id))


def _exam(session: Session, version_id: int) -> ExamView | None:
    exam = session.exec(select(Exam).where(Exam.version_id == version_id)).first()
    if exam is None:
        return None
    return ExamView(
        enrollment_id=0,
        questions=drawing.size(exam, paper.bank_of(session, exam)),
        pass_mark=exam.pass_mark,
        minutes=exam.minutes or 0,
        tries=exam.tries or 0,
        tries_used=0,
        tries_left=rules.tries_left(exam.tries, 0),
        is_ready=True,
        waits_for=0,
    )


def _evaluation(session: Session, version_id: int) -> EvaluationView | None:
    found = session.exec(select(Evaluation).where(Evaluation.version_id == version_id)).first()
    if found is None:
        return None
    asked = select(EvaluationItem).where(EvaluationItem.evaluation_id == found.id)
    items = [
        ItemView(one.position, one.kind, one.text, list(one.choices), "", one.is_required)
        for one in session.exec(asked.order_by(col(EvaluationItem.position)))
    ]
    return EvaluationView(found.intro, items, is_open=True)
