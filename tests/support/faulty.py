"""A real SMTP server that goes wrong as servers do, by a plan made from a seed, and notes what arrived and how."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product
from random import Random

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from support.database import forget
from support.smtp import Sink

NEVER = "550 No such mailbox here"


class Fault(StrEnum):
    """What the server does in place of taking a mail and saying so."""

    LATER = "refused for now at the recipient"
    LATER_AT_THE_END = "refused for now after DATA"
    DROPPED = "dropped before DATA"
    HUNG = "hung before DATA"
    DROPPED_AFTER = "kept, and dropped after DATA"
    HUNG_AFTER = "kept, and hung after DATA"


AT_THE_RECIPIENT = (Fault.LATER, Fault.DROPPED, Fault.HUNG)
HANGS = (Fault.HUNG, Fault.HUNG_AFTER)
REFUSALS = {Fault.LATER: "451 Come back later", Fault.LATER_AT_THE_END: "452 The disk is full"}


@dataclass
class Arrival:
    """One mail that was kept: over which connection, as which of all, and what went wrong with it."""

    message_id: str
    to: str
    subject: str
    line: int
    fault: Fault | None


@dataclass
class FaultySink(Sink):
    """`plan` says of the so-manieth try for an address what goes wrong with it; who is in `refusals` never gets any."""

    plan: Mapping[tuple[str, int], Fault] = field(default_factory=dict)
    steps: int = 0
    arrivals: list[Arrival] = field(default_factory=list)
    met: Counter[Fault] = field(default_factory=Counter)
    _tries: Counter[str] = field(default_factory=Counter)
    _lines: list[Session] = field(default_factory=list)
    _ended: set[int] = field(default_factory=set)

    def plans(self, addresses: Iterable[str], *, tries: int, each: int, seed: int) -> None:
        """Let every fault happen so often among the first so many tries for these addresses."""
        chance = Random(seed)  # noqa: S311 - nothing is kept secret by it
        moments = chance.sample(sorted(product(addresses, range(tries))), each * len(Fault))
        self.plan = dict(zip(moments, each * tuple(Fault), strict=True))

    def is_cut_off(self, arrival: Arrival) -> bool:
        """Whether its sender cannot know that it was kept: the line ended with it, and nobody said goodbye."""
        last = [other for other in self.arrivals if other.line == arrival.line][-1]
        return last is arrival and arrival.line not in self._ended

    # The names of the next four are those by which the SMTP server calls its handler.
    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, name: str, responses: list[str]
    ) -> list[str]:
        self._lines.append(session)
        return await super().handle_EHLO(server, session, envelope, name, responses)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._step()
        fault = self._planned(address)
        if fault in AT_THE_RECIPIENT:
            return await self._go_wrong(self._met(address), server)
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self._step()
        (address,) = envelope.rcpt_tos
        fault = self._met(address)
        if fault is Fault.LATER_AT_THE_END:
            return REFUSALS[fault]
        answer = await super().handle_DATA(server, session, envelope)
        message, line = self.mails[-1].message, self._lines.index(session)
        self.arrivals.append(Arrival(str(message["Message-ID"]), address, str(message["Subject"]), line, fault))
        self._step()
        return await self._go_wrong(fault, server) if fault else answer

    async def handle_QUIT(self, _server: SMTP, session: Session, _envelope: Envelope) -> str:  # noqa: N802
        self._ended.add(self._lines.index(session))
        return "221 Goodbye"

    def _planned(self, address: str) -> Fault | None:
        return self.plan.get((address, self._tries[address]))

    def _met(self, address: str) -> Fault | None:
        """What is planned for this try, which is over with that."""
        fault = self._planned(address)
        self._tries[address] += 1
        if fault:
            self.met[fault] += 1
        return fault

    async def _go_wrong(self, fault: Fault | None, server: SMTP) -> str:
        if fault in HANGS:
            await asyncio.Event().wait()  # until its sender hangs up
        elif fault not in REFUSALS and server.transport:
            server.transport.abort()
        return REFUSALS.get(fault, "250 Nobody hears this")

    def _step(self) -> None:
        with self._arrival:
            self.steps += 1
            self._arrival.notify_all()


@contextmanager
def faulty(timeout: float) -> Iterator[FaultySink]:
    """A faulty sink to which this process and those it starts send, waiting so many seconds for each answer."""
    sink = FaultySink()
    sink.start()
    with pytest.MonkeyPatch.context() as environment:
        for name, value in (sink.environment() | {"MUSTER_SMTP_TIMEOUT": str(timeout)}).items():
            environment.setenv(name, value)
        forget()
        try:
            yield sink
        finally:
            sink.stop()
            forget()
