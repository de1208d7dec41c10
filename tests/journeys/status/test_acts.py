"""What an admin does with an assignment and with those selected in it, at a desk and on a phone (A-02, A-25, A-26)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
from playwright.sync_api import Locator, Page, expect
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.expired import expired
from support.town import Town

from training_app.people.model import Person

_crews: Iterator[int] = count(1)


@dataclass(frozen=True)
class Running:
    """An assignment that goes on: its number and title, who is complete, and the others."""

    id: int
    title: str
    done: Person
    lea: Person
    noa: Person


def running(town: Town) -> Running:
    """An assignment of a course of its own, due in twenty days, to three people of its own."""
    crew, due = next(_crews), town.today() + timedelta(days=20)
    with town.building() as build:
        course = build.course(f"Lifting {crew}", code=f"LIF-{crew}")
        people = [build.person(first, f"Crew{crew}", title=f"Run{crew}") for first in ("Eve", "Lea", "Noa")]
        made = build.assign(course, f"title=Run{crew}", due=due).assignment_id
        build.complete(people[0], course)
    return Running(made, course.title, *people)


@pytest.fixture
def here(town: Town, page: Page) -> Running:
    """The page of an assignment that goes on."""
    made = running(town)
    page.goto(f"/assignments/{made.id}")
    expect(row(page, made.lea)).to_be_visible()
    return made


def row(page: Page, person: Person) -> Locator:
    return page.locator("tbody tr").filter(has_text=person.name())


def select(page: Page, *persons: Person) -> None:
    for number, person in enumerate(persons, start=1):
        page.get_by_label(f"Select {person.name()}").click()
        expect(page.get_by_text(f"{number} selected", exact=True)).to_be_visible()


def press(page: Page, name: str) -> Locator:
    """Press a button of the page; answer what it asks."""
    page.get_by_role("button", name=name, exact=True).click()
    asked = page.get_by_role("alertdialog")
    expect(asked).to_be_visible()
    return asked


def says(page: Page, words: str) -> None:
    expect(page.locator("#notice")).to_contain_text(words)


def fits(page: Page) -> None:
    axe(page)
    assert not scrolls_sideways(page)
    if page.viewport_size["width"] < 720:
        assert too_small_to_touch(page) == []


@pytest.mark.rule("A-26", "on the page: those selected get a later due date, asked for with the number and who stays")
def test_those_selected_are_extended(here: Running, page: Page, town: Town):
    select(page, here.lea, here.done)
    fits(page)
    asked = press(page, "Extend")
    expect(asked).to_contain_text("Extend the due date of 1 person?")
    expect(asked).to_contain_text("Left out: 1 complete.")
    fits(page)
    asked.get_by_role("button", name="Extend 1 person").click()
    expect(asked.locator("#extended_due_help.wrong")).to_contain_text("Due date is missing")
    expect(asked.get_by_label("New due date")).to_be_focused()
    asked.get_by_role("button", name="+14 days").click()
    day = town.today() + timedelta(days=34)
    expect(asked.get_by_label("New due date")).to_have_value(day.isoformat())
    asked.get_by_label("Reason").fill("Out of town")
    asked.get_by_role("button", name="Extend 1 person").dblclick()
    says(page, f"1 person due on {day:%-d %b %Y} now.")
    expect(row(page, here.lea)).to_contain_text(re.compile(rf"{day:%-d %b %Y}\s*Extended by Ada"))
    expect(page.get_by_text("selected", exact=False)).to_have_count(0)
    assert not scrolls_sideways(page)


@pytest.mark.rule("A-26", "on the page: those selected are excused with a reason, until a day or for good, and back")
def test_those_selected_are_excused_and_taken_back(here: Running, page: Page, town: Town):
    select(page, here.lea)
    asked = press(page, "Excuse")
    asked.get_by_role("button", name="Excuse 1 person").click()
    expect(asked.locator("#excused_why_help.wrong")).to_contain_text("Reason is missing")
    expect(asked.get_by_label("Reason")).to_be_focused()
    fits(page)
    asked.get_by_label("Reason").fill("Parental leave")
    asked.get_by_role("button", name="+30 days").click()
    day = town.today() + timedelta(days=30)
    expect(asked.get_by_label("Last day")).to_have_value(day.isoformat())
    asked.get_by_role("button", name="Excuse 1 person").click()
    says(page, f"1 person excused until {day:%-d %b %Y}.")
    expect(row(page, here.lea)).to_contain_text(f"Excused until {day:%-d %b %Y}")
    expect(row(page, here.lea)).to_contain_text("Parental leave · Ada")
    # ── for good
    select(page, here.lea, here.noa)
    asked = press(page, "Excuse")
    expect(asked).to_contain_text("1 person excused already: the new excuse replaces that.")
    asked.get_by_label("Reason").fill("Retires")
    asked.get_by_label("For good").click()
    expect(asked.get_by_label("Last day")).to_have_count(0)
    asked.get_by_role("button", name="Excuse 2 people").click()
    says(page, "2 people excused for good.")
    expect(page.get_by_text("100% complete: 1 of 1 people; 2 excused or deactivated not counted")).to_be_visible()
    fits(page)
    # ── and back
    select(page, here.lea, here.noa)
    asked = press(page, "End excuse")
    fits(page)
    asked.get_by_role("button", name="End 2 excuses").click()
    says(page, "2 people no longer excused.")
    expect(row(page, here.lea)).to_contain_text("Due in 20 days")


@pytest.mark.rule(
    "A-25", "on the page: says how many are withdrawn, who stays and who is told, and then so does the list"
)
@pytest.mark.rule(
    "V-01", "on the page: the question of a cancel says that people are withdrawn, how many and what stays"
)
def test_an_assignment_is_cancelled(here: Running, page: Page, town: Town):
    town.mail_to(here.lea)
    town.mail_to(here.noa)
    asked = press(page, "Cancel Assignment")
    for words in ("2 people withdrawn: it is asked of them no longer, their progress and history stay.",
                  "1 person who completed it stays in it.",
                  "2 people who had been told are told that it is cancelled."):  # fmt: skip
        expect(asked).to_contain_text(words)
    fits(page)
    asked.get_by_role("button", name="Keep it").click()
    expect(asked).to_have_count(0)
    asked = press(page, "Cancel Assignment")
    asked.get_by_role("button", name="Cancel Assignment").dblclick()
    says(page, "Assignment cancelled. 2 people withdrawn. 1 person who completed it stayed.")
    expect(page.get_by_text(re.compile(r"^Cancelled on \d+ \w+ \d{4}, \d\d:\d\d by Ada"))).to_be_visible()
    expect(page.get_by_role("tab", name="All 1", exact=True)).to_be_visible()
    for name in ("Edit Original User(s) Assigned", "Cancel Assignment", "Notify Past Due Users"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    assert town.mail_to(here.lea, 2).subject == f"Cancelled: {here.title}"
    page.goto("/assignments")
    page.get_by_label("Search by title").fill(here.title)
    expect(page.locator("tbody tr").filter(has_text=here.title)).to_contain_text("Cancelled")


@pytest.mark.rule("A-26", "on the page: after the lock it is refused without “Override the lock”, and says since when")
def test_after_the_lock_it_says_since_when(town: Town, ada: Person, visits: Visits):
    made = expired(town)
    page = town.come(visits.desk(), ada, f"/assignments/{made.id}?tab=past_due")
    select(page, made.late[0])
    for name in ("Extend", "Excuse"):
        page.get_by_role("button", name=name, exact=True).click()
        says(page, "Locked since")
        page.get_by_label("Dismiss").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)


@pytest.mark.rule(
    "A-02", "from the list: view, edit, report, notify the past due, re-enroll the failed; expired ones too"
)
def test_the_menu_of_a_row_does_everything(page: Page, town: Town):
    made, goes_on = expired(town), running(town)
    page.goto("/assignments?tab=expired")
    page.get_by_label("Search by title").fill(made.title)
    menu = page.get_by_label(f"Actions for {made.title}", exact=True)
    expect(page.get_by_role("tab", name="Expired 1", exact=True)).to_be_visible()
    menu.click()
    expect(page.get_by_role("link", name="View", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Edit Original User(s) Assigned")).to_have_count(0)
    fits(page)
    asked = press(page, "Notify Past Due Users")
    asked.get_by_role("button", name="Notify 2 people").click()
    says(page, "2 people notified")
    menu.click()
    asked = press(page, "Re-enroll Failed Users")
    asked.get_by_role("button", name="+14 days").click()
    asked.get_by_role("button", name="Re-enroll 2 people").click()
    says(page, "2 people re-enrolled.")
    expect(page.locator("tbody tr").filter(has_text=made.title)).to_contain_text(re.compile(r"20%\s*2"))
    menu.click()
    page.get_by_role("link", name="Report of User(s) Assigned").click()
    expect(page.get_by_role("heading", level=1, name="Report of User(s) Assigned")).to_be_visible()
    # ── one that goes on is edited, by keyboard
    page.goto("/assignments")
    page.get_by_label("Search by title").fill(goes_on.title)
    expect(page.get_by_role("tab", name="Active 1", exact=True)).to_be_visible()
    page.get_by_label(f"Actions for {goes_on.title}", exact=True).press("Enter")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="View", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/assignments/new/\d+/people"))
