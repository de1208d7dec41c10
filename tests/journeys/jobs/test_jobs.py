"""Long work as somebody sees it: the ring on every page, the end wherever they are, the result with those skipped."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from support.browser import DESK, PHONE, Visits, axe, scrolls_sideways, too_small_to_touch
from support.review import Desk
from support.town import Town

RING = re.compile("^Running: ")


def create(page: Page, draft: int) -> None:
    """Press "Create" on the review of a draft, and agree."""
    page.goto(f"/assignments/new/{draft}/review")
    page.get_by_role("button", name="Create", exact=True).click()
    page.get_by_role("alertdialog").get_by_role("button", name=re.compile("^Assign to ")).click()


def rows(page: Page) -> Locator:
    return page.get_by_role("region", name="Skipped, and why").locator("tbody tr")


@pytest.mark.rule("J-02", "whoever walks on sees the ring on every page, is told at the end, and opens the result")
@pytest.mark.rule("J-01", "the result of assigning names each who was skipped and why, searched, and leads to it")
def test_who_walks_on_is_told_at_the_end(town: Town, visits: Visits, desk_of: Desk, drafted, work):
    page, beside = visits.desk(), visits.phone()
    town.come(page, desk_of.ada, "/me")
    town.come(beside, desk_of.ada, "/notifications")
    create(page, drafted("Lifting safely"))
    expect(page.get_by_role("link", name=RING)).to_have_attribute("href", re.compile("^/jobs/"))
    page.get_by_role("link", name="People", exact=True).first.click()
    expect(page.get_by_role("link", name="Running: Assigning “Lifting safely”, 0 %")).to_be_visible()
    beside.reload()
    expect(beside.get_by_role("link", name=RING)).to_be_visible()

    work()

    said = "Assigned “Lifting safely” to 120 people, 2 skipped."
    for one in (page, beside):
        expect(one.locator("#notice")).to_contain_text(said, timeout=3_500)
        expect(one.get_by_role("link", name=RING)).to_have_count(0)
    page.locator("#notice").get_by_role("link", name="Open").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Assigning “Lifting safely”")
    expect(page.get_by_role("main")).to_contain_text(said)
    expect(rows(page)).to_have_count(2)
    page.get_by_label("Search by name or email").press_sequentially("zoe")
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text(re.compile("Zoe Kimball.*Completed it on .*, in this licensing period"))
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Export").click()
    assert "Zac" not in downloaded.value.path().read_text()
    expect(page.locator("#notice")).to_be_empty()
    page.reload()
    expect(rows(page)).to_have_count(1)
    expect(page.locator("#notice")).to_be_empty()
    page.get_by_role("link", name="Open the assignment").click()
    expect(page.get_by_role("tab", name=re.compile(r"^All\s*120"))).to_be_visible()


@pytest.mark.rule("J-01", "on a phone: how far it is, cancelled after saying what stays, and its page says the end")
@pytest.mark.rule("A-14", "cancelled on the page of its job nothing of it is left")
def test_it_is_cancelled_on_a_phone(town: Town, visits: Visits, desk_of: Desk, drafted, work):
    page = town.come(visits.phone(), desk_of.ada, "/me")
    draft = drafted("Driving at night")
    create(page, draft)
    page.get_by_role("link", name=RING).tap()
    expect(page.get_by_role("main")).to_contain_text("0 of 122 people")
    expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "0")
    assert too_small_to_touch(page) == []
    page.get_by_role("button", name="Cancel").tap()
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_contain_text("Nothing of the assignment stays: nobody gets it and nobody is told.")
    dialog.get_by_role("button", name="Cancel the job").tap()
    expect(page.get_by_role("main")).to_contain_text("Being cancelled")

    work()

    said = "Assigning “Driving at night” was cancelled; nothing of it stays."
    expect(page.get_by_role("main")).to_contain_text(said)
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
    page.goto(f"/assignments/new/{draft}/people")
    expect(page.get_by_role("heading", level=1, name="Assign Users")).to_be_visible()


@pytest.mark.rule("L-03", "the pages of jobs in light and dark, at 1280 and 360 px, without anything axe finds serious")
def test_the_pages_of_a_job_are_for_everybody(town: Town, visits: Visits, desk_of: Desk, drafted, work):
    page = town.come(visits.phone(), desk_of.ada, "/me")
    create(page, drafted("Hazard communication"))
    expect(page.get_by_role("link", name=RING)).to_be_visible()
    page.get_by_role("link", name=RING).tap()
    everywhere(page)
    work()
    expect(rows(page)).to_have_count(2)
    everywhere(page)


def everywhere(page: Page) -> None:
    """Axe, sizes and widths as every page has them."""
    expect(page.locator("[data-loading]")).to_have_count(0)
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            expect(page.locator("html")).to_have_class(re.compile(rf"\b{scheme}\b"))
            axe(page)
        assert not scrolls_sideways(page)
    page.set_viewport_size(PHONE)
    assert too_small_to_touch(page) == []
