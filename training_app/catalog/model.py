"""What can be assigned: courses and learning paths are one table; what they consist of is a version (X-04)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Field, col

from training_app.catalog.rules import IN_HOUSE, CourseKind, TrainingKind
from training_app.core.tables import Table


class Training(Table, table=True):
    """A course or a learning path (T-01, T-05)."""

    __table_args__ = (sa.Index("ix_training_title", "title", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(default=TrainingKind.COURSE, description="A `TrainingKind`.")
    title: str
    code: str
    code_key: str = Field(unique=True, description="`key_of(code)`")
    library: str = Field(default=IN_HOUSE, index=True)
    description: str = ""
    level: str | None = Field(default=None, index=True, description="A `Level`, or none.")
    course_kind: str | None = Field(default=CourseKind.ONLINE, description="A `CourseKind`; none for a path.")
    hours: Decimal = Field(
        default=Decimal(0),
        max_digits=6,
        decimal_places=2,
        description="Of a path the sum of its courses, as `minutes`.",
    )
    category: str = ""
    minutes: int | None = Field(default=None, description="What it takes, as the learner is told.")
    accredited_through: date | None = Field(default=None, description="Last day of the accreditation.")
    reassign_after_days: int | None = Field(default=None, description="Auto-reassignment interval (E-09).")
    reassign_from_completion: bool = False
    requires_id: int | None = Field(
        default=None,
        foreign_key="training.id",
        index=True,
        description="The instructor-led course that must have been attended before (T-05).",
    )
    archived_at: datetime | None = None
    created_at: datetime
    version: int = 1
    search: str = Field(default="", description="Title, code and library, folded.")

    def is_current(self, day: date) -> bool:
        """Whether it is neither archived nor past its accreditation on `day`; a path's courses are not looked at."""
        return self.archived_at is None and (self.accredited_through is None or day <= self.accredited_through)

    @classmethod
    def can_be_assigned_sql(cls, day: date) -> sa.ColumnElement[bool]:
        """`queries.standing` for all trainings at once: no path that is empty, or has a course that is over."""
        return _is_current(cls, day) & ((col(cls.kind) != TrainingKind.PATH) | _has_current_courses(cls, day))


def _is_current(training: Any, day: date) -> sa.ColumnElement[bool]:
    return col(training.archived_at).is_(None) & (
        col(training.accredited_through).is_(None) | (col(training.accredited_through) >= day)
    )


def _has_current_courses(path: Any, day: date) -> sa.ColumnElement[bool]:
    course: Any = aliased(Training)
    courses = sa.select(col(PathCourse.id)).join(course, course.id == col(PathCourse.course_id))
    of_it = courses.where(col(PathCourse.version_id) == TrainingVersion.newest_of_sql(path))
    return sa.and_(of_it.exists(), ~of_it.where(~_is_current(course, day)).exists())


class TrainingVersion(Table, table=True):
    """What a training consists of from some moment on. Open attempts keep the version they began with."""

    __tablename__ = "training_version"
    __table_args__ = (sa.UniqueConstraint("training_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    training_id: int = Field(foreign_key="training.id")
    number: int
    published_at: datetime

    @classmethod
    def newest_of_sql(cls, training: Any) -> Any:
        """The id of the version with which new attempts at each `training` begin."""
        version = aliased(cls)
        of_it = sa.select(col(version.id)).where(col(version.training_id) == col(training.id))
        return of_it.order_by(col(version.number).desc()).limit(1).correlate(training).scalar_subquery()


class Material(Table, table=True):
    """One thing to work through, in its place."""

    __table_args__ = (sa.UniqueConstraint("version_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="training_version.id")
    position: int
    kind: str = Field(description="A `MaterialKind`.")
    title: str
    body: str = Field(default="", description="Markdown of a text.")
    url: str = Field(default="", description="Address of a link or video.")


class PathCourse(Table, table=True):
    """One course of a learning path, in its place."""

    __tablename__ = "path_course"
    __table_args__ = (sa.UniqueConstraint("version_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="training_version.id")
    position: int
    course_id: int = Field(foreign_key="training.id", index=True)
