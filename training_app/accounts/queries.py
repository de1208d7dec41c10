"""Reading who somebody is from their sign-in session, and what they were given."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from training_app.access.actor import Actor, Scope
from training_app.access.rules import Permission, Role
from training_app.accounts import keys
from training_app.accounts.model import Account, Link, PersonPermission, RoleGrant, RolePermission, RoleScope, SignIn
from training_app.accounts.rules import Purpose
from training_app.people import queries as people
from training_app.people.model import Person


@dataclass(frozen=True)
class OpenLink:
    """A link by mail that may still set a password: whose it is, and what the password must not repeat."""

    person_id: int
    name: str
    username: str
    purpose: Purpose
    personal: tuple[str, ...]


@dataclass(frozen=True)
class GivenRole:
    """A role that a person has, and the branches and teams it is limited to; without any it is for everybody."""

    role: Role
    branch_ids: frozenset[int]
    team_ids: frozenset[int]


@dataclass(frozen=True)
class Rights:
    """What a person was given: roles, single permissions beside them, and what they may do in the end."""

    roles: tuple[GivenRole, ...]
    given: frozenset[Permission]
    taken: frozenset[Permission]
    permissions: frozenset[Permission]
    may_sign_in: bool


def actor(session: Session, *, key_hash: str, now: datetime) -> Actor | None:
    """Who is signed in by the session whose key has this SHA-256 (hex); None when it is over or they left."""
    row = session.get(SignIn, key_hash)
    if row is None or not row.is_live(now):
        return None
    return actor_of(session, person_id=row.person_id, key_hash=key_hash)


def actor_of(session: Session, *, person_id: int, key_hash: str = "") -> Actor | None:
    """The rights and the scope of one person, from their roles and single permissions; None when deactivated."""
    person = session.get(Person, person_id)
    if person is None or not person.is_active():
        return None
    grants = session.exec(select(RoleGrant).where(RoleGrant.person_id == person_id)).all()
    roles = frozenset(Role(grant.role) for grant in grants) | {Role.LEARNER}
    return Actor(
        person_id=person_id,
        name=person.name(),
        permissions=_permissions(session, person_id, roles),
        scope=_scope(session, person_id, list(grants)),
        roles=roles,
        key_hash=key_hash,
    )


def rights(session: Session, actor: Actor, *, person_id: int) -> Rights:
    """What a person whom the actor sees was given (P-03)."""
    actor.require(Permission.MANAGE_ROLES)
    people.person(session, actor, person_id=person_id)
    singles = session.exec(select(PersonPermission).where(PersonPermission.person_id == person_id)).all()
    grants = session.exec(select(RoleGrant).where(RoleGrant.person_id == person_id).order_by(RoleGrant.role)).all()
    account = session.get(Account, person_id)
    return Rights(
        roles=tuple(given(session, grant) for grant in grants),
        given=frozenset(Permission(single.permission) for single in singles if single.given),
        taken=frozenset(Permission(single.permission) for single in singles if not single.given),
        permissions=permissions_of(session, person_id=person_id),
        may_sign_in=account is not None and account.password_hash is not None,
    )


def permissions_of(session: Session, *, person_id: int) -> frozenset[Permission]:
    """What a person may do by roles and single permissions, active or not."""
    roles = session.exec(select(RoleGrant.role).where(RoleGrant.person_id == person_id)).all()
    return _permissions(session, person_id, frozenset(Role(role) for role in roles) | {Role.LEARNER})


def permissions_in(session: Session, *, role: Role) -> frozenset[Permission]:
    """What a role allows, as the organization set it."""
    names = session.exec(select(RolePermission.permission).where(RolePermission.role == role))
    return frozenset(Permission(name) for name in names)


def open_link(session: Session, *, token: str, now: datetime) -> OpenLink | None:
    """The link that has this token, unless it is used, expired or its person deactivated (P-07)."""
    row = session.get(Link, keys.hash_of(token))
    if row is None or not row.is_usable(now):
        return None
    person = session.get_one(Person, row.person_id)
    if not person.is_active():
        return None
    local_part = person.email.partition("@")[0]
    personal = (person.username, person.email, local_part, person.first_name, person.last_name, person.name())
    return OpenLink(row.person_id, person.name(), person.username, Purpose(row.purpose), personal)


def given(session: Session, grant: RoleGrant) -> GivenRole:
    """A role that somebody has, with its limits."""
    limits = session.exec(select(RoleScope).where(RoleScope.grant_id == grant.id)).all()
    return GivenRole(
        Role(grant.role),
        frozenset(limit.branch_id for limit in limits if limit.branch_id is not None),
        frozenset(limit.team_id for limit in limits if limit.team_id is not None),
    )


def _permissions(session: Session, person_id: int, roles: frozenset[Role]) -> frozenset[Permission]:
    by_role = session.exec(select(RolePermission.permission).where(col(RolePermission.role).in_(roles)))
    permissions = {Permission(name) for name in by_role}
    for single in session.exec(select(PersonPermission).where(PersonPermission.person_id == person_id)):
        change = permissions.add if single.given else permissions.discard
        change(Permission(single.permission))
    return frozenset(permissions)


def _scope(session: Session, person_id: int, grants: list[RoleGrant]) -> Scope:
    limits = {grant.id: list(session.exec(select(RoleScope).where(RoleScope.grant_id == grant.id))) for grant in grants}
    wide = {Role.SUPERADMIN, Role.ADMIN, Role.COORDINATOR}
    everybody = any(Role(grant.role) in wide and not limits[grant.id] for grant in grants)
    if everybody:
        return Scope(everybody=True)
    rows = [row for limit in limits.values() for row in limit]
    return Scope(
        manager_id=person_id if any(grant.role == Role.MANAGER for grant in grants) else None,
        branch_ids=frozenset(row.branch_id for row in rows if row.branch_id is not None),
        team_ids=frozenset(row.team_id for row in rows if row.team_id is not None),
    )
