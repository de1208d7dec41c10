"""How many would be told of a cancel, or that they are taken out: asked before it is done (A-19, A-25)."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.acts import withdrawing
from training_app.assignments.making import fates
from training_app.assignments.model import Assignee
from training_app.assignments.rules import Part
from training_app.notifications.deciding.calling_off import was_told_sql
from training_app.notifications.rules import Channel
from training_app.people.model import Person
from training_app.people.queries import visible


def people_told(session: Session, actor: Actor, *, assignment_id: int, today: date) -> int:
    """How many of those who are not complete have been told of the assignment, by the bell or by e-mail."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    counted = (
        sa.select(sa.func.count())
        .select_from(Assignee)
        .join(Person, col(Person.id) == col(Assignee.person_id))
        .where(
            col(Assignee.assignment_id) == assignment_id,
            col(Assignee.withdrawn_at).is_(None),
            ~Assignee.is_excused_sql(today),
            ~withdrawing.is_complete_sql(),
            Person.active_sql(),
            visible(actor),
            _by_any(),
        )
    )
    return session.connection().execute(counted).scalar_one()


def people_taken_out(session: Session, actor: Actor, *, draft_id: int, today: date) -> int:
    """How many whom saving an edit takes out have been told of the assignment, and are told of that."""
    edit = fates.read(session, actor, draft_id=draft_id, today=today)
    counted = (
        sa.select(sa.func.count())
        .select_from(fates.source(edit, Part.REMOVED))
        .where(
            *fates.of(actor, edit, Part.REMOVED),
            fates.is_in(session, edit, Part.REMOVED),
            ~Assignee.is_excused_sql(today),
            Person.active_sql(),
            _by_any(),
        )
    )
    return session.connection().execute(counted).scalar_one()


def _by_any() -> sa.ColumnElement[bool]:
    return sa.or_(*(was_told_sql(channel.value, col(Assignee.id)).correlate(Assignee) for channel in Channel))
