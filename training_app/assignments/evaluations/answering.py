"""Answering an evaluation and submitting it, which completes the course (T-02)."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.assignments.attempts import passing, taking
from training_app.assignments.evaluations import reading, rules
from training_app.assignments.model import Enrollment
from training_app.assignments.records import EvaluationAnswer
from training_app.assignments.rules import Status
from training_app.catalog.model import Evaluation, EvaluationItem
from training_app.core import audit, organization
from training_app.core.errors import Conflict, Invalid, NotFound, Problem
from training_app.core.tables import known


class NotPassed(Conflict):
    """The evaluation opens when the course is passed."""


class AlreadySubmitted(Conflict):
    """This evaluation was submitted: its answers cannot be changed any more."""


@dataclass(frozen=True)
class Submitted:
    """Where the attempt stands now."""

    status: str


def answer(session: Session, actor: Actor, *, enrollment_id: int, position: int, value: object, now: datetime) -> None:
    """Keep an answer to one question in place of what was answered before; an empty one takes it back.

    Only while it is owed: `Conflict` before passing, after submitting and in a closed attempt. `Invalid` says what
    would be an answer. A stranger's attempt is `NotFound`.
    """
    attempt = taking.held(session, actor, enrollment_id=enrollment_id, now=now)
    found = reading.of_attempt(session, attempt)
    _require_owed(attempt)
    item = _item(session, found, position)
    try:
        said = rules.read(value, kind=item.kind, choices=len(item.choices))
    except ValueError as wrong:
        raise Invalid(Problem(f"item_{position}", str(wrong))) from wrong
    item_id = known(item.id)
    before = session.get(EvaluationAnswer, (enrollment_id, item_id))
    if said:
        session.merge(EvaluationAnswer(enrollment_id=enrollment_id, item_id=item_id, value=said, at=now))
    elif before is not None:
        session.delete(before)
    session.flush()


def submit(session: Session, actor: Actor, *, enrollment_id: int, now: datetime) -> Submitted:
    """Submit the evaluation: the course is complete on this day. Twice is once.

    `Invalid` names each required question that has no answer, as `item_<position>`.
    """
    attempt = taking.held(session, actor, enrollment_id=enrollment_id, now=now)
    found = reading.of_attempt(session, attempt)
    if attempt.status == Status.EVALUATED and attempt.closed_as is None:
        return Submitted(attempt.status)
    _require_owed(attempt)
    missing = _missing(session, attempt, found)
    if missing:
        raise Invalid(*(Problem(f"item_{one}", f"Question {one} needs an answer.") for one in missing))
    # What was answered is nobody's business but the evaluation's: the audit says that it was, and never what.
    audit.write(session, actor_id=actor.person_id, at=now, act="evaluation submitted", subject="enrollment",
                subject_id=enrollment_id)  # fmt: skip
    today = organization.of(session).today(now)
    passing.completed(session, [attempt], on=today, by_id=actor.person_id, now=now)
    return Submitted(attempt.status)


def _require_owed(attempt: Enrollment) -> None:
    if attempt.status == Status.EVALUATED and attempt.closed_as is None:
        raise AlreadySubmitted
    taking.require_open(attempt)
    if attempt.status != Status.PASSED:
        raise NotPassed


def _item(session: Session, found: Evaluation, position: int) -> EvaluationItem:
    at_place = select(EvaluationItem).where(EvaluationItem.evaluation_id == found.id)
    item = session.exec(at_place.where(EvaluationItem.position == position)).first()
    if item is None:
        raise NotFound
    return item


def _missing(session: Session, attempt: Enrollment, found: Evaluation) -> list[int]:
    """The places of required questions without an answer."""
    given = sa.exists().where(
        col(EvaluationAnswer.item_id) == col(EvaluationItem.id), col(EvaluationAnswer.enrollment_id) == attempt.id
    )
    required = sa.select(col(EvaluationItem.position)).where(
        col(EvaluationItem.evaluation_id) == found.id, col(EvaluationItem.is_required), ~given
    )
    return list(session.connection().execute(required.order_by(col(EvaluationItem.position))).scalars())
