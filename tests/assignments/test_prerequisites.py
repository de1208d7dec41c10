"""A path that requires attendance enrolls nobody who has not attended, and the review says so by name (T-05, A-13)."""

from datetime import timedelta

import pytest
from sqlmodel import select
from support.attendance import Classroom

from training_app.assignments.making import drafting, reviewing
from training_app.assignments.model import Enrollment
from training_app.assignments.rules import Part
from training_app.catalog.rules import CourseKind
from training_app.core.tables import known


@pytest.fixture
def ada(cast):
    return cast.actor(cast.ada)


@pytest.fixture
def orientation(build):
    return build.course("Orientation day", course_kind=CourseKind.INSTRUCTOR_LED)


@pytest.fixture
def program(build, orientation):
    return build.path("Fast Start", build.course("Radio"), requires_id=orientation.id)


@pytest.fixture
def draft_id(session, cast, ada, now, build, orientation, program) -> int:
    """Lea attended Orientation day, Noa did not; both are chosen for Fast Start."""
    classroom = Classroom(session, build, cast.actor(cast.tess), orientation)
    classroom.record(cast.lea)
    draft_id = drafting.begin(session, ada, now=now)
    said = {"draft_id": draft_id, "now": now}
    drafting.choose_training(session, ada, training_id=known(program.id), **said)
    today = now.date()
    drafting.set_dates(session, ada, starts_on=today, due_on=today + timedelta(days=30), **said)
    for person in (cast.lea, cast.noa):
        drafting.add_person(session, ada, person_id=known(person.id), **said)
    return draft_id


@pytest.mark.rule("A-13", "says who is skipped because a prerequisite is missing, and names it")
def test_the_review_names_what_is_missing(session, ada, now, draft_id):
    found = reviewing.people(session, ada, draft_id=draft_id, part=Part.PREREQUISITE, today=now.date())
    assert [(row.name, row.reason) for row in found.rows] == [("Noa Nearby", "Has not attended “Orientation day”")]
    account = reviewing.account(session, ada, draft_id=draft_id, today=now.date())
    assert (account.enrolled, account.prerequisite, account.skipped) == (1, 1, 1)


@pytest.mark.rule("T-05", "whoever attended the required course is enrolled, and nobody else")
def test_creating_enrolls_who_attended(session, cast, ada, now, draft_id, program):
    assert drafting.create(session, ada, draft_id=draft_id, now=now).people == 1
    on_it = select(Enrollment.person_id).where(Enrollment.training_id == program.id)
    assert session.exec(on_it).all() == [cast.lea.id]


@pytest.mark.rule("T-05", "allowing duplicates enrolls nobody who has not attended either")
def test_duplicates_allowed_does_not_help(session, ada, now, draft_id):
    drafting.set_options(session, ada, draft_id=draft_id, allow_duplicates=True, now=now)
    assert reviewing.account(session, ada, draft_id=draft_id, today=now.date()).prerequisite == 1
