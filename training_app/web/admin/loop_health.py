"""How the background loop fares, in words: the panel of the dashboard, and what other pages warn of (N-10)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import reflex as rx

from training_app.access.rules import Permission
from training_app.core import clock, db, organization
from training_app.notifications import queries
from training_app.notifications.filters import MessageFilter, MessageTab
from training_app.notifications.queries import Health
from training_app.notifications.rules import LATE, SILENT
from training_app.web.shared import chips, routes, session
from training_app.web.shared.handling import handler
from training_app.web.shared.menu import HAS_DASHBOARD

ASKED_EVERY = 10_000  # milliseconds
STEPS = ((86_400, "day"), (3_600, "h"), (60, "min"), (1, "s"))


@dataclass(frozen=True)
class Fact:
    """One line of the panel; `href` leads to what is counted, `is_wrong` where somebody has to look."""

    label: str
    value: str
    href: str = ""
    is_wrong: bool = False


@dataclass(frozen=True)
class Shown:
    """The loop in words: "green", "amber" or "red", what is wrong, and the facts."""

    colour: str = ""
    word: str = ""
    problems: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


class LoopHealth(rx.State):
    """How the loop fares now."""

    shown: Shown = Shown()
    is_seen: bool = False

    @handler(HAS_DASHBOARD, supersedes=True)
    async def load(self) -> None:
        """Read it, for whoever manages the settings; the others' dashboard does not have it."""
        actor, now = await session.me(self), clock.now()
        self.is_seen = actor.can(Permission.MANAGE_SETTINGS)
        if self.is_seen:
            zone = (await db.in_read(organization.of)).zone
            self.shown = shown(await db.in_read(queries.health, actor, now=now), now, zone)


def shown(health: Health, now: datetime, zone: str) -> Shown:
    """The loop in words."""
    facts, still = _facts(health, now, zone), _standstill(health, now, zone)
    if still:
        return Shown("red", "Stands still", still, facts)
    is_wrong = any(fact.is_wrong for fact in facts)
    return Shown(
        "amber" if is_wrong else "green", "Needs a look" if is_wrong else "Runs", _late(health, now, zone), facts
    )


def ago(since: datetime, now: datetime) -> str:
    """How long ago, in the largest unit: `4 s`, `3 days`."""
    seconds = max(0, int((now - since).total_seconds()))
    size, unit = next(((size, unit) for size, unit in STEPS if seconds >= size), STEPS[-1])
    number = seconds // size
    return f"{number} {unit}s" if unit == "day" and number != 1 else f"{number} {unit}"


def moment(instant: datetime, zone: str) -> str:
    """An instant as the organization's clocks show it."""
    return f"{instant.astimezone(ZoneInfo(zone)):%-d %b %Y, %H:%M}"


def _standstill(health: Health, now: datetime, zone: str) -> tuple[str, ...]:
    """The loop does not go round: nothing else that is said here will mend itself."""
    last = health.last_tick
    if last is not None and now - last <= SILENT:
        return ()
    since = f"has not gone round since {moment(last, zone)}" if last else "has never gone round"
    return (f"The background loop {since}, so no message is made or sent. Start the server again, or “muster worker”.",)


def _late(health: Health, now: datetime, zone: str) -> tuple[str, ...]:
    oldest = health.oldest_waiting
    if oldest is None or now - oldest <= LATE:
        return ()
    since = moment(oldest, zone)
    return (f"An e-mail waits since {since}. What the mail server answers stands under “Queued”.",)


def _facts(health: Health, now: datetime, zone: str) -> tuple[Fact, ...]:
    last, oldest = health.last_tick, health.oldest_waiting
    first = f", the first since {moment(oldest, zone)}" if oldest else ""
    steps = ", ".join(f"“{one.step}” ({one.what})" for one in health.failing)
    is_silent, is_late = last is None or now - last > SILENT, oldest is not None and now - oldest > LATE
    return (
        Fact("Last tick", f"{ago(last, now)} ago" if last else "Never", is_wrong=is_silent),
        _counted("Waiting", health.waiting, "e-mail", first, tab=MessageTab.QUEUED, is_wrong=is_late),
        _counted("For the mail of the day", health.gathered, "reminder", tab=MessageTab.QUEUED),
        _counted("Not delivered", health.failed, "e-mail", tab=MessageTab.FAILED, is_wrong=health.failed > 0),
        Fact("Failing steps", f"{steps}: the server's log says why" if steps else "None", is_wrong=bool(steps)),
        _counted("Set aside", health.set_aside, "act", ", tried again every 5 minutes", is_wrong=health.set_aside > 0),
        _counted("Missed", health.undecided_days, "day", " not decided", is_wrong=health.undecided_days > 0),
    )


def _counted(
    label: str, number: int, noun: str, more: str = "", *, tab: MessageTab | None = None, is_wrong: bool = False
) -> Fact:
    if not number:
        return Fact(label, "None")
    said = f"{number:,} {noun}{'' if number == 1 else 's'}{more}"
    return Fact(label, said, routes.messages(MessageFilter().of(tab).query()) if tab else "", is_wrong)


def panel() -> rx.Component:
    """The panel, for whoever manages the settings; it is asked for again every ten seconds."""
    asks = rx.el.button(
        on_click=LoopHealth.load.throttle(ASKED_EVERY), hidden=True, type="button", custom_attrs={"data-poll": "2"}
    )
    section = rx.el.section(
        rx.el.div(
            rx.el.h2("Messages and reminders", id="loop"),
            _chip(),
            rx.el.span(class_name="push"),
            rx.el.a("All messages", href=routes.MESSAGES, class_name="link tall"),
            class_name="row section-head",
        ),
        rx.el.div(_warnings(), rx.el.dl(rx.foreach(LoopHealth.shown.facts, _fact), class_name="health"),
                  class_name="card"),
        asks,
        aria_labelledby="loop",
    )  # fmt: skip
    return rx.cond(LoopHealth.is_seen, section)


def call() -> rx.Component:
    """That the loop stands still or is late, where it is, for a page on which it matters."""
    return _warnings()


def _chip() -> rx.Component:
    return rx.match(
        LoopHealth.shown.colour,
        ("green", chips.chip("green", "check", LoopHealth.shown.word)),
        ("amber", chips.chip("amber", "triangle-alert", LoopHealth.shown.word)),
        ("red", chips.chip("red", "circle-alert", LoopHealth.shown.word)),
        rx.fragment(),
    )


def _warnings() -> rx.Component:
    def one(said: rx.Var[str]) -> rx.Component:
        return rx.el.div(
            rx.icon("triangle-alert", size=16),
            rx.el.span(said),
            class_name=rx.cond(LoopHealth.shown.colour == "red", "call red", "call amber"),
        )

    return rx.cond(
        LoopHealth.shown.problems.length() > 0,
        rx.el.div(rx.foreach(LoopHealth.shown.problems, one), class_name="warnings"),
    )


def _fact(fact: rx.Var[Fact]) -> rx.Component:
    value = rx.cond(fact.href != "", rx.el.a(fact.value, href=fact.href, class_name="link tall"), fact.value)
    return rx.el.div(
        rx.el.dt(fact.label),
        rx.el.dd(rx.cond(fact.is_wrong, rx.icon("triangle-alert", size=14)), value),
        class_name=rx.cond(fact.is_wrong, "wrong-fact", ""),
    )
