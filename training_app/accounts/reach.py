"""How far somebody may go who gives rights: nobody gives more than they have.

Neither a right that they lack, nor a scope beyond their own; and no link and no new address for somebody with rights
that they lack, because whoever reads that mail may sign in.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission, Role
from training_app.accounts import queries
from training_app.core.errors import Invalid, NotAllowed, Problem
from training_app.people import queries as people
from training_app.people.actions import PersonChanged
from training_app.people.model import Branch, Team

LIMITABLE = frozenset({Role.ADMIN, Role.COORDINATOR})
WIDE = LIMITABLE | {Role.SUPERADMIN}


class MoreThanOwn(NotAllowed):
    """This would reach further than your own rights."""


def require_own(actor: Actor, permissions: frozenset[Permission]) -> None:
    """Refuse with `MoreThanOwn` to deal in a right that the actor lacks."""
    if permissions - actor.permissions:
        raise MoreThanOwn


def require_limits(
    session: Session, actor: Actor, role: Role, branch_ids: frozenset[int], team_ids: frozenset[int]
) -> None:
    """Refuse limits that do not exist or fit the role, and a scope that goes beyond the actor's own."""
    if (branch_ids or team_ids) and role not in LIMITABLE:
        raise Invalid(Problem("role", f"The role {role} cannot be limited to branches or teams."))
    branches = session.exec(select(Branch.id).where(col(Branch.id).in_(branch_ids))).all()
    teams = session.exec(select(Team.id).where(col(Team.id).in_(team_ids))).all()
    if len(branches) != len(branch_ids) or len(teams) != len(team_ids):
        raise Invalid(Problem("limits", "One of these branches or teams does not exist."))
    if actor.scope.everybody or role not in WIDE:
        return
    own = people.below_branches(actor.scope.branch_ids)
    beyond = session.exec(select(Branch.id).where(col(Branch.id).in_(branch_ids), col(Branch.id).not_in(own))).all()
    if beyond or team_ids - actor.scope.team_ids or not (branch_ids or team_ids):
        raise MoreThanOwn


def when_person_changed(session: Session, fact: PersonChanged, actor_id: int | None, _at: datetime) -> None:
    """Refuse to move the mail of somebody with rights that the actor lacks: a reset link would follow it."""
    if actor_id is None or actor_id == fact.person_id or "email" not in fact.fields:
        return
    theirs = queries.permissions_of(session, person_id=fact.person_id)
    if theirs - queries.permissions_of(session, person_id=actor_id):
        raise MoreThanOwn
