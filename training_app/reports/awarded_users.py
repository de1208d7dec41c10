"""The "Awarded Users" of a certification as a report: the people whom the page's address asks for (C-12, M-05)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.certifications.awarding import awarded
from training_app.certifications.awarding.filters import AwardedFilter
from training_app.core import organization
from training_app.reports.content import Column, Content, Kind

TITLE = "Awarded Users"
COLUMNS = (
    Column("Username", Kind.TEXT, 40),
    Column("First name", Kind.TEXT, 30),
    Column("Last name", Kind.TEXT, 30),
    Column("Issued on", Kind.DAY, 21),
    Column("To renew in (days)", Kind.NUMBER, 18),
    Column("Expires on", Kind.DAY, 21),
    Column("State", Kind.TEXT, 20),
    Column("Association type", Kind.TEXT, 45),
    Column("External activity", Kind.TEXT, 40),
    Column("Account", Kind.TEXT, 20),
)


def content(session: Session, actor: Actor, *, certification_id: int, wanted: AwardedFilter, now: datetime) -> Content:
    """The report with what stands at its head; its rows are read from this session as they are asked for.

    `NotAllowed` and `NotFound` come at once, and not with the rows.
    """
    of = organization.of(session)
    title = awarded.title_of(session, actor, certification_id=certification_id)
    today = of.today(now)
    return Content(
        organization=of.name,
        title=TITLE,
        of=title,
        filter=wanted.said(),
        made=now.astimezone(ZoneInfo(of.zone)),
        zone=of.zone,
        by=actor.name,
        columns=COLUMNS,
        rows=awarded.cells(session, actor, certification_id=certification_id, wanted=wanted, today=today),
    )


def file_name(certification_id: int, kind: str) -> str:
    """What the file is called where it is saved."""
    return f"awarded-users-{certification_id}.{kind}"
