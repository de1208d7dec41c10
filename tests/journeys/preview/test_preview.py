"""A course is looked at as a learner would see it, by touch: nothing of it is recorded (T-01)."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import func, select
from support import exams
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.build import SYSTEM
from support.town import Town

from training_app.access.rules import Role
from training_app.assignments.model import Enrollment
from training_app.assignments.records import EvaluationAnswer, ExamTry, MaterialPlace
from training_app.catalog import actions, drafting
from training_app.catalog.content import Facts
from training_app.core.tables import known

WHY = "Nobody is helped by a second patient."


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def is_fine(page: Page) -> None:
    """Nothing that axe finds in light or in the dark, nothing too small to touch, nothing to scroll sideways."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
    assert (too_small_to_touch(page), scrolls_sideways(page)) == ([], False)


def answer(page: Page) -> None:
    """Answer the question that is seen: the order right, the first one wrong, by touch."""
    question = page.locator(".question[data-on]")
    text = question.locator(".prose").inner_text().strip()
    if text == exams.FIRST:
        question.get_by_text("Splints", exact=True).tap()
    elif text == exams.RATE:
        question.get_by_label("Your answer, a number").fill("104,5")
    elif text == exams.ORDER:
        for place, one in enumerate(exams.RIGHT[text]):
            lines = question.locator("[data-place] > span")
            while lines.all_inner_texts().index(one) > place:
                button(question, f"Move up: {one}").tap()
        expect(lines).to_have_text(exams.RIGHT[text])
    else:
        for one in exams.RIGHT[text]:
            question.get_by_text(one, exact=True).tap()


def traces(town: Town) -> list[int]:
    with town.building() as build:
        counted = (Enrollment, ExamTry, MaterialPlace, EvaluationAnswer)
        return [build.session.exec(select(func.count()).select_from(one)).one() for one in counted]


def courses(town: Town) -> tuple[int, int]:
    """A course with everything of which there is a draft, and a draft without anything."""
    with town.building() as build:
        whole = known(build.course("Scene first", exam=exams.exam(), evaluation=exams.EVALUATION).id)
        drafting.begin(build.session, SYSTEM, training_id=whole, now=build.now)
        empty = actions.add_draft(build.session, SYSTEM, new=Facts(title="Empty", code="E-1"), now=build.now)
        return whole, known(empty.id)


def sees(page: Page, *texts: str) -> None:
    for text in texts:
        expect(page.get_by_text(text)).to_be_visible()


@pytest.mark.rule("T-01", "in the preview no right answer is sent to the browser before the answers are submitted")
@pytest.mark.rule("T-01", "in the browser: a course is previewed on a phone, its exam graded and explained, no trace")
@pytest.mark.rule("L-03", "of a row of tabs wider than the phone, the one that one is on is in sight")
def test_a_course_is_previewed_on_a_phone(town: Town, visits: Visits):
    ada = town.person("Ada", Role.ADMIN, branch="Headquarters")
    number, empty = courses(town)
    before = traces(town)
    page, heard = visits.phone(), list[str]()
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    town.come(page, ada, f"/courses/{number}/preview")
    sees(page, "Part 1 of 4", "This is a preview: nothing is recorded.", "Text of part 1.")
    is_fine(page)
    here = page.get_by_role("navigation", name="Parts of the course").locator("[aria-current=page]")
    expect(here).to_be_in_viewport(ratio=1)
    button(page, "Next").tap()
    sees(page, "Text of part 2.")
    button(page, "Next").tap()

    # ── the exam, one question wrong
    sees(page, "4 questions, no time limit, 75 % to pass, as many tries as you need")
    button(page, "Begin the exam").tap()
    for place in range(1, 5):
        expect(page.get_by_role("heading", name=f"Question {place} of 4")).to_be_visible()
        answer(page)
        is_fine(page)
        button(page, "Next").tap()
    sees(page, "All questions are answered.")
    assert not [frame for frame in heard if "is_right" in frame or WHY in frame]
    button(page, "Submit answers").tap()
    expect(page.get_by_role("heading", name="Passed")).to_be_focused()
    assert [frame for frame in heard if "is_right" in frame and WHY in frame]
    sees(page, "3 of 4 right: 75 %. 75 % is needed to pass.", WHY)
    expect(page.locator(".reviewed > ol > li").filter(has_text="Not right")).to_contain_text("Right answerScene safety")
    is_fine(page)

    # ── another one, with nothing answered
    button(page, "Draw another try").tap()
    expect(page.get_by_text(WHY)).to_have_count(0)
    button(page, "Overview").tap()
    sees(page, "4 of 4 questions are not answered.")
    button(page, "Submit answers").tap()
    expect(page.get_by_role("heading", name="Not passed")).to_be_visible()
    button(page, "Next").tap()

    # ── the evaluation
    sees(page, "Part 4 of 4")
    page.get_by_role("radio", name="4").check()
    is_fine(page)
    button(page, "Submit evaluation").tap()
    expect(page.get_by_role("heading", name="The end of the course")).to_be_visible()
    assert traces(town) == before

    # ── at a desk it can be as wide as a phone; a draft without anything says so
    page.set_viewport_size({"width": 1280, "height": 860})
    button(page, "Look at it again").click()
    page.get_by_text("Phone", exact=True).click()
    frame = page.locator(".prev-frame").bounding_box()
    assert frame is not None
    assert round(frame["width"]) == 360
    page.goto(f"/courses/{empty}/preview")
    sees(page, "This draft has no material, no exam and no evaluation yet")
    page.locator(".prev").get_by_role("link", name="Materials").click()
    expect(page).to_have_url(re.compile(f"/courses/{empty}/materials$"))
