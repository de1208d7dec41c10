"""Signing in and out (P-07).

Signing in is three steps, so that no password is compared while a transaction is open: `begin_try` counts the try
and reads what to compare with, `passwords.matches` compares, `end_in_sign_in` or `end_in_failure` says how it ended.
The try is counted before it is compared: a hundred at once are then not a hundred guesses.
An account that does not exist, is deactivated or has no password goes the same way with the same work.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.accounts import keys, passwords
from training_app.accounts.model import Account, FailedTry, Link, SignIn
from training_app.accounts.rules import (
    FREE_FOR_ACCOUNT,
    FREE_FOR_ADDRESS,
    SIGN_IN_LASTS,
    WINDOW,
    Failures,
    network_of,
)
from training_app.core import db
from training_app.core.errors import MusterError
from training_app.people.actions import PersonActivityChanged
from training_app.people.model import Person
from training_app.people.rules import key_of

KEPT = timedelta(days=30)


class Refused(MusterError):
    """Email or username and password do not match an account that can sign in."""

    status = 401


class MustWait(MusterError):
    """Too many tries have failed. Wait before the next one."""

    status = 429

    def __init__(self, wait: timedelta) -> None:
        """Take how long; whole seconds are told, rounded up."""
        self.seconds = ceil(wait.total_seconds())
        super().__init__()


@dataclass(frozen=True)
class Try:
    """A sign-in that has been begun: what to compare the password with, and under what a failure counts."""

    account: str
    address: str
    person_id: int | None
    password_hash: str = field(repr=False)


async def sign_in(name: str, password: str, *, address: str, device: str, replacing: str = "", now: datetime) -> str:
    """Sign somebody in by email or username; answer the key for the cookie. `Refused` or `MustWait` otherwise."""
    begun = await db.in_write(begin_try, name=name, address=address, now=now)
    if not await passwords.matches_apart(begun.password_hash, password):
        await db.in_write(end_in_failure, begun, now=now)
        raise Refused
    key = await db.in_write(end_in_sign_in, begun, address=address, device=device, replacing=replacing, now=now)
    if key is None:
        await db.in_write(end_in_failure, begun, now=now)
        raise Refused
    return key


def begin_try(session: Session, *, name: str, address: str, now: datetime) -> Try:
    """Count a try for this account and read what to compare with. `MustWait` while earlier failures weigh."""
    typed = key_of(name)
    matching = (
        select(Person, Account)
        .join(Account, col(Account.person_id) == col(Person.id), isouter=True)
        .where((col(Person.email_key) == typed) | (col(Person.username_key) == typed))
        .order_by((col(Person.email_key) == typed).desc())
    )
    person, account = session.exec(matching).first() or (None, None)
    begun = Try(
        account=keys.subject("account", typed if person is None or person.id is None else person.id),
        address=keys.subject("address", network_of(address)),
        person_id=person.id if person and person.is_active() and account and account.password_hash else None,
        password_hash=(account and account.password_hash) or passwords.NOBODY,
    )
    wait = failures(session, begun.address, now=now).wait(now)
    count_try(session, begun.account, free=FREE_FOR_ACCOUNT, at_least=wait, now=now)
    return begun


def end_in_failure(session: Session, begun: Try, *, now: datetime) -> None:
    """Count a failed try for its address; for its account it is counted already."""
    one_at_a_time(session, begun.address)
    level = failures(session, begun.address, now=now).next_level(now, free=FREE_FOR_ADDRESS)
    session.add(FailedTry(subject=begun.address, at=now, level=level))


def end_in_sign_in(
    session: Session, begun: Try, *, address: str, device: str, replacing: str = "", now: datetime
) -> str | None:
    """Begin a session and forget the account's failures; answer its key. None when the account is not what it was.

    `replacing` is the hash of the key that the browser had before; that session ends.
    """
    account = session.get(Account, begun.person_id) if begun.person_id else None
    if account is None or account.password_hash != begun.password_hash:
        return None
    if not session.get_one(Person, account.person_id).is_active():
        return None
    forget_failures(session, person_id=account.person_id)
    _end(session, col(SignIn.key_hash) == replacing, now=now)
    return begin_session(session, person_id=account.person_id, address=address, device=device, now=now)


def begin_session(session: Session, *, person_id: int, address: str, device: str, now: datetime) -> str:
    """Begin a session of somebody who has shown who they are; answer its key, of which only the hash is stored."""
    key = keys.new()
    session.add(
        SignIn(
            key_hash=keys.hash_of(key),
            person_id=person_id,
            began_at=now,
            expires_at=now + SIGN_IN_LASTS,
            device=device[:200],
            address=address[:64],
        )
    )
    return key


def sign_out(session: Session, actor: Actor, *, now: datetime) -> None:
    """End the session that the actor came with; its key opens nothing from now on."""
    _end(session, col(SignIn.key_hash) == actor.key_hash, now=now)


def end_sessions(session: Session, *, person_id: int, now: datetime) -> None:
    """End every session of a person."""
    _end(session, col(SignIn.person_id) == person_id, now=now)


def when_activity_changed(session: Session, fact: PersonActivityChanged, _actor_id: int | None, at: datetime) -> None:
    """Whoever is deactivated is signed out everywhere at once (P-09)."""
    if not fact.active:
        end_sessions(session, person_id=fact.person_id, now=at)


def count_try(session: Session, subject: str, *, free: int, at_least: timedelta = timedelta(0), now: datetime) -> None:
    """Count a try that may fail. `MustWait`, and no count, while earlier failures weigh."""
    one_at_a_time(session, subject)
    earlier = failures(session, subject, now=now)
    wait = max(at_least, earlier.wait(now))
    if wait:
        raise MustWait(wait)
    session.add(FailedTry(subject=subject, at=now, level=earlier.next_level(now, free=free)))


def one_at_a_time(session: Session, subject: str) -> None:
    """Let whoever counts under the same subject at the same moment wait until this transaction has ended."""
    # SQLite has one writer at a time anyway; on PostgreSQL two tries at once would each count without the other.
    if not db.is_sqlite():
        session.connection().execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(subject))))


def failures(session: Session, subject: str, *, now: datetime) -> Failures:
    """The failed tries of one account or address, as of `now`."""
    mine = select(FailedTry).where(FailedTry.subject == subject)
    last = session.exec(mine.order_by(col(FailedTry.at).desc(), col(FailedTry.id).desc()).limit(1)).first()
    if last is None:
        return Failures()
    within = (FailedTry.subject == subject, col(FailedTry.at) > now - WINDOW)
    recent = session.exec(select(sa.func.count()).select_from(FailedTry).where(*within)).one()
    return Failures(recent, last.at, last.level)


def forget_failures(session: Session, *, person_id: int) -> None:
    """Let the account begin anew: its owner was here."""
    session.connection().execute(
        sa.delete(FailedTry).where(col(FailedTry.subject) == keys.subject("account", person_id))
    )


def tidy(session: Session, *, now: datetime) -> None:
    """Delete tries, sessions and links that have been over for a month."""
    before = now - KEPT
    for over in (
        sa.delete(FailedTry).where(col(FailedTry.at) < before),
        sa.delete(SignIn).where(col(SignIn.expires_at) < before),
        sa.delete(Link).where(col(Link.expires_at) < before),
    ):
        session.connection().execute(over)


def _end(session: Session, which: sa.ColumnElement[bool], *, now: datetime) -> None:
    live = (which, col(SignIn.ended_at).is_(None))
    session.connection().execute(sa.update(SignIn).where(*live).values(ended_at=now))
