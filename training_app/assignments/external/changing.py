"""Changing what one recorded oneself, as long as nobody has decided it (T-04)."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.assignments.external import recording
from training_app.assignments.external.entry import NewActivity
from training_app.assignments.external.recording import DecidedAlready
from training_app.assignments.records import ActivityProof, ExternalActivity
from training_app.core import audit, stored
from training_app.core.errors import Conflict, NotFound
from training_app.core.tables import known

FIELDS = ("title", "training_id", "done_on", "place", "hours", "note")


class ChangedElsewhere(Conflict):
    """This activity was changed in another window meanwhile. Look at it as it is now, then change it."""


def edit_own(
    session: Session, actor: Actor, *, activity_id: int, version: int, new: NewActivity, keep: Collection[int],
    now: datetime,
) -> None:  # fmt: skip
    """Change what waits to `new`, from the `version` that the form was opened with; nothing changed is nothing done.

    Of its proofs those in `keep` stay, and the files of `new` come to them. `Invalid` names every faulty field.
    """
    activity = _mine(session, actor, activity_id)
    if activity.version != version:
        raise ChangedElsewhere
    proofs = list(session.exec(select(ActivityProof).where(ActivityProof.activity_id == activity_id)))
    gone = [proof for proof in proofs if known(proof.id) not in keep]
    changed = [name for name in FIELDS if getattr(activity, name) != getattr(new, name)]
    if not (changed or gone or new.files):
        return
    recording.require_sound(session, new, now)
    before = {name: getattr(activity, name) for name in changed}
    for name in changed:
        setattr(activity, name, getattr(new, name))
    activity.version += 1
    _let_go(session, gone)
    recording.keep_proofs(session, actor, activity_id, new.files)
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="external activity changed",
                subject="external activity", subject_id=activity_id,
                before=_told(before, len(proofs)),
                after=_told({name: getattr(new, name) for name in changed}, len(proofs) - len(gone) + len(new.files)),
                )  # fmt: skip


def _mine(session: Session, actor: Actor, activity_id: int) -> ExternalActivity:
    """One that the actor recorded themselves and that waits, held against whoever decides it at the same moment."""
    mine = select(ExternalActivity).where(
        ExternalActivity.id == activity_id,
        ExternalActivity.person_id == actor.person_id,
        ExternalActivity.recorded_by_id == actor.person_id,
        col(ExternalActivity.recorded_by_id).is_not(None),
    )
    activity = session.exec(mine.with_for_update().execution_options(populate_existing=True)).first()
    if activity is None:
        raise NotFound
    if activity.is_approved is not None:
        raise DecidedAlready
    return activity


def _let_go(session: Session, proofs: Collection[ActivityProof]) -> None:
    stored.release(session, [key for proof in proofs for key in (proof.key, proof.preview_key)])
    for proof in proofs:
        session.delete(proof)
    session.flush()


def _told(said: dict[str, object], proofs: int) -> dict[str, object]:
    return {name: str(value) if name == "hours" else value for name, value in said.items()} | {"proofs": proofs}
