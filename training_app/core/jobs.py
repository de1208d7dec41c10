"""Long work: a row that names it, and the loop that every piece of it goes through (J-01).

A job is cut into chunks. What a chunk writes, how far the job is and that the chunk was done are one commit, so
after a crash the job goes on from where it was and does nothing twice.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field, Session, col, select

from training_app.core import clock, db, engine, events
from training_app.core.errors import Conflict, MusterError
from training_app.core.tables import Table, known

log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """How a job ended."""

    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Job(Table, table=True):
    """One piece of long work: who started it, how far it is, what came of it (J-01)."""

    key: str = Field(primary_key=True, description="Idempotency key; also the id of its workflow.")
    kind: str
    title: str
    started_by_id: int | None = Field(default=None, index=True)
    started_at: datetime
    done: int = 0
    total: int = 0
    cancel_requested_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str | None = Field(default=None, description="An `Outcome`; none while it goes on.")
    result: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    told_at: datetime | None = Field(default=None, description="Since when its starter knows how it ended (J-02).")


class JobLine(Table, table=True):
    """Somebody or something that a job skipped or could not do, and why (J-01)."""

    __tablename__ = "job_line"

    id: int | None = Field(default=None, primary_key=True)
    job_key: str = Field(foreign_key="job.key", index=True)
    subject: str = Field(description="The kind of thing, e.g. `person`.")
    subject_id: int
    why: str


@dataclass(frozen=True)
class JobEnded:
    """A job came to its end; its row says how."""

    key: str
    kind: str
    outcome: str


@dataclass(frozen=True)
class Progress:
    """How far a job is, as a page shows it."""

    key: str
    kind: str
    title: str
    started_by_id: int | None
    started_at: datetime
    done: int
    total: int
    is_cancelling: bool
    ended_at: datetime | None
    outcome: str | None
    result: dict[str, Any] | None


class EndedBefore(Conflict):
    """This was cancelled or failed before. Begin again with a new form."""


Chunk = Callable[[Session, Job, int], int | None]
"""Does the part after a position (first: 0) and says so in `job.done`; answers the new position, None at the end."""

Undo = Callable[[Session, Job], None]
"""Takes back what a cancelled or failed job has written."""

Watcher = Callable[[frozenset[int]], None]
"""Is told, after each commit, whose job has gone on or ended."""

_watchers: list[Watcher] = []


def start(
    session: Session, *, kind: str, key: str, title: str, total: int, started_by_id: int | None, now: datetime
) -> str:
    """Start a job with this transaction; a second start of the same key meets the first. Answers the key.

    The workflow is `<kind>_v1` in `worker.jobs`. `EndedBefore` if the job of that key was cancelled or failed.
    """
    row = {
        "key": key, "kind": kind, "title": title, "started_by_id": started_by_id, "started_at": now,
        "done": 0, "total": total,
    }  # fmt: skip
    made = session.connection().execute(db.insert_or_ignore(Job).values(row).returning(col(Job.key))).first()
    if made is None:
        earlier = session.get_one(Job, key)
        if earlier.outcome in (Outcome.CANCELLED, Outcome.FAILED):
            raise EndedBefore
        return key
    engine.client().enqueue_in_transaction(
        session,
        {
            "queue_name": engine.QUEUE,
            "workflow_name": f"{kind}_v1",
            "workflow_id": key,
            "app_version": engine.VERSION,
        },
        key,
    )
    return key


def request_cancel(session: Session, *, key: str, now: datetime) -> bool:
    """Ask a job to end after its present chunk. False when it has ended or was asked before."""
    asked = (
        sa.update(Job)
        .where(col(Job.key) == key, col(Job.ended_at).is_(None), col(Job.cancel_requested_at).is_(None))
        .values(cancel_requested_at=now)
    )
    return session.connection().execute(asked).rowcount > 0


def progress(session: Session, key: str) -> Progress | None:
    """How far the job of this key is; None when there is none."""
    job = session.get(Job, key, populate_existing=True)
    return None if job is None else _progress(job)


def watch(watcher: Watcher) -> None:
    """Tell `watcher` of every job that this process works on, in the thread that does. Twice is once."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def run(key: str, chunk: Chunk, *, undo: Undo | None = None) -> None:
    """The body of every workflow: chunk after chunk until the end, a cancel, or an error. Its steps never change."""
    with engine.at_work():
        try:
            position: int | None = 0
            while position is not None:
                position = engine.step("chunk", partial(_next, key=key, position=position, chunk=chunk, undo=undo))
                _show(key)
                engine.pause()
        except Exception as error:
            if engine.is_stopping():
                raise engine.Stopping from error
            log.exception("Job %s failed.", key)
            why = error.message if isinstance(error, MusterError) else f"{type(error).__name__}: {error}"
            engine.step("fail", partial(_fail, key=key, why=why, undo=undo))
            _show(key)


def _show(key: str) -> None:
    """Let whoever started it see how far it is. What goes wrong there does not touch the job."""
    try:
        with db.look() as session:
            starter = session.exec(select(Job.started_by_id).where(Job.key == key)).first()
        for watcher in _watchers if starter is not None else ():
            watcher(frozenset({known(starter)}))
    except Exception:
        log.exception("Nobody could be told how far job %s is.", key)


def _next(session: Session, *, key: str, position: int, chunk: Chunk, undo: Undo | None) -> int | None:
    job = session.get_one(Job, key)
    if job.cancel_requested_at is not None:
        _stop(session, job, Outcome.CANCELLED, undo)
        return None
    after = chunk(session, job, position)
    if after is None:
        _end(session, job, Outcome.DONE)
    return after


def _fail(session: Session, *, key: str, why: str, undo: Undo | None) -> None:
    job = session.get_one(Job, key)
    job.result = {**(job.result or {}), "error": why}
    _stop(session, job, Outcome.FAILED, undo)


def _stop(session: Session, job: Job, outcome: Outcome, undo: Undo | None) -> None:
    if undo is not None:
        undo(session, job)
    _end(session, job, outcome)


def _end(session: Session, job: Job, outcome: Outcome) -> None:
    job.ended_at = clock.now()
    job.outcome = outcome
    session.add(job)
    events.record(session, JobEnded(job.key, job.kind, outcome), actor_id=job.started_by_id, at=job.ended_at)


def _progress(job: Job) -> Progress:
    return Progress(
        key=job.key,
        kind=job.kind,
        title=job.title,
        started_by_id=job.started_by_id,
        started_at=job.started_at,
        done=job.done,
        total=job.total,
        is_cancelling=job.cancel_requested_at is not None and job.ended_at is None,
        ended_at=job.ended_at,
        outcome=job.outcome,
        result=job.result,
    )
