"""Certificates are made with the completions, in their transaction, whatever completes an attempt (T-06).

What was completed before there were certificates gets one when it is first asked for.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.attempts.completion import EnrollmentsCompleted
from training_app.assignments.certificates.standing import stands_sql
from training_app.assignments.model import Enrollment
from training_app.assignments.records import Certificate
from training_app.catalog.model import Training
from training_app.core import bulk, codes, db


def when_completed(session: Session, fact: EnrollmentsCompleted, _actor_id: int | None, at: datetime) -> None:
    """Make the certificates of these completions, at once."""
    issue(session, fact.enrollment_ids, now=at)


def issue(session: Session, enrollment_ids: Collection[int], *, now: datetime) -> None:
    """Make those certificates of these attempts that are missing, of complete ones alone. Twice is once.

    What a certificate says of the training is what the catalogue says now. Should a code be taken, the certificate is
    made when it is asked for.
    """
    run = session.connection().execute
    rows = [{**row, "code": codes.new(), "made_at": now} for row in run(_missing(enrollment_ids)).mappings()]
    for some in bulk.chunks(rows):
        run(db.insert_or_ignore(Certificate), some)


def _missing(enrollment_ids: Collection[int]) -> Any:
    has_one = sa.exists().where(col(Certificate.enrollment_id) == col(Enrollment.id))
    return (
        sa.select(
            col(Enrollment.id).label("enrollment_id"), col(Enrollment.completed_on), col(Training.title),
            col(Training.code).label("training_code"), col(Training.hours), col(Training.category),
        )
        .join(Training, col(Training.id) == col(Enrollment.training_id))
        .where(db.is_one_of(col(Enrollment.id), enrollment_ids), stands_sql(), ~has_one)
        .order_by(col(Enrollment.id))
    )  # fmt: skip
