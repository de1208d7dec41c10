"""Places in assignments, found by their people, and what is shown of them."""

from datetime import date

from sqlmodel import Session, col, select
from support.build import SYSTEM

from training_app.access.actor import Actor, Scope
from training_app.access.rules import DEFAULTS, Role
from training_app.assignments import places
from training_app.assignments.filters import PlaceFilter
from training_app.assignments.model import Assignee, Enrollment
from training_app.assignments.rules import StatusTab
from training_app.core.tables import known
from training_app.people.model import Person


def place_of(session: Session, made: int, person: Person) -> Assignee:
    """The row of the person's place."""
    same = (Assignee.assignment_id == made, Assignee.person_id == person.id)
    return session.exec(select(Assignee).where(*same).execution_options(populate_existing=True)).one()


def ids_of(session: Session, made: int, *persons: Person) -> list[int]:
    """The ids of these people's places."""
    return [known(place_of(session, made, person).id) for person in persons]


def attempt_of(session: Session, person: Person) -> Enrollment:
    """The person's latest attempt."""
    latest = select(Enrollment).where(Enrollment.person_id == person.id).order_by(col(Enrollment.id).desc()).limit(1)
    return session.exec(latest.execution_options(populate_existing=True)).one()


def shown(session: Session, made: int, tab: StatusTab, today: date) -> dict[str, str]:
    """First name and status of everybody under a tab."""
    wanted = PlaceFilter(tab=tab)
    found = places.places(session, SYSTEM, assignment_id=made, wanted=wanted, today=today)
    return {row.name.split()[0]: row.status for row in found.rows}


def counts(session: Session, made: int, today: date) -> dict[StatusTab, int]:
    """How many people stand under each tab."""
    found = places.place_tabs(session, SYSTEM, assignment_id=made, wanted=PlaceFilter(), today=today)
    return {StatusTab(one.label): one.number for one in found}


def narrow(build_branch: int) -> Actor:
    """Somebody who manages assignments for one branch."""
    return Actor(None, "Nan", DEFAULTS[Role.ADMIN], Scope(branch_ids=frozenset({build_branch})))
