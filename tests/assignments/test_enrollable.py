"""What one can enroll oneself in, and what one can earn by it (L-01, X-03, T-05)."""

from datetime import date, timedelta

import pytest
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.assignments.attempts import enrollable, results, self_enrolling
from training_app.assignments.attempts.enrollable import ATTENDED, FAILED, THIS_PERIOD, Offer
from training_app.assignments.attempts.results import Result
from training_app.assignments.attendance import recording as attendance
from training_app.assignments.attendance.attending import Entry, Mark
from training_app.catalog import actions as catalog
from training_app.catalog.rules import CourseKind
from training_app.certifications import actions as certifications
from training_app.certifications.actions import NewAward, NewCertification
from training_app.certifications.kinds import earnable
from training_app.certifications.module import TrackingOff
from training_app.certifications.rules import AwardWhen, Prerequisite
from training_app.core.errors import Invalid
from training_app.core.organization import OrganizationRow
from training_app.core.paging import Page
from training_app.core.tables import known

TODAY = date(2027, 3, 1)


@pytest.fixture
def found(session, cast: Cast):
    def read(q="", who="lea", page=enrollable.FIRST) -> list[Offer]:
        actor = cast.actor(getattr(cast, who))
        listed = enrollable.trainings(session, actor, q=q, today=TODAY, page=page)
        assert listed.total == enrollable.number(session, actor, q=q, today=TODAY)
        return listed.rows

    return read


@pytest.fixture
def enroll(session, cast: Cast, now):
    def act(training) -> int:
        return self_enrolling.enroll(session, cast.actor(cast.lea), training_id=known(training.id), now=now)

    return act


@pytest.mark.rule(
    "L-01", "Enroll: online courses and paths that can be begun today are searched, by title, code or level"
)
def test_what_can_be_enrolled_in_is_searched(session, build: Builder, found, now):
    course = build.course("Airway", code="AW-1", level="ALS", minutes=12)
    build.path("New hire", course, build.course("Radio"))
    for kind in (CourseKind.INSTRUCTOR_LED, CourseKind.EXTERNAL):
        build.course(f"Not {kind}", course_kind=kind)
    build.course("Not now", accredited_through=TODAY - timedelta(days=1))
    catalog.archive(session, SYSTEM, training_id=known(build.course("Not at all").id), now=now)
    assert [(one.title, one.is_path, one.courses, one.minutes) for one in found()] == [
        ("Airway", False, 0, 12), ("New hire", True, 2, 12), ("Radio", False, 0, 0),
    ]  # fmt: skip
    assert [[one.title for one in found(q)] for q in ("radio", "aw-1", "als", "nothing")] == [
        ["Radio"], ["Airway"], ["Airway"], [],
    ]  # fmt: skip
    assert [one.title for one in found(page=Page(2, 2))] == ["Radio"]


@pytest.mark.rule("L-01", "Enroll: each says how one stands with it, and why one cannot enroll in it")
@pytest.mark.rule("P-05", "how somebody else stands with a training is not shown")
def test_each_says_how_one_stands_with_it(session, cast: Cast, build: Builder, found, enroll, now):
    drill = build.course("Drill day", course_kind=CourseKind.INSTRUCTOR_LED)
    done, failed, ahead, later = (build.course(title) for title in ("A done", "B failed", "C begun", "D later"))
    build.path("E chief", requires_id=drill.id)
    for course, starts in ((done, 0), (failed, 0), (later, 9)):
        build.assign(course, f"q={cast.lea.username}", starts=TODAY + timedelta(days=starts))
    build.complete(cast.lea, done)
    ids = [known(build.attempt(cast.lea, failed).id)]
    results.record(session, SYSTEM, enrollment_ids=ids, result=Result.FAILED, now=now)
    begun = enroll(ahead)
    said = {one.title[0]: (one.attempt_id, one.can_enroll, one.why) for one in found()[:5]}
    assert said == {
        "A": (0, False, THIS_PERIOD),
        "B": (0, False, FAILED),
        "C": (begun, False, ""),
        "D": (0, True, ""),
        "E": (0, False, "Before it you must have attended “Drill day”."),
    }
    assert {(one.attempt_id, one.completed_on, one.is_enrolled) for one in found(who="noa")} == {(0, "", False)}
    assert enroll(later) == build.attempt(cast.lea, later).id
    attendance.record(session, SYSTEM, course_id=known(drill.id), day=TODAY, now=now,
                      entries=[Entry(known(cast.lea.id), Mark.ATTENDED)])  # fmt: skip
    assert found("chief")[0].can_enroll


def test_nobody_enrolls_themselves_in_what_is_not_taken_here(build: Builder, enroll):
    for kind in (CourseKind.INSTRUCTOR_LED, CourseKind.EXTERNAL):
        with pytest.raises(Invalid, match="it is not taken here"):
            enroll(build.course(course_kind=kind))


@pytest.mark.rule(
    "L-01", "Enroll, Certifications: what can be earned, by any or all of which trainings, and what one holds"
)
@pytest.mark.rule("C-02", "while the module is off nobody is told what they could earn")
def test_what_can_be_earned_is_listed_with_what_one_holds(session, cast: Cast, build: Builder, now):
    one, two = build.course("Airway"), build.course("Breathing")
    led = build.course("Drill day", course_kind=CourseKind.INSTRUCTOR_LED)
    ids = {"trainings": (known(two.id), known(one.id))}

    def kind(name: str, **said) -> int:
        new = NewCertification(name, name.upper(), always_valid_allowed=True, **said)
        return known(certifications.add_certification(session, SYSTEM, new=new, now=now).id)

    needed = ((known(led.id), Prerequisite.ATTENDED), (known(one.id), Prerequisite.ENROLLED))
    both = kind("ALS", award_when=AwardWhen.ALL, prerequisites=needed, **ids)
    either = kind("BLS", **ids)
    kind("Given by hand")
    for person, expires in ((cast.lea, date(2028, 1, 31)), (cast.lea, TODAY - timedelta(days=90)), (cast.noa, None)):
        award = NewAward(known(person.id), either, expires_on=expires, always_valid=expires is None)
        certifications.award(session, SYSTEM, new=award, now=now)
    lea = cast.actor(cast.lea)
    found = earnable.kinds(session, lea, today=TODAY).rows
    assert [(row.id, row.needs_all, row.training_ids) for row in found] == [
        (both, True, (one.id, two.id)), (either, False, (one.id, two.id)),
    ]  # fmt: skip
    assert [(row.is_held, row.expires_on) for row in found] == [(False, ""), (True, "2028-01-31")]
    assert [(need.title, need.must_attend) for need in found[0].needed] == [("Airway", False), ("Drill day", True)]
    stands = enrollable.offers(session, lea, training_ids=[known(led.id)], today=TODAY)[known(led.id)]
    assert (stands.can_enroll, stands.why, stands.has_attended) == (False, ATTENDED, False)
    assert earnable.number(session, lea) == 2
    row = session.get(OrganizationRow, 1) or OrganizationRow(is_demo=False)
    session.add(row.sqlmodel_update({"certification_tracking": False}))
    session.flush()
    assert earnable.number(session, lea) == 0
    with pytest.raises(TrackingOff):
        earnable.kinds(session, lea, today=TODAY)
