"""What each message is about, and of which fields its templates may speak."""

from dataclasses import dataclass, replace

from training_app.notifications.rules import Occasion


@dataclass(frozen=True)
class Field:
    """A word that is filled in. In a subject, which also stands under the bell, only some can stand."""

    name: str
    said: str
    example: str
    in_subject: bool = True


@dataclass(frozen=True)
class About:
    """A message in words: who gets it when, and what it can speak of."""

    when: str
    fields: tuple[Field, ...]


FIRST_NAME = Field("first_name", "First name of whoever gets it", "Lea")
ORGANIZATION = Field("organization", "Name of your organization", "County Fire & Rescue")
TRAINING = Field("training", "Title of the training", 'Airways <adult> & "difficult"')
CERTIFICATION = Field("certification", "Name of the certification", 'Life support <adult> & "child"')
DUE = Field("due", "The day it is due", "Monday, 8 March 2027")
LAST_DAY = Field("due", "Its last valid day", "Monday, 8 March 2027")
WHEN = Field("when", "How far off that day is, to follow a name", "is due in 7 days")
EXPIRES_WHEN = Field("when", "How far off that day is, to follow a name", "expires in 7 days")
ZONE = Field("zone", "Time zone of the days", "America/New_York")
LINK = Field("link", "Address that the button leads to", "", in_subject=False)
REST = Field("rest", "What becomes of it for this person", "You need not complete it any more.", in_subject=False)
SUBMITTED = Field("submitted", "What was submitted: a card or an activity", 'card “Life support <adult> & "child"”')
ANSWER = Field("answer", "What was decided about it: approved or declined", "approved")
ANSWER_REST = replace(
    REST, said="Until when it holds, or why it was declined", example="It is valid through Monday, 8 March 2027."
)
SESSION = Field("session", "When and where the session is", "Mon 8 Mar 2027, 08:00 to 12:00, Station <4>")
SESSION_DAY = Field("due", "The day on which it begins", "Monday, 8 March 2027")
SESSION_WHEN = Field("when", "How far off that day is, to follow a name", "is tomorrow")
SEAT_REST = replace(REST, said="Whether there is a seat, or a place on the waiting list", example="You have a seat.")
WAS_REST = replace(
    REST, said="When and where it was before", example="Before, it was: Fri 5 Mar 2027, 08:00 to 12:00, Station <4>."
)
WHY_REST = replace(REST, said="Why it was cancelled", example="The reason: Tess & Kim are ill")
LIST = Field("list", "What it lists, one to a line", "", in_subject=False)
FILTER = Field("filter", "What the report is narrowed by", "Level: ALS", in_subject=False)
MADE = Field("made", "When the report was made", "Monday, 1 March 2027, 14:05 (America/New_York)", in_subject=False)
FILE = Field("name", "Name of the attached file", "users-assigned.pdf", in_subject=False)

_PLACE = (FIRST_NAME, TRAINING, WHEN, DUE, ZONE, LINK, ORGANIZATION)
_TODAY = tuple(replace(one, example="is due today") if one is WHEN else one for one in _PLACE)
_PAST = tuple(replace(one, example=f"was due on {DUE.example}") if one is WHEN else one for one in _PLACE)
_END = (FIRST_NAME, TRAINING, DUE, REST, ZONE, LINK, ORGANIZATION)
_EXPIRING = (FIRST_NAME, CERTIFICATION, EXPIRES_WHEN, LAST_DAY, ZONE, LINK, ORGANIZATION)
_ANSWERED = (FIRST_NAME, SUBMITTED, ANSWER, ANSWER_REST, LINK, ORGANIZATION)
_SESSION = (FIRST_NAME, TRAINING, SESSION, SESSION_DAY, ZONE, LINK, ORGANIZATION)
_REPORT = (FIRST_NAME, TRAINING, FILTER, MADE, FILE, LINK, ORGANIZATION)
# Their subjects are made for many people by statements that read no names.
_LISTING = (replace(FIRST_NAME, in_subject=False), LIST, LINK, ORGANIZATION)
_ACCOUNT = (FIRST_NAME, LINK, ORGANIZATION)

ABOUT: dict[Occasion, About] = {
    Occasion.STARTED: About("When an assignment starts, or somebody is added to it.", _PLACE),
    Occasion.DUE_IN_7: About("7 days before a training is due, to whoever has not completed it.", _PLACE),
    Occasion.DUE_TODAY: About("On the day a training is due, to whoever has not completed it.", _TODAY),
    Occasion.PAST_DUE: About("When an admin presses “Notify Past Due Users”.", _PAST),
    Occasion.REENROLLED: About("When an admin presses “Re-enroll Failed Users”.", _PLACE),
    Occasion.DUE_MOVED: About("When a due date moves, to whoever had been told of another.", _PLACE),
    Occasion.CANCELLED: About("When an assignment is cancelled, to whoever had been told of it.", _END),
    Occasion.WITHDRAWN: About("When somebody is taken out of an assignment that they had been told of.", _END),
    Occasion.EXPIRES: About("On those days before its last valid day that are set for the certification.", _EXPIRING),
    Occasion.EXPIRIES: About("To training coordinators, with whoever was reminded that day.", _LISTING),
    Occasion.ANSWERED: About("When a card or an activity that somebody submitted is approved or declined.", _ANSWERED),
    Occasion.SIGNED_UP: About("When somebody signs up for a session, or is signed up.", (*_SESSION, SEAT_REST)),
    Occasion.SEAT_FOUND: About("When a seat comes free for somebody who waited for it.", _SESSION),
    Occasion.SESSION_MOVED: About("When day, time or place of a session change.", (*_SESSION, WAS_REST)),
    Occasion.SESSION_CANCELLED: About("When a session is cancelled.", (*_SESSION, WHY_REST)),
    Occasion.SESSION_LEFT: About("When somebody steps back from a session, or is taken out of it.", _SESSION),
    Occasion.SESSION_TOMORROW: About("On the day before a session, to whoever has a seat.", (*_SESSION, SESSION_WHEN)),
    Occasion.TEAM_PAST_DUE: About("To managers, with whoever of their people is past due.", _LISTING),
    Occasion.DIGEST: About("To whoever wants the reminders of a day in one e-mail.", _LISTING),
    Occasion.REPORT: About("When a report is e-mailed.", _REPORT),
    Occasion.INVITATION: About("When an account is made for somebody.", _ACCOUNT),
    Occasion.RESET: About("When somebody asks for a new password.", _ACCOUNT),
}

# Without its link nobody could do what these ask for, and without its list these would say nothing.
REQUIRED = {LIST: ("text", "html"), LINK: ("text",)}


def required(occasion: Occasion, part: str) -> tuple[Field, ...]:
    """The fields that this part of the message cannot do without."""
    fields = ABOUT[occasion].fields
    needed = (LIST,) if LIST in fields else (LINK,) if fields == _ACCOUNT else ()
    return tuple(field for field in needed if part in REQUIRED[field])
