"""Recording external activities, approving and declining them, and what each completes (T-04)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select
from support import scans
from support.build import SYSTEM
from support.evaluating import QUESTIONS

from training_app.access.actor import Scope
from training_app.assignments import using
from training_app.assignments.attempts import results
from training_app.assignments.attempts.results import Result
from training_app.assignments.external import overview, proofs, recording
from training_app.assignments.external.deciding import DecidedByAnother
from training_app.assignments.external.filters import ActivityFilter, ActivityTab
from training_app.assignments.model import Assignee
from training_app.assignments.records import ActivityProof, ExternalActivity
from training_app.assignments.rules import Source, Status
from training_app.catalog import actions as catalog
from training_app.certifications import actions as certifications
from training_app.certifications.actions import NewCertification
from training_app.certifications.model import Award
from training_app.certifications.records import AwardFile
from training_app.certifications.rules import Association, Validity
from training_app.core.audit import AuditEntry
from training_app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from training_app.core.events import Event
from training_app.core.paging import Page
from training_app.core.tables import known

DONE_ON = date(2027, 2, 19)


def entries(session, act) -> list[AuditEntry]:
    session.flush()
    return list(session.exec(select(AuditEntry).where(AuditEntry.act == act)))


def decided(session) -> list[dict]:
    session.flush()
    return [row.payload for row in session.exec(select(Event).where(Event.act == "ActivityDecided"))]


@pytest.mark.rule("T-04", "what people record themselves waits; approved it completes the open enrollment on that day")
@pytest.mark.rule("T-04", "whoever recorded it themselves is told of the decision")
def test_what_a_learner_did_completes_their_enrollment_once_it_is_approved(desk, cast, session):
    course = desk.course()
    desk.build.assign(course, "q=lea")
    number = desk.own(cast.lea, course)
    assert desk.row(number).is_approved is None
    assert desk.attempts(cast.lea, course)[0].is_open()
    desk.approve(number)
    (attempt,) = desk.attempts(cast.lea, course)
    assert (attempt.status, attempt.completed_on, attempt.source) == (Status.EVALUATED, DONE_ON, Source.ASSIGNED)
    assert (desk.row(number).enrollment_id, desk.row(number).decided_by_id) == (attempt.id, cast.tess.id)
    (fact,) = decided(session)
    assert (fact["person_id"], fact["approved"], fact["reason"]) == (cast.lea.id, True, "")
    desk.approve(number)
    assert len(decided(session)) == 1, "by the same coordinator twice is once"


@pytest.mark.rule("T-04", "what a coordinator records is approved at once, and enrolls who was not enrolled")
@pytest.mark.rule("C-10", "completing an external activity that a certification names awards it, and says which one")
@pytest.mark.rule("T-04", "the proof of an activity is no certification file")
@pytest.mark.rule("X-04", "activities recorded for an external course, and awards that name it, keep it")
def test_what_a_coordinator_records_enrolls_completes_and_awards(desk, cast, session, now):
    course = desk.course()
    new = NewCertification("CPR", "CPR", validity=Validity.YEARS, validity_number=2, trainings=(known(course.id),))
    certifications.add_certification(session, SYSTEM, new=new, now=now)
    proof = scans.sent(session, cast.tess, recording.PLACE, now=now)
    number = desk.record(cast.lea, course, files=(proof,))
    (attempt,) = desk.attempts(cast.lea, course)
    assert (attempt.source, attempt.completed_on, attempt.number) == (Source.EXTERNAL, DONE_ON, 1)
    (award,) = session.exec(select(Award))
    assert using.uses(session, SYSTEM, training_id=known(course.id)) == [
        "1 person has an enrollment in it",
        "1 external activity is recorded for it",
        "1 award names it",
        "the certification “CPR” is earned by it",
    ]
    assert (award.issued_on, award.expires_on) == (DONE_ON, date(2029, 2, 19))
    assert (award.association, award.activity_id) == (Association.EXTERNAL, course.id)
    assert session.exec(select(ActivityProof.activity_id)).one() == number
    assert session.exec(select(AwardFile)).all() == []
    assert decided(session) == []


def test_without_a_course_only_the_record_stands(desk, cast, session):
    number = desk.record(cast.lea)
    (row,) = overview.mine(session, cast.actor(cast.lea), page=Page()).rows
    assert (row.id, row.state, row.hours, row.recorded_by) == (number, ActivityTab.APPROVED, "7.5", "Tess Trainer")
    assert desk.row(number).enrollment_id is None


@pytest.mark.rule("T-04", "the same activity recorded twice completes one enrollment")
def test_the_same_course_on_the_same_day_is_completed_once(desk, cast):
    course = desk.course()
    first, second = desk.record(cast.lea, course), desk.own(cast.lea, course)
    desk.approve(second)
    (attempt,) = desk.attempts(cast.lea, course)
    assert (desk.row(first).enrollment_id, desk.row(second).enrollment_id) == (attempt.id, attempt.id)
    desk.record(cast.lea, course, done_on=DONE_ON + timedelta(days=1))
    assert [one.number for one in desk.attempts(cast.lea, course)] == [1, 2]


@pytest.mark.rule("T-04", "an approved activity completes outright, also a course with an evaluation")
def test_what_was_done_elsewhere_owes_no_evaluation(desk, cast):
    course = desk.course(evaluation=QUESTIONS)
    desk.record(cast.lea, course)
    assert [(one.status, one.completed_on) for one in desk.attempts(cast.lea, course)] == [(Status.EVALUATED, DONE_ON)]


@pytest.mark.rule("T-04", "an approved activity stands in for the failed enrollment of an assignment and of a path")
def test_it_stands_in_for_what_was_failed(desk, cast, session, build):
    course = desk.course()
    path = build.path("New hire", course)
    build.assign(path, "q=lea")
    build.assign(course, "q=lea")
    failed = known(build.attempt(cast.lea, course).id)
    results.record(session, SYSTEM, enrollment_ids=[failed], result=Result.FAILED, now=build.now)
    number = desk.record(cast.lea, course)
    session.expire_all()
    place = select(Assignee.enrollment_id).where(Assignee.enrollment_id == desk.row(number).enrollment_id)
    assert session.exec(place).one() != failed
    assert build.attempt(cast.lea, path).status == Status.EVALUATED


@pytest.mark.rule("P-09", "an approved activity of a deactivated person completes what is open, and enrolls in nothing")
def test_whoever_has_left_gets_no_new_enrollment(desk, cast, build):
    open_, other = desk.course("Open"), desk.course("Other")
    build.assign(open_, "q=lea")
    numbers = [desk.own(cast.lea, course) for course in (open_, other)]
    build.deactivate(cast.lea)
    desk.approve(numbers[0])
    assert desk.attempts(cast.lea, open_)[0].status == Status.EVALUATED
    with pytest.raises(Conflict, match="Lea Learner is deactivated and has no open enrollment in “Other”"):
        desk.approve(numbers[1])


def test_an_archived_or_other_course_cannot_be_named(desk, cast, build, session):
    gone, online = desk.course("Gone"), build.course("Online")
    waiting = desk.own(cast.lea, gone)
    catalog.archive(session, SYSTEM, training_id=known(gone.id), now=build.now)
    for course in (gone, online):
        with pytest.raises(Invalid) as refused:
            desk.own(cast.lea, course)
        assert [one.field for one in refused.value.problems] == ["training_id"]
    with pytest.raises(Conflict, match="it is archived"):
        desk.approve(waiting)


@pytest.mark.rule("T-04", "declining needs a reason, which the person is told, and completes nothing")
def test_declining(desk, cast, session):
    course = desk.course()
    number = desk.own(cast.lea, course)
    with pytest.raises(Invalid) as refused:
        desk.decline(number, "  ")
    assert [one.field for one in refused.value.problems] == ["reason"]
    desk.decline(number, "The certificate is of somebody else")
    assert decided(session)[0]["reason"] == "The certificate is of somebody else"
    assert desk.attempts(cast.lea, course) == []
    assert entries(session, "external activity declined")[0].after == {"reason": "The certificate is of somebody else"}


@pytest.mark.rule("T-04", "of two coordinators one decides, and the other is told what was done")
def test_one_decision(desk, cast):
    approved, declined = desk.own(cast.lea), desk.own(cast.noa)
    desk.approve(approved)
    desk.decline(declined, "No proof")
    sam = cast.actor(cast.sam)
    with pytest.raises(DecidedByAnother, match="Tess Trainer approved “Two days at the academy” on 1 Mar 2027"):
        desk.decline(approved, by=sam)
    with pytest.raises(DecidedByAnother, match=r"declined .* on 1 Mar 2027: No proof"):
        desk.approve(declined, by=sam)
    with pytest.raises(DecidedByAnother):
        desk.approve(approved, by=sam)


@pytest.mark.rule("T-04", "a coordinator may approve what they recorded for themselves, and the audit says so")
def test_approving_one_s_own(desk, cast, session):
    desk.approve(desk.own(cast.tess))
    assert entries(session, "external activity approved")[0].after["own"] is True
    assert decided(session) == []


@pytest.mark.rule("T-04", "the same form twice records one activity")
def test_the_same_form_twice(desk, cast, session, now):
    files = (scans.sent(session, cast.lea, recording.PLACE, now=now),)
    first = desk.own(cast.lea, key="once", files=files)
    assert desk.own(cast.lea, key="once", files=files) == first
    with pytest.raises(NotFound):
        desk.own(cast.noa, key="once")
    assert session.exec(select(ExternalActivity.id)).one() == first
    with pytest.raises(Invalid, match="not there any more"):
        desk.own(cast.lea, files=files)


@pytest.mark.rule("T-04", "what waits can be taken back by who recorded it; its proofs go with it")
def test_taking_back(desk, cast, session, now):
    number = desk.own(cast.lea, files=(scans.sent(session, cast.lea, recording.PLACE, now=now),))
    lea = cast.actor(cast.lea)
    with pytest.raises(NotFound):
        recording.withdraw(session, cast.actor(cast.noa), activity_id=number, now=now)
    recording.withdraw(session, lea, activity_id=number, now=now)
    assert set(scans.needed(session).values()) == {0}
    assert overview.mine(session, lea, page=Page()).rows == []
    approved = desk.own(cast.lea)
    desk.approve(approved)
    with pytest.raises(recording.DecidedAlready):
        recording.withdraw(session, lea, activity_id=approved, now=now)


@pytest.mark.rule("T-04", "the proof is seen by the person and by whoever approves it, and by nobody else")
def test_who_sees_a_proof(desk, cast, session, now):
    desk.own(cast.lea, files=(scans.sent(session, cast.lea, recording.PLACE, now=now, name="proof.jpg"),))
    proof = known(session.exec(select(ActivityProof.id)).one())
    for person in (cast.lea, cast.tess):
        kept = proofs.proof_of(session, cast.actor(person), file_id=proof)
        assert (kept.name, kept.media_type, bool(kept.preview_key)) == ("proof.jpg", "image/jpeg", True)
    strangers = (cast.actor(cast.noa), cast.actor(cast.max), replace(desk.tess, scope=Scope()))
    for stranger in strangers:
        with pytest.raises(NotFound):
            proofs.proof_of(session, stranger, file_id=proof)


@pytest.mark.rule("P-04", "external activities are recorded, seen and decided within one's own people")
def test_within_one_s_own_people(desk, cast, session):
    lea, noa = desk.own(cast.lea), desk.own(cast.noa)
    own = replace(desk.tess, scope=Scope(manager_id=cast.max.id))
    found = overview.activities(session, own, wanted=ActivityFilter())
    assert [row.id for row in found.rows.rows] == [lea]
    assert [tab.number for tab in found.tabs] == [1, 0, 0]
    desk.approve(lea, by=own)
    for act in (lambda: desk.approve(noa, by=own), lambda: desk.decline(noa, by=own),
                lambda: desk.record(cast.noa, by=own),
                lambda: overview.activity(session, own, activity_id=noa)):  # fmt: skip
        with pytest.raises(NotFound):
            act()


@pytest.mark.rule("P-06", "who may not approve external activities neither sees nor decides those of others")
def test_a_lower_role(desk, cast, session):
    number = desk.own(cast.lea)
    for person in (cast.ada, cast.max, cast.lea):
        actor = cast.actor(person)
        for act in (lambda: desk.approve(number, by=actor), lambda: desk.decline(number, by=actor),  # noqa: B023
                    lambda: desk.record(cast.lea, by=actor),  # noqa: B023
                    lambda: overview.activities(session, actor, wanted=ActivityFilter())):  # fmt: skip  # noqa: B023
            with pytest.raises(NotAllowed):
                act()
    with pytest.raises(NotAllowed):
        recording.record_own(session, SYSTEM, new=desk.entered(), now=desk.build.now)


@pytest.mark.rule("T-04", "what awaits approval stands in a queue, the oldest first, until it is decided")
def test_the_list_is_searched_by_person_and_by_what_was_done(desk, cast, session):
    def queue() -> tuple[list[str], list[int]]:
        found = overview.activities(session, desk.tess, wanted=ActivityFilter())
        return [row.title for row in found.rows.rows], [tab.number for tab in found.tabs]

    desk.own(cast.lea, title="Rope rescue")
    second = desk.own(cast.noa, title="Ice rescue")
    for q, number in (("rescue", 2), ("noa ice", 1), ("noa rope", 0), ("LEA", 1)):
        found = overview.activities(session, desk.tess, wanted=ActivityFilter(q=q, open_id=second))
        assert (found.rows.total, found.tabs[0].number) == (number, number), q
        assert found.opened.title == "Ice rescue"
    assert queue() == (["Rope rescue", "Ice rescue"], [2, 0, 0])
    desk.approve(second)
    assert queue() == (["Rope rescue"], [1, 1, 0])
