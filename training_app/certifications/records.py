"""What belongs to awards: their files, what supports them, batches of them, and cards that members submit."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field

from training_app.certifications.rules import Association
from training_app.core.stored import FileColumns
from training_app.core.tables import Table


class AwardFile(FileColumns, table=True):
    """One file of an award: a scan, or whatever else came with it (C-05)."""

    __tablename__ = "award_file"
    # A page that still shows a deleted file never means another that came later.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  # as SQLAlchemy wants it

    id: int | None = Field(default=None, primary_key=True)
    award_id: int = Field(foreign_key="award.id", index=True)
    added_by_id: int | None = Field(default=None, foreign_key="person.id")
    added_at: datetime


class AwardCompletion(Table, table=True):
    """A completed attempt that a certification was awarded for: each is good for one award, whatever becomes of it.

    So what was revoked, or deleted, does not come again by the same completion (C-14).
    """

    __tablename__ = "award_completion"

    certification_id: int = Field(foreign_key="certification.id", primary_key=True)
    enrollment_id: int = Field(foreign_key="enrollment.id", primary_key=True, index=True)
    award_id: int | None = Field(
        default=None, foreign_key="award.id", index=True, description="None when the award was deleted."
    )


class AwardBatch(Table, table=True):
    """One form of "Award Users": a row, so that nothing entered is lost; confirmed, what was awarded by it (C-15)."""

    __tablename__ = "award_batch"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, description="Also of its job: the same form twice awards once.")
    certification_id: int = Field(foreign_key="certification.id")
    made_by_id: int = Field(foreign_key="person.id", index=True)
    made_at: datetime
    touched_at: datetime = Field(description="When anything of it was last changed.")
    group_ids: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    branch_ids: list[int] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False), description="With the branches below them (P-02)."
    )
    issued_on: date | None = None
    expires_on: date | None = None
    always_valid: bool = False
    association: str = Field(default=Association.MANUAL, description="An `Association`.")
    activity_id: int | None = Field(default=None, foreign_key="training.id")
    skip_held: bool = Field(default=True, description="Skip those who hold one at least as long.")
    confirmed_at: datetime | None = None
    awarded: int = 0
    skipped: int = 0


class AwardTarget(Table, table=True):
    """Somebody chosen by name for a batch; once it is confirmed, everybody whom it is for."""

    __tablename__ = "award_target"

    batch_id: int = Field(foreign_key="award_batch.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)


class Submission(Table, table=True):
    """A renewed card that somebody submitted for themselves; it waits until a coordinator decides (C-25)."""

    __table_args__ = (sa.Index("ix_submission_waiting", "is_approved", "submitted_at"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    certification_id: int = Field(foreign_key="certification.id")
    issued_on: date | None = None
    expires_on: date | None = Field(default=None, description="None: always valid.")
    number: str = ""
    submitted_at: datetime
    key: str = Field(unique=True, description="Of the form it came from: the same form twice submits one.")
    is_approved: bool | None = Field(default=None, description="None while it waits.")
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    reason: str = Field(default="", description="Why it was declined.")
    award_id: int | None = Field(default=None, foreign_key="award.id", index=True, description="What it became.")
    version: int = 1


class SubmissionFile(FileColumns, table=True):
    """A photograph of a submitted card. When it is approved its award gets it too."""

    __tablename__ = "submission_file"

    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id", index=True)


class AwardCheck(Table, table=True):
    """The code with which anyone can check an award (C-14, T-06); made when its holder first asks for it."""

    __tablename__ = "award_check"

    award_id: int = Field(foreign_key="award.id", primary_key=True)
    code: str = Field(unique=True)
    made_at: datetime
