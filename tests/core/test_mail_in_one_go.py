"""A mail server that takes several commands in one go is given them so (RFC 2920); refusals are still told apart."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from training_app.core import mail
from training_app.core.mail import Line, Mail, NotAccepted
from training_app.core.settings import settings

USUAL = {"MAIL": "250 OK", "RCPT": "250 OK", "DATA": "354 Go on", ".": "250 Taken", "RSET": "250 OK", "QUIT": "221 Bye"}


@dataclass
class Scripted:
    """A server that answers by a script, and keeps what it was sent, read by read."""

    says: dict[str, str]
    reads: list[bytes] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)

    def serve(self, listening: socket.socket) -> None:
        line, _address = listening.accept()
        with line:
            line.sendall(b"220 here\r\n")
            self._converse(line)

    def _converse(self, line: socket.socket) -> None:
        waiting, content = b"", None
        while read := line.recv(1 << 16):
            self.reads.append(read)
            waiting += read
            while b"\r\n" in waiting:
                said, _, waiting = waiting.partition(b"\r\n")
                if content is not None and said != b".":
                    content.append(said)
                    continue
                verb = "." if content is not None else said[:4].decode().upper().strip()
                if content is not None:
                    self.taken.append(b"\r\n".join(content))
                answer = "250-here\r\n250 PIPELINING" if verb == "EHLO" else self.says[verb]
                content = [] if answer.startswith("354") else None
                line.sendall(answer.encode() + b"\r\n")


@contextmanager
def scripted(monkeypatch: pytest.MonkeyPatch, **says: str) -> Iterator[Scripted]:
    server = Scripted(USUAL | {name.replace("END", "."): answer for name, answer in says.items()})
    with socket.create_server(("127.0.0.1", 0)) as listening:
        for name, value in {"HOST": "127.0.0.1", "PORT": str(listening.getsockname()[1]), "SECURITY": "none"}.items():
            monkeypatch.setenv(f"MUSTER_SMTP_{name}", value)
        settings.cache_clear()
        thread = threading.Thread(target=server.serve, args=(listening,), daemon=True)
        thread.start()
        yield server
        thread.join(10)
    settings.cache_clear()


def letter(text: str = "Hello") -> Mail:
    at = datetime(2027, 3, 1, tzinfo=UTC)
    return Mail(
        "<1@muster.test>", at, "training@muster.test", "Muster", "lea@muster.test", "Lea", "Due", text, "<p>Hi</p>"
    )


def test_sender_recipient_and_data_go_in_one_go(monkeypatch):
    with scripted(monkeypatch) as server:
        with Line() as line:
            assert line.send(letter()) == "250 Taken"
        commands = b"MAIL FROM:<training@muster.test>\r\nRCPT TO:<lea@muster.test>\r\nDATA\r\n"
        assert commands in server.reads


def test_a_line_that_begins_with_a_dot_arrives_as_it_was(monkeypatch):
    with scripted(monkeypatch) as server:
        sent = letter("Hello\n.\n..and so on\n")
        with Line() as line:
            line.send(sent)
    undone = b"\r\n".join(one.removeprefix(b".") for one in server.taken[0].split(b"\r\n"))
    assert undone + b"\r\n" == mail.written(sent)


@pytest.mark.parametrize(
    ("says", "answer", "permanent"),
    [
        ({"RCPT": "550 Nobody here", "DATA": "554 No valid recipients"}, "550 Nobody here", True),
        ({"RCPT": "550 Nobody here", "DATA": "354 Go on", "END": "554 No valid recipients"}, "550 Nobody here", True),
        ({"RCPT": "451 Later", "DATA": "503 Not now"}, "451 Later", False),
        ({"MAIL": "550 Not from you", "RCPT": "503 Who", "DATA": "503 Who"}, "550 Not from you", False),
        ({"DATA": "552 Too much"}, "552 Too much", True),
        ({"END": "554 Not this one"}, "554 Not this one", True),
        ({"END": "452 Full"}, "452 Full", False),
    ],
)
def test_whoever_refuses_is_told_apart_and_the_line_can_be_used_again(monkeypatch, says, answer, permanent):
    with scripted(monkeypatch, **says) as server, Line() as line:
        with pytest.raises(NotAccepted) as refused:
            line.send(letter())
        assert (refused.value.answer, refused.value.permanent) == (answer, permanent)
        server.says = USUAL
        assert line.send(letter()) == "250 Taken"


def test_a_server_that_is_about_to_close_is_no_refusal(monkeypatch):
    closing = "421 Closing"
    with scripted(monkeypatch, MAIL=closing, RCPT=closing, DATA=closing), Line() as line:
        with pytest.raises(NotAccepted) as refused:
            line.send(letter())
        assert not refused.value.permanent
