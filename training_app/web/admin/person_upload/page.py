"""Adding files to somebody's certifications in two steps: choose them, then say what each belongs to (C-05, C-06)."""

from typing import Any

import reflex as rx

from training_app.certifications.tracking.entry import LONGEST_NUMBER
from training_app.web.admin.person_upload.rows import Row
from training_app.web.admin.person_upload.state import TRACK, PersonUpload
from training_app.web.shared import forms, lists, routes, scans, uploading
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

FORM = "filing"


def build() -> rx.Component:
    """The page."""
    return page(
        PersonUpload.name,
        rx.cond(PersonUpload.is_missing, _missing(), rx.cond(PersonUpload.is_loaded, _steps(), _coming())),
        scans.viewer(),
        crumbs=(("People", routes.PEOPLE),),
        right=TRACK,
    )  # fmt: skip


def _coming() -> rx.Component:
    return rx.el.div(class_name="card")


def _missing() -> rx.Component:
    back = rx.el.a("All people", href=routes.PEOPLE, class_name="btn")
    return rx.el.div(lists.empty("circle-help", "There is no such person, or you may not see them.", back),
                     class_name="card")  # fmt: skip


def _steps() -> rx.Component:
    """Both are there: going back loses nothing that was typed."""
    return rx.el.div(
        rx.el.a(rx.icon("arrow-left", size=16), "Back to " + PersonUpload.person, href=PersonUpload.profile,
                class_name="link tall row"),
        _stored(),
        rx.el.div(_choosing(), hidden=PersonUpload.is_second_step),
        rx.el.div(_associating(), hidden=~PersonUpload.is_second_step),
        class_name="stack person-upload",
    )  # fmt: skip


def _stored() -> rx.Component:
    """The confirmation of those that are stored, while others are not."""
    said = rx.el.div(
        rx.icon("check", size=16),
        rx.el.div(
            rx.el.p("Stored:", class_name="strong"),
            rx.el.ul(rx.foreach(PersonUpload.stored, lambda one: rx.el.li(one, class_name="anywhere"))),
        ),
        class_name="call green",
    )
    return rx.el.div(rx.cond(PersonUpload.stored.length() > 0, said), role="status", aria_live="polite")


def _choosing() -> rx.Component:
    go_on = rx.el.a(
        "Continue", href=PersonUpload.profile + "/upload?step=details", class_name="btn solid",
        custom_attrs={"data-after-files": ""},
    )  # fmt: skip
    return rx.el.section(
        rx.el.h2("1. Upload"),
        uploading.file_field(
            PersonUpload.place, PersonUpload.came, selected=PersonUpload.rows.length(),
            help_text=uploading.BEST + " Up to " + PersonUpload.most + " each.",
        ),
        rx.cond(PersonUpload.rows.length() > 0, _waiting()),
        rx.el.div(
            rx.cond(PersonUpload.rows.length() > 0, go_on,
                    rx.el.button("Continue", type="button", disabled=True, class_name="btn solid")),
            class_name="row",
        ),
        class_name="card pad stack",
        aria_label="Upload",
    )  # fmt: skip


def _waiting() -> rx.Component:
    def one(row: rx.Var[Row]) -> rx.Component:
        return rx.el.li(
            scans.thumbnail(row.href, row.name, row.shown),
            rx.el.span(row.name, class_name="push anywhere"),
            rx.el.span(row.size, class_name="muted small"),
            uploading.remove(row.name, PersonUpload.remove(row.id)),
            key=row.id.to_string(),
        )

    return rx.el.ul(rx.foreach(PersonUpload.rows, one), class_name="card sent-files", aria_label="Files")


def _associating() -> rx.Component:
    back = rx.el.a("Add files", href=PersonUpload.profile + "/upload", class_name="btn")
    return rx.el.form(
        rx.el.h2("2. Say which certification each file belongs to"),
        _summary(),
        rx.el.div(rx.foreach(PersonUpload.rows, _file), class_name="stack"),
        rx.el.div(
            back,
            rx.el.button("Submit", type="submit", class_name="btn solid"),
            class_name="row wrap ends",
        ),
        id=FORM,
        on_submit=PersonUpload.submit,
        no_validate=True,
        custom_attrs={"data-after-files": ""},
        class_name="stack",
    )


def _summary() -> rx.Component:
    """Where the focus goes when something could not be stored."""
    bad = PersonUpload.bad
    words = rx.cond(bad == 1, "1 file is not stored yet", bad.to_string() + " files are not stored yet")
    said = rx.el.div(
        rx.el.p(words + ". See what is wrong below, then submit again.", class_name="strong"), class_name="summary"
    )
    return rx.el.div(rx.cond(bad > 0, said), id="not_stored", tab_index=-1)


def _file(row: rx.Var[Row]) -> rx.Component:
    return rx.el.div(
        scans.thumbnail(row.href, row.name, row.shown),
        rx.el.div(
            rx.el.div(
                rx.el.span(row.name, class_name="strong push anywhere"),
                rx.el.span(row.size, class_name="muted small"),
                uploading.remove(row.name, PersonUpload.remove(row.id)),
                class_name="row",
            ),
            rx.cond(_fault(row, "file") != "", _wrong(row, "file")),
            rx.el.div(
                _field(row, "Certification", "kind", "certification_id", _kind(row), help_text=row.current),
                _box(row, "Issued", "issued", "issued_on", row.issued, type="date", help_text="Optional."),
                _box(row, "Expires", "expires", "expires_on", row.expires, type="date", disabled=row.always),
                _box(row, "Certification Num", "number", "number", row.number, type="text", auto_complete="off",
                     max_length=LONGEST_NUMBER, help_text="Optional, or any notes."),
                class_name="of-file",
            ),
            rx.cond(row.may_be_always | row.always, _always(row)),
            class_name="col gap-8 push",
        ),
        key=row.id.to_string(),
        class_name="card pad filing",
        aria_label=row.name,
        role="group",
    )  # fmt: skip


def _kind(row: rx.Var[Row]) -> rx.Component:
    options = rx.foreach(PersonUpload.kinds, lambda one: rx.el.option(one.name, value=one.id.to_string()))
    return rx.el.select(
        rx.el.option("Choose a certification", value="0"),
        options,
        default_value=row.kind,
        on_change=lambda kind: PersonUpload.choose(row.id, kind),
        **_props(row, "kind", "certification_id"),
    )


def _box(
    row: rx.Var[Row], label: str, name: str, field: str, value: Any, *, help_text: str = "", **props: Any
) -> rx.Component:
    box = rx.el.input(default_value=value, key=row.filled.to_string(), **props, **_props(row, name, field))
    return _field(row, label, name, field, box, help_text=help_text)


def _always(row: rx.Var[Row]) -> rx.Component:
    box = forms.switch("Always Valid", name=f"always_{row.id}", checked=row.always,
                       on_change=lambda on: PersonUpload.always(row.id, on))  # fmt: skip
    return rx.el.div(box, rx.cond(_fault(row, "always_valid") != "", _wrong(row, "always_valid")))


def _field(
    row: rx.Var[Row], label: str, name: str, field: str, control: rx.Component, *, help_text: Any = ""
) -> rx.Component:
    return forms.field(label, control, name=f"{name}_{row.id}", help_text=help_text, error=_fault(row, field))


def _props(row: rx.Var[Row], name: str, field: str) -> dict[str, Any]:
    full = f"{name}_{row.id}"
    return {
        "id": full,
        "name": full,
        "aria_invalid": rx.cond(_fault(row, field) != "", "true", "false"),
        "aria_describedby": f"{full}_help",
        "class_name": "in",
    }


def _fault(row: rx.Var[Row], field: str) -> Any:
    return row.wrong.get(field, "")


def _wrong(row: rx.Var[Row], field: str) -> rx.Component:
    return forms.wrong(_fault(row, field), f"{field}_{row.id}")


PAGE = Page("/people/[person_id]/upload", PersonUpload.name, build, (PersonUpload.load,))
