"""Results that somebody else enters than the learner: an instructor, after a session (T-02)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.attempts import passing
from training_app.assignments.attempts.taking import NotOpen
from training_app.assignments.model import Enrollment
from training_app.assignments.rules import Status
from training_app.core import audit, organization
from training_app.core.errors import Conflict, Invalid, NotFound, Problem
from training_app.core.tables import known
from training_app.people.model import Person
from training_app.people.queries import visible

BEST_SCORE = Decimal(100)


class Result(StrEnum):
    """What an instructor enters."""

    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True)
class Recorded:
    """How many attempts have a result now that had none."""

    people: int


# What an attempt is that has this result already; passed is complete where no evaluation is owed (T-02).
_HAS = {Result.PASSED: (Status.PASSED, Status.EVALUATED), Result.FAILED: (Status.FAILED,)}


class AlreadyPassed(Conflict):
    """Somebody of these has passed already and owes the evaluation; that stays."""


def record(
    session: Session,
    actor: Actor,
    *,
    enrollment_ids: list[int],
    result: Result,
    score: Decimal | None = None,
    now: datetime,
) -> Recorded:
    """Enter one result for these attempts, all or none: open ones, of people whom the actor sees. Twice is once.

    Who passed stays so. Where an evaluation is owed, passing does not complete (T-02).
    """
    actor.require(Permission.RECORD_ATTENDANCE)
    if score is not None and not 0 <= score <= BEST_SCORE:
        raise Invalid(Problem("score", f"Score {score} is not between 0 and {BEST_SCORE}."))
    attempts = _locked(session, actor, enrollment_ids)
    waiting = [one for one in attempts if one.status not in _HAS[result]]
    if not all(one.is_open() for one in waiting):
        raise NotOpen
    if any(one.status == Status.PASSED for one in waiting):
        raise AlreadyPassed
    for attempt in waiting:
        attempt.score = score
    if waiting:
        _become(session, actor, waiting, result, now)
    return Recorded(len(waiting))


def _become(session: Session, actor: Actor, attempts: list[Enrollment], result: Result, now: datetime) -> None:
    ids, score = [known(one.id) for one in attempts], attempts[0].score
    after = {"result": result, "score": None if score is None else str(score)}
    audit.write(session, actor_id=actor.person_id, at=now, act="result recorded", subject="enrollment",
                subject_id=ids[0] if len(ids) == 1 else None, after=after, rows=ids)  # fmt: skip
    if result is Result.PASSED:
        today = organization.of(session).today(now)
        passing.passed(session, attempts, on=today, by_id=actor.person_id, now=now)
    else:
        passing.failed(session, attempts, by_id=actor.person_id, now=now)


def _locked(session: Session, actor: Actor, enrollment_ids: list[int]) -> list[Enrollment]:
    """The attempts, held against whoever works in one at the same moment; a stranger's is `NotFound`."""
    seen = (
        select(Enrollment)
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .where(col(Enrollment.id).in_(enrollment_ids), visible(actor))
        .order_by(col(Enrollment.id))
    )
    found = list(session.exec(seen.with_for_update(of=Enrollment)))
    if {one.id for one in found} != set(enrollment_ids):
        raise NotFound
    return found
