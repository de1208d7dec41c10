"""Reading what a filter asks of one person."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.audience.matching import KnownAward, KnownPerson
from training_app.certifications.model import Award, Certification
from training_app.people import queries as people
from training_app.people.model import Branch, GroupMember, PersonAttribute, PersonTag, TeamMember


def known(session: Session, actor: Actor, *, person_id: int) -> KnownPerson:
    """What is known now of one person whom the actor may see; `NotFound` otherwise."""
    person = people.person(session, actor, person_id=person_id)
    branch = session.get_one(Branch, person.branch_id)
    teams = _rows(session, person_id, TeamMember.person_id, TeamMember.team_id, TeamMember.leads)
    kinds: list[Any] = [*session.connection().execute(sa.select(col(Certification.id), col(Certification.is_licence)))]
    return KnownPerson(
        search=person.search,
        level=person.level,
        title=person.title,
        shift=person.shift,
        hired_on=person.hired_on,
        is_active=person.is_active(),
        manager_id=person.manager_id,
        branch_ids=frozenset(int(step) for step in branch.path.strip("/").split("/")),
        team_ids=frozenset(team for team, _leads in teams),
        led_team_ids=frozenset(team for team, leads in teams if leads),
        group_ids=frozenset(one for (one,) in _rows(session, person_id, GroupMember.person_id, GroupMember.group_id)),
        tag_ids=frozenset(one for (one,) in _rows(session, person_id, PersonTag.person_id, PersonTag.tag_id)),
        attributes=frozenset(_attributes(session, person_id)),
        awards=_awards(session, person_id),
        kinds=frozenset(kind for kind, _is_licence in kinds),
        licences=frozenset(kind for kind, is_licence in kinds if is_licence),
    )


def _attributes(session: Session, person_id: int) -> list[tuple[int, str]]:
    of_whom = PersonAttribute.person_id
    return [
        (one, value)
        for one, value in _rows(session, person_id, of_whom, PersonAttribute.attribute_id, PersonAttribute.value)
    ]


def _awards(session: Session, person_id: int) -> tuple[KnownAward, ...]:
    columns = (Award.certification_id, Award.issued_on, Award.expires_on, Award.revoked_at)
    rows = _rows(session, person_id, Award.person_id, *columns)
    return tuple(KnownAward(kind, issued, expires) for kind, issued, expires, revoked in rows if revoked is None)


def _rows(session: Session, person_id: int, of_whom: Any, *columns: Any) -> list[Any]:
    statement = sa.select(*(col(column) for column in columns)).where(col(of_whom) == person_id)
    return list(session.connection().execute(statement))
