"""Awards that come by themselves to many in one act, and to one person by two acts at the same moment (C-18)."""

import threading

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select
from support import attendance, waiting
from support.build import SYSTEM, Builder

from training_app import wiring
from training_app.assignments.attempts import taking
from training_app.assignments.attendance import recording
from training_app.assignments.attendance.attending import Entry, Mark
from training_app.catalog import queries as catalog
from training_app.certifications import actions
from training_app.certifications.actions import NewCertification
from training_app.certifications.model import Award
from training_app.certifications.records import AwardCompletion
from training_app.certifications.rules import AwardWhen, Validity
from training_app.core import db
from training_app.core.tables import known


@pytest.mark.rule("C-18", "attendance awards everybody who came in one act, in as many statements as one of them")
def test_attendance_awards_everybody_who_came(life, build, session, cast):
    room = attendance.classroom(session, build, cast.actor(cast.tess))
    life.kind(room.course)
    ids, heard = [known(one.id) for one in build.people(41)], []
    said = {"course_id": known(room.course.id), "day": room.today, "now": build.now}

    def statements(_connection, _cursor, statement, *_of_no_interest: object) -> None:
        heard.append(statement)

    def asked_for(some: list[int]) -> int:
        heard.clear()
        recording.record(session, room.tess, entries=[Entry(one, Mark.ATTENDED) for one in some], **said)
        session.flush()
        return len(heard)

    session.flush()
    sa.event.listen(sa.Engine, "before_cursor_execute", statements)
    numbers = asked_for(ids[:1]), asked_for(ids[1:])
    sa.event.remove(sa.Engine, "before_cursor_execute", statements)
    assert numbers[1] <= numbers[0]
    entry = life.entries("certifications earned")[-1]
    assert (entry.actor_id, entry.after["awards"]) == (cast.tess.id, 40)
    assert len(set(session.exec(select(AwardCompletion.award_id)))) == 41


@pytest.mark.rule("C-18", "of two trainings that are completed at the same moment, each the last one, one award comes")
def test_both_of_all_at_the_same_moment(database, now):
    wiring.bind()
    with db.write() as session:
        build = Builder(session, now)
        kim, courses = build.person("Kim"), [build.course(title, materials=1) for title in ("Skills", "Exam")]
        new = NewCertification("CPR", "CPR", validity=Validity.YEARS, validity_number=2, award_when=AwardWhen.ALL,
                               trainings=tuple(known(one.id) for one in courses))  # fmt: skip
        actions.add_certification(session, SYSTEM, new=new, now=now)
        for one in courses:
            build.assign(one, f"q={kim.username}")
        actor, parts = build.actor(kim), [part_of(session, build.attempt(kim, one)) for one in courses]

    def finish(session: Session, part: tuple[int, int]) -> None:
        taking.finish_material(session, actor, enrollment_id=part[0], material_id=part[1], now=now)

    def finish_the_other() -> None:
        with db.write() as session:
            finish(session, parts[1])

    other = threading.Thread(target=finish_the_other)
    with db.write() as session:
        finish(session, parts[0])
        other.start()
        if database.kind == "postgres":
            waiting.until(somebody_waits)
    other.join(60)
    with db.read() as session:
        assert len(session.exec(select(Award.id)).all()) == 1
        assert len(session.exec(select(AwardCompletion.award_id)).all()) == 2


def part_of(session: Session, attempt) -> tuple[int, int]:
    (material,) = catalog.materials(session, version_id=attempt.version_id)
    return known(attempt.id), material.id


def somebody_waits() -> bool:
    """Whether somebody waits for what another transaction has not committed yet."""
    with db.look() as session:
        waits = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(session.connection().execute(waits).scalar_one())
