"""An evaluation, what was answered to it, and templates in words."""

from dataclasses import dataclass

from training_app.assignments.evaluations.summary import ItemSummary
from training_app.catalog.editing.evaluation_items import Item
from training_app.catalog.evaluation_templates import Template
from training_app.catalog.rules import ItemKind

KINDS = {ItemKind.SCALE: "Scale 1–5", ItemKind.CHOICE: "Choice", ItemKind.TEXT: "Text"}
SHORT = 80


@dataclass(frozen=True)
class Bar:
    """One choice, or one number of a scale: how many chose it, and how wide that is."""

    label: str
    number: str
    width: str


@dataclass(frozen=True)
class ItemLine:
    """One question in the list; `name` is what buttons call it, `written` how many wrote something (empty: nobody)."""

    id: int
    position: int
    name: str
    text: str
    kind: str
    needed: str
    bars: list[Bar]
    answered: str
    written: str
    href: str


@dataclass(frozen=True)
class TemplateLine:
    """One template to begin from, with what it asks; a `row_id` of 0 is one of ours."""

    key: str
    row_id: int
    name: str
    number: str
    asks: list[str]


def line(item: Item, answers: ItemSummary, href: str) -> ItemLine:
    """A question as the list shows it; `href` is the address of what was written."""
    one, number = item.entered, answers.answered
    return ItemLine(
        id=item.id,
        position=item.position,
        name=short(one.text),
        text=one.text,
        kind=one.kind.value,
        needed="Required" if one.is_required else "Optional",
        bars=[_bar(count.label, count.number, number) for count in answers.counts],
        answered=_answered(answers),
        written=f"Read {counted(number, 'answer')}" if one.kind is ItemKind.TEXT and number else "",
        href=href,
    )


def template(one: Template) -> TemplateLine:
    """A template as it is offered."""
    asks = [item.text for item in one.evaluation.items]
    return TemplateLine(one.key, one.row_id, one.name, counted(len(asks), "question"), asks)


def short(text: str) -> str:
    """The beginning of a question in one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= SHORT else f"{plain[: SHORT - 1]}…"


def counted(number: int, what: str) -> str:
    """How many, in words: "1 question", "1,200 answers"."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _answered(answers: ItemSummary) -> str:
    if not answers.answered:
        return "Nobody has answered this yet."
    mean = f" · {answers.mean:.1f} on average" if answers.mean is not None else ""
    return f"{counted(answers.answered, 'answer')} so far{mean}"


def _bar(label: str, number: int, of: int) -> Bar:
    share = round(100 * number / of) if of else 0
    return Bar(label, f"{number:,} ({share} %)" if of else "", f"{share}%")
