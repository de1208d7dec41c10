"""Changing what one recorded oneself, until it is decided (T-04)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlmodel import select
from support import scans

from training_app.assignments.external import changing, deciding, overview, recording
from training_app.assignments.external.changing import ChangedElsewhere
from training_app.assignments.external.deciding import ChangedSince
from training_app.assignments.external.recording import DecidedAlready
from training_app.catalog.rules import CourseKind
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotFound
from training_app.core.paging import Page


@pytest.fixture
def edit(desk, cast, session):
    def act(number: int, new, *, version: int = 1, keep=(), by="lea") -> None:
        changing.edit_own(session, cast.actor(getattr(cast, by)), activity_id=number, version=version, new=new,
                          keep=keep, now=desk.build.now)  # fmt: skip

    return act


@pytest.mark.rule("T-04", "what waits is changed by whoever recorded it, with its proofs, until it is decided")
@pytest.mark.rule("T-04", "what was changed since it was looked at is not decided unseen")
def test_what_waits_is_changed_and_then_decided_as_it_is(desk, cast, session, edit):
    first, second = (scans.sent(session, cast.lea, recording.PLACE, now=desk.build.now) for _ in range(2))
    new = desk.entered(files=(first,))
    number = recording.record_own(session, cast.actor(cast.lea), new=new, now=desk.build.now)
    better = replace(new, title="Three days", hours=Decimal(24), files=(second,))
    with pytest.raises(Invalid, match=r"Say what was done\."):
        edit(number, replace(better, title=""))
    edit(number, better, keep=())
    row = overview.one_of_mine(session, cast.actor(cast.lea), activity_id=number)
    assert (row.title, row.hours, row.version, row.state) == ("Three days", "24", 2, "Waiting")
    assert len(row.proofs) == 1, "the one before is gone, and the new one has come"
    [entry] = session.exec(select(AuditEntry).where(AuditEntry.act == "external activity changed")).all()
    assert (entry.before["title"], entry.after["title"]) == ("Two days at the academy", "Three days")
    # ── another window still has the first version, and so has the coordinator
    with pytest.raises(ChangedElsewhere):
        edit(number, better)
    with pytest.raises(ChangedSince):
        deciding.approve(session, desk.tess, activity_id=number, version=1, now=desk.build.now)
    deciding.approve(session, desk.tess, activity_id=number, version=2, now=desk.build.now)
    with pytest.raises(DecidedAlready):
        edit(number, better, version=3)


def test_nobody_else_changes_it_and_nothing_changed_is_nothing_done(desk, cast, session, edit):
    number, new = desk.own(cast.lea), desk.entered()
    for who in ("noa", "tess", "sam"):
        with pytest.raises(NotFound):
            edit(number, new, by=who)
    recorded = desk.record(cast.lea)
    with pytest.raises(NotFound):
        edit(recorded, new)
    edit(number, new)
    assert desk.row(number).version == 1


@pytest.mark.rule("T-04", "the external course is found by its title, code or library, however many there are")
def test_external_courses_are_found_by_typing(desk, cast, session):
    desk.course("Trauma day", code="TR-9")
    desk.course("CPR elsewhere")
    desk.build.course("CPR online", course_kind=CourseKind.ONLINE)

    def found(q: str) -> list[str]:
        return [one.name for one in overview.courses(session, cast.actor(cast.lea), q=q, page=Page(1, 6))]

    assert found("tr-9") == ["Trauma day (TR-9)"]
    assert [name.partition(" (")[0] for name in found("cpr")] == ["CPR elsewhere"]
