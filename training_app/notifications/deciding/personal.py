"""Messages to one person, or to a few who are named, such as how their job ended, or a report made for them."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from sqlmodel import Session

from training_app.access.rules import Permission
from training_app.accounts import queries as accounts
from training_app.core import db
from training_app.core.jobs import Job, Outcome
from training_app.notifications import keys
from training_app.notifications.deciding.making import Told
from training_app.notifications.model import Message
from training_app.notifications.rules import Channel, MessageStatus, Occasion
from training_app.notifications.wording import headings, phrases

# Its report stands under the bell already, and says more.
SILENT_WHEN_DONE = ("email_report",)


def job_ended(session: Session, *, key: str, now: datetime) -> Told:
    """Tell whoever started a job how it ended, under their bell alone (J-02). Jobs of the system tell nobody."""
    job = session.get(Job, key)
    if job is None or job.started_by_id is None or job.outcome is None:
        return set()
    is_silent = job.outcome == Outcome.DONE and job.kind in SILENT_WHEN_DONE
    if is_silent or accounts.actor_of(session, person_id=job.started_by_id) is None:
        return set()
    subject, text = phrases.of_job(job.kind, job.title, job.outcome, job.result or {})
    message = {
        "key": keys.key(keys.JOB_ENDED, job=job.key),
        "occasion": Occasion.JOB_ENDED.value,
        "person_id": job.started_by_id,
        "subject": subject,
        "text": text,
        "link": f"/jobs/{quote(job.key, safe=':')}",
    }
    return _make(session, [_bell(message, now)])


def report_made(session: Session, fact: dict[str, Any], *, now: datetime, made: str) -> Told:
    """Put a report under the bell of each who is to have it, and mail it to them with its file (A-23).

    `made` is the moment in words. Whoever may not see it any more gets neither; the mail says why when it is to go.
    """
    rows = []
    for person_id in fact["person_ids"]:
        message = {
            "key": keys.key(keys.REPORT, report=fact["report_id"], person=person_id),
            "occasion": Occasion.REPORT.value,
            "person_id": person_id,
            "subject": headings.heading(session, Occasion.REPORT, person_id=person_id, title=fact["title"]),
            "text": f"{fact['filter']}. Made {made}.",
            "link": fact["link"],
        }
        facts = {name: fact[name] for name in ("title", "filter", "file", "name", "media_type", "link")}
        rows.append(_email(message | {"facts": facts | {"made": made}, "text": ""}, now))
        actor = accounts.actor_of(session, person_id=person_id)
        if actor is not None and actor.can(Permission.MANAGE_ASSIGNMENTS):
            rows.append(_bell(message, now))
    return _make(session, rows)


def tell(session: Session, message: dict[str, Any], *, facts: dict[str, Any], now: datetime) -> Told:
    """Put a message under one person's bell, unless they are deactivated, and mail it; `facts` are for the mail."""
    rows = [_email(message | {"facts": facts, "text": ""}, now)]
    if accounts.actor_of(session, person_id=message["person_id"]) is not None:
        rows.append(_bell(message, now))
    return _make(session, rows)


def _make(session: Session, rows: list[dict[str, Any]]) -> Told:
    db.insert_new(session, Message, rows)
    return {row["person_id"] for row in rows if row["channel"] == Channel.DASHBOARD.value}


def _bell(said: dict[str, Any], now: datetime) -> dict[str, Any]:
    return _row(said, now) | {
        "channel": Channel.DASHBOARD.value,
        "status": MessageStatus.SENT.value,
        "sent_at": now,
    }


def _email(said: dict[str, Any], now: datetime) -> dict[str, Any]:
    return _row(said, now) | {"channel": Channel.EMAIL.value, "status": MessageStatus.PENDING.value}


def _row(said: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Every column, so that all rows of one INSERT have the same."""
    blank = Message(key="", channel="", occasion="", person_id=0, made_at=now, next_try_at=now)
    return blank.model_dump(exclude={"id"}) | said
