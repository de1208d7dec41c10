"""Who is told of a new attempt, and who may give one (A-22)."""

import pytest
from sqlmodel import select
from support.build import SYSTEM, Builder
from support.failing import attempts, fail, place_of, press, statuses
from support.story import Story

from training_app.access.actor import Actor, Scope
from training_app.access.rules import DEFAULTS, Role
from training_app.assignments.acts import reenrolling
from training_app.assignments.rules import StatusTab
from training_app.core import db
from training_app.core.audit import AuditEntry
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.tables import known
from training_app.people.model import Person

AGAIN = "re-enrolled"

# ── who is told


@pytest.mark.rule("A-22", "they are notified by the assignment's switches")
@pytest.mark.parametrize(("dashboard", "emails"), [(True, True), (True, False), (False, True), (False, False)])
def test_they_are_told_by_the_switches_of_the_assignment(story: Story, dashboard, emails):
    lea = story.person("Lea")
    made = story.assign(lea, due="2027-03-20", dashboard_notifications=dashboard, emails=emails)
    story.loop()
    fail(story, lea)
    press(story, made)
    story.loop()
    assert story.told(lea, "dashboard").count(AGAIN) == int(dashboard)
    assert story.told(lea, "email").count(AGAIN) == int(emails)


def test_the_mail_says_that_it_is_a_new_attempt_and_until_when(story: Story, failed):
    made, people = failed
    story.at("2027-03-21 10:00")
    press(story, made, due_on="2027-04-01")
    story.loop()
    message = story.email(people["Lea"])
    assert (message.subject, message.status) == ("A new attempt: Lifting safely", "sent")
    assert "Thursday, 1 April 2027" in message.text


@pytest.mark.rule("A-16", "re-enrolled, they are reminded again: 7 days before the new due date and on it")
def test_they_are_reminded_of_the_new_due_date(story: Story, failed):
    made, people = failed
    story.loop()
    story.at("2027-03-21 10:00")
    story.loop()
    press(story, made, due_on="2027-04-01")
    story.loop_until("2027-04-02 09:00", hours=6)
    assert story.told(people["Lea"]) == ["assignment started", AGAIN, "due in 7 days", "due today"]


@pytest.mark.rule("P-09", "a deactivated person gets no new attempt")
def test_a_deactivated_person_gets_no_new_attempt(story: Story, failed):
    made, people = failed
    story.deactivate(people["Lea"])
    with db.read() as session:
        said = reenrolling.account(session, SYSTEM, assignment_id=made, today=story.today)
    assert (said.people, said.deactivated, said.need_due) == (1, 1, 0)
    assert press(story, made).people == 1
    assert statuses(made, StatusTab.FAILED, story) == [("Lea", "failed", 1)]


@pytest.mark.rule("P-10", "re-enrolling is one audit entry that names the attempts it made")
def test_it_is_in_the_audit(story: Story, failed):
    made, people = failed
    press(story, made)
    with db.read() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.act == "failed users re-enrolled")).one()
        new = sorted(known(attempts(session, people[name])[-1].id) for name in ("Lea", "Noa"))
    assert (entry.subject_id, entry.rows) == (made, [[new[0], new[1]]])
    assert entry.after == {"people": 2, "moved": 0, "due_on": None}


# ── who may


@pytest.fixture
def narrow(story: Story, failed) -> Actor:
    """Somebody who manages assignments for the branch of Noa."""
    with db.write() as session:
        branch = Builder(session, story.now).branch("Station 9")
        session.get_one(Person, failed[1]["Noa"].id).branch_id = branch
    return Actor(None, "Nan", DEFAULTS[Role.ADMIN], Scope(branch_ids=frozenset({branch})))


def test_all_means_all_whom_the_actor_sees(story: Story, failed, narrow):
    made, _ = failed
    assert press(story, made, narrow).people == 1
    assert statuses(made, StatusTab.FAILED, story) == [("Lea", "failed", 1)]


def test_a_stranger_who_is_chosen_is_not_found_and_then_nobody_is_re_enrolled(story: Story, failed, narrow):
    made, people = failed
    with pytest.raises(NotFound):
        press(story, made, narrow, only=[people["Noa"], people["Lea"]])
    assert len(statuses(made, StatusTab.FAILED, story)) == 2


def test_a_place_of_another_assignment_is_not_found(story: Story, failed):
    made, people = failed
    other = story.assign(people["Kit"], due="2027-04-20", training=story.course("Other"))
    with db.write() as session:
        place = known(place_of(session, other, people["Kit"]).id)
        with pytest.raises(NotFound):
            reenrolling.reenroll(session, SYSTEM, assignment_id=made, assignee_ids=[place], now=story.now)


def test_a_made_up_assignment_is_not_found(story: Story, failed):
    with pytest.raises(NotFound):
        press(story, 987654)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MANAGER, Role.LEARNER])
def test_somebody_without_the_right_re_enrolls_nobody(story: Story, failed, role):
    made, _ = failed
    with pytest.raises(NotAllowed, match="Manage Assignments"):
        press(story, made, Actor(None, "No", DEFAULTS[role], Scope(everybody=True)))
    assert len(statuses(made, StatusTab.FAILED, story)) == 2
