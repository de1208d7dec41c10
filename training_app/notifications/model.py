"""The outbox: every message that was decided, what became of it, and which days have been decided."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field

from training_app.core.tables import Table
from training_app.notifications.rules import MessageStatus

_WAITING = sa.text("status IN ('pending', 'sending')")
_UNSENT = sa.text("status <> 'sent'")
# True of all. SQLite takes a partial index only where its condition is asked too: so for one occasion of one person it
# does not walk through everybody's.
_OF_OCCASION = sa.text("occasion <> ''")
_CARRIED = sa.text("carried_by_id IS NOT NULL")
_OF_AWARD = sa.text("award_id IS NOT NULL")


class Message(Table, table=True):
    """One message to one person by one channel. `key` and `channel` together are made only once (N-03)."""

    __tablename__ = "message"
    __table_args__ = (
        sa.UniqueConstraint("key", "channel"),
        sa.Index("ix_message_waiting", "next_try_at", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        sa.Index("ix_message_bell", "person_id", "channel", "status", "read_at"),
        # With all that the list of messages is narrowed by, so that what is not sent is found and counted in it alone.
        sa.Index(
            "ix_message_unsent",
            "status",
            "made_at",
            "id",
            "occasion",
            "channel",
            "person_id",
            sqlite_where=_UNSENT,
            postgresql_where=_UNSENT,
        ),
        sa.Index("ix_message_made", "made_at", "id", "channel"),
        sa.Index(
            "ix_message_occasion",
            "occasion",
            "made_at",
            "id",
            "channel",
            sqlite_where=_OF_OCCASION,
            postgresql_where=_OF_OCCASION,
        ),
        sa.Index("ix_message_award", "award_id", sqlite_where=_OF_AWARD, postgresql_where=_OF_AWARD),
        sa.Index("ix_message_carried", "carried_by_id", sqlite_where=_CARRIED, postgresql_where=_CARRIED),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(description="Built in `notifications.keys` from stable ids and ISO days.")
    channel: str = Field(description="A `Channel`.")
    occasion: str = Field(description="An `Occasion`.")
    person_id: int = Field(foreign_key="person.id")
    assignee_id: int | None = Field(default=None, index=True, description="The place in an assignment it is about.")
    award_id: int | None = Field(default=None, foreign_key="award.id", description="What expires (C-09).")
    due_on: date | None = Field(
        default=None, description="The due day, or the day of expiry, that it speaks of; moved since, it is not sent."
    )
    carried_by_id: int | None = Field(
        default=None, foreign_key="message.id", description="The mail that says it among others of the day (N-08)."
    )
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
    def unsent_sql(cls) -> sa.TextClause:
        """Whatever has not been sent; spelled as in `ix_message_unsent`."""
        return _UNSENT

    @classmethod
    def of_occasion_sql(cls) -> sa.TextClause:
        """Said beside the occasion where `ix_message_occasion` is to be used."""
        return _OF_OCCASION


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
    failing: dict[str, str] = Field(
        default_factory=dict,
        sa_column=Column(JSON, nullable=False, server_default="{}"),
        description="Steps that failed when they were last tried, each with the reference that the log has.",
    )


class MessageTemplate(Table, table=True):
    """What an admin has an occasion's messages say instead of `wording.texts` (N-01)."""

    __tablename__ = "message_template"

    occasion: str = Field(primary_key=True, description="An `Occasion`.")
    subject: str
    text: str
    html: str
    version: int = 1
    changed_at: datetime
    changed_by_id: int | None = Field(default=None, foreign_key="person.id")
    broken_at: datetime | None = Field(default=None, description="It could not be filled; ours was sent instead.")
    broken_why: str = ""


class NotificationPreference(Table, table=True):
    """How somebody wants their timed reminders by e-mail (N-08); who has said nothing gets them one by one."""

    __tablename__ = "notification_preference"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    reminders: str = Field(description="A `ReminderMails`.")
    changed_at: datetime


class CalendarAddress(Table, table=True):
    """The secret of somebody's private calendar address (N-09). Whoever can read this table can read the days too."""

    __tablename__ = "calendar_address"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    token: str = Field(unique=True)
    made_at: datetime
