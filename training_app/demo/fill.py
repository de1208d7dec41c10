"""Filling an empty database with Riverside EMS."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.accounts import actions as accounts
from training_app.accounts import passwords
from training_app.core import db, files
from training_app.core.errors import Conflict
from training_app.demo import coming, courses, history, mark, organization, scans
from training_app.demo.accounts import ACCOUNTS, PASSWORD
from training_app.demo.organization import Riverside
from training_app.demo.plans import PATHS
from training_app.people.model import Person

SEED = "Riverside"


class NotEmpty(Conflict):
    """There are people in this database already. Demo data goes into an empty one only."""


@dataclass(frozen=True)
class Filled:
    """What was made."""

    people: int
    courses: int


def is_empty(session: Session) -> bool:
    """Whether nobody is in the roster yet."""
    return not session.connection().execute(sa.select(sa.exists().where(col(Person.id).is_not(None)))).scalar_one()


def fill(*, now: datetime) -> Filled:
    """Make the demo organization with a history up to `now`; the same each time. `NotEmpty` when people are there."""
    chance = Random(SEED)  # noqa: S311  # the same organization each time, nothing secret
    with files.workshop() as folder, db.write() as session:
        if not is_empty(session):
            raise NotEmpty
        riverside = organization.make(session, chance, with_files=courses.read_folders(folder), now=now)
    _open_accounts(riverside, now - timedelta(days=729))
    mark.bring(riverside, now=now - timedelta(days=728))
    history.live(riverside, chance, now=now)
    scans.bring(riverside, now=now)
    coming.prepare(riverside, now=now)
    return Filled(len(riverside.members), len(riverside.trainings) - len(PATHS))


def _open_accounts(riverside: Riverside, now: datetime) -> None:
    password = passwords.hashed(PASSWORD)
    with db.write() as session:
        for account in ACCOUNTS:
            person_id = riverside.member(account.username).id
            token = accounts.invite(session, Actor.system(), person_id=person_id, now=now)
            accounts.set_password(session, token=token, password=password, now=now + timedelta(hours=2))
