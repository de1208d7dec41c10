"""Approving and declining what people recorded for themselves: one decision, whoever comes first (T-04)."""

from datetime import datetime

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.external import completing
from training_app.assignments.external.facts import ActivityDecided
from training_app.assignments.records import ExternalActivity
from training_app.core import audit, events, organization
from training_app.core.errors import Conflict, Invalid, NotFound, Problem
from training_app.core.tables import known
from training_app.people.model import Person
from training_app.people.queries import visible
from training_app.people.rules import clean

LONGEST_REASON = 500


class ChangedSince(Conflict):
    """The person has changed this activity since you opened it. Look at it again, then decide."""


class DecidedByAnother(Conflict):
    """Somebody else decided this activity in the meantime."""

    def __init__(self, who: str, activity: ExternalActivity, day: str) -> None:
        """Say what they did."""
        did = "approved" if activity.is_approved else "declined"
        why = f": {activity.reason}" if activity.reason else "."
        super().__init__(f"{who} {did} “{activity.title}” on {day}{why}")


def approve(session: Session, actor: Actor, *, activity_id: int, now: datetime, version: int | None = None) -> None:
    """It was done; it completes the course that it names. By the same person twice is once.

    `version` is the one that was looked at: what the person changed since is not decided unseen.
    """
    activity = _waiting(session, actor, activity_id, version, is_approved=True)
    if activity is None:
        return
    completing.approve(session, activity, by_id=actor.person_id, now=now)
    _tell(session, actor, activity, now)


def decline(
    session: Session, actor: Actor, *, activity_id: int, reason: str, now: datetime, version: int | None = None
) -> None:
    """It does not count; the person is told why. By the same person twice is once. `Invalid` names the `reason`."""
    why = clean(reason)[:LONGEST_REASON]
    activity = _waiting(session, actor, activity_id, version, is_approved=False)
    if activity is None:
        return
    if not why:
        raise Invalid(Problem("reason", "Say why it is declined: the person is told."))
    activity.is_approved, activity.decided_by_id, activity.decided_at = False, actor.person_id, now
    activity.reason = why
    activity.version += 1
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="external activity declined",
                subject="external activity", subject_id=activity_id, after={"reason": why})  # fmt: skip
    _tell(session, actor, activity, now)


def _waiting(
    session: Session, actor: Actor, activity_id: int, version: int | None, *, is_approved: bool
) -> ExternalActivity | None:
    """The activity, held; None when the actor has decided so already, `DecidedByAnother` when anything else was."""
    actor.require(Permission.APPROVE_EXTERNAL)
    wanted = (
        select(ExternalActivity)
        .join(Person, col(Person.id) == col(ExternalActivity.person_id))
        .where(ExternalActivity.id == activity_id, visible(actor))
        .execution_options(populate_existing=True)
    )
    activity = session.exec(wanted.with_for_update(of=ExternalActivity)).first()
    if activity is None:
        raise NotFound
    if activity.is_approved is None and version not in (None, activity.version):
        raise ChangedSince
    if activity.is_approved is None:
        return activity
    if activity.decided_by_id == actor.person_id and activity.is_approved is is_approved:
        return None
    who = session.get(Person, activity.decided_by_id) if activity.decided_by_id is not None else None
    at = activity.decided_at or activity.recorded_at
    raise DecidedByAnother(who.name() if who else "Muster", activity, f"{organization.of(session).today(at):%-d %b %Y}")


def _tell(session: Session, actor: Actor, activity: ExternalActivity, now: datetime) -> None:
    """Whoever recorded it for themselves is told of it, unless they decided it themselves."""
    if activity.recorded_by_id != activity.person_id or activity.person_id == actor.person_id:
        return
    fact = ActivityDecided(known(activity.id), activity.person_id, activity.title,
                           approved=bool(activity.is_approved), reason=activity.reason)  # fmt: skip
    events.record(session, fact, actor_id=actor.person_id, at=now)
