"""Making and archiving trainings."""

from dataclasses import fields
from datetime import datetime

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import codes, drafting, publishing, queries
from training_app.catalog.checking import course
from training_app.catalog.content import Content, Facts, NewCourse
from training_app.catalog.model import Training
from training_app.catalog.rules import TrainingKind
from training_app.core import audit
from training_app.core.errors import Invalid, Problem
from training_app.core.tables import known


def add_course(session: Session, actor: Actor, *, new: NewCourse, now: datetime) -> Training:
    """Put a course with what one works through into the catalogue (T-01). `Invalid` names each faulty field."""
    actor.require(Permission.MANAGE_CATALOG)
    new = course.cleaned(new)
    row = _store(session, new, course.problems_of(new), now)
    publishing.publish(session, training_id=known(row.id), content=new, now=now)
    audit.write(session, actor_id=actor.person_id, at=now, act="course added", subject="training", subject_id=row.id,
                after={"title": new.title, "code": new.code} | _counted(new))  # fmt: skip
    return row


def add_draft(session: Session, actor: Actor, *, new: Facts, now: datetime) -> Training:
    """Begin a course that nobody can begin yet: what it is, and a draft, empty or with what a `NewCourse` brings.

    `Invalid` names each faulty fact; what it consists of is checked when it is published.
    """
    actor.require(Permission.MANAGE_CATALOG)
    new = course.cleaned(new)
    row = _store(session, new, course.problems_of_facts(new), now)
    draft = drafting.add_empty(session, training_id=known(row.id))
    brought = new if isinstance(new, NewCourse) else Content()
    if brought.materials or brought.exam or brought.evaluation:
        publishing.fill(session, version_id=known(draft.id), content=brought)
        drafting.noted(session, actor, version=draft, now=now)
    audit.write(session, actor_id=actor.person_id, at=now, act="course begun", subject="training", subject_id=row.id,
                after={"title": new.title, "code": new.code} | _counted(brought))  # fmt: skip
    return row


def _store(session: Session, new: Facts, wrong: list[Problem], now: datetime) -> Training:
    wrong = wrong + codes.problems_of(session, new.code)
    if wrong:
        raise Invalid(*wrong)
    entered = {one.name: getattr(new, one.name) for one in fields(Facts)}
    row = Training(**entered, kind=TrainingKind.COURSE, code_key="", created_at=now)
    codes.store(session, row)
    return row


def _counted(new: Content) -> dict[str, object]:
    """How much was made, as the audit keeps it."""
    return {
        "materials": len(new.materials),
        "questions": len(new.exam.questions) if new.exam else 0,
        "evaluation": new.evaluation is not None,
    }


def archive(session: Session, actor: Actor, *, training_id: int, now: datetime) -> None:
    """Take a training out of what can be assigned; open attempts go on (X-04)."""
    _set_archived(session, actor, training_id, now, now=now)


def unarchive(session: Session, actor: Actor, *, training_id: int, now: datetime) -> None:
    """Put an archived training back among what can be assigned."""
    _set_archived(session, actor, training_id, None, now=now)


def _set_archived(session: Session, actor: Actor, training_id: int, at: datetime | None, *, now: datetime) -> None:
    actor.require(Permission.MANAGE_CATALOG)
    row = queries.training(session, actor, training_id=training_id, lock=True)
    before, after = row.archived_at is not None, at is not None
    if before == after:
        return
    row.archived_at = at
    row.version += 1
    audit.write(session, actor_id=actor.person_id, at=now, subject="training", subject_id=training_id,
                act="training archived" if after else "training unarchived",
                before={"archived": before}, after={"archived": after})  # fmt: skip
