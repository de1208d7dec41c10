"""Making messages for everybody at once: one INSERT … SELECT for each occasion and channel (N-03)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.model import Assignee, Assignment, Enrollment, PathStep
from training_app.catalog.model import Training
from training_app.core import db
from training_app.notifications.model import Message
from training_app.notifications.rules import Channel, MessageStatus, Occasion
from training_app.notifications.wording import headings
from training_app.people.model import Person

Where = sa.ColumnElement[bool]
Whom = Callable[[Channel], Where]
"""Of which places the people are told by a channel; may speak of assignment, attempt, person and training."""

Told = set[int]
"""People who have something new under their bell."""

_COLUMNS = Message.__table__.c  # type: ignore[attr-defined]  # SQLModel sets __table__


def make(session: Session, message: dict[str, Any], whom: Whom, *, now: datetime) -> Told:
    """Insert one message a channel for each place; what stands under the bell has been sent by that."""
    connection = session.connection()
    session.flush()
    for channel in (Channel.EMAIL, Channel.DASHBOARD):
        columns = _usual(channel, now) | message
        rows = places(list(columns.values())).where(whom(channel))
        statement = db.insert_or_ignore(Message).from_select(list(columns), rows.order_by(col(Assignee.id)))
        if channel is Channel.EMAIL:
            connection.execute(statement)
    return set(connection.execute(statement.returning(col(Message.person_id))).scalars())


def wake(
    session: Session,
    key: sa.ColumnElement[str],
    whom: Whom,
    *,
    of_due_day: bool,
    now: datetime,
    since: datetime | None = None,
) -> None:
    """Let suppressed e-mails of these keys be sent after all, because their reason holds again (X-05).

    With `of_due_day` those that speak of the day the place is due on, with `since` those made from that instant on.
    What was sent stays as it is, so nobody gets it twice; what is gathered waits anyway, and what was left out of a
    digest that has gone goes alone.
    """
    again = places([key.label("key"), col(Assignee.due_on).label("due_on")]).where(whom(Channel.EMAIL)).subquery()
    suppressed = (
        col(Message.key) == again.c.key,
        col(Message.channel) == Channel.EMAIL.value,
        col(Message.status) == MessageStatus.SUPPRESSED.value,
        (col(Message.due_on) == again.c.due_on) if of_due_day else sa.true(),
        (col(Message.made_at) >= since) if since else sa.true(),
    )
    waiting = {"status": MessageStatus.PENDING.value, "why": "", "next_try_at": now, "carried_by_id": None}
    session.connection().execute(sa.update(Message).where(*suppressed).values(waiting))


def turn(session: Session, message: dict[str, Any], whom: Whom, *, now: datetime) -> None:
    """Let suppressed e-mails say this instead, where their key is that of this message: none of them was ever sent.

    Anew from the beginning, with a Message-ID of its own, for it has become another mail.
    """
    said = _usual(Channel.EMAIL, now) | message
    due = places([said[name].label(name) for name in ("key", *_TURNED)]).where(whom(Channel.EMAIL)).subquery()
    suppressed = (
        col(Message.key) == due.c.key,
        col(Message.channel) == Channel.EMAIL.value,
        col(Message.status) == MessageStatus.SUPPRESSED.value,
    )
    waiting = {"status": MessageStatus.PENDING.value, "why": "", "carried_by_id": None, "claimed_at": None}
    turned = waiting | {name: due.c[name] for name in _TURNED}
    session.connection().execute(sa.update(Message).where(*suppressed).values(turned))


_TURNED = ("occasion", "assignee_id", "due_on", "subject", "link", "made_at", "next_try_at", "attempts", "answer")


def notice(
    session: Session, occasion: Occasion, key: sa.ColumnElement[str], *, due_on: date, today: date
) -> dict[str, Any]:
    """What sets the messages of an occasion apart; `due_on` is a day that all of them speak of in their subject."""
    subject = headings.heading_sql(session, occasion, due_on=due_on, today=today, title=col(Training.title))
    return {"key": key, "occasion": sa.literal(occasion.value), "subject": subject}


def attempt_sql() -> sa.ColumnElement[int]:
    """The attempt that a place is at; of a learning path the newest at one of its courses (A-22)."""
    newest = sa.select(sa.func.max(col(PathStep.enrollment_id))).where(
        col(PathStep.path_enrollment_id) == col(Assignee.enrollment_id)
    )
    return sa.func.coalesce(newest.correlate(Assignee).scalar_subquery(), col(Assignee.enrollment_id))


def places_of(assignment_id: int, assignee_ids: list[int] | None) -> Where:
    """These places of an assignment, or all of them."""
    among = col(Assignee.assignment_id) == assignment_id
    return among if assignee_ids is None else among & db.is_one_of(col(Assignee.id), assignee_ids)


def places(columns: list[Any]) -> sa.Select[Any]:
    """These columns of all places, joined with what decides whether their people are told."""
    return (
        sa.select(*columns)
        .select_from(Assignee)
        .join(Assignment, col(Assignment.id) == col(Assignee.assignment_id))
        .join(Enrollment, col(Enrollment.id) == col(Assignee.enrollment_id))
        .join(Person, col(Person.id) == col(Assignee.person_id))
        .join(Training, col(Training.id) == col(Assignment.training_id))
    )


def _usual(channel: Channel, now: datetime) -> dict[str, Any]:
    is_sent = channel is Channel.DASHBOARD
    at = sa.literal(now, _COLUMNS.made_at.type)
    return {
        "channel": sa.literal(channel.value),
        "person_id": col(Assignee.person_id),
        "assignee_id": col(Assignee.id),
        "due_on": col(Assignee.due_on),
        "facts": sa.literal({}, _COLUMNS.facts.type),
        "made_at": at,
        "next_try_at": at,
        "status": sa.literal((MessageStatus.SENT if is_sent else MessageStatus.PENDING).value),
        "claimed_by": sa.literal(""),
        "attempts": sa.literal(0),
        "sent_at": at if is_sent else sa.null(),
        "answer": sa.literal(""),
        "why": sa.literal(""),
        "text": sa.literal(""),
        "link": sa.literal("/learn/") + sa.cast(col(Assignee.enrollment_id), sa.String),
    }
