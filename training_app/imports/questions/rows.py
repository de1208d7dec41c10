"""One row of a file of questions: the question that it says, or each thing that is wrong with it (T-01)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from training_app.assignments.exams.rules import can_be_read_two_ways, number_of
from training_app.catalog.checking import exam
from training_app.catalog.content import NewChoice, NewQuestion
from training_app.catalog.rules import QuestionKind
from training_app.core.errors import Problem
from training_app.imports.cells import shown
from training_app.imports.columns import plain
from training_app.imports.parsing import Row
from training_app.imports.questions import answers, cells
from training_app.imports.questions.columns import Field, QuestionColumns

# A "multiple choice" question may have one right choice or several: that shows in what is right.
GUESSED = "multiple choice, mc, mcq, choice, choices, question"
TRUE_OR_FALSE = "true/false, true or false, true-false, tf"
_KINDS = {
    QuestionKind.SINGLE: "single, single choice, single select, single answer, one, one answer, one right, radio, sc, "
    "yes/no",
    QuestionKind.MULTIPLE: "multiple, multiple answers, multiple answer, multiple response, multiple responses, "
    "multiple select, multi select, several, several right, checkbox, checkboxes, all that apply, select all",
    QuestionKind.ORDERED: "ordered, order, ordering, sequence, in order, ranking, sorting, sort",
    QuestionKind.NUMERIC: "numeric, numerical, number, calculation, numeric answer",
}
BY_WORD = {plain(word): kind for kind, words in _KINDS.items() for word in words.split(",")}
_GUESSED = {plain(word) for word in GUESSED.split(",")}
_TRUE_OR_FALSE = {plain(word) for word in TRUE_OR_FALSE.split(",")}
NO_KIND = "is no kind of question: single, multiple, ordered or numeric, or leave it empty"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a row: the column, what stands there, and why as the rest of a sentence."""

    column: str
    value: str
    why: str

    def said(self) -> str:
        """The whole sentence."""
        value = f" “{shown(self.value)}”" if self.value else ""
        return f"{self.column}{value} {self.why}." if self.column else f"{self.why}."


class Faulty(ValueError):
    """A row that says no question; `faults` are the reasons."""

    def __init__(self, *faults: Fault) -> None:
        """Keep them."""
        super().__init__(" ".join(fault.said() for fault in faults))
        self.faults = faults


class RowReader:
    """Reads the rows of one file, each as `read(row)`."""

    def __init__(self, columns: QuestionColumns) -> None:
        """Take over which column says what."""
        self.columns = columns
        self._wide = len(columns.columns.header)
        self._cells: tuple[str, ...] = ()

    def read(self, row: Row) -> NewQuestion:
        """The question that a row says; `Faulty` otherwise."""
        self._cells = tuple([cells.read(cell) for cell in row.cells])
        if len(self._cells) < self._wide or any(self._cells[self._wide :]):
            why = f"The row has {len(self._cells)} cells where the header has {self._wide}"
            raise Faulty(Fault("", "", f"{why}, so what stands where is unclear"))
        kind, choices = self._kind(), self._choices()
        question = self._numeric() if kind is QuestionKind.NUMERIC else self._chosen(kind, choices)
        self._check(question, list(choices))
        return question

    def _kind(self) -> QuestionKind | None:
        """None where what is right says whether one choice is or several are."""
        said, word = self._said(Field.KIND), plain(self._said(Field.KIND))
        if word in BY_WORD:
            return BY_WORD[word]
        if word in _TRUE_OR_FALSE:
            return QuestionKind.SINGLE
        if said and word not in _GUESSED:
            raise self._faulty(Field.KIND, NO_KIND)
        if self._choices():
            return None
        right = number_of(self._said(Field.RIGHT)) is not None
        return QuestionKind.NUMERIC if self._said(Field.NUMBER) or right else None

    def _choices(self) -> dict[int, str]:
        """The choices by the numbers of their columns; those in one cell are counted."""
        if self.columns.choices:
            found = {number: self._cells[place] for number, place in self.columns.choices.items() if self._cells[place]}
        else:
            lines = self._said(Field.CHOICES).replace("|", "\n").splitlines()
            found = dict(enumerate((line.strip() for line in lines if line.strip()), start=1))
        if not found and plain(self._said(Field.KIND)) in _TRUE_OR_FALSE:
            return {1: "True", 2: "False"}
        return found

    def _numeric(self) -> NewQuestion:
        if self._choices():
            raise Faulty(Fault(self.columns.choice_name(min(self._choices())), "", "belongs to no numeric question"))
        field = Field.NUMBER if self._said(Field.NUMBER) else Field.RIGHT
        if not self._said(field):
            raise self._faulty(Field.NUMBER, "is missing")
        tolerance = self._said(Field.TOLERANCE).lstrip("±").strip()
        return NewQuestion(
            QuestionKind.NUMERIC,
            self._said(Field.QUESTION),
            number=self._number(field, self._said(field)),
            tolerance=self._number(Field.TOLERANCE, tolerance) if tolerance else Decimal(0),
            explanation=self._said(Field.EXPLANATION),
        )

    def _number(self, field: Field, said: str) -> Decimal:
        number = number_of(said)
        if number is not None:
            return number
        two = "can be read in two ways: write it without a comma" if can_be_read_two_ways(said) else "is no number"
        raise self._faulty(field, two)

    def _chosen(self, kind: QuestionKind | None, choices: Mapping[int, str]) -> NewQuestion:
        for field in (Field.NUMBER, Field.TOLERANCE):
            if self._said(field).strip("0.,"):
                raise self._faulty(field, "belongs to a numeric question alone, and this one has choices")
        right = self._right(kind, choices)
        made = [NewChoice(text, is_right=number in right) for number, text in choices.items()]
        guessed = QuestionKind.SINGLE if len(right) == 1 else QuestionKind.MULTIPLE
        return NewQuestion(kind or guessed, self._said(Field.QUESTION), tuple(made),
                           explanation=self._said(Field.EXPLANATION))  # fmt: skip

    def _right(self, kind: QuestionKind | None, choices: Mapping[int, str]) -> frozenset[int]:
        said = self._said(Field.RIGHT)
        if kind is QuestionKind.ORDERED:
            in_order = "".join(sign for sign in said if sign.isdigit()) == "".join(map(str, choices))
            if said and not in_order:
                raise self._faulty(Field.RIGHT, "is not needed: put the choices in their right order, leave it empty")
            return frozenset()
        if not said:
            if not choices:
                raise Faulty(Fault(self.columns.choice_name(1) if self.columns.choices else Field.CHOICES, "",
                                   "is missing, and there is no number either"))  # fmt: skip
            raise self._faulty(Field.RIGHT, "is missing: say which choice is right")
        try:
            right = answers.read(said, choices)
        except ValueError as error:
            raise self._faulty(Field.RIGHT, str(error)) from error
        if kind is QuestionKind.SINGLE and len(right) > 1:
            raise self._faulty(Field.RIGHT, "names several choices, and of a single one just one is right")
        return right

    def _check(self, question: NewQuestion, numbers: list[int]) -> None:
        problems = exam.problems_of_question(question)
        if problems:
            raise Faulty(*(Fault("", "", self._told(one, numbers)) for one in problems))

    def _told(self, problem: Problem, numbers: list[int]) -> str:
        """What is wrong, with the column where it is to be mended."""
        column, text = self._column(problem.field, numbers), problem.text.rstrip(".")
        return text if text.startswith(column) else f"{column}: {text}"

    def _column(self, field: str, numbers: list[int]) -> str:
        """The name of the column of what is checked by that name."""
        first, _, place = field.partition(".")
        if first == "choices":
            nth = int(place.partition(".")[0]) - 1 if place else 0
            return self.columns.choice_name(numbers[nth] if nth < len(numbers) else 1)
        return self.columns.name(
            {"number": Field.NUMBER, "tolerance": Field.TOLERANCE, "explanation": Field.EXPLANATION}.get(
                first, Field.QUESTION
            )
        )

    def _said(self, field: Field) -> str:
        place = self.columns.columns.fields.get(field)
        return "" if place is None else self._cells[place]

    def _faulty(self, field: Field, why: str) -> Faulty:
        return Faulty(Fault(self.columns.name(field), self._said(field), why))
