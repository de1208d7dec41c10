"""Finding what awards a kind of certification, or must have been done before, as one types."""

from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.catalog.model import Training
from training_app.certifications.kinds import reading
from training_app.certifications.kinds.reading import TrainingOfKind
from training_app.core import db
from training_app.people.rules import folded

OFFERED = 8


def trainings(session: Session, actor: Actor, *, q: str) -> list[TrainingOfKind]:
    """Courses, learning paths and external activities by title, code, library or level; nothing for nothing."""
    reading.require_sight(session, actor)
    words = folded(q).split()
    if not words:
        return []
    which = [col(Training.search).contains(word, autoescape=True) for word in words]
    return reading.trainings(session, col(Training.archived_at).is_(None), *which, most=OFFERED)


def these(session: Session, actor: Actor, *, ids: tuple[int, ...]) -> list[TrainingOfKind]:
    """These trainings by title; what is none is left out."""
    reading.require_sight(session, actor)
    return reading.trainings(session, db.is_one_of(col(Training.id), ids))
