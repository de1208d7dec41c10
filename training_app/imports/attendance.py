"""A file of who attended a session: each row becomes an entry, or is refused with its number and the reason (T-03).

A person is named by email, username or employee number. Without a column of results everybody in the file attended.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.assignments.attendance import attending
from training_app.assignments.attendance import entries as attendance_entries
from training_app.assignments.attendance import recording as attendance
from training_app.assignments.attendance.attending import Entry
from training_app.catalog.facts import TrainingDeleting
from training_app.core import db, organization
from training_app.core.errors import Invalid, NotAllowed, Problem
from training_app.imports import attendance_rows, parsing, uploads
from training_app.imports.attendance_rows import RowReader
from training_app.imports.model import AttendanceFile
from training_app.imports.parsing import Table
from training_app.imports.uploads import MEGABYTE, TooLarge
from training_app.people.model import Person

MOST_BYTES = 2 * MEGABYTE
MOST_ROWS = 5_000


@dataclass(frozen=True)
class RefusedRow:
    """A row that is not entered, as it stands in the file, and why."""

    number: int
    cells: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class AttendancePlan:
    """What a file says: entries with the number of their row, and the rows that are refused."""

    header: tuple[str, ...]
    entries: Mapping[int, Entry]
    refused: tuple[RefusedRow, ...]


@dataclass(frozen=True)
class Told:
    """The file that was brought last for a session, and the first of its refused rows."""

    file_name: str
    entered: int
    refused: int
    rows: tuple[RefusedRow, ...]


def read(content: bytes) -> Table:
    """The table that a brought file holds; `Invalid` says what is wrong with it."""
    if len(content) > MOST_BYTES:
        raise TooLarge(MOST_BYTES)
    table = parsing.parse(content)
    if len(table.rows) > MOST_ROWS:
        raise Invalid(Problem("file", f"The file has {len(table.rows):,} rows; {MOST_ROWS:,} is the most."))
    return table


def plan(session: Session, actor: Actor, *, course_id: int, day: date, table: Table, now: datetime) -> AttendancePlan:
    """What each row would enter for the session of a day, and every row that cannot be, with its number (T-03)."""
    course = attendance.course_of(session, actor, course_id=course_id)
    wrong = attendance.problems_of_day(course, day, organization.of(session).today(now))
    if wrong:
        raise Invalid(*wrong)
    reader = RowReader(table, attendance_rows.people(session, actor, table))
    said = dict(reader.rows())
    people = db.is_one_of(col(Person.id), [one.person_id for one in said.values()])
    found = attending.standings(session, actor, course_id=course_id, day=day, people=people)
    entries, refused = {}, dict(reader.refused)
    for number, entry in said.items():
        decision = attending.decide(entry, found[entry.person_id], course, day)
        if decision.why:
            refused[number] = f"{decision.standing.name} {decision.why}"
        else:
            entries[number] = entry
    cells = {row.number: row.cells for row in table.rows}
    rows = tuple(RefusedRow(number, cells[number], refused[number]) for number in sorted(refused))
    return AttendancePlan(table.header, entries, rows)


def bring(
    session: Session, actor: Actor, *, course_id: int, day: date, file_name: str, table: Table, now: datetime
) -> AttendancePlan:
    """Enter every good row of a file, and keep which were refused until the session is recorded."""
    planned = plan(session, actor, course_id=course_id, day=day, table=table, now=now)
    entries = list(planned.entries.values())
    attendance_entries.enter(session, actor, course_id=course_id, day=day, entries=entries, now=now)
    if actor.person_id is None:
        raise NotAllowed
    refused = [{"number": row.number, "cells": list(row.cells), "reason": row.reason} for row in planned.refused]
    row = AttendanceFile(by_id=actor.person_id, course_id=course_id, day=day, refused=refused, at=now,
                         file_name=uploads.plain_name(file_name, "attendance.csv"),
                         header=list(planned.header), entered=len(entries))  # fmt: skip
    session.merge(row)
    session.flush()
    return planned


def told(session: Session, actor: Actor, *, course_id: int, day: date, most: int = 20) -> Told | None:
    """What became of the file that the actor brought last for this session; None when there is none."""
    row = _file(session, actor, course_id, day)
    if row is None:
        return None
    return Told(row.file_name, row.entered, len(row.refused), tuple(map(_refused, row.refused[:most])))


def forget(session: Session, actor: Actor, *, course_id: int, day: date) -> None:
    """Say no more of the file; what it entered stays entered."""
    attendance.course_of(session, actor, course_id=course_id)
    session.connection().execute(sa.delete(AttendanceFile).where(*_mine(actor, course_id, day)))


def refused_rows(session: Session, actor: Actor, *, course_id: int, day: date) -> Iterator[tuple[str, ...]]:
    """The refused rows of the file as they stand in it, the reason in front; first the names of the columns."""
    attendance.course_of(session, actor, course_id=course_id)
    row = _file(session, actor, course_id, day)
    if row is not None:
        yield ("Row", "Reason", *row.header)
        for one in map(_refused, row.refused):
            yield (str(one.number), one.reason, *one.cells)


def when_training_deleting(session: Session, fact: TrainingDeleting, _actor_id: int | None, _at: datetime) -> None:
    """Nobody records a course that is gone."""
    session.connection().execute(sa.delete(AttendanceFile).where(col(AttendanceFile.course_id) == fact.training_id))


def _mine(actor: Actor, course_id: int, day: date) -> list[sa.ColumnElement[bool]]:
    return [
        col(AttendanceFile.by_id) == actor.person_id,
        col(AttendanceFile.course_id) == course_id,
        col(AttendanceFile.day) == day,
    ]


def _file(session: Session, actor: Actor, course_id: int, day: date) -> AttendanceFile | None:
    return session.exec(select(AttendanceFile).where(*_mine(actor, course_id, day))).first()


def _refused(said: Mapping[str, Any]) -> RefusedRow:
    return RefusedRow(int(said["number"]), tuple(said["cells"]), str(said["reason"]))
