"""Facts that one feature records and others act upon, without knowing each other.

An event names an act, not a person: one row for "assigned 10,000". Subscribers run in the same transaction;
`notifications` reads the table afterwards, by the mark `processed_at`.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any, ClassVar, Protocol

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field, Session

from training_app.core.tables import Table


class Fact(Protocol):
    """A frozen dataclass of plain ids and days that says what happened."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


class Event(Table, table=True):
    """A recorded fact, waiting to be turned into messages."""

    __table_args__ = (
        sa.Index(
            "ix_event_waiting",
            "id",
            sqlite_where=sa.text("processed_at IS NULL"),
            postgresql_where=sa.text("processed_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    act: str
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    actor_id: int | None = None
    at: datetime
    processed_at: datetime | None = None
    retry_at: datetime | None = Field(default=None, description="It could not be processed; not again before this.")


Subscriber = Callable[[Session, Any, int | None, datetime], None]
_subscribers: dict[type, list[Subscriber]] = {}


def subscribe(fact: type, subscriber: Subscriber) -> None:
    """Call `subscriber(session, fact, actor_id, at)` in the transaction of every such fact. Binding twice is once."""
    known = _subscribers.setdefault(fact, [])
    if subscriber not in known:
        known.append(subscriber)


def record(session: Session, fact: Fact, *, actor_id: int | None, at: datetime) -> None:
    """Write the fact into the event table of this transaction and run its subscribers."""
    payload = {name: _plain(value) for name, value in asdict(fact).items()}
    session.add(Event(act=type(fact).__name__, payload=payload, actor_id=actor_id, at=at))
    for subscriber in _subscribers.get(type(fact), ()):
        subscriber(session, fact, actor_id, at)


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
