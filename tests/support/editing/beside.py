"""Edits of assignments as a test of pages makes them beside its tab."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select
from support.build import Builder

from training_app.access.actor import Actor
from training_app.accounts import queries as accounts
from training_app.assignments.making import drafting, editing
from training_app.assignments.model import Assignee, Assignment
from training_app.catalog.model import Training
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.people.model import Person


def step(draft: int, name: str = "review", query: str = "") -> str:
    """The address of a step of an edit."""
    return f"/assignments/new/{draft}/{name}" + (f"?{query}" if query else "")


def assigned(course: Training, *people: Person, due: int = 30, starts: int = 0) -> int:
    """An assignment of a course to these people."""
    with db.write() as session:
        build = Builder(session, clock.now())
        sam = accounts.actor_of(session, person_id=1)
        number = drafting.begin(session, sam, now=build.now)
        today = clock.now().date()
        said: dict[str, Any] = {"draft_id": number, "now": build.now}
        drafting.choose_training(session, sam, training_id=known(course.id), **said)
        drafting.set_dates(session, sam, starts_on=today + timedelta(starts), due_on=today + timedelta(due), **said)
        for person in people:
            drafting.add_person(session, sam, person_id=known(person.id), **said)
        return drafting.create(session, sam, **said).assignment_id


def course(title: str = "Stretchers", **said: Any) -> Training:
    """A course that is assigned to nobody yet."""
    with db.write() as session:
        return Builder(session, clock.now()).course(title, **said)


@contextmanager
def as_(person: Person) -> Iterator[tuple[Session, Actor]]:
    """Act as somebody, in another window."""
    with db.write() as session:
        actor = accounts.actor_of(session, person_id=known(person.id))
        assert actor is not None
        yield session, actor


def begin(assignment: int, person: Person) -> int:
    """An edit of this person's."""
    with as_(person) as (session, actor):
        return editing.begin(session, actor, assignment_id=assignment, now=clock.now())


def change(draft: int, person: Person, verb: Any, **said: Any) -> None:
    """Change an edit, or save it, as this person in another window."""
    with as_(person) as (session, actor):
        verb(session, actor, draft_id=draft, now=clock.now(), **said)


def people_in(assignment: int) -> list[str]:
    """Who is in it, by first name."""
    with db.read() as session:
        there = select(Person.first_name).join(Assignee, col(Assignee.person_id) == col(Person.id))
        here = there.where(Assignee.assignment_id == assignment, col(Assignee.withdrawn_at).is_(None))
        return sorted(session.exec(here))


def due_of(assignment: int) -> date:
    """The day on which it is due."""
    with db.read() as session:
        return session.get_one(Assignment, assignment).due_on
