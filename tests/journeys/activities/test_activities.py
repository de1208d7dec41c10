"""A medic was elsewhere, photographs the certificate, and a coordinator approves or declines it (T-04, C-10)."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select
from support import scans
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.town import Town

from training_app.certifications.model import Award
from training_app.people.model import Person


def awards(town: Town, person: Person) -> list[Award]:
    with town.building() as build:
        return list(build.session.exec(select(Award).where(Award.person_id == person.id)))


def photograph(page: Page, folder: Path) -> None:
    """Choose a photo in the form."""
    page.get_by_label("Choose Files").set_input_files(scans.written(folder, scans.jpg()).rename(folder / "proof.jpg"))
    expect(page.get_by_text("1 file selected")).to_be_visible()


@pytest.mark.rule("T-04", "from the phone: what was done is recorded with a photo, waits, is changed, and taken back")
def test_a_medic_records_what_they_did_on_their_phone(town: Town, tess: Person, visits: Visits, tmp_path: Path):
    kim = town.person("Kim", last="Medic")
    page = town.come(visits.phone(), kim, "/me")
    page.get_by_role("link", name="My external activities").click()
    page.get_by_role("button", name="Record an activity").click()
    form = page.get_by_role("region", name="Record an activity")
    # ── nothing typed is lost when it is refused
    page.get_by_label("What was done", exact=True).fill("Rope rescue, two days")
    page.get_by_label("Hours").fill("lots")
    form.get_by_role("button", name="Record and ask for approval").click()
    expect(form.get_by_text("Say on which day it was done.")).to_be_visible()
    expect(page.get_by_label("What was done", exact=True)).to_have_value("Rope rescue, two days")
    axe(page)
    assert not scrolls_sideways(page)
    assert too_small_to_touch(page) == []
    page.get_by_label("Hours").fill("7.5")
    page.get_by_label("Done on").fill((town.today() - timedelta(days=3)).isoformat())
    photograph(page, tmp_path)
    form.get_by_role("button", name="Record and ask for approval").click()
    card = page.get_by_role("listitem").filter(has_text="Rope rescue")
    expect(card.get_by_text("Waiting")).to_be_visible()
    expect(form).to_have_count(0)
    axe(page)
    assert not scrolls_sideways(page)
    assert too_small_to_touch(page) == []
    card.get_by_role("button", name=re.compile("View proof.jpg")).click()
    expect(page.get_by_role("dialog").get_by_role("img")).to_have_js_property("complete", value=True)
    page.get_by_role("button", name="Close").click()
    # ── changed, with its photo, as long as it waits
    card.get_by_role("button", name="Change").click()
    form = page.get_by_role("region", name="Change the activity")
    expect(page.get_by_label("Hours")).to_have_value("7.5")
    page.get_by_label("Hours").fill("15")
    axe(page)
    assert too_small_to_touch(page) == []
    form.get_by_role("button", name="Save changes").click()
    expect(card).to_contain_text("15 h")
    expect(card.get_by_role("button", name=re.compile("View proof.jpg"))).to_be_visible()
    # ── taken back
    card.get_by_role("button", name="Take back").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Take back").click()
    expect(page.get_by_text("What you did elsewhere stands here.")).to_be_visible()


@pytest.mark.rule("T-04", "on the page: a coordinator looks at the proof, approves, and it completes and awards")
@pytest.mark.rule("T-04", "on the page: a coordinator declines with a reason, which the person reads")
@pytest.mark.rule("T-04", "on the page: a coordinator records an activity for somebody, approved at once")
def test_a_coordinator_decides(town: Town, tess: Person, lea: Person, visits: Visits, tmp_path: Path):
    day = (town.today() - timedelta(days=5)).isoformat()
    learner = town.come(visits.desk(), lea, "/my/activities")
    for title, is_course in (("CPR at the academy", True), ("A film about CPR", False)):
        learner.get_by_role("button", name="Record an activity").click()
        learner.get_by_label("What was done", exact=True).fill(title)
        learner.get_by_label("Done on").fill(day)
        if is_course:
            learner.get_by_label("External course").fill("hands")
            learner.get_by_role("button", name=re.compile("^Hands-on CPR")).click()
            expect(learner.get_by_role("button", name="Choose another")).to_be_focused()
            photograph(learner, tmp_path)
        learner.get_by_role("button", name="Record and ask for approval").click()
        expect(learner.get_by_role("listitem").filter(has_text=title)).to_contain_text("Waiting")
    # ── approved
    page = town.come(visits.desk(), tess, "/activities")
    expect(page.get_by_role("tab", name="Waiting 2")).to_be_visible()
    page.get_by_role("link", name="CPR at the academy").click()
    opened = page.get_by_role("region", name="Activity", exact=True)
    expect(opened.get_by_role("button", name=re.compile("View proof.jpg"))).to_be_visible()
    axe(page)
    opened.get_by_role("button", name="Approve").click()
    asked = page.get_by_role("alertdialog")
    expect(asked).to_contain_text("It completes “Hands-on CPR”")
    asked.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("tab", name="Approved 1")).to_be_visible()
    (award,) = awards(town, lea)
    assert str(award.issued_on) == day
    # ── declined
    page.get_by_role("link", name="A film about CPR").click()
    opened.get_by_role("button", name="Decline").click()
    asked.get_by_role("button", name="Decline").click()
    expect(asked.get_by_text("Say why it is declined")).to_be_visible()
    asked.get_by_label("Reason").fill("A film is no training")
    asked.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("tab", name="Declined 1")).to_be_visible()
    learner.reload()
    expect(learner.get_by_role("listitem").filter(has_text="A film about CPR")).to_contain_text("A film is no training")
    # ── recorded for somebody
    page.get_by_role("button", name="Record an activity").click()
    page.get_by_role("button", name="Record and approve").click()
    expect(page.get_by_text("Choose whose activity it was.")).to_be_visible()
    page.get_by_label("Person", exact=True).fill("lea")
    page.get_by_role("button", name=re.compile("^Lea Learner")).click()
    page.get_by_label("What was done", exact=True).fill("Ice rescue")
    page.get_by_label("Done on").fill(day)
    page.get_by_role("button", name="Record and approve").click()
    expect(page.get_by_role("tab", name="Approved 2")).to_be_visible()
    page.get_by_role("tab", name="Approved 2").click()
    expect(page.get_by_role("link", name="Ice rescue")).to_be_visible()
