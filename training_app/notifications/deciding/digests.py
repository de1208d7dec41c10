"""One mail for the reminders of a day, for who asked for it (N-08).

Reminders are made as for everybody; then those of these people are gathered: they wait for another message of the
person and the day, which says them all. What is gathered is what there is when that mail is first taken up for
sending: from then on it says at most what it said, however often it is tried. Later reminders of the day go alone.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from training_app.core import db, organization
from training_app.notifications import keys
from training_app.notifications.model import Message, NotificationPreference
from training_app.notifications.rules import Channel, MessageStatus, Occasion, ReminderMails
from training_app.notifications.wording import headings

# As in `ix_message_waiting`, but with the table's name: here it stands beside another of its rows.
_WAITING = sa.text("message.status IN ('pending', 'sending')")
_COLUMNS = Message.__table__.c  # type: ignore[attr-defined]  # SQLModel sets __table__


def wants_email_sql(person_id: sa.SQLColumnExpression[int]) -> sa.ColumnElement[bool]:
    """Whether somebody gets their reminders by e-mail at all, one by one or together."""
    none = _prefers(ReminderMails.NONE)
    return ~sa.exists().where(none, col(NotificationPreference.person_id) == person_id).correlate_except(
        NotificationPreference
    )


def gather(session: Session, *, occasions: Iterable[Occasion], made_at: datetime, now: datetime) -> None:
    """Let e-mails of these occasions that were made at this instant wait for the one mail of their person's day.

    Somebody whose mail of today has been taken up for sending gets them one by one.
    """
    if session.exec(select(NotificationPreference.person_id).where(_prefers(ReminderMails.DIGEST)).limit(1)).first():
        today = organization.of(session).today(now)
        fresh = _fresh([one.value for one in occasions], made_at)
        _make(session, fresh, today=today, now=now)
        _lock(session, fresh, today=today)
        _join(session, fresh, today=today)


def can_grow(digest: type[Message]) -> sa.ColumnElement[bool]:
    """Whether nobody has taken a digest up for sending yet, not even somebody who was interrupted then."""
    return (
        (col(digest.status) == MessageStatus.PENDING.value)
        & (col(digest.attempts) == 0)
        & col(digest.claimed_at).is_(None)
    )  # fmt: skip


def _prefers(reminders: ReminderMails) -> sa.ColumnElement[bool]:
    return col(NotificationPreference.reminders) == reminders.value


def _fresh(occasions: list[str], made_at: datetime) -> sa.ColumnElement[bool]:
    """What was just made for people who want one mail a day; what waits is found by its index."""
    own = col(NotificationPreference.person_id) == col(Message.person_id)
    # One value for each row, here and below: PostgreSQL has no numbers yet of what was just made, and would join badly.
    wants = sa.select(col(NotificationPreference.reminders)).where(own).correlate(Message).scalar_subquery()
    return sa.and_(
        _WAITING,
        col(Message.next_try_at) == made_at,
        col(Message.made_at) == made_at,
        col(Message.status) == MessageStatus.PENDING.value,
        col(Message.channel) == Channel.EMAIL.value,
        col(Message.occasion).in_(occasions),
        wants == ReminderMails.DIGEST.value,
    )


def _key(today: date) -> sa.ColumnElement[str]:
    return keys.key_sql(keys.DIGEST, person=col(Message.person_id), day=today)


def _make(session: Session, fresh: sa.ColumnElement[bool], *, today: date, now: datetime) -> None:
    """One for each person; the same order everywhere, so that two who make them wait for each other only one way."""
    nothing = sa.literal("")
    at = sa.literal(now, _COLUMNS.made_at.type)
    subject = headings.heading_sql(session, Occasion.DIGEST, due_on=today, today=today, title=nothing)
    columns: dict[str, Any] = {
        "key": _key(today),
        "channel": sa.literal(Channel.EMAIL.value),
        "occasion": sa.literal(Occasion.DIGEST.value),
        "person_id": col(Message.person_id),
        "facts": sa.literal({}, _COLUMNS.facts.type),
        "made_at": at,
        "next_try_at": at,
        "status": sa.literal(MessageStatus.PENDING.value),
        "claimed_by": nothing,
        "attempts": sa.literal(0),
        "answer": nothing,
        "why": nothing,
        "subject": subject,
        "text": nothing,
        "link": sa.literal("/home"),
    }
    person = col(Message.person_id)
    people = sa.select(*columns.values()).where(fresh).group_by(person).order_by(person)
    session.connection().execute(db.insert_or_ignore(Message).from_select(list(columns), people))


def _lock(session: Session, fresh: sa.ColumnElement[bool], *, today: date) -> None:
    """Keep workers from taking up a digest while something joins it. SQLite has one writer anyway."""
    if db.is_sqlite():
        return
    digest = aliased(Message)
    names = sa.func.array(sa.select(_key(today)).where(fresh).scalar_subquery())
    locked = (
        sa.select(col(digest.id))
        .where(col(digest.key) == sa.func.any(names), col(digest.channel) == Channel.EMAIL.value)
        .order_by(col(digest.person_id))
        .with_for_update(of=digest)
        .subquery()
    )
    session.connection().execute(sa.select(sa.func.count()).select_from(locked)).scalar_one()


def _join(session: Session, fresh: sa.ColumnElement[bool], *, today: date) -> None:
    digest = aliased(Message)
    own = (col(digest.key) == _key(today), col(digest.channel) == Channel.EMAIL.value)
    # Found by its key alone: what waits seems to be less, and would be looked through for each.
    growing = sa.select(sa.case((can_grow(digest), col(digest.id)))).where(*own)
    carrier = growing.correlate(Message).scalar_subquery()
    joined = sa.update(Message).where(fresh, carrier.is_not(None))
    session.connection().execute(joined.values(status=MessageStatus.GATHERED.value, carried_by_id=carrier))
