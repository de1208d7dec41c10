"""One's own external activities: what was done elsewhere, with its proof, and where each stands (T-04)."""

import reflex as rx

from training_app.assignments.external import recording
from training_app.web.learner.activities.state import MyActivities
from training_app.web.shared import activities, dialogs, lists, routes, scans, uploading
from training_app.web.shared.activities import Line
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

TITLE = "External activities"


def build() -> rx.Component:
    """The page."""
    return page(
        TITLE,
        rx.el.div(
            rx.el.p("What you did elsewhere: a class, a conference, a course of another school. It counts once your "
                    "training coordinator has approved it.", class_name="muted"),
            rx.cond(MyActivities.is_recording, _form()),
            rx.cond(
                MyActivities.rows.length() > 0,
                rx.fragment(
                    rx.el.ul(rx.foreach(MyActivities.rows, _card), class_name="stack", aria_label="Your activities"),
                    lists.foot(MyActivities.foot),
                ),
                rx.cond(MyActivities.is_loaded & ~MyActivities.is_recording, _nothing()),
            ),
            class_name="stack narrow my-activities",
        ),
        _asking(),
        scans.viewer(),
        actions=(rx.cond(MyActivities.is_recording, rx.fragment(), _begin()),),
    )  # fmt: skip


def _begin() -> rx.Component:
    return rx.el.button(rx.icon("plus", size=16), "Record an activity", on_click=MyActivities.begin, type="button",
                        class_name="btn solid")  # fmt: skip


def _form() -> rx.Component:
    is_new = MyActivities.changed.id == 0
    title = rx.cond(is_new, "Record an activity", "Change “" + MyActivities.changed.title + "”")
    kept = rx.cond(
        MyActivities.kept.length() > 0, uploading.sent_list(MyActivities.kept, MyActivities.drop, label="Proof")
    )
    return rx.el.section(
        rx.el.h2(title, class_name="anywhere"),
        activities.form(
            key=MyActivities.form_key, wrong=MyActivities.wrong, files=MyActivities.files, place=recording.PLACE,
            on_submit=MyActivities.record, on_files=MyActivities.came, on_remove=MyActivities.remove,
            on_cancel=MyActivities.cancel, verb=rx.cond(is_new, "Record and ask for approval", "Save changes"),
            said=MyActivities.said, kept=kept,
        ),
        class_name="card pad stack",
        aria_label=rx.cond(is_new, "Record an activity", "Change the activity"),
    )  # fmt: skip


def _card(row: rx.Var[Line]) -> rx.Component:
    return rx.el.li(
        rx.el.div(rx.el.h2(row.title, class_name="push anywhere"), activities.state(row.state), class_name="row"),
        rx.el.div(
            rx.el.span("Done on " + row.done_on),
            rx.cond(row.hours != "", rx.el.span(row.hours)),
            rx.cond(row.place != "", rx.el.span(row.place, class_name="anywhere")),
            rx.cond(row.course != "", rx.el.span("Completes " + row.course, class_name="anywhere")),
            class_name="meta",
        ),
        rx.cond(row.note != "", rx.el.p(row.note, class_name="as-typed")),
        rx.cond(row.reason != "", rx.el.p("Declined: " + row.reason, class_name="call red anywhere")),
        activities.proofs(row.proofs),
        rx.el.p(row.recorded, rx.cond(row.decided != "", " · " + row.decided, ""), class_name="muted small"),
        rx.cond(
            row.may_take_back,
            rx.el.div(
                # Not while another one is entered: what is typed there would be lost.
                rx.cond(
                    ~MyActivities.is_recording,
                    rx.el.button("Change", rx.el.span(" " + row.title, class_name="sr"), type="button",
                                 on_click=MyActivities.edit(row.id), class_name="btn"),
                ),
                rx.el.button("Take back", rx.el.span(" " + row.title, class_name="sr"), type="button",
                             on_click=MyActivities.ask(row.id), class_name="btn"),
                class_name="row wrap",
            ),
        ),
        class_name="card task",
        key=row.id.to_string(),
    )  # fmt: skip


def _nothing() -> rx.Component:
    words = "What you did elsewhere stands here. Record it with a photo of the certificate."
    return rx.el.div(lists.empty("map-pin-check", words), class_name="card")


def _asking() -> rx.Component:
    return dialogs.confirm(
        is_open=MyActivities.asked.id > 0,
        title="Take it back?",
        lines=["What you entered and its files are deleted.", "Nobody has decided it yet, so nothing else changes."],
        verb="Take back",
        on_confirm=MyActivities.take_back,
        on_cancel=MyActivities.keep,
        loses=True,
    )


PAGE = Page(routes.MY_ACTIVITIES, TITLE, build, (MyActivities.load,))
