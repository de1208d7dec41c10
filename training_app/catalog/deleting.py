"""Deleting a training that came to nothing: one that anything hangs on is archived instead."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import version_rows
from training_app.catalog.facts import TrainingDeleting
from training_app.catalog.model import Training, TrainingVersion
from training_app.catalog.records import CourseSession
from training_app.core import audit, events
from training_app.core.errors import Conflict, NotFound
from training_app.core.tables import known


class InUse(Conflict):
    """Something hangs on this training. Archive it instead."""

    def __init__(self, uses: list[str]) -> None:
        """Take what hangs on it, each in words to begin a sentence with."""
        self.uses = uses
        super().__init__(" ".join(f"{one[0].upper()}{one[1:]}." for one in uses))


def delete(session: Session, actor: Actor, *, training_id: int, now: datetime) -> None:
    """Delete a training with all of its versions and files, and the sessions that nobody ever signed up for.

    `InUse` names what hangs on it, so that it can be archived instead. Twice is `NotFound`.
    """
    actor.require(Permission.MANAGE_CATALOG)
    # Held against everybody: while it is looked at nobody may begin anything with it.
    row = session.get(Training, training_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    before = {"title": row.title, "code": row.code, "kind": row.course_kind or row.kind}
    events.record(session, TrainingDeleting(training_id), actor_id=actor.person_id, at=now)
    session.flush()
    versions = sa.select(col(TrainingVersion.id)).where(col(TrainingVersion.training_id) == training_id)
    connection = session.connection()
    version_rows.delete(session, version_ids=[known(one) for one in connection.execute(versions).scalars()])
    connection.execute(sa.delete(TrainingVersion).where(col(TrainingVersion.training_id) == training_id))
    connection.execute(sa.delete(CourseSession).where(col(CourseSession.course_id) == training_id))
    connection.execute(sa.delete(Training).where(col(Training.id) == training_id))
    session.expire_all()
    audit.write(session, actor_id=actor.person_id, at=now, act="training deleted", subject="training",
                subject_id=training_id, before=before)  # fmt: skip
