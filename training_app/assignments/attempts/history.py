"""What a learner has completed, each training once, with what was before it (L-01, P-05)."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.attempts import parts
from training_app.assignments.certificates.standing import stands_sql
from training_app.assignments.model import Enrollment
from training_app.assignments.rules import ClosedAs, Status
from training_app.catalog.model import Training
from training_app.catalog.rules import TrainingKind
from training_app.core.db import is_one_of
from training_app.core.paging import Page, Paged

FIRST = Page(size=20)


@dataclass(frozen=True)
class Earlier:
    """An attempt that is over. `became` is a `Status`, or as what it was closed; `completed_on` is ISO or empty.

    `score` is in per cent, empty where there is none. One that is complete has a certificate.
    """

    id: int
    number: int
    became: str
    completed_on: str
    score: str


@dataclass(frozen=True)
class CompletedTraining:
    """A training with the attempt that was completed last, and the attempts before and after it that are over."""

    id: int
    title: str
    level: str
    is_path: bool
    completed_on: str
    score: str
    earlier: tuple[Earlier, ...]


def completed(session: Session, actor: Actor, *, page: Page = FIRST) -> Paged[CompletedTraining]:
    """One page of the trainings that the actor has completed, the newest first; nobody else's."""
    attempts = _own_completed(actor).subquery()
    newest = sa.select(attempts).where(attempts.c.place == 1)
    order = (attempts.c.completed_on.desc(), attempts.c.id.desc())
    rows = session.connection().execute(page.cut(newest.order_by(*order))).all()
    earlier = _over(session, actor, [row.training_id for row in rows], [row.id for row in rows])
    found = [
        CompletedTraining(row.id, row.title, row.level or "", row.kind == TrainingKind.PATH,
                          row.completed_on.isoformat(), said(row.score), tuple(earlier[row.training_id]))
        for row in rows
    ]  # fmt: skip
    total = sa.select(sa.func.count()).select_from(newest.subquery())
    return Paged(found, session.connection().execute(total).scalar_one(), page)


def said(score: Decimal | None) -> str:
    """A score in per cent without noughts that say nothing."""
    return "" if score is None else f"{score.normalize():f}"


def _own_completed(actor: Actor) -> Any:
    """The actor's complete attempts; `place` counts from 1 for the one completed last of each training."""
    last = sa.func.row_number().over(
        partition_by=col(Enrollment.training_id),
        order_by=(col(Enrollment.completed_on).desc(), col(Enrollment.number).desc()),
    )
    columns = (Enrollment.id, Enrollment.training_id, Enrollment.completed_on, Enrollment.score, Training.title,
               Training.level, Training.kind)  # fmt: skip
    return (
        sa.select(*map(col, columns), last.label("place"))
        .join(Training, col(Training.id) == col(Enrollment.training_id))
        .where(col(Enrollment.person_id) == actor.person_id, stands_sql())
    )


def _over(session: Session, actor: Actor, trainings: list[int], but: list[int]) -> dict[int, list[Earlier]]:
    """The actor's other attempts at these trainings that are over, the newest first.

    One that was withdrawn before anything was done is no history: perhaps it was never seen (X-03).
    """
    columns = (Enrollment.id, Enrollment.training_id, Enrollment.number, Enrollment.status, Enrollment.closed_as,
               Enrollment.completed_on, Enrollment.score)  # fmt: skip
    wanted: Any = sa.select(*map(col, columns)).where(
        col(Enrollment.person_id) == actor.person_id,
        is_one_of(col(Enrollment.training_id), trainings),
        ~is_one_of(col(Enrollment.id), but),
        ~Enrollment.is_open_sql(),
        sa.func.coalesce(col(Enrollment.closed_as), "").not_in((ClosedAs.WITHDRAWN, ClosedAs.EXCUSED))
        | parts.is_begun_sql(),
    )
    found: dict[int, list[Earlier]] = defaultdict(list)
    for row in session.connection().execute(wanted.order_by(col(Enrollment.number).desc())):
        day = row.completed_on.isoformat() if row.completed_on and row.status == Status.EVALUATED else ""
        one = Earlier(row.id, row.number, row.closed_as or row.status, day, said(row.score))
        found[row.training_id].append(one)
    return found
