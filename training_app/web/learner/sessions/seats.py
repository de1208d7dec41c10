"""The sessions that somebody signed up for without being enrolled in their course, below what is to do (T-03)."""

import reflex as rx

from training_app.assignments.sessions import mine
from training_app.core import db
from training_app.web.learner.home.state import HomePage
from training_app.web.learner.sessions import shown
from training_app.web.learner.sessions.shown import SessionShown
from training_app.web.shared import chips, course_routes, session
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler


class MySeats(rx.State):
    """What is not told by the card of a training."""

    rows: list[SessionShown] = []

    @handler(SIGNED_IN, supersedes=True)
    async def load(self) -> None:
        """Read what the actor signed up for."""
        found = await db.in_read(mine.all_of_mine, await session.me(self), today=await session.today())
        told = {row.training_id for row in (await self.get_state(HomePage)).rows if row.stand}
        self.rows = [shown.session(one) for one in found if one.course_id not in told]


def section() -> rx.Component:
    """One card for each."""
    return rx.cond(
        MySeats.rows.length() > 0,
        rx.el.section(
            rx.el.h2("Your sessions", id="your_sessions"),
            rx.el.ul(rx.foreach(MySeats.rows, _card), class_name="stack"),
            aria_labelledby="your_sessions",
            class_name="stack tight",
        ),
    )


def _card(row: rx.Var[SessionShown]) -> rx.Component:
    icon = rx.cond(
        row.is_cancelled,
        chips.chip("red", "x", row.chip),
        rx.cond(row.stand == "seated", chips.chip("green", "check", row.chip), chips.chip("amber", "clock", row.chip)),
    )
    return rx.el.li(
        rx.el.div(rx.el.h3(row.course, class_name="push anywhere"), icon, class_name="row wrap"),
        rx.el.p(row.when, rx.cond(row.place != "", ", " + row.place, ""), class_name="anywhere"),
        rx.cond(row.is_cancelled & (row.why != ""), rx.el.p(row.why, class_name="muted anywhere")),
        rx.el.a("Look at it", rx.el.span(" " + row.course, class_name="sr"),
                href=course_routes.MY_SESSIONS + "/" + row.course_id.to_string(), class_name="btn"),
        class_name="card task",
        key=row.id.to_string(),
    )  # fmt: skip
