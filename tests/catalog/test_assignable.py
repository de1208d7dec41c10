"""What can be assigned is found by its words, by its kind, in pages (A-03, A-05)."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session
from support.build import SYSTEM, Builder

from training_app.catalog import actions, queries
from training_app.catalog.content import Facts
from training_app.catalog.rules import CourseKind, TrainingKind
from training_app.core.paging import Page

TODAY = date(2027, 3, 1)


def titles(session: Session, q: str = "", kind: TrainingKind = TrainingKind.COURSE, page: Page = Page(1, 50)):  # noqa: B008  # frozen
    return [row.title for row in queries.assignable(session, SYSTEM, q=q, kind=kind, today=TODAY, page=page).rows]


@pytest.mark.rule("A-03", "a training is found by words of its title, code, library and level, all of them")
@pytest.mark.parametrize("q", ["lifting", "LIFT-1", "refresher", "bls lifting", "SAFELY lift", " lifting\tbls "])
def test_a_training_is_found_by_its_words(session: Session, build: Builder, q):
    build.course("Lifting safely", code="LIFT-1", library="Clinical refresher", level="BLS")
    build.course("Hazard communication", level="ALS")
    session.flush()
    assert titles(session, q) == ["Lifting safely"]


@pytest.mark.parametrize("q", ["nothing", "%", "_", "\\", "lifting als"])
def test_other_words_find_nothing(session: Session, build: Builder, q):
    build.course("Lifting safely", code="LIFT-1", level="BLS")
    assert titles(session, q) == []


@pytest.mark.rule("A-03", "courses and training plans are found apart from each other")
def test_courses_and_training_plans_are_found_apart(session: Session, build: Builder):
    build.course("Lifting safely")
    build.path("Fast start", build.course("Radio"))
    assert titles(session) == ["Lifting safely", "Radio"]
    assert titles(session, kind=TrainingKind.PATH) == ["Fast start"]


@pytest.mark.rule("A-05", "an expired or archived training is not offered; on the last day of its accreditation it is")
@pytest.mark.rule("T-01", "a course that was never published is not offered to be assigned")
def test_what_is_over_is_not_offered(session: Session, build: Builder, now):
    actions.add_draft(session, SYSTEM, new=Facts(title="Never published", code="N-1"), now=now)
    build.course("Through today", accredited_through=TODAY)
    build.course("Through yesterday", accredited_through=TODAY - timedelta(days=1))
    build.course("Archived").archived_at = now
    session.flush()
    assert titles(session) == ["Through today"]


@pytest.mark.rule("M-04", "trainings to choose from are counted and cut into pages by the database")
def test_trainings_come_in_pages(session: Session, build: Builder):
    for number in range(5):
        build.course(f"Drill {number}")
    session.flush()
    found = queries.assignable(session, SYSTEM, q="drill", kind=TrainingKind.COURSE, today=TODAY, page=Page(2, 2))
    assert [row.title for row in found.rows] == ["Drill 2", "Drill 3"]
    assert (found.total, found.pages()) == (5, 3)


@pytest.mark.rule("A-03", "of a training plan its courses are said, in order; of one whose course is over nothing")
def test_a_plan_says_its_courses(session: Session, build: Builder):
    radio, driving = build.course("Radio"), build.course("Driving")
    build.path("New hire", radio, driving)
    build.path("Over", radio, build.course("Old", accredited_through=TODAY - timedelta(days=1)))
    found = queries.assignable(session, SYSTEM, q="", kind=TrainingKind.PATH, today=TODAY)
    assert [(row.title, row.courses) for row in found.rows] == [("New hire", ("Radio", "Driving"))]
    assert queries.find(session, SYSTEM, training_id=found.rows[0].id) == found.rows[0]


def test_instructor_led_courses_are_found_by_themselves(session: Session, build: Builder):
    build.course("Radio")
    build.course("Drill", course_kind=CourseKind.INSTRUCTOR_LED)
    led = {"kind": TrainingKind.COURSE, "course_kind": CourseKind.INSTRUCTOR_LED, "today": TODAY}
    assert [row.title for row in queries.assignable(session, SYSTEM, q="", **led).rows] == ["Drill"]
