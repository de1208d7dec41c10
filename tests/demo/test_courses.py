"""The courses that come with the demo."""

import re

import pytest

from training_app.demo import courses

COURSES = courses.read()


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
