"""The photographs of submitted cards, for whoever may see them: TRACK within their scope, and everybody their own."""

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications import module
from training_app.certifications.records import Submission, SubmissionFile
from training_app.core.errors import NotFound
from training_app.core.stored import Kept
from training_app.people import queries as people
from training_app.people.model import Person


def photo_of(session: Session, actor: Actor, *, file_id: int) -> Kept:
    """What is needed to hand over one photograph of a submitted card; `NotFound` for whoever may not see it."""
    module.require_on(session)
    mine = col(Person.id) == actor.person_id
    seen = mine | people.visible(actor) if actor.can(Permission.TRACK_CERTIFICATIONS) else mine
    statement = (
        select(SubmissionFile)
        .join(Submission, col(Submission.id) == col(SubmissionFile.submission_id))
        .join(Person, col(Person.id) == col(Submission.person_id))
        .where(SubmissionFile.id == file_id, seen)
    )
    row: SubmissionFile | None = session.exec(statement).first()
    if row is None:
        raise NotFound
    return Kept(row.key, row.preview_key, row.name, row.size, row.media_type)
