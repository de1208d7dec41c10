"""“Notify Past Due Users”: who is told, who is left out, and that it is done once (A-21)."""

import threading
from dataclasses import replace

import pytest
from sqlmodel import select
from support.build import SYSTEM, Builder
from support.story import Story, occasions

from training_app.access.actor import Actor, Scope
from training_app.access.rules import DEFAULTS, Role
from training_app.assignments.acts import past_due
from training_app.assignments.acts.past_due import Notified
from training_app.assignments.attempts import results
from training_app.assignments.attempts.results import Result
from training_app.assignments.model import Enrollment
from training_app.core import db
from training_app.core.audit import AuditEntry
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.events import Event
from training_app.core.tables import known
from training_app.people.model import Person

PAST_DUE = "past due"


@pytest.fixture
def story(database) -> Story:
    return Story()


@pytest.fixture
def late(story: Story):
    """Lea, Noa and Kit were due yesterday; Kit is complete. It is 11 March, ten o'clock."""
    people = {name: story.person(name) for name in ("Lea", "Noa", "Kit")}
    made = story.assign(*people.values(), due="2027-03-10")
    story.loop()
    story.complete(people["Kit"])
    story.loop_until("2027-03-11 10:00", hours=24)
    story.loop()
    return made, people


def press(story: Story, made: int, actor: Actor = SYSTEM, *, after: int = 0) -> Notified:
    with db.write() as session:
        return past_due.notify(session, actor, assignment_id=made, after=after, now=story.now)


def account(story: Story, made: int, actor: Actor = SYSTEM) -> past_due.PastDueAccount:
    with db.read() as session:
        return past_due.account(session, actor, assignment_id=made, now=story.now)


def fail(story: Story, person: Person) -> None:
    with db.write() as session:
        attempt = session.exec(select(Enrollment.id).where(Enrollment.person_id == person.id)).one()
        results.record(session, SYSTEM, enrollment_ids=[known(attempt)], result=Result.FAILED, now=story.now)


def told(story: Story, person: Person) -> tuple[int, int]:
    """How often by dashboard and by e-mail."""
    return story.told(person, "dashboard").count(PAST_DUE), story.told(person, "email").count(PAST_DUE)


@pytest.mark.rule("A-21", "each person past due gets a dashboard notification and an e-mail, beyond the regular ones")
def test_each_person_past_due_is_told_by_dashboard_and_email(story: Story, late):
    made, people = late
    assert press(story, made).people == 2
    story.loop()
    assert [told(story, people[name]) for name in ("Lea", "Noa", "Kit")] == [(1, 1), (1, 1), (0, 0)]
    assert occasions(story.messages(people["Lea"], channel="email"))["due today"] == 1
    message = story.email(people["Lea"])
    assert message.subject == "Past due: Lifting safely"
    assert "was due on Wednesday, 10 March 2027" in message.text


@pytest.mark.rule("A-21", "failed ones are left out, and it says so")
def test_failed_people_are_left_out_and_counted(story: Story, late):
    made, people = late
    fail(story, people["Noa"])
    assert (account(story, made).people, account(story, made).failed) == (1, 1)
    assert press(story, made) == Notified(people=1, failed=1)
    story.loop()
    assert told(story, people["Noa"]) == (0, 0)


@pytest.mark.rule("A-21", "a deactivated person gets nothing")
@pytest.mark.rule("P-09", "a deactivated person gets no notification beyond the regular ones either")
def test_a_deactivated_person_is_left_out_and_counted(story: Story, late):
    made, people = late
    story.deactivate(people["Lea"])
    assert (account(story, made).people, account(story, made).deactivated) == (1, 1)
    press(story, made)
    story.loop()
    assert (told(story, people["Lea"]), told(story, people["Noa"])) == ((0, 0), (1, 1))


@pytest.mark.rule("A-12", "“Notify Past Due Users” ignores the switches")
def test_the_switches_of_the_assignment_do_not_matter(story: Story):
    lea = story.person("Lea")
    made = story.assign(lea, due="2027-03-10", dashboard_notifications=False, emails=False)
    story.at("2027-03-11 10:00")
    press(story, made)
    story.loop()
    assert [row.occasion for row in story.messages(lea)] == [PAST_DUE, PAST_DUE]
    assert told(story, lea) == (1, 1)


def test_on_the_due_day_nobody_is_past_due(story: Story):
    made = story.assign(story.person("Lea"), due="2027-03-10")
    story.at("2027-03-10 23:59")
    assert press(story, made).people == 0
    story.at("2027-03-11 00:00")
    assert press(story, made).people == 1


@pytest.mark.rule("A-21", "pressed again within the day it knows when it was done, and by whom")
def test_it_remembers_within_the_organization_day_when_it_was_done(story: Story, late):
    made, _ = late
    with db.write() as session:
        ada = Builder(session, story.now).person("Ada", "Admin")
    before = account(story, made)
    press(story, made, replace(SYSTEM, person_id=ada.id))
    after = account(story, made)
    assert (before.times, before.told_at) == (0, "")
    assert (after.times, after.told_by, after.told_at[:16]) == (1, "Ada Admin", "2027-03-11T09:00")
    # ── the next organization day
    story.at("2027-03-12 00:00")
    assert (account(story, made).times, account(story, made).told_at) == (0, "")


@pytest.mark.rule("A-21", "confirmed again within the day they are told again")
def test_confirmed_again_they_are_told_again(story: Story, late):
    made, people = late
    assert press(story, made, after=0).people == 2
    assert press(story, made, after=1).people == 2
    story.loop()
    assert told(story, people["Lea"]) == (2, 2)


@pytest.mark.rule("A-21", "a double click tells once")
def test_two_clicks_on_one_question_tell_once(story: Story, late):
    made, people = late
    assert press(story, made) == Notified(people=2, failed=0)
    assert press(story, made) == Notified(people=0, failed=0, again=True)
    story.loop()
    assert told(story, people["Lea"]) == (1, 1)


def test_pressed_by_several_at_the_same_moment_it_tells_once(story: Story, late):
    made, people = late
    ready, answers = threading.Barrier(4), []

    def one() -> None:
        ready.wait()
        answers.append(press(story, made).people)

    pressing = [threading.Thread(target=one) for _ in range(4)]
    for thread in pressing:
        thread.start()
    for thread in pressing:
        thread.join(60)
    story.loop()
    assert sorted(answers) == [0, 0, 0, 2]
    assert told(story, people["Lea"]) == (1, 1)


def test_the_fact_processed_again_makes_no_second_message(story: Story, late):
    made, people = late
    press(story, made)
    story.loop()
    with db.write() as session:
        for event in session.exec(select(Event)):
            event.processed_at = None
    story.loop()
    assert told(story, people["Lea"]) == (1, 1)


@pytest.mark.rule("N-04", "past due: nobody is told of what they completed before the sending")
def test_whoever_completes_before_the_sending_is_not_mailed(story: Story, late):
    made, people = late
    press(story, made)
    story.decide()
    story.complete(people["Lea"])
    story.loop()
    message = story.email(people["Lea"])
    assert (message.occasion, message.status) == (PAST_DUE, "suppressed")
    assert "completed" in message.why


@pytest.mark.rule("N-04", "past due: nobody is told whose date has moved before the sending")
def test_whose_due_date_moves_before_the_sending_is_not_mailed(story: Story, late):
    made, people = late
    press(story, made)
    story.decide()
    story.extend(made, people["Lea"], due="2027-03-20")
    story.loop()
    (message,) = story.messages(people["Lea"], channel="email", occasion=PAST_DUE)
    assert (message.status, message.why) == ("suppressed", "The due date is Saturday, 20 March 2027 now.")


def test_it_is_in_the_audit(story: Story, late):
    made, _ = late
    press(story, made)
    with db.read() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.act == "past due notified")).one()
    assert (entry.subject, entry.subject_id) == ("assignment", made)
    assert entry.after == {"people": 2, "failed left out": 0}


@pytest.mark.rule("A-17", "“Notify Past Due Users” works on an expired assignment")
def test_it_works_long_after_the_assignment_has_expired(story: Story, late):
    made, people = late
    story.at("2027-09-01 10:00")
    press(story, made)
    story.loop()
    assert told(story, people["Lea"])[0] == 1


# ── who may


@pytest.fixture
def narrow(story: Story, late) -> Actor:
    """Somebody who manages assignments for one branch."""
    with db.write() as session:
        branch = Builder(session, story.now).branch("Station 9")
        noa = session.get_one(Person, late[1]["Noa"].id)
        noa.branch_id = branch
        return Actor(None, "Nan", DEFAULTS[Role.ADMIN], Scope(branch_ids=frozenset({branch})))


def test_only_the_people_whom_the_actor_sees_are_told(story: Story, late, narrow):
    made, people = late
    assert press(story, made, narrow).people == 1
    story.loop()
    assert (told(story, people["Noa"]), told(story, people["Lea"])) == ((1, 1), (0, 0))


def test_a_made_up_assignment_is_not_found(story: Story, late):
    with pytest.raises(NotFound):
        press(story, 987654)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MANAGER, Role.LEARNER])
def test_somebody_without_the_right_tells_nobody(story: Story, late, role):
    made, people = late
    with pytest.raises(NotAllowed, match="Manage Assignments"):
        press(story, made, Actor(None, "No", DEFAULTS[role], Scope(everybody=True)))
    story.loop()
    assert told(story, people["Lea"]) == (0, 0)


def test_whom_it_says_it_reaches_is_whom_it_tells(story: Story, late):
    """Over every way in which a place can stand, the number said is the number of messages made."""
    made, people = late
    more = {name: story.person(name) for name in ("Failed", "Gone", "Excused", "Withdrawn")}
    second = story.assign(*more.values(), due="2027-03-12", training=story.course("Second"))
    story.at("2027-03-13 10:00")
    fail(story, more["Failed"])
    story.deactivate(more["Gone"])
    story.excuse(second, more["Excused"])
    story.withdraw(second, more["Withdrawn"])
    said = account(story, second)
    assert (said.people, said.failed, said.deactivated, said.closed) == (0, 1, 1, 0)
    assert (press(story, second).people, press(story, made).people) == (0, 2)
    story.loop()
    assert [told(story, person) for person in more.values()] == [(0, 0)] * 4
    assert told(story, people["Lea"]) == (1, 1)
