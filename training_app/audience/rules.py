"""What people can be found by (A-07)."""

from enum import StrEnum


class Criterion(StrEnum):
    """A field of the filter; the value is its name in an address. Further attributes are `attribute.<id>`."""

    LEVEL = "level"
    BRANCH = "branch"
    SHIFT = "shift"
    TITLE = "title"
    TEAM = "team"
    GROUP = "group"
    TAG = "tag"
    MANAGER = "manager"
    LICENCE = "licence"
    LICENCE_EXPIRES = "licence_expires"
    CERTIFICATION = "certification"
    HIRED = "hired"
    STATE = "state"


FIELDS = frozenset(field.value for field in Criterion)

LABELS = {
    Criterion.LEVEL: "Level",
    Criterion.BRANCH: "Branch",
    Criterion.SHIFT: "Shift",
    Criterion.TITLE: "Title",
    Criterion.TEAM: "Team",
    Criterion.GROUP: "Group",
    Criterion.TAG: "Tag",
    Criterion.MANAGER: "Reports to",
    Criterion.LICENCE: "Licence",
    Criterion.LICENCE_EXPIRES: "Licence expires",
    Criterion.CERTIFICATION: "Certification",
    Criterion.HIRED: "Hired",
    Criterion.STATE: "Account",
}

NO_LEVEL = "none"
ACTIVE = "active"
DEACTIVATED = "deactivated"
RANGE = ".."


class Held(StrEnum):
    """The state of a certification that somebody holds, or not."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    MISSING = "missing"


class PeopleSort(StrEnum):
    """What a list of people can be sorted by; a leading minus in the address turns it round."""

    NAME = "name"
    EMAIL = "email"
    TITLE = "title"
    LEVEL = "level"
    BRANCH = "branch"
    SHIFT = "shift"
    HIRED = "hired"
