"""The filter in Python, for one person: whether it finds them, as `PeopleFilter.where` does for everybody in SQL."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from training_app.audience.filters import PeopleFilter
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
from training_app.core.clock import days_after
from training_app.people.rules import folded


@dataclass(frozen=True)
class KnownAward:
    """An award that is not revoked. Always valid without `expires_on`."""

    certification_id: int
    issued_on: date | None
    expires_on: date | None

    def counts(self, day: date) -> bool:
        """Whether it counts on `day`: issued in the future means not yet valid (X-07)."""
        return self.issued_on is None or self.issued_on <= day

    def lasts(self) -> date:
        """The last day on which it is valid."""
        return self.expires_on or date.max


@dataclass(frozen=True)
class KnownPerson:
    """All that a filter asks of one person. `branch_ids` are their branch and those above it.

    `kinds` and `licences` are the certifications that exist, and which of them are licences, whoever holds them.
    """

    search: str
    level: str | None
    title: str
    shift: str
    hired_on: date | None
    is_active: bool
    manager_id: int | None
    branch_ids: frozenset[int]
    team_ids: frozenset[int]
    led_team_ids: frozenset[int]
    group_ids: frozenset[int]
    tag_ids: frozenset[int]
    attributes: frozenset[tuple[int, str]]
    awards: tuple[KnownAward, ...]
    kinds: frozenset[int]
    licences: frozenset[int]


def finds(wanted: PeopleFilter, known: KnownPerson, today: date) -> bool:
    """Whether the filter finds this person on the organization day `today`."""
    if wanted.is_too_much():
        return False
    said = all(word in known.search for word in folded(wanted.q).split())
    return said and all(_has(known, field, values, today) for field, values in wanted.by_field().items())


def _has(known: KnownPerson, field: str, values: tuple[str, ...], today: date) -> bool:
    if field in FIELDS:
        return _QUESTIONS[Criterion(field)](known, values, today)
    attribute_id = attribute_of(field)
    return attribute_id is not None and any((attribute_id, value) in known.attributes for value in values)


def _level(known: KnownPerson, values: tuple[str, ...], _today: date) -> bool:
    return (known.level or NO_LEVEL) in values


def _leads(known: KnownPerson, values: tuple[str, ...], _today: date) -> bool:
    return bool(known.led_team_ids) if ANY_TEAM in values else _any_of(known.led_team_ids, values)


def _licence(known: KnownPerson, values: tuple[str, ...], today: date) -> bool:
    return any(_is_held(known, one, today) for one in known.licences.intersection(numbers_of(values)))


def _licence_expires(known: KnownPerson, values: tuple[str, ...], today: date) -> bool:
    ranges = [days for days in map(days_of, values) if days]
    return any(_expires(known, licence, days, today) for licence in known.licences for days in ranges)


def _certification(known: KnownPerson, values: tuple[str, ...], today: date) -> bool:
    return any(_held(known, wanted, today) for wanted in map(held_of, values) if wanted)


def _held(known: KnownPerson, wanted: HeldWanted, today: date) -> bool:
    number = wanted.certification_id
    match wanted.state:
        case Held.VALID:
            return _is_held(known, number, today)
        case Held.EXPIRING:
            return _expires(known, number, Days(today, days_after(today, wanted.days)), today)
        case Held.EXPIRED:
            return _expires(known, number, Days(None, days_after(today, -1)), today)
        case Held.MISSING:
            return number in known.kinds and _current(known, number, today) is None


def _is_held(known: KnownPerson, certification_id: int, today: date) -> bool:
    current = _current(known, certification_id, today)
    return current is not None and current.lasts() >= today


def _expires(known: KnownPerson, certification_id: int, days: Days, today: date) -> bool:
    current = _current(known, certification_id, today)
    return current is not None and days.contains(current.expires_on)


def _current(known: KnownPerson, certification_id: int, today: date) -> KnownAward | None:
    """Of several that count the one that lasts longest, be it over or not."""
    counting = [one for one in known.awards if one.certification_id == certification_id and one.counts(today)]
    return max(counting, key=lambda award: (award.expires_on is None, award.lasts()), default=None)


def _hired(known: KnownPerson, values: tuple[str, ...], _today: date) -> bool:
    return any(days.contains(known.hired_on) for days in map(days_of, values) if days)


def _state(known: KnownPerson, values: tuple[str, ...], _today: date) -> bool:
    return (ACTIVE if known.is_active else DEACTIVATED) in values


def _any_of(ids: frozenset[int], values: tuple[str, ...]) -> bool:
    return not ids.isdisjoint(numbers_of(values))


_QUESTIONS: dict[Criterion, Callable[[KnownPerson, tuple[str, ...], date], bool]] = {
    Criterion.LEVEL: _level,
    Criterion.TITLE: lambda known, values, _today: known.title in values,
    Criterion.SHIFT: lambda known, values, _today: known.shift in values,
    Criterion.BRANCH: lambda known, values, _today: _any_of(known.branch_ids, values),
    Criterion.TEAM: lambda known, values, _today: _any_of(known.team_ids, values),
    Criterion.LEADS: _leads,
    Criterion.GROUP: lambda known, values, _today: _any_of(known.group_ids, values),
    Criterion.TAG: lambda known, values, _today: _any_of(known.tag_ids, values),
    Criterion.MANAGER: lambda known, values, _today: known.manager_id in numbers_of(values),
    Criterion.LICENCE: _licence,
    Criterion.LICENCE_EXPIRES: _licence_expires,
    Criterion.CERTIFICATION: _certification,
    Criterion.HIRED: _hired,
    Criterion.STATE: _state,
}
