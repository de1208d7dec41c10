"""The materials of a course: a list that files are dropped on, in an order that is changed by hand or key (T-01)."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.catalog.rules import MaterialKind
from training_app.web.admin.catalog.course.frame import CoursePage, course_page
from training_app.web.admin.catalog.materials import editor, said
from training_app.web.admin.catalog.materials.editor_state import MaterialEditor
from training_app.web.admin.catalog.materials.said import Row
from training_app.web.admin.catalog.materials.state import Materials
from training_app.web.shared import dialogs, lists
from training_app.web.shared.course_routes import COURSES, Part
from training_app.web.shared.pages import Page
from training_app.web.shared.uploading import file_field

FILES, ADD = "material_files", editor.ADD
ICONS = {
    MaterialKind.TEXT.value: "file-text",
    MaterialKind.LINK.value: "link",
    MaterialKind.VIDEO.value: "clapperboard",
    MaterialKind.FILE.value: "file",
    said.PICTURE: "image",
    said.DOCUMENT: "book-open",
}


def build() -> rx.Component:
    """The page."""
    return course_page(
        Part.MATERIALS,
        rx.cond(MaterialEditor.is_open, editor.build(), rx.cond(Materials.is_loaded, _materials())),
        _asking(),
    )


def _materials() -> rx.Component:
    nothing = lists.empty(
        "book-open",
        rx.cond(
            CoursePage.may_edit,
            "What learners work through: texts, files, videos, links. Drop files here, or add a text.",
            "This course has no materials.",
        ),
    )
    listed = rx.el.ol(rx.foreach(Materials.rows, _row), aria_label="Materials",
                      custom_attrs={"data-ordered": "move_material"})  # fmt: skip
    return rx.el.div(
        rx.cond(CoursePage.may_edit, _adding()),
        rx.cond(Materials.rows.length() > 0, listed, nothing),
        rx.el.span(Materials.told, role="status", class_name="sr"),
        # Filled in and sent by what drags.
        rx.el.form(
            rx.el.input(name="material", type="hidden"), rx.el.input(name="to", type="hidden"),
            id="move_material", on_submit=Materials.drop, hidden=True,
        ),
        class_name="card matedit",
        custom_attrs={"data-drops-to": rx.cond(CoursePage.may_edit, FILES, "")},
    )  # fmt: skip


def _adding() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.a(rx.icon("file-text", size=16), "Add text", href=Materials.add_text, id=ADD, class_name="btn"),
            rx.el.a(rx.icon("link", size=16), "Add link", href=Materials.add_link, class_name="btn"),
            class_name="row wrap matedit-typed",
        ),
        file_field(
            Materials.place, Materials.brought, label="Choose Files", help_text=Materials.files_help, name=FILES
        ),
        class_name="matedit-adding",
    )


def _row(row: rx.Var[Row], at: rx.Var[int]) -> rx.Component:
    title = rx.cond(
        CoursePage.may_edit,
        rx.el.a(row.title, href=row.href, id="material_" + row.id.to_string(), class_name="link anywhere"),
        rx.el.span(row.title, class_name="strong anywhere"),
    )
    return rx.el.li(
        rx.cond(CoursePage.may_edit, _handle()),
        _picture(row),
        rx.el.div(title, _about(row), class_name="col push"),
        rx.cond(CoursePage.may_edit, _acts(row, at)),
        key=row.id.to_string(),
        class_name="matedit-row",
        custom_attrs={"data-id": row.id.to_string()},
    )


def _handle() -> rx.Component:
    """For the hand alone: the keyboard has its two buttons."""
    return rx.el.span(rx.icon("grip-vertical", size=16), title="Drag to move", aria_hidden="true",
                      class_name="matedit-handle", custom_attrs={"data-drag": ""})  # fmt: skip


def _picture(row: rx.Var[Row]) -> rx.Component:
    icon = rx.match(
        row.icon, *((kind, rx.icon(icon, size=20)) for kind, icon in ICONS.items()), rx.icon("file", size=20)
    )
    picture = rx.el.img(src=row.picture, alt="", loading="lazy", width="64", height="48")
    return rx.el.span(icon, rx.cond(row.picture != "", picture), class_name="thumbnail matedit-picture",
                      aria_hidden="true")  # fmt: skip


def _about(row: rx.Var[Row]) -> rx.Component:
    file = PlainLink.create(
        row.file_name, href=row.file, class_name="muted anywhere", aria_label="Download " + row.file_name,
        custom_attrs={"download": row.file_name},
    )  # fmt: skip
    return rx.el.span(row.about, rx.cond(row.file != "", rx.fragment(" · ", file)), class_name="muted small")


def _acts(row: rx.Var[Row], at: rx.Var[int]) -> rx.Component:
    """At an end there is only the way back: the focus goes there."""
    last, number = Materials.rows.length() - 1, row.id.to_string()
    return rx.el.div(
        _button("arrow-up", "Move up: " + row.title, Materials.up(row.id), name="up_" + number, is_off=at == 0,
                then=rx.cond(at == 1, "down_" + number, "")),
        _button("arrow-down", "Move down: " + row.title, Materials.down(row.id), name="down_" + number,
                is_off=at == last, then=rx.cond(at == last - 1, "up_" + number, "")),
        _button("trash-2", "Remove: " + row.title, Materials.ask(row.id), name="remove_" + number),
        class_name="row gap-4",
    )  # fmt: skip


def _button(icon: str, label: Any, on_click: Any, *, name: Any, is_off: Any = False, then: Any = "") -> rx.Component:
    return rx.el.button(
        rx.icon(icon, size=16), on_click=on_click, id=name, disabled=is_off, aria_label=label, title=label,
        type="button", class_name="btn ghost square", custom_attrs={"data-then": then},
    )  # fmt: skip


def _asking() -> rx.Component:
    return dialogs.confirm(
        is_open=Materials.asked > 0,
        title="Remove “" + Materials.asked_title + "”?",
        lines=["It goes from this draft, with its file.", "Learners who are in a published version keep it there."],
        verb="Remove",
        loses=True,
        on_confirm=Materials.remove,
        on_cancel=Materials.leave,
        then=ADD,
    )


ON_LOAD = (CoursePage.load, Materials.load, MaterialEditor.load)
PAGE = Page(f"{COURSES}/[course_id]/{Part.MATERIALS.value}", CoursePage.title, build, ON_LOAD)
