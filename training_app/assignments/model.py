"""Assignments, the places people have in them, and their attempts."""

from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Field, col

from training_app.assignments.rules import OPEN, ClosedAs, Source, Status, StatusTab, last_day_due_soon
from training_app.core.tables import Table

_OPEN = sa.text("closed_as IS NULL AND status IN ('enrolled', 'passed')")


class Assignment(Table, table=True):
    """An admin's act: one training, a start day, a due day, some people, some options.

    Until `published_at` is set it is *being created*: only its makers see it (A-14).
    """

    __table_args__ = (sa.Index("ix_assignment_days", "due_on", "starts_on"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, description="Of the form it came from: the same form twice makes one (A-14).")
    training_id: int = Field(foreign_key="training.id", index=True)
    starts_on: date = Field(index=True)
    due_on: date
    dashboard_notifications: bool = True
    emails: bool = True
    allow_duplicates: bool = False
    made_by_id: int | None = Field(default=None, foreign_key="person.id")
    made_at: datetime
    published_at: datetime | None = None
    version: int = 1


class Enrollment(Table, table=True):
    """One person's one attempt at one training. Several assignees can share it."""

    __table_args__ = (
        sa.UniqueConstraint("training_id", "person_id", "number"),
        sa.Index(
            "uq_enrollment_open", "person_id", "training_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        sa.Index("ix_enrollment_completed", "training_id", "person_id", "completed_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    training_id: int = Field(foreign_key="training.id")
    version_id: int = Field(foreign_key="training_version.id", description="What it consists of, fixed at its begin.")
    number: int = Field(default=1, description="Attempts count from 1; the highest is the current one.")
    source: str = Field(default=Source.ASSIGNED, description="A `Source`.")
    status: str = Field(default=Status.ENROLLED, description="A `Status`.")
    enrolled_at: datetime
    completed_on: date | None = Field(default=None, description="The organization day it was evaluated.")
    completed_at: datetime | None = None
    score: Decimal | None = Field(default=None, max_digits=5, decimal_places=2)
    closed_as: str | None = Field(default=None, description="A `ClosedAs`; who, when and why are in `Closing`.")

    def is_open(self) -> bool:
        """Neither evaluated nor failed nor closed."""
        return self.closed_as is None and self.status in OPEN

    @classmethod
    def is_open_sql(cls) -> sa.ColumnElement[bool]:
        """`is_open` for all attempts at once."""
        return col(cls.closed_as).is_(None) & col(cls.status).in_(OPEN)


class Closing(Table, table=True):
    """Who closed an attempt, when and why; as what is `Enrollment.closed_as`."""

    enrollment_id: int = Field(foreign_key="enrollment.id", primary_key=True)
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime
    why: str = ""


class Assignee(Table, table=True):
    """One person's place in one assignment."""

    __table_args__ = (
        sa.UniqueConstraint("assignment_id", "person_id"),
        sa.Index("ix_assignee_due", "due_on", "assignment_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    enrollment_id: int = Field(foreign_key="enrollment.id", index=True)
    due_on: date
    due_set_at: datetime = Field(description="Since when this due day holds; earlier moments are not made up for.")
    occasion: int = Field(default=1, description="Counts up when removed and added again (X-05).")
    withdrawn_at: datetime | None = None
    excused_at: datetime | None = None

    def is_in(self, tab: StatusTab, attempt: Enrollment, today: date) -> bool:
        """Whether this place stands under a tab of "Enrollment Status" on the organization day `today` (A-18)."""
        if self.withdrawn_at is not None:
            return False
        if tab is StatusTab.ALL:
            return True
        if self.excused_at is not None or attempt.closed_as not in _COUNTED:
            return False
        owed = attempt.status != Status.EVALUATED
        match tab:
            case StatusTab.DUE_SOON:
                return owed and today <= self.due_on <= last_day_due_soon(today)
            case StatusTab.PAST_DUE:
                return owed and self.due_on < today
            case _:
                return attempt.status == _STATUS_OF_TAB[tab]

    @classmethod
    def is_in_sql(cls, tab: StatusTab, today: date) -> sa.ColumnElement[bool]:
        """`is_in` for all places joined with their attempts."""
        there = col(cls.withdrawn_at).is_(None)
        counts = (
            there
            & col(cls.excused_at).is_(None)
            & (col(Enrollment.closed_as).is_(None) | (col(Enrollment.closed_as) == ClosedAs.LAPSED))
        )
        owed = col(Enrollment.status) != Status.EVALUATED
        match tab:
            case StatusTab.ALL:
                return there
            case StatusTab.DUE_SOON:
                return counts & owed & col(cls.due_on).between(today, last_day_due_soon(today))
            case StatusTab.PAST_DUE:
                return counts & owed & (col(cls.due_on) < today)
            case _:
                return counts & (col(Enrollment.status) == _STATUS_OF_TAB[tab])


class Chosen(Table, table=True):
    """Somebody chosen on a form that is not an assignment yet, or whose assignment is being created (A-08, A-14)."""

    form_key: str = Field(primary_key=True, description="`Assignment.key` of what the form becomes.")
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)


class AssignmentDraft(Table, table=True):
    """An assignment that is being put together in the wizard: a row, so that nothing entered is ever lost.

    When it is created it stays as what leads its address to the assignment.
    """

    __tablename__ = "assignment_draft"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, description="Of its `Chosen`, and of the assignment it becomes.")
    made_by_id: int = Field(foreign_key="person.id", index=True)
    training_id: int | None = Field(default=None, foreign_key="training.id")
    starts_on: date | None = None
    due_on: date | None = None
    dashboard_notifications: bool = True
    emails: bool = True
    allow_duplicates: bool = False
    audience: str = Field(default="", description="Query of the filter that was last looked at.")
    made_at: datetime
    touched_at: datetime = Field(description="When anything of it was last changed.")
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id", index=True)


class Withdrawal(Table, table=True):
    """Why, when and by whom somebody was taken out of an assignment; one row each time."""

    id: int | None = Field(default=None, primary_key=True)
    assignee_id: int = Field(foreign_key="assignee.id", index=True)
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime
    why: str = ""


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


class MaterialDone(Table, table=True):
    """One material that was worked through in one attempt."""

    __tablename__ = "material_done"

    enrollment_id: int = Field(foreign_key="enrollment.id", primary_key=True)
    material_id: int = Field(foreign_key="material.id", primary_key=True)
    at: datetime


def new_key(person_id: int) -> str:
    """A key for what somebody is putting together: their own, and never used before."""
    return f"{person_id}:{uuid4().hex}"


# A lapsed attempt stays past due in reports; every other closed one stands under All only.
_COUNTED = (None, ClosedAs.LAPSED)

_STATUS_OF_TAB = {
    StatusTab.EVALUATED: Status.EVALUATED,
    StatusTab.ENROLLED: Status.ENROLLED,
    StatusTab.PASSED: Status.PASSED,
    StatusTab.FAILED: Status.FAILED,
}
