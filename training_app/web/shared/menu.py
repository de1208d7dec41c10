"""What the panel and the bottom bar offer, and the rights that pages ask for; courtesy alone (P-06)."""

from dataclasses import dataclass

from training_app.access.rules import Permission
from training_app.web.shared import routes
from training_app.web.shared.course_routes import COURSES

Right = Permission | frozenset[Permission]
SEES_CATALOG = frozenset({Permission.MANAGE_CATALOG, Permission.RECORD_ATTENDANCE})
FINDS_PEOPLE = frozenset(
    {
        Permission.MANAGE_PEOPLE,
        Permission.VIEW_REPORTS,
        Permission.MANAGE_ASSIGNMENTS,
        Permission.TRACK_CERTIFICATIONS,
    }
)
STARTS_JOBS = frozenset(
    {
        Permission.MANAGE_ASSIGNMENTS,
        Permission.MANAGE_PEOPLE,
        Permission.MANAGE_SETTINGS,
        Permission.AWARD_CERTIFICATIONS,
    }
)
SEES_CERTIFICATIONS = frozenset({Permission.TRACK_CERTIFICATIONS, Permission.AWARD_CERTIFICATIONS})
HAS_DASHBOARD = frozenset({Permission.MANAGE_ASSIGNMENTS, Permission.VIEW_REPORTS, Permission.MANAGE_SETTINGS})


@dataclass(frozen=True)
class Item:
    """One entry of the panel and the bottom bar; `right` None means everybody, of several any is enough.

    One of `tracking` is there only while the Certification Tracking Module is on (C-02). Pages under `also` belong to
    it, too.
    """

    label: str
    icon: str
    href: str
    right: Right | None = None
    tracking: bool = False
    short: str = ""
    also: tuple[str, ...] = ()

    def thumb(self) -> str:
        """What it is called on the bottom bar."""
        return self.short or self.label


ITEMS = (
    Item("Dashboard", "layout-dashboard", routes.DASHBOARD, HAS_DASHBOARD),
    Item("Home", "house", routes.HOME),
    Item("Enroll", "book-plus", routes.ENROLL),
    Item("My certifications", "id-card", routes.MY_CERTIFICATIONS, tracking=True, short="Certifications"),
    Item("Assignments", "clipboard-list", routes.ASSIGNMENTS, Permission.MANAGE_ASSIGNMENTS),
    Item("Catalog", "library", routes.CATALOG, SEES_CATALOG, also=(COURSES, routes.PATHS)),
    Item("Certifications", "award", routes.CERTIFICATIONS, SEES_CERTIFICATIONS, tracking=True),
    Item("People", "users", routes.PEOPLE, FINDS_PEOPLE),
    Item("Activities", "map-pin-check", routes.ACTIVITIES, Permission.APPROVE_EXTERNAL),
    Item("Jobs", "list-checks", routes.JOBS, STARTS_JOBS),
    Item("Messages", "mail", routes.MESSAGES, Permission.MANAGE_SETTINGS),
    Item("Settings", "settings", routes.SETTINGS, Permission.MANAGE_SETTINGS),
    Item("Notifications", "bell", routes.NOTIFICATIONS),
)
# There is room for six thumbs: a learner has five, whoever manages assignments these too.
NOT_ON_A_PHONE = (
    routes.DASHBOARD,
    routes.CATALOG,
    routes.CERTIFICATIONS,
    routes.PEOPLE,
    routes.ACTIVITIES,
    routes.JOBS,
    routes.MESSAGES,
    routes.SETTINGS,
)
PHONE = (*(item for item in ITEMS if item.href not in NOT_ON_A_PHONE), Item("Me", "user", routes.ME))


def any_of(right: Right) -> list[Permission]:
    """The permissions of which one is enough, in the order in which the roles name them."""
    return [one for one in Permission if one == right or (isinstance(right, frozenset) and one in right)]
