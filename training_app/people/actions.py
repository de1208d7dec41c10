"""Changing people, each change with its audit entry (P-10). Memberships and marks are in `people.memberships`."""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core import audit, events
from training_app.core.audit import AuditEntry
from training_app.core.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from training_app.core.tables import known
from training_app.people import queries
from training_app.people.model import Branch, Person
from training_app.people.rules import Level, clean, is_address, key_of

# Acts that raise `Person.version` by one each, with one audit entry each.
VERSIONED = ("person changed", "person deactivated", "person reactivated")
WORDS = {"branch_id": "branch", "manager_id": "manager", "hired_on": "hire date", "active": "whether they are active"}


class Taken(Conflict):
    """Somebody else has this email, username or employee number."""


class BranchTaken(Conflict):
    """There is a branch of this name here already."""


class ChangedMeanwhile(Conflict):
    """Somebody else changed this person in the meantime."""


class OutOfSight(NotAllowed):
    """You would no longer see this person: choose a branch and a manager among your own people."""


@dataclass(frozen=True)
class PersonActivityChanged:
    """Somebody was deactivated or reactivated (P-09)."""

    person_id: int
    active: bool


@dataclass(frozen=True)
class PersonChanged:
    """What is known of somebody changed: which fields, never their values."""

    person_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class NewPerson:
    """What is entered of a person; everything that belongs to nobody else's table."""

    first_name: str
    last_name: str
    email: str
    username: str
    branch_id: int
    employee_number: str | None = None
    title: str = ""
    level: str | None = None
    shift: str = ""
    hired_on: date | None = None
    manager_id: int | None = None


def add_branch(session: Session, actor: Actor, *, name: str, parent_id: int | None = None, now: datetime) -> Branch:
    """Make a branch below another that the actor has (or at the top, for who sees everybody), P-02."""
    actor.require(Permission.MANAGE_PEOPLE)
    parent = _own_branch(session, actor, parent_id)
    name = clean(name)
    if not name:
        raise Invalid(Problem("name", "The branch needs a name."))
    beside = select(Branch.id).where(col(Branch.parent_id).is_not_distinct_from(parent_id), Branch.name == name)
    if session.exec(beside).first() is not None:
        raise BranchTaken
    branch = Branch(name=name, parent_id=parent_id)
    session.add(branch)
    session.flush()
    branch.path = f"{parent.path if parent else '/'}{branch.id}/"
    audit.write(session, actor_id=actor.person_id, at=now, act="branch added", subject="branch", subject_id=branch.id,
                after={"name": branch.name, "parent_id": parent_id})  # fmt: skip
    session.flush()
    return branch


def add_person(session: Session, actor: Actor, *, new: NewPerson, now: datetime) -> Person:
    """Add somebody to the roster (P-01). `Invalid` names each faulty field, `Taken` what another person has."""
    actor.require(Permission.MANAGE_PEOPLE)
    new = _plain(new)
    _refuse_faulty(session, new, [*_problems(new), *_unknown_manager(session, actor, new.manager_id)])
    _refuse_taken(session, new)
    row = Person(**asdict(new), email_key=key_of(new.email), username_key=key_of(new.username), created_at=now)
    row.index_for_search()
    session.add(row)
    session.flush()
    _require_in_sight(session, actor, known(row.id))
    audit.write(session, actor_id=actor.person_id, at=now, act="person added", subject="person", subject_id=row.id,
                after=asdict(new))  # fmt: skip
    return row


def entered(person: Person) -> NewPerson:
    """What is stored of a person as it would be entered, to change parts of it with `dataclasses.replace`."""
    return NewPerson(**{field.name: getattr(person, field.name) for field in fields(NewPerson)})


def change_person(
    session: Session, actor: Actor, *, person_id: int, version: int, entered: NewPerson, now: datetime
) -> PersonChanged:
    """Change what is known of a person (P-01); answer which fields differ now. Only these are audited (P-10).

    `version` is the one that the actor saw; `ChangedMeanwhile` names what others changed since. `Invalid` names
    each faulty field, also a manager who reports to this person.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    row = queries.person(session, actor, person_id=person_id)
    session.refresh(row, with_for_update=True)
    if row.version != version:
        raise ChangedMeanwhile(_what_changed(session, row, since=version))
    before, after = audit.changes(asdict(_entered(row)), asdict(_plain(entered)))
    if not after:
        return PersonChanged(person_id, ())
    _refuse_change(session, actor, person_id, _plain(entered), after)
    for name, value in after.items():
        setattr(row, name, value)
    row.email_key, row.username_key, row.version = key_of(row.email), key_of(row.username), version + 1
    row.index_for_search()
    session.flush()
    _require_in_sight(session, actor, person_id)
    changed = PersonChanged(person_id, tuple(after))
    events.record(session, changed, actor_id=actor.person_id, at=now)
    audit.write(session, actor_id=actor.person_id, at=now, act="person changed", subject="person",
                subject_id=person_id, before=before, after=after)  # fmt: skip
    return changed


def deactivate(session: Session, actor: Actor, *, person_id: int, now: datetime) -> None:
    """Keep somebody from signing in and being assigned anything; all history stays (P-09)."""
    _set_active(session, actor, person_id, active=False, now=now)


def reactivate(session: Session, actor: Actor, *, person_id: int, now: datetime) -> None:
    """Let somebody back in; open enrollments go on (P-09)."""
    _set_active(session, actor, person_id, active=True, now=now)


def _set_active(session: Session, actor: Actor, person_id: int, *, active: bool, now: datetime) -> None:
    actor.require(Permission.MANAGE_PEOPLE)
    row = queries.person(session, actor, person_id=person_id)
    if row.is_active() == active:
        return
    row.deactivated_at = None if active else now
    row.version += 1
    session.flush()
    events.record(session, PersonActivityChanged(person_id, active=active), actor_id=actor.person_id, at=now)
    audit.write(session, actor_id=actor.person_id, at=now, subject="person", subject_id=person_id,
                act="person reactivated" if active else "person deactivated",
                before={"active": not active}, after={"active": active})  # fmt: skip


def _plain(new: NewPerson) -> NewPerson:
    """Without outer space, and nothing instead of an empty number or level."""
    said = {name: clean(value) if isinstance(value, str) else value for name, value in asdict(new).items()}
    return NewPerson(**said | {name: said[name] or None for name in ("employee_number", "level")})


_entered = entered  # `change_person` has an argument of that name


def _problems(new: NewPerson) -> list[Problem]:
    problems = []
    if not new.first_name:
        problems.append(Problem("first_name", "First name is missing."))
    if not new.last_name:
        problems.append(Problem("last_name", "Last name is missing."))
    if not new.username:
        problems.append(Problem("username", "Username is missing."))
    if not is_address(new.email):
        problems.append(Problem("email", f"“{new.email}” is not an email address."))
    if new.level is not None and new.level not in set(Level):
        problems.append(Problem("level", f"“{new.level}” is no level: choose {', '.join(Level)} or none."))
    return problems


def _refuse_faulty(session: Session, new: NewPerson, problems: list[Problem]) -> None:
    if session.get(Branch, new.branch_id) is None:
        problems.append(Problem("branch_id", "This branch does not exist."))
    if problems:
        raise Invalid(*problems)


def _refuse_change(session: Session, actor: Actor, person_id: int, new: NewPerson, after: dict[str, object]) -> None:
    problems = _problems(new)
    if "manager_id" in after:
        problems += _unknown_manager(session, actor, new.manager_id)
        if not problems and queries.is_above(session, person_id=person_id, other_id=new.manager_id):
            problems.append(Problem("manager_id", "This manager reports to this person, directly or through others."))
    _refuse_faulty(session, new, problems)
    _refuse_taken(session, new, but=person_id)


def _unknown_manager(session: Session, actor: Actor, manager_id: int | None) -> list[Problem]:
    if manager_id is None or manager_id == actor.person_id:
        return []
    try:
        queries.person(session, actor, person_id=manager_id)
    except NotFound:
        return [Problem("manager_id", "This manager does not exist, or you may not see them.")]
    return []


def _refuse_taken(session: Session, new: NewPerson, *, but: int | None = None) -> None:
    same = (col(Person.email_key) == key_of(new.email)) | (col(Person.username_key) == key_of(new.username))
    if new.employee_number:
        same |= col(Person.employee_number) == new.employee_number
    others = col(Person.id).is_distinct_from(but)
    if session.connection().execute(sa.select(sa.exists().where(same, others))).scalar_one():
        raise Taken


def _require_in_sight(session: Session, actor: Actor, person_id: int) -> None:
    try:
        queries.person(session, actor, person_id=person_id)
    except NotFound:
        raise OutOfSight from None


def _own_branch(session: Session, actor: Actor, branch_id: int | None) -> Branch | None:
    if branch_id is None and actor.scope.everybody:
        return None
    own = sa.true() if actor.scope.everybody else col(Branch.id).in_(queries.below_branches(actor.scope.branch_ids))
    branch = session.exec(select(Branch).where(Branch.id == branch_id, own)).first()
    if branch is None:
        raise NotFound
    return branch


def _what_changed(session: Session, row: Person, *, since: int) -> str:
    """Who changed what since that version, from the audit; less when a bulk act raised the version."""
    acts = (
        select(AuditEntry)
        .where(AuditEntry.subject == "person", AuditEntry.subject_id == row.id, col(AuditEntry.act).in_(VERSIONED))
        .order_by(col(AuditEntry.id).desc())
        .limit(max(0, row.version - since))
    )
    found = session.exec(acts).all()
    names = sorted({WORDS.get(name, name.replace("_", " ")) for entry in found for name in entry.after or {}})
    if not names:
        return ""
    people = {session.get_one(Person, entry.actor_id).name() if entry.actor_id else "Muster" for entry in found}
    return f"{' and '.join(sorted(people))} changed this in the meantime: {', '.join(names)}."
