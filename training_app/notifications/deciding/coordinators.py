"""One list a day for whoever tracks certifications: who of their people was reminded of one that expires (C-09)."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.accounts import queries as accounts
from training_app.accounts.filters import may_sql
from training_app.accounts.model import RoleGrant
from training_app.audience.filters import PeopleFilter
from training_app.audience.rules import Criterion, Held
from training_app.certifications import expiring
from training_app.certifications.model import Award, Certification
from training_app.core import organization
from training_app.notifications import keys
from training_app.notifications.deciding import rows
from training_app.notifications.deciding.making import Told
from training_app.notifications.model import Message
from training_app.notifications.rules import Channel, Occasion
from training_app.notifications.wording import headings
from training_app.people.model import Person
from training_app.people.queries import visible

NEEDED = Permission.TRACK_CERTIFICATIONS
# Whoever has one of these can open the list of people.
FINDS_PEOPLE = (Permission.MANAGE_PEOPLE, Permission.VIEW_REPORTS, Permission.MANAGE_ASSIGNMENTS)
# An address that names more of them is too long for some mail programs.
MOST_KINDS = 20


def tell(session: Session, expire_on: list[date], *, day: date, now: datetime) -> Told:
    """Tell each of those who were reminded just now of what expires on these days; `day` is the last one decided."""
    if not expire_on:
        return set()
    told: Told = set()
    # Without any role one sees nobody.
    with_role = col(Person.id).in_(sa.select(col(RoleGrant.person_id)))
    tracking: Any = sa.select(col(Person.id)).where(with_role, may_sql(NEEDED)).order_by(col(Person.id))
    for person_id in list(session.connection().execute(tracking).scalars()):
        actor = accounts.actor_of(session, person_id=person_id)
        if actor is not None:
            told |= _tell(session, actor, expire_on, day=day, now=now)
    return told


def reminded(actor: Actor, columns: list[Any], expire_on: list[date], *, made_at: datetime, today: date) -> Any:
    """These columns of awards of which the actor's people were reminded at an instant, where it still holds.

    Joined are person and certification.
    """
    return (
        sa.select(*columns)
        .select_from(Award)
        .join(Person, col(Person.id) == col(Award.person_id))
        .join(Certification, col(Certification.id) == col(Award.certification_id))
        .join(Message, col(Message.award_id) == col(Award.id))
        .where(
            col(Award.expires_on).in_(expire_on),
            col(Message.occasion) == Occasion.EXPIRES.value,
            col(Message.channel) == Channel.DASHBOARD.value,
            col(Message.made_at) == made_at,
            col(Message.due_on) == col(Award.expires_on),
            Person.active_sql(),
            expiring.matters_sql(today),
            visible(actor),
            col(Person.id) != actor.person_id,
        )
    )


def _tell(session: Session, actor: Actor, expire_on: list[date], *, day: date, now: datetime) -> Told:
    today = organization.of(session).today(now)
    columns = [col(Award.person_id), col(Award.certification_id)]
    found = session.connection().execute(reminded(actor, columns, expire_on, made_at=now, today=today)).all()
    if not found:
        return set()
    people, kinds = {row.person_id for row in found}, {row.certification_id for row in found}
    nothing = sa.literal("")
    message = {
        "key": keys.key_sql(keys.EXPIRIES, person=col(Person.id), day=day),
        "person_id": col(Person.id),
        "subject": headings.heading_sql(session, Occasion.EXPIRIES, due_on=today, today=today, title=nothing),
        "facts": rows.facts({"expire_on": [one.isoformat() for one in expire_on]}),
        "text": sa.literal(_text(len(people))),
        "link": sa.literal(_link(actor, kinds, (max(expire_on) - today).days)),
    }
    return rows.make(
        session,
        Occasion.EXPIRIES,
        message,
        lambda _channel, columns: sa.select(*columns).where(col(Person.id) == actor.person_id),
        now=now,
    )


def _text(people: int) -> str:
    who = "1 person was" if people == 1 else f"{people:,} people were"
    return f"{who} reminded of a certification that expires."


def _link(actor: Actor, kinds: set[int], days: int) -> str:
    """Where one sees whose certifications of these kinds expire within so many days."""
    if not any(actor.can(right) for right in FINDS_PEOPLE):
        return "/home"
    if len(kinds) > MOST_KINDS:
        return "/people"
    states = tuple((Criterion.CERTIFICATION.value, f"{kind}:{Held.EXPIRING}:{days}") for kind in sorted(kinds))
    return f"/people?{PeopleFilter(criteria=states).query()}"
