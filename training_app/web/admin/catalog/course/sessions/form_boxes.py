"""The boxes of the sheet in which a session is made and changed."""

from typing import Any

import reflex as rx

from training_app.assignments.sessions.entry import BOXES, MOST_WEEKS
from training_app.assignments.sessions.rules import WHO
from training_app.web.admin.catalog.course.sessions.form import TIMES
from training_app.web.admin.catalog.course.sessions.form import SessionForm as Form
from training_app.web.shared import forms

ID = "session_form"


def sheet() -> rx.Component:
    """The sheet; Escape closes it, a click beside it does not, so that nothing typed is lost."""
    edits = Form.edits
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(rx.cond(edits, "Edit session", "New session"), size="4"),
            rx.dialog.description(
                rx.cond(edits, "Whoever signed up is told of another day, hour or place.",
                        "People can sign up as soon as it is made."),
                size="2", class_name="muted",
            ),
            _summary(),
            rx.el.form(
                _boxes(), id=ID, on_submit=Form.save, no_validate=True, class_name="stack",
                key=Form.opened.to_string(),
            ),
            rx.el.div(
                rx.el.button("Cancel", on_click=Form.leave, type="button", class_name="btn"),
                rx.el.button(rx.cond(edits, "Save changes", "Make session"), type="submit", form=ID,
                             class_name="btn solid"),
                class_name="row sess-ends",
            ),
            on_escape_key_down=Form.leave,
            class_name="sess-sheet",
        ),
        open=Form.is_open,
    )  # fmt: skip


def _summary() -> rx.Component:
    """What is wrong, where it is several things."""
    return rx.cond(
        Form.wrong.length() > 1,
        rx.el.div(
            rx.el.h2("This cannot be saved yet"),
            rx.el.ul(rx.foreach(Form.wrong, lambda one: rx.el.li(one[1]))),
            role="alert", class_name="summary",
        ),
    )  # fmt: skip


def _boxes() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            _input("Day", "day", "date"),
            _input("Last day", "last_day", "date", help_text="If it takes more than one."),
            class_name="sess-pair",
        ),
        rx.el.div(
            _input("Starts", "starts", "time"), _input("Ends", "ends", "time", help_text="Your organization's clock."),
            class_name="sess-pair",
        ),
        rx.cond(
            ~Form.edits,
            _input("In how many weeks", TIMES, "text", input_mode="numeric",
                   help_text=f"On the same weekday, one after the other, up to {MOST_WEEKS}."),
        ),
        _input("Place", "place", "text"),
        _input("Instructor", "instructor", "text"),
        _field("Who signs up", rx.el.select(*(rx.el.option(words, value=one.value) for one, words in WHO.items()),
                                            **_props("sign_up")), "sign_up"),
        rx.el.div(
            _input("Seats", "seats", "text", input_mode="numeric", help_text="Empty is any number."),
            _input("Last day to sign up", "closes_on", "date", help_text="Else the day it begins."),
            class_name="sess-pair",
        ),
        _field("Note", rx.el.textarea(rows="3", **_props("note")), "note",
               help_text="What people should know or bring."),
    )  # fmt: skip


def _input(label: str, name: str, kind: str, *, help_text: str = "", **props: Any) -> rx.Component:
    box = rx.el.input(**(_props(name) | {"type": kind, "auto_complete": "off"} | props))
    return _field(label, box, name, help_text=help_text)


def _props(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "default_value": Form.said[name],
        "custom_attrs": {"data-said": Form.said[name]},
        "max_length": BOXES.get(name, 3),
        "aria_invalid": rx.cond(Form.wrong.get(name, "") != "", "true", "false"),
        "aria_describedby": f"{name}_help",
        "class_name": "in box" if name == "note" else "in",
    }


def _field(label: str, control: rx.Component, name: str, *, help_text: str = "") -> rx.Component:
    take = rx.el.button("Take theirs", on_click=Form.take_theirs(name), type="button", class_name="btn small-btn",
                        custom_attrs={"data-then": name})  # fmt: skip
    keep = rx.el.span("or save again to put yours in its place.", class_name="help")
    return rx.el.div(
        forms.field(label, control, name=name, help_text=help_text, error=Form.wrong.get(name, "")),
        rx.cond(Form.clashes.get(name, False), rx.el.div(take, keep, class_name="row wrap")),
        class_name="col gap-4",
    )
