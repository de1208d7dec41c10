"""The draft of a course: begun as a copy of what is published, edited part by part, then published or discarded.

Whoever changes anything of a draft holds the row of its course, so that of two at the same moment one waits.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import queries, reading, version_rows
from training_app.catalog.checking import course as checking
from training_app.catalog.content import Content
from training_app.catalog.model import Training, TrainingVersion
from training_app.catalog.rules import CourseKind, TrainingKind
from training_app.core import audit
from training_app.core.errors import Conflict, Invalid, NotFound
from training_app.core.tables import known


class NotDraft(Conflict):
    """This was published meanwhile and is not changed any more. Press “Change the content” to go on from there."""


class NothingChanged(Conflict):
    """Nothing has changed since the version that is published."""


def begin(session: Session, actor: Actor, *, training_id: int, now: datetime) -> int:
    """The id of the draft of a course: the one that there is, or a copy of the newest version."""
    row = _course(session, actor, training_id)
    draft = draft_of(session, training_id=training_id)
    if draft is not None:
        return known(draft.id)
    newest = queries.current_version(session, training_id=training_id)
    draft = add_empty(session, training_id=training_id)
    number = draft.number
    version_rows.copy(session, version_id=known(newest.id), into=known(draft.id), is_same_training=True)
    audit.write(session, actor_id=actor.person_id, at=now, act="draft begun", subject="training", subject_id=row.id,
                after={"version": number})  # fmt: skip
    return known(draft.id)


def draft_of(session: Session, *, training_id: int) -> TrainingVersion | None:
    """The version of a course that is not published; None when there is none."""
    wanted = select(TrainingVersion).where(
        TrainingVersion.training_id == training_id, col(TrainingVersion.published_at).is_(None)
    )
    return session.exec(wanted).first()


def add_empty(session: Session, *, training_id: int) -> TrainingVersion:
    """A draft without content. The course is held, or new."""
    numbers = session.exec(select(TrainingVersion.number).where(TrainingVersion.training_id == training_id)).all()
    draft = TrainingVersion(training_id=training_id, number=max(numbers, default=0) + 1)
    session.add(draft)
    session.flush()
    return draft


def held(session: Session, actor: Actor, *, version_id: int) -> TrainingVersion:
    """A draft, held to the end of the transaction, as every edit of a part of it needs it.

    `NotFound` when it is gone, `NotDraft` when it is published.
    """
    actor.require(Permission.MANAGE_CATALOG)
    found = session.get(TrainingVersion, version_id)
    if found is None:
        raise NotFound
    queries.training(session, actor, training_id=found.training_id, lock=True)
    # Whoever held it before may have published or discarded it.
    wanted = select(TrainingVersion).where(TrainingVersion.id == version_id)
    version = session.exec(wanted.execution_options(populate_existing=True)).first()
    if version is None:
        raise NotFound
    if version.published_at is not None:
        raise NotDraft
    return version


def noted(session: Session, actor: Actor, *, version: TrainingVersion, now: datetime) -> None:
    """Say of a draft that something in it was changed, when and by whom."""
    version.edited_at, version.edited_by_id = now, actor.person_id
    session.add(version)
    session.flush()


def discard(session: Session, actor: Actor, *, training_id: int, now: datetime) -> None:
    """Do without the draft; what is published stays. A course that never was keeps an empty draft."""
    row = _course(session, actor, training_id)
    draft = draft_of(session, training_id=training_id)
    if draft is None:
        return
    number = draft.number
    version_rows.delete(session, version_ids=[known(draft.id)])
    if row.published_at is None:
        draft.edited_at = draft.edited_by_id = None
    else:
        session.delete(draft)
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="draft discarded", subject="training",
                subject_id=training_id, before={"version": number})  # fmt: skip


def publish(session: Session, actor: Actor, *, training_id: int, now: datetime) -> TrainingVersion:
    """Make the draft what new attempts begin with; open attempts keep theirs (X-04).

    `Invalid` names each fault by its place, e.g. `exam.questions.3.choices`; `NothingChanged` when that is so.
    """
    row = _course(session, actor, training_id)
    draft = draft_of(session, training_id=training_id)
    if draft is None:
        raise NothingChanged
    content = reading.content(session, version_id=known(draft.id))
    before = _published(session, row)
    if before is not None and (draft.edited_at is None or content == before):
        raise NothingChanged
    if wrong := checking.problems_of_whole(CourseKind(row.course_kind or CourseKind.ONLINE), content):
        raise Invalid(*wrong)
    draft.published_at = now
    row.published_at = row.published_at or now
    row.version += 1
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="course published", subject="training",
                subject_id=training_id, before=_counted(before),
                after={"version": draft.number} | _counted(content))  # fmt: skip
    return draft


def _course(session: Session, actor: Actor, training_id: int) -> Training:
    actor.require(Permission.MANAGE_CATALOG)
    row = queries.training(session, actor, training_id=training_id, lock=True)
    if row.kind != TrainingKind.COURSE:
        raise NotFound
    return row


def _published(session: Session, row: Training) -> Content | None:
    if row.published_at is None:
        return None
    newest = queries.current_version(session, training_id=known(row.id))
    return reading.content(session, version_id=known(newest.id))


def _counted(content: Content | None) -> dict[str, object]:
    """How much there is of each part, as the audit keeps it."""
    if content is None:
        return {}
    return {
        "materials": len(content.materials),
        "questions": len(content.exam.questions) if content.exam else 0,
        "evaluation": content.evaluation is not None,
    }
