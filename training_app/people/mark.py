"""The organization's mark: a picture that stands on its certificates (T-06), kept as it was made anew."""

from datetime import datetime

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core import audit, organization, pictures, staging, stored
from training_app.core.errors import Invalid, NotFound, Problem
from training_app.core.staging import Staged
from training_app.people import settings

PLACE = "mark"
FIELD = "mark"


def key_of(session: Session, actor: Actor) -> str:
    """The key of the mark in `core.files`, for anybody who is signed in; `NotFound` where there is none."""
    del actor  # it stands on everybody's certificates
    key = organization.of(session).mark_key
    if not key:
        raise NotFound
    return key


def sent(session: Session, actor: Actor) -> list[Staged]:
    """What the actor has sent to be the mark, in the order in which it came."""
    actor.require(Permission.MANAGE_SETTINGS)
    return staging.waiting(session, by_id=actor.person_id or 0, place=PLACE)


def change(session: Session, actor: Actor, *, file_id: int, now: datetime) -> None:
    """Make a picture that was sent the mark, in place of the one before. `Invalid` when there is nothing to show of it.

    Of what was sent only the picture that was made anew is kept.
    """
    actor.require(Permission.MANAGE_SETTINGS)
    taken = staging.take(session, by_id=actor.person_id or 0, place=PLACE, ids=[file_id])[file_id]
    if not taken["preview_key"]:
        raise Invalid(Problem(FIELD, _refusal(taken["name"], taken["media_type"])))
    stored.release(session, [taken["key"]])
    _become(session, actor, taken["preview_key"], said=taken["name"], now=now)


def remove(session: Session, actor: Actor, *, now: datetime) -> None:
    """Do without a mark; twice is once."""
    actor.require(Permission.MANAGE_SETTINGS)
    _become(session, actor, "", said="none", now=now)


def discard(session: Session, actor: Actor) -> None:
    """Let go of everything that the actor has sent to be the mark."""
    staging.remove(session, by_id=actor.person_id or 0, ids=[file.id for file in sent(session, actor)])


def _become(session: Session, actor: Actor, key: str, *, said: str, now: datetime) -> None:
    row = settings.locked(session)
    before = row.mark_key
    stored.release(session, [before])
    row.mark_key = key
    if before != key:
        audit.write(session, actor_id=actor.person_id, at=now, act="mark changed", subject="organization",
                    subject_id=row.id, before={"mark_key": before}, after={"mark_key": key, "mark": said})  # fmt: skip
    session.flush()


def _refusal(name: str, media_type: str) -> str:
    if media_type not in pictures.MEDIA_TYPES.values():
        return f"“{name}” is not a PNG or JPG. Choose another file."
    return f"“{name}” is damaged, or has too many pixels to be shown. Choose another file."
