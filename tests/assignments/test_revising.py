"""A course is revised while three people are in it: they keep theirs, whoever begins then gets the new one (X-04)."""

from dataclasses import dataclass, replace

import pytest
from sqlmodel import Session, col, select
from support import exams
from support.build import SYSTEM, Builder
from support.exams import FIRST, RIGHT, WRONG, Seat

from training_app.assignments.attempts import concerned_by_course, learning, taking
from training_app.assignments.attempts.taking import NotOpen
from training_app.assignments.making import drafting as wizard
from training_app.assignments.making import reviewing
from training_app.assignments.model import Enrollment
from training_app.catalog import actions as catalog
from training_app.catalog import drafting, queries, reading
from training_app.catalog.content import NewChoice, NewMaterial
from training_app.catalog.editing import exams as exam_settings
from training_app.catalog.editing import facts, materials, questions
from training_app.catalog.model import Material, Question, Training
from training_app.core.errors import Invalid
from training_app.core.tables import known
from training_app.people.model import Person


@dataclass
class Station:
    """Where everybody takes the same course."""

    session: Session
    build: Builder
    course: Training

    def enroll(self, first: str) -> Person:
        person = self.build.person(first)
        self.build.assign(self.course, f"q={person.username}")
        return person

    def attempt(self, person: Person) -> Enrollment:
        return self.build.attempt(person, self.course)

    def seat(self, person: Person) -> Seat:
        return Seat(self.session, self.build.actor(person), known(self.attempt(person).id), self.build.now)

    def parts(self, person: Person) -> list[str]:
        """The titles of the materials that the person has."""
        actor, attempt = self.build.actor(person), self.attempt(person)
        found = learning.learning(self.session, actor, enrollment_id=known(attempt.id), today=self.build.now.date())
        return [step.title for step in found.steps]

    def finish(self, person: Person) -> None:
        """Work through every material of one's own version that is not done."""
        self.build.complete(person, self.course)

    def revise(self) -> None:
        """One part goes, one comes, the first question has another right answer, and everything must be right."""
        session, now = self.session, self.build.now
        version = drafting.begin(session, SYSTEM, training_id=known(self.course.id), now=now)
        parts = {
            one.title: known(one.id) for one in session.exec(select(Material).where(Material.version_id == version))
        }
        materials.remove(session, SYSTEM, material_id=parts["Part 2"], now=now)
        materials.add(session, SYSTEM, version_id=version, new=NewMaterial("What is new", "Read."), now=now)
        content = reading.content(session, version_id=version)
        assert content.exam is not None
        before = content.exam.questions[0]
        after = replace(
            before, choices=tuple(NewChoice(one.text, one.text == WRONG[FIRST][0]) for one in before.choices)
        )
        of_draft = select(Question).where(col(Question.text) == FIRST).order_by(col(Question.id).desc())
        row = session.exec(of_draft).first()
        assert row is not None
        questions.edit(session, SYSTEM, question_id=known(row.id), base=before, new=after, now=now)
        exam = exam_settings.of_version(session, version)
        assert exam is not None
        base = exam_settings.settings_of(exam)
        stricter = replace(base, pass_mark=100)
        exam_settings.edit(session, SYSTEM, exam_id=known(exam.id), base=base, new=stricter, now=now)

    def publish(self) -> int:
        return drafting.publish(self.session, SYSTEM, training_id=known(self.course.id), now=self.build.now).number


@pytest.fixture
def station(session, build) -> Station:
    return Station(session, build, build.course("Scene survey", exam=exams.exam(shuffles_questions=False)))


@pytest.mark.rule("X-04", "a course revised while three people are in it: each goes on with what they began")
@pytest.mark.rule("X-04", "a draft changes nothing for anybody before it is published")
@pytest.mark.rule("X-04", "whoever begins after publishing gets the new version")
@pytest.mark.rule("X-04", "publishing says how many are in earlier versions and keep them")
@pytest.mark.rule("T-02", "a running try is graded by the questions it was drawn from, whatever was published since")
def test_a_course_is_revised_while_three_people_are_in_it(station):
    # ── Ann sits in the exam, Ben has read one of two parts, Cy is through with everything
    ann, ben, cy = (station.enroll(name) for name in ("Ann", "Ben", "Cy"))
    station.finish(ann)
    at_exam = station.seat(ann)
    at_exam.begin()
    at_exam.answer_all(right=2)
    station.build.finish_parts(ben, station.course, 1)
    station.finish(cy)
    cys = station.seat(cy)
    cys.begin()
    cys.answer_all(right=4)
    assert cys.submit().status == "evaluated"

    # ── the officer revises; nobody sees it
    station.revise()
    assert station.parts(ben) == ["Part 1", "Part 2"]
    early = station.enroll("Eve")
    assert station.parts(early) == ["Part 1", "Part 2"]
    concerned = concerned_by_course.concerned(station.session, SYSTEM, training_id=known(station.course.id))
    assert (concerned.open, concerned.versions) == (3, [1])
    assert station.publish() == 2

    # ── Ann goes on: her answers stand, the old answer is right, three of four pass
    [first] = [one for one in at_exam.view().paper if one.text == FIRST]
    assert [first.choices[place] for place in first.given] == RIGHT[FIRST]
    at_exam.answer(3, exams.given(at_exam.view().paper[2], right=True))
    outcome = at_exam.submit()
    assert (outcome.is_passed, outcome.right) == (True, 3)

    # ── Ben finds the parts that he had, the one that he has read done, and the exam as it was
    assert station.parts(ben) == ["Part 1", "Part 2"]
    station.build.finish_parts(ben, station.course, 2)
    bens = station.seat(ben)
    bens.begin()
    bens.answer_all(right=3)
    assert bens.submit().is_passed

    # ── Dee begins now: another part, and what was right is wrong
    dee = station.enroll("Dee")
    assert station.parts(dee) == ["Part 1", "What is new"]
    station.finish(dee)
    dees = station.seat(dee)
    dees.begin()
    dees.answer_all(right=4)
    outcome = dees.submit()
    assert (outcome.is_passed, outcome.right) == (False, 3)
    # ── and what Cy has completed is complete
    assert station.attempt(cy).status == "evaluated"
    assert queries.current_version(station.session, training_id=known(station.course.id)).number == 2


@pytest.mark.rule("X-04", "an archived course is not assigned any more; who has it open completes it")
def test_an_archived_course_is_completed_by_who_has_it_open(station):
    ann = station.enroll("Ann")
    catalog.archive(station.session, SYSTEM, training_id=known(station.course.id), now=station.build.now)
    with pytest.raises(Invalid, match="archived"):
        station.enroll("Ben")
    station.finish(ann)
    at_exam = station.seat(ann)
    at_exam.begin()
    at_exam.answer_all(right=4)
    assert at_exam.submit().status == "evaluated"
    with pytest.raises(NotOpen):
        taking.require_open(station.attempt(ann))


@pytest.mark.rule("X-04", "a level edited: enrolled people keep their enrollments")
@pytest.mark.rule("X-04", "a level edited: drafts of assignments look at it anew at review")
def test_a_level_that_is_edited(cast, session, now):
    ada, course = cast.actor(cast.ada), cast.build.course("Scene survey", level="BLS")
    cast.build.assign(course, f"q={cast.lea.username}")
    draft_id = wizard.begin(session, ada, now=now)
    wizard.choose_training(session, ada, draft_id=draft_id, training_id=known(course.id), now=now)
    medic = cast.build.person("Mia", level="BLS")
    wizard.add_person(session, ada, draft_id=draft_id, person_id=known(medic.id), now=now)
    asked = {"draft_id": draft_id, "today": now.date()}
    assert reviewing.account(session, ada, **asked).other_level == 0
    base = facts.entered(course)
    facts.edit(session, SYSTEM, training_id=known(course.id), base=base, new=replace(base, level="ALS"), now=now)
    assert reviewing.account(session, ada, **asked).other_level == 1
    attempt = cast.build.attempt(cast.lea, course)
    assert (attempt.status, attempt.closed_as) == ("enrolled", None)
