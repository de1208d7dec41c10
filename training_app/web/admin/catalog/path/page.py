"""The editor of a learning path: what it is called, its courses in order, and what it requires (T-05)."""

from typing import Any

import reflex as rx

from training_app.people.rules import Level
from training_app.web.admin.catalog.path import acts, copying, finding
from training_app.web.admin.catalog.path.courses import MANAGE, PathCourses, ordered
from training_app.web.admin.catalog.path.finding import CourseFinder
from training_app.web.admin.catalog.path.state import PathPage
from training_app.web.shared import forms, lists, routes
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

FORM = "path_form"
FIXED = "Whoever has begun the path keeps the courses it had then."
REQUIRED = "Nobody is enrolled who has not attended it."


def build() -> rx.Component:
    """The page."""
    return page(
        PathPage.name,
        rx.cond(PathPage.is_missing, _missing(), rx.cond(PathPage.is_loaded, _editor(), rx.el.div(class_name="card"))),
        acts.asking(),
        copying.question(),
        crumbs=(("Catalog", routes.CATALOG),),
        actions=(rx.cond(PathPage.is_missing, rx.fragment(), acts.buttons()),),
        right=MANAGE,
    )


def _missing() -> rx.Component:
    back = rx.el.a("Catalog", href=routes.CATALOG, class_name="btn")
    return rx.el.div(lists.empty("circle-help", "There is no such learning path.", back), class_name="card")


def _editor() -> rx.Component:
    return rx.el.div(
        _standing(),
        _summary(),
        rx.el.form(
            _text("Title", "title"),
            rx.el.div(_text("Code", "code", help_text="Unique in the catalog."), _level(), class_name="both-dates"),
            _accredited(),
            _description(),
            id=FORM, on_submit=PathPage.save, class_name="card pad stack",
        ),
        _courses(),
        _required(),
        rx.el.div(
            rx.el.span(PathCourses.status, role="status", aria_label="Saving", class_name="muted push"),
            rx.el.button(
                rx.cond(PathPage.path_id > 0, "Save changes", "Create learning path"),
                type="submit", form=FORM, class_name="btn solid",
            ),
            class_name="actbar",
        ),
        class_name="stack narrow path-editor",
    )  # fmt: skip


def _standing() -> rx.Component:
    """Why it cannot be assigned, where something is to be done about it."""
    words = rx.cond(PathPage.is_archived, "This path is archived.", "It cannot be assigned: " + PathPage.why + ".")
    return rx.cond(
        PathPage.why != "", rx.el.div(rx.icon("circle-alert", size=16), rx.el.span(words), class_name="call amber")
    )


def _concern() -> rx.Component:
    """Whom other courses concern (X-04), in plain sight before they are saved."""
    told = rx.el.span(PathPage.concern, " Whoever begins it from now on gets these.")
    return rx.cond(
        PathPage.path_id > 0,
        rx.cond(
            PathCourses.is_changed & (PathPage.concern != ""),
            rx.el.div(rx.icon("users", size=16), told, role="status", class_name="call amber"),
            rx.el.p(rx.cond(PathPage.concern != "", PathPage.concern, FIXED), class_name="help"),
        ),
    )


def _summary() -> rx.Component:
    """What is wrong, where it is several things."""
    return rx.cond(
        PathPage.wrong.length() > 1,
        rx.el.div(
            rx.el.h2("This cannot be saved yet"),
            rx.el.ul(rx.foreach(PathPage.wrong, lambda one: rx.el.li(one[1]))),
            role="alert", class_name="summary",
        ),
    )  # fmt: skip


def _text(label: str, name: str, *, help_text: str = "") -> rx.Component:
    return _field(label, rx.el.input(type="text", auto_complete="off", **_props(name)), name, help_text=help_text)


def _description() -> rx.Component:
    box = rx.el.textarea(**(_props("description") | {"class_name": "in box"}))
    return _field("Description", box, "description", help_text="What it is for. Learners read it.")


def _level() -> rx.Component:
    options = (rx.el.option(level, value=level) for level in Level)
    return _field("Level", rx.el.select(rx.el.option("No level", value=""), *options, **_props("level")), "level")


def _accredited() -> rx.Component:
    return _field(
        "Accredited through", rx.el.input(type="date", **_props("accredited_through")), "accredited_through",
        help_text="Last day, if it ends. A course that ends earlier ends the path.",
    )  # fmt: skip


def _props(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "default_value": PathPage.said[name],
        # What is typed is not sent before it is saved: nothing on its way can come later than what was typed after it.
        "on_change": lambda _: PathPage.touched().throttle(300),
        "custom_attrs": {"data-said": PathPage.said[name]},
        "aria_invalid": rx.cond(_wrong(name) != "", "true", "false"),
        "aria_describedby": f"{name}_help",
        "class_name": "in",
    }


def _wrong(name: str) -> Any:
    return PathPage.wrong.get(name, "")


def _field(label: str, control: rx.Component, name: str, *, help_text: str = "") -> rx.Component:
    return rx.el.div(
        forms.field(label, control, name=name, help_text=help_text, error=_wrong(name)),
        _clash(name),
        class_name="stack tight",
    )


def _clash(name: str) -> rx.Component:
    """Of a field that somebody else changed meanwhile: whose value is to be saved."""
    return rx.cond(
        PathPage.clashes.get(name, False) & (_wrong(name) != ""),
        rx.el.div(
            rx.el.span("Save again to keep yours.", class_name="help push"),
            rx.el.button("Take theirs", on_click=PathPage.take_theirs(name), type="button", class_name="btn small-btn",
                         custom_attrs={"data-then": name}),
            class_name="row wrap",
        ),
    )  # fmt: skip


def _courses() -> rx.Component:
    nothing = rx.el.p("No course yet. Find the first one above.", class_name="muted pad")
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Courses, in this order"),
            rx.el.span(class_name="push"),
            rx.el.span(PathCourses.takes, class_name="muted"),
            class_name="row wrap",
        ),
        _concern(),
        _fault("courses"),
        finding.for_the_path(),
        rx.el.ol(rx.foreach(PathCourses.rows, ordered), aria_label="Courses of the path", class_name="card"),
        rx.cond(PathCourses.rows.length() == 0, nothing),
        rx.el.span(PathCourses.told, role="status", class_name="sr"),
        aria_label="Courses",
        class_name="card pad stack",
    )


def _required() -> rx.Component:
    chosen = rx.el.div(
        rx.el.div(
            rx.el.span(PathCourses.required.title, class_name="strong"),
            rx.el.span(PathCourses.required.code, class_name="mono muted"),
            class_name="col push",
        ),
        rx.el.button("Require none", on_click=PathCourses.require(0), type="button", class_name="btn"),
        class_name="row wrap",
    )
    return rx.el.section(
        rx.el.h2("Required attendance"),
        rx.el.p("An instructor-led course that somebody must have attended before, or none. ", REQUIRED,
                class_name="help"),
        _fault("requires_id"),
        rx.cond(PathCourses.required.id > 0, chosen, finding.to_require()),
        aria_label="Required attendance",
        class_name="card pad stack",
    )  # fmt: skip


def _fault(name: str) -> rx.Component:
    return rx.cond(
        _wrong(name) != "", rx.el.div(forms.wrong(_wrong(name), name), _clash(name), class_name="stack tight")
    )


ON_LOAD = (PathPage.load, CourseFinder.open)
NEW = Page(routes.NEW_PATH, PathPage.name, build, ON_LOAD)
PAGE = Page("/paths/[training_id]", PathPage.name, build, ON_LOAD)
