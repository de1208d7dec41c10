"""The organization that is measured, built from a seed and always the same.

Rows are written by plain SQL, many at once: it is the ground to measure on, nothing that proves a rule.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.rules import Source, Status
from training_app.bench import databases, history, roster, sql
from training_app.bench.history import Course
from training_app.bench.sizes import RUNS, Size
from training_app.core import db
from training_app.core.clock import days_after
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.notifications.model import DecidedDay
from training_app.notifications.rules import Moment
from training_app.people.model import Branch, Person

SEED = 2027
NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
TODAY = date(2027, 3, 1)
ZONE = "America/New_York"
COUNTED = ("person", "award", "enrollment", "assignment", "assignee", "message")


@dataclass(frozen=True)
class Ground:
    """Where to find what in it. `fresh` courses have the same people behind them, each serves one run of one side."""

    size: Size
    everyone: int
    branch_id: int
    below: tuple[int, ...]
    fresh: tuple[Course, ...]
    due_days: tuple[date, ...]


def build(size: Size, say: Callable[[str], None] = print) -> Ground:
    """Fill the migrated, empty database that `core.db` points to."""
    chance = Random(SEED)  # noqa: S311 - nothing is kept secret by it
    with db.write() as session:
        session.add(OrganizationRow(name="County EMS", zone=ZONE))
    roster.add(size, chance, today=TODAY, now=NOW)
    made = [_past(size, place) for place in range(size.trainings)]
    fresh = tuple(_fresh(size.trainings + number) for number in range(2 * RUNS))
    days = tuple(days_after(TODAY, number) for number in range(2 * RUNS))
    for number, day in enumerate(days):
        _due(size, size.trainings + 2 * RUNS + number, day)
    with db.write() as session:
        _decided(session)
        battalion = col(Branch.name) == "Battalion 1"
        branch_id = session.connection().execute(sa.select(col(Branch.id)).where(battalion)).scalar_one()
        below = session.connection().execute(
            sa.select(col(Branch.id)).where(col(Branch.path).contains(f"/{branch_id}/"))
        )
        stations = tuple(known(one) for one in below.scalars())
        numbers = {table: sql.number(session, f"SELECT count(*) FROM {table}") for table in COUNTED}  # noqa: S608
    databases.take_stock()
    say("  " + ", ".join(f"{number:,} {table}" for table, number in numbers.items()))
    return Ground(size, made[0], known(branch_id), stations, fresh, days)


def _past(size: Size, place: int) -> int:
    with db.write() as session:
        course = history.course(session, place, NOW)
        return history.past(session, course, place, size.trainings, today=TODAY, now=NOW)


def _fresh(number: int) -> Course:
    """A course to assign to everyone: one in five completed it lately, one in ten long ago, one in twenty is at it."""
    chance = sql.lot(Person.id, 5, 100)
    status = sa.case((chance < 30, sa.literal(Status.EVALUATED.value)), else_=sa.literal(Status.ENROLLED.value))  # noqa: PLR2004
    completed_on = sa.case(
        (chance < 20, sa.literal(days_after(TODAY, -100), sa.Date)),  # noqa: PLR2004
        else_=sa.literal(days_after(TODAY, -1500), sa.Date),
    )
    with db.write() as session:
        course = history.course(session, number, NOW)
        history.attempts(session, course, chance < 35, status=status, completed_on=completed_on, now=NOW,  # noqa: PLR2004
                         source=Source.SELF_ENROLLED)  # fmt: skip
    return course


def _due(size: Size, number: int, day: date) -> None:
    """An assignment that is due on `day`, and nothing else is: everybody in it is to be reminded."""
    with db.write() as session:
        course = history.course(session, number, NOW)
        made = history.assignment(session, course, number, starts_on=days_after(TODAY, -30), due_on=day, now=NOW)
        history.attempts(session, course, Person.active_sql(), status=sa.literal(Status.ENROLLED.value),
                         completed_on=sa.literal(day, sa.Date), now=NOW, most=size.due_places())  # fmt: skip
        history.places(session, made, course, due_on=day, now=NOW)


def _decided(session: Session) -> None:
    """Everything up to now is decided, so that the loop finds nothing to do."""
    last = dict.fromkeys(Moment, TODAY) | {Moment.REMINDER_HOUR: days_after(TODAY, -1)}
    session.add_all(DecidedDay(moment=moment, day=day, decided_at=NOW) for moment, day in last.items())
