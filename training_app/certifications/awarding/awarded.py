"""The "Awarded Users" of a certification: one row per person, their current award, within the actor's scope (C-12)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog.model import Training
from training_app.certifications import module, queries
from training_app.certifications.awarding import holding
from training_app.certifications.awarding.filters import AwardedFilter
from training_app.certifications.awarding.rules import AwardState, state_of
from training_app.certifications.model import Award, Certification
from training_app.certifications.rules import Held
from training_app.core.db import is_one_of
from training_app.core.errors import NotAllowed
from training_app.core.paging import Page, Paged
from training_app.people import queries as people
from training_app.people.model import Person

SEES = frozenset({Permission.TRACK_CERTIFICATIONS, Permission.AWARD_CERTIFICATIONS})
ALWAYS_VALID = "Always Valid"
AT_A_TIME = 1000
Cells = tuple[str, str, str, date | None, int | None, date | str, str, str, str, str]


class NeedsRight(NotAllowed):
    """You need the right “Track certifications” or “Award certifications” to do this."""


@dataclass(frozen=True)
class AwardedRow:
    """One person and their current award. Days are ISO; without `expires_on` it is always valid.

    `days` are left to renew it, negative after its expiry; none of what is always valid. `activity` is the external
    one that it was awarded for.
    """

    id: int
    person_id: int
    username: str
    first_name: str
    last_name: str
    issued_on: str
    days: int | None
    expires_on: str
    association: str
    activity: str
    state: AwardState
    is_active: bool


@dataclass(frozen=True)
class AwardedList:
    """One page of them; how many of all that the search finds stand where."""

    name: str
    code: str
    is_archived: bool
    found: Paged[AwardedRow]
    states: dict[AwardState, int]

    def people(self) -> int:
        """How many the search finds in all."""
        return sum(self.states.values())


def awarded(
    session: Session, actor: Actor, *, certification_id: int, wanted: AwardedFilter, today: date
) -> AwardedList:
    """One page of the people who hold or held a certification; who were revoked are not among them."""
    kind = _kind(session, actor, certification_id)
    states = _states(session, actor, kind, wanted, today)
    total = states[wanted.state] if wanted.state else sum(states.values())
    page = Page(min(wanted.page, Paged([], total, Page(size=wanted.size)).pages()), wanted.size)
    rows = session.connection().execute(page.cut(_lines(actor, kind, wanted, today))).all()
    activities = _activities(session, {row.activity_id for row in rows if row.activity_id})
    shown = [_row(row, activities, today, kind.renewal_days) for row in rows]
    return AwardedList(kind.name, kind.code, kind.archived_at is not None, Paged(shown, total, page), states)


def people_in(session: Session, actor: Actor, *, certification_id: int, wanted: AwardedFilter, today: date) -> int:
    """How many lines the whole list has in the state that is wanted."""
    states = _states(session, actor, _kind(session, actor, certification_id), wanted, today)
    return states[wanted.state] if wanted.state else sum(states.values())


def title_of(session: Session, actor: Actor, *, certification_id: int) -> str:
    """The name and code of a certification whose "Awarded Users" the actor may read."""
    kind = _kind(session, actor, certification_id)
    return f"{kind.name} ({kind.code})"


def cells(
    session: Session, actor: Actor, *, certification_id: int, wanted: AwardedFilter, today: date
) -> Iterator[Cells]:
    """All lines for a file, read from the database as they are asked for.

    Username, first and last name, issued on, days left to renew, expires on or "Always Valid", state, association
    type, external activity, and "Deactivated" of whom has left.
    """
    kind = _kind(session, actor, certification_id)
    lines = _lines(actor, kind, wanted, today, sa.func.coalesce(col(Training.title), "").label("activity"))
    lines = lines.join(Training, col(Training.id) == col(Award.activity_id), isouter=True)
    for row in session.connection().execute(lines, execution_options={"yield_per": AT_A_TIME}):
        days = (row.expires_on - today).days if row.expires_on else None
        state = state_of(Held(row.issued_on, row.expires_on), today, kind.renewal_days)
        yield (row.username, row.first_name, row.last_name, row.issued_on, days, row.expires_on or ALWAYS_VALID,
               state.value, row.association, row.activity, "Deactivated" if row.deactivated_at else "")  # fmt: skip


def require_seeing(session: Session, actor: Actor) -> None:
    """Refuse who neither tracks nor awards certifications, and everybody while the module is off (C-02)."""
    if not SEES & actor.permissions:
        raise NeedsRight
    module.require_on(session)


def _kind(session: Session, actor: Actor, certification_id: int) -> Certification:
    require_seeing(session, actor)
    return queries.certification(session, actor, certification_id=certification_id)


def _states(
    session: Session, actor: Actor, kind: Certification, wanted: AwardedFilter, today: date
) -> dict[AwardState, int]:
    among = [col(Award.certification_id) == kind.id]
    whom = wanted.words() if actor.scope.everybody else [people.visible(actor), *wanted.words()]
    if whom:
        among.append(col(Award.person_id).in_(sa.select(col(Person.id)).where(*whom)))
    states = holding.states_sql(today, kind.renewal_days, *among).subquery()
    counted = sa.select(states.c.state, sa.func.count().label("number")).group_by(states.c.state)
    numbers = {row.state: row.number for row in session.connection().execute(counted)}
    return {state: numbers.get(state.value, 0) for state in AwardState}


def _lines(actor: Actor, kind: Certification, wanted: AwardedFilter, today: date, *more: Any) -> Any:
    columns: tuple[Any, ...] = (
        Award.id, Award.person_id, Person.username, Person.first_name, Person.last_name, Award.issued_on,
        Award.expires_on, Award.association, Award.activity_id, Person.deactivated_at,
    )  # fmt: skip
    return (
        sa.select(*(col(column) for column in columns), *more)
        .select_from(Award)
        .join(Person, col(Person.id) == col(Award.person_id))
        .where(col(Award.certification_id) == kind.id, holding.is_current_sql(today), people.visible(actor))
        .where(*wanted.where(today, kind.renewal_days))
        .order_by(*wanted.order())
    )


def _activities(session: Session, ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    titles = sa.select(col(Training.id), col(Training.title)).where(is_one_of(col(Training.id), ids))
    return {row.id: row.title for row in session.connection().execute(titles)}


def _row(row: Any, activities: dict[int, str], today: date, renewal_days: int) -> AwardedRow:
    return AwardedRow(
        id=row.id,
        person_id=row.person_id,
        username=row.username,
        first_name=row.first_name,
        last_name=row.last_name,
        issued_on=row.issued_on.isoformat() if row.issued_on else "",
        days=(row.expires_on - today).days if row.expires_on else None,
        expires_on=row.expires_on.isoformat() if row.expires_on else "",
        association=row.association,
        activity=activities.get(row.activity_id, ""),
        state=state_of(Held(row.issued_on, row.expires_on), today, renewal_days),
        is_active=row.deactivated_at is None,
    )
