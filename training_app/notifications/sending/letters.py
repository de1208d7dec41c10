"""What a claimed message says to whom right now, unless `suppressing` knows why it is no longer said (N-04)."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from training_app.core import mail
from training_app.core.mail import Mail
from training_app.core.organization import Organization
from training_app.notifications.rules import Occasion
from training_app.notifications.sending import reading, suppressing
from training_app.notifications.sending.attaching import attached
from training_app.notifications.sending.words import words
from training_app.notifications.wording.texts import render


@dataclass(frozen=True)
class Letter:
    """What a message became: a mail to send or, with `why`, none. `kept` is the text as it may be stored."""

    mail: Mail | None
    kept: str = ""
    why: str = ""
    attempts: int = 0


def letter(session: Session, of: Organization, *, message_id: int, worker: str, now: datetime) -> Letter | None:
    """The letter of a message that this worker has claimed; None when the claim is no longer its own."""
    row = reading.claimed(session, message_id=message_id, worker=worker)
    if row is None:
        return None
    why = suppressing.why_suppressed(session, row, of, now)
    return Letter(None, why=why, attempts=row.attempts) if why else _written(session, row, of, now)


def message_id_of(key: str, channel: str, made_at: datetime) -> str:
    """The Message-ID: the same at every try, and another one in another database that has the same keys."""
    return f"<{sha256(f'{key} {channel} {made_at.isoformat()}'.encode()).hexdigest()[:40]}@{mail.host()}>"


def _written(session: Session, row: Any, of: Organization, now: datetime) -> Letter:
    texts = render(Occasion(row.occasion), words(session, row, of, now))
    written = Mail(
        message_id=message_id_of(row.key, row.channel, row.made_at),
        at=now,
        sender=of.sender,
        sender_name=of.name,
        to=row.email,
        to_name=f"{row.first_name} {row.last_name}",
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        attachments=attached(row),
    )
    token = row.facts.get("token", "")
    kept = texts.text.replace(token, "…") if token else texts.text
    return Letter(written, kept=kept, attempts=row.attempts)
