"""What messages say: subject, plain text and HTML of each occasion, as templates that cannot reach anything else.

Words go in as plain strings. In HTML they are escaped; line breaks never get into a subject (`core.mail`).
"""

from dataclasses import asdict, dataclass
from datetime import date
from functools import cache

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from training_app.notifications.rules import Occasion, spoken, when


@dataclass(frozen=True)
class Line:
    """One thing of several that a message lists, with the whole address that it leads to, if any."""

    said: str
    link: str = ""


@dataclass(frozen=True)
class Words:
    """What a template may speak of. `link` is a whole address, `zone` the organization's time zone.

    `rest` is what a cancelled assignment or a withdrawal leaves; `filter`, `made` and `name` are a report's, the last
    its file's. `lines` are what a message lists: reminders of a day, or people.
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
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Texts:
    """One message in words."""

    subject: str
    text: str
    html: str


def render(occasion: Occasion, words: Words) -> Texts:
    """The message of an occasion, filled with words."""
    said = asdict(words)
    shape = TEXTS[occasion]
    listed = Markup(_markup(LIST).render(lines=words.lines))  # noqa: S704 - what is in it has been escaped
    body = _markup(shape.html).render(said | {"list": listed})
    said |= {"list": _plain(PLAIN_LIST).render(lines=words.lines)}
    return Texts(
        subject=_plain(shape.subject).render(said),
        text=_plain(shape.text + FOOT).render(said),
        html=_markup(PAGE).render(said, button=shape.button).replace(BODY, body),
    )


def dashboard_subject(occasion: Occasion, *, due_on: date, today: date) -> tuple[str, str]:
    """The line under the bell, as what stands before the training's title and what after it."""
    words = Words("", "", "", TITLE, spoken(due_on), when(occasion, due_on, today), "", certification=TITLE)
    before, _, after = _plain(TEXTS[occasion].subject).render(asdict(words)).partition(TITLE)
    return before, after


@dataclass(frozen=True)
class _Shape:
    subject: str
    text: str
    html: str
    button: str


# Signs that no title and no text of ours has.
TITLE, BODY = "\x00", "\x01"

_REMINDER = _Shape(
    "{{ training }} {{ when }}",
    "Hello {{ first_name }},\n\n“{{ training }}” {{ when }} ({{ due }}). Open it here:\n\n{{ link }}\n",
    "<p>Hello {{ first_name }},</p><p><strong>{{ training }}</strong> {{ when }} ({{ due }}).</p>",
    "Open the training",
)

TEXTS: dict[Occasion, _Shape] = {
    Occasion.STARTED: _Shape(
        "New training: {{ training }}",
        "Hello {{ first_name }},\n\n“{{ training }}” has been assigned to you. It {{ when }} ({{ due }}). "
        "Open it here:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p><strong>{{ training }}</strong> has been assigned to you. "
        "It {{ when }} ({{ due }}).</p>",
        "Open the training",
    ),
    Occasion.DUE_IN_7: _REMINDER,
    Occasion.DUE_TODAY: _REMINDER,
    Occasion.PAST_DUE: _Shape(
        "Past due: {{ training }}",
        "Hello {{ first_name }},\n\n“{{ training }}” {{ when }} and is not complete yet. Open it here:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p><strong>{{ training }}</strong> {{ when }} and is not complete yet.</p>",
        "Open the training",
    ),
    Occasion.REENROLLED: _Shape(
        "A new attempt: {{ training }}",
        "Hello {{ first_name }},\n\nyou have a new attempt at “{{ training }}”, from the beginning. It {{ when }} "
        "({{ due }}). Open it here:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>You have a new attempt at <strong>{{ training }}</strong>, from the "
        "beginning. It {{ when }} ({{ due }}).</p>",
        "Open the training",
    ),
    Occasion.DUE_MOVED: _Shape(
        "New due date: {{ training }}",
        "Hello {{ first_name }},\n\nthe due date of “{{ training }}” has moved. It {{ when }} ({{ due }}). Open it "
        "here:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>The due date of <strong>{{ training }}</strong> has moved. It {{ when }} "
        "({{ due }}).</p>",
        "Open the training",
    ),
    Occasion.CANCELLED: _Shape(
        "Cancelled: {{ training }}",
        "Hello {{ first_name }},\n\nthe assignment of “{{ training }}” that was due on {{ due }} was cancelled. "
        "{{ rest }} Your trainings:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>The assignment of <strong>{{ training }}</strong> that was due on {{ due }} "
        "was cancelled. {{ rest }}</p>",
        "Open your trainings",
    ),
    Occasion.WITHDRAWN: _Shape(
        "No longer asked of you: {{ training }}",
        "Hello {{ first_name }},\n\n“{{ training }}”, which was due on {{ due }}, is no longer asked of you in this "
        "assignment. {{ rest }} Your trainings:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p><strong>{{ training }}</strong>, which was due on {{ due }}, is no longer "
        "asked of you in this assignment. {{ rest }}</p>",
        "Open your trainings",
    ),
    Occasion.EXPIRES: _Shape(
        "{{ certification }} {{ when }}",
        "Hello {{ first_name }},\n\nyour certification “{{ certification }}” {{ when }} ({{ due }}). Your "
        "certifications:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>Your certification <strong>{{ certification }}</strong> {{ when }} "
        "({{ due }}).</p>",
        "Open your certifications",
    ),
    Occasion.EXPIRIES: _Shape(
        "Certifications of your people that expire",
        "Hello {{ first_name }},\n\nthese people were reminded today of a certification that expires:\n\n{{ list }}\n"
        "{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>These people were reminded today of a certification that expires:</p>"
        "{{ list }}",
        "Open the people",
    ),
    Occasion.TEAM_PAST_DUE: _Shape(
        "Your people who are past due",
        "Hello {{ first_name }},\n\nsome of your people are past due with a training:\n\n{{ list }}\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>Some of your people are past due with a training:</p>{{ list }}",
        "Open Muster",
    ),
    Occasion.DIGEST: _Shape(
        "Your reminders of today",
        "Hello {{ first_name }},\n\nyour reminders of today:\n\n{{ list }}\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>Your reminders of today:</p>{{ list }}",
        "Open your trainings",
    ),
    Occasion.REPORT: _Shape(
        "Report of User(s) Assigned: {{ training }}",
        "Hello {{ first_name }},\n\nthe “Report of User(s) Assigned” of “{{ training }}” is attached: {{ name }}\n\n"
        "Filter: {{ filter }}\nMade: {{ made }}\n\nIt is also on your dashboard:\n\n{{ link }}\n",
        "<p>Hello {{ first_name }},</p><p>The “Report of User(s) Assigned” of <strong>{{ training }}</strong> is "
        "attached: {{ name }}</p><p>Filter: {{ filter }}<br>Made: {{ made }}</p><p>It is also on your dashboard.</p>",
        "Open the report",
    ),
    Occasion.INVITATION: _Shape(
        "Your account at {{ organization }}",
        "Hello {{ first_name }},\n\n{{ organization }} assigns its training with Muster and has made an account for "
        "you. Choose your password here:\n\n{{ link }}\n\nThe link works once, for 14 days.\n",
        "<p>Hello {{ first_name }},</p><p>{{ organization }} assigns its training with Muster and has made an account "
        "for you. Choose your password with the button below. The link works once, for 14 days.</p>",
        "Choose a password",
    ),
    Occasion.RESET: _Shape(
        "A new password at {{ organization }}",
        "Hello {{ first_name }},\n\nsomebody asked to set a new password for your account. Choose it "
        "here:\n\n{{ link }}\n\nThe link works once, for 2 hours. If it was not you, do nothing: your password "
        "stays as it is.\n",
        "<p>Hello {{ first_name }},</p><p>Somebody asked to set a new password for your account. The link works once, "
        "for 2 hours. If it was not you, do nothing: your password stays as it is.</p>",
        "Choose a password",
    ),
}

LIST = (
    '<ul>{% for line in lines %}<li>{% if line.link %}<a href="{{ line.link }}">{{ line.said }}</a>{% else %}'
    "{{ line.said }}{% endif %}</li>{% endfor %}</ul>"
)
PLAIN_LIST = "{% for line in lines %}- {{ line.said }}{% if line.link %}\n  {{ line.link }}{% endif %}\n{% endfor %}"
FOOT = "\n{{ organization }}{% if due %} · days are those of the time zone {{ zone }}{% endif %}\n"
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"></head>'
    '<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1c2024;background:#fff">'
    f'<div style="max-width:560px;margin:0 auto">{BODY}'
    '<p style="margin:24px 0"><a href="{{ link }}" style="display:inline-block;padding:12px 20px;border-radius:6px;'
    'background:#0d5f8a;color:#fff;text-decoration:none">{{ button }}</a></p>'
    '<p style="color:#60646c;font-size:14px">{{ link }}<br>'
    "{{ organization }}{% if due %} · days are those of the time zone {{ zone }}{% endif %}</p></div></body></html>"
)


@cache
def _plain(source: str) -> Template:
    # Nothing is escaped in plain text, or people would read &amp;.
    sandbox = SandboxedEnvironment(autoescape=False, undefined=StrictUndefined, keep_trailing_newline=True)
    return sandbox.from_string(source)


@cache
def _markup(source: str) -> Template:
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined).from_string(source)
