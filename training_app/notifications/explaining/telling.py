"""What is told of messages to come and of those that did not come: one line for each, whichever way it would go."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from training_app.notifications.deciding.expiries import ToCome
from training_app.notifications.deciding.reasons import DEACTIVATED, why_not
from training_app.notifications.deciding.sessions import SessionToCome
from training_app.notifications.explaining import messages, whys
from training_app.notifications.explaining.asked import place_at
from training_app.notifications.explaining.occasions import Known
from training_app.notifications.explaining.whys import Timed
from training_app.notifications.naming import occasion_said
from training_app.notifications.rules import (
    DAYS_BEFORE_DUE,
    Channel,
    MessageStatus,
    Occasion,
    ReminderMails,
    spoken,
)

CHANNELS = {Channel.DASHBOARD: "bell", Channel.EMAIL: "e-mail"}
TOGETHER = "The e-mail comes with the other reminders of the day."
OVERDUE = "As soon as the background loop goes round."


@dataclass(frozen=True)
class ComingRow:
    """One message to come, at the ISO instant `at`. `note` says what is to be known of it; a held one does not go."""

    at: str
    what: str
    about: str
    assignment_id: int
    channels: str
    note: str
    is_held: bool


@dataclass(frozen=True)
class NotGotRow:
    """One message that did not come: when it was to come (ISO), by which channels, and why not.

    A failed one can be sent again from the list of all messages.
    """

    at: str
    what: str
    about: str
    assignment_id: int
    channels: str
    why: str
    is_failed: bool


def coming(
    known: Known, timed: list[Timed], waiting: list[Any], awards: Iterable[ToCome], sessions: Iterable[SessionToCome]
) -> list[ComingRow]:
    """What is to come, the next first: what waits to go, reminders of places, of certifications and of sessions."""
    rows = [_waiting(known, row) for row in waiting]
    rows += [_coming(known, both) for both in _by_message(timed)]
    rows += [_reminder(known, one.on, f"{occasion_said(Occasion.EXPIRES)} on {spoken(one.expires_on)}",
                       one.certification) for one in awards]  # fmt: skip
    rows += [_reminder(known, one.on, f"{occasion_said(Occasion.SESSION_TOMORROW)}: {one.session}", one.course)
             for one in sessions]  # fmt: skip
    return sorted(rows, key=lambda row: (row.at, row.about, row.what))


def not_got(missed: list[Timed], not_sent: list[Any]) -> list[NotGotRow]:
    """What did not come, the latest first: what was never made, and what was made and not sent."""
    rows = [row for both in _by_message(missed) for row in _never_made(both)]
    rows += [_not_sent(row) for row in not_sent]
    return sorted(rows, key=lambda row: (row.at, row.about, row.what), reverse=True)


def channels(of: Iterable[Channel]) -> str:
    """Channels in words, the bell first: `bell and e-mail`."""
    wanted = set(of)
    return " and ".join(CHANNELS[one] for one in Channel if one in wanted)


def _by_message(timed: Iterable[Timed]) -> Iterable[list[Timed]]:
    """The same message by its channels."""
    found: dict[tuple[int, Occasion], list[Timed]] = defaultdict(list)
    for one in timed:
        found[one.asked.id, one.occasion].append(one)
    return found.values()


def _coming(known: Known, both: list[Timed]) -> ComingRow:
    one, reasons = both[0], {each.channel: whys.why(each) for each in both}
    goes = [channel for channel, why in reasons.items() if not why]
    notes = [OVERDUE] if goes and one.moment <= known.now else []
    if Channel.EMAIL in goes and one.occasion in DAYS_BEFORE_DUE and known.whose.reminders == ReminderMails.DIGEST:
        notes.append(TOGETHER)
    for why in dict.fromkeys(why for why in reasons.values() if why):
        held = channels(channel for channel, said in reasons.items() if said == why)
        notes.append(f"No {held}: {why}" if goes else why)
    return ComingRow(_iso(one.moment), occasion_said(one.occasion), one.asked.title, one.asked.assignment_id,
                     channels(goes or reasons), " ".join(notes), is_held=not goes)  # fmt: skip


def _waiting(known: Known, row: Any) -> ComingRow:
    """An e-mail that waits; of one about a place, whether its reason still holds (N-04)."""
    why = _why_held(known, row)
    together = TOGETHER if row.status == MessageStatus.GATHERED else ""
    notes = " ".join(one for one in (why, together, messages.tries(row)) if one)
    return ComingRow(_iso(row.carrier_at or row.next_try_at), occasion_said(row.occasion), messages.about_of(row),
                     row.assignment_id or 0, CHANNELS[row.channel], notes, is_held=bool(why))  # fmt: skip


def _why_held(known: Known, row: Any) -> str:
    asked = known.places.get(row.assignee_id)
    if not known.whose.is_active:
        return DEACTIVATED
    if asked is None or row.occasion in (Occasion.CANCELLED, Occasion.WITHDRAWN):
        return ""
    why = why_not(place_at(asked, known.now, known.today()), known.today())
    if not why and row.occasion in (*DAYS_BEFORE_DUE, Occasion.PAST_DUE) and row.due_on != asked.due_on:
        why = f"The due date is {spoken(asked.due_on)} now."
    return "" if why and row.occasion in DAYS_BEFORE_DUE and _another(known, row) else why


def _another(known: Known, row: Any) -> bool:
    """Whether another place wants the same training on that day: one reminder speaks for both (A-11)."""
    training = known.places[row.assignee_id].training_id
    today = known.today()
    return any(
        one.training_id == training and one.due_on == row.due_on and one.id != row.assignee_id and one.emails
        for one in known.places.values()
        if not why_not(place_at(one, known.now, today), today)
    )


def _reminder(known: Known, on: date, what: str, about: str) -> ComingRow:
    is_alone = known.whose.reminders == ReminderMails.NONE
    note = {ReminderMails.DIGEST: TOGETHER, ReminderMails.NONE: "No e-mail: the person wants no reminders by e-mail."}
    return ComingRow(
        at=_iso(known.of.reminder_instant(on)),
        what=what,
        about=about,
        assignment_id=0,
        channels=channels([Channel.DASHBOARD] if is_alone else Channel),
        note=note.get(ReminderMails(known.whose.reminders), ""),
        is_held=False,
    )


def _never_made(both: list[Timed]) -> Iterable[NotGotRow]:
    """One line, or two where the channels have different reasons."""
    reasons: dict[str, list[Timed]] = defaultdict(list)
    for one in both:
        reasons[whys.why(one) or whys.UNKNOWN].append(one)
    for why, same in reasons.items():
        one = same[0]
        yield NotGotRow(_iso(one.moment), occasion_said(one.occasion), one.asked.title, one.asked.assignment_id,
                        channels(each.channel for each in same), why, is_failed=False)  # fmt: skip


def _not_sent(row: Any) -> NotGotRow:
    is_failed = row.status == MessageStatus.FAILED
    why = messages.tries(row) if is_failed else row.why
    return NotGotRow(_iso(row.made_at), occasion_said(row.occasion), messages.about_of(row), row.assignment_id or 0,
                     CHANNELS[row.channel], why, is_failed=is_failed)  # fmt: skip


def _iso(instant: datetime) -> str:
    return instant.isoformat()
