"""What is wrong with a kind of certification as it is entered, beside what there is already (C-01)."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.catalog.model import Training
from training_app.catalog.rules import CourseKind
from training_app.certifications.kinds import entry
from training_app.certifications.kinds.entry import NewCertification
from training_app.certifications.model import Certification
from training_app.certifications.rules import Prerequisite
from training_app.core import db
from training_app.core.errors import Invalid, Problem
from training_app.people.rules import key_of


def require_sound(
    session: Session, new: NewCertification, before: NewCertification, number: int | None, more: list[Problem]
) -> None:
    """What stood before may stay: an archived training, say. What is new is looked at."""
    wrong = [*entry.problems_of(new), *more, *_taken(session, new, number)]
    added = set(new.trainings) - set(before.trainings)
    asked = set(new.prerequisites) - set(before.prerequisites)
    wrong += _of_trainings(session, added, "trainings")
    wrong += _of_trainings(session, {training for training, _ in asked}, "prerequisites")
    attended = [training for training, what in asked if what is Prerequisite.ATTENDED]
    wrong += [Problem("prerequisites", f"“{one.title}” is not instructor-led: nobody attends it.")
              for one in _trainings(session, attended) if one.course_kind != CourseKind.INSTRUCTOR_LED]  # fmt: skip
    if wrong:
        raise Invalid(*wrong)


def _of_trainings(session: Session, ids: set[int], field: str) -> list[Problem]:
    found = _trainings(session, ids)
    wrong = [Problem(field, f"“{one.title}” is archived. Take it out.") for one in found if one.archived_at is not None]
    gone = [] if len(found) == len(ids) else [Problem(field, "One of the trainings is no longer in the catalog.")]
    return wrong + gone


def _trainings(session: Session, ids: Collection[int]) -> list[Training]:
    return list(session.exec(select(Training).where(db.is_one_of(col(Training.id), ids)))) if ids else []


def _taken(session: Session, new: NewCertification, number: int | None) -> list[Problem]:
    """Whether another kind has this name or code, however it is written."""
    others = sa.select(col(Certification.name), col(Certification.code), col(Certification.archived_at))
    wrong = []
    for name, code, archived_at in session.connection().execute(others.where(_is_other(number))):
        whose = f"“{name}” ({code})" + (", which is archived" if archived_at else "")
        if new.name and key_of(name) == key_of(new.name):
            wrong.append(Problem("name", f"This is the name of {whose}. Choose another."))
        if new.code and key_of(code) == key_of(new.code):
            wrong.append(Problem("code", f"This is the code of {whose}. Choose another."))
    return wrong


def _is_other(number: int | None) -> sa.ColumnElement[bool]:
    return sa.true() if number is None else col(Certification.id) != number
