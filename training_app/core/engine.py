"""The engine under long work: durable workflows (DBOS) in our own database, and the processes that run them.

Each process has a name under which it is heard of; what a silent one was working on is taken over by any other.
A process that has the same name after a restart goes on at once.
"""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import TypeVar, cast

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig, SQLAlchemyDatasource
from dbos._datasource import DatasourceOptions
from sqlalchemy.orm import sessionmaker
from sqlmodel import Field, Session, col, select

from training_app.core import clock, db
from training_app.core.tables import Table

R = TypeVar("R")

NAME = "muster"
QUEUE = "long"
SCHEMA = "dbos"
# The same for all releases: a workflow whose steps change gets a new name instead.
VERSION = "1"
SILENT = timedelta(seconds=60)
# Without it, other writers of an SQLite database would wait for the end of the whole job.
PAUSE = timedelta(milliseconds=10)
PATIENCE = timedelta(seconds=10)

log = logging.getLogger(__name__)


class Executor(Table, table=True):
    """A process that works on jobs, and when it was last heard of."""

    id: str = Field(primary_key=True)
    seen_at: datetime


class Stopping(BaseException):
    """This process is about to end; the workflow stays where it is, for the next one. Nobody is to catch it."""


class _Here:
    """What this process has open. Nothing of it before `launch`."""

    source: SQLAlchemyDatasource | None = None
    stop = threading.Event()
    at_work = 0
    changed = threading.Condition()


@cache
def client() -> DBOSClient:
    """What enqueues workflows. It opens nothing by itself; `make_tables` must have been called once."""
    return DBOSClient(system_database_url=db.url(), dbos_system_schema=_schema(), lazy=True)


def forget_client() -> None:
    """Close the client; the next use makes a new one."""
    if client.cache_info().currsize:
        client().destroy()
    client.cache_clear()


def make_tables(url: str) -> None:
    """Bring the engine's own tables in the database at `url` to the shape that this version expects."""
    DBOS.migrate(url, schema=SCHEMA)
    schema = None if url.startswith("sqlite") else SCHEMA
    SQLAlchemyDatasource.migrate(url, schema=schema)
    registrar = DBOSClient(system_database_url=url, dbos_system_schema=schema, application_name=NAME)
    try:
        registrar.register_queue(QUEUE, worker_concurrency=2, polling_interval_sec=0.3)
    finally:
        registrar.destroy()


@asynccontextmanager
async def running(name: str) -> AsyncIterator[None]:
    """Work on jobs in this process, beside its event loop and under this name, until the end of the block."""
    await asyncio.to_thread(launch, name)
    try:
        yield
    finally:
        await asyncio.to_thread(destroy, name)


@contextmanager
def working(name: str, *, silent: timedelta = SILENT) -> Iterator[None]:
    """`running` for a process without an event loop."""
    launch(name, silent=silent)
    try:
        yield
    finally:
        destroy(name)


def launch(name: str, *, silent: timedelta = SILENT) -> None:
    """Begin to take jobs from the queue, first of all those that this process left behind in an earlier life."""
    _Here.stop.clear()
    config: DBOSConfig = {
        "name": NAME,
        "system_database_url": db.url(),
        "executor_id": name,
        "application_version": VERSION,
        "log_level": "WARNING",
        "notification_listener_polling_interval_sec": 0.1,
    }
    if not db.is_sqlite():
        config["dbos_system_schema"] = SCHEMA
    DBOS(config=config)
    sessions = sessionmaker(class_=Session, expire_on_commit=False)
    _Here.source = SQLAlchemyDatasource.create(db.url(), engine=db.write_engine(), sessionmaker=sessions)
    DBOS.launch()
    threading.Thread(target=_beat_on, args=(name, silent), name="heartbeat", daemon=True).start()


def destroy(name: str) -> None:
    """Finish the chunks that were begun and stop; another process may go on with the rest at once."""
    _Here.stop.set()
    with _Here.changed:
        _Here.changed.wait_for(lambda: not _Here.at_work, PATIENCE.total_seconds())
    DBOS.destroy(workflow_completion_timeout_sec=0)
    _Here.source = None
    with db.write() as session:
        session.merge(Executor(id=name, seen_at=clock.now() - timedelta(days=1)))


def beat(name: str, *, now: datetime, silent: timedelta = SILENT) -> None:
    """Be heard of, and take over what those are working on who were silent for so long."""
    with db.write() as session:
        session.merge(Executor(id=name, seen_at=now))
        unheard = col(Executor.seen_at) < now - silent
        gone = list(session.exec(select(Executor.id).where(unheard)))
    if not gone:
        return
    # Enqueues what they had begun, so that two takers do no harm. A taker that dies before the rows
    # are removed only means that it happens once more.
    DBOS._recover_pending_workflows(gone)  # noqa: SLF001 - the way that DBOS's own console takes
    with db.write() as session:
        session.connection().execute(sa.delete(Executor).where(col(Executor.id).in_(gone), unheard))


@contextmanager
def at_work() -> Iterator[None]:
    """Surrounds a workflow, so that `destroy` knows whom to wait for."""
    with _Here.changed:
        _Here.at_work += 1
    try:
        yield
    finally:
        with _Here.changed:
            _Here.at_work -= 1
            _Here.changed.notify_all()


def step(name: str, work: Callable[[Session], R]) -> R:
    """Run `work` once for a workflow: what it writes and that it was done are one commit.

    It may begin more than once before that commit, so it must have no effect beside its session.
    """
    source = _Here.source
    if source is None or _Here.stop.is_set():
        raise Stopping
    # As `db.write()` has it; the engine's own default would be another one.
    how: DatasourceOptions = {"name": name, "isolation_level": "SERIALIZABLE" if db.is_sqlite() else "READ COMMITTED"}
    return source.run_tx_step(how, lambda: work(cast("Session", source.sql_session())))


def pause() -> None:
    """Let others write, between two steps."""
    if _Here.stop.wait(PAUSE.total_seconds()):
        raise Stopping


def is_stopping() -> bool:
    """Whether this process is about to end."""
    return _Here.stop.is_set()


def _schema() -> str | None:
    return None if db.is_sqlite() else SCHEMA


def _beat_on(name: str, silent: timedelta) -> None:
    while True:
        try:
            beat(name, now=clock.now(), silent=silent)
        except Exception:
            log.exception("The heartbeat of %s failed and is tried again.", name)
        if _Here.stop.wait(silent.total_seconds() / 4):
            return
