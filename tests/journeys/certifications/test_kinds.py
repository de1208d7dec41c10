"""The kinds of certifications, at a desk and on a phone (C-01, C-02, C-11)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.build import SYSTEM
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.catalog.rules import CourseKind
from training_app.certifications import actions
from training_app.certifications.actions import NewAward, NewCertification, add_certification
from training_app.certifications.kinds import making, reading
from training_app.certifications.rules import Prerequisite, Validity
from training_app.core.tables import known
from training_app.people.model import Person


@pytest.fixture(scope="module")
def sam(town: Town) -> Person:
    """Who may do everything, in a town with some courses and one certification that two people hold."""
    sam = town.person("Sam", Role.SUPERADMIN)
    with town.building() as build:
        build.course("Airway basics", code="AIR-1")
        build.course("Ride-along", code="RIDE-1", course_kind=CourseKind.EXTERNAL, materials=0)
        build.course("Drill day", code="DAY-1", course_kind=CourseKind.INSTRUCTOR_LED)
        cpr = add_certification(build.session, SYSTEM, new=NewCertification("CPR", "CPR"), now=build.now)
        expiry = build.now.date() + timedelta(days=200)
        held = [NewAward(known(one.id), known(cpr.id), expires_on=expiry) for one in build.people(2)]
        actions.award_many(build.session, SYSTEM, awards=held, now=build.now)
    return sam


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


def field(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def entered(town: Town, code: str) -> NewCertification:
    """The certification of that code, as it is saved."""
    with town.building() as build:
        there = {one.code: one.id for one in reading.choices(build.session, SYSTEM)}
        return making.to_edit(build.session, SYSTEM, certification_id=there[code])


@pytest.mark.rule("C-01", "in the browser: a certification is made; a fault is named at its field, and nothing is lost")
@pytest.mark.rule("C-11", "in the browser: “Awarded To” is a count that opens “Awarded Users”")
def test_a_certification_is_made(town: Town, sam: Person, visits: Visits):
    page = town.come(visits.desk(), sam, "/dashboard")
    page.get_by_role("link", name="Certifications", exact=True).first.click()
    row = page.get_by_role("row").filter(has_text="CPR")
    expect(row.get_by_role("link", name="2 hold CPR")).to_have_attribute(
        "href", re.compile(r"/certifications/\d+/awarded")
    )
    page.get_by_role("link", name="New Certification").first.click()
    # ── refused, with what awards it chosen already
    expect(page.get_by_role("heading", level=1, name="New certification")).to_be_visible()
    page.get_by_label("Find a training by its title or code").fill("ride")
    button(page, "Add Ride-along").click()
    field(page, "Name").fill("Airway specialist")
    button(page, "Make certification").click()
    expect(page.locator("#code_help.wrong")).to_have_text("Code is missing.")
    expect(page.locator("#always_valid_allowed_help.wrong")).to_contain_text("needs a validity")
    expect(field(page, "Code")).to_be_focused()
    expect(field(page, "Name")).to_have_value("Airway specialist")
    # ── all of it
    field(page, "Code").fill("AIR")
    page.get_by_label("This is a licence").click()
    field(page, "Category 1").fill("Airway")
    field(page, "Hours of category 1").fill("7,5")
    button(page, "Another category").click()
    field(page, "Category 2").fill("Trauma")
    field(page, "Hours of category 2").fill("4")
    expect(field(page, "Category 1")).to_have_value("Airway")
    field(page, "Validity").select_option("Years")
    field(page, "How many").fill("2")
    page.get_by_label("To the end of that month").click()
    field(page, "Remind before expiry").fill("60, 7, 0")
    page.get_by_label("Find a training by its title or code").fill("airway")
    button(page, "Add Airway basics").click()
    field(page, "Awarded by").select_option("Completing all of these")
    page.get_by_label("Find what to ask for by its title or code").fill("drill")
    button(page, "Attended Drill day").click()
    axe(page)
    button(page, "Make certification").click()
    expect(page).to_have_url(re.compile(r"/certifications/\d+$"))
    expect(page.get_by_role("heading", level=1, name="Airway specialist")).to_be_visible()
    expect(page.get_by_text("Awards keep the expiry they have")).to_be_visible()
    made = entered(town, "AIR")
    assert made.required_hours == (("Airway", "7.5"), ("Trauma", "4"))
    assert (made.validity, made.validity_number, made.to_month_end) == (Validity.YEARS, 2, True)
    assert (made.award_when, len(made.trainings), made.remind_days) == ("all of", 2, (60, 7, 0))
    assert [what for _, what in made.prerequisites] == [Prerequisite.ATTENDED]
    # ── and it stands in the list
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Certifications").click()
    row = page.get_by_role("row").filter(has_text="Airway specialist")
    expect(row).to_contain_text("2 years, to the end of the month")
    expect(row.get_by_role("link", name="Award Users Airway specialist")).to_be_visible()


@pytest.mark.rule("L-03", "a certification is changed, archived and restored on a phone")
def test_a_certification_is_changed_on_a_phone(town: Town, sam: Person, visits: Visits):
    with town.building() as build:
        add_certification(build.session, SYSTEM, new=NewCertification("Phone card", "PHONE"), now=build.now)
    page = town.come(visits.phone(), sam, "/certifications")
    page.get_by_label("Search by name, code or series").fill("phone")
    expect(page).to_have_url(re.compile("q=phone"))
    expect(page.get_by_role("link", name="CPR", exact=True)).to_have_count(0)
    assert too_small_to_touch(page) == []
    assert not scrolls_sideways(page)
    page.get_by_role("link", name="Phone card", exact=True).tap()
    field(page, "Validity").select_option("Until a fixed day")
    field(page, "Last valid day").fill("2031-06-30")
    axe(page)
    assert too_small_to_touch(page) == []
    assert not scrolls_sideways(page)
    button(page, "Save changes").tap()
    expect(page.get_by_role("status", name="Saving")).to_have_text("Saved")
    assert entered(town, "PHONE").fixed_day.isoformat() == "2031-06-30"
    button(page, "Archive").tap()
    asked = page.get_by_role("alertdialog", name="Archive “Phone card”?")
    expect(asked).to_contain_text("Whoever was awarded it keeps the award")
    asked.get_by_role("button", name="Archive").tap()
    page.get_by_role("tab", name=re.compile("^Archived")).tap()
    page.get_by_role("link", name="Phone card", exact=True).tap()
    button(page, "Restore").tap()
    expect(button(page, "Archive")).to_be_visible()


@pytest.mark.rule("C-02", "in the browser: switched off, the menu has no entry and a page that is opened says so")
def test_the_module_is_switched_off_and_on(town: Town, sam: Person, visits: Visits):
    page = town.come(visits.desk(), sam, "/settings")
    entry = page.get_by_role("navigation", name="Main", exact=True).get_by_role(
        "link", name="Certifications", exact=True
    )
    expect(entry).to_be_visible()
    switch = page.get_by_label("Certification Tracking Module")
    switch.click()
    expect(switch).not_to_be_checked()
    button(page, "Save settings").click()
    expect(entry).to_have_count(0)
    axe(page)
    page.goto("/certifications")
    expect(page.get_by_text("The Certification Tracking Module is switched off.")).to_be_visible()
    expect(page.get_by_role("link", name="New Certification")).to_have_count(0)
    page.goto("/settings")
    expect(switch).not_to_be_checked()
    switch.click()
    expect(switch).to_be_checked()
    button(page, "Save settings").click()
    expect(entry).to_be_visible()
    entry.click()
    expect(page.get_by_role("link", name="CPR", exact=True)).to_be_visible()
