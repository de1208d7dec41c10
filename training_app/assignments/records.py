"""What was done to assignments, places and attempts: by whom, when and why. Tables of their own, never a flag."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field

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


class MaterialPlace(Table, table=True):
    """Where somebody is in a material of an attempt, so that leaving and coming back loses nothing (L-02).

    The one last looked at is where the attempt opens.
    """

    __tablename__ = "material_place"

    enrollment_id: int = Field(foreign_key="enrollment.id", primary_key=True)
    material_id: int = Field(foreign_key="material.id", primary_key=True)
    point: int = Field(default=0, description="The second of a video, the page of a PDF.")
    at: datetime


class ExamTry(Table, table=True):
    """One try at the exam of an attempt (T-02). Open until it is submitted or its time is up; one at a time."""

    __tablename__ = "exam_try"
    __table_args__ = (
        sa.UniqueConstraint("enrollment_id", "number"),
        sa.Index(
            "uq_exam_try_open",
            "enrollment_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        sa.Index(
            "ix_exam_try_running",
            "ends_at",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    enrollment_id: int = Field(foreign_key="enrollment.id")
    exam_id: int = Field(foreign_key="exam.id")
    number: int = Field(description="Tries of one attempt count from 1.")
    began_at: datetime
    ends_at: datetime | None = Field(default=None, description="When its time is up; none is never.")
    ended_at: datetime | None = Field(default=None, description="When it was submitted, or its time was up.")
    right: int | None = Field(default=None, description="How many of its questions were right, once it has ended.")
    is_passed: bool | None = None


class ExamAnswer(Table, table=True):
    """One question of a try as it was drawn, and what was answered last."""

    __tablename__ = "exam_answer"

    try_id: int = Field(foreign_key="exam_try.id", primary_key=True)
    position: int = Field(primary_key=True, description="Its place in the try, from 1.")
    question_id: int = Field(foreign_key="question.id", index=True)
    choices: list[int] = Field(
        sa_column=Column(JSON, nullable=False),
        description="Ids of its choices as they are shown. A browser knows them by their places in it alone.",
    )
    given: list[int] | None = Field(
        default=None,
        sa_column=Column(JSON(none_as_null=True), nullable=True),
        description="Places in `choices`: those marked, or of an ordered question all in their order.",
    )
    number: str = Field(default="", description="The answer to a numeric question.")
    at: datetime | None = Field(default=None, description="When it was answered last.")
    is_right: bool | None = Field(default=None, description="Once the try has ended.")


class EvaluationAnswer(Table, table=True):
    """What somebody answered to one question of an evaluation."""

    __tablename__ = "evaluation_answer"

    enrollment_id: int = Field(foreign_key="enrollment.id", primary_key=True)
    item_id: int = Field(foreign_key="evaluation_item.id", primary_key=True)
    value: str = Field(description="A number of the scale, the place of a choice from 1, or text.")
    at: datetime


class Certificate(Table, table=True):
    """The certificate of a completed attempt: what it says of the training stays as it was then (T-06).

    Whose it is comes from the roster, so that a corrected name, or an erased one, holds here too.
    """

    enrollment_id: int = Field(foreign_key="enrollment.id", primary_key=True)
    code: str = Field(unique=True, description="With which anyone can check it.")
    title: str
    training_code: str
    hours: Decimal = Field(max_digits=6, decimal_places=2)
    category: str = ""
    completed_on: date
    made_at: datetime


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


class SignUp(Table, table=True):
    """Somebody has a seat in a session of an instructor-led course, or waits for one in the order of `at` (T-03)."""

    __tablename__ = "sign_up"
    __table_args__ = (sa.UniqueConstraint("session_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="course_session.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    at: datetime = Field(description="When they signed up; again, after they had stepped back.")
    by_id: int | None = Field(default=None, foreign_key="person.id", description="Themselves, or a coordinator.")
    is_waiting: bool = False
    seated_at: datetime | None = Field(default=None, description="When a seat came free for them.")
    stepped_back_at: datetime | None = None
