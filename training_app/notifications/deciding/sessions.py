"""Telling people of sessions: signed up, a seat came free, moved, cancelled, out of it, and the day before (T-03)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.assignments.records import SignUp
from training_app.assignments.sessions import finding, instants
from training_app.assignments.sessions.facts import Change, SeatFound, SessionChanged, SignedUp, SteppedBack
from training_app.catalog.model import Training
from training_app.catalog.records import CourseSession
from training_app.core import db, organization
from training_app.core.tables import known
from training_app.notifications import held_sessions, keys
from training_app.notifications.deciding import decide, digests, rows
from training_app.notifications.deciding.making import Told
from training_app.notifications.rules import Channel, Moment, Occasion
from training_app.notifications.wording import headings
from training_app.people.model import Person

BEFORE = timedelta(days=1)


@dataclass(frozen=True)
class SessionToCome:
    """A reminder of a session that somebody has a seat in, to be made on the organization day `on`."""

    course: str
    session: str
    on: date


@dataclass(frozen=True)
class _News:
    """What is told of a session, and to which of those who ever signed up for it."""

    occasion: Occasion
    held: CourseSession
    key: sa.ColumnElement[str]
    whom: sa.ColumnElement[bool]
    rest: str = ""
    facts: dict[str, Any] | None = None


def signed_up(session: Session, fact: SignedUp, *, event_id: int, at: datetime, now: datetime) -> Told:
    """Confirm a seat, or a place on the waiting list, to whoever still has it from then."""
    told: Told = set()
    since = {"since": at.isoformat()}
    for ids, rest in ((fact.seated, held_sessions.SEATED), (fact.waiting, held_sessions.WAITING)):
        whom = _is_in() & db.is_one_of(col(SignUp.person_id), ids) & (col(SignUp.at) == at)
        told |= _tell(session, Occasion.SIGNED_UP, fact.session_id, keys.SIGNED_UP, whom, event_id=event_id, rest=rest,
                      facts=since, now=now)  # fmt: skip
    return told


def seat_found(session: Session, fact: SeatFound, *, event_id: int, now: datetime) -> Told:
    """Tell those who had waited that they have a seat now."""
    whom = _is_in() & ~col(SignUp.is_waiting) & db.is_one_of(col(SignUp.person_id), fact.person_ids)
    return _tell(session, Occasion.SEAT_FOUND, fact.session_id, keys.SEAT_FOUND, whom, event_id=event_id,
                 rest=held_sessions.SEATED, now=now)  # fmt: skip


def changed(session: Session, fact: SessionChanged, *, event_id: int, at: datetime, now: datetime) -> Told:
    """Tell whoever has a seat or waits that it was moved or cancelled; not who signed up for it as it is now."""
    whom = _is_in() & (col(SignUp.at) <= at)
    held = session.get(CourseSession, fact.session_id)
    if held is None:
        return set()
    if fact.what == Change.CANCELLED:
        return _tell(session, Occasion.SESSION_CANCELLED, fact.session_id, keys.SESSION_CANCELLED, whom,
                     event_id=event_id, rest=held_sessions.because(held), now=now)  # fmt: skip
    return _tell(session, Occasion.SESSION_MOVED, fact.session_id, keys.SESSION_MOVED, whom, event_id=event_id,
                 rest=held_sessions.was_said(fact.was), facts={"was": fact.was}, now=now)  # fmt: skip


def left(session: Session, fact: SteppedBack, *, event_id: int, now: datetime) -> Told:
    """Confirm to whoever stepped back, or was taken out, that they are not in it any more."""
    whom = col(SignUp.stepped_back_at).is_not(None) & db.is_one_of(col(SignUp.person_id), fact.person_ids)
    return _tell(session, Occasion.SESSION_LEFT, fact.session_id, keys.SESSION_LEFT, whom, event_id=event_id, now=now)


def reminders(session: Session, days: list[date], *, now: datetime) -> Told:
    """Remind of the sessions on the day after each of these days, unless they have begun by now (N-05)."""
    told: Told = set()
    zone = organization.of(session).zone
    wanted = select(CourseSession).where(
        col(CourseSession.day).in_([day + BEFORE for day in days]), col(CourseSession.cancelled_at).is_(None)
    )
    for held in session.exec(wanted.order_by(col(CourseSession.id))).all():
        if instants.begins_at(finding.when_of(held), zone) > now:
            key = keys.key_sql(keys.SESSION_TOMORROW, session=known(held.id), person=col(SignUp.person_id),
                               day=held.day)  # fmt: skip
            told |= _make(session, _News(Occasion.SESSION_TOMORROW, held, key, _is_in() & ~col(SignUp.is_waiting)), now)
    digests.gather(session, occasions=[Occasion.SESSION_TOMORROW], made_at=now, now=now)
    return told


def planned_for(session: Session, person_id: int, *, today: date) -> tuple[SessionToCome, ...]:
    """Of which sessions the person will be reminded from `today` on, if nothing changes until then."""
    last = decide.last_decided(session, Moment.REMINDER_HOUR)
    first = max(today, last + timedelta(days=1)) if last else today
    mine = (
        select(CourseSession, Training)
        .join(SignUp, col(SignUp.session_id) == col(CourseSession.id))
        .join(Training, col(Training.id) == col(CourseSession.course_id))
        .join(Person, col(Person.id) == col(SignUp.person_id))
        .where(
            SignUp.person_id == person_id, _is_in(), ~col(SignUp.is_waiting), Person.active_sql(),
            col(CourseSession.cancelled_at).is_(None), col(CourseSession.day) >= first + BEFORE,
        )
        .order_by(col(CourseSession.day), col(CourseSession.id))
    )  # fmt: skip
    return tuple(
        SessionToCome(course.title, held_sessions.said(held), held.day - BEFORE) for held, course in session.exec(mine)
    )


def _is_in() -> sa.ColumnElement[bool]:
    return col(SignUp.stepped_back_at).is_(None)


def _tell(
    session: Session,
    occasion: Occasion,
    session_id: int,
    shape: str,
    whom: sa.ColumnElement[bool],
    *,
    event_id: int,
    now: datetime,
    rest: str = "",
    facts: dict[str, Any] | None = None,
) -> Told:
    held = session.get(CourseSession, session_id)
    if held is None:
        return set()
    key = keys.key_sql(shape, session=session_id, person=col(SignUp.person_id), event=event_id)
    return _make(session, _News(occasion, held, key, whom, rest, facts), now)


def _make(session: Session, news: _News, now: datetime) -> Told:
    """A message a channel to each; reminders by e-mail to whoever wants reminders so."""
    held, today = news.held, organization.of(session).today(now)
    title, said = session.get_one(Training, held.course_id).title, held_sessions.said(held)
    facts = {"session_id": known(held.id), "title": title} | (news.facts or {})
    message = {
        "key": news.key,
        "person_id": col(SignUp.person_id),
        "due_on": sa.literal(held.day),
        "facts": rows.facts(facts),
        "subject": headings.heading_sql(session, news.occasion, due_on=held.day, today=today, title=sa.literal(title),
                                        session_said=said),
        "text": sa.literal(" ".join(filter(None, (f"{said}.", news.rest)))),
        "link": sa.literal(held_sessions.link_to(held.course_id)),
    }  # fmt: skip

    def chosen(channel: Channel, columns: list[Any]) -> sa.Select[Any]:
        is_reminder = news.occasion is Occasion.SESSION_TOMORROW and channel is Channel.EMAIL
        wants = digests.wants_email_sql(col(SignUp.person_id)) if is_reminder else sa.true()
        return (
            sa.select(*columns)
            .select_from(SignUp)
            .join(Person, col(Person.id) == col(SignUp.person_id))
            .where(col(SignUp.session_id) == held.id, news.whom, Person.active_sql(), wants)
            .order_by(col(SignUp.id))
        )

    return rows.make(session, news.occasion, message, chosen, now=now)


def of_event(
    session: Session, act: str, payload: dict[str, Any], *, event_id: int, at: datetime, now: datetime
) -> Told:
    """The messages of one recorded fact about a session."""
    match act:
        case SignedUp.__name__:
            return signed_up(session, SignedUp(**payload), event_id=event_id, at=at, now=now)
        case SeatFound.__name__:
            return seat_found(session, SeatFound(**payload), event_id=event_id, now=now)
        case SessionChanged.__name__:
            return changed(session, SessionChanged(**payload), event_id=event_id, at=at, now=now)
        case _:
            return left(session, SteppedBack(**payload), event_id=event_id, now=now)


FACTS: Iterable[str] = tuple(one.__name__ for one in (SignedUp, SeatFound, SessionChanged, SteppedBack))
"""The acts that `of_event` takes."""
