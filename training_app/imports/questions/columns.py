"""Which column of a file of questions says what, by the usual names (T-01)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from string import ascii_lowercase

from training_app.core.errors import Invalid, Problem
from training_app.imports import columns
from training_app.imports.columns import IGNORED, Columns, Vocabulary, plain

MOST_CHOICES = 20


class Field(StrEnum):
    """What a column can say of a question, besides its choices one by one. The value is its name in our own files."""

    QUESTION = "Question"
    KIND = "Kind"
    CHOICES = "Choices"
    RIGHT = "Right"
    NUMBER = "Number"
    TOLERANCE = "Tolerance"
    EXPLANATION = "Explanation"


SYNONYMS: dict[Field, str] = {
    Field.QUESTION: "question, questions, question text, text, stem, question stem, item, prompt",
    Field.KIND: "kind, type, question type, question kind, kind of question, type of question, format",
    Field.CHOICES: "choices, options, answers, answer choices, possible answers, alternatives",
    Field.RIGHT: "right, right answer, right answers, right choice, right choices, correct, correct answer, "
    "correct answers, correct choice, correct choices, correct option, correct options, answer, answer key, key, "
    "solution, is correct",
    Field.NUMBER: "number, right number, correct number, numeric answer, number answer, numeric value, value",
    Field.TOLERANCE: "tolerance, margin, allowed deviation, deviation, plus minus, plus or minus, accuracy",
    Field.EXPLANATION: "explanation, explanations, why, rationale, feedback, general feedback, comment, comments",
}
_LETTERS = ascii_lowercase[:MOST_CHOICES]
_CHOICE = re.compile(
    rf"(?:choice|option|answer|answerchoice|answeroption|possibleanswer|alternative)(?:number)?(\d{{1,2}}|[{_LETTERS}])"
)


def _needed(_there: Collection[StrEnum]) -> Collection[StrEnum]:
    return (Field.QUESTION,)


QUESTIONS = Vocabulary(Field, columns.synonyms(SYNONYMS), (), _needed)


@dataclass(frozen=True)
class QuestionColumns:
    """Where what stands; `choices` are the columns of one choice each, by the number in their name."""

    columns: Columns
    choices: dict[int, int]
    unused: tuple[str, ...]

    def name(self, field: Field) -> str:
        """The column's name in the file, or the field's own where it has none."""
        return self.columns.name(field)

    def choice_name(self, number: int) -> str:
        """The name of the column of a choice."""
        return self.columns.header[self.choices[number]] if number in self.choices else self.name(Field.CHOICES)


def match(header: tuple[str, ...]) -> QuestionColumns:
    """Find the columns by their names; `Invalid` says which is missing, or cannot be told from another."""
    # A column "#" counts the rows, and is not the right number of a question.
    found = columns.match(header, vocabulary=QUESTIONS, by_hand={"#": IGNORED} if "#" in header else None)
    for field, names in (found.doubtful or {}).items():
        _refuse(f"“{'” and “'.join(names)}” could each be “{field}”. Rename one of them.")
    if found.missing:
        _refuse("No column is called “Question”. The first row has to hold the names of the columns: "
                "Question, Choice 1, Choice 2, Right, for example.")  # fmt: skip
    choices: dict[int, int] = {}
    for place, name in enumerate(header):
        number = _number_of_choice(name) if name in found.unused else None
        if number is not None and number in choices:
            _refuse(f"“{header[choices[number]]}” and “{name}” are both choice {number}. Rename one of them.")
        if number is not None:
            choices[number] = place
    if choices and Field.CHOICES in found.fields:
        several, one = header[found.fields[Field.CHOICES]], header[min(choices.values())]
        _refuse(f"Choices stand in “{several}” and in “{one}”. Take out one or the other.")
    unused = tuple(name for place, name in enumerate(header) if name in found.unused and place not in choices.values())
    return QuestionColumns(found, dict(sorted(choices.items())), unused)


def _number_of_choice(name: str) -> int | None:
    said = plain(name)
    found = _CHOICE.fullmatch(said)
    label = found[1] if found else said if len(said) == 1 and said in _LETTERS else ""
    if not label:
        return None
    number = int(label) if label.isdecimal() else _LETTERS.index(label) + 1
    return number if 1 <= number <= MOST_CHOICES else None


def _refuse(text: str) -> None:
    raise Invalid(Problem("file", text))
