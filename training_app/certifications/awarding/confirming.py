"""Awarding whom a form of "Award Users" names: at once up to 100, beyond that in portions by a job (C-15, C-16).

Confirming writes down everybody who is meant at that moment. Later joiners are not among them; who is deactivated
before their turn is skipped.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications.awarding import batches, preview, targets
from training_app.certifications.awarding.preview import FOR_GOOD
from training_app.certifications.model import Award, Certification
from training_app.certifications.records import AwardBatch, AwardTarget
from training_app.certifications.rules import Association
from training_app.core import audit, db, jobs, organization, paging, spoken
from training_app.core.errors import Invalid, Problem
from training_app.core.jobs import Job, JobLine
from training_app.core.tables import known
from training_app.people.model import Person
from training_app.people.queries import visible

AT_ONCE = 100
DEACTIVATED = "Deactivated"
UNSEEN = "No longer among the people of whoever awarded it"
UNDONE = "Not awarded: it ended before their turn"
_AWARD = Award.__table__.c  # type: ignore[attr-defined]  # SQLModel sets __table__


@dataclass(frozen=True)
class Confirmed:
    """What came of it, or with a job what will: `people` were meant, `deactivated` ones besides are left out."""

    certification_id: int
    people: int
    deactivated: int
    awarded: int
    skipped: int
    job_key: str = ""
    again: bool = False


@dataclass(frozen=True)
class Portion:
    """A part of a batch: the last person in it, None behind the end, and how many people it had."""

    last: int | None
    people: int = 0


def confirm(session: Session, actor: Actor, *, batch_id: int, now: datetime) -> Confirmed:
    """Award whom one's own form means now; confirmed again, it answers what it did before.

    `Invalid` names each faulty field: people, issued_on, expires_on, always_valid, activity.
    """
    batch = batches.row_of(session, actor, batch_id=batch_id, lock=True)
    if batch.confirmed_at is not None:
        return _earlier(session, actor, batch)
    kind = _held_fast(session, batch)
    if kind.archived_at is not None:
        raise batches.IsArchived
    people, deactivated = preview.numbers(session, actor, batch_id=batch_id)
    # Whether there are more than a hundred is known after the first of them.
    coming = preview.not_skipped(session, actor, batch_id=batch_id, today=organization.of(session).today(now),
                                 most=AT_ONCE + 1)  # fmt: skip
    wrong = batches.problems(batch, kind) + _nobody(people, coming)
    if wrong:
        raise Invalid(*wrong)
    _write_down(session, actor, batch, kind, now)
    if coming > AT_ONCE:
        jobs.start(session, kind="award", key=batch.key, title=kind.name, total=people,
                   started_by_id=actor.person_id, now=now)  # fmt: skip
        return Confirmed(batch.certification_id, people, deactivated, 0, 0, job_key=batch.key)
    award(session, actor, batch_id=batch_id, after=0, size=people, now=now)
    finish(session, batch_id=batch_id, now=now)
    return Confirmed(batch.certification_id, people, deactivated, batch.awarded, batch.skipped)


def award(session: Session, actor: Actor, *, batch_id: int, after: int, size: int, now: datetime) -> Portion:
    """Award the next `size` people of a confirmed form, in the order of their ids, after that one (C-16).

    A job gets a line for each who is skipped. Whoever has the award of this form already gets no second one.
    """
    actor.require(Permission.AWARD_CERTIFICATIONS)
    batch = session.get_one(AwardBatch, batch_id)
    _held_fast(session, batch)
    waiting = _targets(batch, col(AwardTarget.person_id) > after)
    cut = waiting.order_by(col(AwardTarget.person_id)).limit(size).subquery()
    counted: Any = sa.select(sa.func.max(cut.c.person_id), sa.func.count()).select_from(cut)
    last, number = session.connection().execute(counted).one()
    if last is None:
        return Portion(None)
    of_portion = col(AwardTarget.person_id).between(after + 1, last)
    people = _people(session, actor, batch, of_portion)
    new = _new_award(batch, people.c.id, now)
    rows = sa.select(*new.values()).where(~_is_skipped(batch, people))
    session.connection().execute(db.insert_or_ignore(Award).from_select(list(new), rows))
    if session.get(Job, batch.key) is not None:
        rest = _people(session, actor, batch, of_portion & col(AwardTarget.person_id).not_in(_awarded(batch)))
        line = _line(batch, rest.c.id, why=_why(rest))
        session.connection().execute(sa.insert(JobLine).from_select(list(line), sa.select(*line.values())))
    return Portion(int(last), number)


def finish(session: Session, *, batch_id: int, now: datetime, is_early: bool = False) -> dict[str, int]:
    """Write the act into the audit and answer its numbers; of a job that `is_early`, who was not reached too."""
    batch = session.get_one(AwardBatch, batch_id)
    made = sa.select(col(Award.id)).where(col(Award.batch_id) == batch_id)
    ids = [known(one) for one in session.connection().execute(made).scalars()]
    total = paging.count(session, _targets(batch))
    # Whoever was deactivated between the two statements of a portion has neither; everybody is accounted for.
    rest = _note_rest(session, batch, UNDONE if is_early else DEACTIVATED, of=total - len(ids))
    left = rest if is_early else 0
    batch.awarded, batch.skipped = len(ids), total - left - len(ids)
    session.add(batch)
    if ids:
        after = {"awarded": batch.awarded, "skipped": batch.skipped, "issued_on": batch.issued_on,
                 "expires_on": batch.expires_on, "always_valid": batch.always_valid,
                 "association": batch.association, "activity_id": _activity_id(batch)}  # fmt: skip
        audit.write(session, actor_id=batch.made_by_id, at=now, act="certifications awarded", subject="certification",
                    subject_id=batch.certification_id, after=after, rows=ids)  # fmt: skip
    told = {"certification_id": batch.certification_id, "awarded": batch.awarded, "skipped": batch.skipped}
    return told | ({"left": left} if left else {})


def of_job(session: Session, *, job_key: str) -> int:
    """The id of the form that became this job."""
    found = sa.select(col(AwardBatch.id)).where(col(AwardBatch.key) == job_key)
    return known(session.connection().execute(found).scalar_one())


def _earlier(session: Session, actor: Actor, batch: AwardBatch) -> Confirmed:
    told = batches.detail(session, actor, batch_id=known(batch.id))
    people = paging.count(session, _targets(batch))
    return Confirmed(batch.certification_id, people, 0, batch.awarded, batch.skipped, told.job_key, again=True)


def _held_fast(session: Session, batch: AwardBatch) -> Certification:
    """The certification: two batches of one kind at the same moment go one after the other, each seeing the other's."""
    found = select(Certification).where(Certification.id == batch.certification_id)
    return session.exec(found.with_for_update(key_share=True)).one()


def _nobody(people: int, coming: int) -> list[Problem]:
    if not people:
        return [Problem("people", "Nobody is chosen. Choose at least one person, group or branch.")]
    if not coming:
        return [Problem("people", f"Nobody would be awarded: all {people:,} hold one at least as long.")]
    return []


def _write_down(session: Session, actor: Actor, batch: AwardBatch, kind: Certification, now: datetime) -> None:
    """The snapshot: everybody active who is meant now, and with what they are awarded."""
    gone = sa.select(col(Person.id)).where(~Person.active_sql() | ~visible(actor))
    session.connection().execute(sa.delete(AwardTarget).where(_of(batch), col(AwardTarget.person_id).in_(gone)))
    whom = targets.meant(actor, batch) & Person.active_sql()
    everybody = sa.select(sa.literal(batch.id), col(Person.id)).where(whom)
    session.connection().execute(db.insert_or_ignore(AwardTarget).from_select(["batch_id", "person_id"], everybody))
    batch.expires_on = None if batch.always_valid else batches.expires_on(batch, kind)
    batch.confirmed_at = batch.touched_at = now
    session.add(batch)
    session.flush()


def _of(batch: AwardBatch) -> sa.ColumnElement[bool]:
    return col(AwardTarget.batch_id) == batch.id


def _targets(batch: AwardBatch, *which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(col(AwardTarget.person_id)).where(_of(batch), *which)


def _today(session: Session, batch: AwardBatch) -> date:
    """The organization day on which it was confirmed."""
    return organization.of(session).today(batch.confirmed_at or batch.touched_at)


def _people(session: Session, actor: Actor, batch: AwardBatch, which: sa.ColumnElement[bool]) -> sa.Subquery:
    """People of the snapshot as they are now. The offset has until when they hold it found once for each."""
    until = preview.until_sql(batch.certification_id, preview.held_on(batch, _today(session, batch))).label("until")
    columns: Any = (col(Person.id), Person.active_sql().label("is_active"), visible(actor).label("is_seen"), until)
    joined = sa.select(*columns).join(AwardTarget, col(AwardTarget.person_id) == col(Person.id))
    return joined.where(_of(batch), which).offset(0).subquery()


def _is_skipped(batch: AwardBatch, people: sa.Subquery) -> sa.ColumnElement[bool]:
    is_skipped: sa.ColumnElement[bool] = ~people.c.is_active | ~people.c.is_seen
    as_long = sa.func.coalesce(people.c.until >= (batch.expires_on or FOR_GOOD), sa.false())
    return is_skipped | as_long if batch.skip_held else is_skipped


def _awarded(batch: AwardBatch) -> sa.Select[Any]:
    # For IN, not for EXISTS: PostgreSQL knows nothing yet of rows this fresh, and would look each up in all of them.
    return sa.select(col(Award.person_id)).where(col(Award.batch_id) == batch.id)


def _new_award(batch: AwardBatch, person_id: sa.ColumnElement[int], now: datetime) -> dict[str, Any]:
    said = {
        "certification_id": batch.certification_id, "issued_on": batch.issued_on, "expires_on": batch.expires_on,
        "always_valid": batch.always_valid, "number": "", "association": batch.association,
        "activity_id": _activity_id(batch), "by_id": batch.made_by_id, "batch_id": batch.id, "created_at": now,
        "version": 1,
    }  # fmt: skip
    return {"person_id": person_id} | {name: sa.literal(value, _AWARD[name].type) for name, value in said.items()}


def _activity_id(batch: AwardBatch) -> int | None:
    return batch.activity_id if batch.association == Association.EXTERNAL else None


def _line(batch: AwardBatch, person_id: Any, *, why: sa.ColumnElement[str]) -> dict[str, Any]:
    return {"job_key": sa.literal(batch.key), "subject": sa.literal("person"), "subject_id": person_id, "why": why}


def _note_rest(session: Session, batch: AwardBatch, why: str, *, of: int) -> int:
    """A line of a job for everybody who has neither award nor line, where some are missing; answer how many."""
    noted = sa.select(col(JobLine.subject_id)).where(col(JobLine.job_key) == batch.key)
    if session.get(Job, batch.key) is None or paging.count(session, noted) == of:
        return 0
    person_id = col(AwardTarget.person_id)
    line = _line(batch, person_id, why=sa.literal(why))
    rows = sa.select(*line.values()).where(_of(batch), person_id.not_in(_awarded(batch)), person_id.not_in(noted))
    written = sa.insert(JobLine).from_select(list(line), rows)
    return session.connection().execute(written, execution_options={"preserve_rowcount": True}).rowcount


def _why(people: sa.Subquery) -> sa.ColumnElement[str]:
    return sa.case(
        # Whoever was not active when the awards were written and is now holds none.
        (~people.c.is_seen, sa.literal(UNSEEN)),
        (~people.c.is_active | people.c.until.is_(None), sa.literal(DEACTIVATED)),
        (people.c.until == FOR_GOOD, sa.literal("Holds one that is always valid")),
        else_=sa.literal("Holds one until ") + spoken.day_sql(people.c.until),
    )
