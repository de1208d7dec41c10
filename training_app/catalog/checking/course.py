"""What is wrong with a course as it is entered, before anything of it is written (T-01).

A `Problem` names its field by its way through what was entered, counted from 1, so that an editor can show it at its
place: `title`, `materials.2.url`, `exam.questions.3.choices.1`.
"""

from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from training_app.catalog.checking import evaluation, exam, material
from training_app.catalog.checking.texts import LINE, PARAGRAPHS, text, whole
from training_app.catalog.content import Content, Facts, KeptFile, NewCourse
from training_app.catalog.rules import IN_HOUSE, CourseKind
from training_app.core.errors import Problem
from training_app.core.staging import Received
from training_app.people.rules import Level, clean

LONGEST_CODE = 50
MOST_HOURS = 5_000
MOST_MINUTES = MOST_HOURS * 60
MOST_DAYS = 3_650
MOST_MATERIALS = 200
CENT = Decimal("0.01")
Typed = TypeVar("Typed", bound=Facts)


def cleaned(new: Typed) -> Typed:
    """The same without outer space in anything that was typed; without a library it is in-house."""
    plain: Typed = _cleaned(new)
    return replace(plain, library=plain.library or IN_HOUSE, level=plain.level or None)


def problems_of(new: NewCourse) -> list[Problem]:
    """Everything that is wrong with it, whatever the catalogue holds."""
    return [*problems_of_facts(new), *problems_of_whole(new.course_kind, new)]


def problems_of_facts(new: Facts) -> list[Problem]:
    """What is wrong with what it is, whatever it consists of."""
    return [
        *text("title", "Title", new.title, most=LINE, is_needed=True),
        *text("code", "Code", new.code, most=LONGEST_CODE, is_needed=True),
        *text("library", "Library", new.library, most=LINE),
        *text("category", "Category", new.category, most=LINE),
        *text("description", "Description", new.description, most=PARAGRAPHS),
        *_level(new.level),
        *_hours(new.hours),
        *whole("minutes", "Minutes", new.minutes, most=MOST_MINUTES),
        *whole("reassign_after_days", "Days until it is assigned again", new.reassign_after_days, most=MOST_DAYS),
    ]


def problems_of_whole(kind: CourseKind, content: Content) -> list[Problem]:
    """What is wrong with all that a course of this kind consists of, before anybody can begin it."""
    return [*something_to_do(kind, content), *problems_of_content(content)]


def problems_of_content(content: Content) -> list[Problem]:
    """What is wrong with the materials, the exam and the evaluation of a version."""
    if len(content.materials) > MOST_MATERIALS:
        return [Problem("materials", f"A course has at most {MOST_MATERIALS} materials.")]
    wrong = [
        problem
        for place, one in enumerate(content.materials, start=1)
        for problem in material.problems_of(f"materials.{place}", one)
    ]
    if content.exam is not None:
        wrong += exam.problems_of(content.exam)
    if content.evaluation is not None:
        wrong += evaluation.problems_of(content.evaluation)
    return wrong


def something_to_do(kind: CourseKind, content: Content) -> list[Problem]:
    """A session, or something done elsewhere, completes the other kinds; an online course would stay open for ever."""
    if kind != CourseKind.ONLINE or content.materials or content.exam is not None:
        return []
    return [Problem("materials", "Nobody could complete this course. Add at least one material, or an exam.")]


def _level(level: str | None) -> list[Problem]:
    if not level or level in set(Level):
        return []
    return [Problem("level", f"“{level}” is no level. Choose {' or '.join(Level)}, or none.")]


def _hours(hours: Decimal) -> list[Problem]:
    given = Decimal(hours)
    if not given.is_finite() or not 0 <= given <= MOST_HOURS:
        return [Problem("hours", f"Hours: enter a number from 0 to {MOST_HOURS:,}.")]
    if given != given.quantize(CENT):
        return [Problem("hours", "Hours: enter at most two digits after the point.")]
    return []


def _cleaned(entered: Any) -> Any:
    if isinstance(entered, Enum | Received | KeptFile):
        return entered
    if isinstance(entered, str):
        return clean(entered)
    if isinstance(entered, tuple):
        return tuple(_cleaned(one) for one in entered)
    if is_dataclass(entered) and not isinstance(entered, type):
        return replace(entered, **{one.name: _cleaned(getattr(entered, one.name)) for one in fields(entered)})
    return entered
