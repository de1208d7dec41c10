"""The proof of an activity, to the person it is of and to whoever approves it (T-04)."""

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.records import ActivityProof, ExternalActivity
from training_app.core.errors import NotFound
from training_app.core.stored import Kept
from training_app.people.model import Person
from training_app.people.queries import visible


def proof_of(session: Session, actor: Actor, *, file_id: int) -> Kept:
    """What is needed to hand a proof over; `NotFound` for whoever may not see it."""
    seen = col(Person.id) == actor.person_id
    if actor.can(Permission.APPROVE_EXTERNAL):
        seen |= visible(actor)
    wanted = (
        select(ActivityProof)
        .join(ExternalActivity, col(ExternalActivity.id) == col(ActivityProof.activity_id))
        .join(Person, col(Person.id) == col(ExternalActivity.person_id))
        .where(ActivityProof.id == file_id, seen)
    )
    row = session.exec(wanted).first()
    if row is None:
        raise NotFound
    return Kept(row.key, row.preview_key, row.name, row.size, row.media_type)
