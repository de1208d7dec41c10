"""An edit of an assignment as somebody sees it, and what they do there."""

import re
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Locator, Page, expect
from support.wizard import TITLES


@dataclass(frozen=True)
class EditPage:
    """One tab, on the page of the assignment or on a step of an edit of it."""

    page: Page
    assignment: int
    today: date

    def button(self) -> Locator:
        return self.page.get_by_role("button", name="Edit Original User(s) Assigned")

    def begin(self) -> "EditPage":
        self.button().click()
        return self.is_at("people")

    def is_at(self, step: str) -> "EditPage":
        expect(self.page).to_have_url(re.compile(rf"/assignments/new/\d+/{step}"))
        expect(self.page.get_by_role("heading", level=1, name=TITLES[step])).to_be_visible()
        # Everything else of the page is there when the frame knows that it is an edit.
        expect(self.page.get_by_role("button", name="Discard changes")).to_be_visible()
        return self

    def open(self, step: str) -> "EditPage":
        """Come to a step by its address."""
        self.page.goto(re.sub(r"\w+(\?.*)?$", step, self.page.url))
        return self.is_at(step)

    def left(self) -> None:
        """The page of the assignment is there again."""
        expect(self.page).to_have_url(re.compile(rf"/assignments/{self.assignment}$"))

    def account(self) -> Locator:
        return self.page.get_by_label("What will happen")

    def add(self, name: str, people: int) -> None:
        box = self.page.get_by_label("Find by name or email")
        box.fill(name)
        expect(self.page.get_by_role("option")).to_have_count(1)
        box.press("Enter")
        expect(self.account()).to_contain_text(f"{people} chosen")

    def take_out(self, name: str, people: int) -> None:
        self.page.get_by_role("button", name=f"Remove {name}", exact=True).click()
        expect(self.account()).to_contain_text(f"{people} chosen")

    def due(self, day: date) -> None:
        """Enter another due date and leave the field."""
        field = self.page.get_by_label("Due date", exact=True)
        field.fill(day.isoformat())
        field.blur()
        expect(self.page.get_by_role("status", name="Draft")).to_have_text("Saved")

    def column(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name, exact=True)

    def people(self) -> Locator:
        return self.column("Who").get_by_role("list", name="People").get_by_role("listitem")

    def save(self) -> Locator:
        return self.page.get_by_role("button", name="Save changes").last

    def dialog(self) -> Locator:
        return self.page.get_by_role("alertdialog")

    def confirm(self) -> Locator:
        return self.dialog().get_by_role("button", name="Save changes")

    def tells(self, words: str) -> None:
        expect(self.page.locator("#notice")).to_contain_text(words)
