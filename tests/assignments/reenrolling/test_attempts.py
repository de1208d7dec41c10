"""Failed people get a new attempt in the same assignment, once (A-22)."""

import threading
from datetime import date

import pytest
from support.build import Builder
from support.failing import attempts, fail, place_of, press, statuses
from support.story import Story

from training_app.assignments.acts import moving
from training_app.assignments.acts.reenrolling import Reenrolled
from training_app.assignments.attempts import learning
from training_app.assignments.rules import Status, StatusTab
from training_app.catalog.model import Training
from training_app.core import db
from training_app.core.errors import Invalid
from training_app.core.tables import known

AGAIN = "re-enrolled"


@pytest.mark.rule("A-22", "all failed people get a new attempt in the same assignment")
def test_everybody_who_failed_gets_a_second_attempt_in_the_same_assignment(story: Story, failed):
    made, _ = failed
    assert press(story, made) == Reenrolled(people=2, moved=0)
    assert statuses(made, StatusTab.FAILED, story) == []
    assert statuses(made, StatusTab.ALL, story) == [
        ("Kit", "enrolled", 1),
        ("Lea", "enrolled", 2),
        ("Noa", "enrolled", 2),
    ]


@pytest.mark.rule("A-22", "chosen failed people alone get a new attempt")
def test_only_those_chosen_get_a_second_attempt(story: Story, failed):
    made, people = failed
    assert press(story, made, only=[people["Lea"]]).people == 1
    assert statuses(made, StatusTab.FAILED, story) == [("Noa", "failed", 1)]


@pytest.mark.rule("A-22", "who is chosen and has not failed is left alone")
def test_somebody_chosen_who_has_not_failed_is_left_alone(story: Story, failed):
    made, people = failed
    assert press(story, made, only=[people["Lea"], people["Kit"]]).people == 1
    assert ("Kit", "enrolled", 1) in statuses(made, StatusTab.ALL, story)


@pytest.mark.rule("A-22", "the failed attempt stays in history")
def test_the_failed_attempt_stays_as_it_was(story: Story, failed):
    made, people = failed
    press(story, made)
    with db.read() as session:
        first, second = attempts(session, people["Lea"])
        place = place_of(session, made, people["Lea"])
    assert (first.status, first.closed_as, first.number) == (Status.FAILED, None, 1)
    assert (second.status, second.number, second.source) == (Status.ENROLLED, 2, "assigned")
    assert (place.enrollment_id, place.due_on) == (second.id, date(2027, 3, 20))


def test_the_learner_begins_anew_and_can_complete(story: Story, failed):
    made, people = failed
    press(story, made)
    with db.read() as session:
        lea = Builder(session, story.now).actor(people["Lea"])
        (row,) = learning.home(session, lea, today=story.today).enrolled
    assert (row.number, row.done, row.due_on) == (2, 0, "2027-03-20")


@pytest.mark.rule("A-22", "where the due date has passed a new one is required")
def test_without_a_new_due_date_nobody_whose_own_has_passed_is_re_enrolled(story: Story, failed):
    made, _ = failed
    story.at("2027-03-21 10:00")
    with pytest.raises(Invalid) as refused:
        press(story, made)
    assert [problem.field for problem in refused.value.problems] == ["due_on"]
    assert len(statuses(made, StatusTab.FAILED, story)) == 2


@pytest.mark.rule("A-22", "on the due day itself no new one is asked for")
def test_on_the_due_day_itself_the_due_date_has_not_passed(story: Story, failed):
    made, _ = failed
    story.at("2027-03-20 23:00")
    assert press(story, made) == Reenrolled(people=2, moved=0)


@pytest.mark.rule("A-22", "the new due date is not in the past")
@pytest.mark.parametrize(("due", "is_refused"), [("2027-03-20", True), ("2027-03-21", False)])
def test_the_new_due_date_is_not_before_today(story: Story, failed, due, is_refused):
    made, _ = failed
    story.at("2027-03-21 10:00")
    if is_refused:
        with pytest.raises(Invalid, match="before today"):
            press(story, made, due_on=due)
    else:
        assert press(story, made, due_on=due).moved == 2


@pytest.mark.rule("A-22", "the new due date is not after the end of the accreditation")
@pytest.mark.parametrize(("due", "is_refused"), [("2027-04-01", True), ("2027-03-31", False)])
def test_the_new_due_date_is_not_after_the_accreditation_ends(story: Story, failed, due, is_refused):
    made, _ = failed
    with db.write() as session:
        session.get_one(Training, story.training.id).accredited_through = date(2027, 3, 31)
    story.at("2027-03-21 10:00")
    if is_refused:
        with pytest.raises(Invalid, match="accreditation"):
            press(story, made, due_on=due)
    else:
        assert press(story, made, due_on=due).people == 2


@pytest.mark.rule("A-22", "a training whose accreditation has ended gets no new attempts")
def test_an_expired_training_is_refused(story: Story, failed):
    made, _ = failed
    with db.write() as session:
        session.get_one(Training, story.training.id).accredited_through = date(2027, 3, 31)
    story.at("2027-04-01 10:00")
    with pytest.raises(Invalid) as refused:
        press(story, made, due_on="2027-04-10")
    assert [problem.field for problem in refused.value.problems] == ["training"]


@pytest.mark.rule("A-22", "the new due date is for those people alone")
def test_the_new_due_date_is_for_those_alone_whose_own_has_passed(story: Story, failed):
    made, people = failed
    with db.write() as session:
        later = {"assignee_ids": [known(place_of(session, made, people["Noa"]).id)], "due_on": date(2027, 4, 15)}
        moving.move(session, assignment_id=made, **later, actor_id=None, now=story.now)
    story.at("2027-03-21 10:00")
    assert press(story, made, due_on="2027-04-01") == Reenrolled(people=2, moved=1)
    with db.read() as session:
        due = {name: place_of(session, made, person).due_on for name, person in people.items()}
    assert due == {"Lea": date(2027, 4, 1), "Noa": date(2027, 4, 15), "Kit": date(2027, 3, 20)}


@pytest.mark.rule("A-17", "“Re-enroll Failed Users” works on an expired assignment")
def test_it_works_long_after_the_assignment_has_expired(story: Story, failed):
    made, _ = failed
    story.at("2027-09-01 10:00")
    assert press(story, made, due_on="2027-09-30").people == 2
    assert len(statuses(made, StatusTab.DUE_SOON, story)) == 2


@pytest.mark.rule("A-22", "twice is once")
def test_pressed_twice_they_get_one_attempt(story: Story, failed):
    made, people = failed
    assert press(story, made).people == 2
    assert press(story, made).people == 0
    assert press(story, made, only=[people["Lea"]]).people == 0
    with db.read() as session:
        assert len(attempts(session, people["Lea"])) == 2


def test_pressed_by_several_at_the_same_moment_they_get_one_attempt(story: Story, failed):
    made, people = failed
    ready, answers = threading.Barrier(4), []

    def one() -> None:
        ready.wait()
        answers.append(press(story, made).people)

    pressing = [threading.Thread(target=one) for _ in range(4)]
    for thread in pressing:
        thread.start()
    for thread in pressing:
        thread.join(60)
    assert sorted(answers) == [0, 0, 0, 2]
    with db.read() as session:
        assert len(attempts(session, people["Lea"])) == 2


@pytest.mark.rule("A-22", "failed a second time they can be re-enrolled a second time")
def test_who_fails_again_is_re_enrolled_again(story: Story, failed):
    made, people = failed
    press(story, made)
    fail(story, people["Lea"])
    assert press(story, made).people == 1
    story.loop()
    assert ("Lea", "enrolled", 3) in statuses(made, StatusTab.ALL, story)
    assert story.told(people["Lea"]).count(AGAIN) == 1
    superseded = [row for row in story.messages(people["Lea"], channel="email") if row.status == "suppressed"]
    assert superseded == []


@pytest.mark.rule("E-07", "an attempt that is open already serves the re-enrolled place too")
def test_an_attempt_that_another_assignment_began_serves_both(story: Story, failed):
    made, people = failed
    other = story.assign(people["Lea"], due="2027-04-20")
    assert press(story, made, only=[people["Lea"]]).people == 1
    with db.read() as session:
        assert len(attempts(session, people["Lea"])) == 2
        here, there = (place_of(session, one, people["Lea"]) for one in (made, other))
    assert here.enrollment_id == there.enrollment_id
