"""What a form about people offers to choose, each from what the actor may see."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.core.paging import Page
from training_app.core.tables import known
from training_app.people.model import Attribute, Branch, Group, GroupMember, Person, PersonTag, Tag, Team, TeamMember
from training_app.people.queries import Choice, below_branches, matching, visible

TYPED = Page(size=20)


def branches(session: Session, actor: Actor) -> list[Choice]:
    """The branches where the actor sees anybody (or all), named from the root: "East / Station 1"."""
    rows = session.connection().execute(sa.select(col(Branch.id), col(Branch.name), col(Branch.path))).all()
    seen = _ids(session, _branches_of(actor))
    names = {row.id: row.name for row in rows}
    full = [Choice(row.id, " / ".join(names[int(step)] for step in row.path.strip("/").split("/"))) for row in rows]
    return sorted((choice for choice in full if choice.id in seen), key=lambda choice: choice.name.casefold())


def teams(session: Session, actor: Actor) -> list[Choice]:
    """The teams of people whom the actor sees; all, for who sees everybody."""
    return _named(session, actor, Team, TeamMember, TeamMember.team_id)


def groups(session: Session, actor: Actor) -> list[Choice]:
    """The groups of people whom the actor sees; all, for who sees everybody."""
    return _named(session, actor, Group, GroupMember, GroupMember.group_id)


def tags(session: Session, actor: Actor) -> list[Choice]:
    """The tags on people whom the actor sees; all, for who sees everybody."""
    return _named(session, actor, Tag, PersonTag, PersonTag.tag_id)


def attributes(session: Session, actor: Actor) -> list[Choice]:
    """The further attributes that the organization names; none for who sees nobody."""
    anybody = sa.select(col(Person.id)).where(visible(actor)).exists()
    statement = sa.select(col(Attribute.id), col(Attribute.name)).where(anybody).order_by(Attribute.name)
    return [Choice(known(row[0]), row[1]) for row in session.connection().execute(statement)]


def titles(session: Session, actor: Actor) -> list[str]:
    """The titles of people whom the actor sees."""
    return _values(session, actor, Person.title)


def shifts(session: Session, actor: Actor) -> list[str]:
    """The shifts of people whom the actor sees."""
    return _values(session, actor, Person.shift)


def managers(session: Session, actor: Actor, *, q: str = "") -> list[Choice]:
    """Active people whom the actor sees and who could be somebody's manager, as one types; at most twenty."""
    order = (col(Person.last_name), col(Person.first_name), col(Person.id))
    statement = select(Person).where(visible(actor), Person.active_sql(), *matching(q)).order_by(*order)
    return [Choice(known(person.id), person.name()) for person in session.exec(TYPED.cut(statement))]


def _branches_of(actor: Actor) -> sa.Select[Any]:
    if actor.scope.everybody:
        return sa.select(col(Branch.id))
    below = below_branches(actor.scope.branch_ids)
    peopled = sa.select(col(Person.branch_id)).where(visible(actor))
    return sa.select(col(Branch.id)).where(col(Branch.id).in_(peopled) | col(Branch.id).in_(below))


def _named(session: Session, actor: Actor, kind: Any, place: Any, kind_id: Any) -> list[Choice]:
    statement = sa.select(kind.id, kind.name).order_by(kind.name)
    if not actor.scope.everybody:
        seen = sa.select(col(Person.id)).where(visible(actor))
        statement = statement.where(kind.id.in_(sa.select(col(kind_id)).where(place.person_id.in_(seen))))
    return [Choice(*row) for row in session.connection().execute(statement)]


def _values(session: Session, actor: Actor, column: Any) -> list[str]:
    statement = sa.select(col(column)).distinct().where(visible(actor), col(column) != "").order_by(col(column))
    return list(session.connection().execute(statement).scalars())


def _ids(session: Session, statement: sa.Select[Any]) -> set[int]:
    return set(session.connection().execute(statement).scalars())
