"""An assignment is edited: from its page through the steps to “Save changes” (A-19, A-24)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from support.browser import DESK, PHONE, Visits, axe, scrolls_sideways, too_small_to_touch
from support.editing.on_page import EditPage
from support.town import Town


def assigned(town: Town, due: int) -> int:
    """A course of its own, assigned to Lea, Max and Noa."""
    today = town.today()
    with town.building() as build:
        return build.assign(build.course("Stretchers"), "q=learner", due=today + timedelta(due)).assignment_id


@pytest.fixture
def stretchers(town: Town, office) -> int:
    """It is due in 30 days."""
    return assigned(town, 30)


@pytest.mark.rule("A-19", "in the browser: people are added and removed and the due date is moved")
def test_people_and_dates_are_edited(page: Page, office, town: Town, stretchers: int):
    newcomer = town.person("Nia", branch="Station 7")
    seen = office.come(page, office.ada, stretchers).begin()
    expect(seen.account()).to_contain_text(re.compile(r"3\s*stay in it"))
    seen.take_out("Lea Learner", 2)
    seen.add(newcomer.username, 3)
    expect(seen.account()).to_contain_text(re.compile(r"1\s*added"))
    expect(seen.account()).to_contain_text(re.compile(r"1\s*removed"))
    seen.open("dates")
    expect(page.get_by_role("group", name="Start date")).to_contain_text("can no longer be moved")
    seen.due(seen.today + timedelta(40))
    told = page.get_by_label("What follows")
    expect(told).to_contain_text("The due date moves for 2 people; they are told at once.")
    seen.open("review")
    expect(seen.people()).to_contain_text(["Nia"])
    seen.column("Who").get_by_role("link", name=re.compile("is removed")).click()
    expect(seen.people()).to_contain_text(["Lea Learner"])
    expect(seen.column("What")).to_contain_text(f"{seen.today + timedelta(40):%a %-d %b %Y}")
    expect(seen.column("When")).to_contain_text(re.compile(r"New due date.*2 people"))
    seen.save().click()
    expect(seen.dialog()).to_contain_text("Save changes to Stretchers?")
    expect(seen.dialog()).to_contain_text("1 person added; 1 person removed.")
    axe(page)
    seen.confirm().dblclick()
    seen.left()
    seen.tells("Changes saved: 1 person added, 1 person removed, 2 people with another due date.")
    expect(page.get_by_role("main")).to_contain_text("Nia")
    expect(page.get_by_role("main")).not_to_contain_text("Lea Learner")
    page.go_back()
    seen.left()


@pytest.mark.rule("A-19", "in the browser: reload and another tab lose nothing of an edit, and what is saved leads on")
def test_nothing_is_lost_on_the_way(visits: Visits, office, stretchers: int):
    seen = office.come(visits.desk(), office.ada, stretchers).begin()
    expect(seen.page.get_by_role("navigation", name="Breadcrumb")).to_have_text("AssignmentsStretchersEditAssign Users")
    seen.take_out("Lea Learner", 2)
    seen.page.reload()
    expect(seen.is_at("people").account()).to_contain_text("2 chosen")
    seen.page.get_by_role("button", name="Save and leave").click()
    seen.left()
    seen.tells("goes on with them")
    seen.begin()
    expect(seen.account()).to_contain_text("2 chosen")
    seen.open("review").save().click()
    other = EditPage(seen.page.context.new_page(), stretchers, seen.today)
    other.page.goto(seen.page.url)
    other.is_at("review").save().click()
    for one in (seen, other):
        one.confirm().click()
        one.left()
    other.tells("These changes were saved before")


@pytest.mark.rule("A-19", "in the browser: discarding an edit asks first and leaves the assignment as it is")
def test_an_edit_is_discarded(visits: Visits, office, stretchers: int):
    seen = office.come(visits.desk(), office.ada, stretchers).begin()
    seen.take_out("Lea Learner", 2)
    seen.page.get_by_role("button", name="Discard changes").click()
    seen.dialog().get_by_role("button", name="Discard changes").click()
    seen.left()
    seen.tells("The assignment is as it was.")
    expect(seen.page.get_by_role("main")).to_contain_text("Lea Learner")
    seen.begin().open("review")
    expect(seen.page.get_by_role("button", name="Nothing changed")).to_be_disabled()


@pytest.mark.rule("A-19", "in the browser: locked, it says since when and why; overriding asks for a reason")
def test_what_is_locked_takes_a_reason(page: Page, visits: Visits, office, town: Town):
    locked = assigned(town, 3)
    seen = office.come(visits.desk(), office.ada, locked)
    seen.button().click()
    seen.tells(f"Locked since {seen.today:%A}, {seen.today.day} {seen.today:%B %Y}: 3 days before the due date")
    expect(seen.page).to_have_url(re.compile(rf"/assignments/{locked}$"))
    seen = office.come(page, office.sam, locked).begin()
    expect(page.get_by_role("note").first).to_contain_text(f"Locked since {seen.today:%a %-d %b %Y}")
    seen.take_out("Lea Learner", 2)
    seen.open("review").save().click()
    reason = page.get_by_label("Why do you override the lock?")
    expect(reason).to_be_focused()
    expect(page.locator("#reason_help")).to_have_text("Say why you override the lock.")
    axe(page)
    reason.press_sequentially("She has left the company")
    seen.save().click()
    seen.confirm().click()
    seen.left()
    seen.tells("Changes saved: 1 person removed.")


@pytest.mark.rule("A-24", "in the browser: two admins edit at once; people merge, a due date of both is named")
def test_two_admins_edit_at_once(visits: Visits, office, stretchers: int):
    ada = office.come(visits.desk(), office.ada, stretchers).begin()
    sam = office.come(visits.phone(), office.sam, stretchers).begin()
    ada.take_out("Lea Learner", 2)
    sam.take_out("Max Learner", 2)
    for one, days in ((ada, 40), (sam, 50)):
        one.open("dates").due(one.today + timedelta(days))
        one.open("review")
    ada.save().click()
    ada.confirm().click()
    ada.left()
    sam.save().click()
    clash = sam.page.locator("#clashes")
    expect(clash).to_contain_text(f"changed “Due date” to {sam.today + timedelta(40):%-d %b %Y}")
    expect(clash).to_be_focused()
    axe(sam.page)
    clash.get_by_role("button", name=re.compile("^Take theirs")).click()
    expect(clash.get_by_role("button")).to_have_count(0)
    sam.save().click()
    expect(sam.dialog()).to_contain_text("1 person removed.")
    sam.confirm().click()
    sam.left()
    main = sam.page.get_by_role("main")
    expect(main).to_contain_text("Noa Learner")
    expect(main).not_to_contain_text("Lea Learner")
    expect(main).not_to_contain_text("Max Learner")


@pytest.mark.rule("L-03", "every step of an edit, light and dark, at both widths: nothing serious or too small")
@pytest.mark.parametrize("due", [30, 3])
def test_every_step_of_an_edit_can_be_read_and_touched(visits: Visits, office, town: Town, due: int):
    seen = office.come(visits.desk(), office.sam, assigned(town, due)).begin()
    seen.take_out("Lea Learner", 2)
    for step in ("dates", "options", "people", "review"):
        seen.open(step)
        for size in (PHONE, DESK):
            seen.page.set_viewport_size(size)
            for scheme in ("light", "dark"):
                seen.page.emulate_media(color_scheme=scheme)
                expect(seen.page.locator("html")).to_have_class(re.compile(rf"\b{scheme}\b"))
                axe(seen.page)
            assert not scrolls_sideways(seen.page)
            assert size is DESK or too_small_to_touch(seen.page) == []
