"""The demo organization as `muster demo` makes it."""

import pytest
import sqlalchemy as sa
from demo.conftest import NOW
from sqlmodel import col, select

from training_app.access.actor import Actor
from training_app.accounts import queries as accounts
from training_app.accounts import signing
from training_app.assignments.attempts import learning, learning_paths
from training_app.assignments.evaluations import reading
from training_app.assignments.external import overview
from training_app.assignments.external.filters import ActivityFilter
from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.assignments.records import Attendance, ExamTry
from training_app.assignments.rules import AssignmentTab, Source, Status, StatusTab, tab_of_assignment
from training_app.assignments.sessions import listing as sessions
from training_app.assignments.sessions.filters import SessionsFilter
from training_app.catalog.model import MaterialFile, Training, TrainingVersion
from training_app.catalog.rules import TrainingKind
from training_app.certifications import mine
from training_app.certifications.model import Award
from training_app.certifications.rules import Association
from training_app.certifications.submitting import listing
from training_app.cli import main
from training_app.core import db, files, organization
from training_app.core.audit import AuditEntry
from training_app.demo.accounts import ACCOUNTS, COORDINATOR, EMAILS, LEARNER, MANAGER, PASSWORD
from training_app.notifications import queries as notifications
from training_app.notifications.model import Message
from training_app.people import mark
from training_app.people.model import Person
from training_app.people.queries import visible


def count(session, statement):
    return session.connection().execute(sa.select(sa.func.count()).select_from(statement.subquery())).scalar_one()


def actor(session, username) -> Actor:
    person_id = session.exec(select(Person.id).where(Person.username == username)).one()
    return accounts.actor_of(session, person_id=person_id)


@pytest.fixture
def today(session):
    return organization.of(session).today(NOW)


def test_there_are_about_250_people_nine_courses_and_two_paths(session):
    assert 240 <= count(session, sa.select(Person.id)) <= 260
    kinds = session.exec(select(Training.kind)).all()
    assert (kinds.count(TrainingKind.COURSE), kinds.count(TrainingKind.PATH)) == (9, 2)


def test_it_says_that_it_is_a_demo(session):
    assert organization.of(session).is_demo
    assert organization.of(session).zone == "America/New_York"


@pytest.mark.parametrize("email", EMAILS)
async def test_each_of_the_accounts_can_sign_in(demo, email):
    assert await signing.sign_in(email, PASSWORD, address="127.0.0.1", device="test", now=NOW)


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.username)
def test_each_of_the_accounts_has_its_role(session, account):
    assert account.role in actor(session, account.username).roles


def test_the_manager_sees_a_team_of_about_twelve_with_the_learner_in_it(session):
    seen = session.exec(select(Person.username).where(visible(actor(session, MANAGER.username)))).all()
    assert 10 <= len(seen) <= 14
    assert LEARNER.username in seen


def test_something_is_past_due_due_soon_and_completed(session, today):
    for tab in (StatusTab.PAST_DUE, StatusTab.DUE_SOON, StatusTab.EVALUATED, StatusTab.ENROLLED):
        places = sa.select(Assignee.id).join(Enrollment, col(Enrollment.id) == col(Assignee.enrollment_id))
        assert count(session, places.where(Assignee.is_in_sql(tab, today))), tab


def test_there_are_upcoming_active_and_expired_assignments(session, today):
    rows = session.exec(select(Assignment)).all()
    assert {tab_of_assignment(row.starts_on, row.due_on, today) for row in rows} == set(AssignmentTab)


def test_of_what_is_expired_most_people_completed_it_and_somebody_did_not(session, today):
    expired = col(Assignment.due_on) < today
    places = sa.select(Assignee.id).join(Assignment, col(Assignment.id) == col(Assignee.assignment_id)).where(expired)
    places = places.join(Enrollment, col(Enrollment.id) == col(Assignee.enrollment_id))
    complete = count(session, places.where(Assignee.is_in_sql(StatusTab.EVALUATED, today)))
    assert 0.8 < complete / count(session, places) < 1


def test_the_learner_has_something_past_due_something_due_this_week_and_something_done(session, today):
    home = learning.home(session, actor(session, LEARNER.username), today=today)
    assert home.past_due == 1
    assert home.due_this_week == 2
    assert any(0 < row.done < row.total for row in home.enrolled)
    assert home.completed


def test_the_learner_has_a_path_with_a_course_done_one_open_and_one_that_only_the_path_asks_for(session, today):
    leo = actor(session, LEARNER.username)
    home = learning.home(session, leo, today=today)
    (path,) = [row for row in home.enrolled if row.is_path]
    courses = learning_paths.path(session, leo, enrollment_id=path.id, today=today).courses
    assert [one.is_from_before for one in courses] == [True, False, False]
    alone = {row.id for row in home.enrolled}
    assert [one.id in alone for one in courses] == [False, True, False]


def test_the_learner_has_not_begun_a_course_with_a_video_an_exam_and_an_evaluation(session, today):
    home = learning.home(session, actor(session, LEARNER.username), today=today)
    (refresher,) = [row for row in home.enrolled if row.title == "Infection control annual refresher"]
    assert (refresher.done, refresher.total, refresher.days) == (0, 6, 5)
    kinds = session.exec(select(MaterialFile.media_type, MaterialFile.pages)).all()
    assert sorted(kinds) == [("application/pdf", 3), ("video/webm", 0)]


def test_the_crew_has_passed_failed_and_completed_the_exam(session):
    refresher = select(Training.id).where(Training.code == "SAF-140").scalar_subquery()
    crew = session.exec(select(Enrollment.status).where(Enrollment.training_id == refresher)).all()
    assert set(crew) == set(Status)
    assert crew.count(Status.EVALUATED) >= 5
    passed = select(Enrollment).where(Enrollment.training_id == refresher, Enrollment.status == Status.PASSED)
    (owing,) = session.exec(passed)
    learner = accounts.actor_of(session, person_id=owing.person_id)
    assert reading.evaluation(session, learner, enrollment_id=owing.id, now=NOW).is_open
    assert owing.score >= 80
    tries = select(ExamTry.number).join(Enrollment, col(Enrollment.id) == col(ExamTry.enrollment_id))
    assert max(session.exec(tries.where(Enrollment.status == Status.FAILED))) == 3


def test_the_organization_has_a_mark_for_its_certificates(session):
    assert files.is_there(mark.key_of(session, actor(session, LEARNER.username)))


def test_sessions_of_a_course_were_recorded(session):
    attended = session.exec(select(Attendance.day)).all()
    assert len(set(attended)) == 2
    assert len(attended) > 20


def test_what_was_completed_awarded_itself_and_an_activity_waits_to_be_approved(session):
    awarded = select(Award.association, Award.activity_id).where(Award.association != Association.MANUAL)
    kinds = set(session.exec(awarded))
    assert (Association.TRAINING, None) in kinds
    assert any(association == Association.EXTERNAL and activity for association, activity in kinds)
    found = overview.activities(session, actor(session, "coordinator"), wanted=ActivityFilter())
    assert [tab.number for tab in found.tabs] == [1, 1, 0]


def test_the_learner_has_a_few_unread_messages_and_some_read_ones(session):
    learner = actor(session, LEARNER.username)
    assert 1 <= notifications.unread(session, learner) <= 6
    assert notifications.inbox(session, learner).total > notifications.unread(session, learner)


def test_nobody_has_two_open_attempts_at_one_training(session):
    attempts = sa.select(Enrollment.person_id).where(Enrollment.is_open_sql())
    assert not count(
        session, attempts.group_by(Enrollment.person_id, Enrollment.training_id).having(sa.func.count() > 1)
    )


def test_every_completion_and_every_assignment_has_its_audit_entry(session):
    entries = dict(
        session.connection().execute(sa.select(AuditEntry.act, sa.func.count()).group_by(AuditEntry.act)).all()
    )
    by_learning = col(Enrollment.source) != Source.ATTENDANCE
    completed = sa.select(Enrollment.id).where(col(Enrollment.completed_on).is_not(None), by_learning)
    assert entries["training completed"] == count(session, completed)
    assert entries["assignment created"] == count(session, sa.select(Assignment.id))
    assert entries["person added"] == count(session, sa.select(Person.id))


def test_nothing_has_happened_after_now(session):
    for moment in (Enrollment.completed_at, Message.made_at, AuditEntry.at, Award.created_at, Person.created_at):
        assert session.connection().execute(sa.select(sa.func.max(moment))).scalar_one() <= NOW


def test_nothing_is_waiting_to_be_sent_and_no_flood_of_mails_was(session):
    waiting = sa.select(Message.id).where(col(Message.status).in_(("pending", "sending", "failed")))
    assert not count(session, waiting)
    # Half of them are the reminders of a year's licences, and the lists that coordinators get of those.
    assert count(session, sa.select(Message.id).where(col(Message.channel) == "email")) < 400


def test_some_licences_expire_soon_and_a_few_have(session, today):
    expiries = session.exec(select(Award.expires_on)).all()
    assert any(day < today for day in expiries)
    assert any(0 <= (day - today).days <= 90 for day in expiries)
    assert sum(day < today for day in expiries) < 0.1 * len(expiries)


def test_the_same_happens_each_time_and_on_each_database(made):
    assert made["sqlite"].happened == made["postgres"].happened


def test_a_database_with_people_in_it_is_refused(demo, capsys):
    assert main.main(["demo"]) == 1
    assert "people in this database already" in capsys.readouterr().err


def test_a_database_with_people_in_it_is_left_alone_when_asked_so(demo, capsys):
    with db.read() as session:
        before = count(session, sa.select(Person.id))
    assert main.main(["demo", "--if-empty"]) == 0
    with db.read() as session:
        assert count(session, sa.select(Person.id)) == before
    assert capsys.readouterr().err == ""


def test_the_learner_has_scans_and_a_card_of_the_crew_waits(session):
    held = mine.awards(session, actor(session, LEARNER.username), today=organization.of(session).today(NOW)).current
    assert held
    assert all(scan.is_shown for card in held for scan in card.scans)
    assert all(card.scans for card in held)
    assert listing.waiting(session, actor(session, COORDINATOR.username)) == 1


def test_people_sign_up_for_what_comes(session, today):
    course = session.exec(select(Training.id).where(Training.code == "OPS-300")).one()
    held = sessions.sessions(session, actor(session, COORDINATOR.username), course_id=course, today=today,
                             wanted=SessionsFilter())  # fmt: skip
    assert [(one.seated, one.waiting) for one in held.rows.rows] == [(6, 2), (3, 0)]


def test_a_course_is_being_revised_and_nobody_sees_it(session):
    draft = session.exec(select(TrainingVersion).where(col(TrainingVersion.published_at).is_(None))).one()
    begun = session.exec(select(Enrollment.id).where(Enrollment.version_id == draft.id)).all()
    assert (draft.number, begun) == (2, [])
