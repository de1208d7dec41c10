"""Turning recorded facts into messages: one event at a time, in the transaction that marks it processed."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.accounts.actions import InvitationMade, ResetAsked
from training_app.assignments.actions import UsersAssigned
from training_app.assignments.acts.cancelling import AssignmentCancelled
from training_app.assignments.acts.moving import DueDatesMoved
from training_app.assignments.acts.past_due import PastDueNotified
from training_app.assignments.acts.reenrolling import UsersReenrolled
from training_app.assignments.acts.withdrawing import UsersWithdrawn
from training_app.assignments.external.facts import ActivityDecided
from training_app.certifications.submitting.facts import SubmissionDecided
from training_app.core import db, organization
from training_app.core.events import Event
from training_app.core.jobs import JobEnded
from training_app.core.tables import known
from training_app.notifications import bell, keys
from training_app.notifications.deciding import answers, calling_off, decide, personal, sessions, withdrawn
from training_app.notifications.deciding.making import Told
from training_app.notifications.model import Message
from training_app.notifications.rules import Channel, Occasion, spoken_instant

ASIDE = timedelta(minutes=5)
# Recorded by `reports`, which stands beside this feature, so that neither knows the other.
REPORT_MADE = "ReportMade"

log = logging.getLogger(__name__)


def is_due(session: Session, now: datetime) -> bool:
    """Whether an event waits."""
    return session.exec(select(Event.id).where(*_is_waiting(now)).limit(1)).first() is not None


def process_one_event(now: datetime) -> bool:
    """Make the messages of the oldest unprocessed event. True when there was one, so that the caller asks again."""
    with db.look() as session:
        if not is_due(session, now):
            return False
    event_id = 0
    try:
        with db.write() as session:
            oldest = select(Event).where(*_is_waiting(now)).order_by(col(Event.id)).limit(1)
            event = session.exec(oldest.with_for_update(skip_locked=True)).first()
            if event is None:
                return False
            event_id = known(event.id)
            told = _process(session, event, now)
    except Exception:
        if not event_id:
            raise
        log.exception("event %s could not be turned into messages, reference %s", event_id, uuid4().hex[:8])
        _set_aside(event_id, now)
        return True
    bell.ring(frozenset(told))
    return True


def _is_waiting(now: datetime) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return col(Event.processed_at).is_(None), col(Event.retry_at).is_(None) | (col(Event.retry_at) <= now)


def _process(session: Session, event: Event, now: datetime) -> Told:
    event.processed_at = now
    if event.act in MESSAGES_OF:
        return MESSAGES_OF[event.act](session, event, now)
    # Nobody is told of this one, nor of the others of its kind.
    silent = sa.update(Event).where(col(Event.processed_at).is_(None), col(Event.act).not_in(MESSAGES_OF))
    session.connection().execute(silent.values(processed_at=now))
    return set()


def _set_aside(event_id: int, now: datetime) -> None:
    """Let the others go on; this one is tried again later, for what is wrong may be ours to mend."""
    with db.write() as session:
        aside = sa.update(Event).where(col(Event.id) == event_id).values(retry_at=now + ASIDE)
        session.connection().execute(aside)


def _of_assigned(session: Session, event: Event, now: datetime) -> Told:
    fact = UsersAssigned(**event.payload)
    return decide.assigned(session, assignment_id=fact.assignment_id, assignee_ids=fact.assignee_ids, now=now)


def _of_past_due(session: Session, event: Event, now: datetime) -> Told:
    fact = PastDueNotified(**event.payload)
    return decide.past_due(session, assignment_id=fact.assignment_id, assignee_ids=fact.assignee_ids,
                           notice_id=fact.notice_id, day=date.fromisoformat(fact.day), now=now)  # fmt: skip


def _of_reenrolled(session: Session, event: Event, now: datetime) -> Told:
    fact = UsersReenrolled(**event.payload)
    return decide.reenrolled(session, assignment_id=fact.assignment_id, assignee_ids=fact.assignee_ids, now=now)


def _of_moved(session: Session, event: Event, now: datetime) -> Told:
    fact = DueDatesMoved(**event.payload)
    return decide.moved(session, assignment_id=fact.assignment_id, assignee_ids=fact.assignee_ids,
                        event_id=known(event.id), now=now)  # fmt: skip


def _of_cancelled(session: Session, event: Event, now: datetime) -> Told:
    fact = AssignmentCancelled(**event.payload)
    return calling_off.cancelled(session, assignment_id=fact.assignment_id, assignee_ids=fact.assignee_ids, now=now)


def _of_withdrawn(session: Session, event: Event, now: datetime) -> Told:
    fact = UsersWithdrawn(**event.payload)
    return withdrawn.withdrawn(session, assignment_id=fact.assignment_id, assignee_ids=fact.assignee_ids, now=now)


def _of_card(session: Session, event: Event, now: datetime) -> Told:
    return answers.of_card(session, SubmissionDecided(**event.payload), now=now)


def _of_activity(session: Session, event: Event, now: datetime) -> Told:
    return answers.of_activity(session, ActivityDecided(**event.payload), event_id=known(event.id), now=now)


def _of_session(session: Session, event: Event, now: datetime) -> Told:
    return sessions.of_event(session, event.act, event.payload, event_id=known(event.id), at=event.at, now=now)


def _of_job_ended(session: Session, event: Event, now: datetime) -> Told:
    return personal.job_ended(session, key=JobEnded(**event.payload).key, now=now)


def _of_report_made(session: Session, event: Event, now: datetime) -> Told:
    zone = organization.of(session).zone
    made = spoken_instant(datetime.fromisoformat(event.payload["made"]), zone)
    return personal.report_made(session, event.payload, made=made, now=now)


def _of_invitation(session: Session, event: Event, now: datetime) -> Told:
    return _of_account(session, event, Occasion.INVITATION, keys.INVITATION, now)


def _of_reset(session: Session, event: Event, now: datetime) -> Told:
    return _of_account(session, event, Occasion.RESET, keys.RESET, now)


def _of_account(session: Session, event: Event, occasion: Occasion, shape: str, now: datetime) -> Told:
    """A mail with a link that opens the account; the event keeps no token, the message only until it is sent."""
    person_id = int(event.payload["person_id"])
    message = Message(
        key=keys.key(shape, person=person_id, event=known(event.id)),
        channel=Channel.EMAIL,
        occasion=occasion,
        person_id=person_id,
        facts={"token": event.payload["token"]},
        made_at=now,
        next_try_at=now,
    )
    db.insert_new(session, Message, [message.model_dump(exclude={"id"})])
    event.payload = event.payload | {"token": ""}
    return set()


MESSAGES_OF: dict[str, Callable[[Session, Any, datetime], Told]] = {
    UsersAssigned.__name__: _of_assigned,
    PastDueNotified.__name__: _of_past_due,
    UsersReenrolled.__name__: _of_reenrolled,
    DueDatesMoved.__name__: _of_moved,
    AssignmentCancelled.__name__: _of_cancelled,
    UsersWithdrawn.__name__: _of_withdrawn,
    SubmissionDecided.__name__: _of_card,
    ActivityDecided.__name__: _of_activity,
    **dict.fromkeys(sessions.FACTS, _of_session),
    JobEnded.__name__: _of_job_ended,
    REPORT_MADE: _of_report_made,
    InvitationMade.__name__: _of_invitation,
    ResetAsked.__name__: _of_reset,
}
