"""A real SMTP server on this machine that keeps what it is sent, and can be told to refuse, to hang, or to be gone."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from support.server import free_port


@dataclass
class Mail:
    """One e-mail as it arrived: what the envelope said, and the message."""

    sender: str
    to: tuple[str, ...]
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        return body.get_content() if body else ""


@dataclass
class Sink:
    """The server and what it got."""

    port: int = field(default_factory=free_port)
    mails: list[Mail] = field(default_factory=list)
    _answer: str | None = None
    _hangs: bool = False
    _arrival: threading.Condition = field(default_factory=threading.Condition)
    _controller: Controller | None = None

    def environment(self) -> dict[str, str]:
        """The settings with which Muster sends here."""
        return {"MUSTER_SMTP_HOST": "127.0.0.1", "MUSTER_SMTP_PORT": str(self.port), "MUSTER_SMTP_SECURITY": "none"}

    def accept(self) -> None:
        """Take every mail from now on."""
        self._answer, self._hangs = None, False

    def refuse(self, answer: str = "451 come back later") -> None:
        """Answer every mail with this from now on."""
        self._answer, self._hangs = answer, False

    def hang(self) -> None:
        """Let every sender wait for an answer from now on."""
        self._hangs = True

    def wait_for(self, number: int, seconds: float = 30) -> list[Mail]:
        """The mails so far, as soon as there are so many; fails when there are not in time."""
        with self._arrival:
            arrived = self._arrival.wait_for(lambda: len(self.mails) >= number, seconds)
        assert arrived, f"{len(self.mails)} mails of {number} arrived: {[mail.subject for mail in self.mails]}"
        return list(self.mails)

    def to(self, address: str) -> list[Mail]:
        """What was sent to this address."""
        return [mail for mail in self.mails if address in mail.to]

    def start(self) -> None:
        """Listen."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Be gone: connections are refused from now on."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    # The names of the next two are those by which the SMTP server calls its handler.
    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        while self._hangs:  # noqa: ASYNC110  # it is ended from another thread
            await asyncio.sleep(0.05)
        if self._answer:
            return self._answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        message = message_from_bytes(content, policy=policy.default)
        with self._arrival:
            self.mails.append(Mail(envelope.mail_from or "", tuple(envelope.rcpt_tos), message))
            self._arrival.notify_all()
        return "250 kept"


@contextmanager
def listening() -> Iterator[Sink]:
    """A sink that listens until the end of the block."""
    sink = Sink()
    sink.start()
    try:
        yield sink
    finally:
        sink.accept()
        sink.stop()
