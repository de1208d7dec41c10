"""What was done to assignments, places and attempts: by whom, when and why. Tables of their own, never a flag."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field

from training_app.core.stored import FileColumns
from training_app.core.tables import Table


class Closing(Table, table=True):
    """Who closed an attempt, when and why; as what is `Enrollment.closed_as`."""

    enrollment_id: int = Field(foreign_key="enrollment.id", primary_key=True)
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime
    why: str = ""


class Withdrawal(Table, table=True):
    """Why, when and by whom somebody was taken out of an assignment; one row each time."""

    id: int | None = Field(default=None, primary_key=True)
    assignee_id: int = Field(foreign_key="assignee.id", index=True)
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime
    why: str = ""


class Extension(Table, table=True):
    """A later due day that somebody was given, by whom and when (A-26)."""

    id: int | None = Field(default=None, primary_key=True)
    assignee_id: int = Field(foreign_key="assignee.id", index=True)
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime
    due_before: date
    due_on: date
    why: str = ""


class Excuse(Table, table=True):
    """Why, until when and by whom somebody was excused (A-26); `ended_at` when it was taken back."""

    id: int | None = Field(default=None, primary_key=True)
    assignee_id: int = Field(foreign_key="assignee.id", index=True)
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime
    why: str
    until: date | None = Field(default=None, description="Last day; none is for good.")
    ended_at: datetime | None = None
    ended_by_id: int | None = Field(default=None, foreign_key="person.id")


class PastDueNotice(Table, table=True):
    """Everybody past due in an assignment was told, beyond the regular messages: when and by whom (A-21)."""

    __tablename__ = "past_due_notice"
    __table_args__ = (sa.UniqueConstraint("assignment_id", "day", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    day: date = Field(description="The organization day.")
    number: int = Field(description="Counts the notices of that day from 1: two clicks are one.")
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime
    people: int = Field(description="How many it reached.")


class Attendance(Table, table=True):
    """Somebody attended an instructor-led course on a day (T-03); whatever came of it."""

    __table_args__ = (sa.UniqueConstraint("course_id", "person_id", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    course_id: int = Field(foreign_key="training.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    day: date = Field(description="The organization day of the session.")
    enrollment_id: int = Field(foreign_key="enrollment.id", index=True, description="The attempt that it counted for.")
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime


class AttendanceEntry(Table, table=True):
    """What somebody has entered for a person of a session and not recorded yet: a row, so that no reload loses it."""

    __tablename__ = "attendance_entry"

    by_id: int = Field(foreign_key="person.id", primary_key=True)
    course_id: int = Field(foreign_key="training.id", primary_key=True)
    day: date = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    mark: str = Field(description="A `Mark`.")
    score: Decimal | None = Field(default=None, max_digits=5, decimal_places=2)
    at: datetime


class ExternalActivity(Table, table=True):
    """What somebody did elsewhere, as a coordinator or they themselves recorded it (T-04).

    It waits until it is decided; approved it completes the external course that it names, if it names one.
    """

    __tablename__ = "external_activity"
    __table_args__ = (sa.Index("ix_external_activity_waiting", "is_approved", "recorded_at"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    training_id: int | None = Field(default=None, foreign_key="training.id", description="A course of kind external.")
    title: str = Field(description="What was done.")
    done_on: date
    place: str = ""
    hours: Decimal = Field(default=Decimal(0), max_digits=6, decimal_places=2)
    note: str = ""
    recorded_by_id: int | None = Field(default=None, foreign_key="person.id")
    recorded_at: datetime
    is_approved: bool | None = Field(default=None, description="None while it waits.")
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    reason: str = Field(default="", description="Why it was declined.")
    enrollment_id: int | None = Field(
        default=None, foreign_key="enrollment.id", index=True, description="The attempt that it completed."
    )
    key: str = Field(unique=True, description="Of the form it came from: the same form twice records one.")
    version: int = 1


class ActivityProof(FileColumns, table=True):
    """A proof of an external activity; no certification file (T-04)."""

    __tablename__ = "activity_proof"

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="external_activity.id", index=True)
