""" "Award Users" from choosing to confirming, at a desk and on a phone (C-15, C-16)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, select
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.build import SYSTEM
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.catalog.rules import CourseKind
from training_app.certifications import actions
from training_app.certifications.actions import NewAward, NewCertification
from training_app.certifications.model import Award
from training_app.certifications.rules import Association, Validity
from training_app.core.tables import known
from training_app.people import memberships
from training_app.people.model import Person

CPR = NewCertification(name="CPR", code="CPR", validity=Validity.DAYS, validity_number=30, always_valid_allowed=True)


@pytest.fixture(scope="module")
def sam(town: Town) -> Person:
    """A superadmin of a town with 103 people at the stations, divers, and a certification that one of them holds."""
    sam = town.person("Sam", Role.SUPERADMIN, branch="Headquarters")
    with town.building() as build:
        build.branch("East")
        build.branch("Station 9", below=build.branch("East"))
        lea = build.person("Lea", "Learner", branch="Station 9")
        noa = build.person("Noa", "Nearby", branch="East")
        build.people(101, branch="Station 1")
        memberships.join_group(build.session, SYSTEM, person_id=known(noa.id), group="Divers", now=build.now)
        kind = known(actions.add_certification(build.session, SYSTEM, new=CPR, now=build.now).id)
        held = NewAward(known(lea.id), kind, expires_on=build.now.date() + timedelta(days=400))
        actions.award(build.session, SYSTEM, new=held, now=build.now)
        build.course("CPR at the fair", course_kind=CourseKind.EXTERNAL)
    return sam


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


def awards(town: Town) -> list[Award]:
    with town.building() as build:
        return list(build.session.exec(select(Award).where(col(Award.batch_id).is_not(None)).order_by(col(Award.id))))


def box(page: Page, name: str) -> Locator:
    return page.get_by_role("checkbox", name=name)


def preview(page: Page) -> Locator:
    return page.get_by_role("status", name="Preview")


@pytest.mark.rule(
    "C-15", "in the browser: users, groups and branches, Next, proposed days, an activity, Confirm; at once"
)
def test_a_few_are_awarded_at_once(town: Town, sam: Person, visits: Visits):
    page = town.come(visits.desk(), sam, "/certifications/1/award")
    # ── whom, by keyboard
    field = page.get_by_label("Find by name or email")
    field.press_sequentially("lea lear")
    expect(page.get_by_role("button", name="Add Lea Learner")).to_be_visible()
    field.press("Enter")
    expect(page.get_by_role("list", name="Chosen by name").get_by_text("Lea Learner")).to_be_visible()
    expect(field).to_have_value("")
    expect(preview(page)).to_contain_text("1 person, 1 already holds it until")
    page.get_by_role("tab", name="Groups").click()
    box(page, "Divers").click()
    expect(preview(page)).to_contain_text("2 people, 1 already holds it until")
    page.get_by_role("tab", name="Branches").click()
    box(page, "East").click()
    expect(box(page, "Station 9")).to_be_checked()
    expect(preview(page)).to_contain_text("2 people")
    # ── what was entered is there again in another tab, and after a reload
    page.reload()
    expect(box(page, "East")).to_be_checked()
    expect(page.get_by_role("tab", name="Users")).to_contain_text("1")
    # ── when and how
    page.get_by_role("link", name="Next").click()
    today = town.today()
    issued, expires = page.get_by_label("Issue date"), page.get_by_label("Expiry date")
    expect(issued).to_have_value(today.isoformat())
    expect(expires).to_have_value((today + timedelta(days=30)).isoformat())
    issued.fill((today - timedelta(days=10)).isoformat())
    expect(expires).to_have_value((today + timedelta(days=20)).isoformat())
    expect(page.get_by_text("Prerequisites are ignored")).to_be_visible()
    expect(page.get_by_role("region", name="Who holds it already")).to_contain_text("Lea Learner")
    expires.fill((today - timedelta(days=20)).isoformat())
    page.get_by_label("External training activity completion").click()
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("#expires_on_help.wrong")).to_have_text("It expires before it was issued.")
    expect(page.locator("#find_activity_help.wrong")).to_have_text("Which external activity? Choose one.")
    expect(expires).to_be_focused()
    axe(page)
    expires.fill("")
    issued.focus()
    expect(expires).to_have_value((today + timedelta(days=20)).isoformat())
    page.get_by_role("button", name="Choose CPR at the fair").click()
    expect(page.get_by_role("button", name="Choose another")).to_be_focused()
    page.get_by_role("button", name="Confirm").click()
    # ── done
    expect(page).to_have_url(re.compile("/certifications/1/awarded"))
    expect(page.locator("#notice")).to_contain_text("Awarded 1 person; 1 skipped.")
    made = awards(town)[-1]
    assert (made.issued_on, made.expires_on) == (today - timedelta(days=10), today + timedelta(days=20))
    assert made.association == Association.EXTERNAL


@pytest.mark.rule("L-03", "people are chosen and awarded on a phone, by touch")
@pytest.mark.rule(
    "C-16", "in the browser: more than 100 become a job, whose page is gone to; the form again leads there"
)
def test_many_are_awarded_by_a_job_from_a_phone(town: Town, sam: Person, visits: Visits):
    page = town.come(visits.phone(), sam, "/certifications/1/award")
    expect(page.get_by_label("Find by name or email")).to_be_visible()
    for tab, seen in (("Users", "Chosen by name"), ("Groups", "Divers"), ("Branches", "Station 1")):
        page.get_by_role("tab", name=tab).tap()
        expect(page.get_by_text(seen, exact=True)).to_be_visible()
        assert too_small_to_touch(page) == []
        assert not scrolls_sideways(page)
    axe(page)
    box(page, "Station 1").click()
    expect(preview(page)).to_contain_text("101 people")
    form = page.url.split("?")[0]
    page.get_by_role("link", name="Next").tap()
    page.get_by_label("Always Valid").click()
    expect(page.get_by_label("Expiry date")).to_be_hidden()
    expect(preview(page)).to_contain_text("More than 100: a job does it")
    assert too_small_to_touch(page) == []
    assert not scrolls_sideways(page)
    axe(page)
    before = len(awards(town))
    page.get_by_role("button", name="Confirm").tap()
    expect(page).to_have_url(re.compile("/jobs/"))
    expect(page.get_by_text("Awarded “CPR”: 101 awarded").first).to_be_visible()
    assert len(awards(town)) == before + 101
    page.goto(form)
    expect(page).to_have_url(re.compile("/jobs/"))
