"""Files that were sent for somebody's certifications: each with its award is stored whole, or not at all (C-05)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications import module
from training_app.certifications.tracking import applying
from training_app.certifications.tracking import entry as typed
from training_app.certifications.tracking.entry import Entry
from training_app.core import staging
from training_app.core.errors import Invalid, NotFound, Problem
from training_app.core.tables import known
from training_app.people import queries as people
from training_app.people.model import Person

GONE = "This file is not here any more: it was stored or removed already."
NONE_CHOSEN = "Choose the certification that this file belongs to."


@dataclass(frozen=True)
class FileEntry:
    """One sent file, and what was entered of the certification that it belongs to. `certification_id` 0 is none."""

    file_id: int
    certification_id: int
    entry: Entry


@dataclass(frozen=True)
class Filed:
    """What became of one file: the award that it is with now, or else what is wrong with its entry."""

    file_id: int
    award_id: int | None = None
    is_new: bool = False
    problems: tuple[Problem, ...] = ()


def place_of(person_id: int) -> str:
    """Under which name files wait for the form of one person (`core.staging`)."""
    return f"person:{person_id}"


def file_all(
    session: Session, actor: Actor, *, person_id: int, entries: Sequence[FileEntry], now: datetime
) -> list[Filed]:
    """Give each file to its award, and answer what became of each.

    One that cannot be stored leaves nothing behind and hinders no other. `NotFound` when the actor may not see the
    person.
    """
    actor.require(Permission.TRACK_CERTIFICATIONS)
    module.require_on(session)
    people.person(session, actor, person_id=person_id)
    # Held from the beginning: two forms for one person must not each wait for a file that the other has taken.
    lock = sa.select(col(Person.id)).where(col(Person.id) == person_id).with_for_update(key_share=True)
    session.connection().execute(lock)
    return [_apart(session, actor, person_id, one, now) for one in entries]


def _apart(session: Session, actor: Actor, person_id: int, one: FileEntry, now: datetime) -> Filed:
    try:
        with session.begin_nested():
            return _file(session, actor, person_id, one, now)
    except Invalid as refused:
        return Filed(one.file_id, problems=refused.problems)
    except NotFound:
        return Filed(one.file_id, problems=(Problem("file", GONE),))


def _file(session: Session, actor: Actor, person_id: int, one: FileEntry, now: datetime) -> Filed:
    place = place_of(person_id)
    content = staging.take(session, by_id=known(actor.person_id), place=place, ids=[one.file_id])[one.file_id]
    entry = one.entry.cleaned()
    wrong = [] if one.certification_id else [Problem("certification_id", NONE_CHOSEN)]
    wrong += typed.faults(entry, allows_always=True)  # whether the kind allows it is asked below
    if wrong:
        raise Invalid(*wrong)
    held = entry.held()
    applied = applying.apply(
        session, actor, person_id=person_id, certification_id=one.certification_id, issued_on=held.issued_on,
        expires_on=held.expires_on, always_valid=held.expires_on is None, number=entry.number, files=[content], now=now,
    )  # fmt: skip
    return Filed(one.file_id, applied.award_id, is_new=applied.is_new)
