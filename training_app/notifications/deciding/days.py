"""Deciding organization days, each once, in order, and again whatever a standstill left out (N-05)."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from training_app.assignments.acts import lapsing
from training_app.core import clock, db, organization
from training_app.core.organization import Organization
from training_app.notifications import bell
from training_app.notifications.deciding import decide, expiries, sessions, team
from training_app.notifications.deciding.making import Told
from training_app.notifications.model import DecidedDay
from training_app.notifications.rules import Moment, undecided


def process_accreditations_end(now: datetime) -> bool:
    """Close what was not completed before the accreditation ended (A-20). True when there was a day to decide."""
    return _process(Moment.ACCREDITATIONS_END, now)


def process_day_begins(now: datetime) -> bool:
    """Decide what midnight brings, for every day since the last. True when there was a day to decide."""
    return _process(Moment.DAY_BEGINS, now)


def process_reminder_hour(now: datetime) -> bool:
    """Decide the reminders of every day whose reminder hour has come. True when there was a day to decide."""
    return _process(Moment.REMINDER_HOUR, now)


def is_due(session: Session, now: datetime, *, moment: Moment) -> bool:
    """Whether there is a day to decide; in a new installation there is."""
    last = decide.last_decided(session, moment)
    return last is None or bool(_missing(session, moment, last, now))


def instant_of(moment: Moment, day: date, of: Organization) -> datetime:
    """When `moment` is on an organization day."""
    return of.reminder_instant(day) if moment is Moment.REMINDER_HOUR else clock.instant_at(day, time(0), of.zone)


def _process(moment: Moment, now: datetime) -> bool:
    with db.look() as session:
        if not is_due(session, now, moment=moment):
            return False
    with db.write() as session:
        days = [day for day in _missing_or_begun(session, moment, now) if _claim(session, moment, day, now)]
        told = {person for decides in _DECIDES[moment] if days for person in decides(session, days, now=now)}
    bell.ring(frozenset(told))
    return bool(days)


def _lapse(session: Session, days: list[date], *, now: datetime) -> Told:
    """Nobody is told. The latest of several days brings what each of them would have brought."""
    lapsing.lapse(session, today=max(days), now=now)
    return set()


def _missing(session: Session, moment: Moment, last: date, now: datetime) -> list[date]:
    of = organization.of(session)
    today = of.today(now)
    return undecided(last, today, is_reached=instant_of(moment, today, of) <= now)


def _missing_or_begun(session: Session, moment: Moment, now: datetime) -> list[date]:
    last = decide.last_decided(session, moment)
    if last is None:
        # A new installation begins with today: what was before it counts as decided.
        last = organization.of(session).today(now) - timedelta(days=1)
        _claim(session, moment, last, now)
    return _missing(session, moment, last, now)


def _claim(session: Session, moment: Moment, day: date, now: datetime) -> bool:
    """Whether this transaction is the one that decides the day."""
    row = {"moment": moment.value, "day": day, "decided_at": now}
    return db.insert_new(session, DecidedDay, [row]) == 1


_DECIDES: dict[Moment, tuple[Callable[..., Told], ...]] = {
    Moment.ACCREDITATIONS_END: (_lapse,),
    Moment.DAY_BEGINS: (decide.starts,),
    # In one transaction, so that whoever wants one mail a day finds the reminders of both kinds in it (N-08).
    Moment.REMINDER_HOUR: (decide.reminders, expiries.reminders, sessions.reminders, team.copies),
}
