"""People who failed, and the button that gives them a new attempt."""

from datetime import date

from sqlmodel import col, select
from support.build import SYSTEM
from support.story import Story

from training_app.access.actor import Actor
from training_app.assignments import places
from training_app.assignments.acts import reenrolling
from training_app.assignments.acts.reenrolling import Reenrolled
from training_app.assignments.attempts import results
from training_app.assignments.attempts.results import Result
from training_app.assignments.filters import PlaceFilter
from training_app.assignments.model import Assignee, Enrollment
from training_app.assignments.rules import StatusTab
from training_app.core import db
from training_app.core.tables import known
from training_app.people.model import Person


def fail(story: Story, *persons: Person) -> None:
    with db.write() as session:
        ids = [known(attempts(session, person)[-1].id) for person in persons]
        results.record(session, SYSTEM, enrollment_ids=ids, result=Result.FAILED, now=story.now)


def attempts(session, person: Person) -> list[Enrollment]:
    of = select(Enrollment).where(Enrollment.person_id == person.id).order_by(col(Enrollment.number))
    return list(session.exec(of))


def place_of(session, made: int, person: Person) -> Assignee:
    return session.exec(select(Assignee).where(Assignee.assignment_id == made, Assignee.person_id == person.id)).one()


def press(story: Story, made: int, actor: Actor = SYSTEM, *, only=None, due_on: str | None = None) -> Reenrolled:
    with db.write() as session:
        chosen = None if only is None else [known(place_of(session, made, person).id) for person in only]
        due = date.fromisoformat(due_on) if due_on else None
        return reenrolling.reenroll(session, actor, assignment_id=made, assignee_ids=chosen, due_on=due, now=story.now)


def statuses(made: int, tab: StatusTab, story: Story) -> list[tuple[str, str, int]]:
    """Who stands under a tab, with status and attempts."""
    with db.read() as session:
        wanted = PlaceFilter(tab=tab)
        found = places.places(session, SYSTEM, assignment_id=made, wanted=wanted, today=story.today).rows
    return sorted((row.name.split()[0], row.status, row.attempts) for row in found)
