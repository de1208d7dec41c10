"""One's own certifications: what one holds, with its scans, and what one held; to look at and nothing else (C-08)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.certifications import module
from training_app.certifications.model import Award, Certification
from training_app.certifications.records import AwardFile
from training_app.certifications.rules import Held, longest
from training_app.core.tables import known


@dataclass(frozen=True)
class Scan:
    """A file of an award; `is_shown` when there is a picture of it to show."""

    id: int
    name: str
    is_shown: bool


@dataclass(frozen=True)
class MyAward:
    """One award of one's own. Days are ISO, empty where none is known; without `expires_on` it is always valid.

    `is_offered` says whether its kind is awarded still, so that it can be renewed.
    """

    id: int
    certification_id: int
    name: str
    number: str
    issued_on: str
    expires_on: str
    scans: tuple[Scan, ...]
    is_withdrawn: bool
    is_offered: bool


@dataclass(frozen=True)
class Mine:
    """What one holds, or held last, of each kind, what ends first on top; and everything before it."""

    current: tuple[MyAward, ...]
    earlier: tuple[MyAward, ...]


@dataclass(frozen=True)
class KindOffered:
    """A kind that a card can be submitted of."""

    id: int
    name: str
    always_valid_allowed: bool


def awards(session: Session, actor: Actor, *, today: date) -> Mine:
    """The actor's own certifications on the organization day `today`; nobody else's, whatever the actor may see."""
    module.require_on(session)
    wanted = (
        select(Award, Certification)
        .join(Certification, col(Certification.id) == col(Award.certification_id))
        .where(Award.person_id == actor.person_id)
        .order_by(col(Award.id))
    )
    rows = list(session.exec(wanted))
    scans = _scans(session, [known(award.id) for award, _ in rows])
    shown = {known(award.id): _shown(award, kind, scans) for award, kind in rows}
    current = set(_current([award for award, _ in rows], today))
    first_ending = sorted((shown[one] for one in current), key=lambda one: (one.expires_on or "9999", one.name))
    latest_ended = sorted((shown[one] for one in shown if one not in current), reverse=True,
                          key=lambda one: (one.expires_on or "9999", one.id))  # fmt: skip
    return Mine(tuple(first_ending), tuple(latest_ended))


def kinds(session: Session, actor: Actor) -> list[KindOffered]:
    """What a member can submit a card of, by name; refused where members may not submit (C-25)."""
    del actor  # the kinds are the same for everybody
    module.require_submissions(session)
    wanted = select(Certification).where(col(Certification.archived_at).is_(None))
    rows = session.exec(wanted.order_by(Certification.name, col(Certification.id)))
    return [KindOffered(known(row.id), row.name, row.always_valid_allowed) for row in rows]


def _current(rows: Iterable[Award], today: date) -> Iterable[int]:
    """Of each kind the current one, and those that begin later."""
    by_kind: dict[int, dict[Held, Award]] = defaultdict(dict)
    for award in rows:
        if award.revoked_at is None:
            by_kind[award.certification_id][Held(award.issued_on, award.expires_on)] = award
    for of_kind in by_kind.values():
        current = longest(of_kind, today)
        for held, award in of_kind.items():
            if held == current or (held.issued_on is not None and held.issued_on > today):
                yield known(award.id)


def _scans(session: Session, ids: list[int]) -> dict[int, tuple[Scan, ...]]:
    columns = (AwardFile.award_id, AwardFile.id, AwardFile.name, AwardFile.preview_key)
    wanted = sa.select(*map(col, columns)).where(col(AwardFile.award_id).in_(ids)).order_by(col(AwardFile.id))
    found: dict[int, tuple[Scan, ...]] = {}
    for row in session.connection().execute(wanted):
        found[row.award_id] = (*found.get(row.award_id, ()), Scan(row.id, row.name, bool(row.preview_key)))
    return found


def _shown(award: Award, kind: Certification, scans: dict[int, tuple[Scan, ...]]) -> MyAward:
    return MyAward(
        id=known(award.id),
        certification_id=award.certification_id,
        name=kind.name,
        number=award.number,
        issued_on=award.issued_on.isoformat() if award.issued_on else "",
        expires_on=award.expires_on.isoformat() if award.expires_on else "",
        scans=scans.get(known(award.id), ()),
        is_withdrawn=award.revoked_at is not None,
        is_offered=kind.archived_at is None,
    )
