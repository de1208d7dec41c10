"""The form of how an exam is taken, with what its fields mean together (T-01)."""

from typing import Any

import reflex as rx

from training_app.catalog.editing.exams import LABELS
from training_app.web.admin.catalog.exam import said, sheet
from training_app.web.admin.catalog.exam.settings_state import SettingsSheet
from training_app.web.admin.catalog.exam.state import ExamPage

FORM = "exam_form"
HELP = {
    "pass_mark": "Per cent of the questions of a try that must be right.",
    "drawn": "Drawn anew for each try. Empty asks all.",
    "tries": "How often it may be tried. Empty is any number.",
    "minutes": "How long one try may take. Empty is no limit.",
}


def build() -> rx.Component:
    """The sheet."""
    return sheet.sheet(
        sheet.summary(SettingsSheet.wrong.values()),
        _meaning(),
        rx.el.div(_count("pass_mark"), _count("drawn"), class_name="both-dates"),
        rx.el.div(_count("tries"), _count("minutes"), class_name="both-dates"),
        _switch("shuffles_questions", "So that neighbours see different ones first."),
        _switch("shuffles_choices", "Those to be put in order always are."),
        _review(),
        is_open=SettingsSheet.is_open,
        title="Settings of the exam",
        on_close=SettingsSheet.close,
        form=FORM,
        on_submit=SettingsSheet.save,
        keeps=SettingsSheet.keeps,
        refused=SettingsSheet.refused,
        acts=(rx.el.button("Save settings", type="submit", form=FORM, class_name="btn solid"),),
    )


def _meaning() -> rx.Component:
    total = rx.cond(ExamPage.total == 1, "The bank has 1 question.",
                    "The bank has " + ExamPage.total.to_string() + " questions.")  # fmt: skip
    not_yet = rx.el.span(
        "Cannot be published yet: ", rx.foreach(SettingsSheet.unready, _one), class_name="exed-not-yet"
    )
    return rx.el.div(
        rx.el.p(SettingsSheet.meaning, class_name="strong"),
        rx.el.p(total, " ", rx.cond(SettingsSheet.unready.length() > 0, not_yet), class_name="help"),
        role="status",
        class_name="exed-meaning",
    )


def _one(text: rx.Var[str]) -> rx.Component:
    return rx.el.span(text, " ")


def _count(name: str) -> rx.Component:
    box = rx.el.input(
        type="text", input_mode="numeric", auto_complete="off", class_name="in",
        auto_focus=name == "pass_mark", on_change=lambda text: SettingsSheet.typing(name, text).debounce(250),
        on_blur=lambda text: SettingsSheet.typing(name, text), **_props(name),
    )  # fmt: skip
    return _field(name, box, HELP[name])


def _switch(name: str, help_text: str) -> rx.Component:
    return rx.el.div(
        rx.el.label(
            rx.el.input(type="checkbox", id=name, name=name, default_checked=SettingsSheet.said[name] != "",
                        key=SettingsSheet.said[name]),
            rx.el.span(rx.el.span(LABELS[name]), rx.el.span(help_text, class_name="help exed-below")),
            class_name="check",
            html_for=name,
        ),
        rx.cond(_wrong(name) != "", rx.el.div(rx.icon("circle-alert", size=14), rx.el.span(_wrong(name)),
                                              class_name="wrong")),
        _clash(name),
        class_name="stack tight",
    )  # fmt: skip


def _review() -> rx.Component:
    options = (rx.el.option(label, value=review.value) for review, label in said.REVIEWS.items())
    box = rx.el.select(*options, class_name="in", **_props("review"))
    return _field("review", box, "Once the exam is passed.")


def _props(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "default_value": SettingsSheet.said[name],
        "custom_attrs": {"data-said": SettingsSheet.said[name]},
        "aria_invalid": rx.cond(_wrong(name) != "", "true", "false"),
        "aria_describedby": f"{name}_help",
    }


def _field(name: str, box: rx.Component, help_text: str) -> rx.Component:
    return sheet.field(LABELS[name], box, name, wrong=_wrong(name), clash=_clash(name), help_text=help_text)


def _wrong(name: str) -> Any:
    return SettingsSheet.wrong.get(name, "")


def _clash(name: str) -> rx.Component:
    return sheet.clash(SettingsSheet.clashes.get(name, False), SettingsSheet.take_theirs(name), name)
