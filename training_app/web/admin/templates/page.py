"""The editor of a message's texts: subject, text and HTML, what can stand in them, and how it looks (N-01)."""

from typing import Any

import reflex as rx

from training_app.notifications.wording.fields import Field
from training_app.web.admin.templates.shown import MANAGE, TITLE
from training_app.web.admin.templates.state import TemplatePage
from training_app.web.shared import dialogs, forms, lists, routes
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

FORM = "template_form"
CONDITION = "{% if field %}…{% else %}…{% endif %}"


def build() -> rx.Component:
    """The page."""
    there = rx.cond(TemplatePage.is_loaded, _editor(), rx.el.div(class_name="card"))
    return page(
        TemplatePage.name,
        rx.cond(TemplatePage.is_missing, _missing(), there),
        _asking(),
        crumbs=(("Settings", routes.SETTINGS), (TITLE, routes.TEMPLATES)),
        actions=(rx.cond(TemplatePage.is_edited, _back()),),
        right=MANAGE,
    )


def _missing() -> rx.Component:
    back = rx.el.a(TITLE, href=routes.TEMPLATES, class_name="btn")
    return rx.el.div(lists.empty("circle-help", "There is no such message.", back), class_name="card")


def _editor() -> rx.Component:
    return rx.el.div(
        _broken(),
        rx.el.p(TemplatePage.when, " ", rx.el.span(TemplatePage.standing, "."), class_name="muted"),
        rx.el.div(
            rx.el.form(
                _part("Subject", "subject", rx.el.input, "Also the line under the bell.", type="text"),
                _part("Text", "text", rx.el.textarea, "The name of your organization stands below it."),
                _part("HTML", "html", rx.el.textarea, "Below it stand the button “" + TemplatePage.button
                      + "”, its address, and the name of your organization."),
                id=FORM, on_submit=TemplatePage.save, class_name="card pad stack",
            ),
            _fields(),
            _looks(),
            class_name="template-editor",
        ),
        rx.el.div(
            rx.el.span(TemplatePage.status, role="status", aria_label="Saving", class_name="muted push"),
            rx.el.button("Save", type="submit", form=FORM, class_name="btn solid"),
            class_name="actbar",
        ),
        class_name="stack",
    )  # fmt: skip


def _broken() -> rx.Component:
    said = rx.el.div(
        rx.icon("triangle-alert", size=16),
        rx.el.span("This text cannot be used, so the original one is sent. ", TemplatePage.broken),
        class_name="call red",
    )
    return rx.cond(TemplatePage.broken != "", said)


def _part(label: str, name: str, control: Any, help_text: Any, **props: str) -> rx.Component:
    box = control(
        id=name,
        name=name,
        default_value=TemplatePage.said[name],
        on_change=lambda text: TemplatePage.typed(name, text).debounce(400),
        # What waits for the next key would be forgotten when another box is typed in.
        on_blur=lambda text: TemplatePage.typed(name, text),
        custom_attrs={"data-said": TemplatePage.said[name], "data-fields": "here"},
        aria_invalid=rx.cond(_wrong(name) != "", "true", "false"),
        aria_describedby=f"{name}_help",
        auto_complete="off",
        spell_check=name != "html",
        class_name=f"in {'' if props else 'box'} template-{name}",
        **props,
    )
    return rx.el.div(
        forms.field(label, box, name=name, help_text=help_text, error=_wrong(name)),
        _clash(name),
        class_name="stack tight",
    )


def _wrong(name: str) -> Any:
    return TemplatePage.wrong.get(name, "")


def _clash(name: str) -> rx.Component:
    """Of a text that somebody else changed meanwhile: whose is to be saved."""
    return rx.cond(
        TemplatePage.clashes.get(name, False),
        rx.el.div(
            rx.el.span("Save again to keep yours.", class_name="help push"),
            rx.el.button(
                "Take theirs", on_click=TemplatePage.take_theirs(name), type="button", class_name="btn small-btn"
            ),
            class_name="row wrap",
        ),
    )


def _fields() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Fields"),
        rx.el.p("A click puts one where the cursor is.", class_name="help"),
        rx.el.ul(rx.foreach(TemplatePage.fields, _field), class_name="template-fields"),
        rx.el.p("What is only said when a field has something to say:", class_name="help"),
        rx.el.code(CONDITION, class_name="mono"),
        aria_label="Fields",
        class_name="card pad stack",
    )  # fmt: skip


def _field(field: rx.Var[Field]) -> rx.Component:
    written = "{{ " + field.name + " }}"
    return rx.el.li(
        rx.el.button(
            written, type="button", class_name="btn small-btn", custom_attrs={"data-insert": written},
            aria_label="Insert " + field.name,
        ),
        rx.el.span(field.said, rx.cond(field.in_subject, "", rx.el.span(", not in the subject", class_name="muted"))),
    )  # fmt: skip


def _looks() -> rx.Component:
    stale = rx.el.p("As it was before the mistake.", class_name="help")
    return rx.el.section(
        rx.el.h2("Preview"),
        rx.el.p("With your name, and examples for the other fields. Nothing is sent.", class_name="help"),
        rx.cond(TemplatePage.wrong.length() > 0, stale),
        rx.el.p(TemplatePage.looks["subject"], class_name="strong template-line"),
        rx.el.iframe(
            src_doc=TemplatePage.looks["html"],
            # An empty list of what it may: no script, no form, no window, an origin of its own.
            custom_attrs={"sandbox": ""},
            title="Preview of the HTML",
            class_name="template-mail",
        ),
        rx.el.pre(TemplatePage.looks["text"], aria_label="Preview of the text", role="region", tab_index=0,
                  class_name="mono template-plain"),
        aria_label="Preview",
        class_name="card pad stack template-looks",
    )  # fmt: skip


def _back() -> rx.Component:
    return rx.el.button(
        rx.icon("undo-2", size=16), "Back to the original text", on_click=TemplatePage.ask, type="button",
        class_name="btn",
    )  # fmt: skip


def _asking() -> rx.Component:
    return dialogs.confirm(
        is_open=TemplatePage.is_asking,
        title="Take back your text of “" + TemplatePage.name + "”?",
        lines=[
            "Subject, text and HTML are the original ones again, from the next message on.",
            "Your text is gone from here; the audit keeps it.",
        ],
        verb="Take it back",
        loses=True,
        on_confirm=TemplatePage.go_back,
        on_cancel=TemplatePage.leave,
    )


PAGE = Page(f"{routes.TEMPLATES}/[slug]", TemplatePage.name, build, (TemplatePage.load,))
