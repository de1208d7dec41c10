"""The page "Assignments" as an admin uses it: tabs, search, sort, pages, drafts (A-01, A-03)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from support.browser import Visits, axe, scrolls_sideways
from support.town import Town

from training_app.access.rules import Role
from training_app.assignments.making import drafting
from training_app.core.tables import known
from training_app.people.model import Person


@pytest.fixture(scope="module")
def listed(town: Town, ada: Person) -> None:
    """Twelve active assignments of one training, one upcoming and one expired."""
    today = town.today()
    with town.building() as build:
        kim = build.person("Kim")
        for number in range(12):
            build.assign(build.course(f"Airway {number:02}"), f"q={kim.username}", due=today + timedelta(days=number))
        build.assign(build.course("Zebra"), f"q={kim.username}", starts=today + timedelta(days=5))
        days = {"starts": today - timedelta(days=9), "due": today - timedelta(days=1)}
        build.assign(build.course("Old"), f"q={kim.username}", at=build.now - timedelta(days=9), **days)


def rows(page: Page) -> Locator:
    return page.locator("#main > .card tbody tr")


@pytest.mark.rule("A-01", "“Assignments” stands in the left-hand panel, and opens the list with its tabs")
def test_the_panel_leads_to_the_list_with_its_tabs(listed: None, page: Page):
    page.goto("/home")
    page.get_by_role("link", name="Assignments").locator("visible=true").first.click()
    expect(page.get_by_role("heading", level=1, name="Assignments")).to_be_visible()
    for tab, number, title in (("Expired", 1, "Old"), ("Upcoming", 1, "Zebra"), ("Active", 12, "Airway 00")):
        page.get_by_role("tab", name=f"{tab} {number}").click()
        expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()
        expect(rows(page)).to_have_count(number)
    assert not scrolls_sideways(page)


@pytest.mark.rule("A-01", "on the page: search, sort and pages, all in the address")
def test_the_list_is_searched_sorted_and_paged(listed: None, page: Page):
    page.goto("/assignments?size=10")
    expect(rows(page)).to_have_count(10)
    if page.viewport_size["width"] > 720:
        column = page.get_by_role("columnheader", name="Training")
        column.get_by_role("link").click()
        expect(column).to_have_attribute("aria-sort", "ascending")
        page.get_by_role("columnheader", name="Training").get_by_role("link").click()
    else:
        page.get_by_label("Sort by").select_option("Training, last first")
    expect(rows(page).first).to_contain_text("Airway 11")
    page.get_by_label("Next page").click()
    expect(page.get_by_text(re.compile("^11.12 of 12$"))).to_be_visible()
    page.reload()
    expect(rows(page).last).to_contain_text("Airway 00")
    page.get_by_label("Rows a page").select_option("25 a page")
    expect(rows(page)).to_have_count(12)
    page.get_by_label("Search by title").fill("airway 07")
    expect(rows(page)).to_have_count(1)
    expect(page).to_have_url(re.compile(r"q=airway\+07"))
    page.get_by_label("Search by title").fill("zzz")
    expect(page.get_by_text("No assignment here matches “zzz”.")).to_be_visible()


@pytest.mark.rule("A-03", "one's drafts stand on the page of assignments: continued, or discarded after a question")
def test_drafts_are_continued_or_discarded(listed: None, page: Page, town: Town, ada: Person):
    title = f"Draft of width {page.viewport_size['width']}"
    with town.building() as build:
        actor, training = build.actor(ada), build.course(title, level="ALS")
        number = drafting.begin(build.session, actor, now=build.now)
        said = {"draft_id": number, "now": build.now}
        drafting.choose_training(build.session, actor, training_id=known(training.id), **said)
        drafting.add_person(build.session, actor, person_id=known(ada.id), **said)
    page.goto("/assignments")
    drafts = page.get_by_role("region", name="Drafts")
    row = drafts.get_by_role("row").filter(has_text=title)
    expect(row).to_contain_text("1 person chosen")
    axe(page)
    row.get_by_role("button", name=f"Discard {title}").click()
    asked = page.get_by_role("alertdialog")
    expect(asked).to_contain_text(title)
    expect(asked).to_contain_text("gone for good")
    page.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    row.get_by_role("link", name=f"Continue {title}").click()
    expect(page).to_have_url(re.compile(rf"/assignments/new/{number}/\w+"))
    page.goto("/assignments")
    row.get_by_role("button", name=f"Discard {title}").click()
    asked.get_by_role("button", name="Discard draft").click()
    expect(row).to_have_count(0)
    expect(page.locator("#notice")).to_contain_text(f"Draft “{title}” discarded.")
    page.reload()
    expect(page.get_by_role("tab", name="Active 12")).to_be_visible()
    expect(row).to_have_count(0)


@pytest.mark.rule("A-03", "nobody sees the draft of somebody else")
def test_another_admin_sees_no_draft_of_mine(listed: None, town: Town, ada: Person, visits: Visits):
    with town.building() as build:
        actor, training = build.actor(ada), build.course("Mine alone")
        number = drafting.begin(build.session, actor, now=build.now)
        drafting.choose_training(build.session, actor, draft_id=number, training_id=known(training.id), now=build.now)
    other = town.person("Abe", Role.ADMIN)
    page = town.come(visits.desk(), other, "/assignments")
    expect(page.get_by_role("tab", name="Active 12")).to_be_visible()
    expect(page.get_by_text("Mine alone")).to_have_count(0)
    expect(page.get_by_role("heading", name="Drafts")).to_have_count(0)
