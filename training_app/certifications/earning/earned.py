"""Awards that come by themselves: in the transaction of the completion, whether the module is on or off (C-02, C-18).

A completed attempt is good for one award of a certification: its `AwardCompletion` is written before anything else, and
whoever finds it there already awards nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.certifications.earning.outcomes import Earned, Outcome, Standing, decide
from training_app.certifications.kinds.reading import terms_of
from training_app.certifications.model import Award, Certification
from training_app.certifications.records import AwardCompletion
from training_app.certifications.rules import Association, Held
from training_app.core import audit, bulk, db
from training_app.core.tables import known

_AT_A_TIME = 500

# Of which award a completion is part: of one certification, person and day there is one that came by itself.
_Of = tuple[int, int, date | None]


def award(session: Session, *, earned: Sequence[Earned], by_id: int | None, now: datetime) -> list[int]:
    """Award what was earned, and answer the new awards; nobody is asked for it. Twice is once.

    `by_id` is whose act completed it; the awards themselves are nobody's. An archived kind awards nothing.
    """
    kinds = _kinds(session, {one.certification_id for one in earned})
    fresh = _used_up(session, [one for one in earned if one.certification_id in kinds])
    if not fresh:
        return []
    outcomes = _decided(session, fresh, kinds)
    awarded = _written(session, outcomes, now)
    _bind(session, outcomes, awarded | _there_already(session, outcomes))
    _note(session, outcomes, kinds, sorted(awarded.values()), by_id=by_id, now=now)
    return sorted(awarded.values())


def _kinds(session: Session, ids: Collection[int]) -> dict[int, Certification]:
    wanted = select(Certification).where(col(Certification.id).in_(ids), col(Certification.archived_at).is_(None))
    return {known(kind.id): kind for kind in session.exec(wanted)} if ids else {}


def _used_up(session: Session, earned: Iterable[Earned]) -> list[Earned]:
    """Use these completions up; answer those of which all were good for an award until now."""
    rows = [
        {"certification_id": one.certification_id, "enrollment_id": enrollment_id, "award_id": None}
        for one in earned
        for enrollment_id in one.enrollment_ids
    ]
    used: set[tuple[int, int]] = set()
    for first in range(0, len(rows), _AT_A_TIME):
        statement = db.insert_or_ignore(AwardCompletion).values(rows[first : first + _AT_A_TIME])
        found = statement.returning(col(AwardCompletion.certification_id), col(AwardCompletion.enrollment_id))
        used |= {(row.certification_id, row.enrollment_id) for row in session.connection().execute(found)}
    return [one for one in earned if all((one.certification_id, attempt) in used for attempt in one.enrollment_ids)]


def _decided(session: Session, earned: Sequence[Earned], kinds: dict[int, Certification]) -> list[Outcome]:
    standing = _standing(session, earned)
    of_each: dict[tuple[int, int], list[Earned]] = defaultdict(list)
    for one in earned:
        of_each[one.certification_id, one.person_id].append(one)
    return [
        outcome
        for (kind_id, person_id), theirs in of_each.items()
        for outcome in decide(terms_of(kinds[kind_id]), theirs, standing.get((kind_id, person_id), ()))
    ]


def _standing(session: Session, earned: Sequence[Earned]) -> dict[tuple[int, int], list[Standing]]:
    found: dict[tuple[int, int], list[Standing]] = defaultdict(list)
    wanted: Any = sa.select(col(Award.certification_id), col(Award.person_id), col(Award.issued_on),
                            col(Award.expires_on), _by_itself().label("by_itself"))  # fmt: skip
    for row in session.connection().execute(wanted.where(*_theirs(earned))):
        held = Held(row.issued_on, row.expires_on)
        found[row.certification_id, row.person_id].append(Standing(held, bool(row.by_itself)))
    return found


def _theirs(earned: Iterable[Earned]) -> list[sa.ColumnElement[bool]]:
    """Awards that count, of these people and kinds."""
    given = list(earned)
    return [
        col(Award.certification_id).in_({one.certification_id for one in given}),
        db.is_one_of(col(Award.person_id), {one.person_id for one in given}),
        col(Award.revoked_at).is_(None),
    ]


def _by_itself() -> sa.ColumnElement[bool]:
    return (col(Award.association) != Association.MANUAL) & col(Award.by_id).is_(None)


def _written(session: Session, outcomes: Iterable[Outcome], now: datetime) -> dict[_Of, int]:
    rows = [
        {
            "certification_id": one.earned.certification_id,
            "person_id": one.earned.person_id,
            "issued_on": one.new.issued_on,
            "expires_on": one.new.expires_on,
            "always_valid": one.new.expires_on is None,
            "number": "",
            "association": (Association.TRAINING if one.earned.activity_id is None else Association.EXTERNAL).value,
            "activity_id": one.earned.activity_id,
            "created_at": now,
            "version": 1,
        }
        for one in outcomes
        if one.new is not None
    ]
    return _by_day(bulk.inserted(session, Award, rows, *_OF, col(Award.id))) if rows else {}


def _there_already(session: Session, outcomes: Iterable[Outcome]) -> dict[_Of, int]:
    joining = [one.earned for one in outcomes if one.joins]
    if not joining:
        return {}
    wanted: Any = sa.select(*_OF, col(Award.id)).where(*_theirs(joining), _by_itself()).order_by(col(Award.id))
    return _by_day(session.connection().execute(wanted))


def _by_day(rows: Iterable[Any]) -> dict[_Of, int]:
    return {(row.certification_id, row.person_id, row.issued_on): row.id for row in rows}


def _bind(session: Session, outcomes: Iterable[Outcome], awards: dict[_Of, int]) -> None:
    """Say of each completion which award it supports."""
    table: Any = AwardCompletion.__table__  # type: ignore[attr-defined]  # SQLModel sets __table__
    bound = [
        {"of_kind": one.earned.certification_id, "of_attempt": attempt, "award": awards[_of(one.earned)]}
        for one in outcomes
        if one.new is not None or one.joins
        for attempt in one.earned.enrollment_ids
    ]
    which = (table.c.certification_id == sa.bindparam("of_kind")) & (
        table.c.enrollment_id == sa.bindparam("of_attempt")
    )
    if bound:
        session.connection().execute(sa.update(table).where(which).values(award_id=sa.bindparam("award")), bound)


def _of(earned: Earned) -> _Of:
    return earned.certification_id, earned.person_id, earned.completed_on


def _note(
    session: Session,
    outcomes: Iterable[Outcome],
    kinds: dict[int, Certification],
    ids: list[int],
    *,
    by_id: int | None,
    now: datetime,
) -> None:
    """One entry that names the awards, and one for each kind that would have expired before it was earned."""
    missed: dict[int, list[Earned]] = defaultdict(list)
    names = set()
    for one in outcomes:
        if one.new is not None:
            names.add(kinds[one.earned.certification_id].name)
        elif not one.joins:
            missed[one.earned.certification_id].append(one.earned)
    if ids:
        after = {"certifications": sorted(names), "awards": len(ids)}
        audit.write(session, actor_id=by_id, at=now, act="certifications earned", subject="award",
                    subject_id=ids[0] if len(ids) == 1 else None, after=after, rows=ids)  # fmt: skip
    for kind_id, completions in missed.items():
        kind = kinds[kind_id]
        why = {"certification": kind.name, "why": "It would have expired before it was earned.",
               "fixed_day": kind.fixed_day}  # fmt: skip
        rows = [attempt for one in completions for attempt in one.enrollment_ids]
        audit.write(session, actor_id=by_id, at=now, act="certification not earned", subject="enrollment",
                    subject_id=rows[0] if len(rows) == 1 else None, after=why, rows=rows)  # fmt: skip


_OF = (col(Award.certification_id), col(Award.person_id), col(Award.issued_on))
