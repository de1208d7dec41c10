"""The courses that come with the demo: of texts, and with more to them."""

import re

import pytest

from training_app.catalog.checking import course as checking
from training_app.catalog.rules import ItemKind, MaterialKind, QuestionKind
from training_app.demo import courses

COURSES = courses.read()


@pytest.fixture(scope="module")
def with_exams(tmp_path_factory):
    return {one.code: one for one in courses.read_folders(tmp_path_factory.mktemp("workshop"))}


def test_there_are_five_courses_of_different_levels():
    assert len({course.code for course in COURSES}) == 5
    assert {course.level for course in COURSES} == {None, "BLS", "ALS"}


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.code)
def test_a_course_says_what_it_is_and_what_it_takes(course):
    assert course.title
    assert course.description
    assert course.category
    assert course.library
    assert course.hours > 0
    assert course.minutes > 0


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.code)
def test_a_course_has_parts_that_can_be_read_in_one_go_on_a_phone(course):
    assert 4 <= len(course.materials) <= 6
    for part in course.materials:
        assert 150 <= len(part.body.split()) <= 350, part.title
        assert not re.search(r"(?m)^# |^---$|!$", part.body), part.title


def test_of_the_courses_with_an_exam_one_has_everything_and_one_nothing_else(with_exams):
    assert set(with_exams) == {"ALS-220", "SAF-140"}
    assert with_exams["ALS-220"].materials == ()
    refresher = with_exams["SAF-140"]
    assert [one.kind for one in refresher.materials] == [
        MaterialKind.TEXT, MaterialKind.VIDEO, MaterialKind.FILE, MaterialKind.LINK,
    ]  # fmt: skip
    assert {one.kind for one in refresher.exam.questions} == set(QuestionKind)
    assert [one.kind for one in refresher.evaluation.items] == [
        ItemKind.SCALE, ItemKind.SCALE, ItemKind.SCALE, ItemKind.CHOICE, ItemKind.TEXT,
    ]  # fmt: skip


def test_a_course_with_an_exam_is_without_fault(with_exams):
    assert {code: checking.problems_of(one) for code, one in with_exams.items()} == {"ALS-220": [], "SAF-140": []}


def test_the_files_of_the_demo_are_small_enough_for_a_phone(with_exams):
    sizes = {one.file.name: one.file.content.size for one in with_exams["SAF-140"].materials if one.file}
    assert set(sizes) == {"hand-hygiene.webm", "pocket-guide.pdf"}
    assert max(sizes.values()) < 200_000
