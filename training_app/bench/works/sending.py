"""Sending the e-mails that wait, to a mail server on this machine."""

import os
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from socket import IPPROTO_TCP, TCP_NODELAY
from tempfile import TemporaryDirectory

from training_app.bench import sink, sql
from training_app.bench.ground import NOW, Ground
from training_app.bench.measure import Bar, Work
from training_app.core import db
from training_app.core.settings import settings
from training_app.notifications.sending import delivery

MAILS = 10_000
LATER = NOW + timedelta(days=3650)

# What other works left waiting is not counted.
NOT_OURS = "UPDATE message SET status = 'suppressed' WHERE status IN ('pending', 'sending')"
WAITING = """
INSERT INTO message (key, channel, occasion, person_id, assignee_id, due_on, facts, made_at, next_try_at, status,
                     claimed_by, attempts, answer, why, subject, text, link)
SELECT :name || a.id, 'email', 'due today', a.person_id, a.id, a.due_on, '{}', :now, :at, 'pending',
       '', 0, '', '', 'Due today: ' || t.title, '', '/learn/' || a.enrollment_id
FROM assignee a JOIN assignment s ON s.id = a.assignment_id JOIN training t ON t.id = s.training_id
JOIN person p ON p.id = a.person_id JOIN enrollment e ON e.id = a.enrollment_id
WHERE a.due_on BETWEEN :first AND :last AND a.withdrawn_at IS NULL AND a.excused_at IS NULL
AND p.deactivated_at IS NULL AND e.closed_as IS NULL AND e.status = 'enrolled' ORDER BY a.id LIMIT :number
"""
THEIRS = "SELECT id FROM message WHERE key LIKE :name AND channel = 'email' ORDER BY id"

# The least: claimed and committed, handed over, noted and committed.
CLAIM = "UPDATE message SET status = 'sending', claimed_at = :now, claimed_by = 'bare' WHERE id = :id"
NOTE = "UPDATE message SET status = 'sent', sent_at = :now, attempts = 1, answer = :answer WHERE id = :id"


def works(ground: Ground) -> list[Work]:
    """As many e-mails as there are people, up to ten thousand."""
    number = min(MAILS, ground.size.people)
    post = _Post(ground, number)
    bar = Bar(times=1.5)
    return [Work(f"send {number:,} e-mails", bar, post.ours, post.bare, first=post.prepare, before=post.prepare_bare,
                 around=post.open, writes=("message",))]  # fmt: skip


class _Post:
    """Both sides, and the mail server between them."""

    def __init__(self, ground: Ground, number: int) -> None:
        self.ground = ground
        self.number = number
        self.letters: list[tuple[int, sink.Taken]] = []

    @contextmanager
    def open(self) -> Iterator[None]:
        with TemporaryDirectory(prefix="muster-bench-") as folder, sink.running(Path(folder)) as self.sink:
            said = {"HOST": sink.HOST, "PORT": str(self.sink.port), "SECURITY": "none", "USER": ""}
            with _said({f"MUSTER_SMTP_{name}": value for name, value in said.items()}):
                yield

    def prepare(self, run: int) -> None:
        self.sink.empty()
        with db.write() as session:
            sql.do(session, NOT_OURS)
        self._wait(f"bench:ours:{run}:", at=NOW)

    def ours(self, _run: int) -> int:
        while delivery.process_waiting_mail(NOW, worker="bench"):
            pass
        return self.sink.size()

    def prepare_bare(self, run: int) -> None:
        """The bare loop is given the letters that ours wrote."""
        name = f"bench:bare:{run}:"
        self._wait(name, at=LATER)
        with db.read() as session:
            ids = [row.id for row in sql.rows(session, THEIRS, name=f"{name}%")]
        self.letters = list(zip(ids, self.sink.taken(), strict=True))
        self.sink.empty()

    def bare(self, _run: int) -> int:
        claim, note = sql.said(CLAIM, now=NOW, id=0), sql.said(NOTE, now=NOW, answer="", id=0)
        with db.write_engine().connect() as connection, smtplib.SMTP(sink.HOST, self.sink.port) as smtp:
            assert smtp.sock is not None  # noqa: S101 - it is connected
            smtp.sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
            smtp.ehlo()
            for number, letter in self.letters:
                with connection.begin():
                    connection.execute(claim, {"id": number})
                smtp.mail(letter.sender)
                smtp.rcpt(letter.to)
                _code, answer = smtp.data(letter.content)
                with connection.begin():
                    connection.execute(note, {"id": number, "answer": answer.decode()})
        return self.sink.size()

    def _wait(self, name: str, **at: object) -> None:
        first, last = self.ground.due_days[0], self.ground.due_days[-1]
        with db.write() as session:
            sql.do(session, sql.said(WAITING, name=name, now=NOW, first=first, last=last, number=self.number, **at))


@contextmanager
def _said(values: dict[str, str]) -> Iterator[None]:
    """Settings of the app that hold for the block."""
    before = {name: os.environ.get(name) for name in values}
    try:
        os.environ.update(values)
        settings.cache_clear()
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        settings.cache_clear()
