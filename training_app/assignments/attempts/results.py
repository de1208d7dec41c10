"""Results that somebody else enters than the learner: an instructor, after a session (T-02)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.attempts import paths
from training_app.assignments.attempts.completion import EnrollmentsCompleted
from training_app.assignments.attempts.taking import NotOpen
from training_app.assignments.model import Enrollment
from training_app.assignments.rules import Status
from training_app.core import audit, events, organization
from training_app.core.errors import Invalid, NotFound, Problem
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


# Without an evaluation a course is complete as soon as it is passed (T-02); no training has one yet.
_BECOMES = {Result.PASSED: Status.EVALUATED, Result.FAILED: Status.FAILED}


def record(
    session: Session,
    actor: Actor,
    *,
    enrollment_ids: list[int],
    result: Result,
    score: Decimal | None = None,
    now: datetime,
) -> Recorded:
    """Enter one result for these attempts, all or none: open ones, of people whom the actor sees. Twice is once."""
    actor.require(Permission.RECORD_ATTENDANCE)
    if score is not None and not 0 <= score <= BEST_SCORE:
        raise Invalid(Problem("score", f"Score {score} is not between 0 and {BEST_SCORE}."))
    attempts = _locked(session, actor, enrollment_ids)
    waiting = [one for one in attempts if one.status != _BECOMES[result]]
    if not all(one.is_open() for one in waiting):
        raise NotOpen
    today = organization.of(session).today(now)
    for attempt in waiting:
        attempt.status, attempt.score = _BECOMES[result], score
        if result is Result.PASSED:
            attempt.completed_at, attempt.completed_on = now, today
    session.flush()
    if waiting:
        ids = [known(one.id) for one in waiting]
        if result is Result.PASSED:
            events.record(session, EnrollmentsCompleted(ids), actor_id=actor.person_id, at=now)
        after = {"status": _BECOMES[result], "score": None if score is None else str(score)}
        audit.write(session, actor_id=actor.person_id, at=now, act="result recorded", subject="enrollment",
                    subject_id=ids[0] if len(ids) == 1 else None, after=after, rows=ids)  # fmt: skip
        paths.follow(session, enrollment_ids=ids, actor_id=actor.person_id, now=now)
    return Recorded(len(waiting))


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
