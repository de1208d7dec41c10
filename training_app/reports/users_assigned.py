"""The "Report of User(s) Assigned" as a report: the people whom the page's address asks for (A-23)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.assignments import queries, report
from training_app.assignments.filters import PlaceFilter
from training_app.core import organization
from training_app.reports.content import Column, Content, Kind

TITLE = "Report of User(s) Assigned"
COLUMNS = (
    Column("Name", Kind.TEXT, 45),
    Column("Email", Kind.TEXT, 64),
    Column("Course Title", Kind.TEXT, 45),
    Column("Start Date", Kind.DAY, 21),
    Column("Due Date", Kind.DAY, 21),
    Column("Status", Kind.TEXT, 20),
    Column("Attempts", Kind.NUMBER, 18),
    Column("Score", Kind.NUMBER, 15),
    Column("Completed on", Kind.DAY, 24),
)


def content(session: Session, actor: Actor, *, assignment_id: int, wanted: PlaceFilter, now: datetime) -> Content:
    """The report with what stands at its head; its rows are read from this session as they are asked for.

    `NotAllowed` and `NotFound` come at once, and not with the rows.
    """
    of = organization.of(session)
    detail = queries.assignment(session, actor, assignment_id=assignment_id, today=of.today(now))
    rows = report.cells(session, actor, assignment_id=assignment_id, wanted=wanted, today=of.today(now))
    return Content(
        organization=of.name,
        title=TITLE,
        of=f"{detail.title} ({detail.code})",
        filter=wanted.said(),
        made=now.astimezone(ZoneInfo(of.zone)),
        zone=of.zone,
        by=actor.name,
        columns=COLUMNS,
        rows=rows,
    )


def file_name(assignment_id: int, kind: str) -> str:
    """What the file is called where it is saved."""
    return f"users-assigned-{assignment_id}.{kind}"
