"""What the form of a question of an evaluation sends; nothing of it is trusted."""

from collections.abc import Mapping

from training_app.catalog.checking import evaluation as checking
from training_app.catalog.checking.choices import MOST
from training_app.catalog.checking.texts import ANSWER
from training_app.catalog.content import NewItem
from training_app.catalog.rules import ItemKind
from training_app.core.errors import Invalid, Problem
from training_app.web.shared.handling import words

TEXTS = ("text", "choices")
NOTHING = dict.fromkeys(TEXTS, "")
# What is too long is refused, and not cut to what may be.
BEYOND = 5_000


def one(form: object, name: str, longest: int) -> str:
    """What stands in one box of a form."""
    said = form if isinstance(form, Mapping) else {}
    return words(said.get(name, ""), longest).replace("\r\n", "\n")


def item(form: object) -> NewItem:
    """A question as its form says it. `Invalid` names every faulty field; all of its choices are one."""
    kind = one(form, "kind", 20)
    if kind not in set(ItemKind):
        raise Invalid(Problem("kind", "Choose how it is answered."))
    choices = tuple(line for line in one(form, "choices", MOST * ANSWER + BEYOND).split("\n") if line.strip())
    is_required = isinstance(form, Mapping) and bool(form.get("is_required"))
    text = one(form, "text", ANSWER + BEYOND)
    new = checking.cleaned(NewItem(ItemKind(kind), text, choices, is_required=is_required))
    if wrong := checking.problems_of_item(new):
        raise Invalid(*wrong)
    return new


def texts(of: NewItem) -> dict[str, str]:
    """A question as its form has it."""
    return {"text": of.text, "choices": "\n".join(of.choices)}


def at_fields(refused: Invalid) -> dict[str, str]:
    """What is wrong by the fields of the form: a fault of one choice is one of the choices."""
    found: dict[str, str] = {}
    for problem in refused.problems:
        name = problem.field.partition(".")[0]
        found[name] = f"{found[name]} {problem.text}" if name in found else problem.text
    return found
