"""What passing, completing and failing do to attempts, whoever brings it about (T-02)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.attempts import paths
from training_app.assignments.attempts.completion import EnrollmentsCompleted
from training_app.assignments.model import Enrollment
from training_app.assignments.rules import Status
from training_app.catalog.model import Evaluation
from training_app.core import audit, db, events
from training_app.core.tables import known

# What the audit calls each.
ACTS = {
    Status.PASSED: "training passed",
    Status.EVALUATED: "training completed",
    Status.FAILED: "training failed",
}


def with_evaluation(session: Session, version_ids: Iterable[int]) -> set[int]:
    """Those of these versions whoever passes owes an evaluation of; the others are complete by passing (T-02)."""
    wanted = sa.select(col(Evaluation.version_id)).where(db.is_one_of(col(Evaluation.version_id), set(version_ids)))
    return set(session.connection().execute(wanted).scalars())


def passed(session: Session, attempts: Sequence[Enrollment], *, on: date, by_id: int | None, now: datetime) -> None:
    """These attempts are passed on the organization day `on`, and complete where no evaluation is owed."""
    owing = with_evaluation(session, (one.version_id for one in attempts))
    _become(session, [one for one in attempts if one.version_id in owing], Status.PASSED, by_id, now)
    completed(session, [one for one in attempts if one.version_id not in owing], on=on, by_id=by_id, now=now)


def completed(session: Session, attempts: Sequence[Enrollment], *, on: date, by_id: int | None, now: datetime) -> None:
    """These attempts are complete on the organization day `on`: everything that follows from it happens at once."""
    for attempt in attempts:
        attempt.completed_at, attempt.completed_on = now, on
    _become(session, attempts, Status.EVALUATED, by_id, now)


def failed(session: Session, attempts: Sequence[Enrollment], *, by_id: int | None, now: datetime) -> None:
    """The tries of these attempts are used up."""
    _become(session, attempts, Status.FAILED, by_id, now)


def _become(session: Session, attempts: Sequence[Enrollment], status: Status, by_id: int | None, now: datetime) -> None:
    if not attempts:
        return
    before = sorted({one.status for one in attempts})
    for attempt in attempts:
        attempt.status = status
    session.flush()
    ids = [known(one.id) for one in attempts]
    if status == Status.EVALUATED:
        events.record(session, EnrollmentsCompleted(ids), actor_id=by_id, at=now)
    audit.write(session, actor_id=by_id, at=now, act=ACTS[status], subject="enrollment",
                subject_id=ids[0] if len(ids) == 1 else None, before={"status": " or ".join(before)},
                after={"status": status}, rows=ids)  # fmt: skip
    paths.follow(session, enrollment_ids=ids, actor_id=by_id, now=now)
