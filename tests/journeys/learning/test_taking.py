"""A course with an exam and an evaluation, taken on a phone by touch, and by keyboard alone (L-02, L-03, T-02)."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.taking import EVALUATION, NEEDLE, NUMBER, STEPS, Taking, enrolled, exam
from support.town import Town


def looks_right(page: Page, state: str) -> None:
    """Nothing that axe finds in light or in the dark, nothing too small to touch, nothing to scroll sideways."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_class(re.compile(rf"\b{scheme}\b"))
        axe(page, *([] if scheme == "light" else ["color-contrast"]))
    assert too_small_to_touch(page) == [], state
    assert not scrolls_sideways(page), state


@pytest.mark.rule("L-02", "in the browser: materials, exam and evaluation in order; each says why it is not open yet")
@pytest.mark.rule("L-02", "an exam says what it will take, and after it how it went and what comes next")
@pytest.mark.rule("L-02", "a passed course with its evaluation owed says so on top")
@pytest.mark.rule("T-02", "on a phone: a failed try, a passed one, the evaluation, complete with its certificate")
@pytest.mark.rule("L-03", "exam and evaluation at 360 px by touch, light and dark, and axe finds nothing")
def test_a_whole_course_on_a_phone(town: Town, visits: Visits):
    lea, number = enrolled(town, "Lea", exam=exam(), evaluation=EVALUATION)
    page = town.come(visits.phone(), lea, f"/learn/{number}")
    course = Taking(page)
    parts = page.get_by_role("navigation", name="Parts").get_by_role("listitem")
    expect(page.get_by_text("0 of 4 parts done")).to_be_visible()
    expect(parts.nth(2)).to_contain_text("Opens when the materials are done: 2 are left")
    expect(parts.nth(3)).to_contain_text("Opens when the exam is passed")
    looks_right(page, "a material")
    course.through_materials(2)

    # ── the exam, failed
    expect(page.get_by_text("4 questions, 20 minutes, 75 % to pass, 3 tries left").first).to_be_visible()
    looks_right(page, "before the exam")
    course.begin()
    looks_right(page, "a question")
    course.answer(is_right=False)
    expect(page.get_by_text("All questions are answered.")).to_be_visible()
    looks_right(page, "the overview")
    course.submit()
    course.outcome("Not passed")
    expect(page.get_by_text("0 of 4 right: 0 %. 75 % is needed to pass.")).to_be_visible()
    looks_right(page, "a failed try")

    # ── the exam, passed
    course.press("Try again (2 tries left)")
    course.answer(is_right=True)
    course.submit()
    course.outcome("Passed")
    expect(page.get_by_text("4 of 4 right: 100 %.")).to_be_visible()
    expect(page.get_by_text("Passed. The evaluation is still owed.")).to_be_visible()
    course.press("Look at your answers")
    reviewed = page.get_by_role("heading", name="Question 3").locator("xpath=ancestor::li")
    expect(reviewed).to_contain_text("".join(STEPS))
    looks_right(page, "a passed exam and its answers")

    # ── the evaluation
    course.press("Evaluate the course")
    useful = page.get_by_role("group", name="How useful was it?")
    useful.get_by_text("5", exact=True).tap()
    expect(useful).to_contain_text("Saved")
    course.press("Submit evaluation")
    where = page.get_by_role("group", name="Where did you take it?")
    expect(where).to_be_focused()
    expect(where).to_contain_text("This question needs an answer.")
    looks_right(page, "an evaluation with something missing")
    where.get_by_text("On duty").tap()
    page.get_by_role("group", name="What else?").get_by_role("textbox").fill("More of it.")
    course.press("Submit evaluation")
    course.outcome("Complete")
    certificate = page.get_by_role("link", name="Download certificate")
    expect(certificate).to_have_attribute("href", f"/certificates/{number}.pdf")
    looks_right(page, "the result")


@pytest.mark.rule("L-03", "a course with its exam is taken by keyboard alone, the focus on each question's heading")
def test_a_course_is_taken_by_keyboard_alone(town: Town, visits: Visits):
    lea, _ = enrolled(town, "Lea", materials=1, exam=exam(minutes=None))
    keys = Keys(town.come(visits.desk(), lea, "/home"))
    page, title = keys.page, keys.page.get_by_role("heading", level=1, name="Chest decompression")
    keys.tab_to(page.get_by_role("link", name=re.compile("^(Begin|Continue)"))).strike("Enter")
    expect(title).to_be_focused()
    keys.press("Next")
    expect(title).to_be_focused()
    keys.press("Begin the exam")
    question = keys.at("Question 1 of 4").strike("Tab", "Space").question()
    while not question.get_by_role("radio", name=NEEDLE).is_checked():
        keys.strike("ArrowDown")
    keys.saved().press("Next")
    question = keys.at("Question 2 of 4").question()
    for box in question.get_by_role("checkbox").all():
        keys.tab_to(box).strike("Space")
    keys.saved().press("Next")
    keys.at("Question 3 of 4").bring_into_order(STEPS)
    keys.saved().press("Next")
    keys.at("Question 4 of 4").strike("Tab").page.keyboard.type(NUMBER)
    keys.press("Next")
    keys.at("Your answers").press("Submit answers")
    expect(page.get_by_role("alertdialog")).to_be_visible()
    keys.tab_to(page.get_by_role("button", name="Submit answers")).strike("Enter")
    expect(page.get_by_role("heading", name="Complete", exact=True)).to_be_focused()
    expect(page.get_by_text("3 of 4 right: 75 %.")).to_be_visible()


@dataclass(frozen=True)
class Keys:
    """Somebody who has a keyboard and nothing else."""

    page: Page

    def strike(self, *keys: str) -> "Keys":
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def tab_to(self, wanted: Locator) -> "Keys":
        expect(wanted).to_be_visible()
        for _ in range(60):
            self.strike("Tab")
            if wanted.evaluate("one => one === document.activeElement"):
                return self
        pytest.fail(f"Tab does not lead to {wanted}")

    def press(self, name: str) -> None:
        self.tab_to(self.page.get_by_role("main").get_by_role("button", name=name, exact=True)).strike("Enter")

    def at(self, heading: str) -> "Keys":
        expect(self.page.get_by_role("heading", name=heading)).to_be_focused()
        return self

    def question(self) -> Locator:
        return self.page.locator(".question[data-on]")

    def saved(self) -> "Keys":
        expect(self.question().locator("[data-saved]")).to_have_text("Saved")
        return self

    def bring_into_order(self, texts: tuple[str, ...]) -> None:
        lines = self.question().locator("li > .anywhere")
        for place, text in enumerate(texts):
            up = self.question().get_by_role("button", name=f"Move up: {text}", exact=True)
            far = lines.all_inner_texts().index(text) - place
            if far:
                self.tab_to(up)
            for _ in range(far):
                self.strike("Enter")
                expect(up).to_be_focused()
        assert tuple(lines.all_inner_texts()) == texts
