"""Approving a card that somebody submitted, which makes it an award with its photographs, or declining it (C-25)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications import module, queries
from training_app.certifications.records import Submission, SubmissionFile
from training_app.certifications.submitting.facts import SubmissionDecided
from training_app.certifications.tracking import applying
from training_app.certifications.tracking import entry as entries
from training_app.certifications.tracking.applying import Applied
from training_app.certifications.tracking.entry import Entry
from training_app.core import audit, events, stored
from training_app.core.errors import Conflict, Invalid, NotFound, Problem
from training_app.core.stored import FileColumns
from training_app.people import queries as people
from training_app.people.model import Person
from training_app.people.rules import clean

TRACK = Permission.TRACK_CERTIFICATIONS
LONGEST_REASON = 500


class DecidedAlready(Conflict):
    """Somebody else has decided this card already."""


@dataclass(frozen=True)
class Correction:
    """What the award is to say: what was submitted, or what the coordinator reads on the card."""

    certification_id: int
    entry: Entry


def approve(session: Session, actor: Actor, *, submission_id: int, correction: Correction, now: datetime) -> Applied:
    """Make the card an award of its owner, as an upload does (C-05), and tell them. `Invalid` names faulty fields."""
    row = _waiting(session, actor, submission_id)
    kind = queries.certification(session, actor, certification_id=correction.certification_id)
    typed = correction.entry.cleaned()
    problems = entries.faults(typed, allows_always=kind.always_valid_allowed)
    if problems:
        raise Invalid(*problems)
    held, photos = typed.held(), _photos(session, submission_id)
    stored.need(session, [key for photo in photos for key in (photo["key"], photo["preview_key"])])
    applied = applying.apply(
        session, actor, person_id=row.person_id, certification_id=correction.certification_id,
        issued_on=held.issued_on, expires_on=held.expires_on, always_valid=held.expires_on is None,
        number=typed.number, files=photos, now=now,
    )  # fmt: skip
    row.award_id = applied.award_id
    _decide(session, actor, row, kind.name, approved=True, reason="", now=now)
    return applied


def decline(session: Session, actor: Actor, *, submission_id: int, reason: str, now: datetime) -> None:
    """Leave what its owner holds as it is, and tell them why."""
    row = _waiting(session, actor, submission_id)
    why = clean(reason)
    if not why:
        raise Invalid(Problem("reason", "Say why: whoever submitted it reads this."))
    if len(why) > LONGEST_REASON:
        raise Invalid(Problem("reason", f"At most {LONGEST_REASON} signs; these are {len(why)}."))
    name = queries.certification(session, actor, certification_id=row.certification_id).name
    _decide(session, actor, row, name, approved=False, reason=why, now=now)


def _waiting(session: Session, actor: Actor, submission_id: int) -> Submission:
    """The card, held until it is decided: whoever comes second learns what the first has decided."""
    actor.require(TRACK)
    module.require_on(session)
    found = (
        select(Submission)
        .join(Person, col(Person.id) == col(Submission.person_id))
        .where(Submission.id == submission_id, people.visible(actor))
        .with_for_update(of=Submission)
    )
    row: Submission | None = session.exec(found).first()
    if row is None:
        raise NotFound
    if row.is_approved is not None:
        raise DecidedAlready(_decided(session, row))
    return row


def _decided(session: Session, row: Submission) -> str:
    by = session.get(Person, row.decided_by_id or 0)
    who = by.name() if by else "Somebody"
    if row.is_approved:
        return f"{who} has approved this card already. Nothing was changed."
    return f"{who} has declined this card already: “{row.reason}”. Nothing was changed."


def _photos(session: Session, submission_id: int) -> list[Mapping[str, Any]]:
    wanted = select(SubmissionFile).where(SubmissionFile.submission_id == submission_id)
    rows = session.exec(wanted.order_by(col(SubmissionFile.id)))
    return [row.model_dump(include=set(FileColumns.model_fields)) for row in rows]


def _decide(
    session: Session, actor: Actor, row: Submission, name: str, *, approved: bool, reason: str, now: datetime
) -> None:
    row.is_approved, row.reason, row.decided_by_id, row.decided_at = approved, reason, actor.person_id, now
    row.version += 1
    session.flush()
    said = {"reason": reason} if reason else {"award_id": row.award_id}
    audit.write(session, actor_id=actor.person_id, at=now, act="card approved" if approved else "card declined",
                subject="submission", subject_id=row.id, after=said)  # fmt: skip
    fact = SubmissionDecided(row.id or 0, row.person_id, name, approved, reason)
    events.record(session, fact, actor_id=actor.person_id, at=now)
