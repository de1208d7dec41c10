"""What a claimed message says to whom right now, unless there is a reason why it is no longer said (N-04)."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from training_app.core import mail
from training_app.core.mail import Mail
from training_app.core.mime import Attachment
from training_app.core.organization import Organization
from training_app.notifications.rules import Occasion
from training_app.notifications.sending import digest, suppressing
from training_app.notifications.sending.attaching import attached
from training_app.notifications.sending.words import words
from training_app.notifications.wording import templates
from training_app.notifications.wording.texts import Broken, Texts


@dataclass(frozen=True)
class Letter:
    """What a message became: a mail to send or, with `why`, none.

    `kept` is the text as it may be stored, `says` are the messages that it says: itself, or those of a digest. `broken`
    is the wording of an admin's that could not be filled.
    """

    mail: Mail | None
    why: str = ""
    kept: str = ""
    says: tuple[int, ...] = ()
    broken: Broken | None = None


@dataclass(frozen=True)
class Writer:
    """Who writes letters at an instant, with what was read once for many of them."""

    of: Organization
    edited: dict[str, Any]
    now: datetime

    def letter(self, session: Session, row: Any) -> Letter:
        """The letter of a message that was claimed."""
        if row.occasion == Occasion.DIGEST:
            return self._together(session, row)
        why = suppressing.why_suppressed(session, row, self.of, self.now)
        return Letter(None, why) if why else self._alone(session, row, row)

    def _together(self, session: Session, row: Any) -> Letter:
        """What is left of a digest; a reminder that is alone in it says itself in its own words."""
        items = digest.held(session, row, self.of, self.now)
        if not items:
            return Letter(None, digest.NOTHING_LEFT)
        if len(items) == 1:
            return self._alone(session, row, items[0])
        lines = digest.lines(session, items, self.of, self.now)
        said = words(session, row, self.of, self.now, lines=lines)
        texts = templates.rendered(self.edited, Occasion.DIGEST, said)
        return self._written(row, texts, attached(session, self.of, items), items)

    def _alone(self, session: Session, row: Any, item: Any) -> Letter:
        """The letter of a message whose words are those of an item: its own, or the only one of a digest."""
        said = words(session, item, self.of, self.now)
        texts = templates.rendered(self.edited, Occasion(item.occasion), said)
        return self._written(row, texts, attached(session, self.of, [item]), [item])

    def _written(self, row: Any, texts: Texts, files: tuple[Attachment, ...], items: list[Any]) -> Letter:
        written = Mail(
            message_id=message_id_of(row.key, row.channel, row.made_at),
            at=self.now,
            sender=self.of.sender,
            sender_name=self.of.name,
            to=row.email,
            to_name=f"{row.first_name} {row.last_name}",
            subject=texts.subject,
            text=texts.text,
            html=texts.html,
            attachments=files,
        )
        token = row.facts.get("token", "")
        kept = texts.text.replace(token, "…") if token else texts.text
        return Letter(written, kept=kept, says=tuple(item.id for item in items), broken=texts.broken)


def why_silent(session: Session, of: Organization, row: Any, *, now: datetime) -> str:
    """Why there is nothing to send to anybody; empty when there is."""
    if row.occasion == Occasion.DIGEST:
        return "" if digest.held(session, row, of, now) else digest.NOTHING_LEFT
    return suppressing.why_suppressed(session, row, of, now)


def message_id_of(key: str, channel: str, made_at: datetime) -> str:
    """The Message-ID: the same at every try, and another one in another database that has the same keys."""
    return f"<{sha256(f'{key} {channel} {made_at.isoformat()}'.encode()).hexdigest()[:40]}@{mail.host()}>"
