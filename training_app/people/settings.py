"""What the organization decides of itself: its name, its clocks, its sender, its terms, its modules (P-10, X-06)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core import audit, clock, db, mime, organization, zones
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, Problem
from training_app.core.organization import OrganizationRow
from training_app.people.model import Person
from training_app.people.rules import clean

LONGEST_NAME = 100
MOST_MONTHS = 240
MOST_DAYS = 365
HOURS = range(24)
_NO_NUMBER = -1
_MOVES_MOMENTS = ("zone", "reminder_hour")
LABELS = {
    "name": "Organization name",
    "zone": "Time zone",
    "reminder_hour": "Reminders go out at",
    "sender": "Sender address",
    "licensing_months": "Length of the licensing period where no licence is recorded",
    "copy_managers_after": "Copy a manager when somebody of theirs is past due for … days",
    "certification_tracking": "Certification Tracking Module",
    "members_may_submit": "Members may submit",
}
SWITCHES = ("certification_tracking", "members_may_submit")
ON = "on"


class ChangedMeanwhile(Invalid):
    """Somebody else changed the same while you were editing. A problem for each field that both changed."""

    status = 409


@dataclass(frozen=True)
class NewSettings:
    """The settings as they are entered; `copy_managers_after` None copies no manager (N-10)."""

    name: str
    zone: str
    reminder_hour: int
    sender: str
    licensing_months: int
    copy_managers_after: int | None
    certification_tracking: bool = True
    members_may_submit: bool = False

    def cleaned(self) -> "NewSettings":
        """The same without outer space, and the zone as it is spelled."""
        zone = zones.named(self.zone) or clean(self.zone)
        return replace(self, name=clean(self.name), zone=zone, sender=self.sender.strip())


def typed(form: Mapping[str, str]) -> NewSettings:
    """The settings as a form has them; a number that is none is refused as too small."""
    days = form["copy_managers_after"].strip()
    return NewSettings(
        name=form["name"],
        zone=form["zone"],
        reminder_hour=_number(form["reminder_hour"]),
        sender=form["sender"],
        licensing_months=_number(form["licensing_months"]),
        copy_managers_after=_number(days) if days else None,
        certification_tracking=form["certification_tracking"] == ON,
        members_may_submit=form["members_may_submit"] == ON,
    ).cleaned()


def problems_of(new: NewSettings) -> list[Problem]:
    """What is wrong with them."""
    wrong = []
    if not new.name:
        wrong.append(Problem("name", "Organization name is missing."))
    elif len(new.name) > LONGEST_NAME:
        wrong.append(Problem("name", f"A name has at most {LONGEST_NAME} letters."))
    if not new.zone or zones.named(new.zone) != new.zone:
        wrong.append(Problem("zone", _no_zone(new.zone)))
    if new.reminder_hour not in HOURS:
        wrong.append(Problem("reminder_hour", "Choose a full hour of the day."))
    if not mime.is_address(new.sender):
        wrong.append(Problem("sender", f"“{new.sender}” is not an email address."))
    if not 1 <= new.licensing_months <= MOST_MONTHS:
        wrong.append(Problem("licensing_months", f"Type a number of months, from 1 to {MOST_MONTHS}."))
    if new.copy_managers_after is not None and not 1 <= new.copy_managers_after <= MOST_DAYS:
        wrong.append(Problem("copy_managers_after", f"Type a number of days, from 1 to {MOST_DAYS}, or nothing."))
    return wrong


def entered(session: Session, actor: Actor) -> NewSettings:
    """The settings in force as they could be entered anew."""
    actor.require(Permission.MANAGE_SETTINGS)
    of = organization.of(session)
    return NewSettings(**{field.name: getattr(of, field.name) for field in fields(NewSettings)})


def change(session: Session, actor: Actor, *, base: NewSettings, new: NewSettings, now: datetime) -> NewSettings:
    """Change the settings from `base`, as they were read, to `new`; all or none, and answer them as they are then.

    What only somebody else changed meanwhile stays theirs; a field changed by both is refused with what the other did.
    Another zone or reminder hour moves the moments of organization days, and no day (X-06).
    """
    actor.require(Permission.MANAGE_SETTINGS)
    base, new = base.cleaned(), new.cleaned()
    mine = _differing(base, new)
    if not mine:
        return entered(session, actor)
    row = locked(session)
    current = entered(session, actor)
    both = [name for name in mine if name in _differing(base, current) and name in _differing(new, current)]
    if both:
        raise ChangedMeanwhile(*(Problem(name, _what_happened(session, current, name)) for name in both))
    new = replace(current, **{name: getattr(new, name) for name in mine})
    if wrong := [one for one in problems_of(new) if one.field in mine]:
        raise Invalid(*wrong)
    before, after = audit.changes(asdict(current), asdict(new))
    if not after:
        return current
    if any(name in after for name in _MOVES_MOMENTS):
        _move_moments(row, now)
    for name, value in after.items():
        setattr(row, name, value)
    audit.write(session, actor_id=actor.person_id, at=now, act="settings changed", subject="organization",
                subject_id=row.id, before=before, after=after)  # fmt: skip
    session.flush()
    return new


def locked(session: Session) -> OrganizationRow:
    """The row of settings, made when there is none, so that the second of two changes waits for the first."""
    db.insert_new(session, OrganizationRow, [OrganizationRow().model_dump()])
    return session.exec(
        select(OrganizationRow)
        .where(OrganizationRow.id == 1)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def said(name: str, new: NewSettings) -> str:
    """One of the settings in words."""
    value = getattr(new, name)
    if name == "reminder_hour":
        return f"{value:02}:00"
    if name == "licensing_months":
        return f"{value} months"
    if name == "copy_managers_after":
        return f"after {value} days past due" if value else "never"
    if name in SWITCHES:
        return "on" if value else "off"
    return f"“{value}”"


def _move_moments(row: OrganizationRow, now: datetime) -> None:
    """Note which days the new clocks find without their reminder hour: they come with the change, if not later."""
    row.moments_moved_from = clock.days_after(organization.settings_in(row).last_reminded(now), 1)
    row.moments_moved_at = now


def _differing(one: NewSettings, other: NewSettings) -> list[str]:
    return [field.name for field in fields(one) if getattr(one, field.name) != getattr(other, field.name)]


def _number(text: str) -> int:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 6 else _NO_NUMBER  # noqa: PLR2004  # digits


def _no_zone(zone: str) -> str:
    return f"“{zone}” is no time zone. Type a city and choose one of those found." if zone else "Time zone is missing."


def _what_happened(session: Session, current: NewSettings, name: str) -> str:
    """What the other one did to this field, and who it was."""
    newest = select(AuditEntry).where(AuditEntry.subject == "organization").order_by(col(AuditEntry.id).desc())
    last = next((one for one in session.exec(newest) if name in (one.after or {})), None)
    who = session.get(Person, last.actor_id) if last and last.actor_id else None
    by = who.name() if who else "Somebody else"
    return f"{by} changed “{LABELS[name]}” meanwhile. It is now: {said(name, current)}."
