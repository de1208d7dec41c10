"""What is wrong with an exam as it is entered: nobody may sit before questions that cannot be answered (T-01).

Of an exam as a whole each fault has its place before it, `exam.questions.3.choices`; of one question, or of the
settings alone, which a form shows, it has not. While an exam is made its bank may still be too small for it.
"""

from dataclasses import replace
from decimal import Decimal

from training_app.catalog.checking import choices
from training_app.catalog.checking.texts import PARAGRAPHS, text, whole
from training_app.catalog.content import NewChoice, NewExam, NewQuestion
from training_app.catalog.rules import QuestionKind
from training_app.core.errors import Problem
from training_app.people.rules import clean

MOST_DRAWN = 100
MOST_QUESTIONS = 10_000
MOST_TRIES = 100
MOST_MINUTES = 1_440
# Of a number as it is written: what a learner can type.
LONGEST_NUMBER = 20
LARGEST_POWER = 15


def problems_of(new: NewExam) -> list[Problem]:
    """What is wrong with how it is taken, then with each of its questions."""
    wrong = [*problems_of_settings(new), *problems_of_bank(new, len(new.questions))]
    said = [Problem(f"exam.{one.field}", one.text) for one in wrong]
    if len(new.questions) > MOST_QUESTIONS:
        return said
    return said + [
        Problem(f"exam.questions.{place}.{one.field}", one.text)
        for place, question in enumerate(new.questions, start=1)
        for one in problems_of_question(question)
    ]


def problems_of_settings(new: NewExam) -> list[Problem]:
    """What is wrong with how an exam is taken, whatever its questions are."""
    return [
        *_pass_mark(new.pass_mark),
        *whole("tries", "Tries", new.tries, most=MOST_TRIES),
        *whole("minutes", "Minutes of a try", new.minutes, most=MOST_MINUTES),
        *whole("drawn", "Questions of a try", new.drawn, most=MOST_DRAWN),
    ]


def problems_of_bank(new: NewExam, questions: int) -> list[Problem]:
    """What is missing for a try to be drawn from a bank of so many questions."""
    if not questions:
        return [Problem("questions", "Add at least one question.")]
    if questions > MOST_QUESTIONS:
        return [Problem("questions", f"An exam has at most {MOST_QUESTIONS:,} questions.")]
    if new.drawn is None and questions > MOST_DRAWN:
        return [Problem("drawn", f"A try has at most {MOST_DRAWN} questions. Say how many are drawn.")]
    if new.drawn is not None and questions < new.drawn <= MOST_DRAWN:
        return [Problem("drawn", f"{new.drawn} questions cannot be drawn: the exam has {questions}.")]
    return []


def problems_of_question(new: NewQuestion) -> list[Problem]:
    """What is wrong with one question: `text`, `choices`, `choices.2`, `number`, `tolerance`, `explanation`."""
    wrong = [
        *text("text", "Question", new.text, most=PARAGRAPHS, is_needed=True),
        *text("explanation", "Explanation", new.explanation, most=PARAGRAPHS),
    ]
    if new.kind == QuestionKind.NUMERIC:
        return wrong + _number(new)
    unclear = choices.problems_of("choices", tuple(choice.text for choice in new.choices))
    return wrong + (unclear or _right("choices", new.kind, new.choices))


def cleaned(new: NewQuestion) -> NewQuestion:
    """The same without outer space in what was typed, and without what another kind of question would have."""
    is_numeric, is_ordered = new.kind == QuestionKind.NUMERIC, new.kind == QuestionKind.ORDERED
    entered = [NewChoice(clean(one.text), is_right=one.is_right and not is_ordered) for one in new.choices]
    return replace(
        new,
        text=clean(new.text),
        explanation=clean(new.explanation),
        choices=() if is_numeric else tuple(entered),
        number=new.number if is_numeric else None,
        tolerance=new.tolerance if is_numeric else Decimal(0),
    )


def _pass_mark(pass_mark: int) -> list[Problem]:
    if pass_mark > 100:  # noqa: PLR2004  # per cent
        said = f"{pass_mark} per cent can never be reached. Enter a pass mark from 1 to 100."
        return [Problem("pass_mark", said)]
    return whole("pass_mark", "Pass mark in per cent", pass_mark, most=100)


def _right(field: str, kind: QuestionKind, entered: tuple[NewChoice, ...]) -> list[Problem]:
    """Of an ordered question the order itself is what is right."""
    right = sum(choice.is_right for choice in entered)
    if kind == QuestionKind.SINGLE and right != 1:
        return [Problem(field, "Mark the one choice that is right.")]
    if kind == QuestionKind.MULTIPLE and not right:
        return [Problem(field, "Mark at least one choice as right.")]
    return []


def _number(new: NewQuestion) -> list[Problem]:
    wrong = []
    if new.number is None or not _can_be_typed(new.number):
        wrong.append(Problem("number", f"Enter the right number, with at most {LONGEST_NUMBER} signs."))
    if not _can_be_typed(new.tolerance) or new.tolerance < 0:
        wrong.append(Problem("tolerance", "Enter how far off still counts as right: 0 or more."))
    return wrong


def _can_be_typed(number: Decimal) -> bool:
    # The power is looked at first: written out, 1E+999999 would be a megabyte of noughts.
    return number.is_finite() and abs(number.adjusted()) <= LARGEST_POWER and len(f"{number:f}") <= LONGEST_NUMBER
