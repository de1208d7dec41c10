"""A real SMTP server on the loopback that keeps what it accepts and refuses what it is told to."""

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from support.database import forget

DROP = "drop the connection"


class Sink:
    """What arrived. `refusals` answers a recipient's address (at RCPT) with a line of SMTP, or drops the line."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.connections = 0
        self.refusals: dict[str, str] = {}
        self.refused: Counter[str] = Counter()
        self.port = 0
        self._changed = threading.Condition()

    def ids(self) -> Counter[str]:
        """How often each Message-ID was accepted."""
        return Counter(mail["Message-ID"] for mail in self.received)

    def recipients(self) -> list[str]:
        return [mail["To"].addresses[0].addr_spec for mail in self.received]

    def wait_until(self, holds: Callable[["Sink"], bool], *, seconds: float = 30) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: holds(self), seconds), f"only {len(self.received)} mails arrived"

    # What aiosmtpd calls, with arguments in its order.

    async def handle_EHLO(self, server, session: Session, envelope, name, responses):  # noqa: ARG002, N802
        session.host_name = name
        self.connections += 1
        return responses

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options):  # noqa: ARG002, N802
        if address in self.refusals:
            self.refused[address] += 1
            if self.refusals[address] == DROP:
                server.transport.abort()
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope):  # noqa: ARG002, N802
        with self._changed:
            self.received.append(message_from_bytes(envelope.content, policy=policy.default))
            self._changed.notify_all()
        return "250 Kept"


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


@contextmanager
def listening() -> Iterator[Sink]:
    """A sink that the app's settings point to."""
    sink = Sink()
    sink.port = free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, enable_SMTPUTF8=True)
    controller.start()
    sink.connections = 0
    try:
        with pytest.MonkeyPatch.context() as environment:
            for name, value in {"HOST": "127.0.0.1", "PORT": str(sink.port), "SECURITY": "none"}.items():
                environment.setenv(f"MUSTER_SMTP_{name}", value)
            forget()
            yield sink
            forget()
    finally:
        controller.stop()
