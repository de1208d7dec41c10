"""The messages that were made for one person: those that went, with both channels side by side, and the others."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from training_app.assignments.model import Assignee, Assignment
from training_app.catalog.model import Training
from training_app.certifications.model import Award, Certification
from training_app.core import db
from training_app.core.paging import Page, Paged
from training_app.notifications.model import Message
from training_app.notifications.naming import occasion_said
from training_app.notifications.rules import TRIES, Channel, MessageStatus, spoken

WAITING = (MessageStatus.PENDING.value, MessageStatus.SENDING.value, MessageStatus.GATHERED.value)
NOT_SENT = (MessageStatus.FAILED.value, MessageStatus.SUPPRESSED.value)
STATES = {
    MessageStatus.PENDING: "Waits",
    MessageStatus.SENDING: "Waits",
    MessageStatus.GATHERED: "Waits for the mail of the day",
    MessageStatus.FAILED: "Failed",
    MessageStatus.SUPPRESSED: "Not sent",
}


@dataclass(frozen=True)
class GotRow:
    """One message that went, by the bell, by e-mail, or both. Instants are ISO; empty where it did not go that way.

    `mail` says where an e-mail stands that did not go, and `is_together` that it was said by the mail of the day.
    """

    key: str
    what: str
    about: str
    assignment_id: int
    subject: str
    text: str
    bell_at: str
    read_at: str
    mail_at: str
    mail: str
    is_together: bool


def got(session: Session, *, person_id: int, places: Collection[int] | None, page: Page) -> Paged[GotRow]:
    """One page of what went, the newest first; `places` narrows it to messages about them."""
    sent = [col(Message.person_id) == person_id, col(Message.status) == MessageStatus.SENT.value, *_about(places)]
    connection = session.connection()
    total = connection.execute(sa.select(sa.func.count(sa.distinct(col(Message.key)))).where(*sent)).scalar_one()
    newest = (sa.func.max(col(Message.sent_at)).desc(), sa.func.max(col(Message.id)).desc())
    cut = page.cut(sa.select(col(Message.key)).where(*sent).group_by(col(Message.key)).order_by(*newest))
    shown = list(connection.execute(cut).scalars())
    pairs: dict[str, dict[str, Any]] = {key: {} for key in shown}
    for row in connection.execute(_rows().where(col(Message.person_id) == person_id, col(Message.key).in_(shown))):
        pairs[row.key][row.channel] = row
    return Paged([_got(key, pair.get(Channel.DASHBOARD), pair.get(Channel.EMAIL)) for key, pair in pairs.items()],
                 total, page)  # fmt: skip


def not_gone(session: Session, *, person_id: int, places: Collection[int] | None, is_waiting: bool) -> list[Any]:
    """The rows that wait to go, or that never will; with `carrier_at`, when the mail of the day that says one goes."""
    carrier: Any = aliased(Message)
    wanted = [
        col(Message.person_id) == person_id,
        col(Message.status).in_(WAITING if is_waiting else NOT_SENT),
        *_about(places),
    ]
    joined = _rows().outerjoin(carrier, carrier.id == col(Message.carried_by_id))
    rows = joined.add_columns(carrier.next_try_at.label("carrier_at")).where(*wanted)
    return list(session.connection().execute(rows))


def tries(row: Any) -> str:
    """How often an e-mail was tried, and what the mail server said last; empty before the first try."""
    return f"Tried {row.attempts} of {TRIES} times; the mail server said: {row.answer}" if row.attempts else ""


def about_of(row: Any) -> str:
    """The training or certification that a message is about; empty for any other."""
    return row.title or row.certification or ""


def _about(places: Collection[int] | None) -> Iterable[sa.ColumnElement[bool]]:
    return () if places is None else (db.is_one_of(col(Message.assignee_id), sorted(places)),)


def _rows() -> Any:
    columns: tuple[Any, ...] = (
        Message.id, Message.key, Message.channel, Message.occasion, Message.status, Message.due_on, Message.assignee_id,
        Message.carried_by_id, Message.made_at, Message.next_try_at, Message.sent_at, Message.read_at, Message.attempts,
        Message.answer, Message.why, Message.subject, Message.text, Assignee.assignment_id, Training.title,
    )  # fmt: skip
    return (
        sa.select(*columns, col(Certification.name).label("certification"))
        .select_from(Message)
        .outerjoin(Assignee, col(Assignee.id) == col(Message.assignee_id))
        .outerjoin(Assignment, col(Assignment.id) == col(Assignee.assignment_id))
        .outerjoin(Training, col(Training.id) == col(Assignment.training_id))
        .outerjoin(Award, col(Award.id) == col(Message.award_id))
        .outerjoin(Certification, col(Certification.id) == col(Award.certification_id))
    )


def _got(key: str, bell: Any, mail: Any) -> GotRow:
    """One message from its rows by both channels, of which one may be missing."""
    one = mail if mail is not None and mail.text else bell or mail
    is_mailed = mail is not None and mail.status == MessageStatus.SENT
    return GotRow(
        key=key,
        what=occasion_said(one.occasion),
        about=about_of(one),
        assignment_id=one.assignment_id or 0,
        subject=one.subject,
        text=one.text or (f"Due {spoken(one.due_on)}." if one.due_on else ""),
        bell_at=_iso(bell.sent_at) if bell else "",
        read_at=_iso(bell.read_at) if bell else "",
        mail_at=_iso(mail.sent_at) if is_mailed else "",
        mail=STATES.get(mail.status, "") if mail is not None and not is_mailed else "",
        is_together=mail is not None and mail.carried_by_id is not None,
    )


def _iso(instant: datetime | None) -> str:
    return instant.isoformat() if instant else ""
