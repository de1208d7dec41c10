"""An exam over the calendar: time runs out with the phone in the pocket, and the loop ends what nobody looks at."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlmodel import select
from support import exams
from support.build import Builder
from support.exams import Seat
from support.failing import attempts, press, statuses
from support.story import Story

from training_app.assignments.exams import running
from training_app.assignments.model import Enrollment
from training_app.assignments.records import ExamTry
from training_app.assignments.rules import StatusTab
from training_app.core import db
from training_app.core.tables import known
from training_app.notifications.rules import Occasion
from training_app.people.model import Person


@contextmanager
def at_exam(story: Story, person: Person) -> Iterator[Seat]:
    """The person's phone, open at the exam of their latest attempt; what is done in the block is one transaction."""
    with db.write() as session:
        attempt = attempts(session, person)[-1]
        yield Seat(session, Builder(session, story.now).actor(person), known(attempt.id), story.now)


def tries() -> list[tuple[int, int | None, bool | None]]:
    with db.read() as session:
        rows = session.exec(select(ExamTry).order_by(ExamTry.id)).all()
    return [(one.number, one.right, one.is_passed) for one in rows]


def work_to_be_done(story: Story) -> bool:
    with db.look() as session:
        return running.is_due(session, story.now)


@pytest.mark.rule("T-02", "a try that nobody looks at any more is ended by the loop when its time is up, as it stands")
@pytest.mark.rule("T-02", "who passes by what was answered in time is complete on the day on which the time was up")
@pytest.mark.rule("A-18", "who has used up the tries of an exam stands under Failed")
@pytest.mark.rule("A-22", "failed by an exam and re-enrolled: a new attempt with all of its tries")
@pytest.mark.rule("N-04", "who failed an exam is not reminded")
def test_tries_run_out_and_a_new_attempt_has_new_ones(database):
    story = Story()
    lea, kit = story.person("Lea"), story.person("Kit")
    with db.write() as session:
        course = Builder(session, story.now).course("Airway", exam=exams.exam(tries=2, minutes=10))
    made = story.assign(lea, kit, due="2027-03-20", training=course)

    # ── 5 March, 10:00: two of four are answered, then the phone is put away
    story.at("2027-03-05 10:00")
    story.complete(lea, course)
    with at_exam(story, lea) as seat:
        seat.begin()
        for question in seat.view().paper[:2]:
            seat.answer(question.position, exams.given(question))
    story.wait(minutes=10, seconds=5)
    assert not work_to_be_done(story)
    story.wait(seconds=1)
    assert work_to_be_done(story)
    story.loop()
    assert (tries(), work_to_be_done(story)) == ([(1, 2, False)], False)

    # ── 11:00: the second try, and nothing is answered at all
    story.at("2027-03-05 11:00")
    with at_exam(story, lea) as seat:
        seat.begin()
    story.at("2027-03-05 12:00")
    story.loop()
    assert statuses(made, StatusTab.FAILED, story) == [("Lea", "failed", 1)]
    with at_exam(story, lea) as seat:
        assert (seat.view().is_ready, seat.view().tries_left, seat.view().last.was_late) == (False, 0, True)

    # ── 13 March, 7 days left: of the two only Kit is reminded
    story.at("2027-03-13 12:00")
    story.loop()
    reminded = [one.person_id for one in story.messages() if one.occasion == Occasion.DUE_IN_7]
    assert set(reminded) == {kit.id}

    # ── 14 March: re-enrolled; shortly before midnight everything is answered, and not submitted
    story.at("2027-03-14 23:55")
    press(story, made)
    with at_exam(story, lea) as seat:
        Builder(seat.session, story.now).complete(lea, course)
        assert (seat.view().tries_used, seat.view().tries_left) == (0, 2)
        seat.begin()
        seat.answer_all(right=4)

    # ── 16 March: the loop, which stood still
    story.at("2027-03-16 09:00")
    story.loop()
    with db.read() as session:
        attempt: Enrollment = attempts(session, lea)[-1]
    assert (attempt.number, attempt.status, attempt.completed_on) == (2, "evaluated", date(2027, 3, 15))
    assert tries()[2:] == [(1, 4, True)]
