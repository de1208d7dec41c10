"""Messages with all that they rest on as it is now: read in one statement."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.catalog.model import Training
from training_app.certifications.model import Award, Certification
from training_app.notifications.deciding import making
from training_app.notifications.model import Message
from training_app.notifications.rules import MessageStatus
from training_app.people.model import Person


def claimed(session: Session, *, message_id: int, worker: str) -> Any:
    """The row of a message that this worker has claimed; None when the claim is no longer its own."""
    return session.connection().execute(_CLAIMED, {"message": message_id, "worker": worker}).one_or_none()


def claimed_together(session: Session, *, message_ids: Sequence[int], worker: str) -> dict[int, Any]:
    """`claimed` for several at once, by their ids."""
    mine = session.connection().execute(_CLAIMED_TOGETHER, {"messages": message_ids, "worker": worker})
    return {row.id: row for row in mine}


def gathered(session: Session, *, message_id: int) -> list[Any]:
    """The rows of those that this message says among others of the day, in the order in which they were made."""
    return list(session.connection().execute(_GATHERED, {"message": message_id}))


_READ = (
    sa.select(
        *(col(column) for column in (Message.id, Message.key, Message.channel, Message.occasion, Message.person_id)),
        *(col(column) for column in (Message.assignee_id, Message.due_on, Message.facts, Message.attempts)),
        *(col(column) for column in (Message.made_at, Person.first_name, Person.last_name, Person.email)),
        *(col(column) for column in (Person.deactivated_at, Assignment.published_at, Assignment.starts_on)),
        *(col(column) for column in (Assignment.training_id, Assignee.assignment_id, Assignee.enrollment_id)),
        *(col(column) for column in (Assignee.withdrawn_at, Assignee.excused_at, Assignee.excused_until)),
        *(col(column) for column in (Enrollment.status, Enrollment.closed_as, Enrollment.completed_on)),
        *(col(column) for column in (Assignment.cancelled_at, Training.title)),
        *(col(column) for column in (Message.award_id, Certification.name, Award.certification_id, Award.expires_on)),
        *(col(column) for column in (Award.issued_on, Award.revoked_at, Message.link)),
        col(Assignee.due_on).label("place_due_on"),
        col(Assignee.occasion).label("place_occasion"),
        making.attempt_sql().label("attempt_id"),
    )
    .select_from(Message)
    .join(Person, col(Person.id) == col(Message.person_id))
    .outerjoin(Assignee, col(Assignee.id) == col(Message.assignee_id))
    .outerjoin(Assignment, col(Assignment.id) == col(Assignee.assignment_id))
    .outerjoin(Enrollment, col(Enrollment.id) == col(Assignee.enrollment_id))
    .outerjoin(Training, col(Training.id) == col(Assignment.training_id))
    .outerjoin(Award, col(Award.id) == col(Message.award_id))
    .outerjoin(Certification, col(Certification.id) == col(Award.certification_id))
)
_CLAIMED = _READ.where(
    col(Message.id) == sa.bindparam("message"),
    col(Message.status) == MessageStatus.SENDING.value,
    col(Message.claimed_by) == sa.bindparam("worker"),
)
_CLAIMED_TOGETHER = _READ.where(
    col(Message.id).in_(sa.bindparam("messages", expanding=True)),
    col(Message.status) == MessageStatus.SENDING.value,
    col(Message.claimed_by) == sa.bindparam("worker"),
)
_GATHERED = _READ.where(
    col(Message.carried_by_id) == sa.bindparam("message"),
    col(Message.status) == MessageStatus.GATHERED.value,
).order_by(col(Message.id))
