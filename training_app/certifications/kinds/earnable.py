"""What one can earn: the kinds of certifications that trainings award, what those are, and what one holds (L-01)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.catalog.model import Training
from training_app.certifications import module
from training_app.certifications.model import Award, Certification, CertificationPrerequisite, CertificationTraining
from training_app.certifications.rules import AwardWhen, Held, Prerequisite, longest
from training_app.core import organization, paging
from training_app.core.db import is_one_of
from training_app.core.paging import Page, Paged

FIRST = Page(size=20)


@dataclass(frozen=True)
class Needed:
    """A training that one must be enrolled in before, or, if one `must_attend`, have attended."""

    training_id: int
    title: str
    must_attend: bool


@dataclass(frozen=True)
class Earnable:
    """A kind that trainings award, any or all of them. Its trainings are in order of their titles.

    `is_held` or was; then `expires_on` is ISO, and empty when it is always valid. `from_on` is ISO where what one
    holds begins later.
    """

    id: int
    name: str
    description: str
    needs_all: bool
    training_ids: tuple[int, ...]
    needed: tuple[Needed, ...]
    is_held: bool
    expires_on: str
    from_on: str


def kinds(session: Session, actor: Actor, *, today: date, page: Page = FIRST) -> Paged[Earnable]:
    """One page of the kinds that somebody can earn by training, by name; what is held is the actor's own alone.

    Refused while the module is off (C-02).
    """
    module.require_on(session)
    columns = (Certification.id, Certification.name, Certification.description, Certification.award_when)
    found: Any = sa.select(*map(col, columns)).where(*_is_earnable())
    rows = session.connection().execute(page.cut(found.order_by(col(Certification.name), col(Certification.id)))).all()
    ids = [row.id for row in rows]
    trainings, needed, held = _trainings(session, ids), _needed(session, ids), _held(session, actor, ids, today)
    shown = [
        Earnable(
            id=row.id,
            name=row.name,
            description=row.description,
            needs_all=row.award_when == AwardWhen.ALL,
            training_ids=tuple(trainings[row.id]),
            needed=tuple(needed[row.id]),
            is_held=row.id in held,
            expires_on=_iso(held[row.id].expires_on) if row.id in held else "",
            from_on=_iso(_ahead(held[row.id], today)) if row.id in held else "",
        )
        for row in rows
    ]
    return Paged(shown, paging.count(session, found), page)


def number(session: Session, actor: Actor) -> int:
    """How many kinds can be earned by training; none while the module is off."""
    del actor  # the kinds are the same for everybody
    if not organization.of(session).certification_tracking:
        return 0
    counted = sa.select(sa.func.count(col(Certification.id))).where(*_is_earnable())
    return session.connection().execute(counted).scalar_one()


def _is_earnable() -> list[sa.ColumnElement[bool]]:
    of_it = sa.exists().where(
        col(CertificationTraining.certification_id) == col(Certification.id),
        col(CertificationTraining.training_id) == col(Training.id),
        col(Training.archived_at).is_(None),
    )
    return [col(Certification.archived_at).is_(None), of_it]


def _trainings(session: Session, kinds: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    wanted: Any = (
        sa.select(col(CertificationTraining.certification_id), col(Training.id))
        .join(Training, col(Training.id) == col(CertificationTraining.training_id))
        .where(is_one_of(col(CertificationTraining.certification_id), kinds))
        .order_by(col(Training.title), col(Training.id))
    )
    for kind, training_id in session.connection().execute(wanted):
        found[kind].append(training_id)
    return found


def _needed(session: Session, kinds: list[int]) -> dict[int, list[Needed]]:
    asked = CertificationPrerequisite
    found: dict[int, list[Needed]] = defaultdict(list)
    wanted: Any = (
        sa.select(col(asked.certification_id), col(asked.training_id), col(Training.title), col(asked.kind))
        .join(Training, col(Training.id) == col(asked.training_id))
        .where(is_one_of(col(asked.certification_id), kinds))
        .order_by(col(Training.title), col(asked.training_id), col(asked.kind))
    )
    for kind, training_id, title, what in session.connection().execute(wanted):
        found[kind].append(Needed(training_id, title, must_attend=what == Prerequisite.ATTENDED))
    return found


def _held(session: Session, actor: Actor, kinds: list[int], today: date) -> dict[int, Held]:
    """Of each kind the actor's current award, or the last one."""
    wanted: Any = sa.select(col(Award.certification_id), col(Award.issued_on), col(Award.expires_on)).where(
        col(Award.person_id) == actor.person_id,
        is_one_of(col(Award.certification_id), kinds),
        col(Award.revoked_at).is_(None),
    )
    of_each: dict[int, list[Held]] = defaultdict(list)
    for kind, issued_on, expires_on in session.connection().execute(wanted):
        of_each[kind].append(Held(issued_on, expires_on))
    return {kind: current for kind, awards in of_each.items() if (current := longest(awards, today))}


def _ahead(held: Held, today: date) -> date | None:
    return held.issued_on if held.issued_on is not None and held.issued_on > today else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
