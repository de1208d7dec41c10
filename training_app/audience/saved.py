"""The filters that the organization has saved."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.audience.model import SavedAudience
from training_app.audience.rules import FINDERS
from training_app.core.errors import NotAllowed
from training_app.people.model import Person


@dataclass(frozen=True)
class SavedRow:
    """A saved filter as it is offered: the query of its address, and who saved it (empty: the command line)."""

    id: int
    name: str
    query: str
    made_by: str
    is_mine: bool


def saved(session: Session, actor: Actor) -> list[SavedRow]:
    """Every saved filter, by name, for whoever may find people at all."""
    require_finder(actor)
    statement = (
        sa.select(
            col(SavedAudience.id),
            col(SavedAudience.name),
            col(SavedAudience.query),
            col(SavedAudience.made_by_id),
            col(Person.first_name),
            col(Person.last_name),
        )
        .join(Person, col(Person.id) == col(SavedAudience.made_by_id), isouter=True)
        .order_by(col(SavedAudience.name_key))
    )
    return [_row(row, actor) for row in session.connection().execute(statement)]


def require_finder(actor: Actor) -> None:
    """Refuse with `NotAllowed` who meets no filter bar anywhere (P-06)."""
    if not any(actor.can(permission) for permission in FINDERS):
        message = f"You need the right “{Permission.MANAGE_ASSIGNMENTS}”, or another to find people, to do this."
        raise NotAllowed(message)


def _row(row: Any, actor: Actor) -> SavedRow:
    made_by = f"{row.first_name} {row.last_name}".strip() if row.made_by_id else ""
    return SavedRow(row.id, row.name, row.query, made_by, row.made_by_id == actor.person_id)
