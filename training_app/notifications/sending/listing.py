"""What a message lists of several people, as it is when it is sent."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.accounts import queries as accounts
from training_app.assignments.model import Assignee
from training_app.catalog.model import Training
from training_app.certifications.model import Award, Certification
from training_app.core.organization import Organization
from training_app.notifications.deciding import coordinators, team
from training_app.notifications.rules import Occasion, due_in_words, expires_in_words
from training_app.notifications.wording.texts import Line
from training_app.people.model import Person

MOST = 100
_NAME = (col(Person.first_name), col(Person.last_name))
_BY_NAME = (col(Person.last_name), col(Person.first_name), col(Person.id))

Lines = Callable[[Session, Any, Organization, datetime], tuple[Line, ...]]


def _expiries(session: Session, row: Any, of: Organization, now: datetime) -> tuple[Line, ...]:
    """Who was reminded of what, where it still holds: of those whom the recipient sees now."""
    actor = accounts.actor_of(session, person_id=row.person_id)
    if actor is None or not actor.can(coordinators.NEEDED):
        return ()
    today = of.today(now)
    days = [date.fromisoformat(one) for one in row.facts["expire_on"]]
    columns = [*_NAME, col(Certification.name), col(Award.expires_on)]
    reminded = coordinators.reminded(actor, columns, days, made_at=row.made_at, today=today)
    found = session.connection().execute(reminded.order_by(col(Award.expires_on), *_BY_NAME, col(Certification.name)))
    return _listed(
        f"{_name(one)}: {one.name} {expires_in_words(one.expires_on, today)}" for one in found
    )  # fmt: skip


def _past_due(session: Session, row: Any, of: Organization, now: datetime) -> tuple[Line, ...]:
    """Who of the manager's people is past due with what."""
    today = of.today(now)
    due_on = [date.fromisoformat(one) for one in row.facts["due_on"]]
    columns = [*_NAME, col(Person.id), col(Training.title), sa.func.min(col(Assignee.due_on)).label("due_on")]
    late = team.late_of(columns, manager_id=row.person_id, due_on=due_on, today=today)
    once = late.group_by(*_BY_NAME, col(Training.id), col(Training.title))
    found = session.connection().execute(once.order_by(*_BY_NAME, col(Training.title)))
    return _listed(f"{_name(one)}: “{one.title}” {due_in_words(one.due_on, today)}" for one in found)


def _name(row: Any) -> str:
    return f"{row.first_name} {row.last_name}".strip()


def _listed(said: Iterable[str]) -> tuple[Line, ...]:
    lines = [Line(one) for one in said]
    more = len(lines) - MOST
    return (*lines[:MOST], *([Line(f"and {more:,} more")] if more > 0 else []))


LINES: dict[str, Lines] = {Occasion.EXPIRIES: _expiries, Occasion.TEAM_PAST_DUE: _past_due}
