"""An exam loses nothing: no connection, a killed server, two tabs, the end of the time; and tells nothing (L-02)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select
from support.browser import Visits
from support.taking import EXPLANATION, NEEDLE, NUMBER, SIGNS, STEPS, TOLERANCE, Received, Taking, enrolled, exam
from support.town import Town

from training_app.assignments.records import ExamTry

KEPT = re.compile("^Not saved yet: no connection. It is kept on this phone.$")


def exam_of(town: Town, page: Page, first: str, **said) -> Taking:
    """Somebody in the middle of the exam of a course of one text."""
    person, number = enrolled(town, first, materials=1, exam=exam(**said))
    course = Taking(town.come(page, person, f"/learn/{number}"))
    course.through_materials(1)
    course.begin()
    return course


@pytest.mark.rule("L-02", "answered without a connection: shown as not saved, kept on the phone, sent afterwards")
@pytest.mark.rule("L-02", "answers are not submitted while one of them is not saved, and it is said which")
@pytest.mark.rule("L-02", "the server killed in mid-exam: every answer that was given is there, at the same question")
def test_neither_a_lost_connection_nor_a_killed_server_loses_an_answer(town: Town, visits: Visits):
    for complaint in ("WebSocket", "Failed to load"):
        visits.forgive(complaint)
    course = exam_of(town, visits.phone(), "Lea")
    page = course.page
    course.choose(NEEDLE)
    course.saved()

    # ── no connection
    page.context.set_offline(True)
    course.press("Next")
    course.at("Question 2 of 4")
    course.choose(*SIGNS)
    expect(course.question().locator("[data-saved]")).to_have_text(KEPT)
    course.press("Next")
    course.order(*STEPS)
    expect(course.question().locator("[data-saved]")).to_have_text(KEPT)
    course.press("Overview")
    expect(page.get_by_text("2 answers are not saved yet.")).to_be_visible()
    course.press("Submit answers")
    expect(page.get_by_text("You cannot submit yet. Not saved: Question 2, Question 3.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("button", name="Question 2 Answered")).to_be_visible()
    expect(page.get_by_role("button", name="Question 3 Answered")).to_be_visible()

    # ── no server; the page is loaded again while one answer is kept on the phone alone
    course.press("Question 4 Not answered")
    town.server.kill()
    course.enter(NUMBER)
    expect(course.question().locator("[data-saved]")).to_have_text(KEPT)
    town.server.start()
    page.reload()
    course.at("Question 4 of 4")
    course.saved()
    expect(course.question().get_by_label("Your answer, a number")).to_have_value(NUMBER)
    page.evaluate("localStorage.clear()")
    page.reload()
    course.at("Question 4 of 4")
    expect(course.question().get_by_label("Your answer, a number")).to_have_value(NUMBER)
    course.press("Back")
    course.at("Question 3 of 4")
    assert tuple(course.lines()) == STEPS
    course.press("Back")
    for sign in SIGNS:
        expect(course.question().get_by_role("checkbox", name=sign)).to_be_checked()
    course.press("Overview")
    course.submit()
    course.outcome("Complete")
    expect(page.get_by_text("4 of 4 right: 100 %.")).to_be_visible()


@pytest.mark.rule("L-02", "what is right is in no byte that a browser received before the exam is passed")
def test_nothing_that_is_right_reaches_the_browser_before_the_exam_is_passed(town: Town, visits: Visits):
    page, received = visits.phone(), Received()
    received.listen(page)
    course = exam_of(town, page, "Lea", shuffles_choices=True)
    course.answer(is_right=False)
    page.reload()
    course.at("Your answers")
    course.submit()
    course.outcome("Not passed")
    page.reload()
    course.begin()
    for secret in (EXPLANATION, NUMBER, NUMBER.replace(".", ","), TOLERANCE):
        assert received.where(secret) == []
    assert STEPS not in received.orders(STEPS)
    assert received.orders(STEPS), "the steps came in some order, or nothing was heard at all"
    assert "is_right" not in "".join(received.frames)

    # ── so it is there to be found
    course.answer(is_right=True)
    course.submit()
    course.outcome("Complete")
    course.press("Look at your answers")
    expect(page.get_by_text(f"{EXPLANATION} 1.")).to_be_visible()
    assert received.where(EXPLANATION)
    assert received.where(NUMBER)
    assert STEPS in received.orders(STEPS)


@pytest.mark.rule("L-02", "two tabs in one exam: the last answer counts; submitted in one, the other says so")
@pytest.mark.rule("T-02", "in the browser: when the time is up what was saved counts, and nothing after it")
def test_two_tabs_and_the_end_of_the_time(town: Town, visits: Visits):
    first = exam_of(town, visits.phone(), "Lea", minutes=20)
    second = Taking(first.page.context.new_page())
    second.page.goto(first.page.url)
    second.at("Question 1 of 4")
    # A browser draws a tab that is not in front seldom.
    first.page.bring_to_front()
    first.choose("20 gauge, 3 cm")
    first.saved()
    second.page.bring_to_front()
    second.choose(NEEDLE)
    second.saved()
    first.page.bring_to_front()
    first.page.reload()
    expect(first.question().get_by_role("radio", name=NEEDLE)).to_be_checked()
    first.press("Overview")
    expect(first.page.get_by_text("3 of 4 questions are not answered.")).to_be_visible()
    first.submit()
    first.outcome("Not passed")
    second.page.bring_to_front()
    second.choose("20 gauge, 3 cm")
    second.outcome("Not passed")
    expect(second.page.get_by_text("This try is over")).to_be_visible()
    expect(second.page.get_by_text("1 of 4 right: 25 %.")).to_be_visible()

    # ── the time of the next try is up while nobody looks
    first.page.bring_to_front()
    first.begin()
    first.choose(NEEDLE)
    first.saved()
    end_the_time(town)
    first.choose("20 gauge, 3 cm")
    first.outcome("Not passed")
    expect(first.page.get_by_text("1 of 4 right: 25 %. 75 % is needed to pass. The time was up")).to_be_visible()

    # ── and of the last one while it is looked at
    first.press(re.compile("^Try again"))
    first.choose(NEEDLE)
    first.saved()
    end_the_time(town, in_=timedelta(seconds=3))
    first.page.reload()
    first.outcome("Not passed")
    expect(first.page.get_by_text("Your tries are used up. Whoever assigned it can enroll you again.")).to_be_visible()


def end_the_time(town: Town, in_: timedelta = timedelta(minutes=-1)) -> None:
    """The time of the try that is running ends at another moment: nobody waits twenty minutes."""
    with town.building() as build:
        running = build.session.exec(select(ExamTry).where(col(ExamTry.ended_at).is_(None))).all()
        for one in running:
            one.ends_at = build.now + in_
