"""Sessions of an instructor-led course in the words of whoever signs up for them (T-03)."""

from dataclasses import dataclass

from training_app.assignments.sessions.mine import MySession
from training_app.assignments.sessions.rules import Stand
from training_app.web.shared.days import spoken
from training_app.web.shared.markdown import html


@dataclass(frozen=True)
class SessionShown:
    """One session. `stand` is a `Stand`, `chip` says it; `verb` is what the button to sign up says, if there is one.

    `why` says why one cannot sign up, or why a session that one was in is cancelled. `note` is clean HTML.
    """

    id: int
    course_id: int
    course: str
    when: str
    place: str
    instructor: str
    note: str
    stand: str
    chip: str
    seats: str
    closes: str
    verb: str
    why: str
    can_step_back: bool
    is_cancelled: bool


NONE = SessionShown(0, 0, "", "", "", "", "", "", "", "", "", "", "", can_step_back=False, is_cancelled=False)


def session(one: MySession) -> SessionShown:
    """A session as it stands for its reader."""
    is_in = one.stand != Stand.NONE
    reason = f"The reason: {one.reason}" if one.reason else ""
    return SessionShown(
        id=one.id,
        course_id=one.course_id,
        course=one.course,
        when=one.when,
        place=one.place,
        instructor=one.instructor,
        note=html(one.note),
        stand=one.stand,
        chip=standing(one),
        seats="" if one.is_cancelled or (is_in and one.stand == Stand.SEATED) else seats(one.free, one.waiting),
        closes=_closes(one, is_in=is_in),
        verb=("Join the waiting list" if one.would_wait else "Sign up") if one.can_sign_up else "",
        why=reason if one.is_cancelled else one.why_not,
        can_step_back=one.can_step_back,
        is_cancelled=one.is_cancelled,
    )


def standing(one: MySession) -> str:
    """Where somebody stands: "Signed up", "Waiting list: you are 3rd"; empty for whoever is not in it."""
    if one.is_cancelled:
        return "Cancelled"
    if one.stand == Stand.WAITING:
        return f"Waiting list: you are {nth(one.number)}"
    return "Signed up" if one.stand == Stand.SEATED else ""


def seats(free: int | None, waiting: int) -> str:
    """How many seats are left: "5 seats left", "Full, 2 are waiting"; empty for any number."""
    if free is None:
        return ""
    if free:
        return f"{free:,} seat{'' if free == 1 else 's'} left"
    return f"Full, {waiting:,} {'is' if waiting == 1 else 'are'} waiting" if waiting else "Full"


def nth(number: int) -> str:
    """A place in a line: "1st", "2nd", "3rd", "11th"."""
    teens = 10 < number % 100 < 14  # noqa: PLR2004  # 11th, 12th, 13th
    return f"{number:,}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _closes(one: MySession, *, is_in: bool) -> str:
    """Until when one can sign up or step back, where that is not the day of the session itself."""
    if one.is_cancelled or one.closes_on == one.day or not (one.can_sign_up or one.can_step_back):
        return ""
    return f"{'Step back' if is_in else 'Sign up'} until {spoken(one.closes_on)}"
