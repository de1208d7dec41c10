"""Which messages an assignment would bring, and when, before it is made (A-13, A-15, A-16).

What is planned rests on what decides the real messages: the moments of `days`, the days of `rules`, the reasons of
`reasons`. Whether the day is decided by the loop or at once is the same for both: see `decide.assigned`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.rules import Status
from training_app.core import organization
from training_app.core.organization import Organization
from training_app.notifications.deciding import days
from training_app.notifications.deciding.reasons import Place, why_not
from training_app.notifications.rules import DAYS_BEFORE_DUE, Moment, Occasion

AT_ONCE = "at once"
PASSED = "Not sent: this moment has passed."
NOT_TOLD_YET = "Not sent: nobody has been told of this assignment yet."
AS_TOLD = "the way they were told of it"
WHAT = {
    Occasion.STARTED: "Assigned to you",
    Occasion.DUE_IN_7: "Due in 7 days",
    Occasion.DUE_TODAY: "Due today",
    Occasion.DUE_MOVED: "New due date",
    Occasion.WITHDRAWN: "No longer asked of you",
}


@dataclass(frozen=True)
class PlannedMessage:
    """One message to everybody in the assignment. `day` is ISO and `time` `HH:MM`, both of the organization's clocks.

    Reminders go to `at_most` so many people: to those who are not complete by then. One that will not be sent says
    why in `note` and is for 0 people.
    """

    day: str
    time: str
    what: str
    people: int
    at_most: bool
    channels: str
    note: str


def planned(
    session: Session,
    actor: Actor,
    *,
    starts_on: date,
    due_on: date,
    dashboard: bool,
    emails: bool,
    people: int,
    now: datetime,
) -> tuple[PlannedMessage, ...]:
    """Every message of an assignment to so many people that were made now, in order; none with both switches off."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    channels = _channels(dashboard=dashboard, emails=emails)
    if not channels:
        return ()
    of = organization.of(session)
    begun = _start_notice(of, starts_on, people, channels, now)
    return (begun, *_reminders(of, starts_on, due_on, people, channels=channels, now=now))


def planned_edit(
    session: Session,
    actor: Actor,
    *,
    starts_on: date,
    due_on: date,
    moved: int,
    added: int,
    dashboard: bool,
    emails: bool,
    now: datetime,
    staying: int = 0,
    restarted: int = 0,
    withdrawn: int = 0,
) -> tuple[PlannedMessage, ...]:
    """What saving an edit now would bring (A-19), in order; days and switches are those that it saves.

    `added` people get a start notice, as do those `restarted`, for whom the start day of an upcoming assignment moves.
    Of those `moved` the due day changes: they are told at once. Those added are reminded with the `staying`, who are in
    it as before. Those `withdrawn` had been told and are taken out; the switches do not matter to them.
    """
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    channels = _channels(dashboard=dashboard, emails=emails)
    of = organization.of(session)
    messages, today = [], of.today(now)
    if withdrawn:
        messages.append(PlannedMessage(today.isoformat(), AT_ONCE, WHAT[Occasion.WITHDRAWN], withdrawn, at_most=False,
                                       channels=AS_TOLD, note=""))  # fmt: skip
    if channels and moved:
        note = NOT_TOLD_YET if starts_on > today else ""
        to = 0 if note else moved
        messages.append(PlannedMessage(today.isoformat(), AT_ONCE, WHAT[Occasion.DUE_MOVED], to, at_most=False,
                                       channels=channels, note=note))  # fmt: skip
    if channels and added + restarted:
        messages.append(_start_notice(of, starts_on, added + restarted, channels, now))
    reminded = max(moved, staying) + added
    if channels and reminded:
        messages += _reminders(of, starts_on, due_on, reminded, channels=channels, now=now)
    return tuple(messages)


def _channels(*, dashboard: bool, emails: bool) -> str:
    return " and ".join(name for name, is_on in (("bell", dashboard), ("e-mail", emails)) if is_on)


def _start_notice(of: Organization, starts_on: date, people: int, channels: str, now: datetime) -> PlannedMessage:
    day, time = _start(of, starts_on, now)
    return PlannedMessage(day, time, WHAT[Occasion.STARTED], people, at_most=False, channels=channels, note="")


def _reminders(
    of: Organization, starts_on: date, due_on: date, people: int, *, channels: str, now: datetime
) -> list[PlannedMessage]:
    reminders = []
    for occasion, days_before in DAYS_BEFORE_DUE.items():
        day, time, note = _reminder(of, due_on - timedelta(days=days_before), starts_on, now)
        to = 0 if note else people
        reminders.append(PlannedMessage(day, time, WHAT[occasion], to, at_most=True, channels=channels, note=note))
    return sorted(reminders, key=lambda one: one.day)


def _start(of: Organization, starts_on: date, now: datetime) -> tuple[str, str]:
    """When the start notice goes out: at once for what has started, else when its day is decided (A-15)."""
    today = of.today(now)
    if starts_on <= today:
        return today.isoformat(), AT_ONCE
    return _local(days.instant_of(Moment.DAY_BEGINS, starts_on, of), of)


def _reminder(of: Organization, on: date, starts_on: date, now: datetime) -> tuple[str, str, str]:
    """When the reminder of a day goes out, and why it does not: the moment has passed, or nothing has begun (A-16)."""
    moment = days.instant_of(Moment.REMINDER_HOUR, on, of)
    why = why_not(_open_place(starts_on), on)
    note = PASSED if moment < now else (f"Not sent: {why[0].lower()}{why[1:]}" if why else "")
    return *_local(moment, of), note


def _open_place(starts_on: date) -> Place:
    return Place(
        is_active=True,
        is_published=True,
        is_cancelled=False,
        starts_on=starts_on,
        is_withdrawn=False,
        is_excused=False,
        status=Status.ENROLLED,
        closed_as=None,
        completed_on=None,
    )


def _local(instant: datetime, of: Organization) -> tuple[str, str]:
    # Read off the instant, so that an hour that the clocks skip is named as they show it.
    local = instant.astimezone(ZoneInfo(of.zone))
    return local.date().isoformat(), f"{local:%H:%M}"
