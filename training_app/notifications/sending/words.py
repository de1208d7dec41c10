"""What the words of a letter are: of whom it speaks, of what, and where it leads."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from training_app.assignments.rules import OPEN, Status
from training_app.core.organization import Organization
from training_app.core.settings import settings
from training_app.notifications import held_sessions
from training_app.notifications.deciding import answers, calling_off
from training_app.notifications.deciding.calling_off import TAKING_BACK
from training_app.notifications.rules import OF_AN_ACCOUNT, Occasion, due_in_words, spoken, when
from training_app.notifications.sending import suppressing
from training_app.notifications.sending.listing import LINES
from training_app.notifications.wording.texts import Line, Words

# Of these the day counts that the place is due on when the mail goes; a reminder speaks of the day it is made for.
_OF_THE_PLACE = (Occasion.STARTED, Occasion.REENROLLED)
_DOORS: dict[str, str] = {Occasion.INVITATION: "invitation", Occasion.RESET: "reset"}


def words(session: Session, row: Any, of: Organization, now: datetime, lines: tuple[Line, ...] = ()) -> Words:
    """What the templates may say of a claimed message on the day it is sent; `lines` when the caller knows them."""
    today = of.today(now)
    due_on = row.place_due_on if row.occasion in _OF_THE_PLACE else row.due_on
    if row.occasion in LINES:
        lines = LINES[row.occasion](session, row, of, now)
    said = {name: row.facts[name] for name in ("filter", "made", "name", "submitted", "answer") if name in row.facts}
    session_said = held_sessions.spoken_of(session, row) if row.occasion in held_sessions.OF_A_SESSION else {}
    return Words(
        organization=of.name,
        zone=of.zone,
        first_name=row.first_name,
        training=row.title or row.facts.get("title", ""),
        certification=row.name or "",
        due=spoken(due_on) if due_on else "",
        when=_when(row, due_on, today) if due_on else "",
        link=settings().address() + _path(row),
        lines=lines,
        **{"rest": _rest(session, row, today)} | said | session_said,
    )


def _when(row: Any, due_on: date, today: date) -> str:
    """Of what is passed, the evaluation alone is due (T-02)."""
    said = when(row.occasion, due_on, today)
    return f"is passed, but an evaluation {said}" if row.status == Status.PASSED else said


def _path(row: Any) -> str:
    if row.occasion in OF_AN_ACCOUNT:
        return f"/{_DOORS[row.occasion]}/{row.facts.get('token', '')}"
    if row.occasion == Occasion.REPORT:
        return str(row.facts["link"])
    if row.assignee_id is None:
        return row.link or "/home"
    return "/home" if row.occasion in TAKING_BACK else f"/learn/{row.enrollment_id}"


def _rest(session: Session, row: Any, today: date) -> str:
    if row.occasion == Occasion.ANSWERED:
        return answers.until(row.expires_on) if row.award_id is not None else row.facts.get("rest", "")
    return _what_remains(session, row, today) if row.occasion in TAKING_BACK else ""


def _what_remains(session: Session, row: Any, today: date) -> str:
    """What a cancelled assignment or a withdrawal leaves of the person's attempt, which others may ask for too."""
    if row.closed_as is not None or row.status not in OPEN:
        return calling_off.NOT_ASKED
    due_on = suppressing.another_place(session, row, today)
    if due_on is None:
        return calling_off.STILL_ASKED
    return f"Another assignment still asks for it: it {due_in_words(due_on, today)} ({spoken(due_on)})."
