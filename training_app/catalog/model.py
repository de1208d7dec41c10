"""What can be assigned: courses and learning paths are one table; what they consist of is a version (X-04)."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
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
    hours: Decimal = Field(default=Decimal(0), max_digits=6, decimal_places=2)
    category: str = ""
    minutes: int | None = Field(default=None, description="What it takes, as the learner is told.")
    accredited_through: date | None = Field(default=None, description="Last day of the accreditation.")
    reassign_after_days: int | None = Field(default=None, description="Auto-reassignment interval (E-09).")
    reassign_from_completion: bool = False
    archived_at: datetime | None = None
    created_at: datetime
    version: int = 1
    search: str = Field(default="", description="Title, code and library, folded.")

    def can_be_assigned(self, day: date) -> bool:
        """Whether it is neither archived nor past its accreditation on `day` (A-05, X-04)."""
        return self.archived_at is None and (self.accredited_through is None or day <= self.accredited_through)

    @classmethod
    def can_be_assigned_sql(cls, day: date) -> sa.ColumnElement[bool]:
        """`can_be_assigned` for all trainings at once."""
        return col(cls.archived_at).is_(None) & (
            col(cls.accredited_through).is_(None) | (col(cls.accredited_through) >= day)
        )


class TrainingVersion(Table, table=True):
    """What a training consists of from some moment on. Open attempts keep the version they began with."""

    __tablename__ = "training_version"
    __table_args__ = (sa.UniqueConstraint("training_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    training_id: int = Field(foreign_key="training.id")
    number: int
    published_at: datetime


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
