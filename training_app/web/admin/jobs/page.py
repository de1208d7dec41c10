"""The page of one job."""

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.people.long_work import LineRow
from training_app.web.admin.jobs import jobs
from training_app.web.admin.jobs.job import JobPage as State
from training_app.web.shared import dialogs, forms, lists, routes
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

COLUMNS = ("Name", "Email", "Branch", "Why")
IS_GOING_ON = (State.job.state == "running") | (State.job.state == "cancelling")


def build() -> rx.Component:
    """The page."""
    return page(
        State.title,
        rx.cond(State.is_missing, _missing(), rx.cond(State.job.state != "", _job())),
        dialogs.confirm(
            is_open=State.is_asked, title="Cancel this job?", lines=[State.title, State.job.on_cancel],
            verb="Cancel the job", on_confirm=State.cancel, on_cancel=State.leave, loses=True,
        ),
        crumbs=(("Jobs", routes.JOBS),),
        beside=(rx.cond(State.job.state != "", jobs.state(State.job.state)),),
    )  # fmt: skip


def _missing() -> rx.Component:
    back = rx.el.a("Jobs", href=routes.JOBS, class_name="btn")
    return rx.el.div(lists.empty("circle-help", "There is no such job, or somebody else started it.", back),
                     class_name="card")  # fmt: skip


def _job() -> rx.Component:
    return rx.el.div(
        rx.el.p(State.job.facts, class_name="muted"),
        rx.cond(IS_GOING_ON, _running(), _ended()),
        rx.cond((State.rows.length() > 0) | (State.q != ""), _lines()),
        class_name="stack",
    )


def _running() -> rx.Component:
    cancelling = State.job.state == "cancelling"
    return rx.el.div(
        rx.el.p(State.job.progress, class_name="strong", aria_live="polite"),
        rx.el.div(
            rx.el.i(style={"width": State.job.percent.to_string() + "%"}),
            class_name="bar going", role="progressbar", aria_label="Done", aria_valuenow=State.job.percent,
            aria_valuemin=0, aria_valuemax=100,
        ),
        rx.el.div(
            rx.el.span(
                rx.cond(cancelling, "It ends after the part that it is working on now.",
                        "You may leave this page, it goes on. You are told when it ends."),
                class_name="muted push",
            ),
            rx.cond(
                cancelling,
                rx.fragment(),
                rx.el.button("Cancel", on_click=State.ask, type="button", class_name="btn small-btn"),
            ),
            class_name="row wrap",
        ),
        # The page asks again by itself until the job has ended.
        rx.el.button(on_click=State.load, hidden=True, type="button", custom_attrs={"data-poll": "2"}),
        class_name="card pad stack",
    )  # fmt: skip


def _ended() -> rx.Component:
    return rx.match(
        State.job.state,
        ("done", _result("green", "check")),
        ("cancelled", _result("amber", "circle-slash")),
        _result("red", "circle-alert"),
    )


def _result(colour: str, icon: str) -> rx.Component:
    return rx.el.div(
        rx.el.div(rx.icon(icon, size=16), rx.el.span(State.job.result), class_name=f"call {colour}"),
        rx.cond(
            State.job.made_href != "",
            rx.el.div(rx.el.a(State.job.made, href=State.job.made_href, class_name="btn"), class_name="row"),
        ),
        class_name="stack",
    )


def _lines() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Skipped, and why"),
            rx.el.span(class_name="push"),
            # A link of the browser's own: what it leads to is no page of the app.
            PlainLink.create(rx.icon("download", size=16), "Export", href=State.export, class_name="btn"),
            class_name="row wrap",
        ),
        rx.el.div(
            forms.search(name="search_skipped", label="Search by name or email", value=State.q,
                         on_change=State.search.debounce(250)),
            style={"maxWidth": "360px"},
        ),
        rx.el.div(
            rx.cond(
                State.rows.length() > 0,
                lists.table(lists.plain_head(COLUMNS), State.rows, _row, State.foot),
                lists.empty("search", "Nobody here matches “" + State.q + "”."),
            ),
            class_name="card",
        ),
        class_name="stack", aria_label="Skipped, and why",
    )  # fmt: skip


def _row(row: rx.Var[LineRow]) -> rx.Component:
    return rx.el.tr(
        lists.cell("Name", rx.el.span(row.name, class_name="strong")),
        lists.cell("Email", rx.el.span(row.email, class_name="muted")),
        lists.cell("Branch", row.branch),
        lists.cell("Why", row.why),
    )


PAGE = Page(f"{routes.JOBS}/[job_key]", State.title, build, (State.load,))
