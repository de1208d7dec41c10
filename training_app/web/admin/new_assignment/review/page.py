"""Step 5: who, what and when, before anything is written; then "Create", of an edit "Save changes" (A-13, A-14)."""

from typing import Any

import reflex as rx

from training_app.web.admin.new_assignment.frame import NOTE, Step, Wizard, frame, page_of
from training_app.web.admin.new_assignment.review import calendar, edit_page, who
from training_app.web.admin.new_assignment.review.edit_state import EditReview
from training_app.web.admin.new_assignment.review.said import Moment, Wrong
from training_app.web.admin.new_assignment.review.state import ReviewStep as State
from training_app.web.shared import dialogs


def build() -> rx.Component:
    """The page."""
    is_edit = Wizard.edits > 0
    return frame(
        Step.REVIEW,
        _problems(),
        edit_page.clashes(),
        who.other_level(),
        edit_page.reason(),
        rx.el.div(
            _column("Who", Wizard.links[Step.PEOPLE], "people", *who.column()),
            _column("What", rx.cond(is_edit, Wizard.links[Step.DATES], Wizard.links[Step.TRAINING]),
                    rx.cond(is_edit, "dates and options", "training"), rx.cond(is_edit, edit_page.changed()), *_what()),
            _column("When", Wizard.links[Step.DATES], "dates", *_when()),
            class_name="review",
        ),
        _asking(),
        edit_page.asking(),
        note=rx.cond(
            is_edit, NOTE, rx.fragment("Assign ", Wizard.title, " to ", rx.el.b(_people(), class_name="strong"))
        ),
        next_=rx.cond(
            is_edit, edit_page.save(),
            rx.el.button("Create", on_click=State.ask, type="button", class_name="btn solid"),
        ),
    )  # fmt: skip


def _people() -> Any:
    return State.who.number + rx.cond(State.who.assigned == 1, " person", " people")


def _problems() -> rx.Component:
    """What keeps it from being created, each with the way to its step; takes the focus when it is pressed."""
    some = State.wrong.length() > 0
    return rx.el.div(
        rx.cond(some, rx.el.h2("This cannot be ", rx.cond(Wizard.edits > 0, "saved", "created"), " yet")),
        rx.el.ul(rx.foreach(State.wrong, _wrong)),
        id="problems", tab_index=-1, role="alert", class_name=rx.cond(some, "summary", "sr"),
    )  # fmt: skip


def _wrong(one: rx.Var[Wrong]) -> rx.Component:
    return rx.el.li(one.text, " ", rx.el.a(one.change, href=one.href, class_name="strong"))


def _column(title: str, href: Any, about: Any, *content: rx.Component) -> rx.Component:
    change = rx.el.a("Change", href=href, aria_label="Change " + rx.Var.create(about), class_name="btn ghost small-btn")
    head = rx.el.div(rx.el.h2(title, class_name="push"), change, class_name="row review-head")
    return rx.el.section(head, *content, class_name="card col", aria_label=title)


def _what() -> list[rx.Component]:
    until = rx.cond(State.editable != "", State.editable, "Locked from the start")
    locked = rx.el.p(
        rx.icon("lock", size=14),
        "It is due in 3 days or less: it can be created, and is locked for editing from the start.",
        class_name="help row review-locked",
    )
    return [
        rx.el.div(
            rx.el.div(Wizard.title, class_name="strong"),
            rx.el.div(Wizard.code, class_name="muted mono"),
            _facts(
                ("Level", rx.cond(Wizard.level != "", Wizard.level, "None")),
                ("Library", Wizard.library),
                ("Hours", Wizard.hours),
                ("Accredited until", rx.cond(Wizard.accredited != "", Wizard.accredited, "No end")),
            ),
            class_name="pad",
        ),
        rx.cond(
            State.courses.length() > 0,
            _part(
                "Courses, in this order",
                rx.el.ol(rx.foreach(State.courses, rx.el.li), class_name="review-courses", aria_label="Courses"),
            ),
        ),
        _part(
            "Dates",
            _facts(("Start", Wizard.starts), ("Due", Wizard.due), ("Can be edited until", until)),
            rx.cond(State.is_loaded & (State.editable == ""), locked),
        ),
        _part(
            "Send Dashboard Notifications & E-mails",
            _facts(
                ("Dashboard notifications", State.switches["dashboard"]),
                ("E-mails", State.switches["emails"]),
            ),
            rx.el.h3("Options"),
            _facts(("Allow Duplicate Enrollments", State.switches["duplicates"])),
        ),
    ]


def _part(title: str, *content: rx.Component) -> rx.Component:
    return rx.el.div(rx.el.h3(title), *content, class_name="pad review-part")


def _facts(*pairs: tuple[str, Any]) -> rx.Component:
    rows = [rx.el.div(rx.el.dt(label), rx.el.dd(value)) for label, value in pairs]
    return rx.el.dl(*rows, class_name="facts")


def _when() -> list[rx.Component]:
    none = rx.el.div(
        rx.icon("bell-off", size=16),
        rx.el.span("Both switches are off: nobody will be told anything. No message is sent."),
        class_name="call amber",
    )
    off = (State.switches["dashboard"] == "Off") & (State.switches["emails"] == "Off")
    return [
        rx.el.div(
            rx.cond(off, none), calendar.calendar(State.months),
            rx.el.ol(rx.foreach(State.moments, _moment), class_name="moments", aria_label="Messages"),
            class_name="pad stack gap-12 review-when",
        ),
        rx.el.div("Times in ", State.zone, class_name="foot"),
    ]  # fmt: skip


def _moment(one: rx.Var[Moment]) -> rx.Component:
    return rx.el.li(
        rx.el.div(rx.el.div(one.day, class_name="strong"), rx.el.div(one.time, class_name="muted small")),
        rx.el.div(
            rx.el.div(rx.cond(one.kind == "lock", rx.icon("lock", size=14)), one.what, class_name="row gap-4"),
            rx.el.div(one.told, class_name="muted small"),
        ),
        class_name=rx.cond(one.kind == "not sent", "unsent", ""),
    )


def _asking() -> rx.Component:
    skipped = rx.cond(State.who.skipped == "1", " of those chosen is skipped.", " of those chosen are skipped.")
    return dialogs.confirm(
        is_open=State.is_asking,
        title="Assign to " + _people() + "?",
        lines=[
            Wizard.title + ", from " + Wizard.starts + " through " + Wizard.due + ".",
            rx.cond(State.who.skipped != "0", State.who.skipped + skipped, "Nobody is skipped."),
            rx.cond(State.editable != "", "It can be edited until " + State.editable + ".",
                    "It is locked for editing from the start."),
        ],
        verb="Assign to " + _people(),
        on_confirm=State.create,
        on_cancel=State.cancel,
        number=State.who.assigned,
    )  # fmt: skip


PAGE = page_of(Step.REVIEW, build, State.load, EditReview.load)
