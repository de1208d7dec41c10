"""One material: what is typed of it, beside it how learners see it, below it its file and its captions (T-01)."""

from typing import Any

import reflex as rx

from training_app.catalog.rules import MaterialKind
from training_app.web.admin.catalog.materials.editor_state import MaterialEditor
from training_app.web.shared import forms, material
from training_app.web.shared.uploading import file_field

FORM = "material_form"
REPLACEMENT = "replacement"
MARKDOWN = "Markdown: # Heading, **bold**, - list, [words](https://address), | table |."
ACCEPTED = ".vtt,.srt,text/vtt,application/x-subrip"
ADD = "add_text"
# Of the list, what has the focus once the editor is left.
THEN = {"data-then": rx.cond(MaterialEditor.material_id > 0, "material_" + MaterialEditor.material_id.to_string(), ADD)}


def build() -> rx.Component:
    """The editor, in the place of the list."""
    return rx.el.div(
        _heading(),
        rx.el.div(custom_attrs={"data-kept-said": ""}, role="status", class_name="matedit-kept"),
        _summary(),
        rx.el.div(
            rx.el.form(
                _text("Title", "title", auto_focus=MaterialEditor.material_id == 0),
                rx.cond(MaterialEditor.kind == MaterialKind.LINK.value, _address()),
                _body(),
                rx.cond(MaterialEditor.kind == MaterialKind.VIDEO.value, _captions()),
                id=FORM, on_submit=MaterialEditor.save, class_name="card pad stack", no_validate=True,
                custom_attrs={"data-keeps": MaterialEditor.keeps},
            ),
            rx.el.div(rx.cond(MaterialEditor.looks.file_name != "", _file()), _looks(), class_name="stack"),
            class_name="matedit-split",
        ),
        _foot(),
        key=MaterialEditor.keeps,
        class_name="stack",
    )  # fmt: skip


def _heading() -> rx.Component:
    kinds = ((MaterialKind.TEXT.value, "Add a text"), (MaterialKind.LINK.value, "Add a link"))
    added = rx.match(MaterialEditor.kind, *kinds, "Add a material")
    return rx.el.div(
        rx.el.a(rx.icon("arrow-left", size=16), "All materials", href=MaterialEditor.back, class_name="btn ghost",
                custom_attrs=THEN),
        rx.el.h2(rx.cond(MaterialEditor.material_id > 0, "Edit “" + MaterialEditor.title + "”", added),
                 class_name="anywhere"),
        class_name="row wrap",
    )  # fmt: skip


def _summary() -> rx.Component:
    """What is wrong, where it is several things."""
    return rx.cond(
        MaterialEditor.wrong.length() > 1,
        rx.el.div(
            rx.el.h3("This cannot be saved yet"),
            rx.el.ul(rx.foreach(MaterialEditor.wrong, lambda one: rx.el.li(one[1]))),
            role="alert", class_name="summary",
        ),
    )  # fmt: skip


def _text(label: str, name: str, *, help_text: str = "", auto_focus: Any = False) -> rx.Component:
    box = rx.el.input(type="text", auto_complete="off", auto_focus=auto_focus, class_name="in", **_props(name))
    return _field(label, box, name, help_text=help_text)


def _address() -> rx.Component:
    box = rx.el.input(type="url", inputMode="url", auto_complete="off", class_name="in", **_props("url"))
    return _field("Address", box, "url", help_text="It opens in a new window.")


def _body() -> rx.Component:
    box = rx.el.textarea(
        on_change=lambda text: MaterialEditor.typed(text).debounce(400), spell_check=True,
        class_name="in box matedit-body", **_props("body"),
    )  # fmt: skip
    label = rx.cond(MaterialEditor.kind == MaterialKind.TEXT.value, "Text", "What is said below it")
    return _field(label, box, "body", help_text=MARKDOWN)


def _captions() -> rx.Component:
    """A file is read into the box, so that what is wrong in a line can be mended here."""
    # Without an id, by which the form would take it for one of its fields.
    file = {"accept": ACCEPTED, "data-reads-into": "captions"}
    choose = rx.el.label(
        rx.icon("captions", size=16), "Choose a captions file",
        rx.el.input(type="file", class_name="sr", custom_attrs=file), class_name="btn matedit-choose",
    )  # fmt: skip
    box = rx.el.textarea(class_name="in box mono matedit-captions", spell_check=False, **_props("captions"))
    return rx.el.div(
        _field("Captions", box, "captions", help_text="What is said in the video, as WebVTT or SRT; empty for none."),
        rx.el.div(choose, rx.el.span(role="status", class_name="wrong", custom_attrs={"data-read-said": ""}),
                  class_name="row wrap"),
        class_name="stack tight",
    )  # fmt: skip


def _field(label: Any, control: rx.Component, name: str, *, help_text: str = "") -> rx.Component:
    return rx.el.div(
        forms.field(label, control, name=name, help_text=help_text, error=_wrong(name)),
        _clash(name),
        class_name="stack tight",
    )


def _props(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "default_value": MaterialEditor.said[name],
        "custom_attrs": {"data-said": MaterialEditor.said[name]},
        "aria_invalid": rx.cond(_wrong(name) != "", "true", "false"),
        "aria_describedby": f"{name}_help",
    }


def _wrong(name: str) -> Any:
    return MaterialEditor.wrong.get(name, "")


def _clash(name: str) -> rx.Component:
    """Of a field that somebody else changed meanwhile: whose is to be saved."""
    return rx.cond(
        MaterialEditor.clashes.get(name, False),
        rx.el.div(
            rx.el.span("Save again to keep yours.", class_name="help push"),
            rx.el.button("Take theirs", on_click=MaterialEditor.take_theirs(name), type="button",
                         class_name="btn small-btn", custom_attrs={"data-then": name}),
            class_name="row wrap",
        ),
    )  # fmt: skip


def _file() -> rx.Component:
    """It is replaced as soon as another one has come."""
    return rx.el.section(
        rx.el.h3("File: ", rx.el.span(MaterialEditor.looks.file_name, class_name="anywhere")),
        file_field(MaterialEditor.place, MaterialEditor.replaced, label="Choose Another File", name=REPLACEMENT,
                   help_text="It takes the place of this one at once. Published versions keep theirs."),
        aria_label="File",
        class_name="card pad stack",
        custom_attrs={"data-drops-to": REPLACEMENT},
    )  # fmt: skip


def _looks() -> rx.Component:
    looks = MaterialEditor.looks
    nothing = rx.el.p("What you type stands here as learners see it.", class_name="muted")
    return rx.el.section(
        rx.el.h3("Preview"),
        # Made anew with another file: a video that is there already would play on.
        rx.el.div(material.shown(looks), key=looks.file_name + looks.file_size.to_string()),
        rx.cond((looks.body == "") & (looks.file_name == "") & (looks.url == ""), nothing),
        aria_label="Preview",
        class_name="card pad stack matedit-looks",
    )


def _foot() -> rx.Component:
    adds = rx.match(MaterialEditor.kind, (MaterialKind.TEXT.value, "Add text"), "Add link")
    return rx.el.div(
        rx.el.span(class_name="muted push", custom_attrs={"data-unsaved-said": ""}, role="status"),
        rx.el.a("Cancel", href=MaterialEditor.back, class_name="btn", custom_attrs={"data-forgets": FORM} | THEN),
        rx.el.button(rx.cond(MaterialEditor.material_id > 0, "Save", adds), type="submit", form=FORM,
                     class_name="btn solid", custom_attrs={"data-after-files": ""} | THEN),
        class_name="actbar matedit-foot",
    )  # fmt: skip
