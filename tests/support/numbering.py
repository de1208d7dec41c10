"""A job that writes numbered rows, and a process that works on jobs: `python -m support.numbering <name> <silent>`."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from dbos import DBOS
from sqlmodel import Session, col, select

from training_app.accounts.model import FailedTry
from training_app.core import db, engine, jobs
from training_app.core.jobs import Job

CHUNK = 5
UNLUCKY = 13
ROOT = Path(__file__).parents[2]


@DBOS.workflow(name="number_v1")
def number_v1(key: str) -> None:
    """Write as many rows as the job counts."""
    jobs.run(key, write_some)


@DBOS.workflow(name="number-or-nothing_v1")
def number_or_nothing_v1(key: str) -> None:
    """The same, but nothing is left of it when it does not come to its end."""
    jobs.run(key, write_some, undo=remove_all)


@DBOS.workflow(name="stumble_v1")
def stumble_v1(key: str) -> None:
    """Break on the way."""
    jobs.run(key, stumble, undo=remove_all)


def write_some(session: Session, job: Job, first: int) -> int | None:
    numbers = range(first, min(first + CHUNK, job.total))
    session.add_all(FailedTry(subject=f"{job.key}:{number}", at=job.started_at) for number in numbers)
    job.done = numbers.stop
    return job.done if job.done < job.total else None


def remove_all(session: Session, job: Job) -> None:
    session.connection().execute(sa.delete(FailedTry).where(col(FailedTry.subject).like(f"{job.key}:%")))


def stumble(session: Session, job: Job, first: int) -> int | None:
    after = write_some(session, job, first)
    if after is not None and after >= UNLUCKY:
        message = "the numbers ran out"
        raise ArithmeticError(message)
    return after


def written(key: str) -> list[int]:
    """The numbers that a job has written, in order."""
    with db.read() as session:
        subjects = session.exec(select(FailedTry.subject).where(col(FailedTry.subject).like(f"{key}:%")))
        return sorted(int(subject.rpartition(":")[2]) for subject in subjects)


def worker(name: str, *, silent: timedelta = engine.SILENT) -> subprocess.Popen[bytes]:
    """Another process that works on jobs, until it is killed or its standard input ends."""
    command = [sys.executable, "-m", "support.numbering", name, str(silent.total_seconds())]
    places = {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))}
    return subprocess.Popen(command, env=os.environ | places, stdin=subprocess.PIPE, cwd=ROOT)


if __name__ == "__main__":
    with engine.working(sys.argv[1], silent=timedelta(seconds=float(sys.argv[2]))):
        sys.stdin.read()
