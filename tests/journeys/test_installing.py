"""Muster as an installed app, and what it says and does while there is no connection (L-03)."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from support.browser import ANY, PHONE, Visits, axe, cut_off, moving, too_small_to_touch
from support.server import Server
from support.town import Town

KEPT = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const kept = await Promise.all(caches_.map((one) => one.keys()));
  return kept.flat().map(({ url }) => new URL(url).pathname);
}"""
IN_CHARGE = """() => new Promise((done) => {
  if (navigator.serviceWorker.controller) done();
  else navigator.serviceWorker.addEventListener("controllerchange", () => done());
})"""


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@pytest.fixture
def visits(chromium: Browser, server: Server) -> Iterator[Visits]:
    visiting = Visits(chromium, server.address, service_workers="allow")
    visiting.forgive("WebSocket")  # the server is killed
    yield visiting
    visiting.end()


@pytest.mark.rule("L-03", "can be installed as an app: it says its name, where it begins, and has icons of all sizes")
@pytest.mark.rule("L-03", "the app opened without a connection says so, light and dark, and opens by itself afterwards")
@pytest.mark.rule("L-03", "the installed app keeps that page alone: no other page and no data is shown from before")
def test_the_app_is_installed_and_says_when_it_cannot_be_reached(town: Town, visits: Visits):
    page = town.come(visits.phone(), town.person("Lea"), "/home")
    can_be_installed(page)
    page.evaluate(IN_CHARGE)

    town.server.kill()
    page.goto("/my/certifications")
    expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page, impacts=ANY)
    assert too_small_to_touch(page) == []
    assert moving(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert cut_off(page) == []
    assert cut_off(page, text=2) == []
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Try again").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("No connection")

    town.server.start()
    expect(page.get_by_role("heading", level=1)).to_have_text("My certifications")
    assert page.evaluate(KEPT) == ["/offline.html"]
    page.get_by_role("navigation", name="Main, on a phone").get_by_role("link", name="Me", exact=True).tap()
    page.get_by_role("button", name="Sign out").last.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def can_be_installed(page: Page) -> None:
    answer = page.request.get(str(page.locator("link[rel=manifest]").get_attribute("href")))
    assert answer.headers["content-type"].startswith("application/manifest+json")
    app = answer.json()
    assert (app["name"], app["start_url"], app["scope"], app["display"]) == ("Muster", "/", "/", "standalone")
    assert [one["name"] for one in app["shortcuts"]] == ["Home", "Enroll", "Certifications"]
    icons = {(one["sizes"], one["purpose"]): one["src"] for one in app["icons"]}
    assert set(icons) == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    apple = page.locator("link[rel=apple-touch-icon]").get_attribute("href")
    for size, address in (*((size, address) for (size, _), address in icons.items()), ("180x180", str(apple))):
        assert "{}x{}".format(*Image.open(BytesIO(page.request.get(address).body())).size) == size
    for one in app["shortcuts"]:
        assert page.request.get(one["url"]).ok


@pytest.mark.rule("L-03", "a lost connection is said in one line that a screen reader hears, and that goes with it")
@pytest.mark.rule("L-02", "what is tapped while there is no connection is not lost: it is said to wait, and then done")
@pytest.mark.rule("L-02", "after the server was started again an open page is right again without being loaded again")
def test_a_lost_connection_is_said_and_what_was_tapped_is_done_when_it_is_back(town: Town, visits: Visits):
    kim = town.person("Kim")
    town.give(kim, "Lifting safely", days=20)
    town.mail_to(kim)
    page = town.come(visits.phone(), kim, "/notifications")
    letter = page.get_by_role("button", name=re.compile("^Mark read.*Lifting safely"))
    line = page.get_by_role("status").and_(page.locator("#connection"))
    expect(letter).to_be_visible()
    expect(line).to_be_empty()
    page.evaluate("window.isSame = true")

    town.server.kill()
    expect(line).to_have_text("No connection. What you do here is sent when it is back.")
    letter.tap()
    page.get_by_role("navigation", name="Main, on a phone").get_by_role("link", name="Home").tap()
    expect(line).to_have_text("No connection. The page you asked for opens when it is back.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Notifications")
    town.give(kim, "Driving at night", days=10)

    town.server.start()
    expect(page.get_by_role("heading", level=1)).to_have_text("Home")
    expect(page.get_by_role("heading", name="Driving at night")).to_be_visible()
    expect(line).to_be_empty()
    page.get_by_role("link", name="Notifications").last.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Notifications")
    expect(page.get_by_role("link", name="New training: Lifting safely")).to_be_visible()
    expect(letter).to_have_count(0)
    assert page.evaluate("window.isSame")
