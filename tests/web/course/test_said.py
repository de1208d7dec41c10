"""What is said of a course on its pages."""

from datetime import UTC, datetime, timedelta

import pytest

from training_app.assignments.attempts.concerned_by_course import Concerned
from training_app.web.admin.catalog.course import said

NOW = datetime(2027, 3, 12, 12, tzinfo=UTC)
NOBODY = {"open": 0, "versions": [], "assignments": 0, "paths": 0, "certifications": 0}


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(days=6), "6 days ago"),
        (timedelta(days=40), "40 days ago"),
    ],
)
def test_how_long_ago_something_was_is_said_in_words(passed, words):
    assert said.ago(NOW - passed, NOW) == words


@pytest.mark.rule("X-04", "whom a new version concerns is said in words, with the numbers")
@pytest.mark.parametrize(
    ("found", "version", "words"),
    [
        ({}, 0, "From then on it can be assigned. Learners see it as it is now."),
        ({}, 2, "Nobody is in it now. Whoever begins from now on gets version 3."),
        ({"open": 14, "versions": [2]}, 2,
         "14 people are in version 2 and keep it. Whoever begins from now on gets version 3."),
        ({"open": 1, "versions": [1]}, 2,
         "1 person is in version 1 and keeps it. Whoever begins from now on gets version 3."),
        ({"open": 3, "versions": [2, 1]}, 2,
         "3 people are in versions 1 and 2 and keep theirs. Whoever begins from now on gets version 3."),
    ],
)  # fmt: skip
def test_whom_a_new_version_concerns_is_said(found, version, words):
    assert said.concern(Concerned(**(NOBODY | found)), version) == words


def test_what_a_course_is_part_of_is_said():
    assert said.used(Concerned(**NOBODY)) == ""
    everything = Concerned(**(NOBODY | {"assignments": 2, "paths": 1, "certifications": 3}))
    assert said.used(everything) == "2 assignments, 1 learning path and 3 certifications use it."


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("title", "Course"),
        ("materials", "Materials"),
        ("materials.2.url", "Material 2"),
        ("exam.pass_mark", "Exam"),
        ("exam.questions.3.choices.1", "Question 3"),
        ("evaluation.items.2.text", "Evaluation, question 2"),
        ("evaluation.intro", "Evaluation"),
    ],
)
def test_where_a_fault_is_is_said(field, place):
    assert said.place_of(field) == place
