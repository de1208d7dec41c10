"""Sending e-mail: through the SMTP server of the settings, or else into the mailbox folder.

A mail is identified by its Message-ID. Handing over the same one twice is for the caller to avoid over SMTP;
in the mailbox folder the second writes over the first.
"""

import os
import re
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from socket import IPPROTO_TCP, TCP_NODELAY
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from training_app.core import mime
from training_app.core.mime import Attachment
from training_app.core.settings import settings

OK = 250
GO_ON = 354
PERMANENT = 500
NO_LONGER_THERE = 421

# The end of a mail is a line with a dot, so a line that begins with one gets another.
_FIRST_DOT = re.compile(rb"^\.", re.MULTILINE)


class NotAccepted(Exception):
    """The mail was not taken. `answer` is what the server said; `permanent` that it will say so again."""

    def __init__(self, answer: str, *, permanent: bool = False) -> None:
        """Keep the answer as it may be shown."""
        super().__init__(answer)
        self.answer = answer
        self.permanent = permanent


class Unreachable(NotAccepted):
    """There is no server to talk to, or it does not let us in: nothing can be said about the mail itself."""


@dataclass(frozen=True)
class Mail:
    """One mail to one address. `message_id` is with its angle brackets, `at` an aware instant."""

    message_id: str
    at: datetime
    sender: str
    sender_name: str
    to: str
    to_name: str
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


def is_mailbox() -> bool:
    """Whether mails are written into the mailbox folder because no SMTP server is set (N-06)."""
    return not settings().smtp_host


def mailbox() -> Path:
    """The mailbox folder."""
    return settings().data / "mailbox"


def host() -> str:
    """The name this installation goes by, in Message-IDs and towards the server."""
    return urlsplit(settings().address()).hostname or "localhost"


class Line:
    """One connection for many mails, opened when the first is sent and again after it was lost.

    A server that could not be reached is not tried again on the same line: the other mails learn it at once.
    """

    def __init__(self) -> None:
        """Open nothing yet."""
        self._smtp: smtplib.SMTP | None = None
        self._unreachable: Unreachable | None = None

    @property
    def is_unreachable(self) -> bool:
        """Whether it has turned out that there is no server to talk to."""
        return self._unreachable is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (smtplib.SMTPException, OSError):
                self._hang_up()

    def send(self, mail: Mail) -> str:
        """Hand the mail over and answer what the server said. Raises `NotAccepted`."""
        content = written(mail)
        if is_mailbox():
            return _put(mail.message_id, content)
        smtp = self._connected()
        try:
            return _hand_over(smtp, mail, content)
        except NotAccepted:
            self._start_over(smtp)
            raise
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise NotAccepted(_said(error)) from error

    def _connected(self) -> smtplib.SMTP:
        if self._unreachable is not None:
            raise self._unreachable
        if self._smtp is None:
            try:
                self._smtp = _open()
            except (smtplib.SMTPException, OSError) as error:
                self._unreachable = Unreachable(_said(error))
                raise self._unreachable from error
        return self._smtp

    def _start_over(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.rset()
        except (smtplib.SMTPException, OSError):
            self._hang_up()

    def _hang_up(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def written(mail: Mail) -> bytes:
    """The mail as it goes over the line."""
    for address in (mail.sender, mail.to):
        if not mime.is_address(address):
            answer = f"“{address}” is not an email address."
            raise NotAccepted(answer, permanent=True)
    head = {
        "Message-ID": mail.message_id,
        "Date": format_datetime(mail.at),
        "From": mime.address(mail.sender, mail.sender_name),
        "To": mime.address(mail.to, mail.to_name),
        "Subject": mime.text(mail.subject, "Subject"),
        "Auto-Submitted": "auto-generated",
    }
    bodies = {"plain": mail.text, "html": mail.html}
    return mime.message(head, bodies, mail.attachments, between=mail.message_id)


def _open() -> smtplib.SMTP:
    said = settings()
    context = None if said.smtp_security == "none" else ssl.create_default_context()
    smtp: smtplib.SMTP
    if said.smtp_security == "tls":
        smtp = smtplib.SMTP_SSL(said.smtp_host, said.smtp_port, host(), timeout=said.smtp_timeout, context=context)
    else:
        smtp = smtplib.SMTP(said.smtp_host, said.smtp_port, host(), said.smtp_timeout)
    try:
        if smtp.sock is not None:
            smtp.sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        smtp.ehlo_or_helo_if_needed()
        if said.smtp_security == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo()
        if said.smtp_user:
            smtp.login(said.smtp_user, said.smtp_password.get_secret_value())
    except BaseException:
        smtp.close()
        raise
    return smtp


def _hand_over(smtp: smtplib.SMTP, mail: Mail, content: bytes) -> str:
    international = not (mail.to + mail.sender).isascii()
    if international and not smtp.has_extn("smtputf8"):
        raise NotAccepted("The mail server takes only addresses in plain Latin letters.", permanent=True)
    # Said as they are, for `written` has looked at both addresses: reading them apart anew takes `smtplib` a while.
    options = " SMTPUTF8 BODY=8BITMIME" if international else ""
    commands = (f"MAIL FROM:<{mail.sender}>{options}", f"RCPT TO:<{mail.to}>", "DATA")
    sender, recipient, begin = _answers(smtp, [command.encode() for command in commands])
    if begin[0] == GO_ON and not _is_ok(sender[0], recipient[0]):
        # Asked in one go, it may want to hear something before it says that there is nobody to hear it.
        smtp.send(b".\r\n")
        smtp.getreply()
    # A refused sender is a matter of our settings, which somebody can mend: the mail waits.
    _expect(sender, may_be_permanent=False)
    _expect(recipient)
    if begin[0] != GO_ON:
        return _expect(begin)
    smtp.send(_FIRST_DOT.sub(b"..", content) + b".\r\n")
    return _expect(smtp.getreply())


def _answers(smtp: smtplib.SMTP, commands: list[bytes]) -> list[tuple[int, bytes]]:
    """What the server says to each command; all in one go where it takes that (RFC 2920), for each way is long.

    After a refusal nothing more is said, and the answers to what was not said are that refusal.
    """
    if smtp.has_extn("pipelining"):
        smtp.send(b"".join(command + b"\r\n" for command in commands))
        return [smtp.getreply() for _command in commands]
    said: list[tuple[int, bytes]] = []
    for command in commands:
        if not said or _is_ok(said[-1][0]):
            smtp.send(command + b"\r\n")
            said.append(smtp.getreply())
        else:
            said.append(said[-1])
    return said


def _is_ok(*codes: int) -> bool:
    return all(code // 10 == OK // 10 for code in codes)


def _expect(answer: tuple[int, bytes], *, may_be_permanent: bool = True) -> str:
    code, text = answer
    said = f"{code} {text.decode(errors='replace')}".replace("\n", " ")
    if code == NO_LONGER_THERE or code < 0:
        raise smtplib.SMTPServerDisconnected(said)
    if not _is_ok(code):
        raise NotAccepted(said, permanent=may_be_permanent and code >= PERMANENT)
    return said


def _bytes(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_bytes(error.smtp_error).decode(errors='replace')}"
    if isinstance(error, TimeoutError):
        return "The mail server did not answer in time."
    return str(error) or type(error).__name__


def _put(message_id: str, content: bytes) -> str:
    mailbox().mkdir(parents=True, exist_ok=True)
    file = mailbox() / (re.sub(r"[^\w.@-]", "", message_id) + ".eml")
    unfinished = file.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(file)
    return f"Written to {file.name}"
