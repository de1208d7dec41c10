"""A report is made, kept, and told to whom it is for ("Email Report"): at once if it is small, else by a job (A-23)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments import report
from training_app.assignments.filters import PlaceFilter
from training_app.core import audit, db, files, jobs, organization, stored
from training_app.core.errors import Invalid, Problem
from training_app.core.tables import known
from training_app.reports import keeping, readers, users_assigned
from training_app.reports.model import ReportReader, SavedReport
from training_app.reports.rules import AT_ONCE, Format

MOST_READERS = 50


@dataclass(frozen=True)
class Asked:
    """What came of it. With a job the report is being made, and its readers are told by the end of it."""

    report_id: int
    people: int
    readers: int
    job_key: str | None = None


def email(
    session: Session, actor: Actor, *, key: str, assignment_id: int, wanted: PlaceFilter, kind: Format,
    person_ids: Iterable[int], now: datetime,
) -> Asked:  # fmt: skip
    """Make the report and send it to the actor and to these people; the same key again answers what the first did.

    `Invalid` names `people` when one of them may not get it; `NoRoom` when the disk is full.
    """
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    to = [known(actor.person_id), *_further(session, actor, frozenset(person_ids))]
    # A key is its maker's own: nobody meets the dialog of somebody else by guessing.
    key = f"{actor.person_id}:{key}"
    row, is_new = _row(session, actor, key=key, assignment_id=assignment_id, wanted=wanted, kind=kind, now=now)
    if not is_new:
        return _asked(session, row)
    session.add_all(ReportReader(report_id=known(row.id), person_id=person_id) for person_id in to)
    after = {"assignment": assignment_id, "format": kind.value, "filter": row.filter, "people": row.people, "to": to}
    audit.write(session, actor_id=actor.person_id, at=now, act="report e-mailed", subject="report",
                subject_id=row.id, after=after)  # fmt: skip
    session.flush()
    if row.people > AT_ONCE:
        jobs.start(session, kind="email_report", key=row.key, title=row.title, total=row.people,
                   started_by_id=actor.person_id, now=now)  # fmt: skip
        return _asked(session, row)
    with files.workshop() as folder:
        file = keeping.made(session, actor, row, folder=folder)
        keeping.finish(session, row, file_key=stored.put(session, files.seal(file)))
    return _asked(session, row)


def _further(session: Session, actor: Actor, person_ids: frozenset[int]) -> list[int]:
    others = person_ids - {actor.person_id}
    if len(others) > MOST_READERS:
        raise Invalid(Problem("people", f"A report goes to {MOST_READERS} further people at most."))
    found = [reader.id for reader in readers.chosen(session, actor, person_ids=others)]
    if others - set(found):
        raise Invalid(Problem("people", "One of those chosen may not get this report any more. Choose again."))
    return found


def _row(
    session: Session, actor: Actor, *, key: str, assignment_id: int, wanted: PlaceFilter, kind: Format, now: datetime
) -> tuple[SavedReport, bool]:
    """The report of this key, and whether it is new."""
    about = users_assigned.content(session, actor, assignment_id=assignment_id, wanted=wanted, now=now)
    today = organization.of(session).today(now)
    values = {
        "key": key, "assignment_id": assignment_id, "query": wanted.query(), "kind": kind.value,
        "title": about.of, "filter": about.filter,
        "name": users_assigned.file_name(assignment_id, kind), "made_at": now, "made_by_id": actor.person_id,
        "people": report.people(session, actor, assignment_id=assignment_id, wanted=wanted, today=today),
    }  # fmt: skip
    new = db.insert_or_ignore(SavedReport).values(values).returning(col(SavedReport.id))
    is_new = session.connection().execute(new).first() is not None
    return session.exec(select(SavedReport).where(SavedReport.key == key)).one(), is_new


def _asked(session: Session, row: SavedReport) -> Asked:
    readers_of = sa.select(sa.func.count()).where(col(ReportReader.report_id) == row.id)
    number = session.connection().execute(readers_of).scalar_one()
    return Asked(known(row.id), row.people, number, job_key=row.key if row.file_key is None else None)
