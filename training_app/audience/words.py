"""A filter as the end of a sentence that begins with a number of people: the one place that says it."""

from collections.abc import Callable
from itertools import pairwise

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.audience.credentials import certification
from training_app.audience.filters import PeopleFilter
from training_app.audience.naming import label_of, names_of, spoken
from training_app.audience.phrases import Clause, Said, either
from training_app.audience.rules import ANY_TEAM, NO_LEVEL, Criterion, days_of


def words(session: Session, actor: Actor, *, wanted: PeopleFilter, people: int = 2) -> str:
    """The filter after "86 people", e.g. "are ALS at Station 4 or 7, on shift A or B"; empty for an empty filter.

    The verb fits the number of `people`. A manager whom the `actor` may not see stays unnamed.
    """
    by_field = wanted.by_field()
    clauses: list[Clause] = []
    for field in sorted(by_field, key=_place):
        values = by_field[field]
        said = Said(label_of(session, field), values, names_of(session, actor, field, values), people == 1)
        clauses.append(_CLAUSES[Criterion(field)](said) if field in _CLAUSES else _attribute(said))
    if wanted.q:
        clauses.append(Clause(f"match{'es' if people == 1 else ''} “{wanted.q}”", f"matching “{wanted.q}”"))
    return _sentence(clauses)


def _sentence(clauses: list[Clause]) -> str:
    if not clauses:
        return ""
    text = clauses[0].verb
    for before, clause in pairwise(clauses):
        text += (" " if before.is_short and clause.is_place else ", ") + clause.after
    return text


def _place(field: str) -> int:
    return list(_CLAUSES).index(Criterion(field)) if field in _CLAUSES else len(_CLAUSES)


def _level(said: Said) -> Clause:
    named = said.only(value for value in said.values if value != NO_LEVEL)
    are = f"{said.be()} {named.either('a level that')}" if named.values else ""
    none = f"{said.have()} no level" if NO_LEVEL in said.values else ""
    text = " or ".join(part for part in (are, none) if part)
    return Clause(text, f"who {text}", is_short=not none)


def _branch(said: Said) -> Clause:
    return _being(said, f"at {said.either('a branch that')}", is_place=True)


def _shift(said: Said) -> Clause:
    return _being(said, f"on {said.either('a shift that', begin='shift ')}")


def _title(said: Said) -> Clause:
    return _having(said, said.either("a title that", begin="the title "))


def _team(said: Said) -> Clause:
    return _being(said, f"in {said.either('a team that', begin='the team ')}")


def _leads(said: Said) -> Clause:
    named = said.only(value for value in said.values if value != ANY_TEAM)
    text = f"{said.verb('lead')} {'a team' if named != said else named.either('a team that', begin='the team ')}"
    return Clause(text, f"who {text}")


def _group(said: Said) -> Clause:
    return _being(said, f"in {said.either('a group that', begin='the group ')}")


def _tag(said: Said) -> Clause:
    return _being(said, f"tagged {said.either('a tag that')}")


def _manager(said: Said) -> Clause:
    text = f"{said.verb('report')} to {said.either('somebody who')}"
    return Clause(text, f"who {text}")


def _licence(said: Said) -> Clause:
    return _having(said, said.either("a licence that", begin="a valid "))


def _licence_expires(said: Said) -> Clause:
    text = f"expires {_days(said)}"
    return Clause(f"{said.have()} a licence that {text}", f"whose licence {text}")


def _hired(said: Said) -> Clause:
    text = f"hired {_days(said)}"
    return Clause(f"{'was' if said.is_one else 'were'} {text}", text)


def _state(said: Said) -> Clause:
    text = f"{said.be()} {said.either('in a state that')}"
    return Clause(text, f"who {text}")


def _attribute(said: Said) -> Clause:
    values = said.either("a value that")
    return Clause(f"{said.have()} {values} as {said.label}", f"whose {said.label} is {values}")


def _being(said: Said, text: str, *, is_place: bool = False) -> Clause:
    return Clause(f"{said.be()} {text}", text, is_place=is_place)


def _having(said: Said, text: str) -> Clause:
    return Clause(f"{said.have()} {text}", f"with {text}")


def _days(said: Said) -> str:
    ranges = [spoken(days) for value in said.values if (days := days_of(value))]
    return either([*ranges, *(["on days that cannot be read"] if len(ranges) < len(said.values) else [])])


# In the order in which a sentence names them.
_CLAUSES: dict[Criterion, Callable[[Said], Clause]] = {
    Criterion.LEVEL: _level,
    Criterion.BRANCH: _branch,
    Criterion.SHIFT: _shift,
    Criterion.TITLE: _title,
    Criterion.TEAM: _team,
    Criterion.LEADS: _leads,
    Criterion.GROUP: _group,
    Criterion.TAG: _tag,
    Criterion.MANAGER: _manager,
    Criterion.LICENCE: _licence,
    Criterion.LICENCE_EXPIRES: _licence_expires,
    Criterion.CERTIFICATION: certification,
    Criterion.HIRED: _hired,
    Criterion.STATE: _state,
}
