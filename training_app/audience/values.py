"""The values of each field of a filter, counted by the database: those that most active people have."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.audience.rules import ACTIVE, ANY_TEAM, DEACTIVATED, NO_LEVEL, Criterion
from training_app.certifications.model import Award, Certification
from training_app.people import choices as people
from training_app.people.model import (
    Branch,
    Group,
    GroupMember,
    Person,
    PersonAttribute,
    PersonTag,
    Tag,
    Team,
    TeamMember,
)
from training_app.people.queries import visible
from training_app.people.rules import Level, folded

MOST = 50
# Made once: an alias takes longer to make than the query that it is in.
_BOSS = sa.orm.aliased(Person)
_THROUGH: dict[Criterion, tuple[tuple[Any, Any], tuple[Any, Any]]] = {
    Criterion.TEAM: (
        (TeamMember, col(TeamMember.person_id) == col(Person.id)),
        (Team, col(Team.id) == col(TeamMember.team_id)),
    ),
    Criterion.GROUP: (
        (GroupMember, col(GroupMember.person_id) == col(Person.id)),
        (Group, col(Group.id) == col(GroupMember.group_id)),
    ),
    Criterion.TAG: (
        (PersonTag, col(PersonTag.person_id) == col(Person.id)),
        (Tag, col(Tag.id) == col(PersonTag.tag_id)),
    ),
}


class Counted(NamedTuple):
    """A value, its label, and how many active people have it among those whom the actor sees."""

    value: str
    label: str
    people: int


@dataclass(frozen=True)
class Asked:
    """Who asks on which day, and words that the labels shall have in them."""

    session: Session
    actor: Actor
    words: list[str]
    today: date

    def of_people(self, value: Any, label: Any, *joins: tuple[Any, Any], **said: Any) -> list[Counted]:
        """The values of a column with the most active people whom the actor sees, reached from `Person` by joins."""
        number = sa.func.count(col(Person.id)).label("number")
        statement = sa.select(value, label, number).select_from(Person)
        for table, on in joins:
            statement = statement.join(table, on)
        statement = statement.where(visible(self.actor), Person.active_sql(), *self.labelled(label), *said.values())
        rows = self.session.connection().execute(
            statement.group_by(value, label).order_by(number.desc(), label).limit(MOST)
        )
        return [Counted(str(row[0]), row[1], row.number) for row in rows]

    def labelled(self, label: Any) -> list[sa.ColumnElement[bool]]:
        """The conditions that each word is in the label."""
        return [label.icontains(word, autoescape=True) for word in self.words]

    def narrowed(self, found: list[Counted]) -> list[Counted]:
        """Those of a short list that have each word in their label."""
        wanted = [folded(word) for word in self.words]
        return [one for one in found if all(word in folded(one.label) for word in wanted)]


def of_criterion(asked: Asked, field: Criterion) -> list[Counted]:
    """The values of one field; none for a field that has days."""
    reader = _READERS.get(field)
    return reader(asked) if reader else []


def of_attribute(asked: Asked, attribute_id: int) -> list[Counted]:
    """The values of one further attribute."""
    value = col(PersonAttribute.value)
    join = (PersonAttribute, col(PersonAttribute.person_id) == col(Person.id))
    return asked.of_people(value, value, join, which=col(PersonAttribute.attribute_id) == attribute_id)


def _of_level(asked: Asked) -> list[Counted]:
    statement = sa.select(col(Person.level), sa.func.count()).where(visible(asked.actor), Person.active_sql())
    rows = asked.session.connection().execute(statement.group_by(col(Person.level))).all()
    having: dict[str | None, int] = {row[0]: row[1] for row in rows}
    named = [Counted(level.value, level.value, having.get(level.value, 0)) for level in Level]
    return asked.narrowed([*named, Counted(NO_LEVEL, "No level", having.get(None, 0))])


def _of_state(asked: Asked) -> list[Counted]:
    """The one field that looks beyond active people."""
    statement = sa.select(Person.active_sql(), sa.func.count()).where(visible(asked.actor))
    rows = asked.session.connection().execute(statement.group_by(Person.active_sql())).all()
    having = {bool(row[0]): row[1] for row in rows}
    active = Counted(ACTIVE, "Active", having.get(True, 0))
    return asked.narrowed([active, Counted(DEACTIVATED, "Deactivated", having.get(False, 0))])


def _of_title(asked: Asked) -> list[Counted]:
    return asked.of_people(col(Person.title), col(Person.title), said=col(Person.title) != "")


def _of_shift(asked: Asked) -> list[Counted]:
    return asked.of_people(col(Person.shift), col(Person.shift), said=col(Person.shift) != "")


def _of_branch(asked: Asked) -> list[Counted]:
    """Each branch with the people of those below it, named from the root."""
    statement = sa.select(col(Branch.path), sa.func.count()).join(Person, col(Person.branch_id) == col(Branch.id))
    statement = statement.where(visible(asked.actor), Person.active_sql()).group_by(col(Branch.path))
    having: Counter[str] = Counter()
    for path, number in asked.session.connection().execute(statement):
        for step in path.strip("/").split("/"):
            having[step] += number
    named = people.branches(asked.session, asked.actor)
    found = asked.narrowed([Counted(str(one.id), one.name, having[str(one.id)]) for one in named])
    return sorted(found, key=lambda one: -one.people)[:MOST]


def _of_team(asked: Asked) -> list[Counted]:
    return asked.of_people(col(Team.id), col(Team.name), *_THROUGH[Criterion.TEAM])


def _of_leads(asked: Asked) -> list[Counted]:
    teams = asked.of_people(col(Team.id), col(Team.name), *_THROUGH[Criterion.TEAM], leads=col(TeamMember.leads))
    statement = sa.select(sa.func.count(sa.distinct(col(Person.id)))).join(*_THROUGH[Criterion.TEAM][0])
    statement = statement.where(visible(asked.actor), Person.active_sql(), col(TeamMember.leads))
    leaders: int = asked.session.connection().execute(statement).scalar_one()
    return [*asked.narrowed([Counted(ANY_TEAM, "Any team", leaders)]), *teams]


def _of_group(asked: Asked) -> list[Counted]:
    return asked.of_people(col(Group.id), col(Group.name), *_THROUGH[Criterion.GROUP])


def _of_tag(asked: Asked) -> list[Counted]:
    return asked.of_people(col(Tag.id), col(Tag.name), *_THROUGH[Criterion.TAG])


def _of_manager(asked: Asked) -> list[Counted]:
    """The people to whom somebody reports, with how many do."""
    name = col(_BOSS.first_name) + " " + col(_BOSS.last_name)
    return asked.of_people(col(_BOSS.id), name, (_BOSS, col(_BOSS.id) == col(Person.manager_id)))


def _of_licence(asked: Asked) -> list[Counted]:
    return _of_kinds(asked, col(Certification.is_licence).is_(True))


def _of_certification(asked: Asked) -> list[Counted]:
    return _of_kinds(asked, sa.true())


def _of_kinds(asked: Asked, which: sa.ColumnElement[bool]) -> list[Counted]:
    """Every kind that is not archived, with how many hold it validly, be it nobody."""
    holders = (
        sa.select(col(Award.certification_id), sa.func.count(sa.distinct(col(Award.person_id))).label("people"))
        .join(Person, col(Person.id) == col(Award.person_id))
        .where(Award.is_valid_sql(asked.today), visible(asked.actor), Person.active_sql())
        .group_by(col(Award.certification_id))
        .subquery()
    )
    number = sa.func.coalesce(holders.c.people, 0)
    statement = (
        sa.select(col(Certification.id), col(Certification.name), number)
        .join(holders, holders.c.certification_id == col(Certification.id), isouter=True)
        .where(which, col(Certification.archived_at).is_(None), *asked.labelled(col(Certification.name)))
        .order_by(number.desc(), col(Certification.name))
        .limit(MOST)
    )
    return [
        Counted(str(number), name, people) for number, name, people in asked.session.connection().execute(statement)
    ]


_READERS: dict[Criterion, Callable[[Asked], list[Counted]]] = {
    Criterion.LEVEL: _of_level,
    Criterion.TITLE: _of_title,
    Criterion.SHIFT: _of_shift,
    Criterion.BRANCH: _of_branch,
    Criterion.TEAM: _of_team,
    Criterion.LEADS: _of_leads,
    Criterion.GROUP: _of_group,
    Criterion.TAG: _of_tag,
    Criterion.MANAGER: _of_manager,
    Criterion.LICENCE: _of_licence,
    Criterion.CERTIFICATION: _of_certification,
    Criterion.STATE: _of_state,
}
