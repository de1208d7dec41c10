"""Trying an exam out: drawn and graded as for a learner, and written nowhere (T-01)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.exams import answers, drawing, ending, paper, reviewing, rules
from training_app.assignments.exams.drawing import Drawn
from training_app.assignments.exams.paper import PaperQuestion
from training_app.assignments.exams.reviewing import ReviewedQuestion
from training_app.assignments.records import ExamAnswer
from training_app.catalog import bank
from training_app.catalog.model import Choice, Exam, Question
from training_app.core import db
from training_app.core.errors import Conflict, Invalid, NotFound, Problem
from training_app.core.tables import known

CHANGED = "The exam was changed meanwhile. Draw another try."


@dataclass(frozen=True)
class TryOut:
    """A paper, and what stands on it, which tells the right order of choices: no browser may see `drawn`."""

    paper: list[PaperQuestion]
    drawn: tuple[Drawn, ...]


@dataclass(frozen=True)
class TriedOut:
    """How it came out; every question with its right answer and its explanation, whatever learners are shown."""

    questions: list[ReviewedQuestion]
    right: int
    per_cent: str
    pass_mark: int
    is_passed: bool


def draw(session: Session, actor: Actor, *, version_id: int) -> TryOut:
    """Draw a try from the bank of a version, of a draft as well."""
    actor.require(Permission.MANAGE_CATALOG)
    exam = _exam(session, version_id)
    head = bank.exam(session, actor, version_id=version_id)
    if head is not None and head.unready:
        raise Conflict(head.unready[0].text)
    drawn = drawing.drawn(session, exam)
    on_paper = _on_paper(session, version_id, drawn)
    return TryOut([paper.question_of(row, its, [one.text for one in shown]) for row, its, shown in on_paper], drawn)


def grade(
    session: Session, actor: Actor, *, version_id: int, drawn: tuple[Drawn, ...], given: Sequence[object]
) -> TriedOut:
    """Grade what is given for each question of a paper in order, as for a learner; nothing more is nothing answered."""
    actor.require(Permission.MANAGE_CATALOG)
    on_paper = _on_paper(session, version_id, drawn)
    for row, question, shown in on_paper:
        _answer(row, question, shown, given[row.position - 1] if row.position <= len(given) else None)
    right, mark = sum(bool(row.is_right) for row, _, _ in on_paper), _exam(session, version_id).pass_mark
    return TriedOut(
        questions=[reviewing.reviewed(row, question, shown, shows_all=True) for row, question, shown in on_paper],
        right=right,
        per_cent=rules.spoken(rules.per_cent(right, len(on_paper))),
        pass_mark=mark,
        is_passed=rules.is_passed(right, len(on_paper), mark),
    )


def _exam(session: Session, version_id: int) -> Exam:
    found = session.exec(select(Exam).where(Exam.version_id == version_id)).first()
    if found is None:
        raise NotFound
    return found


def _on_paper(
    session: Session, version_id: int, drawn: tuple[Drawn, ...]
) -> list[tuple[ExamAnswer, Question, list[Choice]]]:
    """What stands on a paper, each question with a place for its answer that is in no session."""
    ids = [one.question_id for one in drawn]
    of_exam = select(Question).join(Exam, col(Exam.id) == col(Question.exam_id)).where(Exam.version_id == version_id)
    questions = {known(one.id): one for one in session.exec(of_exam.where(db.is_one_of(col(Question.id), ids)))}
    choices = ending.choices_of(session, ids)
    if any(one.question_id not in questions or set(one.choices) != set(choices[one.question_id]) for one in drawn):
        raise Conflict(CHANGED)
    return [
        (
            ExamAnswer(try_id=0, position=position, question_id=one.question_id, choices=list(one.choices)),
            questions[one.question_id],
            [choices[one.question_id][choice] for choice in one.choices],
        )
        for position, one in enumerate(drawn, start=1)
    ]


def _answer(row: ExamAnswer, question: Question, shown: list[Choice], given: object) -> None:
    try:
        kept = answers.read(question.kind, len(shown), given)
    except Invalid as refused:
        told = f"Question {row.position}: {refused.problems[0].text}"
        raise Invalid(Problem(f"questions.{row.position}", told)) from None
    row.given, row.number = None if kept.places is None else list(kept.places), kept.number
    row.is_right = rules.is_right(ending.key_of(question, shown), kept)
