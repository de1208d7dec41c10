"""Where a learner is in the materials of an attempt: leaving and coming back loses nothing (L-02)."""

from datetime import datetime

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.assignments.attempts import taking
from training_app.assignments.records import MaterialPlace
from training_app.assignments.rules import Status
from training_app.catalog.model import Material
from training_app.core.errors import Invalid, NotFound, Problem

FARTHEST = 1_000_000


def remember(
    session: Session, actor: Actor, *, enrollment_id: int, material_id: int, point: int | None, now: datetime
) -> None:
    """Note that the actor looks at a material of their own attempt now, and at which second or page of it.

    Without a point it stays where it was. A complete attempt can be looked at again. Of a closed or failed one nothing
    is remembered any more.
    """
    if point is not None and not 0 <= point <= FARTHEST:
        raise Invalid(Problem("point", f"A point is from 0 to {FARTHEST:,}."))
    attempt = taking.held(session, actor, enrollment_id=enrollment_id, now=now)
    material = session.get(Material, material_id)
    if material is None or material.version_id != attempt.version_id:
        raise NotFound
    if attempt.status != Status.EVALUATED or attempt.closed_as is not None:
        taking.require_open(attempt)
    if point is None:
        there = session.get(MaterialPlace, (enrollment_id, material_id))
        point = there.point if there else 0
    session.merge(MaterialPlace(enrollment_id=enrollment_id, material_id=material_id, point=point, at=now))
    session.flush()
