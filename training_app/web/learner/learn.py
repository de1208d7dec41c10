"""Taking a course: one thing at a time, and everything done is saved at once (L-02). Of a path: its courses."""

from dataclasses import replace

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.attempts import learning, taking
from training_app.assignments.attempts.learning import Learning, OfPath, Step
from training_app.assignments.rules import Status
from training_app.core import clock, db
from training_app.core.errors import NotFound
from training_app.web.learner import path, progress
from training_app.web.shared import chips, lists, routes, session
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler, number
from training_app.web.shared.markdown import html
from training_app.web.shared.notices import say
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

EMPTY = Step(0, 0, "", "", "", "", done=False)


class LearnPage(rx.State):
    """One attempt of the actor's own, at one of its parts."""

    title: str = "Training"
    level: str = ""
    steps: list[Step] = []
    now: Step = EMPTY
    place: int = 0
    done: int = 0
    paths: list[OfPath] = []
    is_path: bool = False
    is_complete: bool = False
    is_finished: bool = False
    is_missing: bool = False

    @handler(SIGNED_IN, supersedes=True)
    async def load(self) -> None:
        """Open the attempt at the first part that is not done."""
        try:
            read = await self._read()
        except NotFound:
            self.is_missing, self.title, self.level, self.steps, self.paths = True, "Training not found", "", [], []
            return
        self.is_finished = read.row.status == Status.EVALUATED
        undone = [place for place, step in enumerate(read.steps) if not step.done]
        self._show(read, undone[0] if undone else 0)

    @handler(SIGNED_IN)
    async def go_to(self, place: int) -> None:
        """Look at another part."""
        self._show(await self._read(), number(place))

    @handler(SIGNED_IN)
    async def finish(self, material_id: int) -> EventSpec | None:
        """This part is done; on to the next, or to the end."""
        actor, now = await session.me(self), clock.now()
        far = await db.in_write(taking.finish_material, actor, enrollment_id=self._enrollment(),
                                material_id=number(material_id), now=now)  # fmt: skip
        read = await self._read()
        undone = [place for place, step in enumerate(read.steps) if not step.done]
        self.is_finished = far.status == Status.EVALUATED
        self._show(read, undone[0] if undone else 0)
        await say(self, "Complete. It is recorded." if self.is_finished else "Saved")
        return rx.set_focus("page_title")

    @handler(SIGNED_IN)
    async def review(self) -> None:
        """Look at the parts of a completed training again."""
        self.is_finished = False

    async def _read(self) -> Learning:
        actor, today = await session.me(self), await session.today()
        return await db.in_read(learning.learning, actor, enrollment_id=self._enrollment(), today=today)

    def _enrollment(self) -> int:
        # From the address: what the server remembers of a tab is gone after a restart, and an hour without a click.
        return routes.number_in(self.router.url.path)

    def _show(self, read: Learning, place: int) -> None:
        self.title, self.level = read.row.title, read.row.level
        self.paths, self.is_path = read.paths, read.row.is_path
        self.is_missing, self.is_complete = False, read.row.status == Status.EVALUATED
        self.done = read.row.done
        self.place = min(place, max(len(read.steps) - 1, 0))
        # Only the part that is shown is sent whole.
        self.steps = [replace(step, body="") for step in read.steps]
        self.now = replace(read.steps[self.place], body=html(read.steps[self.place].body)) if read.steps else EMPTY


def build() -> rx.Component:
    """The page."""
    return page(
        LearnPage.title,
        rx.cond(LearnPage.is_missing, _missing(), rx.cond(LearnPage.is_path, path.build(), _course())),
        crumbs=(("Home", routes.HOME),),
        beside=(chips.level(LearnPage.level),),
    )


def _course() -> rx.Component:
    """The course, below the way back to the path that it is a part of."""
    return rx.fragment(
        rx.cond(
            LearnPage.paths.length() > 0,
            rx.el.nav(rx.foreach(LearnPage.paths, _way_back), aria_label="Learning path", class_name="narrow way-back"),
        ),
        rx.cond(LearnPage.is_finished, _finished(), _part()),
    )


def _way_back(of: rx.Var[OfPath]) -> rx.Component:
    return rx.el.a(rx.icon("arrow-left", size=16), of.title, href=f"/learn/{of.id}", class_name="link tall row")


def _missing() -> rx.Component:
    back = rx.el.a("Home", href=routes.HOME, class_name="btn")
    return rx.el.div(lists.empty("circle-help", "There is no such training, or it is not yours.", back),
                     class_name="card narrow")  # fmt: skip


def _finished() -> rx.Component:
    return rx.el.div(
        rx.icon("circle-check", size=32, color="var(--green-11)"),
        rx.el.h2("Complete"),
        rx.el.p("You have completed “" + LearnPage.title + "”. It is recorded, there is nothing more to do."),
        rx.cond(
            LearnPage.paths.length() > 0,
            rx.foreach(LearnPage.paths, _go_on),
            rx.el.a("Home", href=routes.HOME, class_name="btn solid"),
        ),
        rx.el.button("Look at it again", on_click=LearnPage.review, type="button", class_name="btn ghost"),
        class_name="card empty narrow",
    )


def _go_on(of: rx.Var[OfPath]) -> rx.Component:
    return rx.el.a("Back to “" + of.title + "”", href=f"/learn/{of.id}", class_name="btn solid")


def _part() -> rx.Component:
    total = LearnPage.steps.length()
    return rx.el.div(
        rx.el.div(
            progress.bar(LearnPage.done, total),
            rx.el.span(LearnPage.done.to_string() + " of " + total.to_string() + " parts done", class_name="muted"),
            class_name="row",
        ),
        rx.el.article(
            rx.el.h2(LearnPage.now.title),
            rx.html(LearnPage.now.body, class_name="prose"),
            rx.cond(
                LearnPage.now.url != "",
                rx.el.p(rx.link("Open in a new window", href=LearnPage.now.url, is_external=True)),
            ),
            class_name="card pad stack",
        ),
        rx.el.div(
            rx.el.button(
                "Back", on_click=LearnPage.go_to(LearnPage.place - 1), disabled=LearnPage.place == 0, type="button",
                class_name="btn",
            ),
            rx.el.span(class_name="push"),
            rx.cond(
                LearnPage.now.done,
                rx.el.button(
                    "Next", on_click=LearnPage.go_to(LearnPage.place + 1), disabled=LearnPage.place == total - 1,
                    type="button", class_name="btn solid",
                ),
                rx.el.button(
                    rx.cond(LearnPage.done == total - 1, "Finish", "Next"),
                    on_click=LearnPage.finish(LearnPage.now.id), type="button", class_name="btn solid",
                ),
            ),
            class_name="actbar",
        ),
        rx.el.nav(rx.el.ol(rx.foreach(LearnPage.steps, _step)), aria_label="Parts", class_name="card"),
        class_name="stack narrow",
    )  # fmt: skip


def _step(step: rx.Var[Step], at: rx.Var[int]) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.cond(step.done, rx.icon("circle-check", size=16), rx.icon("circle", size=16)),
            step.title,
            rx.cond(step.done, rx.el.span(", done", class_name="sr")),
            on_click=LearnPage.go_to(at),
            aria_current=rx.cond(at == LearnPage.place, "step", "false"),
            type="button",
            class_name=rx.cond(at == LearnPage.place, "part on", "part"),
        )
    )


PAGE = Page("/learn/[enrollment_id]", LearnPage.title, build, (LearnPage.load, path.PathView.load))
