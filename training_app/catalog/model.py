"""What can be assigned: courses and learning paths are one table; what they consist of is a version (X-04)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import JSON, Column, Field, col

from training_app.catalog.rules import IN_HOUSE, CourseKind, Review, TrainingKind
from training_app.core.stored import FileColumns
from training_app.core.tables import Table

# Drafts and what is in them are deleted: a page that was open then must never mean what came after it.
NEVER_AGAIN = {"sqlite_autoincrement": True}


class Training(Table, table=True):
    """A course or a learning path (T-01, T-05)."""

    __table_args__ = (sa.Index("ix_training_title", "title", "id"), NEVER_AGAIN)

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
    published_at: datetime | None = Field(
        default=None, description="When its first version was published; none while nobody can begin it."
    )
    archived_at: datetime | None = None
    created_at: datetime
    version: int = 1
    search: str = Field(default="", description="Title, code and library, folded.")

    def is_current(self, day: date) -> bool:
        """Whether it is published, not archived, and accredited on `day`; a path's courses are not looked at."""
        is_there = self.published_at is not None and self.archived_at is None
        return is_there and (self.accredited_through is None or day <= self.accredited_through)

    @classmethod
    def is_current_sql(cls, day: date) -> sa.ColumnElement[bool]:
        """`is_current` for all trainings at once."""
        return _is_current(cls, day)

    @classmethod
    def can_be_assigned_sql(cls, day: date) -> sa.ColumnElement[bool]:
        """`queries.standing` for all trainings at once: no path that is empty, or has a course that is over."""
        return _is_current(cls, day) & ((col(cls.kind) != TrainingKind.PATH) | _has_current_courses(cls, day))


def _is_current(training: Any, day: date) -> sa.ColumnElement[bool]:
    is_there = col(training.published_at).is_not(None) & col(training.archived_at).is_(None)
    return is_there & (col(training.accredited_through).is_(None) | (col(training.accredited_through) >= day))


def _has_current_courses(path: Any, day: date) -> sa.ColumnElement[bool]:
    course: Any = aliased(Training)
    courses = sa.select(col(PathCourse.id)).join(course, course.id == col(PathCourse.course_id))
    of_it = courses.where(col(PathCourse.version_id) == TrainingVersion.newest_of_sql(path))
    return sa.and_(of_it.exists(), ~of_it.where(~_is_current(course, day)).exists())


class TrainingVersion(Table, table=True):
    """What a training consists of from some moment on. Open attempts keep the version they began with (X-04).

    The draft of a course is its one version that is not published: what is edited, and nobody can begin.
    """

    __tablename__ = "training_version"
    __table_args__ = (sa.UniqueConstraint("training_id", "number"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    training_id: int = Field(foreign_key="training.id")
    number: int
    published_at: datetime | None = Field(default=None, description="None of a draft.")
    edited_at: datetime | None = Field(default=None, description="Of a draft: when anything in it was last changed,")
    edited_by_id: int | None = Field(default=None, foreign_key="person.id", description="and by whom.")

    @classmethod
    def newest_of_sql(cls, training: Any) -> Any:
        """The id of the version with which new attempts at each `training` begin."""
        version = aliased(cls)
        of_it = sa.select(col(version.id)).where(
            col(version.training_id) == col(training.id), col(version.published_at).is_not(None)
        )
        return of_it.order_by(col(version.number).desc()).limit(1).correlate(training).scalar_subquery()


class Material(Table, table=True):
    """One thing to work through, in its place."""

    __table_args__ = (sa.UniqueConstraint("version_id", "position"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="training_version.id")
    position: int
    kind: str = Field(description="A `MaterialKind`.")
    title: str
    body: str = Field(
        default="",
        description="Markdown: the text itself, or what is said below a file, a link or a video.",
    )
    url: str = Field(default="", description="Address of a link.")
    captions: str = Field(default="", description="Of a video, WebVTT: what is said in it.")


class MaterialFile(FileColumns, table=True):
    """The file of a material that is a file or a video."""

    __tablename__ = "material_file"

    material_id: int = Field(foreign_key="material.id", primary_key=True)
    pages: int = Field(default=0, description="Of a PDF; 0 where there are none to show.")


class Exam(Table, table=True):
    """The exam of a version of a course: how it is taken. Its questions are the bank that each try is drawn from."""

    __table_args__ = NEVER_AGAIN

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="training_version.id", unique=True)
    pass_mark: int = Field(description="Per cent of the questions of a try that must be right.")
    tries: int | None = Field(default=None, description="How often it may be tried in one attempt; none is any number.")
    minutes: int | None = Field(default=None, description="How long one try may take; none is any time.")
    drawn: int | None = Field(default=None, description="How many of its questions make a try; none is all.")
    shuffles_questions: bool = True
    shuffles_choices: bool = True
    review: str = Field(default=Review.OUTCOME, description="A `Review`.")


class Question(Table, table=True):
    """One question of an exam's bank. What is right never leaves the server before the exam is passed."""

    __table_args__ = (sa.UniqueConstraint("exam_id", "position"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    exam_id: int = Field(foreign_key="exam.id")
    position: int
    kind: str = Field(description="A `QuestionKind`.")
    text: str = Field(description="Markdown.")
    explanation: str = Field(default="", description="Why it is so, Markdown; for whoever may review the answers.")
    number: str = Field(default="", description="Of a numeric one the right number, as `Decimal` reads it.")
    tolerance: str = Field(default="", description="How far from it counts as right; empty is not at all.")
    origin_id: int | None = Field(
        default=None,
        index=True,
        description="The question of an earlier version whose words this one has had since: no key, it may be gone.",
    )


class Choice(Table, table=True):
    """One choice of a question; of an ordered one its place in the right order is `position`."""

    __table_args__ = (sa.UniqueConstraint("question_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="question.id")
    position: int
    text: str
    is_right: bool = False


class Evaluation(Table, table=True):
    """The questionnaire of a version of a course, which completes it (T-02)."""

    __table_args__ = NEVER_AGAIN

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="training_version.id", unique=True)
    intro: str = Field(default="", description="Markdown.")


class EvaluationItem(Table, table=True):
    """One question of an evaluation."""

    __tablename__ = "evaluation_item"
    __table_args__ = (sa.UniqueConstraint("evaluation_id", "position"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    evaluation_id: int = Field(foreign_key="evaluation.id")
    position: int
    kind: str = Field(description="An `ItemKind`.")
    text: str
    choices: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    is_required: bool = True


class PathCourse(Table, table=True):
    """One course of a learning path, in its place."""

    __tablename__ = "path_course"
    __table_args__ = (sa.UniqueConstraint("version_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="training_version.id")
    position: int
    course_id: int = Field(foreign_key="training.id", index=True)
