"""The people step of the wizard as somebody sees it, and what they do there."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


@dataclass(frozen=True)
class AssignUsers:
    """The page as somebody sees it."""

    page: Page
    draft: int

    def go(self, query: str = "") -> None:
        """Open the step by its address."""
        self.page.goto(f"/assignments/new/{self.draft}/people" + (f"?{query}" if query else ""))

    def field(self) -> Locator:
        return self.page.get_by_label("Find by name or email")

    def suggestion(self, name: str) -> Locator:
        return self.page.get_by_role("option").filter(has_text=name)

    def rows(self) -> Locator:
        return self.page.get_by_label("Find people").locator("tbody tr")

    def row(self, name: str) -> Locator:
        return self.rows().filter(has_text=name)

    def finds(self, sentence: str) -> None:
        """What the sentence above the table says."""
        expect(self.page.get_by_label("Find people").locator("p[aria-live=polite]")).to_contain_text(sentence)

    def below(self, number: int) -> Locator:
        return self.page.get_by_role("button", name=f"Assign Users Below ({number})", exact=True)

    def everybody(self) -> Locator:
        return self.page.get_by_role("button", name="Clear Form and Assign All Users")

    def chosen(self) -> Locator:
        """The people in the chosen set, as far as they are shown."""
        return self.page.get_by_role("region", name="Chosen people").get_by_role("listitem")

    def take_out(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=f"Remove {name}", exact=True)

    def search_chosen(self) -> Locator:
        return self.page.get_by_label("Search the chosen people")

    def addresses(self) -> Locator:
        return self.page.get_by_label("Email addresses to take out")

    def remove(self, text: str) -> None:
        """Paste addresses and press the button."""
        self.addresses().fill(text)
        self.page.get_by_role("button", name="Remove Users").click()

    def named_back(self, what: str) -> Locator:
        return self.page.get_by_role("list", name=what)

    def counts(self, number: int) -> None:
        """How many are chosen, as the account and the foot say it."""
        heading = self.page.get_by_label("What will happen").get_by_role("heading")
        expect(heading).to_have_text(f"{number} chosen")

    def tells(self, words: str) -> None:
        """What the notice says."""
        expect(self.page.locator("#notice")).to_contain_text(words)

    def dialog(self) -> Locator:
        return self.page.get_by_role("alertdialog")

    def chip(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=re.compile(f"^Remove filter {words}"))
