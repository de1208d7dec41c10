"""A mail server that takes everything and keeps it in a file: the least that a sender needs, as its own process."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

HOST = "127.0.0.1"
ANSWERS = {
    b"DATA": b"354 Go on\r\n",
    b"EHLO": b"250-bench\r\n250-PIPELINING\r\n250 SMTPUTF8\r\n",
    b"QUIT": b"221 Goodbye\r\n",
}
OK = b"250 OK\r\n"
END = b".\r\n"


@dataclass(frozen=True)
class Taken:
    """One mail as it came."""

    sender: str
    to: str
    content: bytes


@dataclass(frozen=True)
class Sink:
    """Where it listens, and the file in which it keeps what it took."""

    port: int
    file: Path

    def taken(self) -> list[Taken]:
        """What it took since it was last emptied, by whole connections."""
        found = []
        with self.file.open("rb") as kept:
            while head := kept.readline():
                sender, to, size = head.split()
                found.append(Taken(sender.decode(), to.decode(), kept.read(int(size))))
        return found

    def size(self) -> int:
        """Bytes of what it took."""
        return self.file.stat().st_size

    def empty(self) -> None:
        """Let it forget."""
        self.file.write_bytes(b"")


@contextmanager
def running(folder: Path) -> Iterator[Sink]:
    """A sink that listens until the end of the block."""
    file = folder / "taken"
    file.touch()
    command = [sys.executable, "-m", "training_app.bench.sink", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 - this file
        try:
            assert process.stdout is not None  # noqa: S101 - asked for above
            yield Sink(int(process.stdout.readline()), file)
        finally:
            process.kill()


def _serve(file: Path) -> None:
    with socket.create_server((HOST, 0)) as server:
        sys.stdout.write(f"{server.getsockname()[1]}\n")
        sys.stdout.flush()
        while True:
            line, _address = server.accept()
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with line, line.makefile("rb") as said, file.open("ab") as kept:
                line.sendall(b"220 bench\r\n")
                _converse(line, said, kept)


def _converse(line: socket.socket, said: BinaryIO, kept: BinaryIO) -> None:
    envelope: dict[bytes, bytes] = {}
    for command in said:
        verb = command[:4].upper()
        if verb in {b"MAIL", b"RCPT"}:
            envelope[verb] = command[command.index(b"<") + 1 : command.index(b">")]
        if verb == b"QUIT":
            kept.flush()
        line.sendall(ANSWERS.get(verb, OK))
        if verb == b"DATA":
            content = b"".join(part.removeprefix(b".") for part in iter(said.readline, END))
            kept.write(b"%s %s %d\n" % (envelope[b"MAIL"], envelope[b"RCPT"], len(content)) + content)
            line.sendall(OK)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
