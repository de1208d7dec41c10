"""The log of messages as admins read it: every message, where it stands and why, and one with its whole story (N-07).

There are millions of them. SQLite keeps no statistics, so for each question one condition leads, the one that narrows
most: what is not sent, then a few people, then the occasion, then the days. The others are only looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.model import Assignee, Assignment
from training_app.catalog.model import Training
from training_app.certifications.model import Award, Certification
from training_app.core import db, organization
from training_app.core.errors import NotFound
from training_app.core.paging import Page, Paged
from training_app.core.tables import known
from training_app.notifications.filters import TAB_OF, MessageFilter, MessageTab, passed_over, tab_sql
from training_app.notifications.model import Message
from training_app.notifications.rules import Channel, MessageStatus
from training_app.notifications.sending import letters
from training_app.people.model import Person
from training_app.people.queries import visible

# So many are looked up one by one; for more it is quicker to walk through the messages.
FEW = 500
OF_WHAT_IS_NOT_SENT = frozenset({MessageTab.QUEUED, MessageTab.FAILED, MessageTab.SUPPRESSED})


@dataclass(frozen=True)
class MessageRow:
    """One message in the list. Instants are ISO, empty where there is none; `about` is its subject or what it is of."""

    id: int
    person_id: int
    name: str
    email: str
    occasion: str
    about: str
    channel: str
    status: str
    made_at: str
    next_try_at: str
    sent_at: str
    attempts: int
    answer: str
    why: str


@dataclass(frozen=True)
class MessageStory:
    """One message with all that became of it. `carried_by_id` is the mail of the day that says it, 0 for none."""

    row: MessageRow
    claimed_at: str
    read_at: str
    subject: str
    text: str
    link: str
    message_id: str
    carried_by_id: int
    carries: int


@dataclass(frozen=True)
class MessageList:
    """One page of the list, and how many stand under each tab with the same narrowing."""

    found: Paged[MessageRow]
    tabs: dict[MessageTab, int]


def messages(session: Session, actor: Actor, *, wanted: MessageFilter) -> MessageList:
    """One page of what the filter finds, the newest first."""
    actor.require(Permission.MANAGE_SETTINGS)
    narrowed = _Narrowed.of(session, actor, wanted)
    numbers = _numbers(session, narrowed)
    page = Page(wanted.page)
    newest = (col(Message.made_at).desc(), col(Message.id).desc())
    cut = page.cut(sa.select(col(Message.id)).where(*narrowed.where(wanted.tab)).order_by(*newest)).subquery()
    listed = _rows().join(cut, cut.c.id == col(Message.id)).order_by(*newest)
    rows = [_row(row) for row in session.connection().execute(listed)]
    return MessageList(Paged(rows, numbers[wanted.tab], page), numbers)


def story(session: Session, actor: Actor, *, message_id: int) -> MessageStory:
    """One message with its whole story; `NotFound` for that of somebody whom the actor does not see."""
    actor.require(Permission.MANAGE_SETTINGS)
    more = (Message.key, Message.claimed_at, Message.read_at, Message.subject, Message.text, Message.link,
            Message.carried_by_id)  # fmt: skip
    asked = _rows().add_columns(*(col(column) for column in more)).where(col(Message.id) == message_id, visible(actor))
    row = session.connection().execute(asked).one_or_none()
    if row is None:
        raise NotFound
    carried = sa.select(sa.func.count()).where(col(Message.carried_by_id) == message_id)
    is_mail = row.channel == Channel.EMAIL.value
    return MessageStory(
        row=_row(row),
        claimed_at=_iso(row.claimed_at) if row.status == MessageStatus.SENDING.value else "",
        read_at=_iso(row.read_at),
        subject=row.subject,
        text=row.text,
        link=row.link,
        message_id=letters.message_id_of(row.key, row.channel, row.made_at) if is_mail else "",
        carried_by_id=row.carried_by_id or 0,
        carries=session.connection().execute(carried).scalar_one(),
    )


def failed_sql(session: Session, actor: Actor, wanted: MessageFilter) -> list[Any]:
    """The conditions on `Message` for what failed of that which the filter finds."""
    return _Narrowed.of(session, actor, wanted).where(MessageTab.FAILED)


@dataclass(frozen=True)
class _Narrowed:
    """What a filter and an actor leave, as conditions. `people` is None where everybody's are wanted."""

    wanted: MessageFilter
    zone: str
    people: Any
    few: bool

    @classmethod
    def of(cls, session: Session, actor: Actor, wanted: MessageFilter) -> "_Narrowed":
        zone = organization.of(session).zone
        if not wanted.q and actor.scope.everybody:
            return cls(wanted, zone, None, few=False)
        ids = sa.select(col(Person.id)).where(*wanted.words(), visible(actor))
        first = [known(one) for one in session.connection().execute(ids.limit(FEW + 1)).scalars()]
        if len(first) <= FEW:
            return cls(wanted, zone, db.is_one_of(col(Message.person_id), first), few=True)
        return cls(wanted, zone, passed_over(col(Message.person_id)).in_(ids), few=False)

    def where(self, tab: MessageTab) -> list[Any]:
        unsent = tab in OF_WHAT_IS_NOT_SENT
        occasion_leads = not unsent and not self.few
        days_lead = unsent or not self.few
        wanted = self.wanted
        return [*tab_sql(tab), *wanted.of_occasion(leads=occasion_leads), *wanted.of_channel(),
                *wanted.of_days(self.zone, leads=days_lead), *self._people()]  # fmt: skip

    def _people(self) -> Iterable[Any]:
        return () if self.people is None else (self.people,)


def _numbers(session: Session, narrowed: _Narrowed) -> dict[MessageTab, int]:
    """How many under each tab. Nearly all are sent, so these are what is left of all when the others are counted."""
    is_wanted = sa.and_(sa.true(), *narrowed.where(MessageTab.ALL))
    everything = sa.select(sa.literal(""), sa.func.count()).select_from(Message).where(is_wanted)
    # Not a condition but a filter of the count: whatever it says, what is not sent is found by its own index.
    status = col(Message.status)
    others = sa.select(status, sa.func.count().filter(is_wanted)).where(Message.unsent_sql()).group_by(status)
    counted = {said: number for said, number in session.connection().execute(sa.union_all(everything, others))}  # noqa: C416
    numbers = dict.fromkeys(MessageTab, 0) | {MessageTab.ALL: counted.pop("")}
    for said, number in counted.items():
        numbers[TAB_OF[MessageStatus(said)]] += number
    return numbers | {MessageTab.SENT: numbers[MessageTab.ALL] - sum(counted.values())}


def _rows() -> Any:
    about = sa.func.coalesce(sa.func.nullif(col(Message.subject), ""), col(Training.title), col(Certification.name),
                             col(Message.facts)["title"].as_string(), "")  # fmt: skip
    columns = (Message.id, Message.person_id, Person.first_name, Person.last_name, Person.email, Message.occasion,
               Message.channel, Message.status, Message.made_at, Message.next_try_at, Message.sent_at,
               Message.attempts, Message.answer, Message.why)  # fmt: skip
    return (
        sa.select(*(col(column) for column in columns), about.label("about"))
        .select_from(Message)
        .join(Person, col(Person.id) == col(Message.person_id))
        .outerjoin(Assignee, col(Assignee.id) == col(Message.assignee_id))
        .outerjoin(Assignment, col(Assignment.id) == col(Assignee.assignment_id))
        .outerjoin(Training, col(Training.id) == col(Assignment.training_id))
        .outerjoin(Award, col(Award.id) == col(Message.award_id))
        .outerjoin(Certification, col(Certification.id) == col(Award.certification_id))
    )


def _row(row: Any) -> MessageRow:
    return MessageRow(
        id=row.id,
        person_id=row.person_id,
        name=f"{row.first_name} {row.last_name}".strip(),
        email=row.email,
        occasion=row.occasion,
        about=row.about,
        channel=row.channel,
        status=row.status,
        made_at=_iso(row.made_at),
        next_try_at=_iso(row.next_try_at),
        sent_at=_iso(row.sent_at),
        attempts=row.attempts,
        answer=row.answer,
        why=row.why,
    )


def _iso(instant: datetime | None) -> str:
    return instant.isoformat() if instant else ""
