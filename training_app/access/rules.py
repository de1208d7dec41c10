"""The named rights, and the roles that are sets of them (P-03)."""

from enum import StrEnum


class Permission(StrEnum):
    """One named right. Its value is its name on the screen."""

    MANAGE_ASSIGNMENTS = "Manage Assignments"
    MANAGE_PEOPLE = "Manage people"
    MANAGE_CATALOG = "Manage catalog"
    TRACK_CERTIFICATIONS = "Track certifications"
    VIEW_REPORTS = "View reports"
    REMOVE_RECORDS = "Remove records"
    MANAGE_SETTINGS = "Manage settings"
    RECORD_ATTENDANCE = "Record attendance"
    APPROVE_EXTERNAL = "Approve external activities"
    REASSIGN = "Reassign"
    TEAM_TRAININGS = "Team trainings"
    AWARD_CERTIFICATIONS = "Award certifications"
    MANAGE_ROLES = "Manage roles"
    RESTORE_RECORDS = "Restore records"
    OVERRIDE_LOCK = "Override the lock"


class Role(StrEnum):
    """A set of permissions that people are given. Everyone is a learner."""

    SUPERADMIN = "superadmin"
    ADMIN = "admin"
    COORDINATOR = "training coordinator"
    MANAGER = "manager"
    LEARNER = "learner"


DEFAULTS: dict[Role, frozenset[Permission]] = {
    Role.SUPERADMIN: frozenset(Permission),
    Role.ADMIN: frozenset(
        {
            Permission.MANAGE_ASSIGNMENTS,
            Permission.MANAGE_PEOPLE,
            Permission.MANAGE_CATALOG,
            Permission.TRACK_CERTIFICATIONS,
            Permission.VIEW_REPORTS,
            Permission.REMOVE_RECORDS,
            Permission.MANAGE_SETTINGS,
        }
    ),
    Role.COORDINATOR: frozenset(
        {
            Permission.TRACK_CERTIFICATIONS,
            Permission.RECORD_ATTENDANCE,
            Permission.APPROVE_EXTERNAL,
            Permission.VIEW_REPORTS,
        }
    ),
    Role.MANAGER: frozenset({Permission.VIEW_REPORTS, Permission.REASSIGN, Permission.TEAM_TRAININGS}),
    Role.LEARNER: frozenset(),
}
