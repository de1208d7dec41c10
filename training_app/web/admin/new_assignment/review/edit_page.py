"""The review of an edit, where it is not the one of a new assignment: what changed, conflicts, the reason, saving."""

import reflex as rx

from training_app.web.admin.new_assignment.edited import Edited
from training_app.web.admin.new_assignment.review.edit_said import REASON, Changed, Clash
from training_app.web.admin.new_assignment.review.edit_state import LONGEST_REASON, EditReview
from training_app.web.admin.new_assignment.wizard import Wizard
from training_app.web.shared import dialogs, forms


def clashes() -> rx.Component:
    """What both changed: said with what the other one did, and taken over by a button (A-24)."""
    some = EditReview.clashes.length() > 0
    told = rx.el.div(
        rx.cond(some, rx.el.h2("Somebody else changed the same")),
        rx.el.ul(rx.foreach(EditReview.clashes, _clash)),
        rx.cond(some, rx.el.p("Theirs is in force. Take it over; afterwards you can change it again.")),
        id="clashes", tab_index=-1, role="alert", class_name=rx.cond(some, "summary edit-clashes", "sr"),
    )  # fmt: skip
    return rx.cond(Wizard.edits > 0, told)


def _clash(one: rx.Var[Clash]) -> rx.Component:
    return rx.el.li(
        rx.el.span(one.text, class_name="push"),
        rx.el.button("Take theirs", on_click=EditReview.take_theirs(one.field), type="button",
                     aria_label="Take theirs: " + one.text, class_name="btn small-btn"),
        class_name="row wrap",
    )  # fmt: skip


def reason() -> rx.Component:
    """Why a lock is overridden; it is kept with the edit as it is typed."""
    box = rx.el.input(
        id=REASON, name=REASON, type="text", default_value=EditReview.reason, max_length=LONGEST_REASON,
        on_change=EditReview.enter_reason.debounce(300), on_blur=EditReview.enter_reason, class_name="in",
        auto_complete="off", aria_required="true",
        aria_invalid=rx.cond(EditReview.reason_error != "", "true", "false"), aria_describedby=f"{REASON}_help",
        custom_attrs={"data-said": EditReview.reason},
    )  # fmt: skip
    return rx.cond(
        (Wizard.locked != "") & Wizard.may_override,
        rx.el.section(
            forms.field("Why do you override the lock?", box, name=REASON, error=EditReview.reason_error,
                        help_text="It is kept in the record of this assignment, with your name."),
            class_name="card pad", aria_label="Override the lock",
        ),
    )  # fmt: skip


def changed() -> rx.Component:
    """What is other than before, and what somebody else changed meanwhile."""
    mine, theirs = EditReview.changed.length() > 0, EditReview.theirs.length() > 0
    return rx.fragment(
        rx.el.div(
            rx.el.h3("Changed"),
            rx.cond(
                mine, rx.el.dl(rx.foreach(EditReview.changed, _changed), class_name="edit-changed"),
                rx.el.p("No date and no option.", class_name="muted"),
            ),
            rx.cond(Edited.moves != "", rx.el.p(Edited.moves, class_name="help")),
            class_name="pad edit-what",
        ),
        rx.cond(
            theirs,
            rx.el.div(
                rx.el.h3("Changed by somebody else meanwhile"),
                rx.el.dl(rx.foreach(EditReview.theirs, _changed), class_name="edit-changed"),
                rx.el.p("It stays as they wrote it.", class_name="help"),
                class_name="pad edit-what",
            ),
        ),
    )  # fmt: skip


def _changed(one: rx.Var[Changed]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(one.label, rx.cond(one.by != "", " · " + one.by, "")),
        rx.el.dd(
            rx.el.span(rx.el.span("before ", class_name="sr"), one.before, class_name="before"),
            rx.icon("arrow-right", size=14),
            rx.el.span(rx.el.span("now ", class_name="sr"), one.after, class_name="strong"),
        ),
    )


def save() -> rx.Component:
    """“Save changes”; says so when there is nothing to save, or nobody here who may."""
    may = (Wizard.locked == "") | Wizard.may_override
    return rx.el.button(
        rx.cond(EditReview.nothing, "Nothing changed", rx.cond(may, "Save changes", "Locked")),
        on_click=EditReview.ask, disabled=EditReview.nothing | ~may, type="button", class_name="btn solid",
    )  # fmt: skip


def asking() -> rx.Component:
    """The question: the training, and how many are added, removed and moved."""
    return dialogs.confirm(
        is_open=EditReview.is_asking,
        title=rx.fragment("Save changes to ", Wizard.title, "?"),
        lines=[rx.foreach(EditReview.lines, lambda line: rx.el.span(line, style={"display": "block"}))],
        verb="Save changes",
        on_confirm=EditReview.save,
        on_cancel=EditReview.cancel,
        number=EditReview.touched,
    )
