"""The evaluation of a course as its learner sees it, with what they have answered (T-02, L-02)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.assignments.attempts import taking
from training_app.assignments.model import Enrollment
from training_app.assignments.records import EvaluationAnswer
from training_app.assignments.rules import Status
from training_app.catalog.model import Evaluation, EvaluationItem
from training_app.core.errors import NotFound


@dataclass(frozen=True)
class ItemView:
    """One question. `value` is its answer: a number of the scale, the place of a choice from 1, text; empty if none."""

    position: int
    kind: str
    text: str
    choices: list[str]
    value: str
    is_required: bool


@dataclass(frozen=True)
class EvaluationView:
    """A questionnaire; `intro` is Markdown. `is_open` while it is owed: from passing on, until it is submitted."""

    intro: str
    items: list[ItemView]
    is_open: bool


def evaluation(session: Session, actor: Actor, *, enrollment_id: int, now: datetime) -> EvaluationView:
    """The evaluation of an attempt of the actor's own, with its answers; a stranger's, or none, is `NotFound`."""
    attempt = taking.own(session, actor, enrollment_id=enrollment_id, now=now)
    found = of_attempt(session, attempt)
    rows = session.connection().execute(_items(attempt, found)).all()
    items = [
        ItemView(row.position, row.kind, row.text, list(row.choices), row.value or "", row.is_required) for row in rows
    ]
    return EvaluationView(found.intro, items, is_open=attempt.is_open() and attempt.status == Status.PASSED)


def of_attempt(session: Session, attempt: Enrollment) -> Evaluation:
    """The evaluation of the version that an attempt is at; `NotFound` where it has none."""
    found = session.exec(select(Evaluation).where(Evaluation.version_id == attempt.version_id)).first()
    if found is None:
        raise NotFound
    return found


def _items(attempt: Enrollment, found: Evaluation) -> Any:
    given = sa.and_(
        col(EvaluationAnswer.item_id) == col(EvaluationItem.id), col(EvaluationAnswer.enrollment_id) == attempt.id
    )
    item = EvaluationItem
    columns = (col(item.position), col(item.kind), col(item.text), col(item.choices), col(item.is_required))
    asked = sa.select(*columns, col(EvaluationAnswer.value)).select_from(item)
    of_it = asked.outerjoin(EvaluationAnswer, given).where(col(EvaluationItem.evaluation_id) == found.id)
    return of_it.order_by(col(EvaluationItem.position))
