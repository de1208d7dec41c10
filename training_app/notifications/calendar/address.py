"""One's own private calendar address: made when somebody wants it, made anew, and removed (N-09, P-05).

Whoever knows the address reads the days on which something is due for its owner, and nothing else; so it is a secret of
256 random bits. It is stored as it is, for the page shows it again: the table gives away what stands beside it anyway.
"""

import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.core import audit, db
from training_app.core.errors import NotAllowed
from training_app.notifications.model import CalendarAddress

BYTES = 32


def is_one(token: str) -> bool:
    """Whether it can be a secret of ours at all; what a database cannot hold is none."""
    return token.isascii() and token.replace("-", "").replace("_", "").isalnum()


def mine(session: Session, actor: Actor) -> str:
    """The secret of the actor's own address; empty while there is none."""
    own = sa.select(col(CalendarAddress.token)).where(_own(actor))
    return session.connection().execute(own).scalar_one_or_none() or ""


def make(session: Session, actor: Actor, *, now: datetime) -> str:
    """Make the actor an address and answer its secret; who has one keeps it."""
    row = {"person_id": _person(actor), "token": secrets.token_urlsafe(BYTES), "made_at": now}
    if db.insert_new(session, CalendarAddress, [row]):
        _note(session, actor, "calendar address made", now)
    return mine(session, actor)


def renew(session: Session, actor: Actor, *, now: datetime) -> str:
    """Give the actor another address; the old one leads nowhere from now on."""
    token = secrets.token_urlsafe(BYTES)
    changed = sa.update(CalendarAddress).where(_own(actor)).values(token=token, made_at=now)
    if session.connection().execute(changed).rowcount == 0:
        return make(session, actor, now=now)
    _note(session, actor, "calendar address made anew", now)
    return token


def remove(session: Session, actor: Actor, *, now: datetime) -> None:
    """Let the actor's address lead nowhere; twice is once."""
    if session.connection().execute(sa.delete(CalendarAddress).where(_own(actor))).rowcount:
        _note(session, actor, "calendar address removed", now)


def _own(actor: Actor) -> sa.ColumnElement[bool]:
    return col(CalendarAddress.person_id) == _person(actor)


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise NotAllowed
    return actor.person_id


def _note(session: Session, actor: Actor, act: str, now: datetime) -> None:
    """Never with the secret: the audit is read by others."""
    audit.write(session, actor_id=actor.person_id, at=now, act=act, subject="person", subject_id=actor.person_id)
