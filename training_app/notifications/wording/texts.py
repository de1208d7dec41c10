"""What messages say: subject, plain text and HTML of each occasion, as we wrote them; `templates` has those edited.

In `{{ … }}` stand the fields of `fields`. The HTML is what a mail says above its button; `filling` has the rest of it.
"""

from dataclasses import dataclass

from training_app.notifications.rules import Occasion


@dataclass(frozen=True)
class Line:
    """One thing of several that a message lists, with the whole address that it leads to, if any."""

    said: str
    link: str = ""


@dataclass(frozen=True)
class Words:
    """What a template may speak of. `link` is a whole address, `zone` the organization's time zone.

    `rest` is what a cancelled assignment or a withdrawal leaves, what an answer to what was `submitted` brings, or what
    else is to be known of a `session`, which says when and where it is. `filter`, `made` and `name` are a report's, the
    last its file's. `lines` are what a message lists: reminders of a day, or people.
    """

    organization: str
    zone: str
    first_name: str
    training: str
    due: str
    when: str
    link: str
    rest: str = ""
    filter: str = ""
    made: str = ""
    name: str = ""
    certification: str = ""
    submitted: str = ""
    answer: str = ""
    session: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Wording:
    """The templates of one occasion."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Broken:
    """An edited wording that could not be filled, and why; it is the one of this `version`."""

    occasion: Occasion
    version: int
    why: str


@dataclass(frozen=True)
class Texts:
    """One message in words. `broken` is what is to be noted of the edited wording, in whose place ours was filled."""

    subject: str
    text: str
    html: str
    broken: Broken | None = None


_REMINDER = Wording(
    "{{ training }} {{ when }}",
    "Hello {{ first_name }},\n\n“{{ training }}” {{ when }} ({{ due }}). Open it here:\n\n{{ link }}\n",
    "<p>Hello {{ first_name }},</p><p><strong>{{ training }}</strong> {{ when }} ({{ due }}).</p>",
)

TEXTS: dict[Occasion, Wording] = {
    Occasion.STARTED: Wording(
        "New training: {{ training }}",
        "Hello {{ first_name }},\n\n“{{ training }}” has been assigned to you. It {{ when }} ({{ due }}). "
        "Open it here:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p><strong>{{ training }}</strong> has been assigned to you. "
        "It {{ when }} ({{ due }}).</p>",
    ),
    Occasion.DUE_IN_7: _REMINDER,
    Occasion.DUE_TODAY: _REMINDER,
    Occasion.PAST_DUE: Wording(
        "Past due: {{ training }}",
        "Hello {{ first_name }},\n\n“{{ training }}” {{ when }} and is not complete yet. Open it here:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p><strong>{{ training }}</strong> {{ when }} and is not complete yet.</p>",
    ),
    Occasion.REENROLLED: Wording(
        "A new attempt: {{ training }}",
        "Hello {{ first_name }},\n\nyou have a new attempt at “{{ training }}”, from the beginning. It {{ when }} "
        "({{ due }}). Open it here:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>You have a new attempt at <strong>{{ training }}</strong>, from the "
        "beginning. It {{ when }} ({{ due }}).</p>",
    ),
    Occasion.DUE_MOVED: Wording(
        "New due date: {{ training }}",
        "Hello {{ first_name }},\n\nthe due date of “{{ training }}” has moved. It {{ when }} ({{ due }}). Open it "
        "here:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>The due date of <strong>{{ training }}</strong> has moved. It {{ when }} "
        "({{ due }}).</p>",
    ),
    Occasion.CANCELLED: Wording(
        "Cancelled: {{ training }}",
        "Hello {{ first_name }},\n\nthe assignment of “{{ training }}” that was due on {{ due }} was cancelled. "
        "{{ rest }} Your trainings:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>The assignment of <strong>{{ training }}</strong> that was due on {{ due }} "
        "was cancelled. {{ rest }}</p>",
    ),
    Occasion.WITHDRAWN: Wording(
        "No longer asked of you: {{ training }}",
        "Hello {{ first_name }},\n\n“{{ training }}”, which was due on {{ due }}, is no longer asked of you in this "
        "assignment. {{ rest }} Your trainings:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p><strong>{{ training }}</strong>, which was due on {{ due }}, is no longer "
        "asked of you in this assignment. {{ rest }}</p>",
    ),
    Occasion.EXPIRES: Wording(
        "{{ certification }} {{ when }}",
        "Hello {{ first_name }},\n\nyour certification “{{ certification }}” {{ when }} ({{ due }}). Your "
        "certifications:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>Your certification <strong>{{ certification }}</strong> {{ when }} "
        "({{ due }}).</p>",
    ),
    Occasion.EXPIRIES: Wording(
        "Certifications of your people that expire",
        "Hello {{ first_name }},\n\nthese people were reminded today of a certification that expires:\n\n{{ list }}\n"
        "{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>These people were reminded today of a certification that expires:</p>"
        "{{ list }}",
    ),
    Occasion.ANSWERED: Wording(
        "Your {{ submitted }} was {{ answer }}",
        "Hello {{ first_name }},\n\nyour {{ submitted }} was {{ answer }}. {{ rest }}\n\nLook at it here:\n\n"
        "{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>Your <strong>{{ submitted }}</strong> was {{ answer }}. {{ rest }}</p>",
    ),
    Occasion.SIGNED_UP: Wording(
        "Signed up: {{ training }}",
        "Hello {{ first_name }},\n\nyou are signed up for “{{ training }}”: {{ session }}. {{ rest }}\n\nIf you cannot "
        "come, step back here:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>You are signed up for <strong>{{ training }}</strong>: {{ session }}. "
        "{{ rest }}</p><p>If you cannot come, step back with the button below.</p>",
    ),
    Occasion.SEAT_FOUND: Wording(
        "A seat came free: {{ training }}",
        "Hello {{ first_name }},\n\na seat came free, and it is yours: “{{ training }}”, {{ session }}. If you cannot "
        "come, step back here:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>A seat came free, and it is yours: <strong>{{ training }}</strong>, "
        "{{ session }}.</p><p>If you cannot come, step back with the button below.</p>",
    ),
    Occasion.SESSION_MOVED: Wording(
        "Session moved: {{ training }}",
        "Hello {{ first_name }},\n\nthe session of “{{ training }}” that you signed up for has moved. It is now: "
        "{{ session }}. {{ rest }} If you cannot come, step back here:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>The session of <strong>{{ training }}</strong> that you signed up for has "
        "moved. It is now: <strong>{{ session }}</strong>. {{ rest }}</p><p>If you cannot come, step back with the "
        "button below.</p>",
    ),
    Occasion.SESSION_CANCELLED: Wording(
        "Session cancelled: {{ training }}",
        "Hello {{ first_name }},\n\nthe session of “{{ training }}” that you signed up for is cancelled: "
        "{{ session }}. {{ rest }}\n\nThe other sessions:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>The session of <strong>{{ training }}</strong> that you signed up for is "
        "cancelled: {{ session }}.</p><p>{{ rest }}</p>",
    ),
    Occasion.SESSION_LEFT: Wording(
        "Not signed up any more: {{ training }}",
        "Hello {{ first_name }},\n\nyou are not signed up any more for this session of “{{ training }}”: "
        "{{ session }}. The other sessions:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>You are not signed up any more for this session of "
        "<strong>{{ training }}</strong>: {{ session }}.</p>",
    ),
    Occasion.SESSION_TOMORROW: Wording(
        "{{ training }} {{ when }}",
        "Hello {{ first_name }},\n\n“{{ training }}” {{ when }}: {{ session }}. If you cannot come, step back "
        "here:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p><strong>{{ training }}</strong> {{ when }}: {{ session }}.</p><p>If you "
        "cannot come, step back with the button below.</p>",
    ),
    Occasion.TEAM_PAST_DUE: Wording(
        "Your people who are past due",
        "Hello {{ first_name }},\n\nsome of your people are past due with a training:\n\n{{ list }}\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>Some of your people are past due with a training:</p>{{ list }}",
    ),
    Occasion.DIGEST: Wording(
        "Your reminders of today",
        "Hello {{ first_name }},\n\nyour reminders of today:\n\n{{ list }}\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>Your reminders of today:</p>{{ list }}",
    ),
    Occasion.REPORT: Wording(
        "Report of User(s) Assigned: {{ training }}",
        "Hello {{ first_name }},\n\nthe “Report of User(s) Assigned” of “{{ training }}” is attached: {{ name }}\n\n"
        "Filter: {{ filter }}\nMade: {{ made }}\n\nIt is also on your dashboard:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>The “Report of User(s) Assigned” of <strong>{{ training }}</strong> is "
        "attached: {{ name }}</p><p>Filter: {{ filter }}<br>Made: {{ made }}</p><p>It is also on your dashboard.</p>",
    ),
    Occasion.INVITATION: Wording(
        "Your account at {{ organization }}",
        "Hello {{ first_name }},\n\n{{ organization }} assigns its training with Muster and has made an account for "
        "you. Choose your password here:\n\n{{ link }}\n\nThe link works once, for 14 days.\n",
        "<p>Hello {{ first_name }},</p><p>{{ organization }} assigns its training with Muster and has made an account "
        "for you. Choose your password with the button below. The link works once, for 14 days.</p>",
    ),
    Occasion.RESET: Wording(
        "A new password at {{ organization }}",
        "Hello {{ first_name }},\n\nsomebody asked to set a new password for your account. Choose it "
        "here:\n\n{{ link }}\n\nThe link works once, for 2 hours. If it was not you, do nothing: your password "
        "stays as it is.\n",
        "<p>Hello {{ first_name }},</p><p>Somebody asked to set a new password for your account. The link works once, "
        "for 2 hours. If it was not you, do nothing: your password stays as it is.</p>",
    ),
}

_TRAINING, _TRAININGS, _PASSWORD = "Open the training", "Open your trainings", "Choose a password"
_SESSIONS = "Open the sessions"
BUTTONS: dict[Occasion, str] = {
    Occasion.STARTED: _TRAINING,
    Occasion.DUE_IN_7: _TRAINING,
    Occasion.DUE_TODAY: _TRAINING,
    Occasion.PAST_DUE: _TRAINING,
    Occasion.REENROLLED: _TRAINING,
    Occasion.DUE_MOVED: _TRAINING,
    Occasion.CANCELLED: _TRAININGS,
    Occasion.WITHDRAWN: _TRAININGS,
    Occasion.EXPIRES: "Open your certifications",
    Occasion.EXPIRIES: "Open the people",
    Occasion.ANSWERED: "Look at it",
    Occasion.SIGNED_UP: _SESSIONS,
    Occasion.SEAT_FOUND: _SESSIONS,
    Occasion.SESSION_MOVED: _SESSIONS,
    Occasion.SESSION_CANCELLED: _SESSIONS,
    Occasion.SESSION_LEFT: _SESSIONS,
    Occasion.SESSION_TOMORROW: _SESSIONS,
    Occasion.TEAM_PAST_DUE: "Open Muster",
    Occasion.DIGEST: _TRAININGS,
    Occasion.REPORT: "Open the report",
    Occasion.INVITATION: _PASSWORD,
    Occasion.RESET: _PASSWORD,
}
"""What the button below the HTML says; it leads to `link`."""
