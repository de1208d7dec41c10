"""A real SMTP server on this machine that keeps what it is sent, and can be told to refuse, to hang, or to be gone."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from support.database import forget
from support.server import free_port

DROP = "drop the connection"


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
    """The server and what it got. `refusals` answers a recipient with a line of SMTP, or drops the connection."""

    port: int = field(default_factory=free_port)
    mails: list[Mail] = field(default_factory=list)
    connections: int = 0
    refusals: dict[str, str] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
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

    @property
    def received(self) -> list[EmailMessage]:
        return [mail.message for mail in self.mails]

    def ids(self) -> Counter[str]:
        """How often each Message-ID was accepted."""
        return Counter(mail.message["Message-ID"] for mail in self.mails)

    def recipients(self) -> list[str]:
        return [mail.message["To"].addresses[0].addr_spec for mail in self.mails]

    def to(self, address: str) -> list[Mail]:
        """What was sent to this address."""
        return [mail for mail in self.mails if address in mail.to]

    def wait_for(self, number: int, seconds: float = 30) -> list[Mail]:
        """The mails so far, as soon as there are so many; fails when there are not in time."""
        self.wait_until(lambda sink: len(sink.mails) >= number, seconds=seconds)
        return list(self.mails)

    def wait_until(self, holds: Callable[["Sink"], bool], *, seconds: float = 30) -> None:
        """Wait until this holds for what has arrived; fails when it does not in time."""
        with self._arrival:
            held = self._arrival.wait_for(lambda: holds(self), seconds)
        assert held, f"only {len(self.mails)} mails arrived: {[mail.subject for mail in self.mails[-20:]]}"

    def start(self) -> None:
        """Listen."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, enable_SMTPUTF8=True)
        self._controller.start()
        self.connections = 0  # the controller has looked whether it listens

    def stop(self) -> None:
        """Be gone: connections are refused from now on."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    # The names of the next four are those by which the SMTP server calls its handler.
    async def handle_EHLO(  # noqa: N802
        self, _server: SMTP, session: Session, _envelope: Envelope, name: str, responses: list[str]
    ) -> list[str]:
        session.host_name = name
        self.connections += 1
        return responses

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

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refusals:
            self.refused[address] += 1
            if self.refusals[address] == DROP and server.transport:
                server.transport.abort()
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        message = message_from_bytes(content, policy=policy.default)
        with self._arrival:
            self.mails.append(Mail(envelope.mail_from or "", tuple(envelope.rcpt_tos), message))
            self._arrival.notify_all()
        return "250 Kept"


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


@contextmanager
def connected() -> Iterator[Sink]:
    """A sink to which the app in this process sends."""
    with listening() as sink, pytest.MonkeyPatch.context() as environment:
        for name, value in sink.environment().items():
            environment.setenv(name, value)
        forget()
        yield sink
        forget()
