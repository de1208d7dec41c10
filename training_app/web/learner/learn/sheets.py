"""An exam and an evaluation as their pages show them: words instead of figures, clean HTML instead of Markdown."""

from dataclasses import dataclass, field, replace

from training_app.assignments.evaluations.reading import EvaluationView, ItemView
from training_app.assignments.exams.paper import ExamView, PaperQuestion
from training_app.assignments.exams.reviewing import ReviewedQuestion
from training_app.assignments.rules import Status
from training_app.web.shared import exam_words as words
from training_app.web.shared.markdown import html


@dataclass(frozen=True)
class ExamSheet:
    """What is said of an exam; `begins` is empty when it cannot be begun. `paper` is of the try that is running."""

    takes: str = ""
    leaving: str = ""
    waits: str = ""
    begins: str = ""
    outcome: str = ""
    result: str = ""
    used_up: str = ""
    is_passed: bool = False
    may_review: bool = False
    try_id: int = 0
    number_said: str = ""
    seconds_left: int = -1
    paper: list[PaperQuestion] = field(default_factory=list)


@dataclass(frozen=True)
class EvaluationSheet:
    """A questionnaire and whether it is owed."""

    intro: str = ""
    questions: list[ItemView] = field(default_factory=list)
    is_open: bool = False


def exam_sheet(exam: ExamView | None, status: str) -> ExamSheet:
    """The exam of an attempt that stands so; an empty sheet where there is none."""
    if exam is None:
        return ExamSheet()
    is_passed = exam.is_passed or status in (Status.PASSED, Status.EVALUATED)
    is_running = exam.try_id > 0 and status == Status.ENROLLED
    begins = "" if is_passed else words.begins(exam)
    return ExamSheet(
        takes=words.takes(exam),
        leaving=words.leaving(exam),
        waits="" if begins or is_passed or is_running or exam.last.number else words.waits_for(exam),
        begins=begins,
        outcome=words.outcome(exam),
        result=words.result(exam),
        used_up=words.still_owed(exam, status) if is_passed else words.used_up(exam),
        is_passed=exam.last.is_passed,
        may_review=exam.may_review,
        try_id=exam.try_id if is_running else 0,
        number_said=words.try_said(exam),
        seconds_left=exam.seconds_left,
        paper=[replace(question, text=html(question.text)) for question in exam.paper] if is_running else [],
    )


def evaluation_sheet(evaluation: EvaluationView | None) -> EvaluationSheet:
    """The evaluation of an attempt; an empty sheet where there is none."""
    if evaluation is None:
        return EvaluationSheet()
    return EvaluationSheet(html(evaluation.intro), evaluation.items, evaluation.is_open)


def reviewed_sheet(questions: list[ReviewedQuestion]) -> list[ReviewedQuestion]:
    """A passed exam to look at again."""
    return [replace(one, text=html(one.text), explanation=html(one.explanation)) for one in questions]
