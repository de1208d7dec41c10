"""Submitting a renewed card for oneself, and taking it back while it waits (C-25)."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.certifications import module
from training_app.certifications.model import Certification
from training_app.certifications.records import Submission, SubmissionFile
from training_app.certifications.tracking import entry as entries
from training_app.certifications.tracking.entry import Entry
from training_app.core import audit, db, organization, staging, stored
from training_app.core.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from training_app.core.tables import known

PLACE = "submission"
LONGEST_KEY = 100
MOST_WAITING = 20
NO_PHOTO = "Photograph the card, or choose a scan of it."
NO_KIND = "Choose which certification the card is of."


class DecidedMeanwhile(Conflict):
    """This card was decided meanwhile, so it cannot be taken back."""


@dataclass(frozen=True)
class Card:
    """A renewed card as it is entered. `key` is of the form that it was entered in, `file_ids` were sent for it."""

    key: str
    certification_id: int
    entry: Entry
    file_ids: tuple[int, ...]


def submit(session: Session, actor: Actor, *, card: Card, now: datetime) -> int:
    """Let the actor's own card wait for a decision; answer its id, the same for the same form.

    `Invalid` names each faulty field. Nothing of it counts before a coordinator approves it.
    """
    module.require_submissions(session)
    by_id, key = _member(actor), f"{actor.person_id}:{card.key[:LONGEST_KEY]}"
    submitted = _of_form(session, key)
    if submitted is not None:
        return submitted
    typed, today = card.entry.cleaned(), organization.of(session).today(now)
    problems = _faults(session, card, typed, today) + _too_many(session, by_id)
    if problems:
        raise Invalid(*problems)
    held = typed.held()
    values: dict[str, object] = {
        "person_id": by_id,
        "certification_id": card.certification_id,
        "issued_on": held.issued_on,
        "expires_on": held.expires_on,
        "number": typed.number,
        "submitted_at": now,
        "key": key,
    }
    made = _inserted(session, values)
    if made is None:
        return known(_of_form(session, key))
    names = _with_files(session, made, by_id, card)
    said = {name: value for name, value in values.items() if name not in {"key", "submitted_at"}}
    audit.write(session, actor_id=by_id, at=now, act="card submitted", subject="submission", subject_id=made,
                after=said | {"files": names})  # fmt: skip
    return made


def take_back(session: Session, actor: Actor, *, submission_id: int, now: datetime) -> None:
    """Have one's own card that waits decided by nobody: it goes, with its photographs."""
    module.require_on(session)
    mine = select(Submission).where(Submission.id == submission_id, Submission.person_id == _member(actor))
    row = session.exec(mine.with_for_update()).first()
    if row is None:
        raise NotFound
    if row.is_approved is not None:
        raise DecidedMeanwhile
    photos = session.exec(select(SubmissionFile).where(SubmissionFile.submission_id == submission_id)).all()
    stored.release(session, [key for photo in photos for key in (photo.key, photo.preview_key)])
    for photo in photos:
        session.delete(photo)
    session.flush()
    session.delete(row)
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="card taken back", subject="submission",
                subject_id=submission_id, before={"certification_id": row.certification_id})  # fmt: skip


def _member(actor: Actor) -> int:
    if actor.person_id is None:
        raise NotAllowed
    return actor.person_id


def _of_form(session: Session, key: str) -> int | None:
    found = sa.select(col(Submission.id)).where(col(Submission.key) == key)
    return session.connection().execute(found).scalar_one_or_none()


def _inserted(session: Session, values: dict[str, object]) -> int | None:
    """The new row's id; None when the same form has made one at the same moment."""
    row = {"version": 1, "reason": ""} | values
    statement = db.insert_or_ignore(Submission).values(row).returning(col(Submission.id))
    made: int | None = session.connection().execute(statement).scalar_one_or_none()
    return made


def _with_files(session: Session, submission_id: int, by_id: int, card: Card) -> list[str]:
    """Hand the sent photographs over to the card; answer their names."""
    try:
        taken = staging.take(session, by_id=by_id, place=PLACE, ids=card.file_ids)
    except NotFound as gone:
        raise Invalid(Problem("files", "A photograph is not here any more. Take or choose it again.")) from gone
    for content in taken.values():
        session.add(SubmissionFile(submission_id=submission_id, **content))
    session.flush()
    return [content["name"] for content in taken.values()]


def _faults(session: Session, card: Card, typed: Entry, today: date) -> list[Problem]:
    kind = session.get(Certification, card.certification_id)
    found = [] if card.file_ids else [Problem("files", NO_PHOTO)]
    if kind is None or kind.archived_at is not None:
        found.append(Problem("certification_id", NO_KIND))
    found += entries.faults(typed, allows_always=kind is not None and kind.always_valid_allowed)
    expires_on = typed.held().expires_on
    if expires_on is not None and expires_on < today:
        found.append(Problem("expires_on", "This day has passed: the card has expired already."))
    return found


def _too_many(session: Session, by_id: int) -> list[Problem]:
    waiting = sa.select(sa.func.count()).where(
        col(Submission.person_id) == by_id, col(Submission.is_approved).is_(None)
    )
    if session.connection().execute(waiting).scalar_one() < MOST_WAITING:
        return []
    return [Problem("files", f"{MOST_WAITING} cards of yours wait already. Take some back, or wait for a decision.")]
