"""The pages on which a roster is brought, as somebody at a browser uses them."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from sqlmodel import func, select
from support.browser import PHONE, axe, scrolls_sideways, too_small_to_touch
from support.town import Town

from training_app.people.model import Person

DATA = Path(__file__).parents[1] / "data"
ADDRESS = re.compile(r"/people/import/\d+")
AHEAD = ("Create", "Change", "Leave alone", "Refuse")
BEHIND = ("Created", "Changed", "Left alone", "Refused")


@dataclass(frozen=True)
class Desk:
    """One browser, signed in."""

    page: Page
    town: Town
    title = "Import people"
    label = "Roster"
    address = ADDRESS

    def bring(self, file: str | bytes, name: str = "roster.csv") -> None:
        """Upload a file of `tests/data`, or these bytes."""
        said = DATA / file if isinstance(file, str) else {"name": name, "mimeType": "text/csv", "buffer": file}
        expect(self.page.get_by_role("heading", level=1, name=self.title)).to_be_visible()
        self.page.get_by_label(self.label).set_input_files(said)
        self.page.get_by_role("button", name="Upload").click()

    def brought(self, file: str | bytes, name: str = "roster.csv") -> str:
        """Upload a file that is taken; answer the address of its import."""
        self.bring(file, name)
        expect(self.page).to_have_url(self.address, timeout=60_000)
        expect(self.page.get_by_role("heading", level=1)).not_to_have_text(self.title)
        return self.page.url

    def counts(self, create: int, change: int, alone: int, refuse: int, *, is_over: bool = False) -> None:
        """The tabs say so."""
        for label, number in zip(BEHIND if is_over else AHEAD, (create, change, alone, refuse), strict=True):
            expect(self.page.get_by_role("tab", name=f"{label} {number}", exact=True)).to_be_visible()

    def tab(self, label: str) -> None:
        """Go to a tab."""
        self.page.get_by_role("tab", name=re.compile(f"^{label} ")).click()
        chosen = self.page.get_by_role("tab", name=re.compile(f"^{label} "))
        expect(chosen).to_have_attribute("aria-selected", "true")

    def column(self, name: str) -> Locator:
        """What a column is."""
        return self.page.get_by_label(f"“{name}” is")

    def start(self, verb: str, *, typed: int | None = None) -> Locator:
        """Press the button, and confirm; answer the dialog."""
        self.page.get_by_role("button", name=verb).click()
        asked = self.page.get_by_role("alertdialog")
        expect(asked).to_be_visible()
        if typed:
            asked.get_by_label(f"Type {typed} to go on").fill(str(typed))
        asked.get_by_role("button", name=verb).click()
        return asked

    def result(self, words: str) -> None:
        """The job comes to this end."""
        # The notice of its end says it too, on whatever page.
        expect(self.page.locator("main").get_by_text(words)).to_be_visible(timeout=90_000)

    def headcount(self) -> int:
        """How many people there are."""
        with self.town.building() as build:
            return build.session.exec(select(func.count()).select_from(Person)).one()

    def is_sound(self) -> None:
        """Nothing that axe finds, no sideways scrolling, and on a phone nothing too small for a thumb."""
        axe(self.page)
        assert not scrolls_sideways(self.page)
        if self.page.viewport_size == PHONE:
            assert too_small_to_touch(self.page) == []


class CardDesk(Desk):
    """The same on the pages of awards."""

    title = "Awards from a file"
    label = "File of awards"
    address = re.compile(r"/certifications/import/\d+")
