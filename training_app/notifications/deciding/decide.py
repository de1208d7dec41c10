"""Which messages about places in assignments are due, and for whom; `making` writes them.

A message under the bell is said when it is made, so it stays as it was said: when a due day moves afterwards, the
notice of the new one stands above it. An e-mail is asked for its reason once more before it goes (N-04).
"""

from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.model import Assignee, Assignment
from training_app.assignments.records import Excuse
from training_app.core import clock, organization
from training_app.notifications import keys
from training_app.notifications.deciding import digests, making
from training_app.notifications.deciding.making import Told, Where, Whom
from training_app.notifications.deciding.reasons import is_switched_on_sql, is_told_sql
from training_app.notifications.model import DecidedDay, Message
from training_app.notifications.rules import DAYS_BEFORE_DUE, Channel, MessageStatus, Moment, Occasion

STARTED_KEY = keys.key_sql(keys.STARTED, assignee=col(Assignee.id), occasion=col(Assignee.occasion))


def assigned(session: Session, *, assignment_id: int, assignee_ids: list[int] | None, now: datetime) -> Told:
    """Start notices for places just given, if the start day has come (A-15); otherwise its midnight decides.

    Also the reminders of a moment that was decided while the act was on its way into the database. Named places may
    have been asked of before: what was suppressed today and holds again is sent (X-05).
    """
    today = organization.of(session).today(now)
    among = making.places_of(assignment_id, assignee_ids)
    told = _start_notices(session, among, today=today, now=now)
    if assignee_ids is not None:
        _wake(session, among, today=today, now=now)
    return told | _missed_reminders(session, among, today=today, now=now)


def moved(
    session: Session, *, assignment_id: int, assignee_ids: list[int] | None, event_id: int, now: datetime
) -> Told:
    """Tell whoever has another due day, at once (A-19, A-26); who has not been told of the assignment is told nothing.

    Reminders follow by themselves: those of the old day are suppressed when they are to be sent, those of the new one
    are made at their moments. Moved back on the same day, what was suppressed is sent after all (X-05).
    """
    today = organization.of(session).today(now)
    among = making.places_of(assignment_id, assignee_ids)
    key = keys.key_sql(keys.DUE_MOVED, assignee=col(Assignee.id), event=event_id)
    message = making.notice(session, Occasion.DUE_MOVED, key, due_on=today, today=today)
    told = making.make(session, message, _whom(among, today), now=now)
    _wake(session, among, today=today, now=now)
    return told | _missed_reminders(session, among, today=today, now=now)


def reenrolled(session: Session, *, assignment_id: int, assignee_ids: list[int], now: datetime) -> Told:
    """Notices of the new attempt in these places (A-22), and the reminders that `assigned` makes too."""
    today = organization.of(session).today(now)
    among = making.places_of(assignment_id, assignee_ids)
    key = keys.key_sql(keys.REENROLLED, assignee=col(Assignee.id), enrollment=making.attempt_sql())
    message = making.notice(session, Occasion.REENROLLED, key, due_on=today, today=today)
    told = making.make(session, message, _whom(among, today), now=now)
    return told | _missed_reminders(session, among, today=today, now=now)


def past_due(
    session: Session, *, assignment_id: int, assignee_ids: list[int] | None, notice_id: int, day: date, now: datetime
) -> Told:
    """Messages to whoever is past due on `day` and still owes it, whatever the switches (A-21)."""
    today = organization.of(session).today(now)
    among = making.places_of(assignment_id, assignee_ids) & (col(Assignee.due_on) < day)
    key = keys.key_sql(keys.PAST_DUE, assignee=col(Assignee.id), notice=notice_id)
    told = is_told_sql(today) & among
    message = making.notice(session, Occasion.PAST_DUE, key, due_on=today, today=today)
    return making.make(session, message, lambda _channel: told, now=now)


def starts(session: Session, days: list[date], *, now: datetime) -> Told:
    """Start notices of the assignments that start on these days (A-15). Run again it makes nothing twice.

    Also of those that started while somebody was excused: their excuse was over with the day before (A-26).
    """
    today = organization.of(session).today(now)
    first, last = min(days), max(days)
    told = _start_notices(session, col(Assignment.starts_on).between(first, last), today=today, now=now)
    one = timedelta(days=1)
    excused = sa.select(col(Excuse.assignee_id)).where(col(Excuse.until).between(first - one, last - one))
    back = col(Assignee.id).in_(excused)
    told |= _start_notices(session, back, today=today, now=now)
    making.wake(session, STARTED_KEY, _whom(back, today), of_due_day=False, now=now)
    return told


def reminders(session: Session, days: list[date], *, now: datetime) -> Told:
    """The reminders of these days (A-16), of several for one enrollment only the latest (N-05).

    The key has the day on which they are made, so the first one inserted for a person and training wins: the
    latest day comes first, and on each day the due day before the week's notice (A-11).
    """
    today = organization.of(session).today(now)
    told: Told = set()
    for day in sorted(days, reverse=True):
        told |= _reminders(session, day, among=sa.true(), today=today, now=now)
    digests.gather(session, occasions=DAYS_BEFORE_DUE, made_at=now, now=now)
    return told


def starts_since(session: Session, day: date, *, since: datetime, now: datetime) -> Told:
    """Start notices of a day that was decided at the instant `since`, and begins only now by the clocks (X-06).

    Whoever has one gets no other. An e-mail that found on its way that nothing had started there goes after all.
    """
    del since  # a place has one start notice, whenever it is made
    told = starts(session, [day], now=now)
    today = organization.of(session).today(now)
    making.wake(session, STARTED_KEY, _whom(col(Assignment.starts_on) == day, today), of_due_day=False, now=now)
    return told


def reminders_since(session: Session, day: date, *, since: datetime, now: datetime) -> Told:
    """Reminders of a day that was decided at the instant `since`, whose hour comes only now by the clocks (X-06).

    Only for what was set since; and what was held back for having no reason by the new clocks goes if it has one now.
    """
    today = organization.of(session).today(now)
    told = _reminders(session, day, among=_set_since(since), today=today, now=now)
    due = col(Assignee.due_on).in_([day + timedelta(days=number) for number in DAYS_BEFORE_DUE.values()])
    making.wake(session, _reminder_key(day), _whom_to_remind(due, today), of_due_day=True, now=now)
    digests.gather(session, occasions=DAYS_BEFORE_DUE, made_at=now, now=now)
    return told


def last_decided(session: Session, moment: Moment) -> date | None:
    """The last organization day whose messages of this moment were decided; None in a new installation."""
    newest = sa.select(sa.func.max(col(DecidedDay.day))).where(col(DecidedDay.moment) == moment)
    return session.connection().execute(newest).scalar_one()


def _start_notices(session: Session, among: Where, *, today: date, now: datetime) -> Told:
    message = making.notice(session, Occasion.STARTED, STARTED_KEY, due_on=today, today=today)
    return making.make(session, message, _whom(among, today), now=now)


def _wake(session: Session, among: Where, *, today: date, now: datetime) -> None:
    # Of what was held back today: a start notice of long ago would make up for what nothing is made up for (P-09).
    since = _midnight(session, today)
    making.wake(session, STARTED_KEY, _whom(among, today), of_due_day=False, now=now, since=since)
    making.wake(session, _reminder_key(today), _whom_to_remind(among, today), of_due_day=True, now=now)


def _whom(among: Where, today: date) -> Whom:
    """Those of these places who are told, where the assignment's switch is on (A-12)."""
    return lambda channel: is_told_sql(today) & is_switched_on_sql(channel) & among


def _whom_to_remind(among: Where, today: date) -> Whom:
    """Those of them who want this channel's timed reminders; under the bell everybody gets them (N-08)."""
    told = _whom(among, today)
    wants = digests.wants_email_sql(col(Assignee.person_id))
    return lambda channel: told(channel) & wants if channel is Channel.EMAIL else told(channel)


def _set_since(instant: datetime) -> Where:
    return (col(Assignee.due_set_at) > instant) | (col(Assignment.published_at) > instant)


def _midnight(session: Session, today: date) -> datetime:
    return clock.instant_at(today, time(0), organization.of(session).zone)


def _reminder_key(today: date) -> sa.ColumnElement[str]:
    training, person = col(Assignment.training_id), col(Assignee.person_id)
    return keys.key_sql(keys.REMINDER, training=training, person=person, day=today)


def _missed_reminders(session: Session, among: Where, *, today: date, now: datetime) -> Told:
    last = last_decided(session, Moment.REMINDER_HOUR)
    if last is None:
        return set()
    # A day that was decided by other clocks, and whose hour comes again, is decided then.
    come = min(last, organization.of(session).last_reminded(now))
    told = _reminders(session, come, among=among, today=today, now=now)
    digests.gather(session, occasions=DAYS_BEFORE_DUE, made_at=now, now=now)
    return told


def _reminders(session: Session, day: date, *, among: Where, today: date, now: datetime) -> Told:
    moment = organization.of(session).reminded_at(day)
    # What was set later is not reminded of an earlier moment.
    in_time = (col(Assignee.due_set_at) <= moment) & (col(Assignment.published_at) <= moment)
    is_held_back = _is_any_held_back(session, _midnight(session, today))
    told: Told = set()
    for occasion, days_before in DAYS_BEFORE_DUE.items():
        due_on = day + timedelta(days=days_before)
        if days_before and due_on < today:
            continue  # the due day itself was missed too, and is the later of the two
        message = making.notice(session, occasion, _reminder_key(today), due_on=due_on, today=today)
        due = among & in_time & (col(Assignee.due_on) == due_on)
        whom = _whom_to_remind(due, today)
        told |= making.make(session, message, whom, now=now)
        if is_held_back:
            making.turn(session, message, whom, now=now)
    return told


def _is_any_held_back(session: Session, midnight: datetime) -> bool:
    """Whether a reminder of today was suppressed. Its key is that of whatever else the day brings (A-11)."""
    held = sa.select(col(Message.id)).where(
        col(Message.status) == MessageStatus.SUPPRESSED.value,
        col(Message.made_at) >= midnight,
        col(Message.occasion).in_([one.value for one in DAYS_BEFORE_DUE]),
    )
    return session.connection().execute(held.limit(1)).first() is not None
