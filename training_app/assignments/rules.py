"""Decisions about assignments and enrollments that need no row."""

from datetime import date, timedelta
from enum import StrEnum

DUE_SOON_DAYS = 30


class Status(StrEnum):
    """Where an attempt stands (T-02); a closed attempt keeps the status it had."""

    ENROLLED = "enrolled"
    PASSED = "passed"
    EVALUATED = "evaluated"
    FAILED = "failed"


OPEN = (Status.ENROLLED, Status.PASSED)


class ClosedAs(StrEnum):
    """Why an attempt is no longer asked of the person."""

    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    EXCUSED = "excused"
    LAPSED = "lapsed"


class Source(StrEnum):
    """How an attempt came about (E-01)."""

    ASSIGNED = "assigned"
    SELF_ENROLLED = "self-enrolled"
    REASSIGNED = "reassigned"
    AUTO_REASSIGNED = "auto-reassigned"
    IMPORTED = "imported"
    ATTENDANCE = "attendance"


class StatusTab(StrEnum):
    """The tabs of "Enrollment Status", by their labels (A-17)."""

    ALL = "All"
    EVALUATED = "Evaluated (Completed)"
    DUE_SOON = "Due within 30 days"
    PAST_DUE = "Past Due"
    ENROLLED = "Enrolled"
    PASSED = "Passed"
    FAILED = "Failed"


class AssignmentTab(StrEnum):
    """The tabs of "Assignments", by their labels (A-01)."""

    UPCOMING = "Upcoming"
    ACTIVE = "Active"
    EXPIRED = "Expired"


class Part(StrEnum):
    """A part of those chosen, as the review shows it (A-13)."""

    CHOSEN = "chosen"
    ENROLLED = "enrolled"
    JOINING = "joining"
    SKIPPED = "skipped"
    COMPLETED = "completed"
    DEACTIVATED = "deactivated"
    OTHER_LEVEL = "other_level"


def tab_of_assignment(starts_on: date, due_on: date, today: date) -> AssignmentTab:
    """Upcoming starts after today; expired was due before today; active is the rest (A-01)."""
    if due_on < today:
        return AssignmentTab.EXPIRED
    return AssignmentTab.UPCOMING if starts_on > today else AssignmentTab.ACTIVE


def last_day_due_soon(today: date) -> date:
    """The last day that counts as "Due within 30 days" (A-18)."""
    return today + timedelta(days=DUE_SOON_DAYS)
