"""What hangs on a training, so that it cannot be deleted, or be taken in another way."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.model import Assignment, AssignmentDraft, Enrollment
from training_app.assignments.records import Attendance, AttendanceEntry, ExternalActivity, SignUp
from training_app.catalog import queries as catalog
from training_app.catalog.deleting import InUse
from training_app.catalog.facts import CourseKindChanging, TrainingDeleting
from training_app.catalog.model import PathCourse, Training, TrainingVersion
from training_app.catalog.records import CourseSession
from training_app.certifications.model import Award, Certification, CertificationPrerequisite, CertificationTraining
from training_app.certifications.records import AwardBatch
from training_app.certifications.rules import Prerequisite
from training_app.core.errors import Invalid, Problem

MOST_NAMED = 3


def uses(session: Session, actor: Actor, *, training_id: int) -> list[str]:
    """What hangs on a training, each in words without a full stop; nothing when it can be deleted."""
    actor.require(Permission.MANAGE_CATALOG)
    catalog.training(session, actor, training_id=training_id)
    return _uses(session, training_id)


def when_deleting(session: Session, fact: TrainingDeleting, _actor_id: int | None, _at: datetime) -> None:
    """Refuse to let go of what somebody needs."""
    if found := _uses(session, fact.training_id):
        raise InUse(found)


def when_kind_changing(session: Session, fact: CourseKindChanging, _actor_id: int | None, _at: datetime) -> None:
    """Refuse to change how a course is taken that people have begun, or recorded, in the way it had."""
    people, activities = session.connection().execute(
        sa.select(_people(Enrollment, Enrollment.training_id == fact.training_id),
                  _rows(ExternalActivity, ExternalActivity.training_id == fact.training_id))
    ).one()  # fmt: skip
    why = _said(people, *_ENROLLED) if people else _said(activities, *_ACTIVITIES) if activities else ""
    if attended := list(session.connection().execute(_attended_for(fact.training_id)).scalars()):
        why = _named("certification", attended, "requires its attendance", "require its attendance")
    if why:
        text = f"{why}, so its kind stays. Copy the course to offer it in another way."
        raise Invalid(Problem("course_kind", text[0].upper() + text[1:]))


_ENROLLED = "person has an enrollment in it", "people have an enrollment in it"
_ACTIVITIES = "external activity is recorded for it", "external activities are recorded for it"


def _uses(session: Session, training_id: int) -> list[str]:
    counts = _counts(training_id)
    numbers = session.connection().execute(sa.select(*counts.values())).one()
    found = [_said(number, *words) for words, number in zip(counts, numbers, strict=True) if number]
    for (what, verb, verb_of_many), titles in _titles(training_id).items():
        names = list(session.connection().execute(titles).scalars())
        if names:
            found.append(_named(what, names, verb, verb_of_many))
    return found


def _counts(training_id: int) -> dict[tuple[str, str], Any]:
    """How many of each hang on it, under the words that follow one and several."""
    signed_up = sa.exists().where(col(SignUp.session_id) == col(CourseSession.id)).correlate(CourseSession)
    is_unfinished = col(AssignmentDraft.assignment_id).is_(None)
    return {
        _ENROLLED: _people(Enrollment, Enrollment.training_id == training_id),
        ("assignment is of it", "assignments are of it"): _rows(Assignment, Assignment.training_id == training_id),
        ("assignment that is being put together is of it", "assignments that are being put together are of it"): _rows(
            AssignmentDraft, AssignmentDraft.training_id == training_id, is_unfinished
        ),
        ("session has sign-ups", "sessions have sign-ups"): _rows(
            CourseSession, CourseSession.course_id == training_id, signed_up
        ),
        ("person is recorded as attending", "people are recorded as attending"): _people(
            Attendance, Attendance.course_id == training_id
        ),
        ("person has a result entered for a session", "people have a result entered for a session"): _people(
            AttendanceEntry, AttendanceEntry.course_id == training_id
        ),
        _ACTIVITIES: _rows(ExternalActivity, ExternalActivity.training_id == training_id),
        ("award names it", "awards name it"): _rows(Award, Award.activity_id == training_id),
        ("batch of awards names it", "batches of awards name it"): _rows(
            AwardBatch, AwardBatch.activity_id == training_id
        ),
    }


def _titles(training_id: int) -> dict[tuple[str, str, str], Any]:
    """The names of each that hang on it, under what they are called and what they do."""
    of_version = sa.select(col(TrainingVersion.training_id)).join(
        PathCourse, col(PathCourse.version_id) == col(TrainingVersion.id)
    )
    has_it = col(Training.id).in_(of_version.where(col(PathCourse.course_id) == training_id))
    now = sa.select(col(PathCourse.id)).where(
        col(PathCourse.version_id) == TrainingVersion.newest_of_sql(Training), col(PathCourse.course_id) == training_id
    )
    titles = sa.select(col(Training.title)).order_by(col(Training.title), col(Training.id))
    names = sa.select(col(Certification.name)).order_by(col(Certification.name))
    earned = sa.select(col(CertificationTraining.certification_id)).where(
        col(CertificationTraining.training_id) == training_id
    )
    required = sa.select(col(CertificationPrerequisite.certification_id)).where(
        col(CertificationPrerequisite.training_id) == training_id
    )
    return {
        ("learning path", "has it", "have it"): titles.where(has_it, now.exists()),
        ("learning path", "had it in an earlier version", "had it in an earlier version"): titles.where(
            has_it, ~now.exists()
        ),
        ("learning path", "requires its attendance", "require its attendance"): titles.where(
            col(Training.requires_id) == training_id
        ),
        ("certification", "is earned by it", "are earned by it"): names.where(col(Certification.id).in_(earned)),
        ("certification", "requires it", "require it"): names.where(col(Certification.id).in_(required)),
    }


def _attended_for(training_id: int) -> Any:
    """The names of the certifications that require attendance of a course."""
    which = sa.select(col(CertificationPrerequisite.certification_id)).where(
        col(CertificationPrerequisite.training_id) == training_id,
        col(CertificationPrerequisite.kind) == Prerequisite.ATTENDED,
    )
    return sa.select(col(Certification.name)).where(col(Certification.id).in_(which)).order_by(col(Certification.name))


def _rows(table: Any, *which: Any) -> Any:
    return sa.select(sa.func.count()).select_from(table).where(*which).scalar_subquery()


def _people(table: Any, which: Any) -> Any:
    return sa.select(sa.func.count(sa.distinct(col(table.person_id)))).where(which).scalar_subquery()


def _said(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _named(what: str, names: list[str], verb: str, verb_of_many: str) -> str:
    """Up to three by their names; more of them by their number."""
    if len(names) > MOST_NAMED:
        return f"{len(names):,} {what}s {verb_of_many}"
    said = [f"“{name}”" for name in names]
    if len(said) == 1:
        return f"the {what} {said[0]} {verb}"
    return f"the {what}s {', '.join(said[:-1])} and {said[-1]} {verb_of_many}"
