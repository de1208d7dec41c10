"""One person's messages: what they got, what they will get and when, and what they did not get and why (N-07)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core import organization
from training_app.core.paging import Page, Paged
from training_app.core.tables import known as has_id
from training_app.notifications.deciding import expiries, sessions
from training_app.notifications.explaining import known, messages, occasions, telling
from training_app.notifications.explaining.asked import Whose
from training_app.notifications.explaining.messages import GotRow
from training_app.notifications.explaining.occasions import Known
from training_app.notifications.explaining.telling import ComingRow, NotGotRow
from training_app.notifications.explaining.whys import Timed
from training_app.notifications.model import NotificationPreference
from training_app.notifications.rules import ReminderMails, spoken
from training_app.people import queries as people
from training_app.people.model import Person
from training_app.people.rules import folded

FIRST = Page()
# Either is enough: who sees every message, and who is asked why somebody did not know of an assignment.
SEE = (Permission.MANAGE_SETTINGS, Permission.MANAGE_ASSIGNMENTS)
Row = TypeVar("Row")


@dataclass(frozen=True)
class Head:
    """Whose messages they are. `reminders` is a `ReminderMails`; `zone` has the clocks of every time that is shown."""

    name: str
    email: str
    deactivated_at: str
    reminders: str
    zone: str


@dataclass(frozen=True)
class Explained:
    """The three parts, the same page of each; `only` names the assignment to which they are narrowed."""

    head: Head
    got: Paged[GotRow]
    coming: Paged[ComingRow]
    not_got: Paged[NotGotRow]
    only: str


def person(
    session: Session,
    actor: Actor,
    *,
    person_id: int,
    now: datetime,
    assignment_id: int = 0,
    q: str = "",
    page: Page = FIRST,
) -> Explained:
    """Explain one person's messages; narrowed to one assignment, or to trainings whose titles have the words of `q`.

    `NotFound` for whom the actor does not see.
    """
    actor.require(next((right for right in SEE if actor.can(right)), SEE[0]))
    row = people.person(session, actor, person_id=person_id)
    all_of = _known(session, row, now)
    places = _places(all_of, assignment_id, q)
    to_come, missed = occasions.sorted_out(all_of)
    awards = expiries.planned_for(session, person_id, today=all_of.today()) if places is None else ()
    held = sessions.planned_for(session, person_id, today=all_of.today()) if places is None else ()
    waiting = messages.not_gone(session, person_id=person_id, places=places, is_waiting=True)
    not_sent = messages.not_gone(session, person_id=person_id, places=places, is_waiting=False)
    return Explained(
        head=_head(row, all_of),
        got=messages.got(session, person_id=person_id, places=places, page=page),
        coming=_cut(telling.coming(all_of, _among(to_come, places), waiting, awards, held), page),
        not_got=_cut(telling.not_got(_among(missed, places), not_sent), page),
        only=next((_named(one.title, one.due_on) for one in all_of.places.values()
                   if one.assignment_id == assignment_id), ""),
    )  # fmt: skip


def _known(session: Session, row: Person, now: datetime) -> Known:
    person_id, of = has_id(row.id), organization.of(session)
    places = known.places(session, person_id=person_id)
    return Known(
        of=of,
        now=now,
        whose=_whose(session, row),
        places={one.id: one for one in places},
        made=known.made(session, person_id=person_id),
        decided={moment: known.decided(session, moment, days) for moment, days in occasions.days_of(places).items()},
        waiting=known.waiting_assignments(session),
    )


def _whose(session: Session, row: Person) -> Whose:
    wants = session.get(NotificationPreference, row.id)
    return Whose(
        id=has_id(row.id),
        is_active=row.is_active(),
        reminders=wants.reminders if wants else ReminderMails.EACH,
        reminders_since=wants.changed_at if wants else None,
        edits=known.edits_of_person(session, person_id=has_id(row.id)),
    )


def _head(row: Person, of: Known) -> Head:
    return Head(
        name=row.name(),
        email=row.email,
        deactivated_at=row.deactivated_at.isoformat() if row.deactivated_at else "",
        reminders=of.whose.reminders,
        zone=of.of.zone,
    )


def _places(of: Known, assignment_id: int, q: str) -> Collection[int] | None:
    """The places that are wanted; None for everything, also what is about no place."""
    words = folded(q).split()
    if not (assignment_id or words):
        return None
    return {
        one.id
        for one in of.places.values()
        if assignment_id in (0, one.assignment_id) and all(word in folded(one.title) for word in words)
    }


def _named(title: str, due_on: date) -> str:
    return f"{title}, due {spoken(due_on)}"


def _among(timed: Iterable[Timed], places: Collection[int] | None) -> list[Timed]:
    return [one for one in timed if places is None or one.asked.id in places]


def _cut(rows: list[Row], page: Page) -> Paged[Row]:
    """One page of what was worked out of one person's places; the database has no such rows to cut."""
    first = (page.number - 1) * page.size
    return Paged(rows[first : first + page.size], len(rows), page)
