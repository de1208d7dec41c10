"""How somebody wants their timed reminders by e-mail (N-08): read, and chosen by themselves only.

Under the bell everybody gets every reminder; and what is no reminder, like the first notice of an assignment, nobody
can switch off.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.core import audit, db
from training_app.core.errors import Invalid, NotAllowed, Problem
from training_app.notifications.model import NotificationPreference
from training_app.notifications.rules import ReminderMails


def preference_of(session: Session, person_id: int) -> ReminderMails:
    """How this person wants their reminders; who has said nothing gets them one by one."""
    said = sa.select(col(NotificationPreference.reminders)).where(col(NotificationPreference.person_id) == person_id)
    reminders: str | None = session.connection().execute(said).scalar_one_or_none()
    return ReminderMails(reminders) if reminders else ReminderMails.EACH


def mine(session: Session, actor: Actor) -> ReminderMails:
    """How the actor wants their own reminders."""
    return preference_of(session, _own(actor))


def choose(session: Session, actor: Actor, *, reminders: str, now: datetime) -> ReminderMails:
    """Have the actor's own reminders come like this from now on; what was gathered for a mail of today goes with it."""
    person_id = _own(actor)
    if reminders not in list(ReminderMails):
        raise Invalid(Problem("reminders", "Choose one of the ways that are offered."))
    chosen, before = ReminderMails(reminders), _locked(session, person_id, now)
    if chosen is not before:
        new = sa.update(NotificationPreference).where(col(NotificationPreference.person_id) == person_id)
        session.connection().execute(new.values(reminders=chosen.value, changed_at=now))
        audit.write(
            session,
            actor_id=person_id,
            at=now,
            act="reminders by e-mail chosen",
            subject="person",
            subject_id=person_id,
            before={"reminders": before.value},
            after={"reminders": chosen.value},
        )
    return chosen


def _own(actor: Actor) -> int:
    if actor.person_id is None:
        message = "Reminders are a person's own."
        raise NotAllowed(message)
    return actor.person_id


def _locked(session: Session, person_id: int, now: datetime) -> ReminderMails:
    """What was chosen before, so that of two choices at the same moment each knows which one it takes the place of."""
    usual = {"person_id": person_id, "reminders": ReminderMails.EACH.value, "changed_at": now}
    db.insert_new(session, NotificationPreference, [usual])
    said = sa.select(col(NotificationPreference.reminders)).where(col(NotificationPreference.person_id) == person_id)
    return ReminderMails(session.connection().execute(said.with_for_update()).scalar_one())
