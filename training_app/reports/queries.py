"""Reading saved reports: those that were sent to the actor, whoever made them."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core import paging
from training_app.core.errors import NotFound
from training_app.core.paging import Page, Paged
from training_app.people.model import Person
from training_app.reports.model import ReportReader, SavedReport
from training_app.reports.rules import Format

FIRST = Page()


@dataclass(frozen=True)
class SavedRow:
    """One report as a list shows it. `made_at` is an ISO instant."""

    id: int
    title: str
    filter: str
    kind: str
    people: int
    made_at: str
    made_by: str


@dataclass(frozen=True)
class SavedFile:
    """What is needed to hand a report over. `key` is that of its file."""

    key: str
    name: str
    media_type: str


def saved(session: Session, actor: Actor, *, page: Page = FIRST) -> Paged[SavedRow]:
    """One page of the reports that the actor may open, the newest first."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    columns = (
        col(SavedReport.id), col(SavedReport.title), col(SavedReport.filter), col(SavedReport.kind),
        col(SavedReport.people), col(SavedReport.made_at), col(Person.first_name), col(Person.last_name),
    )  # fmt: skip
    mine = sa.select(*columns).join(Person, col(Person.id) == col(SavedReport.made_by_id)).where(_is_open_to(actor))
    rows = session.connection().execute(
        page.cut(mine.order_by(col(SavedReport.made_at).desc(), col(SavedReport.id).desc()))
    )
    total = paging.count(session, sa.select(col(SavedReport.id)).where(_is_open_to(actor)))
    return Paged(
        [
            SavedRow(row.id, row.title, row.filter, Format(row.kind).label(), row.people, row.made_at.isoformat(),
                     f"{row.first_name} {row.last_name}".strip())
            for row in rows
        ],
        total,
        page,
    )  # fmt: skip


def file_of(session: Session, actor: Actor, *, report_id: int) -> SavedFile:
    """The file of a report that was sent to the actor; `NotFound` otherwise."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    found = sa.select(col(SavedReport.file_key), col(SavedReport.name), col(SavedReport.kind)).where(
        col(SavedReport.id) == report_id, _is_open_to(actor)
    )
    for row in session.connection().execute(found):
        return SavedFile(row.file_key, row.name, Format(row.kind).media_type())
    raise NotFound


def _is_open_to(actor: Actor) -> sa.ColumnElement[bool]:
    sent = sa.exists().where(
        col(ReportReader.report_id) == col(SavedReport.id), col(ReportReader.person_id) == (actor.person_id or 0)
    )
    return col(SavedReport.file_key).is_not(None) & sent
