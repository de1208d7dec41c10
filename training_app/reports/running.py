"""The job of "Email Report": the file is made first, in no transaction, then kept by one step (A-23, J-01).

A file takes longer to write than anybody should wait for a database. Made again after a crash, it is the same file
under the same key, so nothing is there twice.
"""

from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.accounts import queries as accounts
from training_app.core import db, engine, files, stored
from training_app.core.errors import MusterError, NotAllowed
from training_app.core.jobs import Job
from training_app.reports import keeping
from training_app.reports.model import SavedReport


class Cancelled(MusterError):
    """This report was cancelled while it was made."""


@dataclass(frozen=True)
class Made:
    """The file of a job, or what went wrong; neither when the job has come to its end before."""

    file_key: str = ""
    error: Exception | None = None


def make(key: str) -> Made:
    """Make the file of the job of this key. What goes wrong is answered, for the step that ends the job."""
    with engine.at_work():
        try:
            return Made(_make(key))
        except Exception as error:  # `keep` raises it again
            if engine.is_stopping():
                raise engine.Stopping from error
            return Made(error=error)


def keep(session: Session, job: Job, _after: int, *, made: Made) -> None:
    """The one step of the job: the report gets its file and its readers are told."""
    if made.error is not None:
        raise made.error
    row = _row(session, job.key)
    if row is not None and row.file_key is None:
        row.people = job.total = job.done
        stored.need(session, [made.file_key])
        keeping.finish(session, row, file_key=made.file_key)
        job.result = {"report_id": row.id, "people": row.people}


def forget(session: Session, job: Job, *, made: Made) -> None:
    """Leave nothing of a report that was cancelled or failed."""
    row = _row(session, job.key)
    if row is not None and row.file_key is None:
        keeping.forget(session, row)
    if made.file_key:
        stored.abandon(session, made.file_key)


def _make(key: str) -> str:
    with db.read() as session, files.workshop() as folder:
        row = _row(session, key)
        if row is None or row.file_key is not None:
            return ""
        actor = accounts.actor_of(session, person_id=row.made_by_id)
        if actor is None:
            raise NotAllowed("Whoever asked for this report was deactivated.")
        file = files.seal(keeping.made(session, actor, row, folder=folder, seen=partial(_seen, key)))
        files.place(file)
        return file.key


def _seen(key: str, number: int) -> None:
    """Say how far it is, let others write, and end when it was cancelled."""
    going_on = sa.update(Job).where(col(Job.key) == key, col(Job.cancel_requested_at).is_(None))
    with db.write() as session:
        if not session.connection().execute(going_on.values(done=number)).rowcount:
            raise Cancelled
    engine.pause()


def _row(session: Session, key: str) -> SavedReport | None:
    return session.exec(select(SavedReport).where(SavedReport.key == key)).first()
