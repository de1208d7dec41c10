"""The settings that the organization changes itself, and where its e-mails go."""

from typing import Any

import reflex as rx

from training_app.people.settings import HOURS, LABELS, LONGEST_NAME
from training_app.web.admin.settings import mark, zone_field
from training_app.web.admin.settings.mark import MarkField
from training_app.web.admin.settings.state import MANAGE, SettingsPage
from training_app.web.shared import dialogs, forms, routes
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

TITLE = "Settings"
FORM = "settings_form"
SWITCHES = {
    "certification_tracking": "Off, its pages are gone and nobody is reminded of an expiry. What was entered stays, "
    "and what people complete goes on awarding.",
    "members_may_submit": "People photograph their renewed card and enter its expiry; a coordinator approves it or "
    "says why not.",
}


def build() -> rx.Component:
    """The page."""
    return page(
        TITLE,
        rx.cond(SettingsPage.is_loaded, _settings(), rx.el.div(class_name="card")),
        _asking(),
        mark.asking(),
        right=MANAGE,
    )


def _settings() -> rx.Component:
    return rx.el.div(
        _summary(),
        rx.el.form(
            _section("The organization", _text("name", max_length=LONGEST_NAME)),
            _section("Days and hours", _zone(), _hour()),
            _section("E-mails", _text("sender", type="email", help_text="What e-mails are sent from."), _mails()),
            _section("Licensing period and managers", _months(), _managers()),
            _section("Certifications", *(_switch(name, text) for name, text in SWITCHES.items())),
            id=FORM, on_submit=SettingsPage.save, no_validate=True, class_name="stack",
        ),
        mark.section(),
        rx.el.div(
            rx.el.span(SettingsPage.status, role="status", aria_label="Saving", class_name="muted push"),
            rx.el.button("Save settings", type="submit", form=FORM, class_name="btn solid"),
            class_name="actbar",
        ),
        class_name="stack narrow path-editor",
    )  # fmt: skip


def _summary() -> rx.Component:
    """What is wrong, where it is several things."""
    return rx.cond(
        SettingsPage.wrong.length() > 1,
        rx.el.div(
            rx.el.h2("Nothing is saved yet"),
            rx.el.ul(rx.foreach(SettingsPage.wrong, lambda one: rx.el.li(one[1]))),
            role="alert", class_name="summary",
        ),
    )  # fmt: skip


def _section(title: str, *content: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h2(title), *content, aria_label=title, class_name="card pad stack")


def _text(name: str, *, help_text: str = "", **props: Any) -> rx.Component:
    box = rx.el.input(**({"type": "text", "auto_complete": "off"} | _props(name) | _noted(name) | props))
    return _field(name, box, help_text=help_text)


def _zone() -> rx.Component:
    props = _props("zone")
    props["custom_attrs"] |= {"aria-activedescendant": zone_field.active(), "spellCheck": "false"}
    unknown = "Type a city or a zone, for example “New York”."
    return _field("zone", zone_field.zone_box(**props),
                  help_text=rx.cond(SettingsPage.there != "", SettingsPage.there, unknown))  # fmt: skip


def _hour() -> rx.Component:
    hours = (rx.el.option(f"{hour:02}:00", value=str(hour)) for hour in HOURS)
    choice = rx.el.select(*hours, **_props("reminder_hour"), **_noted("reminder_hour"))
    return _field("reminder_hour", choice, help_text=SettingsPage.reminded)


def _months() -> rx.Component:
    return _text("licensing_months", type="text", input_mode="numeric",
                 help_text="Months, counted back from today, for people of whom no licence is recorded.")  # fmt: skip


def _managers() -> rx.Component:
    return _text("copy_managers_after", type="text", input_mode="numeric",
                 help_text="Days. Left empty, no manager is copied.")  # fmt: skip


def _switch(name: str, help_text: str) -> rx.Component:
    box = forms.switch(
        LABELS[name], name=name, checked=SettingsPage.switched[name],
        on_change=lambda on: SettingsPage.switch(name, on), help_text=help_text,
    )  # fmt: skip
    fault = rx.cond(_wrong(name) != "", forms.wrong(_wrong(name), name))
    return rx.el.div(box, fault, _clash(name), class_name="stack tight")


def _mails() -> rx.Component:
    """What the environment decides; only whoever runs the machine changes it."""
    folder = rx.el.span(
        "E-mails go to the folder ", rx.el.code(SettingsPage.mailbox, class_name="mono"),
        " and to nobody, because no mail server is set (MUSTER_SMTP_HOST).",
    )  # fmt: skip
    server = rx.el.span("E-mails go to the mail server ", rx.el.b(SettingsPage.mail_server), ".")
    return rx.el.div(
        rx.cond(
            SettingsPage.mailbox != "",
            rx.el.div(rx.icon("triangle-alert", size=16), folder, class_name="call amber"),
            rx.el.div(rx.icon("mail", size=16), server, class_name="call slate"),
        ),
        rx.el.a("Texts of messages", href=routes.TEMPLATES, class_name="link tall"),
        class_name="stack tight where-mails-go",
    )


def _field(name: str, control: rx.Component, *, help_text: str | rx.Var[str] = "") -> rx.Component:
    return rx.el.div(
        forms.field(LABELS[name], control, name=name, help_text=help_text, error=_wrong(name)),
        _clash(name),
        class_name="stack tight",
    )


def _props(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "default_value": SettingsPage.said[name],
        "custom_attrs": {"data-said": SettingsPage.said[name]},
        "aria_invalid": rx.cond(_wrong(name) != "", "true", "false"),
        "aria_describedby": f"{name}_help",
        "class_name": "in",
    }


def _noted(name: str) -> dict[str, Any]:
    return {"on_change": lambda text: SettingsPage.typed(name, text).debounce(300)}


def _wrong(name: str) -> Any:
    return SettingsPage.wrong.get(name, "")


def _clash(name: str) -> rx.Component:
    """Of a field that somebody else changed meanwhile: whose value is to be saved."""
    take = rx.el.button("Take theirs", on_click=SettingsPage.take_theirs(name), type="button",
                        class_name="btn small-btn")  # fmt: skip
    return rx.cond(
        SettingsPage.clashes.get(name, False) & (_wrong(name) != ""),
        rx.el.div(rx.el.span("Save again to keep yours.", class_name="help push"), take, class_name="row wrap"),
    )


def _asking() -> rx.Component:
    return dialogs.confirm(
        is_open=SettingsPage.is_asking,
        title=SettingsPage.move.title,
        lines=[SettingsPage.move.stays, SettingsPage.move.moves, SettingsPage.move.once],
        verb="Change the time zone",
        on_confirm=SettingsPage.confirm,
        on_cancel=SettingsPage.cancel,
    )


PAGE = Page(routes.SETTINGS, TITLE, build, (SettingsPage.load, MarkField.load))
