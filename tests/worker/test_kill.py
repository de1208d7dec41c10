"""Real processes that deliver into a faulty mail server are killed with SIGKILL, again and again, and all is counted.

On SQLite one worker at a time, on PostgreSQL three beside each other, of which one after the other is killed.
"""

import os
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from sqlmodel import col, func, select
from support import waiting
from support.build import Builder
from support.database import Database, in_turn
from support.faulty import NEVER, Fault, faulty

from training_app.core import clock, db
from training_app.core.events import Event
from training_app.notifications.model import Message
from training_app.notifications.sending.letters import message_id_of
from training_app.people.model import Person

PROVES = bool(os.environ.get("MUSTER_PROVE"))
KILLS = 30 if PROVES else 3
# Of each kind; at two of them a sender waits until it has had enough.
FAULTS = 20 if PROVES else 1
PEOPLE = 84
COURSES = 2 if PROVES else 1
REFUSED_FOR_GOOD = 4
PATIENCE = 1.5
SEED = 2027
WORKER = (sys.executable, "-m", "training_app.cli.main", "worker")
FINAL = ("sent", "failed", "suppressed")
until = partial(waiting.until, within=120.0)


@dataclass
class Workers:
    """So many processes of `muster worker` beside each other; `fill` replaces those that were killed."""

    number: int
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def fill(self) -> None:
        """Start who is missing, and wait until each says that it runs."""
        missing = self.number - len(self.running)
        self.running += [subprocess.Popen(WORKER, stdout=subprocess.PIPE, text=True) for _ in range(missing)]
        for process in self.running[-missing:]:
            assert process.stdout
            assert "run" in process.stdout.readline()

    def kill_one(self) -> None:
        """End one of them at once, as a power cut would."""
        unlucky = self.running.pop(random.randrange(len(self.running)))  # noqa: S311 - anyone will do
        _kill(unlucky)

    def end(self) -> list[int]:
        """Ask all to end; answer what each ended with."""
        for process in self.running:
            process.terminate()
        return [process.wait(30) for process in self.running]


def _kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate(timeout=30)


@contextmanager
def workers(number: int) -> Iterator[Workers]:
    working = Workers(number)
    try:
        yield working
    finally:
        for process in working.running:
            _kill(process)


@pytest.mark.rule("N-03", "whatever crashes: nothing is lost, and only what was cut off is sent twice")
@pytest.mark.parametrize("database", in_turn("postgres"), indirect=True)
def test_killed_workers_and_a_faulty_server_lose_nothing_and_repeat_only_what_was_cut_off(
    database: Database, capsys: pytest.CaptureFixture[str]
):
    with db.write() as session:
        addresses = [person.email for person in Builder(session, clock.now()).people(PEOPLE)]
    with faulty(PATIENCE) as sink, workers(1 if database.kind == "sqlite" else 3) as working:
        sink.refusals = dict.fromkeys(addresses[:REFUSED_FOR_GOOD], NEVER)
        sink.plans(addresses[REFUSED_FOR_GOOD:], tries=KILLS * COURSES, each=FAULTS, seed=SEED)
        for number in range(KILLS):
            working.fill()
            wanted = sink.steps + random.randint(1, COURSES * PEOPLE)  # noqa: S311 - any moment will do
            _assign(number)
            sink.wait_until(lambda sink, wanted=wanted: sink.steps >= wanted, seconds=60)
            working.kill_one()
            _let_waits_be_over()
        working.fill()
        until(_everything_is_over)
        assert working.end() == [0] * working.number
    emails = _emails()
    failed = {message_id for message_id, (message, _) in emails.items() if message.status == "failed"}

    last = {arrival.message_id: arrival for arrival in sink.arrivals}
    again = [arrival for arrival in sink.arrivals if arrival is not last[arrival.message_id]]
    by_kill = [arrival for arrival in again if arrival.fault is None]
    with capsys.disabled():
        print(f"\n{database.kind}: {KILLS} kills and {sink.met.total()} faults during {len(emails):,} e-mails; "  # noqa: T201
              f"{len(failed)} refused for good, {len(again) - len(by_kill)} came twice by the server's fault "
              f"and {len(by_kill)} by a kill")  # fmt: skip

    assert len(emails) == KILLS * COURSES * PEOPLE
    # Nothing is lost, and nothing invented: each is in the sink, or was refused for good and says so.
    assert {emails[one][0].status for one in emails.keys() - failed} == {"sent"}
    assert set(sink.ids()) == emails.keys() - failed
    assert {emails[one][0].answer for one in failed} == {NEVER}
    assert {emails[one][1] for one in failed} == set(addresses[:REFUSED_FOR_GOOD])
    assert len(failed) == KILLS * COURSES * REFUSED_FOR_GOOD
    # No mail has two ids.
    ids = defaultdict(set)
    for arrival in sink.arrivals:
        ids[arrival.to, arrival.subject].add(arrival.message_id)
    assert {len(of_one) for of_one in ids.values()} == {1}
    # Twice came only what was cut off.
    assert set(sink.met) == set(Fault)
    assert all(sink.is_cut_off(arrival) for arrival in again)
    assert len(by_kill) <= KILLS
    assert len(sink.mails) == len(set(sink.ids())) + len(again)


def _assign(number: int) -> None:
    """Give everybody some more courses, which start today."""
    with db.write() as session:
        build = Builder(session, clock.now())
        for course in range(COURSES):
            build.assign(build.course(f"Course {number}.{course}"), due=clock.now().date() + timedelta(days=40))


def _let_waits_be_over() -> None:
    """Who waits a minute or more for another try has waited: the clock of another process cannot be moved on."""
    tried = (col(Message.status) == "pending", col(Message.attempts) > 0)
    with db.write() as session:
        session.connection().execute(sa.update(Message).where(*tried).values(next_try_at=clock.now()))


def _everything_is_over() -> bool:
    """Every fact became messages, and every message came to an end."""
    _let_waits_be_over()
    on_their_way = select(func.count()).select_from(Message).where(col(Message.status).not_in(FINAL))
    facts = select(func.count()).select_from(Event).where(col(Event.processed_at).is_(None))
    with db.read() as session:
        return session.exec(on_their_way).one() + session.exec(facts).one() == 0


def _emails() -> dict[str, tuple[Message, str]]:
    """Every e-mail of the table by its Message-ID, and the address it goes to."""
    told = select(Message, Person.email).join(Person, col(Person.id) == col(Message.person_id))
    with db.read() as session:
        rows = session.exec(told.where(col(Message.channel) == "email")).all()
    return {message_id_of(row.key, row.channel, row.made_at): (row, address) for row, address in rows}
