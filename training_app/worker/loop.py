"""The background loop: facts become messages, days are decided, e-mails are delivered.

Copies of it are safe beside each other. It runs inside the web process, or as `muster worker`.
"""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import monotonic
from uuid import uuid4

from sqlmodel import Session

from training_app import wiring
from training_app.accounts import signing
from training_app.assignments.exams import running as running_exams
from training_app.core import clock, db, staging, stored
from training_app.core.organization import OrganizationRow
from training_app.core.settings import settings
from training_app.notifications import bell
from training_app.notifications.deciding import again, outbox
from training_app.notifications.model import LoopTick
from training_app.notifications.sending import delivery
from training_app.worker import seat
from training_app.worker.schedule import SCHEDULE, IsDue, Process

PAUSE = 1.0
LONGEST_PAUSE = 60.0
TICK_RECORDED_EVERY = 10.0
TIDIED_EVERY = 3600.0
LAST_WORD = 3.0

log = logging.getLogger(__name__)


@dataclass
class Step:
    """One thing the loop does. When it fails it is left alone for a while, longer each time."""

    name: str
    process: Process
    is_due: IsDue = lambda _session, _now: True
    failures: int = 0
    not_before: float = 0.0
    failing: str = ""
    """The reference that the log has and the kind of error, for as long as it fails (N-10)."""

    def run(self, now: datetime) -> bool:
        """Do it unless it is being left alone. True when there was work."""
        if monotonic() < self.not_before:
            return False
        try:
            found = self.process(now)
        except Exception as error:
            self.failures += 1
            self.not_before = monotonic() + min(PAUSE * 2**self.failures, LONGEST_PAUSE)
            reference = uuid4().hex[:8]
            # The kind alone: what it says may name people, and others read it.
            self.failing = f"reference {reference}, {type(error).__name__}"
            log.exception("the loop's step “%s” failed, reference %s", self.name, reference)
            return False
        self.failures, self.failing = 0, ""
        return found


def steps() -> list[Step]:
    """What decides which messages there are, in order."""
    return [
        Step("facts to messages", outbox.process_one_event, outbox.is_due),
        # Before the days are decided: what was given in time counts, also where the accreditation ended meanwhile.
        Step("exams whose time is up", running_exams.process_over, running_exams.is_due),
        *(Step(timed.name, timed.process, timed.is_due) for timed in SCHEDULE),
        Step("moments that come again", again.process, again.is_due),
        Step("files nobody needs", stored.drop_unneeded, stored.is_unneeded),
    ]


def sending(worker: str = "", stop: threading.Event | None = None) -> list[Step]:
    """What talks to the mail server. Apart from `steps`, so that a slow server keeps nobody's bell waiting."""
    send = partial(delivery.process_waiting_mail, worker=worker, stop=stop)
    return [Step("e-mails", send, delivery.is_due)]


def tick(now: datetime) -> bool:
    """Everything once, as a single copy of the loop would. True when there was work."""
    wiring.bind()
    return once([*steps(), *sending()], now)


def once(of: list[Step], now: datetime) -> bool:
    """Do what is due of these steps, found out by one look at the database. True when there was work."""
    with db.look() as session:
        # Held, or the session would forget the settings and every step would ask for them again.
        _held = session.get(OrganizationRow, 1)
        due = [step for step in of if step.is_due(session, now)]
    found = [step.run(now) for step in due]
    return any(found)


def run(stop: threading.Event) -> None:
    """Go round until `stop` is set: about once a second, and at once again when there was work."""
    wiring.bind()
    with seat.taken() as worker:
        deciding, mailing = steps(), sending(worker, stop)
        mail = threading.Thread(target=_send, args=(mailing, worker, stop), name="loop: e-mails", daemon=True)
        mail.start()
        _go_round([*deciding, sign_of_life(worker, [*deciding, *mailing]), _tidying()], stop)
        mail.join(settings().smtp_timeout)


@asynccontextmanager
async def running(on_changed: bell.Ring | None = None) -> AsyncIterator[None]:
    """The loop beside a server, in a thread of its own, when the settings say so.

    `on_changed(person_ids)` is called in that thread after something new stands under these people's bells.
    """
    if on_changed is not None:
        bell.connect(on_changed)
    stop = threading.Event()
    thread = threading.Thread(target=run, args=(stop,), name="loop", daemon=True)
    if settings().loop:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        if thread.ident is not None:
            await asyncio.to_thread(thread.join, LAST_WORD)
        if on_changed is not None:
            bell.disconnect(on_changed)


def sign_of_life(worker: str, of: list[Step]) -> Step:
    """Says every few seconds that this copy of the loop goes round, and which of these steps fail (N-10)."""

    def say(session: Session, now: datetime) -> None:
        failing = {step.name: step.failing for step in of if step.failing}
        session.merge(LoopTick(worker=worker, at=now, failing=failing))

    every = _Every(TICK_RECORDED_EVERY, say)
    return Step("tick", every.process, every.is_due)


def _send(of: list[Step], worker: str, stop: threading.Event) -> None:
    free = Step("claims given back", lambda now: bool(delivery.free_claims(now, worker=worker)))
    free.run(clock.now())
    _go_round(of, stop)


def _go_round(of: list[Step], stop: threading.Event) -> None:
    everything = Step("looking what is due", partial(once, of))
    while not stop.is_set():
        if not everything.run(clock.now()):
            stop.wait(PAUSE)


class _Every:
    """Does something small at most every so many seconds, whatever it finds to do."""

    def __init__(self, seconds: float, act: Callable[[Session, datetime], object]) -> None:
        self.seconds = seconds
        self.act = act
        self.next = 0.0

    def is_due(self, _session: Session, _now: datetime) -> bool:
        return monotonic() >= self.next

    def process(self, now: datetime) -> bool:
        with db.write() as session:
            self.act(session, now)
        self.next = monotonic() + self.seconds
        return False


def tidy(session: Session, now: datetime) -> None:
    """What is over goes: old sign-ins (P-07), files that were sent and never submitted, or of which no row speaks."""
    signing.tidy(session, now=now)
    staging.tidy(session, now=now)
    stored.find_forgotten(session, now=now)


def _tidying() -> Step:
    every = _Every(TIDIED_EVERY, tidy)
    return Step("what is over", every.process, every.is_due)
