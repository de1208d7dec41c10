"""Coming in and leaving: invitations, passwords, links, and what a session that has ended still shows (P-07)."""

import re

import pytest
from playwright.sync_api import Page, expect
from support.browser import Visits
from support.build import SYSTEM
from support.server import Server
from support.town import PASSWORD, Town

from training_app.access.rules import Role
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people.model import Person

USED = "This link was used already or has expired. Ask for a new one."
WRONG = "Email, username or password is not right."
WAIT = re.compile(r"Too many tries\. Wait \d+ seconds, then try again\.")
NEW = "eleven quiet herons"
SIGN_IN = re.compile(r"/sign-in")


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Email or username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def set_password(page: Page, password: str, again: str | None = None) -> None:
    page.get_by_label("New password").fill(password)
    page.get_by_label("The same again").fill(password if again is None else again)
    page.get_by_role("button", name="Set password").click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(SIGN_IN)


def link_to(town: Town, person: Person, page: str, number: int = 1) -> str:
    found = re.search(rf"http\S+/{page}/\S+", town.mail_to(person, number).text)
    assert found
    return found[0]


def is_at_home(page: Page) -> None:
    expect(page.get_by_role("heading", level=1, name="Home")).to_be_visible()


# ── links by mail


@pytest.mark.rule("P-07", "in the browser: from the mailed invitation to a password and in")
def test_a_mailed_invitation_leads_to_a_password_and_in(town: Town, visits: Visits):
    lea = town.person("Lea", invited=True)
    page = visits.phone()
    page.goto(link_to(town, lea, "invitation"))
    set_password(page, NEW, "another thing")
    expect(page.get_by_role("alert")).to_contain_text("The two passwords are not the same.")
    set_password(page, "qwertyuiop")
    expect(page.get_by_role("alert")).to_contain_text("among the first that anyone would try")
    set_password(page, NEW)
    is_at_home(page)
    page.goto("/me")
    sign_out(page)
    sign_in(page, lea.username, NEW)
    is_at_home(page)


@pytest.mark.rule("P-07", "in the browser: a link that was used is refused in words, and sets nothing")
def test_a_link_is_used_once(town: Town, visits: Visits):
    lea = town.person("Lea", invited=True)
    link = link_to(town, lea, "invitation")
    first, second = visits.desk(), visits.desk()
    first.goto(link)
    second.goto(link)
    set_password(first, NEW)
    is_at_home(first)
    set_password(second, "somebody else chose it")
    expect(second.get_by_role("alert")).to_contain_text(USED)
    second.goto("/sign-in")
    sign_in(second, lea.email, "somebody else chose it")
    expect(second.get_by_role("alert")).to_contain_text(WRONG)
    sign_in(second, lea.email, NEW)
    is_at_home(second)


@pytest.mark.rule("P-07", "in the browser: a forgotten password is replaced by a mailed link, the old one is over")
def test_a_forgotten_password_is_replaced_by_a_mailed_link(town: Town, visits: Visits):
    lea = town.person("Lea")
    elsewhere = town.come(visits.desk(), lea, "/home")
    is_at_home(elsewhere)
    page = visits.phone()
    page.goto("/sign-in")
    page.get_by_role("link", name="Forgot your password?").tap()
    page.get_by_label("Email or username").fill(lea.email.upper())
    page.get_by_role("button", name="Send the link").tap()
    expect(page.get_by_role("alert")).to_contain_text("a link is on its way")
    page.goto(link_to(town, lea, "reset"))
    set_password(page, NEW)
    is_at_home(page)
    elsewhere.get_by_role("link", name="Notifications").first.click()
    expect(elsewhere).to_have_url(SIGN_IN)
    sign_in(elsewhere, lea.email)
    expect(elsewhere.get_by_role("alert")).to_contain_text(WRONG)


@pytest.mark.rule("P-07", "in the browser: the answer is the same for an unknown account")
def test_whoever_asks_does_not_learn_whether_an_account_exists(town: Town, visits: Visits):
    lea, page = town.person("Lea"), visits.desk()
    told = []
    for name in (lea.email, "nobody@muster.test"):
        page.goto("/forgot")
        page.get_by_label("Email or username").fill(name)
        page.get_by_role("button", name="Send the link").click()
        told.append(page.get_by_role("alert").inner_text())
        page.goto("/sign-in")
        sign_in(page, name, "not the password")
        told.append(page.get_by_role("alert").inner_text())
    assert told[:2] == told[2:]


# ── wrong passwords


@pytest.mark.rule("P-07", "in the browser: after 5 failures the page says how long to wait; a new password ends it")
def test_too_many_tries_wait_and_a_mailed_link_ends_the_waiting(town: Town, visits: Visits):
    lea, page = town.person("Lea"), visits.phone()
    page.goto("/sign-in")
    for _ in range(5):
        sign_in(page, lea.username, "not the password")
        expect(page.get_by_role("alert")).to_contain_text(WRONG)
    sign_in(page, lea.username)
    expect(page.get_by_role("alert")).to_contain_text(WAIT)
    page.goto("/forgot")
    page.get_by_label("Email or username").fill(lea.username)
    page.get_by_role("button", name="Send the link").tap()
    page.goto(link_to(town, lea, "reset"))
    set_password(page, NEW)
    is_at_home(page)


# ── leaving


@pytest.mark.rule("P-07", "in the browser: sign-out ends the session on the server, and Back shows no row of it")
def test_after_signing_out_neither_back_nor_another_tab_shows_anything(town: Town, visits: Visits):
    lea = town.person("Lea")
    with town.building() as build:
        build.assign(build.course("Lifting safely"), f"q={lea.username}")
    page = town.come(visits.desk(), lea, "/home")
    owed = page.get_by_role("heading", name="Lifting safely")
    expect(owed).to_be_visible()
    beside = page.context.new_page()
    beside.goto("/home")
    expect(beside.get_by_role("heading", name="Lifting safely")).to_be_visible()
    sign_out(page)
    page.go_back()
    expect(page).to_have_url(SIGN_IN)
    expect(owed).to_have_count(0)
    beside.get_by_role("link", name="Notifications").first.click()
    expect(beside).to_have_url(SIGN_IN)
    expect(beside.get_by_text("Lifting safely")).to_have_count(0)


@pytest.mark.rule("P-05", "another person who signs in in the same tab sees nothing of the one before")
def test_the_next_person_in_the_same_tab_sees_nothing_of_the_one_before(town: Town, visits: Visits):
    ada, lea = town.person("Ada", Role.ADMIN), town.person("Lea")
    with town.building() as build:
        made = build.assign(build.course("Hazard communication"), f"q={ada.username}")
    page = town.come(visits.desk(), ada, f"/assignments/{made.assignment_id}")
    expect(page.get_by_role("row").filter(has_text=ada.email)).to_be_visible()
    sign_out(page)
    sign_in(page, lea.email)
    is_at_home(page)
    expect(page.get_by_role("complementary", name="Panel").or_(page.locator(".side"))).to_contain_text(lea.name())
    expect(page.get_by_role("link", name="Assignments")).to_have_count(0)
    page.goto(f"/assignments/{made.assignment_id}")
    expect(page.get_by_text("This page needs the right “Manage Assignments”.")).to_be_visible()
    for word in ("Hazard communication", ada.email, ada.name()):
        expect(page.get_by_text(word)).to_have_count(0)


@pytest.mark.rule("P-09", "in the browser: whoever is deactivated is led out at the next click, and not let in")
def test_whoever_is_deactivated_is_led_out_and_not_let_in(town: Town, visits: Visits):
    lea = town.person("Lea")
    page = town.come(visits.phone(), lea, "/home")
    # Everything that the page asks for when it is opened has been answered: only the tap asks again.
    expect(page.get_by_text("You have nothing to do", exact=True)).to_be_visible()
    with town.building() as build:
        people.deactivate(build.session, SYSTEM, person_id=known(lea.id), now=build.now)
    page.get_by_role("link", name="Me", exact=True).tap()
    expect(page).to_have_url(SIGN_IN)
    sign_in(page, lea.email)
    expect(page.get_by_role("alert")).to_contain_text(WRONG)


@pytest.mark.rule("N-01", "the link of a mail leads there after signing in")
def test_the_link_of_a_mail_leads_there_after_signing_in(town: Town, visits: Visits):
    lea = town.person("Lea")
    with town.building() as build:
        build.assign(build.course("Bloodborne pathogens"), f"q={lea.username}")
    link = re.search(r"http\S+/learn/\d+", town.mail_to(lea).text)
    assert link
    page = visits.phone()
    page.goto(link[0])
    expect(page).to_have_url(SIGN_IN)
    sign_in(page, lea.email)
    expect(page.get_by_role("heading", level=1, name="Bloodborne pathogens")).to_be_visible()
