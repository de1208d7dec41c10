"""What hangs on a training is named, and keeps it from being deleted; whom a change of it concerns (X-04)."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, select
from support import materials as brought
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.sessions import Room

from training_app import wiring
from training_app.assignments import using
from training_app.assignments.attempts import concerned_by_course, self_enrolling
from training_app.assignments.attempts.concerned_by_course import Concerned
from training_app.assignments.attendance import recording
from training_app.assignments.attendance.attending import Entry, Mark
from training_app.assignments.attendance.recording import NotPublished
from training_app.assignments.external import entry as external
from training_app.assignments.making import drafting as assigning
from training_app.catalog import actions as catalog
from training_app.catalog import deleting, drafting, entry, paths
from training_app.catalog.content import Facts
from training_app.catalog.deleting import InUse
from training_app.catalog.editing import facts
from training_app.catalog.model import Material, MaterialFile, Training, TrainingVersion
from training_app.catalog.records import CourseSession
from training_app.catalog.rules import CourseKind
from training_app.certifications import actions as certifications
from training_app.certifications.actions import NewCertification
from training_app.certifications.rules import Prerequisite, Validity
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.stored import StoredFile
from training_app.core.tables import known
from training_app.imports.model import AttendanceFile


@pytest.fixture(autouse=True)
def bound() -> None:
    wiring.bind()


def revised(session: Session, course: Training, now) -> None:
    """The course has a new version."""
    version = drafting.held(
        session, SYSTEM, version_id=drafting.begin(session, SYSTEM, training_id=known(course.id), now=now)
    )
    session.exec(select(Material).where(Material.version_id == version.id)).first().title = "New"
    drafting.noted(session, SYSTEM, version=version, now=now)
    drafting.publish(session, SYSTEM, training_id=known(course.id), now=now)


def earned(session: Session, course: Training, now) -> None:
    """Completing the course awards a certification."""
    new = NewCertification("CPR", "CPR", validity=Validity.YEARS, validity_number=2, trainings=(known(course.id),))
    certifications.add_certification(session, SYSTEM, new=new, now=now)


@pytest.mark.rule("X-04", "a course revised: whoever is in it keeps what they began with, who begins then has the new")
@pytest.mark.rule("X-04", "whom a new version concerns: who has it open in which version, and what it is part of")
def test_who_is_in_a_course_keeps_its_version(session: Session, cast: Cast, build: Builder, now):
    course, ada = build.course(), cast.actor(cast.ada)
    build.path("New hire", course)
    earned(session, course, now)
    build.assign(course, "q=lea")
    build.assign(course, "q=noa")
    revised(session, course, now)
    build.assign(course, "q=max")
    began = {who.first_name: build.attempt(who, course).version_id for who in (cast.lea, cast.noa, cast.max)}
    assert began["Lea"] == began["Noa"] != began["Max"]
    number = known(course.id)
    assert concerned_by_course.concerned(session, ada, training_id=number) == Concerned(3, [1, 2], 3, 1, 1)
    build.complete(cast.noa, course)
    catalog.archive(session, ada, training_id=number, now=now)
    build.complete(cast.max, course)
    assert concerned_by_course.concerned(session, ada, training_id=number) == Concerned(1, [1], 1, 1, 1)
    path = build.path("Radio path")
    build.assign(path, "q=lea")
    assert concerned_by_course.concerned(session, ada, training_id=known(path.id)) == Concerned(1, [1], 1, 0, 0)
    for who in (cast.tess, cast.max, cast.lea):
        with pytest.raises(NotAllowed):
            concerned_by_course.concerned(session, cast.actor(who), training_id=number)
    with pytest.raises(NotFound):
        concerned_by_course.concerned(session, ada, training_id=999)


@pytest.mark.rule("X-04", "what anything hangs on is not deleted: each thing is named, so that it can be archived")
def test_what_is_in_use_is_not_deleted(session: Session, cast: Cast, build: Builder, now):
    ada, number = cast.actor(cast.ada), known((course := build.course()).id)
    build.assign(course, "q=lea")
    draft_id = assigning.begin(session, ada, now=now)
    assigning.choose_training(session, ada, draft_id=draft_id, training_id=number, now=now)
    one, other = build.path("New hire", course), build.path("Refresher", course)
    base = paths.entered(session, other)
    new = replace(base, courses=(known(build.course("Radio").id),))
    paths.edit(session, SYSTEM, training_id=known(other.id), base=base, new=new, now=now)
    earned(session, course, now)
    with pytest.raises(InUse) as refused:
        deleting.delete(session, ada, training_id=number, now=now)
    assert refused.value.uses == using.uses(session, ada, training_id=number) == [
        "1 person has an enrollment in it",
        "1 assignment is of it",
        "1 assignment that is being put together is of it",
        "the learning path “New hire” has it",
        "the learning path “Refresher” had it in an earlier version",
        "the certification “CPR” is earned by it",
    ]  # fmt: skip
    assert refused.value.message.startswith("1 person has an enrollment in it. 1 assignment is of it.")
    assert using.uses(session, ada, training_id=known(one.id)) == []
    for who in (cast.tess, cast.max, cast.lea):
        with pytest.raises(NotAllowed):
            deleting.delete(session, cast.actor(who), training_id=number, now=now)


@pytest.mark.rule("X-04", "a session that anybody signed up for keeps its course; one without goes with it")
@pytest.mark.rule("X-04", "attendance of a course that was recorded, or is required, keeps it, too")
@pytest.mark.rule("T-01", "a course with sessions, or that people have begun, stays of its kind")
def test_sessions_and_attempts_keep_a_course_of_its_kind(session: Session, cast: Cast, build: Builder, now):
    course = build.course("Rescue", course_kind=CourseKind.INSTRUCTOR_LED)
    room, said = Room(session, build, cast, course), {"training_id": known(course.id), "now": now}
    base = facts.read(session, SYSTEM, training_id=known(course.id))
    taken = {"base": base, "new": replace(base, course_kind=CourseKind.ONLINE)}
    held = room.held()
    with pytest.raises(Invalid, match="It has sessions, so it stays instructor-led"):
        facts.edit(session, SYSTEM, **said, **taken)
    room.signs_up(cast.lea, held)
    asked = ((known(course.id), Prerequisite.ATTENDED),)
    new = NewCertification("Rescuer", "RES", validity=Validity.YEARS, validity_number=2, prerequisites=asked)
    certifications.add_certification(session, SYSTEM, new=new, now=now)
    build.path("Rescue team", build.course("Ropes"), requires_id=known(course.id))
    came = {"entries": [Entry(known(cast.noa.id), Mark.ATTENDED)], "day": now.date(), "now": now}
    recording.record(session, room.tess, course_id=known(course.id), **came)
    assert using.uses(session, SYSTEM, training_id=known(course.id)) == [
        "1 person has an enrollment in it",
        "1 session has sign-ups",
        "1 person is recorded as attending",
        "the learning path “Rescue team” requires its attendance",
        "the certification “Rescuer” requires it",
    ]

    bare = build.course("Radio", course_kind=CourseKind.INSTRUCTOR_LED)
    Room(session, build, cast, bare).held()
    brought_in = {"by_id": known(cast.tess.id), "course_id": known(bare.id), "day": now.date(), "at": now}
    session.add(AttendanceFile(file_name="day.csv", header=[], entered=0, refused=[], **brought_in))
    deleting.delete(session, SYSTEM, training_id=known(bare.id), now=now)
    assert [one.course_id for one in session.exec(select(CourseSession))] == [course.id]
    assert session.exec(select(AttendanceFile)).all() == []

    online = build.course("Online")
    build.assign(online, "q=lea")
    base = facts.read(session, SYSTEM, training_id=known(online.id))
    new = replace(base, course_kind=CourseKind.EXTERNAL)
    with pytest.raises(Invalid, match="1 person has an enrollment in it, so its kind stays"):
        facts.edit(session, SYSTEM, training_id=known(online.id), base=base, new=new, now=now)


@pytest.mark.rule("T-01", "a course that came to nothing is deleted, with its versions, its draft and its files")
@pytest.mark.rule("P-10", "a training deleted is in the audit, with its title and code")
def test_what_nothing_hangs_on_is_deleted(session: Session, cast: Cast, build: Builder, now):
    ada, course = cast.actor(cast.ada), brought.course(build, ("steps.webm", brought.VIDEO))
    drafting.begin(session, ada, training_id=known(course.id), now=now)
    number = known(course.id)
    deleting.delete(session, ada, training_id=number, now=now)
    for table in (Training, TrainingVersion, Material, MaterialFile):
        assert session.exec(select(table)).all() == []
    assert [one.needed_by for one in session.exec(select(StoredFile))] == [0]
    told = session.exec(select(AuditEntry).where(AuditEntry.act == "training deleted")).one()
    assert (told.subject_id, told.before["title"], told.before["code"]) == (number, "Lifting safely", "C-FILES")
    with pytest.raises(NotFound):
        deleting.delete(session, ada, training_id=number, now=now)


@pytest.mark.rule("T-01", "what is not published yet is not assigned, enrolled in, put in a path, or recorded")
def test_nothing_begins_with_a_course_that_is_not_published(session: Session, cast: Cast, now):
    ada, said = cast.actor(cast.ada), {"title": "Radio", "code": "R-2"}
    radio = known(catalog.add_draft(session, ada, new=Facts(**said), now=now).id)
    with pytest.raises(Invalid, match="“Radio” cannot be assigned: it is not published yet"):
        assigning.choose_training(
            session, ada, draft_id=assigning.begin(session, ada, now=now), training_id=radio, now=now
        )
    with pytest.raises(Invalid, match="“Radio” is not open to enroll: it is not published yet"):
        self_enrolling.enroll(session, cast.actor(cast.lea), training_id=radio, now=now)
    new = Facts(title="Rescue", code="R-1", course_kind=CourseKind.INSTRUCTOR_LED)
    rescue = catalog.add_draft(session, SYSTEM, new=new, now=now)
    with pytest.raises(NotPublished, match="This course is not published yet"):
        recording.course_of(session, cast.actor(cast.tess), course_id=known(rescue.id))
    wrong = entry.problems_of_courses(entry.NewPath("P", "P", (known(rescue.id),)), [rescue])
    assert [one.text for one in wrong] == ["“Rescue” is not published yet. Publish it first."]
    abroad = catalog.add_draft(session, SYSTEM, new=replace(new, code="A-1", course_kind=CourseKind.EXTERNAL), now=now)
    done = external.NewActivity("key", "Course abroad", date(2027, 2, 1), known(abroad.id))
    wrong = external.problems_of(done, abroad, today=now.date())
    assert [one.field for one in wrong] == ["training_id"]
