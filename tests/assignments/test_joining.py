"""Somebody at work on a training joins another assignment of it with the attempt that they have (A-11)."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.assignments import places
from training_app.assignments.attempts import learning, taking
from training_app.assignments.filters import PlaceFilter
from training_app.assignments.model import Assignee, Enrollment
from training_app.assignments.rules import StatusTab
from training_app.catalog import queries as catalog
from training_app.core.tables import known

TODAY = date(2027, 3, 1)


@pytest.fixture
def both(cast: Cast, build: Builder) -> tuple[int, int]:
    """Two assignments of one course to Lea; she had done its first part when the second was made."""
    course = build.course("Lifting safely")
    first = build.assign(course, f"q={cast.lea.username}")
    begin(cast, build)
    second = build.assign(course, f"q={cast.lea.username}", due=TODAY + timedelta(days=60))
    return first.assignment_id, second.assignment_id


def begin(cast: Cast, build: Builder) -> None:
    attempt = build.session.exec(select(Enrollment).where(Enrollment.person_id == cast.lea.id)).one()
    part = catalog.materials(build.session, version_id=attempt.version_id)[0]
    taking.finish_material(build.session, cast.actor(cast.lea), enrollment_id=known(attempt.id), material_id=part.id,
                           now=build.now)  # fmt: skip


def under(session: Session, assignment_id: int, tab: StatusTab) -> list[str]:
    found = places.places(session, SYSTEM, assignment_id=assignment_id, wanted=PlaceFilter(tab=tab), today=TODAY)
    return [row.name for row in found.rows]


@pytest.mark.rule("A-11", "somebody with an open enrollment gets no second one and is not left out")
def test_an_open_attempt_is_shared_by_both_places(cast: Cast, session, both):
    attempts = session.exec(select(Enrollment).where(Enrollment.person_id == cast.lea.id)).all()
    joined = session.exec(select(Assignee).where(Assignee.person_id == cast.lea.id)).all()
    assert len(attempts) == 1
    assert [(one.assignment_id, one.enrollment_id) for one in joined] == [(number, attempts[0].id) for number in both]


@pytest.mark.rule("A-11", "the open attempt joins with its progress")
def test_the_attempt_keeps_its_progress(cast: Cast, session, both):
    attempt = session.exec(select(Enrollment).where(Enrollment.person_id == cast.lea.id)).one()
    far = taking.progress(session, attempt)
    assert (far.done, far.total) == (1, 2)


@pytest.mark.rule("A-11", "the open attempt stands in both reports")
def test_it_stands_in_both_reports(session, both):
    assert [under(session, number, StatusTab.ENROLLED) for number in both] == [["Lea Learner"]] * 2


@pytest.mark.rule("A-11", "one completion completes both")
def test_one_completion_completes_both(cast: Cast, session, build, both):
    course = session.exec(select(Enrollment.training_id).where(Enrollment.person_id == cast.lea.id)).one()
    build.complete(cast.lea, catalog.training(session, SYSTEM, training_id=course))
    assert [under(session, number, StatusTab.EVALUATED) for number in both] == [["Lea Learner"]] * 2
    assert [under(session, number, StatusTab.ENROLLED) for number in both] == [[]] * 2


def test_the_learner_sees_it_once_with_the_nearer_due_date(cast: Cast, session, both):
    shown = learning.home(session, cast.actor(cast.lea), today=TODAY).enrolled
    assert [(task.title, task.due_on) for task in shown] == [("Lifting safely", "2027-03-31")]
