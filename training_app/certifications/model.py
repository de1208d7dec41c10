"""Kinds of credentials and who was awarded them. Licences are awards of a certification marked so."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field, col

from training_app.certifications.rules import REMIND_DAYS, Association, AwardWhen, Validity
from training_app.core.tables import Table


class Certification(Table, table=True):
    """A kind of credential (C-01)."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    code: str
    code_key: str = Field(unique=True, description="`key_of(code)`")
    description: str = ""
    is_licence: bool = False
    validity: str = Field(default=Validity.NONE, description="A `Validity`.")
    validity_number: int | None = None
    to_month_end: bool = False
    fixed_day: date | None = None
    renewal_days: int = Field(default=90, description="Renewal window: days before the expiry (C-18).")
    always_valid_allowed: bool = False
    remind_days: list[int] = Field(
        default_factory=lambda: list(REMIND_DAYS),
        sa_column=Column(JSON, nullable=False, server_default="[90, 60, 30, 7, 0]"),
        description="Days before an expiry on which its holder is reminded, 0 being the last valid day (C-09).",
    )
    series: str = ""
    award_when: str = Field(
        default=AwardWhen.ANY,
        sa_column_kwargs={"server_default": AwardWhen.ANY.value},
        description="An `AwardWhen`: how many of its trainings award it.",
    )
    required_hours: dict[str, str] = Field(
        default_factory=dict,
        sa_column=Column(JSON, nullable=False, server_default="{}"),
        description="Of a licence: hours of training per period, a decimal number for each category.",
    )
    archived_at: datetime | None = None
    created_at: datetime
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class CertificationTraining(Table, table=True):
    """A training whose completion awards a certification; an external activity is a course of that kind (C-10)."""

    __tablename__ = "certification_training"

    certification_id: int = Field(foreign_key="certification.id", primary_key=True)
    training_id: int = Field(foreign_key="training.id", primary_key=True, index=True)


class CertificationPrerequisite(Table, table=True):
    """What must have been done with a training before a certification can be earned (C-01, C-20)."""

    __tablename__ = "certification_prerequisite"

    certification_id: int = Field(foreign_key="certification.id", primary_key=True)
    training_id: int = Field(foreign_key="training.id", primary_key=True)
    kind: str = Field(primary_key=True, description="A `Prerequisite`.")


class Award(Table, table=True):
    """One person's certification. Expires on its last valid day, or is always valid; possibly revoked."""

    __table_args__ = (
        sa.CheckConstraint("always_valid = (expires_on IS NULL)", name="expiry"),
        sa.CheckConstraint("issued_on IS NULL OR expires_on IS NULL OR issued_on <= expires_on", name="order"),
        # With all that decides whether an award counts, so that finding holders never leaves the index.
        sa.Index("ix_award_holder", "certification_id", "person_id", "expires_on", "issued_on", "revoked_at"),
        # Who is to be reminded on a day: the loop asks for an expiry, of whatever kind.
        sa.Index("ix_award_expires_on", "expires_on", "certification_id"),
        sa.Index("ix_award_expiry", "certification_id", "expires_on", "person_id", "issued_on", "revoked_at"),
        # However often a portion of a batch is written, each person is awarded once (C-16).
        sa.Index("uq_award_batch", "batch_id", "person_id", unique=True),
        # Awards can be deleted. What still speaks of one by its id never means another that came later.
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    certification_id: int = Field(foreign_key="certification.id")
    issued_on: date | None = None
    expires_on: date | None = None
    always_valid: bool = False
    number: str = ""
    association: str = Field(default=Association.MANUAL, description="An `Association`.")
    activity_id: int | None = Field(
        default=None, foreign_key="training.id", description="The external activity that it was awarded for (C-13)."
    )
    by_id: int | None = Field(
        default=None, foreign_key="person.id", description="Who awarded it; none: it came by itself."
    )
    batch_id: int | None = Field(default=None, foreign_key="award_batch.id")
    revoked_at: datetime | None = None
    created_at: datetime
    version: int = 1

    def is_valid(self, day: date) -> bool:
        """Whether it is held on `day`: begun, not expired, not revoked (X-07)."""
        begun = self.issued_on is None or self.issued_on <= day
        lasts = self.expires_on is None or day <= self.expires_on
        return begun and lasts and self.revoked_at is None

    @classmethod
    def is_valid_sql(cls, day: date) -> sa.ColumnElement[bool]:
        """`is_valid` for all awards at once."""
        begun = col(cls.issued_on).is_(None) | (col(cls.issued_on) <= day)
        lasts = col(cls.expires_on).is_(None) | (col(cls.expires_on) >= day)
        return begun & lasts & col(cls.revoked_at).is_(None)


class Revocation(Table, table=True):
    """Why and by whom an award was revoked (C-14)."""

    award_id: int = Field(foreign_key="award.id", primary_key=True)
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime
    why: str
