"""Why a message that was decided is not sent after all: asked at the moment of sending (N-04)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.rules import Permission
from training_app.accounts import keys as account_keys
from training_app.accounts import queries as accounts
from training_app.accounts.model import Link
from training_app.assignments.model import Assignee, Assignment
from training_app.assignments.rules import Status, is_excused
from training_app.core.organization import Organization
from training_app.notifications import keys
from training_app.notifications.deciding import making
from training_app.notifications.deciding.calling_off import was_told_sql
from training_app.notifications.deciding.reasons import (
    DEACTIVATED,
    EXCUSED,
    Place,
    is_switched_on_sql,
    is_told_sql,
    why_not,
)
from training_app.notifications.model import Message
from training_app.notifications.rules import DAYS_BEFORE_DUE, Channel, Occasion, spoken

NO_PLACE = "The place in the assignment is gone."


def why_suppressed(session: Session, row: Any, of: Organization, now: datetime) -> str:
    """Why a claimed message, with all that it rests on as it is now, is not sent; empty when it is."""
    if row.deactivated_at is not None:
        return DEACTIVATED
    ask = _ASK.get(row.occasion, _why_not_of_a_place)
    return ask(session, row, of.today(now), now)


def another_place(session: Session, row: Any, today: date, *, due_on: date | None = None) -> date | None:
    """The day on which another assignment wants the same training of the person and tells them; None when none does.

    With `due_on` only one that is due on that day: then one reminder speaks for both (A-11).
    """
    wanted = [
        col(Assignee.person_id) == row.person_id,
        col(Assignment.training_id) == row.training_id,
        col(Assignee.id) != row.assignee_id,
        is_told_sql(today),
    ]
    if due_on is not None:
        wanted += [col(Assignee.due_on) == due_on, is_switched_on_sql(Channel(row.channel))]
    found = making.places([sa.func.min(col(Assignee.due_on))]).where(*wanted)
    day: date | None = session.connection().execute(found).scalar_one()
    return day


def _why_no_link(session: Session, row: Any, _today: date, now: datetime) -> str:
    link = session.get(Link, account_keys.hash_of(row.facts.get("token", "")))
    return "" if link is not None and link.is_usable(now) else "The link was used, replaced or is over."


def _why_no_report(session: Session, row: Any, _today: date, _now: datetime) -> str:
    actor = accounts.actor_of(session, person_id=row.person_id)
    may = actor is not None and actor.can(Permission.MANAGE_ASSIGNMENTS)
    return "" if may else f"The person has no right “{Permission.MANAGE_ASSIGNMENTS}” any more."


def _why_not_of_a_place(session: Session, row: Any, today: date, _now: datetime) -> str:
    if row.assignment_id is None:
        return NO_PLACE
    why = why_not(_place(row, today), today)
    if row.occasion in _KEYS_NOW:
        return why or ("" if row.key == _KEYS_NOW[row.occasion](row) else _NEWER[row.occasion])
    why = why or ("" if row.place_due_on == row.due_on else f"The due date is {spoken(row.place_due_on)} now.")
    if row.occasion == Occasion.DUE_MOVED:
        return why or _moved_again(session, row)
    is_reminder = row.occasion in DAYS_BEFORE_DUE
    return "" if why and is_reminder and another_place(session, row, today, due_on=row.due_on) else why


def _why_not_of_the_end(session: Session, row: Any, today: date, _now: datetime) -> str:
    if row.assignment_id is None:
        return NO_PLACE
    if row.status == Status.EVALUATED:
        return why_not(_place(row, today), today)
    if _place(row, today).is_excused:
        return EXCUSED
    told = sa.select(was_told_sql(row.channel, row.assignee_id))
    return "" if session.connection().execute(told).scalar_one() else "The person had not been told of the assignment."


def _place(row: Any, today: date) -> Place:
    return Place(
        is_active=row.deactivated_at is None,
        is_published=row.published_at is not None,
        is_cancelled=row.cancelled_at is not None,
        starts_on=row.starts_on,
        is_withdrawn=row.withdrawn_at is not None,
        is_excused=is_excused(row.excused_at, row.excused_until, today),
        status=row.status,
        closed_as=row.closed_as,
        completed_on=row.completed_on,
    )


def _moved_again(session: Session, row: Any) -> str:
    newer = sa.exists().where(
        col(Message.assignee_id) == row.assignee_id,
        col(Message.channel) == row.channel,
        col(Message.occasion) == Occasion.DUE_MOVED.value,
        col(Message.id) > row.id,
    )
    return "The due date was moved again since." if session.connection().execute(sa.select(newer)).scalar_one() else ""


_ASK: dict[str, Callable[[Session, Any, date, datetime], str]] = {
    Occasion.INVITATION: _why_no_link,
    Occasion.RESET: _why_no_link,
    Occasion.REPORT: _why_no_report,
    Occasion.CANCELLED: _why_not_of_the_end,
}

# The key that a message about the place as it is now has, and why one with another is not sent.
_KEYS_NOW: dict[str, Callable[[Any], str]] = {
    Occasion.STARTED: lambda row: keys.key(keys.STARTED, assignee=row.assignee_id, occasion=row.place_occasion),
    Occasion.REENROLLED: lambda row: keys.key(keys.REENROLLED, assignee=row.assignee_id, enrollment=row.attempt_id),
}
_NEWER: dict[str, str] = {
    Occasion.STARTED: "The person was removed and added again since.",
    Occasion.REENROLLED: "There is a newer attempt.",
}
