"""Decisions about trainings that need no row."""

from enum import StrEnum


class TrainingKind(StrEnum):
    """What a training is; a path is an ordered set of courses (T-05)."""

    COURSE = "course"
    PATH = "path"


class CourseKind(StrEnum):
    """How a course is taken (T-01)."""

    ONLINE = "online"
    INSTRUCTOR_LED = "instructor-led"
    EXTERNAL = "external"


class SignUpBy(StrEnum):
    """Who may sign up for a session of an instructor-led course by themselves."""

    ENROLLED = "enrolled"
    """Whoever has an open enrollment in the course."""
    EVERYONE = "everyone"
    NOBODY = "nobody"
    """A coordinator enters who takes part."""


class MaterialKind(StrEnum):
    """What a learner works through (T-01)."""

    TEXT = "text"
    FILE = "file"
    LINK = "link"
    VIDEO = "video"


class QuestionKind(StrEnum):
    """How a question of an exam is answered."""

    SINGLE = "single"
    """One of its choices is right."""
    MULTIPLE = "multiple"
    """All of its right choices, and no other."""
    ORDERED = "ordered"
    """Its choices brought into their right order."""
    NUMERIC = "numeric"
    """A number, as near as the question allows."""


class Review(StrEnum):
    """What somebody who passed the exam may look at afterwards. Before they passed nobody sees anything of it."""

    NONE = "none"
    OUTCOME = "outcome"
    """Which of their answers were right."""
    ANSWERS = "answers"
    """That, the right answers, and why."""


class ItemKind(StrEnum):
    """How a question of an evaluation is answered."""

    SCALE = "scale"
    """From 1, least, to 5, most."""
    CHOICE = "choice"
    """One of its choices."""
    TEXT = "text"


SCALE = range(1, 6)
IN_HOUSE = "in-house"
