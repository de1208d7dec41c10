"""How an award stands on a day, in the words of its chip (C-12)."""

from datetime import date, timedelta
from enum import StrEnum

from training_app.certifications.rules import Held


class AwardState(StrEnum):
    """Where an award that was not revoked stands; its value is its name on the screen."""

    VALID = "Valid"
    EXPIRING = "Expiring"
    EXPIRED = "Expired"
    ALWAYS = "Always valid"
    AHEAD = "Not yet valid"


def last_day_expiring(today: date, renewal_days: int) -> date:
    """The last of the expiries into whose renewal window `today` falls."""
    return today + timedelta(days=renewal_days)


def state_of(held: Held, today: date, renewal_days: int) -> AwardState:
    """How it stands on the organization day `today`. Issued in the future means not yet valid (X-07)."""
    if held.issued_on is not None and held.issued_on > today:
        return AwardState.AHEAD
    if held.expires_on is None:
        return AwardState.ALWAYS
    if held.expires_on < today:
        return AwardState.EXPIRED
    is_near = held.expires_on <= last_day_expiring(today, renewal_days)
    return AwardState.EXPIRING if is_near else AwardState.VALID
