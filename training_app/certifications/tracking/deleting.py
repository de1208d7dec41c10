"""Deleting certifications that were entered by mistake, and files of certifications (C-07).

Deleted is not revoked: it is as if it had never been entered, and the audit alone keeps what it was. What a completion
awarded once and was deleted does not come again by the same completion.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications import module
from training_app.certifications.facts import AwardsDeleting
from training_app.certifications.model import Award, Certification, Revocation
from training_app.certifications.records import AwardCheck, AwardCompletion, AwardFile, Submission
from training_app.core import audit, db, events, stored
from training_app.core.errors import NotFound
from training_app.core.tables import known
from training_app.people import queries as people
from training_app.people.model import Person

DELETED = "certification deleted"


def files_of(session: Session, award_ids: Collection[int]) -> int:
    """How many files go with these awards."""
    which = sa.select(sa.func.count()).where(db.is_one_of(col(AwardFile.award_id), award_ids))
    return session.connection().execute(which).scalar_one()


def delete(session: Session, actor: Actor, *, awards: Sequence[Award], now: datetime) -> None:
    """Delete awards that the caller has found for this actor and holds, with their files; messages let go of them."""
    if not awards:
        return
    ids = [known(award.id) for award in awards]
    events.record(session, AwardsDeleting(ids), actor_id=actor.person_id, at=now)
    files = _files(session, db.is_one_of(col(AwardFile.award_id), ids))
    stored.release(session, [key for file in files for key in (file.key, file.preview_key)])
    for award in awards:
        names = [file.name for file in files if file.award_id == award.id]
        audit.write(session, actor_id=actor.person_id, at=now, act=DELETED, subject="award", subject_id=award.id,
                    before=_as_it_was(session, award, names))  # fmt: skip
    _let_go(session, ids)
    # The files first: what refers to an award keeps it from being deleted.
    for rows in (files, awards):
        for row in rows:
            session.delete(row)
        session.flush()


def delete_file(session: Session, actor: Actor, *, file_id: int, now: datetime) -> str:
    """Delete one file and nothing else; answer its name. `NotFound` when it is gone already."""
    actor.require(Permission.TRACK_CERTIFICATIONS)
    module.require_on(session)
    seen = (
        sa.select(col(Award.id)).join(Person, col(Person.id) == col(Award.person_id)).where(people.visible(actor))
    )  # fmt: skip
    found = _files(session, (col(AwardFile.id) == file_id) & col(AwardFile.award_id).in_(seen))
    if not found:
        raise NotFound
    (row,) = found
    stored.release(session, [row.key, row.preview_key])
    was = {"file": row.name, "size": row.size, "media_type": row.media_type}
    audit.write(session, actor_id=actor.person_id, at=now, act="certification file deleted", subject="award",
                subject_id=row.award_id, before=was)  # fmt: skip
    session.delete(row)
    session.flush()
    return row.name


def _files(session: Session, which: sa.ColumnElement[bool]) -> list[AwardFile]:
    """The rows of these files, held, so that of two who delete one only the first does."""
    statement: Any = select(AwardFile).where(which).order_by(col(AwardFile.id)).with_for_update()
    return list(session.exec(statement.execution_options(populate_existing=True)))


def _let_go(session: Session, ids: Sequence[int]) -> None:
    """Whatever else speaks of these awards forgets them; what was used up for them stays so."""
    run = session.connection().execute
    for table in (AwardCompletion, Submission):
        run(sa.update(table).where(db.is_one_of(col(table.award_id), ids)).values(award_id=None))
    for goes in (Revocation, AwardCheck):
        run(sa.delete(goes).where(db.is_one_of(col(goes.award_id), ids)))


def _as_it_was(session: Session, award: Award, files: list[str]) -> dict[str, object]:
    kind = session.get(Certification, award.certification_id)
    return {
        "person_id": award.person_id,
        "certification_id": award.certification_id,
        "certification": kind.name if kind else "",
        "issued_on": award.issued_on,
        "expires_on": award.expires_on,
        "number": award.number,
        "association": award.association,
        "revoked": award.revoked_at is not None,
        "files": files,
    }
