"""Moments that come once more, because the organization moved its zone west or its reminder hour later (X-06).

A decided day stays decided: whoever was told is told nothing again. But what was assigned after it was decided, and
before its moment comes by the clocks in force now, would meet no moment at all; it is decided when that one comes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.core import db, organization
from training_app.notifications import bell
from training_app.notifications.deciding import days, decide
from training_app.notifications.deciding.making import Told
from training_app.notifications.model import DecidedDay
from training_app.notifications.rules import Moment

# No two zones are further apart, so no other day can have been decided too early by a change at some instant.
NEAR = timedelta(days=2)


@dataclass(frozen=True)
class Come:
    """A moment that has come again: of which day, and when it was decided last."""

    moment: Moment
    day: date
    decided_at: datetime


def is_due(session: Session, now: datetime) -> bool:
    """Whether a moment has come again; where the clocks were never moved that is one look at the settings."""
    return bool(_come(session, now))


def process(now: datetime) -> bool:
    """Decide what came between a moment and the same one by the clocks in force now. True when there was one."""
    with db.look() as session:
        if not is_due(session, now):
            return False
    told: Told = set()
    with db.write() as session:
        mine = [one for one in _come(session, now) if _claim(session, one, now)]
        for one in mine:
            told |= _DECIDES[one.moment](session, one.day, since=one.decided_at, now=now)
    bell.ring(frozenset(told))
    return bool(mine)


def _come(session: Session, now: datetime) -> list[Come]:
    of = organization.of(session)
    if of.moments_moved_at is None:
        return []
    near = sa.select(col(DecidedDay.moment), col(DecidedDay.day), col(DecidedDay.decided_at)).where(
        col(DecidedDay.moment).in_([moment.value for moment in _DECIDES]),
        col(DecidedDay.day).between(*_near(of.moments_moved_at)),
    )
    # Not only what was decided before they were moved: whoever decided just then had read the settings of before.
    found = session.connection().execute(near.order_by(col(DecidedDay.day))).all()
    return [
        Come(Moment(moment), day, at)
        for moment, day, at in found
        if at < days.instant_of(Moment(moment), day, of) <= now
    ]


def _near(moved_at: datetime) -> tuple[date, date]:
    return (moved_at - NEAR).date(), (moved_at + NEAR).date()


def _claim(session: Session, one: Come, now: datetime) -> bool:
    """Whether this transaction is the one that decides it."""
    still = (
        col(DecidedDay.moment) == one.moment.value,
        col(DecidedDay.day) == one.day,
        col(DecidedDay.decided_at) == one.decided_at,
    )
    return session.connection().execute(sa.update(DecidedDay).where(*still).values(decided_at=now)).rowcount == 1


_DECIDES: dict[Moment, Callable[..., Told]] = {
    Moment.DAY_BEGINS: decide.starts_since,
    Moment.REMINDER_HOUR: decide.reminders_since,
}
