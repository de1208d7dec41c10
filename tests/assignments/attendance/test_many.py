"""Recording for hundreds of people, by two at the same moment, and what follows for learning paths (T-03, T-05)."""

import threading

import pytest
import sqlalchemy as sa
from sqlmodel import col, select
from support import attendance as rooms
from support import cast as the_cast
from support import waiting
from support.build import Builder

from training_app.assignments.attendance import recording as attendance
from training_app.assignments.attendance.attending import Entry, Mark
from training_app.assignments.making import choosing
from training_app.assignments.model import Enrollment
from training_app.assignments.records import Attendance
from training_app.assignments.rules import Status
from training_app.catalog.rules import CourseKind
from training_app.core import db
from training_app.core.events import Event
from training_app.core.tables import known
from training_app.people.model import Person


@pytest.fixture
def statements():
    """What is asked of the database while the test runs it."""
    heard: list[str] = []

    def note(_connection, _cursor, statement, _values, _context, _many) -> None:
        heard.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield heard
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


@pytest.mark.rule("T-03", "500 people are recorded in as many statements as five")
def test_the_number_of_statements_does_not_grow_with_the_people(room, statements):
    people = room.build.people(250)
    room.build.assign(room.course, "q=kim")
    ids = [known(one.id) for one in [*people, *room.build.people(250)]]
    said = {"course_id": known(room.course.id), "day": room.today, "now": room.build.now}
    room.session.flush()
    counts = []
    for some in ([*ids[:3], *ids[250:252]], [*ids[3:250], *ids[252:]]):
        statements.clear()
        entries = [Entry(one, Mark.ATTENDED) for one in some]
        done = attendance.record(room.session, room.tess, entries=entries, **said)
        room.session.flush()
        counts.append(len(statements))
        assert done.completed == len(some)
    assert counts[1] <= counts[0] + 1
    assert counts[0] < 30


@pytest.mark.rule("T-03", "two who record the same session at the same moment record everybody once")
def test_two_recorders_at_once_record_everybody_once(database, now):
    with db.write() as session:
        cast = the_cast.make(Builder(session, now))
        room = rooms.classroom(session, cast.build, cast.actor(cast.tess))
        people = [known(one.id) for one in [cast.lea, cast.noa, *cast.build.people(20)]]
        actors = [cast.actor(cast.tess), cast.actor(cast.sam)]
    entries = [Entry(one, Mark.ATTENDED) for one in people]
    said = {"course_id": known(room.course.id), "day": now.date(), "entries": entries, "now": now}
    ready, done = threading.Barrier(2), []

    def record(actor) -> None:
        ready.wait()
        with db.write() as session:
            done.append(attendance.record(session, actor, **said))

    both = [threading.Thread(target=record, args=(actor,)) for actor in actors]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert sorted((one.completed, one.already) for one in done) == [(0, len(people)), (len(people), 0)]
    with db.read() as session:
        assert len(session.exec(select(Enrollment.id)).all()) == len(session.exec(select(Attendance.id)).all())
        (fact,) = session.exec(select(Event).where(Event.act == "EnrollmentsCompleted"))
        assert len(fact.payload["enrollment_ids"]) == len(people)


@pytest.mark.rule("T-03", "an enrollment that somebody begins at the same moment is the one that is completed")
def test_whoever_is_enrolled_at_the_same_moment_completes_that_enrollment(database, now):
    with db.write() as session:
        cast = the_cast.make(Builder(session, now))
        room = rooms.classroom(session, cast.build, cast.actor(cast.tess))
        lea, noa, course = known(cast.lea.id), known(cast.noa.id), room.course
    said = {"course_id": known(course.id), "day": now.date(), "now": now,
            "entries": [Entry(lea, Mark.ATTENDED), Entry(noa, Mark.ATTENDED)]}  # fmt: skip
    done = []

    def record() -> None:
        with db.write() as session:
            done.append(attendance.record(session, room.tess, **said))

    recorder = threading.Thread(target=record)
    with db.write() as session:
        Builder(session, now).assign(course, "q=lea")
        session.flush()
        recorder.start()
        if database.kind == "postgres":
            waiting.until(is_waiting)
    recorder.join(60)
    assert [(one.completed, one.enrolled) for one in done] == [(2, 1)]
    with db.read() as session:
        found = session.exec(select(Enrollment.source, Enrollment.status).order_by(col(Enrollment.person_id)))
        assert list(found) == [("assigned", "evaluated"), ("attendance", "evaluated")]


def is_waiting() -> bool:
    """Whether somebody waits for what another transaction has not committed yet."""
    with db.look() as session:
        waits = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(session.connection().execute(waits).scalar_one())


@pytest.mark.rule("T-05", "a path is complete when its session was attended, and failed when that was failed")
def test_a_path_follows_the_session_of_its_course(room, cast, session):
    path = room.build.path("New hire", room.course)
    room.build.assign(path, "q=lea")
    room.record(cast.lea, mark=Mark.FAILED)
    assert room.build.attempt(cast.lea, path).status == Status.FAILED
    room.record(cast.lea)
    session.expire_all()
    attempt = room.build.attempt(cast.lea, path)
    assert (attempt.status, attempt.completed_on) == (Status.EVALUATED, room.today)


@pytest.mark.rule("T-05", "another session stands in for the failed one of a path")
def test_the_attempt_of_another_session_counts_in_the_path(room, cast, session):
    path = room.build.path("New hire", room.course)
    room.build.assign(path, "q=lea")
    room.record(cast.lea, mark=Mark.FAILED, ago=3)
    room.record(cast.lea)
    session.expire_all()
    assert room.build.attempt(cast.lea, path).status == Status.EVALUATED


@pytest.mark.rule("T-05", "whoever came has attended, passed or failed; whoever was absent has not")
@pytest.mark.parametrize(("mark", "has"), [(Mark.ATTENDED, True), (Mark.FAILED, True), (Mark.ABSENT, False)])
def test_what_counts_as_attended(room, cast, session, mark, has):
    room.build.assign(room.course, "q=lea")
    room.record(cast.lea, mark=mark)
    other = room.build.course(course_kind=CourseKind.INSTRUCTOR_LED)
    for course, expected in ((room.course, [cast.lea.id] if has else []), (other, [])):
        attended = select(Person.id).where(choosing.has_attended_sql(known(course.id)))
        assert list(session.exec(attended)) == expected


@pytest.mark.rule("T-05", "a path that requires attendance takes whoever has attended, and nobody else")
def test_only_who_has_attended_is_enrolled_in_a_path_that_requires_it(room, cast, session):
    path = room.build.path("Field internship", requires_id=known(room.course.id))
    room.record(cast.lea, ago=10)
    room.build.assign(path)
    enrolled = select(Enrollment.person_id).where(col(Enrollment.training_id) == path.id)
    assert list(session.exec(enrolled)) == [cast.lea.id]
