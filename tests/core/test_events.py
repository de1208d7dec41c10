"""Facts are kept with what caused them, or not at all."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from sqlmodel import Session, col, select
from support.database import Database

from training_app.core import audit, db, events
from training_app.core.audit import AuditEntry
from training_app.core.events import Event


@dataclass(frozen=True)
class DoorOpened:
    """A fact that only these tests know."""

    door: int
    people: list[int]
    on: date


DOOR_OPENED = DoorOpened(3, [1, 2], date(2027, 3, 1))


class OutOfOrderError(Exception):
    """Something broke after the fact was recorded."""


def note_in_audit(session: Session, fact: DoorOpened, actor_id: int | None, at: datetime) -> None:
    audit.write(session, actor_id=actor_id, at=at, act="door opened", subject="door", subject_id=fact.door)


@pytest.fixture
def subscribed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Binds a subscriber for as long as the test lasts."""
    monkeypatch.setattr(events, "_subscribers", {})
    events.subscribe(DoorOpened, note_in_audit)


def test_a_fact_is_one_row_with_plain_values(session: Session, now: datetime):
    events.record(session, DOOR_OPENED, actor_id=7, at=now)
    session.flush()
    session.expunge_all()

    event = session.exec(select(Event)).one()
    assert (event.act, event.actor_id, event.at, event.processed_at) == ("DoorOpened", 7, now, None)
    assert event.payload == {"door": 3, "people": [1, 2], "on": "2027-03-01"}


def test_a_subscriber_works_in_the_same_transaction(subscribed: None, session: Session, now: datetime):
    events.record(session, DOOR_OPENED, actor_id=7, at=now)

    entry = session.exec(select(AuditEntry)).one()
    assert (entry.act, entry.subject_id, entry.actor_id, entry.at) == ("door opened", 3, 7, now)


def test_bound_twice_is_called_once(subscribed: None, session: Session, now: datetime):
    events.subscribe(DoorOpened, note_in_audit)

    events.record(session, DOOR_OPENED, actor_id=None, at=now)

    assert len(session.exec(select(AuditEntry)).all()) == 1


def test_fact_and_what_followed_from_it_are_kept_together(subscribed: None, database: Database, now: datetime):
    with db.write() as session:
        events.record(session, DOOR_OPENED, actor_id=None, at=now)

    assert kept() == (1, 1)


def test_fact_and_what_followed_from_it_are_taken_back_together(subscribed: None, database: Database, now: datetime):
    with suppress(OutOfOrderError), db.write() as session:
        events.record(session, DOOR_OPENED, actor_id=None, at=now)
        session.flush()
        raise OutOfOrderError

    assert kept() == (0, 0)


def kept() -> tuple[int, int]:
    with db.read() as session:
        return len(session.exec(select(col(Event.id))).all()), len(session.exec(select(col(AuditEntry.id))).all())
