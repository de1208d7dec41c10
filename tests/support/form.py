"""The page of a new assignment as somebody sees it, and what they do there."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, select
from support.town import Town

from training_app.assignments.model import Assignment
from training_app.catalog.model import Training

FORM = re.compile(r"/assignments/new\?form=\w+")
MADE = re.compile(r"/assignments/\d+")


@dataclass(frozen=True)
class Form:
    """The page as somebody sees it."""

    page: Page
    today: date

    def training(self, title: str) -> Locator:
        return self.page.get_by_role("radio", name=title)

    def choose(self, title: str) -> None:
        self.training(title).click()
        expect(self.training(title)).to_be_checked()

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)

    def enter(self, label: str, day: date) -> None:
        self.field(label).fill(day.isoformat())
        expect(self.page).to_have_url(re.compile(f"={day.isoformat()}"))

    def add(self, choice: str, chip: str) -> None:
        self.page.locator("summary").filter(has_text="Add filter").click()
        self.page.get_by_role("button", name=re.compile(f"^{choice}")).click()
        expect(self.chip(chip)).to_be_visible()

    def chip(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=f"Remove filter {words}")

    def found(self, number: int) -> None:
        words = "1 person" if number == 1 else f"{number} people"
        expect(self.page.locator("p[aria-live=polite]")).to_contain_text(re.compile(f"^{words}"))

    def tells(self, words: str, *, within: float = 5.0) -> None:
        expect(self.page.get_by_label("What will happen")).to_contain_text(words, timeout=within * 1000)

    def rows(self) -> Locator:
        return self.page.locator("tbody tr")

    def create(self) -> None:
        self.page.get_by_role("button", name="Create", exact=True).click()

    def dialog(self) -> Locator:
        return self.page.get_by_role("alertdialog")

    def filled(self, training: str, last: str) -> "Form":
        self.choose(training)
        self.page.get_by_role("button", name="+30 days").click()
        expect(self.field("Due date")).to_have_value((self.today + timedelta(days=30)).isoformat())
        self.page.get_by_label("Find by name or email").fill(last)
        self.found(1)
        return self


def made(town: Town, title: str) -> int:
    """How many assignments there are of this training."""
    with town.building() as build:
        of = select(Assignment.id).join(Training, col(Training.id) == col(Assignment.training_id))
        return len(build.session.exec(of.where(Training.title == title)).all())


def add_course(town: Town, title: str) -> None:
    """A course that only this journey assigns."""
    with town.building() as build:
        build.course(title)


def is_named(form: Form, name: str, words: str) -> None:
    """Beside its field, and in the summary, which has the focus."""
    expect(form.page.locator(f"#{name}_help.wrong")).to_contain_text(words)
    summary = form.page.get_by_role("alert").filter(has_text=words)
    expect(summary).to_be_visible()
    expect(summary).to_be_focused()
    expect(form.dialog()).to_have_count(0)
