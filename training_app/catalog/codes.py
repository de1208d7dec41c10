"""A code is one training's alone (T-01): looked at before a training is stored, and kept so by the database."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from training_app.catalog.model import Training
from training_app.core.errors import Invalid, Problem
from training_app.people.rules import folded, key_of


def problems_of(session: Session, code: str, *, training_id: int | None = None) -> list[Problem]:
    """Whether another training than `training_id` has this code; upper and lower case are the same."""
    same = select(Training.title).where(
        Training.code_key == key_of(code), col(Training.id).is_distinct_from(training_id)
    )
    title = session.exec(same).first()
    return [] if title is None else [_taken(code, title)]


def store(session: Session, row: Training) -> None:
    """Store a training under what it is found by; of two that take a code at the same moment one is `Invalid`."""
    row.code_key = key_of(row.code)
    row.search = folded(" ".join((row.title, row.code, row.library, row.level or "")))
    session.add(row)
    try:
        session.flush()
    except IntegrityError as meanwhile:
        raise Invalid(_taken(row.code, "another training")) from meanwhile


def _taken(code: str, whose: str) -> Problem:
    return Problem("code", f"“{code}” is the code of “{whose}” already. Choose another.")
