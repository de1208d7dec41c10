"""Making, changing, archiving and restoring kinds of certifications, each act with its audit entry (C-01, P-10)."""

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications import module
from training_app.certifications.kinds import checking, entry, reading, telling
from training_app.certifications.kinds.entry import NewCertification
from training_app.certifications.kinds.telling import OF_ROW
from training_app.certifications.model import Certification, CertificationPrerequisite, CertificationTraining
from training_app.certifications.rules import AwardWhen, Validity
from training_app.core import audit, db
from training_app.core.errors import Invalid, NotAllowed, NotFound, Problem
from training_app.core.tables import known
from training_app.people.rules import key_of

_NOTHING = NewCertification(name="", code="")
_FULL = "Only who tracks the certifications of everybody decides which kinds there are."


class ChangedMeanwhile(Invalid):
    """Somebody else changed the same while you were editing. A problem for each field that both changed."""

    status = 409


def make(session: Session, actor: Actor, *, new: NewCertification, now: datetime) -> int:
    """Make a kind of certification and answer its id. `Invalid` names every faulty field."""
    _require(session, actor)
    return known(_add(session, actor, new=new, more=entry.problems_of_window(new.cleaned()), now=now).id)


def add_certification(
    session: Session, actor: Actor, *, new: NewCertification, now: datetime, entry: bool = True
) -> Certification:
    """Make a kind of certification that another act needs, whatever the module's switch says (C-02).

    Without `entry` the audit entry is left to the caller, whose own one names the certification.
    """
    actor.require(Permission.TRACK_CERTIFICATIONS)
    return _add(session, actor, new=new, more=[], now=now, is_told=entry)


def change(
    session: Session,
    actor: Actor,
    *,
    certification_id: int,
    base: NewCertification,
    new: NewCertification,
    now: datetime,
) -> None:
    """Change a kind from `base`, as the editor was opened with it, to `new`. Awards stay as they are.

    What only somebody else changed meanwhile stays theirs; a field changed by both is refused with what the other
    did (A-24).
    """
    _require(session, actor)
    row = _locked(session, certification_id)
    current, base, new = entered(session, row), base.cleaned(), new.cleaned()
    mine = entry.differing(base, new)
    both = [name for name in mine if name in entry.differing(base, current) and name in entry.differing(new, current)]
    if both:
        raise ChangedMeanwhile(*(Problem(name, telling.what_happened(session, row, current, name)) for name in both))
    new = replace(current, **{name: getattr(new, name) for name in entry.fields_of(mine)})
    if not entry.differing(current, new):
        return
    checking.require_sound(session, new, current, row.id, entry.problems_of_window(new))
    _store(session, row, new)
    row.version += 1
    before, after = audit.changes(telling.told(session, current), telling.told(session, new))
    audit.write(session, actor_id=actor.person_id, at=now, act="certification changed", subject="certification",
                subject_id=row.id, before=before, after=after)  # fmt: skip


def archive(session: Session, actor: Actor, *, certification_id: int, now: datetime) -> None:
    """Take a kind out of what can be awarded; its awards stay."""
    _set_archived(session, actor, certification_id, now, now=now)


def restore(session: Session, actor: Actor, *, certification_id: int, now: datetime) -> None:
    """Let an archived kind be awarded again."""
    _set_archived(session, actor, certification_id, None, now=now)


def entered(session: Session, row: Certification) -> NewCertification:
    """A kind as it could be entered anew."""
    said = {name: getattr(row, name) for name in OF_ROW} | {
        "validity": Validity(row.validity),
        "award_when": AwardWhen(row.award_when),
        "required_hours": tuple(row.required_hours.items()),
        "remind_days": tuple(row.remind_days),
    }
    trainings = tuple(one.id for one in reading.trainings_of(session, known(row.id)))
    prerequisites = tuple((one.training_id, one.what) for one in reading.prerequisites_of(session, known(row.id)))
    return NewCertification(**said, trainings=trainings, prerequisites=prerequisites).cleaned()


def to_edit(session: Session, actor: Actor, *, certification_id: int) -> NewCertification:
    """A kind as its editor begins with it."""
    reading.require_sight(session, actor)
    row = session.get(Certification, certification_id)
    if row is None:
        raise NotFound
    return entered(session, row)


def may_decide(actor: Actor) -> bool:
    """Whether this actor decides which kinds there are."""
    return actor.can(Permission.TRACK_CERTIFICATIONS) and actor.scope.everybody


def _require(session: Session, actor: Actor) -> None:
    actor.require(Permission.TRACK_CERTIFICATIONS)
    if not may_decide(actor):
        raise NotAllowed(_FULL)
    module.require_on(session)


def _add(
    session: Session, actor: Actor, *, new: NewCertification, more: list[Problem], now: datetime, is_told: bool = True
) -> Certification:
    new = new.cleaned()
    checking.require_sound(session, new, _NOTHING, None, more)
    row = Certification(name="", code="", code_key="", created_at=now)
    _store(session, row, new)
    if is_told:
        after = {
            name: value for name, value in telling.told(session, new).items() if value not in ("", None, [], {}, False)
        }
        audit.write(session, actor_id=actor.person_id, at=now, act="certification added", subject="certification",
                    subject_id=row.id, after=after)  # fmt: skip
    return row


def _locked(session: Session, certification_id: int) -> Certification:
    row = session.get(Certification, certification_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    return row


def _set_archived(session: Session, actor: Actor, number: int, at: datetime | None, *, now: datetime) -> None:
    _require(session, actor)
    row = _locked(session, number)
    before, after = row.archived_at is not None, at is not None
    if before == after:
        return
    row.archived_at = at
    row.version += 1
    act = "certification archived" if after else "certification restored"
    audit.write(session, actor_id=actor.person_id, at=now, act=act, subject="certification", subject_id=row.id,
                before={"archived": before}, after={"archived": after})  # fmt: skip
    session.flush()


def _store(session: Session, row: Certification, new: NewCertification) -> None:
    is_new = row.id is None
    for name in OF_ROW:
        setattr(row, name, getattr(new, name))
    row.code_key = key_of(new.code)
    row.required_hours, row.remind_days = dict(new.required_hours), list(new.remind_days)
    session.add(row)
    try:
        session.flush()  # of two that take the same name or code at the same moment, one is refused here
    except IntegrityError as meanwhile:
        raise Invalid(Problem("code", "Another certification has this name or code. Choose another.")) from meanwhile
    _store_trainings(session, known(row.id), new, is_new=is_new)


def _store_trainings(session: Session, number: int, new: NewCertification, *, is_new: bool) -> None:
    trainings = [{"certification_id": number, "training_id": one} for one in new.trainings]
    asked = [{"certification_id": number, "training_id": one, "kind": what.value} for one, what in new.prerequisites]
    for table, rows in ((CertificationTraining, trainings), (CertificationPrerequisite, asked)):
        if not is_new:
            session.connection().execute(sa.delete(table).where(table.certification_id == number))  # type: ignore[arg-type]
        db.insert_new(session, table, rows)
