"""What is kept beside the catalogue: sessions of instructor-led courses, and evaluations to begin from."""

from datetime import date, datetime, time
from typing import Any

from sqlmodel import JSON, Column, Field

from training_app.catalog.model import NEVER_AGAIN
from training_app.catalog.rules import SignUpBy
from training_app.core.tables import Table


class CourseSession(Table, table=True):
    """One time that an instructor-led course is held, which people can sign up for."""

    __tablename__ = "course_session"
    __table_args__ = NEVER_AGAIN

    id: int | None = Field(default=None, primary_key=True)
    course_id: int = Field(foreign_key="training.id", index=True)
    day: date = Field(index=True, description="The organization day on which it begins.")
    last_day: date = Field(description="The organization day on which it ends; attendance is of this day.")
    starts: time | None = Field(default=None, description="In the organization's time zone.")
    ends: time | None = None
    place: str = ""
    instructor: str = ""
    note: str = Field(default="", description="What people should know or bring, Markdown.")
    seats: int | None = Field(default=None, description="How many can sign up; none is any number.")
    sign_up: str = Field(default=SignUpBy.ENROLLED, description="A `SignUpBy`.")
    closes_on: date | None = Field(
        default=None, description="Last day to sign up or step back; none is the day it begins."
    )
    cancelled_at: datetime | None = None
    cancelled_by_id: int | None = Field(default=None, foreign_key="person.id")
    why: str = Field(default="", description="Why it was cancelled, as those who signed up are told.")
    created_at: datetime
    version: int = 1


class EvaluationTemplate(Table, table=True):
    """An evaluation that courses can begin theirs from; changing it changes no course."""

    __tablename__ = "evaluation_template"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    name_key: str = Field(unique=True, description="`key_of(name)`")
    intro: str = ""
    items: list[dict[str, Any]] = Field(
        default_factory=list,
        sa_column=Column(JSON, nullable=False),
        description="Each with `kind`, `text`, `choices`, `is_required`.",
    )
    made_by_id: int | None = Field(default=None, foreign_key="person.id")
    made_at: datetime
