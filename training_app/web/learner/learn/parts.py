"""The parts of a course in the order in which they are taken, and where it opens (L-02)."""

from dataclasses import dataclass

from training_app.assignments.attempts.learning import Learning
from training_app.assignments.evaluations.reading import EvaluationView
from training_app.assignments.exams.paper import ExamView
from training_app.assignments.rules import Status
from training_app.web.shared import exam_words as words

MATERIAL, EXAM, EVALUATION = "material", "exam", "evaluation"
RESULT, ELSEWHERE = "result", "elsewhere"


@dataclass(frozen=True)
class Course:
    """Everything that is read of one attempt; a course may have no exam and no evaluation."""

    learning: Learning
    exam: ExamView | None = None
    evaluation: EvaluationView | None = None


@dataclass(frozen=True)
class Part:
    """One part in its place, counted from 0; `said` is what it takes, or what it waits for while it is locked."""

    place: int
    kind: str
    title: str
    said: str = ""
    is_done: bool = False
    is_locked: bool = False


def parts_of(course: Course) -> list[Part]:
    """All parts in order."""
    steps = course.learning.steps
    found = [Part(place, MATERIAL, step.title, is_done=step.done) for place, step in enumerate(steps)]
    for part in (_exam(course, len(found)), _evaluation(course, len(found) + (course.exam is not None))):
        found.extend([part] if part else [])
    return found


def opens_at(course: Course) -> int:
    """The place where a course opens; after the last part is its result.

    A running exam goes on; else the material that was looked at last, unless it is done, or the first part to do.
    """
    parts, status = parts_of(course), course.learning.row.status
    if status == Status.EVALUATED:
        return len(parts)
    exam = next((part.place for part in parts if part.kind == EXAM), len(parts))
    if status == Status.FAILED or (course.exam and course.exam.try_id and status == Status.ENROLLED):
        return exam
    last = course.learning.looked_at_id
    looked_at = [place for place, step in enumerate(course.learning.steps) if step.id == last and not step.done]
    return looked_at[0] if looked_at else first_to_do(parts)


def first_to_do(parts: list[Part], after: int = -1) -> int:
    """The next part to do after a place, else the first of all; after the last part when there is none."""
    to_do = [part.place for part in parts if not (part.is_done or part.is_locked)]
    later = [place for place in to_do if place > after]
    return next(iter([*later, *to_do]), len(parts))


def next_of(course: Course, place: int) -> int:
    """Where "Next" leads from a part that is done: on in order, past what is locked; -1 when it leads nowhere."""
    parts = parts_of(course)
    open_ = [part.place for part in parts if part.place > place and not part.is_locked]
    if open_:
        return open_[0]
    to_do = first_to_do(parts)
    is_over = course.learning.row.status == Status.EVALUATED
    leads_on = to_do < len(parts) or is_over
    return to_do if leads_on and to_do != place else -1


def within(course: Course, place: int) -> int:
    """The place nearest to one that was asked for; the result can be looked at once there is nothing more to do."""
    parts = parts_of(course)
    is_over = course.learning.row.status in (Status.EVALUATED, Status.FAILED)
    has_end = is_over or first_to_do(parts) == len(parts)
    return min(place, len(parts) if has_end else len(parts) - 1)


def kind_at(course: Course, place: int) -> str:
    """What is shown at a place. A course that is not worked through here is passed elsewhere."""
    parts = parts_of(course)
    if place < len(parts):
        return parts[place].kind
    return RESULT if course.learning.row.status in (Status.EVALUATED, Status.FAILED) else ELSEWHERE


def _exam(course: Course, place: int) -> Part | None:
    exam = course.exam
    if exam is None:
        return None
    is_done = exam.is_passed or course.learning.row.status in (Status.PASSED, Status.EVALUATED)
    # What was tried can be looked at, also when it cannot be tried again.
    is_locked = not (is_done or exam.is_ready or exam.try_id or exam.last.number)
    said = words.waits_for(exam) if is_locked else words.takes(exam) if exam.is_ready and not is_done else ""
    return Part(place, EXAM, "Exam", said, is_done, is_locked)


def _evaluation(course: Course, place: int) -> Part | None:
    if course.evaluation is None:
        return None
    is_done = course.learning.row.status == Status.EVALUATED
    is_locked = not (is_done or course.evaluation.is_open)
    asked = words.counted(len(course.evaluation.items), "question")
    by_exam = course.exam and not course.exam.is_passed and course.learning.row.is_taken_online
    opens = "Opens when the exam is passed" if by_exam else "Opens when the course is passed"
    return Part(place, EVALUATION, "Evaluation", opens if is_locked else asked, is_done, is_locked)
