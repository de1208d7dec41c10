"""What is entered for a learning path, and what is wrong with it (T-05)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from training_app.catalog.model import Training
from training_app.catalog.rules import CourseKind, TrainingKind
from training_app.core.errors import Problem
from training_app.people.rules import clean


@dataclass(frozen=True)
class NewPath:
    """A learning path as it is entered: its courses by id in their order, and which must have been attended before."""

    title: str
    code: str
    courses: tuple[int, ...] = ()
    level: str | None = None
    description: str = ""
    accredited_through: date | None = None
    requires_id: int | None = None

    def cleaned(self) -> "NewPath":
        """The same without outer space in what was typed."""
        return NewPath(clean(self.title), clean(self.code), self.courses, self.level or None,
                       clean(self.description), self.accredited_through, self.requires_id)  # fmt: skip


LABELS = {
    "title": "Title",
    "code": "Code",
    "courses": "Courses",
    "level": "Level",
    "description": "Description",
    "accredited_through": "Accredited through",
    "requires_id": "Required attendance",
}


def problems_of(new: NewPath) -> list[Problem]:
    """What is missing in it, whatever the catalogue holds."""
    missing = [
        Problem(field, f"{LABELS[field]} is missing.")
        for field, value in (("title", new.title), ("code", new.code))
        if not value
    ]
    if not new.courses:
        missing.append(Problem("courses", "Add at least one course."))
    return missing


def problems_of_courses(new: NewPath, found: Sequence[Training]) -> list[Problem]:
    """What is wrong with its courses, of which `found` are in the catalogue."""
    there = {one.id: one for one in found}
    wrong = [f"“{one.title}” is a learning path. A path consists of courses."
             for one in found if one.kind == TrainingKind.PATH]  # fmt: skip
    wrong += [f"“{one.title}” is archived. Take it out of the path." for one in found if one.archived_at is not None]
    wrong += [f"“{one.title}” is not published yet. Publish it first." for one in found if one.published_at is None]
    wrong += [f"“{there[course].title}” is in the path twice." for course in _doubled(new.courses) if course in there]
    if not set(new.courses) <= there.keys():
        wrong.append("One of the courses is no longer in the catalog.")
    return [Problem("courses", text) for text in wrong]


def problems_of_required(required: Training | None) -> list[Problem]:
    """Whether it can be the course whose attendance a path requires."""
    if required is None or required.course_kind != CourseKind.INSTRUCTOR_LED:
        return [Problem("requires_id", "Only an instructor-led course can be attended.")]
    return []


def _doubled(courses: tuple[int, ...]) -> list[int]:
    return sorted({course for course in courses if courses.count(course) > 1})
