"""What the result of a session would do to each person: decided before it is shown, and again when it is written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.attempts.results import BEST_SCORE
from training_app.assignments.model import Enrollment
from training_app.assignments.records import Attendance
from training_app.assignments.rules import OPEN, Status
from training_app.catalog import queries as catalog
from training_app.catalog.model import Evaluation, Training
from training_app.people.model import Person
from training_app.people.queries import visible


class Mark(StrEnum):
    """What is entered for somebody after a session (T-03)."""

    ATTENDED = "attended"
    FAILED = "failed"
    ABSENT = "absent"


class Act(StrEnum):
    """What an entry does."""

    COMPLETE = "complete"
    PASS = "pass"  # noqa: S105 (the evaluation is owed)
    FAIL = "fail"
    CORRECT = "correct"
    NOTE = "note"
    ALREADY = "already"
    ABSENT = "absent"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Entry:
    """What is entered for one person. A score is from 0 to 100."""

    person_id: int
    mark: Mark
    score: Decimal | None = None


@dataclass(frozen=True)
class Standing:
    """How somebody stands to a course before a session of one day is recorded.

    `open_id` is their attempt that is open and not passed, `passed_id` one that is passed and not evaluated yet,
    `recorded` what was recorded for the day already, `done_id` an attempt that they completed on the day in another
    way. `has_evaluation` says so of the attempt that counts for the day, or of the one that would be begun (T-02).
    """

    person_id: int
    name: str
    email: str
    is_active: bool
    open_id: int | None
    passed_id: int | None
    recorded: "RecordedResult | None"
    done_id: int | None
    has_evaluation: bool


@dataclass(frozen=True)
class RecordedResult:
    """What was recorded for a day; `is_last` unless the person has begun another attempt since."""

    attempt_id: int
    status: str
    score: Decimal | None
    is_last: bool


@dataclass(frozen=True)
class Decision:
    """What becomes of one entry. `enrolls` says that there is no attempt yet; `why` says why it is refused."""

    entry: Entry
    standing: Standing
    act: Act
    attempt_id: int | None = None
    enrolls: bool = False
    why: str = ""


def decide(entry: Entry, standing: Standing, course: Training, day: date) -> Decision:
    """What an entry does. What is recorded stays, but for a failed result and a score, until another attempt begins."""
    if standing.recorded is not None:
        return _again(entry, standing, standing.recorded, day)
    if entry.mark is Mark.ABSENT:
        return Decision(entry, standing, Act.ABSENT)
    has_failed = entry.mark is Mark.FAILED
    act = Act.FAIL if has_failed else Act.PASS if standing.has_evaluation else Act.COMPLETE
    if standing.open_id is not None:
        return Decision(entry, standing, act, standing.open_id)
    if has_failed and standing.passed_id is not None:
        return _refused(entry, standing, "has passed already and owes the evaluation alone")
    done_id = standing.passed_id or standing.done_id
    if not has_failed and done_id is not None:
        return Decision(entry, standing, Act.NOTE, done_id)
    return _enrolled(entry, standing, course, act)


def standings(
    session: Session, actor: Actor, *, course_id: int, day: date, people: sa.ColumnElement[bool]
) -> dict[int, Standing]:
    """How those of these people stand to the course whom the actor sees, by id; as many queries for many as for one."""
    attempt: Any = sa.orm.aliased(Enrollment)
    opened: Any = sa.orm.aliased(Enrollment)
    newest = _one_of_theirs(sa.func.max(col(Enrollment.number)), course_id)
    finished = (col(Enrollment.status) == Status.EVALUATED) & col(Enrollment.closed_as).is_(None)
    on_day = _one_of_theirs(sa.func.max(col(Enrollment.id)), course_id, finished, col(Enrollment.completed_on) == day)
    begun_with = catalog.current_version(session, training_id=course_id).id
    counts = sa.func.coalesce(attempt.version_id, opened.version_id, begun_with)
    statement: Any = (
        sa.select(
            col(Person.id), col(Person.first_name), col(Person.last_name), col(Person.email),
            col(Person.deactivated_at), opened.id.label("open_id"), opened.status.label("open_status"),
            on_day.label("done_id"), newest.label("newest"), attempt.id.label("attempt_id"), attempt.status,
            attempt.score, attempt.number, attempt.closed_as,
            sa.exists().where(col(Evaluation.version_id) == counts).label("has_evaluation"),
        )
        .select_from(Person)
        .outerjoin(opened, sa.and_(opened.person_id == col(Person.id), opened.training_id == course_id,
                                   opened.closed_as.is_(None), opened.status.in_(OPEN)))
        .outerjoin(Attendance, sa.and_(col(Attendance.person_id) == col(Person.id),
                                       col(Attendance.course_id) == course_id, col(Attendance.day) == day))
        .outerjoin(attempt, attempt.id == col(Attendance.enrollment_id))
        .where(visible(actor), people)
    )  # fmt: skip
    return {row.id: _standing(row) for row in session.connection().execute(statement)}


def read_score(text: str) -> Decimal | None:
    """A score as it was typed: `92`, `92.5`, `92,5` or `92 %`; None for nothing. `ValueError` when it is no score."""
    said = text.replace("%", "").strip()
    if not said:
        return None
    if not _SCORE.fullmatch(said) or Decimal(said.replace(",", ".")) > BEST_SCORE:
        raise ValueError(text)
    return Decimal(said.replace(",", "."))


def score_said(score: Decimal | None) -> str:
    """A score as it is shown: without zeros that say nothing."""
    said = "" if score is None else f"{score:f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def mark_of(was: RecordedResult) -> Mark:
    """What was entered for somebody who attended."""
    return Mark.FAILED if was.status == Status.FAILED else Mark.ATTENDED


def counted(decisions: Iterable[Decision]) -> dict[Act, int]:
    """How many entries do what."""
    number = dict.fromkeys(Act, 0)
    for decision in decisions:
        number[decision.act] += 1
    return number


_SCORE = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,2})?")


def _enrolled(entry: Entry, standing: Standing, course: Training, act: Act) -> Decision:
    if not standing.is_active:
        return _refused(entry, standing, "is deactivated and has no open enrollment")
    if course.archived_at is not None:
        return _refused(entry, standing, "is not enrolled, and nobody can be any more: the course is archived")
    return Decision(entry, standing, act, enrolls=True)


def _again(entry: Entry, standing: Standing, was: RecordedResult, day: date) -> Decision:
    has_failed = mark_of(was) is Mark.FAILED
    is_same = entry.mark is mark_of(was)
    is_changed = entry.score is not None and entry.score != was.score
    if is_same and (not is_changed or not was.is_last):
        return Decision(entry, standing, Act.ALREADY, was.attempt_id)
    if was.is_last and (is_same or (has_failed and entry.mark is Mark.ATTENDED)):
        return Decision(entry, standing, Act.CORRECT, was.attempt_id)
    said = f"is recorded as {mark_of(was)} on {day:%-d %b %Y} already"
    if has_failed and entry.mark is Mark.ATTENDED:
        return _refused(entry, standing, f"{said}, and has begun another attempt since")
    return _refused(entry, standing, said)


def _refused(entry: Entry, standing: Standing, why: str) -> Decision:
    return Decision(entry, standing, Act.REFUSE, why=why)


def _one_of_theirs(what: Any, course_id: int, *where: Any) -> Any:
    return (
        sa.select(what)
        .where(col(Enrollment.person_id) == col(Person.id), col(Enrollment.training_id) == course_id, *where)
        .correlate(Person)
        .scalar_subquery()
    )


def _standing(row: Any) -> Standing:
    recorded = None
    if row.attempt_id is not None:
        is_last = row.number == row.newest and row.closed_as is None
        recorded = RecordedResult(row.attempt_id, row.status, row.score, is_last)
    return Standing(
        person_id=row.id,
        name=f"{row.first_name} {row.last_name}".strip(),
        email=row.email,
        is_active=row.deactivated_at is None,
        open_id=row.open_id if row.open_status == Status.ENROLLED else None,
        passed_id=row.open_id if row.open_status == Status.PASSED else None,
        recorded=recorded,
        done_id=row.done_id,
        has_evaluation=row.has_evaluation,
    )
