"""How soon a learner's page is there: what is loaded, and when it can be used on a slow phone (design's bars)."""

import os
import re
import statistics
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from support import scans
from support.browser import Visits
from support.build import SYSTEM, Builder
from support.server import Server
from support.town import Town

from training_app.certifications.tracking import applying
from training_app.core import staging
from training_app.core.tables import known
from training_app.people.model import Person

PROVES = bool(os.environ.get("MUSTER_PROVE"))
MOST_BYTES = 340_000
COLD, WARM = 4.0, 1.5  # seconds
RUNS = 5
# A quarter of this machine's speed; 1.6 Mbit/s down and 750 kbit/s up, each answer 150 ms later.
SLOWER = 4
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
# Usable is a page when what leads on is drawn and the browser has time for a tap on it.
NOTES_WHEN_USABLE = """(() => {
  const look = () => {
    const found = document.querySelector("main .btn.solid");
    if (!found?.checkVisibility()) requestAnimationFrame(look);
    else requestAnimationFrame(() => setTimeout(() => { window.usableAfter = performance.now() / 1000; }));
  };
  look();
})()"""


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@pytest.mark.rule("L-01", "the first load of the dashboard is at most 340 kB over the wire, with scans of cards on it")
def test_the_first_load_of_the_dashboard_is_small(town: Town, visits: Visits):
    lea = town.person("Lea")
    town.give(lea, "Lifting safely", days=20)
    expires_on = town.today() + timedelta(days=40)
    with town.building() as build:
        for name in ("Paramedic", "CPR", "HazMat", "PALS"):
            card(build, lea, name, expires_on=expires_on)
    page, sizes = visits.phone(), []
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    town.come(page, lea, "/home")
    expect(page.get_by_role("heading", name="Lifting safely")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert len(sizes) > 10, "what was loaded was not heard of"
    assert sum(sizes) <= MOST_BYTES


def test_a_course_names_its_scripts_before_they_are_found_out(town: Town, visits: Visits):
    page = town.come(visits.phone(), town.person("Noa"), "/home")
    named = page.request.get("/learn/1").headers["link"]
    scripts = re.findall(r"<(/assets/[^>]+\.js)>; rel=modulepreload", named)
    assert any("learn" in script for script in scripts)
    assert [page.request.get(script).status for script in scripts] == [200] * len(scripts)


def card(build: Builder, person: Person, name: str, *, expires_on: date) -> None:
    """A certification with a photograph of its card."""
    kind, number = scans.kind(build.session, name, now=build.now), known(person.id)
    sent = scans.sent(build.session, person, "scan", now=build.now, content=scans.photograph())
    taken = staging.take(build.session, by_id=number, place="scan", ids=[sent])
    applying.apply(
        build.session, SYSTEM, person_id=number, certification_id=kind, issued_on=None, now=build.now,
        expires_on=expires_on, always_valid=False, number="", files=list(taken.values()),
    )  # fmt: skip


@pytest.mark.skipif(not PROVES, reason="the times mean something on a machine with nothing else to do")
@pytest.mark.rule("L-01", "home and a course on a slow phone and a slow line: usable in 4 s, and in 1.5 s from then on")
def test_pages_are_usable_soon_on_a_slow_phone(town: Town, visits: Visits):
    kim = town.person("Kim")
    town.give(kim, "Driving at night", days=10)
    page = town.come(visits.phone(), kim, "/home")
    course = str(page.locator("main .btn.solid").first.get_attribute("href"))
    found = {
        (address, most): statistics.median(usable_after(page, address, is_cold=most == COLD) for _ in range(RUNS))
        for address in ("/home", course)
        for most in (COLD, WARM)
    }
    assert {key: seconds for key, seconds in found.items() if seconds > key[1]} == {}, found


def usable_after(beside: Page, address: str, *, is_cold: bool) -> float:
    """Seconds from asking for the address in a new tab until it can be used; cold is without anything kept."""
    page = beside.context.new_page()
    page.add_init_script(NOTES_WHEN_USABLE)
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    if is_cold:
        slow.send("Network.clearBrowserCache")
    slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    slow.send("Network.emulateNetworkConditions", LINE)
    page.goto(address)
    expect(page.locator("main .btn.solid").first).to_be_visible()
    seconds: float = page.evaluate("new Promise((done) => setTimeout(() => done(window.usableAfter), 500))")
    page.close()
    return seconds
