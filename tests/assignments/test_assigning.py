"""Assigning: what is refused, who gets a place, and that one form makes one assignment."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, func, select
from support.build import Builder
from support.cast import Cast

from training_app.assignments import actions, queries
from training_app.assignments.actions import assign
from training_app.assignments.attempts import learning
from training_app.assignments.filters import AssignmentFilter
from training_app.assignments.making.entry import NewAssignment
from training_app.assignments.model import Assignee, Assignment, Chosen, Enrollment
from training_app.assignments.rules import Source, Status
from training_app.audience.filters import PeopleFilter
from training_app.catalog import actions as catalog
from training_app.catalog import publishing
from training_app.catalog.content import Content
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.events import Event

EVERYBODY = PeopleFilter()
TODAY = date(2027, 3, 1)


@pytest.fixture
def form(build: Builder):
    """A form that is in order, at `TODAY`."""
    return NewAssignment(key="form", training_id=build.course().id, starts_on=TODAY, due_on=TODAY + timedelta(days=30))


def fields(refused: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return {problem.field for problem in refused.value.problems}


def count(session: Session, table: type) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def test_an_admin_assigns_a_course_to_everybody_active(cast: Cast, session, now, form):
    made = assign(session, cast.actor(cast.ada), new=form, whom=EVERYBODY, now=now)
    assert made.people == 6
    people = session.exec(select(Assignee.person_id).where(Assignee.assignment_id == made.assignment_id)).all()
    assert cast.lea.id in people
    assert cast.ivo.id not in people


@pytest.mark.parametrize("who", ["tess", "max", "lea"])
def test_somebody_without_the_right_assigns_nothing(cast: Cast, session, now, form, who):
    with pytest.raises(NotAllowed):
        assign(session, cast.actor(getattr(cast, who)), new=form, whom=EVERYBODY, now=now)
    assert count(session, Assignment) == 0


def test_somebody_with_a_narrower_scope_assigns_only_to_the_people_they_see(cast: Cast, session, now, form):
    manager = cast.actor(cast.max)
    narrow = replace(manager, permissions=cast.actor(cast.ada).permissions)
    made = assign(session, narrow, new=form, whom=EVERYBODY, now=now)
    people = session.exec(select(Assignee.person_id).where(Assignee.assignment_id == made.assignment_id)).all()
    assert people == [cast.lea.id]


@pytest.mark.rule("A-05", "a start date and a due date are both required")
def test_both_dates_are_required(cast: Cast, session, now, form):
    with pytest.raises(Invalid) as refused:
        assign(session, cast.actor(cast.ada), new=replace(form, starts_on=None, due_on=None), whom=EVERYBODY, now=now)
    assert fields(refused) == {"starts_on", "due_on"}


@pytest.mark.rule("A-05", "due on or after start")
@pytest.mark.parametrize(("days", "refused"), [(-1, {"due_on"}), (0, set())])
def test_the_due_date_is_not_before_the_start(cast: Cast, session, now, form, days, refused):
    new = replace(form, starts_on=TODAY + timedelta(days=5), due_on=TODAY + timedelta(days=5 + days))
    assert _refused(cast, session, now, new) == refused


@pytest.mark.rule("A-05", "start not before today")
@pytest.mark.parametrize(("days", "refused"), [(-1, {"starts_on"}), (0, set())])
def test_the_start_is_not_before_today(cast: Cast, session, now, form, days, refused):
    assert _refused(cast, session, now, replace(form, starts_on=TODAY + timedelta(days=days))) == refused


@pytest.mark.rule("A-05", "an expired course cannot be assigned")
@pytest.mark.parametrize(("days", "refused"), [(-1, {"training"}), (0, set())])
def test_a_course_past_its_accreditation_cannot_be_assigned(cast: Cast, session, now, build, form, days, refused):
    course = build.course(accredited_through=TODAY + timedelta(days=days))
    new = replace(form, training_id=course.id, due_on=TODAY)
    assert _refused(cast, session, now, new) == refused


@pytest.mark.rule("A-05", "a due date after the accreditation's end is refused")
@pytest.mark.parametrize(("days", "refused"), [(1, {"due_on"}), (0, set())])
def test_the_due_date_is_not_after_the_accreditation_ends(cast: Cast, session, now, build, form, days, refused):
    end = TODAY + timedelta(days=10)
    new = replace(form, training_id=build.course(accredited_through=end).id, due_on=end + timedelta(days=days))
    assert _refused(cast, session, now, new) == refused


def test_an_archived_course_cannot_be_assigned(cast: Cast, session, now, form):
    assert form.training_id is not None
    catalog.archive(session, cast.actor(cast.ada), training_id=form.training_id, now=now)
    assert _refused(cast, session, now, form) == {"training"}


def test_nobody_chosen_and_no_course_are_both_named(cast: Cast, session, now, form):
    with pytest.raises(Invalid) as refused:
        assign(session, cast.actor(cast.ada), new=replace(form, training_id=None),
               whom=PeopleFilter(q="nobody is called this"), now=now)  # fmt: skip
    assert fields(refused) == {"training", "people"}


def test_a_training_that_does_not_exist_is_named(cast: Cast, session, now, form):
    assert _refused(cast, session, now, replace(form, training_id=987654)) == {"training"}


@pytest.mark.rule("A-14", "submitted twice creates one assignment")
def test_the_same_form_twice_makes_one_assignment(cast: Cast, session, now, form):
    ada = cast.actor(cast.ada)
    first = assign(session, ada, new=form, whom=EVERYBODY, now=now)
    second = assign(session, ada, new=form, whom=EVERYBODY, now=now)
    assert (second.assignment_id, second.again) == (first.assignment_id, True)
    assert count(session, Assignee) == 6
    assert count(session, Event) == 2  # Ivo was deactivated, and the assignment


def test_two_makers_with_the_same_key_make_two_assignments(cast: Cast, session, now, form):
    first = assign(session, cast.actor(cast.ada), new=form, whom=EVERYBODY, now=now)
    second = assign(session, cast.actor(cast.sam), new=form, whom=EVERYBODY, now=now)
    assert first.assignment_id != second.assignment_id


def test_an_open_attempt_joins_and_nobody_gets_a_second_one(cast: Cast, session, build: Builder):
    course = build.course()
    first, second = build.assign(course), build.assign(course)
    assert first.people == second.people == 6
    assert count(session, Enrollment) == 6
    assert count(session, Assignee) == 12


def test_who_completed_it_in_the_current_period_is_skipped(cast: Cast, session, build: Builder):
    course = build.course()
    build.assign(course)
    build.complete(cast.lea, course)
    again = build.assign(course)
    people = session.exec(select(Assignee.person_id).where(Assignee.assignment_id == again.assignment_id)).all()
    assert cast.lea.id not in people
    assert len(people) == 5


def test_with_duplicates_allowed_they_get_a_new_attempt(cast: Cast, session, build: Builder):
    course = build.course()
    build.assign(course)
    build.complete(cast.lea, course)
    build.assign(course, allow_duplicates=True)
    attempts = select(Enrollment).where(Enrollment.person_id == cast.lea.id).order_by(col(Enrollment.number))
    assert [(one.number, one.status) for one in session.exec(attempts)] == [(1, Status.EVALUATED), (2, Status.ENROLLED)]


def test_when_all_completed_it_nothing_is_created(cast: Cast, session, now, build: Builder, form):
    course = build.course()
    build.assign(course, "shift=A")
    build.complete(cast.lea, course)
    with pytest.raises(Invalid) as refused:
        assign(session, cast.actor(cast.ada), new=replace(form, training_id=course.id),
               whom=PeopleFilter.from_query("shift=A"), now=now)  # fmt: skip
    assert fields(refused) == {"people"}


def test_attempts_say_that_they_were_assigned_and_keep_the_version_they_began_with(cast: Cast, session, build: Builder):
    course = build.course(materials=2)
    build.assign(course)
    before = build.attempt(cast.lea, course)
    publishing.publish(session, training_id=course.id or 0, content=Content(), now=build.now)
    assert before.source == Source.ASSIGNED
    assert build.attempt(cast.lea, course).version_id == before.version_id


@pytest.mark.rule("P-10", "a bulk act is one entry that names the rows it made")
def test_an_assignment_is_one_audit_entry_that_names_the_places(cast: Cast, session, now, form):
    ada = cast.actor(cast.ada)
    made = assign(session, ada, new=form, whom=EVERYBODY, now=now)
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "assignment created")).one()
    places = session.exec(select(Assignee.id).where(Assignee.assignment_id == made.assignment_id)).all()
    named = [number for first, last in entry.rows or [] for number in range(first, last + 1)]
    assert (entry.actor_id, entry.subject_id) == (ada.person_id, made.assignment_id)
    assert sorted(named) == sorted(places)


def test_beyond_a_hundred_people_a_job_creates_it_and_nobody_else_sees_it_until_it_is_published(
    cast: Cast, session, now, build: Builder, form
):
    build.people(120)
    made = assign(session, cast.actor(cast.ada), new=form, whom=EVERYBODY, now=now)
    assignment = session.get_one(Assignment, made.assignment_id)
    assert made.job_key == assignment.key
    assert assignment.published_at is None
    assert count(session, Assignee) == 0
    last = actions.write_chunk(session, assignment_id=made.assignment_id, after_person_id=0, size=100, now=now)
    assert last is not None
    again = actions.write_chunk(session, assignment_id=made.assignment_id, after_person_id=0, size=100, now=now)
    assert again == last
    assert count(session, Assignee) == 100
    last = actions.write_chunk(session, assignment_id=made.assignment_id, after_person_id=last, size=100, now=now)
    assert last is not None
    end = actions.write_chunk(session, assignment_id=made.assignment_id, after_person_id=last, size=100, now=now)
    assert end is None
    assert actions.publish(session, assignment_id=made.assignment_id, now=now) == 126
    assert count(session, Chosen) == 0


@pytest.mark.rule("A-14", "while it is being created only its makers see it, no learner, count or message does")
def test_an_assignment_being_created_is_seen_by_its_maker_alone(cast: Cast, session, now, build: Builder, form):
    build.people(120)
    made = assign(session, cast.actor(cast.ada), new=form, whom=EVERYBODY, now=now)
    actions.write_chunk(session, assignment_id=made.assignment_id, after_person_id=0, size=1000, now=now)
    seen = {"assignment_id": made.assignment_id, "today": TODAY}
    told = select(Event).where(Event.act == "UsersAssigned")

    assert queries.assignment(session, cast.actor(cast.ada), **seen).being_created
    with pytest.raises(NotFound):
        queries.assignment(session, cast.actor(cast.sam), **seen)
    assert queries.assignments(session, cast.actor(cast.sam), wanted=AssignmentFilter(), today=TODAY).total == 0
    assert learning.home(session, cast.actor(cast.lea), today=TODAY).enrolled == []
    assert session.exec(told).all() == []

    actions.publish(session, assignment_id=made.assignment_id, now=now)
    assert not queries.assignment(session, cast.actor(cast.sam), **seen).being_created
    assert len(learning.home(session, cast.actor(cast.lea), today=TODAY).enrolled) == 1
    assert len(session.exec(told).all()) == 1


def _refused(cast: Cast, session: Session, now, new: NewAssignment) -> set[str]:
    try:
        assign(session, cast.actor(cast.ada), new=new, whom=EVERYBODY, now=now)
    except Invalid as refused:
        return {problem.field for problem in refused.problems}
    return set()
