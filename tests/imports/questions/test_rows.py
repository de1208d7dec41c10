"""A file of questions: each row is a question, or is named with its number, its column and why it is not (T-01)."""

import codecs
import csv
import io
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_app.catalog.checking import exam
from training_app.catalog.content import NewChoice, NewQuestion
from training_app.catalog.rules import QuestionKind
from training_app.core.errors import Invalid
from training_app.imports.questions import export, plan
from training_app.imports.questions.plan import QuestionsPlan
from training_app.reports import csv_file

SINGLE, MULTIPLE, ORDERED, NUMERIC = QuestionKind


def planned(content: str | bytes, *bank: NewQuestion) -> QuestionsPlan:
    return plan.plan(plan.read(content if isinstance(content, bytes) else content.encode()), list(bank))


def said(found: QuestionsPlan) -> list[tuple]:
    """Of each new question its kind, the words of its right choices or its number."""
    return [
        (one.kind, *(choice.text for choice in one.choices if choice.is_right), *([one.number] * bool(one.number)))
        for one in found.new.values()
    ]


def refusals(found: QuestionsPlan) -> dict[int, str]:
    return {row.number: row.said() for row in found.refused}


@pytest.mark.rule("T-01", "a CSV of questions has columns with the usual names, and says what is right in several ways")
def test_what_is_right_is_said_by_number_letter_or_words():
    found = planned(
        "Question text;Type;Option A;Option B;Option C;Correct answer;Points\n"
        "By number?;multiple choice;low;high;both;2;3\n"
        "By letter?;;low;high;both;c;3\n"
        "By words?;;low;high;both;High;3\n"
        'Several?;;low;high;both;"A,C";3\n'
        "Several by number?;multi select;low;high;both;1 and 2;3\n"
        "In order?;ranking;low;high;both;;3\n"
        "True?;true/false;;;;false;3\n"
    )
    assert said(found) == [
        (SINGLE, "high"), (SINGLE, "both"), (SINGLE, "high"), (MULTIPLE, "low", "both"), (MULTIPLE, "low", "high"),
        (ORDERED,), (SINGLE, "False"),
    ]  # fmt: skip
    assert (found.refused, found.unused) == ((), ("Points",))


@pytest.mark.rule("T-01", "a CSV of questions may hold its choices in one cell, and numbers with a tolerance")
def test_choices_in_one_cell_and_numbers():
    found = planned('#,Question,Answers,Right,Number,Tolerance,Why\n1,Which?,"low\nhigh",2,,,\n2,How?,low|high,A,,,\n'
                    '3,How many?,,,"12,5",±0.5,Counted.\n4,How few?,,3,,,\n')  # fmt: skip
    assert [(kind, str(right)) for kind, right in said(found)] == [
        (SINGLE, "high"), (SINGLE, "low"), (NUMERIC, "12.5"), (NUMERIC, "3"),
    ]  # fmt: skip
    assert (str(found.new[4].tolerance), found.new[4].explanation) == ("0.5", "Counted.")


@pytest.mark.rule("T-01", "a CSV of questions is read with byte order mark, semicolons, tabs, and in Windows-1252")
@pytest.mark.parametrize(
    "content",
    [
        codecs.BOM_UTF8 + b"Question,A,B,Right\r\nD\xc3\xa9j\xc3\xa0?,x,y,1\r\n",
        "Question;A;B;Right\nDéjà?;x;y;1\n".encode("cp1252"),
        "Question\tA\tB\tRight\nDéjà?\tx\ty\t1\n".encode(),
        "Question,A,B,Right\nDéjà?,x,y,1\n".encode("utf-16"),
    ],
    ids=["mark", "windows", "tabs", "utf-16"],
)
def test_a_file_is_read_as_programs_write_it(content):
    assert [one.text for one in planned(content).new.values()] == ["Déjà?"]


@pytest.mark.rule("T-01", "each refused row of a CSV of questions is named by number, column and reason")
def test_every_bad_row_is_named():
    found = planned(
        "Question,Kind,Choice 1,Choice 2,Choice 3,Right,Number,Tolerance\n"
        ",,x,y,,1,,\n"
        "A?,essay,x,y,,1,,\n"
        "B?,,x,y,,,,\n"
        "C?,,x,y,,4,,\n"
        "D?,single,x,y,,1;2,,\n"
        "E?,,2,3,4,3,,\n"
        "F?,,x,x,,1,,\n"
        "G?,,x,,,1,,\n"
        'H?,,,,,,"1,200",\n'
        "I?,,,,,,5,-1\n"
        "J?,,x,y,,1,5,\n"
        "K?,,x,y\n"
        "L?,,x,y,,neither,,\n"
        "M?,,,,,,,\n"
        "Good?,,x,y,,1,,\n"
    )
    assert refusals(found) == {
        2: "Question is missing.",
        3: "Kind “essay” is no kind of question: single, multiple, ordered or numeric, or leave it empty.",
        4: "Right is missing: say which choice is right.",
        5: "Right “4” names choice 4, which is empty or not there.",
        6: "Right “1;2” names several choices, and of a single one just one is right.",
        7: "Right “3” can be read in two ways: write #3 for choice 3, or a letter.",
        8: "Choice 2 is the same as another. Each stands there once.",
        9: "Choice 1: Add at least two choices.",
        10: "Number “1,200” can be read in two ways: write it without a comma.",
        11: "Tolerance: Enter how far off still counts as right: 0 or more.",
        12: "Number “5” belongs to a numeric question alone, and this one has choices.",
        13: "The row has 4 cells where the header has 8, so what stands where is unclear.",
        14: "Right “neither” is none of the choices: write their numbers (1;3), their letters (A;C) or their words.",
        15: "Choice 1 is missing, and there is no number either.",
    }
    assert list(found.new) == [16]


@pytest.mark.rule("T-01", "a row with the words of a question that is there already is left alone")
def test_a_question_that_is_there_is_left_alone():
    there = NewQuestion(SINGLE, "What  is first?", (NewChoice("Scene", is_right=True), NewChoice("Papers")))
    found = planned("Question,A,B,Right\nwhat is FIRST?,Scene,Papers,A\nWhat is first?,Scene,Papers,B\n"
                    "New?,x,y,1\nnew?,x,y,1\n", there)  # fmt: skip
    assert [(one.number, one.where) for one in found.already] == [
        (2, plan.SAME), (3, plan.OTHER_ANSWERS), (5, "Row 4 says it already."),
    ]  # fmt: skip
    assert list(found.new) == [4]


@pytest.mark.rule("T-01", "a file that cannot be a CSV of questions is refused as a whole, with the reason")
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "not a CSV file"),
        (b"Frage,A\nx,y\n", "No column is called “Question”"),
        (b"Question,Choice 1,Option A\nx,y,z\n", "“Choice 1” and “Option A” are both choice 1"),
        (b"Question,Choices,Choice 1\nx,y,z\n", "Choices stand in “Choices” and in “Choice 1”"),
        (b"Question,Correct,Answer\nx,y,z\n", "“Correct” and “Answer” could each be “Right”"),
        (b'Question,A\n"x,y\n', "quotation mark"),
        (b"Question\n" + b"x\n" * (exam.MOST_QUESTIONS + 1), "at most 10,000 questions"),
    ],
)
def test_a_file_of_something_else_is_refused(content, why):
    with pytest.raises(Invalid, match=why):
        planned(content)


# What begins like a formula, an apostrophe or a number is what a file loses most easily.
WORDS = st.text(st.sampled_from("aZé'=+-@12;|,#\n\"") | st.characters(codec="utf-8", exclude_categories=["C", "Z"]),
                min_size=1, max_size=8).map(lambda text: normalize("NFC", text).strip()).filter(bool)  # fmt: skip
NUMBERS = st.decimals(min_value=-9999, max_value=9999, places=2)


@st.composite
def questions(draw) -> NewQuestion:
    kind, text, why = draw(st.sampled_from(QuestionKind)), draw(WORDS), draw(st.just("") | WORDS)
    if kind is NUMERIC:
        return NewQuestion(kind, text, number=draw(NUMBERS), tolerance=abs(draw(NUMBERS)), explanation=why)
    texts = draw(st.lists(WORDS, min_size=2, max_size=5, unique=True))
    most = 0 if kind is ORDERED else 1 if kind is SINGLE else len(texts)
    right = draw(st.sets(st.sampled_from(texts), min_size=min(most, 1), max_size=most))
    return NewQuestion(kind, text, tuple(NewChoice(one, is_right=one in right) for one in texts), explanation=why)


@pytest.mark.rule("T-01", "the bank as a CSV comes back unchanged, formulas made harmless in it")
@given(st.lists(questions(), min_size=1, max_size=3, unique_by=lambda one: plan.words_of(one.text)))
def test_a_bank_that_is_exported_comes_back_unchanged(bank):
    bank = [one for one in bank if plan.words_of(one.text)]
    written = "".join(csv_file.parts([], export.lines(bank)))
    cells = [cell for row in csv.reader(io.StringIO(written[1:], newline="")) for cell in row]
    assert [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell] == []
    found = planned(written)
    assert ([one.said() for one in found.refused], list(found.new.values())) == ([], bank)
