"""Why somebody is told of their place in an assignment, and why not: when deciding (SQL) and when sending (N-04)."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import col

from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.assignments.rules import OPEN, Status
from training_app.notifications.rules import Channel, spoken
from training_app.people.model import Person

DEACTIVATED = "The person was deactivated."
EXCUSED = "The person was excused."
CANCELLED = "The assignment was cancelled."
NO_LONGER_IN = "The person is no longer in this assignment."


@dataclass(frozen=True)
class Place:
    """What a message about a place in an assignment rests on, as it is now."""

    is_active: bool
    is_published: bool
    is_cancelled: bool
    starts_on: date
    is_withdrawn: bool
    is_excused: bool
    status: str
    closed_as: str | None
    completed_on: date | None


def why_not(place: Place, today: date) -> str:  # noqa: PLR0911 - one line for each reason
    """Why the person is not told on the organization day `today`, in words; empty when they are."""
    if not place.is_active:
        return DEACTIVATED
    if place.status == Status.EVALUATED:
        return f"It was completed on {spoken(place.completed_on)}." if place.completed_on else "It was completed."
    if place.is_cancelled:
        return CANCELLED
    if place.is_withdrawn:
        return NO_LONGER_IN
    if place.is_excused:
        return EXCUSED
    if place.closed_as is not None:
        return f"The enrollment was closed: {place.closed_as}."
    if place.status not in OPEN:
        return f"The enrollment is {place.status}."
    if not place.is_published:
        return "The assignment is not published."
    return f"The assignment starts on {spoken(place.starts_on)}." if place.starts_on > today else ""


def is_told_sql(today: date) -> sa.ColumnElement[bool]:
    """`not why_not` for places joined with assignment, attempt and person."""
    return (
        Person.active_sql()
        & Enrollment.is_open_sql()
        & col(Assignee.withdrawn_at).is_(None)
        & ~Assignee.is_excused_sql(today)
        & col(Assignment.published_at).is_not(None)
        & col(Assignment.cancelled_at).is_(None)
        & (col(Assignment.starts_on) <= today)
    )


def is_switched_on_sql(channel: Channel) -> sa.ColumnElement[bool]:
    """Whether the assignment's switch for this channel is on (A-12)."""
    return sa.true() == (
        col(Assignment.dashboard_notifications) if channel is Channel.DASHBOARD else col(Assignment.emails)
    )
