"""To whom a report may be sent: people with "Manage Assignments" who may sign in (A-23)."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission, Role
from training_app.accounts.model import Account, PersonPermission, RoleGrant, RolePermission
from training_app.core import db
from training_app.people.model import Person
from training_app.people.queries import matching, visible

MOST_FOUND = 8
NEEDED = Permission.MANAGE_ASSIGNMENTS


@dataclass(frozen=True)
class Reader:
    """Somebody to whom a report can be sent."""

    id: int
    name: str
    email: str


def find(session: Session, actor: Actor, *, q: str) -> list[Reader]:
    """The first of those by name or email whom the actor sees; the actor gets every report anyway."""
    actor.require(NEEDED)
    where = (visible(actor), col(Person.id) != actor.person_id, *matching(q))
    return _read(session, sa.and_(*where), most=MOST_FOUND)


def chosen(session: Session, actor: Actor, *, person_ids: Iterable[int]) -> list[Reader]:
    """Those of these people to whom the actor may send a report."""
    actor.require(NEEDED)
    return _read(session, db.is_one_of(col(Person.id), person_ids) & visible(actor))


def may_read_sql() -> sa.ColumnElement[bool]:
    """Whether a `Person` has the right now and is able to sign in."""
    of = col(RolePermission.permission) == NEEDED.value
    granted = sa.exists().where(
        col(RoleGrant.person_id) == col(Person.id), col(RolePermission.role) == col(RoleGrant.role), of
    )
    everybody = sa.exists().where(col(RolePermission.role) == Role.LEARNER.value, of)
    signs_in = sa.exists().where(
        col(Account.person_id) == col(Person.id), col(Account.password_hash).is_not(None)
    )  # fmt: skip
    return Person.active_sql() & signs_in & (((granted | everybody) & ~_single(given=False)) | _single(given=True))


def _single(*, given: bool) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        col(PersonPermission.person_id) == col(Person.id),
        col(PersonPermission.permission) == NEEDED.value,
        col(PersonPermission.given).is_(given),
    )


def _read(session: Session, which: sa.ColumnElement[bool], most: int | None = None) -> list[Reader]:
    columns = (col(Person.id), col(Person.first_name), col(Person.last_name), col(Person.email))
    found = sa.select(*columns).where(which, may_read_sql()).order_by(col(Person.last_name), col(Person.id)).limit(most)
    rows = session.connection().execute(found)
    return [Reader(row.id, f"{row.first_name} {row.last_name}".strip(), row.email) for row in rows]
