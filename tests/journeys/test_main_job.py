"""The main job on real input: a roster becomes people, a course is assigned to some of them, they are told by mail,
one of them does it on a phone, and the admin sees the status change."""

import csv
import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from support import scans
from support.browser import Visits, axe, scrolls_sideways
from support.database import pointed_to
from support.pictures import picture
from support.server import Server
from support.smtp import Sink
from support.wizard import Wizard

from training_app.access.actor import Actor
from training_app.catalog import actions as catalog
from training_app.core import clock, db
from training_app.demo import courses

DATA = Path(__file__).parents[1] / "data"
ROSTER = DATA / "roster.csv"
ADMIN = "ada.admin@riverside-ems.example"
PASSWORD = "eleven quiet herons"
STATIONS = ("Station 4", "Station 7")


def chosen() -> list[dict[str, str]]:
    """The active ALS providers of the two stations, read from the roster by the test itself."""
    refused = {row["row"] for row in json.loads((DATA / "expected.json").read_text())["roster.csv"]["refused"]}
    with ROSTER.open(encoding="utf-8-sig", newline="") as file:
        rows = {number: row for number, row in enumerate(csv.DictReader(file), start=2) if number not in refused}
    return [
        row
        for row in rows.values()
        if row["Provider Level"] == "ALS" and row["Station"] in STATIONS and row["Status"] == "Active"
    ]


def add_courses(server: Server) -> None:
    with pointed_to(f"sqlite:///{server.data / 'muster.db'}", server.data), db.write() as session:
        for course in courses.read():
            catalog.add_course(session, Actor.system(), new=course, now=clock.now())


def set_password(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Set password").click()


def add_filter(page: Page, field: str, value: str) -> None:
    page.locator("#add_filter").click()
    page.get_by_role("button", name=field, exact=True).click()
    page.get_by_role("button", name=re.compile(f"^{value} ?\\d")).click()
    chip = page.get_by_role("button", name=re.compile(f"^Remove filter {field} is .*{value}"))
    expect(chip).to_be_visible()


def assign(page: Page, today: date, number: int) -> None:
    page.get_by_role("link", name="New Assignment").first.click()
    wizard = Wizard(page, today).is_at("training")
    wizard.search().fill("airway")
    wizard.choose("Pediatric airway management").next("dates")
    page.get_by_role("button", name="+30 days").click()
    expect(page.get_by_label("Due date")).not_to_have_value("")
    wizard.next("options").next("people")
    add_filter(page, "Level", "ALS")
    for station in STATIONS:
        add_filter(page, "Branch", station)
    page.get_by_role("button", name=re.compile("^Assign Users Below")).click()
    wizard.tells(f"{number}will be enrolled")
    picture(page, "1-assign")
    wizard.next("review")
    expect(page.get_by_text(f"{number} people will be assigned")).to_be_visible()
    picture(page, "1-review")
    axe(page)
    wizard.create().get_by_role("button", name=f"Assign to {number} people").click()


@pytest.mark.rule("P-08", "the main job on a real roster, from the file to the people")
def test_a_roster_becomes_people_who_are_assigned_told_and_complete(server: Server, sink: Sink, visits: Visits):
    said = server.muster("create-admin", ADMIN, "--first-name", "Ada", "--last-name", "Admin")
    imported = server.muster("import", "people", str(ROSTER), "--yes")
    assert "1,188" in imported
    add_courses(server)
    people = chosen()
    number = len(people)

    # ── the admin, at a desk
    desk, today = visits.desk(), clock.day_of(clock.now(), "Etc/UTC")
    set_password(desk, said.split()[-1])
    expect(desk.get_by_role("heading", level=1, name="Assignments")).to_be_visible()
    axe(desk)
    assign(desk, today, number)
    expect(desk.get_by_role("heading", level=1, name="Pediatric airway management")).to_be_visible()
    expect(desk.get_by_role("tab", name=f"All {number}")).to_be_visible()
    expect(desk.get_by_role("tab", name="Evaluated (Completed) 0")).to_be_visible()
    axe(desk)

    # ── everybody is told, once
    mails = sink.wait_for(number + 1, seconds=60)
    learner = people[0]
    (mail,) = sink.to(learner["E-mail Address"])
    assert "Pediatric airway management" in mail.subject
    invited, *told = sorted(mails, key=lambda one: one.to != (ADMIN,))
    assert invited.to == (ADMIN,)
    assert sorted(one.to[0] for one in told) == sorted(row["E-mail Address"] for row in people)

    # ── one of them, on a phone
    phone = visits.phone()
    take(phone, sink, learner["E-mail Address"], len(mails))

    # ── the admin sees it
    desk.reload()
    expect(desk.get_by_role("tab", name="Evaluated (Completed) 1")).to_be_visible()
    desk.goto(f"{desk.url}?sort=-status")
    expect(desk.get_by_role("row").nth(1)).to_contain_text("Evaluated")
    picture(desk, "5-status")
    desk.get_by_role("tab", name="Evaluated (Completed) 1").click()
    row = desk.get_by_role("row").filter(has_text=learner["E-mail Address"])
    expect(row).to_contain_text("Evaluated")
    edit(desk, [one["E-mail Address"] for one in people[1:3]], today)
    ask_what_comes(desk, people[3]["E-mail Address"], today)
    keep_a_scan(desk, learner)


def keep_a_scan(desk: Page, of: dict[str, str]) -> None:
    """The licence of one of them is renewed, and its scan is kept with it."""
    desk.goto(f"/people?q={of['E-mail Address']}")
    desk.get_by_role("link", name=f"{of['First Name']} {of['Last Name']}", exact=True).click()
    expect(desk.get_by_role("heading", name="Certifications", exact=True)).to_be_visible()
    desk.get_by_role("link", name="Upload").click()
    card = {"name": "licence.jpg", "mimeType": "image/jpeg", "buffer": scans.jpg()}
    desk.get_by_label("Choose Files").set_input_files([card])
    expect(desk.get_by_text("1 file selected")).to_be_visible()
    desk.get_by_role("link", name="Continue").click()
    part = desk.get_by_role("group", name="licence.jpg")
    part.get_by_label("Certification", exact=True).select_option(of["License Type"])
    expect(part.get_by_label("Certification Num")).to_have_value(of["License #"])
    part.get_by_label("Expires").fill("2030-03-31")
    desk.get_by_role("button", name="Submit").click()
    expect(desk.get_by_role("button", name="View licence.jpg")).to_be_visible()
    expect(desk.get_by_label("Expires").first).to_have_value("2030-03-31")
    axe(desk)
    picture(desk, "8-profile")


def ask_what_comes(desk: Page, address: str, today: date) -> None:
    """Somebody wants to know what they were told, and what they will be."""
    desk.goto(f"/people?q={address}")
    desk.get_by_role("link", name=re.compile("^Messages of ")).click()
    expect(desk.get_by_role("tab", name=re.compile("^Got"))).to_have_text(re.compile("1"))
    desk.get_by_role("tab", name=re.compile("^Will get")).click()
    week = today + timedelta(days=30 - 7)
    expect(desk.get_by_role("row").filter(has_text="Due in 7 days")).to_contain_text(f"{week:%-d %b %Y}")
    picture(desk, "7-messages")


def edit(desk: Page, gone: list[str], today: date) -> None:
    """Two of them leave the service, and everybody gets more time."""
    desk.get_by_role("button", name="Edit Original User(s) Assigned").click()
    expect(desk.get_by_role("heading", level=1, name="Assign Users")).to_be_visible()
    desk.get_by_label("Email addresses to take out").fill(", ".join(gone))
    desk.get_by_role("button", name="Remove Users").click()
    expect(desk.get_by_label("What will happen")).to_contain_text(re.compile(r"2\s*removed"))
    desk.goto(desk.url.replace("/people", "/dates"))
    due = desk.get_by_label("Due date", exact=True)
    due.fill((today + timedelta(days=45)).isoformat())
    due.blur()
    expect(desk.get_by_role("status", name="Draft")).to_have_text("Saved")
    desk.goto(desk.url.replace("/dates", "/review"))
    expect(desk.get_by_role("heading", level=1, name="Review")).to_be_visible()
    expect(desk.get_by_role("button", name="Save changes").last).to_be_enabled()
    picture(desk, "6-edit")


def take(phone: Page, sink: Sink, address: str, mails: int) -> None:
    phone.goto("/sign-in")
    phone.get_by_role("link", name="Forgot your password?").tap()
    phone.get_by_label("Email or username").fill(address)
    phone.get_by_role("button", name="Send the link").tap()
    sink.wait_for(mails + 1)
    link = re.search(r"https?://\S+/reset/\S+", sink.to(address)[-1].text)
    assert link
    set_password(phone, link[0])
    expect(phone.get_by_role("heading", level=1, name="Home")).to_be_visible()
    expect(phone.get_by_role("heading", name="Pediatric airway management")).to_be_visible()
    assert not scrolls_sideways(phone)
    axe(phone)
    picture(phone, "2-home")
    phone.get_by_role("link", name="Notifications").first.tap()
    expect(phone.get_by_role("heading", level=1, name="Notifications")).to_be_visible()
    expect(phone.get_by_role("link", name=re.compile("Pediatric airway management"))).to_be_visible()
    picture(phone, "3-told")
    phone.get_by_role("link", name="Home").last.tap()
    phone.get_by_role("link", name="Begin Pediatric airway management").tap()
    parts = phone.get_by_role("navigation", name="Parts").get_by_role("listitem")
    expect(parts.first).to_be_visible()
    number = parts.count()
    for done in range(number):
        expect(phone.get_by_text(f"{done} of {number} parts done")).to_be_visible()
        assert not scrolls_sideways(phone)
        if done == 1:
            picture(phone, "4-learn")
        phone.get_by_role("button", name="Finish" if done == number - 1 else "Next").tap()
    expect(phone.get_by_role("heading", name="Complete", exact=True)).to_be_visible()
    axe(phone)
    phone.get_by_role("link", name="Home").first.tap()
    phone.get_by_role("tab", name="Completed 1").tap()
    expect(phone.get_by_role("heading", name="Pediatric airway management")).to_be_visible()
