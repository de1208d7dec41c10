"""Rights as conditions on `Person`: for asking many people at once what `queries.actor_of` says of one (P-03)."""

import sqlalchemy as sa
from sqlmodel import col

from training_app.access.rules import Permission, Role
from training_app.accounts.model import PersonPermission, RoleGrant, RolePermission, RoleScope
from training_app.people.model import Person

_WIDE = [Role.SUPERADMIN.value, Role.ADMIN.value, Role.COORDINATOR.value]


def may_sql(permission: Permission) -> sa.ColumnElement[bool]:
    """Whether somebody active has a right, by a role or by themselves."""
    of = col(RolePermission.permission) == permission.value
    granted = sa.exists().where(
        col(RoleGrant.person_id) == col(Person.id), col(RolePermission.role) == col(RoleGrant.role), of
    )
    everybody = sa.exists().where(col(RolePermission.role) == Role.LEARNER.value, of)
    by_role = granted.correlate(Person) | everybody
    return Person.active_sql() & ((by_role & ~_single(permission, given=False)) | _single(permission, given=True))


def sees_reports_sql() -> sa.ColumnElement[bool]:
    """Whether somebody sees whoever reports to them: as a manager, or because they see everybody (P-04)."""
    mine = col(RoleGrant.person_id) == col(Person.id)
    manages = sa.exists().where(mine, col(RoleGrant.role) == Role.MANAGER.value)
    limited = sa.exists().where(col(RoleScope.grant_id) == col(RoleGrant.id)).correlate(RoleGrant)
    sees_everybody = sa.exists().where(mine, col(RoleGrant.role).in_(_WIDE), ~limited)
    return manages.correlate(Person) | sees_everybody.correlate(Person)


def _single(permission: Permission, *, given: bool) -> sa.ColumnElement[bool]:
    mine = sa.exists().where(
        col(PersonPermission.person_id) == col(Person.id),
        col(PersonPermission.permission) == permission.value,
        col(PersonPermission.given).is_(given),
    )
    return mine.correlate(Person)
