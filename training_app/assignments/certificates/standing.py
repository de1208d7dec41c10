"""Whether a completion still stands: the one place that decides between valid and withdrawn (T-06)."""

import sqlalchemy as sa
from sqlmodel import col

from training_app.assignments.model import Enrollment
from training_app.assignments.rules import Status


def stands_sql() -> sa.ColumnElement[bool]:
    """Whether an attempt is complete, and its completion was not taken back."""
    return (
        (col(Enrollment.status) == Status.EVALUATED)
        & col(Enrollment.closed_as).is_(None)
        & col(Enrollment.completed_on).is_not(None)
    )
