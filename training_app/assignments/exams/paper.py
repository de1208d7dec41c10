"""The exam of an attempt as its learner sees it: never which answers are right, never an id of a choice (L-02)."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.assignments.attempts import learning, taking
from training_app.assignments.exams import drawing, ending, rules
from training_app.assignments.model import Enrollment
from training_app.assignments.records import ExamAnswer, ExamTry
from training_app.catalog.model import Exam, Question
from training_app.catalog.rules import QuestionKind
from training_app.core import organization
from training_app.core.errors import NotFound
from training_app.core.tables import known


@dataclass(frozen=True)
class PaperQuestion:
    """One question of the running try. `text` is Markdown; `choices` are texts in the order in which they are shown.

    `given` are places in `choices`: those marked, or of an ordered question all of them in the order they are in now.
    `number` is what was entered for a numeric one.
    """

    position: int
    kind: str
    text: str
    choices: list[str]
    given: list[int]
    number: str
    is_answered: bool


@dataclass(frozen=True)
class LastTry:
    """How the last try that has ended came out; `number` is 0 when there is none. `was_late`: its time was up."""

    number: int = 0
    right: int = 0
    total: int = 0
    per_cent: str = ""
    is_passed: bool = False
    was_late: bool = False


@dataclass(frozen=True)
class ExamView:
    """The exam of one attempt: how it is taken, how it stands, and the paper of the try that is running.

    `questions` is how many a try has. `minutes` and `tries` are 0 where there is no limit, then `tries_left` is -1. A
    try is used when it has ended. `waits_for` counts the materials to finish first. `try_id` and `number` are of the
    running try, 0 when there is none; `seconds_left` is -1 without a limit, and 0 asks for submitting it. `is_passed`
    says that a try passed, which alone completes no course that is held by an instructor.
    """

    enrollment_id: int
    questions: int
    pass_mark: int
    minutes: int
    tries: int
    tries_used: int
    tries_left: int
    is_ready: bool
    waits_for: int
    try_id: int = 0
    number: int = 0
    seconds_left: int = -1
    paper: list[PaperQuestion] = field(default_factory=list)
    last: LastTry = field(default_factory=LastTry)
    may_review: bool = False
    is_passed: bool = False


def exam(session: Session, actor: Actor, *, enrollment_id: int, now: datetime) -> ExamView:
    """The exam of an attempt of the actor's own; `NotFound` for a stranger's, and where there is no exam (P-05)."""
    today = organization.of(session).today(now)
    mine = select(Enrollment, Exam).join(Exam, col(Exam.version_id) == col(Enrollment.version_id))
    found = session.exec(mine.where(Enrollment.id == enrollment_id, *learning.mine(actor, today))).first()
    if found is None:
        raise NotFound
    attempt, its_exam = found
    tries = list(
        session.exec(select(ExamTry).where(ExamTry.enrollment_id == enrollment_id).order_by(col(ExamTry.number)))
    )
    running = next((one for one in tries if one.ended_at is None), None)
    ended = [one for one in tries if one.ended_at is not None]
    far = taking.progress(session, attempt)
    has_passed = any(one.is_passed for one in ended)
    is_open = not has_passed and not rules.why_closed(attempt.status, attempt.closed_as)
    view = ExamView(
        enrollment_id=enrollment_id,
        questions=drawing.size(its_exam, bank_of(session, its_exam)),
        pass_mark=its_exam.pass_mark,
        minutes=its_exam.minutes or 0,
        tries=its_exam.tries or 0,
        tries_used=len(ended),
        tries_left=rules.tries_left(its_exam.tries, len(ended)),
        is_ready=is_open and far.done >= far.total,
        waits_for=max(far.total - far.done, 0),
        last=_last(session, ended),
        may_review=rules.may_review(its_exam.review, attempt.status, has_passed=has_passed),
        is_passed=has_passed,
    )
    return view if running is None else _with_paper(session, view, running, now)


def _with_paper(session: Session, view: ExamView, running: ExamTry, now: datetime) -> ExamView:
    drawn = ending.questions_of(session, known(running.id))
    choices = ending.choices_of(session, [row.question_id for row, _ in drawn])
    return replace(
        view,
        try_id=known(running.id),
        number=running.number,
        seconds_left=rules.seconds_left(running.ends_at, now),
        paper=[
            question_of(row, question, [choices[row.question_id][one].text for one in row.choices])
            for row, question in drawn
        ],
    )


def question_of(row: ExamAnswer, question: Question, choices: list[str]) -> PaperQuestion:
    """One question as it stands on the paper; `choices` are texts as they are shown."""
    is_answered = ending.given_of(row) != rules.NOTHING
    as_shown = list(range(len(choices))) if question.kind == QuestionKind.ORDERED else []
    given = as_shown if row.given is None else row.given
    return PaperQuestion(row.position, question.kind, question.text, choices, given, row.number, is_answered)


def _last(session: Session, ended: list[ExamTry]) -> LastTry:
    if not ended:
        return LastTry()
    last = ended[-1]
    right, total = last.right or 0, _number_of(session, ExamAnswer.try_id, last.id)
    per_cent = rules.spoken(rules.per_cent(right, total))
    was_late = last.ends_at is not None and last.ended_at is not None and last.ended_at >= last.ends_at
    return LastTry(last.number, right, total, per_cent, bool(last.is_passed), was_late)


def bank_of(session: Session, its_exam: Exam) -> int:
    """How many questions the tries of an exam are drawn from."""
    return _number_of(session, Question.exam_id, its_exam.id)


def _number_of(session: Session, column: Any, of: int | None) -> int:
    return session.connection().execute(sa.select(sa.func.count()).where(col(column) == of)).scalar_one()
