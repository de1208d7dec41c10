"""Certificates are there as soon as something is complete, whatever completed it, and say what was true then (T-06)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select
from support import attendance
from support.cast import Cast

from training_app.access.actor import Scope
from training_app.access.rules import Permission
from training_app.assignments.attempts import results
from training_app.assignments.attempts.results import Result
from training_app.assignments.certificates import issuing, reading
from training_app.assignments.external import deciding, recording
from training_app.assignments.external.entry import NewActivity
from training_app.assignments.model import Enrollment
from training_app.assignments.records import Certificate
from training_app.assignments.rules import Status
from training_app.catalog.model import Training
from training_app.catalog.rules import CourseKind
from training_app.core import codes
from training_app.core.errors import NotFound
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.people.model import Person


def completed(cast: Cast, person: Person, title: str = "Lifting safely", **said) -> int:
    """A course that somebody has just completed; the id of their attempt."""
    course = cast.build.course(title, **said)
    cast.build.assign(course, f"q={person.username}")
    cast.build.complete(person, course)
    return known(cast.build.attempt(person, course).id)


def without_certificates(session: Session) -> set[int]:
    """The complete attempts that have none."""
    has_one = sa.exists().where(col(Certificate.enrollment_id) == col(Enrollment.id))
    return set(session.exec(select(Enrollment.id).where(Enrollment.status == Status.EVALUATED, ~has_one)))


@pytest.mark.rule("T-06", "a completed enrollment has a certificate, whatever completed it")
def test_every_way_of_completing_makes_one(cast: Cast, session: Session):
    build, tess, now = cast.build, cast.actor(cast.tess), cast.build.now
    # ── taken online, and by it a learning path
    one, other = build.course("One"), build.course("Other")
    path = build.path("Both", one, other)
    build.assign(path, "q=lea")
    build.complete(cast.lea, one)
    build.complete(cast.lea, other)
    # ── passed by an instructor, attended, done elsewhere
    build.assign(other, "q=noa")
    attempt = build.attempt(cast.noa, other)
    results.record(session, tess, enrollment_ids=[known(attempt.id)], result=Result.PASSED, now=now)
    room = attendance.classroom(session, build, tess)
    room.record(cast.max)
    elsewhere = build.course("Elsewhere", materials=0, course_kind=CourseKind.EXTERNAL)
    new = NewActivity("form 1", "Academy", date(2027, 2, 1), known(elsewhere.id), "Albany", Decimal(4))
    number = recording.record(session, tess, person_id=known(cast.ada.id), new=new, now=now)
    deciding.approve(session, cast.actor(cast.tess), activity_id=number, now=now)
    session.flush()
    assert without_certificates(session) == set()
    made = {(row.title, row.completed_on) for row in session.exec(select(Certificate))}
    today = date(2027, 3, 1)
    assert made == {("One", today), ("Other", today), ("Both", today), (room.course.title, today),
                    ("Elsewhere", date(2027, 2, 1))}  # fmt: skip
    # ── what is not complete has none
    build.assign(one, "q=max")
    open_one = known(build.attempt(cast.max, one).id)
    issuing.issue(session, [open_one], now=now)
    with pytest.raises(NotFound):
        reading.certificate(session, cast.actor(cast.max), enrollment_id=open_one)


@pytest.mark.rule("T-06", "what it says of the training is as it was at completion; the name is the person's of now")
def test_it_says_what_was_true_then(cast: Cast, session: Session):
    number = completed(cast, cast.lea, "Airway", code="A-1", hours=Decimal("2.5"), category="Medical")
    attempt = session.get_one(Enrollment, number)
    training = session.get_one(Training, attempt.training_id)
    training.title, training.hours, training.code = "Airway II", Decimal(9), "A-2"
    session.get_one(Person, cast.lea.id).last_name = "Married"
    session.add(OrganizationRow(name="County EMS", mark_key="a" * 64))
    session.flush()
    found = reading.certificate(session, cast.actor(cast.lea), enrollment_id=number)
    assert found is not None
    assert (found.person, found.title, found.training_code, found.hours, found.category, found.completed_on) == (
        "Lea Married", "Airway", "A-1", Decimal("2.5"), "Medical", date(2027, 3, 1),
    )  # fmt: skip
    assert (found.organization, found.mark_key) == ("County EMS", "a" * 64)
    assert codes.read(codes.shown(found.code)) == found.code


@pytest.mark.rule("T-06", "what was completed before there were certificates gets one when it is asked for, once")
def test_an_older_completion_gets_one_when_it_is_asked_for(cast: Cast, session: Session):
    number = completed(cast, cast.lea)
    session.connection().execute(sa.delete(Certificate))
    lea = cast.actor(cast.lea)
    assert reading.certificate(session, lea, enrollment_id=number) is None
    issuing.issue(session, [number], now=cast.build.now)
    first = reading.certificate(session, lea, enrollment_id=number)
    assert first is not None
    issuing.issue(session, [number], now=cast.build.now)
    assert reading.certificate(session, lea, enrollment_id=number) == first


def test_a_code_that_is_taken_is_no_error(cast: Cast, session: Session, monkeypatch):
    number, other = completed(cast, cast.lea, "One"), completed(cast, cast.noa, "Other")
    taken = session.get_one(Certificate, number).code
    session.connection().execute(sa.delete(Certificate).where(col(Certificate.enrollment_id) == other))
    with monkeypatch.context() as patched:
        patched.setattr(codes, "new", lambda: taken)
        issuing.issue(session, [other], now=cast.build.now)
    assert without_certificates(session) == {other}
    issuing.issue(session, [other], now=cast.build.now)
    assert without_certificates(session) == set()


@pytest.mark.rule("T-06", "a certificate is for the person, and for whoever sees them and their reports or cards")
@pytest.mark.rule("P-05", "somebody else's certificate is not found by a learner")
@pytest.mark.rule("P-04", "a manager finds the certificates of their own people alone")
def test_who_sees_a_certificate(cast: Cast, session: Session):
    number = completed(cast, cast.lea)

    def sees(actor) -> bool:
        try:
            return reading.certificate(session, actor, enrollment_id=number) is not None
        except NotFound:
            return False

    assert [sees(cast.actor(one)) for one in (cast.lea, cast.max, cast.tess, cast.ada)] == [True] * 4
    assert not sees(cast.actor(cast.noa))
    boss = cast.actor(cast.max)
    assert not sees(replace(boss, permissions=frozenset({Permission.REASSIGN})))
    assert not sees(replace(boss, scope=Scope(branch_ids=frozenset({cast.build.branch("Station 2")}))))
    with pytest.raises(NotFound):
        reading.certificate(session, cast.actor(cast.ada), enrollment_id=number + 999)
