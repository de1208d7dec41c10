"""The learner's dashboard and "Enroll": on a phone by touch, and by keyboard alone (L-01, L-03)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.build import SYSTEM
from support.exams import EVALUATION
from support.server import Server
from support.town import Town

from training_app.assignments.attempts import results
from training_app.assignments.attempts.results import Result
from training_app.catalog.rules import CourseKind
from training_app.certifications import actions as certifications
from training_app.certifications.actions import NewAward, NewCertification
from training_app.core.tables import known
from training_app.people.model import Person


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@pytest.fixture(scope="module")
def lea(town: Town) -> Person:
    """Something past due, something to attend, an evaluation owed, a course done twice, and a card that expires."""
    lea = town.person("Lea")
    town.give(lea, "Late", days=-3, starts=-20)
    today = town.today()
    with town.building() as build:
        led = {"materials": 0, "course_kind": CourseKind.INSTRUCTOR_LED}
        owed = build.course("Rope rescue", evaluation=EVALUATION, **led)
        oxygen = build.course("Oxygen", materials=1)
        for course in (build.course("Drill day", **led), owed):
            build.assign(course, f"q={lea.username}")
        for weeks in (60, 1):
            then = build.now - timedelta(weeks=weeks)
            build.assign(oxygen, f"q={lea.username}", at=then, allow_duplicates=True)
            build.complete(lea, oxygen, at=then)
        ids = [known(build.attempt(lea, owed).id)]
        results.record(build.session, SYSTEM, enrollment_ids=ids, result=Result.PASSED, now=build.now)
        radio = known(build.course("Radio", code="RAD", minutes=12).id)
        earned = NewCertification("Dispatcher", "DIS", always_valid_allowed=True, trainings=(radio,))
        kind = known(certifications.add_certification(build.session, SYSTEM, new=earned, now=build.now).id)
        award = NewAward(known(lea.id), kind, expires_on=today + timedelta(days=12))
        certifications.award(build.session, SYSTEM, new=award, now=build.now)
    return lea


def content(page: Page) -> None:
    """What must hold of every page on a phone."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_class(re.compile(rf"\b{scheme}\b"))
        axe(page)
    assert (too_small_to_touch(page), scrolls_sideways(page)) == ([], False)


def card(page: Page, title: str) -> Locator:
    heading = page.get_by_role("heading", name=title, exact=True)
    return page.get_by_role("main").get_by_role("listitem").filter(has=heading).last


@pytest.mark.rule("L-01", "on a phone: past due first, an evaluation owed, what is attended, news, “My certifications”")
@pytest.mark.rule(
    "L-03", "the dashboard at 360 px by touch, in light and dark, without anything that axe finds serious"
)
def test_the_dashboard_on_a_phone(town: Town, lea: Person, visits: Visits):
    page = town.come(visits.phone(), lea, "/home")
    expect(page.get_by_text("1 past due")).to_be_visible()
    titles = page.get_by_role("main").get_by_role("listitem").get_by_role("heading")
    expect(titles).to_have_text(["Late", "Drill day", "Rope rescue"])
    expect(card(page, "Late")).to_contain_text("3 days past due")
    expect(card(page, "Rope rescue")).to_contain_text("evaluation owed")
    expect(card(page, "Rope rescue").get_by_role("link")).to_have_text(re.compile("^Evaluate"))
    expect(card(page, "Drill day")).to_contain_text("It is completed when your training coordinator records")
    expect(card(page, "Drill day").get_by_role("link")).to_have_count(0)
    cards = page.get_by_role("region", name="My certifications")
    expect(cards.get_by_role("listitem")).to_contain_text("In 12 days")
    news = page.get_by_role("region", name="Latest notifications")
    expect(news).to_contain_text(re.compile(r"\d new notifications?"))
    content(page)
    bottom = page.get_by_role("navigation", name="Main, on a phone").get_by_role("link")
    expect(bottom).to_have_text(["Home", "Enroll", "Certifications", "Notifications", "Me"])
    card(page, "Late").get_by_role("link", name="Begin").tap()
    expect(page.get_by_role("heading", level=1, name="Late")).to_be_visible()


@pytest.mark.rule("L-01", "on a phone: Completed with its history and a certificate to download of each")
def test_what_is_complete_with_its_history(town: Town, lea: Person, visits: Visits):
    page = town.come(visits.phone(), lea, "/home")
    page.get_by_role("tab", name="Completed 1").tap()
    done = page.get_by_role("list", name="Completed trainings").get_by_role("listitem").first
    expect(done).to_contain_text("Oxygen")
    expect(done.get_by_role("link", name=re.compile("^Look at it again"))).to_be_visible()
    done.get_by_text("History").tap()
    expect(done.get_by_role("listitem")).to_contain_text("Completed")
    certificates = done.get_by_role("link", name=re.compile("^Certificate"))
    expect(certificates).to_have_count(2)
    content(page)
    addresses = [one.get_attribute("href") for one in certificates.all()]
    assert len(set(addresses)) == 2
    assert [page.request.get(str(one)).headers["content-type"] for one in addresses] == ["application/pdf"] * 2


@pytest.mark.rule("L-01", "Enroll on a phone: “Assignments”, “Certifications”, and a course searched and enrolled in")
def test_a_course_is_found_and_enrolled_in_on_a_phone(town: Town, lea: Person, visits: Visits):
    page = town.come(visits.phone(), town.person("Noa"), "/home")
    page.get_by_role("navigation", name="Main, on a phone").get_by_role("link", name="Enroll").tap()
    expect(page.get_by_text("Nothing is assigned to you now.")).to_be_visible()
    page.get_by_role("tab", name="Certifications 1").tap()
    expect(card(page, "Dispatcher")).to_contain_text("Not held")
    expect(card(page, "Dispatcher").get_by_role("button", name="Enroll")).to_be_visible()
    content(page)
    page.get_by_role("tab", name=re.compile("^Courses")).tap()
    page.get_by_label("Search by title, code, library or level").fill("rad")
    expect(page).to_have_url(re.compile("tab=courses&q=rad$"))
    expect(page.get_by_role("button", name="Enroll")).to_have_count(1)
    content(page)
    page.get_by_role("button", name="Enroll Radio").tap()
    expect(page).to_have_url(re.compile(r"/learn/\d+$"))
    expect(page.get_by_role("heading", level=1, name="Radio")).to_be_visible()
    page.go_back()
    card(page, "Radio").get_by_role("link", name="Continue").tap()
    expect(page.get_by_role("heading", level=1, name="Radio")).to_be_visible()


@pytest.mark.rule("L-03", "by keyboard alone: from the dashboard to Enroll, a course searched and enrolled in")
def test_a_course_is_enrolled_in_by_keyboard_alone(town: Town, lea: Person, visits: Visits):
    page = town.come(visits.desk(), town.person("Kim"), "/home")
    expect(page.get_by_role("tab", name="Enrolled 0")).to_be_visible()

    def tab_to(wanted: Locator) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if wanted.evaluate("one => one === document.activeElement"):
                return
        pytest.fail(f"Tab does not lead to {wanted}")

    tab_to(page.get_by_role("tab", name="Enroll", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Enroll")).to_be_focused()
    tab_to(page.get_by_role("tab", name=re.compile("^Courses")))
    page.keyboard.press("Enter")
    search = page.get_by_label("Search by title, code, library or level")
    expect(search).to_be_visible()
    tab_to(search)
    page.keyboard.type("rad")
    expect(page.get_by_role("button", name="Enroll")).to_have_count(1)
    expect(search).to_be_focused()
    tab_to(page.get_by_role("button", name="Enroll Radio"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Radio")).to_be_focused()
