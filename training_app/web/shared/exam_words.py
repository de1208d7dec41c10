"""What is said of an exam: what it takes, how it went, what comes next (T-02)."""

from training_app.assignments.exams.paper import ExamView
from training_app.assignments.rules import Status

ANY_NUMBER = 0


def counted(number: int, noun: str, several: str = "") -> str:
    """A number with its noun: "1 question", "10 questions"."""
    return f"{number} {noun if number == 1 else several or noun + 's'}"


def takes(exam: ExamView) -> str:
    """What an exam will take: "10 questions, 15 minutes, 80 % to pass, 2 tries left"."""
    said = [
        counted(exam.questions, "question"),
        counted(exam.minutes, "minute") if exam.minutes else "no time limit",
        f"{exam.pass_mark} % to pass",
        tries_left(exam),
    ]
    return ", ".join(said)


def leaving(exam: ExamView) -> str:
    """What leaving in the middle does."""
    goes_on = "; the time goes on meanwhile" if exam.minutes else ""
    return f"Each answer is saved as you give it. You can leave and come back{goes_on}."


def tries_left(exam: ExamView) -> str:
    """How often it can still be tried."""
    if exam.tries == ANY_NUMBER:
        return "as many tries as you need"
    return f"{counted(exam.tries_left, 'try', 'tries')} left"


def waits_for(exam: ExamView) -> str:
    """Why an exam cannot be begun yet."""
    if exam.waits_for:
        return f"Opens when the materials are done: {counted(exam.waits_for, 'is', 'are')} left"
    return "It cannot be taken any more"


def begins(exam: ExamView) -> str:
    """What the button says that begins a try; nothing where none can be begun."""
    if not exam.is_ready or exam.try_id:
        return ""
    if not exam.last.number:
        return "Begin the exam"
    return "Try again" if exam.tries == ANY_NUMBER else f"Try again ({tries_left(exam)})"


def outcome(exam: ExamView) -> str:
    """How the last try went, in a word or two; nothing where there was none."""
    if not exam.last.number:
        return ""
    return "Passed" if exam.last.is_passed else "Not passed"


def result(exam: ExamView) -> str:
    """How the last try went, in figures."""
    last = exam.last
    if not last.number:
        return ""
    late = " The time was up; what was saved by then counts." if last.was_late else ""
    return f"{last.right} of {last.total} right: {last.per_cent} %. {exam.pass_mark} % is needed to pass.{late}"


def used_up(exam: ExamView) -> str:
    """What can be done when no try is left."""
    is_over = exam.last.number and not exam.last.is_passed and exam.tries_left == 0
    return "Your tries are used up. Whoever assigned it can enroll you again." if is_over else ""


def still_owed(exam: ExamView, status: str) -> str:
    """What is missing where the exam is passed and the course is not: it is held by an instructor, or elsewhere."""
    is_owed = exam.is_passed and status == Status.ENROLLED
    return "The course is complete once it is recorded that you took part." if is_owed else ""


def unanswered(missing: int, questions: int) -> str:
    """What is said before answers are submitted."""
    if not missing:
        return "Your answer is saved." if questions == 1 else f"All {questions} questions are answered."
    return f"{missing} of {counted(questions, 'question')} {'is' if missing == 1 else 'are'} not answered."


def try_said(exam: ExamView) -> str:
    """Which try is running: "Try 1 of 3"."""
    return f"Try {exam.number}" if exam.tries == ANY_NUMBER else f"Try {exam.number} of {exam.tries}"
