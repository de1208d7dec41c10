"""Letting people in by a link, giving roles and single permissions, and recording refused calls (P-03, P-06, P-07)."""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission, Role
from training_app.accounts import keys, queries, reach, signing
from training_app.accounts.model import (
    Account,
    Link,
    PersonPermission,
    Refusal,
    RoleGrant,
    RolePermission,
    RoleScope,
)
from training_app.accounts.passwords import Hashed
from training_app.accounts.rules import LIVE_RESETS, Purpose
from training_app.core import audit, db, events
from training_app.core.errors import Conflict, Invalid, Problem
from training_app.core.tables import known
from training_app.people import queries as people
from training_app.people.model import Person
from training_app.people.rules import key_of

LONGEST_HANDLER = 200


class LinkOver(Conflict):
    """This link was used already or has expired. Ask for a new one."""


class HasPassword(Conflict):
    """This person has a password already. They can ask for a new one under “Forgot password”."""


class Deactivated(Conflict):
    """This person is deactivated and cannot sign in. Reactivate them first."""


class LastSuperadmin(Conflict):
    """This is the last superadmin. Give the role to somebody else first."""


@dataclass(frozen=True)
class InvitationMade:
    """Somebody is invited to choose their first password; the token is in the link that is mailed to them."""

    person_id: int
    token: str = field(repr=False)


@dataclass(frozen=True)
class ResetAsked:
    """Somebody asked to choose a new password; the token is in the link that is mailed to them."""

    person_id: int
    token: str = field(repr=False)


def invite(session: Session, actor: Actor, *, person_id: int, now: datetime) -> str:
    """Make the link by which a person chooses their first password; answer its token. Earlier ones end (P-07)."""
    actor.require(Permission.MANAGE_PEOPLE)
    person = people.person(session, actor, person_id=person_id)
    reach.require_own(actor, queries.permissions_of(session, person_id=person_id))
    if not person.is_active():
        raise Deactivated
    account = session.get(Account, person_id)
    if account and account.password_hash:
        raise HasPassword
    _end_links(session, person_id, now=now)
    token = _make_link(session, person_id, Purpose.INVITATION, now=now)
    events.record(session, InvitationMade(person_id, token), actor_id=actor.person_id, at=now)
    audit.write(session, actor_id=actor.person_id, at=now, act="person invited", subject="person",
                subject_id=person_id)  # fmt: skip
    return token


def request_reset(session: Session, *, name: str, now: datetime) -> None:
    """Mail a link for a new password to whoever has this email or username, if anybody. Answers nothing (P-07).

    The caller answers before it calls, so that the time taken tells nothing either. More than three links at a
    time are not made, so that nobody's mailbox is filled.
    """
    typed = key_of(name)
    same = (col(Person.email_key) == typed) | (col(Person.username_key) == typed)
    ranked = select(Person).where(same, Person.active_sql()).order_by((col(Person.email_key) == typed).desc())
    person = session.exec(ranked).first()
    if person is None:
        return
    person_id = known(person.id)
    live = select(Link.token_hash).where(*_live(person_id, now), Link.purpose == Purpose.RESET)
    if len(session.exec(live).all()) >= LIVE_RESETS:
        return
    token = _make_link(session, person_id, Purpose.RESET, now=now)
    events.record(session, ResetAsked(person_id, token), actor_id=None, at=now)
    audit.write(session, actor_id=None, at=now, act="password reset asked", subject="person", subject_id=person_id)


def set_password(session: Session, *, token: str, password: Hashed, now: datetime) -> int:
    """Set the password of the person whose link this is; answer who. The link is spent and all sessions end (P-07).

    `LinkOver` when it was used or expired, also by somebody else at the same moment. `password` comes from
    `passwords.hashed`, made before this transaction began.
    """
    spent = (
        sa.update(Link)
        .where(col(Link.token_hash) == keys.hash_of(token), col(Link.used_at).is_(None), col(Link.expires_at) > now)
        .values(used_at=now)
        .returning(col(Link.person_id), col(Link.purpose))
    )
    row = session.connection().execute(spent).first()
    if row is None or not session.get_one(Person, row.person_id).is_active():
        raise LinkOver
    person_id: int = row.person_id
    _end_links(session, person_id, now=now)
    session.merge(Account(person_id=person_id, password_hash=password, password_set_at=now))
    session.flush()
    signing.end_sessions(session, person_id=person_id, now=now)
    signing.forget_failures(session, person_id=person_id)
    audit.write(session, actor_id=person_id, at=now, act="password set", subject="person", subject_id=person_id,
                after={"by": row.purpose})  # fmt: skip
    return person_id


def give_role(
    session: Session,
    actor: Actor,
    *,
    person_id: int,
    role: Role,
    branch_ids: frozenset[int] = frozenset(),
    team_ids: frozenset[int] = frozenset(),
    now: datetime,
) -> None:
    """Give a person a role, for everybody or for named branches or teams (P-03). Given again, the new limits count."""
    actor.require(Permission.MANAGE_ROLES)
    people.person(session, actor, person_id=person_id)
    reach.require_own(actor, queries.permissions_in(session, role=role))
    reach.require_limits(session, actor, role, branch_ids, team_ids)
    grant = _grant(session, person_id, role)
    before = None if grant is None else _said(queries.given(session, grant))
    if grant is None:
        grant = RoleGrant(person_id=person_id, role=role, given_at=now)
        session.add(grant)
        session.flush()
    _limit(session, known(grant.id), branch_ids, team_ids)
    after = _said(queries.GivenRole(role, branch_ids, team_ids))
    if after != before:
        audit.write(session, actor_id=actor.person_id, at=now, act="role given", subject="person",
                    subject_id=person_id, before=before, after=after)  # fmt: skip


def take_role(session: Session, actor: Actor, *, person_id: int, role: Role, now: datetime) -> None:
    """Take a role from a person; in their open pages it counts from the next click (P-03)."""
    actor.require(Permission.MANAGE_ROLES)
    people.person(session, actor, person_id=person_id)
    reach.require_own(actor, queries.permissions_in(session, role=role))
    grant = _grant(session, person_id, role)
    if grant is None:
        return
    if role is Role.SUPERADMIN and not _another_superadmin(session, person_id):
        raise LastSuperadmin
    before = _said(queries.given(session, grant))
    _limit(session, known(grant.id), frozenset(), frozenset())
    session.flush()
    session.delete(grant)
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="role taken", subject="person", subject_id=person_id,
                before=before)  # fmt: skip


def set_permission(
    session: Session, actor: Actor, *, person_id: int, permission: Permission, given: bool, now: datetime
) -> None:
    """Give a person a single permission beside their roles, or take it (P-03)."""
    actor.require(Permission.MANAGE_ROLES)
    people.person(session, actor, person_id=person_id)
    reach.require_own(actor, frozenset({permission}))
    before = session.get(PersonPermission, (person_id, permission))
    if before is not None and before.given == given:
        return
    said = {"permission": permission, "given": before.given} if before else None
    session.merge(PersonPermission(person_id=person_id, permission=permission, given=given))
    audit.write(session, actor_id=actor.person_id, at=now, act="permission given" if given else "permission taken",
                subject="person", subject_id=person_id, before=said,
                after={"permission": permission, "given": given})  # fmt: skip


def set_role_permission(
    session: Session, actor: Actor, *, role: Role, permission: Permission, given: bool, now: datetime
) -> None:
    """Add a permission to a role, or take it out, for everybody who has the role (P-03). A superadmin keeps all."""
    actor.require(Permission.MANAGE_ROLES)
    reach.require_own(actor, frozenset({permission}))
    if not actor.scope.everybody:
        raise reach.MoreThanOwn
    if role is Role.SUPERADMIN:
        raise Invalid(Problem("role", "A superadmin has every permission."))
    row = session.get(RolePermission, (role, permission))
    if (row is not None) == given:
        return
    if row is None:
        session.add(RolePermission(role=role, permission=permission))
    else:
        session.delete(row)
    audit.write(session, actor_id=actor.person_id, at=now, subject="role",
                act="permission added to role" if given else "permission taken from role",
                before={"role": role, "permission": permission, "given": not given},
                after={"role": role, "permission": permission, "given": given})  # fmt: skip
    session.flush()


def record_refusal(session: Session, actor: Actor | None, handler: str, now: datetime) -> None:
    """Note that somebody called what they may not: one row for a person, handler and minute, with a count (P-06)."""
    person_id = (actor and actor.person_id) or 0
    minute = now.replace(second=0, microsecond=0)
    row = {"person_id": person_id, "handler": handler[:LONGEST_HANDLER], "minute": minute}
    db.insert_new(session, Refusal, [row | {"count": 0}])
    same = [getattr(Refusal, name) == value for name, value in row.items()]
    session.connection().execute(sa.update(Refusal).where(*same).values(count=Refusal.count + 1))


def _live(person_id: int, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (col(Link.person_id) == person_id, col(Link.used_at).is_(None), col(Link.expires_at) > now)


def _make_link(session: Session, person_id: int, purpose: Purpose, *, now: datetime) -> str:
    token = keys.new()
    row = Link(token_hash=keys.hash_of(token), person_id=person_id, purpose=purpose, made_at=now,
               expires_at=now + purpose.lasts())  # fmt: skip
    session.add(row)
    session.flush()
    return token


def _end_links(session: Session, person_id: int, *, now: datetime) -> None:
    session.connection().execute(sa.update(Link).where(*_live(person_id, now)).values(expires_at=now))


def _grant(session: Session, person_id: int, role: Role) -> RoleGrant | None:
    return session.exec(select(RoleGrant).where(RoleGrant.person_id == person_id, RoleGrant.role == role)).first()


def _limit(session: Session, grant_id: int, branch_ids: frozenset[int], team_ids: frozenset[int]) -> None:
    for old in session.exec(select(RoleScope).where(RoleScope.grant_id == grant_id)):
        session.delete(old)
    session.add_all([RoleScope(grant_id=grant_id, branch_id=one) for one in sorted(branch_ids)])
    session.add_all([RoleScope(grant_id=grant_id, team_id=one) for one in sorted(team_ids)])
    session.flush()


def _said(role: queries.GivenRole) -> dict[str, object]:
    return {"role": role.role, "branches": sorted(role.branch_ids), "teams": sorted(role.team_ids)}


def _another_superadmin(session: Session, person_id: int) -> bool:
    others = (
        select(RoleGrant.id)
        .join(Person, col(Person.id) == col(RoleGrant.person_id))
        .where(RoleGrant.role == Role.SUPERADMIN, RoleGrant.person_id != person_id, Person.active_sql())
    )
    return session.exec(others).first() is not None
