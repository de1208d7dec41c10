"""Ending a try: it is graded as it stands, and its attempt passes, fails, or may try again (T-02)."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.assignments.attempts import passing, taking
from training_app.assignments.exams import rules
from training_app.assignments.exams.rules import Given, Key
from training_app.assignments.model import Enrollment
from training_app.assignments.records import ExamAnswer, ExamTry
from training_app.catalog.model import Choice, Exam, Question
from training_app.catalog.rules import QuestionKind
from training_app.core import audit, db, organization
from training_app.core.tables import known


def end(session: Session, attempt: Enrollment, running: ExamTry, *, by_id: int | None, now: datetime) -> None:
    """Grade a running try of an attempt and let what follows from it happen; both are held by the caller.

    In an attempt that was passed or failed in another way meanwhile, nothing follows. Of a course that is held by an
    instructor the exam is a part: it is passed, and complete, once attendance is recorded (T-03).
    """
    exam = session.get_one(Exam, running.exam_id)
    right, total = _graded(session, known(running.id))
    running.right, running.is_passed = right, rules.is_passed(right, total, exam.pass_mark)
    running.ended_at = rules.ended_at(running.ends_at, now)
    session.flush()
    counts = not rules.why_closed(attempt.status, attempt.closed_as)
    if counts:
        attempt.score = max(attempt.score or Decimal(0), rules.per_cent(right, total))
    audit.write(session, actor_id=by_id, at=now, act="exam ended" if by_id is None else "exam submitted",
                subject="enrollment", subject_id=attempt.id,
                after={"number": running.number, "right": right, "total": total})  # fmt: skip
    if not counts or (running.is_passed and not taking.is_passed_here(session, attempt)):
        return
    if running.is_passed:
        # On the day on which its time was up, should the loop come to it only after a standstill.
        day = organization.of(session).today(running.ended_at)
        passing.passed(session, [attempt], on=day, by_id=by_id, now=now)
    elif exam.tries is not None and running.number >= exam.tries:
        passing.failed(session, [attempt], by_id=by_id, now=now)


def questions_of(session: Session, try_id: int) -> list[tuple[ExamAnswer, Question]]:
    """The questions of a try in order, each with what was answered."""
    drawn = select(ExamAnswer, Question).join(Question, col(Question.id) == col(ExamAnswer.question_id))
    return list(session.exec(drawn.where(ExamAnswer.try_id == try_id).order_by(col(ExamAnswer.position))).all())


def choices_of(session: Session, question_ids: list[int]) -> dict[int, dict[int, Choice]]:
    """The choices of these questions by their ids."""
    found = defaultdict[int, dict[int, Choice]](dict)
    for choice in session.exec(select(Choice).where(db.is_one_of(col(Choice.question_id), question_ids))):
        found[choice.question_id][known(choice.id)] = choice
    return found


def key_of(question: Question, shown: list[Choice]) -> Key:
    """What is right of a question whose choices are shown in this order."""
    if question.kind == QuestionKind.ORDERED:
        return Key(question.kind, rules.order_of([choice.position for choice in shown]))
    places = tuple(place for place, choice in enumerate(shown) if choice.is_right)
    return Key(question.kind, places, question.number, question.tolerance)


def _graded(session: Session, try_id: int) -> tuple[int, int]:
    """Write down which questions of a try are right; answer how many, and how many there are."""
    drawn = questions_of(session, try_id)
    choices = choices_of(session, [row.question_id for row, _ in drawn])
    right = [
        row.position
        for row, question in drawn
        if rules.is_right(key_of(question, [choices[row.question_id][one] for one in row.choices]), given_of(row))
    ]
    of_it: Any = sa.update(ExamAnswer).where(col(ExamAnswer.try_id) == try_id)
    marked = of_it.values(is_right=db.is_one_of(col(ExamAnswer.position), right))
    session.connection().execute(marked)
    return len(right), len(drawn)


def given_of(row: ExamAnswer) -> Given:
    """What was answered, as the rules take it."""
    return Given(None if row.given is None else tuple(row.given), row.number)
