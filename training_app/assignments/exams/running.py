"""What the loop does for tries that nobody looks at any more: when their time is up they end as they stand."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.exams import sitting
from training_app.assignments.exams.rules import GRACE
from training_app.assignments.model import Enrollment
from training_app.assignments.records import ExamTry
from training_app.core import db
from training_app.core.tables import known

AT_ONCE = 50


def is_due(session: Session, now: datetime) -> bool:
    """Whether the time of some running try is up."""
    return bool(_over(session, now, most=1))


def process_over(now: datetime) -> bool:
    """End tries whose time is up, each for itself; True when there were any. Copies of it are safe together."""
    with db.look() as session:
        over = _over(session, now, most=AT_ONCE)
    ended, failure = 0, None
    for try_id in over:
        try:
            with db.write() as session:
                ended += sitting.end_over(session, try_id=try_id, now=now)
        except Exception as error:  # noqa: BLE001 - the others' time is up too; the step fails with the first
            failure = failure or error
    if failure is not None:
        raise failure
    return ended > 0


def _over(session: Session, now: datetime, *, most: int) -> list[int]:
    """Some tries whose time is up. Those of a closed attempt are left: should it be taken up again, they count."""
    of_open = sa.select(col(ExamTry.id)).join(Enrollment, col(Enrollment.id) == col(ExamTry.enrollment_id))
    up = (col(ExamTry.ended_at).is_(None), col(ExamTry.ends_at) < now - GRACE, col(Enrollment.closed_as).is_(None))
    oldest = of_open.where(*up).order_by(col(ExamTry.ends_at)).limit(most)
    return [known(one) for one in session.connection().execute(oldest).scalars()]
