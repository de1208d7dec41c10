"""Decisions about assignments and enrollments that need no row."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
    EXTERNAL = "external"


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
    PREREQUISITE = "prerequisite"
    DEACTIVATED = "deactivated"
    OTHER_LEVEL = "other_level"
    # Of an edit alone: in it as before, in it again, taken out by somebody else meanwhile, taken out, and
    # complete, so that they stay.
    STAYING = "staying"
    RETURNING = "returning"
    GONE = "gone"
    REMOVED = "removed"
    KEPT = "kept"


@dataclass(frozen=True)
class History:
    """What is known of somebody when a training is assigned to them.

    `completed` are the days on which they completed it, from any source; of a learning path `courses` are the days for
    each of its courses.
    """

    is_active: bool = True
    has_open: bool = False
    completed: frozenset[date] = frozenset()
    courses: tuple[frozenset[date], ...] = ()
    lacks_prerequisite: bool = False


def fate_of(history: History, period_begins: date, *, allow_duplicates: bool) -> Part:
    """What assigning does to somebody whose licensing period began on `period_begins` (A-11, A-13).

    `fates.fate` says the same of everybody at once.
    """
    if not history.is_active:
        return Part.DEACTIVATED
    if history.has_open:
        return Part.JOINING
    whole = any(day >= period_begins for day in history.completed)
    piece_by_piece = bool(history.courses) and all(
        any(day >= period_begins for day in course) for course in history.courses
    )
    if (whole or piece_by_piece) and not allow_duplicates:
        return Part.COMPLETED
    return Part.PREREQUISITE if history.lacks_prerequisite else Part.ENROLLED


def tab_of_assignment(starts_on: date, due_on: date, today: date) -> AssignmentTab:
    """Upcoming starts after today; expired was due before today; active is the rest (A-01)."""
    if due_on < today:
        return AssignmentTab.EXPIRED
    return AssignmentTab.UPCOMING if starts_on > today else AssignmentTab.ACTIVE


def is_excused(excused_at: datetime | None, until: date | None, today: date) -> bool:
    """Whether an excuse holds on the organization day `today`: through its last day, or for good (A-26)."""
    return excused_at is not None and (until is None or today <= until)


def last_day_due_soon(today: date) -> date:
    """The last day that counts as "Due within 30 days" (A-18)."""
    return today + timedelta(days=DUE_SOON_DAYS)
