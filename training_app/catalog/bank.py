"""The question bank of a version as whoever edits courses sees it: searched, a page at a time, with what is wrong."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import reading
from training_app.catalog.checking import exam as checking
from training_app.catalog.content import NewChoice, NewExam, NewQuestion
from training_app.catalog.editing import exams, questions
from training_app.catalog.model import Choice, Exam, Question
from training_app.catalog.rules import QuestionKind
from training_app.core import db, paging
from training_app.core.errors import Problem
from training_app.core.paging import Page, Paged
from training_app.core.tables import known

_FIRST_PAGE = Page()


@dataclass(frozen=True)
class ExamHead:
    """The exam of a version: how it is taken, how many questions it has, and what keeps it from being published."""

    id: int
    settings: NewExam
    questions: int
    unready: tuple[Problem, ...]


@dataclass(frozen=True)
class QuestionRow:
    """One question of the bank; `problems` are what is wrong with it, in words."""

    id: int
    position: int
    entered: NewQuestion
    problems: tuple[str, ...]


def exam(session: Session, actor: Actor, *, version_id: int) -> ExamHead | None:
    """The exam of a version, a draft as well; None when it has none."""
    actor.require(Permission.MANAGE_CATALOG)
    row = exams.of_version(session, version_id)
    if row is None:
        return None
    settings = exams.settings_of(row)
    total = sa.select(sa.func.count()).select_from(Question).where(col(Question.exam_id) == row.id)
    number = session.connection().execute(total).scalar_one()
    return ExamHead(known(row.id), settings, number, unready(settings, number))


def unready(settings: NewExam, questions: int) -> tuple[Problem, ...]:
    """What keeps an exam with a bank of so many sound questions from being published."""
    return (*checking.problems_of_settings(settings), *checking.problems_of_bank(settings, questions))


def bank(
    session: Session,
    actor: Actor,
    *,
    version_id: int,
    q: str = "",
    kind: QuestionKind | None = None,
    page: Page = _FIRST_PAGE,
) -> Paged[QuestionRow]:
    """Questions of a kind that have each of these words in their text or their choices, in their order."""
    actor.require(Permission.MANAGE_CATALOG)
    found = select(Question).where(*_matching(version_id, q), *([] if kind is None else [Question.kind == kind]))
    rows = session.exec(page.cut(found.order_by(col(Question.position)))).all()
    choices = _choices(session, [known(row.id) for row in rows])
    return Paged([_row(one, choices[known(one.id)]) for one in rows], paging.count(session, found), page)


def kinds(session: Session, actor: Actor, *, version_id: int, q: str = "") -> dict[QuestionKind, int]:
    """How many questions of each kind have these words."""
    actor.require(Permission.MANAGE_CATALOG)
    counted = sa.select(col(Question.kind), sa.func.count()).where(*_matching(version_id, q))
    numbers = {row[0]: row[1] for row in session.connection().execute(counted.group_by(col(Question.kind)))}
    return {kind: numbers.get(kind.value, 0) for kind in QuestionKind}


def question(session: Session, actor: Actor, *, question_id: int) -> NewQuestion:
    """One question as it could be entered anew; `NotFound` when it is gone."""
    actor.require(Permission.MANAGE_CATALOG)
    row = session.get(Question, question_id)
    if row is None:
        raise questions.QuestionGone
    return questions.entered(session, row)


def _matching(version_id: int, q: str) -> list[Any]:
    of_it = sa.select(col(Exam.id)).where(col(Exam.version_id) == version_id).scalar_subquery()
    return [col(Question.exam_id) == of_it, *(_has(word) for word in q.split())]


def _has(word: str) -> Any:
    among = sa.exists().where(
        col(Choice.question_id) == col(Question.id), col(Choice.text).icontains(word, autoescape=True)
    )
    return col(Question.text).icontains(word, autoescape=True) | among


def _choices(session: Session, question_ids: list[int]) -> dict[int, list[NewChoice]]:
    found = defaultdict[int, list[NewChoice]](list)
    wanted = select(Choice).where(db.is_one_of(col(Choice.question_id), question_ids))
    for one in session.exec(wanted.order_by(col(Choice.question_id), col(Choice.position))):
        found[one.question_id].append(NewChoice(one.text, one.is_right))
    return found


def _row(row: Question, choices: list[NewChoice]) -> QuestionRow:
    entered = reading.question(row, tuple(choices))
    wrong = tuple(one.text for one in checking.problems_of_question(entered))
    return QuestionRow(known(row.id), row.position, entered, wrong)
