"""Stories of awards that come by themselves: what somebody completes and when, and what they hold after it (C-18)."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select
from support.build import SYSTEM

from training_app.assignments.attempts import earning
from training_app.assignments.attempts.completion import EnrollmentsCompleted
from training_app.certifications.awarding import revoking
from training_app.certifications.kinds import making
from training_app.certifications.model import Revocation
from training_app.certifications.records import AwardCompletion
from training_app.certifications.rules import Association, AwardWhen, Validity
from training_app.core import events
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known

LATER = datetime(2027, 6, 1, 12, tzinfo=UTC)


@pytest.mark.rule("C-10", "completing a course that a certification names awards it")
@pytest.mark.rule("C-18", "a completion awards at once, in its own transaction, on its own day")
@pytest.mark.rule("C-18", "completing again in the renewal window renews: a new award, counted from the old expiry")
@pytest.mark.rule("C-18", "completing again after the expiry counts from the completion; old awards stay as history")
def test_a_course_awards_is_renewed_early_and_then_late(life, course):
    kind = life.kind(course)
    # ── 1 March 2027: completed
    life.complete(course, on="2027-03-01")
    (award,) = life.awards(kind)
    assert (award.issued_on, award.expires_on) == (date(2027, 3, 1), date(2029, 3, 1))
    assert (award.association, award.activity_id, award.by_id) == (Association.TRAINING, None, None)
    # ── 15 January 2029: again, six weeks before it expires
    life.complete(course, on="2029-01-15")
    # ── 2 May 2031: again, two months after that expired
    life.complete(course, on="2031-05-02")
    assert life.days(kind) == [("2027-03-01", "2029-03-01"), ("2029-01-15", "2031-03-01"), ("2031-05-02", "2033-05-02")]


@pytest.mark.rule("C-18", "completing long before the renewal window counts from the completion")
@pytest.mark.rule("C-01", "an award that comes by itself runs to the end of the month where its kind says so")
def test_to_the_end_of_the_month(life, course):
    kind = life.kind(course, validity=Validity.MONTHS, validity_number=12, to_month_end=True)
    life.complete(course, on="2027-02-03")
    life.complete(course, on="2027-09-10")
    assert life.days(kind) == [("2027-02-03", "2028-02-29"), ("2027-09-10", "2028-09-30")]


@pytest.mark.rule("C-18", "an award that comes by itself of a kind without validity is always valid")
def test_always_valid(life, course):
    kind = life.kind(course, validity=Validity.NONE, validity_number=None, always_valid_allowed=True)
    life.complete(course)
    (award,) = life.awards(kind)
    assert (award.expires_on, award.always_valid) == (None, True)


@pytest.mark.rule("C-18", "nothing is awarded that would have expired before it was earned, and the audit says so")
def test_a_fixed_day_that_has_passed_awards_nothing(life, course):
    kind = life.kind(course, validity=Validity.FIXED, validity_number=None, fixed_day=date(2027, 12, 31))
    life.complete(course, on="2027-12-31")
    life.complete(course, on="2028-01-01")
    assert life.days(kind) == [("2027-12-31", "2027-12-31")]
    (entry,) = life.entries("certification not earned")
    attempt = life.build.attempt(life.kim, course).id
    assert (entry.subject_id, entry.rows, entry.actor_id) == (attempt, [[attempt, attempt]], life.kim.id)
    assert entry.after["fixed_day"] == "2027-12-31"


@pytest.mark.rule("C-14", "the completion that awarded what was revoked never awards it again")
@pytest.mark.rule("C-14", "whoever completes it again after that is awarded it again")
def test_revoked_and_completed_again(life, course, session):
    kind = life.kind(course)
    life.complete(course)
    revoking.revoke_many(session, SYSTEM, award_ids=[life.awards(kind)[0].id], why="Wrong person", now=LATER)
    # ── the same fact once more
    said = EnrollmentsCompleted([known(life.build.attempt(life.kim, course).id)])
    events.record(session, said, actor_id=None, at=LATER)
    assert [award.revoked_at is None for award in life.awards(kind)] == [False]
    # ── completed once more
    life.complete(course, on="2027-06-01")
    assert [(str(award.issued_on), award.revoked_at is None) for award in life.awards(kind)] == [
        ("2027-03-01", False), ("2027-06-01", True),
    ]  # fmt: skip


@pytest.mark.rule("C-18", "a completion that is heard of twice awards once")
@pytest.mark.rule("P-10", "what a completion awards is one entry, of whoever completed it, that names the awards")
def test_a_completion_that_is_heard_twice_awards_once(life, course, session):
    kind = life.kind(course)
    life.complete(course)
    said = EnrollmentsCompleted([known(life.build.attempt(life.kim, course).id)])
    events.record(session, said, actor_id=None, at=LATER)
    (award,) = life.awards(kind)
    (entry,) = life.entries("certifications earned")
    assert (entry.actor_id, entry.subject_id, entry.rows) == (life.kim.id, award.id, [[award.id, award.id]])
    assert entry.after == {"certifications": ["CPR"], "awards": 1}


@pytest.mark.rule("C-10", "“all of” awards with the last of the trainings, and each completion counts for one award")
def test_all_of_two_trainings(life, build):
    skills, exam = build.course("Skills", materials=1), build.course("Exam", materials=1)
    kind = life.kind(skills, exam, award_when=AwardWhen.ALL)
    # ── the first one, twice: nothing yet
    life.complete(skills, on="2027-03-01")
    life.complete(skills, on="2027-04-01")
    assert life.awards(kind) == []
    # ── the other one
    life.complete(exam, on="2027-05-01")
    assert life.days(kind) == [("2027-05-01", "2029-05-01")]
    # ── one of them again: the other one's completion is used up
    life.complete(skills, on="2029-03-01")
    assert len(life.awards(kind)) == 1
    life.complete(exam, on="2029-03-15")
    assert life.days(kind)[1] == ("2029-03-15", "2031-05-01")


@pytest.mark.rule("C-18", "what was completed before a certification named it is not awarded by somebody else's act")
def test_only_whoever_completes_is_awarded(life, build, course, session):
    life.complete(course)
    kind = life.kind(course, award_when=AwardWhen.ALL)
    other = build.person("Ann")
    build.assign(course, f"q={other.username}")
    build.complete(other, course)
    assert life.awards(kind) == []
    assert len(life.entries("certifications earned")) == 1


@pytest.mark.rule("C-10", "completing a learning path that a certification names awards it")
def test_a_learning_path_awards_and_its_course_on_that_day_does_not_award_twice(life, build, course):
    last = build.course("Last of it", materials=1)
    path = build.path("Basic life support", course, last)
    kind = life.kind(path, last)
    build.assign(path, f"q={life.kim.username}")
    build.complete(life.kim, course)
    assert life.awards(kind) == []
    build.complete(life.kim, last)
    (award,) = life.awards(kind)
    used = select(AwardCompletion.enrollment_id).where(AwardCompletion.award_id == award.id)
    both = [build.attempt(life.kim, last).id, build.attempt(life.kim, path).id]
    assert sorted(life.session.exec(used)) == sorted(both)


@pytest.mark.rule("E-06", "an award whose completion is removed is revoked unless another one supports it")
def test_the_supporting_completion_is_removed(life, build, course, session):
    last = build.course("Last of it", materials=1)
    path = build.path("Basic life support", course, last)
    kind = life.kind(path, last)
    build.assign(path, f"q={life.kim.username}")
    build.complete(life.kim, course)
    build.complete(life.kim, last)

    def remove(trainings) -> list[int]:
        gone = [known(build.attempt(life.kim, one).id) for one in trainings]
        return earning.when_support_removed(session, enrollment_ids=gone, by_id=None, why="Removed", now=LATER)

    # ── the course goes: the path still supports it
    assert remove([last]) == []
    assert life.awards(kind)[0].revoked_at is None
    # ── both go
    assert remove([last, path]) == [life.awards(kind)[0].id]
    assert life.awards(kind)[0].revoked_at == LATER
    assert session.exec(select(Revocation.why)).one() == "Removed"
    assert remove([last, path]) == []


@pytest.mark.rule("E-06", "of “all of” each training needs a completion that is left")
def test_one_of_several_supports_is_removed(life, build, session):
    skills, exam = build.course("Skills", materials=1), build.course("Exam", materials=1)
    kind = life.kind(skills, exam, award_when=AwardWhen.ALL)
    life.complete(skills, skills, exam)
    again, only = (known(build.attempt(life.kim, one).id) for one in (skills, exam))
    said = {"by_id": None, "why": "Removed", "now": LATER}
    assert earning.when_support_removed(session, enrollment_ids=[again], **said) == []
    assert earning.when_support_removed(session, enrollment_ids=[only], **said) == [life.awards(kind)[0].id]


@pytest.mark.rule("C-02", "while the module is off completions go on awarding, so that nothing is missing later")
@pytest.mark.rule("C-18", "a kind that is archived awards nothing")
def test_the_module_is_switched_off_and_on_again(life, course, session):
    kind, other = life.kind(course), life.kind(course, name="Old CPR")
    making.archive(session, SYSTEM, certification_id=other, now=life.build.now)
    session.merge(OrganizationRow(certification_tracking=False))
    session.flush()
    life.complete(course, on="2027-03-01")
    session.merge(OrganizationRow(certification_tracking=True))
    session.flush()
    assert life.days(kind) == [("2027-03-01", "2029-03-01")]
    assert life.awards(other) == []
