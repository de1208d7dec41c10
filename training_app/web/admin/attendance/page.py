"""The page on which a session of an instructor-led course is recorded (T-03)."""

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.assignments.attendance.sheet import SheetRefusal
from training_app.web.admin.attendance import adding, file, rows
from training_app.web.admin.attendance.acts import AttendanceActs
from training_app.web.admin.attendance.adding import AddAttendees
from training_app.web.admin.attendance.file import AttendanceFiles
from training_app.web.admin.attendance.state import RECORD, Elsewhere
from training_app.web.admin.attendance.state import AttendancePage as State
from training_app.web.shared import chips, dialogs, forms, lists, routes
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page


def build() -> rx.Component:
    """The page."""
    return page(
        State.title,
        rx.cond(State.missing != "", _missing(), rx.cond(State.is_loaded, _session())),
        _asking(),
        crumbs=(("Catalog", routes.CATALOG),),
        right=RECORD,
    )


def _missing() -> rx.Component:
    back = rx.el.a("Go to the catalog", href=routes.CATALOG, class_name="btn")
    return rx.el.div(lists.empty("circle-help", State.missing, back), class_name="card")


def _session() -> rx.Component:
    return rx.el.div(
        _head(),
        rx.foreach(State.elsewhere, _elsewhere),
        rx.cond(
            State.problem == "",
            rx.fragment(
                file.told(),
                rx.cond(State.refused > 0, _refused()),
                rx.el.div(
                    rx.el.div(_people(), class_name="col gap-12"),
                    rx.el.aside(
                        rx.el.div(adding.by_name(), class_name="card pad"),
                        rx.el.div(adding.pasted(), class_name="card pad"),
                        rx.el.div(file.form(), class_name="card pad"),
                        class_name="stack",
                        id="add_people",
                        aria_label="Add people",
                    ),
                    class_name="split",
                ),
                _actbar(),
            ),
        ),
        class_name="stack attendance",
    )


def _head() -> rx.Component:
    today = rx.el.button("Today", on_click=State.today, type="button", class_name="btn")
    return rx.el.div(
        rx.el.p(
            rx.el.span(State.course, class_name="strong"), rx.el.span(State.code, class_name="mono muted"),
            chips.level(State.level),
            rx.el.a(rx.icon("calendar-days", size=16), "Sessions", href=State.sessions, class_name="link row"),
            class_name="row wrap",
        ),
        rx.el.div(
            forms.field(
                "Day of the session",
                rx.el.div(
                    forms.day(name="day", value=State.day, on_change=State.choose_day, error=State.problem), today,
                    class_name="row",
                ),
                name="day",
                help_text="Whoever attended is complete on this day; with an evaluation, once it is submitted.",
                error=State.problem,
            ),
            class_name="day-of-session",
        ),
        class_name="col gap-12",
    )  # fmt: skip


def _elsewhere(other: rx.Var[Elsewhere]) -> rx.Component:
    move = rx.el.button("Move them to this day", on_click=AttendanceActs.move_here(other.day), type="button",
                        class_name="btn small-btn")  # fmt: skip
    return rx.el.div(
        rx.icon("info", size=16),
        rx.el.span("Entered and not recorded yet: ", rx.el.a(other.text, href=other.href, class_name="link"), "."),
        rx.cond(State.problem == "", move),
        class_name="call slate wrap",
    )


def _refused() -> rx.Component:
    more = rx.el.li("… and " + (State.refused - State.refusals.length()).to_string() + " more.")
    return rx.el.div(
        rx.el.h2("What is entered for some people cannot be recorded"),
        rx.el.ul(
            rx.foreach(State.refusals, _refusal),
            rx.cond(State.refused > State.refusals.length(), more),
        ),
        rx.el.button("Leave them out", on_click=AttendanceActs.leave_out, type="button", class_name="btn"),
        class_name="summary col gap-8", role="alert",
    )  # fmt: skip


def _refusal(one: rx.Var[SheetRefusal]) -> rx.Component:
    return rx.el.li(rx.el.span(one.name, class_name="strong"), " " + one.why + ".")


def _people() -> rx.Component:
    everybody = rx.el.button(
        rx.icon("check-check", size=16), "Everybody attended (" + State.without.to_string() + ")",
        on_click=AttendanceActs.everybody, disabled=State.without == 0, type="button", class_name="btn",
    )  # fmt: skip
    search = forms.search(name="search", label="Search by name or email", value=State.q,
                          on_change=State.search.debounce(250))  # fmt: skip
    signed_up = rx.el.button(
        rx.icon("calendar-check", size=16), "Enter everybody signed up as attended", on_click=AttendanceActs.signed_up,
        type="button", class_name="btn",
    )  # fmt: skip
    add = PlainLink.create(rx.icon("user-plus", size=16), "Add people", href="#add_people", class_name="btn add-people")
    return rx.fragment(
        rx.el.div(search, rx.cond(State.has_sessions, signed_up), everybody, add, class_name="tools of-session"),
        lists.tabs(State.tabs, State.tab, "People by their result"),
        rx.el.div(
            rx.cond(State.rows.length() > 0, rows.table(), _nobody()),
            class_name="card sheet-of-session",
        ),
    )


def _nobody() -> rx.Component:
    everywhere = lists.empty(
        "users", "Here stand the people who are enrolled. Nobody is: add whoever came by name, addresses or a file."
    )
    here = lists.empty("users", "Nobody stands under this tab.")
    searched = lists.empty("search", "Nobody here matches “" + State.q + "”.")
    return rx.cond(State.q != "", searched, rx.cond(State.tab == "all", everywhere, here))


def _actbar() -> rx.Component:
    verb = rx.cond(State.entered == 1, "Record 1 result", "Record " + State.entered.to_string() + " results")
    nothing = rx.el.span("Nothing is entered yet. Nothing is recorded before you press Record.", class_name="muted")
    counts = rx.el.ul(rx.foreach(State.summary, rx.el.li), class_name="will-be")
    return rx.el.div(
        rx.el.div(rx.cond(State.entered > 0, counts, nothing), class_name="push", role="status"),
        rx.el.span(
            rx.cond(State.saved > 0, rx.fragment(rx.icon("check", size=14), "Kept")), class_name="muted small row kept"
        ),
        rx.el.button("Clear", on_click=AttendanceActs.ask("clear"), disabled=State.entered == 0, type="button",
                     class_name="btn"),
        rx.el.button(verb, on_click=AttendanceActs.ask("save"), disabled=(State.entered == 0) | (State.refused > 0),
                     type="button", class_name="btn solid"),
        class_name="actbar",
    )  # fmt: skip


def _asking() -> rx.Component:
    leave = AttendanceActs.ask("")
    verb = rx.cond(State.entered == 1, "Record 1 result", "Record " + State.entered.to_string() + " results")
    return rx.fragment(
        dialogs.confirm(
            is_open=AttendanceActs.asked == "save",
            title=verb + "?",
            lines=[
                State.course + " on " + State.day_in_words + ":",
                State.summary.join(", ") + ".",
                "Attended stays recorded. A failed result can be recorded anew as attended.",
            ],
            verb=verb, on_confirm=AttendanceActs.save, on_cancel=leave, number=State.entered,
        ),
        dialogs.confirm(
            is_open=AttendanceActs.asked == "clear",
            title="Take back what is entered?",
            lines=["Everything entered for " + State.day_in_words + " is taken back. What was recorded stays."],
            verb="Take it back", on_confirm=AttendanceActs.clear, on_cancel=leave, loses=True,
        ),
    )  # fmt: skip


PAGE = Page(
    "/courses/[course_id]/attendance", State.title, build, (State.load, AddAttendees.load, AttendanceFiles.load)
)
