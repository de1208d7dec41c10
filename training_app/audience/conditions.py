"""One condition on `Person` for each criterion of the filter: `or` within a criterion (A-07)."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from training_app.audience.rules import ACTIVE, FIELDS, NO_LEVEL, RANGE, Criterion, Held
from training_app.certifications.model import Award, Certification
from training_app.people.model import GroupMember, Person, PersonAttribute, PersonTag, TeamMember
from training_app.people.queries import below_branches

Condition = sa.ColumnElement[bool]
ATTRIBUTE = "attribute."
# Made once: an alias takes longer to make than the query that it is in.
_OTHER = sa.orm.aliased(Award)


def condition(field: str, values: tuple[str, ...], today: date) -> Condition | None:
    """The condition of one criterion on the organization day `today`; None when nothing of it can be read."""
    if field.startswith(ATTRIBUTE):
        return _attribute(field.removeprefix(ATTRIBUTE), values)
    if field not in FIELDS:
        return None
    return _CONDITIONS[Criterion(field)](values, today)


def _level(values: tuple[str, ...], _today: date) -> Condition:
    named = col(Person.level).in_([value for value in values if value != NO_LEVEL])
    return named | col(Person.level).is_(None) if NO_LEVEL in values else named


def _branch(values: tuple[str, ...], _today: date) -> Condition:
    return col(Person.branch_id).in_(below_branches(frozenset(_numbers(values))))


def _shift(values: tuple[str, ...], _today: date) -> Condition:
    return col(Person.shift).in_(values)


def _title(values: tuple[str, ...], _today: date) -> Condition:
    return col(Person.title).in_(values)


def _team(values: tuple[str, ...], _today: date) -> Condition:
    return _member(TeamMember.person_id, col(TeamMember.team_id).in_(_numbers(values)))


def _group(values: tuple[str, ...], _today: date) -> Condition:
    return _member(GroupMember.person_id, col(GroupMember.group_id).in_(_numbers(values)))


def _tag(values: tuple[str, ...], _today: date) -> Condition:
    return _member(PersonTag.person_id, col(PersonTag.tag_id).in_(_numbers(values)))


def _manager(values: tuple[str, ...], _today: date) -> Condition:
    return col(Person.manager_id).in_(_numbers(values))


def _licence(values: tuple[str, ...], today: date) -> Condition:
    return _member(Award.person_id, col(Award.certification_id).in_(_numbers(values)), Award.is_valid_sql(today))


def _licence_expires(values: tuple[str, ...], _today: date) -> Condition | None:
    ranges = [_between(Award.expires_on, value) for value in values]
    if not any(one is not None for one in ranges):
        return None
    licences = sa.select(col(Certification.id)).where(col(Certification.is_licence))
    within = sa.or_(*(one for one in ranges if one is not None))
    return _member(
        Award.person_id, col(Award.certification_id).in_(licences), col(Award.revoked_at).is_(None), within, _longest()
    )


def _certification(values: tuple[str, ...], today: date) -> Condition | None:
    parts = [one for one in (_held(value, today) for value in values) if one is not None]
    return sa.or_(*parts) if parts else None


def _held(value: str, today: date) -> Condition | None:
    """Read `<certification id>[:<state>[:<days>]]`; without a state, held and valid."""
    number, _, state = value.partition(":")
    state, _, days = state.partition(":")
    if not _numbers([number]):
        return None
    of_kind = col(Award.certification_id) == int(number)
    valid = _member(Award.person_id, of_kind, Award.is_valid_sql(today))
    ever = _member(Award.person_id, of_kind, col(Award.revoked_at).is_(None))
    match state or Held.VALID:
        case Held.VALID:
            return valid
        case Held.EXPIRED:
            return ever & ~valid
        case Held.MISSING:
            return ~ever
        case Held.EXPIRING if days.isdecimal():
            last = today + timedelta(days=min(int(days), 36_500))
            beyond = col(Award.always_valid) | (col(Award.expires_on) > last)
            longer = _member(Award.person_id, of_kind, Award.is_valid_sql(today), beyond)
            return valid & ~longer
    return None


def _hired(values: tuple[str, ...], _today: date) -> Condition | None:
    parts = [one for one in (_between(Person.hired_on, value) for value in values) if one is not None]
    return sa.or_(*parts) if parts else None


def _state(values: tuple[str, ...], _today: date) -> Condition:
    active = Person.active_sql()
    return sa.or_(*(active if value == ACTIVE else ~active for value in values))


def _attribute(number: str, values: tuple[str, ...]) -> Condition | None:
    if not _numbers([number]):
        return None
    named = (col(PersonAttribute.attribute_id) == int(number), col(PersonAttribute.value).in_(values))
    return _member(PersonAttribute.person_id, *named)


def _member(person_id: Any, *where: Condition) -> Condition:
    return col(Person.id).in_(sa.select(col(person_id)).where(*where))


def _longest() -> Condition:
    """No award of the same kind and person lasts longer: the one met is the current one."""
    return ~sa.exists().where(
        col(_OTHER.person_id) == col(Award.person_id),
        col(_OTHER.certification_id) == col(Award.certification_id),
        col(_OTHER.revoked_at).is_(None),
        col(_OTHER.always_valid) | (col(_OTHER.expires_on) > col(Award.expires_on)),
    )


def _between(column: Any, value: str) -> Condition | None:
    """Read `<first day>..<last day>`, either of which may be left out."""
    first, dots, last = value.partition(RANGE)
    days = (_day(first), _day(last))
    if not dots or days == (None, None):
        return None
    from_first = col(column) >= days[0] if days[0] else sa.true()
    to_last = col(column) <= days[1] if days[1] else sa.true()
    return from_first & to_last


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _numbers(values: Iterable[str]) -> list[int]:
    """The ids among the values, as far as they are numbers that a database can hold."""
    return [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 10]  # noqa: PLR2004  # 32 bits


_CONDITIONS: dict[Criterion, Callable[[tuple[str, ...], date], Condition | None]] = {
    Criterion.LEVEL: _level,
    Criterion.BRANCH: _branch,
    Criterion.SHIFT: _shift,
    Criterion.TITLE: _title,
    Criterion.TEAM: _team,
    Criterion.GROUP: _group,
    Criterion.TAG: _tag,
    Criterion.MANAGER: _manager,
    Criterion.LICENCE: _licence,
    Criterion.LICENCE_EXPIRES: _licence_expires,
    Criterion.CERTIFICATION: _certification,
    Criterion.HIRED: _hired,
    Criterion.STATE: _state,
}
