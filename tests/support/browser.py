"""A real browser on a desk and on a phone. Whatever it complains about, and what axe finds, fails the journey."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
DESK = ViewportSize(width=1280, height=860)
PHONE = ViewportSize(width=360, height=740)
# What axe calls its findings: pages of learners have none at all.
GRAVE = ("serious", "critical")
ANY = ("minor", "moderate", *GRAVE)
# The browser logs each answer of 400 and more, also those that a journey provokes on purpose.
REFUSAL = "Failed to load resource"


# A box within its label is touched by the label; what only a screen reader meets has no size.
_TOO_SMALL = """() => {
  const touched = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const inText = (one) => one.matches("a") && getComputedStyle(one).display === "inline"
    && one.parentElement.textContent.trim() !== one.textContent.trim();
  return [...document.querySelectorAll(touched)].flatMap((one) => {
    const box = (one.closest("label") ?? one).getBoundingClientRect();
    const seen = one.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.bottom > 0;
    if (!seen || inText(one) || (box.width >= 43.5 && box.height >= 43.5)) return [];
    return [`${one.outerHTML.slice(0, 120)}: ${Math.round(box.width)} by ${Math.round(box.height)}`];
  });
}"""


# Motion that takes no time is none: it is how a notice goes after its six seconds.
_MOVING = """() => [...document.querySelectorAll("*")].flatMap((one) => {
  const { transitionDuration, animationDuration, animationName, scrollBehavior } = getComputedStyle(one);
  const takesTime = (said) => said.split(",").some((part) => parseFloat(part) > 0);
  const moves = takesTime(transitionDuration) || (animationName !== "none" && takesTime(animationDuration));
  return moves || scrollBehavior === "smooth" ? [one.outerHTML.slice(0, 120)] : [];
})"""

# All sizes are read before the first is changed, since they are inherited.
_CUT_OFF = """(times) => {
  const all = [...document.querySelectorAll("body, body *")];
  if (times !== 1) {
    const sizes = all.map((one) => [one, getComputedStyle(one).fontSize, getComputedStyle(one).lineHeight]);
    for (const [one, size, line] of sizes) {
      one.style.fontSize = `${parseFloat(size) * times}px`;
      if (line !== "normal") one.style.lineHeight = `${parseFloat(line) * times}px`;
    }
  }
  const isSeen = (one) => one.checkVisibility({ visibilityProperty: true }) && one.clientWidth > 1;
  const hides = (said) => said === "hidden" || said === "clip";
  const found = all.filter((one) => {
    const { overflowX, overflowY } = getComputedStyle(one);
    const isWide = hides(overflowX) && one.scrollWidth > one.clientWidth + 1;
    const isHigh = hides(overflowY) && one.scrollHeight > one.clientHeight + 1;
    return (isWide || isHigh) && isSeen(one) && one.textContent.trim() && !one.closest(".crumbs");
  }).map((one) => one.outerHTML.slice(0, 160));
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth ? [...found, `the page is ${scrollWidth} wide`] : found;
}"""


@contextmanager
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    path = next((path for path in found if path), None)
    assert path, "there is no Chromium: `make test` installs it"
    expect.set_options(timeout=15_000)  # a machine with much to do is slow, not wrong
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
        try:
            yield started
        finally:
            started.close()


@dataclass
class Visits:
    """The visitors of one server during one journey, each with cookies of their own."""

    browser: Browser
    address: str
    faults: list[str] = field(default_factory=list)
    forgiven: set[str] = field(default_factory=lambda: {REFUSAL})
    # The app's service worker answers where the server does not; only journeys about that want it.
    service_workers: Literal["allow", "block"] = "block"
    _contexts: list[BrowserContext] = field(default_factory=list)

    def desk(self) -> Page:
        """Somebody at a desk."""
        return self._page(DESK, is_phone=False)

    def phone(self) -> Page:
        """Somebody with a phone in the hand."""
        return self._page(PHONE, is_phone=True)

    def forgive(self, beginning: str) -> None:
        """Expect complaints that begin so, e.g. `WebSocket` where the journey kills the server."""
        self.forgiven.add(beginning)

    def end(self) -> None:
        """Close every page; fails when one of them complained."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()
        assert not self.faults, "the browser complained:\n" + "\n".join(self.faults)

    def _page(self, size: ViewportSize, *, is_phone: bool) -> Page:
        context = self.browser.new_context(
            base_url=self.address,
            viewport=size,
            has_touch=is_phone,
            locale="en-GB",
            reduced_motion="reduce",
            service_workers=self.service_workers,
        )
        self._contexts.append(context)
        # Of every tab that is opened in it.
        context.on("console", self._heard)
        context.on("weberror", lambda thrown: self.faults.append(str(thrown.error)))
        return context.new_page()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(tuple(self.forgiven)):
            self.faults.append(f"{message.text} ({message.location.get('url', '')})")


def axe(page: Page, *rules: str, impacts: Sequence[str] = GRAVE) -> None:
    """Fail on what axe finds of these impacts in the page as it is now; by these of its rules alone, if any."""
    page.evaluate(_axe_source())
    asked = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    found = page.evaluate("asked => axe.run(document, asked)", asked)["violations"]
    faults = [one for one in found if one["impact"] in impacts]
    told = [f"{one['id']}: {one['help']}\n  " + "\n  ".join(_place(node) for node in one["nodes"]) for one in faults]
    assert not faults, f"axe found in {page.url}:\n" + "\n".join(told)


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def moving(page: Page) -> list[str]:
    """What moves or would move when it changes, in spite of `prefers-reduced-motion`, which every visitor here has."""
    return list(page.evaluate(_MOVING))


def cut_off(page: Page, *, text: float = 1) -> list[str]:
    """What does not fit where it stands, with all text so many times as large; cut with an ellipsis is cut, too.

    But for the trail on top: its end repeats the heading below it.
    """
    return list(page.evaluate(_CUT_OFF, text))


def too_small_to_touch(page: Page) -> list[str]:
    """What can be touched and measures less than 44 px either way (L-03); links in running text may."""
    return list(page.evaluate(_TOO_SMALL))


@cache
def _axe_source() -> str:
    assert AXE.exists(), "axe-core is not installed: `make test` installs it"
    return AXE.read_text()


def _place(node: dict[str, object]) -> str:
    return f"{node['target']} {str(node['html'])[:160]}"
