"""Certifications that expire: which of their holders are reminded, when, and why not (C-09).

What stands under the bell stays as it was said; an e-mail is asked for its reason once more before it goes (N-04).
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.certifications import expiring
from training_app.certifications.expiring import Entered
from training_app.certifications.model import Award, Certification
from training_app.certifications.rules import Held
from training_app.core import db, organization
from training_app.notifications import keys
from training_app.notifications.deciding import answers, coordinators, decide, digests, rows
from training_app.notifications.deciding.making import Told
from training_app.notifications.rules import Channel, Moment, Occasion, spoken
from training_app.notifications.wording import headings
from training_app.people.model import Person

TRACKING_OFF = "The Certification Tracking Module is switched off."
DELETED = "The certification was deleted."
REVOKED = "The certification was revoked."


class ToCome(NamedTuple):
    """A reminder that somebody will get on the organization day `on`, as things stand."""

    certification: str
    expires_on: date
    on: date


def reminders(session: Session, days: list[date], *, now: datetime) -> Told:
    """Remind holders of what these days say, of several reminders of one award only the latest (N-05).

    Then whoever tracks certifications is told of them in one list. Switched off, there is nothing (C-02).
    """
    of = organization.of(session)
    if not of.certification_tracking:
        return set()
    today = of.today(now)
    expire_on: set[date] = set()
    told: Told = set()
    for remind_days, kinds in _kinds(session).items():
        wanted = expiring.days_before(days, remind_days, today)
        for expires_on in _there(session, wanted):
            before = wanted[expires_on]
            # What was entered later is not reminded of an earlier moment.
            moment = of.reminded_at(expires_on - timedelta(days=before))
            among = db.is_one_of(col(Award.certification_id), kinds) & (col(Award.created_at) <= moment)
            reminded = _remind(session, among, expires_on, before, today=today, now=now)
            expire_on |= {expires_on} if reminded else set()
            told |= reminded
    digests.gather(session, occasions=[Occasion.EXPIRES], made_at=now, now=now)
    return told | coordinators.tell(session, sorted(expire_on), day=max(days), now=now)


def planned_for(session: Session, person_id: int, *, today: date) -> tuple[ToCome, ...]:
    """What the person will be reminded of from `today` on, in order, if nothing changes until then."""
    person = session.get(Person, person_id)
    if person is None or not person.is_active() or not organization.of(session).certification_tracking:
        return ()
    last = decide.last_decided(session, Moment.REMINDER_HOUR)
    first = max(today, last + timedelta(days=1)) if last else today
    found = []
    for kind, awards in _awards_of(session, person_id).items():
        for one in awards:
            for before in kind.remind_days:
                day = _before(one.held.expires_on, before)
                if day and day >= first and expiring.matters(one, awards, day):
                    found.append(ToCome(kind.name, day + timedelta(days=before), day))
    return tuple(sorted(found, key=lambda one: (one.on, one.expires_on, one.certification)))


def why_not(one: Entered, others: Iterable[Entered], due_on: date, today: date) -> str:
    """Why a reminder that speaks of the expiry on `due_on` is not sent today, in words; empty when it is."""
    if one.is_revoked:
        return REVOKED
    if one.held.expires_on is None:
        return "It is always valid now."
    if one.held.expires_on != due_on:
        return f"It expires on {spoken(one.held.expires_on)} now."
    if one.held.issued_on is not None and one.held.issued_on > today:
        return f"It is not valid before {spoken(one.held.issued_on)}."
    longer = expiring.successor(one, others, today)
    if longer is None:
        return ""
    until = f"valid through {spoken(longer.expires_on)}" if longer.expires_on else "always valid"
    return f"The person has one that is {until}."


def held_of_kind(session: Session, *, person_id: int, certification_id: int) -> list[Entered]:
    """Everything that somebody was ever awarded of a kind."""
    mine = (col(Award.person_id) == person_id, col(Award.certification_id) == certification_id)
    columns = (col(Award.id), col(Award.issued_on), col(Award.expires_on), col(Award.revoked_at))
    return [_entered(row) for row in session.connection().execute(sa.select(*columns).where(*mine))]


def _kinds(session: Session) -> dict[tuple[int, ...], list[int]]:
    """The kinds of certifications by the days before an expiry on which they remind."""
    kinds: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for row in session.connection().execute(sa.select(col(Certification.id), col(Certification.remind_days))):
        kinds[tuple(row.remind_days)].append(row.id)
    return kinds


def _there(session: Session, days: Iterable[date]) -> list[date]:
    """Those of these days on which anything expires: after a standstill most of them have nothing."""
    any_on = sa.select(col(Award.expires_on)).where(col(Award.expires_on).in_(days)).distinct()
    return [day for day in session.connection().execute(any_on).scalars() if day]


def _remind(
    session: Session, among: sa.ColumnElement[bool], expires_on: date, before: int, *, today: date, now: datetime
) -> Told:
    name = col(Certification.name)
    message = {
        "key": keys.key_sql(keys.EXPIRES, award=col(Award.id), day=expires_on, days=before),
        "person_id": col(Award.person_id),
        "award_id": col(Award.id),
        "due_on": col(Award.expires_on),
        "subject": headings.heading_sql(session, Occasion.EXPIRES, due_on=expires_on, today=today, title=name),
        "text": sa.literal(f"Its last valid day is {spoken(expires_on)}."),
        "link": sa.literal(answers.MY_CERTIFICATIONS),
    }

    def due(channel: Channel, columns: list[Any]) -> sa.Select[Any]:
        wants = digests.wants_email_sql(col(Award.person_id)) if channel is Channel.EMAIL else sa.true()
        # Nothing that an index answers: what expires on the day is found first, however the database weighs it.
        is_active = sa.case((Person.active_sql(), 1), else_=0) == 1
        return (
            sa.select(*columns)
            .select_from(Award)
            .join(Person, col(Person.id) == col(Award.person_id))
            .join(Certification, col(Certification.id) == col(Award.certification_id))
            .where(col(Award.expires_on) == expires_on, among, is_active, wants)
            .where(expiring.matters_sql(today))
            .order_by(col(Award.id))
        )

    return rows.make(session, Occasion.EXPIRES, message, due, now=now)


class _Kind(NamedTuple):
    name: str
    remind_days: tuple[int, ...]


def _awards_of(session: Session, person_id: int) -> dict[_Kind, list[Entered]]:
    found = defaultdict(list)
    columns = (Award.id, Award.issued_on, Award.expires_on, Award.revoked_at, Certification.name,
               Certification.remind_days)  # fmt: skip
    mine = (
        sa.select(*(col(column) for column in columns))
        .join(Certification, col(Certification.id) == col(Award.certification_id))
        .where(col(Award.person_id) == person_id)
    )
    for row in session.connection().execute(mine):
        found[_Kind(row.name, tuple(row.remind_days))].append(_entered(row))
    return found


def _entered(row: Any) -> Entered:
    return Entered(row.id, Held(row.issued_on, row.expires_on), is_revoked=row.revoked_at is not None)


def _before(day: date | None, number: int) -> date | None:
    return day - timedelta(days=number) if day else None
