"""Why a message that was decided is not sent after all: asked at the moment of sending (N-04)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.rules import Permission
from training_app.accounts import keys as account_keys
from training_app.accounts import queries as accounts
from training_app.accounts.model import Link
from training_app.assignments.model import Assignee, Assignment
from training_app.assignments.rules import Status, is_excused
from training_app.certifications.expiring import Entered
from training_app.certifications.rules import Held
from training_app.core import organization
from training_app.core.organization import Organization
from training_app.notifications import held_sessions, keys
from training_app.notifications.deciding import answers, coordinators, expiries, making, team
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
from training_app.notifications.rules import DAYS_BEFORE_DUE, Channel, MessageStatus, Occasion, spoken
from training_app.notifications.sending.listing import LINES
from training_app.people.model import Person

NO_PLACE = "The place in the assignment is gone."
NO_COPIES = "Managers get no copies any more."
NOBODY_LEFT = "It would list nobody any more."
WAITING = [MessageStatus.PENDING.value, MessageStatus.SENDING.value, MessageStatus.GATHERED.value]
OVERTAKEN = "A later reminder took its place."
# There is at most one reminder a day, so only what has waited can have been overtaken.
OLD = timedelta(hours=12)
ADDED_AGAIN = "The person was added again since."


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
    return _why_no_right(session, row, Permission.MANAGE_ASSIGNMENTS)


def _why_no_right(session: Session, row: Any, needed: Permission) -> str:
    actor = accounts.actor_of(session, person_id=row.person_id)
    may = actor is not None and actor.can(needed)
    return "" if may else f"The person has no right “{needed}” any more."


def _why_not_of_an_award(session: Session, row: Any, today: date, _now: datetime) -> str:
    if not organization.of(session).certification_tracking:
        return expiries.TRACKING_OFF
    if row.certification_id is None:
        return expiries.DELETED
    one = Entered(row.award_id, Held(row.issued_on, row.expires_on), is_revoked=row.revoked_at is not None)
    others = expiries.held_of_kind(session, person_id=row.person_id, certification_id=row.certification_id)
    return expiries.why_not(one, others, row.due_on, today)


def _why_no_answer(session: Session, row: Any, _today: date, _now: datetime) -> str:
    """Of cards nothing is said while the module is off; what was awarded for one may be gone by now."""
    if row.link == answers.MY_CERTIFICATIONS and not organization.of(session).certification_tracking:
        return expiries.TRACKING_OFF
    return expiries.REVOKED if row.revoked_at is not None else ""


def _why_no_expiries(session: Session, row: Any, _today: date, now: datetime) -> str:
    if not organization.of(session).certification_tracking:
        return expiries.TRACKING_OFF
    return _why_no_right(session, row, coordinators.NEEDED) or _why_no_list(session, row, now)


def _why_no_copy(session: Session, row: Any, _today: date, now: datetime) -> str:
    if organization.of(session).copy_managers_after is None:
        return NO_COPIES
    may = sa.exists().where(col(Person.id) == row.person_id, team.may_be_told_sql())
    is_told = session.connection().execute(sa.select(may)).scalar_one()
    return _why_no_list(session, row, now) if is_told else "The person may not see their people's trainings any more."


def _why_no_list(session: Session, row: Any, now: datetime) -> str:
    return "" if LINES[row.occasion](session, row, organization.of(session), now) else NOBODY_LEFT


def _why_not_of_a_place(session: Session, row: Any, today: date, now: datetime) -> str:
    if row.assignment_id is None:
        return NO_PLACE
    why = why_not(_place(row, today), today)
    if row.occasion in _KEYS_NOW:
        return why or ("" if row.key == _KEYS_NOW[row.occasion](row) else _NEWER[row.occasion])
    why = why or ("" if row.place_due_on == row.due_on else f"The due date is {spoken(row.place_due_on)} now.")
    if row.occasion == Occasion.DUE_MOVED:
        return why or _moved_again(session, row)
    if row.occasion not in DAYS_BEFORE_DUE:
        return why
    if why and not another_place(session, row, today, due_on=row.due_on):
        return why
    return OVERTAKEN if now - row.made_at > OLD and _is_overtaken(session, row) else ""


def _why_not_of_the_end(session: Session, row: Any, today: date, _now: datetime) -> str:
    if row.assignment_id is None:
        return NO_PLACE
    if row.status == Status.EVALUATED:
        return why_not(_place(row, today), today)
    if _place(row, today).is_excused:
        return EXCUSED
    told = sa.select(was_told_sql(row.channel, row.assignee_id))
    return "" if session.connection().execute(told).scalar_one() else "The person had not been told of the assignment."


def _why_not_withdrawn(session: Session, row: Any, today: date, now: datetime) -> str:
    key = keys.key(keys.WITHDRAWN, assignee=row.assignee_id, occasion=row.place_occasion)
    if row.assignment_id is not None and (row.withdrawn_at is None or row.key != key):
        return ADDED_AGAIN
    return _why_not_of_the_end(session, row, today, now)


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


def _is_overtaken(session: Session, row: Any) -> bool:
    """Whether mails stood still for so long that the person has a newer reminder of the same training (N-05)."""
    newer = (
        sa.select(col(Message.id))
        .join(Assignee, col(Assignee.id) == col(Message.assignee_id))
        .join(Assignment, col(Assignment.id) == col(Assignee.assignment_id))
        .where(
            col(Message.person_id) == row.person_id,
            col(Message.channel) == row.channel,
            col(Message.occasion).in_([one.value for one in DAYS_BEFORE_DUE]),
            col(Message.id) > row.id,
            # One that waits too and speaks of another day will not be sent itself.
            (col(Message.status) == MessageStatus.SENT.value)
            | (col(Message.status).in_(WAITING) & (col(Message.due_on) == col(Assignee.due_on))),
            col(Assignment.training_id) == row.training_id,
        )
    )
    return session.connection().execute(newer.limit(1)).first() is not None


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
    Occasion.WITHDRAWN: _why_not_withdrawn,
    Occasion.EXPIRES: _why_not_of_an_award,
    Occasion.EXPIRIES: _why_no_expiries,
    Occasion.ANSWERED: _why_no_answer,
    Occasion.TEAM_PAST_DUE: _why_no_copy,
    **dict.fromkeys(held_sessions.OF_A_SESSION, held_sessions.why_not),
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
