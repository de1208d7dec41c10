"""The plain form of a new assignment, on one page (A-05, A-12)."""

from typing import Any

import reflex as rx

from training_app.audience.queries import FoundPerson
from training_app.catalog.queries import TrainingRow
from training_app.web.admin.new_assignment.state import MANAGE
from training_app.web.admin.new_assignment.state import NewAssignmentPage as State
from training_app.web.shared import chips, dialogs, filters, forms, lists, routes
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

ADVICE = "We advise to leave both on: who is not told does not know."
FIELDS = (("training", "Training"), ("starts_on", "Start date"), ("due_on", "Due date"), ("people", "People"))


def build() -> rx.Component:
    """The page."""
    return page(
        "New Assignment",
        _problems(),
        rx.el.div(
            rx.el.div(_training(), _dates(), _options(), _people(), class_name="stack"),
            _account(),
            class_name="split",
        ),
        rx.el.div(
            rx.el.span("Nobody is told anything before you press Create.", class_name="muted push"),
            rx.el.a("Cancel", href=routes.ASSIGNMENTS, class_name="btn"),
            rx.el.button("Create", on_click=State.ask, type="button", class_name="btn solid"),
            class_name="actbar",
        ),
        _asking(),
        crumbs=(("Assignments", routes.ASSIGNMENTS),),
        beside=(chips.level(State.chosen.level),),
        right=MANAGE,
    )


def _problems() -> rx.Component:
    """What is wrong, on top; it takes the focus when something is."""
    told = [rx.cond(_error(name) != "", rx.el.li(_error(name))) for name, _label in FIELDS]
    any_wrong = rx.cond(
        (_error("training") != "") | (_error("starts_on") != "") | (_error("due_on") != "") | (_error("people") != ""),
        "summary",
        "sr",
    )
    return rx.el.div(
        rx.cond(any_wrong == "summary", rx.el.h2("This needs another look")),
        rx.el.ul(*told),
        id="problems", tab_index=-1, role="alert", class_name=any_wrong,
    )  # fmt: skip


def _error(name: str) -> Any:
    return State.errors.get(name, "")


def _section(title: str, *content: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h2(title), *content, class_name="card pad stack", aria_label=title)


def _training() -> rx.Component:
    chosen = rx.el.div(
        rx.icon("check", size=16),
        rx.el.div(
            rx.el.span(State.chosen.title, class_name="strong"),
            rx.el.span(" " + State.chosen.code + " · " + State.chosen.library + " · " + State.chosen.hours + " h"),
        ),
        class_name="call green",
    )
    return _section(
        "Training",
        rx.cond(State.chosen.id > 0, chosen),
        forms.search(
            name="find_training", label="Search by title, code, library or level", value=State.find,
            on_change=State.find_training.debounce(250),
        ),
        rx.el.div(
            rx.foreach(State.trainings, _choice),
            rx.cond(
                State.is_loaded & (State.trainings.length() == 0),
                lists.empty("library", "No training that can be assigned matches."),
            ),
            class_name="card", role="radiogroup", aria_label="Trainings",
        ),
        rx.cond(_error("training") != "", forms.wrong(_error("training"), "training")),
    )  # fmt: skip


def _choice(row: rx.Var[TrainingRow]) -> rx.Component:
    is_chosen = row.id == State.chosen.id
    return rx.el.label(
        rx.el.input(type="radio", name="training", checked=is_chosen, on_change=State.choose(row.id)),
        rx.el.span(row.title, class_name="push strong"),
        chips.level(row.level),
        rx.el.span(row.code, class_name="mono muted"),
        rx.el.span(row.library, class_name="muted small"),
        class_name=rx.cond(is_chosen, "option on wrap", "option wrap"),
    )


def _dates() -> rx.Component:
    quick = [
        rx.el.button(f"+{days} days", on_click=State.due_after(days), type="button", class_name="btn small-btn")
        for days in (7, 30, 90)
    ]
    return _section(
        "Dates",
        rx.el.div(
            forms.field(
                "Start date",
                forms.day(name="starts_on", value=State.starts, on_change=State.enter_start,
                           error=_error("starts_on")),
                name="starts_on", help_text="People are told at midnight of this day, or at once when it is today.",
                error=_error("starts_on"),
            ),
            forms.field(
                "Due date",
                forms.day(name="due_on", value=State.due, on_change=State.enter_due,
                           error=_error("due_on")),
                name="due_on", help_text="The last day. Reminders go out 7 days before and on it.",
                error=_error("due_on"),
            ),
            style={"display": "grid", "gridTemplateColumns": "repeat(auto-fit, minmax(200px, 1fr))", "gap": "16px"},
        ),
        rx.el.div(rx.el.span("Due after the start:", class_name="muted"), *quick, class_name="row wrap"),
    )  # fmt: skip


def _options() -> rx.Component:
    return _section(
        "Options",
        rx.el.fieldset(
            rx.el.legend("Send Dashboard Notifications & E-mails", class_name="strong"),
            rx.el.p(ADVICE, class_name="help"),
            forms.switch("Dashboard notifications", name="dashboard", checked=State.dashboard,
                         on_change=State.switch_dashboard),
            forms.switch("E-mails", name="emails", checked=State.emails, on_change=State.switch_emails),
            style={"border": "0", "padding": "0", "margin": "0"},
        ),
        forms.switch(
            "Allow Duplicate Enrollments", name="duplicates", checked=State.duplicates,
            on_change=State.switch_duplicates,
            help_text="Off: who completed this training in their current licensing period is skipped.",
        ),
    )  # fmt: skip


def _people() -> rx.Component:
    number = State.total.to_string()
    return _section(
        "People",
        forms.search(
            name="find_people", label="Find by name or email", value=State.q,
            on_change=State.find_people.debounce(250),
        ),
        filters.bar(chips=State.chips, choices=State.choices, on_add=State.narrow, on_drop=State.widen,
                    on_clear=State.clear),
        rx.el.p(
            rx.el.b(rx.cond(State.total == 1, "1 person", number + " people"), class_name="strong"),
            rx.cond(State.sentence != "", rx.el.span(": " + State.sentence, class_name="muted"),
                    rx.el.span(": everybody", class_name="muted")),
            aria_live="polite",
        ),
        rx.cond(_error("people") != "", forms.wrong(_error("people"), "people")),
        rx.el.div(rx.cond(State.people.length() > 0, _table(), _nobody()), class_name="card"),
    )  # fmt: skip


def _table() -> rx.Component:
    heading = lists.plain_head(("Name", "Level", "Branch", "Shift", "Title", "Licence"))
    return lists.table(heading, State.people, _person, State.foot)


def _person(row: rx.Var[FoundPerson]) -> rx.Component:
    return rx.el.tr(
        lists.cell(
            "Name",
            rx.el.span(row.name, class_name="strong"),
            rx.cond(row.active, rx.fragment(), chips.chip("strike", "circle-slash", "Deactivated")),
        ),
        lists.cell("Level", row.level),
        lists.cell("Branch", row.branch),
        lists.cell("Shift", row.shift),
        lists.cell("Title", row.title),
        lists.cell("Licence", row.licence),
    )


def _nobody() -> rx.Component:
    return rx.cond(State.is_loaded, lists.empty("users", "Nobody matches this filter."), rx.fragment())


def _account() -> rx.Component:
    return rx.el.aside(
        rx.el.h2(rx.cond(State.total == 1, "1 person found", State.total.to_string() + " people found")),
        _tally(State.enrolled, "will be enrolled"),
        _tally(State.joined, "are enrolled already, they join"),
        _tally(State.completed, "completed it in this period, skipped"),
        _tally(State.deactivated, "are deactivated, skipped"),
        rx.cond(
            State.dashboard & State.emails,
            rx.fragment(),
            rx.el.div(
                rx.icon("bell-off", size=16),
                rx.cond(State.dashboard, "No e-mails will be sent.",
                        rx.cond(State.emails, "Nothing will appear on dashboards.", "Nobody will be told anything.")),
                class_name="call amber",
            ),
        ),
        class_name="card pad", aria_label="What will happen", aria_live="polite",
    )  # fmt: skip


def _tally(number: rx.Var[int], words: str) -> rx.Component:
    return rx.el.div(rx.el.b(number.to_string(), class_name="strong"), rx.el.span(words), class_name="tally")


def _asking() -> rx.Component:
    number = (State.enrolled + State.joined).to_string()
    return dialogs.confirm(
        is_open=State.is_asking,
        title="Assign to " + number + " people?",
        lines=[
            State.chosen.title + ", " + State.dates + ".",
            (State.completed + State.deactivated).to_string() + " of those found are skipped.",
        ],
        verb="Assign to " + number + " people",
        on_confirm=State.create,
        on_cancel=State.cancel,
        number=State.enrolled + State.joined,
    )


PAGE = Page(routes.NEW_ASSIGNMENT, "New Assignment", build, (State.load,))
