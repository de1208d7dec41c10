"""Whose expiry matters: of several awards of a kind the one after which nothing holds (C-09); the rule and its twin."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import col

from training_app.certifications.model import Award
from training_app.certifications.periods import day_after
from training_app.certifications.rules import Held, lasts_longer

_ONE_DAY = timedelta(days=1)
# Made once: an alias takes longer to make than the query that it is in.
_OTHER = sa.orm.aliased(Award)


@dataclass(frozen=True, slots=True)
class Entered:
    """One of somebody's awards of a kind, as it stands; `id` says which was entered first."""

    id: int
    held: Held
    is_revoked: bool = False


def days_before(days: Iterable[date], remind_days: Iterable[int], today: date) -> dict[date, int]:
    """For each expiry of which these organization days remind, how many days before.

    Of several reminders of one expiry the latest; none of what expired before today (N-05).
    """
    latest_last = sorted(set(remind_days), reverse=True)
    found = {day + timedelta(days=number): number for number in latest_last for day in days}
    return {expires_on: number for expires_on, number in found.items() if expires_on >= today}


def successor(one: Entered, others: Iterable[Entered], today: date) -> Held | None:
    """Of somebody's awards of the same kind the longest that takes over from one that expires; None without any.

    It has begun by the day after, so that no day is without, and lasts longer. Of two that end on one day and hold
    today, the one entered first is spoken of.
    """
    last = one.held.expires_on
    if last is None:
        return None
    taking = [
        other.held
        for other in others
        if other.id != one.id
        and not other.is_revoked
        and (other.held.issued_on is None or other.held.issued_on <= last + _ONE_DAY)
        and (lasts_longer(other.held, one.held) or _is_spoken_of(other, one, today))
    ]
    return max(taking, key=lambda held: held.expires_on or date.max, default=None)


def matters(one: Entered, others: Iterable[Entered], today: date) -> bool:
    """Whether the expiry of this award is one of which its holder is reminded on the organization day `today`."""
    counts = not one.is_revoked and one.held.expires_on is not None and _has_begun(one.held, today)
    return counts and successor(one, others, today) is None


def matters_sql(today: date) -> sa.ColumnElement[bool]:
    """`matters` for all awards at once."""
    begins_in_time = col(_OTHER.issued_on) <= day_after(col(Award.expires_on), sa.literal_column("0", sa.Integer()))
    as_long = (
        (col(_OTHER.expires_on) == col(Award.expires_on))
        & (col(_OTHER.id) < col(Award.id))
        & _has_begun_sql(_OTHER, today)
    )
    lasts = col(_OTHER.expires_on).is_(None) | (col(_OTHER.expires_on) > col(Award.expires_on)) | as_long
    successor = sa.exists().where(
        col(_OTHER.certification_id) == col(Award.certification_id),
        col(_OTHER.person_id) == col(Award.person_id),
        col(_OTHER.id) != col(Award.id),
        col(_OTHER.revoked_at).is_(None),
        col(_OTHER.issued_on).is_(None) | begins_in_time,
        lasts,
    )
    counts = col(Award.revoked_at).is_(None) & col(Award.expires_on).is_not(None) & _has_begun_sql(Award, today)
    return counts & ~successor.correlate(Award)


def _is_spoken_of(other: Entered, one: Entered, today: date) -> bool:
    return other.held.expires_on == one.held.expires_on and other.id < one.id and _has_begun(other.held, today)


def _has_begun(held: Held, today: date) -> bool:
    """Issued in the future means not yet valid (X-07)."""
    return held.issued_on is None or held.issued_on <= today


def _has_begun_sql(award: type[Award], today: date) -> sa.ColumnElement[bool]:
    return col(award.issued_on).is_(None) | (col(award.issued_on) <= today)
