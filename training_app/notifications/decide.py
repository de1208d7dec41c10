"""Which messages are due, made for everybody at once: one INSERT … SELECT for each occasion and channel."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.catalog.model import Training
from training_app.core import db, organization
from training_app.notifications import keys, texts
from training_app.notifications.model import DecidedDay, Message
from training_app.notifications.reasons import is_switched_on_sql, is_told_sql
from training_app.notifications.rules import DAYS_BEFORE_DUE, Channel, MessageStatus, Moment, Occasion
from training_app.people.model import Person

Where = sa.ColumnElement[bool]
_COLUMNS = Message.__table__.c  # type: ignore[attr-defined]  # SQLModel sets __table__
Told = set[int]
"""People who have something new under their bell."""


def assigned(session: Session, *, assignment_id: int, assignee_ids: list[int] | None, now: datetime) -> Told:
    """Start notices for places just given, if the start day has come (A-15); otherwise its midnight decides.

    Also the reminders of a moment that was decided while the act was on its way into the database.
    """
    today = organization.of(session).today(now)
    among = _places_of(assignment_id, assignee_ids)
    told = _start_notices(session, among, today=today, now=now)
    return told | _missed_reminders(session, among, today=today, now=now)


def reenrolled(session: Session, *, assignment_id: int, assignee_ids: list[int], now: datetime) -> Told:
    """Notices of the new attempt in these places (A-22), and the reminders that `assigned` makes too."""
    today = organization.of(session).today(now)
    among = _places_of(assignment_id, assignee_ids)
    key = keys.key_sql(keys.REENROLLED, assignee=col(Assignee.id), enrollment=col(Assignee.enrollment_id))
    told = _make(session, _notice(Occasion.REENROLLED, key, today), among, today=today, now=now)
    return told | _missed_reminders(session, among, today=today, now=now)


def past_due(
    session: Session, *, assignment_id: int, assignee_ids: list[int] | None, notice_id: int, day: date, now: datetime
) -> Told:
    """Messages to whoever is past due on `day` and still owes it, whatever the switches (A-21)."""
    today = organization.of(session).today(now)
    among = _places_of(assignment_id, assignee_ids) & (col(Assignee.due_on) < day)
    key = keys.key_sql(keys.PAST_DUE, assignee=col(Assignee.id), notice=notice_id)
    message = _notice(Occasion.PAST_DUE, key, today)
    return _make(session, message, among, today=today, now=now, whatever_the_switches=True)


def starts(session: Session, days: list[date], *, now: datetime) -> Told:
    """Start notices of the assignments that start on these days (A-15). Run again it makes nothing twice."""
    among = col(Assignment.starts_on).between(min(days), max(days))
    return _start_notices(session, among, today=organization.of(session).today(now), now=now)


def reminders(session: Session, days: list[date], *, now: datetime) -> Told:
    """The reminders of these days (A-16), of several for one enrollment only the latest (N-05).

    The key has the day on which they are made, so the first one inserted for a person and training wins: the
    latest day comes first, and on each day the due day before the week's notice (A-11).
    """
    today = organization.of(session).today(now)
    told: Told = set()
    for day in sorted(days, reverse=True):
        told |= _reminders(session, day, among=sa.true(), today=today, now=now)
    return told


DECIDES: dict[Moment, Callable[..., Told]] = {Moment.DAY_BEGINS: starts, Moment.REMINDER_HOUR: reminders}


def last_decided(session: Session, moment: Moment) -> date | None:
    """The last organization day whose messages of this moment were decided; None in a new installation."""
    newest = sa.select(sa.func.max(col(DecidedDay.day))).where(col(DecidedDay.moment) == moment)
    return session.connection().execute(newest).scalar_one()


def _places_of(assignment_id: int, assignee_ids: list[int] | None) -> Where:
    among = col(Assignee.assignment_id) == assignment_id
    return among if assignee_ids is None else among & _is_one_of(col(Assignee.id), assignee_ids)


def _start_notices(session: Session, among: Where, *, today: date, now: datetime) -> Told:
    key = keys.key_sql(keys.STARTED, assignee=col(Assignee.id), occasion=col(Assignee.occasion))
    return _make(session, _notice(Occasion.STARTED, key, today), among, today=today, now=now)


def _notice(occasion: Occasion, key: sa.ColumnElement[str], today: date) -> dict[str, Any]:
    """What sets the messages of an occasion apart whose subject is the same for everybody."""
    before, after = texts.dashboard_subject(occasion, due_on=today, today=today)
    subject = sa.literal(before) + col(Training.title) + sa.literal(after)
    return {"key": key, "occasion": sa.literal(occasion.value), "subject": subject}


def _missed_reminders(session: Session, among: Where, *, today: date, now: datetime) -> Told:
    last = last_decided(session, Moment.REMINDER_HOUR)
    return _reminders(session, last, among=among, today=today, now=now) if last else set()


def _reminders(session: Session, day: date, *, among: Where, today: date, now: datetime) -> Told:
    moment = organization.of(session).reminder_instant(day)
    # What was set later is not reminded of an earlier moment.
    in_time = (col(Assignee.due_set_at) <= moment) & (col(Assignment.published_at) <= moment)
    told: Told = set()
    for occasion, days_before in DAYS_BEFORE_DUE.items():
        due_on = day + timedelta(days=days_before)
        if days_before and due_on < today:
            continue  # the due day itself was missed too, and is the later of the two
        before, after = texts.dashboard_subject(occasion, due_on=due_on, today=today)
        message = {
            "key": keys.key_sql(
                keys.REMINDER, training=col(Assignment.training_id), person=col(Assignee.person_id), day=today
            ),
            "occasion": sa.literal(occasion.value),
            "subject": sa.literal(before) + col(Training.title) + sa.literal(after),
        }
        told |= _make(session, message, among & in_time & (col(Assignee.due_on) == due_on), today=today, now=now)
    return told


def _make(
    session: Session,
    message: dict[str, Any],
    among: Where,
    *,
    today: date,
    now: datetime,
    whatever_the_switches: bool = False,
) -> Told:
    """Insert one message a channel for each place; what stands under the bell has been sent by that."""
    connection = session.connection()
    session.flush()
    for channel in (Channel.EMAIL, Channel.DASHBOARD):
        columns = message | _rest(channel, now)
        is_on = sa.true() if whatever_the_switches else is_switched_on_sql(channel)
        rows = places(list(columns.values())).where(is_told_sql(today), is_on, among)
        statement = db.insert_or_ignore(Message).from_select(list(columns), rows.order_by(col(Assignee.id)))
        if channel is Channel.EMAIL:
            connection.execute(statement)
    return set(connection.execute(statement.returning(col(Message.person_id))).scalars())


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


def _rest(channel: Channel, now: datetime) -> dict[str, Any]:
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


def _is_one_of(column: Any, ids: list[int]) -> Where:
    # One parameter, however many there are: databases take only so many.
    if db.is_sqlite():
        given = sa.func.json_each(sa.literal(ids, sa.JSON)).table_valued("value")
        return column.in_(sa.select(given.c.value))  # type: ignore[no-any-return]  # a column of any kind
    return column == sa.func.any(sa.literal(ids, sa.ARRAY(sa.Integer)))  # type: ignore[no-any-return]  # same
