"""The page of one session: its people with what is done for each, and what is done with the session (T-03)."""

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.assignments.sessions.people import TakingPart
from training_app.web.admin.catalog.course.sessions import adding, ending, form_boxes
from training_app.web.admin.catalog.course.sessions.ending import SessionEnding
from training_app.web.admin.catalog.course.sessions.form import SessionForm
from training_app.web.admin.catalog.course.sessions.framed import framed
from training_app.web.admin.catalog.course.sessions.joining import SessionPeople
from training_app.web.admin.catalog.course.sessions.one_state import Known
from training_app.web.admin.catalog.course.sessions.one_state import SessionPage as State
from training_app.web.shared import chips, forms, lists
from training_app.web.shared.pages import Page


def build() -> rx.Component:
    """The page."""
    return framed(State.title, State.missing, rx.cond(State.is_loaded, _session()))


def _session() -> rx.Component:
    people = rx.el.div(_people(), class_name="stack")
    beside = rx.el.aside(
        rx.el.div(adding.by_name(), class_name="card pad"), rx.el.div(adding.pasted(), class_name="card pad"),
        class_name="stack", aria_label="Sign people up",
    )  # fmt: skip
    return rx.el.div(
        rx.el.a(rx.icon("chevron-left", size=16), "All sessions", href=State.back, class_name="link row sess-back"),
        _head(),
        rx.cond(State.can_change, rx.el.div(people, beside, class_name="split"), people),
        form_boxes.sheet(),
        ending.questions(),
        class_name="stack sess-page",
    )


def _head() -> rx.Component:
    cancelled = rx.el.div(
        rx.icon("ban", size=16), rx.el.span("Cancelled: " + State.cancelled), class_name="call amber sess-cancelled"
    )
    return rx.el.div(
        rx.el.div(rx.el.h2(State.when, class_name="push"), _acts(), class_name="sess-head"),
        rx.cond(State.is_cancelled, cancelled),
        rx.el.dl(rx.foreach(State.known, _known), class_name="sess-known"),
        rx.cond(State.note != "", rx.el.div(rx.html(State.note), class_name="sess-note")),
        class_name="card pad stack",
    )


def _acts() -> rx.Component:
    attend = rx.el.a(
        rx.icon("clipboard-check", size=16), "Record attendance", href=State.attend, class_name="btn solid"
    )
    paper = PlainLink.create(
        rx.icon("printer", size=16), "Print the sheet", rx.el.span("(a PDF, in a new tab)", class_name="sr"),
        href=State.print_href, target="_blank", class_name="btn",
    )  # fmt: skip
    edit = rx.el.button(rx.icon("pencil", size=16), "Edit", on_click=SessionForm.edit, type="button", class_name="btn")
    delete = rx.el.button("Delete", on_click=SessionEnding.ask("delete"), type="button", class_name="btn")
    cancel = rx.el.button("Cancel session", on_click=SessionEnding.ask("cancel"), type="button", class_name="btn")
    end = rx.cond(State.can_be_deleted, delete, rx.cond(State.can_change, cancel))
    return rx.el.div(
        rx.cond(~State.is_cancelled, edit), end, paper, rx.cond(State.attend != "", attend),
        class_name="row wrap sess-acts",
    )  # fmt: skip


def _known(one: rx.Var[Known]) -> rx.Component:
    return rx.el.div(rx.el.dt(one.label), rx.el.dd(one.value))


def _people() -> rx.Component:
    search = forms.search(name="search", label="Search by name or email", value=State.q,
                          on_change=State.search.debounce(250))  # fmt: skip
    more = rx.el.p(
        rx.cond(State.unseen == 1, "1 more person takes part whom you do not see.",
                State.unseen.to_string() + " more people take part whom you do not see."),
        class_name="muted small",
    )  # fmt: skip
    return rx.fragment(
        rx.el.div(search, class_name="tools"),
        lists.tabs(State.tabs, State.tab, "People by how they stand"),
        rx.el.div(rx.cond(State.people.length() > 0, _table(), _nobody()), class_name="card"),
        rx.cond(State.unseen > 0, more),
    )


def _table() -> rx.Component:
    heading = rx.el.thead(rx.el.tr(
        rx.el.th("Name", scope="col"), rx.cond(State.tab == "waiting", rx.el.th("In line", scope="col")),
        *(rx.el.th(label, scope="col") for label in ("Branch", "Signed up", "")),
    ))  # fmt: skip
    return lists.table(heading, State.people, _row, State.foot)


def _row(row: rx.Var[TakingPart]) -> rx.Component:
    remark = rx.cond(row.remark != "", chips.chip("amber", "circle-alert", row.remark))
    recorded = rx.cond(row.is_recorded, chips.chip("green", "check", "Attendance recorded"))
    by = rx.cond(row.by != "", rx.el.span("by " + row.by, class_name="muted small"))
    return rx.el.tr(
        lists.cell(
            "Name",
            rx.el.span(
                rx.el.span(row.name, class_name="strong"), rx.el.span(row.email, class_name="muted small anywhere"),
                remark, recorded, class_name="col sess-two",
            ),
        ),
        rx.cond(State.tab == "waiting", lists.cell("In line", row.number.to_string())),
        lists.cell("Branch", row.branch),
        lists.cell("Signed up", rx.el.span(rx.el.span(row.signed_up_on), by, class_name="col sess-two")),
        rx.el.td(rx.cond(State.can_change, _of_one(row)), class_name="acting"),
        key=row.person_id.to_string(),
    )  # fmt: skip


def _of_one(row: rx.Var[TakingPart]) -> rx.Component:
    out = rx.el.button("Take out", on_click=SessionPeople.take_out(row.person_id), type="button",
                       aria_label="Take out " + row.name, class_name="btn small-btn")  # fmt: skip
    seat = rx.el.button("Give a seat", on_click=SessionPeople.seat(row.person_id), type="button",
                        disabled=~State.has_free, aria_label="Give a seat to " + row.name,
                        class_name="btn small-btn")  # fmt: skip
    again = rx.el.button("Sign up again", on_click=SessionPeople.add(row.person_id), type="button",
                         aria_label="Sign up again " + row.name, class_name="btn small-btn")  # fmt: skip
    waiting = rx.el.span(seat, out, class_name="row sess-ends")
    return rx.match(State.tab, ("waiting", waiting), ("back", again), out)


def _nobody() -> rx.Component:
    searched = lists.empty("search", "Nobody here matches “" + State.q + "”.")
    none = rx.match(
        State.tab,
        ("waiting", lists.empty("users", "Nobody waits for a seat.")),
        ("back", lists.empty("users", "Nobody stepped back.")),
        lists.empty("users", "Nobody has a seat yet."),
    )
    return rx.cond(State.q != "", searched, none)


PAGE = Page("/courses/[course_id]/sessions/[session_id]", State.title, build, (State.load, SessionPeople.load))
