"""The audit is written once."""

from datetime import date, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.core import audit
from training_app.core.audit import AuditEntry


@pytest.fixture
def entry(session: Session, now: datetime) -> AuditEntry:
    """Ada moved a due day and named whom it concerned."""
    audit.write(
        session,
        actor_id=2,
        at=now,
        act="due day moved",
        subject="assignment",
        subject_id=17,
        before={"due_on": date(2027, 3, 8)},
        after={"due_on": date(2027, 3, 15)},
        rows=[5, 4, 9],
    )
    session.flush()
    session.expunge_all()
    return session.exec(select(AuditEntry)).one()


@pytest.mark.rule("P-10", "an entry says who, when, what, before and after, and names the rows of a bulk act")
def test_an_entry_says_who_when_what_before_and_after(entry: AuditEntry, now: datetime):
    assert (entry.actor_id, entry.at) == (2, now)
    assert (entry.act, entry.subject, entry.subject_id) == ("due day moved", "assignment", 17)
    assert (entry.before, entry.after, entry.rows) == (
        {"due_on": "2027-03-08"},
        {"due_on": "2027-03-15"},
        [[4, 5], [9, 9]],
    )


@pytest.mark.rule("P-10", "an entry cannot be changed")
def test_an_entry_cannot_be_changed(session: Session, entry: AuditEntry):
    entry.act = "nothing happened"

    with pytest.raises(RuntimeError, match="never changed"):
        session.flush()


@pytest.mark.rule("P-10", "an entry cannot be deleted")
def test_an_entry_cannot_be_deleted(session: Session, entry: AuditEntry):
    session.delete(entry)

    with pytest.raises(RuntimeError, match="never changed"):
        session.flush()


@pytest.mark.parametrize(
    "statement",
    [sa.delete(AuditEntry), sa.update(AuditEntry).where(col(AuditEntry.id) > 0).values(act="nothing happened")],
    ids=["deleted", "changed"],
)
@pytest.mark.rule("P-10", "entries cannot be changed or deleted in bulk")
def test_entries_cannot_be_changed_or_deleted_in_bulk(session: Session, entry: AuditEntry, statement: sa.Executable):
    with pytest.raises(RuntimeError, match="never changed"):
        session.execute(statement)


def test_only_what_differs_is_written_down():
    before, after = audit.changes({"title": "A", "code": "1"}, {"title": "B", "code": "1", "level": "ALS"})

    assert (before, after) == ({"title": "A", "level": None}, {"title": "B", "level": "ALS"})
