"""Every workflow, and the two ways of working on them: beside a web server, or in a process of its own.

A workflow that has been released never changes its steps: what needs other steps gets the next number in its name,
and the old one stays for a release. What a chunk does may change, as long as it means the same.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial

from dbos import DBOS
from sqlmodel import Session, select

from training_app import wiring
from training_app.accounts import queries as accounts
from training_app.assignments import actions as assignments
from training_app.assignments.making import abandoning, editing, skipping
from training_app.assignments.model import Assignment
from training_app.certifications.awarding import confirming as awarding
from training_app.core import clock, engine, jobs
from training_app.core.errors import Invalid, NotAllowed, Problem
from training_app.core.jobs import Job
from training_app.core.settings import settings
from training_app.core.tables import known
from training_app.imports import running as importing
from training_app.imports.awards import writing as awards_by_file
from training_app.notifications import bell
from training_app.reports import running as reporting
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
    _bind()
    with seat.taken("jobs") as name:
        async with engine.running(name):
            yield


@contextmanager
def working() -> Iterator[None]:
    """Work on jobs in other threads of this process, until the end of the block."""
    _bind()
    with seat.taken("jobs") as name, engine.working(name):
        yield


def _bind() -> None:
    """Let listeners hear of facts, and open pages of jobs, by the way that the bell takes (J-02)."""
    wiring.bind()
    jobs.watch(bell.ring)


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
    skipping.note(session, assignment_id=assignment_id, job_key=job.key)
    people = assignments.publish(session, assignment_id=assignment_id, now=clock.now())
    if not people:
        raise Invalid(Problem("people", f"Nobody would be enrolled: all {job.total:,} are skipped."))
    job.done = job.total
    job.result = {"assignment_id": assignment_id, "people": people, "skipped": job.total - people}
    return None


def _abandon(session: Session, job: Job) -> None:
    assignment_id = _being_created(session, job)
    if assignment_id is None:
        return
    if job.cancel_requested_at is None:
        skipping.note(session, assignment_id=assignment_id, job_key=job.key)
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


@DBOS.workflow(name="award_v1")
def award_v1(key: str) -> None:
    """Award everybody on a confirmed form, portion by portion; what was done stays when it is cancelled (C-16)."""
    jobs.run(key, _award, undo=_end_awarding_early)


def _award(session: Session, job: Job, after: int) -> int | None:
    actor = accounts.actor_of(session, person_id=known(job.started_by_id))
    if actor is None:
        raise NotAllowed("Whoever started this awarding was deactivated.")
    batch_id = awarding.of_job(session, job_key=job.key)
    portion = awarding.award(session, actor, batch_id=batch_id, after=after, size=PEOPLE, now=job.started_at)
    job.done += portion.people
    if portion.last is None:
        job.result = dict(awarding.finish(session, batch_id=batch_id, now=clock.now()))
    return portion.last


def _end_awarding_early(session: Session, job: Job) -> None:
    batch_id = awarding.of_job(session, job_key=job.key)
    job.result = {**(job.result or {}), **awarding.finish(session, batch_id=batch_id, now=clock.now(), is_early=True)}


@DBOS.workflow(name="import_awards_v1")
def import_awards_v1(key: str) -> None:
    """Award by the rows of a planned file, portion by portion; what was done stays when it is cancelled (C-17)."""
    jobs.run(key, _import_awards, undo=_end_awards)


def _import_awards(session: Session, job: Job, after: int) -> int | None:
    actor = accounts.actor_of(session, person_id=known(job.started_by_id))
    if actor is None:
        raise NotAllowed("Whoever started this import was deactivated.")
    portion = awards_by_file.write_portion(session, actor, job_key=job.key, after=after, size=ROWS, now=clock.now())
    job.done += portion.rows
    if portion.last is None:
        _end_awards(session, job)
    return portion.last


def _end_awards(session: Session, job: Job) -> None:
    job.result = {**(job.result or {}), **awards_by_file.finish(session, job_key=job.key, now=clock.now())}


@DBOS.workflow(name="email_report_v1")
def email_report_v1(key: str) -> None:
    """Make a report of many people, then keep it and let its readers be told; or leave nothing of it (A-23)."""
    made = reporting.make(key)
    jobs.run(key, partial(reporting.keep, made=made), undo=partial(reporting.forget, made=made))


@DBOS.workflow(name="edit_v1")
def edit_v1(key: str) -> None:
    """Give the new people of a large edit their attempts, then save the edit; or leave nothing of it (A-19)."""
    jobs.run(key, _edit, undo=_hand_edit_back)


def _edit(session: Session, job: Job, after: int) -> int | None:
    actor = accounts.actor_of(session, person_id=known(job.started_by_id))
    if actor is None:
        raise NotAllowed("Whoever saved these changes was deactivated.")
    last = editing.give_attempts(session, draft_key=job.key, after_person_id=after, size=PEOPLE, now=job.started_at)
    if last is not None:
        job.done = min(job.done + PEOPLE, job.total)
        return last
    saved = editing.finish(session, actor, draft_key=job.key, now=clock.now())
    job.done = job.total
    job.result = {
        "assignment_id": saved.assignment_id,
        "added": saved.added,
        "removed": saved.removed,
        "moved": saved.moved,
        "skipped": saved.skipped,
    }
    return None


def _hand_edit_back(session: Session, job: Job) -> None:
    editing.hand_back(session, draft_key=job.key)


def _being_created(session: Session, job: Job) -> int | None:
    return session.exec(select(Assignment.id).where(Assignment.key == job.key)).first()
