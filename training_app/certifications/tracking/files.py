"""The files of awards, for whoever may see them: TRACK within their scope, and everybody their own (C-06, C-08)."""

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications import module
from training_app.certifications.model import Award
from training_app.certifications.records import AwardFile
from training_app.core.errors import NotFound
from training_app.core.stored import Kept
from training_app.people import queries as people
from training_app.people.model import Person


def file_of(session: Session, actor: Actor, *, file_id: int) -> Kept:
    """What is needed to hand over one file of an award; `NotFound` for whoever may not see it."""
    module.require_on(session)
    mine = col(Person.id) == actor.person_id
    seen = mine | people.visible(actor) if actor.can(Permission.TRACK_CERTIFICATIONS) else mine
    statement = (
        select(AwardFile)
        .join(Award, col(Award.id) == col(AwardFile.award_id))
        .join(Person, col(Person.id) == col(Award.person_id))
        .where(AwardFile.id == file_id, seen)
    )
    row: AwardFile | None = session.exec(statement).first()
    if row is None:
        raise NotFound
    return Kept(row.key, row.preview_key, row.name, row.size, row.media_type)
