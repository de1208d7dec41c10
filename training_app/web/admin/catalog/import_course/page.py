"""The page on which a course is brought from a file that was exported, here or elsewhere (T-01)."""

import reflex as rx

from training_app.catalog.packing import unpacking
from training_app.web.admin.catalog.import_course.state import MANAGE
from training_app.web.admin.catalog.import_course.state import ImportCourse as State
from training_app.web.shared import course_routes, forms, lists, routes
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page
from training_app.web.shared.uploading import file_field

FILES = "course_file"
TITLE = "Import a course"


def build() -> rx.Component:
    """The page."""
    return page(
        TITLE,
        rx.cond(State.is_loaded, rx.cond(State.file_id > 0, _looked(), _choose())),
        crumbs=(("Catalog", routes.CATALOG),),
        right=MANAGE,
    )


def _choose() -> rx.Component:
    field = file_field(
        unpacking.PLACE, State.brought, label="Choose a file", name=FILES, accept=".zip,application/zip",
        help_text="The file that “Export” in the menu of a course makes: the course with its materials, its exam and "
        "its evaluation. People and results are not in it.",
    )  # fmt: skip
    empty = lists.empty("package-open", "Drop the file of a course here, or choose it.")
    return rx.el.div(
        forms.fault(State.fault),
        rx.el.div(empty, field, class_name="card pad stack", custom_attrs={"data-drops-to": FILES}),
        class_name="stack narrow",
    )


def _looked() -> rx.Component:
    code = rx.el.input(
        id="code", name="code", type="text", default_value=State.code, key=State.file_id.to_string(), required=True,
        auto_complete="off", class_name="in mono", aria_describedby="code_help",
        aria_invalid=rx.cond(State.wrong != "", "true", "false"),
    )  # fmt: skip
    return rx.el.form(
        forms.fault(State.fault),
        rx.el.div(
            rx.el.p(rx.icon("package", size=16), rx.el.span(State.file_name, class_name="anywhere"),
                    class_name="row muted"),
            rx.el.h2(State.title, class_name="anywhere"),
            rx.el.ul(rx.foreach(State.parts, rx.el.li), class_name="cfile-parts", aria_label="What is in it"),
            rx.el.div(
                forms.field("Code", code, name="code", error=State.wrong, help_text="Unique in the catalog."),
                class_name="cfile-code",
            ),
            class_name="card pad stack",
        ),
        rx.el.div(
            rx.el.span("The course is not published, and nobody can be assigned before you publish it.",
                       class_name="muted push"),
            rx.el.button("Other file", on_click=State.forget, type="button", class_name="btn"),
            rx.el.button("Create the course", type="submit", class_name="btn solid"),
            class_name="actbar cfile-act",
        ),
        on_submit=State.create,
        class_name="stack narrow",
    )  # fmt: skip


PAGE = Page(course_routes.COURSE_IMPORT, TITLE, build, (State.load,))
