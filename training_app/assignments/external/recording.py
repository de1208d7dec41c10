"""Recording what somebody did elsewhere: by themselves, until it is decided, or by a coordinator at once (T-04)."""

from datetime import datetime

from sqlmodel import Session, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.external import completing, entry
from training_app.assignments.external.entry import NewActivity
from training_app.assignments.records import ActivityProof, ExternalActivity
from training_app.catalog.model import Training
from training_app.core import audit, bulk, db, organization, staging, stored
from training_app.core.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from training_app.core.tables import known
from training_app.people import queries as people
from training_app.people.model import Person

PLACE = "activity"


class DecidedAlready(Conflict):
    """This activity was decided already, so it stays."""


def record_own(session: Session, actor: Actor, *, new: NewActivity, now: datetime) -> int:
    """The actor says what they did themselves; it waits until it is approved. Answers the activity. Twice is once."""
    person = session.get(Person, actor.person_id) if actor.person_id is not None else None
    if person is None or not person.is_active():
        message = "Only somebody with an active account can record what they did."
        raise NotAllowed(message)
    activity, _ = _recorded(session, actor, known(person.id), new, now)
    return known(activity.id)


def record(session: Session, actor: Actor, *, person_id: int, new: NewActivity, now: datetime) -> int:
    """A coordinator says what somebody did whom they see: approved at once. Answers the activity. Twice is once."""
    actor.require(Permission.APPROVE_EXTERNAL)
    person = people.person(session, actor, person_id=person_id)
    activity, is_new = _recorded(session, actor, known(person.id), new, now)
    if is_new:
        completing.approve(session, activity, by_id=actor.person_id, now=now)
    return known(activity.id)


def withdraw(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> None:
    """The actor takes back what they recorded themselves, as long as it waits; its proofs go with it."""
    mine = select(ExternalActivity).where(
        ExternalActivity.id == activity_id,
        ExternalActivity.person_id == actor.person_id,
        ExternalActivity.recorded_by_id == actor.person_id,
    )
    activity = session.exec(mine.with_for_update()).first()
    if activity is None:
        raise NotFound
    if activity.is_approved is not None:
        raise DecidedAlready
    proofs = list(session.exec(select(ActivityProof).where(ActivityProof.activity_id == activity_id)))
    stored.release(session, [key for proof in proofs for key in (proof.key, proof.preview_key)])
    for proof in proofs:
        session.delete(proof)
    session.flush()
    session.delete(activity)
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="external activity taken back",
                subject="external activity", subject_id=activity_id, before=_said(activity))  # fmt: skip


def _recorded(
    session: Session, actor: Actor, person_id: int, new: NewActivity, now: datetime
) -> tuple[ExternalActivity, bool]:
    """The activity of this form, and whether it is new."""
    before = session.exec(select(ExternalActivity).where(ExternalActivity.key == new.key)).first()
    if before is None:
        require_sound(session, new, now)
        made = _inserted(session, actor, person_id, new, now)
        if made is not None:
            keep_proofs(session, actor, known(made.id), new.files)
            audit.write(session, actor_id=actor.person_id, at=now, act="external activity recorded",
                        subject="external activity", subject_id=made.id,
                        after={"person_id": person_id, **_said(made), "proofs": len(new.files)})  # fmt: skip
            return made, True
        before = session.exec(select(ExternalActivity).where(ExternalActivity.key == new.key)).one()
    if before.recorded_by_id != actor.person_id:
        raise NotFound
    return before, False


def require_sound(session: Session, new: NewActivity, now: datetime) -> None:
    """Refuse with `Invalid` what is wrong with it."""
    course = session.get(Training, new.training_id) if new.training_id is not None else None
    wrong = entry.problems_of(new, course, today=organization.of(session).today(now))
    if wrong:
        raise Invalid(*wrong)


def _inserted(
    session: Session, actor: Actor, person_id: int, new: NewActivity, now: datetime
) -> ExternalActivity | None:
    """The new row; None when the same form was sent at this moment in another way."""
    row = {"person_id": person_id, "training_id": new.training_id, "title": new.title, "done_on": new.done_on,
           "place": new.place, "hours": new.hours, "note": new.note, "recorded_by_id": actor.person_id,
           "recorded_at": now, "reason": "", "key": new.key, "version": 1}  # fmt: skip
    if not db.insert_new(session, ExternalActivity, [row]):
        return None
    return session.exec(select(ExternalActivity).where(ExternalActivity.key == new.key)).one()


def keep_proofs(session: Session, actor: Actor, activity_id: int, files: tuple[int, ...]) -> None:
    """Take over the files that the actor has sent as proofs of an activity."""
    try:
        taken = staging.take(session, by_id=actor.person_id or 0, place=PLACE, ids=files) if files else {}
    except NotFound as gone:
        said = "One of the files is not there any more. Look which ones are, and send it again."
        raise Invalid(Problem("files", said)) from gone
    bulk.insert(session, ActivityProof, [{"activity_id": activity_id, **taken[one]} for one in dict.fromkeys(files)])


def _said(activity: ExternalActivity) -> dict[str, object]:
    return {"title": activity.title, "done_on": activity.done_on, "hours": str(activity.hours),
            "training_id": activity.training_id}  # fmt: skip
