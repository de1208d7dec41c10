"""From an empty course to a learner's certificate, made only in the browser (T-01, T-02, T-06)."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect
from support import materials as brought
from support.browser import Visits, axe
from support.pictures import picture
from support.taking import Taking
from support.town import Town
from support.wizard import Wizard

from training_app.people.model import Person

HAND_OUT = {"name": "hand-out.pdf", "mimeType": "application/pdf", "buffer": brought.pdf("One", "Two")}


@dataclass(frozen=True)
class Office:
    """The tab of somebody who makes a course."""

    page: Page

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True).last

    def part(self, name: str) -> None:
        """Turn to one of the parts of the course."""
        parts = self.page.get_by_role("navigation", name="Parts of the course")
        parts.get_by_role("link", name=re.compile(f"^{name}")).click()
        expect(parts.locator("[aria-current=page]")).to_contain_text(name)

    def begin(self, title: str, code: str) -> None:
        self.page.get_by_role("link", name="New course").first.click()
        self.page.get_by_label("Title", exact=True).fill(title)
        self.page.get_by_label("Code", exact=True).fill(code)
        self.page.get_by_label("Hours", exact=True).fill("0.5")
        self.button("Create course").click()
        expect(self.page).to_have_url(re.compile(r"/courses/\d+/materials$"))

    def write(self, title: str, text: str) -> None:
        self.page.get_by_role("link", name="Add text").first.click()
        self.page.get_by_label("Title", exact=True).fill(title)
        self.page.get_by_label("Text", exact=True).fill(text)
        self.button("Add text").click()

    def ask(self, question: str, right: str, wrong: str) -> None:
        self.button("Add question").click()
        self.page.get_by_label("Question", exact=True).fill(question)
        self.page.get_by_label("Choice 1", exact=True).fill(right)
        self.page.get_by_label("Choice 2", exact=True).fill(wrong)
        self.page.get_by_label("Choice 1 is right", exact=True).check()
        self.button("Add question").click()
        expect(self.page.get_by_role("list", name="Questions")).to_contain_text(question)


@pytest.mark.rule("T-01", "in the browser: from an empty course, made and published, to a learner's certificate")
def test_from_an_empty_course_to_a_certificate(town: Town, ada: Person, visits: Visits):
    lea = town.person("Lea", last="Learner")
    desk = town.come(visits.desk(), ada, "/catalog")
    office = Office(desk)
    # ── last night's hand-out, and what is missing in it
    office.begin("Ladder safety", "LAD-1")
    desk.get_by_label("Choose Files").set_input_files([HAND_OUT])
    materials = desk.get_by_role("list", name="Materials")
    expect(materials).to_contain_text("2 pages")
    office.write("Before you climb", "**Two** people hold it.")
    expect(materials.get_by_role("listitem")).to_have_count(2)
    picture(desk, "9-course")
    # ── an exam
    office.part("Exam")
    office.button("Add an exam").click()
    office.ask("Who holds the ladder?", right="Two people", wrong="Nobody")
    # ── an evaluation from a template
    office.part("Evaluation")
    office.button("Begin with this template, Course reaction").click()
    expect(desk.get_by_role("list", name="Questions").locator(".eved-row")).to_have_count(7)
    # ── published and assigned
    office.button("Publish…").click()
    desk.get_by_role("alertdialog").get_by_role("button", name="Publish").click()
    expect(desk.locator(".head")).to_contain_text("Version 1")
    axe(desk)
    desk.get_by_label("More about this course").click()
    office.button("Assign…").click()
    wizard = Wizard(desk, town.today()).is_at("dates")
    desk.get_by_role("button", name="+30 days").click()
    expect(desk.get_by_label("Due date", exact=True)).not_to_have_value("")
    wizard.next("options").next("people")
    desk.get_by_label("Find by name or email").press_sequentially(lea.email)
    desk.get_by_role("option").filter(has_text="Lea Learner").click()
    wizard.tells("1will be enrolled")
    wizard.next("review")
    wizard.create().get_by_role("button", name="Assign to 1 person").click()
    expect(desk.get_by_role("heading", level=1, name="Ladder safety")).to_be_visible()
    take(town.come(visits.phone(), lea, "/home"))


def take(phone: Page) -> None:
    """All of it, on a phone, until the certificate."""
    phone.get_by_role("link", name=re.compile("Ladder safety")).first.tap()
    course = Taking(phone)
    expect(phone.get_by_role("article")).to_contain_text("Hand-out")
    course.press("Next")
    expect(phone.get_by_role("article")).to_contain_text("Two people hold it.")
    course.press("Next")
    course.press(re.compile("^Begin the exam"))
    course.choose("Two people")
    course.saved()
    course.press(re.compile("^(Next|Overview)$"))
    course.submit()
    course.outcome("Passed")
    course.press("Evaluate the course")
    scales = phone.get_by_role("group").filter(has=phone.get_by_role("radio"))
    expect(scales).to_have_count(5)
    for asked in scales.all():
        asked.locator("label").last.tap()
        expect(asked).to_contain_text("Saved")
    course.press("Submit evaluation")
    course.outcome("Complete")
    address = phone.get_by_role("link", name="Download certificate").get_attribute("href")
    certificate = phone.request.get(str(address))
    assert (certificate.status, certificate.body()[:5]) == (200, b"%PDF-")
