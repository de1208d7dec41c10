"""Assignments, the places people have in them, and their attempts."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field, col

from training_app.assignments.rules import OPEN, ClosedAs, Source, Status, StatusTab, is_excused, last_day_due_soon
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
    cancelled_at: datetime | None = None
    cancelled_by_id: int | None = Field(default=None, foreign_key="person.id")
    version: int = Field(default=1, description="Counts up with every edit (A-24).")


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
    closed_as: str | None = Field(default=None, description="A `ClosedAs`; who, when and why are in `records.Closing`.")
    self_enrolled_at: datetime | None = Field(
        default=None,
        description="Since when the person themselves asks for an attempt that an assignment began (X-03).",
    )

    def is_open(self) -> bool:
        """Neither evaluated nor failed nor closed."""
        return self.closed_as is None and self.status in OPEN

    @classmethod
    def is_open_sql(cls) -> sa.ColumnElement[bool]:
        """`is_open` for all attempts at once."""
        return col(cls.closed_as).is_(None) & col(cls.status).in_(OPEN)


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
    joined_in: int = Field(
        default=1,
        sa_column_kwargs={"server_default": "1"},
        description="`Assignment.version` with which the place came, or came back.",
    )
    left_in: int = Field(
        default=0,
        sa_column_kwargs={"server_default": "0"},
        description="`Assignment.version` with which it was withdrawn; 0 if never.",
    )
    withdrawn_at: datetime | None = None
    excused_at: datetime | None = None
    excused_until: date | None = Field(default=None, description="Last day of the excuse; none is for good.")

    def is_excused(self, today: date) -> bool:
        """Whether the person is excused on the organization day `today` (A-26)."""
        return is_excused(self.excused_at, self.excused_until, today)

    @classmethod
    def is_excused_sql(cls, today: date) -> sa.ColumnElement[bool]:
        """`is_excused` for all places at once."""
        return col(cls.excused_at).is_not(None) & (col(cls.excused_until).is_(None) | (col(cls.excused_until) >= today))

    def is_in(self, tab: StatusTab, attempt: Enrollment, today: date) -> bool:
        """Whether this place stands under a tab of "Enrollment Status" on the organization day `today` (A-18)."""
        if self.withdrawn_at is not None:
            return False
        if tab is StatusTab.ALL:
            return True
        if self.is_excused(today) or attempt.closed_as not in _COUNTED:
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
            & ~cls.is_excused_sql(today)
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
    assignment_id: int | None = Field(
        default=None, foreign_key="assignment.id", index=True, description="What it became, or was saved into."
    )
    edits_id: int | None = Field(
        default=None, foreign_key="assignment.id", index=True, description="The assignment that it edits (A-19)."
    )
    base_version: int = Field(
        default=0,
        sa_column_kwargs={"server_default": "0"},
        description="`Assignment.version` that the edit began with.",
    )
    base: dict[str, Any] = Field(
        default_factory=dict,
        sa_column=Column(JSON, nullable=False, server_default="{}"),
        description="Days and options as the edit began, by their names.",
    )
    reason: str = Field(
        default="", sa_column_kwargs={"server_default": ""}, description="Why the lock is overridden (A-19)."
    )


class PathStep(Table, table=True):
    """One course of one attempt at a learning path, fixed when that began, with the attempt that counts (T-05)."""

    __tablename__ = "path_step"

    path_enrollment_id: int = Field(foreign_key="enrollment.id", primary_key=True)
    position: int = Field(primary_key=True)
    course_id: int = Field(foreign_key="training.id")
    enrollment_id: int = Field(foreign_key="enrollment.id", index=True)


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
