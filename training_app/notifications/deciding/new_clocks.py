"""What another zone or reminder hour would bring, said before it is changed (X-06)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core import organization
from training_app.core.organization import Organization
from training_app.notifications.deciding import days, decide
from training_app.notifications.rules import Moment, undecided


@dataclass(frozen=True)
class NewClocks:
    """What clocks of a zone show now, and their next moments. Local times are aware, in that zone.

    `caught_up` are the days that begin there by the change itself, `decided_early` the last one that is still to begin
    there though it was decided.
    """

    now: datetime
    day_begins: datetime
    reminders: datetime
    caught_up: tuple[date, ...]
    decided_early: date | None


def new_clocks(session: Session, actor: Actor, *, zone: str, reminder_hour: int, now: datetime) -> NewClocks:
    """What the clocks of this zone bring when they count from now on."""
    actor.require(Permission.MANAGE_SETTINGS)
    of = replace(organization.of(session), zone=zone, reminder_hour=reminder_hour)
    last = decide.last_decided(session, Moment.DAY_BEGINS)
    today, one = of.today(now), timedelta(days=1)
    return NewClocks(
        now=now.astimezone(ZoneInfo(zone)),
        day_begins=_local(days.instant_of(Moment.DAY_BEGINS, today + one, of), of),
        reminders=_local(of.reminder_instant(of.last_reminded(now) + one), of),
        caught_up=tuple(undecided(last, today, is_reached=True)) if last else (),
        decided_early=last if last and last > today else None,
    )


def _local(instant: datetime, of: Organization) -> datetime:
    return instant.astimezone(ZoneInfo(of.zone))
