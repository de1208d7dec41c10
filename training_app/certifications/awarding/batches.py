"""The form of "Award Users": a row, so that what is entered is there again after a reload and in any tab (C-15)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog.model import Training
from training_app.catalog.rules import CourseKind
from training_app.certifications import module, queries
from training_app.certifications.kinds.reading import terms_of
from training_app.certifications.model import Certification
from training_app.certifications.records import AwardBatch
from training_app.certifications.rules import Association, Validity
from training_app.certifications.terms import expiry
from training_app.core import organization
from training_app.core.errors import Conflict, NotAllowed, NotFound, Problem
from training_app.core.jobs import Job
from training_app.core.paging import Page
from training_app.core.tables import known
from training_app.people.rules import folded

_A_FEW = Page(size=10)


class ConfirmedAlready(Conflict):
    """This was confirmed already, in another window or tab. Begin again to award it to more people."""


class IsArchived(Conflict):
    """This certification is archived: it is awarded to nobody any more."""


@dataclass(frozen=True)
class Activity:
    """An external activity that people are awarded for."""

    id: int
    title: str
    code: str


@dataclass(frozen=True)
class BatchDetail:
    """A form as it stands. `expires_on` is what will be written: typed by hand, or else proposed from the validity.

    `is_confirmed`: nothing can be entered any more; it became the job `job_key`, or was done at once.
    """

    id: int
    certification_id: int
    name: str
    code: str
    group_ids: tuple[int, ...]
    branch_ids: tuple[int, ...]
    issued_on: date | None
    expires_on: date | None
    is_proposed: bool
    always_valid: bool
    always_allowed: bool
    association: Association
    activity: Activity | None
    skip_held: bool
    is_confirmed: bool
    job_key: str
    problems: tuple[Problem, ...]


def begin(session: Session, actor: Actor, *, certification_id: int, now: datetime) -> int:
    """The id of a new form that issues today; the actor's own one where nothing has been entered yet."""
    _require(session, actor)
    if actor.person_id is None:
        raise NotAllowed
    kind = queries.certification(session, actor, certification_id=certification_id)
    if kind.archived_at is not None:
        raise IsArchived
    mine = select(AwardBatch).where(
        AwardBatch.made_by_id == actor.person_id,
        AwardBatch.certification_id == certification_id,
        col(AwardBatch.confirmed_at).is_(None),
        AwardBatch.touched_at == AwardBatch.made_at,
    )
    batch = session.exec(mine).first() or AwardBatch(
        key=f"{actor.person_id}:{uuid4().hex}", certification_id=certification_id, made_by_id=actor.person_id,
        made_at=now, touched_at=now, group_ids=[], branch_ids=[],
    )  # fmt: skip
    batch.issued_on, batch.made_at, batch.touched_at = organization.of(session).today(now), now, now
    batch.always_valid = kind.always_valid_allowed and kind.validity == Validity.NONE
    session.add(batch)
    session.flush()
    return known(batch.id)


def detail(session: Session, actor: Actor, *, batch_id: int) -> BatchDetail:
    """One's own form; `NotFound` for anybody else's."""
    batch = row_of(session, actor, batch_id=batch_id)
    kind = session.get_one(Certification, batch.certification_id)
    activity = session.get(Training, batch.activity_id) if batch.activity_id else None
    job = session.get(Job, batch.key) if batch.confirmed_at else None
    return BatchDetail(
        id=known(batch.id),
        certification_id=batch.certification_id,
        name=kind.name,
        code=kind.code,
        group_ids=tuple(batch.group_ids),
        branch_ids=tuple(batch.branch_ids),
        issued_on=batch.issued_on,
        expires_on=expires_on(batch, kind),
        is_proposed=batch.expires_on is None,
        always_valid=batch.always_valid,
        always_allowed=kind.always_valid_allowed,
        association=Association(batch.association),
        activity=Activity(known(activity.id), activity.title, activity.code) if activity else None,
        skip_held=batch.skip_held,
        is_confirmed=batch.confirmed_at is not None,
        job_key=job.key if job else "",
        problems=tuple(problems(batch, kind)),
    )


def activities(session: Session, actor: Actor, *, q: str = "", page: Page = _A_FEW) -> list[Activity]:
    """External activities by title or code, as one types; archived ones are not offered."""
    _require(session, actor)
    matching = [col(Training.search).contains(word, autoescape=True) for word in folded(q).split()]
    found = select(Training).where(
        Training.course_kind == CourseKind.EXTERNAL, col(Training.archived_at).is_(None), *matching
    )
    rows = session.exec(page.cut(found.order_by(Training.title, col(Training.id))))
    return [Activity(known(row.id), row.title, row.code) for row in rows]


def issue_on(session: Session, actor: Actor, *, batch_id: int, day: date | None, now: datetime) -> None:
    """Write the issue date. An expiry that was not typed by hand follows it."""
    mine(session, actor, batch_id=batch_id, now=now).issued_on = day


def expire_on(session: Session, actor: Actor, *, batch_id: int, day: date | None, now: datetime) -> None:
    """Write the expiry date; none, or the one that is proposed anyway, leaves it to the validity."""
    batch = mine(session, actor, batch_id=batch_id, now=now)
    is_proposed = day == proposed(batch, session.get_one(Certification, batch.certification_id))
    batch.expires_on = None if is_proposed else day


def be_always_valid(session: Session, actor: Actor, *, batch_id: int, on: bool, now: datetime) -> None:
    """Turn "Always Valid" on or off; the expiry date stays for when it is off again."""
    mine(session, actor, batch_id=batch_id, now=now).always_valid = on


def associate(session: Session, actor: Actor, *, batch_id: int, association: Association, now: datetime) -> None:
    """Choose how the awards came about; the activity stays for when the external type is chosen again."""
    mine(session, actor, batch_id=batch_id, now=now).association = association.value


def choose_activity(session: Session, actor: Actor, *, batch_id: int, activity_id: int | None, now: datetime) -> None:
    """Choose the external activity, or none; `NotFound` for what is no external activity."""
    batch = mine(session, actor, batch_id=batch_id, now=now)
    found = session.get(Training, activity_id) if activity_id is not None else None
    if activity_id is not None and (found is None or found.course_kind != CourseKind.EXTERNAL or found.archived_at):
        raise NotFound
    batch.activity_id = activity_id


def skip_held(session: Session, actor: Actor, *, batch_id: int, on: bool, now: datetime) -> None:
    """Turn "Skip those who hold one at least as long" on or off."""
    mine(session, actor, batch_id=batch_id, now=now).skip_held = on


def row_of(session: Session, actor: Actor, *, batch_id: int, lock: bool = False) -> AwardBatch:
    """The row of one's own form, for actions (`lock`: held against another tab); `NotFound` otherwise."""
    _require(session, actor)
    own = select(AwardBatch).where(AwardBatch.id == batch_id, AwardBatch.made_by_id == actor.person_id)
    row = session.exec(own.with_for_update() if lock else own).first()
    if row is None:
        raise NotFound
    return row


def mine(session: Session, actor: Actor, *, batch_id: int, now: datetime) -> AwardBatch:
    """The row of one's own form, to be changed."""
    batch = row_of(session, actor, batch_id=batch_id, lock=True)
    if batch.confirmed_at is not None:
        raise ConfirmedAlready
    batch.touched_at = now
    session.add(batch)
    return batch


def proposed(batch: AwardBatch, kind: Certification) -> date | None:
    """The expiry that follows from the validity and the issue date."""
    if batch.issued_on is None:
        return None
    try:
        return expiry(terms_of(kind), batch.issued_on)
    except (OverflowError, ValueError):
        return None  # beyond the end of the calendar


def expires_on(batch: AwardBatch, kind: Certification) -> date | None:
    """The expiry date that the form shows: typed by hand, or else the proposed one."""
    return batch.expires_on or proposed(batch, kind)


def problems(batch: AwardBatch, kind: Certification) -> list[Problem]:
    """What keeps a form from being confirmed, but for whom it is for; each with its field."""
    found: list[Problem] = []
    last = expires_on(batch, kind)
    if batch.issued_on is None:
        found.append(Problem("issued_on", "The issue date is missing."))
    if batch.always_valid and not kind.always_valid_allowed:
        found.append(Problem("always_valid", "This certification cannot be always valid."))
    if not batch.always_valid and last is None:
        found.append(Problem("expires_on", "The expiry date is missing."))
    if not batch.always_valid and batch.issued_on and last and last < batch.issued_on:
        found.append(Problem("expires_on", "It expires before it was issued."))
    if batch.association == Association.EXTERNAL and batch.activity_id is None:
        found.append(Problem("activity", "Which external activity? Choose one."))
    return found


def _require(session: Session, actor: Actor) -> None:
    actor.require(Permission.AWARD_CERTIFICATIONS)
    module.require_on(session)
