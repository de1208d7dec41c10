"""Riverside EMS: its settings, branches, people and roles, entered two years ago as an admin would have done it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Role
from training_app.accounts import actions as accounts
from training_app.catalog import actions as catalog
from training_app.catalog import paths
from training_app.catalog.content import NewCourse
from training_app.catalog.entry import NewPath
from training_app.core import audit
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.demo import courses, credentials, riverside, roster
from training_app.demo.plans import CLASSROOM, ELSEWHERE, PATHS
from training_app.demo.riverside import NAME, SENDER, ZONE, instant
from training_app.demo.roster import Member
from training_app.people import actions as people
from training_app.people import memberships
from training_app.people.actions import NewPerson

SYSTEM = Actor.system()


@dataclass(frozen=True)
class Riverside:
    """What the history needs to know of it: ids by name, by code and by person."""

    members: list[Member]
    branches: dict[str, int]
    trainings: dict[str, int]
    today: date

    def member(self, username: str) -> Member:
        """The one with that username."""
        return next(one for one in self.members if one.username == username)

    def username(self, person_id: int) -> str:
        """The username of one of them."""
        return next(one.username for one in self.members if one.id == person_id)


def make(session: Session, chance: Random, *, with_files: list[NewCourse], now: datetime) -> Riverside:
    """Write all of it, but no passwords and no history."""
    today = riverside.today(now)
    founded = today - timedelta(days=730)
    _settings(session, instant(founded, 8))
    branches = _branches(session, instant(founded, 8))
    trainings = _add_courses(session, [*courses.read(), CLASSROOM, ELSEWHERE], instant(founded, 8))
    trainings |= _paths(session, trainings, instant(founded, 9))
    trainings |= _add_courses(session, with_files, instant(founded, 10))
    members = list(roster.members(chance, today))
    for member in members:
        since = max(founded, member.hired_on)
        _add(session, member, branches[member.branch], instant(since))
    credentials.award(session, members, chance, trainings=trainings, founded=founded, today=today)
    return Riverside(members, branches, trainings, today)


def _settings(session: Session, at: datetime) -> None:
    row = OrganizationRow(name=NAME, zone=ZONE, sender=SENDER, members_may_submit=True, is_demo=True)
    session.merge(row)
    audit.write(session, actor_id=None, at=at, act="settings changed", subject="organization", subject_id=1,
                after={"name": NAME, "zone": ZONE, "sender": SENDER, "members_may_submit": True})  # fmt: skip
    session.flush()


def _branches(session: Session, at: datetime) -> dict[str, int]:
    def add(name: str, parent_id: int | None = None) -> int:
        made[name] = known(people.add_branch(session, SYSTEM, name=name, parent_id=parent_id, now=at).id)
        return made[name]

    made: dict[str, int] = {}
    top = add(NAME)
    add(roster.HEADQUARTERS, top)
    for battalion, stations in roster.BATTALIONS.items():
        above = add(battalion, top)
        for station in stations:
            add(station, above)
    return made


def _add_courses(session: Session, some: list[NewCourse], at: datetime) -> dict[str, int]:
    return {new.code: known(catalog.add_course(session, SYSTEM, new=new, now=at).id) for new in some}


def _paths(session: Session, trainings: dict[str, int], at: datetime) -> dict[str, int]:
    made = {}
    for path in PATHS:
        new = NewPath(path.title, path.code, tuple(trainings[code] for code in path.courses),
                      description=path.description)  # fmt: skip
        made[path.code] = known(paths.add(session, SYSTEM, new=new, now=at).id)
    return made


def _add(session: Session, member: Member, branch_id: int, at: datetime) -> None:
    new = NewPerson(
        first_name=member.first_name,
        last_name=member.last_name,
        email=member.email(),
        username=member.username,
        branch_id=branch_id,
        employee_number=member.number,
        title=member.title,
        level=member.level,
        shift=member.shift,
        hired_on=member.hired_on,
        manager_id=member.boss.id if member.boss else None,
    )
    member.id = known(people.add_person(session, SYSTEM, new=new, now=at).id)
    for team in member.teams:
        memberships.join_team(session, SYSTEM, person_id=member.id, team=team, now=at)
    for word in member.tags:
        memberships.tag(session, SYSTEM, person_id=member.id, word=word, now=at)
    for role in _roles(member):
        accounts.give_role(session, SYSTEM, person_id=member.id, role=role, now=at)


def _roles(member: Member) -> Iterable[Role]:
    if member.account and member.account.role is not Role.LEARNER:
        yield member.account.role
    elif member.leads():
        yield Role.MANAGER
