"""What confirming "Award Users" would come to: how many people, and who holds it already and until when (C-15)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.certifications.awarding import batches, targets
from training_app.certifications.model import Award, Certification
from training_app.certifications.records import AwardBatch
from training_app.core import paging
from training_app.core.paging import Page, Paged
from training_app.people.model import Person

_FIRST_PAGE = Page()
# Stands for the last day of what is always valid.
FOR_GOOD = date.max


@dataclass(frozen=True)
class Preview:
    """Distinct active people whom the actor sees; `deactivated` are left out of them.

    `holding` hold it already: `always` of them for good, the others until days from `first_until` through
    `last_until`. `skipped` are not awarded.
    """

    people: int
    deactivated: int
    holding: int
    always: int
    first_until: date | None
    last_until: date | None
    skipped: int


@dataclass(frozen=True)
class Holder:
    """Somebody who holds it already; without `until` it is always valid."""

    id: int
    name: str
    email: str
    until: date | None
    is_skipped: bool


def preview(session: Session, actor: Actor, *, batch_id: int, today: date) -> Preview:
    """The numbers of one's own form as it stands."""
    batch = batches.row_of(session, actor, batch_id=batch_id)
    meant = _meant(actor, batch, today)
    active, holds = meant.c.is_active, meant.c.is_active & meant.c.until.is_not(None)
    dated = sa.case((holds & (meant.c.until < FOR_GOOD), meant.c.until))
    counted: Any = sa.select(
        sa.func.count().filter(active),
        sa.func.count().filter(~active),
        sa.func.count().filter(holds),
        sa.func.count().filter(holds & (meant.c.until == FOR_GOOD)),
        sa.func.min(dated),
        sa.func.max(dated),
        sa.func.count().filter(holds & _is_skipped(session, batch, meant)),
    ).select_from(meant)
    return Preview(*session.connection().execute(counted).one())


def numbers(session: Session, actor: Actor, *, batch_id: int) -> tuple[int, int]:
    """How many active and how many deactivated people one's own form means."""
    batch = batches.row_of(session, actor, batch_id=batch_id)
    is_active = Person.active_sql()
    counted = sa.select(sa.func.count().filter(is_active), sa.func.count().filter(~is_active)).select_from(Person)
    active, deactivated = session.connection().execute(counted.where(targets.meant(actor, batch))).one()
    return active, deactivated


def not_skipped(session: Session, actor: Actor, *, batch_id: int, today: date, most: int) -> int:
    """How many would be awarded, counted no further than `most`."""
    batch = batches.row_of(session, actor, batch_id=batch_id)
    meant = _meant(actor, batch, today)
    is_skipped = sa.func.coalesce(_is_skipped(session, batch, meant), sa.false())
    return paging.count(session, sa.select(meant.c.id).where(meant.c.is_active, ~is_skipped).limit(most))


def holders(session: Session, actor: Actor, *, batch_id: int, today: date, page: Page = _FIRST_PAGE) -> Paged[Holder]:
    """One page of those who hold it already, by name."""
    batch = batches.row_of(session, actor, batch_id=batch_id)
    meant = _meant(actor, batch, today)
    columns: Any = (col(Person.id), col(Person.first_name), col(Person.last_name), col(Person.email), meant.c.until,
                    _is_skipped(session, batch, meant).label("is_skipped"))  # fmt: skip
    wanted = (
        sa.select(*columns)
        .join(meant, meant.c.id == col(Person.id))
        .where(meant.c.is_active, meant.c.until.is_not(None))
        .order_by(col(Person.last_name), col(Person.first_name), col(Person.id))
    )
    rows = [_holder(row) for row in session.connection().execute(page.cut(wanted))]
    return Paged(rows, paging.count(session, wanted), page)


def held_on(batch: AwardBatch, today: date) -> date:
    """The day on which somebody must hold one to be called a holder: when the new one begins, if that is to come."""
    return max(batch.issued_on or today, today)


def until_sql(certification_id: int, day: date) -> sa.ScalarSelect[Any]:
    """Until when the person holds what they hold on a day: `FOR_GOOD` is always valid; null for who holds none.

    Asked of each person by itself, which goes by the index; joined, PostgreSQL guesses badly how many hold it.
    """
    last = sa.func.max(sa.func.coalesce(col(Award.expires_on), sa.literal(FOR_GOOD, sa.Date)), type_=sa.Date)
    return (
        sa.select(last)
        .where(
            col(Award.certification_id) == certification_id,
            col(Award.person_id) == col(Person.id),
            Award.is_valid_sql(day),
        )
        .correlate(Person)
        .scalar_subquery()
    )


def _meant(actor: Actor, batch: AwardBatch, today: date) -> sa.Subquery:
    """Whom the form means, with what they hold. The offset has it found once for each, not once for each use."""
    until = until_sql(batch.certification_id, held_on(batch, today)).label("until")
    found = sa.select(col(Person.id), Person.active_sql().label("is_active"), until)
    return found.where(targets.meant(actor, batch)).offset(0).subquery()


def _is_skipped(session: Session, batch: AwardBatch, meant: sa.Subquery) -> sa.ColumnElement[bool]:
    """Whether what is held lasts at least as long as what would be awarded."""
    kind = session.get_one(Certification, batch.certification_id)
    last = FOR_GOOD if batch.always_valid else batches.expires_on(batch, kind)
    return meant.c.until >= last if batch.skip_held and last else sa.false()


def _holder(row: Any) -> Holder:
    until = None if row.until == FOR_GOOD else row.until
    return Holder(row.id, f"{row.first_name} {row.last_name}".strip(), row.email, until, bool(row.is_skipped))
