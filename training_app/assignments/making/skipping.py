"""Who was chosen and got no place, and why: the lines in the result of the job that assigns (A-11, J-01)."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.making import choosing
from training_app.assignments.model import Assignee, Assignment, Chosen, Enrollment
from training_app.assignments.rules import Status
from training_app.catalog import queries as catalog
from training_app.core import organization, spoken
from training_app.core.jobs import Job, JobLine
from training_app.core.tables import known
from training_app.people.model import Person

DEACTIVATED = "Deactivated"
UNPREPARED = "Has not attended the course that this one requires"


def note(session: Session, *, assignment_id: int, job_key: str) -> None:
    """Write a line for everybody chosen on the form of a job who gets no place in its assignment, everybody at once.

    Call it when the attempts were given, and while those chosen are still known: publishing forgets them.
    """
    assignment = session.get_one(Assignment, assignment_id)
    why = _why(session, assignment, organization.of(session).today(session.get_one(Job, job_key).started_at))
    has_place = sa.exists().where(
        col(Assignee.assignment_id) == assignment_id,
        col(Assignee.person_id) == col(Person.id),
        col(Assignee.withdrawn_at).is_(None),
    )
    gets_none = ~Person.active_sql() | ~choosing.has_open_sql(assignment.training_id)
    line = {"job_key": sa.literal(job_key), "subject": sa.literal("person"), "subject_id": col(Person.id), "why": why}
    rows = (
        sa.select(*line.values())
        .join(Chosen, col(Chosen.person_id) == col(Person.id))
        .where(col(Chosen.form_key) == job_key, ~has_place, gets_none, why.is_not(None))
    )
    session.connection().execute(sa.insert(JobLine).from_select(list(line), rows))


def _why(session: Session, assignment: Assignment, today: date) -> sa.ColumnElement[str | None]:
    """The reason in words, of several the one that weighs most; null for who would get a place."""
    training_id = assignment.training_id
    reasons: list[tuple[sa.ColumnElement[bool], sa.ColumnElement[str]]] = [
        (~Person.active_sql(), sa.literal(DEACTIVATED))
    ]
    if not assignment.allow_duplicates:
        completed = _completed_on(session, training_id)
        when = sa.literal("Completed it on ") + spoken.day_sql(completed) + sa.literal(", in this licensing period")
        reasons.append((choosing.completed_this_period_sql(session, training_id, today), when))
    reasons.append((choosing.lacks_prerequisite_sql(session, training_id), sa.literal(UNPREPARED)))
    return sa.case(*reasons, else_=sa.null())


def _completed_on(session: Session, training_id: int) -> sa.ScalarSelect[date | None]:
    """The last day on which the person completed the training, or a course of the path that it is (X-02)."""
    version = catalog.current_version(session, training_id=training_id)
    courses = [known(course.id) for course in catalog.courses_of(session, version_id=known(version.id))]
    return (
        sa.select(sa.func.max(col(Enrollment.completed_on)))
        .where(
            col(Enrollment.person_id) == col(Person.id),
            col(Enrollment.training_id).in_([training_id, *courses]),
            col(Enrollment.status) == Status.EVALUATED,
            col(Enrollment.closed_as).is_(None),
        )
        .correlate(Person)
        .scalar_subquery()
    )
