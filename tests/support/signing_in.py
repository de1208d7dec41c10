"""Signing in as a request does it, but inside the test's own transaction."""

from datetime import timedelta

from sqlmodel import Session, col, select
from support.build import SYSTEM
from support.cast import Cast

from training_app.accounts import actions as accounts
from training_app.accounts import keys, passwords, queries, signing
from training_app.accounts.signing import Try
from training_app.core.events import Event
from training_app.core.tables import known
from training_app.people.model import Person

PASSWORD = "lifting-with-legs"


def admit(cast: Cast, person: Person, hashed: passwords.Hashed) -> None:
    told = {"now": cast.build.now}
    token = accounts.invite(cast.build.session, SYSTEM, person_id=known(person.id), **told)
    accounts.set_password(cast.build.session, token=token, password=hashed, **told)
    cast.build.session.flush()


def begin(cast: Cast, name: str, *, after: timedelta = timedelta(0), address: str = "192.0.2.1") -> Try:
    begun = signing.begin_try(cast.build.session, name=name, address=address, now=cast.build.now + after)
    cast.build.session.flush()
    return begun


def sign_in(cast: Cast, name: str, password: str = PASSWORD, **said) -> str | None:
    """One try as a request makes it; the key, or None when it was refused."""
    begun = begin(cast, name, **said)
    now = cast.build.now + said.get("after", timedelta(0))
    key = None
    if passwords.matches(begun.password_hash, password):
        key = signing.end_in_sign_in(cast.build.session, begun, address="192.0.2.1", device="Test", now=now)
    if key is None:
        signing.end_in_failure(cast.build.session, begun, now=now)
    cast.build.session.flush()
    return key


def who(cast: Cast, key: str, after: timedelta = timedelta(0)) -> str | None:
    found = queries.actor(cast.build.session, key_hash=keys.hash_of(key), now=cast.build.now + after)
    return found and found.name


def mailed(session: Session, act: str) -> str:
    """The token that the last fact of this kind carries to the mail."""
    session.flush()
    facts = session.exec(select(Event).where(Event.act == act).order_by(col(Event.id).desc())).all()
    return str(facts[0].payload["token"])
