"""A file of questions waits between its preview and its adding: staged, so that no reload loses it (T-01)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import drafting
from training_app.catalog.checking.exam import MOST_QUESTIONS
from training_app.catalog.content import NewQuestion
from training_app.catalog.editing import questions
from training_app.catalog.model import Exam, TrainingVersion
from training_app.core import files, staging
from training_app.core.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from training_app.core.paging import Page, Paged
from training_app.core.staging import Received
from training_app.imports.questions import columns, plan
from training_app.imports.questions.plan import QuestionsPlan

_FIRST_PAGE = Page()
_SHOWN = 240


class NoBank(Conflict):
    """Questions are added to a draft that has an exam. Change the content, and add the exam first."""


class Tab(StrEnum):
    """What becomes of a row; the value is its label."""

    NEW = "Will be added"
    THERE = "Already there"
    REFUSED = "Refused"


@dataclass(frozen=True)
class PreviewRow:
    """One row of a waiting file: its question as far as it can be read, and why it is left alone or refused."""

    number: int
    text: str
    kind: str
    right: str
    why: str


@dataclass(frozen=True)
class Preview:
    """A waiting file: what adding would do, and one page of the rows of a tab. `problem` keeps all of it out."""

    file_name: str
    new: int
    there: int
    refused: int
    unused: tuple[str, ...]
    problem: str
    rows: Paged[PreviewRow]


@dataclass(frozen=True)
class _Waiting:
    """A waiting file, what each of its rows would do, and what keeps all of it out."""

    name: str
    plan: QuestionsPlan
    problem: str


@dataclass(frozen=True)
class Brought:
    """What came of adding: how many questions are new, and how many rows were refused."""

    added: int
    refused: int


def keep(session: Session, actor: Actor, *, course_id: int, received: Received, now: datetime) -> int:
    """Keep a file that `plan.read` has read, in place of the one that waited; answer its id."""
    version_id = _bank(session, actor, course_id)
    forget(session, actor, course_id=course_id)
    return staging.stage(session, received, by_id=_me(actor), place=_place(version_id), now=now)


def preview(
    session: Session, actor: Actor, *, course_id: int, tab: Tab = Tab.NEW, page: Page = _FIRST_PAGE
) -> Preview | None:
    """What the waiting file would do now; None when none waits, `NoBank` when it could do nothing."""
    waiting = _waiting(session, actor, _bank(session, actor, course_id))
    if waiting is None:
        return None
    planned = waiting.plan
    listed = _rows(planned, tab)
    first = (page.number - 1) * page.size
    rows = Paged(listed[first : first + page.size], len(listed), page)
    return Preview(waiting.name, len(planned.new), len(planned.already), len(planned.refused), planned.unused,
                   waiting.problem, rows)  # fmt: skip


def add(session: Session, actor: Actor, *, course_id: int, now: datetime) -> Brought:
    """Add every good row of the waiting file at once. It waits on while rows of it are refused, to be mended.

    Twice is once: what the first has added is there for the second.
    """
    version_id = _bank(session, actor, course_id)
    drafting.held(session, actor, version_id=version_id)  # who waits here finds what the other has added
    waiting = _waiting(session, actor, version_id)
    if waiting is None:
        raise NotFound
    if waiting.problem:
        raise Invalid(Problem("file", waiting.problem))
    new = list(waiting.plan.new.values())
    added = questions.add_many(session, actor, version_id=version_id, new=new, now=now) if new else 0
    if not waiting.plan.refused:
        forget(session, actor, course_id=course_id)
    return Brought(added, len(waiting.plan.refused))


def forget(session: Session, actor: Actor, *, course_id: int) -> None:
    """Do without the waiting file; what it added stays."""
    place = _place(_bank(session, actor, course_id))
    waiting = staging.waiting(session, by_id=_me(actor), place=place)
    staging.remove(session, by_id=_me(actor), ids=[one.id for one in waiting])


def refused(session: Session, actor: Actor, *, course_id: int) -> list[tuple[str, ...]]:
    """The refused rows as they stand in the file, each with its number and the reason; first the columns."""
    waiting = _waiting(session, actor, _bank(session, actor, course_id))
    if waiting is None:
        raise NotFound
    lines = [(str(row.number), row.said(), *row.cells) for row in waiting.plan.refused]
    return [("Refused row", "Refused because", *waiting.plan.header), *lines]


def _bank(session: Session, actor: Actor, course_id: int) -> int:
    """The draft of a course, which has an exam."""
    actor.require(Permission.MANAGE_CATALOG)
    draft: Any = sa.select(col(TrainingVersion.id)).where(
        col(TrainingVersion.training_id) == course_id, col(TrainingVersion.published_at).is_(None)
    )
    with_exam = draft.join(Exam, col(Exam.version_id) == col(TrainingVersion.id))
    version_id = session.connection().execute(with_exam).scalars().first()
    if version_id is None:
        raise NoBank
    return int(version_id)


def _waiting(session: Session, actor: Actor, version_id: int) -> _Waiting | None:
    waiting = staging.waiting(session, by_id=_me(actor), place=_place(version_id))
    if not waiting:
        return None
    row = staging.staged(session, by_id=_me(actor), file_id=waiting[-1].id)
    bank = plan.bank_of(session, version_id=version_id)
    planned = plan.plan(plan.read(files.read(row.key)), bank)
    return _Waiting(row.name, planned, _problem(len(bank) + len(planned.new)))


def _problem(after: int) -> str:
    if after <= MOST_QUESTIONS:
        return ""
    return f"The bank would have {after:,} questions; {MOST_QUESTIONS:,} is the most. Take some rows out of the file."


def _rows(planned: QuestionsPlan, tab: Tab) -> list[PreviewRow]:
    if tab is Tab.NEW:
        return [_row(number, question) for number, question in planned.new.items()]
    if tab is Tab.THERE:
        return [replace(_row(one.number, one.question), why=one.where) for one in planned.already]
    place = columns.match(planned.header).columns.fields[columns.Field.QUESTION]
    return [
        PreviewRow(row.number, _cut(row.cells[place]) if place < len(row.cells) else "", "", "",
                   row.said())
        for row in planned.refused
    ]  # fmt: skip


def _row(number: int, question: NewQuestion) -> PreviewRow:
    right = [one.text for one in question.choices if one.is_right] or [one.text for one in question.choices]
    if question.number is not None:
        tolerance = f" ± {question.tolerance:f}" if question.tolerance else ""
        right = [f"{question.number:f}{tolerance}"]
    return PreviewRow(number, _cut(question.text), question.kind, _cut(" · ".join(right)), "")


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _place(version_id: int) -> str:
    return f"questions:{version_id}"


def _me(actor: Actor) -> int:
    if actor.person_id is None:
        raise NotAllowed
    return actor.person_id
