"""What is wrong with a course as it is entered, each at its place (T-01). No database is needed for that."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support import materials as brought

from training_app.catalog.checking import course
from training_app.catalog.content import (
    NewChoice,
    NewCourse,
    NewEvaluation,
    NewExam,
    NewItem,
    NewMaterial,
    NewQuestion,
)
from training_app.catalog.rules import CourseKind, ItemKind, MaterialKind, QuestionKind
from training_app.demo import courses

TEXT = NewMaterial("Read", "A few words.")
COURSE = NewCourse(title="Lifting safely", code="LIFT-1", materials=(TEXT,))
CHOICES = (NewChoice("Red", is_right=True), NewChoice("Green"))
SINGLE = NewQuestion(QuestionKind.SINGLE, "Which?", CHOICES)
SCALE = NewItem(ItemKind.SCALE, "It was worth my time.")


def wrong(**said) -> list[str]:
    return [one.field for one in course.problems_of(replace(COURSE, **said))]


def told(**said) -> str:
    (problem,) = course.problems_of(replace(COURSE, **said))
    return f"{problem.field}: {problem.text}"


def question(kind: QuestionKind, *texts: str, right: int = 0, **said) -> NewQuestion:
    """A question of which the first so many choices are right."""
    entered = tuple(NewChoice(one, is_right=place < right) for place, one in enumerate(texts))
    return NewQuestion(kind, "Which?", entered, **said)


@pytest.mark.parametrize("right", [COURSE, *courses.read()], ids=lambda one: one.code)
def test_a_course_without_fault_is_said_to_have_none(right):
    assert course.problems_of(right) == []


@pytest.mark.rule("T-01", "a course without title or code is refused, and both are named at once")
def test_title_and_code_are_needed():
    assert wrong(title=" ", code="") == ["title", "code"]
    assert told(title="") == "title: Title is missing."


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"title": "A" * 201}, "title: Title has 201 signs. It can have at most 200."),
        ({"code": "A" * 51}, "code: Code has 51 signs. It can have at most 50."),
        ({"description": "A" * 4_001}, "description: Description has 4,001 signs. It can have at most 4,000."),
        ({"level": "MD"}, "level: “MD” is no level. Choose BLS or ALS, or none."),
        ({"hours": Decimal(-1)}, "hours: Hours: enter a number from 0 to 5,000."),
        ({"hours": Decimal("NaN")}, "hours: Hours: enter a number from 0 to 5,000."),
        ({"hours": Decimal("1E+9")}, "hours: Hours: enter a number from 0 to 5,000."),
        ({"hours": Decimal("1.005")}, "hours: Hours: enter at most two digits after the point."),
        ({"minutes": -5}, "minutes: Minutes: enter a number from 1 to 300,000."),
        ({"minutes": 10**9}, "minutes: Minutes: enter a number from 1 to 300,000."),
    ],
)
@pytest.mark.rule("T-01", "texts, hours and minutes of a course that cannot be are refused at their place, in words")
def test_what_a_course_says_of_itself_is_checked(said, problem):
    assert told(**said) == problem


@pytest.mark.rule("T-01", "the auto-reassignment interval is from 1 to 3,650 days, or none")
def test_the_interval_has_limits():
    assert [days for days in (None, 1, 3_650, 0, 3_651, -1) if wrong(reassign_after_days=days)] == [0, 3_651, -1]


@pytest.mark.rule("T-01", "an online course with nothing to work through is refused; the other kinds need nothing")
def test_what_nobody_could_complete_is_refused():
    assert told(materials=()) == (
        "materials: Nobody could complete this course. Add at least one material, or an exam."
    )
    assert not wrong(materials=(), exam=NewExam((SINGLE,)))
    assert not wrong(materials=(), course_kind=CourseKind.EXTERNAL)
    assert not wrong(materials=(), course_kind=CourseKind.INSTRUCTOR_LED)


def test_a_course_has_no_more_materials_than_somebody_could_work_through():
    assert told(materials=(TEXT,) * 201) == "materials: A course has at most 200 materials."


# ── materials


@pytest.mark.parametrize(
    ("material", "field"),
    [
        (NewMaterial(" ", "A few words."), "title"),
        (NewMaterial("Read", " "), "body"),
        (NewMaterial("Read", "A" * 100_001), "body"),
        (NewMaterial("Read on", kind=MaterialKind.LINK), "url"),
        (NewMaterial("Handout", kind=MaterialKind.FILE), "file"),
        (NewMaterial("Watch", kind=MaterialKind.VIDEO), "file"),
    ],
)
@pytest.mark.rule("T-01", "a material that lacks its title, text, address or file is refused at its place")
def test_a_material_has_what_its_kind_needs(material, field):
    assert wrong(materials=(TEXT, material)) == [f"materials.2.{field}"]


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "//cdc.gov", "cdc.gov", "https://", "/home",
     "https://cdc.gov/a b", "https:\\\\cdc.gov", "http://[::1", "ftp://cdc.gov", f"https://cdc.gov/{'a' * 2_000}"],
)  # fmt: skip
@pytest.mark.parametrize("kind", [MaterialKind.LINK, MaterialKind.TEXT])
@pytest.mark.rule("T-01", "a link leads to a page: any other address, as of a script, is refused")
def test_an_address_that_is_of_no_page_is_refused(url, kind):
    assert wrong(materials=(NewMaterial("Read on", "More.", kind, url),)) == ["materials.1.url"]


@pytest.mark.parametrize(
    "url", ["https://www.cdc.gov/clean-hands?a=1#b", "http://localhost:8000", "https://médecin.fr"]
)
def test_an_address_of_a_page_is_taken(url):
    assert not wrong(materials=(NewMaterial("Read on", "", MaterialKind.LINK, url),))


@pytest.mark.rule("T-01", "a video that no browser plays is refused; as a file to download it is taken")
def test_a_video_is_known_by_what_is_in_it(tmp_path):
    no_video = brought.received(tmp_path, brought.HTML, "steps.mp4")
    assert told(materials=(NewMaterial("Watch", kind=MaterialKind.VIDEO, file=no_video),)) == (
        "materials.1.file: “steps.mp4” is no video that plays in a page. Choose an MP4 or a WebM."
    )
    assert not wrong(materials=(NewMaterial("Handout", kind=MaterialKind.FILE, file=no_video),))
    for content in (brought.VIDEO, brought.MP4):
        video = brought.received(tmp_path, content, "steps")
        assert not wrong(materials=(NewMaterial("Watch", kind=MaterialKind.VIDEO, file=video),))


# ── the exam


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"questions": ()}, "questions"),
        ({"questions": (SINGLE,) * 10_001, "drawn": 5}, "questions"),
        ({"questions": (SINGLE,) * 101}, "drawn"),
        ({"pass_mark": 0}, "pass_mark"),
        ({"pass_mark": 101}, "pass_mark"),
        ({"tries": 0}, "tries"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1_441}, "minutes"),
        ({"drawn": 0}, "drawn"),
        ({"drawn": 3}, "drawn"),
        ({"questions": (SINGLE,) * 200, "drawn": 101}, "drawn"),
    ],
)
@pytest.mark.rule("T-01", "an exam that could not be taken, or not be passed, is refused at its place")
def test_an_exam_can_be_taken(said, field):
    assert wrong(exam=replace(NewExam((SINGLE, SINGLE)), **said)) == [f"exam.{field}"]


@pytest.mark.parametrize(
    ("faulty", "field"),
    [
        (replace(SINGLE, text=" "), "text"),
        (replace(SINGLE, explanation="A" * 4_001), "explanation"),
        (question(QuestionKind.SINGLE, "Red", right=1), "choices"),
        (question(QuestionKind.SINGLE, "Red", "Green"), "choices"),
        (question(QuestionKind.SINGLE, "Red", "Green", right=2), "choices"),
        (question(QuestionKind.MULTIPLE, "Red", "Green"), "choices"),
        (question(QuestionKind.MULTIPLE, right=1), "choices"),
        (question(QuestionKind.ORDERED, "Red"), "choices"),
        (question(QuestionKind.ORDERED, "Red", "Red"), "choices.2"),
        (question(QuestionKind.SINGLE, "Red", " ", right=1), "choices.2"),
        (question(QuestionKind.SINGLE, "Red", "A" * 1_001, right=1), "choices.2"),
        (question(QuestionKind.MULTIPLE, *map(str, range(21)), right=1), "choices"),
        (question(QuestionKind.NUMERIC), "number"),
        (question(QuestionKind.NUMERIC, number=Decimal("Infinity")), "number"),
        (question(QuestionKind.NUMERIC, number=Decimal("1E+999999")), "number"),
        (question(QuestionKind.NUMERIC, number=Decimal("0.1234567890123456789")), "number"),
        (question(QuestionKind.NUMERIC, number=Decimal(5), tolerance=Decimal("-0.1")), "tolerance"),
        (question(QuestionKind.NUMERIC, number=Decimal(5), tolerance=Decimal("NaN")), "tolerance"),
    ],
)
@pytest.mark.rule("T-01", "a question that cannot be answered rightly is refused at its place")
def test_a_question_can_be_answered(faulty, field):
    assert wrong(exam=NewExam((SINGLE, faulty))) == [f"exam.questions.2.{field}"]


def test_all_four_kinds_of_questions_are_taken():
    kinds = (
        SINGLE,
        question(QuestionKind.MULTIPLE, "Red", "Green", right=2),
        question(QuestionKind.ORDERED, "Red", "Green"),
        question(QuestionKind.NUMERIC, number=Decimal("-0.5"), tolerance=Decimal("0.25")),
    )
    assert not wrong(exam=NewExam(kinds, pass_mark=100, tries=1, minutes=1, drawn=4))


# ── the evaluation


@pytest.mark.parametrize(
    ("items", "field"),
    [
        ((), ""),
        ((SCALE,) * 101, ""),
        ((SCALE, replace(SCALE, text="")), ".2.text"),
        ((NewItem(ItemKind.CHOICE, "How long was it?", ("Too long",)),), ".1.choices"),
        ((NewItem(ItemKind.CHOICE, "How long was it?", ("Too long", "Too long")),), ".1.choices.2"),
    ],
)
@pytest.mark.rule(
    "T-01", "an evaluation without questions, or with one that nobody can answer, is refused at its place"
)
def test_an_evaluation_can_be_answered(items, field):
    assert wrong(evaluation=NewEvaluation(items)) == [f"evaluation.items{field}"]


def test_everything_is_said_at_once_in_the_order_of_the_form():
    material = NewMaterial("", "", MaterialKind.LINK)
    exam = NewExam((replace(SINGLE, text=""),), pass_mark=0)
    assert wrong(code="", minutes=0, materials=(material,), exam=exam, evaluation=NewEvaluation(())) == [
        "code", "minutes", "materials.1.title", "materials.1.url", "exam.pass_mark", "exam.questions.1.text",
        "evaluation.items",
    ]  # fmt: skip


def test_outer_space_is_taken_off_wherever_something_was_typed():
    new = replace(COURSE, title=" Lifting ", library=" ", level="", exam=NewExam((replace(SINGLE, text=" Which?\0 "),)))
    plain = course.cleaned(new)
    assert (plain.title, plain.library, plain.level) == ("Lifting", "in-house", None)
    assert plain.exam == NewExam((SINGLE,))
    assert plain.course_kind is CourseKind.ONLINE
