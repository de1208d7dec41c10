"""The first page of a course, and of a new one: title, code, kind, and what else holds for every version (T-01)."""

from typing import Any

import reflex as rx

from training_app.catalog.rules import CourseKind
from training_app.people.rules import Level
from training_app.web.admin.catalog.course import typed
from training_app.web.admin.catalog.course.facts import CourseFacts
from training_app.web.admin.catalog.course.frame import CoursePage, course_page
from training_app.web.admin.catalog.course.state import MANAGE
from training_app.web.shared import course_routes, forms, routes
from training_app.web.shared.course_routes import Part
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

FORM = "course_form"
KINDS = {
    CourseKind.ONLINE: ("Online", "Its materials, its exam and its evaluation complete it, as far as it has them."),
    CourseKind.INSTRUCTOR_LED: (
        "Instructor-led", "Recorded attendance of a session completes it; with an evaluation, once that is submitted.",
    ),
    CourseKind.EXTERNAL: ("External", "Done elsewhere: an approved external activity completes it."),
}  # fmt: skip


def build() -> rx.Component:
    """The page of a course."""
    return course_page(Part.FACTS, rx.cond(CourseFacts.is_loaded, _form("Save changes")))


def build_new() -> rx.Component:
    """The page of a new course."""
    form = rx.cond(CourseFacts.is_loaded, _form("Create course"), rx.el.div(class_name="card"))
    return page("New course", form, crumbs=(("Catalog", routes.CATALOG),), right=MANAGE)


def _form(verb: str) -> rx.Component:
    return rx.el.div(
        _summary(),
        rx.el.form(
            _section(
                "What it is", _text("Title", "title"),
                rx.el.div(_code(), _library(), class_name="both-dates"),
                _kind(), _description(),
            ),
            _section(
                "For whom, and how long",
                rx.el.div(_level(), _minutes(), class_name="both-dates"),
                rx.el.div(_hours(), _category(), class_name="both-dates"),
            ),
            _section(
                "How long it holds", _accredited(),
                rx.el.div(_again(), _from(), class_name="both-dates"),
            ),
            id=FORM, on_submit=CourseFacts.save, no_validate=True, class_name="stack",
        ),
        rx.el.div(
            rx.el.span(CourseFacts.status, role="status", aria_label="Saving", class_name="muted push"),
            rx.el.button(verb, type="submit", form=FORM, class_name="btn solid"),
            class_name="actbar",
        ),
        class_name="stack narrow path-editor",
    )  # fmt: skip


def _summary() -> rx.Component:
    """What is wrong, where it is several things."""
    return rx.cond(
        CourseFacts.wrong.length() > 1,
        rx.el.div(
            rx.el.h2("This cannot be saved yet"),
            rx.el.ul(rx.foreach(CourseFacts.wrong, lambda one: rx.el.li(one[1]))),
            role="alert", class_name="summary",
        ),
    )  # fmt: skip


def _section(title: str, *content: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h2(title), *content, aria_label=title, class_name="card pad stack")


def _code() -> rx.Component:
    return _text("Code", "code", help_text="Unique in the catalog.")


def _library() -> rx.Component:
    return _suggested("Library", "library", CourseFacts.libraries,
                      help_text="In-house, or the library that it comes from.")  # fmt: skip


def _category() -> rx.Component:
    return _suggested("Category of the hours", "category", CourseFacts.categories,
                      help_text="For example Airway. Licences count hours by it.")  # fmt: skip


def _suggested(label: str, name: str, known: rx.Var[list[str]], *, help_text: str) -> rx.Component:
    """A box in which anything can be typed, and what is used already is offered."""
    box = rx.el.input(type="text", auto_complete="off", list=f"{name}_used", **_props(name))
    used = rx.el.datalist(rx.foreach(known, lambda one: rx.el.option(value=one)), id=f"{name}_used")
    return _field(label, rx.fragment(box, used), name, help_text=help_text)


def _kind() -> rx.Component:
    """Not by `data-said`, as what stands in a box: a choice is built anew when another one is to be marked."""

    def one(kind: CourseKind, label: str, completes: str) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="radio", name="course_kind", value=kind.value, on_change=lambda _: CourseFacts.touched(),
                id="course_kind" if kind is CourseKind.ONLINE else f"course_kind_{kind.value}",
                default_checked=CourseFacts.said["course_kind"] == kind.value, aria_describedby="course_kind_help",
            ),
            rx.el.span(rx.el.span(label, class_name="strong"), rx.el.span(completes, class_name="help"),
                       class_name="course-kind"),
            class_name="option",
        )  # fmt: skip

    return rx.el.div(
        rx.el.fieldset(
            rx.el.legend("How it is taken"),
            rx.el.div(*(one(kind, *words) for kind, words in KINDS.items()), class_name="card"),
            key=CourseFacts.said["course_kind"],
            class_name="course-kinds",
        ),
        rx.cond(_wrong("course_kind") != "", forms.wrong(_wrong("course_kind"), "course_kind")),
        _clash("course_kind"),
        class_name="stack tight",
    )


def _description() -> rx.Component:
    box = rx.el.textarea(**(_props("description") | {"class_name": "in box"}))
    return _field("Description", box, "description", help_text="What it is for. Learners read it before they begin.")


def _level() -> rx.Component:
    options = (rx.el.option(level, value=level) for level in Level)
    box = rx.el.select(rx.el.option("No level", value=""), *options, **_props("level"))
    return _field("Level", box, "level", help_text="Whose certification level it is for.")


def _minutes() -> rx.Component:
    return _text("Minutes", "minutes", help_text="How long it takes, as learners are told.", input_mode="numeric")


def _hours() -> rx.Component:
    return _text("Hours", "hours", help_text="What it counts, for example 1.5.", input_mode="decimal")


def _accredited() -> rx.Component:
    box = rx.el.input(type="date", **_props("accredited_through"))
    return _field("Accredited through", box, "accredited_through",
                  help_text="Last day, if it ends. After it the course cannot be assigned.")  # fmt: skip


def _again() -> rx.Component:
    return _text("Assign again after, days", "reassign_after_days", input_mode="numeric",
                 help_text="Left empty, it is not assigned again by itself.")  # fmt: skip


def _from() -> rx.Component:
    box = rx.el.select(
        rx.el.option("The last assignment", value=typed.ASSIGNMENT),
        rx.el.option("The last completion", value=typed.COMPLETION),
        **_props("reassign_from_completion"),
    )
    return _field("Days counted from", box, "reassign_from_completion")


def _text(label: str, name: str, *, help_text: str = "", **props: Any) -> rx.Component:
    box = rx.el.input(**({"type": "text", "auto_complete": "off"} | _props(name) | props))
    return _field(label, box, name, help_text=help_text)


def _props(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "default_value": CourseFacts.said[name],
        # What is typed is not sent before it is saved: nothing on its way can come later than what was typed after it.
        "on_change": lambda _: CourseFacts.touched().throttle(300),
        "custom_attrs": {"data-said": CourseFacts.said[name]},
        "aria_invalid": rx.cond(_wrong(name) != "", "true", "false"),
        "aria_describedby": f"{name}_help",
        "class_name": "in",
    }


def _wrong(name: str) -> Any:
    return CourseFacts.wrong.get(name, "")


def _field(label: str, control: rx.Component, name: str, *, help_text: str = "") -> rx.Component:
    return rx.el.div(
        forms.field(label, control, name=name, help_text=help_text, error=_wrong(name)),
        _clash(name),
        class_name="stack tight",
    )


def _clash(name: str) -> rx.Component:
    """Of a field that somebody else changed meanwhile: whose value is to be saved."""
    take = CourseFacts.take_theirs(name)
    button = rx.el.button("Take theirs", on_click=take, type="button", class_name="btn small-btn",
                          custom_attrs={"data-then": name})  # fmt: skip
    return rx.cond(
        CourseFacts.clashes.get(name, False) & (_wrong(name) != ""),
        rx.el.div(rx.el.span("Save again to keep yours.", class_name="help push"), button, class_name="row wrap"),
    )


NEW = Page(course_routes.NEW_COURSE, "New course", build_new, (CourseFacts.load,))
PAGE = Page("/courses/[course_id]", CoursePage.title, build, (CoursePage.load, CourseFacts.load))
