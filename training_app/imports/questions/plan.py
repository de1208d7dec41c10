"""What each row of a file of questions would do: add one, nothing because it is there, or be refused (T-01)."""

import unicodedata
from dataclasses import dataclass, replace

from sqlmodel import Session

from training_app.catalog import reading
from training_app.catalog.checking.exam import MOST_QUESTIONS
from training_app.catalog.content import NewQuestion
from training_app.catalog.rules import QuestionKind
from training_app.core.errors import Invalid, Problem
from training_app.imports import parsing
from training_app.imports.parsing import Table
from training_app.imports.questions import columns
from training_app.imports.questions.rows import Fault, Faulty, RowReader
from training_app.imports.uploads import MEGABYTE, TooLarge

MOST_BYTES = 16 * MEGABYTE
SAME = "The bank has it already."
OTHER_ANSWERS = "The bank has this question with other answers or another explanation. Change it there."


@dataclass(frozen=True)
class Already:
    """A row that is left alone because its question is there already, and where."""

    number: int
    question: NewQuestion
    where: str


@dataclass(frozen=True)
class RefusedRow:
    """A row that is no question, as it stands in the file, and why."""

    number: int
    cells: tuple[str, ...]
    faults: tuple[Fault, ...]

    def said(self) -> str:
        """Everything that is wrong with it."""
        return " ".join(fault.said() for fault in self.faults)


@dataclass(frozen=True)
class QuestionsPlan:
    """What a file says, by the numbers of its rows; `unused` are the columns that say nothing of a question."""

    header: tuple[str, ...]
    unused: tuple[str, ...]
    new: dict[int, NewQuestion]
    already: tuple[Already, ...]
    refused: tuple[RefusedRow, ...]


def read(content: bytes) -> Table:
    """The table that a brought file holds, with columns that make questions; `Invalid` says what is wrong with it."""
    if len(content) > MOST_BYTES:
        raise TooLarge(MOST_BYTES)
    table = parsing.parse(content)
    if len(table.rows) > MOST_QUESTIONS:
        said = f"The file has {len(table.rows):,} rows; a bank has at most {MOST_QUESTIONS:,} questions."
        raise Invalid(Problem("file", said))
    columns.match(table.header)
    return table


def plan(table: Table, bank: list[NewQuestion]) -> QuestionsPlan:
    """What each row would do to a bank, as `bank_of` reads it. A question is there when its words are."""
    found = columns.match(table.header)
    reader, there = RowReader(found), {words_of(one.text): one for one in bank}
    new: dict[int, NewQuestion] = {}
    already, refused, rows = [], [], dict[str, int]()
    for row in table.rows:
        try:
            question = reader.read(row)
        except Faulty as error:
            refused.append(RefusedRow(row.number, row.cells, error.faults))
            continue
        words = words_of(question.text)
        if words in there:
            already.append(Already(row.number, question, SAME if _is_same(question, there[words]) else OTHER_ANSWERS))
        elif rows.setdefault(words, row.number) != row.number:
            already.append(Already(row.number, question, _again(question, new, rows[words])))
        else:
            new[row.number] = question
    return QuestionsPlan(table.header, found.unused, new, tuple(already), tuple(refused))


def words_of(text: str) -> str:
    """A question as questions are compared: without case, and however its lines are broken."""
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    return " ".join(composed.casefold().split())


def bank_of(session: Session, *, version_id: int) -> list[NewQuestion]:
    """The questions of a version in order, as they could be entered."""
    exam = reading.content(session, version_id=version_id).exam
    return list(exam.questions) if exam else []


def _is_same(one: NewQuestion, other: NewQuestion) -> bool:
    """Whether the same is right and said of both; of an ordered question the order alone is."""
    if one.kind == other.kind == QuestionKind.ORDERED:
        same = [choice.text for choice in one.choices] == [choice.text for choice in other.choices]
        return same and one.explanation == other.explanation
    return replace(one, text="") == replace(other, text="")


def _again(question: NewQuestion, new: dict[int, NewQuestion], row: int) -> str:
    others = "" if _is_same(question, new[row]) else ", with other answers or another explanation"
    return f"Row {row} says it already{others}."
