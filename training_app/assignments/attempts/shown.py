"""Which attempts a learner sees: their own, from the start day of what asks for them on (P-05, X-03)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from training_app.access.actor import Actor
from training_app.assignments.model import Assignee, Assignment, Enrollment, PathStep
from training_app.assignments.rules import Source, Status


def mine(actor: Actor, today: date) -> list[sa.ColumnElement[bool]]:
    """Which attempts are the actor's own and shown to them: from the start day of what asks for them on (X-03).

    The courses of a learning path are shown with it.
    """
    return [
        col(Enrollment.person_id) == actor.person_id,
        _is_shown(Enrollment, today) | _is_in_shown_path(today) | (col(Enrollment.status) == Status.EVALUATED),
    ]


def is_asked_sql(today: date) -> sa.ColumnElement[bool]:
    """Whether an assignment that has begun asks for an attempt."""
    return _place_of(Enrollment, today)


def stands_alone_sql(today: date) -> sa.ColumnElement[bool]:
    """Whether something else than a learning path asks for an attempt; a path gives its courses its own source."""
    own_act = (col(Enrollment.source) != Source.ASSIGNED) & ~_is_in_shown_path(today)
    return sa.or_(_place_of(Enrollment, today), own_act, col(Enrollment.self_enrolled_at).is_not(None))


def paths_sql(today: date) -> Any:
    """Courses of attempts at learning paths that are shown, with those attempts."""
    path: Any = sa.orm.aliased(Enrollment)
    steps: Any = sa.select(path.id, path.training_id).join(PathStep, col(PathStep.path_enrollment_id) == path.id)
    return steps.where(path.closed_as.is_(None), _is_shown(path, today))


def due_sql(today: date) -> Any:
    """The first day on which an attempt is due, of all the places that ask for it and are not excused."""
    due = asked(today).with_only_columns(sa.func.min(col(Assignee.due_on)))
    of_it = due.where(col(Assignee.enrollment_id) == col(Enrollment.id), ~Assignee.is_excused_sql(today))
    return of_it.correlate(Enrollment).scalar_subquery()


def asked(today: date) -> Any:
    """Places in assignments that ask for an attempt now."""
    return (
        sa.select(col(Assignee.id))
        .join(Assignment, col(Assignment.id) == col(Assignee.assignment_id))
        .where(
            col(Assignee.withdrawn_at).is_(None),
            col(Assignment.published_at).is_not(None),
            col(Assignment.starts_on) <= today,
        )
    )


def _is_shown(attempt: Any, today: date) -> sa.ColumnElement[bool]:
    """Whether an assignment that has begun asks for an attempt, or the person themselves began or opened it."""
    return sa.or_(
        _place_of(attempt, today), attempt.source != Source.ASSIGNED, attempt.self_enrolled_at.is_not(None)
    )  # fmt: skip


def _place_of(attempt: Any, today: date) -> sa.ColumnElement[bool]:
    place: sa.ColumnElement[bool] = (
        asked(today).where(col(Assignee.enrollment_id) == attempt.id).correlate(attempt).exists()
    )
    return place


def _is_in_shown_path(today: date) -> sa.ColumnElement[bool]:
    of_it = paths_sql(today).where(col(PathStep.enrollment_id) == col(Enrollment.id)).correlate(Enrollment)
    found: sa.ColumnElement[bool] = of_it.exists()
    return found
