"""The boxes beside the people of a session: somebody by name, and many by their addresses."""

import reflex as rx

from training_app.web.admin.catalog.course.sessions.joining import ADDRESSES, FIND, LONGEST, LONGEST_LIST, SHOWN, Found
from training_app.web.admin.catalog.course.sessions.joining import SessionPeople as State
from training_app.web.shared import forms


def by_name() -> rx.Component:
    """The box with those whom it finds, each a button that signs up."""
    box = rx.el.input(
        id=FIND, name=FIND, type="text", default_value="", on_change=State.find.debounce(250), class_name="in",
        max_length=LONGEST, auto_complete="off", placeholder="Name or email", aria_describedby=f"{FIND}_help",
    )  # fmt: skip
    nobody = rx.el.p("Nobody whom you see matches “" + State.q + "”.", class_name="muted small")
    return rx.el.form(
        forms.field("Sign somebody up", box, name=FIND,
                    help_text="Also who is not enrolled: recording their attendance enrolls them."),
        rx.el.div(
            rx.foreach(State.found, _found),
            rx.cond((State.q != "") & (State.found.length() == 0), nobody),
            role="status",
            class_name="found-attendees",
        ),
        on_submit=State.enter,
        class_name="col gap-8",
    )  # fmt: skip


def _found(one: rx.Var[Found]) -> rx.Component:
    return rx.el.button(
        rx.icon("plus", size=16),
        rx.el.span(
            rx.el.span(one.name, class_name="strong"), rx.el.span(one.about, class_name="muted small cut"),
            class_name="col push",
        ),
        on_click=State.add(one.id),
        type="button",
        aria_label="Sign up " + one.name,
        class_name="found-attendee",
    )  # fmt: skip


def pasted() -> rx.Component:
    """The box for addresses, and whoever was not signed up."""
    box = rx.el.textarea(
        id=ADDRESSES, name=ADDRESSES, default_value="", rows="3", max_length=LONGEST_LIST + 1, class_name="in box",
        placeholder="Paste one or many, separated in any way", auto_complete="off",
        aria_invalid=rx.cond(State.problem != "", "true", "false"), aria_describedby=f"{ADDRESSES}_help",
        custom_attrs={"spellCheck": "false"},
    )  # fmt: skip
    rest = rx.el.li("… and " + (State.left_number - SHOWN).to_string() + " more; who is not found stays in the box.")
    left = rx.el.ul(
        rx.foreach(State.left, rx.el.li), rx.cond(State.left_number > SHOWN, rest),
        class_name="named-back", tab_index=0, aria_label="Not signed up",
    )  # fmt: skip
    return rx.el.div(
        rx.el.form(
            forms.field("Email addresses", box, name=ADDRESSES, error=State.problem),
            rx.el.div(rx.el.button("Sign them up", type="submit", class_name="btn"), class_name="row"),
            on_submit=State.paste,
            class_name="col gap-8",
        ),
        rx.el.div(rx.cond(State.left_number > 0, left), role="status"),
        class_name="col gap-8",
    )  # fmt: skip
