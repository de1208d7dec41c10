"""What awarding would come to, and what it came to, in words (C-15, C-16)."""

from datetime import date

from training_app.certifications.awarding.confirming import AT_ONCE, Confirmed
from training_app.certifications.awarding.preview import Holder, Preview


def line(told: Preview) -> str:
    """How many people, and how many of them hold it already until when."""
    if not told.people:
        return "Nobody is chosen yet"
    return f"{people(told.people)}, {_holding(told)}"


def outcome(told: Preview) -> str:
    """What confirming does to how many."""
    if not told.people:
        return ""
    awarded = told.people - told.skipped
    job = f" More than {AT_ONCE}: a job does it, and you are told when it ends." if awarded > AT_ONCE else ""
    skipped = f" {told.skipped:,} {_is(told.skipped)} skipped: {_they(told.skipped)} one at least as long."
    return f"{people(awarded)} will be awarded.{skipped if told.skipped else ''}{job}"


def left_out(told: Preview) -> str:
    """Who was chosen and is not awarded because they are deactivated."""
    return f"{people(told.deactivated, 'deactivated ')} {_is(told.deactivated)} left out." if told.deactivated else ""


def until(holder: Holder) -> str:
    """Until when somebody holds it."""
    return spoken(holder.until) if holder.until else "Always valid"


def done(made: Confirmed) -> str:
    """What came of confirming at once."""
    skipped = f"; {made.skipped:,} skipped" if made.skipped else ""
    gone = f"; {people(made.deactivated, 'deactivated ')} left out" if made.deactivated else ""
    return f"Awarded {people(made.awarded)}{skipped}{gone}."


def people(number: int, kind: str = "") -> str:
    """So many people."""
    return f"1 {kind}person" if number == 1 else f"{number:,} {kind}people"


def spoken(day: date) -> str:
    """A day as "12 Mar 2026"."""
    return f"{day:%-d %b %Y}"


def _holding(told: Preview) -> str:
    if not told.holding:
        return "none of whom holds it" if told.people > 1 else "who does not hold it"
    whole = f"{told.holding:,} already {'holds' if told.holding == 1 else 'hold'} it"
    first, last = told.first_until, told.last_until
    if first is None or last is None:
        return f"{whole} for good"
    days = f"until {spoken(last)}" if first == last else f"until {spoken(first)} – {spoken(last)}"
    return f"{whole} {days}" + (f", {told.always:,} of them for good" if told.always else "")


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _they(number: int) -> str:
    return "this one holds" if number == 1 else "they hold"
