"""What people do with messages: read them, and send again what could not be delivered."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core import audit
from training_app.core.errors import NotFound
from training_app.core.tables import known
from training_app.notifications import log
from training_app.notifications.filters import MessageFilter
from training_app.notifications.model import Message
from training_app.notifications.queries import mine
from training_app.notifications.rules import MessageStatus
from training_app.people.model import Person
from training_app.people.queries import visible


def mark_read(session: Session, actor: Actor, *, message_id: int, now: datetime) -> None:
    """Mark one of the actor's own messages as read (N-02); `NotFound` for anybody else's. Twice is once."""
    own = (mine(actor), col(Message.id) == message_id)
    read = sa.update(Message).where(*own).values(read_at=sa.func.coalesce(col(Message.read_at), now))
    if session.connection().execute(read).rowcount == 0:
        raise NotFound


def mark_all_read(session: Session, actor: Actor, *, now: datetime) -> int:
    """Mark all of the actor's own messages as read; answer how many were unread (N-02)."""
    unread = (mine(actor), col(Message.read_at).is_(None))
    return session.connection().execute(sa.update(Message).where(*unread).values(read_at=now)).rowcount


def send_again(session: Session, actor: Actor, *, message_id: int, now: datetime) -> None:
    """Let a failed e-mail be tried again from the beginning (N-03); `NotFound` for any other."""
    actor.require(Permission.MANAGE_SETTINGS)
    seen = sa.select(col(Person.id)).where(visible(actor))
    failed = (col(Message.id) == message_id, col(Message.status) == MessageStatus.FAILED.value,
              col(Message.person_id).in_(seen))  # fmt: skip
    if session.connection().execute(sa.update(Message).where(*failed).values(_again(now))).rowcount == 0:
        raise NotFound
    audit.write(session, actor_id=actor.person_id, at=now, act="message sent again", subject="message",
                subject_id=message_id)  # fmt: skip


def send_all_again(session: Session, actor: Actor, *, wanted: MessageFilter, now: datetime) -> int:
    """Let every failed e-mail that the filter finds be tried again from the beginning; answer how many those were."""
    actor.require(Permission.MANAGE_SETTINGS)
    failed = log.failed_sql(session, actor, wanted)
    again = sa.update(Message).where(*failed).values(_again(now)).returning(col(Message.id))
    ids = [known(one) for one in session.connection().execute(again).scalars()]
    if ids:
        audit.write(session, actor_id=actor.person_id, at=now, act="messages sent again", subject="message", rows=ids)
    return len(ids)


def _again(now: datetime) -> dict[str, Any]:
    return {"status": MessageStatus.PENDING.value, "attempts": 0, "next_try_at": now}
