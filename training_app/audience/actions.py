"""Saving a filter under a name and forgetting it, each act with its audit entry (P-10)."""

from datetime import datetime

from sqlmodel import Session, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.audience.filters import PeopleFilter, storable
from training_app.audience.model import SavedAudience
from training_app.audience.saved import require_finder
from training_app.core import audit, db
from training_app.core.errors import Invalid, NotFound, Problem
from training_app.core.tables import known
from training_app.people.rules import clean, key_of

LONGEST_NAME = 80
LONGEST_QUERY = 20_000


def save(session: Session, actor: Actor, *, name: str, query: str, now: datetime) -> int:
    """Save a filter under a name and answer its id. One's own of that name is replaced; another's is `Invalid`."""
    require_finder(actor)
    name = " ".join(storable(clean(name)).split())
    filtering = PeopleFilter.from_query(query).query()
    problems = _faults(name, filtering)
    if problems:
        raise Invalid(*problems)
    new = {"name": name, "name_key": key_of(name), "query": filtering, "made_by_id": actor.person_id, "made_at": now}
    made = db.insert_new(session, SavedAudience, [new])
    row = session.exec(select(SavedAudience).where(SavedAudience.name_key == key_of(name)).with_for_update()).one()
    if made:
        _write(session, actor, "audience saved", row, after=_said(row), now=now)
    elif row.made_by_id == actor.person_id:
        _replace(session, actor, row, name=name, query=filtering, now=now)
    else:
        raise Invalid(Problem("name", f"Somebody else has saved a filter as “{row.name}”: choose another name."))
    return known(row.id)


def forget(session: Session, actor: Actor, *, saved_id: int, now: datetime) -> None:
    """Delete a saved filter: one's own, or any with "Manage settings". `NotFound` when there is none."""
    require_finder(actor)
    row = session.get(SavedAudience, saved_id)
    if row is None:
        raise NotFound
    if row.made_by_id != actor.person_id:
        actor.require(Permission.MANAGE_SETTINGS)
    session.delete(row)
    session.flush()
    _write(session, actor, "audience deleted", row, before=_said(row), now=now)


def _faults(name: str, filtering: str) -> list[Problem]:
    problems = []
    if not name:
        problems.append(Problem("name", "A name is missing."))
    if len(name) > LONGEST_NAME:
        problems.append(Problem("name", f"A name has at most {LONGEST_NAME} letters."))
    if not filtering:
        problems.append(Problem("query", "There is nothing to save: the filter is empty."))
    if len(filtering) > LONGEST_QUERY:
        problems.append(Problem("query", "The filter is too long to be saved."))
    return problems


def _replace(session: Session, actor: Actor, row: SavedAudience, *, name: str, query: str, now: datetime) -> None:
    before = _said(row)
    row.name, row.query, row.made_at = name, query, now
    session.flush()
    was, became = audit.changes(before, _said(row))
    if became:
        _write(session, actor, "audience changed", row, before=was, after=became, now=now)


def _said(row: SavedAudience) -> dict[str, object]:
    return {"name": row.name, "query": row.query}


def _write(
    session: Session,
    actor: Actor,
    act: str,
    row: SavedAudience,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    now: datetime,
) -> None:
    audit.write(session, actor_id=actor.person_id, at=now, act=act, subject="saved audience", subject_id=row.id,
                before=before, after=after)  # fmt: skip
