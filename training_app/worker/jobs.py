"""Every workflow, and the two ways of working on them: beside a web server, or in a process of its own.

A workflow that has been released never changes its steps: what needs other steps gets the next number in its name,
and the old one stays for a release. What a chunk does may change, as long as it means the same.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from dbos import DBOS
from sqlmodel import Session, select

from training_app import wiring
from training_app.accounts import queries as accounts
from training_app.assignments import abandoning
from training_app.assignments import actions as assignments
from training_app.assignments.model import Assignment
from training_app.core import clock, engine, jobs
from training_app.core.errors import Invalid, NotAllowed, Problem
from training_app.core.jobs import Job
from training_app.core.settings import settings
from training_app.core.tables import known
from training_app.imports import running as importing
from training_app.worker import seat

# Less is slower in all, more keeps the other writers of an SQLite database waiting.
PEOPLE = 5_000
ROWS = 1_000


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Work on jobs beside a server, when the settings say so."""
    if not settings().loop:
        yield
        return
    wiring.bind()
    with seat.taken("jobs") as name:
        async with engine.running(name):
            yield


@contextmanager
def working() -> Iterator[None]:
    """Work on jobs in other threads of this process, until the end of the block."""
    wiring.bind()
    with seat.taken("jobs") as name, engine.working(name):
        yield


@DBOS.workflow(name="assign_v1")
def assign_v1(key: str) -> None:
    """Give everybody chosen their place in an assignment, then publish it; or leave nothing of it (A-14)."""
    jobs.run(key, _assign, undo=_abandon)


def _assign(session: Session, job: Job, after: int) -> int | None:
    assignment_id = known(_being_created(session, job))
    last = assignments.write_chunk(
        session, assignment_id=assignment_id, after_person_id=after, size=PEOPLE, now=job.started_at
    )
    if last is not None:
        job.done = min(job.done + PEOPLE, job.total)
        return last
    people = assignments.publish(session, assignment_id=assignment_id, now=clock.now())
    if not people:
        raise Invalid(Problem("people", f"Nobody would be enrolled: all {job.total} completed it in this period."))
    job.done = job.total
    job.result = {"people": people, "skipped": job.total - people}
    return None


def _abandon(session: Session, job: Job) -> None:
    assignment_id = _being_created(session, job)
    if assignment_id is not None:
        abandoning.abandon(session, assignment_id=assignment_id)


@DBOS.workflow(name="import_people_v1")
def import_people_v1(key: str) -> None:
    """Write the rows of a planned import, portion by portion; what was done stays when it is cancelled (P-08)."""
    jobs.run(key, _import_people, undo=_end_import)


def _import_people(session: Session, job: Job, after: int) -> int | None:
    actor = accounts.actor_of(session, person_id=known(job.started_by_id))
    if actor is None:
        raise NotAllowed("Whoever started this import was deactivated.")
    portion = importing.write_portion(session, actor, job_key=job.key, after=after, size=ROWS, now=clock.now())
    job.done += portion.rows
    if portion.last is None:
        _end_import(session, job)
    return portion.last


def _end_import(session: Session, job: Job) -> None:
    job.result = {**(job.result or {}), **importing.finish(session, job_key=job.key, now=clock.now())}


def _being_created(session: Session, job: Job) -> int | None:
    return session.exec(select(Assignment.id).where(Assignment.key == job.key)).first()
