"""Making messages that are of no place in an assignment, for many people at once (N-03)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.core import db
from training_app.notifications.deciding.making import Told
from training_app.notifications.model import Message
from training_app.notifications.rules import Channel, MessageStatus, Occasion

From = Callable[[Channel, list[Any]], sa.Select[Any]]
"""Selects these columns of everybody who is told by a channel."""

_COLUMNS = Message.__table__.c  # type: ignore[attr-defined]  # SQLModel sets __table__


def make(session: Session, occasion: Occasion, message: dict[str, Any], whom: From, *, now: datetime) -> Told:
    """Insert one message a channel for each; what stands under the bell has been sent by that."""
    session.flush()
    told: Told = set()
    for channel in Channel:
        columns = _usual(occasion, channel, now) | message
        rows = whom(channel, list(columns.values()))
        statement = db.insert_or_ignore(Message).from_select(list(columns), rows)
        made = session.connection().execute(statement.returning(col(Message.person_id)))
        told |= set(made.scalars()) if channel is Channel.DASHBOARD else set()
    return told


def facts(said: dict[str, Any]) -> sa.ColumnElement[Any]:
    """What a message is to know when it is sent, as a column."""
    return sa.literal(said, _COLUMNS.facts.type)


def _usual(occasion: Occasion, channel: Channel, now: datetime) -> dict[str, Any]:
    is_sent = channel is Channel.DASHBOARD
    at, nothing = sa.literal(now, _COLUMNS.made_at.type), sa.literal("")
    return {
        "channel": sa.literal(channel.value),
        "occasion": sa.literal(occasion.value),
        "facts": facts({}),
        "made_at": at,
        "next_try_at": at,
        "status": sa.literal((MessageStatus.SENT if is_sent else MessageStatus.PENDING).value),
        "claimed_by": nothing,
        "attempts": sa.literal(0),
        "sent_at": at if is_sent else sa.null(),
        "answer": nothing,
        "why": nothing,
        "text": nothing,
        "link": sa.literal("/home"),
    }
