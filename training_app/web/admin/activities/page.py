"""External activities: those that wait to be approved, and those that were decided (T-04)."""

from typing import Any

import reflex as rx

from training_app.assignments.external.deciding import LONGEST_REASON
from training_app.assignments.external.filters import ActivityTab
from training_app.web.admin.activities import recorder
from training_app.web.admin.activities.recorder import Recorder
from training_app.web.admin.activities.state import APPROVE, APPROVING, DECLINING, ActivitiesPage
from training_app.web.shared import activities, dialogs, forms, lists, routes, scans
from training_app.web.shared.activities import Line
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

TITLE = "Activities"
COLUMNS = ("What was done", "Person", "Done on", "Hours", "Completes", "Proof", "Recorded")


def build() -> rx.Component:
    """The page."""
    return page(
        TITLE,
        rx.el.div(
            recorder.section(),
            rx.cond(ActivitiesPage.opened.id > 0, _opened(ActivitiesPage.opened)),
            rx.el.div(
                forms.search(name="search_activities", label="Search by person or what was done",
                             value=ActivitiesPage.q, on_change=ActivitiesPage.search.debounce(250)),
                class_name="tools",
            ),
            lists.tabs(ActivitiesPage.tabs, ActivitiesPage.tab, "Activities"),
            rx.el.div(
                rx.cond(
                    ActivitiesPage.rows.length() > 0,
                    lists.table(lists.plain_head(COLUMNS), ActivitiesPage.rows, _row, ActivitiesPage.foot),
                    rx.cond(ActivitiesPage.is_loaded, _nothing()),
                ),
                class_name="card",
            ),
            class_name="stack",
        ),
        _approving(),
        _declining(),
        scans.viewer(),
        actions=(rx.cond(Recorder.is_open, rx.fragment(), recorder.button()),),
        right=APPROVE,
    )  # fmt: skip


def _row(row: rx.Var[Line]) -> rx.Component:
    return rx.el.tr(
        lists.cell("What was done", rx.el.a(row.title, href=row.href, class_name="link strong anywhere")),
        lists.cell("Person", row.person),
        lists.cell("Done on", row.done_on),
        lists.cell("Hours", row.hours),
        lists.cell("Completes", row.course),
        lists.cell("Proof", row.number),
        lists.cell("Recorded", rx.cond(row.decided != "", row.decided, row.recorded)),
        class_name="activity",
        key=row.id.to_string(),
    )


def _opened(row: Any) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(row.title, class_name="push anywhere"),
            activities.state(row.state),
            rx.el.a(
                rx.icon("x", size=18), href=ActivitiesPage.close, aria_label="Close", class_name="btn ghost square"
            ),
            class_name="row",
        ),
        rx.el.dl(
            _fact("Person", row.person, row.email),
            _fact("Done on", row.done_on),
            _fact("Hours", row.hours),
            _fact("Where", row.place),
            _fact("Completes", row.course),
            _fact("Note", row.note),
            _fact("Reason", row.reason),
            class_name="activity-facts",
        ),
        activities.proofs(row.proofs),
        rx.el.p(row.recorded, rx.cond(row.decided != "", " · " + row.decided, ""), class_name="muted small"),
        rx.cond(row.state == ActivityTab.WAITING.value, _acts()),
        class_name="card pad stack",
        aria_label="Activity",
        id="activity",
    )


def _fact(label: str, said: Any, more: Any = None) -> rx.Component:
    words = rx.el.dd(said, *(() if more is None else (rx.el.span(" · ", more, class_name="muted"),)))
    return rx.cond(said != "", rx.el.div(rx.el.dt(label), words))


def _acts() -> rx.Component:
    return rx.el.div(
        rx.el.button("Decline", on_click=ActivitiesPage.ask(DECLINING), type="button", class_name="btn"),
        rx.el.button("Approve", on_click=ActivitiesPage.ask(APPROVING), type="button", class_name="btn solid"),
        class_name="row wrap ends",
    )


def _about() -> Any:
    return ActivitiesPage.opened.person + ": " + ActivitiesPage.opened.title


def _approving() -> rx.Component:
    completes = rx.cond(
        ActivitiesPage.opened.course != "",
        "It completes “" + ActivitiesPage.opened.course + "” on " + ActivitiesPage.opened.done_on
        + ", and awards the certifications that name it.",
        "It names no course, so only the record and its hours stand.",
    )  # fmt: skip
    return dialogs.confirm(
        is_open=ActivitiesPage.asking == APPROVING,
        title="Approve this activity?",
        lines=[_about(), completes],
        verb="Approve",
        on_confirm=ActivitiesPage.approve,
        on_cancel=ActivitiesPage.leave,
    )


def _declining() -> rx.Component:
    reason = rx.el.textarea(
        id="reason", name="reason", rows=3, max_length=LONGEST_REASON, class_name="in lines",
        aria_describedby="reason_help",
        aria_invalid=rx.cond(ActivitiesPage.wrong != "", "true", "false"),
    )  # fmt: skip
    return dialogs.confirm(
        is_open=ActivitiesPage.asking == DECLINING,
        title="Decline this activity?",
        lines=[_about(), "It counts for nothing. The person is told, with your reason; what they entered stays."],
        fields=(forms.field("Reason", reason, name="reason", error=ActivitiesPage.wrong),),
        verb="Decline",
        on_confirm=ActivitiesPage.decline,
        on_cancel=ActivitiesPage.leave,
    )


def _nothing() -> rx.Component:
    return rx.cond(
        ActivitiesPage.q != "",
        lists.empty("search", "No activity here is about that."),
        rx.match(
            ActivitiesPage.tab,
            ("approved", lists.empty("check", "Activities that were approved stand here.")),
            ("declined", lists.empty("x", "Activities that were declined stand here.")),
            lists.empty("circle-check", "Nothing waits. What people record of trainings elsewhere stands here."),
        ),
    )


PAGE = Page(routes.ACTIVITIES, TITLE, build, (ActivitiesPage.load,))
