"""What is wrong with an evaluation as it is entered (T-01)."""

from training_app.catalog.checking import choices
from training_app.catalog.checking.texts import ANSWER, PARAGRAPHS, text
from training_app.catalog.content import NewEvaluation, NewItem
from training_app.catalog.rules import ItemKind
from training_app.core.errors import Problem

MOST_ITEMS = 100


def problems_of(new: NewEvaluation) -> list[Problem]:
    """What is missing in it, or is too much."""
    wrong = text("evaluation.intro", "Introduction", new.intro, most=PARAGRAPHS)
    if not new.items:
        return [*wrong, Problem("evaluation.items", "Add at least one question.")]
    if len(new.items) > MOST_ITEMS:
        return [*wrong, Problem("evaluation.items", f"An evaluation has at most {MOST_ITEMS} questions.")]
    for place, item in enumerate(new.items, start=1):
        wrong += _item(f"evaluation.items.{place}", item)
    return wrong


def _item(place: str, new: NewItem) -> list[Problem]:
    wrong = text(f"{place}.text", "Question", new.text, most=ANSWER, is_needed=True)
    return wrong + (choices.problems_of(f"{place}.choices", new.choices) if new.kind == ItemKind.CHOICE else [])
