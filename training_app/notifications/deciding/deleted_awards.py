"""Certifications that are deleted: what waits about them is not sent, and no message speaks of them any more (C-07)."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.certifications.facts import AwardsDeleting
from training_app.core import db
from training_app.notifications.deciding.calling_off import WAITING
from training_app.notifications.deciding.expiries import DELETED
from training_app.notifications.model import Message
from training_app.notifications.rules import MessageStatus


def when_awards_deleting(session: Session, fact: AwardsDeleting, _actor_id: int | None, _at: datetime) -> None:
    """Suppress what waits, with the reason; what was sent stays in the log as it was said."""
    about = db.is_one_of(col(Message.award_id), fact.award_ids)
    gone = {"status": MessageStatus.SUPPRESSED.value, "why": DELETED}
    run = session.connection().execute
    run(sa.update(Message).where(about, col(Message.status).in_(WAITING)).values(gone))
    run(sa.update(Message).where(about).values(award_id=None))
