"""An exam and its questions in words."""

from dataclasses import dataclass

from training_app.catalog.bank import QuestionRow
from training_app.catalog.content import NewExam, NewQuestion
from training_app.catalog.editing.exams import right_needed
from training_app.catalog.rules import QuestionKind, Review
from training_app.web.shared.markdown import html

KINDS = {
    QuestionKind.SINGLE: "One right",
    QuestionKind.MULTIPLE: "Several right",
    QuestionKind.ORDERED: "Put in order",
    QuestionKind.NUMERIC: "A number",
}
REVIEWS = {
    Review.NONE: "Nothing but the result",
    Review.OUTCOME: "Which of their answers were right",
    Review.ANSWERS: "The right answers, and why",
}
SHORT = 80


@dataclass(frozen=True)
class ChoiceLine:
    """One choice of a question in the list."""

    text: str
    is_right: bool


@dataclass(frozen=True)
class QuestionLine:
    """One question in the list; its text and its explanation are HTML, `name` is what buttons call it."""

    id: int
    position: int
    name: str
    kind: str
    kind_said: str
    text: str
    choices: list[ChoiceLine]
    number: str
    explanation: str
    problems: str


def line(row: QuestionRow) -> QuestionLine:
    """A question as the list shows it."""
    one = row.entered
    return QuestionLine(
        id=row.id,
        position=row.position,
        name=short(one.text),
        kind=one.kind.value,
        kind_said=KINDS[one.kind],
        text=html(one.text),
        choices=[ChoiceLine(choice.text, choice.is_right) for choice in one.choices],
        number=number(one),
        explanation=html(one.explanation) if one.explanation else "",
        problems=" ".join(row.problems),
    )


def short(text: str) -> str:
    """The beginning of a question in one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= SHORT else f"{plain[: SHORT - 1]}…"


def number(one: NewQuestion) -> str:
    """The right number and how near is near enough: "4 ± 0.5"."""
    if one.number is None:
        return ""
    return f"{one.number:f} ± {one.tolerance:f}" if one.tolerance else f"{one.number:f}"


def meaning(settings: NewExam, questions: int) -> str:
    """What the settings of an exam mean together: "20 of 48 questions are drawn; 16 right answers pass; 3 tries"."""
    asked = settings.drawn or questions
    parts = [
        _asked(settings.drawn, questions),
        _passes(right_needed(settings.pass_mark, asked), asked),
        _tries(settings),
    ]
    said = "; ".join(part for part in parts if part)
    return f"{said[:1].upper()}{said[1:]}."


def facts(settings: NewExam) -> dict[str, str]:
    """What else is set, by its label."""
    shuffled = [what for what, on in (("questions", settings.shuffles_questions),
                                      ("choices", settings.shuffles_choices)) if on]  # fmt: skip
    return {
        "Pass mark": f"{settings.pass_mark} %",
        "Shuffled": " and ".join(shuffled) or "nothing",
        "After passing, learners see": REVIEWS[settings.review].lower(),
    }


def counted(number: int, what: str) -> str:
    """How many, in words: "1 question", "1,200 questions"."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _asked(drawn: int | None, questions: int) -> str:
    if drawn is not None:
        return f"{drawn} of {counted(questions, 'question')} {'is' if drawn == 1 else 'are'} drawn"
    if not questions:
        return "there are no questions yet"
    return "the one question is asked" if questions == 1 else f"all {questions:,} questions are asked"


def _passes(needed: int, asked: int) -> str:
    if not asked:
        return ""
    if needed == asked:
        return "it must be answered right" if asked == 1 else f"all {asked:,} must be right to pass"
    return "1 right answer passes" if needed == 1 else f"{needed:,} right answers pass"


def _tries(settings: NewExam) -> str:
    tries = {None: "any number of tries", 1: "one try"}.get(settings.tries, f"{settings.tries} tries")
    if settings.minutes is None:
        return f"{tries} without a time limit"
    return f"{tries} of {counted(settings.minutes, 'minute')}"
