"""The whole wizard, from "New Assignment" to the assignment (A-03, A-14, L-03)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from support.browser import Visits
from support.town import Town
from support.wizard import MADE, Wizard, add_course, made

from training_app.people.model import Person


@pytest.mark.rule("A-14", "the whole wizard, ended by a double click, makes one assignment")
def test_the_whole_wizard_makes_one_assignment(wizard: Wizard, town: Town):
    title = f"Step by step at {wizard.page.viewport_size['width']}"
    add_course(town, title)
    wizard.page.reload()
    wizard.filled(title, "nearby").next("review")
    assert made(town, title) == 0
    asked = wizard.create()
    expect(asked).to_contain_text(title)
    asked.get_by_role("button", name=re.compile("^Assign to 1 ")).dblclick()
    expect(wizard.page).to_have_url(MADE)
    expect(wizard.page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(wizard.page.get_by_role("row").filter(has_text="Noa Nearby")).to_be_visible()
    assert made(town, title) == 1


@pytest.mark.rule("L-03", "the whole wizard works by keyboard alone")
@pytest.mark.parametrize("width", ["desk", "phone"])
def test_an_assignment_is_made_by_keyboard_alone(town: Town, ada: Person, visits: Visits, width: str):
    title = f"By keyboard alone on a {width}"
    add_course(town, title)
    page = town.come(getattr(visits, width)(), ada, "/assignments")
    wizard, keys = Wizard(page, town.today()), page.keyboard
    expect(page.get_by_role("heading", level=1, name="Assignments")).to_be_visible()

    # ── 1 Training
    _tab_to(page, page.get_by_role("link", name="New Assignment"))
    keys.press("Enter")
    expect(wizard.is_at("training").page.get_by_role("heading", level=1)).to_be_focused()
    _tab_to(page, wizard.search())
    keys.type(f"keyboard {width}")
    expect(wizard.training("Lifting safely")).to_have_count(0)
    _tab_to(page, wizard.training(title))
    keys.press("Space")
    expect(wizard.head()).to_contain_text(title)
    _go_on(wizard, "dates")

    # ── 2 Dates: a day that is typed the same whichever way round the browser asks for it, such as 4 April
    later = (wizard.today + timedelta(days=days) for days in range(1, 40))
    due = next(day for day in later if day.day == day.month)
    _tab_to(page, wizard.field("Due date"))
    keys.type(f"{due:%d%m%Y}", delay=60)
    expect(wizard.field("Due date")).to_have_value(due.isoformat())
    keys.press("Enter")
    _go_on(wizard, "options")

    # ── 3 Notifications and options
    _tab_to(page, wizard.field("E-mails"))
    keys.press("Space")
    expect(page.get_by_role("status", name="What is not sent")).to_contain_text("No e-mails will be sent")
    _go_on(wizard, "people")

    # ── 4 Assign Users: one by name, the others of their station by the filter
    _choose_people(wizard)
    _go_on(wizard, "review")

    # ── 5 Review
    _tab_to(page, page.get_by_role("button", name="Create", exact=True))
    keys.press("Enter")
    asked = page.get_by_role("alertdialog")
    expect(asked).to_be_visible()
    _tab_to(page, asked.get_by_role("button", name=re.compile("^Assign to 2 ")))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1, name=title)).to_be_focused()
    expect(page.get_by_role("row").filter(has_text="Noa Nearby")).to_be_visible()
    assert made(town, title) == 1


def _choose_people(wizard: Wizard) -> None:
    page, keys = wizard.page, wizard.page.keyboard
    _tab_to(page, page.get_by_label("Find by name or email"))
    keys.type("nearby")
    expect(page.get_by_role("option")).to_have_count(1)
    keys.press("Enter")
    wizard.tells("1 chosen")
    _tab_to(page, page.locator("#add_filter"))
    keys.press("Enter")
    expect(page.get_by_role("button", name="Branch", exact=True)).to_be_visible()
    _tab_to(page, page.get_by_role("button", name="Branch", exact=True))
    keys.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Station 9"))).to_be_visible()
    _tab_to(page, page.get_by_role("button", name=re.compile("^Station 9")))
    keys.press("Enter")
    expect(page.get_by_role("button", name="Assign Users Below (2)")).to_be_visible()
    _tab_to(page, page.get_by_role("button", name="Assign Users Below (2)"))
    keys.press("Enter")
    wizard.tells("2 chosen")


def _tab_to(page: Page, wanted: Locator) -> None:
    for _ in range(80):
        if wanted.count() and wanted.first.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not lead to {wanted}")


def _go_on(wizard: Wizard, step: str) -> None:
    """By the button of the bar that leads on; the focus is on the next step's heading then."""
    bar = wizard.page.locator(".actbar").get_by_role("link").last
    _tab_to(wizard.page, bar)
    wizard.page.keyboard.press("Enter")
    wizard.is_at(step)
    expect(wizard.page.get_by_role("heading", level=1)).to_be_focused()
