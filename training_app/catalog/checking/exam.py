"""What is wrong with an exam as it is entered: nobody may sit before questions that cannot be answered (T-01)."""

from decimal import Decimal

from training_app.catalog.checking import choices
from training_app.catalog.checking.texts import PARAGRAPHS, text, whole
from training_app.catalog.content import NewChoice, NewExam, NewQuestion
from training_app.catalog.rules import QuestionKind
from training_app.core.errors import Problem

MOST_DRAWN = 100
MOST_QUESTIONS = 2_000
MOST_TRIES = 100
MOST_MINUTES = 1_440
# Of a number as it is written: what a learner can type.
LONGEST_NUMBER = 20
LARGEST_POWER = 15


def problems_of(new: NewExam) -> list[Problem]:
    """What is wrong with how it is taken, then with each of its questions."""
    return [
        *whole("exam.pass_mark", "Pass mark in per cent", new.pass_mark, most=100),
        *whole("exam.tries", "Tries", new.tries, most=MOST_TRIES),
        *whole("exam.minutes", "Minutes of a try", new.minutes, most=MOST_MINUTES),
        *_drawn(new),
        *_bank(new),
    ]


def _drawn(new: NewExam) -> list[Problem]:
    if new.drawn is None:
        if MOST_DRAWN < len(new.questions) <= MOST_QUESTIONS:
            return [Problem("exam.drawn", f"A try has at most {MOST_DRAWN} questions. Say how many are drawn.")]
        return []
    wrong = whole("exam.drawn", "Questions of a try", new.drawn, most=MOST_DRAWN)
    if not wrong and new.questions and new.drawn > len(new.questions):
        return [Problem("exam.drawn", f"{new.drawn} questions cannot be drawn: the exam has {len(new.questions)}.")]
    return wrong


def _bank(new: NewExam) -> list[Problem]:
    if not new.questions:
        return [Problem("exam.questions", "Add at least one question.")]
    if len(new.questions) > MOST_QUESTIONS:
        return [Problem("exam.questions", f"An exam has at most {MOST_QUESTIONS:,} questions.")]
    return [
        problem
        for place, question in enumerate(new.questions, start=1)
        for problem in _question(f"exam.questions.{place}", question)
    ]


def _question(place: str, new: NewQuestion) -> list[Problem]:
    wrong = [
        *text(f"{place}.text", "Question", new.text, most=PARAGRAPHS, is_needed=True),
        *text(f"{place}.explanation", "Explanation", new.explanation, most=PARAGRAPHS),
    ]
    if new.kind == QuestionKind.NUMERIC:
        return wrong + _number(place, new)
    field = f"{place}.choices"
    unclear = choices.problems_of(field, tuple(choice.text for choice in new.choices))
    return wrong + (unclear or _right(field, new.kind, new.choices))


def _right(field: str, kind: QuestionKind, entered: tuple[NewChoice, ...]) -> list[Problem]:
    """Of an ordered question the order itself is what is right."""
    right = sum(choice.is_right for choice in entered)
    if kind == QuestionKind.SINGLE and right != 1:
        return [Problem(field, "Mark the one choice that is right.")]
    if kind == QuestionKind.MULTIPLE and not right:
        return [Problem(field, "Mark at least one choice as right.")]
    return []


def _number(place: str, new: NewQuestion) -> list[Problem]:
    wrong = []
    if new.number is None or not _can_be_typed(new.number):
        wrong.append(Problem(f"{place}.number", f"Enter the right number, with at most {LONGEST_NUMBER} signs."))
    if not _can_be_typed(new.tolerance) or new.tolerance < 0:
        wrong.append(Problem(f"{place}.tolerance", "Enter how far off still counts as right: 0 or more."))
    return wrong


def _can_be_typed(number: Decimal) -> bool:
    # The power is looked at first: written out, 1E+999999 would be a megabyte of noughts.
    return number.is_finite() and abs(number.adjusted()) <= LARGEST_POWER and len(f"{number:f}") <= LONGEST_NUMBER
