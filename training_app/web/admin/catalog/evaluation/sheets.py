"""The forms over the page: one question of an evaluation, and what stands above them all (T-01)."""

from typing import Any

import reflex as rx

from training_app.catalog.rules import ItemKind
from training_app.web.admin.catalog.evaluation import said
from training_app.web.admin.catalog.evaluation.intro_state import IntroSheet
from training_app.web.admin.catalog.evaluation.item_state import ItemSheet
from training_app.web.admin.catalog.exam import sheet
from training_app.web.shared import forms

ITEM, INTRO = "evaluation_item_form", "evaluation_intro_form"
ICONS = {ItemKind.SCALE: "gauge", ItemKind.CHOICE: "circle-dot", ItemKind.TEXT: "text"}
# What has the focus after somebody took what another one entered; the box is drawn anew by it.
CONTROLS = {"kind": f"kind_{ItemKind.SCALE.value}", "text": "question_text", "is_required": "question_text"}
HOW = {
    ItemKind.SCALE: "Learners choose a number from 1, least, to 5, most.",
    ItemKind.CHOICE: "Learners choose one of the choices.",
    ItemKind.TEXT: "Learners write an answer of their own.",
}


def item() -> rx.Component:
    """The sheet of one question."""
    is_new = ItemSheet.item_id == 0
    another = rx.el.button("Save and add another", type="submit", form=ITEM, class_name="btn",
                           custom_attrs={"data-again": "1"})  # fmt: skip
    return sheet.sheet(
        sheet.summary(ItemSheet.faults),
        rx.el.input(type="hidden", name="again", default_value=""),
        _kind(),
        _text(),
        _choices(),
        _required(),
        is_open=ItemSheet.is_open,
        title=ItemSheet.title,
        on_close=ItemSheet.close,
        form=ITEM,
        on_submit=ItemSheet.save,
        keeps=ItemSheet.keeps,
        refused=ItemSheet.refused,
        acts=(
            rx.cond(is_new, another),
            rx.el.button(rx.cond(is_new, "Add question", "Save question"), type="submit", form=ITEM,
                         class_name="btn solid", custom_attrs={"data-again": ""}),
        ),
    )  # fmt: skip


def intro() -> rx.Component:
    """The sheet of the introduction."""
    box = rx.el.textarea(
        id="intro", name="intro", default_value=IntroSheet.said, custom_attrs={"data-said": IntroSheet.said},
        aria_invalid=rx.cond(IntroSheet.wrong != "", "true", "false"), aria_describedby="intro_help",
        auto_focus=True, spell_check=True, class_name="in box exed-text",
    )  # fmt: skip
    help_text = "Learners read it above the questions. Markdown: **bold**, - list, [words](https://address)."
    return sheet.sheet(
        sheet.field("Introduction", box, "intro", wrong=IntroSheet.wrong, help_text=help_text,
                    clash=sheet.clash(IntroSheet.is_clash, IntroSheet.take_theirs, "intro")),
        is_open=IntroSheet.is_open,
        title="Introduction",
        on_close=IntroSheet.close,
        form=INTRO,
        on_submit=IntroSheet.save,
        keeps=IntroSheet.keeps,
        refused=IntroSheet.refused,
        acts=(rx.el.button("Save introduction", type="submit", form=INTRO, class_name="btn solid"),),
    )  # fmt: skip


def _kind() -> rx.Component:
    def one(kind: ItemKind) -> rx.Component:
        return rx.el.label(
            rx.el.input(type="radio", name="kind", value=kind.value, id=f"kind_{kind.value}",
                        checked=ItemSheet.kind == kind.value,
                        on_change=lambda _: ItemSheet.choose_kind(kind.value)),
            rx.icon(ICONS[kind], size=16),
            rx.el.span(said.KINDS[kind]),
            class_name="exed-kind",
        )  # fmt: skip

    how = rx.match(ItemSheet.kind, *((kind.value, words) for kind, words in HOW.items()), "")
    return rx.el.div(
        rx.el.fieldset(rx.el.legend("Kind"), *(one(kind) for kind in ItemKind), class_name="exed-kinds eved-kinds"),
        rx.cond(_wrong("kind") != "", forms.wrong(_wrong("kind"), "kind"), rx.el.p(how, class_name="help")),
        _clash("kind"),
        class_name="stack tight",
    )


def _text() -> rx.Component:
    box = rx.el.textarea(auto_focus=True, spell_check=True, **_props("text", "question_text", "eved-text"))
    return sheet.field("Question", box, "question_text", wrong=_wrong("text"), clash=_clash("text"))


def _choices() -> rx.Component:
    box = rx.el.textarea(spell_check=True, **_props("choices", "choices", "exed-text"))
    field = sheet.field("Choices", box, "choices", wrong=_wrong("choices"), clash=_clash("choices"),
                        help_text="One on each line, at least two.")  # fmt: skip
    return rx.el.div(field, hidden=ItemSheet.kind != ItemKind.CHOICE.value)


def _required() -> rx.Component:
    return rx.el.div(
        rx.el.label(
            rx.el.input(type="checkbox", id="is_required", name="is_required",
                        default_checked=ItemSheet.is_required, key=ItemSheet.required_key.to_string()),
            rx.el.span(rx.el.span("Required"),
                       rx.el.span("Nobody can submit without an answer to it.", class_name="help exed-below")),
            class_name="check",
            html_for="is_required",
        ),
        rx.cond(_wrong("is_required") != "", forms.wrong(_wrong("is_required"), "is_required")),
        _clash("is_required"),
        class_name="stack tight",
    )  # fmt: skip


def _props(name: str, of: str, css: str) -> dict[str, Any]:
    return {
        "id": of,
        "name": name,
        "default_value": ItemSheet.said[name],
        "custom_attrs": {"data-said": ItemSheet.said[name]},
        "aria_invalid": rx.cond(_wrong(name) != "", "true", "false"),
        "aria_describedby": f"{of}_help",
        "class_name": f"in box {css}",
    }


def _wrong(name: str) -> Any:
    return ItemSheet.wrong.get(name, "")


def _clash(name: str) -> rx.Component:
    return sheet.clash(ItemSheet.clashes.get(name, False), ItemSheet.take_theirs(name), CONTROLS.get(name, name))
