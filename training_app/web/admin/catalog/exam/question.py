"""The form of one question: its kind, its words, its choices or its number, and why it is so (T-01)."""

from typing import Any

import reflex as rx

from training_app.catalog.rules import QuestionKind
from training_app.web.admin.catalog.exam import sheet
from training_app.web.admin.catalog.exam.question_state import QuestionSheet
from training_app.web.admin.catalog.exam.typed import ChoiceBox
from training_app.web.shared import forms

FORM = "question_form"
KINDS = {
    QuestionKind.SINGLE: ("circle-dot", "One right", "Mark the one choice that is right."),
    QuestionKind.MULTIPLE: ("square-check", "Several right", "Mark every choice that is right."),
    QuestionKind.ORDERED: ("list-ordered", "Put in order", "Enter them in their right order; learners get them mixed."),
    QuestionKind.NUMERIC: ("hash", "A number", ""),
}  # fmt: skip
KEYS = "Enter goes to the next choice, Alt with an arrow moves one. Several lines pasted become several choices."
# What has the focus after somebody took what another one entered; choices are drawn anew by it.
CONTROLS = {"kind": f"kind_{QuestionKind.SINGLE.value}", "text": "question_text", "choices": "question_text"}
MARKDOWN = "Markdown: **bold**, - list, [words](https://address)."
SINGLE, ORDERED, NUMERIC = (
    QuestionSheet.kind == kind.value for kind in (QuestionKind.SINGLE, QuestionKind.ORDERED, QuestionKind.NUMERIC)
)


def build() -> rx.Component:
    """The sheet."""
    is_new = QuestionSheet.question_id == 0
    another = rx.el.button("Save and add another", type="submit", form=FORM, class_name="btn",
                           custom_attrs={"data-again": "1"})  # fmt: skip
    return sheet.sheet(
        sheet.summary(QuestionSheet.faults),
        rx.el.input(type="hidden", name="again", default_value=""),
        _kind(),
        _text(),
        _choices(),
        rx.el.div(_number(), _tolerance(), hidden=~NUMERIC, class_name="both-dates"),
        _explanation(),
        is_open=QuestionSheet.is_open,
        title=QuestionSheet.title,
        on_close=QuestionSheet.close,
        form=FORM,
        on_submit=QuestionSheet.save,
        keeps=QuestionSheet.keeps,
        refused=QuestionSheet.refused,
        acts=(
            rx.cond(is_new, another),
            rx.el.button(rx.cond(is_new, "Add question", "Save question"), type="submit", form=FORM,
                         class_name="btn solid", custom_attrs={"data-again": ""}),
        ),
    )  # fmt: skip


def _kind() -> rx.Component:
    def one(kind: QuestionKind, icon: str, label: str) -> rx.Component:
        return rx.el.label(
            rx.el.input(type="radio", name="kind", value=kind.value, id=f"kind_{kind.value}",
                        checked=QuestionSheet.kind == kind.value,
                        on_change=lambda _: QuestionSheet.choose_kind(kind.value)),
            rx.icon(icon, size=16),
            rx.el.span(label),
            class_name="exed-kind",
        )  # fmt: skip

    kinds = (one(kind, icon, label) for kind, (icon, label, _) in KINDS.items())
    return rx.el.div(
        rx.el.fieldset(rx.el.legend("Kind"), *kinds, class_name="exed-kinds"),
        rx.cond(_wrong("kind") != "", forms.wrong(_wrong("kind"), "kind")),
        _clash("kind"),
        class_name="stack tight",
    )


def _text() -> rx.Component:
    box = rx.el.textarea(
        on_change=lambda text: QuestionSheet.look(text).debounce(400), auto_focus=True, spell_check=True,
        **_props("text", "in box exed-text"), id="question_text",
    )  # fmt: skip
    looks = rx.el.details(
        rx.el.summary("Preview"),
        rx.cond(QuestionSheet.looks != "", rx.html(QuestionSheet.looks, class_name="prose"),
                rx.el.p("What you type stands here as learners see it.", class_name="muted")),
        class_name="exed-looks",
    )  # fmt: skip
    said = sheet.field("Question", box, "question_text", wrong=_wrong("text"), clash=_clash("text"), help_text=MARKDOWN)
    return rx.el.div(said, looks, class_name="stack tight")


def _choices() -> rx.Component:
    how = rx.match(QuestionSheet.kind, *((kind.value, words[2]) for kind, words in KINDS.items()), "")
    add = rx.el.button(rx.icon("plus", size=16), "Add choice", type="button", class_name="btn",
                       custom_attrs={"data-choice-act": "add"})  # fmt: skip
    # Hidden by what is around it: a fieldset of Reflex takes no `hidden`.
    fields = rx.el.fieldset(
        rx.el.legend("Choices"),
        rx.cond(_wrong("choices") != "", forms.wrong(_wrong("choices"), "choices"), rx.el.p(how, class_name="help")),
        _clash("choices"),
        rx.el.ol(rx.foreach(QuestionSheet.boxes, _choice), key=QuestionSheet.boxes_key, class_name="exed-choices",
                 custom_attrs={"data-choices": ""}),
        rx.el.div(add, rx.el.span(KEYS, class_name="help push exed-keys"), class_name="row wrap"),
        rx.el.span(role="status", class_name="sr", custom_attrs={"data-choices-said": ""}),
        class_name="exed-fieldset",
    )  # fmt: skip
    return rx.el.div(fields, hidden=NUMERIC)


def _choice(box: rx.Var[ChoiceBox], at: rx.Var[int]) -> rx.Component:
    name, place = "choice_" + box.place.to_string(), (at + 1).to_string()
    mark = rx.el.input(
        type=rx.cond(SINGLE, "radio", "checkbox"),
        name=rx.cond(SINGLE, "right", "right." + box.place.to_string()),
        value=rx.cond(SINGLE, box.place.to_string(), "on"),
        default_checked=box.is_right, aria_label="Choice " + place + " is right",
    )  # fmt: skip
    return rx.el.li(
        rx.el.span(place, class_name="place", aria_hidden="true"),
        rx.el.label(mark, rx.el.span("Right", aria_hidden="true"), class_name="exed-mark", hidden=ORDERED),
        rx.el.input(
            type="text", id=name, name="choice." + box.place.to_string(), default_value=box.text, placeholder="Choice",
            aria_label="Choice " + place, auto_complete="off", class_name="in push",
            custom_attrs={"data-said": box.text}, aria_describedby=name + "_help",
            aria_invalid=rx.cond(box.wrong != "", "true", "false"),
        ),
        _act("up", "arrow-up", "Move choice " + place + " up"),
        _act("down", "arrow-down", "Move choice " + place + " down"),
        _act("remove", "x", "Remove choice " + place),
        rx.cond(box.wrong != "", rx.el.div(rx.icon("circle-alert", size=14), rx.el.span(box.wrong), id=name + "_help",
                                           class_name="wrong exed-wrong")),
        class_name="exed-choice",
        custom_attrs={"data-on": rx.cond(box.is_shown, "", rx.Var("undefined"))},
    )  # fmt: skip


def _act(act: str, icon: str, label: Any) -> rx.Component:
    return rx.el.button(rx.icon(icon, size=16), type="button", aria_label=label, title=label,
                        class_name=f"btn ghost square exed-{act}", custom_attrs={"data-choice-act": act})  # fmt: skip


def _number() -> rx.Component:
    box = rx.el.input(type="text", input_mode="decimal", auto_complete="off", **_props("number"), id="number")
    return sheet.field("Right number", box, "number", wrong=_wrong("number"), clash=_clash("number"),
                       help_text="For example 12.5.")  # fmt: skip


def _tolerance() -> rx.Component:
    box = rx.el.input(type="text", input_mode="decimal", auto_complete="off", **_props("tolerance"), id="tolerance")
    return sheet.field("Tolerance", box, "tolerance", wrong=_wrong("tolerance"), clash=_clash("tolerance"),
                       help_text="How far off still counts as right; empty is not at all.")  # fmt: skip


def _explanation() -> rx.Component:
    box = rx.el.textarea(spell_check=True, **_props("explanation", "in box exed-explanation"), id="explanation")
    return sheet.field("Explanation", box, "explanation", wrong=_wrong("explanation"), clash=_clash("explanation"),
                       help_text="Why it is so, for whoever may look at the answers afterwards. Markdown.")  # fmt: skip


def _props(name: str, css: str = "in") -> dict[str, Any]:
    of = "question_text" if name == "text" else name
    return {
        "name": name,
        "default_value": QuestionSheet.said[name],
        "custom_attrs": {"data-said": QuestionSheet.said[name]},
        "aria_invalid": rx.cond(_wrong(name) != "", "true", "false"),
        "aria_describedby": f"{of}_help",
        "class_name": css,
    }


def _wrong(name: str) -> Any:
    return QuestionSheet.wrong.get(name, "")


def _clash(name: str) -> rx.Component:
    is_one, take = QuestionSheet.clashes.get(name, False), QuestionSheet.take_theirs(name)
    return sheet.clash(is_one, take, CONTROLS.get(name, name))
