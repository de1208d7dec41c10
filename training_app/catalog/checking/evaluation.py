"""What is wrong with an evaluation as it is entered (T-01).

Of an evaluation as a whole each fault has its place before it, `evaluation.items.3.choices`; of one question, which a
form shows, it has not. While an evaluation is made it may still be without questions.
"""

from dataclasses import replace

from training_app.catalog.checking import choices
from training_app.catalog.checking.texts import ANSWER, PARAGRAPHS, text
from training_app.catalog.content import NewEvaluation, NewItem
from training_app.catalog.rules import ItemKind
from training_app.core.errors import Problem
from training_app.people.rules import clean

MOST_ITEMS = 100


def problems_of(new: NewEvaluation) -> list[Problem]:
    """What is missing in it, or is too much."""
    wrong = [Problem(f"evaluation.{one.field}", one.text) for one in problems_of_intro(new.intro)]
    if not new.items:
        return [*wrong, Problem("evaluation.items", "Add at least one question.")]
    if len(new.items) > MOST_ITEMS:
        return [*wrong, Problem("evaluation.items", f"An evaluation has at most {MOST_ITEMS} questions.")]
    return wrong + [
        Problem(f"evaluation.items.{place}.{one.field}", one.text)
        for place, item in enumerate(new.items, start=1)
        for one in problems_of_item(item)
    ]


def problems_of_intro(intro: str) -> list[Problem]:
    """What is wrong with what stands above its questions."""
    return text("intro", "Introduction", intro, most=PARAGRAPHS)


def problems_of_item(new: NewItem) -> list[Problem]:
    """What is wrong with one question: `text`, `choices`, `choices.2`."""
    wrong = text("text", "Question", new.text, most=ANSWER, is_needed=True)
    return wrong + (choices.problems_of("choices", new.choices) if new.kind == ItemKind.CHOICE else [])


def cleaned(new: NewItem) -> NewItem:
    """The same without outer space in what was typed, and without choices where nobody chooses."""
    chosen = tuple(clean(one) for one in new.choices) if new.kind == ItemKind.CHOICE else ()
    return replace(new, text=clean(new.text), choices=chosen)
