"""What is due on a day is found by index, whatever there is besides (C-09, N-10)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col, select
from support.build import SYSTEM
from support.cast import Cast

from training_app.assignments.model import Assignee
from training_app.certifications import actions
from training_app.certifications.actions import NewAward, NewCertification
from training_app.core import db
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.notifications.deciding import expiries, team
from training_app.notifications.model import Message

# Everybody active is nearly everybody.
WHOLE = (*(f"SCAN {name}" for name in ("award", "message ", "assignee", "enrollment", "person ")),
         "SEARCH person USING INDEX ix_person_deactivated_at (deactivated_at=?)",
         "SEARCH person USING COVERING INDEX ix_person_deactivated_at (deactivated_at=?)")  # fmt: skip


@pytest.mark.rule("N-05", "a day's reminders of certifications and copies to managers are found by index")
def test_deciding_a_day_scans_no_table_that_grows(cast: Cast):
    if not db.is_sqlite():
        pytest.skip("PostgreSQL plans by the size of tables; SQLite's plan does not change")
    session, build = cast.build.session, cast.build
    day = date(2027, 3, 8)
    session.add(OrganizationRow(copy_managers_after=3))
    new = NewCertification(name="EMT", code="EMT")
    emt = known(actions.add_certification(session, SYSTEM, new=new, now=build.now).id)
    award = NewAward(known(cast.lea.id), emt, expires_on=day + timedelta(days=30))
    actions.award(session, SYSTEM, new=award, now=build.now)
    build.assign(build.course(), "q=lea", due=day - timedelta(days=3))
    statements: list[tuple[str, tuple[object, ...]]] = []

    def note(_connection, _cursor, statement, values, _context, _many) -> None:
        statements.append((statement, values))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        for decides in (expiries.reminders, team.copies):
            assert decides(session, [day], now=datetime(2027, 3, 8, 8, tzinfo=UTC))
        due_on = [day - timedelta(days=3)]
        theirs = team.late_of([col(Assignee.id)], manager_id=known(cast.max.id), due_on=due_on, today=day)
        assert len(session.connection().execute(theirs).all()) == 1
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    told = {"certification expires", "certifications of people expire", "people past due"}
    assert set(session.exec(select(Message.occasion)).all()) == told
    plans = [
        row[3]
        for statement, values in statements
        if statement.startswith(("SELECT", "INSERT", "WITH"))
        for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    ]
    assert any("ix_award_expires_on" in step for step in plans)
    assert any("ix_assignee_person_id" in step for step in plans)
    assert any("ix_assignee_due" in step for step in plans)
    assert not [step for step in plans if step.startswith(WHOLE)]
