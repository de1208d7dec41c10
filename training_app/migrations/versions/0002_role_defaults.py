"""The permissions that each role begins with (P-03)."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROLE_PERMISSION = sa.table("role_permission", sa.column("role", sa.String), sa.column("permission", sa.String))

# Written out: what a role began with must not change when the app's rules do.
ADMIN = (
    "Manage Assignments",
    "Manage people",
    "Manage catalog",
    "Track certifications",
    "View reports",
    "Remove records",
    "Manage settings",
)
COORDINATOR = ("Track certifications", "Record attendance", "Approve external activities", "View reports")
MANAGER = ("View reports", "Reassign", "Team trainings")
BEGINNING = {
    "superadmin": (
        *ADMIN,
        "Record attendance",
        "Approve external activities",
        "Reassign",
        "Team trainings",
        "Award certifications",
        "Manage roles",
        "Restore records",
        "Override the lock",
    ),
    "admin": ADMIN,
    "training coordinator": COORDINATOR,
    "manager": MANAGER,
}


def upgrade() -> None:
    op.bulk_insert(
        ROLE_PERMISSION,
        [{"role": role, "permission": permission} for role, given in BEGINNING.items() for permission in given],
    )


def downgrade() -> None:
    op.execute(sa.delete(ROLE_PERMISSION))
