"""A learning path as its learner sees it: the courses in order, and one button to go on with the next (T-05, L-02)."""

from dataclasses import replace

import reflex as rx

from training_app.assignments.attempts import learning_paths
from training_app.assignments.attempts.learning_paths import CourseOfPath
from training_app.core import db
from training_app.core.errors import NotFound
from training_app.web.learner import progress
from training_app.web.shared import chips, routes, session
from training_app.web.shared.days import spoken
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler


class PathView(rx.State):
    """One attempt at a path; of a course there is nothing here."""

    description: str = ""
    courses: list[CourseOfPath] = []
    status: str = ""
    due_on: str = ""
    days: int = 0
    done: int = 0
    total: int = 0
    completed_on: str = ""
    next_id: int = 0
    is_begun: bool = False
    is_loaded: bool = False

    @handler(SIGNED_IN, supersedes=True)
    async def load(self) -> None:
        """Read the path of the address, if it is one."""
        actor, today = await session.me(self), await session.today()
        number = routes.number_in(self.router.url.path)
        try:
            read = await db.in_read(learning_paths.path, actor, enrollment_id=number, today=today)
        except NotFound:
            self.courses, self.is_loaded = [], False
            return
        row, self.description = read.row, read.description
        self.courses = [replace(one, completed_on=spoken(one.completed_on)) for one in read.courses]
        self.status, self.due_on, self.days = row.status, spoken(row.due_on), row.days
        self.done, self.total, self.completed_on = row.done, row.total, spoken(row.completed_on)
        self.next_id, self.is_begun, self.is_loaded = read.next_id, read.is_begun, True


def build() -> rx.Component:
    """What stands on the page of the attempt."""
    far = PathView.done.to_string() + " of " + PathView.total.to_string() + " courses done"
    return rx.cond(
        PathView.is_loaded,
        rx.el.div(
            rx.cond(PathView.description != "", rx.el.p(PathView.description, class_name="as-typed")),
            rx.el.div(
                chips.enrollment(PathView.status, due_on=PathView.due_on, days=PathView.days),
                rx.cond(PathView.completed_on != "", rx.el.span("Completed " + PathView.completed_on)),
                rx.cond((PathView.due_on != "") & (PathView.completed_on == ""),
                        rx.el.span("Due " + PathView.due_on)),
                class_name="meta",
            ),
            rx.el.div(progress.bar(PathView.done, PathView.total), rx.el.span(far, class_name="muted"),
                      class_name="row"),
            rx.el.ol(rx.foreach(PathView.courses, _course), aria_label="Courses in order", class_name="card"),
            _next(),
            class_name="stack narrow",
        ),
        rx.el.div(class_name="card narrow"),
    )  # fmt: skip


def _course(one: rx.Var[CourseOfPath]) -> rx.Component:
    is_done = one.completed_on != ""
    is_next = one.id == PathView.next_id
    return rx.el.li(
        rx.el.span(rx.cond(is_done, rx.icon("check", size=16), one.position.to_string()),
                   class_name=rx.cond(is_done, "place done", "place"), aria_hidden="true"),
        rx.el.div(
            rx.el.a(one.title, href=f"/learn/{one.id}", class_name="link tall"),
            rx.el.div(_state(one), class_name="meta"),
            class_name="col push",
        ),
        chips.level(one.level),
        aria_current=rx.cond(is_next, "step", "false"),
        class_name=rx.cond(is_next, "in-path next", "in-path"),
    )  # fmt: skip


def _state(one: rx.Var[CourseOfPath]) -> rx.Component:
    before = rx.cond(one.is_from_before, ", before this path began. It counts.", "")
    parts = one.done.to_string() + " of " + one.total.to_string() + " parts"
    open_ = rx.fragment(
        rx.cond(one.is_instructor_led, rx.el.span("Held by an instructor, who records that you attended")),
        rx.cond(one.total > 0, rx.el.span(parts)),
        rx.cond(one.minutes > 0, rx.el.span(one.minutes.to_string() + " min")),
    )
    return rx.match(
        one.status,
        ("evaluated", rx.el.span("Completed " + one.completed_on + before)),
        ("passed", chips.chip("teal", "circle-dot", "Passed · evaluation owed")),
        ("failed", chips.chip("red", "x", "Failed")),
        open_,
    )


def _next() -> rx.Component:
    """The one thing to do, at the thumb."""
    go_on = rx.el.a(
        rx.cond(PathView.is_begun, "Continue", "Begin"), href="/learn/" + PathView.next_id.to_string(),
        class_name="btn solid",
    )  # fmt: skip
    nothing = rx.cond(
        PathView.completed_on != "",
        "You have completed this path. It is recorded, there is nothing more to do.",
        "There is nothing for you to do here now: what is left is recorded by an instructor.",
    )
    return rx.cond(
        PathView.next_id > 0,
        rx.el.div(go_on, class_name="actbar go-on"),
        rx.el.div(rx.icon("circle-check", size=16), rx.el.span(nothing), class_name="call slate"),
    )
