"""Making and editing learning paths (T-05)."""

from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import codes, entry, merging, publishing, queries
from training_app.catalog.content import Content
from training_app.catalog.entry import LABELS, NewPath
from training_app.catalog.model import PathCourse, Training, TrainingVersion
from training_app.catalog.rules import TrainingKind
from training_app.core import audit, db
from training_app.core.errors import Invalid, NotFound
from training_app.core.tables import known

_EMPTY = NewPath(title="", code="")


def add(session: Session, actor: Actor, *, new: NewPath, now: datetime) -> Training:
    """Put a path into the catalogue. `Invalid` names every faulty field."""
    actor.require(Permission.MANAGE_CATALOG)
    new = new.cleaned()
    row = Training(kind=TrainingKind.PATH, course_kind=None, title="", code="", code_key="", created_at=now)
    _require_sound(session, new, _EMPTY, None)
    _store(session, row, new)
    _publish(session, row, new.courses, now)
    audit.write(session, actor_id=actor.person_id, at=now, act="path added", subject="training", subject_id=row.id,
                after=_told(session, new, [field.name for field in fields(new)]))  # fmt: skip
    return row


def edit(session: Session, actor: Actor, *, training_id: int, base: NewPath, new: NewPath, now: datetime) -> Training:
    """Change a path from `base`, as the editor was opened with it, to `new`.

    What only somebody else changed meanwhile stays theirs; a field changed by both is refused with what the other
    did (A-24). Other courses, or another order of them, are a new version: open attempts keep theirs (X-04).
    """
    actor.require(Permission.MANAGE_CATALOG)
    row = queries.training(session, actor, training_id=training_id, lock=True)
    if row.kind != TrainingKind.PATH:
        raise NotFound
    current, base, new = entered(session, row), base.cleaned(), new.cleaned()
    new = merging.merged(current, base, new, what_happened=lambda name: _what_happened(session, row, current, name))
    changed = merging.differing(current, new)
    if not changed:
        return row
    _require_sound(session, new, current, row.id)
    _store(session, row, new)
    if "courses" in changed:
        _publish(session, row, new.courses, now)
    row.version += 1
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="path edited", subject="training", subject_id=row.id,
                before=_told(session, current, changed), after=_told(session, new, changed))  # fmt: skip
    return row


def add_up(session: Session, *, course_id: int) -> None:
    """Bring hours and minutes into step of every path that has this course now."""
    with_it = select(Training, TrainingVersion).join(
        TrainingVersion, col(TrainingVersion.id) == TrainingVersion.newest_of_sql(Training)
    )
    has_it = (col(PathCourse.version_id) == col(TrainingVersion.id)) & (col(PathCourse.course_id) == course_id)
    for row, version in session.exec(with_it.join(PathCourse, has_it)):
        _add_up(session, row, version)


def entered(session: Session, path: Training) -> NewPath:
    """A path as it could be entered anew."""
    version = queries.current_version(session, training_id=known(path.id))
    courses = queries.courses_of(session, version_id=known(version.id))
    return NewPath(
        title=path.title,
        code=path.code,
        courses=tuple(known(one.id) for one in courses),
        level=path.level,
        description=path.description,
        accredited_through=path.accredited_through,
        requires_id=path.requires_id,
    )


def _require_sound(session: Session, new: NewPath, before: NewPath, path_id: int | None) -> None:
    """Courses and required attendance are looked at when they change: what stood before may stay."""
    wrong = entry.problems_of(new)
    if new.courses != before.courses:
        found = session.exec(select(Training).where(db.is_one_of(col(Training.id), new.courses))).all()
        wrong += entry.problems_of_courses(new, found)
    if new.requires_id is not None and new.requires_id != before.requires_id:
        wrong += entry.problems_of_required(session.get(Training, new.requires_id))
    wrong += codes.problems_of(session, new.code, training_id=path_id)
    if wrong:
        raise Invalid(*wrong)


def _store(session: Session, row: Training, new: NewPath) -> None:
    row.title, row.code = new.title, new.code
    row.level, row.description = new.level, new.description
    row.accredited_through, row.requires_id = new.accredited_through, new.requires_id
    codes.store(session, row)


def _publish(session: Session, row: Training, courses: tuple[int, ...], now: datetime) -> None:
    version = publishing.publish(session, training_id=known(row.id), content=Content(courses=courses), now=now)
    _add_up(session, row, version)


def _add_up(session: Session, row: Training, version: TrainingVersion) -> None:
    parts = queries.courses_of(session, version_id=known(version.id))
    row.hours = sum((one.hours for one in parts), Decimal(0))
    row.minutes = sum(one.minutes or 0 for one in parts)


def _what_happened(session: Session, row: Training, current: NewPath, name: str) -> str:
    """What the other one did to this field, and who it was."""
    by = merging.told_by(session, "training", known(row.id), name)
    value = _told(session, current, [name])[name]
    return f"{by} changed “{LABELS[name]}” meanwhile. It is now: {_said(value)}."


def _said(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d %b %Y}"
    return ", ".join(value) if isinstance(value, list) else f"“{value}”" if value else "nothing"


def _told(session: Session, path: NewPath, names: list[str]) -> dict[str, object]:
    """These fields as an audit entry holds them: trainings by their titles."""
    ids = [*path.courses, *([path.requires_id] if path.requires_id else [])]
    titles = {one.id: one.title for one in session.exec(select(Training).where(db.is_one_of(col(Training.id), ids)))}
    said = {name: getattr(path, name) for name in names}
    if "courses" in said:
        said["courses"] = [titles[course] for course in path.courses]
    if "requires_id" in said:
        said["requires_id"] = titles.get(path.requires_id, "")
    return said
