"""The tabs of the learner's dashboard: "Enrolled", "Completed", "Enroll" (L-01)."""

import reflex as rx

from training_app.web.shared import routes
from training_app.web.shared.lists import TabLink

ENROLLED, COMPLETED, ENROLL = "enrolled", "completed", "enroll"
UNCOUNTED = -1


def links(*, enrolled: int, completed: int) -> list[TabLink]:
    """Each tab with how many stand under it; what one could enroll in is not counted."""
    return [
        TabLink(ENROLLED, "Enrolled", enrolled, routes.HOME),
        TabLink(COMPLETED, "Completed", completed, f"{routes.HOME}?tab={COMPLETED}"),
        TabLink(ENROLL, "Enroll", UNCOUNTED, routes.enroll()),
    ]


def tabs(shown: rx.Var[list[TabLink]], current: rx.Var[str] | str) -> rx.Component:
    """The same bar on both pages of the dashboard."""

    def one(tab: rx.Var[TabLink]) -> rx.Component:
        return rx.el.a(
            tab.label,
            rx.cond(tab.number >= 0, rx.el.span(tab.number.to_string(), class_name="n")),
            href=tab.href,
            role="tab",
            aria_selected=rx.cond(tab.key == current, "true", "false"),
            class_name=rx.cond(tab.key == current, "on", ""),
        )

    return rx.el.div(rx.foreach(shown, one), class_name="tabs", role="tablist", aria_label="Your trainings")
