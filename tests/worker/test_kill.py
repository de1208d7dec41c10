"""A real process that delivers is killed with SIGKILL, again and again; the mail server and the table are counted."""

import os
import random
import signal
import subprocess
import sys
from datetime import timedelta
from threading import Event

import pytest
from sqlmodel import col, func, select
from support.build import Builder
from support.database import Database
from support.smtp import Sink, connected

from training_app.core import clock, db
from training_app.notifications.model import Message
from training_app.notifications.sending.letters import message_id_of

KILLS = 25 if os.environ.get("MUSTER_PROVE") else 3
PEOPLE = 200


@pytest.fixture
def sink(database: Database):
    with connected() as sink:
        yield sink


@pytest.mark.rule("N-03", "whatever crashes: nothing is lost, and only what was cut off is sent twice")
def test_a_killed_worker_loses_nothing_and_repeats_only_what_was_cut_off(database: Database, sink: Sink):
    with db.write() as session:
        build = Builder(session, clock.now())
        build.people(PEOPLE)
        build.assign(build.course(), due=clock.now().date() + timedelta(days=40))
    cut_off: list[str] = []
    for kill in range(KILLS):
        wanted = (kill + 1) * PEOPLE // (KILLS + 1) + random.randint(0, 9)  # noqa: S311 - any moment will do
        with _worker() as worker:
            sink.wait_until(lambda sink, wanted=wanted: len(sink.received) >= wanted, seconds=60)
            worker.send_signal(signal.SIGKILL)
            worker.wait(30)
        with db.read() as session:
            cut_off += [_id(message) for message in session.exec(select(Message).where(Message.status == "sending"))]
    with _worker() as worker:
        _wait_until_all_are_sent(worker)
        worker.terminate()
        assert worker.wait(30) == 0
    with db.read() as session:
        emails = session.exec(select(Message).where(Message.channel == "email")).all()
        bells = session.exec(select(Message).where(Message.channel == "dashboard")).all()
    assert len(emails) == len(bells) == PEOPLE
    assert {message.status for message in (*emails, *bells)} == {"sent"}
    accepted = sink.ids()
    assert set(accepted) == {_id(message) for message in emails}
    twice = {message_id for message_id, times in accepted.items() if times > 1}
    assert twice <= set(cut_off)
    assert sum(accepted.values()) - len(accepted) <= KILLS


def _id(message: Message) -> str:
    return message_id_of(message.key, message.channel, message.made_at)


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # our own command line
        [sys.executable, "-c", "from training_app.cli.main import main; main()", "worker"],
        env={**os.environ}, stdout=subprocess.DEVNULL)  # fmt: skip


def _wait_until_all_are_sent(worker: subprocess.Popen[bytes]) -> None:
    waiting = select(func.count()).select_from(Message).where(col(Message.status).in_(["pending", "sending"]))
    pause = Event()
    for _ in range(1200):
        with db.read() as session:
            if not session.exec(waiting).one():
                return
        assert worker.poll() is None
        pause.wait(0.05)
    raise AssertionError("some were never sent")
