"""Reading messages: one's own under the bell; and how the loop fares that makes and sends them (N-10)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core import organization
from training_app.core.events import Event
from training_app.core.paging import Page, Paged
from training_app.notifications.deciding import days, decide
from training_app.notifications.model import LoopTick, Message
from training_app.notifications.rules import SILENT, Channel, MessageStatus, Moment, is_behind, spoken, undecided

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
class Failing:
    """A step of the loop that failed when it was last tried: its name, and the reference that the log has."""

    step: str
    what: str


@dataclass(frozen=True)
class Health:
    """How the background loop fares (N-10). Instants are aware; None where there is none.

    `waiting` e-mails are to go now, `gathered` ones with the mail of the day; `failed` ones were given up. `set_aside`
    are facts that could not be made into messages, `undecided_days` those whose moment has passed and that nobody
    decided.
    """

    last_tick: datetime | None
    is_behind: bool
    waiting: int
    oldest_waiting: datetime | None
    gathered: int
    failed: int
    failing: tuple[Failing, ...]
    set_aside: int
    undecided_days: int


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


def health(session: Session, actor: Actor, *, now: datetime) -> Health:
    """How the loop fares; it names nobody."""
    actor.require(Permission.MANAGE_SETTINGS)
    ticks = list(session.connection().execute(sa.select(col(LoopTick.at), col(LoopTick.failing))))
    last = max((tick.at for tick in ticks), default=None)
    numbers = _numbers(session)
    oldest = _oldest_waiting(session) if numbers[MessageStatus.PENDING] or numbers[MessageStatus.SENDING] else None
    return Health(
        last_tick=last,
        is_behind=is_behind(last, oldest, now),
        waiting=numbers[MessageStatus.PENDING] + numbers[MessageStatus.SENDING],
        oldest_waiting=oldest,
        gathered=numbers[MessageStatus.GATHERED],
        failed=numbers[MessageStatus.FAILED],
        # A copy of the loop that has ended says nothing any more.
        failing=tuple(sorted(
            {Failing(*one) for tick in ticks if last and last - tick.at <= SILENT for one in tick.failing.items()},
            key=lambda one: one.step,
        )),
        set_aside=_set_aside(session),
        undecided_days=_undecided_days(session, now),
    )  # fmt: skip


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


def _numbers(session: Session) -> dict[MessageStatus, int]:
    """How many messages have each status but those sent and suppressed, which are most."""
    asked = (MessageStatus.PENDING, MessageStatus.SENDING, MessageStatus.GATHERED, MessageStatus.FAILED)
    status = col(Message.status)
    wanted = (Message.unsent_sql(), status.in_([one.value for one in asked]))
    counted = session.connection().execute(sa.select(status, sa.func.count()).where(*wanted).group_by(status))
    return dict.fromkeys(asked, 0) | {MessageStatus(said): number for said, number in counted}


def _oldest_waiting(session: Session) -> datetime | None:
    """Since when the e-mail waits that waits longest: one that was never tried, since it might go."""
    since = sa.case(
        (col(Message.status) == MessageStatus.SENDING.value, col(Message.claimed_at)),
        (col(Message.attempts) == 0, col(Message.next_try_at)),
        else_=col(Message.made_at),
    )
    asked = sa.select(sa.func.min(since)).where(Message.waiting_sql())
    oldest: datetime | None = session.connection().execute(asked).scalar_one()
    return oldest


def _set_aside(session: Session) -> int:
    aside = (col(Event.processed_at).is_(None), col(Event.retry_at).is_not(None))
    return session.connection().execute(sa.select(sa.func.count()).select_from(Event).where(*aside)).scalar_one()


def _undecided_days(session: Session, now: datetime) -> int:
    """Days that were to be decided a minute ago. In a new installation nothing has been decided, and nothing missed."""
    of, then = organization.of(session), now - SILENT
    today = of.today(then)
    missed: set[date] = set()
    for moment in Moment:
        last = decide.last_decided(session, moment)
        if last is not None:
            missed.update(undecided(last, today, is_reached=days.instant_of(moment, today, of) <= then))
    return len(missed)
