"""Editing what a course is: of no version, so that a change is one for everybody at once (T-01)."""

from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import codes, merging, paths, queries
from training_app.catalog.checking import course as checking
from training_app.catalog.content import Facts
from training_app.catalog.facts import CourseKindChanging
from training_app.catalog.model import Exam, Material, Training
from training_app.catalog.records import CourseSession
from training_app.catalog.rules import CourseKind, TrainingKind
from training_app.core import audit, events
from training_app.core.errors import Invalid, NotFound, Problem
from training_app.core.tables import known

LABELS = {
    "title": "Title",
    "code": "Code",
    "library": "Library",
    "description": "Description",
    "level": "Level",
    "course_kind": "Kind",
    "hours": "Hours",
    "category": "Category",
    "minutes": "Minutes",
    "accredited_through": "Accredited through",
    "reassign_after_days": "Assigned again after",
    "reassign_from_completion": "Counted from",
}
NAMES = tuple(one.name for one in fields(Facts))


def read(session: Session, actor: Actor, *, training_id: int) -> Facts:
    """What a course is, as it could be entered anew; `NotFound` for a path."""
    actor.require(Permission.MANAGE_CATALOG)
    return entered(_course(session, actor, training_id))


def entered(row: Training) -> Facts:
    """The same of a row."""
    said = {name: getattr(row, name) for name in NAMES}
    return Facts(**said | {"course_kind": CourseKind(row.course_kind or CourseKind.ONLINE)})


def edit(session: Session, actor: Actor, *, training_id: int, base: Facts, new: Facts, now: datetime) -> Training:
    """Change a course from `base`, as the editor was opened with it, to `new`.

    What only somebody else changed stays theirs; what both changed is refused with what the other did (A-24).
    """
    actor.require(Permission.MANAGE_CATALOG)
    row = _course(session, actor, training_id, lock=True)
    current = entered(row)
    new = merging.merged(
        current, checking.cleaned(base), checking.cleaned(new),
        what_happened=lambda name: _what_happened(session, current, training_id, name),
    )  # fmt: skip
    changed = merging.differing(current, new)
    if not changed:
        return row
    _require_sound(session, row, current, new)
    if new.course_kind != current.course_kind:
        events.record(session, CourseKindChanging(training_id), actor_id=actor.person_id, at=now)
    for name in changed:
        setattr(row, name, getattr(new, name))
    row.version += 1
    codes.store(session, row)
    if {"hours", "minutes"} & set(changed):
        paths.add_up(session, course_id=training_id)
    audit.write(session, actor_id=actor.person_id, at=now, act="course edited", subject="training",
                subject_id=training_id, before=_told(current, changed), after=_told(new, changed))  # fmt: skip
    return row


def _course(session: Session, actor: Actor, training_id: int, *, lock: bool = False) -> Training:
    row = queries.training(session, actor, training_id=training_id, lock=lock)
    if row.kind != TrainingKind.COURSE:
        raise NotFound
    return row


def _require_sound(session: Session, row: Training, current: Facts, new: Facts) -> None:
    wrong = checking.problems_of_facts(new) + codes.problems_of(session, new.code, training_id=row.id)
    if new.course_kind != current.course_kind and (why := _why_of_this_kind(session, row, new.course_kind)):
        wrong.append(Problem("course_kind", why))
    if wrong:
        raise Invalid(*wrong)


def _why_of_this_kind(session: Session, row: Training, kind: CourseKind) -> str:
    """What of the catalogue itself keeps a course from being of another kind; empty when nothing does."""
    if kind == CourseKind.ONLINE and row.published_at is not None and not _has_something_to_do(session, row):
        return "Nobody could complete it online. Publish at least one material, or an exam, first."
    if row.course_kind != CourseKind.INSTRUCTOR_LED:
        return ""
    if session.exec(select(CourseSession.id).where(CourseSession.course_id == row.id)).first() is not None:
        return "It has sessions, so it stays instructor-led. Copy the course to offer it in another way."
    path = session.exec(select(Training.title).where(Training.requires_id == row.id)).first()
    return f"The learning path “{path}” requires its attendance, so it stays instructor-led." if path else ""


def _has_something_to_do(session: Session, row: Training) -> bool:
    version_id = queries.current_version(session, training_id=known(row.id)).id
    if session.exec(select(Material.id).where(Material.version_id == version_id)).first() is not None:
        return True
    return session.exec(select(Exam.id).where(Exam.version_id == version_id)).first() is not None


def _what_happened(session: Session, current: Facts, training_id: int, name: str) -> str:
    """What the other one did to this field, and who it was."""
    by = merging.told_by(session, "training", training_id, name)
    return f"{by} changed “{LABELS[name]}” meanwhile. It is now: {_said(name, getattr(current, name))}."


def _said(name: str, value: object) -> str:
    if name == "reassign_from_completion":
        return "the completion" if value else "the assignment"
    if isinstance(value, date):
        return f"{value:%-d %b %Y}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return f"“{value}”" if value not in (None, "") else "nothing"


def _told(facts: Facts, names: list[str]) -> dict[str, object]:
    """These fields as an audit entry holds them."""
    said = {name: getattr(facts, name) for name in names}
    return {name: _said(name, value) if isinstance(value, Decimal) else value for name, value in said.items()}
