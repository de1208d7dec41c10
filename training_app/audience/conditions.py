"""One condition on `Person` for each criterion of the filter: `or` within a criterion (A-07).

`matching` says the same of one person in Python; a property test holds both equal.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from training_app.audience.rules import (
    ACTIVE,
    ANY_TEAM,
    DEACTIVATED,
    FIELDS,
    NO_LEVEL,
    Criterion,
    Days,
    Held,
    HeldWanted,
    attribute_of,
    days_of,
    held_of,
    numbers_of,
)
from training_app.certifications.model import Award, Certification
from training_app.core.clock import days_after
from training_app.people.model import GroupMember, Person, PersonAttribute, PersonTag, TeamMember
from training_app.people.queries import below_branches

Condition = sa.ColumnElement[bool]
# Made once: an alias takes longer to make than the query that it is in.
_OTHER = sa.orm.aliased(Award)


def condition(field: str, values: tuple[str, ...], today: date) -> Condition:
    """The condition of one criterion on the organization day `today`; what of it cannot be read finds nobody."""
    if field in FIELDS:
        return _CONDITIONS[Criterion(field)](values, today)
    attribute_id = attribute_of(field)
    return sa.false() if attribute_id is None else _attribute(attribute_id, values)


def _level(values: tuple[str, ...], _today: date) -> Condition:
    named = col(Person.level).in_([value for value in values if value != NO_LEVEL])
    return named | col(Person.level).is_(None) if NO_LEVEL in values else named


def _branch(values: tuple[str, ...], _today: date) -> Condition:
    return col(Person.branch_id).in_(below_branches(frozenset(numbers_of(values))))


def _shift(values: tuple[str, ...], _today: date) -> Condition:
    return col(Person.shift).in_(values)


def _title(values: tuple[str, ...], _today: date) -> Condition:
    return col(Person.title).in_(values)


def _team(values: tuple[str, ...], _today: date) -> Condition:
    return _member(TeamMember.person_id, col(TeamMember.team_id).in_(numbers_of(values)))


def _leads(values: tuple[str, ...], _today: date) -> Condition:
    of_them = sa.true() if ANY_TEAM in values else col(TeamMember.team_id).in_(numbers_of(values))
    return _member(TeamMember.person_id, of_them, col(TeamMember.leads).is_(True))


def _group(values: tuple[str, ...], _today: date) -> Condition:
    return _member(GroupMember.person_id, col(GroupMember.group_id).in_(numbers_of(values)))


def _tag(values: tuple[str, ...], _today: date) -> Condition:
    return _member(PersonTag.person_id, col(PersonTag.tag_id).in_(numbers_of(values)))


def _manager(values: tuple[str, ...], _today: date) -> Condition:
    return col(Person.manager_id).in_(numbers_of(values))


def _licence(values: tuple[str, ...], today: date) -> Condition:
    of_kind = col(Award.certification_id).in_(numbers_of(values)) & col(Award.certification_id).in_(_licences())
    return _member(Award.person_id, of_kind, Award.is_valid_sql(today))


def _licence_expires(values: tuple[str, ...], today: date) -> Condition:
    ranges = [days for days in map(days_of, values) if days]
    return _in([_current(col(Award.certification_id).in_(_licences()), days, today) for days in ranges])


def _certification(values: tuple[str, ...], today: date) -> Condition:
    wanted = [one for one in map(held_of, values) if one]
    held = _in([_holders(one, today) for one in wanted if one.state is not Held.MISSING])
    return sa.or_(held, *(_missing(one.certification_id, today) for one in wanted if one.state is Held.MISSING))


def _holders(wanted: HeldWanted, today: date) -> sa.Select[Any]:
    of_kind = col(Award.certification_id) == wanted.certification_id
    match wanted.state:
        case Held.EXPIRED:
            return _current(of_kind, Days(None, days_after(today, -1)), today)
        case Held.EXPIRING:
            return _current(of_kind, Days(today, days_after(today, wanted.days)), today)
    return sa.select(col(Award.person_id)).where(of_kind, Award.is_valid_sql(today))


def _missing(certification_id: int, today: date) -> Condition:
    """Nobody misses a certification that does not exist."""
    exists = sa.exists().where(col(Certification.id) == certification_id)
    mine = (col(Award.person_id) == col(Person.id), col(Award.certification_id) == certification_id)
    return exists & ~sa.exists().where(*mine, _counts(Award, today)).correlate(Person)


def _hired(values: tuple[str, ...], _today: date) -> Condition:
    return sa.or_(sa.false(), *(_between(Person.hired_on, days) for days in map(days_of, values) if days))


def _state(values: tuple[str, ...], _today: date) -> Condition:
    active = Person.active_sql()
    states = {ACTIVE: active, DEACTIVATED: ~active}
    return sa.or_(sa.false(), *(states[value] for value in values if value in states))


def _attribute(attribute_id: int, values: tuple[str, ...]) -> Condition:
    named = (col(PersonAttribute.attribute_id) == attribute_id, col(PersonAttribute.value).in_(values))
    return _member(PersonAttribute.person_id, *named)


def _member(person_id: Any, *where: Condition) -> Condition:
    return col(Person.id).in_(sa.select(col(person_id)).where(*where))


def _in(sets: Sequence[sa.Select[Any]]) -> Condition:
    if not sets:
        return sa.false()
    return col(Person.id).in_(sets[0] if len(sets) == 1 else sa.union_all(*sets))


def _licences() -> sa.Select[Any]:
    return sa.select(col(Certification.id)).where(col(Certification.is_licence))


def _current(of_kind: Condition, days: Days, today: date) -> sa.Select[Any]:
    """Whose current award of a kind expires on one of the days: one that counts does, and none lasts beyond them."""
    beyond: Condition = col(_OTHER.expires_on).is_(None)
    if days.last:
        beyond |= col(_OTHER.expires_on) > days.last
    longer = sa.exists().where(
        col(_OTHER.person_id) == col(Award.person_id),
        col(_OTHER.certification_id) == col(Award.certification_id),
        _counts(_OTHER, today),
        beyond,
    )
    return sa.select(col(Award.person_id)).where(
        of_kind, _counts(Award, today), _between(Award.expires_on, days), ~longer
    )


def _counts(award: Any, today: date) -> Condition:
    """Not revoked, and begun: issued in the future means not yet valid (X-07)."""
    begun = col(award.issued_on).is_(None) | (col(award.issued_on) <= today)
    return col(award.revoked_at).is_(None) & begun


def _between(column: Any, days: Days) -> Condition:
    from_first = col(column) >= days.first if days.first else sa.true()
    to_last = col(column) <= days.last if days.last else sa.true()
    return from_first & to_last


_CONDITIONS: dict[Criterion, Callable[[tuple[str, ...], date], Condition]] = {
    Criterion.LEVEL: _level,
    Criterion.TITLE: _title,
    Criterion.SHIFT: _shift,
    Criterion.BRANCH: _branch,
    Criterion.TEAM: _team,
    Criterion.LEADS: _leads,
    Criterion.GROUP: _group,
    Criterion.TAG: _tag,
    Criterion.MANAGER: _manager,
    Criterion.LICENCE: _licence,
    Criterion.LICENCE_EXPIRES: _licence_expires,
    Criterion.CERTIFICATION: _certification,
    Criterion.HIRED: _hired,
    Criterion.STATE: _state,
}
