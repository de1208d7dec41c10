"""A real server is killed with SIGKILL in mid-exam, again and again: what it has confirmed is there (L-02)."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from pathlib import Path

import httpx
import pytest
from sqlmodel import select
from support import exams, waiting
from support.build import SYSTEM, Builder
from support.database import in_turn
from support.exams import Seat
from support.server import free_port

from training_app.accounts import actions as accounts
from training_app.accounts import passwords
from training_app.assignments.records import ExamAnswer, ExamTry
from training_app.catalog.content import NewChoice, NewQuestion
from training_app.catalog.rules import QuestionKind
from training_app.core import clock, db
from training_app.core.tables import known

PASSWORD = "lifting-with-legs"
KILLS = 12 if os.environ.get("MUSTER_PROVE") else 2
TABS, CHOICES = 3, 5
BANK = tuple(
    NewQuestion(
        QuestionKind.SINGLE, f"Question {one}", tuple(NewChoice(f"{n}", is_right=not n) for n in range(CHOICES))
    )
    for one in range(30)
)
GRANIAN = Path(sys.executable).with_name("granian")
until = partial(waiting.until, within=60.0)


@dataclass
class Phone:
    """What a browser knows of its answers by their positions: the last that was confirmed, and what is on its way."""

    address: str
    cookies: httpx.Cookies
    try_id: int
    saved: dict[int, int] = field(default_factory=dict)
    on_its_way: dict[int, int] = field(default_factory=dict)
    confirmed: int = 0

    def answer(self, positions: range) -> None:
        """Answer these questions over and over, until the server is gone."""
        with suppress(httpx.TransportError), httpx.Client(cookies=self.cookies, timeout=20) as browser:
            for position in cycle(positions):
                place = random.randrange(CHOICES)  # noqa: S311 - any will do
                self.on_its_way[position] = place
                address = f"{self.address}/learning/tries/{self.try_id}/answers/{position}"
                said = browser.put(address, json={"given": [place]})
                assert said.json() == {"saved": True, "position": position}
                self.saved[position] = self.on_its_way.pop(position)
                self.confirmed += 1


@contextmanager
def serving(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The HTTP side as it is served, without the pages; killed at the end, with its worker."""
    command = [GRANIAN, "--interface=asgi", f"--port={port}", "--log-level=critical", "training_app.api.app:api"]
    process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: answers(port))
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health", timeout=20).status_code < 600
    except httpx.TransportError:
        return False


def sat_down() -> Seat:
    """Lea with a running try."""
    with db.write() as session:
        build = Builder(session, clock.now())
        lea, course = build.person("Lea", username="lea"), build.course(materials=0, exam=exams.exam(BANK))
        token = accounts.invite(session, SYSTEM, person_id=known(lea.id), now=build.now)
        accounts.set_password(session, token=token, password=passwords.hashed(PASSWORD), now=build.now)
        build.assign(course, "q=lea")
        seat = Seat(session, build.actor(lea), known(build.attempt(lea, course).id), build.now)
        seat.begin()
        return seat


def stored(try_id: int) -> dict[int, int]:
    with db.read() as session:
        rows = session.exec(select(ExamAnswer).where(ExamAnswer.try_id == try_id)).all()
    return {row.position: row.given[0] for row in rows if row.given}


@pytest.mark.rule("L-02", "a kill of the server in mid-exam loses no given answer")
@pytest.mark.parametrize("database", in_turn("sqlite"), indirect=True)
def test_a_killed_server_has_every_answer_that_it_confirmed(database):
    seat, port = sat_down(), free_port()
    phone = Phone(f"http://127.0.0.1:{port}", httpx.Cookies(), seat.try_id)
    for _ in range(KILLS):
        with serving(port):
            if not phone.cookies:
                with httpx.Client() as browser:
                    browser.post(f"{phone.address}/auth/sign-in", data={"name": "lea", "password": PASSWORD})
                    phone.cookies = browser.cookies
            share = len(BANK) // TABS
            tabs = [
                threading.Thread(target=phone.answer, args=(range(one * share + 1, (one + 1) * share + 1),))
                for one in range(TABS)
            ]
            for tab in tabs:
                tab.start()
            wanted = phone.confirmed + random.randint(30, 120)  # noqa: S311 - any moment will do
            until(lambda wanted=wanted: phone.confirmed >= wanted)
        for tab in tabs:
            tab.join(30)
        found = stored(seat.try_id)
        for position in range(1, len(BANK) + 1):
            confirmed = phone.saved.get(position)
            # What was on its way may have been stored or not; nobody was told.
            assert found.get(position) in {confirmed, phone.on_its_way.get(position, confirmed)}
        phone.saved, phone.on_its_way = found, {}

    with db.write() as session:
        seat.session, seat.now = session, clock.now()
        assert (seat.begin(), session.exec(select(ExamTry.number)).all()) == (phone.try_id, [1])
        shown = {one.position: one.choices for one in seat.view().paper}
        assert seat.submit().right == sum(shown[one][place] == "0" for one, place in phone.saved.items())
