"""How long an award holds: from its validity, and when it renews one that is held (C-01, C-18)."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from training_app.certifications.rules import Held, Validity, add_months, lasts_longer

MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Terms:
    """What a certification says of how long it holds. `renewal_days` is its renewal window, before the expiry."""

    validity: Validity = Validity.NONE
    number: int = 0
    to_month_end: bool = False
    fixed_day: date | None = None
    renewal_days: int = 0


def expiry(terms: Terms, issued_on: date) -> date | None:
    """The last valid day of what is issued on a day; None when the validity says none.

    Calendar months and years: the same day later, or the last day of a shorter month. A fixed day may have passed.
    """
    match terms.validity:
        case Validity.NONE:
            return None
        case Validity.FIXED:
            return terms.fixed_day
        case Validity.DAYS:
            day = issued_on + timedelta(days=terms.number)
        case Validity.MONTHS:
            day = add_months(issued_on, terms.number)
        case Validity.YEARS:
            day = add_months(issued_on, terms.number * MONTHS_OF_A_YEAR)
    return day.replace(day=monthrange(day.year, day.month)[1]) if terms.to_month_end else day


def earned(terms: Terms, completed_on: date, current: Held | None) -> Held | None:
    """What a completion on a day awards to somebody who holds `current`; None when it would have expired before.

    Inside the renewal window validity is counted from the old expiry, otherwise from the completion, and it never
    ends earlier than what is held (C-18). Without a validity it is always valid.
    """
    new = Held(completed_on, expiry(terms, _counted_from(terms, completed_on, current)))
    if current is not None and lasts_longer(current, new):
        new = replace(new, expires_on=current.expires_on)
    return new if new.expires_on is None or completed_on <= new.expires_on else None


def is_in_renewal_window(terms: Terms, day: date, expires_on: date) -> bool:
    """Whether `day` is one of the `renewal_days` before an expiry, or the last valid day itself."""
    return expires_on - timedelta(days=terms.renewal_days) <= day <= expires_on


def _counted_from(terms: Terms, completed_on: date, current: Held | None) -> date:
    if current is None or current.expires_on is None:
        return completed_on
    inside = is_in_renewal_window(terms, completed_on, current.expires_on)
    return current.expires_on if inside else completed_on
