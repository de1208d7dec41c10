"""A question and its choices as rows: written one by one, or with one statement for thousands of them (T-01)."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.catalog.content import NewQuestion
from training_app.catalog.model import Choice, Question
from training_app.core.db import is_one_of
from training_app.core.tables import known


def add(session: Session, exam_id: int, position: int, new: NewQuestion) -> Question:
    """Write one question."""
    row = Question(exam_id=exam_id, position=position, **columns(new))
    session.add(row)
    session.flush()
    _choose(session, known(row.id), new)
    return row


def add_all(session: Session, exam_id: int, first: int, new: Sequence[NewQuestion]) -> list[int]:
    """Write questions from a place on, behind which there are none; their ids in order."""
    rows = [{"exam_id": exam_id, "position": first + at, **columns(one)} for at, one in enumerate(new)]
    session.connection().execute(sa.insert(Question), rows)
    made = sa.select(col(Question.id)).where(col(Question.exam_id) == exam_id, col(Question.position) >= first)
    ids = [known(one) for one in session.connection().execute(made.order_by(col(Question.position))).scalars()]
    choices = [row for number, one in zip(ids, new, strict=True) for row in _rows(number, one)]
    if choices:
        session.connection().execute(sa.insert(Choice), choices)
    return ids


def change(session: Session, row: Question, new: NewQuestion, changed: list[str]) -> None:
    """Write what changed. With other words it is no longer the question that an earlier version had."""
    for name, value in columns(new).items():
        setattr(row, name, value)
    if changed != ["explanation"]:
        row.origin_id = None
    session.flush()
    if "choices" in changed:
        session.connection().execute(sa.delete(Choice).where(col(Choice.question_id) == row.id))
        _choose(session, known(row.id), new)


def delete(session: Session, question_ids: list[int]) -> None:
    """Take questions away with their choices."""
    session.connection().execute(sa.delete(Choice).where(is_one_of(col(Choice.question_id), question_ids)))
    session.connection().execute(sa.delete(Question).where(is_one_of(col(Question.id), question_ids)))


def columns(new: NewQuestion) -> dict[str, Any]:
    """What a question's own row says of it; its choices are rows of their own."""
    return {
        "kind": new.kind.value,
        "text": new.text,
        "explanation": new.explanation,
        "number": "" if new.number is None else f"{new.number:f}",
        "tolerance": f"{new.tolerance:f}" if new.tolerance else "",
    }


def _choose(session: Session, question_id: int, new: NewQuestion) -> None:
    if new.choices:
        session.connection().execute(sa.insert(Choice), _rows(question_id, new))


def _rows(question_id: int, new: NewQuestion) -> list[dict[str, Any]]:
    return [
        {"question_id": question_id, "position": position, "text": one.text, "is_right": one.is_right}
        for position, one in enumerate(new.choices, start=1)
    ]
