"""Which of somebody's awards of a kind is the current one: the rule and its twins (C-12)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from training_app.certifications.awarding.rules import AwardState, last_day_expiring
from training_app.certifications.expiring import Entered
from training_app.certifications.model import Award
from training_app.certifications.rules import longest

_FIRST, _LAST = sa.literal(date.min, sa.Date), sa.literal(date.max, sa.Date)
# Made once: an alias takes longer to make than the query that it is in.
_OTHER: Any = sa.orm.aliased(Award)


def current(awards: Iterable[Entered], today: date) -> Entered | None:
    """Of one person's awards of a kind the longest valid today, else the longest of all; of equals the last entered."""
    standing = {one.held: one for one in sorted(awards, key=lambda one: one.id) if not one.is_revoked}
    found = longest(standing, today)
    return standing[found] if found else None


def is_current_sql(today: date) -> sa.ColumnElement[bool]:
    """`current` for everybody at once: no other award of the same person and kind comes before it."""
    # Of the other one nothing is read but what stands in the index of holders.
    before = sa.select(col(_OTHER.id)).where(
        col(_OTHER.certification_id) == col(Award.certification_id),
        col(_OTHER.person_id) == col(Award.person_id),
        col(_OTHER.revoked_at).is_(None),
        _place(_OTHER, today) > _place(Award, today),
    )
    return col(Award.revoked_at).is_(None) & ~before.correlate(Award).exists()


def states_sql(today: date, renewal_days: int, *among: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """How the current award of each person stands: the columns `person_id` and `state` (an `AwardState`).

    Told from all that a person holds, in one pass through the index and without asking which of them is the current
    one: that one lasts longest of those that hold today; where none does, the longest of all has expired or not begun.
    """
    end = sa.func.coalesce(col(Award.expires_on), _LAST)
    until = sa.func.max(sa.case((Award.is_valid_sql(today), end))).label("until")
    standing = sa.select(col(Award.person_id), until, sa.func.max(end).label("final"))
    held = standing.where(col(Award.revoked_at).is_(None), *among).group_by(col(Award.person_id)).subquery()
    state = sa.case(
        (held.c.until.is_(None) & (held.c.final < today), AwardState.EXPIRED.value),
        (held.c.until.is_(None), AwardState.AHEAD.value),
        (held.c.until == _LAST, AwardState.ALWAYS.value),
        (held.c.until <= last_day_expiring(today, renewal_days), AwardState.EXPIRING.value),
        else_=AwardState.VALID.value,
    )
    return sa.select(held.c.person_id, state.label("state"))


def is_in_state_sql(state: AwardState, today: date, renewal_days: int) -> sa.ColumnElement[bool]:
    """`rules.state_of` as a condition on awards."""
    begun = col(Award.issued_on).is_(None) | (col(Award.issued_on) <= today)
    expires_on, soon = col(Award.expires_on), last_day_expiring(today, renewal_days)
    match state:
        case AwardState.AHEAD:
            return col(Award.issued_on) > today
        case AwardState.ALWAYS:
            return begun & expires_on.is_(None)
        case AwardState.EXPIRED:
            return expires_on < today
        case AwardState.EXPIRING:
            return begun & expires_on.between(today, soon)
        case AwardState.VALID:
            return begun & (expires_on > soon)


def _place(award: Any, today: date) -> sa.Tuple:
    """By what awards of one person and kind are compared; the highest is the current one."""
    return sa.tuple_(
        sa.case((award.is_valid_sql(today), 1), else_=0),
        sa.func.coalesce(col(award.expires_on), _LAST),
        sa.func.coalesce(col(award.issued_on), _FIRST),
        col(award.id),
    )
