"""What is already known of the people and certifications that a file of awards speaks of, and nobody else's."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.certifications.model import Award, Certification
from training_app.core import bulk
from training_app.imports.awards.entries import Entry
from training_app.people import queries as people
from training_app.people.model import Person
from training_app.people.rules import key_of

Same = tuple[int, int, date | None, date | None]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody whom the actor sees."""

    id: int
    name: str
    email: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A certification, as far as awarding it goes."""

    id: int
    name: str
    code: str
    is_archived: bool
    always_valid_allowed: bool


@dataclass(frozen=True)
class Known:
    """People by whatever they are called by (key), kinds by code or else name (key), and awards that are there.

    An award is the same as another if person, kind, issue and expiry are; whether it was revoked stands beside.
    """

    people: Mapping[str, Collection[Holder]]
    kinds: Mapping[str, Kind]
    awards: Mapping[Same, bool]


def known(session: Session, actor: Actor, *, entries: Sequence[Entry]) -> Known:
    """What these rows are compared with."""
    met = _people(session, actor, {one.user for one in entries if one.user})
    kinds = _kinds(session)
    said = {kind.id for one in entries if (kind := kinds.get(key_of(one.certification)))}
    ids = {person.id for group in met.values() for person in group}
    return Known(met, kinds, _awards(session, ids, said))


def lock(session: Session, *, entries: Sequence[Entry]) -> None:
    """Let nobody else award by a file, or archive, what these rows name before the end of the transaction."""
    keys = {key_of(one.certification) for one in entries}
    ids = sorted({kind.id for key, kind in _kinds(session).items() if key in keys})
    rows = sa.select(col(Certification.id)).where(col(Certification.id).in_(ids)).order_by(col(Certification.id))
    session.connection().execute(rows.with_for_update(key_share=True)).all()


def _people(session: Session, actor: Actor, said: Collection[str]) -> dict[str, set[Holder]]:
    keys = {key_of(text) for text in said}
    found: dict[str, set[Holder]] = defaultdict(set)
    for column, wanted in (
        (Person.email_key, keys), (Person.username_key, keys), (Person.employee_number, set(said)),
    ):  # fmt: skip
        statement = sa.select(col(column), *_OF_A_PERSON).where(people.visible(actor))
        for some in bulk.chunks(sorted(wanted)):
            for called, number, first, last, email, active in session.connection().execute(
                statement.where(col(column).in_(some))
            ):
                found[key_of(called)].add(Holder(number, f"{first} {last}".strip(), email, active))
    return found


_OF_A_PERSON: tuple[Any, ...] = (
    col(Person.id),
    col(Person.first_name),
    col(Person.last_name),
    col(Person.email),
    col(Person.deactivated_at).is_(None),
)


def _kinds(session: Session) -> dict[str, Kind]:
    columns: tuple[Any, ...] = (
        col(Certification.id),
        col(Certification.name),
        col(Certification.code),
        col(Certification.archived_at).is_not(None),
        col(Certification.always_valid_allowed),
    )
    rows = [Kind(*row) for row in session.connection().execute(sa.select(*columns))]
    return {key_of(kind.name): kind for kind in rows} | {key_of(kind.code): kind for kind in rows}


def _awards(session: Session, person_ids: Collection[int], kinds: Collection[int]) -> dict[Same, bool]:
    columns: tuple[Any, ...] = (
        col(Award.person_id),
        col(Award.certification_id),
        col(Award.issued_on),
        col(Award.expires_on),
        col(Award.revoked_at).is_not(None),
    )
    statement = sa.select(*columns).where(col(Award.certification_id).in_(kinds))
    found: dict[Same, bool] = {}
    for some in bulk.chunks(sorted(person_ids)):
        for person, kind, issued, expires, revoked in session.connection().execute(
            statement.where(col(Award.person_id).in_(some))
        ):
            same = (person, kind, issued, expires)
            found[same] = found.get(same, True) and revoked
    return found
