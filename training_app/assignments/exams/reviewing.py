"""Looking at a passed exam again, as far as its course allows it. Before it is passed nobody sees anything of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.assignments.attempts import learning
from training_app.assignments.exams import ending, rules
from training_app.assignments.model import Enrollment
from training_app.assignments.records import ExamAnswer, ExamTry
from training_app.catalog.model import Choice, Exam, Question
from training_app.catalog.rules import QuestionKind, Review
from training_app.core import organization
from training_app.core.errors import NotAllowed, NotFound

NOT_SHOWN = "The answers of this exam are not shown."
NOT_YET = "The answers of an exam are shown once it is passed."


@dataclass(frozen=True)
class ReviewedQuestion:
    """One question of the try that passed. `text` and `explanation` are Markdown, the other texts are plain.

    `given` is what was answered, `right` what would have been; `right` and `explanation` are empty where the course
    shows only which answers were right.
    """

    position: int
    kind: str
    text: str
    given: list[str]
    is_right: bool
    right: list[str]
    explanation: str


def review(session: Session, actor: Actor, *, enrollment_id: int, now: datetime) -> list[ReviewedQuestion]:
    """The try with which the actor passed this attempt of their own; `NotAllowed` before, and where none is shown."""
    today = organization.of(session).today(now)
    passed = select(col(ExamTry.id)).where(ExamTry.enrollment_id == enrollment_id, col(ExamTry.is_passed).is_(True))
    mine = select(Enrollment, Exam).join(Exam, col(Exam.version_id) == col(Enrollment.version_id))
    found = session.exec(mine.where(Enrollment.id == enrollment_id, *learning.mine(actor, today))).first()
    if found is None:
        raise NotFound
    attempt, exam = found
    try_id = session.exec(passed.order_by(col(ExamTry.number).desc())).first()
    if try_id is None or not rules.may_review(exam.review, attempt.status, has_passed=True):
        raise NotAllowed(NOT_SHOWN if exam.review == Review.NONE else NOT_YET)
    drawn = ending.questions_of(session, try_id)
    choices = ending.choices_of(session, [row.question_id for row, _ in drawn])
    shows_all = exam.review == Review.ANSWERS
    return [
        reviewed(row, question, [choices[row.question_id][one] for one in row.choices], shows_all=shows_all)
        for row, question in drawn
    ]


def reviewed(row: ExamAnswer, question: Question, shown: list[Choice], *, shows_all: bool) -> ReviewedQuestion:
    """One question with what was answered; `shown` are its choices as they stood on the paper."""
    given = [row.number] if row.number else [shown[place].text for place in row.given or []]
    return ReviewedQuestion(
        position=row.position,
        kind=question.kind,
        text=question.text,
        given=given,
        is_right=bool(row.is_right),
        right=_right(question, shown) if shows_all else [],
        explanation=question.explanation if shows_all else "",
    )


def _right(question: Question, shown: list[Choice]) -> list[str]:
    if question.kind == QuestionKind.NUMERIC:
        return [f"{question.number} ± {question.tolerance}" if question.tolerance else question.number]
    return [shown[place].text for place in ending.key_of(question, shown).places]
