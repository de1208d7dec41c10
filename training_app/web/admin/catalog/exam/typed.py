"""What the forms of an exam send, read as settings and as a question; nothing of it is trusted."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from training_app.assignments.exams.rules import can_be_read_two_ways, number_of
from training_app.catalog.checking import exam as checking
from training_app.catalog.checking.choices import MOST
from training_app.catalog.checking.texts import ANSWER, PARAGRAPHS
from training_app.catalog.content import NewChoice, NewExam, NewQuestion
from training_app.catalog.rules import QuestionKind, Review
from training_app.core.errors import Invalid, Problem
from training_app.web.shared.handling import words

COUNTS = ("pass_mark", "drawn", "tries", "minutes")
SWITCHES = ("shuffles_questions", "shuffles_choices")
SETTINGS = (*COUNTS, *SWITCHES, "review")
TEXTS = ("text", "number", "tolerance", "explanation")
NOTHING = dict.fromkeys(TEXTS, "")
# What is too long is refused, and not cut to what may be.
BEYOND = 5_000
ON = "on"
# What a form says of itself: what it keeps.
OF = "of"
NO_NUMBER = "This is no number. Enter one, for example 12.5."
FEWEST_SHOWN = 4


@dataclass(frozen=True)
class ChoiceBox:
    """One of the boxes for choices, of which those in use are shown; `wrong` is what is wrong with it."""

    place: int
    text: str = ""
    is_right: bool = False
    is_shown: bool = False
    wrong: str = ""


def is_of(form: object, keeps: str) -> bool:
    """Whether it is the form that is open; sent a second time at once, it was that before (`OF`)."""
    return not isinstance(form, Mapping) or form.get(OF, keeps) == keeps


def settings(form: object) -> NewExam:
    """How an exam is taken, as its form says it. `Invalid` for what is no whole number."""
    said = form if isinstance(form, Mapping) else {}
    typed = {name: words(said.get(name, ""), 20).strip() for name in COUNTS}
    wrong = [Problem(name, _no_count(name, text)) for name, text in typed.items() if _is_wrong(name, text)]
    review = words(said.get("review", ""), 20)
    if review not in set(Review):
        wrong.append(Problem("review", "Choose what they see."))
    if wrong:
        raise Invalid(*wrong)
    counts = {name: int(text) if text else None for name, text in typed.items()}
    return NewExam(
        (), int(typed["pass_mark"]), counts["tries"], counts["minutes"], counts["drawn"],
        shuffles_questions=bool(said.get("shuffles_questions")),
        shuffles_choices=bool(said.get("shuffles_choices")), review=Review(review),
    )  # fmt: skip


def texts_of_settings(of: NewExam) -> dict[str, str]:
    """The settings as their form has them."""
    counts = {name: "" if getattr(of, name) is None else str(getattr(of, name)) for name in COUNTS}
    return counts | {name: ON if getattr(of, name) else "" for name in SWITCHES} | {"review": of.review.value}


def question(form: object) -> NewQuestion:
    """A question as its form says it. `Invalid` names every faulty field, a choice by the place of its box."""
    said = form if isinstance(form, Mapping) else {}
    kind = words(said.get("kind", ""), 20)
    if kind not in set(QuestionKind):
        raise Invalid(Problem("kind", "Choose what kind of question it is."))
    texts = {name: words(said.get(name, ""), PARAGRAPHS + BEYOND).replace("\r\n", "\n") for name in TEXTS}
    places, choices = _choices(said, QuestionKind(kind))
    unclear = _unclear(texts) if kind == QuestionKind.NUMERIC else {}
    new = checking.cleaned(NewQuestion(
        QuestionKind(kind), texts["text"], choices, None if "number" in unclear else number_of(texts["number"]),
        number_of(texts["tolerance"]) or Decimal(0), texts["explanation"],
    ))  # fmt: skip
    wrong = [one for one in checking.problems_of_question(new) if one.field not in unclear]
    wrong += [Problem(name, text) for name, text in unclear.items()]
    if wrong:
        raise Invalid(*(Problem(_at_box(one.field, places), one.text) for one in wrong))
    return new


def texts_of_question(of: NewQuestion) -> dict[str, str]:
    """A question as its form has it, but for its choices."""
    return {
        "text": of.text,
        "number": "" if of.number is None else f"{of.number:f}",
        "tolerance": f"{of.tolerance:f}" if of.tolerance else "",
        "explanation": of.explanation,
    }


def boxes(of: NewQuestion) -> list[ChoiceBox]:
    """The boxes for the choices of a question: its own, or some empty ones."""
    there = [ChoiceBox(place, one.text, one.is_right, is_shown=True) for place, one in enumerate(of.choices)]
    return there + [ChoiceBox(place, is_shown=place < FEWEST_SHOWN and not there) for place in range(len(there), MOST)]


def _is_wrong(name: str, text: str) -> bool:
    is_count = text.isascii() and text.isdecimal() and len(text) < 7  # noqa: PLR2004  # digits
    return not is_count and (bool(text) or name == "pass_mark")


def _no_count(name: str, text: str) -> str:
    if not text:
        return "Pass mark is missing."
    empty = "" if name == "pass_mark" else ", or leave it empty"
    return f"“{text}” is no whole number. Enter one{empty}."


def _choices(said: Mapping[str, object], kind: QuestionKind) -> tuple[list[int], tuple[NewChoice, ...]]:
    """The choices with the places of their boxes; a box with nothing in it and no mark is none."""
    chosen = words(said.get("right", ""), 5)
    found = []
    for place in range(MOST):
        text = words(said.get(f"choice.{place}", ""), ANSWER + BEYOND)
        is_right = chosen == str(place) if kind is QuestionKind.SINGLE else bool(said.get(f"right.{place}"))
        if text.strip() or (is_right and kind is not QuestionKind.ORDERED):
            found.append((place, NewChoice(text, is_right=is_right)))
    return [place for place, _ in found], tuple(choice for _, choice in found)


def _unclear(texts: Mapping[str, str]) -> dict[str, str]:
    """Numbers that cannot be read; an empty one is missing, and said so elsewhere."""
    typed = {name: texts[name].strip() for name in ("number", "tolerance")}
    return {
        name: f"“{text[:20]}” can be read in two ways. Write it without the comma."
        if can_be_read_two_ways(text) else NO_NUMBER
        for name, text in typed.items()
        if text and number_of(text) is None
    }  # fmt: skip


def _at_box(field: str, places: list[int]) -> str:
    first, _, nth = field.partition(".")
    return f"{first}.{places[int(nth) - 1]}" if nth else first
