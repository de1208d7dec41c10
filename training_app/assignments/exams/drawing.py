"""Drawing the questions of a try from the bank, and the order in which their choices are shown."""

from collections import defaultdict
from dataclasses import dataclass
from random import SystemRandom
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.records import ExamAnswer
from training_app.catalog.model import Choice, Exam, Question
from training_app.catalog.rules import QuestionKind
from training_app.core import db
from training_app.core.tables import known

# Of the system, so that nobody who has seen some papers can tell the next one.
chance = SystemRandom()


@dataclass(frozen=True)
class Drawn:
    """One question of a paper, with the ids of its choices as they are shown."""

    question_id: int
    choices: tuple[int, ...]


def draw(session: Session, exam: Exam, *, try_id: int) -> int:
    """Write the questions of a try, each with its choices as they are shown; answer how many there are."""
    rows = [
        {
            "try_id": try_id,
            "position": position,
            "question_id": one.question_id,
            "choices": list(one.choices),
            "number": "",
        }
        for position, one in enumerate(drawn(session, exam), start=1)
    ]
    if rows:
        session.connection().execute(sa.insert(ExamAnswer), rows)
    return len(rows)


def drawn(session: Session, exam: Exam) -> tuple[Drawn, ...]:
    """A paper of this exam that is written nowhere."""
    found = _questions(session, exam)
    choices = _choices(session, [known(one.id) for one in found])
    return tuple(
        Drawn(one.id, tuple(_shown(one.kind, choices[known(one.id)], shuffles=exam.shuffles_choices))) for one in found
    )


def size(exam: Exam, bank: int) -> int:
    """How many questions a try has that is drawn from a bank of so many."""
    return bank if exam.drawn is None else min(exam.drawn, bank)


def _questions(session: Session, exam: Exam) -> list[Any]:
    wanted = sa.select(col(Question.id), col(Question.kind)).where(col(Question.exam_id) == exam.id)
    bank = list(session.connection().execute(wanted.order_by(col(Question.position))))
    places = chance.sample(range(len(bank)), size(exam, len(bank)))
    return [bank[place] for place in (places if exam.shuffles_questions else sorted(places))]


def _choices(session: Session, question_ids: list[int]) -> dict[int, list[int]]:
    """The ids of the choices of these questions, each in the order in which they were entered."""
    found = defaultdict[int, list[int]](list)
    wanted = sa.select(col(Choice.question_id), col(Choice.id)).where(
        db.is_one_of(col(Choice.question_id), question_ids)
    )
    for row in session.connection().execute(wanted.order_by(col(Choice.question_id), col(Choice.position))):
        found[row.question_id].append(row.id)
    return found


def _shown(kind: str, ids: list[int], *, shuffles: bool) -> list[int]:
    """Choices as they are shown: of an ordered question never in their right order, in which they were entered."""
    if kind != QuestionKind.ORDERED and not shuffles:
        return ids
    shown = chance.sample(ids, len(ids))
    return [*shown[1:], *shown[:1]] if kind == QuestionKind.ORDERED and shown == ids else shown
