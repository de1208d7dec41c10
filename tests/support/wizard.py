"""The wizard of a new assignment as somebody sees it, and what they do there."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, select
from support.town import Town

from training_app.assignments.model import Assignment
from training_app.catalog.model import Training

STEP = re.compile(r"/assignments/new/\d+/\w+")
MADE = re.compile(r"/assignments/\d+$")
# How long one of the courses is still accredited.
ACCREDITED = timedelta(days=60)
TITLES = {
    "training": "Training",
    "dates": "Dates",
    "options": "Notifications and options",
    "people": "Assign Users",
    "review": "Review",
}


@dataclass(frozen=True)
class Wizard:
    """One tab on one draft."""

    page: Page
    today: date

    # ── from step to step

    def is_at(self, step: str) -> "Wizard":
        expect(self.page).to_have_url(re.compile(rf"/assignments/new/\d+/{step}"))
        expect(self.page.get_by_role("heading", level=1, name=TITLES[step])).to_be_visible()
        return self

    def open(self, step: str) -> "Wizard":
        """Come to a step by its address, as a link or a bookmark does."""
        self.page.goto(re.sub(r"\w+(\?.*)?$", step, self.page.url))
        return self.is_at(step)

    def next(self, step: str) -> "Wizard":
        """Press the button that leads to that step."""
        words = "Review" if step == "review" else f"Next: {TITLES[step]}" if self.is_wide() else "Next"
        self.page.get_by_role("link", name=re.compile(f"^{words}")).last.click()
        return self.is_at(step)

    def back(self, step: str) -> "Wizard":
        self.page.get_by_role("link", name="Back", exact=True).click()
        return self.is_at(step)

    def is_wide(self) -> bool:
        size = self.page.viewport_size
        return size is not None and size["width"] > 1100

    # ── what stands around a step

    def steps(self) -> Locator:
        """The five steps with their answers; on a phone they are unfolded."""
        folded = self.page.locator("details.wizard-folded")
        if not self.is_wide():
            expect(folded).to_be_visible()
            if folded.get_attribute("open") is None:
                folded.locator("summary").click()
        return self.page.get_by_role("navigation", name="Steps")

    def head(self) -> Locator:
        return self.page.get_by_role("heading", level=1).locator("xpath=..")

    def is_saved(self) -> None:
        expect(self.page.get_by_role("status", name="Draft")).to_have_text("Saved")

    def tells(self, words: str, *, within: float = 15.0) -> None:
        expect(self.page.get_by_label("What will happen")).to_contain_text(words, timeout=within * 1000)

    # ── the steps themselves

    def training(self, title: str) -> Locator:
        return self.page.get_by_role("radio", name=title)

    def search(self) -> Locator:
        return self.page.get_by_label("Search by title, code, library or level")

    def choose(self, title: str) -> "Wizard":
        self.training(title).click()
        expect(self.training(title)).to_be_checked()
        expect(self.head()).to_contain_text(title)
        return self

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)

    def enter(self, label: str, day: date) -> None:
        """Type a day, as a whole, and leave the field."""
        self.field(label).fill(day.isoformat())
        self.field(label).blur()
        said = f"{'Starts' if label == 'Start date' else 'Due'} {spoken(day)}"
        expect(self.steps()).to_contain_text(said)

    def wrong(self, name: str) -> Locator:
        """What is said against a field, in the place of its help."""
        return self.page.locator(f"#{name}_help.wrong")

    def add(self, words: str, chosen: int) -> None:
        """Add the only person whom these words find."""
        box = self.page.get_by_label("Find by name or email")
        box.fill(words)
        expect(self.page.get_by_role("option")).to_have_count(1)
        box.press("Enter")
        self.tells(f"{chosen} chosen")

    def filled(self, training: str, person: str) -> "Wizard":
        """From the first step to the fourth, with one person chosen and 30 days."""
        self.is_at("training").choose(training).next("dates")
        self.page.get_by_role("button", name="+30 days").click()
        expect(self.steps()).to_contain_text("Due ")
        self.next("options").next("people").add(person, 1)
        return self

    def create(self) -> Locator:
        """Press "Create"; answers the question that comes."""
        self.page.get_by_role("button", name="Create", exact=True).click()
        asked = self.page.get_by_role("alertdialog")
        expect(asked).to_be_visible()
        return asked


def spoken(day: date) -> str:
    """A day as the wizard says it."""
    return f"{day:%a %-d %b %Y}"


def made(town: Town, title: str) -> int:
    """How many assignments there are of this training."""
    with town.building() as build:
        of = select(Assignment.id).join(Training, col(Training.id) == col(Assignment.training_id))
        return len(build.session.exec(of.where(Training.title == title)).all())


def add_course(town: Town, title: str) -> None:
    """A course that only this journey assigns."""
    with town.building() as build:
        build.course(title)
