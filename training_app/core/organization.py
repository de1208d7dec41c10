"""The one row of settings that the organization changes itself."""

from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa
from sqlmodel import Field, Session

from training_app.core import clock
from training_app.core.tables import Table


class OrganizationRow(Table, table=True):
    """The settings as stored; there is one row, with id 1."""

    __tablename__ = "organization"

    id: int = Field(default=1, primary_key=True)
    name: str = "Our organization"
    zone: str = "Etc/UTC"
    reminder_hour: int = Field(default=8, description="Hour of the day at which reminders go out (A-16).")
    sender: str = Field(default="training@localhost", description="Registered sender address of e-mails.")
    licensing_months: int = Field(default=24, description="Period that stands in where no licence is recorded (A-11).")
    certification_tracking: bool = Field(default=True, description="Certification Tracking Module (C-02).")
    members_may_submit: bool = Field(
        default=False,
        sa_column_kwargs={"server_default": sa.false()},
        description="Members may submit renewed cards, which a coordinator approves or declines (C-25).",
    )
    copy_managers_after: int | None = Field(
        default=None, description="Days past due after which a person's manager is told (N-10); none: never."
    )
    mark_key: str = Field(
        default="",
        sa_column_kwargs={"server_default": ""},
        description="Of the picture that stands on certificates, in `core.files`; empty for none (T-06).",
    )
    is_demo: bool = Field(default=False, description="Has the well-known demo accounts: bind to loopback only.")
    moments_moved_at: datetime | None = Field(
        default=None, description="When the zone or the reminder hour was last changed (X-06)."
    )
    moments_moved_from: date | None = Field(
        default=None, description="The first organization day whose reminder hour had not come when it was changed."
    )


@dataclass(frozen=True)
class Organization:
    """The organization's settings, as everyone reads them."""

    name: str
    zone: str
    reminder_hour: int
    sender: str
    licensing_months: int
    certification_tracking: bool
    members_may_submit: bool
    copy_managers_after: int | None
    is_demo: bool
    mark_key: str = ""
    moments_moved_at: datetime | None = None
    moments_moved_from: date | None = None

    def today(self, now: datetime) -> date:
        """The organization day of the instant `now`."""
        return clock.day_of(now, self.zone)

    def reminder_instant(self, day: date) -> datetime:
        """When reminders of `day` go out."""
        return clock.instant_at(day, time(self.reminder_hour), self.zone)

    def reminded_at(self, day: date) -> datetime:
        """When reminders of `day` went out, or will: those that a change of zone or hour left behind came with it.

        What is set later is not reminded of that moment (A-16); what was set between the two is (X-06).
        """
        instant, moved_at, first = self.reminder_instant(day), self.moments_moved_at, self.moments_moved_from
        return instant if moved_at is None or first is None or day < first else max(instant, moved_at)

    def last_reminded(self, now: datetime) -> date:
        """The last organization day whose reminder hour has come at the instant `now`."""
        today = self.today(now)
        return today if self.reminder_instant(today) <= now else clock.days_after(today, -1)


def of(session: Session) -> Organization:
    """The settings in force; defaults where nothing is stored yet."""
    return settings_in(session.get(OrganizationRow, 1) or OrganizationRow())


def settings_in(row: OrganizationRow) -> Organization:
    """The settings of a stored row."""
    return Organization(
        name=row.name,
        zone=row.zone,
        reminder_hour=row.reminder_hour,
        sender=row.sender,
        licensing_months=row.licensing_months,
        certification_tracking=row.certification_tracking,
        members_may_submit=row.members_may_submit,
        copy_managers_after=row.copy_managers_after,
        is_demo=row.is_demo,
        mark_key=row.mark_key,
        moments_moved_at=row.moments_moved_at,
        moments_moved_from=row.moments_moved_from,
    )
