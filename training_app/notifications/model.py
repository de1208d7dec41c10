"""The outbox: every message that was decided, what became of it, and which days have been decided."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field

from training_app.core.tables import Table
from training_app.notifications.rules import MessageStatus

_WAITING = sa.text("status IN ('pending', 'sending')")
_FAILED = sa.text("status = 'failed'")


class Message(Table, table=True):
    """One message to one person by one channel. `key` and `channel` together are made only once (N-03)."""

    __tablename__ = "message"
    __table_args__ = (
        sa.UniqueConstraint("key", "channel"),
        sa.Index("ix_message_waiting", "next_try_at", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        sa.Index("ix_message_failed", "id", sqlite_where=_FAILED, postgresql_where=_FAILED),
        sa.Index("ix_message_bell", "person_id", "channel", "status", "read_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(description="Built in `notifications.keys` from stable ids and ISO days.")
    channel: str = Field(description="A `Channel`.")
    occasion: str = Field(description="An `Occasion`.")
    person_id: int = Field(foreign_key="person.id")
    assignee_id: int | None = Field(default=None, index=True, description="The place in an assignment it is about.")
    due_on: date | None = Field(default=None, description="The due day it speaks of; moved since, it is not sent.")
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    made_at: datetime
    next_try_at: datetime = Field(description="Not before this instant; of a claimed one, when the claim is void.")
    status: str = Field(default=MessageStatus.PENDING, description="A `MessageStatus`.")
    claimed_at: datetime | None = None
    claimed_by: str = ""
    attempts: int = 0
    sent_at: datetime | None = None
    answer: str = Field(default="", description="What the mail server said last.")
    why: str = Field(default="", description="Why it was suppressed.")
    subject: str = Field(default="", description="As sent.")
    text: str = Field(default="", description="As sent.")
    link: str = Field(default="", description="Path the dashboard leads to.")
    read_at: datetime | None = None

    @classmethod
    def waiting_sql(cls) -> sa.TextClause:
        """Not yet sent, failed or suppressed; spelled as in `ix_message_waiting`, or SQLite would not use it."""
        return _WAITING

    @classmethod
    def failed_sql(cls) -> sa.TextClause:
        """Given up; spelled as in `ix_message_failed`."""
        return _FAILED


class DecidedDay(Table, table=True):
    """An organization day whose messages of one moment have been decided; never inferred from the clock (N-05)."""

    __tablename__ = "decided_day"

    moment: str = Field(primary_key=True, description="A `Moment`.")
    day: date = Field(primary_key=True)
    decided_at: datetime


class LoopTick(Table, table=True):
    """When each copy of the background loop last went round (N-10)."""

    __tablename__ = "loop_tick"

    worker: str = Field(primary_key=True)
    at: datetime
