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


class MaterialKind(StrEnum):
    """What a learner works through (T-01)."""

    TEXT = "text"
    FILE = "file"
    LINK = "link"
    VIDEO = "video"


IN_HOUSE = "in-house"
