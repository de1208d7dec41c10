"""What completed attempts earn: the certifications that name their trainings, in the same transaction (C-10, C-18).

Which attempts count is decided here, from the attempts; what they award, and for how long, in `certifications.earning`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.attempts.completion import EnrollmentsCompleted
from training_app.assignments.model import Enrollment
from training_app.assignments.rules import Status
from training_app.catalog.model import Training
from training_app.catalog.rules import CourseKind
from training_app.certifications.awarding import revoking
from training_app.certifications.earning import earned
from training_app.certifications.earning.outcomes import Earned
from training_app.certifications.model import Award, Certification, CertificationTraining
from training_app.certifications.records import AwardCompletion
from training_app.certifications.rules import AwardWhen
from training_app.core import db


def when_completed(session: Session, fact: EnrollmentsCompleted, actor_id: int | None, at: datetime) -> None:
    """Award what these completions earn, at once (C-18)."""
    named = _named(session, fact.enrollment_ids)
    if not named:
        return
    any_of = [kind for kind, when in named.items() if when == AwardWhen.ANY]
    all_of = [kind for kind, when in named.items() if when == AwardWhen.ALL]
    found = [*_by_each(session, any_of, fact.enrollment_ids), *_by_all(session, all_of, fact.enrollment_ids)]
    earned.award(session, earned=found, by_id=actor_id, now=at)


def when_support_removed(
    session: Session, *, enrollment_ids: Collection[int], by_id: int | None, why: str, now: datetime
) -> list[int]:
    """Revoke what these attempts earned and nothing else supports; answer those awards (E-06).

    Another completion that counted for the same award supports it: of "any of" its trainings, any; of "all of" them,
    one of the same training for each that goes.
    """
    gone = set(enrollment_ids)
    lost = [award_id for award_id, support in _supported(session, gone).items() if not _stands(support, gone)]
    return revoking.take_back(session, award_ids=lost, by_id=by_id, why=why, now=now)


def _named(session: Session, enrollment_ids: Collection[int]) -> dict[int, str]:
    """The kinds that name the trainings of these attempts, and how many of their trainings award each."""
    wanted: Any = (
        sa.select(col(Certification.id), col(Certification.award_when))
        .join(CertificationTraining, col(CertificationTraining.certification_id) == col(Certification.id))
        .join(Enrollment, col(Enrollment.training_id) == col(CertificationTraining.training_id))
        .where(db.is_one_of(col(Enrollment.id), enrollment_ids), col(Certification.archived_at).is_(None))
        .distinct()
    )
    return {row.id: row.award_when for row in session.connection().execute(wanted)}


def _completed(kinds: Collection[int], *where: sa.ColumnElement[bool]) -> Any:
    """Completed attempts at trainings that these kinds name, with each of the kinds."""
    return (
        sa.select(
            col(CertificationTraining.certification_id), col(Enrollment.id), col(Enrollment.person_id),
            col(Enrollment.training_id), col(Enrollment.completed_on), col(Training.course_kind),
        )
        .join(Enrollment, col(Enrollment.training_id) == col(CertificationTraining.training_id))
        .join(Training, col(Training.id) == col(Enrollment.training_id))
        .where(
            col(CertificationTraining.certification_id).in_(kinds),
            col(Enrollment.status) == Status.EVALUATED,
            col(Enrollment.closed_as).is_(None),
            col(Enrollment.completed_on).is_not(None),
            *where,
        )
    )  # fmt: skip


def _by_each(session: Session, kinds: Collection[int], enrollment_ids: Collection[int]) -> list[Earned]:
    """Each of these attempts by itself."""
    if not kinds:
        return []
    wanted = _completed(kinds, db.is_one_of(col(Enrollment.id), enrollment_ids))
    return [_earned([row]) for row in session.connection().execute(wanted)]


def _by_all(session: Session, kinds: Collection[int], enrollment_ids: Collection[int]) -> list[Earned]:
    """Of whoever completed the last one that was missing: all that they completed and did not use yet."""
    if not kinds:
        return []
    # Held: of two that are completed at the same moment, each the other's last one, the second sees the first.
    held = sa.select(col(Certification.id)).where(col(Certification.id).in_(kinds)).order_by(col(Certification.id))
    session.connection().execute(held.with_for_update(key_share=True))
    theirs: Any = sa.orm.aliased(Enrollment)
    people = sa.select(theirs.person_id).where(db.is_one_of(theirs.id, enrollment_ids))
    is_used = sa.exists().where(
        col(AwardCompletion.certification_id) == col(CertificationTraining.certification_id),
        col(AwardCompletion.enrollment_id) == col(Enrollment.id),
    )
    of_each: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in session.connection().execute(_completed(kinds, col(Enrollment.person_id).in_(people), ~is_used)):
        of_each[row.certification_id, row.person_id].append(row)
    trainings, now = _trainings(session, kinds), set(enrollment_ids)
    return [
        _earned(rows)
        for (kind, _), rows in of_each.items()
        if trainings[kind] <= {row.training_id for row in rows} and now & {row.id for row in rows}
    ]


def _trainings(session: Session, kinds: Collection[int]) -> dict[int, set[int]]:
    wanted = sa.select(col(CertificationTraining.certification_id), col(CertificationTraining.training_id))
    found: dict[int, set[int]] = defaultdict(set)
    which = wanted.where(col(CertificationTraining.certification_id).in_(kinds))
    for kind, training in session.connection().execute(which):
        found[kind].add(training)
    return found


def _earned(rows: list[Any]) -> Earned:
    """What completed attempts of one person earn together, with the last of them."""
    last = max(rows, key=lambda row: (row.completed_on, row.id))
    return Earned(
        certification_id=last.certification_id,
        person_id=last.person_id,
        completed_on=last.completed_on,
        enrollment_ids=tuple(sorted(row.id for row in rows)),
        activity_id=last.training_id if last.course_kind == CourseKind.EXTERNAL else None,
    )


def _supported(session: Session, gone: Collection[int]) -> dict[int, list[Any]]:
    """Every completion that counted for an award for which one of these did."""
    other: Any = sa.orm.aliased(AwardCompletion)
    wanted: Any = (
        sa.select(col(AwardCompletion.award_id), col(Certification.award_when), col(Enrollment.id),
                  col(Enrollment.training_id), col(Enrollment.status), col(Enrollment.closed_as))
        .join(Certification, col(Certification.id) == col(AwardCompletion.certification_id))
        .join(Enrollment, col(Enrollment.id) == col(AwardCompletion.enrollment_id))
        .join(Award, col(Award.id) == col(AwardCompletion.award_id))
        .where(
            col(Award.revoked_at).is_(None),
            sa.exists().where(other.award_id == col(AwardCompletion.award_id), db.is_one_of(other.enrollment_id, gone)),
        )
    )  # fmt: skip
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.connection().execute(wanted):
        found[row.award_id].append(row)
    return found


def _stands(support: Iterable[Any], gone: Collection[int]) -> bool:
    """Whether an award still stands without the attempts that go."""
    rows = list(support)
    left = [row for row in rows if row.id not in gone and row.status == Status.EVALUATED and row.closed_as is None]
    if rows[0].award_when == AwardWhen.ANY:
        return bool(left)
    return {row.training_id for row in left} >= {row.training_id for row in rows}
