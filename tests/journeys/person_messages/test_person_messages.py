"""Why did Lea get this mail, why did she not get that one, and what comes next: asked by an admin, and answered."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.town import Town

from training_app.access.rules import Role
from training_app.people.model import Person


@pytest.fixture(scope="module")
def lea(town: Town) -> Person:
    """Somebody who has been told of one course by bell and e-mail, and of another by the bell alone."""
    lea, today = town.person("Lea", last="Learner"), town.today()
    with town.building() as build:
        for title, said in (("Lifting safely", {}), ("Hazard communication", {"emails": False})):
            build.assign(build.course(title), f"q={lea.username}", due=today + timedelta(days=20), **said)
    town.mail_to(lea)
    return lea


def spoken(day: date) -> str:
    return f"{day:%-d %b %Y}"


def row(page: Page, *words: str) -> Locator:
    found = page.locator("tbody tr")
    for one in words:
        found = found.filter(has_text=one)
    return found


def choose(page: Page, tab: str) -> None:
    page.get_by_role("tab", name=re.compile(f"^{tab}")).click()
    expect(page.get_by_role("tab", name=re.compile(f"^{tab}"))).to_have_attribute("aria-selected", "true")


@pytest.mark.rule("N-07", "on the page: what somebody got, will get and when, and did not get and why")
def test_an_admin_finds_out_why_somebody_got_a_mail_or_did_not(town: Town, ada: Person, lea: Person, visits: Visits):
    page = town.come(visits.desk(), ada, "/people?q=lea")
    page.get_by_role("link", name="Messages of Lea Learner").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lea Learner")
    expect(page.get_by_text(f"{lea.email} · Reminders by e-mail one by one · Times in Etc/UTC")).to_be_visible()
    # ── Got: by bell and e-mail, with what stood in it
    told = row(page, "Training assigned", "Lifting safely")
    expect(told).to_contain_text("Not read yet")
    told.get_by_text("What stood in it").click()
    expect(told).to_contain_text("“Lifting safely” has been assigned to you.")
    expect(row(page, "Hazard communication").get_by_role("cell").nth(2)).to_have_text("\N{EN DASH}")
    # ── Will get: the day and the time, and by which channels
    choose(page, "Will get")
    week = spoken(town.today() + timedelta(days=13))
    expect(row(page, "Due in 7 days", "Lifting safely")).to_contain_text(f"{week} 08:00")
    expect(row(page, "Due in 7 days", "Lifting safely")).to_contain_text("bell and e-mail")
    expect(row(page, "Due today", "Hazard")).to_contain_text("No e-mail: Switched off in the assignment: E-mails.")
    # ── Did not get, and why; narrowed by what is typed
    choose(page, "Did not get")
    expect(row(page, "Hazard communication")).to_contain_text("Switched off in the assignment: E-mails.")
    page.get_by_label("Search by training").fill("lifting")
    expect(page.get_by_text("No message here is about that.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"tab=not_got&q=lifting$"))
    # ── from the page of an assignment, what is about that one alone
    page.goto("/assignments/1")
    page.get_by_role("link", name="Messages of Lea Learner").click()
    expect(page.get_by_text("Only Lifting safely, due")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="All messages").click()
    expect(page.locator("tbody tr")).to_have_count(2)


@pytest.mark.rule("N-07", "a person's messages on a phone: as cards, touched, read, without sideways scroll")
def test_on_a_phone_the_three_parts_are_cards(town: Town, ada: Person, lea: Person, visits: Visits):
    page = town.come(visits.phone(), ada, f"/people/{lea.id}/messages")
    for tab, words in (("Got", "Not read yet"), ("Will get", "Due in 7 days"), ("Did not get", "Switched off")):
        choose(page, tab)
        expect(row(page, words).first).to_be_visible()
        axe(page)
        assert not scrolls_sideways(page)
        assert too_small_to_touch(page) == []


@pytest.mark.rule("N-07", "a person's messages: whoever may not see them finds no way there, and nothing there")
def test_a_manager_finds_no_way_to_the_messages_of_their_people(town: Town, lea: Person, visits: Visits):
    boss = town.person("Max", Role.MANAGER)
    with town.building() as build:
        build.person("Kim", last="Report", manager_id=boss.id)
    page = town.come(visits.desk(), boss, "/people")
    expect(page.get_by_text("Kim Report")).to_be_visible()
    expect(page.get_by_role("link", name="Messages of Kim Report")).to_have_count(0)
    page.goto(f"/people/{lea.id}/messages")
    expect(page.get_by_text("This page needs the right")).to_be_visible()
    expect(page.get_by_text("Training assigned")).to_have_count(0)
