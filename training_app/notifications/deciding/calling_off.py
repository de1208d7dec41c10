"""A cancelled assignment: who had been told of it is told, and what was not sent yet never is (A-25)."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.model import Assignee, Enrollment
from training_app.core import organization
from training_app.notifications import keys
from training_app.notifications.deciding import making
from training_app.notifications.deciding.making import Told
from training_app.notifications.deciding.reasons import CANCELLED
from training_app.notifications.model import Message
from training_app.notifications.rules import DAYS_BEFORE_DUE, Channel, MessageStatus, Occasion
from training_app.people.model import Person

# Claimed is on its way: nobody can say that it will not arrive.
ARRIVED = (MessageStatus.SENT.value, MessageStatus.SENDING.value)
WAITING = (MessageStatus.PENDING.value, MessageStatus.GATHERED.value)
TAKING_BACK = (Occasion.CANCELLED.value, Occasion.WITHDRAWN.value)
# Made once: an alias takes longer to make than the query that it is in.
_LATER = sa.orm.aliased(Message)

NOT_ASKED = "You need not complete it any more."
STILL_ASKED = "It stays among your trainings: something else asks for it too."


def cancelled(session: Session, *, assignment_id: int, assignee_ids: list[int] | None, now: datetime) -> Told:
    """Tell the people of these places, each by the channels by which they had been told of the assignment.

    The switches do not matter, for it is not news but taking back. The excused get no message (A-26). Where another
    assignment, a path or the person asks for the same attempt, it stays open, and the message says that it does.
    """
    today = organization.of(session).today(now)
    among = making.places_of(assignment_id, assignee_ids)
    reached = among & Person.active_sql() & ~Assignee.is_excused_sql(today)
    key = keys.key_sql(keys.CANCELLED, assignee=col(Assignee.id))
    message = making.notice(session, Occasion.CANCELLED, key, due_on=today, today=today)
    told = making.make(session, message | under_the_bell(), lambda channel: reached & _was_told(channel), now=now)
    suppress_waiting(session, among, CANCELLED)
    return told


def was_told_sql(channel: str, assignee_id: Any) -> sa.ColumnElement[bool]:
    """Whether a message about this place has reached its person by this channel, or is on its way.

    Who was told since that they are out of it, and of nothing after that, has not been told.
    """
    taken_back = sa.exists().where(
        col(_LATER.assignee_id) == col(Message.assignee_id),
        col(_LATER.channel) == col(Message.channel),
        col(_LATER.occasion) == Occasion.WITHDRAWN.value,
        col(_LATER.status) == MessageStatus.SENT.value,
        col(_LATER.id) > col(Message.id),
    )
    return sa.exists().where(
        col(Message.assignee_id) == assignee_id,
        col(Message.channel) == channel,
        col(Message.status).in_(ARRIVED),
        col(Message.occasion).not_in(TAKING_BACK),
        ~taken_back.correlate(Message),
    )


def _was_told(channel: Channel) -> sa.ColumnElement[bool]:
    return was_told_sql(channel.value, col(Assignee.id))


def under_the_bell() -> dict[str, Any]:
    """What it says there of what remains of each person's attempt, and where it leads."""
    is_open = Enrollment.is_open_sql()
    learn = sa.literal("/learn/") + sa.cast(col(Enrollment.id), sa.String)
    return {
        "text": sa.case((is_open, sa.literal(STILL_ASKED)), else_=sa.literal(NOT_ASKED)),
        "link": sa.case((is_open, learn), else_=sa.literal("")),
    }


def suppress_waiting(session: Session, among: sa.ColumnElement[bool], why: str) -> None:
    """At once, what waits; what is being sent this moment is asked for its reason by whoever sends it.

    One reminder a day speaks for all assignments of a training (A-11). So where the attempt stays open, a reminder is
    left to be asked when it is sent.
    """
    of_these = sa.select(col(Assignee.id)).where(among)
    still_asked = sa.select(col(Assignee.id)).join(Enrollment).where(among, Enrollment.is_open_sql())
    is_shared = col(Message.occasion).in_([one.value for one in DAYS_BEFORE_DUE]) & (
        col(Message.assignee_id).in_(still_asked)
    )
    waiting = (
        col(Message.assignee_id).in_(of_these),
        col(Message.channel) == Channel.EMAIL.value,
        col(Message.status).in_(WAITING),
        col(Message.occasion).not_in(TAKING_BACK),
        ~is_shared,
    )
    gone = {"status": MessageStatus.SUPPRESSED.value, "why": why}
    session.connection().execute(sa.update(Message).where(*waiting).values(gone))
