"""The steps by which a report that was asked for comes to be there: in one transaction, or in those of a job (A-23)."""

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.assignments.filters import PlaceFilter
from training_app.core import events
from training_app.core.tables import known
from training_app.people.model import Person
from training_app.reports import making, readers, users_assigned
from training_app.reports.making import Seen
from training_app.reports.model import ReportReader, SavedReport
from training_app.reports.rules import Format, address


@dataclass(frozen=True)
class ReportMade:
    """A report is there for these people. `file` is its key in `core.files`, `made` an ISO instant, `link` a path."""

    report_id: int
    person_ids: list[int]
    title: str
    filter: str
    file: str
    name: str
    media_type: str
    made: str
    link: str


def made(session: Session, actor: Actor, row: SavedReport, *, folder: Path, seen: Seen | None = None) -> Path:
    """The file of a report that was asked for, in this folder; `seen` hears how many rows it has so far."""
    content = users_assigned.content(
        session, actor, assignment_id=row.assignment_id, wanted=PlaceFilter.from_query(row.query), now=row.made_at
    )
    return making.make(content, Format(row.kind), folder, seen=seen)


def finish(session: Session, row: SavedReport, *, file_key: str) -> None:
    """Show the report to its readers, those who still may read it, and let them be told."""
    row.file_key = file_key
    session.add(row)
    of = sa.select(col(ReportReader.person_id)).where(col(ReportReader.report_id) == row.id)
    may = readers.may_read_sql() | (col(Person.id) == row.made_by_id)
    told = ReportMade(
        report_id=known(row.id),
        person_ids=list(session.exec(select(Person.id).where(col(Person.id).in_(of), may).order_by(Person.id))),  # type: ignore[arg-type]  # stored people have ids
        title=row.title,
        filter=row.filter,
        file=file_key,
        name=row.name,
        media_type=Format(row.kind).media_type(),
        made=row.made_at.isoformat(),
        link=address(known(row.id)),
    )
    events.record(session, told, actor_id=row.made_by_id, at=row.made_at)


def forget(session: Session, row: SavedReport) -> None:
    """Leave nothing of a report that did not come about."""
    session.connection().execute(sa.delete(ReportReader).where(col(ReportReader.report_id) == row.id))
    session.delete(row)
