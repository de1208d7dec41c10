"""Where a course opens, what leads on from where, and what is said of an exam (L-02)."""

from dataclasses import replace

import pytest

from training_app.assignments.attempts.learning import Learning, LearningRow, Step
from training_app.assignments.evaluations.reading import EvaluationView
from training_app.assignments.exams.paper import ExamView, LastTry
from training_app.web.learner.learn import parts, sheets
from training_app.web.learner.learn.parts import Course
from training_app.web.shared import exam_words as words

EXAM = ExamView(1, questions=10, pass_mark=80, minutes=15, tries=3, tries_used=0, tries_left=3, is_ready=False,
                waits_for=2)  # fmt: skip
READY = replace(EXAM, is_ready=True, waits_for=0)
FAILED_ONCE = replace(READY, tries_used=1, tries_left=2, last=LastTry(1, 6, 10, "60"))


def course(
    done: str, *, exam: ExamView | None = EXAM, status: str = "enrolled", owed: bool = False, last: int = 0
) -> Course:
    """A course of materials that are done ("x") or not (".")."""
    steps = [Step(at, at, "text", f"Part {at}", "", "", mark == "x") for at, mark in enumerate(done, start=1)]
    row = LearningRow(1, "Airway", "C-1", "", 0, status, "", 0, 0, len(done), 1, "")
    evaluation = EvaluationView("", [], is_open=owed)
    return Course(Learning(row, steps, [], looked_at_id=last), exam, evaluation)


@pytest.mark.rule("L-02", "a course opens at the material looked at last unless done, else the first part to do")
@pytest.mark.parametrize(
    ("taken", "place"),
    [
        (course("..."), 0),
        (course("x.."), 1),
        (course("x..", last=3), 2),
        (course("x..", last=1), 1),
        (course("xxx", exam=READY), 3),
        (course("xxx", exam=replace(READY, try_id=7), last=2), 3),
        (course("xxx", exam=FAILED_ONCE), 3),
        (course("xxx", exam=FAILED_ONCE, status="failed"), 3),
        (course("xxx", exam=READY, status="passed", owed=True), 4),
        (course("x..", exam=None, status="passed", owed=True), 1),
        (course("xxx", exam=READY, status="evaluated"), 5),
        (course("", exam=None), 1),
    ],
)
def test_where_a_course_opens(taken: Course, place: int):
    assert parts.opens_at(taken) == place


@pytest.mark.parametrize(
    ("taken", "place", "leads_to"),
    [
        (course("x.."), 0, 1),
        (course(".xx"), 2, 0),
        (course("xxx", exam=READY), 2, 3),
        (course("xxx", exam=FAILED_ONCE, status="failed"), 3, -1),
        (course("xxx", exam=READY, status="evaluated"), 4, 5),
    ],
)
def test_next_leads_past_what_is_locked(taken: Course, place: int, leads_to: int):
    assert parts.next_of(taken, place) == leads_to


def test_a_course_that_is_held_elsewhere_says_so():
    held = course("", exam=None)
    assert parts.kind_at(held, parts.opens_at(held)) == parts.ELSEWHERE


@pytest.mark.parametrize(
    ("exam", "said", "button"),
    [
        (READY, "10 questions, 15 minutes, 80 % to pass, 3 tries left", "Begin the exam"),
        (FAILED_ONCE, "10 questions, 15 minutes, 80 % to pass, 2 tries left", "Try again (2 tries left)"),
        (
            replace(FAILED_ONCE, tries_left=1, minutes=0),
            "10 questions, no time limit, 80 % to pass, 1 try left",
            "Try again (1 try left)",
        ),
        (
            replace(FAILED_ONCE, tries=0, tries_left=-1, questions=1),
            "1 question, 15 minutes, 80 % to pass, as many tries as you need",
            "Try again",
        ),
    ],
)
def test_an_exam_says_what_it_takes(exam: ExamView, said: str, button: str):
    assert (words.takes(exam), words.begins(exam)) == (said, button)


def test_an_exam_that_cannot_be_begun_says_why():
    sheet = sheets.exam_sheet(EXAM, "enrolled")
    assert (sheet.begins, sheet.waits) == ("", "Opens when the materials are done: 2 are left")


def test_when_the_tries_are_used_up_it_says_who_can_help():
    over = replace(FAILED_ONCE, is_ready=False, tries_used=3, tries_left=0)
    sheet = sheets.exam_sheet(over, "failed")
    assert (sheet.outcome, sheet.begins) == ("Not passed", "")
    assert sheet.used_up == "Your tries are used up. Whoever assigned it can enroll you again."
    assert sheet.result == "6 of 10 right: 60 %. 80 % is needed to pass."


def test_a_try_of_somebody_who_was_passed_by_another_is_not_taken_further():
    assert sheets.exam_sheet(replace(READY, try_id=7), "evaluated").try_id == 0


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (0, "All 10 questions are answered."),
        (1, "1 of 10 questions is not answered."),
        (3, "3 of 10 questions are not answered."),
    ],
)
def test_before_submitting_it_says_how_many_are_not_answered(missing: int, said: str):
    assert words.unanswered(missing, 10) == said
