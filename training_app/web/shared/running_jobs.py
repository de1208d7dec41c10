"""The jobs of whoever is signed in, on every page: a ring while they go on, a notice when they end (J-02)."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from training_app.access.actor import Actor
from training_app.core import clock, db
from training_app.core.jobs import Outcome
from training_app.people import long_work
from training_app.people.long_work import JobRow
from training_app.web.shared import job_words, routes
from training_app.web.shared.notices import say


class Ring(rx.State):
    """How many jobs this tab shows as going on, and how far they are together."""

    number: int = 0
    percent: int = 0
    label: str = ""
    href: str = ""
    _shown: list[str] = []

    def _show(self, running: Sequence[JobRow]) -> None:
        done, total = sum(job.done for job in running), sum(job.total for job in running)
        self.number, self._shown = len(running), [job.key for job in running]
        self.percent = min(100, done * 100 // total) if total else 0
        one = running[0] if len(running) == 1 else None
        self.href = routes.job(one.key) if one else routes.JOBS
        self.label = f"{job_words.title(one) if one else f'{len(running)} jobs'}, {self.percent} %"


async def look(state: rx.State, actor: Actor) -> None:
    """Show which jobs go on, and say of each that has ended what came of it, once in every tab that showed it."""
    if not actor.permissions:  # a learner starts none, and is not asked about any
        return
    ring = await state.get_state(Ring)
    shown = list(ring._shown)
    news = await db.in_read(long_work.news, actor, shown=shown, now=clock.now())
    ring._show(news.running)
    if news.ended:
        keys = [job.key for job in news.ended]
        fresh = await db.in_write(long_work.told, actor, keys=keys, now=clock.now())
        await _tell(state, [job for job in news.ended if job.key in fresh or job.key in shown])


async def _tell(state: rx.State, ended: Sequence[JobRow]) -> None:
    if len(ended) == 1:
        is_error = ended[0].outcome == Outcome.FAILED
        await say(state, f"{job_words.ended(ended[0])}.", is_error=is_error, href=routes.job(ended[0].key))
    elif ended:
        await say(state, f"{len(ended)} jobs have ended.", href=routes.JOBS)


def ring(on_poll: Any) -> rx.Component:
    """The ring in the top bar, while there is anything to show; it asks again by itself."""
    return rx.cond(
        Ring.number > 0,
        rx.fragment(
            rx.el.a(
                _circle(),
                rx.el.span("Running: " + Ring.label, class_name="sr"),
                rx.cond(Ring.number > 1, rx.el.b(Ring.number.to_string(), aria_hidden="true")),
                rx.el.span(Ring.percent.to_string() + " %", aria_hidden="true"),
                href=Ring.href, title=Ring.label, class_name="ring",
            ),
            rx.el.button(on_click=on_poll, hidden=True, type="button", custom_attrs={"data-poll": "2"}),
        ),
    )  # fmt: skip


def _circle() -> rx.Component:
    around = {"cx": "10", "cy": "10", "r": "8", "fill": "none"}
    return rx.el.svg(
        rx.el.svg.circle(**around, class_name="way"),
        rx.el.svg.circle(
            **around, class_name="done",
            custom_attrs={"pathLength": "100", "strokeDasharray": Ring.percent.to_string() + " 100"},
        ),
        view_box="0 0 20 20", width="20", height="20", custom_attrs={"aria-hidden": "true"},
    )  # fmt: skip
