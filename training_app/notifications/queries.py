"""Reading messages: one's own under the bell, and for admins what could not be delivered."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core.paging import Page, Paged
from training_app.notifications.model import LoopTick, Message
from training_app.notifications.rules import Channel, MessageStatus, spoken
from training_app.people.model import Person
from training_app.people.queries import visible

FIRST = Page()


@dataclass(frozen=True)
class InboxRow:
    """One message of the dashboard's notification section. `sent_at` is an ISO instant, `link` a path."""

    id: int
    subject: str
    text: str
    link: str
    sent_at: str
    is_read: bool


@dataclass(frozen=True)
class FailedRow:
    """An e-mail that could not be delivered, with what the mail server said last. `made_at` is an ISO instant."""

    id: int
    person_id: int
    name: str
    email: str
    occasion: str
    made_at: str
    attempts: int
    answer: str


def unread(session: Session, actor: Actor) -> int:
    """How many messages under the actor's own bell are unread (N-01)."""
    counted = sa.select(sa.func.count()).where(mine(actor), col(Message.read_at).is_(None))
    return session.connection().execute(counted).scalar_one()


def inbox(session: Session, actor: Actor, *, page: Page = FIRST) -> Paged[InboxRow]:
    """One page of the actor's own messages, the newest first (N-02)."""
    total = session.connection().execute(sa.select(sa.func.count()).where(mine(actor))).scalar_one()
    columns: tuple[Any, ...] = (Message.id, Message.subject, Message.text, Message.link, Message.due_on,
                                Message.sent_at, Message.read_at)  # fmt: skip
    newest = sa.select(*columns).where(mine(actor)).order_by(col(Message.sent_at).desc(), col(Message.id).desc())
    return Paged([_inbox_row(row) for row in session.connection().execute(page.cut(newest))], total, page)


def failed(session: Session, actor: Actor, *, page: Page = FIRST) -> Paged[FailedRow]:
    """One page of the e-mails that were given up, the newest first (N-03)."""
    actor.require(Permission.MANAGE_SETTINGS)
    columns: tuple[Any, ...] = (Message.id, Message.person_id, Person.first_name, Person.last_name, Person.email,
                                Message.occasion, Message.made_at, Message.attempts, Message.answer)  # fmt: skip
    given_up = (
        sa.select(*columns)
        .join(Person, col(Person.id) == col(Message.person_id))
        .where(Message.failed_sql(), visible(actor))
    )
    total = session.connection().execute(sa.select(sa.func.count()).select_from(given_up.subquery())).scalar_one()
    rows = session.connection().execute(page.cut(given_up.order_by(col(Message.id).desc())))
    return Paged([_failed_row(row) for row in rows], total, page)


def last_tick(session: Session, actor: Actor) -> datetime | None:
    """When any copy of the background loop last went round, as an instant; None when none ever did (N-10)."""
    del actor  # says nothing of anybody
    return session.connection().execute(sa.select(sa.func.max(col(LoopTick.at)))).scalar_one()


def mine(actor: Actor) -> sa.ColumnElement[bool]:
    """The actor's own messages under the bell; nobody sees another's. The system has none."""
    own = col(Message.person_id) == (actor.person_id or 0)
    return (
        own
        & (col(Message.channel) == Channel.DASHBOARD.value)
        & (col(Message.status) == MessageStatus.SENT.value)
    )  # fmt: skip


def _inbox_row(row: Any) -> InboxRow:
    due: date | None = row.due_on
    return InboxRow(
        id=row.id,
        subject=row.subject,
        text=row.text or (f"Due {spoken(due)}." if due else ""),
        link=row.link,
        sent_at=row.sent_at.isoformat(),
        is_read=row.read_at is not None,
    )


def _failed_row(row: Any) -> FailedRow:
    return FailedRow(
        id=row.id,
        person_id=row.person_id,
        name=f"{row.first_name} {row.last_name}".strip(),
        email=row.email,
        occasion=row.occasion,
        made_at=row.made_at.isoformat(),
        attempts=row.attempts,
        answer=row.answer,
    )
