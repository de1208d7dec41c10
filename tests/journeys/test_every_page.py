"""What holds on every page: axe in light and dark at both widths, sizes, titles, headings, focus (L-03)."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect
from support import attendance as rooms
from support.addresses_of_pages import ADMINS, LEARNERS, PUBLIC
from support.browser import (
    ANY,
    DESK,
    GRAVE,
    PHONE,
    Visits,
    axe,
    cut_off,
    moving,
    scrolls_sideways,
    too_small_to_touch,
)
from support.build import SYSTEM
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.assignments.making import drafting
from training_app.certifications.actions import NewCertification, add_certification
from training_app.certifications.rules import Prerequisite, Validity
from training_app.people.model import Person

PROVE = bool(os.environ.get("MUSTER_PROVE"))
# Colours are the same at both widths: in the dark each page is looked at where it is used most; `make prove` does both.
USUAL = {"nobody": PHONE, "lea": PHONE, "ada": DESK}


@pytest.fixture(scope="module")
def people(town: Town) -> dict[str, Person]:
    """An admin, and a learner with a course that is complete, one that is begun, and news of both."""
    ada = town.person("Ada", Role.ADMIN)
    lea = town.person("Lea", last="Learner", level="ALS", shift="A", title="Paramedic")
    with town.building() as build:
        build.people(5, level="BLS")
        lifting, pathogens = build.course("Lifting safely", level="BLS"), build.course("Bloodborne pathogens")
        build.assign(lifting, f"q={lea.username}")
        build.assign(pathogens, f"q={lea.username}")
        build.complete(lea, lifting)
        build.assign(build.path("Life support", lifting, pathogens), f"q={lea.username}")
        drafting.begin(build.session, build.actor(ada), now=build.now)
        rooms.entered(build, ada, lea)
        emt = NewCertification(
            "EMT", "EMT", is_licence=True, required_hours=(("Airway", "8"),), validity=Validity.YEARS,
            validity_number=2, trainings=(1,), prerequisites=((2, Prerequisite.ENROLLED),),
        )  # fmt: skip
        add_certification(build.session, SYSTEM, new=emt, now=build.now)
    town.mail_to(lea)
    return {"nobody": None, "lea": lea, "ada": ada}


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@dataclass
class Walkers:
    """One tab for each of them, in which they go through the pages: who has signed in once stays so."""

    visits: Visits
    town: Town
    people: dict[str, Person]
    _pages: dict[str, Page] = field(default_factory=dict)

    def page_of(self, who: str) -> Page:
        if who not in self._pages:
            self._pages[who] = self.visits.phone()
            if self.people[who]:
                self.town.sign_in(self._pages[who], self.people[who])
        return self._pages[who]


@pytest.fixture(scope="module")
def walkers(chromium: Browser, people, town: Town) -> Iterator[Walkers]:
    visits = Visits(chromium, town.server.address)
    yield Walkers(visits, town, people)
    visits.end()


def arrive(page: Page, address: str, title: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page).to_have_title(f"{title.removesuffix(' to Muster')} · Muster")
    expect(page.locator("[data-loading]")).to_have_count(0)


def dress(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    expect(page.locator("html")).to_have_class(re.compile(rf"\b{scheme}\b"))


@pytest.mark.rule("L-03", "every page in light and dark, at 1280 and 360 px, without anything that axe finds serious")
@pytest.mark.rule("L-03", "on a learner's page axe finds nothing at all")
@pytest.mark.rule("L-03", "at 200 % zoom and with text of twice the size nothing on a learner's page is cut off")
@pytest.mark.rule("L-03", "nothing moves for whom the phone says that they want less motion")
@pytest.mark.parametrize(
    ("who", "address", "title"),
    [
        (who, address, title)
        for who, pages in (("nobody", PUBLIC), ("lea", LEARNERS), ("ada", ADMINS))
        for address, title in pages.items()
    ],
)
def test_a_page_can_be_read_and_touched_by_everybody(walkers: Walkers, who, address, title):
    page = walkers.page_of(who)
    page.set_viewport_size(PHONE)
    arrive(page, address, title)
    small, wide = [], []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        dress(page, "light")
        axe(page, impacts=ANY if who == "lea" else GRAVE)
        if PROVE or size is USUAL[who]:
            dress(page, "dark")
            axe(page, "color-contrast")  # nothing else is different in the dark
        wide += [size["width"]] if scrolls_sideways(page) else []
        small += too_small_to_touch(page) if size is PHONE else []
    assert small == []
    assert wide == []
    assert moving(page) == []
    if who == "lea":
        stays_whole_when_enlarged(page)
    assert walkers.visits.faults == []


def stays_whole_when_enlarged(page: Page) -> None:
    """A window of 1280 px at 200 % and at 400 %, and a phone whose text is twice as large."""
    for width in (640, 320):
        page.set_viewport_size({"width": width, "height": 640})
        assert cut_off(page) == []
    page.set_viewport_size(PHONE)
    assert cut_off(page, text=2) == []


@pytest.mark.rule("L-03", "for a screen reader: after a navigation the focus is on the new page's heading")
def test_the_focus_moves_to_the_heading_of_the_page_that_was_gone_to(people, town: Town, visits: Visits):
    page = town.come(visits.desk(), people["ada"], "/home")
    expect(page.get_by_role("heading", level=1, name="Home")).not_to_be_focused()
    for link, title in (
        ("Assignments", "Assignments"),
        ("Lifting safely", "Lifting safely"),
        ("Notifications", "Notifications"),
    ):
        page.get_by_role("link", name=link).first.click()
        expect(page.get_by_role("heading", level=1, name=title)).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Lifting safely")).to_be_focused()
    page.get_by_role("tab", name=re.compile("^Enrolled")).click()
    expect(page.get_by_role("tab", name=re.compile("^Enrolled"))).to_be_focused()


@pytest.mark.rule("L-03", "by keyboard: the first Tab is the way past the panel")
def test_the_first_tab_leads_past_the_panel(people, town: Town, visits: Visits):
    page = town.come(visits.desk(), people["ada"], "/assignments")
    expect(page.get_by_role("link", name="Lifting safely")).to_be_visible()
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="New Assignment")).to_be_focused()


@pytest.mark.rule("L-03", "light or dark is chosen by a button, and stays after a reload")
def test_light_or_dark_is_chosen_and_stays(people, town: Town, visits: Visits):
    page = town.come(visits.phone(), people["lea"], "/me")
    dress(page, "light")
    page.get_by_role("button", name="Light or dark").last.tap()
    expect(page.locator("html")).to_have_class(re.compile(r"\bdark\b"))
    page.reload()
    expect(page.locator("html")).to_have_class(re.compile(r"\bdark\b"))


@pytest.mark.rule("M-04", "the address carries the search: typed on without losing the box, kept by reload, and a link")
@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("/assignments", "Search by title"),
        ("/assignments/1", "Search By Name"),
        ("/people", "Search by name, email, username or number"),
    ],
)
def test_a_search_is_typed_on_while_its_rows_come(people, town: Town, visits: Visits, address, label):
    page = town.come(visits.desk(), people["ada"], address)
    search = page.get_by_label(label)
    expect(search).to_have_value("")
    search.press_sequentially("zzz")
    expect(page.get_by_text("“zzz”")).to_be_visible()
    expect(search).to_be_focused()
    search.press_sequentially("top")
    expect(page.get_by_text("“zzztop”")).to_be_visible()
    page.reload()
    expect(search).to_have_value("zzztop")
    page.get_by_role("link", name="Assignments").first.click()
    expect(page).to_have_url(re.compile("/assignments$"))
    expect(page.get_by_role("link", name="Lifting safely")).to_be_visible()
    expect(page.get_by_label("Search by title")).to_have_value("")


@pytest.mark.rule("M-04", "whoever typed a search and has gone on to another page is not brought back by its answer")
def test_a_search_does_not_bring_back_who_has_gone_on(people, town: Town, visits: Visits):
    page, sockets = visits.desk(), []
    page.on("websocket", lambda socket: sockets.append(socket))  # noqa: PLW0108  # Playwright marks what it is given
    town.come(page, people["ada"], "/assignments")
    search = page.get_by_label("Search by title")
    expect(search).to_have_value("")
    search.press_sequentially("lif")
    with sockets[-1].expect_event("framereceived", lambda frame: "#stay" in str(frame)):
        page.get_by_role("link", name="People").first.click()
    expect(page.get_by_role("heading", level=1, name="People")).to_be_visible()
    page.get_by_label("Search by name, email, username or number").fill("lea")
    expect(page).to_have_url(re.compile(r"/people\?q=lea$"))
    page.go_back()
    expect(page).to_have_url(re.compile("/assignments$"))
